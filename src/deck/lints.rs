//! What orate warns of in a talk, and how much each of these warnings counts.
//!
//! A lint is a diagnostic that an author may have another opinion about. One table says which there are, and whether
//! only `orate check` looks for it; `docs/lints.md` explains each, and a test holds the two together.

use std::collections::BTreeMap;

/// How much a lint counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Level {
    /// It is not reported.
    Off,
    /// It is a warning.
    Warn,
    /// It is an error.
    Error,
}

/// When a lint is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// In every build: it says that the deck may not be what its author meant.
    Always,
    /// By `orate check` alone: the deck is what was meant, and could be better.
    Check,
    /// By `orate check --look` alone, since it takes a browser to see it.
    Look,
}

/// Every lint by its code, in alphabetical order.
pub(crate) const LINTS: &[(&str, When)] = &[
    ("attribute-comment", When::Always),
    ("attribute-quotes", When::Check),
    ("blocked", When::Look),
    ("broken-request", When::Look),
    ("code-too-large", When::Always),
    ("code-twice", When::Always),
    ("collision", When::Look),
    ("duplicate-id", When::Always),
    ("element-target", When::Always),
    ("empty-slide", When::Always),
    ("heading-skips-level", When::Check),
    ("ignored-attributes", When::Always),
    ("image-without-alt", When::Check),
    ("literal-markup", When::Always),
    ("long-line", When::Always),
    ("lost-in-print", When::Look),
    ("low-contrast", When::Look),
    ("missing-glyph", When::Check),
    ("missing-slide", When::Always),
    ("misspelt-notes-marker", When::Always),
    ("misspelt-private-mark", When::Always),
    ("mixed-indentation", When::Always),
    ("mixed-line-ends", When::Check),
    ("notes-in-code", When::Always),
    ("other-convention", When::Always),
    ("other-tool", When::Always),
    ("outdated-attribute", When::Always),
    ("outside-slides", When::Always),
    ("outside-style", When::Always),
    ("overflow", When::Look),
    ("script-error", When::Look),
    ("second-notes-marker", When::Always),
    ("separator-in-code", When::Check),
    ("separator-look-alike", When::Always),
    ("separator-spaces", When::Check),
    ("short-separator", When::Check),
    ("spaces-on-blank-line", When::Always),
    ("strange-front-matter", When::Always),
    ("too-small", When::Look),
    ("unclosed-comment", When::Always),
    ("unclosed-front-matter", When::Always),
    ("unknown-attribute", When::Always),
    ("unknown-element", When::Always),
    ("unknown-fragment", When::Always),
    ("unknown-language", When::Always),
    ("unknown-value", When::Always),
    ("wrong-charset", When::Always),
];

/// The lints that tell of what was to be kept from the audience, and is not.
const PRIVATE: [&str; 3] = ["misspelt-notes-marker", "misspelt-private-mark", "notes-in-code"];

/// The levels that an author has set; every other lint is a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lints {
    levels: BTreeMap<&'static str, Level>,
}

impl Lints {
    /// Sets a lint's level; false if no lint has that code.
    pub(crate) fn set(&mut self, code: &str, level: Level) -> bool {
        let lint = find(code);
        self.levels.extend(lint.map(|(code, _)| (code, level)));
        lint.is_some()
    }

    /// The level of a lint; `None` for what is not a lint, and cannot be turned off. What may show private things to the
    /// audience is an error where a public build is made, unless its author says otherwise.
    pub(crate) fn level(&self, code: &str, is_public: bool) -> Option<Level> {
        let usual = if is_public && PRIVATE.contains(&code) { Level::Error } else { Level::Warn };
        find(code).map(|(code, _)| self.levels.get(code).copied().unwrap_or(usual))
    }
}

/// Whether only `orate check` looks for what has that code.
pub(crate) fn is_only_checked(code: &str) -> bool {
    find(code).is_some_and(|(_, when)| when == When::Check)
}

fn find(code: &str) -> Option<(&'static str, When)> {
    LINTS.binary_search_by_key(&code, |(name, _)| name).ok().map(|index| LINTS[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_are_in_order_and_found() {
        assert!(LINTS.is_sorted_by_key(|(code, _)| code));
        assert!(LINTS.iter().all(|(code, _)| Lints::default().level(code, false) == Some(Level::Warn)));
        assert_eq!(Lints::default().level("missing-image", false), None);
    }

    #[test]
    fn every_lint_is_documented_in_order_and_with_the_commands_that_look_for_it() {
        let documentation = include_str!("../../docs/lints.md");
        let entries = documentation.split("\n## `").skip(1).map(|entry| {
            let (code, text) = entry.split_once("`\n").unwrap();
            let facts = text.split('*').nth(1).unwrap();
            let when = match facts.split(" · ").next() {
                Some("check only") => When::Check,
                Some("check --look only") => When::Look,
                _ => When::Always,
            };
            (code, when)
        });
        assert_eq!(entries.collect::<Vec<_>>(), LINTS);
    }

    #[test]
    fn a_level_is_for_one_lint() {
        let mut lints = Lints::default();
        assert!(lints.set("empty-slide", Level::Off) && !lints.set("empty-sldie", Level::Off));
        assert_eq!(lints.level("empty-slide", false), Some(Level::Off));
        assert_eq!(lints.level("duplicate-id", true), Some(Level::Warn));
    }

    #[test]
    fn what_may_give_something_away_is_an_error_in_a_public_build_unless_its_author_says_otherwise() {
        let mut lints = Lints::default();
        assert_eq!(lints.level("misspelt-notes-marker", true), Some(Level::Error));
        lints.set("misspelt-notes-marker", Level::Warn);
        assert_eq!(lints.level("misspelt-notes-marker", true), Some(Level::Warn));
    }
}
