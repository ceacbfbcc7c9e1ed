//! From the tree of a drawing to the text of what is kept.

use std::borrow::Cow;

use roxmltree::{Node, NodeType};

use super::name::{self, Vocabulary};
use super::rules::{Form, Rules};
use crate::assets::css::{self, Place};
use crate::assets::unclean::Unclean;

/// What was written of a drawing.
#[derive(Default)]
pub(super) struct Written {
    pub text: String,
    /// The first element of HTML that was left out and might have been seen.
    pub left_out: Option<String>,
    /// Why a picture within could not be cleaned.
    pub unclean: Option<Unclean>,
}

/// The text of what is kept.
pub(super) fn written(root: Node<'_, '_>, rules: &Rules<'_>) -> Written {
    let mut writer = Writer { rules, written: Written::default() };
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
                    writer.written.text.push_str("/>");
                } else {
                    writer.written.text.push('>');
                }
            }
            Step::Close(element) => {
                writer.written.text.extend(["</", element.tag_name().name(), ">"]);
            }
            Step::Text(text) => writer.written.text.push_str(&text),
        }
    }
    writer.written
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

struct Writer<'r> {
    rules: &'r Rules<'r>,
    written: Written,
}

impl Writer<'_> {
    /// The markup of a node; `None` if it is dropped.
    fn step<'a, 'input>(&mut self, node: Node<'a, 'input>, in_text: bool) -> Option<Step<'a, 'input>> {
        match node.node_type() {
            NodeType::Element if name::is_kept(node, self.rules) => {
                Some(Step::Open { element: node, in_text })
            }
            NodeType::Element => {
                let is_html = Vocabulary::of(node) == Vocabulary::Html && node.tag_name().name() != "script";
                if is_html && !self.rules.hidden.contains(&node.id()) {
                    self.written.left_out.get_or_insert_with(|| node.tag_name().name().to_owned());
                }
                None
            }
            NodeType::Text if in_text => {
                let text = node.text().unwrap_or_default();
                let is_style = node.parent().is_some_and(|parent| parent.tag_name().name() == "style");
                let text = escaped_text(&if is_style { self.style(text) } else { text.to_owned() });
                (!text.is_empty()).then_some(Step::Text(text))
            }
            NodeType::Text | NodeType::Root | NodeType::Comment | NodeType::PI => None,
        }
    }

    /// Writes a start tag up to, but not with, its `>`.
    fn open(&mut self, element: Node<'_, '_>) {
        self.written.text.extend(["<", element.tag_name().name()]);
        let vocabulary = Vocabulary::of(element);
        let surroundings = element.parent_element().map(Vocabulary::of);
        if surroundings != Some(vocabulary) {
            self.written.text.extend([" xmlns='", vocabulary.namespace(), "'"]);
        }
        for attribute in element.attributes() {
            let Some(name) = name::kept_name(element, attribute, self.rules) else { continue };
            let Some(value) = self.value(&name, attribute.value()) else { continue };
            self.written.text.extend([" ", &name, "="]);
            self.quote(&value);
        }
    }

    /// What is written of an attribute's value; `None` if the attribute goes.
    fn value<'a>(&mut self, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
        let is_opened = self.rules.form == Form::Opened;
        Some(match name {
            "href" | "src" if !is_opened && !name::is_inner(value) => return None,
            "d" | "points" => with_single_spaces(value),
            "href" | "src" => match self.address(value) {
                Some(clean) if clean.is_empty() => return None,
                Some(clean) => clean.into(),
                None => value.into(),
            },
            _ if is_opened && name != "style" && (name.starts_with("on") || !value.contains("url")) => {
                value.into()
            }
            _ if value.contains(['(', '\\']) || value.contains("/*") => self.style(value).into(),
            _ => value.into(),
        })
    }

    /// A cleaned address; `None` if it is fine as it is.
    fn address(&mut self, address: &str) -> Option<String> {
        let cleaned = self.rules.nested.address(address);
        self.written.unclean = self.written.unclean.or(cleaned.unclean);
        cleaned.address
    }

    /// CSS without comments, and in an image without imports and addresses that lead out of the drawing.
    fn style(&mut self, css: &str) -> String {
        let css = css::without_all_comments(css);
        let is_opened = self.rules.form == Form::Opened;
        let mut safe = String::with_capacity(css.len());
        let mut end = 0;
        for reference in css::addresses(&css) {
            let address = reference.address.trim();
            let is_inner = name::is_inner_style(address);
            let stand_in = match reference.place {
                _ if is_opened && !is_inner => continue,
                Place::Import { .. } | Place::LateImport => String::new(),
                Place::Property | Place::Descriptor { .. } if is_inner => match self.address(address) {
                    Some(address) => format!("url({})", css::quoted(&address)),
                    None => continue,
                },
                // The address of nothing, as good as one that cannot be reached.
                Place::Property | Place::Descriptor { .. } => "url(#)".to_owned(),
            };
            safe.push_str(&css[end..reference.range.start]);
            safe.push_str(&stand_in);
            end = reference.range.end;
        }
        safe.push_str(&css[end..]);
        // Addresses may be in strings, too: `image-set("data:…" 2x)`.
        self.rules.nested.text(&safe).unwrap_or(safe)
    }

    /// Writes an attribute's value in quotes: single ones, which cost nothing in a data URI, unless there are
    /// only single ones in the value.
    fn quote(&mut self, value: &str) {
        let quote = if value.contains('\'') && !value.contains('"') { '"' } else { '\'' };
        self.written.text.push(quote);
        let mut rest = value;
        let is_escaped = |character: char| {
            matches!(character, '&' | '<' | '\t' | '\n' | '\r') || character == '\'' && quote == '\''
        };
        while let Some(length) = rest.find(is_escaped) {
            self.written.text.push_str(&rest[..length]);
            // All of these are one byte long.
            self.written.text.push_str(match rest.as_bytes()[length] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'\t' => "&#9;",
                b'\n' => "&#10;",
                b'\r' => "&#13;",
                _ => "&#39;",
            });
            rest = &rest[length + 1..];
        }
        self.written.text.push_str(rest);
        self.written.text.push(quote);
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
