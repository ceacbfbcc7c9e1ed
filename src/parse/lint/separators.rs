//! Warnings about lines that look like separators and are not, and about separators that reveal.js would not accept.

use std::ops::Range;

use super::{are_blank_lines, markers};
use crate::deck::{Separator, When};
use crate::parse::breaks::breaks;
use crate::parse::conventions::Conventions;
use crate::parse::line::line_end;
use crate::parse::line::{ends_paragraph, is_blank};
use crate::parse::scan::{Stretch, is_within, scan};
use crate::parse::slide_break::Break;
use crate::text::{Diagnostic, Edit, Fix, Slice};

/// Checks a file whose possible breaks are `breaks`, and whose slides are `stretches`.
pub(crate) fn separators(
    whole: Slice<'_>,
    breaks: &[Break],
    stretches: &[Stretch],
    conventions: Conventions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let separator = conventions.separator;
    if are_dashes(separator) {
        look_alikes(whole, stretches, separator, diagnostics);
    }
    if conventions.lints == When::Check {
        in_code(whole, breaks, (stretches, conventions), diagnostics);
        match separator {
            Separator::Dashes => spaces(whole, stretches, diagnostics),
            separator if are_blank_lines(separator) => short(whole, stretches, diagnostics),
            _ => {}
        }
    }
}

/// Whether slides are parted by lines of dashes.
fn are_dashes(separator: &Separator) -> bool {
    match separator {
        Separator::Dashes => true,
        Separator::BlankLines => false,
        Separator::Expressions { horizontal, .. } => horizontal.contains("---"),
    }
}

/// The slide that a place lies in, if it is text there: no separator, no code, no comment.
fn slide_of_text(at: usize, stretches: &[Stretch]) -> Option<&Stretch> {
    let after = stretches.partition_point(|stretch| stretch.range.start <= at);
    let stretch = stretches[..after].last()?;
    (stretch.range.contains(&at) && !is_within(at, &stretch.inert)).then_some(stretch)
}

/// Lines of dashes that part nothing, since there are too many or too few of them, or since they are long ones.
fn look_alikes(
    whole: Slice<'_>,
    stretches: &[Stretch],
    separator: &Separator,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(first) = stretches.first() else { return };
    let (text, bytes) = (whole.text, whole.text.as_bytes());
    // U+2013 and U+2014, en and em dash, both begin with these two bytes in UTF-8.
    for needle in [&b"--"[..], &b"\xE2\x80"[..]] {
        let finder = memchr::memmem::Finder::new(needle);
        let mut at = first.range.start;
        while let Some(offset) = finder.find(&bytes[at..]) {
            let start = memchr::memrchr(b'\n', &bytes[..at + offset]).map_or(0, |end| end + 1);
            let end = line_end(bytes, at + offset);
            at = (end + 1).min(bytes.len());
            let line = &text[start..end];
            let dashes = line.trim();
            let indentation = line.len() - line.trim_start().len();
            if !looks_like_one(dashes, separator) || indentation > 3 {
                continue;
            }
            let before = text[first.range.start.min(start)..start].lines().next_back().unwrap_or_default();
            let at = start + indentation;
            if ends_paragraph(before.as_bytes()) && slide_of_text(at, stretches).is_some() {
                diagnostics.push(look_alike(whole.part(at..at + dashes.len())));
            }
        }
    }
}

/// Whether a line without the space around it is like a separator, and none.
fn looks_like_one(line: &str, separator: &Separator) -> bool {
    let count = line.chars().count();
    if !line.chars().all(|character| matches!(character, '-' | '–' | '—')) {
        return false;
    }
    match line.is_ascii() {
        true if *separator == Separator::Dashes => count == 2 || count > 4,
        true => count >= 2,
        false => count <= 4,
    }
}

fn look_alike(line: Slice<'_>) -> Diagnostic {
    Diagnostic::warning(
        "separator-look-alike",
        line.span,
        format!("`{}` looks like a separator but does not separate slides", line.text),
    )
    .help("to start a new slide here, write it like the other separators; for a rule, write `* * *`")
    .fix(Fix::suggested("write `---`", line.span, "---"))
}

