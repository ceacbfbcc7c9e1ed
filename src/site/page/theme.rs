//! The look of the slides: a theme, built in or the project's own, and the style sheets over it.

use std::borrow::Cow;

use super::fonts::{Files, FontMemo, Fonts, SettingsFonts, of_settings, take_faces};
use crate::assets::{Address, Content, Library, Plan, Reference, Sheet, candidates, style_source};
use crate::deck::{ColorScheme, Placed, Settings, TalkFonts};
use crate::html::{Permissions, untrusted};
use crate::runtime::{self, OWN_STYLE, PLACING_STYLE, THEMES, Theme};
use crate::text::{Diagnostic, Noted, SourceId, Sources, nearest};

/// What the slides look like: a theme and the style sheets over it, ready but for the addresses of the files they name.
#[derive(Default)]
pub(crate) struct Appearance {
    /// The fonts that the style sheets bring along.
    pub fonts: Fonts,
    /// Whether slides are set as reveal.js sets them, and not as orate's own themes want it.
    is_of_reveal: bool,
    /// Style sheets of orate's own, one over the other, under all others.
    built_in: Vec<&'static str>,
    /// Which set of the theme's colours holds, in CSS; empty if the theme says so itself.
    color_scheme: &'static str,
    /// What a listing stands on, where the talk says so.
    listings: &'static str,
    /// In the order in which they are laid one over the other.
    sheets: Vec<Sheet>,
}

impl Appearance {
    /// One of orate's own themes.
    fn of_orate(theme: &Theme, settings: &Settings) -> Appearance {
        let own = if theme.is_dark { ColorScheme::Dark } else { ColorScheme::Light };
        let scheme = settings.page.appearance.as_ref().map_or(own, |scheme| scheme.value);
        let (_, style) = theme.fonts();
        let mut built_in = below(settings);
        built_in.push(style);
        Appearance {
            fonts: Fonts::of_theme(theme),
            built_in,
            color_scheme: color_scheme(scheme),
            ..Appearance::default()
        }
    }

    /// A theme that is a file of the talk. One that sets a property of orate's is set as orate's own are; any other is taken
    /// for one that was written for reveal.js, which has sizes, placing and one set of colours of its own.
    fn of_file(sheet: Sheet, text: &str, settings: &Settings) -> Noted<Appearance> {
        let is_of_reveal = !settings.reading.extensions;
        let is_like_own = !is_of_reveal && text.contains("--orate-");
        let wanted = settings.page.appearance.as_ref();
        let missing = wanted.filter(|_| !text.contains("light-dark(")).map(|scheme| {
            let message = format!("the theme `{}` has one set of colours", settings.page.theme.value);
            Diagnostic::warning("one-appearance", scheme.at, message)
                .help("write its colours as `light-dark(LIGHT, DARK)`, or leave out `appearance`")
        });
        let appearance = Appearance {
            is_of_reveal,
            built_in: if is_like_own { below(settings) } else { Vec::new() },
            sheets: vec![sheet],
            color_scheme: wanted.map_or("", |scheme| color_scheme(scheme.value)),
            ..Appearance::default()
        };
        Noted::from(appearance).note_all(missing)
    }

    /// A theme of reveal.js, by the values that it sets.
    fn of_reveal(values: &'static str) -> Appearance {
        Appearance {
            is_of_reveal: true,
            built_in: vec![runtime::REVEAL_THEME_STYLE, values],
            ..Appearance::default()
        }
    }

