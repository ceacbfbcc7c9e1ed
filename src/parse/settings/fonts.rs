//! The fonts of a talk, from the tree.

use super::read::{choices, files, wrong_kind};
use super::{Node, Wrong};
use crate::deck::TalkFonts;
use crate::parse::values::Value;

/// A table of files by what they are for.
pub(super) fn fonts(node: &Node) -> Result<TalkFonts, Wrong> {
    const HELP: &str = "write `{ heading = \"fonts/bold.woff2\", body = \"fonts/text.woff2\" }`";
    let Value::Table(pairs) = &node.value else { return Err(wrong_kind(node, "a table", HELP)) };
    let mut fonts = TalkFonts::default();
    for pair in pairs {
        match pair.key.as_str() {
            "heading" => fonts.heading = files(&pair.node)?,
            "body" => fonts.body = files(&pair.node)?,
            "code" => fonts.code = files(&pair.node)?,
            other => {
                let message = format!("has no key `{other}`");
                let help = choices(other, &["heading", "body", "code"]);
                return Err(Wrong { at: pair.at, message, help, about: Some(other.to_owned()) });
            }
        }
    }
    Ok(fonts)
}
