//! Header, footer, logo and licence, from the tree.

use super::read::{choices, placed, text, wrong_kind};
use super::{Node, Wrong, read};
use crate::deck::{Logo, Placed};
use crate::parse::values::Value;

/// A line of Markdown; `None` for `false`.
pub(super) fn line(node: &Node) -> Result<Option<Placed<String>>, Wrong> {
    match node.value {
        Value::Bool(false) => Ok(None),
        _ => placed(node).map(Some),
    }
}

/// A file, or a table of it and what goes with it.
pub(super) fn logo(node: &Node) -> Result<Logo, Wrong> {
    const HELP: &str =
        "write `\"images/logo.svg\"`, or `{ file = \"images/logo.svg\", alt = \"Example Inc.\" }`";
    let Value::Table(pairs) = &node.value else {
        return read::file(node).map(|file| Logo { file, alt: String::new(), link: None });
    };
    let (mut file, mut alt, mut link) = (None, String::new(), None);
    for pair in pairs {
        match pair.key.as_str() {
            "file" => file = Some(read::file(&pair.node)?),
            "alt" => alt = text(&pair.node)?,
            "link" => link = Some(read::link(&pair.node)?.value),
            other => {
                let message = format!("has no key `{other}`");
                return Err(Wrong::new(pair.at, message, choices(other, &["file", "alt", "link"])));
            }
        }
    }
    match file {
        Some(file) => Ok(Logo { file, alt, link }),
        None => Err(Wrong::new(node.at, "lacks `file`", HELP)),
    }
}

/// Whether a section has it; the deck sets its text.
pub(super) fn switch(node: &Node) -> Result<&'static str, Wrong> {
    match node.value {
        Value::Bool(is_on) => Ok(if is_on { "on" } else { "off" }),
        _ => {
            let help = "set its text in `orate.toml`; here, `false` turns it off";
            Err(wrong_kind(node, "`true` or `false`", help))
        }
    }
}
