//! The languages' grammars: Sublime Text's, as bat collects them, each unpacked when a listing first needs it.
//!
//! A grammar is a graph of contexts. Each is flattened here into one list of rules, what it includes in its place,
//! and each rule's expression is compiled when it is first looked for; both are kept for the life of the program,
//! since a preview reads the same languages again and again.

mod branches;
mod file;
mod needs;
mod starts;

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use memchr::memchr3;
use onig::{MatchParam, Regex, RegexOptions, Region, SearchOptions, Syntax};

use self::branches::{Branches, Parts};
use self::file::GrammarEntry;
use self::needs::Needs;
pub(super) use self::needs::Pieces;
use self::starts::Start;
use super::paint::Paint;

/// All grammars. A talk without listings never asks for them.
static ENTRIES: LazyLock<Vec<GrammarEntry>> = LazyLock::new(file::entries);

/// How many rules were asked for.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// How deep contexts may include each other.
const DEPTH: usize = 64;

/// How often one expression may try again at one place before it counts as not found.
const PATIENCE: u32 = 4096;

/// A language's grammar, by its number in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar(usize);

/// Where a context is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContextId {
    grammar: usize,
    context: usize,
}

/// A context as the grammar has it.
struct Source {
    meta: Vec<Paint>,
    meta_content: Vec<Paint>,
    clears: Option<Clears>,
    refers: bool,
    /// What the grammar says for every context.
    prototype: Option<ContextId>,
    patterns: Vec<Pattern>,
    context: OnceLock<Context>,
}

/// What a context holds: a rule, or all that another context holds.
enum Pattern {
    Rule(Box<Rule>),
    Include(ContextId),
}

/// What may come, in a certain place of a language.
pub(super) struct Context {
    /// In the order in which they are tried, what the grammar says for every context first.
    pub rules: Vec<&'static Rule>,
    /// Like `rules`, without what holds for every context: what is tried as a `with_prototype`.
    pub own_rules: Vec<&'static Rule>,
    /// What the text is from the match that opened this context to the match that ends it, both included.
    pub meta: Vec<Paint>,
    /// The same, both left out.
    pub meta_content: Vec<Paint>,
    pub clears: Option<Clears>,
    /// Whether its rules refer to what the rule that opened it has found.
    pub refers: bool,
}

/// How many layers of meaning a context puts aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clears {
    Top(usize),
    All,
}

/// An expression, and what happens where it is found.
pub(super) struct Rule {
    /// Counts the rules as they were asked for.
    number: OnceLock<usize>,
    pub paints: Vec<Paint>,
    /// What groups of the expression are, by their numbers.
    pub groups: Vec<(usize, Vec<Paint>)>,
    pub turn: Turn,
    /// What is also tried in the context that is opened, and in all that it opens.
    prototype: Option<ContextId>,
    expression: &'static str,
    start: Start,
    branches: Vec<Branches>,
    needs: Needs,
    /// Whether the expression refers to groups of another.
    pub refers: bool,
    compiled: OnceLock<Option<Regex>>,
    /// The same for lines of ASCII.
    compiled_for_ascii: OnceLock<Option<Regex>>,
    /// The same with few of its branches.
    parts: Parts,
}

/// Where a rule leads.
pub(super) enum Turn {
    Stay,
    Leave,
    /// Into contexts, the last the innermost.
    Enter(Vec<ContextId>),
    /// The same, after leaving the one that is.
    Exchange(Vec<ContextId>),
}

