//! Slides from another file: `<!-- include: ../shared/about-me.md -->`.
//!
//! Reads what such a comment asks for, and finds that in the text of the file. The files are put together by `site`,
//! before the talk is parsed: so separators, notes and comments in them are those of the talk.

use std::ops::Range;

use super::conventions::Conventions;
use super::scan::scan;
use super::settings::{SectionSettings, SettingsFile};
use super::slide_break::Parts;
use super::slides::columns;
use super::{front_matter, region, settings};
use crate::deck::{NotesMarker, Placed, ReadingSettings, Separator, Settings, Slide, When, slug};
use crate::text::{Diagnostic, Slice, Span, counted, nearest};

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Include {
    /// The whole comment.
    pub at: Span,
    /// As it is written, from the folder of the file that it is written in.
    pub path: Placed<String>,
    /// The part of the file that it asks for.
    pub part: Part,
}

/// Which part of a file is request for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everything in it.
    Whole,
    /// The slide with an id of its own, or of its heading.
    Id(String),
    /// By their numbers, counted from 1; without an end up to the last.
    Slides(usize, Option<usize>),
    /// The same of lines.
    Lines(usize, Option<usize>),
    /// The lines between two comments that name it.
    Region(String),
}

/// A stretch of an included file, and what parts it from the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// In bytes of the file's text.
    pub range: Range<usize>,
    /// Nothing for what is only the next line.
    pub before: String,
}

/// How a file of slides is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileConventions {
    /// What separates its slides.
    pub separator: Separator,
    /// Where its notes begin.
    pub notes_marker: NotesMarker,
    /// Where the text begins after the front matter.
    pub start: usize,
}

/// How the deck's files are read where they do not say.
pub(crate) fn usual(settings: Option<&SettingsFile>, inherited: Option<&Settings>) -> FileConventions {
    let deck = inherited.cloned().unwrap_or_default();
    // Faults of the settings are reported when the talk is read.
    let deck = settings.map_or(deck.clone(), |file| file.over(deck).value);
    let ReadingSettings { separator, notes_marker, .. } = deck.reading;
    FileConventions { separator, notes_marker, start: 0 }
}

/// How one file is read: as its front matter says, else as the others. A file that is the whole talk may say it for all.
pub(crate) fn reading(whole: Slice<'_>, usual: &FileConventions, is_single: bool) -> FileConventions {
    let (table, start) = front_matter::cut(whole, &mut Vec::new());
    let mut own = SectionSettings::default();
    let mut deck = Settings::default();
    deck.reading.separator = usual.separator.clone();
    deck.reading.notes_marker = usual.notes_marker.clone();
    match is_single {
        true => settings::read_single(&table, &mut deck, &mut own, &mut Vec::new()),
        false => settings::read_section(&table, &mut own, &mut Vec::new()),
    }
    FileConventions {
        separator: own.separator.unwrap_or(deck.reading.separator),
        notes_marker: own.notes_marker.unwrap_or(deck.reading.notes_marker),
        start,
    }
}

/// What a comment asks for, or what is wrong with it.
pub(crate) type IncludeResult = Result<Include, Box<Diagnostic>>;

/// Every comment of a text that asks for another file, in order, with where it is in the text; or what is wrong
/// with one that cannot be read.
pub(crate) fn includes(whole: Slice<'_>) -> Vec<(Range<usize>, IncludeResult)> {
    if !whole.text.contains("include:") {
        return Vec::new();
    }
    let comments = scan(whole.text, 0, &[]).into_iter().flat_map(|stretch| stretch.comments);
    comments.filter_map(|range| Some((range.clone(), include(whole.part(range))?))).collect()
}