/// The first text of each slide that would be a separator outside of code or a comment.
fn in_code(
    whole: Slice<'_>,
    breaks: &[Break],
    (stretches, conventions): (&[Stretch], Conventions<'_>),
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut unused = breaks.iter().peekable();
    for stretch in stretches {
        let end = stretch.end.as_ref().map_or(usize::MAX, |end| end.range.start);
        let mut first = None;
        while let Some(separator) = unused.next_if(|next| next.range.start < end) {
            first.get_or_insert(separator);
        }
        unused.next_if(|next| next.range.start == end);
        // What a stray fence has opened is reported as that.
        let stray = first.and_then(|_| markers::stray_code(whole, stretch, conventions));
        if let Some(separator) = first
            && !stray.is_some_and(|code| code.contains(&separator.range.start))
        {
            let separator = whole.part(separator.range.clone());
            let is_blank = separator.text.trim().is_empty();
            let place = if is_blank { separator.span } else { separator.trim().span };
            diagnostics.push(
                Diagnostic::warning(
                    "separator-in-code",
                    place,
                    "orate ignores this separator in code, a comment or a tag; reveal.js would split the slide here",
                )
                .help("if you never show this talk with reveal.js, turn off `separator-in-code` in `[lints]`"),
            );
        }
    }
}

/// Dashes with spaces around them, which part slides all the same.
fn spaces(whole: Slice<'_>, stretches: &[Stretch], diagnostics: &mut Vec<Diagnostic>) {
    let gaps: Vec<_> = stretches
        .iter()
        .filter_map(|stretch| stretch.end.as_ref())
        .map(|end| spaces_beside(whole.text, end.range.start))
        .filter(|[before, after]| !before.is_empty() || !after.is_empty())
        .collect();
    let all: Vec<_> = gaps.iter().flatten().cloned().collect();
    let is_safe = !gaps.is_empty() && part_alike_without(whole.text, stretches, &all);
    for [before, after] in gaps {
        let line = whole.part(before.start..after.end).span;
        let edits = [before, after].into_iter().filter(|space| !space.is_empty());
        let edits = edits.map(|space| Edit { at: whole.part(space).span, replacement: String::new() });
        diagnostics.push(
            Diagnostic::warning(
                "separator-spaces",
                line,
                "this separator has spaces around it, so reveal.js would show a rule",
            )
            .help("delete the spaces")
            .fix(Fix { message: "delete the spaces".into(), is_safe, edits: edits.collect() }),
        );
    }
}

/// The spaces before and after the dashes that begin at `start`.
fn spaces_beside(text: &str, start: usize) -> [Range<usize>; 2] {
    let end = line_end(text.as_bytes(), start);
    let dashes = start + text[start..end].trim_end().len();
    [text[..start].trim_end_matches(' ').len()..start, dashes..end]
}

/// Whether the same slides come of a text without these spaces. They may not: at the head of a file a line of dashes
/// begins front matter, and after a fence that never ends only plain dashes part anything.
fn part_alike_without(text: &str, stretches: &[Stretch], spaces: &[Range<usize>]) -> bool {
    let Some(start) = stretches.first().map(|first| first.range.start) else { return true };
    if spaces.first().is_some_and(|first| text[..first.start].trim().is_empty()) {
        return false;
    }
    let (mut without, mut done) = (String::with_capacity(text.len()), 0);
    for space in spaces {
        without.push_str(&text[done..space.start]);
        done = space.end;
    }
    without.push_str(&text[done..]);
    let again = scan(&without, start, &breaks(&without, start, &Separator::Dashes).unwrap_or_default());
    let texts = |text: &str, stretches: &[Stretch]| -> Vec<String> {
        stretches.iter().map(|stretch| text[stretch.range.clone()].trim().to_owned()).collect()
    };
    texts(&without, &again) == texts(text, stretches)
}

/// Headings after a single blank line, in slides that begin with a heading of the same level, where every other slide
/// of the file is parted by more blank lines.
fn short(whole: Slice<'_>, stretches: &[Stretch], diagnostics: &mut Vec<Diagnostic>) {
    if stretches.len() < 3 {
        return;
    }
    let bytes = whole.text.as_bytes();
    for stretch in stretches {
        let text = &whole.text[stretch.range.clone()];
        let Some(level) = heading(text.trim_start()) else { continue };
        let mut at = stretch.range.start + text.len() - text.trim_start().len();
        let first = at;
        let mut blank = 0;
        while at < stretch.range.end {
            let end = line_end(bytes, at);
            if is_blank(&bytes[at..end]) {
                blank += 1;
            } else {
                let line = &whole.text[at..end];
                if blank == 1 && at > first && heading(line) == Some(level) && !is_within(at, &stretch.inert)
                {
                    diagnostics.push(short_separator(whole, at, end));
                    break;
                }
                blank = 0;
            }
            at = end + 1;
        }
    }
}

fn short_separator(whole: Slice<'_>, start: usize, end: usize) -> Diagnostic {
    let line = whole.part(start..end);
    Diagnostic::warning(
        "short-separator",
        line.span,
        "this heading is as high as the slide's first, but a single blank line does not start a new slide",
    )
    .help("to start a new slide here, leave two blank lines before it")
    .fix(Fix::suggested("add a blank line", line.span.head(), "\n"))
}

/// The level of the ATX heading that a text begins with.
fn heading(text: &str) -> Option<usize> {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let after = text.as_bytes().get(level).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
    ((1..=6).contains(&level) && after).then_some(level)
}
