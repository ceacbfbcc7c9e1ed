//! QR codes: addresses become drawings that a phone in the last row can read.
//!
//! An author asks for one with an image, `![the slides](qr:https://…)`, or `qr:self` for the deck's own address. Old
//! decks have another way, which works without the script that they brought along: an empty element with the id
//! `qrcode-NAME`, and a link with the id `NAME` anywhere in the deck. A slide is rendered alone, so where that link
//! is on another slide, a hole is left for `site` to fill.
//!
//! A code is dark on light with its quiet zone in every theme, since many readers see nothing else.

mod drawing;

use std::cell::Cell;

use self::drawing::Drawing;
use crate::assets::{Address, percent_decoded};
use crate::deck::{Attribute, Attributes};
use crate::html::hole::{LinkedCode, Links};
use crate::html::tree::{Element, NodeId, NodeKind, ROOT, Tree, Vocabulary};
use crate::render::budget::{self, Account};
use crate::text::{Diagnostic, Slice, Span};

/// The address of the deck, which remembers whether somebody asked for it.
pub(crate) struct OwnAddress<'a> {
    address: Option<&'a str>,
    is_used: Cell<bool>,
}

impl<'a> OwnAddress<'a> {
    /// `None` if it is not known.
    pub(crate) fn new(address: Option<&'a str>) -> OwnAddress<'a> {
        OwnAddress { address, is_used: Cell::new(false) }
    }

    fn get(&self) -> Option<&'a str> {
        self.is_used.set(true);
        self.address
    }

    /// Whether what was rendered depends on the address.
    pub(crate) fn is_used(&self) -> bool {
        self.is_used.get()
    }
}

/// What an image's address begins with.
const SCHEME: &str = "qr:";

/// What the id of a placeholder begins with.
const PLACEHOLDER: &str = "qrcode-";

/// More modules a side than this cannot be told apart from a seat, whatever the projector.
const DENSE: usize = 65;

/// Draws every code of a slide that can be drawn here, and leaves holes for the others.
///
pub(crate) fn draw(
    tree: &mut Tree,
    source: Slice<'_>,
    own: &OwnAddress<'_>,
    account: &Account<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let images: Vec<_> = tree.below(ROOT).filter(|&id| payload(tree, id).is_some()).collect();
    for id in images {
        let place = tree.node(id).at.unwrap_or(source.span.head());
        match payload(tree, id).is_none_or(|payload| account.pay(cost(payload))) {
            true => image(tree, id, source, own, diagnostics),
            false => diagnostics.push(left_out(place)),
        }
    }
    placeholders(tree, source, own, account);
}

/// Says that a code is not drawn, since those of the talk take too long together.
fn left_out(place: Span) -> Diagnostic {
    Diagnostic::error("too-many-drawings", place, budget::MESSAGE).help(budget::HELP)
}

/// What a code takes to draw, in microseconds.
fn cost(payload: &str) -> u64 {
    400 + 5 * payload.len() as u64
}

/// The addresses of a slide's links that have ids, against which placeholders are looked up.
pub(crate) fn links(tree: &Tree, own: &OwnAddress<'_>) -> Links {
    let elements = tree.below(ROOT).filter_map(|id| tree.element(id)).filter(|element| element.is("a"));
    let named = elements.filter_map(|element| {
        let (id, address) = (element.attributes.value("id")?, element.attributes.value("href")?);
        Some((id.to_owned(), absolute(address, own)?))
    });
    named.collect()
}

/// The HTML that fills a hole, or why there is none.
pub(crate) fn fill(wanted: &LinkedCode, links: &Links) -> Result<String, Box<Diagnostic>> {
    let Some(address) = links.get(&wanted.link) else {
        let message =
            format!("no link with the id `{}` and a full address is there for this QR code", wanted.link);
        let help =
            format!("write `<a id=\"{}\" href=\"https://…\">`, or use `![](qr:https://…)`", wanted.link);
        return Err(Box::new(Diagnostic::warning("missing-qr-link", wanted.at, message).help(help)));
    };
    match Drawing::of(address) {
        Some(drawing) => Ok(drawing.html(&label("", address))),
        None => Err(Box::new(too_long(address, wanted.at))),
    }
}

