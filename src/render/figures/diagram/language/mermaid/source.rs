//! A source of Mermaid without what is not part of the drawing: its title block, directives, remarks, and what it is called.

use std::ops::Range;

/// A source whose remarks are blank, so that places in it stay what they are.
pub(crate) struct Source {
    pub(crate) plain: String,
    /// The word that names the kind.
    pub(crate) head: Range<usize>,
    /// `accTitle`.
    pub(crate) name: Option<String>,
    /// `accDescr`.
    pub(crate) description: Option<String>,
    /// `title` of the block between `---` that a source may begin with; it is drawn.
    pub(crate) heading: Option<String>,
}

impl Source {
    /// A source of another language, whose kind is named at `head`.
    pub(crate) fn whole(text: &str, head: Range<usize>) -> Source {
        Source { plain: text.to_owned(), head, name: None, description: None, heading: None }
    }

    /// Reads what is beside the drawing.
    pub(crate) fn of(text: &str) -> Source {
        let mut reader = AsideReader::default();
        let mut plain = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            match reader.is_aside(line.trim()) {
                true => plain.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
                false => plain.push_str(line),
            }
        }
        let start = plain.len() - plain.trim_start().len();
        let end =
            plain[start..].find(|it: char| it.is_whitespace() || it == ';').unwrap_or(plain.len() - start);
        let AsideReader { name, description, heading, .. } = reader;
        Source { head: start..start + end, plain, name, description, heading }
    }

    /// Where a name is written the second time, or else the first. Groups without one are named by their titles.
    pub(crate) fn second(&self, name: &str) -> Option<Range<usize>> {
        let is_part = |it: char| it.is_alphanumeric() || it == '_';
        let of = |name: &str| {
            let mut places = self.plain.match_indices(name).filter(|(at, _)| {
                let (before, after) = (&self.plain[..*at], &self.plain[at + name.len()..]);
                !before.ends_with(is_part) && !after.starts_with(is_part)
            });
            let first = places.next();
            places.next().or(first).map(|(at, _)| at..at + name.len())
        };
        if name.is_empty() { None } else { of(name).or_else(|| of(&name.replace('_', " "))) }
    }

    /// The lines after the first, with their places.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        let mut at = 0;
        let all = self.plain.split_inclusive('\n').map(move |line| {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            let text = line.trim();
            (start..start + text.len(), text)
        });
        all.filter(|(_, text)| !text.is_empty()).skip(1)
    }
}

/// What an [`AsideReader`] is within.
#[derive(Default, PartialEq)]
enum Within {
    /// Only white space is before it.
    #[default]
    Start,
    /// The block between `---`.
    Front,
    /// `%%{ … }%%` of several lines.
    Directive,
    /// `accDescr { … }`.
    Description,
    Drawing,
}

/// Tells lines beside the drawing from lines of it.
#[derive(Default)]
struct AsideReader {
    within: Within,
    name: Option<String>,
    description: Option<String>,
    heading: Option<String>,
}

impl AsideReader {
    /// Whether a line, without the white space around it, is not part of the drawing.
    fn is_aside(&mut self, line: &str) -> bool {
        match self.within {
            Within::Front => {
                if line == "---" {
                    self.within = Within::Drawing;
                } else if let Some(title) = line.strip_prefix("title:") {
                    let title = title.trim().trim_matches(['"', '\'']);
                    self.heading = Some(title.to_owned()).filter(|title| !title.is_empty());
                }
                return true;
            }
            Within::Directive => {
                if line.ends_with("}%%") {
                    self.within = Within::Drawing;
                }
                return true;
            }
            Within::Description => {
                let (part, is_last) = line.split_once('}').map_or((line, false), |(part, _)| (part, true));
                let whole = self.description.get_or_insert_default();
                *whole = format!("{whole} {}", part.trim()).trim().to_owned();
                if is_last {
                    self.within = Within::Drawing;
                }
                return true;
            }
            Within::Start if line == "---" => {
                self.within = Within::Front;
                return true;
            }
            Within::Start | Within::Drawing => {}
        }
        self.begins_aside(line)
    }

    fn begins_aside(&mut self, line: &str) -> bool {
        if let Some(value) = line.strip_prefix("accTitle:") {
            self.name = Some(value.trim().to_owned());
        } else if let Some(value) = line.strip_prefix("accDescr:") {
            self.description = Some(value.trim().to_owned());
        } else if let Some(value) = line.strip_prefix("accDescr").map(str::trim_start)
            && let Some(value) = value.strip_prefix('{')
        {
            self.description = Some(value.trim_end_matches('}').trim().to_owned());
            if !value.contains('}') {
                self.within = Within::Description;
            }
        } else if line.starts_with("%%{") && !line.ends_with("}%%") {
            self.within = Within::Directive;
        } else if !line.starts_with("%%") {
            if !line.is_empty() && self.within == Within::Start {
                self.within = Within::Drawing;
            }
            return false;
        }
        true
    }
}
