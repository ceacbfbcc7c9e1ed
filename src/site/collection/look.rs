//! What the pages of a site look like: in the colours and fonts of the site's theme, by day and by night.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::entry::Entry;
use super::inputs::Pages;
use crate::assets::font::Letters;
use crate::assets::{Output, Plan, Rules, Sheet};
use crate::deck::{ColorScheme, Embed};
use crate::runtime::{self, Rgb, Theme};
use crate::site::page::fonts::{FontMemo, Fonts};
use crate::site::page::shared::SharedFile;
use crate::site::page::theme::style_sheet;
use crate::site::sharing::theme;
use crate::text::{Noted, Sources};

/// Signs that pages show besides the letters of talks.
const SIGNS: &str = "–—…·‘’“”„«»©→←↗×\u{a0}";

/// The look of every page of a site.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// What comes after the style of all sites.
    pub style: String,
    /// The address from the top of the site of the style sheet that brings the fonts.
    pub fonts: Option<String>,
    /// The addresses of the style sheets, in the order of [`Look::styles`].
    pub sheets: [String; 2],
    pub files: BTreeMap<String, Output>,
}

/// Puts the look of a site together: its theme, its accent, and its own style sheets on top.
pub(super) fn look(pages: &Pages<'_>, talks: &[&Entry], memo: &mut FontMemo) -> Noted<Look> {
    let (theme, _) = theme(pages.settings);
    let mut look = Look { style: colors(theme, pages), ..Look::default() };
    let site = pages.settings.site.clone().unwrap_or_default();
    if site.fonts != Some(false) {
        look.add_fonts(theme, &letters(pages, talks), memo);
    }
    let mut sources: Sources = pages.sources.clone();
    let sheets: Noted<Vec<Option<Sheet>>> =
        site.styles.iter().map(|style| style_sheet(style, &mut sources, pages.library)).collect();
    let mut diagnostics = Vec::new();
    let sheets: Vec<Sheet> = sheets.take_into(&mut diagnostics).into_iter().flatten().collect();
    let references = sheets.iter().flat_map(Sheet::references);
    // What they name is part of every page, whose folder is another each time.
    let rules =
        Rules { embed: Embed::Always, limit: 0, single_file: true, public: pages.is_public, root: "" };
    let plan = Plan::make(pages.library, rules, references, Default::default()).take_into(&mut diagnostics);
    for sheet in &sheets {
        let sheet = if pages.is_public { sheet.clone().without_comments() } else { sheet.clone() };
        look.style.push_str(&sheet.fill(|reference| plan.url(reference)));
    }
    let [site, transcript] = look.styles();
    look.sheets = [look.add_sheet("site.css", &site), look.add_sheet("transcript.css", &transcript)];
    Noted::new(look, diagnostics)
}

/// The colours of a theme as those of the pages.
fn colors(theme: &Theme, pages: &Pages<'_>) -> String {
    let (light, dark) = (theme.light, theme.dark);
    let pair = |light: Rgb, dark: Rgb| format!("light-dark({},{})", hex(light), hex(dark));
    let accent = match pages.settings.site.as_ref().map(|site| site.accent.as_slice()) {
        Some([both]) => both.clone(),
        Some([light, dark]) => format!("light-dark({light},{dark})"),
        _ => pair(light.link, dark.link),
    };
    let scheme = match pages.settings.page.appearance.as_ref().map(|scheme| scheme.value) {
        Some(ColorScheme::Light) => "color-scheme:light;",
        Some(ColorScheme::Dark) => "color-scheme:dark;",
        Some(ColorScheme::Auto) | None => "",
    };
    format!(
        ":root{{{scheme}--ink:{};--paper:{};--quiet:{};--accent:{accent}}}",
        pair(light.text, dark.text),
        pair(light.background, dark.background),
        pair(light.quiet, dark.quiet),
    )
}

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

impl Look {
    /// The style of most pages, and that of pages to read.
    pub(super) fn styles(&self) -> [String; 2] {
        [
            [runtime::SITE_STYLE, &self.style].concat(),
            [runtime::SITE_STYLE, runtime::TRANSCRIPT_STYLE, &self.style].concat(),
        ]
    }

    /// Adds a style sheet that pages share, and gives its address from the top of the site.
    fn add_sheet(&mut self, name: &str, css: &str) -> String {
        let (path, output) = SharedFile::new("", name, css).output();
        self.files.insert(path.clone(), output);
        path
    }

    /// The fonts of a theme's headings and of its text.
    fn add_fonts(&mut self, theme: &Theme, letters: &Letters, memo: &mut FontMemo) {
        let (_, css) = theme.fonts();
        let main = property(css, "--r-main-font").unwrap_or("system-ui,sans-serif");
        let heading = property(css, "--r-heading-font").filter(|font| !font.starts_with("var("));
        let families: Vec<String> = [Some(main), heading]
            .into_iter()
            .flatten()
            .filter_map(|fonts| fonts.split(',').next())
            .map(|family| family.trim().trim_matches('"').to_ascii_lowercase())
            .collect();
        let sheet = Fonts::of_theme(theme).sheet(&families, letters, memo);
        if sheet.is_empty() {
            return;
        }
        _ = write!(self.style, ":root{{--text-font:{main};--heading-font:{}", heading.unwrap_or(main));
        for (own, of_theme) in [
            ("--heading-weight", "--r-heading-font-weight"),
            ("--heading-spacing", "--r-heading-letter-spacing"),
            ("--heading-case", "--r-heading-text-transform"),
        ] {
            if let Some(value) = property(css, of_theme) {
                _ = write!(self.style, ";{own}:{value}");
            }
        }
        self.style.push('}');
        self.fonts = Some(self.add_sheet("fonts.css", &sheet));
    }
}

/// The value of a custom property that a style sheet sets.
fn property<'a>(css: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = css.split_once(&format!("{name}:"))?;
    rest.split([';', '}']).next().map(str::trim)
}

/// Every letter that a page may show.
fn letters(pages: &Pages<'_>, talks: &[&Entry]) -> Letters {
    let mut letters: Letters = (' '..='~').chain(SIGNS.chars()).collect();
    letters.extend(pages.sources.iter().flat_map(|(_, source)| source.text().chars()));
    for talk in talks {
        let facts = serde_json::to_string(talk).unwrap_or_default();
        letters.extend(facts.chars());
        talk.read.slides.iter().for_each(|slide| letters.extend(slide.words.chars()));
    }
    letters
}
