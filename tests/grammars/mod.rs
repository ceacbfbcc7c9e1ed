//! The file of grammars that the program holds is made here, from those that two-face collects.
//!
//! `UPDATE_GOLDEN=1 cargo test --test main grammars` writes it anew, after an update of two-face. The layout is that of
//! `src/render/code/grammar/file.rs`, which reads it: an index of names, then each grammar by itself, packed, so that
//! a talk reads those that it uses.

mod branches;
mod calls;
mod needs;
mod starts;

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;

use flate2::{Compression, write::DeflateEncoder};
use serde_json::{Value, json};
use syntect::parsing::syntax_definition::{Context, ContextReference, MatchOperation, MatchPattern, Pattern};
use syntect::parsing::{ClearAmount, Scope, SyntaxSet};

use self::calls::Called;
use self::starts::Start;

/// Bytes in the layout of the file. A number has seven bits a byte, the lowest first, and the eighth where more follow.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, number: usize) {
        let mut rest = number;
        while rest >= 0x80 {
            self.0.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.0.push(rest as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.bytes());
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Bytes, &T)) {
        self.number(items.len());
        items.iter().for_each(|item| write(self, item));
    }

    fn packed(&self) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&self.0).unwrap();
        encoder.finish().unwrap()
    }
}

/// The grammar and the context that a reference leads to; `None` if the collection lacks it.
fn place(reference: &ContextReference) -> Option<(usize, usize)> {
    number_pair(&serde_json::to_value(reference.id().ok()?).unwrap())
}

fn number_pair(id: &Value) -> Option<(usize, usize)> {
    let number = |name: &str| Some(usize::try_from(id.get(name)?.as_u64()?).unwrap());
    Some((number("syntax_index")?, number("context_index")?))
}

/// The contexts of a grammar by their numbers. syntect lets nobody make a reference but by reading one.
fn contexts(set: &SyntaxSet, syntax: usize) -> Vec<&Context> {
    (0..)
        .map_while(|number| {
            let id = json!({ "Direct": { "syntax_index": syntax, "context_index": number } });
            let reference: ContextReference = serde_json::from_value(id).unwrap();
            reference.resolve(set).ok()
        })
        .collect()
}

/// Where a text begins: the context that means the whole language and leads to what the grammar calls `main`.
///
/// It is recognised by what it is, since its name is syntect's own affair.
fn start(contexts: &[&Context], scope: Scope) -> usize {
    let is_start = |context: &&Context| {
        context.meta_content_scope == [scope]
            && matches!(context.patterns.as_slice(), [Pattern::Match(entrance)]
                if entrance.regex.regex_str().is_empty() && matches!(entrance.operation, MatchOperation::Push(_)))
    };
    contexts.iter().position(is_start).expect("every grammar has a start")
}

/// The scopes of a grammar, each once.
#[derive(Default)]
struct Scopes {
    names: Vec<String>,
    numbers: HashMap<Scope, usize>,
}

/// Where the expressions of a grammar may be found, each once.
#[derive(Default)]
struct Starts(Vec<Start>);

impl Starts {
    fn number(&mut self, start: Start) -> usize {
        self.0.iter().position(|&other| other == start).unwrap_or_else(|| {
            self.0.push(start);
            self.0.len() - 1
        })
    }
}

/// What the rules of a grammar name by numbers.
#[derive(Default)]
struct Tables {
    scopes: Scopes,
    starts: Starts,
}

impl Scopes {
    fn number(&mut self, scope: Scope) -> usize {
        *self.numbers.entry(scope).or_insert_with(|| {
            self.names.push(scope.build_string());
            self.names.len() - 1
        })
    }

    fn write(&mut self, bytes: &mut Bytes, scopes: &[Scope]) {
        bytes.list(scopes, |bytes, scope| bytes.number(self.number(*scope)));
    }
}

/// Each rule of all grammars, with its expression as it is written into the file.
#[cfg(test)]
fn each_rule(set: &SyntaxSet, mut check: impl FnMut(&MatchPattern, &Called)) {
    let grammars = (0..set.syntaxes().len()).flat_map(|number| contexts(set, number));
    for pattern in grammars.flat_map(|context| &context.patterns) {
        if let Pattern::Match(rule) = pattern {
            check(rule, &called(rule, set));
        }
    }
}

fn write_place(bytes: &mut Bytes, (grammar, context): (usize, usize)) {
    bytes.number(grammar);
    bytes.number(context);
}

/// A place that may be missing, as a list of at most one.
fn write_option(bytes: &mut Bytes, place: Option<(usize, usize)>) {
    bytes.list(place.as_slice(), |bytes, place| write_place(bytes, *place));
}

fn write_context(bytes: &mut Bytes, tables: &mut Tables, context: &Context, set: &SyntaxSet) {
    tables.scopes.write(bytes, &context.meta_scope);
    tables.scopes.write(bytes, &context.meta_content_scope);
    bytes.number(match context.clear_scopes {
        None => 0,
        Some(ClearAmount::All) => 1,
        Some(ClearAmount::TopN(layers)) => 2 + layers,
    });
    bytes.number(usize::from(context.uses_backrefs));
    write_option(bytes, context.prototype.and_then(|id| number_pair(&serde_json::to_value(id).unwrap())));
    let is_there = |pattern: &&Pattern| match pattern {
        Pattern::Match(_) => true,
        Pattern::Include(reference) => place(reference).is_some(),
    };
    let patterns: Vec<&Pattern> = context.patterns.iter().filter(is_there).collect();
    bytes.list(&patterns, |bytes, pattern| match pattern {
        Pattern::Include(reference) => {
            bytes.number(0);
            write_place(bytes, place(reference).expect("others were left out"));
        }
        Pattern::Match(pattern) => {
            bytes.number(1);
            write_rule(bytes, tables, pattern, set);
        }
    });
}

