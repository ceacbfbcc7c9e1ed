//! The files and places that a slide's elements name.
//!
//! An address of the project's own becomes a hole in the markup. What leads elsewhere stays as it is written, and
//! its host is noted, as are scripts and handlers: the page's Content-Security-Policy allows what the author wrote
//! and nothing more.

mod lists;
mod naming;

use std::ops::Range;

use self::lists::candidate_addresses;
use self::naming::{Naming, is_own_hint, naming, section_naming};
use super::attribute_places::AttributePlaces;
use super::backgrounds;
use super::base_folders::BaseFolders;
use super::markup::{AttributeMarkup, Image, Markup, Piece, ValuePart};
use super::permissions::{Permissions, Use};
use super::script;
use super::tree::{Element, NodeId, ROOT, Tree, Vocabulary};
use crate::assets::{Address, Reference, Role, Sheet};
use crate::deck::{Attribute, Attributes};
use crate::text::{Sources, Span};

/// How deep documents within attributes may be in each other. In what is deeper, no script runs.
const DOCUMENT_DEPTH: u8 = 4;

/// Takes out what asks a browser to load files of the talk early.
pub(crate) fn remove_own_hints(tree: &mut Tree) {
    let is_hint = |id: &NodeId| tree.element(*id).is_some_and(is_own_hint);
    let hints: Vec<NodeId> = tree.below(ROOT).filter(is_hint).collect();
    hints.into_iter().for_each(|id| tree.detach(id));
}

/// An element's start, as far as it is decided here.
pub(crate) enum Written {
    /// An `img` of the project.
    Image(Image),
    Attributes(Vec<AttributeMarkup>),
}

/// Turns attributes into markup, and notes what they need.
pub(crate) struct Referrer<'a> {
    bases: BaseFolders<'a>,
    places: AttributePlaces<'a>,
    whole: Span,
    /// In how many documents within attributes the tree is.
    depth: u8,
    pub permissions: Permissions,
}

