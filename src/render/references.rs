//! The files and places that a slide's elements name.
//!
//! An address of the project's own becomes a hole in the markup. What leads elsewhere stays as it is written, and
//! its host is noted, as are scripts and handlers: the page's Content-Security-Policy allows what the author wrote
//! and nothing more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::dom::{Element, NodeId, Tree, Vocabulary};
use super::markup::{AttributeMarkup, Image, Markup, Piece, ValuePart};
use super::places::Places;
use crate::assets::{Address, Reference, Role, Sheet};
use crate::deck::{Attribute, Attributes};
use crate::text::{Sources, Span};

/// What a slide needs that is not in the page, and what runs in it: the stuff of a Content-Security-Policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// Origins outside (`https://example.org`) by what is loaded from them.
    pub origins: BTreeMap<Use, BTreeSet<String>>,
    /// The texts of inline scripts.
    pub scripts: BTreeSet<String>,
    /// The values of handlers such as `onclick`, and `javascript:` addresses.
    pub handlers: BTreeSet<String>,
    /// Whether there is a `style` element or attribute.
    pub has_style: bool,
}

/// What something from elsewhere is loaded as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    Image,
    Media,
    Frame,
    Style,
    Font,
    Script,
    Object,
}

impl Permissions {
    /// Adds what another part of the page needs.
    pub fn extend(&mut self, other: Permissions) {
        for (kind, origins) in other.origins {
            self.origins.entry(kind).or_default().extend(origins);
        }
        self.scripts.extend(other.scripts);
        self.handlers.extend(other.handlers);
        self.has_style |= other.has_style;
    }

    /// Notes what a style sheet loads, where that is elsewhere.
    pub fn note(&mut self, reference: &Reference) {
        if let Some(kind) = use_of(reference.role) {
            self.allow(kind, &reference.address);
        }
    }

    /// Notes that something is loaded from `address`, where that is elsewhere.
    fn allow(&mut self, kind: Use, address: &str) {
        if let Some(origin) = origin(address) {
            self.origins.entry(kind).or_default().insert(origin);
        }
    }
}

/// The origin of an outside address, in lower case; an address without a scheme is fetched over TLS.
fn origin(address: &str) -> Option<String> {
    let Address::Outside { scheme } = Address::of(address) else { return None };
    let address: String = address.trim().chars().filter(|it| !matches!(it, '\t' | '\n' | '\r')).collect();
    let rest = if scheme.is_empty() { address.as_str() } else { address.split_once(':')?.1 };
    let rest = rest.trim_start_matches(['/', '\\']);
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.to_ascii_lowercase();
    // Anything else could end the directive, or the attribute, that the policy is written in.
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':' | '[' | ']' | '_'));
    let scheme = match scheme.as_str() {
        "" => "https",
        "http" | "https" | "ws" | "wss" => &scheme,
        _ => return None,
    };
    is_host.then(|| format!("{scheme}://{host}"))
}

/// An element's start, as far as it is decided here.
pub enum Written {
    /// An `img` of the project.
    Image(Image),
    Attributes(Vec<AttributeMarkup>),
}

/// Turns attributes into markup, and notes what they need.
pub struct Referrer<'a> {
    /// The folder of the slide's file.
    base: String,
    places: Places<'a>,
    pub permissions: Permissions,
}

