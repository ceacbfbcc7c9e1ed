//! Words that a grammar leaves as text, or takes for something else than a reader does: newer keywords of a language, operators
//! that are words, names of types and of functions.
//!
//! bat's grammars are older than some of these words, name operators such as `typeof` as they name `+`, which has no
//! colour, and some stop understanding at a newer construct. Source of the words: the keywords that each language's
//! reference lists, and listings read beside Shiki's, which has the grammars of VS Code.

mod lists;

use super::paint::{HighlightKind, Run};
use lists::{WORDS, Words};

/// Gives the words of a text their kinds, where the grammar gave them none or another one.
pub(super) fn complete(grammar: &str, text: &str, runs: Vec<Run>) -> Vec<Run> {
    let Some(words) = WORDS.iter().find(|words| words.grammar == grammar) else { return runs };
    let mut completed = Vec::with_capacity(runs.len());
    let mut start = 0;
    for run in runs {
        if is_of_words(run.kind) {
            words.complete(text, start, run, &mut completed);
        }
        push(&mut completed, run);
        start = run.end;
    }
    completed
}

/// Whether what has this kind is looked at word by word: texts, comments and the like are as the grammar says.
fn is_of_words(kind: Option<HighlightKind>) -> bool {
    use HighlightKind::{Function, Keyword, Type};
    matches!(kind, None | Some(Keyword | Type | Function))
}

/// Adds a run where it says something new.
fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.end >= run.end => {}
        Some(last) if last.kind == run.kind => last.end = run.end,
        _ => runs.push(run),
    }
}

/// Words after which comes the name of a type.
const TYPES_BEGIN: [&str; 5] = ["class", "enum", "interface", "record", "struct"];

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A word, and what is around it.
struct Word<'t> {
    word: &'t str,
    before: &'t str,
    after: &'t str,
    /// What the grammar says of it.
    kind: Option<HighlightKind>,
}

impl Word<'_> {
    /// Whether it is a member of something: `a.new`, and no range: `0..max`.
    fn is_member(&self) -> bool {
        self.before.ends_with('.') && !self.before.ends_with("..") && self.word != "await"
    }

    fn is_key(&self) -> bool {
        let after = self.after.trim_start();
        after.starts_with(':') && !after.starts_with("::")
    }

    /// Whether it is a name as types have it: with a capital letter, and no constant.
    fn is_capital(&self) -> bool {
        let is_mixed = self.word.len() == 1 || self.word.contains(|it: char| it.is_lowercase());
        self.word.starts_with(|it: char| it.is_uppercase()) && is_mixed
    }

    /// The word before it, where nothing but spaces and the signs of a type are between them.
    fn previous(&self) -> &str {
        let before = self.before.trim_end_matches([' ', '?', '>', ']', '*', '&']);
        &before[before
            .rfind(|it| !is_part(it))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]
    }
}

impl Words {
    /// Adds the runs of the words of a stretch that has one kind so far.
    fn complete(&self, text: &str, start: usize, run: Run, runs: &mut Vec<Run>) {
        let Some(stretch) = text.get(start..run.end) else { return };
        let mut at = start;
        for word in stretch.split(|letter| !is_part(letter)) {
            let (from, to) = (at, at + word.len());
            // What parts two words is one character.
            at = to + text[to..].chars().next().map_or(1, char::len_utf8);
            let (before, after) = (&text[..from], &text[to..]);
            if word.is_empty() || before.ends_with(is_part) || after.starts_with(is_part) {
                continue;
            }
            let kind = self.kind(&Word { word, before, after, kind: run.kind });
            if kind != run.kind {
                push(runs, Run { end: from, kind: run.kind });
                push(runs, Run { end: to, kind });
            }
        }
    }

    fn kind(&self, it: &Word<'_>) -> Option<HighlightKind> {
        let is_in = |words: &[&str]| words.binary_search(&it.word).is_ok();
        if it.before.ends_with(['$', '@', '#', '\'']) {
            return it.kind;
        }
        if !it.is_member() {
            if is_in(self.constants) {
                return Some(HighlightKind::Constant);
            }
            if is_in(self.types) {
                return Some(HighlightKind::Type);
            }
            if is_in(self.reserved) && !(self.has_keys && it.is_key()) {
                return Some(HighlightKind::Keyword);
            }
        }
        // Of a language whose types have capital letters, others are names.
        let is_lower = it.word.starts_with(|letter: char| letter.is_lowercase());
        match it.kind {
            Some(HighlightKind::Type) if self.has_types && is_lower => self.kind_of_name(it),
            Some(HighlightKind::Keyword) if self.is_type_among_keywords(it) => Some(HighlightKind::Type),
            Some(HighlightKind::Function) if self.has_types && TYPES_BEGIN.contains(&it.previous()) => {
                Some(HighlightKind::Type)
            }
            None => self.kind_of_name(it),
            kind => kind,
        }
    }

