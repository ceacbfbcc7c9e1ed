//! Commands that put something around a part of a formula that the converter does not know: links, coloured grounds, sizes,
//! classes.
//!
//! The converter carries each as a colour that stands for it, and [`write`](super::super::write) puts the element there.

use std::ops::Range;

use super::reader::TexReader;
use super::{Command, Macros, PrepareError, TexWriter};
use crate::html::escaped_value;
use crate::html::markup::escape_text;

/// How many there may be in a formula; what follows is the colour of a box.
const MOST: usize = 500;

/// What is put around a part of a formula, as MathML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrapper {
    pub start: String,
    /// `None` if the whole element is in `start`, and takes the place of what it is around.
    pub end: Option<&'static str>,
}

/// The names of sizes, each with what it is of the usual one.
const SIZES: [(&str, &str); 10] = [
    ("tiny", "50%"),
    ("scriptsize", "70%"),
    ("footnotesize", "80%"),
    ("small", "90%"),
    ("normalsize", "100%"),
    ("large", "120%"),
    ("Large", "144%"),
    ("LARGE", "173%"),
    ("huge", "207%"),
    ("Huge", "249%"),
];

/// The colour by which the converter carries a wrapper.
pub(crate) fn colour(index: usize) -> String {
    format!("0B{index:04X}")
}

impl TexWriter {
    /// Writes a command that puts something around what it is given. False where the command is none of them.
    pub(super) fn wrap(
        &mut self,
        command: &mut Command<'_, '_>,
        macros: &mut Macros,
    ) -> Result<bool, PrepareError> {
        if let Some((_, size)) = SIZES.iter().find(|(name, _)| *name == command.name) {
            let wrapper = Wrapper { start: format!("<mrow mathsize=\"{size}\">"), end: Some("</mrow>") };
            self.begin(wrapper, command)?;
            return Ok(true);
        }
        let reader = &mut *command.reader;
        let wrapper = match command.name {
            "smash" => padded(match reader.option().map(str::trim) {
                Some("b") => " depth=\"0\"",
                Some("t") => " height=\"0\"",
                _ => " height=\"0\" depth=\"0\"",
            }),
            "mathrlap" | "rlap" => padded(" width=\"0\""),
            "mathclap" | "clap" => lapped("cl"),
            "mathllap" | "llap" => lapped("ll"),
            "raisebox" => padded(&format!(" voffset=\"{}\"", length(reader, command.place)?)),
            "rule" => rule(reader, command.place)?,
            "class" | "htmlClass" => around("class", &word(reader, command.place)?),
            "cssId" | "htmlId" => around("id", &word(reader, command.place)?),
            "colorbox" => around("mathbackground", &css_colour(reader, command.place)?),
            "href" => link(reader, command.place, self.is_display)?,
            "url" => {
                let address = address(reader, command.place)?;
                let mut text = String::new();
                escape_text(&mut text, &address);
                Wrapper {
                    start: format!("<mtext><a href=\"{}\">{text}</a></mtext>", escaped_value(&address)),
                    end: None,
                }
            }
            _ => return Ok(false),
        };
        if wrapper.end.is_none() {
            self.put("{", Some(command.place.clone()));
            self.begin(wrapper, command)?;
            self.put("x}", Some(command.place.clone()));
        } else if command.reader.peeks('{') {
            let is_text = matches!(command.name, "colorbox") && is_text(command.reader);
            command.reader.open_group();
            self.put("{", Some(command.place.clone()));
            self.begin(wrapper, command)?;
            if is_text {
                command.reader.at -= 1;
                let text = format!("\\text{{{}}}", command.reader.group().unwrap_or_default());
                self.write(TexReader::new(&text), Some(command.place), macros)?;
                self.put("}", Some(command.place.clone()));
            }
        } else {
            let message = format!("`\\{}` takes what it is put around", command.name);
            return Err(PrepareError { at: command.place.clone(), message, help: "give it between braces" });
        }
        Ok(true)
    }

    /// Writes the colour that stands for a wrapper: it holds to the end of the group.
    fn begin(&mut self, wrapper: Wrapper, command: &Command<'_, '_>) -> Result<(), PrepareError> {
        let index = self.prepared.wrappers.len();
        if index == MOST {
            let message = "this formula has too many boxes, links and sizes".into();
            return Err(PrepareError { at: command.place.clone(), message, help: "part it" });
        }
        self.put(&format!("\\color[HTML]{{{}}}", colour(index)), Some(command.place.clone()));
        self.prepared.wrappers.push(wrapper);
        Ok(())
    }
}

fn padded(attributes: &str) -> Wrapper {
    Wrapper { start: format!("<mpadded{attributes}>"), end: Some("</mpadded>") }
}

/// What takes no room, and is moved as one by the class that it has.
fn lapped(class: &str) -> Wrapper {
    Wrapper {
        start: format!("<mpadded width=\"0\" class=\"{class}\"><mrow>"),
        end: Some("</mrow></mpadded>"),
    }
}

