//! Expressions that have to be tried: what looks around or refers back has no automaton.
//!
//! Tries alternatives in their order, as JavaScript does, and counts each step, so that no expression can go on for
//! ever: when its fuel is spent, the search ends.

use std::ops::Range;

use super::Flags;
use super::syntax::{Look, Node, Repeat, Set};

/// How many alternatives may wait to be tried at once.
const WAITING: usize = 1 << 20;

#[derive(Debug)]
enum Step {
    Set {
        set: Set,
        is_backward: bool,
    },
    Reference {
        group: usize,
        is_backward: bool,
    },
    Start,
    End,
    Boundary {
        is_there: bool,
    },
    /// Goes on at the first, and if that fails at the second.
    Try(usize, usize),
    Go(usize),
    /// Keeps the place in a slot.
    Keep(usize),
    Forget(Range<usize>),
    /// Fails where nothing was matched since the slot was kept.
    Advanced(usize),
    /// Matches the steps that follow, up to their `Done`, and goes on at `next`.
    Look {
        next: usize,
        is_negative: bool,
    },
    Done,
}

/// An expression, ready to be tried.
#[derive(Debug)]
pub(super) struct Counted {
    steps: Vec<Step>,
    slots: usize,
    flags: Flags,
}

impl Counted {
    /// `groups` is the number of groups that keep what they matched.
    pub(super) fn new(node: &Node, groups: usize, flags: Flags) -> Counted {
        let mut compiler = Compiler { steps: Vec::new(), slots: (groups + 1) * 2 };
        compiler.node(node, false);
        compiler.steps.push(Step::Done);
        Counted { steps: compiler.steps, slots: compiler.slots, flags }
    }

    /// The first match from `from` on; each step costs one of `fuel`. None where that is spent.
    pub(super) fn find(&self, text: &str, from: usize, fuel: &mut u64) -> Option<Option<Range<usize>>> {
        let mut run = Run { text, of: self, slots: vec![None; self.slots], waiting: Vec::new(), fuel };
        let starts = text[from..].char_indices().map(|(at, _)| from + at).chain([text.len()]);
        for start in starts {
            if let Some(end) = run.match_from(0, start)? {
                return Some(Some(start..end));
            }
        }
        Some(None)
    }
}

struct Compiler {
    steps: Vec<Step>,
    slots: usize,
}

impl Compiler {
    fn node(&mut self, node: &Node, is_backward: bool) {
        match node {
            Node::Set(set) => self.steps.push(Step::Set { set: set.clone(), is_backward }),
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
            Node::Boundary { is_there } => self.steps.push(Step::Boundary { is_there: *is_there }),
            Node::Reference(group) => self.steps.push(Step::Reference { group: *group, is_backward }),
            Node::Group(number, node) => {
                let (first, last) = (number * 2, number * 2 + 1);
                self.steps.push(Step::Keep(if is_backward { last } else { first }));
                self.node(node, is_backward);
                self.steps.push(Step::Keep(if is_backward { first } else { last }));
            }
            Node::Sequence(nodes) if is_backward => {
                nodes.iter().rev().for_each(|node| self.node(node, is_backward));
            }
            Node::Sequence(nodes) => nodes.iter().for_each(|node| self.node(node, is_backward)),
            Node::Alternatives(nodes) => self.alternatives(nodes, is_backward),
            Node::Repeat(repeat) => self.repeat(repeat, is_backward),
            Node::Look(look) => self.look(look),
        }
    }

