//! Diagnostics as text: severity, code, place, caret, help; coloured where a person looks on.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Context, Count};
use crate::text::{Diagnostic, Places, Severity, Span};

/// How many diagnostics are written out; of the rest only the number is shown.
const SHOWN: usize = 100;

/// How many further places of the same diagnostic are named.
const PLACES: usize = 8;

/// Writes diagnostics to standard error, and their number below them.
pub(crate) fn print(diagnostics: &[Diagnostic], context: &Context<'_>) {
    write(&show(diagnostics, context, has_colours()));
}

/// Writes to standard error.
pub(crate) fn write(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Diagnostics as they are written, without their number.
pub(crate) fn written_out(diagnostics: &[Diagnostic], context: &Context<'_>) -> String {
    each(diagnostics, context, has_colours())
}

/// Writes one line to standard error.
pub(crate) fn remark(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", visible(line));
}

/// Whether standard error is a terminal whose owner has nothing against colours.
pub(crate) fn has_colours() -> bool {
    let is_wanted = |name, unwanted: fn(&str) -> bool| {
        std::env::var_os(name).is_none_or(|value| !unwanted(&value.to_string_lossy()))
    };
    io::stderr().is_terminal()
        && is_wanted("NO_COLOR", |value| !value.is_empty())
        && is_wanted("TERM", |value| value == "dumb")
}

/// Diagnostics as they are written, and their number below them; empty if there are none.
pub(super) fn show(diagnostics: &[Diagnostic], context: &Context<'_>, has_colours: bool) -> String {
    let mut text = each(diagnostics, context, has_colours);
    let count = Count::of(diagnostics);
    if count != Count::default() {
        let _ = writeln!(text, "{count}");
    }
    text
}

fn each(diagnostics: &[Diagnostic], context: &Context<'_>, has_colours: bool) -> String {
    let renderer = if has_colours { Renderer::styled() } else { Renderer::plain() };
    let mut places = Places::new(context.sources);
    let mut text = String::new();
    let groups = grouped(diagnostics);
    for (first, further) in groups.iter().take(SHOWN) {
        let report = report(first, further, context, &mut places);
        let _ = write!(text, "{}\n\n", renderer.render(&report));
    }
    let more: usize = groups.iter().skip(SHOWN).map(|(_, further)| 1 + further.len()).sum();
    if more > 0 {
        let _ = writeln!(text, "and {more} more\n");
    }
    text
}

/// Diagnostics that say the same of several places: the first, and where the others are.
fn grouped(diagnostics: &[Diagnostic]) -> Vec<(&Diagnostic, Vec<Span>)> {
    let mut groups: Vec<(&Diagnostic, Vec<Span>)> = Vec::new();
    let mut group_of: HashMap<_, usize> = HashMap::new();
    for diagnostic in diagnostics {
        let place = diagnostic.at.filter(|_| diagnostic.related.is_empty());
        let key = (diagnostic.severity, diagnostic.code, &diagnostic.message, &diagnostic.help);
        match (group_of.get(&key), place) {
            (Some(&group), Some(at)) => groups[group].1.push(at),
            _ => {
                if place.is_some() {
                    group_of.insert(key, groups.len());
                }
                groups.push((diagnostic, Vec::new()));
            }
        }
    }
    groups
}

/// The further places of a diagnostic: some of them, and how many more there are.
fn further_places(further: &[Span], context: &Context<'_>, places: &mut Places<'_>) -> Option<String> {
    let mut text = String::from("the same at ");
    let mut file = "";
    for (number, at) in further.iter().take(PLACES).enumerate() {
        let line = places.place(at.source, at.start).line;
        let name = &context.sources.get(at.source).name;
        let joint = if number == 0 { "" } else { ", " };
        let _ = match name == file {
            true => write!(text, "{joint}{line}"),
            false => write!(text, "{joint}{}{name}:{line}", context.prefix),
        };
        file = name;
    }
    if let Some(more) = further.len().checked_sub(PLACES).filter(|more| *more > 0) {
        let _ = write!(text, " and {more} more places");
    }
    (!further.is_empty()).then_some(text)
}

fn report<'a>(
    diagnostic: &'a Diagnostic,
    further: &[Span],
    context: &Context<'a>,
    places: &mut Places<'a>,
) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code);
    let mut group = match diagnostic.at {
        Some(at) => with_excerpt(Group::with_title(title), at, context, places),
        None => Group::with_title(title),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    if let Some(elsewhere) = further_places(further, context, places) {
        group = group.element(Level::NOTE.message(visible(&elsewhere).into_owned()));
    }
    let related = diagnostic.related.iter().map(|related| {
        let title = Level::NOTE.secondary_title(visible(&related.message));
        with_excerpt(Group::with_title(title), related.at, context, places)
    });
    std::iter::once(group).chain(related).collect()
}

