//! Ids that are unique in a deck and readable in an address.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;

/// A heading as an id: lower case, words joined by `-`, letters and digits of every script kept, with the marks that
/// are written on them.
///
/// Empty if the heading holds neither letter nor digit. A heading that begins with a digit gives an id that
/// begins with `slide-`, because reveal.js reads `#/2` as the third slide.
pub(crate) fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for character in heading.chars().flat_map(char::to_lowercase) {
        let is_on_letter = is_combining_mark(character) && slug.ends_with(|it| it != '-');
        if character.is_alphanumeric() || is_on_letter {
            slug.push(character);
        } else if matches!(character, '\'' | '’') {
            // An apostrophe belongs to its word: "what's" is `whats`.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.starts_with(|first: char| first.is_ascii_digit()) {
        slug.insert_str(0, "slide-");
    }
    slug
}

/// The ids of a deck: each one given out once.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// The number to try next for a wish that was taken, so that a thousand equal headings cost no more each.
    next: HashMap<String, u64>,
}

impl Names {
    /// Takes an author's own id as it is. False where it was taken before.
    pub(crate) fn claim(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// An id as near to `wish` as is still free: `wish` itself, else `wish-2`, `wish-3` and so on.
    pub(crate) fn make(&mut self, wish: &str) -> String {
        if self.claim(wish) {
            return wish.to_owned();
        }
        let next = self.next.entry(wish.to_owned()).or_insert(2);
        loop {
            let name = format!("{wish}-{next}");
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_becomes_words_joined_by_dashes() {
        assert_eq!(slug("What's **new** in 2.0?"), "whats-new-in-2-0");
        assert_eq!(slug("Über Größe — 日本"), "über-größe-日本");
        assert_eq!(slug("İstanbul हिन्दी में"), "i̇stanbul-हिन्दी-में");
        assert_eq!(slug("42"), "slide-42");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        assert!(names.claim("intro-2"));
        let ids: Vec<_> = (0..3).map(|_| names.make("intro")).collect();
        assert_eq!(ids, ["intro", "intro-3", "intro-4"]);
        assert!(!names.claim("intro"));
    }
}
