//! JavaScript's regular expressions, without the flags `u` and `v`, as a tree.
//!
//! Source: "Patterns" of ECMAScript 2026 with its annex B. Left out, and refused: half surrogates, which no UTF-8 text
//! holds, octal escapes, and property escapes.

use std::ops::Range;

/// How deep groups may be nested.
const DEEPEST: usize = 60;

/// How many characters and places an expression may look for, its counts multiplied out.
const LARGEST: usize = 5_000;

/// How long an expression may be written, in bytes.
const LONGEST: usize = 20_000;

/// One part of an expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// One character.
    Set(Set),
    /// `^`, and `$`.
    Start,
    End,
    /// `\b`, and `\B` where it is not.
    Boundary {
        is_there: bool,
    },
    /// A group that keeps what it matched, by its number.
    Group(usize, Box<Node>),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat(Box<Repeat>),
    Look(Box<Look>),
    /// What the group of that number matched.
    Reference(usize),
}

/// A part that is matched several times.
#[derive(Clone, Debug)]
pub(super) struct Repeat {
    pub node: Node,
    pub min: u32,
    /// `None` if there is no end.
    pub max: Option<u32>,
    pub is_greedy: bool,
    /// The numbers of the groups within, which each round forgets.
    pub groups: Range<usize>,
}

/// A part that has to match, or not to, without being part of the match.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub node: Node,
    pub is_ahead: bool,
    pub is_negative: bool,
}

/// Some characters, or all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    pub ranges: Vec<(char, char)>,
    pub is_negated: bool,
}

const DIGITS: &[(char, char)] = &[('0', '9')];
const WORDS: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
const SPACES: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];
const LINE_ENDS: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

impl Set {
    fn of(ranges: &[(char, char)], is_negated: bool) -> Set {
        Set { ranges: ranges.to_vec(), is_negated }
    }

    fn one(character: char) -> Set {
        Set::of(&[(character, character)], false)
    }

    /// Adds another set, negated or not, to one that is not.
    fn extend(&mut self, other: &Set) {
        if !other.is_negated {
            return self.ranges.extend(&other.ranges);
        }
        let mut next = Some('\0');
        for &(low, high) in &other.ranges {
            if let Some(from) = next
                && from < low
                && let Some(to) = before(low)
            {
                self.ranges.push((from, to));
            }
            next = after(high);
        }
        self.ranges.extend(next.map(|from| (from, char::MAX)));
    }

    pub(super) fn has(&self, character: char) -> bool {
        self.lists(character) != self.is_negated
    }

    /// Whether the set lists a character, negated or not.
    pub(super) fn lists(&self, character: char) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&character))
    }
}

fn before(character: char) -> Option<char> {
    ('\0'..character).next_back()
}

fn after(character: char) -> Option<char> {
    (character..=char::MAX).nth(1)
}

/// An expression as a tree, and how many groups it has, or what is wrong with it, in lower case.
pub(super) fn parse(expression: &str) -> Result<(Node, usize), String> {
    if expression.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let names = group_names(expression);
    let mut parser = Parser { rest: expression, names: &names, groups: 0, depth: 0 };
    let node = parser.alternatives()?;
    if !parser.rest.is_empty() {
        return Err("it closes a group that it did not open".into());
    }
    if size(&node) > LARGEST {
        return Err(format!("it matches more than {LARGEST} characters when its counts are multiplied out"));
    }
    Ok((node, parser.groups))
}

/// The names of the groups, in the order of their numbers; empty if one has none.
fn group_names(expression: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut rest, mut in_class) = (expression, false);
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        match character {
            '\\' => rest = rest.chars().next().map_or(rest, |next| &rest[next.len_utf8()..]),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && !rest.starts_with('?') => names.push(String::new()),
            '(' if !in_class
                && let Some(name) = rest.strip_prefix("?<")
                && !name.starts_with(['=', '!']) =>
            {
                names.push(name.split('>').next().unwrap_or_default().to_owned());
            }
            _ => {}
        }
    }
    names
}

