//! What a preview remembers from one build to the next, by content: the HTML of slides whose source is as it was.
//!
//! A build with a memo gives the same bytes as one without. What is remembered is what the last build used; so a
//! memo grows with the talk, and not with the hours.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::assets::Role;
use crate::deck::{Body, Column, Slide};
use crate::html::Permissions;
use crate::render::{self, Budget, Context, Rendered};
use crate::site::MANY;
use crate::site::page::fonts::FontMemo;
use crate::text::{Fingerprint, Sources, Span};

/// The slides of the last build.
#[derive(Default)]
pub(crate) struct Memo {
    rendered: HashMap<Fingerprint, RememberedSlide>,
    /// By the rendered slide and its attributes, since equal slides have ids and keys of their own.
    shown: HashMap<(usize, u64), (Arc<Rendered>, Arc<Shown>)>,
    /// The fonts of a page that is not a preview's.
    pub fonts: FontMemo,
    /// The fonts of its cover.
    pub cover_fonts: FontMemo,
}

type Place = (Span, Span, Option<Span>);

fn place(slide: &Slide) -> Place {
    (slide.span, slide.body.span(), slide.notes)
}

/// A slide as it was rendered.
struct RememberedSlide {
    /// Where it stood, and where its body and its notes did.
    place: Place,
    /// Whether something in it knows where it stood.
    is_placed: bool,
    rendered: Arc<Rendered>,
    /// The deck's own address, where the slide names it and the deck has one.
    address: Option<String>,
}

impl RememberedSlide {
    /// Whether rendering the slide again would give the same.
    fn serves(&self, slide: &Slide, context: &Context<'_>) -> bool {
        let is_in_place = !self.is_placed || self.place == place(slide);
        // A program that was not there may be there now; whoever starts it knows.
        let is_done = !self.rendered.trace.drawn.has_failed && !self.rendered.trace.spent.is_refused;
        let is_of_deck = !self.rendered.trace.names_deck || self.address.as_deref() == context.own_address();
        is_in_place
            && is_done
            && is_of_deck
            && self.rendered.trace.files.iter().all(|read| read.is_current(context.library))
    }
}

/// A slide as it is in the page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Of its `section`, filled.
    pub attributes: String,
    /// The whole `section`.
    pub html: String,
    /// Where the notes are in it; empty if there are none.
    pub notes: Range<usize>,
    /// What the author's own template loads and runs, besides what the slide does itself.
    pub permissions: Permissions,
    /// The files that are named in it, where a template of the author's own put it out.
    pub names: Vec<(String, Role)>,
    /// Whether it follows from the rendered slide and its attributes alone.
    pub is_plain: bool,
}

impl Shown {
    /// Puts together what does not take more room than it needs: a preview keeps thousands of slides.
    pub(crate) fn new(attributes: &str, html: &str, notes: &str) -> Shown {
        let start = html.find(notes).filter(|_| !notes.is_empty());
        Shown {
            attributes: attributes.to_owned(),
            html: html.to_owned(),
            notes: start.map_or(0..0, |start| start..start + notes.len()),
            permissions: Permissions::default(),
            names: Vec::new(),
            is_plain: false,
        }
    }

    /// The part of the `section` that is the notes; empty if there are none.
    pub(crate) fn notes(&self) -> &str {
        &self.html[self.notes.clone()]
    }

    /// The same with its HTML changed by `change`.
    pub(crate) fn with_text(&self, change: impl Fn(&str) -> String) -> Shown {
        Shown {
            permissions: self.permissions.clone(),
            names: self.names.clone(),
            is_plain: self.is_plain,
            ..Shown::new(&self.attributes, &change(&self.html), &change(self.notes()))
        }
    }
}

