//! The running header and footer: Markdown of a line, filled with what is known of the deck, beside the slides.

use super::budget::{Account, Budget};
use super::facts;
use super::figures::qr::{self, OwnAddress};
use super::markdown::dialect::Dialect;
use super::markdown::read::TextReader;
use crate::deck::{
    Attribute, Attributes, Logo, Placed, Settings, Trust, is_right_to_left, script_scheme, shown_date,
    unsafe_link_scheme,
};
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Tree};
use crate::html::{Markup, Permissions, untrusted, write};
use crate::text::{Diagnostic, Noted, SourceId, Sources, Span, nearest};

/// What is beside the slides, on every one of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Running {
    /// The elements, one after the other; empty if there are none.
    pub content: Markup,
    pub permissions: Permissions,
}

/// Renders what is on every slide. `title` is the deck's, and `fallback` a place for what has none of its own.
pub(crate) fn running(
    settings: &Settings,
    trust: Trust,
    title: &str,
    sources: &mut Sources,
    fallback: Span,
) -> Noted<Running> {
    let mut lines = Lines {
        settings,
        trust,
        title,
        sources,
        fallback,
        diagnostics: Vec::new(),
        running: Running::default(),
    };
    let lines_of = &settings.page.running;
    if let Some(header) = &lines_of.header {
        lines.html("<div class=\"orate-header\"><span>");
        lines.line(header);
        lines.html("</span></div>");
    }
    if lines_of.has_footer() {
        lines.html("<div class=\"orate-footer\">");
        lines_of.logo.iter().for_each(|logo| lines.logo(logo));
        if let Some(footer) = &lines_of.footer {
            lines.html("<span>");
            lines.line(footer);
            lines.html("</span>");
        }
        if let Some(licence) = &lines_of.licence {
            lines.html("<span class=\"orate-licence\">");
            lines.licence(licence);
            lines.html("</span>");
        }
        lines.html("</div>");
    }
    Noted::new(lines.running, lines.diagnostics)
}

/// Renders a text of the settings that is not a line: paragraphs of Markdown.
pub(crate) fn prose(
    settings: &Settings,
    trust: Trust,
    sources: &mut Sources,
    text: &Placed<String>,
    fallback: Span,
) -> Noted<Running> {
    let (diagnostics, running) = (Vec::new(), Running::default());
    let mut lines = Lines { settings, trust, title: "", sources, fallback, diagnostics, running };
    lines.line(text);
    Noted::new(lines.running, lines.diagnostics)
}

struct Lines<'a> {
    settings: &'a Settings,
    trust: Trust,
    title: &'a str,
    sources: &'a mut Sources,
    fallback: Span,
    diagnostics: Vec<Diagnostic>,
    running: Running,
}

