//! Expressions are written so that Oniguruma compiles them sooner.
//!
//! What an expression repeats is written once, and called where it comes again; groups that nobody reads are not counted;
//! and a long look ahead is written as one that forbids what it forbids, which Oniguruma does not try to optimise.
//!
//! Some expressions of TypeScript say a dozen times what a list of type parameters looks like, in eight thousand
//! letters. With Oniguruma's subexpression calls (`\g<name>`) a fifth of them is enough, and they are compiled in a
//! third of the time.

use std::collections::BTreeMap;
use std::ops::Range;

/// How many letters a group must have, so that it is worth a name.
const SHORTEST: usize = 24;

/// How long a look ahead must be to be written as one that forbids, and how much must be before it: where an expression
/// begins with a look ahead, Oniguruma needs to know with which letters.
const LONG_AHEAD: usize = 100;
const BEFORE_AHEAD: usize = 24;

/// An expression that finds what the one it was made of finds.
pub(super) struct Called {
    pub expression: String,
    /// For each group that is counted, the number that it had before; the first is the whole match. None for a group
    /// that was not counted before.
    numbers: Vec<Option<usize>>,
}

/// A group as it is written, and all that decides what it means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    kind: Kind,
    pub range: Range<usize>,
    /// Where its content begins.
    pub content: usize,
    /// The options that are set in it.
    pub options: String,
    /// Whether it looks back, or is in a group that does: there Oniguruma takes no calls.
    looks_back: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// `(…)`
    Counted,
    /// `(?:…)`
    Plain,
    /// `(?<name>…)`
    Named,
    /// `(?<=…)` and `(?<!…)`
    LooksBack,
    /// `(?=…)`, `(?!…)` and `(?>…)`
    Other,
    /// `(?i:…)`
    Options,
}

impl Called {
    /// Calls what is repeated and holds no group that is `read`. What refers to groups stays as it is.
    pub(super) fn new(expression: &str, read: &[usize]) -> Called {
        let mut called = Called::as_it_is(expression);
        if let Some(groups) = groups(expression).filter(|_| !refers(expression)) {
            let counted = groups.iter().filter(|group| group.is_counted()).count();
            called.numbers = (0..=counted).map(Some).collect();
            called.stop_counting(&groups, read);
            // Another name each time, until nothing is repeated.
            let _ = ('a'..='z').try_for_each(|name| called.call(name, read));
            called.forbid_twice();
        }
        called
    }

    pub(super) fn as_it_is(expression: &str) -> Called {
        Called { expression: expression.to_owned(), numbers: Vec::new() }
    }

    /// The number that a group has now.
    pub(super) fn number(&self, before: usize) -> usize {
        self.numbers.iter().position(|&number| number == Some(before)).unwrap_or(before)
    }

    /// Counts no group that is not `read`: what Oniguruma need not remember, it compiles and looks for sooner.
    fn stop_counting(&mut self, groups: &[Group], read: &[usize]) {
        let counted = groups.iter().filter(|group| group.is_counted()).zip(1..);
        let unread = counted.filter(|(group, number)| group.kind == Kind::Counted && !read.contains(number));
        for (group, number) in unread.collect::<Vec<_>>().into_iter().rev() {
            self.expression.replace_range(group.range.start..group.content, "(?:");
            self.numbers.remove(number);
        }
    }

    /// Writes `(?!(?!…))` for a long `(?=…)` with no group that is read. Oniguruma takes a third of its time to gather the
    /// letters and texts that may come first, of which those of a look ahead in the middle help nobody.
    fn forbid_twice(&mut self) {
        let groups = groups(&self.expression).unwrap_or_default();
        let (mut ahead, mut end) = (Vec::new(), BEFORE_AHEAD);
        for (index, group) in groups.iter().enumerate() {
            let text = &self.expression[group.range.clone()];
            let is_counted = within(&groups, index).any(|group| group.kind == Kind::Counted);
            let is_repeated =
                self.expression[group.range.end..].trim_start().starts_with(['*', '+', '?', '{']);
            let is_long = text.starts_with("(?=") && text.len() >= LONG_AHEAD;
            if is_long && group.range.start >= end && !is_counted && !is_repeated && !group.looks_back {
                end = group.range.end;
                ahead.push(group);
            }
        }
        for group in ahead.into_iter().rev() {
            self.expression.insert(group.range.end, ')');
            self.expression.replace_range(group.range.start..group.content, "(?!(?!");
        }
    }

