//! A folder whose settings name several talks becomes a [`Collection`].

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FileCache, OpenError, Reader, TEXT_LIMIT, ignored, open_with};
use crate::deck::{Placed, SiteSettings};
use crate::parse::{natural_order, settings_of};
use crate::shell::confined;
use crate::site::collection::{Collection, Talk};
use crate::text::{Diagnostic, Sources, Span};

/// Reads the site of several talks in a folder; none where its settings do not make it one.
pub fn open_collection(path: &Path) -> Result<Option<Collection>, OpenError> {
    if !path.is_dir() {
        return Ok(None);
    }
    let mut reader = Reader::new(path, &Arc::new(FileCache::default()))?;
    let Some(settings) = reader.settings else { return Ok(None) };
    let text = reader.sources.whole(settings);
    let Some(site) = settings_of(text, &mut Vec::new()).site else { return Ok(None) };
    let templates = reader.read_templates()?;
    let talks = talks(path, &site, &mut reader.diagnostics)?;
    let Reader { sources, diagnostics, .. } = reader;
    Ok(Some(Collection { sources, settings, templates, talks, diagnostics }))
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
            let project = open_with(&folder.join(&path), &Arc::default())?;
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

/// What a path with `*` in it may mean, from `folder`, in natural order.
fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, OpenError> {
    let mut paths = vec![PathBuf::new()];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if !part.contains('*') {
            paths.iter_mut().for_each(|path| path.push(part));
            continue;
        }
        let mut next = Vec::new();
        for path in paths {
            let here = folder.join(&path);
            let Ok(entries) = fs::read_dir(&here) else { continue };
            let mut names: Vec<String> = Vec::new();
            for entry in entries {
                let name = entry.map_err(OpenError::read(&here))?.file_name();
                names.extend(
                    name.to_str()
                        .filter(|name| fits(name, part) && !name.starts_with(['.', '_']))
                        .map(str::to_owned),
                );
            }
            names.sort_by(|one, other| natural_order(one, other).then_with(|| one.cmp(other)));
            next.extend(names.into_iter().map(|name| path.join(name)));
        }
        paths = next;
    }
    Ok(paths)
}

/// Whether a name is one that a pattern means, in which `*` stands for any letters or none.
fn fits(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let last = parts.pop();
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    last.is_none_or(|last| rest.len() >= last.len() && rest.ends_with(last))
        && (last.is_some() || rest.is_empty())
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
    use super::fits;

    #[test]
    fn a_star_stands_for_any_letters() {
        let yes =
            [("a", "a"), ("a", "*"), ("", "*"), ("2026-ha", "2026-*"), ("ha.md", "*.md"), ("abcbc", "a*bc")];
        let no = [("a", "b"), ("ab", "a"), ("2025-ha", "2026-*"), ("ha.md", "*.mdx"), ("ab", "a*bb")];
        assert!(yes.iter().all(|(name, pattern)| fits(name, pattern)));
        assert!(!no.iter().any(|(name, pattern)| fits(name, pattern)));
    }
}
