//! Which programs draw diagrams, from the tree.

use super::read::{texts, wrong, wrong_kind};
use super::{Node, Pair, Wrong};
use crate::deck::DiagramProgram;
use crate::parse::values::Value;

const HELP: &str = "write `command = [\"d2\", \"-\", \"-\"]` below `[diagrams.d2]`, for instance";

/// Languages that no program can draw, since their fences are not drawings.
const KEPT: [&str; 3] = ["chart", "math", "text"];

/// Points at the language, since the line of the command may hold a password.
fn wrong_command(pair: &Pair, message: &str) -> Wrong {
    Wrong::new(pair.at, message, HELP)
}

/// The table of languages, each with the command that draws it.
pub(super) fn diagrams(node: &Node) -> Result<Vec<DiagramProgram>, Wrong> {
    let Value::Table(languages) = &node.value else {
        return Err(wrong_kind(node, "a table of languages", HELP));
    };
    let mut programs = Vec::with_capacity(languages.len());
    for pair in languages {
        let Value::Table(keys) = &pair.node.value else {
            return Err(wrong_kind(&pair.node, "a table with a `command`", HELP));
        };
        let language = pair.key.clone();
        if language.is_empty() || language.contains(char::is_whitespace) || KEPT.contains(&language.as_str())
        {
            let message = format!("cannot let a program draw `{language}`");
            return Err(Wrong::new(pair.at, message, "use the language's name in fences"));
        }
        if let Some(other) = keys.iter().find(|key| key.key != "command") {
            let message = format!("has no key `{}` of a language", other.key);
            return Err(Wrong::new(other.at, message, HELP));
        }
        let Some(command) = keys.first() else {
            return Err(wrong(&pair.node, format!("has no command for `{language}`"), HELP));
        };
        let words = match &command.node.value {
            // A single word is a command; a line for a shell is not.
            Value::Text(line) if line.contains(char::is_whitespace) => {
                return Err(wrong_command(pair, "must have a command as a list of words"));
            }
            _ => texts(&command.node).map_err(|wrong| Wrong { at: pair.at, ..wrong })?,
        };
        if words.first().is_none_or(|program| program.trim().is_empty()) {
            return Err(wrong_command(pair, "names no program"));
        }
        programs.push(DiagramProgram { language, command: words, at: command.node.at });
    }
    Ok(programs)
}