impl<'a> Referrer<'a> {
    /// For attributes and elements that are in `whole`.
    pub(crate) fn new(sources: &'a Sources, whole: Span) -> Referrer<'a> {
        let places = AttributePlaces::new(sources.slice(whole));
        Referrer {
            bases: BaseFolders::new(sources, whole),
            places,
            whole,
            depth: 0,
            permissions: Permissions::default(),
        }
    }

    /// Reads a document that an attribute holds, at `whole`, and writes it; `None` if it is too deep in others.
    pub(super) fn document(&mut self, write: impl FnOnce(&mut Self, Span) -> Markup) -> Option<Markup> {
        if self.depth == DOCUMENT_DEPTH {
            return None;
        }
        self.depth += 1;
        let document = write(self, self.whole);
        self.depth -= 1;
        Some(document)
    }

    /// The attributes of an element of a slide.
    pub(crate) fn attributes(&mut self, tree: &Tree, id: NodeId, element: &Element) -> Written {
        let at = tree.node(id).at;
        if element.is("img")
            && let Some(source) = element.attributes.get("src").or_else(|| element.attributes.get("data-src"))
            && matches!(Address::of(&source.value), Address::File { .. })
        {
            let reference = self.reference(source, at, &source.value, Role::Image);
            let others = element.attributes.iter().filter(|attribute| attribute.name != source.name);
            let attributes = others.map(|attribute| self.attribute(tree, id, element, attribute)).collect();
            return Written::Image(Image { attributes, reference, is_lazy: source.name == "data-src" });
        }
        self.note_form(element);
        let attributes =
            element.attributes.iter().map(|attribute| self.attribute(tree, id, element, attribute));
        Written::Attributes(attributes.collect())
    }

    /// The attributes of a `section`.
    pub(crate) fn section(&mut self, attributes: &Attributes) -> Vec<AttributeMarkup> {
        attributes
            .iter()
            .map(|attribute| {
                self.note_code(attribute);
                let value = self.value(attribute, None, section_naming(attribute));
                AttributeMarkup { name: attribute.name.clone(), value }
            })
            .collect()
    }

    /// The text of a `script` element.
    pub(crate) fn script(&mut self, text: &str, markup: &mut Markup) {
        if !text.is_empty() {
            self.permissions.scripts.insert(text.to_owned());
        }
        script::connections(text).into_iter().for_each(|name| self.permissions.allow(Use::Connection, name));
        script::imports(text).into_iter().for_each(|name| self.permissions.import(name));
        script::mapped(text).iter().for_each(|name| self.permissions.allow(Use::Script, name));
        markup.push_html(text);
    }

    /// The text of a `style` element. Within SVG it is text like any other to a browser.
    pub(crate) fn style(&mut self, text: &str, vocabulary: Vocabulary, markup: &mut Markup) {
        let sheet = self.sheet(text, None);
        match vocabulary {
            Vocabulary::Html => markup.push(Piece::Style(sheet)),
            _ if sheet.references().next().is_none() => markup.push_text(text),
            _ => markup.push(Piece::Style(sheet.into_html_text())),
        }
    }

    fn attribute(
        &mut self,
        tree: &Tree,
        id: NodeId,
        element: &Element,
        attribute: &Attribute,
    ) -> AttributeMarkup {
        self.note_code(attribute);
        let naming = naming(tree, id, element, attribute);
        let value = self.value(attribute, tree.node(id).at, naming);
        AttributeMarkup { name: attribute.name.clone(), value }
    }

    /// Notes that a form sends what was filled in to the page that it is in, where it does not say where to.
    fn note_form(&mut self, element: &Element) {
        if element.is("form") && element.attributes.get("action").is_none() {
            self.permissions.allow(Use::Form, "");
        }
    }

    /// Notes what an attribute runs.
    fn note_code(&mut self, attribute: &Attribute) {
        let is_handler = attribute.name.starts_with("on") && attribute.name.len() > 2;
        let is_address =
            matches!(attribute.name.as_str(), "href" | "xlink:href" | "action" | "formaction" | "src");
        let runs = is_address
            && matches!(Address::of(&attribute.value), Address::Outside { scheme } if scheme == "javascript");
        if is_handler || runs {
            self.permissions.handlers.insert(attribute.value.clone());
        }
    }

    fn value(&mut self, attribute: &Attribute, at: Option<Span>, naming: Naming) -> Vec<ValuePart> {
        let value = attribute.value.as_str();
        match naming {
            Naming::Nothing | Naming::Outside(_) if Address::of(value) == Address::Data => {
                vec![self.address(attribute, at, value, Role::Link)]
            }
            Naming::Nothing => vec![ValuePart::Text(value.to_owned())],
            Naming::Outside(kind) => {
                self.permissions.allow(kind, value);
                vec![ValuePart::Text(value.to_owned())]
            }
            Naming::Address(role) => vec![self.address(attribute, at, value, role)],
            Naming::Custom => {
                self.permissions.allow(Use::Connection, value);
                vec![self.address(attribute, at, value, Role::Media)]
            }
            Naming::Manifest => {
                self.permissions.allow(Use::Manifest, value);
                vec![self.address(attribute, at, value, Role::Link)]
            }
            Naming::List(role) => self.parts(attribute, at, backgrounds::parts(value), role),
            Naming::Candidates => self.parts(attribute, at, candidate_addresses(value), Role::Picture),
            Naming::Hints => self.parts(attribute, at, candidate_addresses(value), Role::Hint),
            Naming::Paint => vec![self.paint(attribute, at)],
            Naming::Background => self.background(attribute, at),
            Naming::Style => vec![self.declarations(attribute, at)],
        }
    }

    /// A value of CSS, for which no policy asks.
    fn paint(&mut self, attribute: &Attribute, at: Option<Span>) -> ValuePart {
        let had_style = self.permissions.has_style;
        let declarations = self.declarations(attribute, at);
        self.permissions.has_style = had_style;
        declarations
    }

    /// The `background` of a slide. Functions alone would be taken for a list of pictures, once there is a picture of the
    /// page in the place of an address: so they say that they repeat, as a `background` does.
    fn background(&mut self, attribute: &Attribute, at: Option<Span>) -> Vec<ValuePart> {
        let paint = self.paint(attribute, at);
        let value = attribute.value.as_str();
        let is_list =
            backgrounds::parts(value).into_iter().all(|part| backgrounds::is_function(&value[part]));
        let repeat = ValuePart::Text(" repeat".to_owned());
        match paint {
            ValuePart::Declarations(_) if is_list => vec![paint, repeat],
            paint => vec![paint],
        }
    }

    /// CSS in an attribute; its text as it is if it names no file.
    fn declarations(&mut self, attribute: &Attribute, at: Option<Span>) -> ValuePart {
        let sheet = self.sheet(&attribute.value, attribute.at.or(at));
        let names_file = sheet.references().any(|reference| Address::of(&reference.address) != Address::Here);
        if names_file { ValuePart::Declarations(sheet) } else { ValuePart::Text(attribute.value.clone()) }
    }

    /// The value with the addresses at `ranges` taken for what they are.
    fn parts(
        &mut self,
        attribute: &Attribute,
        at: Option<Span>,
        ranges: Vec<Range<usize>>,
        role: Role,
    ) -> Vec<ValuePart> {
        let value = attribute.value.as_str();
        let (mut parts, mut done) = (Vec::new(), 0);
        let text = |range: Range<usize>| ValuePart::Text(value[range].to_owned());
        let place = self.places.of(value, attribute.at.or(at));
        let is_exact = place.len() == value.len();
        for range in ranges {
            let at = Some(if is_exact { place.part(range.clone()) } else { place });
            let attribute = &Attribute { at, ..attribute.clone() };
            parts.push(text(done..range.start));
            done = range.end;
            let value = &value[range];
            parts.push(match value {
                "none" if role == Role::Background => ValuePart::Text(value.to_owned()),
                function if role == Role::Background && backgrounds::is_function(function) => {
                    self.paint(&Attribute { value: function.to_owned(), ..attribute.clone() }, None)
                }
                address => self.address(attribute, None, address, role),
            });
        }
        parts.push(text(done..value.len()));
        parts.retain(|part| !matches!(part, ValuePart::Text(text) if text.is_empty()));
        parts
    }

    /// An address as a hole where it is the project's, else as it is.
    fn address(&mut self, attribute: &Attribute, at: Option<Span>, address: &str, role: Role) -> ValuePart {
        let is_ours = match Address::of(address) {
            // A link to the root of a host leads out of the talk.
            Address::File { path, .. } => role != Role::Link || !path.starts_with('/'),
            // What it holds may have to be cleaned.
            Address::Data => true,
            _ => false,
        };
        if let Some(kind) = Use::of(role) {
            self.permissions.allow(kind, address);
        }
        if is_ours && role == Role::Module {
            self.permissions.embedded.insert(Use::Script);
        }
        if is_ours {
            return ValuePart::Url(self.reference(attribute, at, address, role));
        }
        ValuePart::Text(address.to_owned())
    }

    fn reference(&mut self, attribute: &Attribute, at: Option<Span>, address: &str, role: Role) -> Reference {
        let at = self.places.of(&attribute.value, attribute.at.or(at));
        Reference { address: address.to_owned(), base: self.bases.of(at).to_owned(), at, role }
    }

    fn sheet(&mut self, css: &str, at: Option<Span>) -> Sheet {
        self.permissions.has_style |= !css.trim().is_empty();
        let place = self.places.of(css, at);
        let exact = place.len() == css.len();
        let sheet =
            Sheet::of(css, self.bases.of(place), |range| if exact { place.part(range) } else { place });
        for reference in sheet.references() {
            if let Some(kind) = Use::of(reference.role) {
                self.permissions.allow(kind, &reference.address);
            }
        }
        sheet
    }
}
