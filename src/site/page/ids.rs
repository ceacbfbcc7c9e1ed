//! Which id each slide has in the page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::assets::percent_decoded;
use crate::deck::{Column, Names, slug};
use crate::html::{Piece, ValuePart};
use crate::render::{Anchor, Link, Rendered};
use crate::text::{Diagnostic, Noted, Related, Span};

/// The ids of a deck.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// By column: that of the `section` around a stack; none where there is no stack, or no id for it.
    pub columns: Vec<Option<String>>,
    /// By slide, in the order of the talk; none where there is nothing to make one from.
    pub slides: Vec<Option<String>>,
}

/// Gives every slide an id: the author's own, else one made from its heading or, without one, from the text that
/// stands for its first image.
///
/// Ids are unique in the deck. Where the author gave one twice, the second gets a number, with a warning. A
/// section's own id is that of its first column, so that a link to the section leads there.
pub(crate) fn identify(columns: &[Column<'_>], rendered: &[Arc<Rendered>]) -> Noted<Ids> {
    let mut claims = Claims::default();
    let mut ids = Ids::default();
    let mut sections = HashSet::new();
    let mut rest = rendered.iter();
    // The author's own come first, so that no heading can take one that is further down.
    for column in columns {
        let mut path = column.path.iter().rev();
        let section =
            path.find(|section| section.id.is_some() && sections.insert(std::ptr::from_ref(**section)));
        let at = column.slides.first().map(|slide| slide.span.head());
        let section = section.and_then(|section| section.id.as_deref()).map(|id| (id, at));
        let (of_stack, of_slide) = if column.is_stack() { (section, None) } else { (None, section) };
        ids.columns.push(of_stack.map(|(id, at)| claims.own(id, at)));
        for rendered in rest.by_ref().take(column.slides.len()) {
            let of_author = rendered.attributes.get("id").filter(|id| !id.value.is_empty());
            let id = of_author.map(|id| (id.value.as_str(), id.at)).or(of_slide);
            ids.slides.push(id.map(|(id, at)| claims.own(id, at)));
        }
    }
    // So do those of elements within the slides, which stay as they are.
    rendered.iter().flat_map(|rendered| &rendered.targets.anchors).for_each(|anchor| claims.element(anchor));
    rendered.iter().flat_map(|rendered| &rendered.targets.ids).for_each(|id| {
        claims.names.claim(id);
    });
    for (id, rendered) in ids.slides.iter_mut().zip(rendered) {
        if id.is_none() {
            let label = rendered.facts.heading.as_deref().or_else(|| first_image(rendered));
            *id = label.map(slug).filter(|slug| !slug.is_empty()).map(|slug| claims.names.make(&slug));
        }
    }
    for slide in rendered {
        slide.targets.inner_links.iter().for_each(|link| claims.link(link));
    }
    Noted::new(ids, claims.diagnostics)
}

/// The text that stands for a slide's first image.
fn first_image(rendered: &Rendered) -> Option<&str> {
    let image = rendered.content.pieces().iter().find_map(|piece| match piece {
        Piece::Image(image) => Some(image),
        _ => None,
    })?;
    let alt = image.attributes.iter().find(|attribute| attribute.name == "alt")?;
    alt.value.iter().find_map(|part| match part {
        ValuePart::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// The author's own ids, and what is wrong with them.
#[derive(Default)]
struct Claims {
    names: Names,
    first: HashMap<String, Option<Span>>,
    /// For each id that was given twice, the diagnostic that says so first.
    twice: HashMap<String, usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Claims {
    fn own(&mut self, id: &str, at: Option<Span>) -> String {
        if self.names.claim(id) {
            self.first.insert(id.to_owned(), at);
            return id.to_owned();
        }
        let name = self.names.make(id);
        let message = format!("the id `{id}` is taken already, so this slide is `{name}`");
        self.taken(
            id,
            Diagnostic::warning("duplicate-id", at, message).help("give each slide an id of its own"),
        );
        name
    }

    /// Takes the id of an element, which stays as it is even where it was given before.
    fn element(&mut self, anchor: &Anchor) {
        if !anchor.is_id || anchor.name.is_empty() {
            return;
        }
        if self.names.claim(&anchor.name) {
            self.first.insert(anchor.name.clone(), Some(anchor.at));
            return;
        }
        let message = format!("the id `{}` is taken already, and no link leads to this element", anchor.name);
        self.taken(
            &anchor.name,
            Diagnostic::warning("duplicate-id", anchor.at, message)
                .help("give each element an id of its own"),
        );
    }

    fn taken(&mut self, id: &str, mut diagnostic: Diagnostic) {
        if let Some(Some(first)) = self.first.get(id) {
            diagnostic = diagnostic.related(*first, "it was given here first");
        }
        self.twice.entry(id.to_owned()).or_insert(self.diagnostics.len());
        self.diagnostics.push(diagnostic);
    }

    /// Says where a link leads that names an id which was given twice.
    fn link(&mut self, link: &Link) {
        let path = link.to.trim_start_matches(['#', '/']);
        let name = percent_decoded(path.split('/').next().unwrap_or_default());
        if let Some(&index) = self.twice.get(&name) {
            let diagnostic = &mut self.diagnostics[index];
            diagnostic.related.push(Related { at: link.at, message: "this link leads to the first".into() });
        }
    }
}
