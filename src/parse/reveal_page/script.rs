//! The options in `Reveal.initialize({ … })`, as far as they are written out.
//!
//! JavaScript is read here and never run. A value that is a literal (text, a number, a list or an object of such) is
//! taken; of `something || 'fade'` the literal is, since it holds unless the address says otherwise. The rest is
//! named in [`RevealPage::computed`].

use serde_json::{Map, Value};

use super::RevealPage;
use crate::deck::{Placed, Settings, Size};
use crate::text::Slice;

/// Options that name scripts and servers, or a theme by an address's query: nothing of it is left in a deck of orate.
const LEFT_OUT: &[&str] = &["dependencies", "multiplex", "plugins", "theme"];

/// How deep objects and lists may be in each other.
const DEEPEST: usize = 32;

/// How many characters of a computed expression a message shows.
const LONGEST_EXPRESSION: usize = 40;

/// The transitions that are a setting of orate's own.
const TRANSITIONS: &[&str] = &["none", "fade", "slide", "convex", "concave", "zoom"];

/// Reads the configuration in a script, where there is one.
pub(super) fn read(script: Slice<'_>, index: &mut RevealPage) {
    let text = script.text;
    let calls = ["initialize(", "configure(", "new Reveal("];
    let mut starts: Vec<usize> =
        calls.iter().flat_map(|call| text.match_indices(call).map(|(at, _)| at + call.len())).collect();
    starts.sort_unstable();
    for start in starts {
        let mut reader = Reader { text, at: start };
        reader.skip_space();
        // `new Reveal(element, { … })` names its element first.
        if text[..start].ends_with("new Reveal(") && !reader.rest().starts_with('{') {
            reader.skip_expression();
            reader.take(',');
            reader.skip_space();
        }
        if is_commented(text, start) {
            continue;
        }
        let argument = reader.at;
        if !reader.rest().starts_with('{') && !reader.go_to_named_object(start) {
            continue;
        }
        if reader.rest().starts_with('{') {
            for (name, at, value) in reader.options(0) {
                apply(index, &name, script.part(at), value);
            }
        } else {
            reader.skip_expression();
            add_computed(index, script.part(argument..reader.at));
        }
    }
}

/// Notes a part of the options that a script computes: the name of an option, `...base`, or all of them.
fn add_computed(index: &mut RevealPage, at: Slice<'_>) {
    let name = at.text.trim().trim_matches(['"', '\'']);
    let value = match name.char_indices().nth(LONGEST_EXPRESSION) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    };
    if !value.is_empty() && !index.computed.iter().any(|other| other.value == value) {
        index.computed.push(Placed { value, at: Some(at.span) });
    }
}

/// An object that is written out, as in JavaScript or JSON5: with comments, commas at ends and names without quotes.
///
/// `None` if it holds more than literals, or something follows it.
pub(crate) fn object(text: &str) -> Option<Map<String, Value>> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_space();
    let value = reader.literal(0)?;
    reader.skip_space();
    match value {
        Value::Object(map) if reader.rest().is_empty() => Some(map),
        _ => None,
    }
}

/// Whether a line comment is before a place, on its line.
fn is_commented(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].trim_start().starts_with("//")
}

fn apply(index: &mut RevealPage, name: &str, at: Slice<'_>, value: Option<Value>) {
    if LEFT_OUT.contains(&name) {
        return;
    }
    let Some(value) = value else {
        add_computed(index, at);
        return;
    };
    if let ("markdown", Value::Object(options)) = (name, &value) {
        let text = |key: &str| match options.get(key) {
            Some(Value::String(text)) if !text.is_empty() => {
                Some(Placed { value: text.clone(), at: Some(at.span) })
            }
            _ => None,
        };
        index.defaults.horizontal = text("separator").or(index.defaults.horizontal.take());
        index.defaults.vertical = text("verticalSeparator").or(index.defaults.vertical.take());
        index.defaults.notes = text("notesSeparator").or(index.defaults.notes.take());
    } else {
        set_option(&mut index.settings, name, value);
    }
}

