//! Where formulas are in a text: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, and environments that need no signs around them.
//!
//! Source: pandoc's `tex_math_dollars`, KaTeX's auto-render. A dollar sign is money unless what it begins touches it, and
//! its end is not a beginning of a number; nothing reaches over a blank line or into another block.

use std::ops::Range;

use memchr::memmem::Finder;

use super::blocks;

/// How long a formula may be, in bytes.
pub(super) const MOST: usize = 8 << 10;

/// A formula in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormulaRange {
    /// With the signs around it.
    pub whole: Range<usize>,
    pub tex: Range<usize>,
    /// On lines of its own.
    pub is_display: bool,
}

/// Environments that are formulas by themselves.
const ENVIRONMENTS: &[&str] = &["equation", "align", "gather", "multline", "alignat"];

/// How long the name of an environment is at most, with a star and the brace after it.
const LONGEST_NAME: usize = 16;

/// The first formula at or after a place.
///
/// `is_escaped` where backslashes are doubled, as talks for another Markdown write them: `\\(…\\)`.
pub(super) fn find(text: &str, from: usize, is_escaped: bool) -> Option<FormulaRange> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(start) = memchr::memchr2(b'$', b'\\', bytes.get(at..)?).map(|offset| at + offset) {
        let formula = match bytes[start] {
            b'$' => dollars(text, start),
            _ => backslash(text, start, is_escaped),
        };
        if formula.is_some() {
            return formula;
        }
        let is_pair = bytes[start] == b'\\' && bytes.get(start + 1).is_some_and(u8::is_ascii);
        // Of a run of dollar signs that begins nothing, none begins anything.
        let run = bytes[start..].iter().take_while(|&&byte| byte == b'$').count();
        at = start + if is_pair { 2 } else { run.max(1) };
    }
    None
}

fn dollars(text: &str, start: usize) -> Option<FormulaRange> {
    let bytes = text.as_bytes();
    if is_in_address(text, start) {
        return None;
    }
    match bytes[start..].iter().take(3).take_while(|&&byte| byte == b'$').count() {
        1 => {}
        2 => return closed(text, start, 2, "$$", true),
        _ => return None,
    }
    let is_space = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
    if is_space(start + 1) {
        return None;
    }
    let mut end = start + 1;
    loop {
        end += memchr::memchr2(b'$', b'\\', bytes.get(end..(start + MOST).min(bytes.len()))?)?;
        if bytes[end] == b'$' {
            break;
        }
        end += 2;
    }
    let tex = &text[start + 1..end];
    let (before, after) = (text[..start].chars().next_back(), text[end + 1..].chars().next());
    let is_formula = !is_space(end - 1)
        && after != Some('$')
        && !is_money(tex)
        && may_be_beside(tex, before, after)
        && !blocks::crosses(text, start..end, false);
    is_formula.then_some(FormulaRange { whole: start..end + 1, tex: start + 1..end, is_display: false })
}

fn backslash(text: &str, start: usize, is_escaped: bool) -> Option<FormulaRange> {
    let rest = &text[start..];
    if let Some(rest) = rest.strip_prefix("\\begin{") {
        let name = &rest[..memchr::memchr(b'}', &rest.as_bytes()[..rest.len().min(LONGEST_NAME)])?];
        let is_known = ENVIRONMENTS.contains(&name.trim_end_matches('*'));
        if !is_known || !begins_line(text, start) {
            return None;
        }
        let end = format!("\\end{{{name}}}");
        let formula = closed(text, start, 7, &end, true)?;
        return Some(FormulaRange { tex: formula.whole.clone(), ..formula });
    }
    let escape = if is_escaped && rest.starts_with("\\\\") { "\\" } else { "" };
    match rest.as_bytes().get(escape.len() + 1)? {
        b'(' => closed(text, start, escape.len() + 2, &format!("{escape}\\)"), false),
        b'[' if begins_line(text, start) => {
            let formula = closed(text, start, escape.len() + 2, &format!("{escape}\\]"), true)?;
            let after = text[formula.whole.end..].split('\n').next().unwrap_or_default().trim_start();
            // `\[x\]` within a line are brackets that Markdown should leave alone.
            (after.is_empty() || after.starts_with("<!--")).then_some(formula)
        }
        _ => None,
    }
}