    fn alternatives(&mut self, nodes: &[Node], is_backward: bool) {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let is_last = index + 1 == nodes.len();
            let choice = self.steps.len();
            if !is_last {
                self.steps.push(Step::Try(choice + 1, 0));
            }
            self.node(node, is_backward);
            if !is_last {
                ends.push(self.steps.len());
                self.steps.push(Step::Go(0));
                self.steps[choice] = Step::Try(choice + 1, self.steps.len());
            }
        }
        let after = self.steps.len();
        ends.into_iter().for_each(|end| self.steps[end] = Step::Go(after));
    }

    fn repeat(&mut self, repeat: &Repeat, is_backward: bool) {
        for _ in 0..repeat.min {
            self.steps.push(Step::Forget(repeat.groups.clone()));
            self.node(&repeat.node, is_backward);
        }
        let mut choices = Vec::new();
        for _ in repeat.min..repeat.max.unwrap_or(repeat.min + 1) {
            choices.push(self.steps.len());
            self.round(repeat, is_backward);
        }
        if let (None, Some(&choice)) = (repeat.max, choices.first()) {
            self.steps.push(Step::Go(choice));
        }
        let after = self.steps.len();
        for choice in choices {
            self.steps[choice] =
                if repeat.is_greedy { Step::Try(choice + 1, after) } else { Step::Try(after, choice + 1) };
        }
    }

    /// A round that may be left out, and has to match something.
    fn round(&mut self, repeat: &Repeat, is_backward: bool) {
        self.steps.push(Step::Go(0));
        let slot = self.slots;
        self.slots += 1;
        self.steps.push(Step::Keep(slot));
        self.steps.push(Step::Forget(repeat.groups.clone()));
        self.node(&repeat.node, is_backward);
        self.steps.push(Step::Advanced(slot));
    }

    fn look(&mut self, look: &Look) {
        let head = self.steps.len();
        self.steps.push(Step::Done);
        self.node(&look.node, !look.is_ahead);
        self.steps.push(Step::Done);
        self.steps[head] = Step::Look { next: self.steps.len(), is_negative: look.is_negative };
    }
}

/// What is tried, or put back, when a step fails.
enum Waiting {
    Alternative { step: usize, at: usize },
    Slot { slot: usize, value: Option<usize> },
}

struct Run<'a> {
    text: &'a str,
    of: &'a Counted,
    slots: Vec<Option<usize>>,
    waiting: Vec<Waiting>,
    fuel: &'a mut u64,
}

