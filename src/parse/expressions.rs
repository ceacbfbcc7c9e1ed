//! Separators and markers as reveal.js takes them: JavaScript's regular expressions.
//!
//! Most authors copy one of a few expressions, and those are a literal text with an anchor or two. They are matched by
//! hand, with the same result and in linear time; anything else goes to `regress`, which backtracks as JavaScript
//! does. It cannot be stopped once it runs, so [`check`] refuses what can make it run for ever: a repetition of a
//! repetition. Text has no `\r` here, so that `\r?` means nothing.

use std::ops::Range;

use regress::{Flags, Regex};

use super::slide_break::{Break, Parts};

/// Why an expression is not taken: what is wrong, in lower case.
pub fn check(expression: &str) -> Result<(), String> {
    let regex = Regex::with_flags(expression, flags("m")).map_err(|error| error.to_string())?;
    if regex.find("").is_some() {
        return Err("it matches the empty text, and so would part every letter from the next".into());
    }
    if repeats_a_repetition(expression) {
        return Err("it repeats a repetition, which may take for ever".into());
    }
    Ok(())
}

/// The breaks that a horizontal and a vertical expression make; none where they cannot be read.
///
/// As reveal.js's Markdown plugin has it: both expressions are tried as one alternation with the flags `m` and `g`,
/// and a match that the horizontal one also matches alone, without flags, parts columns.
pub fn breaks(text: &str, start: usize, horizontal: &str, vertical: Option<&str>) -> Vec<Break> {
    let text = text.get(start..).unwrap_or_default();
    let mut breaks = match (Literal::read(horizontal), vertical.map(Literal::read)) {
        (Some(horizontal), None) => literal_breaks(text, &horizontal, None),
        (Some(horizontal), Some(Some(vertical))) => literal_breaks(text, &horizontal, Some(&vertical)),
        _ => regress_breaks(text, horizontal, vertical),
    };
    for found in &mut breaks {
        found.range = found.range.start + start..found.range.end + start;
    }
    breaks
}

/// Where an expression matches, with the flags `m`, `g` and `i`; none where it cannot be read.
pub fn matches(text: &str, expression: &str) -> Vec<Range<usize>> {
    match Literal::read(expression) {
        Some(literal) if literal.text.is_ascii() => literal.places(text, true).collect(),
        _ => regress_matches(text, expression, "mi").collect(),
    }
}

fn flags(flags: &str) -> Flags {
    Flags::from(flags)
}

fn regress_matches<'a>(
    text: &'a str,
    expression: &str,
    with: &str,
) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let regex = Regex::with_flags(expression, flags(with)).ok();
    let mut found = Vec::new();
    if let Some(regex) = regex {
        found.extend(regex.find_iter(text).map(|found| found.range()).filter(|range| {
            !range.is_empty() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
        }));
    }
    found.into_iter()
}

fn regress_breaks(text: &str, horizontal: &str, vertical: Option<&str>) -> Vec<Break> {
    let either = vertical.map_or(horizontal.to_owned(), |vertical| format!("{horizontal}|{vertical}"));
    let Ok(alone) = Regex::new(horizontal) else { return Vec::new() };
    regress_matches(text, &either, "m")
        .map(|range| {
            let parts_columns = alone.find(&text[range.clone()]).is_some();
            Break { range, parts: if parts_columns { Parts::Columns } else { Parts::Slides } }
        })
        .collect()
}

fn literal_breaks(text: &str, horizontal: &Literal, vertical: Option<&Literal>) -> Vec<Break> {
    let mut columns = horizontal.places(text, false).peekable();
    let mut slides = vertical.map(|vertical| vertical.places(text, false)).into_iter().flatten().peekable();
    let (mut breaks, mut end) = (Vec::new(), 0);
    loop {
        while columns.next_if(|range| range.start < end).is_some() {}
        while slides.next_if(|range| range.start < end).is_some() {}
        let range = match (columns.peek(), slides.peek()) {
            (Some(column), Some(slide)) if slide.start < column.start => slide.clone(),
            (Some(column), _) => column.clone(),
            (None, Some(slide)) => slide.clone(),
            (None, None) => return breaks,
        };
        end = range.end;
        let parts =
            if horizontal.matches_alone(&text[range.clone()]) { Parts::Columns } else { Parts::Slides };
        breaks.push(Break { range, parts });
    }
}

/// An expression that is a text with or without anchors: `^\n---\n`, `^---$`, `<!-- Note -->`.
#[derive(Debug, PartialEq, Eq)]
struct Literal {
    at_line_start: bool,
    text: String,
    at_line_end: bool,
}

