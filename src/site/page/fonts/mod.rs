//! The fonts of a deck: the faces that its theme and its style sheets bring along, cut to what the whole deck uses, become
//! part of the page. A preview serves them whole and beside it, so that a save sends no font again.

mod demand;
mod face;
mod lists;
mod memo;
mod own;
mod report;
mod shared;
mod sheet;
mod styles;
mod text;

use std::fmt::Write;
use std::sync::Arc;

pub(crate) use self::face::Face;
pub(crate) use self::memo::FontMemo;
pub(crate) use self::own::{Files, SettingsFonts, of_settings, take_faces};
pub(crate) use self::shared::shared_letters;
use self::styles::{Reach, Styles};
use self::text::{CODE, HEADING, PageText};
use crate::assets::font::{Cut, Letters, Uncut, Wanted};
use crate::assets::{Output, Rules, data_uri, percent_encoded};
use crate::deck::Embed;
use crate::runtime::{Theme, theme_font_files};
use crate::site::page::shared::SharedFile;
use crate::text::{Diagnostic, Feature, Fingerprint, Noted, Sources, Span};

/// The folder of a preview that has its fonts.
const FOLDER: &str = "orate-fonts";

/// The faces of a deck, in the order of their rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fonts {
    pub faces: Vec<Face>,
}

/// What of a page decides which parts of its fonts it needs.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    /// What is around the slides, as HTML.
    pub around: &'a [String],
    /// Every slide: where it is written, and its HTML.
    pub slides: &'a [(Span, &'a str)],
    /// The style sheets of the theme and of the talk.
    pub styles: &'a [&'a str],
    /// Whether slides are numbered.
    pub has_numbers: bool,
    /// Letters for which the page shares its fonts with others; `None` if it shares none.
    pub shared: Option<&'a Letters>,
    pub rules: Rules,
    pub sources: &'a Sources,
}

/// Fonts as they are in a site.
#[derive(Debug, Default)]
pub(crate) struct PlacedFonts {
    /// Their `@font-face` rules.
    pub style: String,
    /// The files that the rules name, by their paths in the site.
    pub outputs: Vec<(String, Output)>,
    /// Style sheets that bring the fonts which the page shares.
    pub shared: Vec<SharedFile>,
}

/// A face that the deck uses, and what of it.
struct UsedFace<'a> {
    face: &'a Face,
    reach: Reach,
    wanted: Wanted,
}

type CutFace = Arc<Cut>;

/// A font of a built-in theme, by the name that it has beside the page of a preview.
pub(crate) fn theme_font(name: &str) -> Option<&'static [u8]> {
    let path = name.strip_prefix(FOLDER)?.strip_prefix('/')?;
    theme_font_files().find(|(file, _)| *file == path && file.ends_with(".woff2")).map(|(_, bytes)| bytes)
}

impl Fonts {
    /// Those of a built-in theme.
    pub(crate) fn of_theme(theme: &Theme) -> Fonts {
        let (families, _) = theme.fonts();
        Fonts { faces: families.into_iter().flat_map(face::of_family).collect() }
    }

    /// All of them as files beside the page.
    pub(crate) fn beside(&self) -> PlacedFonts {
        let mut placed = PlacedFonts::default();
        for face in &self.faces {
            let folder = if face.file.is_built_in() { "" } else { "own/" };
            let path = format!("{FOLDER}/{folder}{}", face.file.path.replace("../", "_/"));
            placed.push(face, &face.unicode_range(), &percent_encoded(&path), face.file.media_type());
            placed.outputs.push((path, Output::Bytes(face.file.bytes().into())));
        }
        placed
    }

    /// What a page needs of them.
    pub(crate) fn cut(&self, page: Page<'_>, memo: &mut FontMemo) -> Noted<PlacedFonts> {
        if self.faces.is_empty() {
            return PlacedFonts::default().into();
        }
        let mut text = PageText::default();
        text.has_numbers = page.has_numbers;
        let slides = page.slides.iter().map(|(_, html)| *html);
        page.around.iter().map(String::as_str).chain(slides).for_each(|html| text.read(html));
        let inline = std::mem::take(&mut text.styles);
        let styles = Styles::read(page.styles.iter().copied().chain(inline.iter().map(String::as_str)));
        let used = demand::used_faces(self, &text, &styles);
        let (shared, mut used) = match page.shared {
            Some(letters) => shared::split(used, letters),
            None => (Vec::new(), used),
        };
        let mut placed = PlacedFonts::default();
        let shared_cuts = placed.share(&shared, page.rules.root);
        let mut cuts = memo.cut(&used);
        for (used, cut) in placed_order(&used, &cuts) {
            placed.place(used, cut, page.rules);
        }
        used.extend(shared);
        cuts.extend(shared_cuts);
        let mut diagnostics = whole_fonts(&used, &cuts);
        // What a style sheet has besides may have any letter.
        if !page.styles.iter().any(|style| style.contains("@font-face")) {
            let missing = missing_letters(&text, &used, &cuts);
            diagnostics.extend(report::missing_glyphs(&missing, page.slides.iter().copied(), page.sources));
        }
        Noted::new(placed, diagnostics)
    }

    fn has_upright(&self, family: &str) -> bool {
        self.faces.iter().any(|face| face.family == family && !face.is_italic)
    }

    /// Whether a browser takes a face, of all of its family, for a weight (CSS Fonts 4, section 5.2).
    fn serves(&self, face: &Face, weight: u16) -> bool {
        let family = self
            .faces
            .iter()
            .filter(|other| other.family == face.family && other.is_italic == face.is_italic);
        let nearest = family.min_by_key(|other| distance(&other.weights, weight));
        nearest.is_some_and(|nearest| nearest.weights == face.weights)
    }
}

