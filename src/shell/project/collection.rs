//! A folder whose settings name several talks becomes a [`Collection`].

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use glob::Pattern;
use rayon::prelude::*;

use super::{DiskLibrary, FileCache, OpenError, Reader, Readings, ignored, open_talk_with};
use crate::deck::{Placed, SiteSettings};
use crate::parse::{SettingsFile, natural_order};
use crate::shell::permission::Access;
use crate::site::collection::{Collection, Talk};
use crate::text::{Diagnostic, Span};

/// Reads the rest of a site of several talks in a folder: `reader` has read its settings.
pub(super) fn read(
    mut reader: Reader,
    path: &Path,
    settings: SettingsFile,
    site: &SiteSettings,
) -> Result<(Collection, Readings), OpenError> {
    let templates = reader.read_templates()?;
    let talks = talks(path, site, &mut reader)?;
    let Reader { folder, sources, diagnostics, cache, access, .. } = reader;
    let (talks, mut readings): (Vec<Talk>, Vec<_>) = talks.into_iter().unzip();
    readings.push(cache.clone());
    let library = Arc::new(DiskLibrary::new(folder, cache).for_talk(access.trust));
    let collection = Collection { sources, settings, templates, library, talks, diagnostics };
    Ok((collection, Readings::of(readings)))
}

/// What makes a site another one, besides changes in its talks.
#[derive(Debug, PartialEq)]
pub(crate) struct Outline {
    /// The text of its settings.
    settings: String,
    /// Where its talks are, from the site's folder.
    talks: Vec<PathBuf>,
    /// Its own templates, and the files that its settings name, each with its size and when it was written.
    files: Vec<(String, u64, SystemTime)>,
}

/// Looks at the site in a folder; `None` if there is no site.
pub(crate) fn outline(path: &Path) -> Option<Outline> {
    let reader = Reader::new(path, &Arc::default(), &Access::default()).ok()?;
    let settings = reader.settings.as_ref()?;
    let mut talks = talk_paths(path, settings.own().site.as_ref()?);
    talks.retain(|talk| !leads_out(path, talk));
    let facts = |name: String| {
        let metadata = fs::metadata(path.join(&name)).ok()?;
        Some((name, metadata.len(), metadata.modified().ok()?))
    };
    let site = settings.own().site.as_ref()?;
    let named = [&site.portrait, &site.icon].into_iter().flatten().chain(&site.styles);
    let templates = ignored::names_below(path, "templates").into_iter();
    let files = templates.chain(named.map(|file| file.value.clone())).filter_map(facts).collect();
    Some(Outline { settings: reader.sources.whole(settings.source).text.to_owned(), talks, files })
}

/// The folders in which a change may change a site, without what a build puts out: all those of its talks, and of
/// its own the upper ones, in which talks, templates and what talks share may come.
pub(crate) fn site_folders(path: &Path, site: &Collection) -> BTreeSet<PathBuf> {
    let of_talks = site.talks.iter().flat_map(|talk| {
        let talk = path.join(&talk.path);
        let parents = talk.ancestors().skip(1).take_while(|folder| folder.starts_with(path));
        let parents: Vec<PathBuf> = parents.map(Path::to_owned).collect();
        let depth = if talk.is_dir() { usize::MAX } else { 1 };
        ignored::folders_below(super::folder(&talk), depth).into_iter().chain(parents)
    });
    let own = ignored::folders_below(path, 2).into_iter();
    own.chain(ignored::folders_below(&path.join("templates"), usize::MAX)).chain(of_talks).collect()
}

/// Where the talks of a site are, from its folder.
pub(super) fn talk_paths(path: &Path, site: &SiteSettings) -> Vec<PathBuf> {
    let paths = site.talks.iter().filter_map(|pattern| matching(path, &pattern.value).ok()).flatten();
    paths.filter(|talk| is_talk(&path.join(talk))).collect()
}

fn talks(
    folder: &Path,
    site: &SiteSettings,
    reader: &mut Reader,
) -> Result<Vec<(Talk, Arc<FileCache>)>, OpenError> {
    let Reader { cache: own, access, diagnostics, .. } = reader;
    // Absolute, as everything that is noted.
    let real = reader.folder.clone();
    let mut names: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for Placed { value: pattern, at } in &site.talks {
        let (talks_before, diagnostics_before) = (names.len(), diagnostics.len());
        for path in matching_noted(folder, pattern, &|path| own.note_place(&real.join(path)))? {
            own.note_place(&real.join(&path));
            if leads_out(folder, &path) {
                diagnostics.push(outside(&path, *at));
                continue;
            }
            let name = path.to_str().map(|name| name.replace('\\', "/")).unwrap_or_default();
            if is_talk(&folder.join(&path)) && known.insert(name.clone()) {
                names.push(name);
            }
        }
        if names.len() == talks_before && diagnostics.len() == diagnostics_before {
            diagnostics.push(
                Diagnostic::error("no-talk", *at, format!("there is no talk at `{pattern}`")).help(
                    "a talk is a folder with `slides/`, `slides.md` or an `index.html`, or a Markdown file",
                ),
            );
        }
    }
    let read = |path: String| {
        let cache = Arc::default();
        let project = Arc::new(open_talk_with(&folder.join(&path), &cache, access)?);
        Ok((Talk { path, project }, cache))
    };
    names.into_par_iter().map(read).collect::<Vec<_>>().into_iter().collect()
}

