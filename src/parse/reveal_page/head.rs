//! What a page says about the talk outside its slides: title, description, style sheets, scripts.

use std::ops::Range;

use super::RevealPage;
use super::html::{Start, Token};
use super::references::decode;
use crate::deck::Placed;
use crate::text::{Slice, Span};

/// The theme of reveal.js that a page links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Theme {
    /// `white`, `black`, `moon`…
    pub name: String,
    /// The address it was linked by.
    pub at: Option<Span>,
}

/// Style sheets that only serve reveal.js's own parts, by what their addresses hold: orate has its own.
const PARTS_OF_REVEAL: &[&str] =
    &["reveal.css", "reveal.min.css", "reset.css", "reset.min.css", "/print/", "plugin/"];

/// What a page links of reveal.js's own style sheets, besides a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Base {
    /// Whether it links `reveal.css`.
    pub is_linked: bool,
    /// Whether that one is of reveal.js 4 or later, which has the reset of browsers' styles in a file of its own.
    needs_reset: bool,
    /// Whether it links `reset.css`.
    has_reset: bool,
}

impl Base {
    /// Whether elements keep the space and the font that browsers give them.
    pub(super) fn lacks_reset(self) -> bool {
        self.needs_reset && !self.has_reset
    }

    fn note(&mut self, address: &str) {
        let file = address.split(['?', '#']).next().unwrap_or_default();
        if file.ends_with("reset.css") || file.ends_with("reset.min.css") {
            self.has_reset = true;
        } else if file.ends_with("reveal.css") || file.ends_with("reveal.min.css") {
            self.is_linked = true;
            let folders = file.rsplit_once('/').map_or("", |(folders, _)| folders);
            let is_of_cdn = ["/4.", "/5.", "/6."].iter().any(|version| folders.contains(version));
            self.needs_reset |= folders.ends_with("dist") || is_of_cdn;
        }
    }
}

/// Whether orate made the page.
pub(super) fn is_ours(tokens: &[(Token, Range<usize>)]) -> bool {
    starts(tokens).any(|(_, start)| {
        start.name == "meta"
            && start.attributes.value("name") == Some("generator")
            && start.attributes.value("content").is_some_and(|content| content.starts_with("orate"))
    })
}

/// Reads a page's head, and the scripts of all of it.
pub(super) fn read(page: Slice<'_>, tokens: &[(Token, Range<usize>)], index: &mut RevealPage) {
    for (at, start) in starts(tokens) {
        match start.name.as_str() {
            "html" => language(start, index),
            // An SVG image may have a title, too.
            "title" if index.settings.title.is_none() => {
                index.settings.title = raw(page, tokens, at)
                    .map(|text| collapse_whitespace(&decode(text.text)))
                    .filter(has_text);
            }
            "meta" => meta(start, index),
            "link" => link(start, index),
            "script" => script(page, tokens, at, start, index),
            _ => {}
        }
    }
}

fn starts(tokens: &[(Token, Range<usize>)]) -> impl Iterator<Item = (usize, &Start)> {
    tokens.iter().enumerate().filter_map(|(at, (token, _))| match token {
        Token::Start(start) => Some((at, start)),
        _ => None,
    })
}

/// The text of an element that holds text alone.
fn raw<'a>(page: Slice<'a>, tokens: &[(Token, Range<usize>)], at: usize) -> Option<Slice<'a>> {
    match tokens.get(at + 1)? {
        (Token::Raw { .. }, range) => Some(page.part(range.clone())),
        _ => None,
    }
}

fn language(start: &Start, index: &mut RevealPage) {
    if let Some(tag) = start.attributes.value("lang")
        && (2..=35).contains(&tag.len())
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        tag.clone_into(&mut index.settings.language);
    }
}

