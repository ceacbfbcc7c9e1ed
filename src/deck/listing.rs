//! What a list of talks shows of a talk, and what makes several talks one site.

use super::Placed;

/// What those who were not there would like to know of a talk, besides its title, author, event and date.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Listing {
    /// The id of the slide that stands for the talk in a site; without one, its first slide does.
    pub cover: Option<Placed<String>>,
    /// Where it is given: a city, a room.
    pub place: Option<String>,
    /// What it is about, in a paragraph or two; paragraphs are parted by blank lines.
    pub summary: Option<String>,
    /// Words to find it by, in the author's order.
    pub tags: Vec<String>,
    /// Where it can be watched: an address, or a file of the talk.
    pub video: Option<Placed<String>>,
    /// The slides on paper: an address, or a file of the talk.
    pub pdf: Option<Placed<String>>,
    /// Whether a public build is to print the slides itself.
    pub makes_pdf: bool,
    /// What was shown, to try: an address.
    pub code: Option<Placed<String>>,
    /// The last part of its address in a site of several talks; without one, its folder's name.
    pub address: Option<String>,
    /// Where it was found before, from the top of the site: each of these leads on to it.
    pub aliases: Vec<String>,
    /// When and where it was given, where that is more than once.
    pub editions: Vec<Occasion>,
}

/// One time that a talk was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Occasion {
    /// The conference or meeting.
    pub event: String,
    /// ISO 8601.
    pub date: Option<String>,
    /// The city, or the room.
    pub place: Option<String>,
    /// The address of the recording.
    pub video: Option<String>,
}

/// What makes a folder a site of several talks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteSettings {
    /// Where the talks are: paths from the site's folder, in which `*` matches any name.
    pub talks: Vec<Placed<String>>,
    /// A picture of the speaker: a file of the site.
    pub portrait: Option<Placed<String>>,
    /// Who the speaker is, in Markdown.
    pub biography: Option<Placed<String>>,
    /// Where else the speaker is found, in the author's order.
    pub links: Vec<SiteLink>,
    /// How to invite the speaker, in Markdown.
    pub invitation: Option<Placed<String>>,
    /// Style sheets over that of the pages: files of the site.
    pub styles: Vec<Placed<String>>,
    /// The colour of links, by day and by night; one for both, or none for the theme's.
    pub accent: Vec<String>,
    /// The icon of the pages: a file of the site.
    pub icon: Option<Placed<String>>,
    /// Whether the pages have the fonts of the site's theme; `None` if they are to have them.
    pub fonts: Option<bool>,
}

/// Where else a speaker is found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct SiteLink {
    /// What it is called.
    pub name: String,
    /// As `href` has it.
    pub address: String,
}
