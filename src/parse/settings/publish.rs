//! Where a talk is published, from the tree.

use super::read::{choices, placed, text, texts, truth, wrong, wrong_kind};
use super::{Node, Wrong};
use crate::deck::{Compression, Publishing, Target, USUAL_REMOTE, branch_fault, remote_fault};
use crate::parse::values::Value;

const KEYS: [&str; 9] =
    ["to", "branch", "remote", "command", "notes", "most-removed", "compress", "headers", "offline"];

const HELP: &str = "write `to = \"../public\"` or `branch = \"gh-pages\"` below `[publish]`, for instance";

/// Reads the table `[publish]`; `before` has what other keys set.
pub(super) fn publishing(node: &Node, before: &Publishing) -> Result<Publishing, Wrong> {
    let Value::Table(pairs) = &node.value else { return Err(wrong_kind(node, "a table", HELP)) };
    let mut publishing = before.clone();
    let (mut folder, mut branch, mut remote, mut command) = (None, None, None, None);
    for pair in pairs {
        match pair.key.as_str() {
            "to" => folder = Some(placed(&pair.node)?),
            "branch" => branch = Some(name(&pair.node, branch_fault)?),
            "remote" => remote = Some(name(&pair.node, remote_fault)?),
            // Pointed at from the table, since the line of the command may hold a password.
            "command" => {
                command = Some(words(&pair.node).map_err(|wrong| Wrong { at: node.at.head(), ..wrong })?);
            }
            "notes" => publishing.with_notes = with_notes(&pair.node)?,
            "most-removed" => publishing.most_removed = Some(number(&pair.node)?),
            "compress" => publishing.hosting.compress = compressions(&pair.node)?,
            "headers" => publishing.hosting.headers = truth(&pair.node)?,
            "offline" => publishing.hosting.offline = truth(&pair.node)?,
            other => {
                let message = format!("has no key `{other}`");
                return Err(Wrong::new(pair.at, message, choices(other, &KEYS)));
            }
        }
    }
    if remote.is_some() && branch.is_none() {
        return Err(wrong(node, "has a `remote` without a `branch`", HELP));
    }
    publishing.target = match (folder, branch, command) {
        (None, None, None) => None,
        (Some(folder), None, None) => Some(Target::Folder(folder)),
        (None, Some(branch), None) => {
            Some(Target::Branch { branch, remote: remote.unwrap_or_else(|| USUAL_REMOTE.into()) })
        }
        (None, None, Some(command)) => Some(Target::Command(command)),
        _ => {
            return Err(wrong(
                node,
                "names more than one destination",
                "keep one of `to`, `branch` and `command`",
            ));
        }
    };
    Ok(publishing)
}

/// The name of a branch or of a remote, as far as git takes it.
fn name(node: &Node, fault: fn(&str) -> Option<&'static str>) -> Result<String, Wrong> {
    let name = text(node)?;
    match fault(&name) {
        Some(fault) => Err(wrong(node, format!("cannot use a branch or remote name that {fault}"), HELP)),
        None => Ok(name),
    }
}

fn words(node: &Node) -> Result<Vec<String>, Wrong> {
    let words = texts(node)?;
    match words.first().is_some_and(|program| !program.trim().is_empty()) {
        true => Ok(words),
        false => Err(wrong(
            node,
            "names no program",
            "write `command = [\"rsync\", \"-a\", \"./\", \"host:talk/\"]`",
        )),
    }
}

fn with_notes(node: &Node) -> Result<bool, Wrong> {
    match text(node)?.as_str() {
        "include" => Ok(true),
        "leave-out" => Ok(false),
        other => Err(wrong(node, format!("cannot be `{other}`"), choices(other, &["leave-out", "include"]))),
    }
}

/// Ways to pack, in any order and each once.
fn compressions(node: &Node) -> Result<Vec<Compression>, Wrong> {
    let mut ways = Vec::new();
    for name in texts(node)? {
        let way = match name.as_str() {
            "gzip" => Compression::Gzip,
            "brotli" => Compression::Brotli,
            other => {
                let help = choices(other, &["gzip", "brotli"]);
                return Err(wrong(node, format!("cannot be `{other}`"), help));
            }
        };
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Ok(ways)
}

fn number(node: &Node) -> Result<usize, Wrong> {
    match node.value {
        Value::Integer(number) if number >= 0 => Ok(usize::try_from(number).unwrap_or(usize::MAX)),
        _ => Err(wrong_kind(node, "a number of files", "write `most-removed = 50`")),
    }
}