fn around(attribute: &str, value: &str) -> Wrapper {
    Wrapper { start: format!("<mrow {attribute}=\"{}\">", escaped_value(value)), end: Some("</mrow>") }
}

/// `\rule[raise]{width}{height}`
fn rule(reader: &mut TexReader<'_>, at: &Range<usize>) -> Result<Wrapper, PrepareError> {
    let raise = reader.option().map(|raise| css_length(raise, at)).transpose()?;
    let (width, height) = (length(reader, at)?, length(reader, at)?);
    let space =
        format!("<mspace width=\"{width}\" height=\"{height}\" mathbackground=\"currentcolor\"></mspace>");
    let start = match raise {
        Some(raise) => format!("<mpadded voffset=\"{raise}\">{space}</mpadded>"),
        None => space,
    };
    Ok(Wrapper { start, end: None })
}

/// `\href{https://example.org}{x}`: HTML within MathML may be a link, and a formula may be within that.
fn link(reader: &mut TexReader<'_>, at: &Range<usize>, is_display: bool) -> Result<Wrapper, PrepareError> {
    let address = address(reader, at)?;
    let style = if is_display { " displaystyle=\"true\"" } else { "" };
    let start = format!("<mtext><a href=\"{}\"><math{style}>", escaped_value(&address));
    Ok(Wrapper { start, end: Some("</math></a></mtext>") })
}

/// The address that comes next: one that leads somewhere, and runs nothing.
fn address(reader: &mut TexReader<'_>, at: &Range<usize>) -> Result<String, PrepareError> {
    let address =
        reader.group().unwrap_or_default().trim().replace("\\%", "%").replace("\\#", "#").replace("\\_", "_");
    let is_link = ["https://", "http://", "mailto:", "#"].iter().any(|scheme| address.starts_with(scheme));
    if is_link && !address.contains(|it: char| it.is_whitespace() || it.is_control()) {
        return Ok(address);
    }
    let message = format!("a formula cannot link to `{address}`");
    Err(PrepareError {
        at: at.clone(),
        message,
        help: "write a whole address (`https://…`), or one of a slide (`#/name`)",
    })
}

/// The class or id that comes next.
fn word(reader: &mut TexReader<'_>, at: &Range<usize>) -> Result<String, PrepareError> {
    let word = reader.group().unwrap_or_default().trim();
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | ' ');
    if !word.is_empty() && word.chars().all(is_name) {
        return Ok(word.to_owned());
    }
    let message = format!("`{word}` is no name of a class or an element");
    Err(PrepareError { at: at.clone(), message, help: "use letters, digits, `-` and `_`" })
}

/// The colour that comes next, as CSS has it.
fn css_colour(reader: &mut TexReader<'_>, at: &Range<usize>) -> Result<String, PrepareError> {
    let colour = reader.group().unwrap_or_default().trim();
    let is_name = !colour.is_empty() && colour.chars().all(|it| it.is_ascii_alphabetic());
    let is_hex = colour
        .strip_prefix('#')
        .is_some_and(|hex| matches!(hex.len(), 3 | 6) && hex.chars().all(|it| it.is_ascii_hexdigit()));
    if is_name || is_hex {
        return Ok(colour.to_owned());
    }
    let message = format!("`{colour}` is no colour");
    Err(PrepareError {
        at: at.clone(),
        message,
        help: "write a name (`yellow`), or `#` and six digits (`#ffd700`)",
    })
}

/// The length between the braces that come next, as CSS has it.
fn length(reader: &mut TexReader<'_>, at: &Range<usize>) -> Result<String, PrepareError> {
    css_length(reader.group().unwrap_or_default(), at)
}

fn css_length(length: &str, at: &Range<usize>) -> Result<String, PrepareError> {
    let length = length.trim();
    let (number, unit) =
        length.split_at(length.find(|it: char| it.is_ascii_alphabetic()).unwrap_or(length.len()));
    let unit = unit.trim();
    let css = match (number.trim().parse::<f64>(), unit) {
        (Ok(number), "pt" | "em" | "ex" | "cm" | "mm" | "in" | "px" | "pc") => Some((number, unit)),
        (Ok(number), "mu") => Some((number / 18.0, "em")),
        (Ok(number), "bp") => Some((number, "pt")),
        _ => None,
    };
    match css.filter(|(number, _)| number.is_finite()) {
        Some((number, unit)) => Ok(format!("{number}{unit}")),
        None => Err(PrepareError {
            at: at.clone(),
            message: format!("`{length}` is no length"),
            help: "write a number and a unit: `1.5em`, `2pt`",
        }),
    }
}

/// Whether what comes next between braces is words, and no formula.
fn is_text(reader: &TexReader<'_>) -> bool {
    let mut ahead = TexReader { text: reader.text, at: reader.at };
    let inside = ahead.group().unwrap_or_default();
    inside.contains('$') || !inside.contains(['\\', '^', '_', '&'])
}