/// How many characters and places a part looks for.
fn size(node: &Node) -> usize {
    match node {
        Node::Group(_, node) => size(node) + 1,
        Node::Sequence(nodes) | Node::Alternatives(nodes) => {
            nodes.iter().map(size).fold(1, usize::saturating_add)
        }
        Node::Repeat(repeat) => {
            let rounds = repeat.max.unwrap_or(repeat.min.saturating_add(1)).max(1);
            size(&repeat.node).saturating_mul(rounds as usize).saturating_add(1)
        }
        Node::Look(look) => size(&look.node) + 1,
        _ => 1,
    }
}

struct Parser<'a> {
    rest: &'a str,
    names: &'a [String],
    groups: usize,
    depth: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn alternatives(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("its groups are nested more than {DEEPEST} deep"));
        }
        let mut alternatives = vec![self.sequence()?];
        while self.takes("|") {
            alternatives.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::Alternatives(alternatives),
        })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let groups = self.groups;
            let node = self.atom()?;
            nodes.push(self.repeated(node, groups)?);
        }
        Ok(Node::Sequence(nodes))
    }

    fn repeated(&mut self, node: Node, groups: usize) -> Result<Node, String> {
        let (length, (min, max)) = match self.rest.chars().next() {
            Some('*') => (1, (0, None)),
            Some('+') => (1, (1, None)),
            Some('?') => (1, (0, Some(1))),
            _ => match counts(self.rest)? {
                Some(counted) => counted,
                None => return Ok(node),
            },
        };
        self.rest = &self.rest[length..];
        let is_ahead = matches!(&node, Node::Look(look) if look.is_ahead);
        if matches!(node, Node::Start | Node::End | Node::Boundary { .. } | Node::Look(_)) && !is_ahead {
            return Err("it repeats an assertion".into());
        }
        let is_greedy = !self.takes("?");
        if self.rest.starts_with(['*', '+', '?']) || counts(self.rest)?.is_some() {
            return Err("it repeats nothing".into());
        }
        let groups = groups + 1..self.groups + 1;
        Ok(Node::Repeat(Box::new(Repeat { node, min, max, is_greedy, groups })))
    }

    fn atom(&mut self) -> Result<Node, String> {
        let Some(character) = self.next() else { return Ok(Node::Sequence(Vec::new())) };
        Ok(match character {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::Set(Set::of(LINE_ENDS, true)),
            '(' => self.group()?,
            '[' => Node::Set(self.class()?),
            '\\' => self.escaped()?,
            '*' | '+' | '?' => return Err("it repeats nothing".into()),
            '{' if counts(&format!("{{{}", self.rest))?.is_some() => {
                return Err("it repeats nothing".into());
            }
            other => Node::Set(Set::one(other)),
        })
    }

    fn group(&mut self) -> Result<Node, String> {
        let look = |is_ahead, is_negative| Some((is_ahead, is_negative));
        let (number, look) = if self.takes("?:") {
            (None, None)
        } else if self.takes("?=") {
            (None, look(true, false))
        } else if self.takes("?!") {
            (None, look(true, true))
        } else if self.takes("?<=") {
            (None, look(false, false))
        } else if self.takes("?<!") {
            (None, look(false, true))
        } else {
            if self.takes("?<") {
                let end = self.rest.find('>').ok_or("the name of a group has no end")?;
                self.rest = &self.rest[end + 1..];
            } else if self.rest.starts_with('?') {
                return Err("it has a group of an unknown kind".into());
            }
            self.groups += 1;
            (Some(self.groups), None)
        };
        let node = self.alternatives()?;
        if !self.takes(")") {
            return Err("it opens a group that it does not close".into());
        }
        Ok(match (number, look) {
            (Some(number), _) => Node::Group(number, Box::new(node)),
            (None, Some((is_ahead, is_negative))) => {
                Node::Look(Box::new(Look { node, is_ahead, is_negative }))
            }
            (None, None) => node,
        })
    }

    fn escaped(&mut self) -> Result<Node, String> {
        if self.takes("b") {
            return Ok(Node::Boundary { is_there: true });
        }
        if self.takes("B") {
            return Ok(Node::Boundary { is_there: false });
        }
        if !self.names.iter().all(String::is_empty) && self.takes("k<") {
            let end = self.rest.find('>').ok_or("the name of a group has no end")?;
            let name = &self.rest[..end];
            let number = self.names.iter().position(|other| other == name);
            self.rest = &self.rest[end + 1..];
            return number
                .map(|number| Node::Reference(number + 1))
                .ok_or("it names an unknown group".into());
        }
        let digits = self.rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(self.rest.len());
        if digits > 0 && !self.rest.starts_with('0') {
            let number = self.rest[..digits].parse().unwrap_or(usize::MAX);
            self.rest = &self.rest[digits..];
            return match number <= self.names.len() {
                true => Ok(Node::Reference(number)),
                false => Err(format!("it refers to group {number}, but has only {}", self.names.len())),
            };
        }
        Ok(Node::Set(self.escaped_set(false)?))
    }

    /// The characters that an escape matches, after its backslash.
    fn escaped_set(&mut self, in_class: bool) -> Result<Set, String> {
        let Some(letter) = self.next() else { return Err("it ends in a backslash".into()) };
        Ok(match letter {
            'd' | 'D' => Set::of(DIGITS, letter == 'D'),
            'w' | 'W' => Set::of(WORDS, letter == 'W'),
            's' | 'S' => Set::of(SPACES, letter == 'S'),
            'n' => Set::one('\n'),
            'r' => Set::one('\r'),
            't' => Set::one('\t'),
            'v' => Set::one('\u{b}'),
            'f' => Set::one('\u{c}'),
            'b' if in_class => Set::one('\u{8}'),
            'c' => match self.next() {
                Some(control) if control.is_ascii_alphabetic() => Set::one(char::from(control as u8 & 31)),
                _ => return Err("`\\c` takes a letter".into()),
            },
            '0' if !self.rest.starts_with(|it: char| it.is_ascii_digit()) => Set::one('\0'),
            '0'..='9' => return Err("it has an octal escape".into()),
            'x' => self.code(2, 'x')?,
            'u' => self.code(4, 'u')?,
            other => Set::one(other),
        })
    }

    /// A character by its number in hexadecimal digits; without them the letter itself.
    fn code(&mut self, digits: usize, letter: char) -> Result<Set, String> {
        let code = self.rest.get(..digits).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(code) = code.and_then(|it| u32::from_str_radix(it, 16).ok()) else {
            return Ok(Set::one(letter));
        };
        self.rest = &self.rest[digits..];
        char::from_u32(code).map(Set::one).ok_or("it looks for half a character".into())
    }

    fn class(&mut self) -> Result<Set, String> {
        let is_negated = self.takes("^");
        let mut set = Set::default();
        while !self.takes("]") {
            let low = self.class_atom()?;
            if !self.rest.starts_with("-]") && self.takes("-") {
                let high = self.class_atom()?;
                match (single(&low), single(&high)) {
                    (Some(low), Some(high)) if low <= high => set.ranges.push((low, high)),
                    (Some(_), Some(_)) => return Err("a range in it ends before it begins".into()),
                    _ => {
                        set.extend(&low);
                        set.extend(&Set::one('-'));
                        set.extend(&high);
                    }
                }
            } else {
                set.extend(&low);
            }
        }
        set.is_negated = is_negated;
        Ok(set)
    }

    fn class_atom(&mut self) -> Result<Set, String> {
        match self.next() {
            Some('\\') => self.escaped_set(true),
            Some(other) => Ok(Set::one(other)),
            None => Err("it opens a class that it does not close".into()),
        }
    }
}

fn single(set: &Set) -> Option<char> {
    match set.ranges.as_slice() {
        [(low, high)] if low == high && !set.is_negated => Some(*low),
        _ => None,
    }
}

/// The length and the bounds of a count such as `{2,3}` at the head of a text; `None` if it is none.
#[expect(clippy::type_complexity, reason = "a length, and a bound that may be missing")]
fn counts(text: &str) -> Result<Option<(usize, (u32, Option<u32>))>, String> {
    let Some((inner, _)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
        return Ok(None);
    };
    let (min, max) = inner.split_once(',').unwrap_or((inner, inner));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(min) || !(is_number(max) || max.is_empty()) {
        return Ok(None);
    }
    let min = min.parse().unwrap_or(u32::MAX);
    let max = (!max.is_empty()).then(|| max.parse().unwrap_or(u32::MAX));
    if max.is_some_and(|max| max < min) {
        return Err("a count in it ends before it begins".into());
    }
    Ok(Some((inner.len() + 2, (min, max))))
}
