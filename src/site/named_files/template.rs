//! The files that the project's own templates name.
//!
//! What a template puts out is known when it has been rendered, and by then the files of the slides are placed; so the
//! files of templates are placed by a plan of their own. A template's output is text that its author vouches for: it is
//! not read into a tree and written again, but each address is replaced where it is.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::open::open;
use crate::assets::{Address, Answer, Library, Output, Plan, Reference, Role, Rules, folder};
use crate::html;
use crate::site::page::{ShownColumn, Slides};
use crate::site::templates::{Piece, Slotted, Templates};
use crate::text::{Diagnostic, Noted, Sources};

/// What templates name, and where it is.
#[derive(Default)]
pub(in crate::site) struct TemplateFiles {
    /// Each address in each role once.
    references: Vec<Reference>,
    plan: Plan,
}

/// What the files of templates are looked for with.
pub(in crate::site) struct Search<'a> {
    pub library: &'a dyn Library,
    pub rules: Rules,
    /// The plan of what the slides name: their addresses are in the output of templates as well.
    pub placed: &'a Plan,
    /// What the slides name and their output still holds, since no file of the talk is there.
    pub named: HashSet<&'a str>,
    pub templates: &'a Templates,
}

impl Search<'_> {
    /// Places the files that templates name in their output: `page` is that of the page, with the slides left out.
    pub(in crate::site) fn place(
        self,
        slides: &Slides,
        page: &str,
        sources: &mut Sources,
    ) -> Noted<TemplateFiles> {
        let mut names: Vec<(String, Role)> = Vec::new();
        slides.slides.iter().for_each(|slide| names.extend(slide.names.iter().cloned()));
        let stacks = slides.columns.iter().filter_map(|column| column.stack.as_ref());
        stacks.for_each(|stack| names.extend(html::names_in(&stack.text())));
        names.extend(html::names_in(page));
        names.retain(|(address, _)| self.is_of_template(address));
        if names.is_empty() {
            return TemplateFiles::default().into();
        }
        let all: Vec<Reference> =
            names.into_iter().filter_map(|name| self.reference(name, sources)).collect();
        let opened = open(&all, self.library, sources, self.rules);
        let plan = opened.and_then(|opened| Plan::make(self.library, self.rules, &all, opened));
        let mut seen = BTreeSet::new();
        let is_new = |it: &&Reference| seen.insert((it.address.clone(), it.role));
        let references = all.iter().filter(is_new).cloned().collect();
        Noted::new(TemplateFiles { references, plan: plan.value }, each_once(plan.diagnostics))
    }

    /// Whether an address is one of a file, and none that a slide has brought.
    fn is_of_template(&self, address: &str) -> bool {
        let Address::File { path, .. } = Address::of(address) else { return false };
        !self.named.contains(address) && !self.placed.is_output(path)
    }

    /// A name at the place where a template has it; at the head of one where it puts the name together.
    fn reference(&self, (address, role): (String, Role), sources: &Sources) -> Option<Reference> {
        let own = || self.templates.own_sources().map(|id| sources.whole(id));
        let literal = own().find_map(|template| {
            let at = place_of(&address, template.text)?;
            Some(template.span.part(at))
        });
        let at = literal.or_else(|| own().next().map(|template| template.span.head()))?;
        Some(Reference { base: folder(sources.file(at)).to_owned(), address, at, role })
    }
}

/// The first place of an address in a template, where nothing goes on before or after it.
fn place_of(address: &str, template: &str) -> Option<Range<usize>> {
    let places = template.match_indices(address).map(|(at, _)| at..at + address.len());
    let is_whole = |range: &Range<usize>| is_apart(template, range);
    places.clone().find(is_whole)
}

/// Whether an address in a text is all of a value: with quotes, blanks or what parts a list around it.
fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let ends = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | ',' | '>' | ')' | '&' | ';');
    let begins = |it: char| ends(it) || matches!(it, '=' | '(');
    before.is_some_and(begins) && after.is_some_and(ends)
}

/// The same diagnostics, each at a place once: a template is rendered for every slide.
fn each_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    diagnostics.into_iter().filter(|it| seen.insert((it.code, it.at, it.message.clone()))).collect()
}

impl TemplateFiles {
    /// The files beside the page.
    pub(in crate::site) fn outputs(&self) -> impl Iterator<Item = (String, Output)> {
        self.plan.outputs().iter().map(|(path, output)| (path.clone(), output.clone()))
    }

    /// The style that holds images which several places share.
    pub(in crate::site) fn style(&self) -> &str {
        self.plan.style()
    }

    /// The outside addresses that scripts ask for.
    pub(in crate::site) fn connections(&self) -> impl Iterator<Item = &str> {
        self.plan.connections()
    }

    /// The outside addresses that modules import.
    pub(in crate::site) fn imports(&self) -> impl Iterator<Item = &str> {
        self.plan.imports()
    }

