//! What Tera says of a template, as a diagnostic at its place.

use std::ops::Range;

use tera::ErrorKind;

use super::Templates;
use super::built_in::built_in;
use super::limit::LIMIT;
use crate::text::{Diagnostic, Sources, Span, nearest};

impl Templates {
    /// An error of Tera as a diagnostic at the place in the project's template.
    pub(super) fn diagnostic(
        &self,
        error: &tera::Error,
        sources: &Sources,
        template: Option<&str>,
    ) -> Diagnostic {
        let (message, at) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name = report.filename();
                let at = self.own.get(name).map(|&id| {
                    let range = report.span().range.clone();
                    let range = match self.measured.get(name) {
                        Some(measured) => measured.original(range),
                        None => range,
                    };
                    sources.whole(id).span.part(clamp(range, sources.whole(id).text))
                });
                (report.message().to_owned(), at)
            }
            ErrorKind::CircularInclude { include_chain, .. } => {
                (format!("templates include each other in a circle: {}", include_chain.join(" → ")), None)
            }
            ErrorKind::CircularExtend { inheritance_chain, .. } => {
                (format!("templates extend each other in a circle: {}", inheritance_chain.join(" → ")), None)
            }
            ErrorKind::Io(_) => {
                let limit = LIMIT >> 20;
                (format!("the template was stopped after it had put out {limit} MiB"), None)
            }
            other => self.read_report(&other.to_string(), sources),
        };
        let at = at.or_else(|| {
            let id = *self.own.get(template?)?;
            Some(sources.whole(id).span.head())
        });
        let message = decapitalise(message.trim_end_matches('.'));
        let help = self.missing_template(&message).or_else(|| Self::help(&message));
        let diagnostic = Diagnostic::error("template", at, message);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// Reads message and place back out of a report that Tera gives only as text (unknown filters and components).
    fn read_report(&self, report: &str, sources: &Sources) -> (String, Option<Span>) {
        let first = report.lines().next().unwrap_or_default();
        let message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
        let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let at = place.and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let source = sources.whole(*self.own.get(parts.next()?)?);
            Some(source.span.part(offset(source.text, line, column)?..source.text.len()).head())
        });
        (message, at)
    }

    /// What to do about a template that another one names and nobody has.
    fn missing_template(&self, message: &str) -> Option<String> {
        let name = match message.strip_prefix("unknown template `") {
            Some(name) => name.trim_end_matches('`'),
            None if message.ends_with("which doesn't exist or isn't loaded") => message.split('\'').nth(3)?,
            None => return None,
        };
        let built_in: Vec<String> = built_in().map(|(name, _)| format!("orate/{name}")).collect();
        Some(match nearest(name, self.own.keys().chain(&built_in).map(String::as_str)) {
            Some(other) => format!("did you mean `{other}`?"),
            None => format!("put a file `{name}` into `templates/`"),
        })
    }

    /// What the author may have meant by a name that Tera does not know.
    fn help(message: &str) -> Option<String> {
        const KNOWN: &[&str] = &[
            "deck",
            "orate",
            "policy",
            "style",
            "script",
            "slides",
            "running",
            "configuration",
            "section",
            "slide",
            "content",
            "notes",
            "attributes",
            "title",
            "authors",
            "event",
            "date",
            "language",
            "direction",
            "description",
            "url",
            "image",
            "width",
            "height",
            "id",
            "index",
            "heading",
            "rest",
            "picture",
            "alt",
            "columns",
            "has_text",
            "has_quote",
        ];
        let unknown = message.split(['`', '\'']).nth(1)?;
        let name = unknown.rsplit('.').next().unwrap_or(unknown);
        nearest(name, KNOWN.iter().copied())
            .filter(|known| *known != name)
            .map(|known| format!("did you mean `{known}`?"))
    }
}

/// A range that lies in the text and on its character boundaries.
fn clamp(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end).max(start)
}

/// The byte offset of a line and column, both counted from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text.get(start..)?.char_indices().nth(column.checked_sub(1)?).map_or(0, |(index, _)| index);
    Some(start + within)
}

/// Tera's sentences as ours: the first letter small.
fn decapitalise(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
