//! The settings at the start of a file: TOML between `+++`, or YAML between `---`.
//!
//! Two lines `---` may just as well be around the first slide of a talk. They are front matter only if every line
//! between them looks like a YAML mapping, and one of its keys is a key that orate knows, or nearly one. What only
//! looks like a mapping is a slide, with a warning.

use super::settings::is_like_a_key;
use super::values::{Table, read_toml, read_yaml};
use crate::text::{Diagnostic, Slice};

/// Front matter longer than this many bytes is refused: it cannot be meant.
const LONGEST: usize = 100_000;

/// The front matter of a file, and where its slides begin.
pub(super) fn cut(whole: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) -> (Table, usize) {
    let head = head(whole);
    let toml = between(head, "+++").map(|block| (block, true));
    let Some(((inner, end), is_toml)) = toml.or_else(|| between(head, "---").map(|block| (block, false)))
    else {
        diagnostics.extend(never_ends(whole).or_else(|| shown(head)));
        return (Table::new(), 0);
    };
    let end = end + whole.text.len() - head.text.len();
    if !is_toml && !inner.text.is_empty() {
        match looks_like(inner.text) {
            Looks::Slide => {
                diagnostics.extend(shown(head));
                return (Table::new(), 0);
            }
            Looks::Mapping => {
                diagnostics.push(strange(inner));
                return (Table::new(), 0);
            }
            Looks::FrontMatter => {}
        }
    }
    if inner.text.len() > LONGEST {
        diagnostics.push(too_long(whole));
        return (Table::new(), end);
    }
    let table = if is_toml { read_toml(inner, diagnostics) } else { read_yaml(inner, diagnostics) };
    (table, end)
}

/// A file without the blank lines and the comments that it begins with, unless they give attributes to its first slide.
fn head(whole: Slice<'_>) -> Slice<'_> {
    let mut at = 0;
    loop {
        let rest = &whole.text[at..];
        at += rest.len() - rest.trim_start_matches(['\n', ' ', '\t']).len();
        let comment =
            whole.text[at..].strip_prefix("<!--").and_then(|inside| Some(&inside[..inside.find("-->")?]));
        match comment.filter(|comment| !comment.trim_start().starts_with('.')) {
            Some(comment) => at += comment.len() + "<!---->".len(),
            None => break,
        }
    }
    // Only what begins a line is a fence.
    if at == 0 || whole.text[..at].ends_with('\n') { whole.part(at..whole.text.len()) } else { whole }
}

/// The text between a fence on the first line and the next one, and the end of that one's line.
pub(super) fn between<'a>(whole: Slice<'a>, fence: &str) -> Option<(Slice<'a>, usize)> {
    let text = whole.text;
    let first = text.split_inclusive('\n').next().filter(|line| line.trim_end() == fence)?;
    let start = first.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
            return Some((whole.part(start..at), at + line.len()));
        }
        at += line.len();
    }
    None
}

enum Looks {
    FrontMatter,
    /// A mapping of nothing that is known.
    Mapping,
    Slide,
}

fn looks_like(text: &str) -> Looks {
    let mut keys = Vec::new();
    let mut has_comment = false;
    for line in text.lines() {
        match line.trim_end() {
            "" => {}
            // A heading looks like a comment.
            line if line.starts_with('#') => has_comment = true,
            line if line.starts_with([' ', '\t']) || line == "-" || line.starts_with("- ") => {
                if keys.is_empty() {
                    return Looks::Slide;
                }
            }
            line => match key(line) {
                Some(key) => keys.push(key),
                None => return Looks::Slide,
            },
        }
        // Enough to decide, so that ten megabytes of it are not all looked at.
        if keys.len() > 1000 {
            break;
        }
    }
    let is_lower = |key: &str| !key.contains(|character: char| character.is_uppercase());
    if keys.iter().any(|key| is_lower(key) && is_like_a_key(key)) {
        return Looks::FrontMatter;
    }
    match !keys.is_empty() && !has_comment && keys.iter().all(|key| is_lower(key)) {
        true => Looks::Mapping,
        false => Looks::Slide,
    }
}

/// The key of a line `key: value`.
fn key(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let is_word = !key.is_empty()
        && key.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '.'));
    (is_word && (value.is_empty() || value.starts_with([' ', '\t']))).then_some(key)
}

/// Says of lines at the start of a file that they look like front matter, and are on the first slide.
fn shown(head: Slice<'_>) -> Option<Diagnostic> {
    let mut lines = head.lines().take(40).skip_while(|line| line.text.trim().is_empty()).peekable();
    let first = lines.peek()?.text.trim_end();
    let opening = first.trim_end_matches(|it: char| it.is_ascii_lowercase());
    let is_opened =
        opening.len() >= 3 && ["-", "+", ";"].iter().any(|sign| opening.trim_start_matches(sign).is_empty());
    if is_opened {
        lines.next();
    }
    let mut pairs =
        lines.take_while(|line| !line.text.trim().is_empty()).map(|line| (line, key(line.text.trim())));
    let (line, Some(first)) = pairs.next()? else { return None };
    let is_known = is_like_a_key(first) && (is_opened || first.chars().all(char::is_lowercase));
    if !is_known || !is_opened && pairs.next().and_then(|(_, key)| key).is_none() {
        return None;
    }
    Some(
        Diagnostic::warning(
            "strange-front-matter",
            line.trim().span,
            "this looks like front matter, but is not written as such, so orate shows it on the slide",
        )
        .help("put it between two lines `---` at the start of the file, each key in small letters at the start of its line"),
    )
}

fn never_ends(whole: Slice<'_>) -> Option<Diagnostic> {
    let first = whole.lines().next().filter(|line| line.text.trim_end() == "+++")?;
    Some(
        Diagnostic::warning(
            "unclosed-front-matter",
            first.span,
            "this front matter is never closed, so orate shows it on the slide",
        )
        .help("close it with a line `+++`"),
    )
}

fn strange(inner: Slice<'_>) -> Diagnostic {
    Diagnostic::warning(
        "strange-front-matter",
        inner.trim().span,
        "this looks like front matter, but has no known key, so orate shows it on the slide",
    )
    .help("delete it, or use the keys that `docs/settings.md` lists")
}

fn too_long(whole: Slice<'_>) -> Diagnostic {
    Diagnostic::error(
        "front-matter-too-long",
        whole.span.head(),
        format!("orate does not read front matter of more than {} kB", LONGEST / 1000),
    )
    .help("perhaps its closing line is missing")
}
