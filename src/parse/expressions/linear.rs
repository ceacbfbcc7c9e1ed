//! Expressions that an automaton can match: each letter of a text is looked at once.
//!
//! The tree becomes an expression of `regex-automata`, where the two mean the same: what is found first, and the
//! first alternative that leads to a match, are the same in both. Not everything does: what looks around or refers
//! back, and a repetition of what may match nothing, is left to [`counted`](super::counted).

use std::fmt::Write;
use std::ops::Range;

use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::start;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind};

use super::Flags;
use super::syntax::{Node, Set};

/// Bytes that the automaton of one expression may take.
const AUTOMATON: usize = 1 << 20;

/// An expression, ready to be looked for.
#[derive(Debug)]
pub(super) struct Linear {
    forward: DFA,
    /// From the end of a match to its start.
    reverse: DFA,
}

/// What a search needs to remember.
#[derive(Debug)]
pub(super) struct Caches {
    forward: Cache,
    reverse: Cache,
}

impl Caches {
    /// Whether neither was ever full.
    pub(super) fn is_like_new(&self) -> bool {
        self.forward.clear_count() == 0 && self.reverse.clear_count() == 0
    }
}

impl Linear {
    /// `None` if an automaton would match something else than JavaScript does.
    pub(super) fn new(node: &Node, flags: Flags) -> Option<Linear> {
        let mut pattern = String::new();
        write_pattern(node, flags, &mut pattern)?;
        let build = |config: Config, nfa: thompson::Config| {
            let config = config.minimum_cache_clear_count(Some(3)).minimum_bytes_per_state(Some(10));
            let nfa = nfa.nfa_size_limit(Some(AUTOMATON)).which_captures(thompson::WhichCaptures::None);
            DFA::builder().configure(config).thompson(nfa).syntax(syntax::Config::new()).build(&pattern).ok()
        };
        Some(Linear {
            forward: build(Config::new().match_kind(MatchKind::LeftmostFirst), thompson::Config::new())?,
            reverse: build(Config::new().match_kind(MatchKind::All), thompson::Config::new().reverse(true))?,
        })
    }

    pub(super) fn caches(&self) -> Caches {
        Caches { forward: self.forward.create_cache(), reverse: self.reverse.create_cache() }
    }

    /// The first match from `from` on; each byte that is looked at costs one of `fuel`. None where that is spent.
    pub(super) fn find(
        &self,
        text: &str,
        from: usize,
        caches: &mut Caches,
        fuel: &mut u64,
    ) -> Option<Option<Range<usize>>> {
        let Some(end) = self.end(text.as_bytes(), from, &mut caches.forward, fuel)? else {
            return Some(None);
        };
        let start = self.start(text.as_bytes(), from..end, &mut caches.reverse, fuel)?;
        Some(start.map(|start| start..end))
    }

    fn end(&self, text: &[u8], from: usize, cache: &mut Cache, fuel: &mut u64) -> Option<Option<usize>> {
        let before = from.checked_sub(1).map(|before| text[before]);
        let config = start::Config::new().look_behind(before).anchored(Anchored::No);
        let mut state = self.forward.start_state(cache, &config).ok()?;
        let mut last = None;
        for (at, &byte) in text.iter().enumerate().skip(from) {
            *fuel = fuel.checked_sub(1)?;
            state = self.forward.next_state(cache, state, byte).ok()?;
            if state.is_match() {
                // An automaton tells a match one byte late.
                last = Some(at);
            } else if state.is_dead() {
                return Some(last);
            } else if state.is_quit() {
                return None;
            }
        }
        state = self.forward.next_eoi_state(cache, state).ok()?;
        Some(if state.is_match() { Some(text.len()) } else { last })
    }

    fn start(
        &self,
        text: &[u8],
        range: Range<usize>,
        cache: &mut Cache,
        fuel: &mut u64,
    ) -> Option<Option<usize>> {
        let from = range.start;
        let input = Input::new(text).range(range.clone()).anchored(Anchored::Yes);
        let mut state = self.reverse.start_state_reverse(cache, &input).ok()?;
        let mut last = None;
        for at in range.rev() {
            *fuel = fuel.checked_sub(1)?;
            state = self.reverse.next_state(cache, state, text[at]).ok()?;
            if state.is_match() {
                last = Some(at + 1);
            } else if state.is_dead() {
                return Some(last);
            } else if state.is_quit() {
                return None;
            }
        }
        state = match from.checked_sub(1) {
            Some(before) => self.reverse.next_state(cache, state, text[before]).ok()?,
            None => self.reverse.next_eoi_state(cache, state).ok()?,
        };
        Some(if state.is_match() { Some(from) } else { last })
    }
}

