//! Lines that were meant to begin the speaker's notes, and show them to the audience.

use std::ops::Range;

use super::are_blank_lines;
use crate::deck::{NotesMarker, When};
use crate::parse::breaks::breaks;
use crate::parse::conventions::Conventions;
use crate::parse::line::line_end;
use crate::parse::line::{Cursor, is_blank, is_underline};
use crate::parse::notes::{is_notes_div, markers, markers_in_code, usual_marker};
use crate::parse::scan::{Stretch, is_within};
use crate::text::{Diagnostic, Fix, Slice};

/// What people write who speak of notes, in lower case; `notes?:` itself is known.
const WHOSE: [&str; 6] = ["speaker", "speakers", "speaker's", "presenter", "presenters", "presenter's"];

/// `note` and `notes` with two letters exchanged, one missing or one twice, that are no words themselves.
const SLIPS: [&str; 17] = [
    "ntoe", "noet", "onte", "ntoes", "noets", "ontes", "notse", "nots", "ntes", "noes", "nnote", "nnotes",
    "noote", "nootes", "notte", "nottes", "notess",
];

/// A colon, and what looks like one.
const COLONS: [char; 7] = [':', '：', '﹕', '︓', '∶', '꞉', 'ː'];

/// How much of a line is looked at, in bytes.
const LONGEST: usize = 48;

/// Checks what is shown of a slide for notes that should have been hidden.
pub(crate) fn notes(
    whole: Slice<'_>,
    shown: Range<usize>,
    stretch: &Stretch,
    conventions: Conventions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let marker = conventions.notes_marker;
    let mentions_notes = match marker {
        NotesMarker::Usual => true,
        NotesMarker::Expression(expression) => expression.to_lowercase().contains("note"),
    };
    if mentions_notes {
        diagnostics.extend(misspelt(whole, shown, stretch, conventions));
    }
    let stray = stray_code(whole, stretch, conventions);
    diagnostics.extend(stray.map(|code| in_stray_fence(whole, code)));
    if conventions.lints == When::Check
        && let Some(range) = markers_in_code(whole.text, stretch.range.clone(), &stretch.inert, marker)
        && !stray.is_some_and(|code| code.contains(&range.start))
    {
        diagnostics.push(
            Diagnostic::warning(
                "separator-in-code",
                whole.part(range).span,
                "orate ignores this notes marker in code, a comment or a tag; reveal.js would begin notes here",
            )
            .help("if you never show this talk with reveal.js, turn off `separator-in-code` in `[lints]`"),
        );
    }
}

/// The languages of listings that may show the source of a talk.
const TALKS: [&str; 8] = ["md", "markdown", "mdx", "text", "txt", "html", "qmd", "diff"];

/// Code in which a separator is, and notes behind it: a stray fence has opened it, so that it shows the next slide and its
/// notes as code.
pub(super) fn stray_code<'s>(
    whole: Slice<'_>,
    stretch: &'s Stretch,
    conventions: Conventions<'_>,
) -> Option<&'s Range<usize>> {
    stretch.code.iter().find(|code| {
        let text = &whole.text[(*code).clone()];
        let language = text.lines().next().unwrap_or_default().trim_start_matches(['`', '~']).trim();
        let language = language.trim_start_matches(['{', '.']).to_ascii_lowercase();
        let language = language.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
        let is_fence = text.starts_with("```") || text.starts_with("~~~");
        is_fence && !TALKS.contains(&language) && holds_notes_of_another(text, conventions)
    })
}

fn in_stray_fence(whole: Slice<'_>, code: &Range<usize>) -> Diagnostic {
    let fence = whole.part(code.start..line_end(whole.text.as_bytes(), code.start));
    let message = "this code contains a separator and speaker notes, so the audience would see the notes";
    let help = "is there a fence too many? Delete it; if the code shows how slides are written, call it `md`";
    Diagnostic::warning("notes-in-code", fence.span, message).help(help)
}

