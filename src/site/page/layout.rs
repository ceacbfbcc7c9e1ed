//! A slide's own template, filled with the parts of the slide.

use std::collections::BTreeMap;

use super::{Made, Page, SectionFacts, SlideFacts, fill};
use crate::html::Markup;
use crate::render::{Dress, Rendered};
use crate::site::templates::{Values, built_in_dresses};
use crate::text::{Diagnostic, Span, nearest};

/// What a slide's template is filled with, besides what is the same for all of its section.
pub struct Parts<'a> {
    pub dress: &'a Dress,
    pub slide: &'a SlideFacts<'a>,
    /// The slide as it would be without a template.
    pub content: &'a str,
    pub notes: &'a str,
}

impl Page<'_> {
    /// Whether there is the template that a slide asks for.
    pub(super) fn knows(&self, dress: &Dress) -> bool {
        self.templates.dresses().any(|name| name == dress.name)
    }

    /// What a slide's own template makes of it.
    pub(super) fn dressed(&self, parts: Parts<'_>, h: usize, rendered: &Rendered, at: Option<Span>) -> Made {
        let Parts { dress, slide, content, notes } = parts;
        let fill = |markup: &Markup| fill(markup, self.holes);
        let column = &self.columns[h];
        let title = column.path.iter().rev().find_map(|section| section.title.as_deref());
        let section = SectionFacts { id: column.section().id.as_deref(), title, h };
        let attributes: BTreeMap<&str, &str> =
            rendered.attributes.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
        let columns: Vec<String> = dress.columns.iter().map(fill).collect();
        let values = Values::default()
            .with("slide", slide)
            .with("section", &section)
            .with("attributes", &attributes)
            .with("alt", &dress.alt)
            .with("has_text", &dress.has_text)
            .with("has_quote", &dress.has_quote)
            .with_html("content", content)
            .with_html("heading", &fill(&dress.heading))
            .with_html("rest", &fill(&dress.rest))
            .with_html("picture", &fill(&dress.picture))
            .with_html_list("columns", &columns)
            .with_html("notes", notes);
        let html = self.templates.render_dress(&dress.name, values, self.sources, at)?;
        Ok(format!("{html}{}", fill(&dress.around)))
    }

    /// Says which slides ask for a template that there is not.
    pub fn unknown_dresses(&self) -> Vec<Diagnostic> {
        let asked = self.rendered.iter().filter_map(|rendered| rendered.dress.as_ref());
        asked.filter(|dress| !self.knows(dress)).map(|dress| self.unknown(dress)).collect()
    }

    fn unknown(&self, dress: &Dress) -> Diagnostic {
        let message = format!("there is no slide template `{}`", dress.name);
        let diagnostic = Diagnostic::error("unknown-template", dress.at, message);
        match nearest(&dress.name, self.templates.dresses()) {
            Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
            None => {
                let built_in: Vec<_> = built_in_dresses().map(|name| format!("`{name}`")).collect();
                diagnostic.help(format!(
                    "write `templates/slides/{}.html`, or take one that comes with orate: {}",
                    dress.name,
                    built_in.join(", ")
                ))
            }
        }
    }
}
