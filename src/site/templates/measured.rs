//! An author's template, with calls in it that count what it does.
//!
//! Tera has no limit of its own to the steps of a template, so each of the author's is rewritten before Tera reads it:
//! at the head of each body (the template, a block, a component, a loop) it pays for the steps in that body, and each
//! value that an expression uses pays for its size before anything is made of it. What pays is in
//! [`budget`](super::budget). Text is only ever added, and every added piece knows what of the author's it pays for, so
//! that a place in the rewritten template leads back to one in the author's.
//!
//! Source: `parsing/lexer.rs` and `parsing/parser.rs` of Tera 2.4, whose tokens these are.

use std::ops::Range;

/// Conditions in a row (`elif`) that Tera reads one within the other.
const CONDITIONS: usize = 100;

/// Filters that make more than they take; `__` before their name makes them pay first.
const GROWING: &[&str] = &["replace", "join", "indent", "split", "unique"];

/// Words of an expression that are no values.
const WORDS: &[&str] = &[
    "and", "or", "not", "is", "in", "if", "else", "for", "true", "True", "false", "False", "none", "None",
    "null",
];

/// A rewritten template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Measured {
    pub text: String,
    added: Vec<Added>,
}

/// A piece that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Added {
    /// Where it is in the rewritten text.
    range: Range<usize>,
    /// What it pays for, in the author's.
    pays_for: Range<usize>,
}

/// Why a template is not taken, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub message: String,
    pub at: usize,
}

impl Measured {
    pub(super) fn new(template: &str) -> Result<Measured, Refused> {
        let mut rewriter =
            Rewriter { text: template, at: 0, additions: Vec::new(), bodies: Vec::new(), conditions: 0 };
        rewriter.bodies.push(Body { at: 0, pays_for: 0..0, is_trimmed: false, cost: STEP });
        rewriter.read()?;
        while !rewriter.bodies.is_empty() {
            rewriter.end_body();
        }
        Ok(rewriter.finish())
    }

    /// The place in the author's template that a place in this one comes from.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        match self.added.iter().find(|added| added.range.contains(&range.start)) {
            Some(added) => added.pays_for.clone(),
            None => {
                let start = self.original_offset(range.start);
                start..self.original_offset(range.end).max(start)
            }
        }
    }

    fn original_offset(&self, at: usize) -> usize {
        let before = self.added.iter().take_while(|added| added.range.start < at);
        at - before.map(|added| added.range.end.min(at) - added.range.start).sum::<usize>()
    }
}

/// What a token of a tag costs; a byte of text costs 1.
const STEP: usize = 8;

/// A piece to be added.
struct Addition {
    at: usize,
    text: String,
    pays_for: Range<usize>,
}

/// A body that is being read.
struct Body {
    /// Where it begins.
    at: usize,
    /// The tag that opens it.
    pays_for: Range<usize>,
    /// Whether that tag takes the white space after it away.
    is_trimmed: bool,
    cost: usize,
}

/// A piece of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    kind: Kind,
    range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    String,
    Sign,
}

struct Rewriter<'a> {
    text: &'a str,
    at: usize,
    additions: Vec<Addition>,
    bodies: Vec<Body>,
    /// How many conditions were read in a row.
    conditions: usize,
}