    /// What could not be cleaned.
    pub(in crate::site) fn uncleaned(&self) -> &[crate::assets::Uncleaned] {
        self.plan.uncleaned()
    }

    /// Fills in the addresses in what templates put out for slides and stacks.
    pub(in crate::site) fn fill_slides(&self, slides: &mut Slides) {
        if self.references.is_empty() {
            return;
        }
        for slide in slides.slides.iter_mut().filter(|slide| !slide.names.is_empty()) {
            *slide = slide.with_text(|html| self.filled(html)).into();
        }
        for ShownColumn { stack, .. } in &mut slides.columns {
            *stack = stack.take().map(|stack| stack.with_text(|html| self.filled(html)).into());
        }
    }

    /// Fills in the addresses in what a template put out for the page.
    pub(in crate::site) fn fill_page(&self, page: &mut Slotted) {
        if self.references.is_empty() {
            return;
        }
        for piece in page.pieces_mut() {
            if let Piece::Html(html) = piece {
                *html = self.filled(html);
            }
        }
    }

    fn filled(&self, html: &str) -> String {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for reference in &self.references {
            let address = html::escaped_value(&reference.address);
            let forms: BTreeSet<&str> = [reference.address.as_str(), address.as_str()].into();
            for form in forms {
                let places = html.match_indices(form).map(|(at, _)| at..at + form.len());
                edits.extend(places.filter_map(|range| self.edit(reference, html, range)));
            }
        }
        edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let (mut filled, mut done) = (String::with_capacity(html.len()), 0);
        for (range, text) in edits {
            if range.start >= done {
                filled.push_str(&html[done..range.start]);
                filled.push_str(&text);
                done = range.end;
            }
        }
        filled + &html[done..]
    }

    /// What to write in the place of an address; `None` if the text there is something else.
    fn edit(&self, reference: &Reference, html: &str, range: Range<usize>) -> Option<(Range<usize>, String)> {
        if !is_apart(html, &range) {
            return None;
        }
        let before = &html[..range.start];
        let is_in_tag = before.rfind('<') > before.rfind('>');
        if is_in_tag && is_in_words(before) {
            return None;
        }
        if matches!(reference.role, Role::Style | Role::Font | Role::Format { .. } | Role::Import) {
            let range = url_around(html, range)?;
            let text = self.plan.url(reference);
            return Some((range, if is_in_tag { in_attribute(&text) } else { text.replace("</", "<\\/") }));
        }
        if !is_in_tag {
            return None;
        }
        if reference.role == Role::Hint {
            let tag = before.rfind('<')?..range.end + html[range.end..].find('>')? + 1;
            let text = html[tag.clone()].to_ascii_lowercase();
            let is_hint =
                text.starts_with("<link") && (text.contains("preload") || text.contains("prefetch"));
            return is_hint.then(|| (tag, String::new()));
        }
        let text = match self.plan.answer(reference) {
            Answer::Shared { property, stand_in, .. } if reference.role == Role::Image => {
                let quote = if before.ends_with('\'') { '\'' } else { '"' };
                let name = property.trim_start_matches('-');
                format!("{}{quote} data-orate-image={quote}{name}", in_attribute(stand_in))
            }
            _ => in_attribute(&self.plan.url(reference)),
        };
        Some((range, if before.ends_with('=') { format!("\"{text}\"") } else { text }))
    }
}

/// Whether what follows is in an attribute of words that people read.
fn is_in_words(before: &str) -> bool {
    let Some(head) = before.rfind('=').map(|at| before[..at].trim_end()) else { return false };
    let name =
        head.rsplit(|it: char| it.is_whitespace() || matches!(it, '"' | '\'')).next().unwrap_or_default();
    matches!(name, "alt" | "title" | "placeholder") || name.starts_with("aria-")
}

/// A value as it may be in an attribute, whatever quotes are around it.
fn in_attribute(value: &str) -> String {
    html::escaped_value(value).replace('\'', "&#39;")
}

/// The whole `url(…)` around an address, or the string of an `@import`.
fn url_around(html: &str, range: Range<usize>) -> Option<Range<usize>> {
    let quotes = ["\"", "'", "&quot;", "&#34;", "&#39;", "&apos;"];
    let (before, after) = (&html[..range.start], &html[range.end..]);
    let quote = quotes.into_iter().find(|quote| before.ends_with(quote) && after.starts_with(quote));
    let length = quote.map_or(0, str::len);
    let (start, end) = (range.start - length, range.end + length);
    let head = html[..start].trim_end();
    let tail = html[end..].trim_start();
    let is_url = head.get(head.len().saturating_sub(4)..).is_some_and(|it| it.eq_ignore_ascii_case("url("));
    match is_url && tail.starts_with(')') {
        true => Some(head.len() - 4..html.len() - tail.len() + 1),
        false => quote.filter(|_| head.to_ascii_lowercase().ends_with("@import")).map(|_| start..end),
    }
}