    /// Whether a grammar takes a type for a keyword: `String` in Kotlin, the type of a receiver in Go.
    fn is_type_among_keywords(&self, it: &Word<'_>) -> bool {
        let is_all_known = !self.reserved.is_empty() && self.has_calls;
        it.is_capital() && is_all_known && !self.soft.contains(&it.word)
    }

    /// The kind of a word that the grammar takes for a name or for nothing.
    fn kind_of_name(&self, it: &Word<'_>) -> Option<HighlightKind> {
        if self.soft.contains(&it.word) && !it.is_member() && !(self.has_keys && it.is_key()) {
            return Some(HighlightKind::Keyword);
        }
        if self.grammar == "Python" && is_soft_keyword(it) {
            return Some(HighlightKind::Keyword);
        }
        if it.word.starts_with(|digit: char| digit.is_ascii_digit()) && !it.is_member() {
            return Some(HighlightKind::Constant);
        }
        let is_type = self.has_types && it.is_capital();
        if self.has_calls && !is_type && self.defines.contains(&it.previous()) && it.before.ends_with(' ') {
            return Some(HighlightKind::Function);
        }
        if self.has_calls && !is_type && it.after.starts_with('(') {
            return Some(HighlightKind::Function);
        }
        (is_type && !self.names_variable(it)).then_some(HighlightKind::Type)
    }

    /// Whether a name with a capital letter is that of a variable or a property, in a language that has such.
    fn names_variable(&self, it: &Word<'_>) -> bool {
        if self.before_names.is_empty() {
            return false;
        }
        let previous = it.previous();
        let is_after_type = it.before.ends_with(' ')
            && !previous.is_empty()
            && !self.reserved.contains(&previous)
            && !self.soft.contains(&previous);
        it.is_member() || is_after_type || self.before_names.contains(&previous)
    }
}

/// Whether a word is `match` or `case` of Python, which are keywords only where a line with a colon begins with them.
fn is_soft_keyword(it: &Word<'_>) -> bool {
    let start = it.before.rfind('\n').map_or(0, |end| end + 1);
    let rest = it.after.split('\n').next().unwrap_or_default();
    matches!(it.word, "match" | "case")
        && it.before[start..].trim().is_empty()
        && rest.starts_with([' ', '(', '[', '{'])
        && rest.contains(':')
}

#[cfg(test)]
mod tests {
    use super::super::language::Language;
    use super::super::machine;
    use super::*;

    /// The words of a text that are keywords, and those that are types.
    #[track_caller]
    fn check(language: &str, text: &str, keywords: &[&str], types: &[&str]) {
        let grammar = Language::of_classes(language).unwrap().unwrap().grammar();
        let runs = complete(grammar.name(), text, machine::read(grammar, text).unwrap());
        let (mut start, mut found) = (0, (Vec::new(), Vec::new()));
        for run in &runs {
            match run.kind {
                Some(HighlightKind::Keyword) => found.0.extend(text[start..run.end].split_whitespace()),
                Some(HighlightKind::Type) => found.1.push(text[start..run.end].trim()),
                _ => {}
            }
            assert!(run.end >= start, "{runs:?}");
            start = run.end;
        }
        assert_eq!(start, text.len());
        for keyword in keywords {
            assert!(found.0.contains(keyword), "{language}: `{keyword}` is no keyword in {found:?}");
        }
        for name in types {
            assert!(found.1.contains(name), "{language}: `{name}` is no type in {found:?}");
        }
    }

    #[test]
    fn newer_keywords_and_operators_that_are_words_are_keywords() {
        check(
            "rust",
            "async fn f<T>() -> Vec<Slide> where T: Copy { g().await? as u8 }",
            &["async", "where", "await", "as"],
            &["Slide"],
        );
        check(
            "rust",
            "match x { Some(y) => y, None => return Err(Error::new()) }",
            &["match", "return"],
            &["Error"],
        );
        check(
            "ts",
            "const x = typeof y; new Foo(); a instanceof B; k in o; type K = keyof T",
            &["typeof", "new", "instanceof", "in", "keyof"],
            &[],
        );
        check("js", "delete a.b; void 0; for (const k of o) {}", &["delete", "void", "of"], &[]);
        check("python", "match x:\n    case 1: pass\nmatch = 2", &["match", "case", "pass"], &[]);
        check(
            "java",
            "sealed interface H permits I {}\nrecord R(int a) {}",
            &["sealed", "permits", "record"],
            &["I"],
        );
        check(
            "csharp",
            "var x = typeof(int); var y = new Foo(); if (s is null) {}",
            &["typeof", "new", "is"],
            &[],
        );
        check(
            "cpp",
            "void f() override; co_await g(); template <class T> requires C<T>",
            &["override", "co_await", "requires"],
            &[],
        );
        check(
            "kotlin",
            "companion object { fun f(x: Any) = x is Int && x as String in xs }",
            &["companion", "object", "fun", "is", "as", "in"],
            &[],
        );
        check(
            "swift",
            "func f() async throws -> Int where T: P { try await g() as? S }",
            &["async", "throws", "where", "await", "as"],
            &[],
        );
        check("ruby", "a and b or not c", &["and", "or", "not"], &[]);
        check("php", "<?php $a instanceof B and $c or $d;", &["instanceof", "and", "or"], &[]);
    }

