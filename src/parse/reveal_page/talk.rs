//! The parts of a page become sections of a talk.

use super::sections::Inline;
use super::{Expressions, Markdown, Part, RevealPage, Text};
use crate::deck::{Attributes, Body, Content, NotesMarker, Placed, Section, Separator, Slide, When};
use crate::parse::conventions::Conventions;
use crate::parse::settings::SectionSettings;
use crate::parse::slides;
use crate::parse::{expressions, front_matter, settings};
use crate::text::{Diagnostic, Fingerprint, SourceId, Sources, Span};

/// What separates columns by default.
const HORIZONTAL: &str = r"\r?\n---\r?\n";

/// The sections of the talk.
pub(super) fn sections(
    index: &RevealPage,
    sources: &Sources,
    lints: When,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Section> {
    diagnostics.extend(index.diagnostics.iter().cloned());
    let mut maker = Maker { index, sources, lints, diagnostics };
    index.parts.iter().map(|part| maker.section(part)).collect()
}

/// The conventions of a section: its own expressions, otherwise the page's, otherwise those of reveal.js.
///
/// An expression that cannot be used is reported, and the next one holds.
pub(crate) fn conventions(
    own: &Expressions,
    page: &Expressions,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Separator, NotesMarker) {
    let mut usable = |own: &Option<Placed<String>>, page: &Option<Placed<String>>| {
        [own, page].into_iter().flatten().find_map(|expression| match expressions::check(&expression.value) {
            Ok(()) => Some(expression.value.clone()),
            Err(reason) => {
                diagnostics.push(unusable(expression, &reason));
                None
            }
        })
    };
    let horizontal = usable(&own.horizontal, &page.horizontal).unwrap_or_else(|| HORIZONTAL.into());
    let vertical = usable(&own.vertical, &page.vertical);
    let marker = usable(&own.notes, &page.notes).map_or(NotesMarker::Usual, NotesMarker::Expression);
    (Separator::Expressions { horizontal, vertical }, marker)
}

struct Maker<'a, 'b> {
    index: &'a RevealPage,
    sources: &'a Sources,
    lints: When,
    diagnostics: &'b mut Vec<Diagnostic>,
}

impl Maker<'_, '_> {
    fn section(&mut self, part: &Part) -> Section {
        match part {
            Part::Markdown(markdown) => self.columns(markdown),
            Part::Html { attributes, inner, .. } => {
                with_attributes(attributes, Content::Slides(vec![self.html(*inner, Attributes::default())]))
            }
            Part::Stack { attributes, parts, .. } => {
                let slides = parts.iter().flat_map(|part| self.slides(part)).collect();
                with_attributes(attributes, Content::Slides(slides))
            }
        }
    }

    fn columns(&mut self, markdown: &Markdown) -> Section {
        let (own, columns) = self.read(markdown);
        let mut section = with_attributes(&markdown.attributes, Content::default());
        own.attributes.iter().cloned().for_each(|attribute| section.attributes.set(attribute));
        section.id = own.id.or(section.id);
        section.title = own.title.or(section.title);
        section.duration = own.duration;
        slides::section_of_columns(section, columns)
    }

    /// The slides of a part within a stack, which has only one column.
    fn slides(&mut self, part: &Part) -> Vec<Slide> {
        match part {
            Part::Html { attributes, inner, .. } => vec![self.html(*inner, attributes.clone())],
            Part::Stack { attributes, parts, .. } => {
                let mut slides: Vec<Slide> = parts.iter().flat_map(|part| self.slides(part)).collect();
                // A stack within a stack is not a column; what keeps it from the audience keeps its slides from it.
                for attribute in
                    ["data-visibility", "draft"].into_iter().filter_map(|name| attributes.get(name))
                {
                    slides.iter_mut().for_each(|slide| {
                        slide.attributes =
                            under(&Attributes::from_iter([attribute.clone()]), &slide.attributes);
                    });
                }
                slides
            }
            Part::Markdown(markdown) => {
                let (_, columns) = self.read(markdown);
                let mut attributes = markdown.attributes.clone();
                let mut slides = Vec::new();
                for mut slide in columns.into_iter().flatten() {
                    slide.attributes = under(&attributes, &slide.attributes);
                    slides.push(slide);
                    // An id is for one slide.
                    attributes.take("id");
                }
                slides
            }
        }
    }

    fn read(&mut self, markdown: &Markdown) -> (SectionSettings, Vec<Vec<Slide>>) {
        let (separator, notes_marker) =
            conventions(&markdown.expressions, &self.index.defaults, self.diagnostics);
        let mut own = SectionSettings::default();
        let Some(source) = source(markdown) else {
            let at = markdown.whole.head();
            return (own, vec![vec![slide(Body::Markdown(at), at, Attributes::default(), "")]]);
        };
        let whole = self.sources.whole(source);
        let mut start = 0;
        if let Text::File { .. } = markdown.text {
            let (table, end) = front_matter::cut(whole, self.diagnostics);
            settings::read_section(&table, &mut own, self.diagnostics);
            start = end;
        }
        let conventions = Conventions {
            separator: own.separator.as_ref().unwrap_or(&separator),
            notes_marker: own.notes_marker.as_ref().unwrap_or(&notes_marker),
            lints: self.lints,
            has_divs: false,
        };
        let before = self.diagnostics.len();
        let columns = slides::columns(whole, start, conventions, self.diagnostics);
        // A page with a section for each file has one slide in each: that is its convention.
        if self.index.parts.len() > 1 {
            let own = self.diagnostics.split_off(before);
            self.diagnostics.extend(own.into_iter().filter(|it| it.code != "other-convention"));
        }
        (own, columns)
    }

    fn html(&self, inner: Span, attributes: Attributes) -> Slide {
        slide(Body::Html(inner), inner, attributes, self.sources.text(inner))
    }
}

/// The source of a section's Markdown; `None` if its file is missing.
fn source(markdown: &Markdown) -> Option<SourceId> {
    match &markdown.text {
        Text::File { source, .. } => *source,
        Text::Inline(Inline::Source(source)) => Some(*source),
        Text::Inline(Inline::Number(_)) => None,
    }
}

fn slide(body: Body, span: Span, attributes: Attributes, text: &str) -> Slide {
    Slide { span, body, notes: None, attributes, fingerprint: Fingerprint::of(text.trim().as_bytes()) }
}

/// A section with the attributes of its element; the id is on its first column alone.
fn with_attributes(attributes: &Attributes, content: Content) -> Section {
    let mut attributes = attributes.clone();
    let id = attributes.take("id").map(|id| id.value).filter(|id| !id.is_empty());
    let title = attributes.value("data-menu-title").map(str::to_owned).filter(|title| !title.is_empty());
    Section { id, title, attributes, content, duration: None }
}

/// A slide's own attributes over those of its section.
fn under(section: &Attributes, own: &Attributes) -> Attributes {
    let mut attributes = section.clone();
    own.iter().cloned().for_each(|attribute| attributes.set(attribute));
    attributes
}

fn unusable(expression: &Placed<String>, reason: &str) -> Diagnostic {
    Diagnostic::error(
        "unusable-expression",
        expression.at,
        format!("`{}` is not a usable expression: {reason}", expression.value),
    )
    .help("write a JavaScript regular expression, or none to use the deck's separator")
}
