//! The languages' grammars: Sublime Text's, as bat collects them, read when the first listing needs them.
//!
//! A grammar is a graph of contexts. Each is flattened here into one list of rules, what it includes in its place,
//! and each rule's expression is compiled when it is first looked for; both are kept for the life of the program,
//! since a preview reads the same languages again and again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock, RwLock};

use onig::{MatchParam, Regex, RegexOptions, Region, SearchOptions, Syntax};
use syntect::parsing::syntax_definition::{
    Context as SourceContext, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern,
};
use syntect::parsing::{SyntaxReference, SyntaxSet, syntax_definition::context_iter};

use super::paint::Paint;

/// All grammars. A talk without listings never asks for them.
static SET: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The contexts and rules that were asked for, by the address of what they were made from, which stays where it is.
static CONTEXTS: LazyLock<RwLock<HashMap<usize, &'static Context>>> = LazyLock::new(RwLock::default);
static RULES: LazyLock<RwLock<HashMap<usize, &'static Rule>>> = LazyLock::new(RwLock::default);

/// How many rules there are.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// How often one expression may try again at one place before it counts as not found.
const PATIENCE: u32 = 4096;

/// A language's grammar.
#[derive(Clone, Copy, Debug)]
pub struct Grammar(&'static SyntaxReference);

/// What may come, in a certain place of a language.
pub struct Context {
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
pub enum Clears {
    Top(usize),
    All,
}

/// An expression, and what happens where it is found.
pub struct Rule {
    /// Counts the rules as they were asked for.
    pub number: usize,
    pub paints: Vec<Paint>,
    /// What groups of the expression are, by their numbers.
    pub groups: Vec<(usize, Vec<Paint>)>,
    pub turn: Turn,
    /// What is also tried in the context that is opened, and in all that it opens.
    prototype: Option<ContextReference>,
    expression: &'static str,
    /// Whether the expression refers to groups of another.
    pub refers: bool,
    compiled: OnceLock<Option<Regex>>,
}

/// Where a rule leads.
pub enum Turn {
    Stay,
    Leave,
    /// Into contexts, the last the innermost.
    Enter(&'static [ContextReference]),
    /// The same, after leaving the one that stands.
    Exchange(&'static [ContextReference]),
}

impl Grammar {
    /// The grammar that has this name, or is for files with this ending; case does not count.
    pub fn find(name: &str) -> Option<Grammar> {
        SET.find_syntax_by_token(name).map(Grammar)
    }

    /// Every grammar that has a name.
    #[cfg(test)]
    pub fn all() -> impl Iterator<Item = (&'static str, Grammar)> {
        SET.syntaxes().iter().map(|syntax| (syntax.name.as_str(), Grammar(syntax)))
    }

    /// Where a text begins: the context that means the whole language and leads to what the grammar calls `main`.
    ///
    /// It is recognised by what it is, since its name is syntect's own affair.
    pub fn start(self) -> Option<&'static Context> {
        let index = SET.syntaxes().iter().position(|syntax| std::ptr::eq(syntax, self.0))?;
        let contexts = (0..).map_while(|number| by_number(index, number));
        contexts
            .filter(|context| context.meta_content_scope == [self.0.scope])
            .find(|context| {
                matches!(context.patterns.as_slice(), [Pattern::Match(entrance)]
                    if entrance.regex.regex_str().is_empty() && matches!(entrance.operation, MatchOperation::Push(_)))
            })
            .map(context)
    }
}

/// The context that a reference leads to; none for one outside the grammars that came along.
pub fn follow(reference: &ContextReference) -> Option<&'static Context> {
    reference.resolve(&SET).ok().map(context)
}

fn by_number(syntax: usize, number: usize) -> Option<&'static SourceContext> {
    by_id(&serde_json::json!({ "syntax_index": syntax, "context_index": number }))
}

/// The context of a number. References are made by reading one, since syntect lets nobody else make them.
fn by_id(id: &serde_json::Value) -> Option<&'static SourceContext> {
    let reference: ContextReference = serde_json::from_value(serde_json::json!({ "Direct": id })).ok()?;
    reference.resolve(&SET).ok()
}

fn prototype(id: ContextId) -> Option<&'static SourceContext> {
    by_id(&serde_json::to_value(id).ok()?)
}