    #[test]
    fn words_are_in_order_to_be_searched() {
        for words in &WORDS {
            let lists = [words.reserved, words.types, words.constants];
            assert!(lists.iter().all(|list| list.is_sorted()), "{}", words.grammar);
        }
    }

    /// The kind of a word's first letter, for each word.
    #[track_caller]
    fn check_kinds(language: &str, text: &str, kinds: &[(&str, Option<HighlightKind>)]) {
        let grammar = Language::of_classes(language).unwrap().unwrap().grammar();
        let runs = complete(grammar.name(), text, machine::read(grammar, text).unwrap());
        for (word, kind) in kinds {
            let at = text.find(word).unwrap();
            let run = runs.iter().find(|run| run.end > at).unwrap();
            assert_eq!(run.kind, *kind, "{language}: `{word}` in {text}");
        }
    }

    const KEYWORD: Option<HighlightKind> = Some(HighlightKind::Keyword);
    const TYPE: Option<HighlightKind> = Some(HighlightKind::Type);
    const FUNCTION: Option<HighlightKind> = Some(HighlightKind::Function);
    const CONSTANT: Option<HighlightKind> = Some(HighlightKind::Constant);

    #[test]
    fn types_functions_and_numbers_have_the_kinds_that_shiki_gives_them() {
        check_kinds(
            "rust",
            "fn f(a: u32) -> bool { fs::read(a); Self::new(true) }",
            &[("u32", TYPE), ("bool", TYPE), ("read", FUNCTION), ("new", FUNCTION), ("Self", TYPE)],
        );
        check_kinds(
            "ts",
            "let a = b as C satisfies D; f(undefined)",
            &[("satisfies", KEYWORD), ("undefined", CONSTANT)],
        );
        check_kinds(
            "go",
            "func (p *Point[T]) Load(a any) {}\nfunc Map[T comparable](x string) {}",
            &[("Point", TYPE), ("any", TYPE), ("Map", FUNCTION), ("comparable", TYPE), ("string", TYPE)],
        );
        check_kinds(
            "java",
            "record P(int x) implements Shape { synchronized void run() throws IOException {} }",
            &[("implements", KEYWORD), ("throws", KEYWORD), ("void", TYPE), ("P", TYPE), ("Shape", TYPE)],
        );
    }

    #[test]
    fn so_have_those_of_dotnet_cpp_kotlin_and_swift() {
        check_kinds(
            "csharp",
            "record P(int X) { string Title { get; } async Task F() { await using var f = File.Open(X); } }",
            &[
                ("P(", TYPE),
                ("Title", None),
                ("get", KEYWORD),
                ("async", KEYWORD),
                ("using", KEYWORD),
                ("Task", TYPE),
            ],
        );
        check_kinds(
            "cpp",
            "template <typename T> requires std::integral<T>\nclass P final : public B { explicit P(); };",
            &[("class", KEYWORD), ("final", KEYWORD), ("public", KEYWORD), ("explicit", KEYWORD)],
        );
        check_kinds(
            "kotlin",
            "class A where T : B { val text = listOf(1 * 23); lateinit var y: Int; fun Int.f() = g() as String }",
            &[
                ("where", KEYWORD),
                ("text", None),
                ("listOf", FUNCTION),
                ("23", CONSTANT),
                ("lateinit", KEYWORD),
                ("y:", None),
                ("Int", TYPE),
                ("g()", FUNCTION),
                ("String", TYPE),
            ],
        );
        check_kinds(
            "swift",
            "extension P { func load(_ a: Int) { read(a); x = true } nonisolated func g() {} }",
            &[
                ("extension", KEYWORD),
                ("load", FUNCTION),
                ("read", FUNCTION),
                ("true", CONSTANT),
                ("nonisolated", KEYWORD),
            ],
        );
    }

    #[test]
    fn members_keys_and_texts_are_none() {
        let text = "a.new(); x = { of: 1 }; \"typeof\"; // new";
        let grammar = Language::of_classes("js").unwrap().unwrap().grammar();
        let runs = complete(grammar.name(), text, machine::read(grammar, text).unwrap());
        assert!(runs.iter().all(|run| run.kind != Some(HighlightKind::Keyword)), "{runs:?}");
    }
}
