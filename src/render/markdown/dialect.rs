//! Which Markdown a deck is written in.

use super::words::WordsOf;
use crate::deck::Settings;

/// What of Markdown's many additions holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Dialect {
    /// What orate understands beyond reveal.js, in which the same text would be shown as it is.
    pub extensions: bool,
    /// Straight quotes, `--` and `...` become what a printer would set.
    pub typography: bool,
    /// Lines `+++` part the whole slide into columns.
    pub is_parted: bool,
    /// Every element knows where it is written, for whoever looks at the page.
    pub has_places: bool,
    /// The language of what orate writes itself.
    pub words: WordsOf,
}

impl Dialect {
    /// The dialect that a deck's settings ask for.
    pub(crate) fn of(settings: &Settings) -> Dialect {
        let markdown = settings.page.reveal.get("markdown");
        let has_smartypants = markdown.and_then(|options| options.get("smartypants")?.as_bool());
        Dialect {
            extensions: settings.reading.extensions,
            typography: settings.reading.typography.or(has_smartypants).unwrap_or(false),
            is_parted: false,
            has_places: false,
            words: WordsOf::language(&settings.language),
        }
    }

    /// A byte that names it, but for its language.
    pub(crate) fn number(self) -> u8 {
        u8::from(self.extensions) | u8::from(self.typography) << 1
    }
}