/// How late browsers take a face for a weight: those that have it first, then the nearest on one side, then on the other.
fn distance(weights: &std::ops::RangeInclusive<u16>, weight: u16) -> (u8, u16) {
    let (least, most) = (*weights.start(), *weights.end());
    match weight {
        _ if weights.contains(&weight) => (0, 0),
        // From 400 to 500, heavier ones up to 500 come first.
        400..=500 if least > weight && least <= 500 => (1, least - weight),
        ..=500 if most < weight => (2, weight - most),
        ..=500 => (3, least.saturating_sub(weight)),
        _ if least > weight => (1, least - weight),
        _ => (2, weight.saturating_sub(most)),
    }
}

/// The faces in the order of their rules: of those that differ in their letters alone, the one with most letters first. It
/// names none, and browsers ask the others before.
fn placed_order<'a>(
    used: &'a [UsedFace<'a>],
    cuts: &'a [CutFace],
) -> impl Iterator<Item = (&'a UsedFace<'a>, &'a CutFace)> {
    let count = |cut: &CutFace| cut.letters.iter().count();
    let mut order: Vec<_> = used.iter().zip(cuts).collect();
    order.sort_by_key(|(_, cut)| std::cmp::Reverse(count(cut)));
    order.into_iter()
}

/// Says which fonts the deck holds whole.
fn whole_fonts(used: &[UsedFace<'_>], cuts: &[CutFace]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (used, cut) in used.iter().zip(cuts) {
        diagnostics.extend(cut.is_restricted.then(|| report::restricted(&used.face.file)));
        match cut.bytes {
            Ok(_) => {}
            Err(Uncut::LeftOut) => diagnostics.push(Feature::Fonts.missing(None)),
            Err(why) => diagnostics.push(report::whole(&used.face.file, why)),
        }
    }
    diagnostics.dedup();
    diagnostics
}

/// The letters on slides that no font of the deck has: of code those that its fonts lack, and of all else likewise.
fn missing_letters(text: &PageText, used: &[UsedFace<'_>], cuts: &[CutFace]) -> Letters {
    let mut missing = Letters::default();
    for marks in [CODE, HEADING] {
        let shown = text.letters(|place| (place & CODE != 0) == (marks == CODE));
        let of_place =
            used.iter().zip(cuts).filter(|(used, _)| used.reach.anywhere || used.reach.marks & marks != 0);
        let fonts: Vec<&Letters> = of_place.map(|(_, cut)| &cut.letters).collect();
        let is_missing = |letter: char| !fonts.iter().any(|font| font.has(letter));
        if !fonts.is_empty() {
            missing.add(&shown.filter(|letter| is_missing(letter) && report::is_missed(letter)));
        }
    }
    missing
}

impl PlacedFonts {
    /// The same for a page in another folder, which `path` leads from; the files are that folder's already.
    pub(crate) fn below(self, path: &str) -> PlacedFonts {
        let style = self.style.replace("src:url(\"", &format!("src:url(\"{path}"));
        PlacedFonts { style, ..PlacedFonts::default() }
    }

    fn place(&mut self, used: &UsedFace<'_>, cut: &CutFace, rules: Rules) {
        let file = &used.face.file;
        if cut.letters.is_empty() {
            return;
        }
        let cut = cut.bytes.as_ref().ok().map(|bytes| (bytes, &cut.letters));
        let (bytes, media_type, range) = match cut {
            Some((bytes, letters)) => (bytes.as_slice(), "font/woff2", face::unicode_range(runs(letters))),
            None => (file.bytes(), file.media_type(), used.face.unicode_range()),
        };
        // What is shared has ranges of its own.
        let is_first = self.shared.is_empty() && !self.style.contains(&used.face.descriptors);
        let range = if is_first && cut.is_some() { "" } else { &range };
        let is_small = file.is_built_in() || bytes.len() as u64 <= rules.limit;
        let is_embedded = rules.embeds_documents() || (rules.embed != Embed::Never && is_small);
        if is_embedded {
            return self.push(used.face, range, &data_uri(media_type, bytes), media_type);
        }
        let extension = crate::assets::file_extension(&file.path);
        let extension = if cut.is_some() { "woff2" } else { extension };
        let hash = Fingerprint::of(bytes).short();
        let path = format!("{}assets/{}.{hash}.{extension}", rules.root, file.stem());
        self.push(used.face, range, &percent_encoded(&path), media_type);
        self.outputs.push((path, Output::Bytes(bytes.into())));
    }

    fn push(&mut self, face: &Face, range: &str, address: &str, media_type: &str) {
        let format = match media_type {
            "font/woff2" => "format(\"woff2\")",
            "font/woff" => "format(\"woff\")",
            _ => "",
        };
        _ = write!(self.style, "@font-face{{{}{range}src:url(\"{address}\"){format}}}", face.descriptors);
    }
}

/// Letters as ranges.
fn runs(letters: &Letters) -> impl Iterator<Item = std::ops::RangeInclusive<u32>> {
    let mut runs: Vec<std::ops::RangeInclusive<u32>> = Vec::new();
    for letter in letters.iter().map(u32::from) {
        match runs.last_mut() {
            Some(run) if *run.end() + 1 == letter => *run = *run.start()..=letter,
            _ => runs.push(letter..=letter),
        }
    }
    runs.into_iter()
}