/// A code that says what can be read beside it, and so is none for those who listen; `None` if it would be too dense.
/// `place` is where an error belongs.
pub(crate) fn decoration(
    address: &str,
    place: Span,
    account: &Account<'_>,
) -> Result<Option<String>, Diagnostic> {
    if !account.pay(cost(address)) {
        return Err(left_out(place));
    }
    let drawing = Drawing::of(address).filter(|drawing| drawing.side() <= DENSE);
    Ok(drawing.map(|drawing| {
        let (view_box, inside) = (drawing.view_box(), drawing.inside());
        format!("<svg class=\"orate-qr\" aria-hidden=\"true\" viewBox=\"{view_box}\">{inside}</svg>")
    }))
}

/// What is behind `qr:` in the address of an image.
fn payload(tree: &Tree, id: NodeId) -> Option<&str> {
    let element = tree.element(id).filter(|element| element.is("img"))?;
    let source = element.attributes.value("src").or_else(|| element.attributes.value("data-src"))?.trim();
    source.get(..SCHEME.len()).filter(|head| head.eq_ignore_ascii_case(SCHEME))?;
    Some(&source[SCHEME.len()..])
}

/// Puts a code where an image asks for it, with the image's attributes, and a link around it.
fn image(
    tree: &mut Tree,
    id: NodeId,
    source: Slice<'_>,
    own: &OwnAddress<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let at = tree.node(id).at;
    let place = at.unwrap_or(source.span.head());
    let Some(payload) = payload(tree, id) else { return };
    let address = match meant(payload, own) {
        Ok(address) => address,
        Err(diagnostic) => {
            diagnostics.push(diagnostic(place));
            return tree.detach(id);
        }
    };
    let Some(drawing) = Drawing::of(&address) else {
        diagnostics.push(too_long(&address, place));
        return tree.detach(id);
    };
    if drawing.side() > DENSE {
        let side = drawing.side();
        let message = format!("this QR code has {side} by {side} modules, too fine to be read from a seat");
        diagnostics.push(
            Diagnostic::warning("dense-qr-code", place, message)
                .help("shorten the address, or show the code large"),
        );
    }
    if is_address_without_scheme(&address) {
        let message = format!("a phone takes `{address}` for words, not for an address");
        diagnostics.push(
            Diagnostic::warning("qr-without-scheme", place, message)
                .help(format!("write `qr:https://{address}`")),
        );
    }
    let Some(element) = tree.element_mut(id) else { return };
    let mut attributes = std::mem::take(&mut element.attributes);
    ["src", "data-src"].into_iter().for_each(|name| _ = attributes.take(name));
    let words = attributes.take("alt").map(|alt| alt.value).unwrap_or_default();
    let title = attributes.take("title").map(|title| title.value);
    let words = if words.trim().is_empty() { title.unwrap_or_default() } else { words };
    let svg = svg(tree, attributes, &drawing, &label(&words, &address));
    tree.replace(id, svg);
    if is_link(&address) && !is_in_link(tree, svg) {
        let link = Element::html("a", Attributes::of([("href", &address), ("class", "orate-qr-link")]));
        let link = tree.create(NodeKind::Element(link), at);
        tree.replace(svg, link);
        tree.append(link, svg);
    }
}

/// What a code is to say, from what its author wrote behind `qr:`.
fn meant(payload: &str, own: &OwnAddress<'_>) -> Result<String, fn(Span) -> Diagnostic> {
    let payload = payload.trim();
    if payload.is_empty() {
        return Err(|at| {
            Diagnostic::error("empty-qr-code", at, "this QR code says nothing")
                .help("write an address after `qr:`, or `qr:self` for the address of this deck")
        });
    }
    if payload == "self" || payload.starts_with("self#") {
        return match own.get() {
            Some(own) => Ok(format!("{own}{}", &payload["self".len()..])),
            None => Err(|at| {
                Diagnostic::error("no-own-address", at, "the address of this deck is not known")
                    .help("set `url` in `orate.toml`: `url = \"https://example.org/talks/mine/\"`")
            }),
        };
    }
    // Markdown encodes what no address may hold, and what a phone reads here is no address.
    let is_network = payload.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("WIFI:"));
    Ok(if is_network { percent_decoded(payload) } else { payload.to_owned() })
}

