//! The text of one file becomes columns of slides.

use std::ops::Range;

use super::attributes::{AttributeComment, Target, attribute_comment_at};
use super::breaks::breaks;
use super::conventions::Conventions;
use super::scan::{Stretch, Unclosed, scan};
use super::slide_break::Parts;
use super::{Convention, lint, notes};
use crate::deck::{Attributes, Body, Content, Section, Separator, Slide, When};
use crate::text::{Diagnostic, Fingerprint, Slice, Span};

/// The columns of a file, whose slides begin at `start`: at least one, with at least one slide.
pub(super) fn columns(
    whole: Slice<'_>,
    start: usize,
    conventions: Conventions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<Slide>> {
    let breaks = breaks(whole.text, start, conventions.separator).unwrap_or_else(|overrun| {
        diagnostics.push(overrun.diagnostic("separator", whole.span));
        Vec::new()
    });
    let stretches = scan(whole.text, start, &breaks);
    lint::separators(whole, &breaks, &stretches, conventions, diagnostics);
    let stretches = without_empty_head(whole.text, conventions.separator, stretches);
    lint::convention(whole, start, conventions.separator, stretches.len(), diagnostics);
    let mut columns = vec![Vec::new()];
    for stretch in stretches {
        if let Some(column) = columns.last_mut() {
            column.push(slide(whole, &stretch, conventions, diagnostics));
        }
        if stretch.end.is_some_and(|end| end.parts == Parts::Columns) {
            columns.push(Vec::new());
        }
    }
    columns
}

/// A file's section: one column, or a section for each of its columns.
///
/// As reveal.js has it, every column gets the attributes of the section it came from.
pub(super) fn section_of_columns(section: Section, mut columns: Vec<Vec<Slide>>) -> Section {
    let content = match columns.len() {
        0 | 1 => Content::Slides(columns.pop().unwrap_or_default()),
        _ => {
            let column = |slides| Section {
                attributes: section.attributes.clone(),
                content: Content::Slides(slides),
                ..Section::default()
            };
            Content::Sections(columns.into_iter().map(column).collect())
        }
    };
    Section { content, ..section }
}

/// Whether two conventions make the same slides: the same columns, texts, notes and attributes.
pub(super) fn are_alike(whole: Slice<'_>, start: usize, one: Convention<'_>, other: Convention<'_>) -> bool {
    let facts = |(separator, notes_marker): Convention<'_>| -> Vec<Vec<_>> {
        let conventions = Conventions { separator, notes_marker, lints: When::Always, has_divs: false };
        let columns = columns(whole, start, conventions, &mut Vec::new());
        let text = |span: Span| whole.text[span.range()].trim_start_matches('\n').trim_end().to_owned();
        let facts = |slide: Slide| (text(slide.body.span()), slide.notes.map(text), slide.attributes);
        columns.into_iter().map(|column| column.into_iter().map(facts).collect()).collect()
    };
    facts(one) == facts(other)
}

/// Dashes at the very head of a file part nothing: there is nothing to part. Expressions are taken as reveal.js
/// takes them.
fn without_empty_head(text: &str, separator: &Separator, mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    let is_empty = |stretch: &Stretch| text[stretch.range.clone()].trim().is_empty();
    if *separator == Separator::Dashes && stretches.len() > 1 && stretches.first().is_some_and(is_empty) {
        stretches.remove(0);
    }
    stretches
}

