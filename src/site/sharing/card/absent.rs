//! In the place of the cards, in a build without the feature `cards`: none is drawn.

use crate::runtime::Palette;

/// What a card would say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Card<'a> {
    pub title: &'a str,
    pub below: &'a str,
    pub palette: Palette,
}

impl Card<'_> {
    pub(crate) fn draw(&self) -> Option<Vec<u8>> {
        None
    }
}