impl Grammar {
    /// The grammar that is for files with this ending, or has this name; case does not count. Of several the last,
    /// since what is collected later is meant to be used in place of what was there.
    pub(super) fn find(name: &str) -> Option<Grammar> {
        let is_ending =
            |entry: &GrammarEntry| entry.endings.iter().any(|ending| ending.eq_ignore_ascii_case(name));
        let by_ending = ENTRIES.iter().rposition(is_ending);
        let by_name = || ENTRIES.iter().rposition(|entry| entry.name.eq_ignore_ascii_case(name));
        by_ending.or_else(by_name).map(Grammar)
    }

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        ENTRIES.get(self.0).map_or("", |entry| entry.name)
    }

    /// Every grammar that has a name.
    #[cfg(test)]
    pub(super) fn all() -> impl Iterator<Item = (&'static str, Grammar)> {
        ENTRIES.iter().enumerate().map(|(number, entry)| (entry.name, Grammar(number)))
    }

    /// Where a text begins.
    pub(super) fn start(self) -> Option<&'static Context> {
        let context = ENTRIES.get(self.0)?.content().start;
        follow(&ContextId { grammar: self.0, context })
    }
}

/// The context of a place.
pub(super) fn follow(id: &ContextId) -> Option<&'static Context> {
    source(id).map(|source| source.context.get_or_init(|| source.flattened()))
}

fn source(id: &ContextId) -> Option<&'static Source> {
    ENTRIES.get(id.grammar)?.content().context(id.context)
}

impl Source {
    fn flattened(&'static self) -> Context {
        let (mut rules, mut own_rules) = (Vec::new(), Vec::new());
        if let Some(prototype) = self.prototype.as_ref().and_then(source) {
            prototype.rules(&mut rules, DEPTH);
        }
        self.rules(&mut own_rules, DEPTH);
        rules.extend(&own_rules);
        Context {
            rules,
            own_rules,
            meta: self.meta.clone(),
            meta_content: self.meta_content.clone(),
            clears: self.clears,
            refers: self.refers,
        }
    }

    /// Adds its rules, with those of what it includes.
    fn rules(&'static self, rules: &mut Vec<&'static Rule>, depth: usize) {
        for pattern in &self.patterns {
            match pattern {
                Pattern::Rule(rule) => rules.push(rule),
                Pattern::Include(id) => {
                    if depth > 0
                        && let Some(included) = source(id)
                    {
                        included.rules(rules, depth - 1);
                    }
                }
            }
        }
    }
}

