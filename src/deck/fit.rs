//! How far a slide with more on it than its room is set smaller.

use super::{Attribute, Attributes};

/// How far a slide with more on it than its room may be set smaller, as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fit {
    /// To [`USUAL_LEAST`] of its size; not at all in a talk that was written for reveal.js.
    #[default]
    Auto,
    /// Not at all: the slide stays as its author wrote it.
    None,
    /// To so many percent of its size, but no further.
    Least(u8),
}

/// The percentage of its size down to which a slide is set smaller where its author says nothing.
const USUAL_LEAST: u8 = 70;

/// Percentages that an author may ask for: at less, nobody could read the slide.
const PERCENTAGES: std::ops::RangeInclusive<u8> = 20..=100;

/// The attribute with which a slide says its own; the browser reads it under the name `data-fit`.
const ATTRIBUTE: &str = "fit";

/// The attribute as it is in the page.
pub(crate) const DATA_ATTRIBUTE: &str = "data-fit";

impl Fit {
    /// Reads `auto`, `none` or a percentage such as `80%`.
    pub(crate) fn parse(text: &str) -> Option<Fit> {
        match text.trim() {
            "auto" => Some(Fit::Auto),
            "none" => Some(Fit::None),
            text => {
                let percent = text.strip_suffix('%')?.trim_end().parse().ok()?;
                PERCENTAGES.contains(&percent).then_some(Fit::Least(percent))
            }
        }
    }

    /// The percentage that slides may be set to; `None` if they stay as they are. `extensions` says whether the talk
    /// is orate's own, and not one written for reveal.js.
    pub(crate) fn least(self, extensions: bool) -> Option<u8> {
        match self {
            Fit::Auto => extensions.then_some(USUAL_LEAST),
            Fit::None => None,
            Fit::Least(percent) => Some(percent),
        }
    }
}

impl Attributes {
    /// Whether they say how a slide is fitted.
    pub(crate) fn have_fit(&self) -> bool {
        self.get(ATTRIBUTE).is_some() || self.get(DATA_ATTRIBUTE).is_some()
    }

    /// Gives the attribute `fit` of a slide the name by which the browser reads it. An attribute whose value is none is
    /// taken out and given back.
    pub(crate) fn turn_fit(&mut self) -> Option<Attribute> {
        if let Some(own) = self.take(ATTRIBUTE) {
            self.set(Attribute { name: DATA_ATTRIBUTE.into(), ..own });
        }
        match self.get(DATA_ATTRIBUTE).map(|own| Fit::parse(&own.value)) {
            Some(None) => self.take(DATA_ATTRIBUTE),
            // The slide is fitted as the deck is.
            Some(Some(Fit::Auto)) => {
                self.take(DATA_ATTRIBUTE);
                None
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_is_a_word_or_a_percentage() {
        assert_eq!(Fit::parse("auto"), Some(Fit::Auto));
        assert_eq!(Fit::parse(" none "), Some(Fit::None));
        assert_eq!(Fit::parse("80%"), Some(Fit::Least(80)));
        for wrong in ["", "80", "19%", "101%", "-5%", "0.8", "shrink", "%"] {
            assert_eq!(Fit::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_talk_for_reveal_js_stays_as_it_is_unless_it_asks() {
        assert_eq!(Fit::Auto.least(true), Some(70));
        assert_eq!(Fit::Auto.least(false), None);
        assert_eq!(Fit::Least(90).least(false), Some(90));
        assert_eq!(Fit::None.least(true), None);
    }
}
