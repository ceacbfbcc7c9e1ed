//! A slide's own template, filled with the parts of the slide.

use crate::deck::Trust;
use std::collections::BTreeMap;

use super::{Page, PageResult, SectionFacts, SlideFacts, agenda, fill};
use crate::html::Markup;
use crate::render::{Layout, Rendered};
use crate::site::templates::{Values, built_in_layouts};
use crate::text::{Diagnostic, Span, nearest};

/// The template that lists the sections of the talk.
const AGENDA: &str = "agenda";

/// What a slide's template is filled with, besides what is the same for all of its section.
pub(super) struct Parts<'a> {
    pub layout: &'a Layout,
    pub slide: &'a SlideFacts<'a>,
    /// The slide as it would be without a template.
    pub content: &'a str,
    pub notes: &'a str,
}

impl Page<'_> {
    /// Whether there is the template that a slide asks for.
    pub(super) fn knows(&self, layout: &Layout) -> bool {
        self.templates.layouts().any(|name| name == layout.name)
    }

    /// What a slide's own template makes of it.
    pub(super) fn laid_out(
        &self,
        parts: Parts<'_>,
        h: usize,
        rendered: &Rendered,
        at: Option<Span>,
    ) -> PageResult {
        let Parts { layout, slide, content, notes } = parts;
        let fill = |markup: &Markup| fill(markup, self.holes);
        let column = &self.columns[h];
        let title = column.path.iter().rev().find_map(|section| section.title.as_deref());
        let section = SectionFacts { id: column.section().id.as_deref(), title, h };
        let attributes: BTreeMap<&str, &str> =
            rendered.attributes.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
        let lists = |parts: &[Markup]| parts.iter().map(fill).collect::<Vec<String>>();
        let values = Values::default()
            .with("slide", slide)
            .with("section", &section)
            .with("attributes", &attributes)
            .with("alt", &layout.alt)
            .with("has_text", &layout.has_text)
            .with("has_quote", &layout.has_quote)
            .with_html("content", content)
            .with_html("heading", &fill(&layout.heading))
            .with_html("rest", &fill(&layout.rest))
            .with_html("picture", &fill(&layout.picture))
            .with_html("words", &fill(&layout.words))
            .with_html_list("columns", &lists(&layout.columns))
            .with_html_list("pictures", &lists(&layout.pictures))
            .with_html_list("codes", &lists(&layout.codes))
            .with_html("notes", notes);
        let values = match layout.name.as_str() {
            AGENDA => values.with("agenda", &agenda::at(self.columns, self.rendered, self.starts, slide)),
            _ => values,
        };
        let html = self.templates.render_layout(&layout.name, values, self.sources, at)?;
        Ok(format!("{html}{}", fill(&layout.around)))
    }

    /// Says which slides ask for a template that there is not.
    pub(crate) fn unknown_layouts(&self, trust: Trust) -> Vec<Diagnostic> {
        let layouts = self.rendered.iter().filter_map(|rendered| rendered.layout.as_deref());
        // Of a talk that is not trusted the own templates are left out, and reported, before.
        layouts
            .filter(|layout| !self.knows(layout) && !trust.is_untrusted())
            .map(|layout| self.unknown(layout))
            .collect()
    }

    /// Reports an agenda in a talk that has no sections to list.
    pub(crate) fn empty_agendas(&self) -> Vec<Diagnostic> {
        let layouts = self.rendered.iter().filter_map(|rendered| rendered.layout.as_deref());
        let asking: Vec<_> = layouts.filter(|layout| layout.name == AGENDA).collect();
        if asking.is_empty() || !agenda::sections(self.columns, self.rendered, self.starts).is_empty() {
            return Vec::new();
        }
        let report = |layout: &Layout| {
            Diagnostic::warning("empty-agenda", layout.at, "this talk has no sections for an agenda to list")
                .help("begin each with a slide of the layout `section`, or give files a `title`")
        };
        asking.into_iter().map(report).collect()
    }

    fn unknown(&self, layout: &Layout) -> Diagnostic {
        let message = format!("there is no slide template `{}`", layout.name);
        let diagnostic = Diagnostic::error("unknown-template", layout.at, message);
        match nearest(&layout.name, self.templates.layouts()) {
            Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
            None => {
                let built_in: Vec<_> = built_in_layouts().map(|name| format!("`{name}`")).collect();
                diagnostic.help(format!(
                    "write `templates/slides/{}.html`, or take one that comes with orate: {}",
                    layout.name,
                    built_in.join(", ")
                ))
            }
        }
    }
}