impl Rule {
    /// Counts the rules as they were asked for, so that what is remembered by it stays small.
    pub(super) fn number(&self) -> usize {
        *self.number.get_or_init(|| COUNT.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether the expression may be found in a line at byte `from`, at byte `until`, or between them.
    pub(super) fn may_begin(&self, line: &str, from: usize, until: usize) -> bool {
        self.start.is_possible(line, from, until)
    }

    /// Looks for the expression in a line, from byte `from` on; where it is found, `region` holds its groups. `pieces` are
    /// those of the line.
    pub(super) fn search(&self, line: &str, from: usize, pieces: &mut Pieces, region: &mut Region) -> bool {
        let compiled = if !line.is_ascii() {
            self.compiled.get_or_init(|| compile(self.expression))
        } else if let Some(compiled) = self.compiled_for_ascii.get() {
            compiled
        } else if !self.needs.are_met(line, from, pieces) {
            return false;
        } else if let Some(part) = self.part(line, pieces) {
            return part.as_ref().as_ref().is_some_and(|compiled| search(compiled, line, from, region));
        } else {
            self.compiled_for_ascii.get_or_init(|| compile_for_ascii(self.expression))
        };
        compiled.as_ref().is_some_and(|compiled| search(compiled, line, from, region))
    }

    /// The expression with the words that the line may hold. `None` where it has few, or is better compiled as a whole.
    fn part(&self, line: &str, pieces: &mut Pieces) -> Option<Arc<Option<Regex>>> {
        if self.branches.is_empty() {
            return None;
        }
        pieces.read(line);
        self.parts.get(self.expression, &self.branches, pieces, compile_for_ascii)
    }

    /// The same for an expression that refers to groups of another.
    pub(super) fn search_with(&self, groups: &Groups, line: &str, from: usize, region: &mut Region) -> bool {
        compile(&groups.filled(self.expression)).is_some_and(|compiled| search(&compiled, line, from, region))
    }

    pub(super) fn prototype(&self) -> Option<&'static Context> {
        self.prototype.as_ref().and_then(follow)
    }
}

fn compile(expression: &str) -> Option<Regex> {
    Regex::with_options(expression, RegexOptions::REGEX_OPTION_CAPTURE_GROUP, Syntax::default()).ok()
}

/// An expression that finds in ASCII what the other finds, and is compiled in a fraction of the time: each class of
/// letters has hundreds of ranges in Unicode, and an expression of TypeScript has dozens of such classes.
fn compile_for_ascii(expression: &str) -> Option<Regex> {
    // Oniguruma's option P: `\w`, `\d`, `\s` and what is in `[:…:]` are ASCII.
    compile(&format!("(?P){}", in_ascii(expression)))
}

/// An expression with what is ASCII of Unicode's letters, digits and signs in place of these.
fn in_ascii(expression: &str) -> Cow<'_, str> {
    // Where a class has no sign of ASCII, one that is in no line of ASCII: an empty class is an error.
    const CLASSES: &[(&str, &str)] = &[
        (r"\p{L}", "a-zA-Z"),
        (r"\p{Lu}", "A-Z"),
        (r"\p{Ll}", "a-z"),
        (r"\p{Lt}", "\u{1c5}"),
        (r"\p{Lo}", "\u{aa}"),
        (r"\p{M}", "\u{300}"),
        (r"\p{Mn}", "\u{300}"),
        (r"\p{Mc}", "\u{903}"),
        (r"\p{N}", "0-9"),
        (r"\p{Nd}", "0-9"),
        (r"\p{Nl}", "\u{2160}"),
        (r"\p{Pc}", "_"),
        (r"\p{S}", "$+<=>^`|~"),
        (r"\p{Sm}", "+<=>|~"),
        (r"\p{So}", "\u{a9}"),
    ];
    if !expression.contains(r"\p{") {
        return expression.into();
    }
    let (mut written, mut depth, mut rest) = (String::with_capacity(expression.len()), 0_usize, expression);
    // Some expressions have thousands of letters, and few of them matter here.
    while let Some(at) = memchr3(b'\\', b'[', b']', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        written.push_str(before);
        let is_class = from.starts_with(r"\p{");
        let class = is_class.then(|| CLASSES.iter().find(|(name, _)| from.starts_with(name))).flatten();
        if let Some((name, letters)) = class {
            let (open, close) = if depth > 0 { ("", "") } else { ("[", "]") };
            written.extend([open, letters, close]);
            rest = &from[name.len()..];
            continue;
        }
        let escaped = from.strip_prefix('\\').and_then(|rest| rest.chars().next());
        match from.as_bytes()[0] {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let length = 1 + escaped.map_or(0, char::len_utf8);
        written.push_str(&from[..length]);
        rest = &from[length..];
    }
    written.push_str(rest);
    written.into()
}

fn search(compiled: &Regex, line: &str, from: usize, region: &mut Region) -> bool {
    let mut limits = MatchParam::default();
    limits.set_retry_limit_in_match(PATIENCE);
    let options = SearchOptions::SEARCH_OPTION_NONE;
    region.clear();
    matches!(compiled.search_with_param(line, from, line.len(), options, Some(region), limits), Ok(Some(_)))
}

/// What the groups of an expression have found, for the rules that refer to them.
#[derive(Debug)]
pub(super) struct Groups(Vec<Option<String>>);

impl Groups {
    pub(super) fn new(places: &[Option<(usize, usize)>], line: &str) -> Groups {
        let texts = places.iter().map(|place| place.and_then(|(start, end)| line.get(start..end)));
        Groups(texts.map(|text| text.map(str::to_owned)).collect())
    }

