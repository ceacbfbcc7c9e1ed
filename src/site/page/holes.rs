//! The holes of a markup are filled: addresses, pictures, style sheets and codes that lead somewhere.

use crate::assets::{Answer, Plan, Shape};
use crate::html::{self, AttributeMarkup, Image, Markup, Piece};
use crate::render::figures::qr;

/// What fills the holes of a markup.
#[derive(Clone, Copy)]
pub(crate) struct Holes<'a> {
    pub plan: &'a Plan,
    /// The links of all slides.
    pub links: &'a html::Links,
    /// Whether a browser may wait with pictures beside the page until they are near.
    pub are_late: bool,
}

/// The HTML with every hole filled.
pub(crate) fn fill(markup: &Markup, holes: Holes<'_>) -> String {
    let plan = holes.plan;
    let mut html = String::new();
    for piece in markup.pieces() {
        match piece {
            Piece::Html(text) => html.push_str(text),
            Piece::Url(reference) => html::escape_value(&mut html, &plan.url(reference)),
            Piece::Declarations(sheet) => {
                html::escape_value(&mut html, &sheet.fill(|reference| plan.url(reference)));
            }
            Piece::Document(document) => html::escape_value(&mut html, &fill(document, holes)),
            Piece::Style(sheet) => html.push_str(&sheet.fill(|reference| plan.url(reference))),
            Piece::Image(image) => html.push_str(&fill(&image_markup(image, holes), holes)),
            // Why a code cannot be drawn is reported elsewhere, once.
            Piece::Code(wanted) => html.push_str(&qr::fill(wanted, holes.links).unwrap_or_default()),
        }
    }
    html
}

/// An `img` with what its file says about `src`, `width` and `height`.
fn image_markup(image: &Image, holes: Holes<'_>) -> Markup {
    let (address, shared, shape) = match holes.plan.answer(&image.reference) {
        Answer::AsWritten => (Some(image.reference.address.clone()), None, None),
        Answer::Missing => (None, None, None),
        Answer::Url { url, shape } => (Some(url.into_owned()), None, shape),
        Answer::Shared { property, stand_in, shape } => (Some(stand_in.to_owned()), Some(property), shape),
    };
    let is_given = |name: &str| image.attributes.iter().any(|attribute| attribute.name == name);
    let mut attributes: Vec<AttributeMarkup> = Vec::with_capacity(image.attributes.len() + 4);
    let is_embedded = address.as_deref().is_some_and(|address| address.starts_with("data:"));
    let source = if image.is_lazy && !is_embedded { "data-src" } else { "src" };
    let is_late = holes.are_late && source == "src" && address.is_some() && !is_embedded;
    attributes.extend(address.map(|address| AttributeMarkup::plain(source, address)));
    if is_late && !is_given("loading") {
        attributes.push(AttributeMarkup::plain("loading", "lazy"));
    }
    // The style paints it by this name: a style attribute would need a looser policy, and classes are the author's.
    let name = shared.map(|property| property.trim_start_matches('-'));
    attributes.extend(name.map(|name| AttributeMarkup::plain("data-orate-image", name)));
    // Where the author sizes the image by class or style, width and height would fight with that; the stand-in of a
    // drawing has its size, and the style may show it larger.
    let is_drawing = name.is_some_and(|name| name.contains("-svg-"));
    if let Some(Shape { width, height, is_ratio: false }) = shape
        && !is_drawing
        && !["class", "style", "width", "height"].into_iter().any(is_given)
    {
        attributes.push(AttributeMarkup::plain("width", width.round().to_string()));
        attributes.push(AttributeMarkup::plain("height", height.round().to_string()));
        // They keep the picture's room while it loads; those of an author are its size, which the style leaves alone.
        attributes.push(AttributeMarkup::plain("data-orate-shape", ""));
    }
    attributes.extend(image.attributes.iter().cloned());
    let mut markup = Markup::default();
    markup.push_html("<img");
    attributes.iter().for_each(|attribute| markup.push_attribute(attribute));
    markup.push_html(">");
    markup
}