/// Whether a separator is in some code, and before or behind it what begins notes, or behind it what hides a slide.
fn holds_notes_of_another(code: &str, conventions: Conventions<'_>) -> bool {
    let breaks = breaks(code, 0, conventions.separator).unwrap_or_default();
    let Some(first) = breaks.first() else { return false };
    let (text, rest) = (&code[first.range.end..], 0..code.len());
    // Two blank lines are usual in code; with a heading behind them they are not.
    if are_blank_lines(conventions.separator) && !text.trim_start().starts_with('#') {
        return false;
    }
    let is_hidden = ["class=\"notes\"", "class='notes'", "class=notes", "data-visibility=\"hidden\""];
    is_hidden.iter().any(|mark| text.contains(mark) || mark.starts_with("class") && code.contains(mark))
        || markers(code, rest, &[], conventions.notes_marker).is_ok_and(|markers| !markers.is_empty())
}

/// The first line of what is shown that looks like a notes marker.
fn misspelt(
    whole: Slice<'_>,
    shown: Range<usize>,
    stretch: &Stretch,
    conventions: Conventions<'_>,
) -> Option<Diagnostic> {
    let marker = conventions.notes_marker;
    let bytes = whole.text.as_bytes();
    let mut at = shown.start;
    while at < shown.end {
        let end = line_end(bytes, at).min(shown.end);
        let mut cursor = Cursor::new(&bytes[at..end]);
        if cursor.indentation() <= 3 {
            cursor.skip_indentation();
            let start = at + cursor.offset();
            let is_candidate = matches!(
                cursor.rest().first(),
                Some(
                    b'n' | b'N'
                        | b'o'
                        | b's'
                        | b'S'
                        | b'p'
                        | b'P'
                        | b'r'
                        | b'R'
                        | b'v'
                        | b'V'
                        | b'?'
                        | b':'
                        | b'*'
                        | b'_'
                        | b'^'
                        | 0xC2..
                )
            );
            let is_div = conventions.has_divs && is_notes_div(&whole.text[start..end]);
            if is_candidate
                && !is_div
                && let Some(length) = look_alike(&whole.text[start..end], marker)
                && !is_within(start, &stretch.inert)
                && (length < end - start
                    || whole.text[start..end].trim_end().ends_with(COLONS)
                    || is_alone(bytes, at, end))
            {
                return Some(diagnostic(whole.part(start..start + length), marker));
            }
        }
        at = end + 1;
    }
    None
}

/// Whether a line is by itself: after a blank line, a heading or at the head, and not underlined.
fn is_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = &bytes[..start.saturating_sub(1)];
    let before = &before[before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)..];
    let next = (end + 1).min(bytes.len());
    let next = &bytes[next..line_end(bytes, next)];
    (is_blank(before) || before.starts_with(b"#")) && (next.is_empty() || !is_underline(next))
}