impl Rewriter<'_> {
    fn read(&mut self) -> Result<(), Refused> {
        while let Some(start) = next_tag(self.text, self.at) {
            self.pay(start - self.at);
            let rest = &self.text[start..];
            if rest.starts_with("{#") {
                self.at = rest.find("#}").map_or(self.text.len(), |end| start + end + 2);
            } else if let Some(end) = raw_end(rest) {
                self.pay(end);
                self.at = start + end;
            } else {
                self.tag(start)?;
            }
        }
        self.pay(self.text.len() - self.at);
        Ok(())
    }

    fn pay(&mut self, cost: usize) {
        if let Some(body) = self.bodies.last_mut() {
            body.cost += cost;
        }
    }

    /// Reads the tag that starts at `start`, up to behind it.
    fn tag(&mut self, start: usize) -> Result<(), Refused> {
        let is_output = self.text[start..].starts_with("{{");
        let (tokens, end) = tokens(self.text, start + 2, if is_output { "}}" } else { "%}" });
        let tokens = match tokens.first() {
            // The dash that takes white space away before the tag.
            Some(dash) if self.text[start + 2..].starts_with('-') && dash.range.start == start + 2 => {
                &tokens[1..]
            }
            _ => &tokens[..],
        };
        let is_trimmed = self.text[..end].ends_with("-}}") || self.text[..end].ends_with("-%}");
        self.at = end;
        self.pay(STEP * tokens.len());
        let tag = Tag { text: self.text, tokens, range: start..end, is_trimmed };
        if is_output {
            self.additions.extend(tag.output());
            return Ok(());
        }
        self.statement(&tag)
    }

    fn statement(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        match tag.word(0) {
            "for" => {
                let from = (0..tag.tokens.len()).find(|&index| tag.word(index) == "in").unwrap_or_default();
                self.additions.extend(tag.expression(from + 1));
                self.begin_body(tag);
            }
            "block" | "component" => self.begin_body(tag),
            "endfor" | "endblock" | "endcomponent" if self.bodies.len() > 1 => self.end_body(),
            "extends" if self.bodies.len() == 1 => {
                // What is beside its blocks is not rendered, and nothing may be before it.
                self.bodies.clear();
                self.bodies.push(Body { at: usize::MAX, pays_for: 0..0, is_trimmed: false, cost: 0 });
            }
            "if" => {
                self.conditions = 0;
                self.additions.extend(tag.expression(1));
            }
            "elif" => {
                self.conditions += 1;
                if self.conditions > CONDITIONS {
                    let message = format!("more than {CONDITIONS} `elif` follow each other");
                    return Err(Refused { message, at: tag.range.start });
                }
                self.additions.extend(tag.expression(1));
            }
            "set" | "set_global" => self.additions.extend(tag.expression(2)),
            "filter" => self.additions.extend(tag.expression(1)),
            "<" => self.additions.extend(tag.expression(0)),
            _ => {}
        }
        Ok(())
    }

    fn begin_body(&mut self, tag: &Tag<'_>) {
        let (at, pays_for) = (tag.range.end, tag.range.clone());
        self.bodies.push(Body { at, pays_for, is_trimmed: tag.is_trimmed, cost: 8 * STEP });
    }

    fn end_body(&mut self) {
        let Some(body) = self.bodies.pop().filter(|body| body.at <= self.text.len()) else { return };
        let end = if body.is_trimmed { "-}}" } else { "}}" };
        let text = format!("{{{{ __pay(n={}) {end}", body.cost);
        self.additions.push(Addition { at: body.at, text, pays_for: body.pays_for });
    }

    fn finish(mut self) -> Measured {
        self.additions.sort_by_key(|addition| addition.at);
        let (mut measured, mut done) = (Measured::default(), 0);
        for addition in self.additions {
            measured.text.push_str(&self.text[done..addition.at]);
            done = addition.at;
            let start = measured.text.len();
            measured.text.push_str(&addition.text);
            measured.added.push(Added { range: start..measured.text.len(), pays_for: addition.pays_for });
        }
        measured.text.push_str(&self.text[done..]);
        measured
    }
}

/// Where the next tag or comment begins.
fn next_tag(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'{', bytes.get(at..)?)?;
        if matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'#')) {
            return Some(at);
        }
        at += 1;
    }
}

/// The length of a part that is put out as it is, `{% raw %}` to `{% endraw %}`; `None` if a text begins with another.
fn raw_end(text: &str) -> Option<usize> {
    let mut at = text.strip_prefix("{%").and_then(|rest| named_tag(rest, "raw"))? + 2;
    while let Some(distance) = text[at..].find("{%") {
        at += distance + 2;
        if let Some(length) = named_tag(&text[at..], "endraw") {
            return Some(at + length);
        }
    }
    Some(text.len())
}

/// The length of the rest of a tag that holds nothing but its name.
fn named_tag(text: &str, name: &str) -> Option<usize> {
    let rest = text.strip_prefix('-').unwrap_or(text).trim_ascii_start();
    let rest = rest.strip_prefix(name)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// The tokens of a tag from `at` on, and where it ends: behind `end`.
fn tokens(text: &str, mut at: usize, end: &str) -> (Vec<Token>, usize) {
    let mut tokens = Vec::new();
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_ascii_start().len();
        let rest = &text[at..];
        if rest.is_empty() {
            return (tokens, at);
        }
        if let Some(after) = rest.strip_prefix('-').unwrap_or(rest).strip_prefix(end) {
            return (tokens, text.len() - after.len());
        }
        let (kind, length) = token(rest);
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
}

fn token(rest: &str) -> (Kind, usize) {
    let first = rest.as_bytes()[0];
    let while_word =
        |rest: &str| rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(rest.len());
    match first {
        b'"' | b'\'' | b'`' => (Kind::String, string(rest, first)),
        b'0'..=b'9' => {
            let length = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
            let part = rest[length..].strip_prefix('.').filter(|_| !rest[length..].starts_with("..."));
            let digits = |part: &str| part.find(|it: char| !it.is_ascii_digit()).unwrap_or(part.len());
            (Kind::Number, length + part.map_or(0, |part| 1 + digits(part)))
        }
        b'_' | b'a'..=b'z' | b'A'..=b'Z' => (Kind::Word, while_word(rest)),
        _ => {
            let long = ["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["];
            let length = long.iter().find(|sign| rest.starts_with(**sign)).map(|sign| sign.len());
            (Kind::Sign, length.or(rest.chars().next().map(char::len_utf8)).unwrap_or(1))
        }
    }
}

/// The length of a string with its quotes.
fn string(rest: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A tag of the author's.
struct Tag<'a> {
    text: &'a str,
    tokens: &'a [Token],
    range: Range<usize>,
    is_trimmed: bool,
}

/// What a bracket that is open belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// Values in it are values.
    Plain,
    /// Arguments, which have names.
    Arguments,
    /// The arguments of a test, after which is not a value.
    OfTest,
    /// A map, whose keys are no values.
    Map,
    /// `{…}` among the attributes of a component.
    Attribute,
    /// The tag of a component, from `<` to `>`.
    Component,
}

