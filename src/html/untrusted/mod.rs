//! A stranger's slide is shown, and nothing in it acts: no script, no page within the page, nothing from elsewhere.
//!
//! This is the first of two layers. It takes out of the tree what could run, load or lead astray, and reports each kind
//! at its place; the page's Content-Security-Policy, which lets orate's own script run and nothing load, is the second.
//! The tree is walked twice: as its author wrote it, before anything is made of it, and once more before it is written.
//!
//! An existing sanitiser (ammonia) takes a text and gives a text: it would lose the places that the reports name, and
//! the parts that orate has made itself.

mod address;
mod attribute;
mod css;
mod name;
mod removed;

use std::collections::{BTreeMap, BTreeSet};

use self::attribute::Verdict;
use self::css::without_outside;
use self::name::is_plain;
pub(crate) use self::removed::Removed;
use crate::deck::{Attribute, Attributes};
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Step, Tree, Vocabulary};
use crate::text::{Diagnostic, Slice, SourceId, Span};

/// What a link of a stranger's settings must not be.
pub(crate) fn is_harmless_link(address: &str) -> bool {
    address::of_link(address).is_none()
}

/// Says that something which a style sheet would load from elsewhere is left out.
pub(crate) fn from_elsewhere(at: Span) -> Diagnostic {
    Removed::Elsewhere.diagnostic(at)
}

/// Says that a link of the settings is left out.
pub(crate) fn harmful_link(at: Option<Span>) -> Diagnostic {
    Diagnostic {
        at,
        ..Removed::ScriptAddress.diagnostic(Span { source: SourceId::default(), start: 0, end: 0 })
    }
}

/// Takes out of a tree what acts. `source` is where it is.
pub(crate) fn clean(tree: &mut Tree, source: Slice<'_>) -> Vec<Diagnostic> {
    let mut cleaner = Cleaner::new(source);
    cleaner.clean(tree);
    cleaner.diagnostics
}

/// The same for the attributes of a `section`.
pub(crate) fn clean_section(attributes: &mut Attributes, source: Slice<'_>) -> Vec<Diagnostic> {
    let mut cleaner = Cleaner::new(source);
    cleaner.clean_section(attributes);
    cleaner.diagnostics
}

