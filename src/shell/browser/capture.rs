//! What a browser makes of its page, as bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Browser, BrowserError};

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
