//! State diagrams.
//!
//! Source: the grammar of mermaid.js 11, `stateDiagram.jison`.

use std::ops::Range;

use rusty_mermaid_core::Direction;
use rusty_mermaid_diagrams::state::ir::{
    ConcurrentRegion, NotePosition, StateDiagram, StateKind, StateNode, StateNote, StateTransition,
};

use super::super::cursor::unreadable;
use super::super::flowchart::no_links;
use super::super::source::Source;
use super::super::statements::{class, name, quoted, statements};
use super::super::text::label;
use super::super::{Remarked, Unreadable};
use super::{Styles, class_names, direction};
use crate::render::figures::diagram::language::NESTED;

const EXPECTED: &str = "a transition such as `A --> B : text`, or `state A`";

/// Reads a state diagram.
pub(crate) fn read(source: &Source) -> Result<Remarked<StateDiagram>, Unreadable> {
    let opens = |line: &str| line.trim_start().starts_with("state ").then(|| line.find('{')).flatten();
    let mut reader = StateReader { text: &source.plain, ..StateReader::default() };
    reader.levels.push(Level::default());
    let mut note: Option<(StateNote, Range<usize>)> = None;
    for statement in statements(source, opens) {
        match &mut note {
            Some((inside, _)) if statement.text != "end note" => {
                let line = label(statement.text);
                inside.text = format!("{}\n{line}", inside.text).trim().to_owned();
            }
            Some(_) => reader.level().notes.extend(note.take().map(|(note, _)| note)),
            None => note = reader.statement(statement.text, statement.at)?,
        }
    }
    if let Some((_, at)) = note {
        return Err(unended(at, "note", "end note"));
    }
    if let Some(at) = reader.levels.last().and_then(|level| level.at.clone()) {
        return Err(unended(at, "state", "}"));
    }
    Ok(reader.finish())
}

fn unended(at: Range<usize>, what: &str, end: &str) -> Unreadable {
    let message = format!("this `{what}` has no end");
    Unreadable { at, message, help: format!("write `{end}` on a line of its own after it") }
}

/// The contents of a composite state, or in the whole diagram.
#[derive(Default)]
struct Level {
    /// Where the composite state begins; `None` for the whole diagram.
    at: Option<Range<usize>>,
    id: String,
    label: Option<String>,
    direction: Option<Direction>,
    states: Vec<StateNode>,
    transitions: Vec<StateTransition>,
    notes: Vec<StateNote>,
    regions: Vec<ConcurrentRegion>,
}

impl Level {
    /// The state of a name, which is there from here on.
    fn state(&mut self, id: &str) -> &mut StateNode {
        let at = self.states.iter().position(|state| state.id == id);
        if at.is_none() {
            self.states.push(StateNode::new(id, StateKind::Normal));
        }
        let at = at.unwrap_or(self.states.len() - 1);
        &mut self.states[at]
    }

    fn part(&mut self) {
        let (children, transitions) =
            (std::mem::take(&mut self.states), std::mem::take(&mut self.transitions));
        self.regions.push(ConcurrentRegion { children, transitions });
    }

    fn into_state(mut self) -> StateNode {
        if !self.regions.is_empty() {
            self.part();
            self.states = self.regions.iter().flat_map(|region| region.children.clone()).collect();
            self.transitions = self.regions.iter().flat_map(|region| region.transitions.clone()).collect();
        }
        let kind = StateKind::Composite {
            direction: self.direction,
            children: self.states,
            transitions: self.transitions,
            notes: self.notes,
            regions: self.regions,
        };
        StateNode { label: self.label, ..StateNode::new(self.id, kind) }
    }
}

#[derive(Default)]
struct StateReader<'a> {
    text: &'a str,
    /// The whole diagram, and the composite states that are open, innermost last.
    levels: Vec<Level>,
    styles: Styles,
    /// What `class` lines give to which states.
    classes: Vec<(Vec<String>, String)>,
    remarks: Vec<Unreadable>,
}