impl<'a> Referrer<'a> {
    /// For attributes and elements that stand in `whole`.
    pub fn new(sources: &'a Sources, whole: Span) -> Referrer<'a> {
        let name = &sources.get(whole.source).name;
        let base = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let places = Places::new(sources.slice(whole));
        Referrer { base, places, permissions: Permissions::default() }
    }

    /// The attributes of an element of a slide.
    pub fn attributes(&mut self, tree: &Tree, id: NodeId, element: &Element) -> Written {
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
        let attributes =
            element.attributes.iter().map(|attribute| self.attribute(tree, id, element, attribute));
        Written::Attributes(attributes.collect())
    }

    /// The attributes of a `section`.
    pub fn section(&mut self, attributes: &Attributes) -> Vec<AttributeMarkup> {
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
    pub fn script(&mut self, text: &str, markup: &mut Markup) {
        self.permissions.scripts.insert(text.to_owned());
        markup.push_html(text);
    }

    /// The text of a `style` element.
    pub fn style(&mut self, text: &str, markup: &mut Markup) {
        let sheet = self.sheet(text, None);
        markup.push(Piece::Style(sheet));
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
            Naming::Nothing => vec![ValuePart::Text(value.to_owned())],
            Naming::Outside(kind) => {
                self.permissions.allow(kind, value);
                vec![ValuePart::Text(value.to_owned())]
            }
            Naming::Address(role) => vec![self.address(attribute, at, value, role)],
            Naming::List(role) if value.trim_start().starts_with("data:") => {
                vec![self.address(attribute, at, value, role)]
            }
            Naming::List(role) => self.parts(attribute, at, list_addresses(value), role),
            Naming::Candidates => self.parts(attribute, at, candidate_addresses(value), Role::Picture),
            Naming::Style => vec![ValuePart::Declarations(self.sheet(value, attribute.at.or(at)))],
        }
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
        for range in ranges {
            parts.push(text(done..range.start));
            done = range.end;
            parts.push(self.address(attribute, at, &value[range], role));
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
            _ => false,
        };
        if is_ours {
            return ValuePart::Url(self.reference(attribute, at, address, role));
        }
        if let Some(kind) = use_of(role) {
            self.permissions.allow(kind, address);
        }
        ValuePart::Text(address.to_owned())
    }

    fn reference(&mut self, attribute: &Attribute, at: Option<Span>, address: &str, role: Role) -> Reference {
        let at = self.places.of(&attribute.value, attribute.at.or(at));
        Reference { address: address.to_owned(), base: self.base.clone(), at, role }
    }

    fn sheet(&mut self, css: &str, at: Option<Span>) -> Sheet {
        self.permissions.has_style = true;
        let place = self.places.of(css, at);
        let exact = place.len() == css.len();
        let sheet = Sheet::of(css, &self.base, |range| if exact { place.part(range) } else { place });
        for reference in sheet.references() {
            if let Some(kind) = use_of(reference.role) {
                self.permissions.allow(kind, &reference.address);
            }
        }
        sheet
    }
}

/// What an attribute's value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    Nothing,
    /// One address, and nothing that a file of the project could stand for.
    Outside(Use),
    Address(Role),
    /// Addresses with commas between them.
    List(Role),
    /// The candidates of a `srcset`.
    Candidates,
    /// Declarations of CSS.
    Style,
}

/// What an attribute of an element names.
///
/// A new attribute with an address has its row here, or in [`section_naming`].
fn naming(tree: &Tree, id: NodeId, element: &Element, attribute: &Attribute) -> Naming {
    if attribute.name == "style" {
        return Naming::Style;
    }
    let is_html = element.vocabulary == Vocabulary::Html;
    match (&*element.name, attribute.name.as_str()) {
        ("image" | "feImage", "href" | "xlink:href") if !is_html => Naming::Address(Role::Picture),
        _ if !is_html => Naming::Nothing,
        ("section", _) => section_naming(attribute),
        ("img", "src") => Naming::Address(Role::Image),
        ("img", "data-src") | ("video", "poster") => Naming::Address(Role::Picture),
        ("img" | "source", "srcset" | "data-srcset") => Naming::Candidates,
        ("input", "src") => Naming::Address(Role::Picture),
        ("video" | "audio" | "track", "src" | "data-src") => Naming::Address(Role::Media),
        ("source", "src" | "data-src") => match tree.parent(id).and_then(|parent| tree.element(parent)) {
            Some(parent) if parent.is("picture") => Naming::Address(Role::Picture),
            _ => Naming::Address(Role::Media),
        },
        ("iframe", "src" | "data-src") => Naming::Address(Role::Frame),
        ("script", "src") => Naming::Address(Role::Script),
        ("link", "href") => match element.attributes.value("rel") {
            Some(rel) if rel.to_ascii_lowercase().contains("stylesheet") => Naming::Address(Role::Sheet),
            _ => Naming::Nothing,
        },
        ("object", "data") | ("embed", "src") => Naming::Outside(Use::Object),
        ("a", "href") => Naming::Address(Role::Link),
        (_, "data-preview-image") => Naming::Address(Role::Picture),
        (_, "data-preview-video") => Naming::Address(Role::Media),
        (_, "data-preview-link") => Naming::Outside(Use::Frame),
        _ => Naming::Nothing,
    }
}

/// What an attribute of a `section` names.
fn section_naming(attribute: &Attribute) -> Naming {
    match attribute.name.as_str() {
        "style" => Naming::Style,
        "data-background-image" => Naming::List(Role::Background),
        "data-background" if is_image_address(&attribute.value) => Naming::List(Role::Background),
        "data-background-video" => Naming::List(Role::Media),
        "data-background-iframe" => Naming::Address(Role::Frame),
        _ => Naming::Nothing,
    }
}

