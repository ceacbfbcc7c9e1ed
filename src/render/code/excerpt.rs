//! Code that is in a file: the whole of it, some lines, or a region, with the indentation taken off.

use super::request::Request;
use crate::assets::Content;
use crate::parse::region;
use crate::render::Files;
use crate::render::fence::FencePlace;
use crate::text::{Diagnostic, Span, counted, nearest};

/// What is shown of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub text: String,
    /// The number that the first line has in its file, where the author spoke in such numbers.
    pub first_number: Option<u32>,
}

/// Reads what a listing asks for from the file it names. `folder` is that of the file which asks.
pub(super) fn read(
    request: &Request,
    folder: &str,
    place: FencePlace<'_>,
    files: &mut Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Excerpt {
    let Some(name) = &request.file else { return Excerpt::default() };
    let text = match text(name, folder, place.of_value(name), files) {
        Ok(text) => text,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            return Excerpt::default();
        }
    };
    let mut lines: Vec<&str> = text.lines().collect();
    if let Some(wanted) = &request.region {
        let at = place.of_value(wanted);
        match region::find(&text, wanted) {
            Some(region) => {
                if !region.is_closed {
                    diagnostics.push(unclosed(name, wanted, at));
                }
                lines = region.lines;
            }
            None => {
                diagnostics.push(missing_region(name, wanted, &text, at));
                return Excerpt::default();
            }
        }
    }
    let mut first_number = None;
    if let Some(wanted) = &request.lines {
        match some_of(&lines, wanted) {
            Some((some, first)) => {
                lines = some;
                first_number = request.region.is_none().then_some(first);
            }
            None => diagnostics.push(missing_lines(name, wanted, lines.len(), place.of_value(wanted))),
        }
    }
    Excerpt { text: without_indentation(&lines), first_number }
}

/// The text of a file, its line ends `\n`.
fn text(name: &str, folder: &str, at: Span, files: &mut Files<'_>) -> Result<String, Box<Diagnostic>> {
    let unreadable =
        |message: String, help: &str| Box::new(Diagnostic::error("unreadable-code", at, message).help(help));
    if crate::assets::is_of_one_machine(name) {
        let help = "write it with `/`, counted from the slide's file or the talk's folder";
        return Err(unreadable(format!("`{name}` is a path of one machine"), help));
    }
    let file = match files.named(folder, name) {
        Ok(Some(file)) => file,
        Ok(None) => return Err(Box::new(missing_file(name, folder, at, files))),
        Err(refused) => {
            let help = "code may lie in the talk's folder, or in the git repository that holds it";
            return Err(unreadable(refused.to_string(), help));
        }
    };
    let Content::Bytes(bytes) = &file.content else {
        return Err(unreadable(format!("`{name}` is too large to be shown"), "show a smaller file"));
    };
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => {
            Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
        }
        _ => Err(unreadable(format!("`{name}` is no text in UTF-8"), "convert it to UTF-8")),
    }
}

/// The lines that `10-24,30` means, and the number of the first; `None` if they are not all there.
fn some_of<'a>(lines: &[&'a str], wanted: &str) -> Option<(Vec<&'a str>, u32)> {
    let (mut some, mut smallest) = (Vec::new(), None);
    for part in wanted.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str, other: usize| match text.trim() {
            "" => Some(other),
            text => text.parse().ok(),
        };
        if part.trim().is_empty() {
            return None;
        }
        let (first, last) = (number(first, 1)?, number(last, lines.len())?);
        some.extend(lines.get(first.checked_sub(1)?..last).filter(|some| !some.is_empty())?);
        smallest = smallest.or(u32::try_from(first).ok());
    }
    Some((some, smallest?))
}

fn without_indentation(lines: &[&str]) -> String {
    let space = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let indentation =
        lines.iter().filter(|line| !line.trim().is_empty()).map(|line| space(line)).min().unwrap_or(0);
    // Blank lines may be shorter than that.
    let lines: Vec<_> = lines.iter().map(|line| &line[indentation.min(space(line))..]).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn missing_file(name: &str, folder: &str, at: Span, files: &mut Files<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-code", at, format!("no file `{name}`"));
    match files.nearest(folder, name) {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None => diagnostic.help("a path counts from the slide's file, or from the talk's folder"),
    }
}

fn missing_region(file: &str, name: &str, text: &str, at: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-region", at, format!("no region `{name}` in `{file}`"));
    let names: Vec<_> = region::names(text).collect();
    match nearest(name, names.iter().copied()) {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None if names.is_empty() => diagnostic
            .help(format!("put `#region {name}` and `#endregion` in comments around it, or `ANCHOR: {name}` and `ANCHOR_END: {name}`")),
        None => diagnostic.help(format!("it has {}", listed(&names))),
    }
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<_> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    shown.join(", ")
}

fn unclosed(file: &str, name: &str, at: Span) -> Diagnostic {
    Diagnostic::error("missing-region", at, format!("region `{name}` of `{file}` has no end"))
        .help("it goes on to the end of the file; end it with `#endregion`, or `ANCHOR_END:` and its name")
}

fn missing_lines(file: &str, lines: &str, count: usize, at: Span) -> Diagnostic {
    let message = format!("no lines `{lines}`: `{file}` has {} to take them from", counted(count, "line"));
    Diagnostic::error("missing-region", at, message).help("name them as in `10-24` or `3,7-9`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_named_as_one_speaks_of_them() {
        let lines = ["a", "b", "c", "d"];
        let some = |wanted| some_of(&lines, wanted).map(|(some, first)| (some.concat(), first));
        assert_eq!(some("2-3"), Some(("bc".into(), 2)));
        assert_eq!(some("4"), Some(("d".into(), 4)));
        assert_eq!(some("3-"), Some(("cd".into(), 3)));
        assert_eq!(some("-2"), Some(("ab".into(), 1)));
        assert_eq!(some("1, 3-4"), Some(("acd".into(), 1)));
        for wanted in ["5", "3-9", "0", "3-2", "a", "", "1,,2", "99999999999999999999"] {
            assert_eq!(some(wanted), None, "{wanted}");
        }
    }

    #[test]
    fn what_all_lines_have_in_front_is_taken_off() {
        assert_eq!(without_indentation(&["    a", "", "      b", "  "]), "a\n\n  b");
        assert_eq!(without_indentation(&["\ta", "\t\tb"]), "a\n\tb");
    }
}