    /// How a slide is set, whatever the theme.
    pub(crate) fn slide_style(&self) -> &'static str {
        if self.is_of_reveal { runtime::REVEAL_STYLE } else { runtime::SLIDE_STYLE }
    }

    /// The same with the fonts of the settings in the place of the theme's.
    fn with_fonts(mut self, fonts: &TalkFonts, files: Files<'_>, memo: &mut FontMemo) -> Noted<Appearance> {
        if *fonts == TalkFonts::default() {
            return self.into();
        }
        let theme: String = self.texts().collect();
        let fonts = of_settings(fonts, &theme, files, memo);
        fonts.map(|SettingsFonts { faces, style }| {
            self.fonts.faces.extend(faces);
            self.sheets.push(Sheet::plain(style));
            self
        })
    }

    /// The same with the faces of its style sheets taken out of them, to be cut.
    fn with_faces(mut self, library: &dyn Library, memo: &mut FontMemo) -> Noted<Appearance> {
        let sheets = std::mem::take(&mut self.sheets).into_iter();
        let taken: Noted<Vec<_>> = sheets.map(|sheet| take_faces(sheet, library, memo)).collect();
        taken.map(|taken| {
            for (sheet, faces) in taken {
                self.sheets.push(sheet);
                self.fonts.faces.extend(faces);
            }
            self
        })
    }

    /// The files that the style sheets name.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.sheets.iter().flat_map(Sheet::references)
    }

    /// What the style sheets load from elsewhere.
    pub(crate) fn permissions(&self) -> Permissions {
        let mut permissions = Permissions::default();
        self.references().for_each(|reference| permissions.note(reference));
        permissions
    }

    /// The same without what its author says in comments.
    pub(crate) fn without_comments(self) -> Appearance {
        Appearance { sheets: self.sheets.into_iter().map(Sheet::without_comments).collect(), ..self }
    }

    /// The same without what it would load from elsewhere; each is reported where it is. `diagnostics` are those of
    /// the appearance so far.
    pub(crate) fn without_outside(self, mut diagnostics: Vec<Diagnostic>) -> Noted<Appearance> {
        let sheets = self.sheets.into_iter().map(|sheet| {
            let (sheet, outside) = sheet.without_outside();
            for reference in &outside {
                // It is no longer fetched, so the warning that it is has no point.
                diagnostics.retain(|other| other.code != "outside-style" || other.at != Some(reference.at));
                diagnostics.push(untrusted::from_elsewhere(reference.at));
            }
            sheet
        });
        let appearance = Appearance { sheets: sheets.collect(), ..self };
        Noted::new(appearance, diagnostics)
    }

    /// What it says, without the addresses of the files that it names.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let sheets = self.sheets.iter().map(|sheet| sheet.fill(|_| "none".into()).into());
        // What fonts know of our own styles by heart holds for those of orate's themes.
        let of_reveal = self.is_of_reveal.then(|| self.slide_style());
        self.built_in.iter().copied().chain(of_reveal).map(Cow::Borrowed).chain(sheets)
    }

    /// What of it is orate's own, the same for every talk with the theme.
    pub(crate) fn built_in_css(&self) -> String {
        self.built_in.concat()
    }

    /// What of it only this talk has, on top of that.
    pub(crate) fn css_of_talk(&self, plan: &Plan) -> String {
        let mut css = [self.color_scheme, self.listings].concat();
        self.sheets.iter().for_each(|sheet| css.push_str(&sheet.fill(|reference| plan.url(reference))));
        css
    }
}

/// What a talk for reveal.js names that has no theme: a slide is then as `reveal.css` alone has it.
const NO_THEME: &str = "none";

/// The themes of reveal.js that orate has none of that name for, and the one that is nearest.
const OF_REVEAL: &[(&str, &str)] = &[
    ("beige", "white"),
    ("black-contrast", "black"),
    ("blood", "black"),
    ("default", "black"),
    ("dracula", "black"),
    ("league", "black"),
    ("moon", "black"),
    ("night", "black"),
    ("serif", "white"),
    ("simple", "white"),
    ("sky", "white"),
    ("solarized", "white"),
    ("white-contrast", "white"),
    ("white_contrast_compact_verbatim_headers", "white"),
];