impl Run<'_> {
    /// Where a match of the steps from `step` on ends that begins at `at`; none in none where the fuel is spent.
    fn match_from(&mut self, mut step: usize, mut at: usize) -> Option<Option<usize>> {
        let base = self.waiting.len();
        loop {
            *self.fuel = self.fuel.checked_sub(1)?;
            if self.waiting.len() > WAITING {
                return None;
            }
            let next = match &self.of.steps[step] {
                Step::Done => {
                    self.commit(base);
                    return Some(Some(at));
                }
                Step::Look { next, is_negative } => {
                    let inner = self.waiting.len();
                    let is_there = self.match_from(step + 1, at)?.is_some();
                    if *is_negative {
                        self.undo(inner);
                    }
                    (is_there != *is_negative).then_some((*next, at))
                }
                Step::Try(first, second) => {
                    self.waiting.push(Waiting::Alternative { step: *second, at });
                    Some((*first, at))
                }
                other => self.simple(other, step, at)?,
            };
            (step, at) = match next {
                Some(next) => next,
                None => match self.back(base) {
                    Some(next) => next,
                    None => return Some(None),
                },
            };
        }
    }

    /// Where to go on after a step that has but one way; none in none where the fuel is spent.
    fn simple(&mut self, step: &Step, number: usize, at: usize) -> Option<Option<(usize, usize)>> {
        let next = number + 1;
        Some(match step {
            Step::Set { set, is_backward } => self.set(set, *is_backward, at).map(|at| (next, at)),
            Step::Reference { group, is_backward } => {
                self.reference(*group, *is_backward, at)?.map(|at| (next, at))
            }
            Step::Start => self.starts(at).then_some((next, at)),
            Step::End => self.ends(at).then_some((next, at)),
            Step::Boundary { is_there } => (self.is_boundary(at) == *is_there).then_some((next, at)),
            Step::Go(to) => Some((*to, at)),
            Step::Keep(slot) => {
                self.keep(*slot, Some(at));
                Some((next, at))
            }
            Step::Forget(groups) => {
                for group in groups.clone() {
                    *self.fuel = self.fuel.checked_sub(1)?;
                    self.keep(group * 2, None);
                    self.keep(group * 2 + 1, None);
                }
                Some((next, at))
            }
            Step::Advanced(slot) => (self.slots[*slot] != Some(at)).then_some((next, at)),
            Step::Try(..) | Step::Look { .. } | Step::Done => None,
        })
    }

    fn keep(&mut self, slot: usize, value: Option<usize>) {
        if self.slots[slot] != value {
            self.waiting.push(Waiting::Slot { slot, value: self.slots[slot] });
            self.slots[slot] = value;
        }
    }

    /// Puts slots back up to the last alternative above `base`.
    fn back(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.waiting.len() > base {
            match self.waiting.pop()? {
                Waiting::Alternative { step, at } => return Some((step, at)),
                Waiting::Slot { slot, value } => self.slots[slot] = value,
            }
        }
        None
    }

    /// Forgets the alternatives above `base`; what was in the slots is still put back if what follows fails.
    fn commit(&mut self, base: usize) {
        let kept = self.waiting.split_off(base);
        self.waiting.extend(kept.into_iter().filter(|it| matches!(it, Waiting::Slot { .. })));
    }

    fn undo(&mut self, base: usize) {
        while self.waiting.len() > base {
            if let Some(Waiting::Slot { slot, value }) = self.waiting.pop() {
                self.slots[slot] = value;
            }
        }
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn set(&self, set: &Set, is_backward: bool, at: usize) -> Option<usize> {
        let character = if is_backward { self.before(at) } else { self.after(at) }?;
        let is_in = match self.of.flags.ignores_case {
            false => set.has(character),
            true => cases(character).into_iter().any(|it| set.lists(it)) != set.is_negated,
        };
        let length = character.len_utf8();
        is_in.then_some(if is_backward { at - length } else { at + length })
    }

    fn reference(&mut self, group: usize, is_backward: bool, at: usize) -> Option<Option<usize>> {
        let (Some(start), Some(end)) = (self.slots[group * 2], self.slots[group * 2 + 1]) else {
            return Some(Some(at));
        };
        let wanted = &self.text[start..end];
        *self.fuel = self.fuel.checked_sub(wanted.len() as u64)?;
        let (candidate, next) = match is_backward {
            false => (self.text[at..].get(..wanted.len()), at + wanted.len()),
            true => match at.checked_sub(wanted.len()) {
                Some(from) => (self.text.get(from..at), from),
                None => (None, 0),
            },
        };
        let is_same = |candidate: &str| match self.of.flags.ignores_case {
            false => candidate == wanted,
            true => candidate.chars().map(canonical).eq(wanted.chars().map(canonical)),
        };
        Some(candidate.is_some_and(is_same).then_some(next))
    }

    fn starts(&self, at: usize) -> bool {
        at == 0 || (self.of.flags.is_multiline && self.before(at).is_some_and(super::ends_line))
    }

    fn ends(&self, at: usize) -> bool {
        at == self.text.len() || (self.of.flags.is_multiline && self.after(at).is_some_and(super::ends_line))
    }

    fn is_boundary(&self, at: usize) -> bool {
        let is_word = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric() || it == '_');
        is_word(self.before(at)) != is_word(self.after(at))
    }
}

/// The one case in which letters are compared, as JavaScript has it: none becomes a letter of ASCII that was none.
fn canonical(character: char) -> char {
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if character.is_ascii() || !upper.is_ascii() => upper,
        _ => character,
    }
}

/// A character in all of its cases.
fn cases(character: char) -> Vec<char> {
    let lower = character.to_lowercase().chain(canonical(character).to_lowercase());
    let all = lower.chain([character, canonical(character)]);
    all.filter(|it| canonical(*it) == canonical(character)).collect()
}
