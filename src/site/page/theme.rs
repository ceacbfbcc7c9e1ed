//! The look of the slides: a theme, built in or the project's own, and the style sheets over it.

use crate::assets::{Address, Content, Library, Plan, Reference, Sheet, candidates};
use crate::deck::{Placed, Settings};
use crate::html::{Permissions, untrusted};
use crate::runtime;
use crate::text::{Diagnostic, Sources, nearest};

/// What the slides look like: a theme and the style sheets over it, ready but for the addresses of the files they name.
#[derive(Default)]
pub struct Appearance {
    built_in: &'static str,
    /// In the order in which they are laid one over the other.
    sheets: Vec<Sheet>,
}

impl Appearance {
    /// The files that the style sheets name.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.sheets.iter().flat_map(Sheet::references)
    }

    /// What the style sheets load from elsewhere.
    pub fn permissions(&self) -> Permissions {
        let mut permissions = Permissions::default();
        self.references().for_each(|reference| permissions.note(reference));
        permissions
    }

    /// The same without what its author says in comments.
    pub fn without_comments(self) -> Appearance {
        Appearance { sheets: self.sheets.into_iter().map(Sheet::without_comments).collect(), ..self }
    }

    /// The same without what it would load from elsewhere; each is reported where it stands.
    pub fn without_outside(self, diagnostics: &mut Vec<Diagnostic>) -> Appearance {
        let sheets = self.sheets.into_iter().map(|sheet| {
            let (sheet, outside) = sheet.without_outside();
            for reference in &outside {
                // That it is fetched is no longer so.
                diagnostics.retain(|told| told.code != "outside-style" || told.at != Some(reference.at));
                diagnostics.push(untrusted::from_elsewhere(reference.at));
            }
            sheet
        });
        Appearance { sheets: sheets.collect(), ..self }
    }

    /// All of it as one style sheet with every address filled in.
    pub fn css(&self, plan: &Plan) -> String {
        let mut css = self.built_in.to_owned();
        self.sheets.iter().for_each(|sheet| css.push_str(&sheet.fill(plan)));
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

/// Finds the theme and the style sheets that the settings name.
pub fn load(
    settings: &Settings,
    sources: &mut Sources,
    library: &dyn Library,
    diagnostics: &mut Vec<Diagnostic>,
) -> Appearance {
    let mut look = theme(&settings.theme, sources, library, diagnostics);
    for style in &settings.styles {
        look.sheets.extend(over(style, sources, library, diagnostics));
    }
    look
}

/// A style sheet that lies over the theme; none where it is missing, or is not the project's.
fn over(
    style: &Placed<String>,
    sources: &mut Sources,
    library: &dyn Library,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Sheet> {
    let Address::File { path, .. } = Address::of(&style.value) else {
        diagnostics.push(
            Diagnostic::warning(
                "outside-style",
                style.at,
                format!("the style sheet `{}` is left out", style.value),
            )
            .help("save it in the talk: a deck asks the network for nothing"),
        );
        return None;
    };
    let base = style.at.map_or("", |at| folder(&sources.get(at.source).name)).to_owned();
    let paths = candidates(&base, path).unwrap_or_default();
    let found = paths.iter().find_map(|path| library.find(path).ok().flatten());
    let Some(Content::Bytes(bytes)) = found.as_deref().map(|file| &file.content) else {
        diagnostics.push(
            Diagnostic::warning(
                "missing-file",
                style.at,
                format!("there is no style sheet `{}`", style.value),
            )
            .help("the deck looks as if it had none"),
        );
        return None;
    };
    let name = found.as_ref().map_or_else(|| style.value.clone(), |file| file.path.clone());
    let source = sources.add(name, bytes, diagnostics);
    Some(Sheet::open(source, sources, library, diagnostics))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Finds a theme by its name: `white`, or the path of a style sheet. With an unknown name, the default theme.
///
/// A name without an ending is looked for among the built-in themes, then as `themes/NAME.css`, so that a project
/// can have a theme of its own by name.
fn theme(
    name: &Placed<String>,
    sources: &mut Sources,
    library: &dyn Library,
    diagnostics: &mut Vec<Diagnostic>,
) -> Appearance {
    let built_in = |style| Appearance { built_in: style, sheets: Vec::new() };
    let is_path = name.value.ends_with(".css");
    let path = if is_path { name.value.clone() } else { format!("themes/{}.css", name.value) };
    match library.find(path.trim_start_matches("./")) {
        Ok(Some(file)) => match &file.content {
            Content::Bytes(bytes) => {
                let source = sources.add(file.path.clone(), bytes, diagnostics);
                return Appearance {
                    built_in: "",
                    sheets: vec![Sheet::open(source, sources, library, diagnostics)],
                };
            }
            Content::Large { .. } => diagnostics.push(Diagnostic::error(
                "file-too-large",
                name.at,
                format!("the style sheet `{path}` is too large to be part of a page"),
            )),
        },
        Ok(None) => {
            if let Some(style) = runtime::theme(&name.value) {
                return built_in(style);
            }
            if let Some((_, near)) = OF_REVEAL.iter().find(|(known, _)| *known == name.value)
                && let Some(style) = runtime::theme(near)
            {
                diagnostics.push(replaced(name, near));
                return built_in(style);
            }
            diagnostics.push(unknown_theme(name, library));
        }
        Err(refused) => diagnostics.push(Diagnostic::error("unreadable-file", name.at, refused.to_string())),
    }
    built_in(runtime::theme("white").expect("the default theme is built in"))
}

fn replaced(name: &Placed<String>, near: &str) -> Diagnostic {
    let message = format!("the theme `{}` of reveal.js is shown as `{near}`, which is nearest", name.value);
    Diagnostic::note("other-theme", name.at, message).help("to keep it, copy its style sheet into `themes/`")
}

fn unknown_theme(name: &Placed<String>, library: &dyn Library) -> Diagnostic {
    let files = library.names();
    let own = files.iter().map(String::as_str).filter(|path| path.ends_with(".css"));
    let built_in: Vec<_> = runtime::THEMES.iter().map(|(known, _)| *known).collect();
    let diagnostic =
        Diagnostic::error("unknown-theme", name.at, format!("there is no theme `{}`", name.value));
    match nearest(&name.value, built_in.iter().copied().chain(own)) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic.help(format!(
            "built in are {}; a style sheet of your own is named by its path, as in `themes/mine.css`",
            built_in.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        )),
    }
}

/// The built-in theme that a name of reveal.js stands for.
pub fn nearest_theme(name: &str) -> Option<&'static str> {
    let own = runtime::THEMES.iter().map(|(known, _)| *known).find(|known| *known == name);
    own.or_else(|| OF_REVEAL.iter().find(|(known, _)| *known == name).map(|(_, near)| *near))
}
