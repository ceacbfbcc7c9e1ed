//! The marks of a chart, written as SVG.

use std::fmt::Write;

use super::TEXT;
use crate::html::markup::escape_text;
use crate::render::figures::figure::push_number;

/// Writes a place as paths have it.
pub(super) fn point(svg: &mut String, (x, y): (f64, f64)) {
    push_number(svg, x);
    svg.push(' ');
    push_number(svg, y);
}

fn attributes(svg: &mut String, values: &[(&str, f64)]) {
    for (name, value) in values {
        _ = write!(svg, " {name}=\"");
        push_number(svg, *value);
        svg.push('"');
    }
}

/// Writes a rectangle, from its upper left corner and its size.
pub(super) fn rectangle(svg: &mut String, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    _ = write!(svg, "<rect class=\"{class}\"");
    attributes(svg, &[("x", x), ("y", y), ("width", width.max(0.0)), ("height", height.max(0.0))]);
    svg.push_str("/>");
}

/// Writes a circle.
pub(super) fn circle(svg: &mut String, class: &str, (x, y): (f64, f64), radius: f64) {
    _ = write!(svg, "<circle class=\"{class}\"");
    attributes(svg, &[("cx", x), ("cy", y), ("r", radius)]);
    svg.push_str("/>");
}

/// Writes a straight line.
pub(super) fn line(svg: &mut String, class: &str, (x, y): (f64, f64), (right, bottom): (f64, f64)) {
    _ = write!(svg, "<line class=\"{class}\"");
    attributes(svg, &[("x1", x), ("y1", y), ("x2", right), ("y2", bottom)]);
    svg.push_str("/>");
}

/// Writes a path through points. `more` are attributes besides its class.
pub(super) fn path(svg: &mut String, class: &str, more: &str, points: &[(f64, f64)]) {
    _ = write!(svg, "<path class=\"{class}\"{more} d=\"");
    for (index, &at) in points.iter().enumerate() {
        svg.push(if index == 0 { 'M' } else { 'L' });
        point(svg, at);
    }
    svg.push_str("\"/>");
}

/// Writes a text whose baseline begins at a place.
pub(super) fn text(svg: &mut String, (x, y): (f64, f64), class: &str, text: &str) {
    svg.push_str("<text");
    attributes(svg, &[("x", x), ("y", y), ("font-size", TEXT)]);
    if !class.is_empty() {
        _ = write!(svg, " class=\"{class}\"");
    }
    svg.push('>');
    escape_text(svg, text);
    svg.push_str("</text>");
}
