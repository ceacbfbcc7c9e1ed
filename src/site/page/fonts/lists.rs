//! The lists of fonts in style sheets: where each is for, and in which order a letter is looked for in its fonts.

use std::collections::BTreeSet;

use super::styles::{Reach, Styles, has_name, reach_of_property, reach_of_selector, split};
use crate::assets::CssRule;

/// How many ways to a family are followed. Style sheets that people write have four.
const WAYS: usize = 100;

/// One way in which a family is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub reach: Reach,
    /// Families of the deck that browsers ask before it.
    pub before: BTreeSet<String>,
}

/// Every list of fonts in some style sheets.
#[derive(Debug)]
pub(super) struct FontLists {
    lists: Vec<FontList>,
}

#[derive(Debug)]
struct FontList {
    /// `var(` and a name, where the list is the value of a custom property.
    variable: Option<String>,
    strength: Strength,
    reach: Reach,
    /// In lower case, without quotes, in the order of the list.
    entries: Vec<String>,
}

/// Which of two rules for the root of the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// It holds over all before it.
    Root,
    /// It is in a layer, and holds where no layer says otherwise.
    LayeredRoot,
    /// It holds somewhere, or under a condition.
    Elsewhere,
}

impl FontLists {
    pub(super) fn of(styles: &Styles<'_>) -> FontLists {
        let mut lists: Vec<FontList> = Vec::new();
        for (rule, property, value) in styles.declarations() {
            let list = FontList::of(rule, property, value);
            if let Some(list) = list {
                lists.retain(|other| !list.replaces(other));
                lists.push(list);
            }
        }
        FontLists { lists }
    }

    /// The ways in which a family is seen, be it named or through custom properties. `families` are those of the deck.
    pub(super) fn uses(&self, family: &str, families: &[&str]) -> Vec<Use> {
        let mut uses = Vec::new();
        let mut names = vec![(family.to_owned(), BTreeSet::new())];
        let mut next = 0;
        while let Some((name, before)) = names.get(next).cloned() {
            next += 1;
            for list in &self.lists {
                let is_it = |entry: &String| is_of(entry, &name, families);
                let Some(index) = list.entries.iter().position(is_it) else { continue };
                let mut before: BTreeSet<String> = before.clone();
                before.extend(list.entries[..index].iter().filter_map(|entry| named(entry, families)));
                before.remove(family);
                if names.len() > WAYS {
                    before.clear();
                }
                let way = list.variable.clone().map(|variable| (variable, before.clone()));
                names.extend(way.filter(|way| !names.contains(way)));
                if !list.reach.is_nowhere() {
                    uses.push(Use { reach: list.reach, before });
                }
            }
        }
        uses
    }
}

impl FontList {
    fn of(rule: &CssRule<'_>, property: &str, value: &str) -> Option<FontList> {
        let is_font = property.eq_ignore_ascii_case("font") || property.eq_ignore_ascii_case("font-family");
        let is_custom = property.starts_with("--");
        if !is_font && !is_custom {
            return None;
        }
        let entries = split(value, &[',']).into_iter();
        let entries = entries.map(|entry| entry.trim().trim_matches(['"', '\'']).to_ascii_lowercase());
        Some(FontList {
            variable: is_custom.then(|| format!("var({property}").to_ascii_lowercase()),
            strength: Strength::of(rule, value),
            reach: if is_custom { reach_of_property(property) } else { reach_of_selector(rule.prelude) },
            entries: entries.collect(),
        })
    }

    /// Whether it is what holds in the place of a list before it.
    fn replaces(&self, other: &FontList) -> bool {
        self.strength == Strength::Root
            && other.strength != Strength::Elsewhere
            && self.variable.is_some()
            && self.variable == other.variable
    }
}

impl Strength {
    fn of(rule: &CssRule<'_>, value: &str) -> Strength {
        match rule.outer.as_slice() {
            _ if rule.prelude != ":root" || value.contains('!') => Strength::Elsewhere,
            [] => Strength::Root,
            [layer] if layer.starts_with("@layer") => Strength::LayeredRoot,
            _ => Strength::Elsewhere,
        }
    }
}

/// Whether an entry is a family or custom property, or one of those that it names may be.
fn is_of(entry: &str, name: &str, families: &[&str]) -> bool {
    if entry.contains('(') { has_name(entry, name) } else { named(entry, families).as_deref() == Some(name) }
}

/// The family of the deck that an entry names, and nothing else; the size and the weight of `font` stand before its first.
fn named(entry: &str, families: &[&str]) -> Option<String> {
    let is_it = |family: &&&str| {
        let before = entry.strip_suffix(**family);
        before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '"', '\'']))
    };
    families.iter().filter(is_it).max_by_key(|family| family.len()).map(|family| (*family).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::text::{CODE, HEADING};
    use super::*;

    /// Checks the uses of the family `a b`, each as its reach and the families before it.
    #[track_caller]
    fn check(css: &str, expected: &[(bool, usize, &[&str])]) {
        let uses = FontLists::of(&Styles::read([css])).uses("a b", &["a b", "a b c", "p", "q r"]);
        let expected: Vec<_> = expected
            .iter()
            .map(|(anywhere, marks, before)| Use {
                reach: Reach { anywhere: *anywhere, marks: *marks },
                before: before.iter().map(|name| (*name).to_owned()).collect(),
            })
            .collect();
        assert_eq!(uses, expected, "{css}");
    }

    #[test]
    fn fonts_are_asked_in_the_order_of_their_list() {
        check("x{font-family:P,'Q R',serif,'A b',fantasy}", &[(true, 0, &["p", "q r"])]);
        check("h1{font:700 1em/2 P, 'a b'}", &[(false, HEADING, &["p"])]);
        check("h1{font:700 1em/2 'Q r', 'a b'}", &[(false, HEADING, &["q r"])]);
        check(":root{--r-main-font:P,var(--x);--x:\"Q R\",A b}", &[(true, 0, &["p", "q r"])]);
        check("x{font-family:P,'A b'}pre{font-family:A b}", &[(true, 0, &["p"]), (false, CODE, &[])]);
        check("x{font-family:var(--y,P),'A b'}", &[(true, 0, &[])]);
        check("x{font-family:'A b c','A b'}", &[(true, 0, &["a b c"])]);
        check("x{font-family:P,Q R}", &[]);
    }

    #[test]
    fn a_later_rule_of_the_root_replaces_an_earlier_one() {
        check(":root{--r-main-font:A b}:root{--r-main-font:P,A b}", &[(true, 0, &["p"])]);
        check(
            ":root{--r-main-font:A b}@media print{:root{--r-main-font:P,A b}}",
            &[(true, 0, &[]), (true, 0, &["p"])],
        );
        check("@layer o{:root{--r-main-font:A b}}:root{--r-main-font:P}", &[]);
    }

    #[test]
    fn lists_that_lead_to_each_other_come_to_an_end() {
        let mut css: String = (0..300)
            .map(|n| format!("x{{--v{n}:var(--v{}),p;--w{n}:p,var(--v{n})}}", (n + 1) % 300))
            .collect();
        css.push_str("x{--v7:A b;font:1em var(--v9)}");
        check(&css, &[(true, 0, &[])]);
    }
}
