//! Macros: what they stand for, and what defines them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::reader::TexReader;
use super::{MOST, PrepareError};
use crate::text::counted;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Macro {
    /// How many arguments it takes: `#1` to `#9`.
    pub arguments: usize,
    pub definition: String,
    /// What the first argument is where it is not given between brackets; `None` if it is one like the others.
    pub default: Option<String>,
}

/// By their names, without the backslash.
pub(crate) type Macros = BTreeMap<String, Macro>;

/// What a macro stands for, with its arguments, which are read.
pub(super) fn expanded(
    name: &str,
    definition: &Macro,
    reader: &mut TexReader<'_>,
    at: &Range<usize>,
) -> Result<String, PrepareError> {
    let mut arguments = Vec::new();
    if let Some(default) = &definition.default {
        arguments.push(reader.option().unwrap_or(default));
    }
    for _ in arguments.len()..definition.arguments {
        let argument = reader.group().ok_or_else(|| PrepareError {
            at: at.clone(),
            message: format!("`\\{name}` takes {}", counted(definition.arguments, "argument")),
            help: "give each between braces",
        })?;
        arguments.push(argument);
    }
    let (mut text, mut rest) = (String::new(), definition.definition.as_str());
    while let Some((before, after)) = rest.split_once('#') {
        text.push_str(before);
        let number = after.chars().next().and_then(|digit| digit.to_digit(10)).unwrap_or(0) as usize;
        match number.checked_sub(1).and_then(|index| arguments.get(index)) {
            // Braces keep an argument from joining what is before it.
            Some(argument) if text.ends_with(|it: char| it.is_ascii_alphabetic()) => {
                text.push(' ');
                text.push_str(argument);
            }
            Some(argument) => text.push_str(argument),
            None => text.push('#'),
        }
        rest = if number > 0 { &after[1..] } else { after };
        if text.len() > MOST {
            break;
        }
    }
    text.push_str(rest);
    Ok(text)
}

/// What `\newcommand{\name}[2]{…}` and its kind define.
pub(super) fn definition(
    command: &str,
    reader: &mut TexReader<'_>,
    at: &Range<usize>,
) -> Result<(String, Macro), PrepareError> {
    let unclear =
        |help| PrepareError { at: at.clone(), message: format!("`\\{command}` defines nothing"), help };
    let is_starred = reader.rest().starts_with('*');
    if is_starred && command != "def" {
        reader.at += 1;
    }
    if command == "DeclarePairedDelimiter" {
        return pair(reader)
            .ok_or_else(|| unclear("write `\\DeclarePairedDelimiter{\\abs}{\\lvert}{\\rvert}`"));
    }
    let help = "write `\\newcommand{\\name}[1]{…}`, with the number of its arguments";
    let name = reader.group().and_then(|name| name.trim().strip_prefix('\\')).ok_or_else(|| unclear(help))?;
    let (mut arguments, mut default) = (0, None);
    if command == "let" {
        if reader.peeks('=') {
            reader.open_group();
        }
    } else if command.ends_with("def") {
        while reader.rest().starts_with('#') {
            reader.at = (reader.at + 2).min(reader.text.len());
            reader.at = reader.text.ceil_char_boundary(reader.at);
            arguments += 1;
        }
    } else if let Some(count) = reader.option() {
        arguments = count.trim().parse().ok().filter(|count| *count < 10).ok_or_else(|| unclear(help))?;
    }
    if arguments > 0 && command.ends_with("command") {
        default = reader.option().map(str::to_owned);
    }
    let body = reader.group().ok_or_else(|| unclear(help))?;
    let definition = match command {
        "DeclareMathOperator" if is_starred => format!("\\operatorname*{{{body}}}"),
        "DeclareMathOperator" => format!("\\operatorname{{{body}}}"),
        _ => body.to_owned(),
    };
    Ok((name.to_owned(), Macro { arguments, definition, default }))
}

/// What `\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}` defines: brackets that grow with what they hold.
fn pair(reader: &mut TexReader<'_>) -> Option<(String, Macro)> {
    let name = reader.group()?.trim().strip_prefix('\\')?;
    let (open, close) = (reader.group()?.trim(), reader.group()?.trim());
    let definition = format!("\\left{open} #1\\right{close} ");
    Some((name.to_owned(), Macro { arguments: 1, definition, default: None }))
}
