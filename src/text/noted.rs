//! A value together with what the author should know about it.

use super::diagnostic::Diagnostic;

/// A value, and the diagnostics that arose while it was made.
///
/// What the core makes is always there, whatever the author wrote wrong; so a function gives back both, and its
/// caller says where the diagnostics go: into its own result ([`Noted::take_into`]), or on to the next step
/// ([`Noted::and_then`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "the diagnostics are for the author"]
pub(crate) struct Noted<T> {
    /// What was made, also if the author made mistakes.
    pub value: T,
    /// In the order in which they arose.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Noted<T> {
    /// A value with its diagnostics.
    pub(crate) fn new(value: T, diagnostics: Vec<Diagnostic>) -> Noted<T> {
        Noted { value, diagnostics }
    }

    /// Adds a diagnostic.
    pub(crate) fn note(mut self, diagnostic: Diagnostic) -> Noted<T> {
        self.diagnostics.push(diagnostic);
        self
    }

    /// Adds several diagnostics.
    pub(crate) fn note_all(mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) -> Noted<T> {
        self.diagnostics.extend(diagnostics);
        self
    }

    /// Makes another value of this one, without further diagnostics.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Noted<U> {
        Noted { value: make(self.value), diagnostics: self.diagnostics }
    }

    /// Makes another value of this one, whose diagnostics follow those of this one.
    pub(crate) fn and_then<U>(mut self, make: impl FnOnce(T) -> Noted<U>) -> Noted<U> {
        let value = make(self.value).take_into(&mut self.diagnostics);
        Noted { value, diagnostics: self.diagnostics }
    }

    /// Moves the diagnostics to the end of others, and gives the value alone.
    pub(crate) fn take_into(mut self, diagnostics: &mut Vec<Diagnostic>) -> T {
        diagnostics.append(&mut self.diagnostics);
        self.value
    }
}

impl<T> From<T> for Noted<T> {
    /// A value without diagnostics.
    fn from(value: T) -> Noted<T> {
        Noted { value, diagnostics: Vec::new() }
    }
}

impl<T, C: FromIterator<T>> FromIterator<Noted<T>> for Noted<C> {
    /// All values, and the diagnostics of all of them in the same order.
    fn from_iter<I: IntoIterator<Item = Noted<T>>>(items: I) -> Noted<C> {
        let mut diagnostics = Vec::new();
        let value = items.into_iter().map(|item| item.take_into(&mut diagnostics)).collect();
        Noted { value, diagnostics }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(value: u8, message: &str) -> Noted<u8> {
        Noted::from(value).note(Diagnostic::note("test", None, message))
    }

    fn check_messages<T>(noted: &Noted<T>, messages: &[&str]) {
        let all: Vec<&str> = noted.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(all, messages);
    }

    #[test]
    fn diagnostics_of_one_step_come_before_those_of_the_next() {
        let sum = noted(1, "first").and_then(|one| noted(one + 1, "second")).map(|two| two + 1);
        assert_eq!(sum.value, 3);
        check_messages(&sum, &["first", "second"]);
        let mut diagnostics = vec![Diagnostic::note("test", None, "before")];
        assert_eq!(sum.take_into(&mut diagnostics), 3);
        check_messages(&Noted::new((), diagnostics), &["before", "first", "second"]);
    }

    #[test]
    fn a_mistake_leaves_a_value_and_a_diagnostic() {
        let percent = |text: &str| match text.parse::<u8>() {
            Ok(number) => Noted::from(number),
            Err(_) => noted(100, "not a number"),
        };
        let all: Noted<Vec<u8>> = ["20", "most"].into_iter().map(percent).collect();
        assert_eq!(all.value, [20, 100]);
        check_messages(&all, &["not a number"]);
    }

    #[test]
    fn many_values_keep_their_order_and_all_diagnostics() {
        let all: Noted<Vec<u8>> = [noted(1, "a"), Noted::from(2), noted(3, "b")].into_iter().collect();
        assert_eq!(all.value, [1, 2, 3]);
        check_messages(&all, &["a", "b"]);
    }
}