fn include(comment: Slice<'_>) -> Option<IncludeResult> {
    let inner = comment.text.strip_prefix("<!--")?.strip_suffix("-->")?;
    let request = inner.trim().strip_prefix("include:")?.trim();
    let wrong = || {
        Err(Box::new(
            Diagnostic::error("wrong-include", comment.span, format!("cannot tell what `{request}` includes")).help(
                "write `include: file.md`, then optionally `#id`, `slides 2-4`, `lines 10-20` or `region name`",
            ),
        ))
    };
    let Some((path, rest)) = word(request) else { return Some(wrong()) };
    let (path, id) = match path.split_once('#') {
        Some((path, id)) => (path, Some(id)),
        None => (path, None),
    };
    let Some(part) = part(id, rest.trim()) else { return Some(wrong()) };
    if path.is_empty() {
        return Some(wrong());
    }
    let start = comment.text.find(path).unwrap_or(0);
    let place = comment.span.part(start..start + path.len());
    let path = Placed { value: path.to_owned(), at: Some(place) };
    Some(Ok(Include { at: comment.span, path, part }))
}

/// The first word of a text, in quotes or not, and what follows.
fn word(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next()?;
    if matches!(quote, '"' | '\'') {
        return text[1..].split_once(quote);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    Some(text.split_at(end))
}

/// `slides 2-4`, `slide="3"` and so on; `None` if it is nothing of the kind.
fn part(id: Option<&str>, request: &str) -> Option<Part> {
    let id = id.or_else(|| request.strip_prefix('#')).filter(|id| !id.is_empty());
    match (id, request) {
        (Some(id), request) if request.is_empty() || request.starts_with('#') => {
            return Some(Part::Id(id.to_owned()));
        }
        (Some(_), _) => return None,
        (None, "") => return Some(Part::Whole),
        (None, _) => {}
    }
    let end = request.find(|letter: char| !letter.is_alphabetic()).unwrap_or(request.len());
    let (kind, value) = request.split_at(end);
    let value = value.trim_start_matches(['=', ':', ' ']).trim().trim_matches(['"', '\'']);
    match kind {
        "slide" | "slides" => range(value).map(|(first, last)| Part::Slides(first, last)),
        "line" | "lines" => range(value).map(|(first, last)| Part::Lines(first, last)),
        "region" if !value.is_empty() => Some(Part::Region(value.to_owned())),
        _ => None,
    }
}

/// `3`, `2-4` or `2-`.
fn range(text: &str) -> Option<(usize, Option<usize>)> {
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number > 0);
    match text.split_once(['-', '–']) {
        None => number(text).map(|only| (only, Some(only))),
        Some((first, last)) if last.trim().is_empty() => Some((number(first)?, None)),
        Some((first, last)) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some((first, Some(last)))
        }
    }
}

/// What a comment asks for in the text of its file, to be put into a file that is read as `around` says.
pub(crate) fn select(
    include: &Include,
    whole: Slice<'_>,
    own: &FileConventions,
    around: &FileConventions,
) -> Result<Vec<Piece>, Box<Diagnostic>> {
    let lines = |first, last| lines(include, whole.text, first, last);
    match &include.part {
        Part::Lines(first, last) => lines(*first, *last),
        Part::Region(name) => in_region(include, whole.text, name),
        Part::Whole if own.separator == around.separator => {
            Ok(vec![Piece { range: trimmed(whole.text, own.start..whole.text.len()), before: String::new() }])
        }
        _ => slides(include, whole, own, around),
    }
}