/// Finds the theme and the style sheets that the settings name. Their texts are added to the sources.
pub(crate) fn load(
    settings: &Settings,
    sources: &mut Sources,
    library: &dyn Library,
    memo: &mut FontMemo,
) -> Noted<Appearance> {
    memo.begin();
    let is_of_reveal = !settings.reading.extensions;
    let theme = Named { name: &settings.page.theme, settings, is_of_reveal }.load(sources, library);
    let fonts = &settings.page.fonts;
    let theme = theme.and_then(|theme| theme.with_fonts(fonts, Files { library, sources }, memo));
    let styles: Noted<Vec<Option<Sheet>>> =
        settings.page.styles.iter().map(|style| style_sheet(style, sources, library)).collect();
    let styles = styles.and_then(|sheets| {
        let inline: Noted<Vec<Sheet>> =
            settings.page.inline_styles.iter().map(|it| opened(*it, sources, library)).collect();
        inline.map(|inline| sheets.into_iter().flatten().chain(inline).collect::<Vec<_>>())
    });
    let appearance = theme.and_then(|mut appearance| {
        styles.map(|sheets| {
            // A page of reveal.js that links none of its themes has its own among its style sheets.
            if is_of_reveal
                && settings.page.theme.at.is_none()
                && sheets.iter().any(|sheet| sets_all_text(&sheet.fill(|_| "".into())))
            {
                appearance.built_in.clear();
            }
            if let Some(name) = settings.page.highlight_theme.as_deref().filter(|_| appearance.is_of_reveal) {
                appearance.listings = if is_light(name) { LIGHT_LISTINGS } else { DARK_LISTINGS };
            }
            appearance.sheets.extend(sheets);
            appearance
        })
    });
    appearance.and_then(|appearance| appearance.with_faces(library, memo))
}

/// What listings stand on in themes of highlight.js that are dark, and in light ones.
const DARK_LISTINGS: &str = ":root{--orate-code-ground:#272822;--orate-code-ink:#ddd}";
const LIGHT_LISTINGS: &str = ":root{--orate-code-ground:#f3f3f3;--orate-code-ink:#333}";

/// Whether a theme of highlight.js is light.
///
/// Source: the styles of highlight.js 11 that are light and do not say so in their names.
fn is_light(name: &str) -> bool {
    const LIGHT: &[&str] = &[
        "arduino",
        "ascetic",
        "brown-paper",
        "color-brewer",
        "default",
        "docco",
        "foundation",
        "github",
        "github-gist",
        "googlecode",
        "grayscale",
        "idea",
        "lightfair",
        "magula",
        "mono-blue",
        "purebasic",
        "routeros",
        "school-book",
        "tomorrow",
        "vs",
        "xcode",
    ];
    let name = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".css");
    name.contains("light") || LIGHT.contains(&name)
}

/// Whether a style sheet is a theme of reveal.js: it sets the font or the size of all text.
fn sets_all_text(css: &str) -> bool {
    let sets_text = |rule: &str| {
        let declarations = rule.trim_start().strip_prefix('{').and_then(|rest| rest.split('}').next());
        declarations.is_some_and(|text| text.contains("font-size:") || text.contains("font:"))
    };
    css.contains("--r-main-font-size:") || css.split(".reveal").skip(1).any(sets_text)
}

/// A style sheet that lies over the theme; `None` if it is missing, or is not the project's.
pub(crate) fn style_sheet(
    style: &Placed<String>,
    sources: &mut Sources,
    library: &dyn Library,
) -> Noted<Option<Sheet>> {
    let warning = |code, message| {
        let names = if code == "missing-file" { library.names() } else { Vec::new() };
        Noted::from(None).note(Diagnostic::warning(code, style.at, message).help(match code {
            "outside-style" => "save it in the talk: a deck asks the network for nothing".to_owned(),
            _ => match style_source(&names, &style.value) {
                Some((source, command)) => {
                    format!("`{source}` is what it is made of: make it with `{command}`")
                }
                None => "the deck looks as if it had none".to_owned(),
            },
        }))
    };
    let Address::File { path, .. } = Address::of(&style.value) else {
        return warning("outside-style", format!("the style sheet `{}` is left out", style.value));
    };
    let base = style.at.map_or("", |at| folder(&sources.get(at.source).name)).to_owned();
    let paths = candidates(&base, path).unwrap_or_default();
    let file = paths.iter().find_map(|path| library.find(path).ok().flatten());
    let Some(Content::Bytes(bytes)) = file.as_deref().map(|file| &file.content) else {
        return warning("missing-file", format!("there is no style sheet `{}`", style.value));
    };
    let name = file.as_ref().map_or_else(|| style.value.clone(), |file| file.path.clone());
    open_sheet(name, bytes, sources, library).map(Some)
}