/// Adds the place and the line that is meant, the stretch underlined.
fn with_excerpt<'a>(group: Group<'a>, at: Span, context: &Context<'a>, places: &mut Places<'a>) -> Group<'a> {
    let place = places.place(at.source, at.start);
    let path = format!("{}{}", context.prefix, context.sources.get(at.source).name);
    let excerpt = places.excerpt(at);
    let path = visible(&path).into_owned();
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.line)
        .annotation(AnnotationKind::Primary.span(excerpt.marked));
    if excerpt.from_column_one {
        group.element(snippet.path(path))
    } else {
        // The column cannot be read off an excerpt that begins in the middle of its line.
        let origin = Origin::path(path).line(place.line).char_column(place.column);
        group.element(origin).element(snippet)
    }
}

/// Text in which a name cannot move the cursor or break the line: control characters are written as escapes.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|character: char| character.is_control()) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().map(|character| {
        if character.is_control() { character.escape_default().to_string() } else { character.to_string() }
    });
    Cow::Owned(escaped.collect())
}

/// The first error in one line, and how many more there are.
pub(crate) fn first(diagnostics: &[Diagnostic], context: &Context<'_>) -> Option<String> {
    let mut errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let line = line(errors.next()?, context);
    Some(match errors.count() {
        0 => line,
        more => format!("{line} (and {more} more)"),
    })
}

