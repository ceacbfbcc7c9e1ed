//! One talk of a site: its place, its files, and what the site's pages tell of it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::transcript::{self, Transcript};
use super::{Built, Make, Options, Output, Site, Talk, build, placed};
use crate::assets::Address;
use crate::deck::Date;
use crate::deck::{Names, Occasion, Placed, Settings, slug};
use crate::site::sharing::{shown, theme};

/// What the pages of a site tell of a talk, under the name `talk`.
///
/// Addresses count from the top of the site; a page puts `root` before them.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub title: String,
    /// Of the deck: `ha/index.html`.
    pub deck: String,
    /// Of the page to read: `ha/transcript/index.html`.
    pub transcript: String,
    /// The deck's whole address, without `index.html`; none where the site's is not known.
    pub url: Option<String>,
    pub authors: Vec<String>,
    pub language: String,
    pub event: Option<String>,
    pub place: Option<String>,
    /// As a machine reads it.
    pub date: Option<String>,
    /// As people read it.
    pub day: Option<String>,
    /// For a feed.
    pub instant: Option<String>,
    pub year: Option<u16>,
    /// How long it takes.
    pub minutes: Option<u64>,
    pub description: Option<String>,
    /// What it is about, paragraph by paragraph.
    pub summary: Vec<String>,
    pub tags: Vec<String>,
    pub video: Option<LinkTarget>,
    pub pdf: Option<LinkTarget>,
    pub code: Option<LinkTarget>,
    /// How many slides there are.
    pub slides: usize,
    /// The name of its theme, where it is a built-in one.
    pub theme: String,
    /// Its own picture, from the top of the site, where it has one; a page asks nobody outside for one.
    pub cover: Option<String>,
    /// The whole address of its card.
    pub card: Option<String>,
    /// When and where it was given, the latest first, where that is more than once.
    pub editions: Vec<Delivery>,
    /// Those of them that are not the one by which it is listed.
    pub others: Vec<Delivery>,
    /// Where it was found before, from the top of the site.
    #[serde(skip)]
    pub aliases: Vec<String>,
    #[serde(skip)]
    pub read: Transcript,
    /// By which talks are put in order.
    #[serde(skip)]
    pub at: Option<Date>,
}

/// One time that a talk was given.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    pub event: String,
    pub place: Option<String>,
    pub date: Option<String>,
    pub day: Option<String>,
    pub video: Option<String>,
    /// The deck as it was given there: `ha/2026-fosdem/index.html`.
    pub deck: String,
    /// Its whole address, without `index.html`; none where the site's is not known.
    pub url: Option<String>,
}

/// Where something of a talk is.
#[derive(Clone, Debug, Serialize)]
pub struct LinkTarget {
    /// From the top of the site, unless it is outside.
    pub address: String,
    pub is_outside: bool,
}

/// The place of each talk in the site, unique: its own `address`, else the name of its folder.
pub fn places(talks: &[Talk]) -> Vec<String> {
    let mut names = Names::default();
    // What the site itself puts at its top.
    ["tags", "events", "years", "search", "index", "404"].into_iter().for_each(|name| {
        names.claim(name);
    });
    talks.iter().map(|talk| names.make(&wish(talk))).collect()
}

fn wish(talk: &Talk) -> String {
    let own = talk.project.settings.and_then(|id| {
        crate::parse::settings_of(talk.project.sources.whole(id), &mut Vec::new()).listing.address
    });
    own.unwrap_or_else(|| {
        let name = talk.path.rsplit('/').next().unwrap_or(&talk.path);
        let name = name.strip_suffix(".md").or(name.strip_suffix(".markdown")).unwrap_or(name);
        let name = name.trim_start_matches(|first: char| first.is_ascii_digit() || "-_. ".contains(first));
        let name = slug(name);
        if name.is_empty() { "talk".into() } else { name }
    })
}