/// Takes out of a slide what acts, as often as it is asked, and reports each thing once.
pub(crate) struct Cleaner<'a> {
    source: Slice<'a>,
    /// The text in lower case, as names are compared.
    text: String,
    /// For each name that was looked for, where to look next.
    next: BTreeMap<String, usize>,
    /// Where the last element is whose place is known: what has none comes after it.
    near: usize,
    told: BTreeSet<(Removed, u32)>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Cleaner<'a> {
    /// For a tree that is in `source`.
    pub(crate) fn new(source: Slice<'a>) -> Cleaner<'a> {
        let text = source.text.to_ascii_lowercase();
        Cleaner {
            source,
            text,
            next: BTreeMap::new(),
            near: 0,
            told: BTreeSet::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Takes out of the tree what acts.
    pub(crate) fn clean(&mut self, tree: &mut Tree) {
        self.near = 0;
        let mut step = Some(Step::Enter(ROOT));
        while let Some(at) = step {
            step = match at {
                Step::Enter(id) if !self.enter(tree, id) => {
                    let next = tree.step(ROOT, Step::Leave(id));
                    tree.detach(id);
                    next
                }
                _ => tree.step(ROOT, at),
            };
        }
    }

    /// The same for the attributes of the slide's own `section`.
    pub(crate) fn clean_section(&mut self, attributes: &mut Attributes) {
        *attributes = self.attributes(std::mem::take(attributes), attribute::Owner::default(), None);
    }

    /// Cleans a node. False where nothing of it is kept.
    fn enter(&mut self, tree: &mut Tree, id: NodeId) -> bool {
        // Of a listing, its text alone knows where it is.
        let is_listing = tree.element(id).is_some_and(|it| it.is("pre") || it.is("figure"));
        let within = || tree.below(id).take(8).find_map(|inner| tree.node(inner).at);
        let at = tree.node(id).at.or_else(|| if is_listing { within() } else { None });
        if let Some(at) = at.filter(|at| at.source == self.source.span.source) {
            self.near = at.start.saturating_sub(self.source.span.start) as usize;
        }
        let Some(element) = tree.element(id) else { return true };
        let name = element.name.to_string();
        if let Some(removed) = verdict(tree, id, element) {
            let at = at.or_else(|| self.find(&format!("<{}", name.to_ascii_lowercase())));
            self.tell(removed, at);
            return false;
        }
        if element.is("style") {
            self.style(tree, id, at);
        }
        let Some(element) = tree.element_mut(id) else { return true };
        let is_link = matches!(&*element.name, "a" | "area");
        let is_picture = matches!(&*element.name, "image" | "feImage");
        let is_drawing = element.vocabulary != Vocabulary::Html;
        let owner = attribute::Owner { is_link, is_drawing, is_picture };
        let attributes = std::mem::take(&mut element.attributes);
        element.attributes = self.attributes(attributes, owner, at);
        true
    }

    fn attributes(
        &mut self,
        attributes: Attributes,
        owner: attribute::Owner,
        at: Option<Span>,
    ) -> Attributes {
        let mut kept = Attributes::default();
        for attribute in attributes.iter() {
            match attribute::verdict(attribute, owner) {
                Verdict::Kept => kept.set(attribute.clone()),
                Verdict::Style => kept.set(self.declarations(attribute, at)),
                Verdict::Removed(removed) => {
                    let at = attribute.at.or(at).or_else(|| self.find(&attribute.name));
                    self.pass(&attribute.name, at);
                    self.tell(removed, at);
                }
            }
        }
        kept
    }

    /// A `style` attribute that loads nothing from elsewhere.
    fn declarations(&mut self, attribute: &Attribute, at: Option<Span>) -> Attribute {
        match without_outside(&attribute.value) {
            None => attribute.clone(),
            Some(value) => {
                let at = attribute.at.or(at).or_else(|| self.find(&attribute.name));
                self.tell(Removed::Elsewhere, at);
                Attribute { value, ..attribute.clone() }
            }
        }
    }

    /// A `style` element that loads nothing from elsewhere.
    fn style(&mut self, tree: &mut Tree, id: NodeId, at: Option<Span>) {
        let texts: Vec<NodeId> = tree.children(id).collect();
        for text in texts {
            if let NodeKind::Text(css) = &mut tree.node_mut(text).kind
                && let Some(clean) = without_outside(css)
            {
                *css = clean;
                let at = at.or_else(|| self.find("<style"));
                self.tell(Removed::Elsewhere, at);
            }
        }
    }

    /// The next place where a name is.
    fn find(&mut self, name: &str) -> Option<Span> {
        let next = self.next.get(name).copied().unwrap_or(0);
        let after = |from: usize| Some(self.text.get(from..)?.find(name)? + from);
        let start = after(next.max(self.near)).or_else(|| after(next))?;
        self.next.insert(name.to_owned(), start + name.len());
        Some(self.source.span.part(start..start + name.len()))
    }

    /// What has the same name, and no place of its own, is behind this one.
    fn pass(&mut self, name: &str, at: Option<Span>) {
        let Some(end) = at.filter(|at| at.source == self.source.span.source) else { return };
        let end = end.end.saturating_sub(self.source.span.start) as usize;
        if self.text.is_char_boundary(end) {
            let next = self.next.entry(name.to_owned()).or_default();
            *next = end.max(*next);
        }
    }

    /// Reports what was taken out, once of a kind at a place.
    fn tell(&mut self, removed: Removed, at: Option<Span>) {
        let at = at.unwrap_or(self.source.span.head());
        if self.told.insert((removed, at.start)) {
            self.diagnostics.push(removed.diagnostic(at));
        }
    }
}

/// Why an element is not kept; `None` if it is.
fn verdict(tree: &Tree, id: NodeId, element: &Element) -> Option<Removed> {
    let name = element.name.to_ascii_lowercase();
    let is_named = |names: &[&str]| names.contains(&name.as_str());
    if is_named(&["script", "noscript", "template", "handler", "listener"])
        // What these hold is read in another way once it was written.
        || is_named(&["xmp", "noembed", "noframes", "plaintext"])
    {
        return Some(Removed::Script);
    }
    if is_named(&["iframe", "frame", "frameset", "portal", "fencedframe"]) {
        return Some(Removed::Frame);
    }
    if is_named(&["object", "embed", "applet", "param"]) {
        return Some(Removed::Object);
    }
    if is_named(&["base", "meta", "link", "head", "html", "body"]) {
        return Some(Removed::PageSetting);
    }
    if is_mixture(tree, id, element) {
        return Some(Removed::Mixture);
    }
    match element.vocabulary {
        Vocabulary::Html => (!is_plain(&name)).then_some(Removed::Name),
        // An animation may give a link its address, and any element a handler.
        Vocabulary::Svg if is_named(&["set", "animate", "animatecolor", "discard"]) => {
            let target = element.attributes.iter().find(|it| it.name.eq_ignore_ascii_case("attributename"));
            let target = target.map(|it| it.value.trim().to_ascii_lowercase()).unwrap_or_default();
            (target.contains("href") || target.starts_with("on")).then_some(Removed::ScriptAddress)
        }
        // The style of a drawing holds for the whole page, and its text is not raw text there.
        Vocabulary::Svg | Vocabulary::MathMl if is_named(&["style"]) => {
            let css = tree.text(id);
            (css.contains(['@', '\\', '<']) || css.to_ascii_lowercase().contains("url("))
                .then_some(Removed::Elsewhere)
        }
        Vocabulary::Svg | Vocabulary::MathMl => (!is_plain(&name)).then_some(Removed::Name),
    }
}

/// Whether an element is one by which HTML, drawings and formulas are in each other, or a style that holds what looks
/// like a tag: written out and read again, such a tree may be another, with other elements in it.
fn is_mixture(tree: &Tree, id: NodeId, element: &Element) -> bool {
    let is_foreign = |element: &Element| element.vocabulary != Vocabulary::Html;
    let parent = tree.parent(id).and_then(|parent| tree.element(parent));
    let is_html_within = !is_foreign(element) && parent.is_some_and(is_foreign);
    let name = element.name.to_ascii_lowercase();
    let is_bridge = is_foreign(element)
        && matches!(name.as_str(), "foreignobject" | "annotation-xml" | "mglyph" | "malignmark");
    is_html_within || is_bridge || (name == "style" && tree.text(id).contains('<'))
}

#[cfg(test)]
mod tests;
