//! Diagrams in languages that a program of the author's draws.

use std::ops::Range;

use super::Unreadable;
use crate::assets::{Drawing, drawing};
use crate::deck::DiagramProgram;
use crate::render::programs::{Failure, Programs};

/// Has a source drawn.
pub(super) fn draw(
    programs: &dyn Programs,
    program: &DiagramProgram,
    source: &str,
) -> Result<Drawing, Undrawn> {
    let name = program.command.first().map(String::as_str).unwrap_or_default();
    // As a file ends that an editor has written.
    let text = format!("{}\n", source.trim_end_matches('\n'));
    let bytes = programs.draw(&program.command, &text).map_err(|failure| match failure {
        Failure::Refused { help, is_expected } => Undrawn::NotStarted { help, is_expected },
        Failure::Failed { what, said } => Undrawn::Unreadable(Unreadable {
            at: place(&said, source),
            message: format!("`{name}` {what}"),
            help: said,
        }),
    })?;
    drawing(&bytes).map_err(|why| {
        Undrawn::Unreadable(Unreadable {
            at: 0..0,
            message: format!("what `{name}` has written is no SVG: {why}"),
            help: "it must write SVG, and nothing else, to its standard output".into(),
        })
    })
}

/// Why there is no drawing of a program's.
#[derive(Debug)]
pub(super) enum Undrawn {
    /// The program may not start: what to do about it, and whether no program does in this run.
    NotStarted {
        help: String,
        is_expected: bool,
    },
    Unreadable(Unreadable),
}

/// The line of the source that a program speaks of: the first `3:14`, `line 3` or `:3:` in what it has said.
fn place(complaint: &str, source: &str) -> Range<usize> {
    let line = complaint.match_indices(|it: char| it.is_ascii_digit()).find_map(|(at, _)| {
        let before = &complaint[..at];
        let digits = complaint[at..]
            .find(|it: char| !it.is_ascii_digit())
            .map_or(&complaint[at..], |end| &complaint[at..at + end]);
        let after = &complaint[at + digits.len()..];
        let is_whole = !before.ends_with(|it: char| it.is_alphanumeric() || it == '.');
        let is_line = before.to_ascii_lowercase().ends_with("line ")
            || after.strip_prefix(':').is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_digit()))
            || before.ends_with(':') && after.starts_with(':');
        digits.parse::<usize>().ok().filter(|number| is_whole && is_line && *number > 0)
    });
    let Some(number) = line else { return 0..0 };
    let mut at = 0;
    for (index, text) in source.split_inclusive('\n').enumerate() {
        if index + 1 == number {
            let text = text.trim_end();
            return at + text.len() - text.trim_start().len()..at + text.len();
        }
        at += text.len();
    }
    0..0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_place(said: &str, line: &str) {
        let source = "a -> b\n  b -> \nc\n";
        assert_eq!(&source[place(said, source)], line, "of {said}");
    }

    #[test]
    fn a_program_speaks_of_a_line() {
        check_place("err: failed to compile -: -:2:3: connection missing destination", "b ->");
        check_place("Syntax error in line 3", "c");
        check_place("error:1: what", "a -> b");
        check_place("version 2.7:1 of 2026", "");
        check_place("line 9", "");
        check_place("", "");
        check_place("code 1", "");
    }
}