/// Opens a style sheet of the project's, whose text is added to the sources.
fn open_sheet(name: String, bytes: &[u8], sources: &mut Sources, library: &dyn Library) -> Noted<Sheet> {
    let mut diagnostics = Vec::new();
    let source = sources.add(name, bytes, &mut diagnostics);
    let sheet = opened(source, sources, library);
    sheet.note_all(diagnostics)
}

/// Opens a style sheet that is among the sources.
fn opened(source: SourceId, sources: &mut Sources, library: &dyn Library) -> Noted<Sheet> {
    let mut diagnostics = Vec::new();
    let sheet = Sheet::open(source, sources, library, &mut diagnostics);
    Noted::new(sheet, diagnostics)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A theme by its name: `white`, or the path of a style sheet.
#[derive(Clone, Copy)]
struct Named<'a> {
    name: &'a Placed<String>,
    settings: &'a Settings,
    /// Whether the talk is written for reveal.js, so that its themes' names mean its themes.
    is_of_reveal: bool,
}

impl Named<'_> {
    /// Finds the theme. With an unknown name, the default one.
    ///
    /// A name without an ending is looked for as `themes/NAME.css`, so that a project can have a theme of its own by
    /// name, and then among the built-in themes.
    fn load(self, sources: &mut Sources, library: &dyn Library) -> Noted<Appearance> {
        let name = self.name;
        let path = self.path(sources);
        let file = match library.find(path.trim_start_matches("./")) {
            Ok(file) => file,
            Err(refused) => {
                let error = Diagnostic::error("unreadable-file", name.at, refused.to_string());
                return Noted::from(self.fallback()).note(error);
            }
        };
        match file.as_deref().map(|file| (&file.path, &file.content)) {
            Some((path, Content::Bytes(bytes))) => open_sheet(path.clone(), bytes, sources, library)
                .and_then(|sheet| Appearance::of_file(sheet, &String::from_utf8_lossy(bytes), self.settings)),
            Some((_, Content::Large { .. })) => {
                let message = format!("the style sheet `{path}` is too large to be part of a page");
                Noted::from(self.fallback()).note(Diagnostic::error("file-too-large", name.at, message))
            }
            None => self.built_in(library),
        }
    }

    /// Where the theme is, if it is the project's own.
    fn path(self, sources: &Sources) -> String {
        let name = &self.name.value;
        if name.ends_with(".css") {
            return name.clone();
        }
        // A page of reveal.js may have a theme of its own among those of reveal.js: its address is in the page.
        let linked =
            self.name.at.map(|at| sources.text(at)).and_then(|address| address.split(['?', '#']).next());
        match linked.filter(|path| path.ends_with(".css") && runtime::reveal_theme(name).is_none()) {
            Some(path) => path.to_owned(),
            None => format!("themes/{name}.css"),
        }
    }

    /// The built-in theme of that name.
    fn built_in(self, library: &dyn Library) -> Noted<Appearance> {
        let name = self.name.value.as_str();
        if self.is_of_reveal && name == NO_THEME {
            return Appearance { is_of_reveal: true, ..Appearance::default() }.into();
        }
        if let Some(values) = runtime::reveal_theme(name).filter(|_| self.is_of_reveal) {
            return Appearance::of_reveal(values).into();
        }
        match (runtime::theme(name), nearest_of_reveal(name)) {
            (Some(theme), _) => Appearance::of_orate(theme, self.settings).into(),
            (None, Some(near)) => {
                Noted::from(Appearance::of_orate(near, self.settings)).note(replaced(self.name, near.name))
            }
            (None, None) => Noted::from(self.fallback()).note(unknown_theme(self.name, library)),
        }
    }

    /// The theme of a talk that names none.
    fn fallback(self) -> Appearance {
        match runtime::reveal_theme(THEMES[0].name).filter(|_| self.is_of_reveal) {
            Some(values) => Appearance::of_reveal(values),
            None => Appearance::of_orate(&THEMES[0], self.settings),
        }
    }
}

