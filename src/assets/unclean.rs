//! What cannot be cleaned, and what came of an address that was to be.

/// Why a file goes out as it is, although it may hold more than one sees or hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Unclean {
    /// A film, by its media type.
    Film,
    /// A sound, likewise.
    Sound,
    /// A PDF, or a file of an office program.
    Document,
    /// Several files packed in one.
    Archive,
    /// A picture of a format that is not cleaned here.
    Picture,
    /// A picture of this format, or what begins like one, that cannot be read to its end.
    Damaged(&'static str),
    /// Too much to be held in memory.
    Large,
    /// Neither text nor anything that is known.
    Unknown,
}

impl Unclean {
    /// One word for it, as reports have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unclean::Film => "film",
            Unclean::Sound => "sound",
            Unclean::Document => "document",
            Unclean::Archive => "archive",
            Unclean::Picture => "picture",
            Unclean::Damaged(_) => "damaged picture",
            Unclean::Large => "large file",
            Unclean::Unknown => "unknown file",
        }
    }
}

/// What came of an attempt to clean an address.
#[derive(Debug, PartialEq)]
pub(super) struct CleanedAddress {
    /// `None` if it is fine as it is.
    pub address: Option<String>,
    pub unclean: Option<Unclean>,
}
