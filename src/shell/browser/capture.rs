//! What a browser makes of its page, as bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Browser, BrowserError};

/// What a picture is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureUse {
    /// To be kept: as few bytes as the browser manages.
    File,
    /// To be shown by the browser again: a third more bytes, in two thirds of the time.
    Page,
}

/// How much is fetched at once, in bytes.
const PIECE: u32 = 1 << 20;

impl Browser<'_> {
    /// The page as a tagged PDF, on sheets as large as its style says.
    pub(crate) fn print(&mut self) -> Result<Vec<u8>, BrowserError> {
        let params = json!({
            "printBackground": true,
            "preferCSSPageSize": true,
            "generateTaggedPDF": true,
            "transferMode": "ReturnAsStream",
        });
        let printed = self.call("Page.printToPDF", params)?;
        self.read_stream(&printed["stream"])
    }

    /// What is on the screen, as a PNG.
    pub(crate) fn screenshot(&mut self, picture: PictureUse) -> Result<Vec<u8>, BrowserError> {
        let params = json!({ "format": "png", "optimizeForSpeed": picture == PictureUse::Page });
        let answer = self.call("Page.captureScreenshot", params)?;
        decoded("Page.captureScreenshot", answer["data"].as_str().unwrap_or_default())
    }

    /// Makes the window this large in CSS pixels, each of them so many pixels of the screen wide.
    pub(crate) fn resize(&mut self, width: u32, height: u32, scale: f64) -> Result<(), BrowserError> {
        let params = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", params).map(|_| ())
    }

    /// Has nothing move on the page, lays it out as for a screen or for paper, and says that its reader prefers light or dark
    /// colours.
    pub(crate) fn hold_still(&mut self, medium: &str, scheme: &str) -> Result<(), BrowserError> {
        let features = json!([
            { "name": "prefers-reduced-motion", "value": "reduce" },
            { "name": "prefers-color-scheme", "value": scheme },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features })).map(|_| ())
    }

    /// Reads what the browser keeps to be fetched in pieces.
    fn read_stream(&mut self, stream: &Value) -> Result<Vec<u8>, BrowserError> {
        let mut bytes = Vec::new();
        loop {
            let piece = self.call("IO.read", json!({ "handle": stream, "size": PIECE }))?;
            let data = piece["data"].as_str().unwrap_or_default();
            match piece["base64Encoded"] == true {
                true => bytes.extend(decoded("IO.read", data)?),
                false => bytes.extend(data.as_bytes()),
            }
            if piece["eof"] == true {
                return Ok(bytes);
            }
        }
    }
}

fn decoded(step: &str, data: &str) -> Result<Vec<u8>, BrowserError> {
    let refused =
        |error: base64::DecodeError| BrowserError::Refused { step: step.into(), message: error.to_string() };
    STANDARD.decode(data).map_err(refused)
}
