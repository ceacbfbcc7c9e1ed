//! The theme: a built-in style sheet, or one of the project with everything it imports.

use crate::assets::{Content, Library, Plan, Reference, Sheet};
use crate::deck::Placed;
use crate::render::Permissions;
use crate::runtime;
use crate::text::{Diagnostic, Sources, nearest};

/// A theme, ready but for the addresses of the files it names.
pub enum Theme {
    BuiltIn(&'static str),
    Own(Sheet),
}

impl Theme {
    /// The files that the style sheet names.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        let sheet = match self {
            Theme::Own(sheet) => Some(sheet),
            Theme::BuiltIn(_) => None,
        };
        sheet.into_iter().flat_map(Sheet::references)
    }

    /// What the style sheet loads from elsewhere.
    pub fn permissions(&self) -> Permissions {
        let mut permissions = Permissions::default();
        self.references().for_each(|reference| permissions.note(reference));
        permissions
    }

    /// The style sheet with every address filled in.
    pub fn css(&self, plan: &Plan) -> String {
        match self {
            Theme::BuiltIn(style) => (*style).to_owned(),
            Theme::Own(sheet) => sheet.fill(plan),
        }
    }
}

/// Finds a theme by its name: `white`, or the path of a style sheet. With an unknown name, the default theme.
///
/// A name without an ending is looked for among the built-in themes, then as `themes/NAME.css`, so that a project
/// can have a theme of its own by name.
pub fn load(
    name: &Placed<String>,
    sources: &mut Sources,
    library: &dyn Library,
    diagnostics: &mut Vec<Diagnostic>,
) -> Theme {
    let is_path = name.value.ends_with(".css");
    let path = if is_path { name.value.clone() } else { format!("themes/{}.css", name.value) };
    match library.find(path.trim_start_matches("./")) {
        Ok(Some(file)) => match &file.content {
            Content::Bytes(bytes) => {
                let source = sources.add(file.path.clone(), bytes, diagnostics);
                return Theme::Own(Sheet::open(source, sources, library, diagnostics));
            }
            Content::Large { .. } => diagnostics.push(Diagnostic::error(
                "file-too-large",
                name.at,
                format!("the style sheet `{path}` is too large to be part of a page"),
            )),
        },
        Ok(None) => {
            if let Some(style) = runtime::theme(&name.value) {
                return Theme::BuiltIn(style);
            }
            diagnostics.push(unknown_theme(name, library));
        }
        Err(refused) => diagnostics.push(Diagnostic::error("unreadable-file", name.at, refused.to_string())),
    }
    Theme::BuiltIn(runtime::theme("white").expect("the default theme is built in"))
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