impl Lines<'_> {
    fn html(&mut self, html: &str) {
        self.running.content.push_html(html);
    }

    /// A line of Markdown.
    fn line(&mut self, line: &Placed<String>) {
        let at = line.at.unwrap_or(self.fallback);
        let (text, values) = self.filled(&line.value, at);
        let text = self.taken_from(text, at);
        let source = self.sources.whole(text);
        let settings = self.settings;
        let reader = TextReader { dialect: Dialect::of(settings), math: &settings.reading.math };
        let budget = Budget::whole();
        let account = Account::new(&budget);
        let (mut tree, typeset) = reader.markdown(source, &account).take_into(&mut self.diagnostics);
        let own = OwnAddress::new(settings.publishing.url.as_ref().map(|url| url.value.as_str()));
        qr::draw(&mut tree, source, &own, &account, &mut self.diagnostics);
        values.put(&mut tree);
        // A line that is on every slide has no notes, and its comments are nobody's.
        facts::remove_private(&mut tree, false);
        tree.unwrap_paragraph();
        self.running.permissions.has_style |= typeset.has_style;
        let span = source.span;
        self.refuse_scripts(&mut tree, at);
        self.write(tree, span);
    }

    /// Takes out addresses that run something, or bring their own document: a line of the settings is on every slide.
    fn refuse_scripts(&mut self, tree: &mut Tree, at: Span) {
        let ids: Vec<NodeId> = tree.below(ROOT).collect();
        for id in ids {
            let Some(element) = tree.element_mut(id) else { continue };
            let unsafe_ones = element.attributes.iter().filter_map(|attribute| {
                let scheme = match attribute.name.as_str() {
                    "href" | "xlink:href" | "action" | "formaction" => unsafe_link_scheme(&attribute.value),
                    "src" => script_scheme(&attribute.value),
                    _ => None,
                };
                Some((attribute.name.clone(), scheme?))
            });
            for (name, scheme) in unsafe_ones.collect::<Vec<_>>() {
                element.attributes.take(&name);
                self.diagnostics.push(unsafe_address(scheme, at));
            }
        }
    }

    fn logo(&mut self, logo: &Logo) {
        let mut tree = Tree::default();
        let parent = match &logo.link {
            Some(link) => tree.append_element(ROOT, Element::html("a", Attributes::of([("href", link)]))),
            None => ROOT,
        };
        let attributes = Attributes::of([("src", &logo.file.value), ("alt", &logo.alt)]);
        let image = tree.create(NodeKind::Element(Element::html("img", attributes)), logo.file.at);
        tree.append(parent, image);
        self.write(tree, logo.file.at.unwrap_or(self.fallback));
    }

    /// The name of a Creative Commons licence leads to it; anything else is a line as any other.
    fn licence(&mut self, licence: &Placed<String>) {
        let Some(address) = deed(&licence.value) else { return self.line(licence) };
        let mut tree = Tree::default();
        let attributes = Attributes::of([("rel", "license"), ("href", &address)]);
        let link = tree.append_element(ROOT, Element::html("a", attributes));
        tree.append_text(link, licence.value.trim());
        self.write(tree, licence.at.unwrap_or(self.fallback));
    }

    fn write(&mut self, mut tree: Tree, whole: Span) {
        if self.trust.is_untrusted() {
            let source = self.sources.slice(whole);
            self.diagnostics.extend(untrusted::clean(&mut tree, source));
        }
        let (markup, permissions) = write::markup(&tree, self.sources, whole);
        markup.pieces().iter().for_each(|piece| match piece {
            crate::html::Piece::Html(html) => self.running.content.push_html(html),
            hole => self.running.content.push(hole.clone()),
        });
        self.running.permissions.extend(&permissions);
    }

    /// A text as a source; diagnostics name the file of `at` for it.
    fn taken_from(&mut self, text: String, at: Span) -> SourceId {
        self.sources.derive(at.source, text, vec![(0, at.start)])
    }

    /// The line with marks for what its placeholders stand for, and that. A placeholder without a value is left out, with a
    /// warning.
    fn filled(&mut self, line: &str, at: Span) -> (String, Values) {
        let line = &line.replace(MARK, "");
        let (mut filled, mut rest) = (String::with_capacity(line.len()), line.as_str());
        let mut values = Values::default();
        while let Some((before, name, after)) = placeholder(rest) {
            filled.push_str(before);
            match self.placeholder_value(name) {
                PlaceholderValue::Value(value) if name == "url" && before.ends_with(['(', '<']) => {
                    filled.push_str(&value);
                }
                PlaceholderValue::Value(value) if name == "url" => {
                    let (_, shown) = value.split_once("://").unwrap_or(("", &value));
                    let shown = values.mark(shown.trim_end_matches('/'));
                    filled.push_str(&format!("[{shown}](<{value}>)"));
                }
                PlaceholderValue::Value(value) => filled.push_str(&values.mark(&self.isolated(value))),
                PlaceholderValue::Empty => self.diagnostics.push(unset(name, at)),
                PlaceholderValue::Nothing => {
                    self.diagnostics.extend(meant(name).map(|likely| unknown(name, likely, at)));
                    filled.extend(["{", name, "}"]);
                }
            }
            rest = after;
        }
        filled.push_str(rest);
        (filled, values)
    }

    /// A value in a line that is read from right to left, isolated: the day of a date does not join the name before it.
    fn isolated(&self, value: String) -> String {
        let is_isolated = is_right_to_left(&self.settings.language);
        if is_isolated { format!("\u{2068}{value}\u{2069}") } else { value }
    }

    fn placeholder_value(&self, name: &str) -> PlaceholderValue {
        let settings = self.settings;
        let value = match name {
            "title" => Some(self.title.to_owned()),
            "author" => Some(settings.author.join(", ")),
            "event" => settings.event.clone(),
            "date" => settings.date.as_deref().map(|date| shown_date(date, &settings.language)),
            "place" => settings.listing.place.clone(),
            "url" => settings.publishing.url.as_ref().map(|url| url.value.clone()),
            _ => return PlaceholderValue::Nothing,
        };
        value
            .filter(|value| !value.trim().is_empty())
            .map_or(PlaceholderValue::Empty, PlaceholderValue::Value)
    }
}

/// What a placeholder stands for.
enum PlaceholderValue {
    Value(String),
    /// The deck does not say.
    Empty,
    /// It is none.
    Nothing,
}

/// The names that stand for something.
const PLACEHOLDERS: [&str; 6] = ["title", "author", "event", "date", "place", "url"];

/// What is before the first `{name}` of a text, the name, and what is behind it.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find('{')?;
        let inside = &text[open + 1..];
        let end = inside.find(|it: char| !it.is_ascii_lowercase()).unwrap_or(inside.len());
        if end > 0 && inside[end..].starts_with('}') && !text[..open].ends_with('\\') {
            return Some((&text[..open], &inside[..end], &inside[end + 1..]));
        }
        from = open + 1;
    }
}