    /// An expression with `\1` and the like replaced by what was found.
    fn filled(&self, expression: &str) -> String {
        let (mut filled, mut is_escape) = (String::new(), false);
        for character in expression.chars() {
            match (is_escape, character.to_digit(10)) {
                (true, Some(group)) => {
                    let text = self.0.get(group as usize).and_then(Option::as_deref).unwrap_or_default();
                    filled.push_str(&quoted(text));
                }
                (true, None) => filled.extend(['\\', character]),
                (false, _) if character != '\\' => filled.push(character),
                (false, _) => {}
            }
            is_escape = character == '\\' && !is_escape;
        }
        filled
    }
}

/// A text as an expression that finds it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_alphanumeric() && character.is_ascii() && !character.is_ascii_whitespace() {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_become_ascii_within_classes_and_without() {
        let expression = r"[_$\p{L}][^\]\p{N}]*\p{Nd}\\p{L}\p{Han}\p{Lu}\[\p{L}é";
        assert_eq!(in_ascii(expression), r"[_$a-zA-Z][^\]0-9]*[0-9]\\p{L}\p{Han}[A-Z]\[[a-zA-Z]é");
        assert_eq!(in_ascii(r"\w+"), r"\w+");
    }

    #[test]
    fn an_expression_whose_needs_are_not_met_is_not_found() {
        let texts = [
            include_str!("mod.rs"),
            include_str!("LICENSES.md"),
            include_str!("../../../runtime/build.mjs"),
            include_str!("../../../runtime/src/deck/deck.ts"),
            include_str!("../../../runtime/css/main.css"),
            include_str!("../../../../templates/page.html"),
            include_str!("../../../../Cargo.toml"),
            include_str!("../../../../README.md"),
        ];
        let lines: Vec<String> = texts
            .iter()
            .flat_map(|text| text.lines().take(400))
            .filter(|line| line.is_ascii())
            .step_by(9)
            .map(|line| format!("{line}\n"))
            .collect();
        let contexts = ENTRIES.iter().flat_map(|entry| entry.content().contexts());
        let rules = contexts.flat_map(|context| &context.patterns).filter_map(|pattern| match pattern {
            Pattern::Rule(rule) if !rule.refers => Some(rule),
            _ => None,
        });
        let (mut region, mut refused) = (Region::new(), 0);
        for rule in rules.step_by(7) {
            let Some(compiled) = compile_for_ascii(rule.expression) else { continue };
            for line in &lines {
                for from in [0, line.len() / 2, line.len() - 1] {
                    let is_found = search(&compiled, line, from, &mut region);
                    let mut pieces = Pieces::default();
                    if !rule.needs.are_met(line, from, &mut pieces) || !rule.may_begin(line, from, line.len())
                    {
                        refused += 1;
                        assert!(!is_found, "{} in {line} from {from}", rule.expression);
                    }
                    let place = region.pos(0).filter(|_| is_found);
                    assert!(
                        place.is_none_or(|(start, _)| rule.may_begin(line, from, start)),
                        "{} in {line} from {from}",
                        rule.expression
                    );
                    let part = rule.part(line, &mut pieces);
                    if let Some(part) = part.as_deref().and_then(Option::as_ref) {
                        assert_eq!(search(part, line, from, &mut region), is_found, "{}", rule.expression);
                        assert_eq!(region.pos(0).filter(|_| is_found), place, "{}", rule.expression);
                    }
                }
            }
        }
        assert!(refused > 10_000, "{refused}");
    }

    #[test]
    fn a_class_without_a_sign_of_ascii_is_not_empty() {
        let compiled = compile_for_ascii(r"^[\p{Lt}a]\p{So}?[^\p{Mn}]$").unwrap();
        assert!(search(&compiled, "a+", 0, &mut Region::new()));
    }

    #[test]
    fn an_expression_can_be_compiled_for_ascii_where_it_can_for_unicode() {
        let contexts = ENTRIES.iter().flat_map(|entry| entry.content().contexts());
        for pattern in contexts.flat_map(|context| &context.patterns) {
            if let Pattern::Rule(rule) = pattern
                && !rule.refers
            {
                let expression = rule.expression;
                assert_eq!(
                    compile(expression).is_some(),
                    compile_for_ascii(expression).is_some(),
                    "{expression}"
                );
            }
        }
    }
}