/// A formula from `start`, where its signs are `opening` bytes long, to the next `end`.
fn closed(text: &str, start: usize, opening: usize, end: &str, is_display: bool) -> Option<FormulaRange> {
    let from = start + opening;
    let limit = text.floor_char_boundary((from + MOST).min(text.len()));
    let bytes = text.as_bytes().get(from..limit)?;
    let ends = Finder::new(end);
    let length = ends.find_iter(bytes).find(|&at| end.starts_with('\\') || !is_escaped(&bytes[..at]))?;
    let tex = text.get(from..from + length)?;
    let is_formula = !tex.trim().is_empty() && !blocks::crosses(text, start..from + length, is_display);
    let whole = start..from + length + end.len();
    is_formula.then_some(FormulaRange { whole, tex: from..from + length, is_display })
}

fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// Whether a formula may be where letters touch its dollar signs.
///
/// Scripts without spaces set formulas between their letters. Letters of the Latin script before or after one are an ending
/// (`$i$th`) or a name (`CO$_2$`), or else the dollar signs are those of a shell or of money (`$FROM/$TO`, `US$5`).
fn may_be_beside(tex: &str, before: Option<char>, after: Option<char>) -> bool {
    // Up to the end of “Latin Extended-B”.
    let is_latin = |letter: char| letter.is_alphabetic() && letter < '\u{250}';
    // A command is no price: `$\sim$10`.
    let is_command = tex.starts_with('\\') && tex[1..].starts_with(|it: char| it.is_ascii_alphabetic());
    if after.is_some_and(|after| after.is_numeric()) {
        return is_command;
    }
    let (follows, goes_on) =
        (before.is_some_and(|it| is_latin(it) || it.is_ascii_digit()), after.is_some_and(is_latin));
    match (follows, goes_on) {
        (false, false) => true,
        (true, true) => is_tex(tex),
        _ => is_tex(tex) || is_variable(tex),
    }
}