/// Fills the placeholders whose link is on the slide, and leaves holes in the others.
fn placeholders(tree: &mut Tree, source: Slice<'_>, own: &OwnAddress<'_>, account: &Account<'_>) {
    let waiting: Vec<(NodeId, String)> =
        tree.below(ROOT).filter_map(|id| Some((id, placeholder(tree, id)?.to_owned()))).collect();
    if waiting.is_empty() {
        return;
    }
    let links = links(tree, own);
    for (id, link) in waiting {
        let at = tree.node(id).at.unwrap_or(source.span.head());
        let address = links.get(&link).filter(|address| account.pay(cost(address)));
        let drawing = address.and_then(|address| Some((address, Drawing::of(address)?)));
        let code = match drawing {
            Some((address, drawing)) => svg(tree, Attributes::default(), &drawing, &label("", address)),
            None => tree.create(NodeKind::Code(LinkedCode { link, at }), Some(at)),
        };
        // A placeholder that is never closed holds what follows it; the code comes before that.
        let first = tree.children(id).next();
        match first {
            Some(first) => tree.insert_before(first, code),
            None => tree.append(id, code),
        }
    }
}

/// The name of the link whose code an element waits for: an element with the class for that, or an empty one.
fn placeholder(tree: &Tree, id: NodeId) -> Option<&str> {
    let element = tree.element(id).filter(|element| element.vocabulary == Vocabulary::Html)?;
    let link = element.attributes.value("id")?.strip_prefix(PLACEHOLDER).filter(|link| !link.is_empty())?;
    let is_marked = element.attributes.has_class("qrcode");
    let is_empty =
        || tree.text(id).trim().is_empty() && !tree.children(id).any(|child| tree.element(child).is_some());
    (is_marked || is_empty()).then_some(link)
}

fn svg(tree: &mut Tree, mut attributes: Attributes, drawing: &Drawing, label: &str) -> NodeId {
    attributes.add_class("orate-qr");
    let own = [("role", "img"), ("viewBox", &*drawing.view_box()), ("aria-label", label)];
    for (name, value) in own {
        attributes.set(Attribute::new(name, value));
    }
    let svg = tree.create_element(Element::svg("svg", attributes));
    tree.append_finished(svg, drawing.inside(), "");
    svg
}

/// What a code is called for those who do not see it: the author's words and the address.
fn label(words: &str, address: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let separator = if words.is_empty() { "" } else { ": " };
    format!("{words}{separator}QR code for {address}")
}

/// An address that leads there from everywhere; `None` if the deck's own would be needed and is not known.
fn absolute(address: &str, own: &OwnAddress<'_>) -> Option<String> {
    match Address::of(address) {
        Address::Outside { .. } => Some(address.to_owned()),
        _ if address.starts_with('#') => Some(format!("{}{address}", own.get()?)),
        _ => None,
    }
}

/// Whether a code's address is one that a click can follow.
fn is_link(address: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    schemes
        .into_iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme)))
}

fn is_in_link(tree: &Tree, id: NodeId) -> bool {
    let mut above = std::iter::successors(tree.parent(id), |&id| tree.parent(id));
    above.any(|id| tree.element(id).is_some_and(|element| element.is("a")))
}

/// `example.org/talk`, say.
fn is_address_without_scheme(address: &str) -> bool {
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '.';
    let end = host.rsplit_once('.').map_or("", |(_, end)| end);
    host.chars().all(is_host) && end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn too_long(address: &str, at: Span) -> Diagnostic {
    let length = address.len();
    Diagnostic::error("qr-code-too-long", at, format!("{length} bytes are too much for a QR code"))
        .help("shorten the address: under 100 bytes a code is read at once")
}

#[cfg(test)]
mod tests;
