//! The talk's own words for what orate writes, from the tree.

use std::collections::BTreeMap;

use super::read::{text, wrong_kind};
use super::{Node, Wrong};
use crate::deck::translatable;
use crate::parse::values::Value;
use crate::text::nearest;

const HELP: &str = "write `translations = { \"Next\" = \"Següent\" }`, for instance";

/// The table of texts, each by the English one.
pub(super) fn translations(node: &Node) -> Result<BTreeMap<String, String>, Wrong> {
    let Value::Table(pairs) = &node.value else {
        return Err(wrong_kind(node, "a table of texts", HELP));
    };
    let mut translations = BTreeMap::new();
    for pair in pairs {
        if !translatable().any(|english| english == pair.key) {
            let message = format!("has `{}`, which orate does not write", pair.key);
            let help = match nearest(&pair.key, translatable()) {
                Some(english) => format!("did you mean `{english}`?"),
                None => "`docs/languages.md` lists the English texts".to_owned(),
            };
            return Err(Wrong::new(pair.at, message, help));
        }
        translations.insert(pair.key.clone(), text(&pair.node)?);
    }
    Ok(translations)
}
