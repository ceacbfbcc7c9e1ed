//! From the tree of a drawing to the text of what is kept.

use std::borrow::Cow;

use roxmltree::{Node, NodeType};

use super::name::{self, Vocabulary};
use crate::assets::css::{self, Place};

/// The text of what is kept, and the first element of HTML that was left out and might have been seen.
pub fn written(root: Node<'_, '_>) -> (String, Option<String>) {
    let mut writer = Writer { text: String::new(), left_out: None };
    // Steps instead of calls: a drawing may be deeper than the stack.
    let mut steps = vec![Step::Open { element: root, in_text: false }];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open { element, in_text } => {
                writer.open(element);
                let in_text = in_text || name::holds_text(element);
                let first = steps.len();
                steps.push(Step::Close(element));
                steps.extend(element.children().rev().filter_map(|child| writer.step(child, in_text)));
                if steps.len() == first + 1 {
                    steps.pop();
                    writer.text.push_str("/>");
                } else {
                    writer.text.push('>');
                }
            }
            Step::Close(element) => {
                writer.text.extend(["</", element.tag_name().name(), ">"]);
            }
            Step::Text(text) => writer.text.push_str(&text),
        }
    }
    (writer.text, writer.left_out)
}

/// What is still to be written.
enum Step<'a, 'input> {
    Open {
        element: Node<'a, 'input>,
        /// Whether text within is kept.
        in_text: bool,
    },
    Close(Node<'a, 'input>),
    /// Escaped.
    Text(String),
}

struct Writer {
    text: String,
    left_out: Option<String>,
}

impl Writer {
    /// What is to be written of a node; none where it is dropped.
    fn step<'a, 'input>(&mut self, node: Node<'a, 'input>, in_text: bool) -> Option<Step<'a, 'input>> {
        match node.node_type() {
            NodeType::Element if name::is_kept(node) => Some(Step::Open { element: node, in_text }),
            NodeType::Element => {
                if Vocabulary::of(node) == Vocabulary::Html && node.tag_name().name() != "script" {
                    self.left_out.get_or_insert_with(|| node.tag_name().name().to_owned());
                }
                None
            }
            NodeType::Text if in_text => {
                let text = node.text().unwrap_or_default();
                let is_style = node.parent().is_some_and(|parent| parent.tag_name().name() == "style");
                let text = escaped_text(&if is_style { safe_style(text) } else { text.to_owned() });
                (!text.is_empty()).then_some(Step::Text(text))
            }
            NodeType::Text | NodeType::Root | NodeType::Comment | NodeType::PI => None,
        }
    }

    /// Writes a start tag up to, but not with, its `>`.
    fn open(&mut self, element: Node<'_, '_>) {
        self.text.extend(["<", element.tag_name().name()]);
        let vocabulary = Vocabulary::of(element);
        let surroundings = element.parent_element().map(Vocabulary::of);
        if surroundings != Some(vocabulary) {
            self.text.extend([" xmlns='", vocabulary.namespace(), "'"]);
        }
        for attribute in element.attributes() {
            let Some(name) = name::kept_name(element, attribute) else { continue };
            let value = attribute.value();
            let value = match name.as_str() {
                "href" | "src" if !name::is_inner(value) => continue,
                "d" | "points" => with_single_spaces(value),
                "href" | "src" => Cow::Borrowed(value),
                _ if value.contains(['(', '\\']) => Cow::Owned(safe_style(value)),
                _ => Cow::Borrowed(value),
            };
            self.text.extend([" ", &name, "="]);
            self.quote(&value);
        }
    }

    /// Writes an attribute's value in quotes: single ones, which cost nothing in a data URI, unless there are
    /// only single ones in the value.
    fn quote(&mut self, value: &str) {
        let quote = if value.contains('\'') && !value.contains('"') { '"' } else { '\'' };
        self.text.push(quote);
        let mut rest = value;
        let is_escaped = |character: char| {
            matches!(character, '&' | '<' | '\t' | '\n' | '\r') || character == '\'' && quote == '\''
        };
        while let Some(length) = rest.find(is_escaped) {
            self.text.push_str(&rest[..length]);
            // All of these are one byte long.
            self.text.push_str(match rest.as_bytes()[length] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'\t' => "&#9;",
                b'\n' => "&#10;",
                b'\r' => "&#13;",
                _ => "&#39;",
            });
            rest = &rest[length + 1..];
        }
        self.text.push_str(rest);
        self.text.push(quote);
    }
}

/// A list of numbers with one space where there was more.
fn with_single_spaces(list: &str) -> Cow<'_, str> {
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    let bytes = list.as_bytes();
    let has_more = bytes.windows(2).any(|pair| is_space(pair[0]) && is_space(pair[1]))
        || bytes.iter().any(|&byte| is_space(byte) && byte != b' ')
        || list.starts_with(' ')
        || list.ends_with(' ');
    match has_more {
        true => Cow::Owned(list.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
        false => Cow::Borrowed(list),
    }
}

/// Text as XML. A `>` is escaped too, so that no `]]>` can arise.
fn escaped_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
}

/// CSS without comments, imports and addresses that lead out of the drawing.
fn safe_style(css: &str) -> String {
    let css = css::without_comments(css);
    let mut safe = String::with_capacity(css.len());
    let mut end = 0;
    for found in css::addresses(&css) {
        let stand_in = match found.place {
            Place::Import { .. } | Place::LateImport => "",
            Place::Property | Place::Descriptor if name::is_inner_style(found.address.trim()) => continue,
            // The address of nothing, as good as one that cannot be reached.
            Place::Property | Place::Descriptor => "url(#)",
        };
        safe.push_str(&css[end..found.range.start]);
        safe.push_str(stand_in);
        end = found.range.end;
    }
    safe.push_str(&css[end..]);
    safe
}
