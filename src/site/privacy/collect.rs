//! What a talk keeps private and what it shows, read from its sources.
//!
//! Every slide's text is taken apart at its tags and comments (`parse::reveal_page::tokens`), its code set aside before
//! (`parse::code`). What is left when the private stretches are cut out counts as public.

use std::ops::Range;

use super::{Collected, Kind, Private, is_withheld, kind_of};
use crate::assets::css_comments;
use crate::deck::{Attributes, Body, Content, Deck, Section, Settings, Slide};
use crate::parse::reveal_page::{Start, Token, embedded, tokens};
use crate::parse::{Target, attribute_comment, code, is_notes_div};
use crate::text::{Slice, Sources, Span};

/// Elements whose content no reader sees, so that a comment in it is one, though HTML takes it for text.
const UNSEEN: [&str; 3] = ["iframe", "noembed", "noframes"];

/// Lists what a talk keeps private and what it shows. Notes are public where `with_notes` says so.
pub(crate) fn collect(deck: &Deck, sources: &Sources, with_notes: bool) -> Collected {
    let is_withheld = is_withheld(deck);
    let mut collector = Collector { sources, with_notes, collected: Collected::default() };
    let kind = deck.settings.draft.value.then_some(Kind::Draft);
    deck.sections.iter().for_each(|section| collector.section(section, kind));
    let running = &deck.settings.page.running;
    for line in [&running.header, &running.footer, &running.licence].into_iter().flatten() {
        line.at.into_iter().for_each(|span| collector.markdown(Slice { span, text: &line.value }));
    }
    if is_withheld && let Some(slide) = deck.slides().next() {
        let at = slide.span.head();
        let texts = texts(&deck.settings).map(str::to_owned);
        collector.collected.private.extend(texts.map(|text| Private { kind: Kind::Draft, at, text }));
    }
    Collected { is_withheld, ..collector.collected }
}

/// What an author says of a talk in its settings.
pub(super) fn texts(settings: &Settings) -> impl Iterator<Item = &str> {
    let listing = &settings.listing;
    let one = [&settings.title, &settings.event, &settings.description, &listing.place, &listing.summary];
    let many = settings.author.iter().chain(&listing.tags);
    one.into_iter().flatten().chain(many).map(String::as_str)
}

struct Collector<'a> {
    sources: &'a Sources,
    with_notes: bool,
    collected: Collected,
}