fn slides(
    include: &Include,
    whole: Slice<'_>,
    own: &FileConventions,
    around: &FileConventions,
) -> Result<Vec<Piece>, Box<Diagnostic>> {
    let conventions = Conventions {
        separator: &own.separator,
        notes_marker: &own.notes_marker,
        lints: When::Always,
        has_divs: false,
    };
    let columns = columns(whole, own.start, conventions, &mut Vec::new());
    let all: Vec<(bool, &Slide)> = columns
        .iter()
        .flat_map(|column| column.iter().enumerate().map(|(index, slide)| (index == 0, slide)))
        .collect();
    let count = all.len();
    let range = match &include.part {
        Part::Slides(first, last) => match (*first, last.unwrap_or(count)) {
            (first, last) if first <= last && last <= count => first - 1..last,
            _ => return Err(Box::new(no_slides(include, count))),
        },
        Part::Id(id) => match all.iter().position(|(_, slide)| names(slide, whole).any(|name| name == *id)) {
            Some(index) => index..index + 1,
            None => {
                let ids: Vec<String> = all.iter().flat_map(|(_, slide)| names(slide, whole)).collect();
                return Err(Box::new(no_slide(include, id, &ids)));
            }
        },
        _ => 0..count,
    };
    if own.separator == around.separator {
        let (first, last) = (all[range.start].1, all[range.end - 1].1);
        let range = trimmed(whole.text, first.span.start as usize..last.span.end as usize);
        return Ok(vec![Piece { range, before: String::new() }]);
    }
    let pieces = all[range].iter().enumerate().map(|(index, (begins_column, slide))| {
        let before = match index {
            0 => Some(String::new()),
            _ => between(&around.separator, if *begins_column { Parts::Columns } else { Parts::Slides }),
        };
        before.map(|before| Piece { range: trimmed(whole.text, slide.span.range()), before })
    });
    let pieces: Option<Vec<Piece>> = pieces.collect();
    pieces.ok_or_else(|| Box::new(other_separator(include)))
}

/// The ids by which a slide is known: its own, and those of its heading: what its author wrote behind it in braces,
/// and what is made from its words.
fn names<'a>(slide: &'a Slide, whole: Slice<'a>) -> impl Iterator<Item = String> + 'a {
    let own = slide.attributes.value("id").map(str::to_owned);
    let body = slide.body.span();
    let heading = whole.text[body.range()].lines().find_map(|line| {
        let heading = line.trim_start_matches('#');
        (heading.len() < line.len() && heading.starts_with(' ')).then(|| heading.trim())
    });
    let braces = heading.and_then(|heading| heading.strip_suffix('}')?.rsplit_once('{'));
    let id = braces.and_then(|(_, inside)| inside.split_whitespace().find_map(|word| word.strip_prefix('#')));
    let words = braces.map(|(words, _)| words).or(heading).map(slug);
    own.into_iter().chain(id.map(str::to_owned)).chain(words)
}

/// Text that separates two slides; `None` if expressions do.
fn between(separator: &Separator, parts: Parts) -> Option<String> {
    let text = match (separator, parts) {
        (Separator::BlankLines, Parts::Slides) => "\n\n\n",
        (Separator::BlankLines, Parts::Columns) => "\n\n\n\n",
        (Separator::Dashes, Parts::Slides) => "\n\n----\n\n",
        (Separator::Dashes, Parts::Columns) => "\n\n---\n\n",
        (Separator::Expressions { .. }, _) => return None,
    };
    Some(text.to_owned())
}

fn lines(
    include: &Include,
    text: &str,
    first: usize,
    last: Option<usize>,
) -> Result<Vec<Piece>, Box<Diagnostic>> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|at| *at < text.len())
        .collect();
    let last = last.unwrap_or(starts.len());
    if first > last || last > starts.len() {
        let message = format!("`{}` has {} lines", include.path.value, starts.len());
        return Err(Box::new(
            Diagnostic::error("missing-lines", include.at, message).help("use lines that the file has"),
        ));
    }
    let end = starts.get(last).copied().unwrap_or(text.len());
    Ok(vec![Piece { range: trimmed(text, starts[first - 1]..end), before: String::new() }])
}

