//! Words that a grammar leaves as text, and a reader takes for what they are: newer keywords of a language, operators that are
//! words, and the names of types.
//!
//! bat's grammars are older than some of these words, and name operators such as `typeof` as they name `+`, which has no
//! colour. Source of the words: the keywords that each language's reference lists, and listings read beside it.

use super::paint::{HighlightKind, Run};

/// The words of a language, by the name of its grammar.
struct Words {
    grammar: &'static str,
    keywords: &'static [&'static str],
    /// Whether names that begin with a capital letter are types.
    has_types: bool,
}

const SCRIPT: &[&str] = &[
    "as",
    "await",
    "delete",
    "in",
    "infer",
    "instanceof",
    "is",
    "keyof",
    "new",
    "of",
    "satisfies",
    "typeof",
    "void",
    "yield",
];

const WORDS: [Words; 13] = [
    Words {
        grammar: "Rust",
        keywords: &["as", "async", "await", "dyn", "in", "self", "where"],
        has_types: true,
    },
    Words { grammar: "TypeScript", keywords: SCRIPT, has_types: false },
    Words { grammar: "TypeScriptReact", keywords: SCRIPT, has_types: false },
    Words { grammar: "JavaScript", keywords: SCRIPT, has_types: false },
    Words { grammar: "Python", keywords: &["async", "await", "pass"], has_types: false },
    Words { grammar: "Java", keywords: &["permits", "record", "sealed", "when", "yield"], has_types: true },
    Words {
        grammar: "C#",
        keywords: &["is", "init", "nameof", "new", "record", "required", "typeof", "when", "with"],
        has_types: true,
    },
    Words {
        grammar: "C++",
        keywords: &[
            "co_await",
            "co_return",
            "co_yield",
            "concept",
            "consteval",
            "constinit",
            "final",
            "override",
            "requires",
        ],
        has_types: false,
    },
    Words {
        grammar: "Kotlin",
        keywords: &[
            "as",
            "by",
            "class",
            "companion",
            "fun",
            "in",
            "init",
            "interface",
            "is",
            "object",
            "suspend",
            "where",
        ],
        has_types: true,
    },
    Words {
        grammar: "Swift",
        keywords: &[
            "actor",
            "any",
            "as",
            "associatedtype",
            "async",
            "await",
            "is",
            "rethrows",
            "some",
            "throws",
            "where",
        ],
        has_types: true,
    },
    Words { grammar: "Ruby", keywords: &["and", "in", "not", "or"], has_types: false },
    Words { grammar: "PHP", keywords: &["and", "as", "instanceof", "match", "or", "xor"], has_types: false },
    Words {
        grammar: "Scala",
        keywords: &["derives", "enum", "extension", "given", "then", "using"],
        has_types: true,
    },
];

/// Gives these words of a text their kinds, where the grammar gave them none.
pub(super) fn complete(grammar: &str, text: &str, runs: Vec<Run>) -> Vec<Run> {
    let Some(words) = WORDS.iter().find(|words| words.grammar == grammar) else { return runs };
    let mut completed = Vec::with_capacity(runs.len());
    let mut start = 0;
    for run in runs {
        if run.kind.is_none() {
            words.plain(text, start, run.end, &mut completed);
        }
        if completed.last().is_none_or(|last: &Run| last.end < run.end) {
            completed.push(run);
        }
        start = run.end;
    }
    completed
}

impl Words {
    /// Adds the runs up to each known word of a plain stretch, and those of the words.
    fn plain(&self, text: &str, start: usize, end: usize, runs: &mut Vec<Run>) {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let Some(stretch) = text.get(start..end) else { return };
        let mut at = start;
        for word in stretch.split(|letter| !is_part(letter)) {
            let (from, to) = (at, at + word.len());
            // What parts two words is one character.
            at = to + text[to..].chars().next().map_or(1, char::len_utf8);
            let is_whole = !text[..from].ends_with(is_part) && !text[to..].starts_with(is_part);
            let kind = Some(word).filter(|word| !word.is_empty() && is_whole);
            let kind = kind.and_then(|word| self.kind(text, word, from, to));
            if kind.is_some() {
                if from > runs.last().map_or(0, |last| last.end) {
                    runs.push(Run { end: from, kind: None });
                }
                runs.push(Run { end: to, kind });
            }
        }
    }

    fn kind(&self, text: &str, word: &str, from: usize, to: usize) -> Option<HighlightKind> {
        let before = text[..from].chars().next_back();
        let after = text[to..].trim_start();
        let is_member = before == Some('.') && !text[..from].ends_with("..") && word != "await";
        let is_key = after.starts_with(':') && !after.starts_with("::");
        if self.keywords.contains(&word) && !is_member && !is_key && before != Some('$') {
            return Some(HighlightKind::Keyword);
        }
        if self.grammar == "Python" && is_soft_keyword(text, word, from) {
            return Some(HighlightKind::Keyword);
        }
        let is_name = word.starts_with(|it: char| it.is_uppercase())
            && (word.len() == 1 || word.contains(|it: char| it.is_lowercase()));
        (self.has_types && is_name && before != Some('\'')).then_some(HighlightKind::Type)
    }
}

/// Whether a word is `match` or `case` of Python, which are keywords only where a line with a colon begins with them.
fn is_soft_keyword(text: &str, word: &str, from: usize) -> bool {
    let start = text[..from].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    let is_first = text[start..from].trim().is_empty();
    let rest = &line[from - start + word.len()..];
    matches!(word, "match" | "case")
        && is_first
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
    fn members_keys_and_texts_are_none() {
        let text = "a.new(); x = { of: 1 }; \"typeof\"; // new";
        let grammar = Language::of_classes("js").unwrap().unwrap().grammar();
        let runs = complete(grammar.name(), text, machine::read(grammar, text).unwrap());
        assert!(runs.iter().all(|run| run.kind != Some(HighlightKind::Keyword)), "{runs:?}");
    }
}