impl Collector<'_> {
    /// `around` is why the sections around it are private.
    fn section(&mut self, section: &Section, around: Option<Kind>) {
        let kind = around.or(kind_of(&section.attributes));
        self.attribute_notes(&section.attributes, None);
        match &section.content {
            Content::Sections(sections) => sections.iter().for_each(|section| self.section(section, kind)),
            Content::Slides(slides) => slides.iter().for_each(|slide| self.slide(slide, kind)),
        }
    }

    fn slide(&mut self, slide: &Slide, around: Option<Kind>) {
        if let Some(kind) = around.or(kind_of(&slide.attributes)) {
            let Slice { span: at, text } = self.sources.slice(slide.span);
            self.collected.private.push(Private { kind, at, text: text.to_owned() });
            return;
        }
        self.attribute_notes(&slide.attributes, Some(slide.span.head()));
        match slide.body {
            Body::Markdown(span) => self.markdown(self.sources.slice(span)),
            Body::Html(span) => self.html(self.sources.slice(span)),
        }
        match slide.notes.map(|span| self.sources.slice(span)) {
            Some(notes) if self.with_notes => self.markdown(notes),
            Some(notes) => self.private(Kind::Notes, notes),
            None => {}
        }
    }

    fn private(&mut self, kind: Kind, slice: Slice<'_>) {
        if slice.text.trim().is_empty() {
            return;
        }
        self.collected.private.push(Private { kind, at: slice.span, text: slice.text.to_owned() });
    }

    /// The notes in a `data-notes`; `whole` is where an attribute is that does not know its place.
    fn attribute_notes(&mut self, attributes: &Attributes, whole: Option<Span>) {
        let Some(notes) = attributes.get("data-notes") else { return };
        match notes.at.or(whole) {
            _ if self.with_notes => self.collected.public.push(notes.value.clone()),
            Some(at) => {
                self.collected.private.push(Private { kind: Kind::Notes, at, text: notes.value.clone() });
            }
            None => {}
        }
    }

    fn markdown(&mut self, source: Slice<'_>) {
        let mut masked = source.text.to_owned();
        code(source.text).into_iter().for_each(|range| blank(&mut masked, range));
        let mut hidden = Vec::new();
        for (kind, range) in line_comments(&masked).into_iter().chain(notes_divs(&masked)) {
            if kind == Kind::Notes && self.with_notes {
                continue;
            }
            self.private(kind, source.part(range.clone()));
            blank(&mut masked, range.clone());
            hidden.push(range);
        }
        self.elements(source, &masked, hidden);
    }

    fn html(&mut self, source: Slice<'_>) {
        let parts = embedded(source);
        for part in &parts {
            // The text lost its references and its indentation, so places in it are no places in the page.
            let inner = Slice { span: source.part(part.inner.clone()).span.head(), text: &part.text };
            self.markdown(inner);
        }
        self.elements(source, source.text, parts.into_iter().map(|part| part.inner).collect());
    }

    /// Collects what elements, attributes and comments keep private. `masked` is the text without what is not HTML, and
    /// `hidden` what of it was collected already.
    fn elements(&mut self, source: Slice<'_>, masked: &str, mut hidden: Vec<Range<usize>>) {
        let tokens = tokens(Slice { span: source.span, text: masked });
        let mut reach = 0;
        for (index, (token, range)) in tokens.iter().enumerate() {
            if range.start < reach {
                continue;
            }
            match token {
                Token::Comment => {
                    self.comment(source.part(range.clone()));
                    hidden.push(range.clone());
                }
                Token::Start(start) => match self.private_element(start) {
                    Some(kind) => {
                        reach = end_of(&tokens[index..], start);
                        self.private(kind, source.part(range.end.min(reach)..reach));
                        hidden.push(range.start..reach);
                    }
                    None => {
                        self.attribute_notes(&start.attributes, Some(source.part(range.clone()).span));
                        let value = start.attributes.get("data-notes").and_then(|notes| notes.at);
                        let start_of_text = source.span.start;
                        hidden.extend(value.filter(|_| !self.with_notes).map(|at| {
                            (at.start - start_of_text) as usize..(at.end - start_of_text) as usize
                        }));
                    }
                },
                Token::Raw { .. } => {
                    let name = index.checked_sub(1).and_then(|before| match &tokens[before].0 {
                        Token::Start(start) => Some(start.name.as_str()),
                        _ => None,
                    });
                    for comment in raw_comments(name.unwrap_or_default(), &masked[range.clone()]) {
                        let comment = range.start + comment.start..range.start + comment.end;
                        self.private(Kind::Comment, source.part(comment.clone()));
                        hidden.push(comment);
                    }
                }
                _ => {}
            }
        }
        self.collected.public.push(without(source.text, hidden));
    }

    /// A comment is private, but for the attributes that it gives to something.
    fn comment(&mut self, comment: Slice<'_>) {
        let inner = comment.text.trim_start_matches("<!--");
        let Some(attributes) = attribute_comment(inner.strip_suffix("-->").unwrap_or(inner)) else {
            return self.private(Kind::Comment, comment);
        };
        // Those of the slide are among its attributes already.
        if attributes.target == Target::Element {
            self.attribute_notes(&attributes.attributes, Some(comment.span));
        }
        let words_before = [".element", ".slide"].iter().filter_map(|target| inner.find(target)).min();
        let start = comment.text.len() - inner.len();
        self.private(Kind::Comment, comment.part(start..start + words_before.unwrap_or(0)));
    }

    /// Why the content of an element is private; `None` if it is shown.
    fn private_element(&self, start: &Start) -> Option<Kind> {
        let is_notes = start.name == "aside"
            && start.attributes.value("class").is_some_and(|classes| {
                classes.split_ascii_whitespace().any(|class| class.eq_ignore_ascii_case("notes"))
            });
        match start.name.as_str() {
            _ if is_notes && !self.with_notes => Some(Kind::Notes),
            "section" => kind_of(&start.attributes),
            _ => None,
        }
    }
}

