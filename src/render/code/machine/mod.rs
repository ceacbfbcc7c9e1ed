//! A text is read with a grammar, line by line, and each stretch gets its kind.
//!
//! The rules are those of Sublime Text's grammars: of the current context's rules the one that is found first counts;
//! it may open contexts, or leave the current one. Some grammars go round in circles on some texts without ever
//! reading on, and some expressions take time that grows with every letter. So each look costs something, by what it
//! may take at worst, and a text may cost only so much ([`BUDGET`]); a circle is left by reading on one letter, which
//! is what Sublime Text does. All of it is counted, nothing is timed: the same text always gives the same page.
//!
//! Source: "Syntax Definitions" of Sublime Text's documentation, and where that is silent, syntect's behaviour.

use std::rc::Rc;

use onig::Region;

use super::grammar::{Clears, Context, ContextId, Grammar, Groups, Pieces, Rule, Turn, follow};
use super::paint::{Canvas, Paint, Run};

/// What reading one text may cost. A line of ordinary code costs some ten thousand.
const BUDGET: u64 = 60_000_000;

/// How many rules in a row may be followed without reading on.
const STANDING: usize = 40;

/// How deep contexts may be in each other.
const DEPTH: usize = 200;

/// Reads a text; `None` if that takes more than [`BUDGET`].
pub(super) fn read(grammar: Grammar, text: &str) -> Option<Vec<Run>> {
    let start = grammar.start()?;
    let (levels, covered) = (vec![Level::new(start)], Vec::new());
    let mut machine = Machine { levels, covered, canvas: Canvas::default(), left: BUDGET };
    machine.canvas.push(0, start.meta_content.get(..1).unwrap_or_default());
    let (mut offset, mut memory) = (0, Memory::default());
    for line in text.split_inclusive('\n') {
        // Grammars expect every line to end, and its end to be seen.
        let whole = if line.ends_with('\n') { line.to_owned() } else { format!("{line}\n") };
        machine.line(&whole, offset, offset + line.len(), &mut memory)?;
        offset += line.len();
    }
    Some(machine.canvas.finish(text.len()))
}

struct Machine {
    /// The contexts that are in each other; never empty.
    levels: Vec<Level>,
    /// How many levels there were when a prototype's rule was followed: below, no prototype counts until it is over.
    covered: Vec<usize>,
    canvas: Canvas,
    /// What is left of the budget.
    left: u64,
}

/// A context that was entered.
#[derive(Clone)]
struct Level {
    context: &'static Context,
    /// What is tried here and in all that is entered from here.
    prototypes: Vec<&'static Context>,
    /// What the rule that led here has found, for the rules that refer to it.
    groups: Option<Rc<Groups>>,
}

/// Rules that are tried together.
struct RuleSet<'a> {
    rules: &'a [&'static Rule],
    /// What those of them that refer to groups refer to.
    groups: Option<&'a Rc<Groups>>,
    is_prototype: bool,
}

/// A layer that is laid, or some that are taken off, in the order in which that must be done.
struct Change<'a> {
    order: (usize, i64),
    laid: &'a [Paint],
    taken: usize,
}

/// A rule that was found.
struct RuleMatch {
    rule: &'static Rule,
    places: Places,
    is_prototype: bool,
}

/// Where the groups of an expression were found in a line; the first is the whole.
type Places = Rc<[Option<(usize, usize)>]>;

/// What is remembered of a line: where each rule was found the last time it was looked for.
#[derive(Default)]
struct Memory {
    /// Counts the lines, so that what is remembered of the ones before need not be cleared.
    line: u32,
    /// By the numbers of the rules: the line it is about, and none where the rule will not be found again.
    seen: Vec<(u32, Option<Places>)>,
    /// Where the groups of the expression that was looked for last were found; kept, so that its room is.
    region: Region,
    /// What the line holds, for the expressions that were not looked for before.
    pieces: Pieces,
}

impl Memory {
    /// Where a rule is found next; `None` if that is not known.
    fn get(&self, rule: &Rule, at: usize) -> Option<Option<&Places>> {
        let (line, places) = self.seen.get(rule.number())?;
        let is_ahead =
            |places: &Places| places.first().copied().flatten().is_some_and(|(start, _)| start >= at);
        match places {
            _ if *line != self.line => None,
            None => Some(None),
            Some(places) => is_ahead(places).then_some(Some(places)),
        }
    }

    fn set(&mut self, rule: &Rule, places: Option<Places>) {
        let number = rule.number();
        if self.seen.len() <= number {
            self.seen.resize_with(number + 1, Default::default);
        }
        self.seen[number] = (self.line, places);
    }
}

impl Level {
    fn new(context: &'static Context) -> Level {
        Level { context, prototypes: Vec::new(), groups: None }
    }
}

impl RuleMatch {
    fn range(&self) -> (usize, usize) {
        self.places.first().copied().flatten().unwrap_or_default()
    }
}

