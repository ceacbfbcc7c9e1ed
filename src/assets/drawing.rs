//! A drawing that a program wrote, as an image that a page holds.

use super::clean::clean_drawing;
use super::encode;
use super::shape::Shape;
use super::svg::{self, Form, Unreadable};

/// A drawing made small and safe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawing {
    /// What an `img` has as its `src`: a data URI.
    pub address: String,
    /// `None` if the drawing does not say.
    pub shape: Option<Shape>,
}

/// Reads SVG; where it is none, says what it is.
pub(crate) fn drawing(bytes: &[u8]) -> Result<Drawing, String> {
    let clean = clean_drawing(bytes, Form::Shown).map_err(|unreadable| match unreadable {
        Unreadable::Encoding => "it is not UTF-8".to_owned(),
        Unreadable::Xml { reason, line, column } => {
            format!("it is not well-formed: {reason}, in line {line}, column {column}")
        }
        Unreadable::Root(root) => format!("its root element is `{root}`"),
        Unreadable::Entities => "its entities expand to too much text".to_owned(),
    })?;
    let address = encode::data_uri(svg::MEDIA_TYPE, clean.text.as_bytes());
    Ok(Drawing { address, shape: clean.shape })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_acts_on_nothing_and_reaches_for_nothing() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><script>x</script><image href='https://a.example/b.png'/><path onclick='x' d='M0 0'/></svg>";
        let drawing = drawing(svg.as_bytes()).expect("it is SVG");
        assert!(
            !drawing.address.contains("script")
                && !drawing.address.contains("example")
                && !drawing.address.contains("onclick")
        );
        assert_eq!(drawing.shape.map(|shape| (shape.width, shape.height)), Some((4.0, 3.0)));
    }

    #[test]
    fn what_is_no_drawing_is_told() {
        assert!(drawing(b"").is_err_and(|why| why.contains("well-formed")));
        assert_eq!(drawing(b"<html/>"), Err("its root element is `html`".into()));
    }
}