/// How many bytes of a line, from its start on, look like a notes marker.
fn look_alike(line: &str, marker: &NotesMarker) -> Option<usize> {
    let bare = line.trim_start_matches(is_space);
    if bare.len() < line.len() {
        let length =
            look_alike(bare, marker).or_else(|| usual_marker(bare.as_bytes()).map(|range| range.end));
        return length.map(|length| line.len() - bare.len() + length);
    }
    if let Some(length) = emphasised(line) {
        return Some(length);
    }
    let trimmed = line.trim_end();
    if trimmed == "???" {
        return Some(3);
    }
    // Deckset's.
    if line.starts_with("^ ") {
        return Some(1);
    }
    if let Some(length) = of_speakers(line) {
        return Some(length);
    }
    if let Some(word) = trimmed.strip_prefix(":::")
        && matches!(word.trim(), "notes" | "note" | "{.notes}")
    {
        return Some(trimmed.len());
    }
    // Longer than any marker, and no longer than that for every line that begins with one of its letters.
    let lower = line[..line.floor_char_boundary(LONGEST)].to_ascii_lowercase();
    let (word, rest) = word(&lower);
    let length = match word {
        "note" | "notes" => marker_end(rest),
        word if SLIPS.contains(&word) => {
            rest.trim_start_matches(is_space).starts_with(COLONS).then(|| colon_end(rest))
        }
        word if WHOSE.contains(&word) => {
            let second = rest.trim_start_matches(|it| is_space(it) || matches!(it, '-' | '_'));
            let (what, after) = self::word(second);
            let is_notes = matches!(what, "note" | "notes") && second.len() < rest.len();
            let end = marker_end(after).or_else(|| after.starts_with(COLONS).then(|| colon_end(after)));
            return is_notes.then_some(end).flatten().map(|end| lower.len() - after.len() + end);
        }
        _ => None,
    };
    let usual = || match marker {
        // Where notes have a marker of their own, the usual one may have been meant as well.
        NotesMarker::Expression(_) => usual_marker(line.as_bytes()).map(|range| range.end),
        NotesMarker::Usual => None,
    };
    length.map(|length| word.len() + length).or_else(usual)
}

/// What speaker's notes are called in other languages, in small letters; a colon has to follow.
const ELSEWHERE: [&str; 22] = [
    "sprechernotizen",
    "sprechernotiz",
    "rednernotizen",
    "vortragsnotizen",
    "notizen für den vortrag",
    "notes de l'orateur",
    "notes de l’orateur",
    "notes du présentateur",
    "notes d'orateur",
    "notas del orador",
    "notas del presentador",
    "notas do orador",
    "notas do apresentador",
    "note del relatore",
    "note per il relatore",
    "sprekersnotities",
    "演讲者备注",
    "演讲备注",
    "講者備忘",
    "スピーカーノート",
    "発表者ノート",
    "발표자 노트",
];

/// How many bytes of a line are the name of speaker's notes in another language, with its colon.
fn of_speakers(line: &str) -> Option<usize> {
    let lower = line[..line.floor_char_boundary(LONGEST)].to_lowercase();
    let name = ELSEWHERE.iter().find(|name| lower.starts_with(**name))?;
    let rest = line.get(name.len()..)?;
    rest.trim_start_matches(is_space).starts_with(COLONS).then(|| name.len() + colon_end(rest))
}

/// Where what follows the word `note` ends, if that is nearly a colon: one after a space, another sign, or none.
fn marker_end(rest: &str) -> Option<usize> {
    let after = rest.trim_start_matches(is_space);
    if after.is_empty() {
        return Some(0);
    }
    let is_plain = rest.starts_with(':');
    if after.starts_with(COLONS) && !is_plain {
        return Some(colon_end(rest));
    }
    let sign = rest.starts_with(';') || rest.starts_with('-');
    let is_end = rest.get(1..).is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t']));
    (sign && is_end).then_some(1)
}

fn colon_end(rest: &str) -> usize {
    rest.find(COLONS).map_or(0, |colon| colon + rest[colon..].chars().next().map_or(0, char::len_utf8))
}

/// How many bytes of a line are emphasised words for speaker notes: `**Speaker notes:**`. `**Note:**` is for everybody.
fn emphasised(line: &str) -> Option<usize> {
    let bare = line.trim_start_matches(['*', '_']);
    let marks = line.len() - bare.len();
    let lower = bare[..bare.floor_char_boundary(LONGEST)].to_ascii_lowercase();
    let (whose, rest) = word(&lower);
    let second = rest.trim_start_matches(|it| is_space(it) || matches!(it, '-' | '_'));
    let (what, after) = word(second);
    let is_notes = WHOSE.contains(&whose) && matches!(what, "note" | "notes") && second.len() < rest.len();
    let end = after.trim_start_matches(['*', '_']);
    let is_marker = after.starts_with(COLONS) || end.starts_with(COLONS) || end.is_empty();
    (marks > 0 && is_notes && is_marker).then(|| marks + lower.len() - after.len())
}