impl Machine {
    /// Reads one line, which is at `offset` of the text and ends at `end`.
    fn line(&mut self, line: &str, offset: usize, end: usize, memory: &mut Memory) -> Option<()> {
        memory.line += 1;
        memory.pieces.clear();
        let (mut at, mut standing) = (0, 0);
        // Where a context was entered without reading on: leaving it there would lead back to where that began.
        let mut entered = None;
        while let Some(rule_match) = self.find(line, at, entered, memory)? {
            let (_, match_end) = rule_match.range();
            let is_circle = matches!(rule_match.rule.turn, Turn::Leave)
                && match_end == at
                && entered == Some((at, self.levels.len()));
            standing = if match_end > at { 0 } else { standing + 1 };
            if is_circle || standing > STANDING {
                match line[at..].chars().next() {
                    Some(character) => at += character.len_utf8(),
                    None => break,
                }
                (standing, entered) = (0, None);
                continue;
            }
            if match_end == at && matches!(rule_match.rule.turn, Turn::Enter(_)) {
                entered = Some((at, self.levels.len() + 1));
            }
            at = match_end;
            self.follow(&rule_match, line, &|place| (offset + place).min(end));
            if self.levels.len() > DEPTH || self.canvas.depth() > 8 * DEPTH {
                return None;
            }
        }
        Some(())
    }

    /// The rule that is found first from `at` on; of two in one place the first. None of the outer kind where the
    /// budget is spent.
    fn find(
        &mut self,
        line: &str,
        at: usize,
        entered: Option<(usize, usize)>,
        memory: &mut Memory,
    ) -> Option<Option<RuleMatch>> {
        while self.covered.last().is_some_and(|&covered| covered >= self.levels.len()) {
            self.covered.pop();
        }
        let level = self.levels.last()?;
        let base = self.covered.last().copied().unwrap_or(0);
        let prototypes = self.levels[base..].iter().flat_map(|outer| {
            let groups = outer.groups.as_ref();
            outer.prototypes.iter().map(move |prototype| RuleSet {
                rules: &prototype.own_rules,
                groups,
                is_prototype: true,
            })
        });
        let (rules, groups) = (level.context.rules.as_slice(), level.groups.as_ref());
        let sets = prototypes.chain([RuleSet { rules, groups, is_prototype: false }]);
        let is_entrance = entered == Some((at, self.levels.len()));
        let mut left = self.left;
        let mut best: Option<RuleMatch> = None;
        let mut best_is_circle = false;
        for RuleSet { rules, groups, is_prototype } in sets {
            for &rule in rules {
                // What is found later than the best so far does not count.
                let until = best.as_ref().map_or(line.len(), |best| best.range().0);
                if !rule.may_begin(line, at, until) {
                    continue;
                }
                let Some(places) = look(rule, groups, (line, at), memory, &mut left)? else { continue };
                let rule_match = RuleMatch { rule, places, is_prototype };
                let (start, end) = rule_match.range();
                let is_idle = matches!(rule.turn, Turn::Stay) && start == end;
                let is_deep = matches!(rule.turn, Turn::Enter(_)) && self.levels.len() >= DEPTH;
                let best_start = best.as_ref().map_or(usize::MAX, |best| best.range().0);
                if is_idle || is_deep || start > best_start || (start == best_start && !best_is_circle) {
                    continue;
                }
                best_is_circle = is_entrance && end == at && matches!(rule.turn, Turn::Leave);
                best = Some(rule_match);
                if start == at && !best_is_circle {
                    self.left = left;
                    return Some(best);
                }
            }
        }
        self.left = left;
        Some(best)
    }

    /// Does what a rule says where it was found. `place` gives the place in the text for one in the line.
    fn follow(&mut self, rule_match: &RuleMatch, line: &str, place: &dyn Fn(usize) -> usize) {
        let (start, end) = rule_match.range();
        let (start, end) = (place(start), place(end));
        self.covered.extend(rule_match.is_prototype.then_some(self.levels.len()));
        let Some(context) = self.levels.last().map(|level| level.context) else { return };
        self.begin(context, &rule_match.rule.turn, start);
        self.canvas.push(start, &rule_match.rule.paints);
        self.groups(rule_match, place);
        self.canvas.pop(end, rule_match.rule.paints.len());
        self.end(context, &rule_match.rule.turn, end);
        self.turn(rule_match, line);
    }

    /// What the groups of an expression are, the outer ones below the inner.
    fn groups(&mut self, rule_match: &RuleMatch, place: &dyn Fn(usize) -> usize) {
        let mut changes = Vec::new();
        for (group, paints) in &rule_match.rule.groups {
            if let Some((start, end)) = rule_match.places.get(*group).copied().flatten()
                && start < end
            {
                changes.push(Change { order: (start, start as i64 - end as i64), laid: paints, taken: 0 });
                changes.push(Change { order: (end, i64::MIN), laid: &[], taken: paints.len() });
            }
        }
        changes.sort_by_key(|change| change.order);
        for change in changes {
            let at = place(change.order.0);
            self.canvas.pop(at, change.taken);
            self.canvas.push(at, change.laid);
        }
    }

