//! Variants of a talk: `only="short"` and `not="short"` say what of it is shown in which.

use super::Attributes;

/// The attributes that name variants.
pub(crate) const MARKS: [&str; 2] = ["only", "not"];

/// The variant that is made, by its names: that of a length and that of an event, say. Without a name it is the talk
/// as it is where nothing is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Variant(Vec<String>);

impl Variant {
    /// A variant of the names in a text.
    pub(crate) fn of(text: &str) -> Variant {
        Variant(names(text).map(str::to_owned).collect())
    }

    /// Its names, in the order they were given.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether what bears the attributes is part of it: `only` names the variant, and `not` does not.
    ///
    /// Without a variant, the talk leaves out everything that has an `only`.
    pub(crate) fn admits(&self, attributes: &Attributes) -> bool {
        let is_named = |mark: &str| {
            attributes.value(mark).map(|value| names(value).any(|name| self.0.iter().any(|it| it == name)))
        };
        is_named("only").unwrap_or(true) && !is_named("not").unwrap_or(false)
    }
}

/// The names in a text, with commas or spaces between them.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', '\t', '\n']).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Attribute;

    #[track_caller]
    fn check_admitted(variant: &str, marks: &[(&str, &str)], is_admitted: bool) {
        let attributes = marks
            .iter()
            .map(|(name, value)| Attribute { name: (*name).into(), value: (*value).into(), at: None })
            .collect();
        assert_eq!(Variant::of(variant).admits(&attributes), is_admitted, "{variant} {marks:?}");
    }

    #[test]
    fn only_is_for_the_variants_that_it_names() {
        check_admitted("short", &[("only", "short")], true);
        check_admitted("short", &[("only", "long, short")], true);
        check_admitted("long", &[("only", "short")], false);
        check_admitted("", &[("only", "short")], false);
        check_admitted("short", &[("only", "")], false);
    }

    #[test]
    fn not_is_for_the_others() {
        check_admitted("short", &[("not", "short")], false);
        check_admitted("long", &[("not", "short")], true);
        check_admitted("", &[("not", "short")], true);
    }

    #[test]
    fn a_variant_may_have_several_names() {
        check_admitted("short,paris", &[("only", "paris")], true);
        check_admitted("short paris", &[("only", "paris"), ("not", "short")], false);
        check_admitted("short", &[], true);
    }
}
