//! HTML attributes that an author gave, with their places.

use crate::text::Span;

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// In lower case, as HTML compares names.
    pub name: String,
    /// The value without quotes, entities decoded; empty for a bare name.
    pub value: String,
    /// Where the author wrote it; `None` for what orate adds.
    pub at: Option<Span>,
}

impl Attribute {
    /// An attribute that orate adds, which is in no source.
    pub(crate) fn new(name: &str, value: &str) -> Attribute {
        Attribute { name: name.into(), value: value.into(), at: None }
    }
}

/// How many attributes an element may have: each that is added is compared with all others.
pub(crate) const MOST_ATTRIBUTES: usize = 1_000;

/// Attributes of one element, in the order they were given. A name occurs once.
///
/// More than [`MOST_ATTRIBUTES`] are not kept; who reads them reports that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes(Vec<Attribute>);

impl Attributes {
    /// Attributes that orate adds, by name and value.
    pub(crate) fn of<const N: usize>(pairs: [(&str, &str); N]) -> Attributes {
        pairs.into_iter().map(|(name, value)| Attribute::new(name, value)).collect()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether another one would not be kept.
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MOST_ATTRIBUTES
    }

    /// The attributes in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter()
    }

    /// The attribute of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Attribute> {
        self.0.iter().find(|attribute| attribute.name == name)
    }

    /// The value of the attribute of that name; empty for a bare one.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|attribute| attribute.value.as_str())
    }

    /// Gives an attribute its value; a later one replaces an earlier one in its place, as reveal.js has it.
    ///
    /// A `data-visibility` is kept as reveal.js compares it: a slide that its author hides by ` Hidden ` must not be shown
    /// for the sake of a space.
    pub(crate) fn set(&mut self, mut attribute: Attribute) {
        if attribute.name == "data-visibility"
            && let Some(word) = visibility(&attribute.value)
        {
            attribute.value = word.to_owned();
        }
        let is_full = self.is_full();
        match self.0.iter_mut().find(|existing| existing.name == attribute.name) {
            Some(existing) => *existing = attribute,
            None if !is_full => self.0.push(attribute),
            None => {}
        }
    }

    /// Takes the attribute of that name out.
    pub(crate) fn take(&mut self, name: &str) -> Option<Attribute> {
        let index = self.0.iter().position(|attribute| attribute.name == name)?;
        Some(self.0.remove(index))
    }

    /// Whether `class` has this word.
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.value("class").is_some_and(|words| words.split_ascii_whitespace().any(|word| word == class))
    }

    /// Adds a word to `class`, unless it is there already.
    pub(crate) fn add_class(&mut self, class: &str) {
        match self.0.iter_mut().find(|attribute| attribute.name == "class") {
            Some(existing) if existing.value.split_ascii_whitespace().any(|word| word == class) => {}
            Some(existing) => existing.value = format!("{} {class}", existing.value.trim_end()),
            None => self.0.push(Attribute::new("class", class)),
        }
    }
}

/// reveal.js's word for what a `data-visibility` says, whatever its case and the white space around it.
fn visibility(value: &str) -> Option<&'static str> {
    let has = |name: &str| value.split_whitespace().any(|word| word.eq_ignore_ascii_case(name));
    ["hidden", "uncounted"].into_iter().find(|name| has(name))
}

impl FromIterator<Attribute> for Attributes {
    fn from_iter<I: IntoIterator<Item = Attribute>>(attributes: I) -> Attributes {
        let mut all = Attributes::default();
        attributes.into_iter().for_each(|attribute| all.set(attribute));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_value_replaces_an_earlier_one_in_its_place() {
        let attributes = Attributes::of([("a", "1"), ("b", "2"), ("a", "3")]);
        let pairs: Vec<_> =
            attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.value.as_str())).collect();
        assert_eq!(pairs, [("a", "3"), ("b", "2")]);
    }

    #[test]
    fn a_visibility_is_understood_in_any_case_and_space() {
        for (written, kept) in [
            (" hidden ", "hidden"),
            ("HIDDEN", "hidden"),
            ("uncounted hidden", "hidden"),
            ("\u{a0}hidden", "hidden"),
            ("Uncounted\n", "uncounted"),
            ("hiden", "hiden"),
            ("", ""),
        ] {
            let attributes = Attributes::of([("data-visibility", written)]);
            assert_eq!(attributes.value("data-visibility"), Some(kept), "{written:?}");
        }
    }

    #[test]
    fn a_class_is_added_once() {
        let mut attributes = Attributes::of([("class", "big ")]);
        attributes.add_class("center");
        attributes.add_class("big");
        assert_eq!(attributes.value("class"), Some("big center"));
        assert!(attributes.has_class("big") && !attributes.has_class("bi"));
    }
}