/// Takes an option of reveal.js into the settings: as one of orate's own where it means the same, else by its name.
pub(crate) fn set_option(settings: &mut Settings, name: &str, value: Value) {
    let Size { width, height } = settings.page.size;
    let pixels =
        value.as_f64().map(|pixels| pixels.round() as u32).filter(|side| (100..=10_000).contains(side));
    match (name, pixels, &value) {
        ("width", Some(width), _) => settings.page.size = Size { width, height },
        ("height", Some(height), _) => settings.page.size = Size { width, height },
        ("transition", _, Value::String(transition)) if TRANSITIONS.contains(&transition.as_str()) => {
            settings.page.transition = Some(transition.clone());
        }
        _ => {
            settings.page.reveal.insert(name.to_owned(), value);
        }
    }
}

/// An option: its name, the place of the name, and its value where that is a literal.
type Setting = (String, std::ops::Range<usize>, Option<Value>);

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, character: char) -> bool {
        self.skip_space();
        let is_next = self.rest().starts_with(character);
        self.at += if is_next { character.len_utf8() } else { 0 };
        is_next
    }

    /// Steps over white space and comments.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            let rest = self.rest();
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            self.at += length;
        }
    }

    /// Goes on at the object that the name here was given in this script: `const options = { … }`. Where there is none,
    /// stays here, and is false unless this is the argument of reveal.js's own call.
    fn go_to_named_object(&mut self, start: usize) -> bool {
        let is_call =
            ["Reveal.initialize(", "Reveal.configure("].iter().any(|call| self.text[..start].ends_with(call));
        let argument = self.at;
        if !is_call || self.rest().starts_with(')') {
            return false;
        }
        let Some(name) = self.name().filter(|_| self.rest().trim_start().starts_with([')', ','])) else {
            self.at = argument;
            return true;
        };
        let objects = self.text.match_indices(&name).filter_map(|(at, _)| {
            let is_whole = !self.text[..at].ends_with(|it: char| it.is_alphanumeric() || "_$.".contains(it));
            let value = self.text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
            (is_whole && value.starts_with('{')).then(|| self.text.len() - value.len())
        });
        self.at = objects.last().unwrap_or(argument);
        true
    }

    /// The options of the object that begins here.
    fn options(&mut self, depth: usize) -> Vec<Setting> {
        let mut options = Vec::new();
        self.take('{');
        while !self.take('}') {
            let before = self.at;
            self.skip_space();
            let start = self.at;
            let name = self.name();
            let range = start..self.at;
            match name {
                Some(name) if self.take(':') => options.push((name, range, self.value(depth))),
                Some(name) => {
                    // A method, or a name that is its own value.
                    self.skip_expression();
                    options.push((name, range, None));
                }
                None => {
                    self.skip_expression();
                    // `...base`, which adds options that another object has.
                    if self.text[start..self.at].starts_with("...") {
                        options.push((self.text[start..self.at].trim_end().to_owned(), start..self.at, None));
                    }
                }
            }
            self.take(',');
            if self.at == before || self.rest().is_empty() {
                break;
            }
        }
        options
    }

    fn name(&mut self) -> Option<String> {
        if let Some(quote @ ('"' | '\'')) = self.rest().chars().next() {
            return self.string(quote);
        }
        let rest = self.rest();
        let length =
            rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '$'))).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then(|| rest[..length].to_owned())
    }

    /// The value that begins here, where it is a literal; none otherwise, and it is passed over.
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_space();
        let start = self.at;
        let value = self.literal(depth);
        self.skip_space();
        if value.is_some() && (self.rest().is_empty() || self.rest().starts_with([',', '}', ']', ')', ';'])) {
            return value;
        }
        self.at = start;
        self.skip_expression();
        let expression = &self.text[start..self.at];
        let (_, last) = expression.rsplit_once("||")?;
        let mut fallback = Reader { text: last, at: 0 };
        fallback.skip_space();
        let value = fallback.literal(depth)?;
        fallback.skip_space();
        fallback.rest().is_empty().then_some(value)
    }

    fn literal(&mut self, depth: usize) -> Option<Value> {
        let rest = self.rest();
        match rest.chars().next()? {
            quote @ ('"' | '\'' | '`') => self.string(quote).map(Value::String),
            '{' if depth < DEEPEST => self.object(depth + 1),
            '[' if depth < DEEPEST => self.list(depth + 1),
            '-' | '.' | '(' | '0'..='9' => self.number(depth),
            _ => {
                let words =
                    [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)];
                let (word, value) = words.into_iter().find(|(word, _)| rest.starts_with(word))?;
                self.at += word.len();
                Some(value)
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut map = Map::new();
        for (name, _, value) in self.options(depth) {
            map.insert(name, value?);
        }
        Some(Value::Object(map))
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.take('[');
        let mut values = Vec::new();
        let mut is_whole = true;
        while !self.take(']') {
            let before = self.at;
            match self.value(depth) {
                Some(value) => values.push(value),
                None => is_whole = false,
            }
            self.take(',');
            if self.at == before || self.rest().is_empty() {
                return None;
            }
        }
        is_whole.then_some(Value::Array(values))
    }

    /// A number, or what numbers between `+`, `-`, `*`, `/` and within brackets come to: `(40 + 2) * 60`.
    fn number(&mut self, depth: usize) -> Option<Value> {
        let first = self.operand(depth)?;
        let operator = |reader: &Reader<'_>| {
            let rest = reader.rest();
            let sign = rest.trim_start().chars().next().filter(|sign| "+-*/".contains(*sign))?;
            let is_comment = rest.trim_start()[1..].starts_with(['/', '*']);
            (!is_comment).then_some((sign, rest.len() - rest.trim_start().len() + 1))
        };
        if operator(self).is_none() {
            return Some(first);
        }
        // The sum so far, and the product that is still to be added to it.
        let (mut sum, mut product) = (0.0, first.as_f64()?);
        while let Some((sign, length)) = operator(self) {
            self.at += length;
            self.skip_space();
            let next = self.operand(depth)?.as_f64()?;
            match sign {
                '*' => product *= next,
                '/' => product /= next,
                _ => {
                    sum += product;
                    product = if sign == '-' { -next } else { next };
                }
            }
        }
        let value = sum + product;
        match value.fract() == 0.0 && value.abs() < 1e15 {
            true => Some((value as i64).into()),
            false => Some(value).filter(|value| value.is_finite()).map(Value::from),
        }
    }

    /// A number, or a sum in brackets.
    fn operand(&mut self, depth: usize) -> Option<Value> {
        if depth >= DEEPEST || !self.rest().starts_with('(') {
            return self.plain_number();
        }
        self.take('(');
        self.skip_space();
        let value = self.number(depth + 1)?;
        self.take(')').then_some(value)
    }

    fn plain_number(&mut self) -> Option<Value> {
        let rest = self.rest();
        let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '+' | '_');
        let length = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
        let word = rest[..length].replace('_', "");
        self.at += length;
        if let Ok(whole) = word.parse::<i64>() {
            return Some(whole.into());
        }
        word.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from)
    }

    /// The string that begins here; `None` if a template holds an expression, or the string never ends.
    fn string(&mut self, quote: char) -> Option<String> {
        let mut text = String::new();
        let start = self.at + 1;
        let mut characters = self.text[start..].char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    '\n' => {}
                    'u' => {
                        let digits: String = characters.by_ref().take(4).map(|(_, digit)| digit).collect();
                        text.push(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?);
                    }
                    other => text.push(other),
                },
                '\n' if quote != '`' => return None,
                '$' if quote == '`' && self.text[start + at..].starts_with("${") => return None,
                _ if character == quote => {
                    self.at = start + at + 1;
                    return Some(text);
                }
                other => text.push(other),
            }
        }
        None
    }

    /// Steps over an expression, to the comma or bracket that ends it.
    fn skip_expression(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.skip_space();
            let Some(character) = self.rest().chars().next() else { return };
            match character {
                '"' | '\'' | '`' => {
                    let start = self.at;
                    if self.string(character).is_none() {
                        self.at = start + 1;
                    }
                    continue;
                }
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => return,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => return,
                _ => {}
            }
            self.at += character.len_utf8();
        }
    }
}
