//! Which id each slide has in the page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::assets::percent_decoded;
use crate::deck::{Column, Names, slug};
use crate::html::{Piece, ValuePart};
use crate::render::{Anchor, AnchorKind, Link, Rendered};
use crate::text::{Diagnostic, Noted, Related, Span, counted};

/// The ids of a deck.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// By column: that of the `section` around a stack; `None` if there is no stack, or no id for it.
    pub columns: Vec<Option<String>>,
    /// By slide, in the order of the talk; `None` if there is nothing to make one from.
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
    for rendered in rendered {
        claims.elements(&rendered.targets.anchors);
    }
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

    /// Takes the ids of a slide's elements, which stay as they are even where they were given before.
    fn elements(&mut self, anchors: &[Anchor]) {
        // The drawing that was looked at last, and its first part whose name was taken, with how many more there are.
        let mut last = None;
        let mut hidden: Vec<(&Anchor, usize)> = Vec::new();
        for anchor in anchors.iter().filter(|it| it.kind != AnchorKind::Shared && !it.name.is_empty()) {
            if self.names.claim(&anchor.name) {
                self.first.insert(anchor.name.clone(), Some(anchor.at));
                continue;
            }
            match (anchor.kind, hidden.last_mut()) {
                (AnchorKind::DrawingPart { drawing }, Some((_, more))) if last == Some(drawing) => *more += 1,
                (AnchorKind::DrawingPart { drawing }, _) => {
                    last = Some(drawing);
                    hidden.push((anchor, 0));
                }
                _ => self.element(anchor),
            }
        }
        hidden.into_iter().for_each(|(part, more)| self.part_of_drawing(part, more));
    }

    fn element(&mut self, anchor: &Anchor) {
        let message = format!("the id `{}` is taken already, and no link leads to this element", anchor.name);
        self.taken(
            &anchor.name,
            Diagnostic::warning("duplicate-id", anchor.at, message)
                .help("give each element an id of its own"),
        );
    }

    /// Reports a drawing that gets a part of another. `more` counts its further parts of which that is true.
    fn part_of_drawing(&mut self, part: &Anchor, more: usize) {
        let name = &part.name;
        let others = match more {
            0 => String::new(),
            _ => format!("; the same goes for {} of it", counted(more, "other id")),
        };
        let message =
            format!("the id `{name}` is taken already, so this drawing uses the first `{name}`{others}");
        self.taken(
            name,
            Diagnostic::warning("duplicate-id", part.at, message)
                .help("give each part an id of its own, or put the drawing into a file: `![…](drawing.svg)`"),
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