/// Whether a path leads out of the site's folder, by a symbolic link, to what could be a talk.
fn leads_out(site: &Path, talk: &Path) -> bool {
    let path = site.join(talk);
    let Ok(real) = fs::canonicalize(&path) else { return false };
    let is_within = fs::canonicalize(site).is_ok_and(|site| real.starts_with(site));
    !is_within && (real.is_dir() || super::is_markdown(&path))
}

fn outside(talk: &Path, at: Option<Span>) -> Diagnostic {
    let message =
        format!("the talk `{}` is a symbolic link that leads out of the site's folder", talk.display());
    Diagnostic::error("outside-project", at, message).help(
        "move the talk into the site; what lies outside is not read, and a link within the site is fine",
    )
}

/// The paths that a pattern means, from `folder`, in natural order. Its wildcards are a shell's; a name that is there as
/// it is written is not a pattern, and wildcards pass over names that begin with a dot or an underscore.
fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, OpenError> {
    matching_noted(folder, pattern, &|_| ())
}

/// The same; `note` is given each path that decides which those are.
fn matching_noted(folder: &Path, pattern: &str, note: &dyn Fn(&Path)) -> Result<Vec<PathBuf>, OpenError> {
    let mut paths = vec![PathBuf::new()];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        let mut next = Vec::new();
        for path in paths {
            note(&path);
            match wildcards(part) {
                Some(pattern) if !folder.join(&path).join(part).exists() => {
                    let names = matching_names(&folder.join(&path), &pattern)?;
                    next.extend(names.into_iter().map(|name| path.join(name)));
                }
                _ => next.push(path.join(part)),
            }
        }
        paths = next;
    }
    Ok(paths)
}

/// The pattern that a name is; `None` for a name without wildcards, or with a bracket that nothing closes.
fn wildcards(name: &str) -> Option<Pattern> {
    if name.contains(['*', '?', '[']) { Pattern::new(name).ok() } else { None }
}

/// The names in a folder that fit a pattern, in natural order; `None` if there is no such folder.
fn matching_names(folder: &Path, pattern: &Pattern) -> Result<Vec<String>, OpenError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names: Vec<String> = Vec::new();
    for entry in entries {
        let name = entry.map_err(OpenError::read(folder))?.file_name();
        let name = name.to_str().filter(|name| pattern.matches(name) && !name.starts_with(['.', '_']));
        names.extend(name.map(str::to_owned));
    }
    names.sort_by(|one, other| natural_order(one, other).then_with(|| one.cmp(other)));
    Ok(names)
}

/// Whether a talk is at a path: what else lies in a folder of talks is passed over.
fn is_talk(path: &Path) -> bool {
    if path.is_dir() {
        return ["slides", "slides.md", "index.html"].iter().any(|name| path.join(name).exists());
    }
    let is_slides =
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| !ignored::is_no_slide(name));
    super::is_markdown(path) && is_slides && path.is_file()
}

#[cfg(test)]
mod tests {
    use super::matching;
    use std::path::PathBuf;

    #[track_caller]
    fn check_matching(pattern: &str, expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        for talk in ["2025-ha", "2026-ha", "10-a", "9-b", "[draft]", "_old", ".git", "in/ha.md", "in/ha.mdx"]
        {
            std::fs::create_dir_all(folder.path().join(talk)).unwrap();
        }
        let expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
        assert_eq!(matching(folder.path(), pattern).unwrap(), expected, "{pattern}");
    }

    #[test]
    fn wildcards_are_those_of_a_shell() {
        check_matching("*", &["9-b", "10-a", "2025-ha", "2026-ha", "[draft]", "in"]);
        check_matching("2026-*", &["2026-ha"]);
        check_matching("./*-?a", &["2025-ha", "2026-ha"]);
        check_matching("[0-9]-*", &["9-b"]);
        check_matching("i*//h?.md", &["in/ha.md"]);
        check_matching("*-x", &[]);
    }

    #[test]
    fn a_name_that_is_there_is_no_pattern() {
        check_matching("[draft]", &["[draft]"]);
        check_matching("[draft", &["[draft"]);
        check_matching("9-b", &["9-b"]);
        check_matching("_old", &["_old"]);
    }
}
