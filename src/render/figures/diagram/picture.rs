//! A drawing as it is in a page.

use super::Unreadable;
use super::label::plain_lines;
use crate::deck::{Attributes, Size};
use crate::html::markup::escape_text;
use crate::render::figures::figure::{SvgLayer, push_number};

/// How much larger than its own units a diagram is drawn at most, so that a small one does not shout.
const ENLARGED: f64 = 1.7;

/// The height of what is above a drawing.
const HEADING: f64 = 20.0;

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
    /// What is above it, in large letters.
    pub heading: Option<String>,
    /// The left upper corner, where that is not 0, 0.
    pub origin: (f64, f64),
    /// What of its source is not drawn.
    pub remarks: Vec<Unreadable>,
}

impl Picture {
    /// Sets what is above it, and makes room for that.
    pub(crate) fn put_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = plain_lines(&heading).join(" ");
        let mut svg = "<text class=\"middle bold\" font-size=\"20\" x=\"".to_owned();
        push_number(&mut svg, self.origin.0 + self.width / 2.0);
        svg.push_str("\" y=\"");
        push_number(&mut svg, self.origin.1 - HEADING * 0.8);
        svg.push_str("\">");
        escape_text(&mut svg, &text);
        svg.push_str("</text>");
        self.layers.insert(0, SvgLayer { is_step: false, svg });
        // As wide as bold letters are on average.
        let width = text.chars().count() as f64 * HEADING * 0.6;
        let beside = ((width - self.width) / 2.0).max(0.0);
        self.origin = (self.origin.0 - beside, self.origin.1 - 2.0 * HEADING);
        self.width += 2.0 * beside;
        self.height += 2.0 * HEADING;
    }

    /// The attributes of the `svg` element.
    pub(crate) fn attributes(&self) -> Attributes {
        let mut view_box = String::new();
        for value in [self.origin.0, self.origin.1, self.width, self.height] {
            push_number(&mut view_box, value);
            view_box.push(' ');
        }
        view_box.pop();
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