fn slide(
    whole: Slice<'_>,
    stretch: &Stretch,
    conventions: Conventions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Slide {
    let text = whole.part(stretch.range.clone());
    diagnostics.extend(stretch.unclosed.iter().map(|unclosed| unclosed_diagnostic(whole, unclosed)));
    lint::slide(text, stretch, conventions.separator, whole, diagnostics);
    let marker = conventions.notes_marker;
    let markers = notes::markers(whole.text, stretch.range.clone(), &stretch.inert, marker);
    let markers = markers.unwrap_or_else(|overrun| {
        diagnostics.push(overrun.diagnostic("notes marker", text.span));
        Vec::new()
    });
    if let [first, second, ..] = markers.as_slice() {
        diagnostics.push(second_marker(whole.part(first.clone()).span, whole.part(second.clone()).span));
    }
    let shown = stretch.range.start..markers.first().map_or(stretch.range.end, |marker| marker.start);
    lint::notes(whole, shown, stretch, conventions, diagnostics);
    let (body, notes) = part_notes(whole, stretch.range.clone(), markers.first());
    Slide {
        span: text.span,
        body: Body::Markdown(body),
        notes,
        attributes: attributes(whole, &stretch.comments, conventions.lints, diagnostics),
        fingerprint: Fingerprint::of(text.text.trim().as_bytes()),
    }
}

/// The shown part of a slide and its notes; none without a marker, or with nothing after it.
fn part_notes(whole: Slice<'_>, slide: Range<usize>, marker: Option<&Range<usize>>) -> (Span, Option<Span>) {
    let Some(marker) = marker else { return (whole.part(slide).span, None) };
    let notes = whole.part(marker.end..slide.end).trim();
    (whole.part(slide.start..marker.start).span, (!notes.text.is_empty()).then_some(notes.span))
}

/// The slide's attributes, from all of its comments.
fn attributes(
    whole: Slice<'_>,
    comments: &[Range<usize>],
    lints: When,
    diagnostics: &mut Vec<Diagnostic>,
) -> Attributes {
    let mut attributes = Attributes::default();
    for comment in comments {
        let text = &whole.text[comment.clone()];
        let inner = text.len().min("<!--".len())
            ..text.len().saturating_sub("-->".len()).max("<!--".len().min(text.len()));
        let inner = whole.part(comment.start + inner.start..comment.start + inner.end);
        let Some(content) = attribute_comment_at(inner) else {
            diagnostics.extend(lint::strange_comment(inner));
            continue;
        };
        diagnostics.extend(unclear(inner, &content));
        if lints == When::Check {
            diagnostics.extend(lint::attribute_quotes(inner, &content));
        }
        if content.target == Target::Slide {
            content.attributes.iter().cloned().for_each(|attribute| attributes.set(attribute));
        }
    }
    attributes
}

/// The first thing in a comment that could not be understood: what follows it is seldom understood better.
fn unclear(comment: Slice<'_>, content: &AttributeComment) -> Option<Diagnostic> {
    let part = comment.part(content.unclear.first()?.clone());
    Some(
        Diagnostic::warning(
            "attribute-comment",
            part.span,
            format!("`{}` is not an attribute", shortened(part.text)),
        )
        .help("write attributes as `name=\"value\"`, with spaces between them"),
    )
}

/// The head of a text, short enough for a message.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(30) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

fn unclosed_diagnostic(whole: Slice<'_>, unclosed: &Unclosed) -> Diagnostic {
    match unclosed {
        Unclosed::Fence(range) => {
            let opening = whole.part(range.clone());
            let fence: String =
                opening.text.chars().take_while(|character| matches!(character, '`' | '~')).collect();
            Diagnostic::error(
                "unclosed-fence",
                opening.span,
                "this code is never closed, so it ends with its slide",
            )
            .help(format!("close the code with a line {fence}"))
        }
        Unclosed::Comment(range) => Diagnostic::warning(
            "unclosed-comment",
            whole.part(range.clone()).span,
            "this comment is never closed, so it ends with its slide",
        )
        .help("close it with `-->`"),
    }
}

fn second_marker(first: Span, second: Span) -> Diagnostic {
    Diagnostic::warning(
        "second-notes-marker",
        second,
        "the second notes marker of a slide becomes text in the notes",
    )
    .help("remove it, or start a new slide before it")
    .related(first, "the notes begin here")
}
