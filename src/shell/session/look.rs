//! What the author's own window has measured on a slide, as diagnostics.
//!
//! The window is a page, and a page may hold scripts of anybody: what comes from it is bounded, and is text and numbers.

use serde::Deserialize;

use crate::deck::{Level, Lints, Placed};
use crate::site::Built;
use crate::site::audit::look::Finding;
use crate::text::{Diagnostic, Severity, Sources, Span};

/// How many findings of one slide are heard.
const MOST: usize = 20;

/// How many characters of a text are kept.
const LONGEST: usize = 300;

/// The deck that the windows show, as far as a finding can be about it.
pub(super) struct Shown {
    pub sources: Sources,
    /// The theme that the settings of the talk name, whatever it is shown in.
    pub theme: Placed<String>,
    /// Where the talk begins.
    pub start: Option<Span>,
    slides: Vec<ShownSlide>,
    lints: Lints,
}

struct ShownSlide {
    id: Option<String>,
    place: (usize, usize),
    span: Span,
}

/// What a window says of the slide that it shows.
#[derive(Deserialize)]
struct Message {
    look: Look,
}

#[derive(Deserialize)]
struct Look {
    /// The id of the slide, or its place.
    slide: String,
    findings: Vec<Finding>,
}

impl Shown {
    /// Keeps of a build what findings are about.
    pub(super) fn new(built: Built) -> Shown {
        let spans: Vec<Span> = built.deck.slides().map(|slide| slide.span).collect();
        let start = spans.first().copied();
        let slides = built.slides.into_iter().zip(spans);
        Shown {
            slides: slides
                .map(|(slide, span)| ShownSlide { id: slide.id, place: (slide.h, slide.v), span })
                .collect(),
            theme: built.deck.settings.page.theme,
            start,
            lints: built.deck.settings.reading.lints,
            sources: built.sources,
        }
    }

    /// Reads what a window says: the slide, and what is wrong with it. None for what is no such message.
    pub(super) fn read(&self, message: &str) -> Option<(String, Vec<Diagnostic>)> {
        let Look { slide, findings } = serde_json::from_str::<Message>(message).ok()?.look;
        let diagnostics = findings.into_iter().take(MOST);
        let diagnostics = diagnostics.filter_map(|finding| self.diagnostic(&slide, finding)).collect();
        Some((slide.chars().take(LONGEST).collect(), diagnostics))
    }

    fn diagnostic(&self, slide: &str, mut finding: Finding) -> Option<Diagnostic> {
        let slide = self.slides.iter().find(|shown| shown.id.as_deref() == Some(slide)).or_else(|| {
            self.slides.iter().find(|shown| shown.id.is_none() && shown.place == (finding.h, finding.v))
        })?;
        for text in [&mut finding.text, &mut finding.element] {
            *text = text.chars().take(LONGEST).collect();
        }
        let diagnostic = finding.diagnostic(Some(self.find(slide.span, &finding.element)))?;
        match self.lints.level(diagnostic.code, false)? {
            Level::Off => None,
            Level::Error => Some(Diagnostic { severity: Severity::Error, ..diagnostic }),
            Level::Warn => Some(diagnostic),
        }
    }

    /// Where in a slide an element is written: the first line that holds the beginning of its text; else where the slide
    /// begins.
    fn find(&self, slide: Span, element: &str) -> Span {
        let text = self.sources.text(slide);
        let words = element.split_once('"').map_or("", |(_, words)| words.trim_end_matches(['"', '…']));
        let ends = words.match_indices(' ').map(|(end, _)| end).chain([words.len()]);
        let mut beginnings: Vec<&str> = ends.map(|end| &words[..end]).collect();
        beginnings.reverse();
        let found = beginnings.into_iter().filter(|words| !words.is_empty()).find_map(|words| {
            let start = text.find(words)?;
            Some(slide.part(start..start + words.len()))
        });
        found.unwrap_or(slide.head())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Memory;
    use crate::parse::Entry;
    use crate::site::{self, Memo, Options, Project};

    const TALK: &str = "# One\n\n- first *thing*\n- Second thing of three\n\n\n# Two\n\n<p>x</p>\n";

    fn shown(level: Level) -> Shown {
        let mut sources = Sources::default();
        let id = sources.add("slides/1.md", TALK.as_bytes(), &mut Vec::new());
        let library: Memory = [("images/a.svg", &b"<svg/>"[..])].into_iter().collect();
        let project = Project::new(sources, vec![Entry::File(id)], library);
        let built = site::preview(&project, &Options::default(), &mut Memo::default()).built;
        let mut shown = Shown::new(built);
        shown.lints.set("overflow", level);
        shown
    }

    /// What is reported of a finding: its code, severity, line and column.
    fn report(level: Level, slide: &str, code: &str, element: &str) -> Vec<(String, usize, usize)> {
        let shown = shown(level);
        let finding = serde_json::json!({ "code": code, "slide": slide, "h": 0, "v": 0, "element": element, "text": "t" });
        let message = serde_json::json!({ "look": { "slide": slide, "findings": [finding] } }).to_string();
        let (_, diagnostics) = shown.read(&message).expect("it is a message");
        let place = |at: Span| shown.sources.get(at.source).place(at.start);
        diagnostics
            .iter()
            .map(|diagnostic| (diagnostic.severity.name().to_owned(), place(diagnostic.at.expect("a place"))))
            .map(|(severity, place)| (severity, place.line, place.column))
            .collect()
    }

    #[test]
    fn a_finding_is_placed_at_the_text_that_it_is_about() {
        let warning = |line, column| vec![("warning".to_owned(), line, column)];
        assert_eq!(report(Level::Warn, "one", "overflow", "li \"Second thing of three\""), warning(4, 3));
        assert_eq!(report(Level::Warn, "one", "overflow", "li \"Second thing…\""), warning(4, 3));
        // Where markup parts a text, its beginning is looked for.
        assert_eq!(report(Level::Warn, "one", "too-small", "li \"first thing\""), warning(3, 3));
        // Where nothing of it is in the source, the slide is meant.
        assert_eq!(report(Level::Warn, "two", "overflow", "img \"elsewhere\""), warning(7, 1));
    }

    #[test]
    fn a_finding_has_the_level_of_its_lint() {
        let element = "li \"Second thing of three\"";
        assert_eq!(report(Level::Error, "one", "overflow", element), [("error".to_owned(), 4, 3)]);
        assert_eq!(report(Level::Off, "one", "overflow", element), []);
        assert_eq!(report(Level::Warn, "one", "no-lint", element), []);
        assert_eq!(report(Level::Warn, "one", "missing-image", element), []);
        assert_eq!(report(Level::Warn, "no-slide", "overflow", element), []);
    }

    #[test]
    fn what_a_page_says_is_bounded() {
        let shown = shown(Level::Warn);
        let finding = serde_json::json!({ "code": "overflow", "slide": "one", "h": 0, "v": 0, "element": "p", "text": "é".repeat(1000) });
        let message = serde_json::json!({ "look": { "slide": "one", "findings": vec![finding; 100] } });
        let (_, diagnostics) = shown.read(&message.to_string()).expect("it is a message");
        assert_eq!((diagnostics.len(), diagnostics[0].message.chars().count()), (MOST, LONGEST));
        for other in
            ["", "null", "{}", r#"{"look":{"slide":1,"findings":[]}}"#, r#"{"look":{"slide":"one"}}"#]
        {
            assert!(shown.read(other).is_none(), "{other}");
        }
    }
}