    /// Calls the group whose repetitions have the most letters. None where no group is repeated.
    fn call(&mut self, name: char, read: &[usize]) -> Option<()> {
        let groups = groups(&self.expression)?;
        let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, group) in groups.iter().enumerate() {
            if self.may_be_called(index, &groups, read) {
                let key = (&group.options, &self.expression[group.range.clone()]);
                alike.entry(key).or_default().push(index);
            }
        }
        let letters = |indices: &Vec<usize>| (indices.len() - 1) * groups[indices[0]].range.len();
        let indices = alike.into_values().max_by_key(letters).filter(|indices| indices.len() > 1)?;
        for &index in indices[1..].iter().rev() {
            let first = number(&groups, index);
            self.numbers
                .drain(first..first + within(&groups, index).filter(|group| group.is_counted()).count());
            self.expression.replace_range(groups[index].range.clone(), &format!(r"\g<{name}>"));
        }
        let definition = &groups[indices[0]];
        if !definition.is_counted() {
            self.numbers.insert(number(&groups, indices[0]), None);
        }
        self.expression.replace_range(definition.range.start..definition.content, &format!("(?<{name}>"));
        Some(())
    }

    fn may_be_called(&self, index: usize, groups: &[Group], read: &[usize]) -> bool {
        let (group, first) = (&groups[index], number(groups, index));
        let counted = within(groups, index).filter(|group| group.is_counted()).count();
        let is_read =
            self.numbers[first..first + counted].iter().flatten().any(|number| read.contains(number));
        matches!(group.kind, Kind::Counted | Kind::Plain)
            && group.range.len() >= SHORTEST
            && !is_repetition(&self.expression[group.content..group.range.end - 1])
            && !is_read
            && !within(groups, index).any(|group| group.looks_back)
    }
}

impl Group {
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.kind, Kind::Counted | Kind::Named)
    }
}

/// The group at an index and the groups in it.
pub(super) fn within(groups: &[Group], index: usize) -> impl Iterator<Item = &Group> {
    groups[index..].iter().take_while(move |group| group.range.start < groups[index].range.end)
}

/// The number that the group at an index has, or would have if it were counted.
fn number(groups: &[Group], index: usize) -> usize {
    1 + groups[..index].iter().filter(|group| group.is_counted()).count()
}

/// Whether the content of a group ends as a repetition does. Oniguruma makes `(a*)b` an `((?>a*))b`, which would be
/// wrong where the group is called from elsewhere.
fn is_repetition(content: &str) -> bool {
    let Some(before) = content.strip_suffix(['*', '+', '?', '}']) else { return false };
    let escapes = before.len() - before.trim_end_matches('\\').len();
    escapes.is_multiple_of(2)
}

/// Whether an expression refers to its own groups, or to those of another.
fn refers(expression: &str) -> bool {
    let escapes = expression.split('\\').skip(1);
    escapes
        .into_iter()
        .any(|rest| rest.starts_with(|next: char| next.is_ascii_digit() || "gk".contains(next)))
}

/// The groups of an expression in the order in which they begin. None where options change midway, or something is
/// not understood.
pub(super) fn groups(expression: &str) -> Option<Vec<Group>> {
    let (mut groups, mut open): (Vec<Group>, Vec<usize>) = (Vec::new(), Vec::new());
    let (options, _) =
        expression.strip_prefix("(?").and_then(|rest| rest.split_once(')')).unwrap_or_default();
    let options = if is_options(options) { options } else { "" };
    let mut at = if options.is_empty() { 0 } else { options.len() + "(?)".len() };
    while let Some(next) = expression[at..].chars().next() {
        let rest = &expression[at..];
        at += match next {
            '\\' => 1 + rest[1..].chars().next()?.len_utf8(),
            '[' => class_length(rest)?,
            '#' if options.contains('x') => rest.find('\n').unwrap_or(rest.len()),
            '(' => {
                let (kind, opening) = opening(rest)?;
                let outer = open.last().map(|&index: &usize| &groups[index]);
                let mut options = outer.map_or(options, |group| &group.options).to_owned();
                if kind == Kind::Options {
                    options.push_str(opening);
                }
                let looks_back = kind == Kind::LooksBack || outer.is_some_and(|group| group.looks_back);
                open.push(groups.len());
                let range = at..expression.len();
                groups.push(Group { kind, range, content: at + opening.len(), options, looks_back });
                opening.len()
            }
            ')' => {
                groups[open.pop()?].range.end = at + 1;
                1
            }
            _ => next.len_utf8(),
        };
    }
    open.is_empty().then_some(groups)
}

fn is_options(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter == '-' || letter.is_ascii_lowercase())
}

/// The kind of the group that a text begins with, and its opening.
fn opening(text: &str) -> Option<(Kind, &str)> {
    let Some(inner) = text.strip_prefix("(?") else { return Some((Kind::Counted, &text[..1])) };
    let (kind, length) = match inner.chars().next()? {
        ':' => (Kind::Plain, 1),
        '=' | '!' | '>' => (Kind::Other, 1),
        '<' if inner[1..].starts_with(['=', '!']) => (Kind::LooksBack, 2),
        '<' => (Kind::Named, inner.find('>')? + 1),
        _ => (Kind::Options, inner.find([':', ')']).filter(|&end| is_options(&inner[..end]))? + 1),
    };
    (!inner[..length].ends_with(')')).then_some((kind, &text[..2 + length]))
}

/// How long the class of letters is that a text begins with; classes may be in each other.
pub(super) fn class_length(text: &str) -> Option<usize> {
    let (mut depth, mut is_first) = (0_usize, false);
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                letters.next()?;
            }
            '[' => depth += 1,
            // As its first letter, a bracket is in the class.
            ']' if !is_first => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
        is_first = letter == '[' || is_first && letter == '^';
    }
    None
}