impl Literal {
    fn read(expression: &str) -> Option<Literal> {
        let (at_line_start, rest) = match expression.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, expression),
        };
        let mut text = String::new();
        let mut characters = rest.chars().peekable();
        let mut at_line_end = false;
        while let Some(character) = characters.next() {
            let literal = match character {
                '$' if characters.peek().is_none() => {
                    at_line_end = true;
                    break;
                }
                '\\' => match characters.next()? {
                    'n' => '\n',
                    'r' => {
                        characters.next_if_eq(&'?')?;
                        continue;
                    }
                    escaped if escaped.is_ascii_punctuation() => escaped,
                    _ => return None,
                },
                '\r' | '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
                    return None;
                }
                other => other,
            };
            if matches!(characters.peek(), Some('*' | '+' | '?' | '{')) {
                return None;
            }
            text.push(literal);
        }
        (!text.is_empty()).then_some(Literal { at_line_start, text, at_line_end })
    }

    /// Every place the text stands, overlapping ones too; where `case` is to be ignored, of ASCII letters alone.
    fn places<'a>(&'a self, text: &'a str, ignoring_case: bool) -> impl Iterator<Item = Range<usize>> + 'a {
        let (mut from, needle) = (0, self.text.as_bytes());
        std::iter::from_fn(move || {
            loop {
                let start = find(text.as_bytes(), needle, from, ignoring_case)?;
                from = start + 1;
                let end = start + needle.len();
                let opens = !self.at_line_start || text[..start].chars().next_back().is_none_or(ends_line);
                let closes = !self.at_line_end || text[end..].chars().next().is_none_or(ends_line);
                if opens && closes {
                    return Some(start..end);
                }
            }
        })
    }

    /// Whether the expression matches somewhere in a text of its own, where `^` and `$` are the text's two ends.
    fn matches_alone(&self, text: &str) -> bool {
        match (self.at_line_start, self.at_line_end) {
            (false, false) => text.contains(&self.text),
            (true, false) => text.starts_with(&self.text),
            (false, true) => text.ends_with(&self.text),
            (true, true) => text == self.text,
        }
    }
}

fn find(text: &[u8], needle: &[u8], mut from: usize, ignoring_case: bool) -> Option<usize> {
    let first = *needle.first()?;
    loop {
        let other = if ignoring_case { change_case(first) } else { first };
        from += memchr::memchr2(first, other, text.get(from..)?)?;
        let candidate = text.get(from..from + needle.len())?;
        if candidate == needle || (ignoring_case && candidate.eq_ignore_ascii_case(needle)) {
            return Some(from);
        }
        from += 1;
    }
}

fn change_case(letter: u8) -> u8 {
    if letter.is_ascii_lowercase() { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() }
}

/// What `^` and `$` take for a line end with the flag `m`.
fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Whether a group that holds a repetition without end is itself repeated without end, as in `(a+)+`.
fn repeats_a_repetition(expression: &str) -> bool {
    let mut characters = expression.chars().peekable();
    // For each open group, whether it holds such a repetition; the first stands for the whole expression.
    let mut groups = vec![false];
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '[' => {
                while characters.next().is_some_and(|inner| {
                    if inner == '\\' {
                        characters.next();
                    }
                    inner != ']'
                }) {}
            }
            '(' => groups.push(false),
            ')' => {
                let holds = groups.pop().unwrap_or_default();
                let endless = match characters.peek() {
                    Some('*' | '+') => true,
                    Some('{') => is_endless_count(characters.clone()),
                    _ => false,
                };
                if holds && endless {
                    return true;
                }
                if let (true, Some(outer)) = (holds, groups.last_mut()) {
                    *outer = true;
                }
            }
            '*' | '+' => mark(&mut groups),
            '{' if is_endless_count(std::iter::once('{').chain(characters.clone())) => mark(&mut groups),
            _ => {}
        }
    }
    false
}

fn mark(groups: &mut [bool]) {
    if let Some(group) = groups.last_mut() {
        *group = true;
    }
}

/// Whether the characters begin with a count such as `{2,}`.
fn is_endless_count(characters: impl Iterator<Item = char>) -> bool {
    let count: String = characters.take_while(|character| *character != '}').collect();
    count.starts_with('{') && count.ends_with(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: &[(&str, Option<&str>)] = &[
        (r"^\n\n\n", Some(r"^\n\n")),
        (r"\r?\n---\r?\n", Some(r"\r?\n----\r?\n")),
        (r"^\r?\n---\r?\n$", Some(r"^\r?\n--\r?\n$")),
        (r"^---$", Some(r"^--$")),
        (r"---", None),
        (r"<!-- next -->", Some(r"^<!-- down -->")),
    ];

    #[test]
    fn usual_expressions_give_the_same_by_hand_as_by_regress() {
        let text = "\n\n\na\n\n\n\n\nb\n---\n---\nc\n----\n\n---\n\nd\n\n--\n\n<!-- next --><!-- down -->\n<!-- down -->\n---";
        for (horizontal, vertical) in USUAL {
            assert!(Literal::read(horizontal).is_some(), "{horizontal}");
            let by_hand = breaks(text, 0, horizontal, *vertical);
            assert_eq!(by_hand, regress_breaks(text, horizontal, *vertical), "{horizontal}");
            assert!(!by_hand.is_empty(), "{horizontal}");
        }
    }

    #[test]
    fn adjacent_separators_share_no_line_end() {
        let found = breaks("a\n---\n---\nb", 0, r"\r?\n---\r?\n", None);
        assert_eq!(found, [Break { range: 1..6, parts: Parts::Columns }]);
    }

    #[test]
    fn a_separator_that_does_not_match_alone_parts_slides() {
        let found = breaks("a\n---\nb", 0, r"(?<=\n)---", None);
        assert_eq!(found, [Break { range: 2..5, parts: Parts::Slides }]);
    }

    #[track_caller]
    fn check_refused(expression: &str, is_refused: bool) {
        assert_eq!(check(expression).is_err(), is_refused, "{expression}");
    }

    #[test]
    fn what_may_run_for_ever_is_refused() {
        check_refused(r"(a+)+$", true);
        check_refused(r"((?:\n|x)*-){2,}", true);
        check_refused(r"(\r?\n){3}", false);
        check_refused(r"^\n*[(]+$", false);
        check_refused(r"\n[(+)]+-+\n", false);
    }

    #[test]
    fn what_is_no_expression_or_matches_nothing_is_refused() {
        check_refused("(", true);
        check_refused("\n*", true);
        check_refused("---", false);
    }
}
