//! The letters of a page, by where they stand: each font needs those of its places alone.

use memchr::{memchr, memmem};
use unicode_normalization::char::{compose, is_combining_mark};

use crate::assets::font::Letters;
use crate::html::text_of;

/// Within code: what a code font is for.
pub(super) const CODE: usize = 1;
/// Within a heading.
pub(super) const HEADING: usize = 2;
/// Within an element that browsers set in italics.
pub(super) const ITALIC: usize = 4;
/// Within an element that browsers set bold, besides headings.
pub(super) const BOLD: usize = 8;

/// Elements that hold code.
pub(super) const CODE_ELEMENTS: &[&str] = &["code", "pre", "kbd", "samp", "tt"];
/// Headings.
pub(super) const HEADING_ELEMENTS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
/// Elements that browsers set in italics.
pub(super) const ITALIC_ELEMENTS: &[&str] = &["em", "i", "cite", "dfn", "var", "address"];
/// Elements that browsers set bold.
const BOLD_ELEMENTS: &[&str] = &["b", "strong", "th"];

/// Attributes whose values are shown: by browsers, or by our own styles.
const SHOWN: &[&str] = &["alt", "aria-label", "data-line-number", "label", "placeholder", "value"];

/// What is read of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct PageText {
    /// The letters of slides, by the sum of [`CODE`], [`HEADING`], [`ITALIC`] and [`BOLD`].
    places: [Letters; 16],
    /// Letters of words in formulas, notes, scripts and attributes: a font may be needed for them, and nobody misses them.
    pub apart: Letters,
    /// The text of `style` elements, and of those attributes that have to do with fonts.
    pub styles: Vec<String>,
    /// Whether a script of the author's may write what nobody foresees.
    pub has_scripts: bool,
    /// Whether `q` elements want quotation marks.
    pub has_quotes: bool,
    /// Whether the markers of a list are letters or Roman numbers.
    pub has_letter_lists: bool,
    /// Whether there is a listing, which gets a button to copy it.
    pub has_listings: bool,
    /// Whether there are lists, tables or numbered lines, whose figures are of one width.
    pub has_figures: bool,
    /// Whether there are lists without numbers.
    pub has_bullets: bool,
    /// Whether slides are numbered.
    pub has_numbers: bool,
    /// Whether an entity is none of those that we write ourselves.
    has_unknown_entity: bool,
}

impl PageText {
    /// The letters of those places whose marks pass a test.
    pub(super) fn letters(&self, is_wanted: impl Fn(usize) -> bool) -> Letters {
        let mut letters = Letters::default();
        let places = self.places.iter().enumerate();
        places.filter(|(place, _)| is_wanted(*place)).for_each(|(_, set)| letters.add(set));
        letters
    }

    /// Takes in a stretch of HTML.
    pub(super) fn read(&mut self, html: &str) {
        let mut reader = Reader { page: self, html, at: 0, open: Vec::new(), place: Place::default() };
        while reader.next() {}
        // An author's template may have any.
        if std::mem::take(&mut self.has_unknown_entity) {
            self.apart.extend(text_of(html).chars());
        }
    }
}

/// What holds where the reader is.
#[derive(Clone, Copy, Default)]
struct Place {
    marks: usize,
    is_apart: bool,
    /// Whether a font of its own is for it, as for the signs of formulas, or it is not shown on the page.
    is_of_no_font: bool,
}

