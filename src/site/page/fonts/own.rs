//! Fonts of the talk's own: those that its style sheets name, and those of its settings.

use std::sync::Arc;

use super::face::{Face, FaceBytes, FaceFile};
use super::memo::FontMemo;
use super::report;
use crate::assets::font::{Facts, look};
use crate::assets::{
    Address, Content, CssRule, File, Library, Reference, Sheet, candidates, file_extension, folder,
};
use crate::deck::{Placed, TalkFonts};
use crate::text::{Diagnostic, Noted, Sources, Span};

/// Endings of the files that are fonts, the best first.
const ENDINGS: [&str; 4] = ["woff2", "woff", "ttf", "otf"];

/// Takes from a style sheet the faces whose files the project has. What is missing, too large or no font stays in it.
pub(crate) fn take_faces(
    sheet: Sheet,
    library: &dyn Library,
    memo: &mut FontMemo,
) -> Noted<(Sheet, Vec<Face>)> {
    let mut diagnostics = Vec::new();
    let (sheet, faces) = sheet.take_faces(|rule, references| {
        let (file, at) = best_file(references, library)?;
        let Content::Bytes(bytes) = &file.content else { return None };
        let file = FaceFile { path: file.path.clone(), bytes: FaceBytes::Own(bytes.clone()), at: Some(at) };
        // A family in many files says which letters each has, and only those that are needed are opened.
        let has_range = rule.value("unicode-range").is_some();
        let letters = if has_range {
            look(bytes).map_or(Ok(None), Err)
        } else {
            memo.facts(&file).map(|facts| Some(facts.letters))
        };
        diagnostics.extend(letters.as_ref().err().map(|fault| report::broken(&file, fault)));
        Some(Face { letters: letters.ok()?, ..Face::of_rule(rule, file) })
    });
    Noted::new((sheet, faces), diagnostics)
}

/// The file of a face that is best to cut.
fn best_file(references: &[&Reference], library: &dyn Library) -> Option<(Arc<File>, Span)> {
    let rank = |reference: &&&Reference| {
        let Address::File { path, .. } = Address::of(&reference.address) else { return None };
        let ending = file_extension(path).to_ascii_lowercase();
        ENDINGS.iter().position(|known| *known == ending)
    };
    let best = references.iter().filter(|reference| rank(reference).is_some()).min_by_key(rank)?;
    let Address::File { path, .. } = Address::of(&best.address) else { return None };
    let paths = candidates(&best.base, path).unwrap_or_default();
    let file = paths.iter().find_map(|path| library.find(path).ok().flatten())?;
    Some((file, best.at))
}

/// The fonts that the settings name.
#[derive(Debug, Default)]
pub(crate) struct SettingsFonts {
    pub faces: Vec<Face>,
    /// What makes the theme use them, as CSS.
    pub style: String,
}

/// What the fonts of the settings are used for: the name of each, and the custom property that themes have for it.
const PLACES: [(&str, &str, &str); 3] = [
    ("orate-body", "--r-main-font", "system-ui,sans-serif"),
    ("orate-heading", "--r-heading-font", "var(--r-main-font)"),
    ("orate-code", "--r-code-font", "ui-monospace,monospace"),
];

/// Opens the fonts of the settings. `theme` is the theme's style, whose fonts have the letters that these lack.
pub(crate) fn of_settings(
    fonts: &TalkFonts,
    theme: &str,
    files: Files<'_>,
    memo: &mut FontMemo,
) -> Noted<SettingsFonts> {
    let mut opened = SettingsFonts::default();
    let mut diagnostics = Vec::new();
    let rules = crate::assets::css_rules(theme);
    let names = [&fonts.body, &fonts.heading, &fonts.code];
    for ((family, property, usual), names) in PLACES.into_iter().zip(names) {
        let count = opened.faces.len();
        for name in names {
            let face = files.open(name, memo).take_into(&mut diagnostics);
            let is_only = names.len() == 1;
            opened.faces.extend(face.map(|(file, facts)| own_face(family, file, &facts, is_only)));
        }
        if opened.faces.len() > count {
            let before =
                rules.iter().rev().find_map(|rule: &CssRule<'_>| rule.value(property)).unwrap_or(usual);
            opened.style.push_str(&format!(":root{{{property}:{family},{before}}}"));
        }
    }
    Noted::new(opened, diagnostics)
}

/// Where the files of a talk are.
#[derive(Clone, Copy)]
pub(crate) struct Files<'a> {
    pub library: &'a dyn Library,
    pub sources: &'a Sources,
}

impl Files<'_> {
    /// A font, and what it says of itself; `None` if it cannot be used.
    fn open(self, name: &Placed<String>, memo: &mut FontMemo) -> Noted<Option<(FaceFile, Facts)>> {
        let fault = |code, message: String, help: &str| {
            Noted::from(None).note(Diagnostic::warning(code, name.at, message).help(help))
        };
        let Address::File { path, .. } = Address::of(&name.value) else {
            let message = format!("the font `{}` is left out", name.value);
            return fault(
                "outside-style",
                message,
                "save it in the talk: a deck asks the network for nothing",
            );
        };
        let base = name.at.map_or("", |at| folder(&self.sources.get(at.source).name));
        let paths = candidates(base, path).unwrap_or_default();
        let file = paths.iter().find_map(|path| self.library.find(path).ok().flatten());
        let Some(file) = file else {
            let message = format!("there is no font `{}`", name.value);
            return fault("missing-font", message, "the theme's font is used instead");
        };
        let Content::Bytes(bytes) = &file.content else {
            let message = format!("the font `{path}` is too large to be part of a page");
            return fault("file-too-large", message, "the theme's font is used instead");
        };
        let file = FaceFile { path: file.path.clone(), bytes: FaceBytes::Own(bytes.clone()), at: name.at };
        let facts = memo.facts(&file);
        match facts {
            Ok(facts) => Some((file, facts)).into(),
            Err(fault) => Noted::from(None).note(report::broken(&file, fault)),
        }
    }
}

/// The face of a font that the settings name. One that is alone serves for every weight, so that no browser makes it bold or
/// slanted where a heading is; what is bold in a text is still to be seen.
fn own_face(family: &str, file: FaceFile, facts: &Facts, is_only: bool) -> Face {
    let is_static = facts.weights.start() == facts.weights.end();
    let weights = match is_only && is_static && family == "orate-heading" {
        true => 1..=1000,
        false => facts.weights.clone(),
    };
    let pair = |range: &std::ops::RangeInclusive<u16>, unit| match range.start() == range.end() {
        true => format!("{}{unit}", range.start()),
        false => format!("{}{unit} {}{unit}", range.start(), range.end()),
    };
    let is_italic = facts.is_italic && !is_only;
    let style = if is_italic { "italic" } else { "normal" };
    let stretch = match facts.widths.start() == facts.widths.end() {
        true => String::new(),
        false => format!("font-stretch:{};", pair(&facts.widths, "%")),
    };
    let descriptors = format!(
        "font-family:{family};font-weight:{};font-style:{style};{stretch}font-display:block;",
        pair(&weights, "")
    );
    let letters = Some(facts.letters.clone());
    Face { family: family.to_owned(), weights, is_italic, ranges: Vec::new(), letters, descriptors, file }
}