/// Whether a `data-background` names an image, and no colour or gradient.
///
/// Source: what reveal.js takes for one: an outside address, or a path with the ending of an image.
fn is_image_address(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let is_outside = value.starts_with("http") || value.starts_with("file") || value.starts_with("//");
    let endings = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".avif"];
    is_outside
        || endings.iter().any(|ending| {
            value.match_indices(ending).any(|(at, _)| {
                let after = value[at + ending.len()..].chars().next();
                after.is_none_or(|it| it.is_whitespace() || matches!(it, '?' | '#' | ','))
            })
        })
}

/// What an outside address of a role is loaded as; none for what is only followed.
fn use_of(role: Role) -> Option<Use> {
    match role {
        Role::Image | Role::Picture | Role::Background | Role::Style => Some(Use::Image),
        Role::Font => Some(Use::Font),
        Role::Sheet | Role::Import => Some(Use::Style),
        Role::Script => Some(Use::Script),
        Role::Media => Some(Use::Media),
        Role::Frame => Some(Use::Frame),
        Role::Link => None,
    }
}

/// Where the addresses of a list stand, without the space around them. CSS functions such as gradients are none.
fn list_addresses(value: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, character) in value.char_indices().chain([(value.len(), ',')]) {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 || at == value.len() => {
                let part = &value[start..at];
                let first = start + part.len() - part.trim_start().len();
                let is_address = !part.trim().is_empty() && !part.contains('(') && part.trim() != "none";
                if is_address {
                    ranges.push(first..first + part.trim().len());
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    ranges
}

/// Where the addresses of a `srcset` stand.
///
/// Source: "parse a srcset attribute" in the HTML standard: an address ends at white space, and may hold commas.
fn candidate_addresses(value: &str) -> Vec<Range<usize>> {
    let is_space = |it: char| it.is_ascii_whitespace();
    let mut ranges = Vec::new();
    let mut at = 0;
    loop {
        let rest = value[at..].trim_start_matches(|it| is_space(it) || it == ',');
        if rest.is_empty() {
            return ranges;
        }
        let start = value.len() - rest.len();
        let word = &rest[..rest.find(is_space).unwrap_or(rest.len())];
        let address = word.trim_end_matches(',');
        ranges.push(start..start + address.len());
        at = start + word.len();
        if address.len() == word.len() {
            // A descriptor follows, up to the next comma.
            at += value[at..].find(',').unwrap_or(value.len() - at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_ranges(ranges: Vec<Range<usize>>, value: &str, addresses: &[&str]) {
        let found: Vec<_> = ranges.into_iter().map(|range| &value[range]).collect();
        assert_eq!(found, addresses);
    }

    #[test]
    fn a_list_of_backgrounds_is_parted_at_commas_outside_of_functions() {
        let value = "a.svg, linear-gradient(red, blue),b.png ";
        check_ranges(list_addresses(value), value, &["a.svg", "b.png"]);
    }

    #[test]
    fn the_candidates_of_a_srcset_are_found_without_their_descriptors() {
        let value = "a.png 1x, b.png 2x,c.png";
        check_ranges(candidate_addresses(value), value, &["a.png", "b.png", "c.png"]);
        check_ranges(candidate_addresses("a,b 1x"), "a,b 1x", &["a,b"]);
        check_ranges(candidate_addresses(" , é, "), " , é, ", &["é"]);
    }

    #[track_caller]
    fn check_origin(address: &str, expected: Option<&str>) {
        assert_eq!(origin(address).as_deref(), expected);
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        check_origin("HTTPS://me@Example.org:8080/x?y", Some("https://example.org:8080"));
        check_origin("//example.org", Some("https://example.org"));
        check_origin("http:\\\\example.org", Some("http://example.org"));
        check_origin("mailto:me@example.org", None);
        check_origin("images/a.svg", None);
        check_origin("https://example.org;script-src *", None);
    }

    #[test]
    fn a_background_is_an_image_by_its_ending_or_its_host() {
        let is = |value: &str| is_image_address(value);
        assert!(is("a.svg") && is("a.PNG?x") && is("https://a.example/") && is("a.jpg, b.png"));
        assert!(!is("#fff") && !is("rgb(1, 2, 3)") && !is("svg") && !is("var(--x.svgz)"));
    }
}