fn context(source: &'static SourceContext) -> &'static Context {
    let address = std::ptr::from_ref(source) as usize;
    once(&CONTEXTS, address, || {
        let own_rules = rules(source);
        let mut all = source.prototype.and_then(prototype).map(rules).unwrap_or_default();
        all.extend(&own_rules);
        Context {
            rules: all,
            own_rules,
            meta: source.meta_scope.iter().copied().map(Paint::of).collect(),
            meta_content: source.meta_content_scope.iter().copied().map(Paint::of).collect(),
            clears: source.clear_scopes.map(|amount| match amount {
                syntect::parsing::ClearAmount::TopN(layers) => Clears::Top(layers),
                syntect::parsing::ClearAmount::All => Clears::All,
            }),
            refers: source.uses_backrefs,
        }
    })
}

/// The rules of a context, with those of what it includes.
fn rules(source: &'static SourceContext) -> Vec<&'static Rule> {
    context_iter(&SET, source)
        .filter_map(|(context, index)| match context.patterns.get(index) {
            Some(Pattern::Match(pattern)) => Some(rule(pattern)),
            _ => None,
        })
        .collect()
}

fn rule(pattern: &'static MatchPattern) -> &'static Rule {
    let address = std::ptr::from_ref(pattern) as usize;
    once(&RULES, address, || {
        let groups = pattern.captures.iter().flatten();
        Rule {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            paints: pattern.scope.iter().copied().map(Paint::of).collect(),
            groups: groups
                .map(|(group, scopes)| (*group, scopes.iter().copied().map(Paint::of).collect()))
                .collect(),
            turn: match &pattern.operation {
                MatchOperation::None => Turn::Stay,
                MatchOperation::Pop => Turn::Leave,
                MatchOperation::Push(contexts) => Turn::Enter(contexts),
                MatchOperation::Set(contexts) => Turn::Exchange(contexts),
            },
            prototype: pattern.with_prototype.clone(),
            expression: pattern.regex.regex_str(),
            refers: pattern.has_captures,
            compiled: OnceLock::new(),
        }
    })
}

/// What is kept under an address, made where it is not there yet.
fn once<T>(
    kept: &RwLock<HashMap<usize, &'static T>>,
    address: usize,
    make: impl FnOnce() -> T,
) -> &'static T {
    let known = kept.read().ok().and_then(|kept| kept.get(&address).copied());
    known.unwrap_or_else(|| {
        let made: &'static T = Box::leak(Box::new(make()));
        match kept.write() {
            Ok(mut kept) => kept.entry(address).or_insert(made),
            Err(_) => made,
        }
    })
}

impl Rule {
    /// Looks for the expression in a line, from byte `from` on; where it is found, `region` holds its groups.
    pub fn search(&self, line: &str, from: usize, region: &mut Region) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(self.expression));
        compiled.as_ref().is_some_and(|compiled| search(compiled, line, from, region))
    }

    /// The same for an expression that refers to groups of another.
    pub fn search_with(&self, groups: &Groups, line: &str, from: usize, region: &mut Region) -> bool {
        compile(&groups.filled(self.expression)).is_some_and(|compiled| search(&compiled, line, from, region))
    }

    pub fn prototype(&self) -> Option<&'static Context> {
        self.prototype.as_ref().and_then(follow)
    }
}

fn compile(expression: &str) -> Option<Regex> {
    Regex::with_options(expression, RegexOptions::REGEX_OPTION_CAPTURE_GROUP, Syntax::default()).ok()
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
pub struct Groups(Vec<Option<String>>);

impl Groups {
    pub fn new(places: &[Option<(usize, usize)>], line: &str) -> Groups {
        let found = places.iter().map(|place| place.and_then(|(start, end)| line.get(start..end)));
        Groups(found.map(|found| found.map(str::to_owned)).collect())
    }

    /// An expression with `\1` and the like replaced by what was found.
    fn filled(&self, expression: &str) -> String {
        let (mut filled, mut is_escape) = (String::new(), false);
        for character in expression.chars() {
            match (is_escape, character.to_digit(10)) {
                (true, Some(group)) => {
                    let found = self.0.get(group as usize).and_then(Option::as_deref).unwrap_or_default();
                    filled.push_str(&quoted(found));
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
