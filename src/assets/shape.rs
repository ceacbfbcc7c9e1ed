//! How large an image is by itself.

/// The intrinsic width and height of an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
    /// The image has no size of its own, only this ratio: an SVG with a `viewBox` and neither `width` nor
    /// `height`, which browsers make as wide as its surroundings. `width` and `height` attributes would shrink it.
    pub is_ratio: bool,
}
