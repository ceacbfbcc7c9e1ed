//! Sequence diagrams: the source of one to the library's model of it.
//!
//! The library's own reader takes no name with a space or a letter beyond ASCII, and goes past what it does not know
//! (rusty-mermaid 0.2.0), so that orate reads them itself.
//!
//! Source: the lexer and grammar of mermaid.js 11, `sequenceDiagram.jison`.

mod messages;

use std::ops::Range;

use rusty_mermaid_diagrams::sequence::ir::{
    Activation, AutoNumber, Fragment, FragmentKind, FragmentSection, Note, NotePosition, Participant,
    ParticipantKind, SequenceDiagram, SequenceItem,
};

use self::messages::{ReadMessage, arrow_at, message};
use super::cursor::unreadable;
use super::flowchart::no_links;
use super::source::Source;
use super::text::label;
use super::{Remarked, Unreadable};
use crate::render::figures::diagram::language::NESTED;

const EXPECTED: &str = "a message such as `A->>B: text`, or `participant A`";

/// The blocks that hold messages, and what parts them.
const BLOCKS: [(&str, FragmentKind, &str); 7] = [
    ("loop", FragmentKind::Loop, ""),
    ("alt", FragmentKind::Alt, "else"),
    ("opt", FragmentKind::Opt, ""),
    ("par", FragmentKind::Par, "and"),
    ("par_over", FragmentKind::Par, "and"),
    ("critical", FragmentKind::Critical, "option"),
    ("break", FragmentKind::Break, ""),
];

/// Reads a sequence diagram.
pub(crate) fn read(source: &Source) -> Result<Remarked<SequenceDiagram>, Unreadable> {
    let mut reader = SequenceReader::default();
    for (at, line) in lines(source) {
        for (start, statement) in statements(line) {
            let from = at + start;
            reader.statement(statement, from..from + statement.len(), &source.plain)?;
        }
    }
    match reader.open.pop() {
        Some(open) => Err(Unreadable {
            at: open.at,
            message: "this part of the diagram has no end".into(),
            help: "write `end` on a line of its own after its messages".into(),
        }),
        None => Ok(Remarked { value: reader.diagram, remarks: reader.remarks }),
    }
}

