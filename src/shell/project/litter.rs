//! What lies in a talk's folder and is no part of the talk, and what there is to say about it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::shell::output::MANIFEST;
use crate::text::Diagnostic;

/// How many files are looked at before a folder is taken for something other than a talk.
const MANY: usize = 20_000;

/// Whether a name is one that editors, systems and version control leave behind, or a hidden one.
pub fn is_litter(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig"].iter().any(|ending| name.ends_with(ending))
        || name == "4913"
}

/// Whether a name in the folder of slides is that of no slide: litter, a draft or partial (`_`), a read-me.
pub fn is_no_slide(name: &str) -> bool {
    is_litter(name) || name.starts_with('_') || name.eq_ignore_ascii_case("readme.md")
}

/// A warning for every two files of the talk whose names differ by case alone.
pub fn twins(talk: &Path) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    ["slides", "images", "templates", "themes"]
        .into_iter()
        .flat_map(|folder| names_below(talk, folder))
        .filter_map(|name| {
            let other = seen.insert(name.to_lowercase(), name.clone())?;
            Some(
                Diagnostic::warning(
                    "same-name",
                    None,
                    format!("`{other}` and `{name}` differ by case alone"),
                )
                .help("rename one of them: macOS and Windows take the two names for one file"),
            )
        })
        .collect()
}

/// The paths of the files in a folder of the talk, sorted; symbolic links to folders are not followed.
///
/// Litter, outputs of earlier builds and installed packages are left out. An empty `folder` is the talk itself.
pub fn names_below(talk: &Path, folder: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(talk.join(&folder)).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if is_litter(&name) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                names.push(path);
            } else if !path.ends_with("node_modules") && !entry.path().join(MANIFEST).exists() {
                folders.push(path);
            }
        }
        if names.len() > MANY {
            break;
        }
    }
    names.sort();
    names
}

pub fn leads_out(name: &str) -> Diagnostic {
    Diagnostic::error("outside-project", None, format!("`{name}` leads out of the talk's folder"))
        .help("copy the file into the talk; what lies outside is not read")
}

pub fn leads_nowhere(name: &str) -> Diagnostic {
    Diagnostic::warning("dead-link", None, format!("`{name}` is a symbolic link that leads nowhere"))
        .help("remove the link, or bring back the file that it leads to")
}

pub fn circle(name: &str) -> Diagnostic {
    Diagnostic::warning("link-circle", None, format!("`{name}` is a symbolic link that leads in a circle"))
        .help("remove the link; it is skipped")
}

pub fn not_a_file(name: &str) -> Diagnostic {
    Diagnostic::warning("not-a-file", None, format!("`{name}` is not a plain file, and is skipped"))
        .help("pipes, sockets and devices cannot be part of a talk")
}

pub fn not_unicode(folder: &str, name: &OsStr) -> Diagnostic {
    Diagnostic::warning(
        "file-name",
        None,
        format!("the name of `{folder}/{}` is not Unicode, and the file is skipped", name.to_string_lossy()),
    )
    .help("rename the file")
}
