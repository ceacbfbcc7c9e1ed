//! A page that is printed gets fonts that do not vary: a browser writes those that do into a PDF as drawings of their letters.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::assets::font::{self, Axis, AxisTag};
use crate::shell::browser::{Answer, Browser, BrowserError, DeckFiles};

/// A font of the page at one place on its axes.
#[derive(Deserialize)]
struct Use {
    /// Its index in the list of the page.
    font: usize,
    place: BTreeMap<String, f32>,
}

/// Puts a font for each weight, width and size that the page uses in the place of each variable font. A font that cannot be
/// taken so, or that comes from elsewhere, stays.
pub(super) fn replace_variable_fonts(
    browser: &mut Browser<'_>,
    files: &DeckFiles<'_>,
) -> Result<(), BrowserError> {
    let addresses: Vec<String> = call(browser, "listFonts", &[])?;
    let fonts: Vec<Vec<u8>> =
        addresses.iter().map(|address| bytes(address, files).unwrap_or_default()).collect();
    let axes: Vec<Vec<Axis>> = fonts.par_iter().map(|font| font::axes(font)).collect();
    if axes.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let axes: Vec<Vec<Value>> = axes.iter().map(|axes| axes.iter().map(axis).collect()).collect();
    let uses: Vec<Use> = call(browser, "findUses", &[json!(axes)])?;
    let instances: Vec<Option<String>> = uses.par_iter().map(|used| instance(&fonts, used)).collect();
    call(browser, "replaceFonts", &[json!(instances)])
}

/// Calls a function of the script that is sent into the page.
fn call<T: DeserializeOwned>(
    browser: &mut Browser<'_>,
    name: &str,
    arguments: &[Value],
) -> Result<T, BrowserError> {
    let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
    let value = browser.evaluate(&format!("oratePaper.{name}({})", arguments.join(",")))?;
    serde_json::from_value(value).map_err(|error| BrowserError::Refused {
        step: format!("oratePaper.{name}"),
        message: error.to_string(),
    })
}

/// The file of a font, from its address in the page.
fn bytes(address: &str, files: &DeckFiles<'_>) -> Option<Vec<u8>> {
    match address.strip_prefix("data:") {
        Some(data) => STANDARD.decode(data.split_once(";base64,")?.1).ok(),
        None => match files.answer(address, None) {
            Answer::File { status: 200, bytes, .. } => Some(bytes),
            _ => None,
        },
    }
}

fn axis(axis: &Axis) -> Value {
    json!({ "tag": String::from_utf8_lossy(&axis.tag), "least": axis.least, "most": axis.most })
}

/// The font for a use, in base64.
fn instance(fonts: &[Vec<u8>], used: &Use) -> Option<String> {
    let place: Vec<(AxisTag, f32)> = used
        .place
        .iter()
        .filter_map(|(tag, value)| Some((tag.as_bytes().try_into().ok()?, *value)))
        .collect();
    font::instance(fonts.get(used.font)?, &place).map(|font| STANDARD.encode(font))
}