/// What lies below a theme of orate's kind.
fn below(settings: &Settings) -> Vec<&'static str> {
    // A talk for reveal.js keeps its placing, and so does one whose author says where slides stand.
    let is_placed = settings.reading.extensions && !settings.page.reveal.contains_key("center");
    [Some(OWN_STYLE), is_placed.then_some(PLACING_STYLE)].into_iter().flatten().collect()
}

/// The rule by which one set of a theme's colours holds. It is more specific than the theme's own.
fn color_scheme(scheme: ColorScheme) -> &'static str {
    match scheme {
        ColorScheme::Light => ":root:root{color-scheme:light}",
        ColorScheme::Dark => ":root:root{color-scheme:dark}",
        ColorScheme::Auto => {
            ":root:root{color-scheme:light dark}@media print{:root:root{color-scheme:light}}"
        }
    }
}

/// The built-in theme that is nearest to one of reveal.js.
fn nearest_of_reveal(name: &str) -> Option<&'static Theme> {
    let (_, near) = OF_REVEAL.iter().find(|(theme, _)| *theme == name)?;
    runtime::theme(near)
}

fn replaced(name: &Placed<String>, near: &str) -> Diagnostic {
    let message = format!("the theme `{}` of reveal.js is shown as `{near}`, which is nearest", name.value);
    Diagnostic::note("other-theme", name.at, message).help("to keep it, copy its style sheet into `themes/`")
}

fn unknown_theme(name: &Placed<String>, library: &dyn Library) -> Diagnostic {
    let files = library.names();
    let own = files.iter().map(String::as_str).filter(|path| path.ends_with(".css"));
    let built_in: Vec<_> = THEMES.iter().map(|theme| theme.name).collect();
    let diagnostic =
        Diagnostic::error("unknown-theme", name.at, format!("there is no theme `{}`", name.value));
    // What other tools call them.
    let meant = match name.value.to_ascii_lowercase().as_str() {
        "dark" | "noir" => Some("black"),
        "light" | "default" | "day" => Some("white"),
        _ => None,
    };
    match meant.or_else(|| nearest(&name.value, built_in.iter().copied().chain(own))) {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None => diagnostic.help(format!(
            "built in are {}; a style sheet of your own is named by its path, as in `themes/mine.css`",
            built_in.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        )),
    }
}

/// The built-in theme whose colours are nearest to those of a theme of reveal.js.
pub(crate) fn nearest_theme(name: &str) -> Option<&'static str> {
    runtime::theme(name).or_else(|| nearest_of_reveal(name)).map(|theme| theme.name)
}

#[cfg(test)]
mod tests {
    use super::{is_light, sets_all_text};

    #[test]
    fn a_style_sheet_that_sets_all_text_is_a_theme() {
        for css in [
            ":root { --r-main-font-size: 30px }",
            ".reveal { color: red; font-size: 30px }",
            "html.a .reveal{font:30px x}",
        ] {
            assert!(sets_all_text(css), "{css}");
        }
        for css in [
            "",
            ".reveal h1 { font-size: 30px }",
            ".reveal { color: red } .b { font-size: 1em }",
            ".reveal .a { font: x }",
        ] {
            assert!(!sets_all_text(css), "{css}");
        }
    }

    #[test]
    fn a_theme_of_highlight_js_is_light_by_its_name() {
        assert!(["a11y-light", "github", "base16/solarized-light.css", "vs"].into_iter().all(is_light));
        assert!(!["monokai", "github-dark", "base16/zenburn", "vs2015"].into_iter().any(is_light));
    }
}