    /// What changes before the text that was found.
    fn begin(&mut self, context: &Context, turn: &Turn, at: usize) {
        match turn {
            Turn::Stay => {}
            Turn::Leave => self.canvas.pop(at, context.meta_content.len()),
            Turn::Enter(references) | Turn::Exchange(references) => {
                let is_exchange = matches!(turn, Turn::Exchange(_));
                if is_exchange && context.clears.is_some() {
                    self.canvas.restore(at);
                }
                for entered in references.iter().filter_map(follow) {
                    if !is_exchange {
                        self.clear(entered, at);
                    }
                    self.canvas.push(at, &entered.meta);
                }
            }
        }
    }

    /// What changes after it.
    fn end(&mut self, context: &Context, turn: &Turn, at: usize) {
        match turn {
            Turn::Stay => {}
            Turn::Leave => {
                self.canvas.pop(at, context.meta.len());
                if context.clears.is_some() {
                    self.canvas.restore(at);
                }
            }
            Turn::Enter(references) => {
                if references.iter().filter_map(follow).any(|entered| !entered.meta_content.is_empty()) {
                    self.again(references, 0, false, at);
                }
            }
            Turn::Exchange(references) => {
                let own = context.meta.len() + context.meta_content.len();
                let is_needed = own > 0
                    || references
                        .iter()
                        .filter_map(follow)
                        .any(|entered| !entered.meta_content.is_empty() || entered.clears.is_some());
                if is_needed {
                    self.again(references, own, true, at);
                }
            }
        }
    }

    /// Lays the layers of entered contexts anew, now with those that begin after the match.
    fn again(&mut self, references: &[ContextId], own: usize, clears: bool, at: usize) {
        let metas: usize = references.iter().filter_map(follow).map(|entered| entered.meta.len()).sum();
        self.canvas.pop(at, metas + own);
        for entered in references.iter().filter_map(follow) {
            if clears {
                self.clear(entered, at);
            }
            self.canvas.push(at, &entered.meta);
            self.canvas.push(at, &entered.meta_content);
        }
    }

    fn clear(&mut self, entered: &Context, at: usize) {
        match entered.clears {
            Some(Clears::Top(count)) => self.canvas.clear(at, count),
            Some(Clears::All) => self.canvas.clear(at, usize::MAX),
            None => {}
        }
    }

    /// Leaves and enters contexts.
    fn turn(&mut self, rule_match: &RuleMatch, line: &str) {
        let (references, left) = match &rule_match.rule.turn {
            Turn::Stay => return,
            Turn::Leave => {
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                return;
            }
            Turn::Enter(references) => (references, None),
            Turn::Exchange(references) => (references, self.levels.pop()),
        };
        // What was to be tried in a context that is exchanged is tried in its successor, too.
        let mut kept = left.as_ref().map(|level| level.prototypes.clone()).unwrap_or_default();
        let groups = Rc::new(Groups::new(&rule_match.places, line));
        let entered: Vec<_> = references.iter().filter_map(follow).collect();
        let last = entered.len().saturating_sub(1);
        for (index, context) in entered.into_iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            prototypes.extend((index == last).then(|| rule_match.rule.prototype()).flatten());
            let refers = context.refers || prototypes.iter().any(|prototype| prototype.refers);
            self.levels.push(Level { context, prototypes, groups: refers.then(|| Rc::clone(&groups)) });
        }
        if self.levels.is_empty() {
            // The outermost context was exchanged for one that is missing.
            self.levels.extend(left);
        }
    }
}

/// Looks for a rule in a line, from a byte of it on, in memory first. None of the outer kind where the budget is spent.
fn look(
    rule: &'static Rule,
    groups: Option<&Rc<Groups>>,
    (line, at): (&str, usize),
    memory: &mut Memory,
    left: &mut u64,
) -> Option<Option<Places>> {
    let groups = groups.filter(|_| rule.refers);
    if groups.is_none()
        && let Some(remembered) = memory.get(rule, at)
    {
        return Some(remembered.cloned());
    }
    let length = (line.len() - at) as u64;
    // An expression may begin anew at each letter, and read to the end each time.
    let cost = 16 + length + length * length / 256 + if groups.is_some() { 1000 } else { 0 };
    *left = left.checked_sub(cost)?;
    let Memory { region, pieces, .. } = memory;
    let is_found = match groups {
        Some(groups) => rule.search_with(groups, line, at, region),
        None => rule.search(line, at, pieces, region),
    };
    let places: Option<Places> = is_found.then(|| (0..region.len()).map(|group| region.pos(group)).collect());
    if groups.is_none() {
        memory.set(rule, places.clone());
    }
    Some(places)
}
