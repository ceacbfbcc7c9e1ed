//! Names beyond ASCII, which the library takes only in texts: each gets another of the same length while it is read.
//!
//! The length keeps places in a source what they are. What is shown and told are the author's names.

use std::collections::HashMap;

use rusty_mermaid_diagrams::class::ir::ClassDiagram;
use rusty_mermaid_diagrams::state::ir::{StateDiagram, StateKind, StateNode};

use super::steps::Steps;

/// Names of the library's, and those that they stand for.
#[derive(Debug, Default)]
pub struct Names(Vec<(String, String)>);

/// What kind of diagram names stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    States,
    /// Braces hold members, which are no names.
    Classes,
}

impl Names {
    /// Replaces the names of a source.
    pub fn replace(plain: &mut String, kind: Kind) -> Names {
        let mut names = Names::default();
        if plain.is_ascii() {
            return names;
        }
        let mut replaced = String::with_capacity(plain.len());
        let mut known: HashMap<String, String> = HashMap::new();
        let mut holds_names = vec![true];
        let mut is_note = false;
        for line in plain.split_inclusive('\n') {
            let text = line.trim();
            let is_text = is_note || holds_names.last() == Some(&false);
            is_note = match is_note {
                true => text != "end note",
                false => text.starts_with("note") && !text.contains([':', '"']),
            };
            let end = if is_text { 0 } else { end_of_names(line) };
            for (token, is_name) in tokens(&line[..end]) {
                if !is_name || token.is_ascii() {
                    replaced.push_str(token);
                    continue;
                }
                let count = known.len();
                let other =
                    known.entry(token.to_owned()).or_insert_with(|| stand_in(token.len(), count, plain));
                replaced.push_str(other);
            }
            replaced.push_str(&line[end..]);
            let is_body = kind == Kind::Classes && !text.starts_with("namespace");
            line.matches('{').for_each(|_| holds_names.push(!is_body));
            line.matches('}').for_each(|_| _ = holds_names.pop());
            if holds_names.is_empty() {
                holds_names.push(true);
            }
        }
        names.0 = known.into_iter().map(|(name, other)| (other, name)).collect();
        names.0.sort();
        *plain = replaced;
        names
    }

    /// The name that the author has written.
    pub fn own<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.iter().find(|(other, _)| other == name).map_or(name, |(_, own)| own)
    }

    /// A text of the library's with the author's names.
    pub fn told(&self, mut text: String) -> String {
        for (other, own) in &self.0 {
            text = text.replace(other, own);
        }
        text
    }

    /// Steps with the names that the library knows.
    pub fn steps(&self, steps: &Steps) -> Steps {
        steps.renamed(|name| self.0.iter().find(|(_, own)| own == name).map(|(other, _)| other.clone()))
    }

    pub fn label_classes(&self, diagram: &mut ClassDiagram) {
        for class in diagram.classes.iter_mut().filter(|class| class.label.is_none()) {
            let own = self.own(&class.id);
            class.label = (own != class.id).then(|| own.to_owned());
        }
    }

    pub fn label_states(&self, diagram: &mut StateDiagram) {
        diagram.states.iter_mut().for_each(|state| self.label_state(state));
    }

    fn label_state(&self, state: &mut StateNode) {
        let own = self.own(&state.id);
        if state.label.is_none() && own != state.id {
            state.label = Some(own.to_owned());
        }
        if let StateKind::Composite { children, regions, .. } = &mut state.kind {
            let inner = children.iter_mut().chain(regions.iter_mut().flat_map(|region| &mut region.children));
            inner.for_each(|state| self.label_state(state));
        }
    }
}

/// Where in a line a text begins that is no name: behind a colon, or a brace.
fn end_of_names(line: &str) -> usize {
    let text = line.trim_start();
    let words = ["classDef ", "style ", "click ", "link ", "callback ", "direction "];
    if words.iter().any(|word| text.starts_with(word)) {
        return 0;
    }
    let mut is_quoted = false;
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted => return at,
            // `:::` names a class of the style.
            ':' if !is_quoted && !line[at..].starts_with("::") && !line[..at].ends_with(':') => return at,
            _ => {}
        }
    }
    line.len()
}

/// The parts of a text, and whether each is a name: not what stands in quotes, tildes or `<<…>>`.
fn tokens(text: &str) -> Vec<(&str, bool)> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let is_letter = |it: char| it.is_alphanumeric() || it == '_';
        let closing = match first {
            '"' | '~' => rest[1..].find(first).map(|end| end + 2),
            '<' if rest.starts_with("<<") => rest.find(">>").map(|end| end + 2),
            _ => None,
        };
        let length = match closing {
            Some(length) => length,
            None if is_letter(first) => rest.find(|it| !is_letter(it)).unwrap_or(rest.len()),
            None => first.len_utf8(),
        };
        tokens.push((&rest[..length], closing.is_none() && is_letter(first)));
        rest = &rest[length..];
    }
    tokens
}

/// A name of that many bytes that a source does not hold: at least two, since no letter beyond ASCII has fewer.
fn stand_in(length: usize, number: usize, source: &str) -> String {
    let digit = |value: usize| char::from(b"0123456789abcdefghijklmnopqrstuvwxyz"[value % 36]);
    let name = |number: usize| match length {
        2 => format!("{}{}", char::from(b'Q' - (number / 36 % 16) as u8), digit(number)),
        length => format!("Z{}{}{}", digit(number / 36), digit(number), "_".repeat(length - 3)),
    };
    (number..number + 900)
        .map(name)
        .find(|name| !source.contains(name.as_str()))
        .unwrap_or_else(|| name(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, kind: Kind, replaced: &str) {
        let mut plain = source.to_owned();
        let names = Names::replace(&mut plain, kind);
        assert_eq!(plain, replaced);
        assert_eq!(plain.len(), source.len(), "places stay what they are");
        assert_eq!(names.told(plain), source);
    }

    #[test]
    fn names_are_replaced_and_texts_are_not() {
        check("é --> Prüfung : läuft\n", Kind::States, "Q0 --> Z01_____ : läuft\n");
        check("Prüfung --> Prüfung\n", Kind::States, "Z00_____ --> Z00_____\n");
        check("state \"é\" as Ü {\n  ß --> A\n}\n", Kind::States, "state \"é\" as Q0 {\n  Q1 --> A\n}\n");
        check(
            "note right of Ü\n  größer\nend note\nÜ --> A\n",
            Kind::States,
            "note right of Q0\n  größer\nend note\nQ0 --> A\n",
        );
        check(
            "class Größe {\n  +länge: int\n}\nGröße <|-- \"é\" 猫\n",
            Kind::Classes,
            "class Z00____ {\n  +länge: int\n}\nZ00____ <|-- \"é\" Z01\n",
        );
        check(
            "class Liste~Größe~:::wichtig\n<<é>> Ä\n",
            Kind::Classes,
            "class Liste~Größe~:::wichtig\n<<é>> Q0\n",
        );
        check("A --> B\n", Kind::States, "A --> B\n");
    }
}
