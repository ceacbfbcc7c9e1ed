//! From what a page says of its places to the author's own texts.

use crate::assets::Output;
use crate::deck::Slide;
use crate::render::PLACE;
use crate::site::Built;
use crate::text::Span;

/// The places of a deck that was built to be looked at.
pub(super) struct Places<'a> {
    built: &'a Built,
    /// In the order of the talk, hidden ones among them.
    slides: Vec<&'a Slide>,
    /// By column and place in it, the numbers of the slides that the page shows.
    shown: Vec<Vec<usize>>,
    /// The text of the page.
    page: &'a str,
}

impl<'a> Places<'a> {
    pub(super) fn new(built: &'a Built) -> Places<'a> {
        let page = match built.site.files.get("index.html") {
            Some(Output::Bytes(bytes)) => std::str::from_utf8(bytes).unwrap_or_default(),
            _ => "",
        };
        // A column of which nothing is shown is none.
        let shown = built.shown().into_iter().filter(|column| !column.is_empty()).collect();
        Places { built, slides: built.deck.slides().collect(), shown, page }
    }

    /// Where an element of a slide is written: by the id of the slide, or by its place among those that are shown.
    pub(super) fn of_element(&self, id: &str, (h, v): (usize, usize), at: Option<&str>) -> Option<Span> {
        let by_id = || self.built.slides.iter().position(|slide| slide.id.as_deref() == Some(id));
        let number = by_id().or_else(|| self.shown.get(h)?.get(v).copied())?;
        self.within(number, at)
    }

    /// Where something is written, by the places of its element and of the slide around it.
    pub(super) fn of_places(&self, places: &[String]) -> Option<Span> {
        let number = places.iter().find_map(|place| place.strip_prefix('#'))?;
        self.within(number.parse().ok()?, places.first().map(String::as_str))
    }

    /// A place within a slide; its beginning where there is none.
    fn within(&self, number: usize, at: Option<&str>) -> Option<Span> {
        let slide = self.slides.get(number)?.span;
        let stretch = at.and_then(|at| {
            let (start, end) = at.split_once('-')?;
            let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
            (start <= end && end <= slide.range().len()).then(|| slide.part(start..end))
        });
        Some(stretch.map_or(slide.head(), |span| self.first_line(span)))
    }

    /// A stretch as far as its first line goes: what is reported is where something begins.
    fn first_line(&self, span: Span) -> Span {
        let text = self.built.sources.text(span);
        let length = text.find('\n').unwrap_or(text.len());
        if length == 0 { span } else { span.part(0..length) }
    }

    /// Where the source of a place in the page is: of the element that it lies in, if that is the author's own. Line and
    /// column count from 1, the column in units of UTF-16.
    pub(super) fn of_page(&self, line: usize, column: usize) -> Option<Span> {
        let start = match line.checked_sub(2) {
            None => 0,
            Some(index) => self.page.match_indices('\n').nth(index)?.0 + 1,
        };
        let rest = self.page.get(start..)?.lines().next()?;
        let mut left = column.saturating_sub(1);
        let within = rest.char_indices().find(|(_, letter)| {
            let is_there = left == 0;
            left = left.saturating_sub(letter.len_utf16());
            is_there
        });
        self.of_tag(start + within.map_or(rest.len(), |(index, _)| index))
    }

    /// Where the page names a file: the path that the browser has it at, from the folder of the page. A page within the page
    /// loads files of its own, beside it.
    pub(super) fn of_file(&self, path: &str) -> Option<Span> {
        let named = |name: &str| self.of_tag(self.page.find(name)? + 1);
        let folders = path.match_indices('/').rev().map(|(end, _)| &path[..=end]);
        let beside = || {
            let mut folders = folders.filter(|folder| folder.starts_with("files/") && *folder != "files/");
            folders.find_map(|folder| named(&format!("\"{folder}")))
        };
        named(&format!("\"{path}\"")).or_else(beside)
    }

    /// Where the element is written in which a place of the page lies, if that is the author's own.
    fn of_tag(&self, offset: usize) -> Option<Span> {
        let before = &self.page[..offset];
        // A script of ours has no place, and what comes before it is not a source of it.
        let script =
            before.rfind("<script").filter(|open| before.rfind("</script").is_none_or(|close| close < *open));
        let from = script.or_else(|| before.rfind('<')).unwrap_or_default();
        let tag_end = self.page[from..].find('>').map_or(self.page.len(), |end| from + end);
        let tag = &self.page[from..tag_end];
        let own = attribute(tag)?;
        let slide = before[..from].rfind(&format!("{PLACE}=\"#")).and_then(|at| attribute(&self.page[at..]));
        let place = self.of_places(&[own.to_owned(), slide.unwrap_or(own).to_owned()])?;
        // The lines of a script are those of its source.
        let lines = if script.is_some() { before[from..].matches('\n').count() } else { 0 };
        Some(self.lines_below(place, lines))
    }

    /// What is written some lines below the beginning of a stretch, in the same source.
    fn lines_below(&self, span: Span, lines: usize) -> Span {
        let whole = self.built.sources.whole(span.source);
        let rest = &whole.text[span.range().start..];
        let Some((index, _)) = lines.checked_sub(1).and_then(|last| rest.match_indices('\n').nth(last))
        else {
            return span;
        };
        let line = rest[index + 1..].lines().next().unwrap_or_default();
        let start = span.range().start + index + 1 + (line.len() - line.trim_start().len());
        whole.span.part(start..start + line.trim().len())
    }

    /// Where an address is written in the talk.
    pub(super) fn of_address(&self, address: &str) -> Option<Span> {
        if address.is_empty() {
            return None;
        }
        self.built.sources.iter().find_map(|(id, source)| {
            let start = source.text().find(address)?;
            Some(self.built.sources.whole(id).span.part(start..start + address.len()))
        })
    }
}

/// The address as its author may have written it: a file of the deck without the origin at which the browser has it.
pub(super) fn as_written<'a>(address: &'a str, origin: &str) -> &'a str {
    let path = address.strip_prefix(origin).map(|path| path.trim_start_matches('/'));
    path.unwrap_or(address).trim_start_matches("assets/")
}

/// The value of the first place in a text.
fn attribute(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once(&format!("{PLACE}=\""))?;
    rest.split('"').next()
}