/// The values of a line's placeholders. They are text: each has a mark in the line, which means nothing to Markdown, to
/// formulas and to what else is read there, and takes its place when all of that is done.
#[derive(Default)]
struct Values(Vec<String>);

/// What is around the number of a value. It is a control character, which nobody types.
const MARK: char = '\u{f}';

impl Values {
    fn mark(&mut self, value: &str) -> String {
        self.0.push(value.to_owned());
        format!("{MARK}{}{MARK}", self.0.len() - 1)
    }

    /// Puts every value in the place of its mark.
    fn put(&self, tree: &mut Tree) {
        let ids: Vec<_> = tree.below(ROOT).collect();
        for id in ids {
            match &mut tree.node_mut(id).kind {
                NodeKind::Text(text) => *text = self.own(text),
                NodeKind::Element(element) => {
                    let all = element.attributes.iter().cloned();
                    element.attributes =
                        all.map(|each| Attribute { value: self.own(&each.value), ..each }).collect();
                }
                _ => {}
            }
        }
    }

    fn own(&self, text: &str) -> String {
        let parts = text.split(MARK).enumerate();
        let part = |(at, part): (usize, &str)| match at % 2 {
            1 => part.parse().ok().and_then(|number: usize| self.0.get(number)).cloned().unwrap_or_default(),
            _ => part.to_owned(),
        };
        parts.map(part).collect()
    }
}

fn meant(name: &str) -> Option<&'static str> {
    nearest(name, PLACEHOLDERS)
}

fn unknown(name: &str, likely: &str, at: Span) -> Diagnostic {
    Diagnostic::warning("unknown-placeholder", at, format!("`{{{name}}}` stands for nothing"))
        .help(format!("did you mean `{{{likely}}}`?"))
}

fn unsafe_address(scheme: &str, at: Span) -> Diagnostic {
    Diagnostic::error("wrong-setting", at, format!("a line on every slide takes no `{scheme}:` address"))
        .help("write an address that begins with `https://`")
}

fn unset(name: &str, at: Span) -> Diagnostic {
    Diagnostic::warning("empty-placeholder", at, format!("the deck has no `{name}`"))
        .help(format!("set `{name}`, or take `{{{name}}}` out"))
}

/// The address of a Creative Commons licence, from its name: `CC BY-SA 4.0`, `cc-by-4.0`, `CC0`.
///
/// Source: the names and addresses at <https://creativecommons.org/licenses/list.en>.
fn deed(name: &str) -> Option<String> {
    const KINDS: [&str; 6] = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"];
    let words: Vec<String> =
        name.trim().split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let (kind, version) = match words.split_last()? {
        (last, kind) if last.starts_with(|it: char| it.is_ascii_digit()) => (kind.join("-"), last.as_str()),
        _ => (words.join("-"), ""),
    };
    let is_version = ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version);
    match kind.as_str() {
        "cc0" if matches!(version, "" | "1.0") => {
            Some("https://creativecommons.org/publicdomain/zero/1.0/".into())
        }
        kind => {
            let kind = kind.strip_prefix("cc-").filter(|kind| KINDS.contains(kind))?;
            let version = if version.is_empty() { "4.0" } else { version };
            (is_version || version == "4.0")
                .then(|| format!("https://creativecommons.org/licenses/{kind}/{version}/"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_licence_leads_to_it() {
        let by_sa = "https://creativecommons.org/licenses/by-sa/4.0/";
        for name in ["CC BY-SA 4.0", "cc-by-sa-4.0", " CC BY-SA "] {
            assert_eq!(deed(name).as_deref(), Some(by_sa), "{name}");
        }
        assert_eq!(deed("CC BY 3.0").as_deref(), Some("https://creativecommons.org/licenses/by/3.0/"));
        let zero = "https://creativecommons.org/publicdomain/zero/1.0/";
        assert_eq!(deed("CC0 1.0").as_deref(), Some(zero));
        for name in
            ["", "MIT", "CC", "CC BY 9.0", "CC BY-XX 4.0", "BY-SA 4.0", "CC0 4.0", "© Ada 2026", "4.0"]
        {
            assert_eq!(deed(name), None, "{name}");
        }
    }

    #[test]
    fn placeholders_are_small_letters_in_braces() {
        assert_eq!(placeholder("a {event}b"), Some(("a ", "event", "b")));
        assert_eq!(
            placeholder("{} {A} {a b} [x]{.accent} {date}"),
            Some(("{} {A} {a b} [x]{.accent} ", "date", ""))
        );
        assert_eq!(placeholder("\\{event} {"), None);
    }
}