struct Reader<'a> {
    page: &'a mut PageText,
    html: &'a str,
    at: usize,
    /// The open elements, with what held before each.
    open: Vec<(&'a str, Place)>,
    place: Place,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    /// Reads on up to and with the next tag; false at the end.
    fn next(&mut self) -> bool {
        let rest = self.rest();
        let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        self.text(&rest[..end]);
        self.at += end;
        let rest = self.rest();
        let Some(tag) = rest.strip_prefix('<') else { return false };
        if tag.starts_with("!--") {
            self.skip_past("-->");
        } else if let Some(name) = tag.strip_prefix('/') {
            self.close(name_of(name));
            self.skip_past(">");
        } else if tag.starts_with(|first: char| first.is_ascii_alphabetic()) {
            self.at += 1;
            self.element();
        } else {
            self.at += 1;
        }
        true
    }

    fn skip_past(&mut self, end: &str) {
        let rest = self.rest();
        self.at += memmem::find(rest.as_bytes(), end.as_bytes()).map_or(rest.len(), |at| at + end.len());
    }

    fn close(&mut self, name: &str) {
        let Some(index) = self.open.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)) else {
            return;
        };
        self.place = self.open[index].1;
        self.open.truncate(index);
    }

    /// A start tag, and all of an element whose content is not HTML.
    fn element(&mut self) {
        let name = name_of(self.rest());
        self.at += name.len();
        let before = self.place;
        let of = |elements: &[&str]| elements.iter().any(|element| name.eq_ignore_ascii_case(element));
        let elements = [CODE_ELEMENTS, HEADING_ELEMENTS, ITALIC_ELEMENTS, BOLD_ELEMENTS];
        let marks = [CODE, HEADING, ITALIC, BOLD].into_iter().zip(elements);
        let marks = marks.filter(|(_, elements)| of(elements)).map(|(mark, _)| mark);
        self.place.marks |= marks.sum::<usize>();
        self.place.is_of_no_font |= of(&["math", "title"]);
        if of(&["mtext"]) {
            self.place = Place { is_apart: true, is_of_no_font: false, ..self.place };
        }
        self.page.has_quotes |= of(&["q"]);
        self.page.has_listings |= of(&["pre"]);
        self.page.has_figures |= of(&["ol", "table"]);
        self.page.has_bullets |= of(&["ul"]);
        let (mut is_closed, mut is_data, mut has_source) = (false, false, false);
        while let Some((attribute, value)) = self.attribute(&mut is_closed) {
            is_data |= attribute == "type" && value.contains("json");
            has_source |= attribute == "src";
            self.page.has_letter_lists |= of(&["ol", "li"]) && attribute == "type";
            self.attribute_value(name, attribute, value);
        }
        match () {
            () if of(&["script"]) => self.raw_text("</script", |page, text| {
                // Where orate's own script will be, the template has nothing.
                page.has_scripts |= !is_data && (has_source || !text.trim().is_empty());
                page.apart.extend(text.chars().filter(|_| !is_data));
            }),
            () if of(&["style"]) => self.raw_text("</style", |page, text| page.styles.push(text.to_owned())),
            () if is_closed || is_void(name) => self.place = before,
            () => self.open.push((name, before)),
        }
    }

    /// The text of an element that holds no HTML.
    fn raw_text(&mut self, end: &str, take: impl FnOnce(&mut PageText, &str)) {
        let rest = self.rest();
        let length = memmem::find(rest.as_bytes(), end.as_bytes()).unwrap_or(rest.len());
        take(self.page, &rest[..length]);
        self.at += length;
    }

    /// The next attribute of a tag; `None` if the tag ends.
    fn attribute(&mut self, is_closed: &mut bool) -> Option<(&'a str, &'a str)> {
        let rest = self.rest();
        let skipped = rest.len() - rest.trim_start_matches([' ', '\n', '\t', '/', '\r', '\u{c}']).len();
        *is_closed = rest[..skipped].ends_with('/');
        self.at += skipped;
        let rest = self.rest();
        if rest.is_empty() || rest.starts_with('>') {
            self.at += usize::from(!rest.is_empty());
            return None;
        }
        let length = rest.find(['=', '>', ' ', '\n', '\t', '/', '\r', '\u{c}']).unwrap_or(rest.len()).max(1);
        let length = (length..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(length);
        self.at += length;
        let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        let value = &value[quote.map_or(0, char::len_utf8)..];
        let end = match quote {
            Some(quote) => memchr(quote as u8, value.as_bytes()),
            None => value.find([' ', '>', '\n', '\t']),
        };
        let end = end.unwrap_or(value.len());
        let quotes = if quote.is_some() { 2 } else { 0 };
        self.at = (self.at + 1 + end + quotes).min(self.html.len());
        Some((name, &value[..end]))
    }

    fn attribute_value(&mut self, element: &str, name: &str, value: &str) {
        if SHOWN.contains(&name) {
            let mut letters = Letters::default();
            letters.extend(decoded(value).0.chars());
            self.page.apart.add(&letters);
        }
        match name {
            "data-line-number" => self.page.has_figures = true,
            "class" => {
                for class in value.split_ascii_whitespace() {
                    // The title of a listing, comments in it, and notes, as our own styles have them.
                    self.place.marks |= if class == "orate-title" { CODE } else { 0 };
                    self.place.marks |=
                        if element == "span" && matches!(class, "c" | "m") { ITALIC } else { 0 };
                    self.place.is_apart |= class == "notes";
                }
            }
            "style" if ["font", "text", "list", "content"].iter().any(|word| value.contains(word)) => {
                self.page.styles.push(decoded(value).0);
            }
            "font-family" | "font-style" | "font-weight" => self.page.styles.push(format!("{name}:{value}")),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() || self.place.is_of_no_font {
            return;
        }
        let set = match self.place.is_apart {
            true => &mut self.page.apart,
            false => &mut self.page.places[self.place.marks],
        };
        if memchr(b'&', text.as_bytes()).is_none() {
            return add(set, text);
        }
        let (text, is_known) = decoded(text);
        add(set, &text);
        self.page.has_unknown_entity |= !is_known;
    }
}

/// Adds the letters of a text; a letter with a mark over it is also one letter, which most fonts have. What the sign behind
/// it makes a picture comes from the system.
fn add(letters: &mut Letters, text: &str) {
    const AS_PICTURE: char = '\u{fe0f}';
    let mut before = None;
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        let is_picture = letter == AS_PICTURE || rest.as_str().starts_with(AS_PICTURE);
        if letter.is_ascii() || !is_picture {
            letters.insert(letter);
        }
        before = match before.filter(|_| !letter.is_ascii() && is_combining_mark(letter)) {
            Some(base) => compose(base, letter).inspect(|whole| letters.insert(*whole)),
            None => Some(letter),
        };
    }
}