#[cfg(test)]
mod tests {
    use syntect::parsing::{Regex, Region};

    use super::*;

    /// What TypeScript says dozens of times.
    const BRACES: &str = r"(\{([^\{\}]|(\{([^\{\}]|\{[^\{\}]*\})*\}))*\})";

    /// The same with no group that is counted.
    const UNCOUNTED: &str = r"(?:\{(?:[^\{\}]|(?:\{(?:[^\{\}]|\{[^\{\}]*\})*\}))*\})";

    #[test]
    fn what_is_repeated_is_called() {
        let check = |expression: &str, read: &[usize], expected: &str, numbers: &[Option<usize>]| {
            let expression = expression.replace('B', BRACES);
            let called = Called::new(&expression, read);
            assert_eq!(called.expression, expected.replace('U', &UNCOUNTED["(?:".len()..]), "{expression}");
            assert_eq!(called.numbers, numbers, "{expression}");
        };
        let read = [1, 6, 11];
        let numbers = [Some(0), Some(1), None, Some(6), Some(11)];
        check("(a)Bb(c)B(d)", &read, r"(a)(?<a>Ub(c)\g<a>(d)", &numbers);
        let commented = format!("(?x)(?:a)(?:(?:U)(?:b) # ({BRACES}");
        check("(?x)(a)(?:B)(b) # (B", &[], &commented, &[Some(0)]);
        check(
            r"[(]((?!abcdefghijklmnopqrstu)|(?:[]()]{12}[{\[]\\[^)]abcdefgh))(?:[]()]{12}[{\[]\\[^)]abcdefgh)",
            &[],
            r"[(](?:(?!abcdefghijklmnopqrstu)|(?<a>[]()]{12}[{\[]\\[^)]abcdefgh))\g<a>",
            &[Some(0), None],
        );
    }

    #[test]
    fn a_long_look_ahead_forbids_twice_unless_it_is_first_or_read() {
        let (before, ahead) = ("[a-z]".repeat(5), "(x|y)".repeat(20));
        let check = |read: &[usize], expression: String, expected: String| {
            assert_eq!(Called::new(&expression, read).expression, expected);
        };
        let uncounted = "(?:x|y)".repeat(20);
        check(&[], format!("{before}(?={ahead})"), format!("{before}(?!(?!{uncounted}))"));
        check(&[], format!("(?={ahead}){before}"), format!("(?={uncounted}){before}"));
        check(&[], format!("{before}(?=(x))"), format!("{before}(?=(?:x))"));
        let read = uncounted.replacen("(?:", "(", 1);
        check(&[1], format!("{before}(?={ahead})"), format!("{before}(?={read})"));
    }

    #[test]
    fn what_is_read_or_means_something_else_stays() {
        for (expression, read) in [
            ("BB", 4),
            ("BB", 8),
            ("(?i:B)B", 0),
            ("(?<=B)(?<=B)", 0),
            (r"BB\1", 0),
            ("B(?i)B", 0),
            ("([^abcdefghijklmnopqrstuvwxyz]*)0([^abcdefghijklmnopqrstuvwxyz]*)", 0),
        ] {
            let expression = expression.replace('B', BRACES);
            assert!(!Called::new(&expression, &[read]).expression.contains(r"\g<"), "{expression}");
        }
    }

    #[test]
    fn what_is_called_finds_what_was_repeated() {
        let texts = [
            include_str!("calls.rs"),
            include_str!("../../src/runtime/build.mjs"),
            include_str!("../../src/runtime/src/deck/deck.ts"),
            include_str!("../../src/runtime/css/main.css"),
            include_str!("../../templates/page.html"),
            include_str!("../../README.md"),
        ];
        let lines: Vec<String> = texts
            .iter()
            .flat_map(|text| text.lines().step_by(5).take(40))
            .map(|line| format!("{line}\n"))
            .collect();
        let (mut before, mut after, mut count) = (Region::new(), Region::new(), 0);
        super::super::each_rule(&two_face::syntax::extra_newlines(), |rule, called| {
            let written = rule.regex.regex_str();
            if written == called.expression || Regex::try_compile(written).is_some() {
                return;
            }
            let (repeated, calling) = (Regex::new(written.to_owned()), Regex::new(called.expression.clone()));
            for line in &lines {
                let is_found = repeated.search(line, 0, line.len(), Some(&mut before));
                assert_eq!(
                    calling.search(line, 0, line.len(), Some(&mut after)),
                    is_found,
                    "{written} in {line}"
                );
                for group in
                    std::iter::once(0).chain(super::super::captures(rule).iter().map(|&(group, _)| group))
                {
                    let places = (
                        is_found.then(|| before.pos(group)),
                        is_found.then(|| after.pos(called.number(group))),
                    );
                    assert_eq!(places.0, places.1, "{written} in {line}");
                }
            }
            count += 1;
        });
        assert!(count > 300, "{count}");
    }
}
