//! A folder whose settings name several talks becomes a [`Collection`].

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use glob::Pattern;

use super::{FileCache, OpenError, Reader, TEXT_LIMIT, ignored, open_with};
use crate::deck::{Placed, Settings, SiteSettings};
use crate::parse::{natural_order, settings_of};
use crate::shell::confined;
use crate::shell::permission::{Access, Wanted, wanted};
use crate::site::collection::{Collection, Talk};
use crate::text::{Diagnostic, Sources, Span};

/// Reads the site of several talks in a folder; none where its settings do not make it one.
pub fn open_collection(path: &Path, access: &Access) -> Result<Option<Collection>, OpenError> {
    if !path.is_dir() {
        return Ok(None);
    }
    let mut reader = Reader::new(path, &Arc::new(FileCache::default()), access)?;
    let Some(settings) = reader.settings else { return Ok(None) };
    let text = reader.sources.whole(settings);
    let Some(site) = settings_of(text, &mut Vec::new()).site else { return Ok(None) };
    let templates = reader.read_templates()?;
    let talks = talks(path, &site, access, &mut reader.diagnostics)?;
    let Reader { sources, diagnostics, .. } = reader;
    Ok(Some(Collection { sources, settings, templates, talks, diagnostics }))
}

/// The programs that the settings of one talk name.
#[derive(Clone, Debug)]
pub struct TalkPrograms {
    /// The talk's folder, absolute and without links.
    pub folder: PathBuf,
    pub wanted: Vec<Wanted>,
}

/// The programs that the talks at a path name, each talk with its folder: those of a site draw diagrams, and the site
/// itself is published. Reads settings alone; a talk whose settings cannot be read names none.
pub fn programs_of(path: &Path) -> Vec<TalkPrograms> {
    let Some((folder, settings)) = own_settings(path) else { return Vec::new() };
    let own = TalkPrograms { folder, wanted: wanted(&settings) };
    let Some(site) = settings.site.filter(|_| path.is_dir()) else {
        return if own.wanted.is_empty() { Vec::new() } else { vec![own] };
    };
    let kept = |mut talk: TalkPrograms, publishes: bool| {
        talk.wanted.retain(|wanted| wanted.publishes == publishes);
        talk
    };
    let paths = site.talks.iter().filter_map(|pattern| matching(path, &pattern.value).ok()).flatten();
    let paths = paths.map(|talk| path.join(talk)).filter(|talk| is_talk(talk));
    let talks = paths.filter_map(|talk| own_settings(&talk));
    let talks =
        talks.map(|(folder, settings)| kept(TalkPrograms { folder, wanted: wanted(&settings) }, false));
    let mut all: Vec<TalkPrograms> = Vec::new();
    for talk in std::iter::once(kept(own, true)).chain(talks) {
        // Several talks that are files may lie in one folder, and in that of the site.
        match all.iter_mut().find(|other| other.folder == talk.folder) {
            Some(other) => {
                let new = talk.wanted.into_iter().filter(|wanted| !other.wanted.contains(wanted));
                let new: Vec<Wanted> = new.collect();
                other.wanted.extend(new);
            }
            None => all.push(talk),
        }
    }
    all.retain(|talk| !talk.wanted.is_empty());
    all
}

/// The folder of a talk, and what its `orate.toml` says.
fn own_settings(path: &Path) -> Option<(PathBuf, Settings)> {
    let reader = Reader::new(super::folder(path), &Arc::default(), &Access::default()).ok()?;
    let settings = reader.settings.map(|id| settings_of(reader.sources.whole(id), &mut Vec::new()));
    Some((reader.folder, settings.unwrap_or_default()))
}

/// What a site of several talks is made of, besides its talks: its settings, the files of its templates, and where its talks
/// are. What this says is to be compared with what it said before; none where there is no site.
pub fn outline(path: &Path) -> Option<String> {
    let mut text = Vec::new();
    confined::open_in(path, super::SETTINGS).ok()?.take(TEXT_LIMIT).read_to_end(&mut text).ok()?;
    let mut sources = Sources::default();
    let settings = sources.add(super::SETTINGS, &text, &mut Vec::new());
    let site = settings_of(sources.whole(settings), &mut Vec::new()).site?;
    let talks = site.talks.iter().filter_map(|pattern| matching(path, &pattern.value).ok()).flatten();
    let talks: Vec<PathBuf> =
        talks.filter(|talk| is_talk(&path.join(talk)) && !leads_out(path, talk)).collect();
    let facts = |name: &String| {
        let metadata = fs::metadata(path.join("templates").join(name)).ok()?;
        Some((name.clone(), metadata.len(), metadata.modified().ok()?))
    };
    let templates: Vec<_> = super::files(&path.join("templates")).iter().filter_map(facts).collect();
    Some(format!("{talks:?}{templates:?}{}", String::from_utf8_lossy(&text)))
}

fn talks(
    folder: &Path,
    site: &SiteSettings,
    access: &Access,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Talk>, OpenError> {
    let mut talks: Vec<Talk> = Vec::new();
    for Placed { value: pattern, at } in &site.talks {
        let found = matching(folder, pattern)?;
        let (before, told) = (talks.len(), diagnostics.len());
        for path in found {
            if leads_out(folder, &path) {
                diagnostics.push(outside(&path, *at));
                continue;
            }
            let name = path.to_str().map(|name| name.replace('\\', "/")).unwrap_or_default();
            if !is_talk(&folder.join(&path)) || talks.iter().any(|talk| talk.path == name) {
                continue;
            }
            let project = open_with(&folder.join(&path), &Arc::default(), access)?;
            talks.push(Talk { path: name, project });
        }
        if talks.len() == before && diagnostics.len() == told {
            diagnostics.push(
                Diagnostic::error("no-talk", *at, format!("there is no talk at `{pattern}`")).help(
                    "a talk is a folder with `slides/`, `slides.md` or an `index.html`, or a Markdown file",
                ),
            );
        }
    }
    Ok(talks)
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
/// it is written is no pattern, and wildcards pass over names that begin with a dot or an underscore.
fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, OpenError> {
    let mut paths = vec![PathBuf::new()];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        let mut next = Vec::new();
        for path in paths {
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

/// The pattern that a name is; none for a name without wildcards, or with a bracket that nothing closes.
fn wildcards(name: &str) -> Option<Pattern> {
    if name.contains(['*', '?', '[']) { Pattern::new(name).ok() } else { None }
}

/// The names in a folder that fit a pattern, in natural order; none where there is no such folder.
fn matching_names(folder: &Path, pattern: &Pattern) -> Result<Vec<String>, OpenError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
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
