//! The letters around the place where an expression may be found, read from the expression.

use fancy_regex::{Assertion, Expr, LookAround, Regex};

/// Letters of ASCII, each a bit; bit 0 is the end of the line on that side. What is not ASCII is always allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Start {
    pub before: u128,
    pub first: u128,
}

/// All letters, and the ends of the line.
const ALL: u128 = u128::MAX;
const END: u128 = 1;
const LINE_END: u128 = END | 1 << b'\n';

/// Where an expression may be found. Anywhere for one that fancy-regex does not read.
pub(super) fn start(expression: &str) -> Start {
    match Expr::parse_tree(expression) {
        Ok(tree) => Start { before: before(&tree.expr).0, first: first(&tree.expr, ALL) },
        Err(_) => Start { before: ALL, first: ALL },
    }
}

/// The letters with which an expression begins, or looks at first; `next` are those of what follows it.
fn first(expression: &Expr, next: u128) -> u128 {
    match expression {
        Expr::Empty => next,
        Expr::Literal { val, casei } => literal(val, *casei, next),
        Expr::Concat(parts) => parts.iter().rev().fold(next, |next, part| first(part, next)),
        Expr::Alt(branches) => branches.iter().fold(0, |all, branch| all | first(branch, next)),
        Expr::Group(child) => first(child, next),
        Expr::AtomicGroup(child) => first(child, next),
        Expr::LookAround(child, LookAround::LookAhead) => first(child, ALL) & next,
        Expr::LookAround(..) => next,
        Expr::Repeat { child, lo, .. } if *lo > 0 => first(child, next),
        Expr::Repeat { child, hi, .. } if *hi > 0 => first(child, next) | next,
        Expr::Delegate { inner, casei } => class(inner, *casei),
        Expr::Assertion(Assertion::EndText | Assertion::EndLine { .. }) => next & LINE_END,
        Expr::Assertion(_) => next,
        _ => ALL,
    }
}

fn literal(text: &str, ignores_case: bool, next: u128) -> u128 {
    match text.chars().next() {
        None => next,
        Some(letter) if letter.is_ascii() => {
            let bit = |letter: char| 1 << u32::from(letter);
            let cases = bit(letter.to_ascii_lowercase()) | bit(letter.to_ascii_uppercase());
            if ignores_case { cases } else { bit(letter) }
        }
        // Without regard to case, letters of ASCII are equal to some that are not.
        Some(_) if ignores_case => ALL,
        Some(_) => 0,
    }
}

/// The letters of ASCII that a class has.
pub(super) fn class(class: &str, ignores_case: bool) -> u128 {
    let options = if ignores_case { "i" } else { "" };
    let Ok(regex) = Regex::new(&format!("(?{options}:{class})")) else { return ALL };
    let is_in = |byte: &u8| regex.is_match(std::str::from_utf8(&[*byte]).unwrap()).unwrap_or(true);
    (1..128_u8).filter(is_in).fold(0, |letters, byte| letters | 1 << byte)
}

/// The letters that may be before an expression, by what it looks back at before it reads a letter; and whether it reads
/// none.
fn before(expression: &Expr) -> (u128, bool) {
    match expression {
        Expr::Empty => (ALL, true),
        Expr::Concat(parts) => {
            let mut all = ALL;
            for part in parts {
                let (letters, is_width_zero) = before(part);
                all &= letters;
                if !is_width_zero {
                    return (all, false);
                }
            }
            (all, true)
        }
        Expr::Alt(branches) => branches
            .iter()
            .map(before)
            .fold((0, true), |(all, is_zero), branch| (all | branch.0, is_zero && branch.1)),
        Expr::Group(child) => before(child),
        Expr::AtomicGroup(child) => before(child),
        Expr::Repeat { child, lo, .. } if *lo > 0 => before(child),
        Expr::LookAround(child, LookAround::LookBehind) => (last(child), true),
        Expr::LookAround(child, LookAround::LookBehindNeg) => {
            (single(child).map_or(ALL, |letters| !letters), true)
        }
        Expr::LookAround(..) => (ALL, true),
        Expr::Assertion(Assertion::StartText) => (END, true),
        Expr::Assertion(_) => (ALL, true),
        _ => (ALL, false),
    }
}

/// The letters with which an expression ends.
fn last(expression: &Expr) -> u128 {
    match expression {
        Expr::Literal { val, casei } => match val.chars().next_back() {
            Some(letter) => literal(letter.encode_utf8(&mut [0; 4]), *casei, ALL),
            None => ALL,
        },
        Expr::Concat(parts) => parts.last().map_or(ALL, last),
        Expr::Alt(branches) => branches.iter().fold(0, |all, branch| all | last(branch)),
        Expr::Group(child) => last(child),
        Expr::Delegate { inner, casei } => class(inner, *casei),
        Expr::Assertion(Assertion::StartText) => END,
        _ => ALL,
    }
}

/// The letters of an expression that is one letter; `None` for any other.
fn single(expression: &Expr) -> Option<u128> {
    match expression {
        Expr::Literal { val, casei } if val.chars().count() == 1 && val.is_ascii() => {
            Some(literal(val, *casei, ALL))
        }
        Expr::Group(child) => single(child),
        Expr::Alt(branches) => branches.iter().map(single).try_fold(0, |all, branch| Some(all | branch?)),
        Expr::Delegate { inner, casei } => Some(class(inner, *casei)).filter(|letters| *letters != ALL),
        _ => None,
    }
}

#[test]
fn where_an_expression_may_be_found_is_read_from_it() {
    let shown = |letters: u128| {
        let is_short = letters.count_ones() < 64;
        let letters: String = (0..128_u8)
            .filter(|byte| (letters >> byte & 1 == 1) == is_short)
            .filter(|byte| is_short || !byte.is_ascii_control() || *byte == 0)
            .map(|byte| if byte == 0 { '^' } else { char::from(byte) })
            .collect();
        if is_short { letters } else { format!("not {letters}") }
    };
    let check = |expression: &str, before: &str, first: &str| {
        let start = start(expression);
        assert_eq!(
            (shown(start.before).as_str(), shown(start.first).as_str()),
            (before, first),
            "{expression}"
        );
    };
    check("in", "not ", "i");
    check("(?i:in)x", "not ", "Ii");
    check(r"(?<![ab])(?:x|y*)z", "not ab", "xyz");
    check(r"(?:(?<=\.\.\.)|(?<!\.))\b(?:q+)", "not ", "q");
    check(r"(?<=a|bc)x?", "ac", "not ");
    check(r"(?<=^|b)(?=[xy])", "^b", "xy");
    check(r"\s*(?=\{)", "not ", "\t\n\u{b}\u{c}\r {");
    check(r"a?$", "not ", "^\na");
    check(r"^(?!x)[^a-z]", "^", "not ^abcdefghijklmnopqrstuvwxyz");
    check(r"(?=(a|b)c*)\w", "not ", "ab");
    check("é", "not ", "");
    check(r"(a)\1", "not ", "a");
}
