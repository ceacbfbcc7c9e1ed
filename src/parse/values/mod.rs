//! TOML and YAML become one tree of values with places.
//!
//! Settings are read from this tree, so that `orate.toml` and either kind of front matter know the same keys, take
//! the same values and give the same messages. What is wrong with the text itself is reported here.

mod toml;
mod yaml;

pub(super) use self::toml::read as read_toml;
pub(super) use self::yaml::read as read_yaml;

use crate::text::Span;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub value: Value,
    pub at: Span,
}

/// What an author may write as a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    /// A date or time, as it was written.
    Date(String),
    List(Vec<Node>),
    Table(Table),
}

/// Keys and values in the order of the text.
pub(super) type Table = Vec<Pair>;

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub key: String,
    /// The place of the key.
    pub at: Span,
    pub node: Node,
}

impl Value {
    /// What kind of value it is, in the author's words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Nothing => "nothing",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The same value as JSON; a date becomes a string, and a number that JSON does not know becomes `null`.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Nothing => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::Text(text) | Value::Date(text) => text.as_str().into(),
            Value::List(nodes) => nodes.iter().map(|node| node.value.to_json()).collect(),
            Value::Table(pairs) => {
                pairs.iter().map(|pair| (pair.key.clone(), pair.node.value.to_json())).collect()
            }
        }
    }
}
