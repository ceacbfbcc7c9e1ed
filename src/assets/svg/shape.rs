//! How large a drawing is (SVG 2, section 8.2; CSS Images 3, section 5).

use roxmltree::Node;

use super::name::plain;
use crate::assets::shape::Shape;

/// The intrinsic size of a drawing; `None` if it is for the surroundings to choose.
pub(super) fn of(root: Node<'_, '_>) -> Option<Shape> {
    if plain(root, "style").is_some_and(|style| style.contains("width") || style.contains("height")) {
        // A style may override the attributes in every way that CSS knows.
        return None;
    }
    let length = |name| plain(root, name).and_then(pixels);
    let ratio = plain(root, "viewBox").and_then(view_box);
    let (width, height, is_ratio) = match (length("width"), length("height"), ratio) {
        (Some(width), Some(height), _) => (width, height, false),
        (Some(width), None, Some((across, down))) => (width, width * down / across, false),
        (None, Some(height), Some((across, down))) => (height * across / down, height, false),
        (None, None, Some((across, down))) => (across, down, true),
        _ => return None,
    };
    let is_sound = |length: f64| length.is_finite() && length > 0.0;
    (is_sound(width) && is_sound(height)).then_some(Shape { width, height, is_ratio })
}

/// A length in CSS pixels; `None` for one that depends on the surroundings.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let unit =
        length.len() - length.trim_start_matches(|c: char| c.is_ascii_digit() || ".+-".contains(c)).len();
    let (number, unit) = length.split_at(unit);
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "q" => 96.0 / 101.6,
        "em" | "rem" => 16.0,
        "ex" => 8.0,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * factor)
}

/// Width and height of a `viewBox`.
fn view_box(value: &str) -> Option<(f64, f64)> {
    let mut numbers = value
        .split(|character: char| character == ',' || character.is_ascii_whitespace())
        .filter(|number| !number.is_empty())
        .map(|number| number.parse::<f64>().ok());
    let (_, _, width, height) = (numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??);
    (width > 0.0 && height > 0.0 && numbers.next().is_none()).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_shape(attributes: &str, expected: Option<(f64, f64, bool)>) {
        let text = format!("<svg {attributes}/>");
        let document = roxmltree::Document::parse(&text).unwrap();
        let shape = of(document.root_element());
        let rounded = |length: f64| (length * 100.0).round() / 100.0;
        assert_eq!(
            shape.map(|shape| (rounded(shape.width), rounded(shape.height), shape.is_ratio)),
            expected,
            "{attributes}"
        );
    }

    #[test]
    fn width_and_height_tell_the_size() {
        check_shape("width='64' height='48px' viewBox='0 0 1 1'", Some((64.0, 48.0, false)));
        check_shape("width='72pt' height='25.4mm'", Some((96.0, 96.0, false)));
    }

    #[test]
    fn the_view_box_gives_what_one_of_them_lacks() {
        check_shape("width='64' viewBox='0 0 4 3'", Some((64.0, 48.0, false)));
        check_shape("height='48' viewBox='0,0 4,3'", Some((64.0, 48.0, false)));
    }

    #[test]
    fn the_view_box_alone_is_a_ratio() {
        check_shape("viewBox='0 0 640 480'", Some((640.0, 480.0, true)));
        check_shape("width='100%' height='100%' viewBox='0 0 4 3'", Some((4.0, 3.0, true)));
    }

    #[test]
    fn nothing_is_made_up() {
        for attributes in [
            "",
            "width='64'",
            "viewBox='0 0 4'",
            "viewBox='0 0 0 3'",
            "width='0' height='1'",
            "width='64' height='48' style='width:5em'",
        ] {
            check_shape(attributes, None);
        }
    }
}