/// Whether it is a letter, perhaps with primes.
fn is_variable(tex: &str) -> bool {
    let mut letters = tex.trim_end_matches('\'').chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether it holds signs of TeX, and neither begins like the variable of a shell nor ends like a part of a path.
fn is_tex(tex: &str) -> bool {
    let name = tex.trim_start_matches('{');
    let length = name.bytes().take_while(|it| it.is_ascii_uppercase() || it.is_ascii_digit()).count();
    let is_shell = length > 1 && !name.starts_with(|it: char| it.is_ascii_digit())
        || tex.starts_with('{') && name.starts_with(|it: char| it.is_ascii_alphabetic());
    let ends = tex.ends_with(|it: char| it.is_alphanumeric() || matches!(it, '}' | ')' | ']' | '\'' | '|'));
    let is_amount = tex.starts_with(|it: char| it.is_ascii_digit());
    tex.contains(['\\', '^', '_', '=']) && ends && !is_shell && !is_amount
}

/// Whether what is between two dollar signs is an amount and words after it.
fn is_money(tex: &str) -> bool {
    tex.starts_with(|first: char| first.is_ascii_digit())
        && tex.contains(' ')
        && !tex.contains(['\\', '^', '_', '=', '{', '+', '<', '>', '|', '*', '/'])
}

/// Whether nothing but the marks of lists and quotes is before a place in its line.
fn begins_line(text: &str, at: usize) -> bool {
    let line = text[..at].bytes().rev().take_while(|byte| *byte != b'\n');
    line.into_iter().all(|byte| b" \t>-*+.)0123456789".contains(&byte))
}

/// Whether a place lies in a bare address.
fn is_in_address(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(1024))..at];
    let word = before.rsplit([' ', '\t', '\n', '(', '<', '"', '\'', '>']).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, formulas: &[(&str, bool)]) {
        let (mut formula, mut at) = (Vec::new(), 0);
        while let Some(next) = find(text, at, false) {
            at = next.whole.end;
            formula.push((&text[next.tex], next.is_display));
        }
        assert_eq!(formula, formulas, "in {text:?}");
    }

    #[test]
    fn formulas_stand_between_their_signs() {
        check("a $b$ $$c$$ \\(d_1\\) e", &[("b", false), ("c", true), ("d_1", false)]);
        check("\\[\na\n\\]\n- \\[ b \\]", &[("\na\n", true), (" b ", true)]);
        check("$$\na\n+ b\n$$", &[("\na\n+ b\n", true)]);
        check("($x$), $y$-axis, $|z|$.", &[("x", false), ("y", false), ("|z|", false)]);
        check("\\begin{align}\na\n\\end{align}", &[("\\begin{align}\na\n\\end{align}", true)]);
        check("$a\\$b$", &[("a\\$b", false)]);
        check("$日本$é", &[]);
        check("质能方程$E=mc^2$是著名的。", &[("E=mc^2", false)]);
        check("数式$a$と$b$です", &[("a", false), ("b", false)]);
        check("число $n$й", &[("n", false)]);
        check("$日本$ é", &[("日本", false)]);
    }

    #[test]
    fn formulas_have_endings_and_names_before_them() {
        check(
            "the $i$th, $k$s, $x'$s, $n_1$th",
            &[("i", false), ("k", false), ("x'", false), ("n_1", false)],
        );
        check(
            "law${}^{-1}$ (stress $\\sim$ rate${}^{1/n}$)",
            &[("{}^{-1}", false), ("\\sim", false), ("{}^{1/n}", false)],
        );
        check("10 $\\pm$5, $\\sim$10, $x$5", &[("\\pm", false), ("\\sim", false)]);
        check("LCoH$_2$, CO$_{2}$e, 3$x$", &[("_2", false), ("_{2}", false), ("x", false)]);
    }

    #[test]
    fn a_formula_is_within_one_block() {
        for text in [
            "- a $x\n- b$ c",
            "a $x\n\n- b$ c",
            "a $x\n# b$ c",
            "1. a $x\n2. b$ c",
            "> a $x\n>\n> b$ c",
            "> a $x\n\nb$ c",
            "a $x\n> b$ c",
            "a $x\n```\nb$ c\n```",
            "- $$a\n- b$$",
            "- \\(a\n- b\\)",
            "$$\na\n# b\n$$",
        ] {
            check(text, &[]);
        }
        check("$$\na\n- b\n+ c\n$$", &[("\na\n- b\n+ c\n", true)]);
        check("- $$\n  a\n  - b\n  $$", &[("\n  a\n  - b\n  ", true)]);
        check("long $a\n+ b$ end", &[]);
        check("long $a\nb$ end", &[("a\nb", false)]);
    }

    #[test]
    fn money_variables_and_escapes_are_none() {
        for text in [
            "$5 and $6",
            "$5, or 6$ more",
            "from $FROM/$TO on",
            "${HOME}/$USER and $A_B/$C and ${A_B}-$C",
            "$foo_bar->$baz, $a_b.$c",
            "a$b$c and US$5_000 and US$6",
            "jQuery$x and $y",
            "US$5 and US$6",
            "\\$a$",
            "$ a $",
            "$a\n\nb$",
            "$$ $$",
            "$$a\n\nb$$",
            "\\\\(a\\\\)",
            "see \\[1\\] and \\[2\\]",
            "\\[a\\](b)",
            "https://a.example/$b$",
            "$",
            "$$",
            "$$$a$$$",
            "a\\",
            "\\(a",
            "```$x",
            "| $5 | $6 |",
            "a \\begin{align}b\\end{align}",
            "\\begin{document}\\end{document}",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn doubled_backslashes_count_where_they_are_the_custom() {
        let formula = find("\\\\(a\\\\)", 0, true).unwrap();
        assert_eq!((formula.whole, formula.tex), (0..7, 3..4));
    }
}