/// A diagnostic in one line: its place, and what is wrong.
pub(crate) fn line(diagnostic: &Diagnostic, context: &Context<'_>) -> String {
    let place = diagnostic.at.map_or(String::new(), |at| {
        let source = context.sources.get(at.source);
        let place = source.place(at.start);
        format!("{}{}:{}:{}: ", context.prefix, source.name, place.line, place.column)
    });
    let severity = diagnostic.severity.name();
    visible(&format!("{place}{severity}: {}", diagnostic.message)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    /// The text for a diagnostic about the first place where `marked` is in `source`.
    fn shown(source: &str, marked: &str, has_colours: bool) -> String {
        let mut sources = Sources::default();
        let id = sources.add("slides/02-partners.md", source.as_bytes(), &mut Vec::new());
        let start = source.find(marked).unwrap() as u32;
        let at = Span { source: id, start, end: start + marked.len() as u32 };
        let diagnostic = Diagnostic::error("missing-image", at, "no image named `acme.svg`")
            .help("did you mean `acme-dark.svg`?");
        show(&[diagnostic], &Context { sources: &sources, prefix: "talks/ha/" }, has_colours)
    }

    #[track_caller]
    fn check_text(source: &str, marked: &str, expected: &str) {
        let shown = shown(source, marked, false);
        assert_eq!(shown, expected, "\n{shown}");
    }

    #[test]
    fn a_diagnostic_has_its_code_place_caret_and_help() {
        check_text(
            "# Partners\n\n![Acme](acme.svg)\n",
            "acme.svg",
            "\
error[missing-image]: no image named `acme.svg`
 --> talks/ha/slides/02-partners.md:3:9
  |
3 | ![Acme](acme.svg)
  |         ^^^^^^^^
  |
  = help: did you mean `acme-dark.svg`?

1 error
",
        );
    }

    #[test]
    fn wide_characters_and_tabs_are_underlined_where_they_stand() {
        check_text(
            "日本é\t![x](acme.svg)",
            "acme.svg",
            "\
error[missing-image]: no image named `acme.svg`
 --> talks/ha/slides/02-partners.md:1:10
  |
1 | 日本é    ![x](acme.svg)
  |               ^^^^^^^^
  |
  = help: did you mean `acme-dark.svg`?

1 error
",
        );
    }

    #[test]
    fn a_diagnostic_without_a_place_has_message_and_help() {
        let diagnostic = Diagnostic::warning("same-name", None, "a\nb\u{1b}[31m").help("rename one");
        let context = Context { sources: &Sources::default(), prefix: "" };
        assert_eq!(
            show(&[diagnostic], &context, false),
            "warning[same-name]: a\\nb\\u{1b}[31m\n |\n = help: rename one\n\n1 warning\n"
        );
    }

    #[test]
    fn another_place_is_shown_below() {
        let mut sources = Sources::default();
        let source = sources.add("a.md", b"id one\nid two", &mut Vec::new());
        let at = |start| Span { source, start, end: start + 2 };
        let diagnostic = Diagnostic::warning("id", at(7), "taken").related(at(0), "first here");
        let shown = show(&[diagnostic], &Context { sources: &sources, prefix: "" }, false);
        assert_eq!(
            shown,
            "\
warning[id]: taken
 --> a.md:2:1
  |
2 | id two
  | ^^
  |
note: first here
 --> a.md:1:1
  |
1 | id one
  | ^^

1 warning
",
            "\n{shown}"
        );
    }

    #[test]
    fn what_is_to_be_said_of_several_places_is_said_once() {
        let mut sources = Sources::default();
        let names = ["a.md", "b.md"];
        let [a, b] = names.map(|name| sources.add(name, "x\n".repeat(20).as_bytes(), &mut Vec::new()));
        let at = |source, line: u32| Span { source, start: 2 * line - 2, end: 2 * line - 1 };
        let told = |at| Diagnostic::error("missing-image", at, "no image named `c.svg`");
        let mut diagnostics = vec![told(at(a, 1)), Diagnostic::warning("other", at(a, 2), "other")];
        diagnostics.extend([3, 4].map(|line| told(at(a, line))));
        diagnostics.extend((1..=8).map(|line| told(at(b, line))));
        let shown = show(&diagnostics, &Context { sources: &sources, prefix: "t/" }, false);
        assert_eq!(
            shown,
            "\
error[missing-image]: no image named `c.svg`
 --> t/a.md:1:1
  |
1 | x
  | ^
  |
  = note: the same at t/a.md:3, 4, t/b.md:1, 2, 3, 4, 5, 6 and 2 more places

warning[other]: other
 --> t/a.md:2:1
  |
2 | x
  | ^

11 errors, 1 warning
",
            "\n{shown}"
        );
    }

    #[test]
    fn colours_are_only_for_those_who_see_them() {
        assert!(!shown("acme.svg", "acme.svg", false).contains('\u{1b}'));
        assert!(shown("acme.svg", "acme.svg", true).contains('\u{1b}'));
    }

    #[test]
    fn of_very_many_the_first_are_shown_and_the_rest_counted() {
        let many = vec![Diagnostic::warning("many", None, "again"); SHOWN + 2];
        let shown = show(&many, &Context { sources: &Sources::default(), prefix: "" }, false);
        assert_eq!(shown.matches("again").count(), SHOWN);
        assert!(shown.ends_with("and 2 more\n\n102 warnings\n"));
    }

    #[test]
    fn the_first_error_is_one_line_with_its_place() {
        let mut sources = Sources::default();
        let source = sources.add("slides/a b.md", "é ![](b.svg) x\n".as_bytes(), &mut Vec::new());
        let at = Span { source, start: 7, end: 12 };
        let diagnostics = [Diagnostic::warning("w", None, "second"), Diagnostic::error("e", at, "no image")];
        assert_eq!(
            first(&diagnostics, &Context { sources: &sources, prefix: "talk/" }).as_deref(),
            Some("talk/slides/a b.md:1:7: error: no image")
        );
    }
}