/// Builds a talk in its place; gives what is told of it, what came of the build, and its files.
pub fn build_talk(
    talk: &mut Talk,
    place: &str,
    site: &Settings,
    options: &Options,
    make: Make,
) -> (Entry, Built, Site) {
    let built = make(&talk.project, options);
    let mut entry = entry(&built, place, site);
    if built.privacy.is_withheld {
        return (entry, built, Site::default());
    }
    let mut files = Site::default();
    put(&mut files, &format!("{place}/"), built.site.files.clone(), &talk.path);
    let read = transcript::of(&built, &*talk.project.library, options);
    put(&mut files, &format!("{place}/transcript/"), read.files.clone(), &talk.path);
    entry.read = read;
    if let Some(inherited) = &mut talk.project.inherited {
        // Whenever the talk was given, it has one card.
        inherited.image = entry.card.clone().map(|value| Placed { value, at: None });
    }
    for edition in editions(&built.deck.settings.listing.editions) {
        let address = format!("{place}/{}/", edition_address(edition));
        // The same slides, with that event and that day.
        talk.project.edition = Some((edition.clone(), edition_address(edition)));
        put(&mut files, &address, build(&talk.project, options).site.files, &talk.path);
        entry.editions.push(Delivery {
            event: edition.event.clone(),
            place: edition.place.clone(),
            day: edition.date.as_deref().map(|date| shown(date, &entry.language)),
            date: edition.date.clone(),
            video: edition.video.clone(),
            deck: format!("{address}index.html"),
            url: site.url.as_ref().map(|url| format!("{}/{address}", url.value.trim_end_matches('/'))),
        });
    }
    let is_other = |given: &&Delivery| Some(&given.event) != entry.event.as_ref() || given.date != entry.date;
    entry.others = entry.editions.iter().filter(is_other).cloned().collect();
    (entry, built, files)
}

fn put(site: &mut Site, place: &str, files: BTreeMap<String, Output>, path: &str) {
    site.files
        .extend(files.into_iter().map(|(name, output)| (format!("{place}{name}"), placed(output, path))));
}

/// The editions, the latest first.
fn editions(editions: &[Occasion]) -> Vec<&Occasion> {
    let mut editions: Vec<&Occasion> = editions.iter().collect();
    editions.sort_by_key(|edition| std::cmp::Reverse(edition.date.as_deref().and_then(Date::parse)));
    editions
}

/// `2026-fosdem`: the year and the event.
fn edition_address(edition: &Occasion) -> String {
    let event = slug(&edition.event);
    match edition.date.as_deref().and_then(Date::parse) {
        Some(day) if !event.contains(&day.year.to_string()) => format!("{}-{event}", day.year),
        _ => event,
    }
}

fn entry(built: &Built, place: &str, site: &Settings) -> Entry {
    let settings = &built.deck.settings;
    let listing = &settings.listing;
    let newest = editions(&listing.editions).first().copied();
    let date = settings.date.clone().or_else(|| newest.and_then(|edition| edition.date.clone()));
    let at = date.as_deref().and_then(Date::parse);
    let way = |address: &Option<String>| {
        let address = address.as_ref()?;
        let is_outside = !matches!(Address::of(address), Address::File { .. });
        let address = if is_outside { address.clone() } else { format!("{place}/{address}") };
        Some(LinkTarget { address, is_outside })
    };
    let paragraphs = |text: &String| {
        text.split("\n\n")
            .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    Entry {
        title: built.title.clone(),
        deck: format!("{place}/index.html"),
        transcript: format!("{place}/transcript/index.html"),
        url: site.url.as_ref().map(|url| format!("{}/{place}/", url.value.trim_end_matches('/'))),
        authors: settings.author.clone(),
        language: settings.language.clone(),
        event: settings.event.clone().or_else(|| newest.map(|edition| edition.event.clone())),
        place: listing.place.clone().or_else(|| newest.and_then(|edition| edition.place.clone())),
        day: date.as_deref().map(|date| shown(date, &settings.language)),
        instant: at.map(Date::instant),
        year: at.map(|at| at.year),
        date,
        minutes: settings.duration.map(|duration| duration.as_secs().div_ceil(60)),
        description: settings.description.clone(),
        summary: listing
            .summary
            .as_ref()
            .map(paragraphs)
            .unwrap_or_default()
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect(),
        tags: listing.tags.clone(),
        video: way(&built.elsewhere.video),
        pdf: way(&built.elsewhere.pdf),
        code: way(&built.elsewhere.code),
        slides: built.slides.len(),
        theme: theme(settings).to_owned(),
        cover: way(&built.elsewhere.cover).filter(|way| !way.is_outside).map(|way| way.address),
        editions: Vec::new(),
        others: Vec::new(),
        aliases: listing.aliases.clone(),
        read: Transcript::default(),
        card: built.elsewhere.card.clone(),
        at,
    }
}
