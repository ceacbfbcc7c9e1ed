//! The look of the slides: a theme, built in or the project's own, and the style sheets over it.

use super::fonts::Fonts;
use crate::assets::{Address, Content, Library, Plan, Reference, Sheet, candidates};
use crate::deck::{Placed, Settings};
use crate::html::{Permissions, untrusted};
use crate::runtime::{self, THEMES, Theme};
use crate::text::{Diagnostic, Noted, Sources, nearest};

/// What the slides look like: a theme and the style sheets over it, ready but for the addresses of the files they name.
#[derive(Default)]
pub(crate) struct Appearance {
    /// The fonts that the style sheets bring along.
    pub fonts: Fonts,
    built_in: &'static str,
    /// In the order in which they are laid one over the other.
    sheets: Vec<Sheet>,
}

impl Appearance {
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

    /// All of it as one style sheet with every address filled in.
    pub(crate) fn css(&self, plan: &Plan) -> String {
        let mut css = self.built_in.to_owned();
        self.sheets.iter().for_each(|sheet| css.push_str(&sheet.fill(|reference| plan.url(reference))));
        css
    }
}

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
pub(crate) fn load(settings: &Settings, sources: &mut Sources, library: &dyn Library) -> Noted<Appearance> {
    let theme = theme(&settings.page.theme, sources, library);
    let styles: Noted<Vec<Option<Sheet>>> =
        settings.page.styles.iter().map(|style| style_sheet(style, sources, library)).collect();
    theme.and_then(|mut appearance| {
        styles.map(|sheets| {
            appearance.sheets.extend(sheets.into_iter().flatten());
            appearance
        })
    })
}

/// A style sheet that lies over the theme; none where it is missing, or is not the project's.
fn style_sheet(style: &Placed<String>, sources: &mut Sources, library: &dyn Library) -> Noted<Option<Sheet>> {
    let warning = |code, message| {
        Noted::from(None).note(Diagnostic::warning(code, style.at, message).help(match code {
            "outside-style" => "save it in the talk: a deck asks the network for nothing",
            _ => "the deck looks as if it had none",
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
    let sheet = Sheet::open(source, sources, library, &mut diagnostics);
    Noted::new(sheet, diagnostics)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Finds a theme by its name: `white`, or the path of a style sheet. With an unknown name, the default theme.
///
/// A name without an ending is looked for among the built-in themes, then as `themes/NAME.css`, so that a project
/// can have a theme of its own by name.
fn theme(name: &Placed<String>, sources: &mut Sources, library: &dyn Library) -> Noted<Appearance> {
    let built_in = |theme: &Theme| {
        let (_, style) = theme.fonts();
        Noted::from(Appearance { fonts: Fonts::of_theme(theme), built_in: style, sheets: Vec::new() })
    };
    let fallback = || built_in(&THEMES[0]);
    let is_path = name.value.ends_with(".css");
    let path = if is_path { name.value.clone() } else { format!("themes/{}.css", name.value) };
    let file = match library.find(path.trim_start_matches("./")) {
        Ok(file) => file,
        Err(refused) => {
            return fallback().note(Diagnostic::error("unreadable-file", name.at, refused.to_string()));
        }
    };
    match file.as_deref().map(|file| (&file.path, &file.content)) {
        Some((path, Content::Bytes(bytes))) => open_sheet(path.clone(), bytes, sources, library)
            .map(|sheet| Appearance { sheets: vec![sheet], ..Appearance::default() }),
        Some((_, Content::Large { .. })) => {
            let message = format!("the style sheet `{path}` is too large to be part of a page");
            fallback().note(Diagnostic::error("file-too-large", name.at, message))
        }
        None => match (runtime::theme(&name.value), nearest_of_reveal(&name.value)) {
            (Some(theme), _) => built_in(theme),
            (None, Some(near)) => built_in(near).note(replaced(name, near.name)),
            (None, None) => fallback().note(unknown_theme(name, library)),
        },
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
        "dark" | "night" | "noir" => Some("black"),
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

/// The built-in theme that a name of reveal.js stands for.
pub(crate) fn nearest_theme(name: &str) -> Option<&'static str> {
    runtime::theme(name).or_else(|| nearest_of_reveal(name)).map(|theme| theme.name)
}