/// The lines behind the word that names the kind, with where they begin.
fn lines(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let mut at = source.head.end;
    source.plain[at..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// The statements of a line, and where they begin: a `;` parts two only where a statement follows, since texts hold it, too.
fn statements(line: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices(';') {
        let is_name = line[..at].rfind(['#', '&']).is_some_and(|mark| {
            at > mark + 1 && line[mark + 1..at].chars().all(|it| it.is_ascii_alphanumeric() || it == '#')
        });
        let rest = line[at + 1..].trim();
        let word = rest.split(|it: char| !it.is_alphabetic() && it != '_').next().unwrap_or_default();
        let is_statement = rest.is_empty() || arrow_at(rest).is_some() || is_keyword(word);
        if at >= start && !is_name && is_statement {
            parts.push((start, &line[start..at]));
            start = at + 1;
        }
    }
    parts.push((start, &line[start..]));
    let trimmed =
        parts.into_iter().map(|(start, part)| (start + part.len() - part.trim_start().len(), part.trim()));
    trimmed.filter(|(_, part)| !part.is_empty() && !part.starts_with("%%")).collect()
}

fn is_keyword(word: &str) -> bool {
    let others =
        ["participant", "actor", "activate", "deactivate", "autonumber", "end", "else", "and", "option"];
    others.contains(&word)
        || word.eq_ignore_ascii_case("note")
        || BLOCKS.iter().any(|(name, ..)| *name == word)
}

/// A block whose end was not read yet.
struct Open {
    at: Range<usize>,
    /// `None` for what only groups: `rect`, `box`.
    block: Option<(Fragment, &'static str)>,
}

/// The text of a key: `@{ "alias": "Ada" }`, with or without quotes.
fn value_of<'a>(data: &'a str, key: &str) -> Option<&'a str> {
    let after =
        data.split_once(key)?.1.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start();
    let quote = after.chars().next().filter(|it| matches!(it, '"' | '\''));
    let (text, ends): (_, &[char]) = match quote {
        Some('"') => (&after[1..], &['"']),
        Some(_) => (&after[1..], &['\'']),
        None => (after, &[',', '}']),
    };
    text.split(ends).next().map(str::trim).filter(|text| !text.is_empty())
}

#[derive(Default)]
struct SequenceReader {
    diagram: SequenceDiagram,
    open: Vec<Open>,
    remarks: Vec<Unreadable>,
}

impl SequenceReader {
    fn statement(&mut self, line: &str, at: Range<usize>, text: &str) -> Result<(), Unreadable> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        if let Some(message) = message(line) {
            self.message(message, at);
            return Ok(());
        }
        match word {
            "participant" | "actor" if !rest.is_empty() => self.participant(word, rest, &at),
            "create" => {
                self.remark(
                    at.clone(),
                    "orate ignores `create` and shows every participant from the start",
                    "leave `create` out",
                );
                self.statement(rest, at.end - rest.len()..at.end, text)?;
            }
            "destroy" => {
                self.remark(
                    at,
                    "orate ignores `destroy` and shows every participant to the end",
                    "leave this line out",
                );
            }
            "activate" | "deactivate" if !rest.is_empty() => {
                let actor = self.actor(rest);
                let activation = Activation { actor, active: word == "activate" };
                self.push(SequenceItem::Activation(activation));
            }
            "autonumber" => self.number(rest),
            "title" | "title:" => self.diagram.title = Some(label(rest.trim_start_matches(':'))),
            "box" => {
                self.remark(
                    at.clone(),
                    "orate draws no box around participants",
                    "leave `box` and its `end` out",
                );
                self.open(Open { at, block: None })?;
            }
            "rect" => {
                self.remark(
                    at.clone(),
                    "orate draws no coloured ground behind messages",
                    "write `opt` with a text instead of `rect`",
                );
                self.open(Open { at, block: None })?;
            }
            "link" | "links" | "properties" | "details" => self.remarks.push(no_links(at)),
            "end" if rest.is_empty() => self.end(at)?,
            _ if word.eq_ignore_ascii_case("note") => self.note(rest, at, text)?,
            _ => return self.block(word, rest, at, text),
        }
        Ok(())
    }

    fn remark(&mut self, at: Range<usize>, message: &str, help: &str) {
        self.remarks.push(Unreadable { at, message: message.into(), help: help.into() });
    }

    fn push(&mut self, item: SequenceItem) {
        let mut blocks = self.open.iter_mut().rev().filter_map(|open| open.block.as_mut());
        let section = blocks.find_map(|(fragment, _)| fragment.sections.last_mut());
        match section {
            Some(section) => section.items.push(item),
            None => self.diagram.items.push(item),
        }
    }

    /// The name of an actor, who is a participant from here on.
    fn actor(&mut self, name: &str) -> String {
        if self.diagram.participant(name).is_none() {
            self.diagram.participants.push(Participant::new(name, label(name)));
        }
        name.to_owned()
    }

    /// `A`, `A as Ada`, `A@{ "type": "actor", "alias": "Ada" }`.
    fn participant(&mut self, word: &str, rest: &str, at: &Range<usize>) {
        let data = rest.find("@{").map_or("", |start| &rest[start..]);
        let data = data.find('}').map_or(data, |end| &data[..=end]);
        let plain = rest.replacen(data, "", 1);
        let (name, title) = match plain.split_once(" as ") {
            Some((name, title)) => (name.trim(), label(title)),
            None => (plain.trim(), String::new()),
        };
        let title = Some(title).filter(|title| !title.is_empty());
        let title = title.or_else(|| value_of(data, "alias").map(label)).unwrap_or_else(|| label(name));
        let own_kind = value_of(data, "type");
        let is_person = word == "actor" || own_kind == Some("actor");
        if let Some(own_kind) = own_kind.filter(|kind| !matches!(*kind, "actor" | "participant")) {
            let message = format!("a participant of the type `{own_kind}` is drawn as a plain box");
            self.remark(at.clone(), &message, "say in its name what it is, or leave `type` out");
        }
        let kind = if is_person { ParticipantKind::Actor } else { ParticipantKind::Box };
        match self.diagram.participants.iter_mut().find(|other| other.id == name) {
            Some(known) => (known.label, known.kind) = (title, kind),
            None => self.diagram.participants.push(Participant { id: name.to_owned(), label: title, kind }),
        }
    }

    fn message(&mut self, read: ReadMessage, at: Range<usize>) {
        let ReadMessage { message, is_two_way, is_central } = read;
        if is_central {
            let what = "orate draws no circle where a message meets a participant";
            self.remark(at.clone(), what, "leave `()` out");
        }
        if is_two_way {
            let what = "a message has one head here: this one is drawn from left to right";
            self.remark(at, what, "write two messages");
        }
        self.actor(&message.from);
        self.actor(&message.to);
        self.push(SequenceItem::Message(message));
    }

    fn number(&mut self, rest: &str) {
        let mut numbers = rest.split_whitespace().map(|part| part.parse::<u32>().unwrap_or(1).min(1 << 20));
        let (start, step) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
        self.diagram.autonumber = (rest != "off").then_some(AutoNumber { start, step });
    }

    /// `left of A: text`, `over A,B: text`.
    fn note(&mut self, rest: &str, at: Range<usize>, text: &str) -> Result<(), Unreadable> {
        let expected = "`note left of A: text`, `note right of A: text` or `note over A,B: text`";
        let wrong = || unreadable(text, at, expected);
        let Some((place, content)) = rest.split_once(':') else { return Err(wrong()) };
        let lower = place.to_ascii_lowercase();
        let names = |word: &str| lower.starts_with(word).then(|| place[word.len()..].trim());
        let position = if let Some(name) = names("left of ") {
            NotePosition::LeftOf(self.actor(name))
        } else if let Some(name) = names("right of ") {
            NotePosition::RightOf(self.actor(name))
        } else if let Some(names) = names("over ") {
            NotePosition::Over(names.split(',').map(|name| self.actor(name.trim())).collect())
        } else {
            return Err(wrong());
        };
        self.push(SequenceItem::Note(Note { position, text: label(content) }));
        Ok(())
    }

    /// The start of a block, or of its next part.
    fn block(&mut self, word: &str, rest: &str, at: Range<usize>, text: &str) -> Result<(), Unreadable> {
        let title = Some(label(rest)).filter(|title| !title.is_empty());
        if let Some((_, kind, parting)) = BLOCKS.iter().find(|(name, ..)| *name == word) {
            let mut fragment = Fragment::new(*kind);
            fragment.label = title.clone();
            fragment.sections.push(FragmentSection { label: title, items: Vec::new() });
            return self.open(Open { at, block: Some((fragment, parting)) });
        }
        let inner = self.open.last_mut().and_then(|open| open.block.as_mut());
        match inner.filter(|(_, parting)| *parting == word) {
            Some((fragment, _)) => {
                fragment.sections.push(FragmentSection { label: title, items: Vec::new() });
                Ok(())
            }
            None => Err(unreadable(text, at, EXPECTED)),
        }
    }

    fn open(&mut self, open: Open) -> Result<(), Unreadable> {
        if self.open.len() >= NESTED {
            let message = format!("this diagram has more than {NESTED} parts within others");
            return Err(Unreadable { at: open.at, message, help: "part it into several".into() });
        }
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self, at: Range<usize>) -> Result<(), Unreadable> {
        match self.open.pop() {
            Some(Open { block: Some((fragment, _)), .. }) => self.push(SequenceItem::Fragment(fragment)),
            Some(_) => {}
            None => {
                let help = "leave it out, or open a part such as `loop` before it".into();
                return Err(Unreadable { at, message: "this `end` ends nothing".into(), help });
            }
        }
        Ok(())
    }
}
