//! Warnings about texts that are valid, but seldom what their author meant.
//!
//! Each check is one function from text to diagnostics; none changes what is built. `deck::LINTS` says which of them a
//! build makes, and which are left to `orate check`.

mod comments;
mod markers;
mod separators;

pub(super) use comments::{attribute_quotes, strange_comment};
pub(super) use markers::notes;
pub(super) use separators::separators;

use super::breaks::breaks;
use super::line::is_blank;
use super::line::line_end;
use super::scan::{Stretch, is_within, scan};
use crate::deck::Separator;
use crate::text::{Diagnostic, Fix, Slice};

/// Says that a file seems to be written in another convention than the one it is read in: it comes out as one slide,
/// and would be several.
pub(super) fn convention(
    whole: Slice<'_>,
    start: usize,
    separator: &Separator,
    slides: usize,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if slides > 1 {
        return;
    }
    let others = [
        (Separator::Dashes, "dashes", "lines of dashes"),
        (Separator::BlankLines, "blank-lines", "runs of blank lines"),
    ];
    for (other, name, what) in others {
        let candidates = breaks(whole.text, start, &other).unwrap_or_default();
        if other == *separator || candidates.len() < 2 {
            continue;
        }
        let stretches = scan(whole.text, start, &candidates);
        let visible = |stretch: &&Stretch| !whole.text[stretch.range.clone()].trim().is_empty();
        let count = stretches.iter().filter(visible).count();
        if let (3.., Some(first)) = (count, stretches.iter().find_map(|stretch| stretch.end.as_ref())) {
            diagnostics.push(
                Diagnostic::warning(
                    "other-convention",
                    whole.part(first.range.clone()).span,
                    format!("this file is one slide, but its {what} would make it {count}"),
                )
                .help(format!(
                    "set `separator = \"{name}\"` if they should separate slides; `orate import` does \
                     so for files of other tools"
                )),
            );
            return;
        }
    }
}

/// Checks one slide.
pub(super) fn slide(
    slide: Slice<'_>,
    stretch: &Stretch,
    separator: &Separator,
    whole: Slice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if slide.text.trim().is_empty() {
        diagnostics.push(empty_slide(slide, stretch, whole));
    } else if are_blank_lines(separator) {
        diagnostics.extend(spaces_on_blank_line(slide, stretch));
    }
}

/// Whether slides are parted by blank lines.
fn are_blank_lines(separator: &Separator) -> bool {
    match separator {
        Separator::BlankLines => true,
        Separator::Dashes => false,
        Separator::Expressions { horizontal, .. } => horizontal.replace(r"\r?", "").contains(r"\n\n"),
    }
}

fn empty_slide(slide: Slice<'_>, stretch: &Stretch, whole: Slice<'_>) -> Diagnostic {
    if slide.text.len() == whole.text.len() {
        return Diagnostic::warning(
            "empty-slide",
            slide.span.head(),
            "this file is empty, so it makes an empty slide",
        )
        .help("write something, or delete the file");
    }
    let at = stretch.end.as_ref().map_or(slide.span.head(), |end| whole.part(end.range.clone()).span);
    Diagnostic::warning("empty-slide", at, "this slide is empty")
        .help("remove one of the separators around it")
}

/// Says that blank lines would part slides, if one of them did not hold spaces.
fn spaces_on_blank_line(slide: Slice<'_>, stretch: &Stretch) -> Option<Diagnostic> {
    let text = slide.text.trim_end();
    if !text.contains(" \n") && !text.contains("\t\n") {
        return None;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut run: Option<(usize, Option<usize>)> = None;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        if is_blank(&bytes[at..end]) && at > 0 {
            let (count, spaced) = run.unwrap_or_default();
            run = Some((count + 1, spaced.or((end > at).then_some(at))));
        } else if let Some((2.., Some(spaced))) = run.take()
            && !is_within(slide.span.start as usize + spaced, &stretch.inert)
        {
            let line = slide.part(spaced..line_end(bytes, spaced));
            return Some(
                Diagnostic::warning(
                    "spaces-on-blank-line",
                    line.span,
                    "these blank lines do not separate slides, since one contains spaces",
                )
                .help("delete the spaces to start a new slide here, or keep a single blank line")
                .fix(Fix::suggested("delete the spaces", line.span, "")),
            );
        }
        at = end + 1;
    }
    None
}