/// Writes a part for `regex-automata`; `None` if it has no equal there.
fn write_pattern(node: &Node, flags: Flags, pattern: &mut String) -> Option<()> {
    match node {
        Node::Set(set) => write_set(set, flags, pattern)?,
        Node::Start => pattern.push_str(if flags.is_multiline { "(?m:^)" } else { "\\A" }),
        Node::End => pattern.push_str(if flags.is_multiline { "(?m:$)" } else { "\\z" }),
        Node::Boundary { is_there: true } => pattern.push_str("(?-u:\\b)"),
        Node::Group(_, node) => write_group(std::slice::from_ref(&**node), "", flags, pattern)?,
        Node::Sequence(nodes) => write_group(nodes, "", flags, pattern)?,
        Node::Alternatives(nodes) => write_group(nodes, "|", flags, pattern)?,
        Node::Repeat(repeat) => {
            // JavaScript refuses an optional round that matches nothing; an automaton takes it.
            let is_optional = repeat.min == 0 || repeat.max != Some(repeat.min);
            if is_optional && may_be_empty(&repeat.node) {
                return None;
            }
            write_group(std::slice::from_ref(&repeat.node), "", flags, pattern)?;
            let max = repeat.max.map(|max| max.to_string()).unwrap_or_default();
            let lazy = if repeat.is_greedy { "" } else { "?" };
            write!(pattern, "{{{},{max}}}{lazy}", repeat.min).ok()?;
        }
        Node::Boundary { is_there: false } | Node::Look(_) | Node::Reference(_) => return None,
    }
    Some(())
}

fn write_group(nodes: &[Node], between: &str, flags: Flags, pattern: &mut String) -> Option<()> {
    pattern.push_str("(?:");
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            pattern.push_str(between);
        }
        write_pattern(node, flags, pattern)?;
    }
    pattern.push(')');
    Some(())
}

/// Writes a set. Where the case of letters is ignored, that is done here for those of ASCII: JavaScript and Unicode do
/// not agree on the others.
fn write_set(set: &Set, flags: Flags, pattern: &mut String) -> Option<()> {
    if set.ranges.is_empty() {
        pattern.push_str(if set.is_negated { "(?s:.)" } else { "[a&&b]" });
        return Some(());
    }
    pattern.push_str(if set.is_negated { "[^" } else { "[" });
    for &(low, high) in &set.ranges {
        write_range(low, high, pattern)?;
        if flags.ignores_case {
            if !high.is_ascii() && has_case(low, high) {
                return None;
            }
            let (upper, lower) = (('A', 'Z'), ('a', 'z'));
            for ((first, last), offset) in [(upper, 32i32), (lower, -32)] {
                let (from, to) = (low.max(first), high.min(last));
                if from <= to {
                    let moved = |letter: char| char::from_u32((letter as u32).wrapping_add_signed(offset));
                    write_range(moved(from)?, moved(to)?, pattern)?;
                }
            }
        }
    }
    pattern.push(']');
    Some(())
}

fn write_range(low: char, high: char, pattern: &mut String) -> Option<()> {
    write!(pattern, "\\x{{{:x}}}-\\x{{{:x}}}", low as u32, high as u32).ok()
}

/// Whether a letter beyond ASCII among some characters has another case. Many at once are not looked through.
fn has_case(low: char, high: char) -> bool {
    let from = low.max('\u{80}');
    high as u32 - from as u32 > 256
        || (from..=high).any(|it| !it.to_lowercase().eq([it]) || !it.to_uppercase().eq([it]))
}

fn may_be_empty(node: &Node) -> bool {
    match node {
        Node::Set(_) => false,
        Node::Start | Node::End | Node::Boundary { .. } | Node::Look(_) | Node::Reference(_) => true,
        Node::Group(_, node) => may_be_empty(node),
        Node::Sequence(nodes) => nodes.iter().all(may_be_empty),
        Node::Alternatives(nodes) => nodes.iter().any(may_be_empty),
        Node::Repeat(repeat) => repeat.min == 0 || may_be_empty(&repeat.node),
    }
}
