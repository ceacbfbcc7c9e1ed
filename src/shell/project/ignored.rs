//! What lies in a talk's folder and is not part of the talk, and what there is to say about it.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::shell::output::MANIFEST;
use crate::text::Diagnostic;

/// How many files are looked at before a folder is taken for something other than a talk.
pub(super) const MANY: usize = 20_000;

/// Whether a name is one that editors, systems and version control leave behind, or a hidden one.
pub(crate) fn is_ignored(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig"].iter().any(|ending| name.ends_with(ending))
        || name == "4913"
}

/// Whether a name in the folder of slides is that of no slide: litter, a draft or partial (`_`), a read-me.
pub(super) fn is_no_slide(name: &str) -> bool {
    is_ignored(name) || name.starts_with('_') || name.eq_ignore_ascii_case("readme.md")
}

/// A warning for every two files of the talk whose names differ by case alone.
pub(super) fn twins(talk: &Path) -> Vec<Diagnostic> {
    let mut seen = HashMap::new();
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
pub(super) fn names_below(talk: &Path, folder: &str) -> Vec<String> {
    let name = |entry: DirEntry| {
        let path = entry.path().strip_prefix(talk).ok()?.to_str()?;
        (!entry.file_type().is_dir()).then(|| path.replace('\\', "/"))
    };
    // A folder that is a symbolic link would be gone through all the same.
    if folder_out(talk, folder).is_some() {
        return Vec::new();
    }
    let walk = WalkDir::new(talk.join(folder)).sort_by_file_name().into_iter();
    let mut names: Vec<String> = walk.filter_entry(is_ours).flatten().filter_map(name).take(MANY).collect();
    names.sort();
    names
}

/// A folder and those below it, `depth` levels at most: without litter, outputs and installed packages. Nothing for a
/// folder that is not there.
pub(super) fn folders_below(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).max_depth(depth).into_iter().filter_entry(is_ours).flatten();
    let folders =
        walk.filter(|entry| entry.path().is_dir() && !entry.path_is_symlink() || entry.depth() == 0);
    folders.take(MANY).map(DirEntry::into_path).filter(|folder| folder.is_dir()).collect()
}

/// Whether what a walk has come to is the talk's own.
fn is_ours(entry: &DirEntry) -> bool {
    let is_installed = entry.file_name() == "node_modules";
    let is_output = || entry.file_type().is_dir() && entry.path().join(MANIFEST).exists();
    let is_ignored = entry.file_name().to_str().is_none_or(is_ignored);
    entry.depth() == 0 || !(is_ignored || is_installed || is_output())
}

/// What there is to say of a folder of the talk that leads out of it.
pub(super) fn folder_out(talk: &Path, folder: &str) -> Option<Diagnostic> {
    if !talk.join(folder).is_symlink() {
        return None;
    }
    let real = fs::canonicalize(talk.join(folder)).ok()?;
    let is_within = fs::canonicalize(talk).is_ok_and(|talk| real.starts_with(talk));
    (!is_within).then(|| leads_out(folder))
}

pub(super) fn leads_out(name: &str) -> Diagnostic {
    Diagnostic::error("outside-project", None, format!("`{name}` leads out of the talk's folder"))
        .help("copy the file into the talk; what lies outside is not read")
}

pub(super) fn leads_nowhere(name: &str) -> Diagnostic {
    Diagnostic::warning("dead-link", None, format!("`{name}` is a symbolic link that leads nowhere"))
        .help("remove the link, or bring back the file that it leads to")
}

pub(super) fn circle(name: &str) -> Diagnostic {
    Diagnostic::warning("link-circle", None, format!("`{name}` is a symbolic link that leads in a circle"))
        .help("remove the link; it is skipped")
}

pub(super) fn not_a_file(name: &str) -> Diagnostic {
    Diagnostic::warning("not-a-file", None, format!("`{name}` is not a plain file, and is skipped"))
        .help("pipes, sockets and devices cannot be part of a talk")
}

pub(super) fn not_unicode(folder: &str, name: &OsStr) -> Diagnostic {
    Diagnostic::warning(
        "file-name",
        None,
        format!("the name of `{folder}/{}` is not Unicode, and the file is skipped", name.to_string_lossy()),
    )
    .help("rename the file")
}