impl StateReader<'_> {
    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Reads a statement. Gives a note that goes on in the next lines.
    fn statement(
        &mut self,
        line: &str,
        at: Range<usize>,
    ) -> Result<Option<(StateNote, Range<usize>)>, Unreadable> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        if self.styles.read(line, &at) {
            return Ok(None);
        }
        if let Some(arrow) = line.find("-->") {
            self.transition(&line[..arrow], &line[arrow + 3..], at)?;
            return Ok(None);
        }
        match word {
            "}" if line == "}" && self.levels.len() > 1 => {
                let closed = self.levels.pop().map(Level::into_state);
                if let Some(state) = closed {
                    let id = state.id.clone();
                    *self.level().state(&id) = state;
                }
            }
            "state" if !rest.is_empty() && !rest.starts_with(':') => self.state(rest, at)?,
            "direction" => match direction(rest) {
                Some(direction) => self.level().direction = Some(direction),
                None => return Err(unreadable(self.text, at, "`direction TB`, `BT`, `LR` or `RL`")),
            },
            "class" if class_names(rest).is_some() => {
                let named = class_names(rest);
                let owned = |(names, class): (Vec<&str>, &str)| {
                    (names.into_iter().map(str::to_owned).collect(), class.to_owned())
                };
                self.classes.extend(named.map(owned));
            }
            "note" => return self.note(rest, at),
            "hide" | "scale" => {}
            "click" => self.remarks.push(no_links(at)),
            _ if word.len() > 1 && line.bytes().all(|it| it == b'-') => self.divider(at),
            _ => self.description(line, at)?,
        }
        Ok(None)
    }

    fn divider(&mut self, at: Range<usize>) {
        if self.levels.len() > 1 {
            return self.level().part();
        }
        self.remarks.push(Unreadable {
            at,
            message: "`--` parts regions within a composite state only".into(),
            help: "put the states into `state Name { … }`, or leave this line out".into(),
        });
    }

    /// `A --> B : text`; either may have a class.
    fn transition(&mut self, from: &str, to: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let wrong = || unreadable(self.text, at.clone(), EXPECTED);
        let (src, rest) = end(from.trim()).ok_or_else(wrong)?;
        if !rest.trim().is_empty() {
            return Err(wrong());
        }
        let (dst, rest) = end(to.trim()).ok_or_else(wrong)?;
        let rest = rest.trim();
        let text = rest.strip_prefix(':').map(label);
        if text.is_none() && !rest.is_empty() {
            return Err(wrong());
        }
        let level = self.level();
        for End { id, class } in [&src, &dst] {
            if *id != "[*]" {
                let state = level.state(id);
                state.classes.extend(class.map(str::to_owned));
            }
        }
        let label = text.filter(|text| !text.is_empty());
        level.transitions.push(StateTransition { src: src.id.to_owned(), dst: dst.id.to_owned(), label });
        Ok(())
    }

    /// `"text" as A`, `A <<choice>>`, `A : text`, `A {`, `A`.
    fn state(&mut self, rest: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let wrong =
            |text: &str| unreadable(text, at.clone(), "`state A`, `state \"text\" as A` or `state A {`");
        let (title, rest) = match quoted(rest) {
            Some((title, behind)) => (Some(label(title)), behind.trim_start()),
            None => (None, rest),
        };
        let rest = match (&title, rest.strip_prefix("as ")) {
            (Some(_), Some(behind)) => behind.trim_start(),
            (Some(_), None) => return Err(wrong(self.text)),
            (None, _) => rest,
        };
        let (End { id, class }, rest) = end(rest).ok_or_else(|| wrong(self.text))?;
        let rest = rest.trim();
        if rest == "{" {
            if self.levels.len() > NESTED {
                let message = format!("this diagram has more than {NESTED} states within others");
                return Err(Unreadable { at, message, help: "part it into several".into() });
            }
            let title = title.or_else(|| self.level().state(id).label.take());
            self.levels.push(Level { at: Some(at), id: id.to_owned(), label: title, ..Level::default() });
            return Ok(());
        }
        let kind = match rest.trim_matches(['<', '>', '[', ']']) {
            "fork" => StateKind::Fork,
            "join" => StateKind::Join,
            "choice" => StateKind::Choice,
            "history" => StateKind::History,
            _ if rest.is_empty() || rest.starts_with(':') => StateKind::Normal,
            _ => return Err(wrong(self.text)),
        };
        let title = title.or_else(|| rest.strip_prefix(':').map(label));
        let state = self.level().state(id);
        if !matches!(kind, StateKind::Normal) {
            state.kind = kind;
        }
        state.label = title.or(state.label.take());
        state.classes.extend(class.map(str::to_owned));
        Ok(())
    }

    /// `right of A : text`; gives a note without text, whose lines follow.
    fn note(
        &mut self,
        rest: &str,
        at: Range<usize>,
    ) -> Result<Option<(StateNote, Range<usize>)>, Unreadable> {
        let lower = rest.to_ascii_lowercase();
        let position = match lower.split_whitespace().take(2).collect::<Vec<_>>()[..] {
            ["right", "of"] => NotePosition::Right,
            ["left", "of"] => NotePosition::Left,
            _ => {
                return Err(unreadable(self.text, at, "`note right of A : text` or `note left of A : text`"));
            }
        };
        let behind = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
        let (place, text) = behind[2..].split_once(':').map_or((&behind[2..], None), |(a, b)| (a, Some(b)));
        let state_id = place.trim().to_owned();
        self.level().state(&state_id);
        let note = StateNote { position, state_id, text: text.map(label).unwrap_or_default() };
        if text.is_none() {
            return Ok(Some((note, at)));
        }
        self.level().notes.push(note);
        Ok(None)
    }

    /// `A : text`, `A:::important`, `A`.
    fn description(&mut self, line: &str, at: Range<usize>) -> Result<(), Unreadable> {
        let read = end(line).map(|(end, rest)| (end, rest.trim()));
        let Some((End { id, class }, rest)) =
            read.filter(|(_, rest)| rest.is_empty() || rest.starts_with(':'))
        else {
            return Err(unreadable(self.text, at, EXPECTED));
        };
        let text = rest.strip_prefix(':').map(label).filter(|text| !text.is_empty());
        let state = self.level().state(id);
        state.classes.extend(class.map(str::to_owned));
        if let Some(text) = text {
            // A state that is described twice has two lines.
            state.label = Some(state.label.take().map_or(text.clone(), |before| format!("{before}\n{text}")));
        }
        Ok(())
    }

    fn finish(mut self) -> Remarked<StateDiagram> {
        let top = self.levels.pop().unwrap_or_default();
        let mut states = top.states;
        give_classes(&mut states, &self.classes);
        let value = StateDiagram {
            direction: top.direction.unwrap_or(Direction::TB),
            states,
            transitions: top.transitions,
            notes: top.notes,
            class_defs: self.styles.class_defs,
            style_stmts: self.styles.statements,
        };
        self.remarks.extend(self.styles.remarks);
        Remarked { value, remarks: self.remarks }
    }
}

/// How deep states are nested is limited where they are read.
fn give_classes(states: &mut [StateNode], classes: &[(Vec<String>, String)]) {
    for state in states {
        let own = classes.iter().filter(|(names, _)| names.contains(&state.id));
        state.classes.extend(own.map(|(_, class)| class.clone()));
        if let StateKind::Composite { children, regions, .. } = &mut state.kind {
            give_classes(children, classes);
            regions.iter_mut().for_each(|region| give_classes(&mut region.children, classes));
        }
    }
}

/// One end of a transition.
struct End<'a> {
    id: &'a str,
    class: Option<&'a str>,
}

/// The state that a text begins with, and what follows it.
fn end(text: &str) -> Option<(End<'_>, &str)> {
    let id = if text.starts_with("[*]") { "[*]" } else { name(text) };
    let rest = &text[id.len()..];
    let (class, rest) = class(rest).map_or((None, rest), |(class, rest)| (Some(class), rest));
    (!id.is_empty()).then_some((End { id, class }, rest))
}