/// Where the element ends that the first of some tokens opens: after its end tag, or after the last of them.
fn end_of(tokens: &[(Token, Range<usize>)], start: &Start) -> usize {
    let mut depth = 0_usize;
    for (token, range) in tokens {
        match token {
            Token::Start(other) if other.name == start.name => depth += 1,
            Token::End { name } if *name == start.name => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return range.end;
        }
    }
    tokens.last().map_or(0, |(_, range)| range.end)
}

/// The comments in the content of an element that HTML takes for text, by the element's name.
fn raw_comments(name: &str, text: &str) -> Vec<Range<usize>> {
    match name {
        "style" => css_comments(text).collect(),
        name if UNSEEN.contains(&name) => {
            let mut comments = Vec::new();
            let mut at = 0;
            while let Some(start) = text[at..].find("<!--").map(|length| at + length) {
                at = text[start..].find("-->").map_or(text.len(), |length| start + length + "-->".len());
                comments.push(start..at);
            }
            comments
        }
        _ => Vec::new(),
    }
}

/// Lines that Markdown takes for the definition of a link that nothing uses: `[//]: # (text)` and `[comment]: <> (text)`.
fn line_comments(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut comments = Vec::new();
    for (at, line) in lines(text) {
        let rest = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        let Some((label, rest)) = rest else { continue };
        let rest = rest.trim_start();
        let is_nowhere = rest.starts_with("<>") || rest == "#" || rest.starts_with("# ");
        if is_nowhere && !label.starts_with('^') {
            comments.push((Kind::Comment, at..at + line.len()));
        }
    }
    comments
}

/// The divs of notes, from `::: notes` to the `:::` that ends each, or to the end of the text.
fn notes_divs(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut notes = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, line) in lines(text) {
        let line_start = line.trim_start_matches([' ', '\t', '>']);
        let Some(rest) = line_start.strip_prefix(":::") else { continue };
        let is_end = rest.trim_matches([':', ' ', '\t']).is_empty();
        open = match open {
            None if is_notes_div(line_start) => Some((at, 1)),
            None => None,
            Some((start, 1)) if is_end => {
                notes.push((Kind::Notes, start..at + line.len()));
                None
            }
            Some((start, depth)) if is_end => Some((start, depth - 1)),
            Some((start, depth)) => Some((start, depth + 1)),
        };
    }
    notes.extend(open.map(|(start, _)| (Kind::Notes, start..text.len())));
    notes
}

/// Each line without its end, and where it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches('\n'))
    })
}

/// Writes spaces over a stretch of a text, and leaves its line ends.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
}

