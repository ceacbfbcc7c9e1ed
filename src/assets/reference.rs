//! An address that the author wrote, and what it is for.

use crate::text::Span;

/// An address of a file, as it stands in a slide or a style sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// As written, with entities and CSS escapes decoded, percent signs not.
    pub address: String,
    /// The folder of the file that holds the address, relative to the project; empty for the project itself.
    pub base: String,
    /// Where the address stands.
    pub at: Span,
    pub role: Role,
}

/// What an address is for, which decides what may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The picture of an `<img>`, whose attributes `render` writes. May become a shared image.
    Image,
    /// A picture where only an address can stand: `poster`, a candidate of `srcset`, `<image href>`.
    Picture,
    /// A picture in an attribute that the runtime reads as a CSS image: `data-background-image`.
    Background,
    /// A picture in a declaration of a style sheet, a `<style>` or a `style` attribute: the whole `url(…)`.
    Style,
    /// A font, or anything else in a style sheet where no `var()` may stand: the whole `url(…)`.
    Font,
    /// A style sheet: `<link rel=stylesheet>`, `@import`.
    Sheet,
    /// A script.
    Script,
    /// A video, a sound or a text track.
    Media,
    /// A file that the audience may open: `<a href>`.
    Link,
    /// A page within the page: `<iframe src>`, `data-background-iframe`.
    Frame,
}

impl Role {
    /// Whether the file has to be an image.
    pub fn is_image(self) -> bool {
        matches!(self, Role::Image | Role::Picture | Role::Background | Role::Style)
    }
}
