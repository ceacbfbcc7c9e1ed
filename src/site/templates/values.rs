//! The values that one template sees.

use serde::Serialize;
use tera::{Context, Value};

use super::budget;
use super::slots::value_without_marks;

/// What one template sees besides `deck` and `orate`.
#[derive(Default)]
pub(crate) struct Values {
    pub(super) values: Vec<(&'static str, Value)>,
    /// Bytes of the values, which the template may put out without spending its budget.
    pub(super) size: usize,
}

impl Values {
    /// Adds a value; text in it is escaped when the template puts it out.
    pub(crate) fn with(mut self, name: &'static str, value: &impl Serialize) -> Values {
        let value = Value::from_serializable(value);
        self.size += budget::size(&value);
        self.values.push((name, value));
        self
    }

    /// Adds a list of HTML, which the template puts out as it is.
    pub(crate) fn with_html_list(mut self, name: &'static str, parts: &[String]) -> Values {
        self.size += parts.iter().map(String::len).sum::<usize>();
        let parts: Vec<_> = parts.iter().map(|part| Value::safe_string(part)).collect();
        self.values.push((name, Value::from(parts)));
        self
    }

    /// Adds HTML, which the template puts out as it is.
    pub(crate) fn with_html(mut self, name: &'static str, html: &str) -> Values {
        self.size += html.len();
        self.values.push((name, Value::safe_string(html)));
        self
    }

    /// The same values without a character that could be taken for a slot.
    pub(crate) fn without_marks(mut self) -> Values {
        self.values.iter_mut().for_each(|(_, value)| *value = value_without_marks(value));
        self
    }

    pub(super) fn into_context(self) -> Context {
        let mut context = Context::new();
        self.values.into_iter().for_each(|(name, value)| context.insert_value(name, value));
        context
    }
}

/// A text as templates put it out.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = Vec::new();
    // A vector takes everything.
    let _ = tera::escape_html(text, &mut written);
    String::from_utf8_lossy(&written).into_owned()
}
