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
    for _ in 0..definition.arguments {
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
    if command == "DeclareMathOperator" && reader.rest().starts_with('*') {
        reader.at += 1;
    }
    let help = "write `\\newcommand{\\name}[1]{…}`, with the number of its arguments";
    let name = reader.group().and_then(|name| name.trim().strip_prefix('\\')).ok_or_else(|| unclear(help))?;
    let mut arguments = 0;
    if command == "def" {
        while reader.rest().starts_with('#') {
            reader.at = (reader.at + 2).min(reader.text.len());
            reader.at = reader.text.ceil_char_boundary(reader.at);
            arguments += 1;
        }
    } else if let Some(count) = reader.option() {
        arguments = count.trim().parse().ok().filter(|count| *count < 10).ok_or_else(|| unclear(help))?;
    }
    if reader.peeks('[') {
        return Err(unclear("an argument with a default is not known here: give every argument"));
    }
    let body = reader.group().ok_or_else(|| unclear(help))?;
    let definition = match command {
        "DeclareMathOperator" => format!("\\operatorname{{{body}}}"),
        _ => body.to_owned(),
    };
    Ok((name.to_owned(), Macro { arguments, definition }))
}