impl Tag<'_> {
    /// A token as it is written; empty past either end.
    fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.text[token.range.clone()])
    }

    fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// What is added for a tag that puts something out.
    fn output(&self) -> Vec<Addition> {
        let is_path = self.tokens.iter().enumerate().all(|(index, token)| match index % 2 {
            0 => token.kind == Kind::Word && (index > 0 || !WORDS.contains(&self.word(0))),
            _ => matches!(self.word(index), "." | "?."),
        });
        match (is_path && self.tokens.len() % 2 == 1, self.tokens) {
            // Tera says more of a name that it does not know where nothing else is in the tag, so that is left so.
            (true, [first, .., last]) => self.output_of(first.range.start..last.range.end),
            (true, [only]) => self.output_of(only.range.clone()),
            _ => self.expression(0),
        }
    }

    fn output_of(&self, path: Range<usize>) -> Vec<Addition> {
        let end = if self.is_trimmed { "-}}" } else { "}}" };
        let text = format!("{{{{ {} | __paid {end}", &self.text[path.clone()]);
        vec![Addition { at: self.range.end, text, pays_for: path }]
    }

    /// What is added for the values of an expression that begins with the token `from`.
    fn expression(&self, from: usize) -> Vec<Addition> {
        let is_costly = |index: &usize| matches!(self.word(*index), "~" | "|" | "..." | "==" | "!=" | "in");
        let times = 1 + (from..self.tokens.len()).filter(is_costly).count();
        let (mut additions, mut open) = (Vec::new(), Vec::new());
        // Where the value begins that a token belongs to, and those around it.
        let (mut start, mut starts) = (from, Vec::new());
        for index in from..self.tokens.len() {
            if self.is_growing_filter(index) {
                let token = &self.tokens[index].range;
                additions.push(Addition { at: token.start, text: "__".into(), pays_for: token.clone() });
            }
            if !self.continues(index) {
                start = index;
            }
            let depth = open.len();
            let closed = self.bracket(index, &mut open);
            if open.len() > depth {
                starts.push(start);
            } else if closed.is_some() {
                start = starts.pop().unwrap_or(index);
            }
            if self.ends_value(index, &open, closed) {
                let range = self.tokens[start].range.start..self.tokens[index].range.end;
                let text = format!("|__weigh(n={times})");
                additions.push(Addition { at: range.end, text, pays_for: range });
            }
        }
        additions
    }

    /// Whether a token goes on with the value before it.
    fn continues(&self, index: usize) -> bool {
        let is_call = self.word(index) == "(" && self.before_is_name(index);
        let is_subscript = self.word(index) == "[" && !self.begins_value(index);
        is_call
            || is_subscript
            || matches!(self.word(index), "." | "?." | "?[")
            || matches!(self.before(index), "." | "?.")
    }

    fn is_filter(&self, index: usize) -> bool {
        self.before(index) == "|" || (index == 1 && self.word(0) == "filter")
    }

    fn is_growing_filter(&self, index: usize) -> bool {
        self.is_filter(index) && GROWING.contains(&self.word(index))
    }

    fn is_test(&self, index: usize) -> bool {
        self.before(index) == "is"
            || (self.before(index) == "not" && index > 1 && self.word(index - 2) == "is")
    }

    /// Opens and closes brackets; gives the one that this token closes.
    fn bracket(&self, index: usize, open: &mut Vec<Bracket>) -> Option<Bracket> {
        let in_component = open.last() == Some(&Bracket::Component);
        match self.word(index) {
            "(" if index > 0 && self.is_test(index - 1) => open.push(Bracket::OfTest),
            "(" if index > 0
                && self.tokens[index - 1].kind == Kind::Word
                && !WORDS.contains(&self.before(index)) =>
            {
                open.push(Bracket::Arguments);
            }
            "(" | "[" | "?[" => open.push(Bracket::Plain),
            "{" => open.push(if in_component { Bracket::Attribute } else { Bracket::Map }),
            "<" if self.begins_value(index) => open.push(Bracket::Component),
            ")" | "]" | "}" => return open.pop(),
            ">" if in_component => return open.pop(),
            _ => {}
        }
        None
    }

    fn before_is_name(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_some_and(|token| token.kind == Kind::Word) && !WORDS.contains(&self.before(index))
    }

    /// Whether a sign is where a value is expected: a `<` there is no comparison, a `[` no subscript.
    fn begins_value(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return true };
        match self.tokens[before].kind {
            Kind::Word => !self.before_is_name(index),
            Kind::Number | Kind::String => false,
            Kind::Sign => !matches!(self.word(before), ")" | "]" | "}"),
        }
    }

    /// Whether a value ends with a token, that what follows is made of.
    fn ends_value(&self, index: usize, open: &[Bracket], closed: Option<Bracket>) -> bool {
        let next = self.word(index + 1);
        if matches!(next, "." | "?." | "[" | "?[") {
            return false;
        }
        let (word, before) = (self.word(index), self.before(index));
        if let Some(closed) = closed {
            return matches!(closed, Bracket::Plain | Bracket::Arguments | Bracket::Map);
        }
        match self.tokens[index].kind {
            _ if open.last() == Some(&Bracket::Component) => false,
            Kind::Word if next == "(" || (WORDS.contains(&word) && !matches!(before, "." | "?.")) => false,
            // The name of an argument, a key, or a name that a comprehension gives.
            Kind::Word if next == "=" || before == "for" => false,
            Kind::Word if before == "," && next == "in" && index > 2 && self.word(index - 3) == "for" => {
                false
            }
            Kind::Word if next == "," && before == "for" => false,
            Kind::Word => !self.is_test(index),
            // The letters of a text may be gone through.
            Kind::String => before == "in",
            Kind::Number | Kind::Sign => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_measured(template: &str, expected: &str) {
        let measured = Measured::new(template).expect("it is taken");
        assert_eq!(measured.text.replace("__", "").replace("(n=1)", ""), expected);
    }

    #[test]
    fn every_value_of_an_expression_pays() {
        check_measured("{% extends 'a' %}", "{% extends 'a' %}");
        let body = |text: &str| format!("{{% extends 'a' %}}{text}");
        let check = |text: &str, expected: &str| check_measured(&body(text), &body(expected));
        check("{{ a.b }}", "{{ a.b }}{{ a.b | paid }}");
        check("{{- a -}}", "{{- a -}}{{ a | paid -}}");
        check("{{ a.b[c].d ~ e }}", "{{ a.b[c|weigh(n=2)].d|weigh(n=2) ~ e|weigh(n=2) }}");
        check("{% if a is not defined and not b %}", "{% if a|weigh is not defined and not b|weigh %}");
        check("{{ f(x=a) }}", "{{ f(x=a|weigh)|weigh }}");
        check(
            "{{ a|join(sep=b)|upper }}",
            "{{ a|weigh(n=3)|join(sep=b|weigh(n=3))|weigh(n=3)|upper|weigh(n=3) }}",
        );
        check("{% set x = {\"k\": v} %}", "{% set x = {\"k\": v|weigh}|weigh %}");
        check(
            "{{ [a for a in b if a] }}",
            "{{ [a|weigh(n=2) for a in b|weigh(n=2) if a|weigh(n=2)]|weigh(n=2) }}",
        );
        check("{{ <c.d a=\"x\" b={y} /> }}", "{{ <c.d a=\"x\" b={y|weigh} /> }}");
        check("{% raw %}{{ a }}{% endraw %}{# {{ a }} #}", "{% raw %}{{ a }}{% endraw %}{# {{ a }} #}");
    }

    #[test]
    fn every_body_pays_at_its_head() {
        check_measured(
            "a{% for b in c -%} d{% endfor %}",
            "{{ pay(n=41) }}a{% for b in c|weigh -%}{{ pay(n=74) -}} d{% endfor %}",
        );
    }

    #[test]
    fn a_place_leads_back_to_the_authors() {
        let template = "é{% for b in c %}{{ x ~ y }}{% endfor %}";
        let measured = Measured::new(template).expect("it is taken");
        let place = |word: &str| {
            let at = measured.text.find(word).expect("it is there");
            &template[measured.original(at..at + word.len())]
        };
        assert_eq!(place("x"), "x");
        assert_eq!(place("y|"), "y");
        assert_eq!(place("endfor"), "endfor");
        let second = measured.text.rfind("__pay").expect("it is there");
        assert_eq!(&template[measured.original(second..second + 5)], "{% for b in c %}");
    }

    #[test]
    fn many_conditions_in_a_row_are_refused() {
        let template = format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(101));
        assert!(Measured::new(&template).is_err());
    }
}