/// What groups of a rule's expression are, by their numbers.
fn captures(rule: &MatchPattern) -> &[(usize, Vec<Scope>)] {
    rule.captures.as_deref().unwrap_or_default()
}

/// The contexts that a rule leads to.
fn led_to(rule: &MatchPattern) -> &[ContextReference] {
    match &rule.operation {
        MatchOperation::None | MatchOperation::Pop => &[],
        MatchOperation::Push(references) | MatchOperation::Set(references) => references,
    }
}

/// The expression of a rule, with calls for what it repeats.
fn called(rule: &MatchPattern, set: &SyntaxSet) -> Called {
    let mut read: Vec<usize> = captures(rule).iter().map(|(group, _)| *group).collect();
    let refers =
        |reference: &ContextReference| reference.resolve(set).is_ok_and(|context| context.uses_backrefs);
    if led_to(rule).iter().chain(&rule.with_prototype).any(refers) {
        // Every group that `\1` to `\9` may mean, and the whole match.
        read.extend(0..10);
    }
    Called::new(rule.regex.regex_str(), &read)
}

fn write_rule(bytes: &mut Bytes, tables: &mut Tables, rule: &MatchPattern, set: &SyntaxSet) {
    let called = called(rule, set);
    bytes.text(&called.expression);
    bytes.number(tables.starts.number(starts::start(rule.regex.regex_str())));
    bytes.list(&branches::branches(&called.expression), |bytes, branches| {
        bytes.number(branches.start);
        bytes.list(&branches.lengths, |bytes, length| bytes.number(*length));
    });
    bytes.list(&needs::needs(rule.regex.regex_str()), |bytes, need| {
        bytes.list(&need.texts, |bytes, text| bytes.text(text));
        bytes.number(usize::from(need.ignores_case));
        bytes.number(usize::from(need.is_word));
        bytes.number(usize::from(need.is_behind));
    });
    bytes.number(usize::from(rule.has_captures));
    tables.scopes.write(bytes, &rule.scope);
    bytes.list(captures(rule), |bytes, (group, meant)| {
        bytes.number(called.number(*group));
        tables.scopes.write(bytes, meant);
    });
    write_option(bytes, rule.with_prototype.as_ref().and_then(place));
    bytes.number(match &rule.operation {
        MatchOperation::None => 0,
        MatchOperation::Pop => 1,
        MatchOperation::Push(_) => 2,
        MatchOperation::Set(_) => 3,
    });
    let places: Vec<_> = led_to(rule).iter().filter_map(place).collect();
    bytes.list(&places, |bytes, place| write_place(bytes, *place));
}

fn grammar(set: &SyntaxSet, syntax: usize) -> Bytes {
    let contexts = contexts(set, syntax);
    let (mut body, mut tables) = (Bytes::default(), Tables::default());
    body.list(&contexts, |bytes, context| {
        let mut written = Bytes::default();
        write_context(&mut written, &mut tables, context, set);
        bytes.number(written.0.len());
        bytes.0.extend(written.0);
    });
    let mut bytes = Bytes::default();
    bytes.number(start(&contexts, set.syntaxes()[syntax].scope));
    bytes.list(&tables.scopes.names, |bytes, name| bytes.text(name));
    bytes.list(&tables.starts.0, |bytes, start| {
        bytes.0.extend(start.before.to_le_bytes());
        bytes.0.extend(start.first.to_le_bytes());
    });
    bytes.0.extend(body.0);
    bytes
}

fn file(set: &SyntaxSet) -> Vec<u8> {
    let (mut index, mut bodies) = (Bytes::default(), Vec::new());
    index.number(set.syntaxes().len());
    for (number, syntax) in set.syntaxes().iter().enumerate() {
        let body = grammar(set, number);
        let packed = body.packed();
        index.text(&syntax.name);
        index.list(&syntax.file_extensions, |bytes, ending| bytes.text(ending));
        index.number(body.0.len());
        index.number(packed.len());
        bodies.extend(packed);
    }
    index.0.extend(bodies);
    index.0
}

#[track_caller]
fn check_file(name: &str, expected: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/code/grammar").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let is_same = std::fs::read(&path).unwrap() == expected;
    assert!(is_same, "{name} is not what two-face gives: UPDATE_GOLDEN=1 cargo test --test main grammars");
}

#[test]
fn the_grammars_are_those_of_two_face() {
    check_file("grammars.bin", &file(&two_face::syntax::extra_newlines()));
}

#[test]
fn the_authors_of_the_grammars_are_named() {
    let listing = two_face::acknowledgement::listing();
    let mut text = "# The authors of the grammars\n\n`grammars.bin` holds the grammars that bat and two-face collect, under these licences.\n".to_owned();
    for license in listing.for_syntaxes() {
        text.push('\n');
        license.write_md(&mut text);
    }
    check_file("LICENSES.md", text.as_bytes());
}