impl Memo {
    /// Renders every slide, in the order of the talk; those that are known are not rendered again.
    pub(crate) fn render(
        &mut self,
        columns: &[Column<'_>],
        sources: &Sources,
        context: &Context<'_>,
    ) -> Vec<Arc<Rendered>> {
        let slides: Vec<&Slide> = columns.iter().flat_map(|column| column.slides).collect();
        let around = context.fingerprint();
        let render = |slide: &&Slide| {
            let print = print(slide, sources, &around);
            match self.rendered.get(&print).filter(|kept| kept.serves(slide, context)) {
                Some(kept) => {
                    context.budget.take(kept.rendered.trace.spent.cost);
                    (print, kept.rendered.clone())
                }
                None => (print, Arc::new(render::slide(sources, slide, context))),
            }
        };
        // Programs that draw are waited for side by side.
        let is_quick = slides.len() < MANY && context.settings.reading.diagrams.is_empty();
        let mut rendered: Vec<(Fingerprint, Arc<Rendered>)> = if is_quick {
            slides.iter().map(render).collect()
        } else {
            slides.par_iter().map(render).collect()
        };
        refuse_late(&slides, &mut rendered, sources, context);
        let address = context.own_address();
        let mut kept = HashMap::with_capacity(rendered.len());
        for (slide, (print, rendered)) in slides.iter().zip(&rendered) {
            kept.insert(
                *print,
                RememberedSlide {
                    place: place(slide),
                    is_placed: is_placed(rendered),
                    rendered: rendered.clone(),
                    address: address.filter(|_| rendered.trace.names_deck).map(str::to_owned),
                },
            );
        }
        self.rendered = kept;
        rendered.into_iter().map(|(_, rendered)| rendered).collect()
    }

    /// The slide as it stood in the last page, where its source and attributes are the same.
    pub(crate) fn shown(&self, rendered: &Arc<Rendered>, attributes: &str) -> Option<Arc<Shown>> {
        let (_, shown) = self.shown.get(&label(rendered, attributes))?;
        (shown.attributes == attributes).then(|| shown.clone())
    }

    /// Remembers the slides of a page, in the order of the talk.
    pub(crate) fn keep_shown(&mut self, rendered: &[Arc<Rendered>], shown: &[Arc<Shown>]) {
        self.shown.clear();
        // Where a slide is missing there are fewer of these, and nobody knows whose they are.
        if rendered.len() != shown.len() {
            return;
        }
        let plain = rendered.iter().zip(shown).filter(|(_, shown)| shown.is_plain);
        self.shown.extend(plain.map(|(rendered, shown)| {
            (label(rendered, &shown.attributes), (rendered.clone(), shown.clone()))
        }));
    }
}

/// Where the drawings of a talk cost more together than they may: draws those of the first slides, and none of the others,
/// whichever slides were rendered first.
fn refuse_late(
    slides: &[&Slide],
    rendered: &mut [(Fingerprint, Arc<Rendered>)],
    sources: &Sources,
    context: &Context<'_>,
) {
    if rendered.iter().all(|(_, rendered)| !rendered.trace.spent.is_refused) {
        return;
    }
    let (budget, none) = (Budget::whole(), Budget::none());
    for (slide, (_, rendered)) in slides.iter().zip(rendered) {
        let is_late = !budget.take(rendered.trace.spent.cost);
        let is_wrong = if is_late { rendered.trace.spent.is_paid } else { rendered.trace.spent.is_refused };
        if is_wrong {
            let fresh = Budget::whole();
            let context = Context { budget: if is_late { &none } else { &fresh }, ..*context };
            *rendered = Arc::new(render::slide(sources, slide, &context));
        }
    }
}

/// Names a slide and the attributes that it bears, for as long as it is kept.
fn label(rendered: &Arc<Rendered>, attributes: &str) -> (usize, u64) {
    let mut hasher = DefaultHasher::new();
    attributes.hash(&mut hasher);
    (Arc::as_ptr(rendered) as usize, hasher.finish())
}

/// The name of everything that rendering depends on, but for the place of the slide in its file and the files that it
/// reads. `around` names what is the same for every slide.
fn print(slide: &Slide, sources: &Sources, around: &Fingerprint) -> Fingerprint {
    let body = slide.body.span();
    // Of a slide that is put together from several files, each part looks for its pictures from its own.
    let folders: String = sources
        .files(slide.span)
        .into_iter()
        .map(|(at, name)| format!("{at} {}\n", name.rsplit_once('/').map_or("", |(folder, _)| folder)))
        .collect();
    let kind = [u8::from(matches!(slide.body, Body::Html(_))), u8::from(slide.notes.is_some())];
    let notes = slide.notes.map_or("", |span| sources.text(span));
    let attributes = slide.attributes.iter().flat_map(|attribute| [&attribute.name, &attribute.value]);
    let texts =
        [folders.as_str(), sources.text(body), notes].into_iter().chain(attributes.map(String::as_str));
    Fingerprint::of_parts([&around.bytes()[..], &kind[..]].into_iter().chain(texts.map(str::as_bytes)))
}

fn is_placed(rendered: &Rendered) -> bool {
    !rendered.diagnostics.is_empty()
        || !rendered.targets.inner_links.is_empty()
        || !rendered.targets.anchors.is_empty()
        || rendered.has_holes()
        || !rendered.variants.is_empty()
        || rendered.attributes.iter().any(|attribute| attribute.at.is_some())
}
