//! The rules of a style sheet: selectors and what is declared for them.

use std::ops::Range;

use super::token::{Kind, tokens};

/// A rule with the declarations of its own, without those of the rules within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule<'a> {
    /// A selector, or an at-rule with its conditions: `.reveal h1`, `@font-face`. Empty for what is in no rule, as in
    /// a `style` attribute.
    pub prelude: &'a str,
    /// In bytes, from the prelude to the closing bracket.
    pub range: Range<usize>,
    /// The preludes of the rules that it is in, the outermost first.
    pub outer: Vec<&'a str>,
    /// Names, which keep their case, and values, in the order of the rule.
    pub declarations: Vec<(&'a str, &'a str)>,
}

impl<'a> Rule<'a> {
    /// The value of a property or descriptor; of several, the last.
    pub(crate) fn value(&self, name: &str) -> Option<&'a str> {
        let values = self.declarations.iter().rev();
        values.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// Every rule of some CSS, in the order in which they end. Reading never fails: what is not a rule is left out.
pub(crate) fn rules(css: &str) -> Vec<Rule<'_>> {
    let mut reader = Reader { css, start: 0, parentheses: 0, open: vec![Open::default()], rules: Vec::new() };
    for token in tokens(css) {
        match token.kind {
            Kind::Open('{') if reader.parentheses == 0 => reader.open(token.range.start),
            Kind::Close('}') if reader.parentheses == 0 => reader.close(token.range.start),
            Kind::Semicolon if reader.parentheses == 0 => reader.declaration(token.range.start),
            Kind::Open(_) | Kind::Function(_) => reader.parentheses += 1,
            Kind::Close(_) => reader.parentheses = reader.parentheses.saturating_sub(1),
            _ => {}
        }
    }
    while !reader.open.is_empty() {
        reader.close(css.len());
    }
    reader.rules
}

/// A rule whose end is still to come.
#[derive(Default)]
struct Open<'a> {
    prelude: &'a str,
    start: usize,
    declarations: Vec<(&'a str, &'a str)>,
}

struct Reader<'a> {
    css: &'a str,
    /// Where the statement begins that is being read.
    start: usize,
    /// How many brackets are open that are no rule.
    parentheses: usize,
    /// The innermost last; the first is the sheet itself.
    open: Vec<Open<'a>>,
    rules: Vec<Rule<'a>>,
}

impl<'a> Reader<'a> {
    /// What is between two marks, without the comments at its head.
    fn statement(&self, end: usize) -> (usize, &'a str) {
        let mut rest = &self.css[self.start..end];
        loop {
            rest = rest.trim_start();
            match rest.strip_prefix("/*").and_then(|comment| comment.split_once("*/")) {
                Some((_, after)) => rest = after,
                None => return (end - rest.len(), rest.trim_end()),
            }
        }
    }

    fn open(&mut self, bracket: usize) {
        let (start, prelude) = self.statement(bracket);
        self.open.push(Open { prelude, start, declarations: Vec::new() });
        self.start = bracket + 1;
    }

    fn declaration(&mut self, end: usize) {
        let (_, statement) = self.statement(end);
        self.start = (end + 1).min(self.css.len());
        let Some((name, value)) = statement.split_once(':').filter(|(name, _)| !name.starts_with('@')) else {
            return;
        };
        if let Some(open) = self.open.last_mut() {
            open.declarations.push((name.trim_end(), value.trim_start()));
        }
    }

    fn close(&mut self, bracket: usize) {
        self.declaration(bracket);
        let is_sheet = self.open.len() == 1;
        // A bracket that closes nothing is skipped.
        if is_sheet && bracket < self.css.len() {
            return;
        }
        let Some(Open { prelude, start, declarations }) = self.open.pop() else { return };
        let outer = self.open.iter().skip(1).map(|open| open.prelude).collect();
        let range = start..self.start;
        if !is_sheet || !declarations.is_empty() {
            self.rules.push(Rule { prelude, range, outer, declarations });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks the rules, as `outer|prelude|name=value …`.
    #[track_caller]
    fn check(css: &str, expected: &[&str]) {
        let line = |rule: &Rule<'_>| {
            let declarations = rule.declarations.iter().map(|(name, value)| format!("{name}={value}"));
            let declarations: Vec<_> = declarations.collect();
            format!("{}|{}|{}", rule.outer.join(" "), rule.prelude, declarations.join(" "))
        };
        assert_eq!(rules(css).iter().map(line).collect::<Vec<_>>(), expected, "{css}");
    }

    #[test]
    fn a_rule_has_its_own_declarations() {
        check("a{b:c;d:e}", &["|a|b=c d=e"]);
        check("a { b : c ; } f{}", &["|a|b=c", "|f|"]);
        check("a{b:c;&:hover{d:e}f:g}", &["a|&:hover|d=e", "|a|b=c f=g"]);
        check("@media (x:y){a{b:c}}", &["@media (x:y)|a|b=c", "|@media (x:y)|"]);
        check("b:c;d:e", &["||b=c d=e"]);
    }

    #[test]
    fn strings_brackets_and_comments_end_no_rule() {
        check("/* x{y:z} */a{b:url(c;d)}", &["|a|b=url(c;d)"]);
        check("a{b:\"};\";/* } */c:d}", &["|a|b=\"};\" c=d"]);
        check("a:is([b=\"{\"]){c:d", &["|a:is([b=\"{\"])|c=d"]);
        check("}a{b:c}}", &["|a|b=c"]);
    }

    #[test]
    fn an_import_is_no_rule() {
        check("@import \"a.css\";@font-face{src:url(b)}", &["|@font-face|src=url(b)"]);
    }

    proptest! {
        #[test]
        fn ranges_lie_in_the_sheet(css in r#"([a-z:\\ "'(){};@#/*日]|url\(|/\*)*"#) {
            for rule in rules(&css) {
                prop_assert!(css.get(rule.range).is_some());
            }
        }
    }
}