/// A text without some stretches.
fn without(text: &str, mut stretches: Vec<Range<usize>>) -> String {
    stretches.sort_by_key(|range| range.start);
    let (mut kept, mut at) = (String::with_capacity(text.len()), 0);
    for range in stretches {
        kept.push_str(&text[at.min(range.start)..range.start]);
        kept.push('\n');
        at = at.max(range.end);
    }
    kept.push_str(&text[at..]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{self, Entry, Manuscript};

    /// Each private stretch of a talk by its kind, in order, its white space folded.
    #[track_caller]
    fn check_collected(name: &str, text: &str, expected: &[(Kind, &str)]) {
        let mut sources = Sources::default();
        let id = sources.add(name, text.as_bytes(), &mut Vec::new());
        let entry = match name.ends_with(".html") {
            true => Entry::RevealPage(Box::new(parse::reveal_page::read(id, &mut sources))),
            false => Entry::File(id),
        };
        let manuscript = Manuscript {
            sources: &sources,
            settings: None,
            entries: &[entry],
            single: true,
            inherited: None,
        };
        let deck = parse::parse(&manuscript).deck;
        let collected = collect(&deck, &sources, false);
        let found: Vec<(Kind, String)> = collected
            .private
            .into_iter()
            .map(|it| (it.kind, it.text.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        let expected: Vec<(Kind, String)> =
            expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
        let public = collected.public.join("\n");
        assert!(!public.contains("secret"), "{public}");
        assert!(!text.contains("open") || public.contains("open"), "{public}");
    }

    #[test]
    fn notes_of_every_form_are_collected() {
        let notes = |text: &str, expected| check_collected("a.md", text, &[(Kind::Notes, expected)]);
        notes("# open\n\nNote: secret", "secret");
        notes(
            "# open\n\n<aside class = 'Notes big'>secret <aside>secret</aside></aside>\n",
            "secret <aside>secret</aside></aside>",
        );
        notes("<!-- .slide: data-notes=\"secret\" -->\n# open\n", "secret");
        notes("# open\n\n<p DATA-NOTES='a secret &amp; more'>open</p>\n", "a secret & more");
        notes(
            "# open\n\n::: Notes\nsecret\n\n::: big\nsecret\n:::\n:::\n",
            "::: Notes secret ::: big secret ::: :::",
        );
        notes("+++\nattributes = { data-notes = \"secret\" }\n+++\n# open\n", "secret");
        let html = |text: &str, expected| check_collected("a.html", text, &[(Kind::Notes, expected)]);
        notes("# open\n\n- a <!-- .element: data-notes=\"secret\" -->\n", "secret");
        html("<section data-notes='secret'>open</section>", "secret");
        html(
            "<section data-markdown data-notes='secret'><textarea data-template>open</textarea></section>",
            "secret",
        );
        html("<section data-notes='secret'><section>open</section><section>b</section></section>", "secret");
    }

    #[test]
    fn comments_are_collected_where_they_are_none_of_the_authors_code() {
        let comment = |text: &str, expected| check_collected("a.md", text, &[(Kind::Comment, expected)]);
        comment("# open `<!-- a -->`\n\n<!-- secret -->\n", "<!-- secret -->");
        comment("```html\n<!-- open -->\n```\n<!-- secret -->\n", "<!-- secret -->");
        comment("open\n\n[//]: # (a secret)\n", "[//]: # (a secret)");
        comment("open\n\n<iframe src='a'>b <!-- secret --></iframe>\n", "<!-- secret -->");
        comment("open\n\n<pre>b <!-- secret --></pre>\n", "<!-- secret -->");
        comment("open <!-- a secret .element: class=\"a\" -->\n", "a secret");
        comment("open\n\n<style>p { /* secret */ color: red }</style>\n", "/* secret */");
        check_collected(
            "a.html",
            "<section>open<div data-markdown><textarea>&lt;!-- secret --&gt; b</textarea></div></section>",
            &[(Kind::Comment, "<!-- secret -->")],
        );
        check_collected("a.md", "<xmp><!-- open --></xmp>\n\n<script>/* open */</script>\n", &[]);
        check_collected("a.md", "<!-- .slide: class=\"big\" -->\n# open\n", &[]);
        check_collected(
            "a.html",
            "<section>open<svg><!-- secret --></svg></section>",
            &[(Kind::Comment, "<!-- secret -->")],
        );
    }

    #[test]
    fn hidden_slides_and_drafts_are_collected_with_all_that_they_hold() {
        let hidden =
            [(Kind::HiddenSlide, "<!-- .slide: data-visibility=\" Hidden \" --> secret Note: secret")];
        check_collected(
            "a.md",
            "<!-- .slide: data-visibility=\" Hidden \" -->\nsecret\n\nNote: secret\n\n\nopen",
            &hidden,
        );
        check_collected(
            "a.md",
            "---\ndraft: true\n---\nsecret\n\nNote: secret\n",
            &[(Kind::Draft, "secret Note: secret")],
        );
        let html = "<section><section>open</section><section draft>secret</section></section>";
        check_collected("a.html", html, &[(Kind::Draft, "secret")]);
        let nested = "# open\n\n<section data-visibility=hidden>secret</section>\n";
        check_collected("a.md", nested, &[(Kind::HiddenSlide, "secret</section>")]);
    }
}
