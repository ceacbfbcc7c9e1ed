//! A drawing as it stands in a page.

use std::fmt::Write;

use crate::deck::{Attribute, Attributes, Size};
use crate::html::markup::escape_text;

/// How much larger than its own units a diagram is drawn at most, so that a small one does not shout.
const ENLARGED: f64 = 1.7;

/// How much of a slide's width and height a drawing beside a heading has.
const SHARE: (f64, f64) = (0.88, 0.66);

/// A drawing, in units of its own.
#[derive(Debug)]
pub struct Picture {
    pub width: f64,
    pub height: f64,
    /// In the order in which they are painted.
    pub parts: Vec<Part>,
    /// What it is called, where its author says.
    pub title: Option<String>,
    /// What kind of drawing it is: `Flowchart`, say.
    pub kind: &'static str,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// The height of most of its text.
    pub text_size: f64,
}

/// A part of a drawing that is shown at once.
#[derive(Debug)]
pub struct Part {
    /// The step at which it is shown, counted from 0; none for what is there from the start.
    pub step: Option<usize>,
    pub svg: String,
}

impl Picture {
    /// The attributes of the `svg` element.
    pub fn attributes(&self) -> Attributes {
        let mut view_box = "0 0 ".to_owned();
        number(&mut view_box, self.width);
        view_box.push(' ');
        number(&mut view_box, self.height);
        let label = self.title.clone().unwrap_or_else(|| self.kind.to_owned());
        let width = (self.width * ENLARGED).round().to_string();
        let all =
            [("role", "img".to_owned()), ("viewBox", view_box), ("width", width), ("aria-label", label)];
        all.into_iter().map(|(name, value)| Attribute { name: name.into(), value, at: None }).collect()
    }

    /// What it shows, as an element for those who do not see it.
    pub fn described(&self) -> String {
        let mut html = "<desc>".to_owned();
        escape_text(&mut html, &self.description);
        html.push_str("</desc>");
        html
    }

    /// The height of its text on a slide in pixels, where that is too little to be read: under 1/45 of the canvas.
    pub fn is_small(&self, size: Size) -> Option<u32> {
        let (width, height) = (f64::from(size.width) * SHARE.0, f64::from(size.height) * SHARE.1);
        let scale = (width / self.width).min(height / self.height).min(ENLARGED);
        let text = self.text_size * scale;
        (text < f64::from(size.height) / 45.0).then_some(text.round() as u32)
    }
}

/// Writes a number with at most one decimal.
pub fn number(svg: &mut String, value: f64) {
    let tenths = if value.is_finite() { (value * 10.0).round() } else { 0.0 };
    let whole = tenths / 10.0;
    if tenths % 10.0 == 0.0 {
        _ = write!(svg, "{}", whole as i64);
    } else {
        _ = write!(svg, "{whole:.1}");
    }
}
