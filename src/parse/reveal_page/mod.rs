//! A page written for reveal.js becomes the parts of a talk.
//!
//! [`read`] takes the sections of an `index.html` apart (`sections`), and the page's title, style sheets and
//! configuration (`head`, `script`). Nothing is executed: what a script says is taken only where it is written
//! out. What the page names and does not hold (`data-markdown="intro.md"`) is asked for with [`RevealPage::wanted`] and
//! handed in with [`RevealPage::supply`]; `talk` then makes sections and slides of it all.
//!
//! Source: what reveal.js 6.0.2's Markdown plugin does with `section[data-markdown]`.

mod around;
mod head;
mod html;
mod inline;
mod references;
mod script;
mod sections;
mod styles;
mod talk;

pub(crate) use self::talk::conventions;
pub(crate) use head::Theme;
pub(crate) use html::{Start, Token, tokens};
pub(crate) use inline::embedded;
pub(crate) use references::decode as decode_references;
pub(crate) use script::{object, set_option};
pub(crate) use sections::{Inline, Markdown, Part, Text, markdown as markdown_of};

use crate::deck::{MathKind, Placed, ReadingSettings, Section, Settings, When};
use crate::text::{Diagnostic, SourceId, Sources, Span};

/// A page, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RevealPage {
    /// The page's text.
    pub page: SourceId,
    /// The sections in their order.
    pub parts: Vec<Part>,
    /// What the page sets for the whole deck.
    pub settings: Settings,
    /// The theme of reveal.js that is linked.
    pub theme: Option<Theme>,
    /// The page's other style sheets, as they are addressed.
    pub sheets: Vec<Placed<String>>,
    /// Whether the page links the base styles of reveal.js, and what resets the styles of browsers.
    pub base: head::Base,
    /// The scripts that the page loads, as they are addressed.
    pub scripts: Vec<Placed<String>>,
    /// A template of the page, if this one shows more around its slides than orate's own.
    pub around: Option<SourceId>,
    /// Scripts written in the page.
    pub inline_scripts: Vec<Span>,
    /// The names of reveal.js's options whose values are not written out, with their places.
    pub computed: Vec<Placed<String>>,
    /// The default separators of sections.
    pub defaults: Expressions,
    /// What orate reports about the page.
    pub diagnostics: Vec<Diagnostic>,
}

/// The expressions that separate slides and notes; `None` for the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expressions {
    /// `data-separator`.
    pub horizontal: Option<Placed<String>>,
    /// `data-separator-vertical`.
    pub vertical: Option<Placed<String>>,
    /// `data-separator-notes`.
    pub notes: Option<Placed<String>>,
}

/// Takes a page apart. A page without `.slides` is taken for the content of one: a file of sections.
pub(crate) fn read(page: SourceId, sources: &mut Sources) -> RevealPage {
    let tokens = tokens(sources.whole(page));
    let mut index = RevealPage {
        page,
        parts: Vec::new(),
        // A page written for reveal.js is shown as reveal.js shows it.
        settings: Settings {
            reading: ReadingSettings { extensions: false, ..ReadingSettings::default() },
            ..Settings::default()
        },
        theme: None,
        sheets: Vec::new(),
        base: head::Base::default(),
        scripts: Vec::new(),
        around: None,
        inline_scripts: Vec::new(),
        computed: Vec::new(),
        defaults: Expressions::default(),
        diagnostics: Vec::new(),
    };
    let whole = sources.whole(page);
    head::read(whole, &tokens, &mut index);
    if let Some(theme) = &index.theme {
        index.settings.page.theme = Placed { value: theme.name.clone(), at: theme.at };
    } else if index.base.is_linked {
        index.settings.page.theme = Placed { value: "none".into(), at: None };
    }
    index.settings.page.styles = index.sheets.clone();
    for span in index.inline_scripts.clone() {
        script::read(sources.slice(span), &mut index);
    }
    index.settings.reading.math.kind =
        if loads_math(&index, sources) { MathKind::OfPage } else { MathKind::Off };
    let mut derived = Vec::new();
    index.parts = sections::read(whole, &tokens, &mut derived, &mut index.diagnostics);
    for inline in derived {
        // Each was given the number that the source now gets.
        let id = sources.derive(page, inline.text, inline.parts);
        sections::fill(&mut index.parts, inline.number, id);
    }
    let own = styles::read(sources.whole(page), &tokens, &index.parts);
    let without_reset = index.base.lacks_reset().then(styles::without_reset);
    index.settings.page.inline_styles =
        styles::derive(without_reset.into_iter().chain(own).collect(), page, sources);
    index.around = around::read(page, &tokens, sources);
    index
}

/// Whether a page loads a plugin that makes formulas of TeX: without one, `$` is a dollar sign.
fn loads_math(index: &RevealPage, sources: &Sources) -> bool {
    let names = ["katex", "mathjax", "plugin/math", "revealmath"];
    let is_one = |text: &str| names.iter().any(|name| text.to_lowercase().contains(name));
    index.scripts.iter().any(|script| is_one(&script.value))
        || index.inline_scripts.iter().any(|span| is_one(sources.text(*span)))
}

/// Whether a page is a deck written for reveal.js, and not one that orate made.
pub(crate) fn is_deck(page: SourceId, sources: &Sources) -> bool {
    let tokens = tokens(sources.whole(page));
    !head::is_ours(&tokens) && sections::has_slides(&tokens)
}

impl RevealPage {
    /// Reads the configuration in a script that the page loads.
    pub(crate) fn read_script(&mut self, script: SourceId, sources: &Sources) {
        script::read(sources.whole(script), self);
    }

    /// The addresses of the files of Markdown that the page names, each once, with the encoding that it has by the page.
    pub(crate) fn wanted(&self) -> Vec<(Placed<String>, Option<Placed<String>>)> {
        let mut wanted: Vec<(Placed<String>, Option<Placed<String>>)> = Vec::new();
        for markdown in sections::markdown(&self.parts) {
            if let Text::File { address, charset, .. } = &markdown.text
                && !wanted.iter().any(|(other, _)| other.value == address.value)
            {
                wanted.push((address.clone(), charset.clone()));
            }
        }
        wanted
    }

    /// Hands in a file of Markdown that the page names.
    pub(crate) fn supply(&mut self, address: &str, file: SourceId) {
        sections::supply(&mut self.parts, address, file);
    }

    /// The talk's sections; reports go to `diagnostics`.
    pub(crate) fn sections(
        &self,
        sources: &Sources,
        lints: When,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Section> {
        talk::sections(self, sources, lints, diagnostics)
    }
}

#[cfg(test)]
mod tests;