fn meta(start: &Start, index: &mut RevealPage) {
    let name = start.attributes.value("property").or_else(|| start.attributes.value("name"));
    let Some(content) = start.attributes.get("content").filter(|content| has_text(&content.value)) else {
        return;
    };
    let (settings, text) = (&mut index.settings, collapse_whitespace(&content.value));
    let placed = || Placed { value: content.value.trim().to_owned(), at: content.at };
    match name.map(str::to_ascii_lowercase).as_deref() {
        // The tag for link cards says more than the one for search engines, where both are there.
        Some("og:description") => settings.description = Some(text),
        Some("description") if settings.description.is_none() => settings.description = Some(text),
        Some("author") if settings.author.is_empty() => settings.author = vec![text],
        Some("og:image" | "og:image:url") if settings.publishing.image.is_none() => {
            settings.publishing.image = Some(placed());
        }
        Some("og:url") if text.starts_with("http") => settings.publishing.url = Some(placed()),
        Some("og:title") if settings.title.is_none() => settings.title = Some(text),
        _ => {}
    }
}

fn link(start: &Start, index: &mut RevealPage) {
    let rel = start.attributes.value("rel").unwrap_or_default().to_ascii_lowercase();
    let Some(address) = start.attributes.get("href").filter(|address| has_text(&address.value)) else {
        return;
    };
    let is_print = start.attributes.value("media") == Some("print");
    if !rel.split_ascii_whitespace().any(|word| word == "stylesheet") || is_print {
        return;
    }
    index.base.note(&address.value);
    if let Some(name) = theme_name(&address.value) {
        index.theme = Some(Theme { name, at: address.at });
    } else if let Some(name) = highlight_theme(&address.value) {
        index.settings.page.highlight_theme = Some(name);
    } else if !PARTS_OF_REVEAL.iter().any(|part| address.value.contains(part)) {
        index.sheets.push(Placed { value: address.value.clone(), at: address.at });
    }
}

/// The name of a theme of reveal.js, from its address: `reveal.js/dist/theme/white.css`.
pub(super) fn theme_name(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (folders, file) = address.rsplit_once('/')?;
    let is_theme = folders.ends_with("/theme")
        && (folders.contains("reveal") || folders.contains("dist") || folders.contains("css"));
    let name = file.strip_suffix(".css").map(|name| name.trim_end_matches(".min"))?;
    (is_theme || folders == "dist/theme" || folders == "css/theme").then(|| name.to_owned())
}

/// The name of a theme of highlight.js, from its address: `plugin/highlight/monokai.css`, `lib/css/zenburn.css`.
fn highlight_theme(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let name = address.rsplit('/').next()?.strip_suffix(".css")?.trim_end_matches(".min");
    let is_one = address.contains("highlight") || matches!(name, "monokai" | "zenburn");
    is_one.then(|| name.to_owned())
}

fn script(
    page: Slice<'_>,
    tokens: &[(Token, Range<usize>)],
    at: usize,
    start: &Start,
    index: &mut RevealPage,
) {
    let kind = start.attributes.value("type").unwrap_or_default().to_ascii_lowercase();
    if !(kind.is_empty() || kind.contains("javascript") || kind == "module") {
        return;
    }
    if let Some(address) = start.attributes.get("src") {
        index.scripts.push(Placed { value: address.value.clone(), at: address.at });
    } else if let Some(text) = raw(page, tokens, at) {
        index.inline_scripts.push(text.span);
    }
}

#[expect(clippy::ptr_arg, reason = "it filters an `Option<String>`")]
fn has_text(text: &String) -> bool {
    !text.trim().is_empty()
}

fn collapse_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{highlight_theme, theme_name};

    #[test]
    fn a_theme_of_highlight_js_is_known_by_its_folder_or_by_its_name() {
        let name = |address: &str| highlight_theme(address);
        assert_eq!(name("plugin/highlight/monokai.css").as_deref(), Some("monokai"));
        assert_eq!(name("highlight.js/src/styles/a11y-light.min.css?v=1").as_deref(), Some("a11y-light"));
        assert_eq!(name("lib/css/zenburn.css").as_deref(), Some("zenburn"));
        assert_eq!(name("css/mine.css"), None);
    }

    #[test]
    fn a_theme_is_known_by_its_folder() {
        let name = |address: &str| theme_name(address);
        assert_eq!(name("reveal.js/dist/theme/white.css").as_deref(), Some("white"));
        assert_eq!(name("reveal.js/css/theme/simple.css?v=1").as_deref(), Some("simple"));
        assert_eq!(
            name("https://cdn.example/npm/reveal.js@5/dist/theme/black.min.css").as_deref(),
            Some("black")
        );
        assert_eq!(name("css/mine.css"), None);
        assert_eq!(name("theme.css"), None);
    }
}