fn in_region(include: &Include, text: &str, name: &str) -> Result<Vec<Piece>, Box<Diagnostic>> {
    let Some(region) = region::find(text, name) else {
        let message = format!("no region `{name}` in `{}`", include.path.value);
        let diagnostic = Diagnostic::error("missing-region", include.at, message);
        let names: Vec<&str> = region::names(text).collect();
        return Err(Box::new(match (nearest(name, names.iter().copied()), names.as_slice()) {
            (Some(other), _) => diagnostic.help(format!("did you mean `{other}`?")),
            (None, []) => diagnostic.help("mark it with `<!-- #region name -->` and `<!-- #endregion -->`"),
            (None, names) => diagnostic.help(format!("it has `{}`", names.join("`, `"))),
        }));
    };
    if !region.is_closed {
        let message = format!("region `{name}` of `{}` is never closed", include.path.value);
        return Err(Box::new(
            Diagnostic::error("missing-region", include.at, message)
                .help("close it with `<!-- #endregion -->`"),
        ));
    }
    // Lines that follow each other are one piece; those that mark regions within are left out.
    let mut pieces: Vec<Piece> = Vec::new();
    for line in region.lines {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        let range = start..start + line.len();
        match pieces.last_mut() {
            Some(last) if last.range.end + 1 == start => last.range.end = range.end,
            Some(_) => pieces.push(Piece { range, before: "\n".into() }),
            None => pieces.push(Piece { range, before: String::new() }),
        }
    }
    Ok(pieces)
}

/// The stretch without blank lines at its head and white space at its end: they would part slides.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let head = part.len() - part.trim_start_matches('\n').len();
    let end = part.trim_end().len();
    range.start + head.min(end)..range.start + end
}

fn no_slides(include: &Include, count: usize) -> Diagnostic {
    let slides = counted(count, "slide");
    let message = format!("`{}` has {slides}", include.path.value);
    Diagnostic::error("missing-part", include.at, message)
        .help("use slides that the file has, counted from 1")
}

fn no_slide(include: &Include, id: &str, ids: &[String]) -> Diagnostic {
    let message = format!("no slide `#{id}` in `{}`", include.path.value);
    let diagnostic = Diagnostic::error("missing-part", include.at, message);
    match nearest(id, ids.iter().map(String::as_str)) {
        Some(other) => diagnostic.help(format!("did you mean `#{other}`?")),
        None if ids.is_empty() => diagnostic.help("none of its slides has an id or a heading"),
        None => diagnostic.help(format!("it has `#{}`", ids.join("`, `#"))),
    }
}

fn other_separator(include: &Include) -> Diagnostic {
    let message = format!("`{}` separates its slides in another way than this file", include.path.value);
    Diagnostic::error("other-separator", include.at, message)
        .help("use the same expressions in both files, or blank lines or dashes in this one")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[track_caller]
    fn check_asked(comment: &str, expected: Option<(&str, Part)>) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", comment.as_bytes(), &mut Vec::new());
        let include = includes(sources.whole(id)).into_iter().next().map(|(_, include)| include);
        let include = include.map(|include| include.map(|include| (include.path.value, include.part)).ok());
        assert_eq!(include.flatten(), expected.map(|(path, part)| (path.to_owned(), part)), "{comment}");
    }

    #[test]
    fn a_comment_names_a_file_and_a_part_of_it() {
        check_asked("<!-- include: ../a.md -->", Some(("../a.md", Part::Whole)));
        check_asked("<!--include:a.md#bio-->", Some(("a.md", Part::Id("bio".into()))));
        check_asked("<!-- include: a.md #bio -->", Some(("a.md", Part::Id("bio".into()))));
        check_asked("<!-- include: a.md slides 2-4 -->", Some(("a.md", Part::Slides(2, Some(4)))));
        check_asked("<!-- include: a.md slide 2 -->", Some(("a.md", Part::Slides(2, Some(2)))));
        check_asked(
            "<!-- include: \"my file.md\" lines=\"3-\" -->",
            Some(("my file.md", Part::Lines(3, None))),
        );
        check_asked(
            "<!-- include: a.md region=\"my part\" -->",
            Some(("a.md", Part::Region("my part".into()))),
        );
    }

    #[test]
    fn what_cannot_be_understood_is_nothing_to_include() {
        for comment in
            ["<!-- include: -->", "<!-- include: a.md from 2 -->", "<!-- include: a.md slides 4-2 -->"]
        {
            check_asked(comment, None);
        }
    }

    #[test]
    fn code_and_prose_include_nothing() {
        check_asked("```\n<!-- include: a.md -->\n```", None);
        check_asked("<!-- we include: a.md -->", None);
    }
}
