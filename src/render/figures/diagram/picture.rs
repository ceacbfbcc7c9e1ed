//! A drawing as it stands in a page.

use crate::deck::{Attributes, Size};
use crate::html::markup::escape_text;
use crate::render::figures::figure::{SvgLayer, push_number};

/// How much larger than its own units a diagram is drawn at most, so that a small one does not shout.
const ENLARGED: f64 = 1.7;

/// How much of a slide's width and height a drawing beside a heading has.
const SHARE: (f64, f64) = (0.88, 0.66);

/// A drawing, in units of its own.
#[derive(Debug)]
pub(crate) struct Picture {
    /// From the left of the drawing to its right.
    pub width: f64,
    /// From its top to its bottom.
    pub height: f64,
    /// In the order in which they are painted.
    pub layers: Vec<SvgLayer>,
    /// What it is called, where its author says.
    pub title: Option<String>,
    /// What kind of drawing it is: `Flowchart`, say.
    pub kind: &'static str,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// The height of most of its text.
    pub text_size: f64,
}

impl Picture {
    /// The attributes of the `svg` element.
    pub(crate) fn attributes(&self) -> Attributes {
        let mut view_box = "0 0 ".to_owned();
        push_number(&mut view_box, self.width);
        view_box.push(' ');
        push_number(&mut view_box, self.height);
        let label = self.title.clone().unwrap_or_else(|| self.kind.to_owned());
        let width = (self.width * ENLARGED).round().to_string();
        Attributes::of([("role", "img"), ("viewBox", &view_box), ("width", &width), ("aria-label", &label)])
    }

    /// What it shows, as an element for those who do not see it.
    pub(crate) fn described(&self) -> String {
        let mut html = "<desc>".to_owned();
        escape_text(&mut html, &self.description);
        html.push_str("</desc>");
        html
    }

    /// The height of its text on a slide in pixels, where that is too little to be read: under 1/45 of the canvas.
    pub(crate) fn is_small(&self, size: Size) -> Option<u32> {
        let (width, height) = (f64::from(size.width) * SHARE.0, f64::from(size.height) * SHARE.1);
        let scale = (width / self.width).min(height / self.height).min(ENLARGED);
        let text = self.text_size * scale;
        (text < f64::from(size.height) / 45.0).then_some(text.round() as u32)
    }
}