/// White space, and characters that take no room at all.
fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The word that a line begins with, and what follows it.
fn word(line: &str) -> (&str, &str) {
    let end = line.find(|it: char| !it.is_ascii_alphabetic() && it != '\'').unwrap_or(line.len());
    line.split_at(end)
}

fn diagnostic(line: Slice<'_>, marker: &NotesMarker) -> Diagnostic {
    let message = format!("`{}` does not begin notes, so the audience sees what follows", line.text);
    let diagnostic = Diagnostic::warning("misspelt-notes-marker", line.span, message);
    match marker {
        NotesMarker::Usual => diagnostic
            .help("write `Note:` to keep it from the audience, or `**Note:**` to show it")
            .fix(Fix::suggested("write `Note:`", line.span, "Note:")),
        NotesMarker::Expression(expression) => {
            diagnostic.help(format!("notes begin where `{expression}` matches"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_look_alikes(marker: &NotesMarker, lines: &[(&str, Option<&str>)]) {
        for (line, expected) in lines {
            assert_eq!(look_alike(line, marker).map(|length| &line[..length]), *expected, "{line}");
        }
    }

    #[test]
    fn slips_of_the_usual_marker_are_seen() {
        check_look_alikes(
            &NotesMarker::Usual,
            &[
                ("Note : a", Some("Note :")),
                ("^ a", Some("^")),
                ("Sprechernotizen: a", Some("Sprechernotizen:")),
                ("Notes de l’orateur : a", Some("Notes de l’orateur :")),
                ("演讲者备注：a", Some("演讲者备注：")),
                ("スピーカーノート: a", Some("スピーカーノート:")),
                ("NOTES  :", Some("NOTES  :")),
                ("Notes", Some("Notes")),
                ("note- a", Some("note-")),
                ("Note; a", Some("Note;")),
                ("Note： a", Some("Note：")),
                ("Noet: a", Some("Noet:")),
                ("Speaker notes: a", Some("Speaker notes:")),
                ("Speaker-Note:", Some("Speaker-Note:")),
                ("Note\u{a0}: a", Some("Note\u{a0}:")),
                ("Notes\u{202f}:", Some("Notes\u{202f}:")),
                ("NOTE\u{200b}: a", Some("NOTE\u{200b}:")),
                ("Note∶ a", Some("Note∶")),
                ("\u{a0}Note: a", Some("\u{a0}Note:")),
                ("\u{feff}Notes: a", Some("\u{feff}Notes:")),
                ("Speaker\u{a0}notes\u{a0}: a", Some("Speaker\u{a0}notes\u{a0}:")),
                ("**Speaker notes:** a", Some("**Speaker notes")),
                ("Presenter's notes", Some("Presenter's notes")),
                ("???", Some("???")),
                ("::: notes", Some("::: notes")),
            ],
        );
    }

    #[test]
    fn prose_is_none_of_them() {
        for line in [
            "Note: a",
            "Notes: a",
            "Note that this holds",
            "Note - this holds",
            "Noted: a",
            "Notebook: a",
            "Node: a",
            "Nodes : a",
            "None: a",
            "Not: a",
            "Vote: a",
            "Speaker: Ada",
            "Speakers",
            "Sprechernotizen sind",
            "^a",
            "note-taking",
            "Notes on style",
            "note.txt",
            "??? what",
            "**Note:** a",
            "__Notes__: a",
            "*Note*",
            "«Note»",
            "é",
            ":::",
            "",
        ] {
            check_look_alikes(&NotesMarker::Usual, &[(line, None)]);
        }
    }

    #[test]
    fn the_usual_marker_is_one_where_another_is_set() {
        let marker = NotesMarker::Expression("^Note:".into());
        check_look_alikes(&marker, &[("Notes: a", Some("Notes:")), ("Noted", None)]);
    }
}
