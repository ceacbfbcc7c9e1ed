//! One face of a family: what its rule says, and its file.

use std::borrow::Cow;

use crate::assets::{CssRule, css_rules, media_type};
use crate::runtime::FontFamily;

/// An `@font-face` rule whose file is there.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    /// All that the rule says but `src`, as CSS; it ends with `;`.
    pub descriptors: String,
    /// The path of the file: in the project, or from the folder of built-in fonts on.
    pub path: String,
    /// The font.
    pub bytes: Cow<'static, [u8]>,
}

impl Face {
    pub(super) fn media_type(&self) -> &'static str {
        media_type(&self.path)
    }

    /// What follows the address in `src`.
    pub(super) fn format(&self) -> &'static str {
        match self.media_type() {
            "font/woff2" => "format(\"woff2\")",
            "font/woff" => "format(\"woff\")",
            _ => "",
        }
    }
}

/// The faces of a family that comes with orate.
pub(super) fn of_family(family: FontFamily) -> impl Iterator<Item = Face> {
    let rules = css_rules(family.style).into_iter();
    rules.filter(|rule| rule.prelude == "@font-face").filter_map(move |rule| {
        let file = file_name(rule.value("src")?);
        let bytes = family.file(file)?;
        let path = format!("{}/{file}", family.folder);
        Some(Face { descriptors: descriptors(&rule), path, bytes: Cow::Borrowed(bytes) })
    })
}

/// The file in `url("latin.woff2") format("woff2")`, as the families that come with orate write it.
fn file_name(src: &str) -> &str {
    src.split('"').nth(1).unwrap_or_default()
}

/// What a rule says besides its files.
fn descriptors(rule: &CssRule<'_>) -> String {
    let others = rule.declarations.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("src"));
    others.map(|(name, value)| format!("{name}:{value};")).collect()
}