fn name_of(tag: &str) -> &str {
    let end = tag.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '>' | '/'));
    &tag[..end.unwrap_or(tag.len())]
}

/// Elements without an end (HTML, section 13.1.2).
fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ];
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// A text with its entities decoded, and whether all of them are such as we write ourselves.
fn decoded(text: &str) -> (String, bool) {
    let (mut decoded, mut is_known, mut rest) = (String::with_capacity(text.len()), true, text);
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let entity = after.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
        is_known &= entity.is_some() || !after.starts_with(|first: char| first.is_ascii_alphanumeric());
        let (letter, next) = entity.unwrap_or(('&', after));
        decoded.push(letter);
        rest = next;
    }
    decoded.push_str(rest);
    (decoded, is_known)
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    });
    match (number, name) {
        (Some(number), _) => char::from_u32(number.ok()?),
        (None, "amp") => Some('&'),
        (None, "lt") => Some('<'),
        (None, "gt") => Some('>'),
        (None, "quot") => Some('"'),
        (None, "apos") => Some('\''),
        (None, "nbsp") => Some('\u{a0}'),
        (None, "shy") => Some('\u{ad}'),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the letters of HTML at the places that have one of some marks; with none, all of them.
    #[track_caller]
    fn check(html: &str, marks: usize, expected: &str) {
        let mut page = PageText::default();
        page.read(html);
        let mut letters = page.letters(|place| marks == 0 || place & marks != 0);
        if marks == 0 {
            letters.add(&page.apart);
        }
        assert_eq!(letters.iter().collect::<String>(), expected, "{html}");
    }

    #[test]
    fn letters_are_those_of_texts_and_no_names() {
        check("<p class=\"xyz\" id='q'>ab&amp;c</p><!-- d --><br>e", 0, "&abce");
        check("<img alt=\"h&#233;\" src=\"data:xyz\"/>a > b", 0, " >abhé");
        check("e\u{301}", 0, "eé\u{301}");
        check("❤\u{fe0f}☀☀\u{fe0f}1\u{fe0f}\u{20e3}", 0, "1\u{20e3}☀");
        check("<svg><title>x</title><text>y</text></svg>", 0, "y");
        check("<p>a&rarr;</p>", 0, "&;ar→");
        check("<p>a</p", 0, "a");
        check("<a title=\"x", 0, "");
    }

    #[test]
    fn places_keep_to_their_elements() {
        let html = "<h1>a<em>b</em></h1><p>c<code>d<span class=\"c\">e</span></code>f<em>g<br>h</em>i</p>";
        check(html, CODE, "de");
        check(html, HEADING, "ab");
        check(html, ITALIC, "begh");
        check("<em>a<strong>b</strong></em><b>c</b>", BOLD, "bc");
        check(html, 0, "abcdefghi");
        check("<h2>a</p>b</h2>c<svg><path d=\"x\"/></svg>", HEADING, "ab");
    }

    #[test]
    fn notes_and_formulas_are_apart() {
        let mut page = PageText::default();
        page.read(
            "a<aside class=\"notes\">b</aside><math><mi>z</mi><mtext>c</mtext></math><script type=\"x/json\">d</script>e",
        );
        assert_eq!(page.letters(|_| true).iter().collect::<String>(), "ae");
        assert_eq!(page.apart.iter().collect::<String>(), "bc");
        assert!(!page.has_scripts);
    }
}
