//! One talk of a site: its place, its files, and what the site's pages tell of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::transcript::{self, Leaf, Transcript};
use super::{
    Built, Memo, Options, Output, Project, Purpose, Talk, TalkPlace, check, check_with_places, placed,
    preview, rebuild,
};
use crate::assets::Address;
use crate::deck::{Date, Names, Occasion, Placed, Publishing, Settings, address_below, shown_date, slug};
use crate::site::sharing::look;

/// What the pages of a site tell of a talk, under the name `talk`.
///
/// Addresses count from the top of the site; a page puts `root` before them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry {
    pub title: String,
    /// Of the deck: `ha/index.html`.
    pub deck: String,
    /// Of the page that is about it, which is the one to share: `ha/about/index.html`.
    pub page: String,
    /// The whole address of that page, without `index.html`; `None` if the site's is not known.
    pub page_url: Option<String>,
    /// Of the page to read: `ha/transcript/index.html`.
    pub transcript: String,
    /// The deck's whole address, without `index.html`; `None` if the site's is not known.
    pub url: Option<String>,
    pub authors: Vec<String>,
    /// Those of them that the whole site is not by.
    pub others_speaking: Vec<String>,
    pub language: String,
    pub event: Option<String>,
    pub place: Option<String>,
    /// As a machine reads it.
    pub date: Option<String>,
    /// As people read it.
    pub day: Option<String>,
    /// The day in full, to compare it with others: `2026-02-01`.
    pub iso_day: Option<String>,
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
    /// The name of the colours of its cover: its theme, and whether it is light or dark (`ink-light`).
    pub theme: String,
    /// The page that is its cover, from the top of the site; `None` if it has a picture, or no slide is shown.
    pub frame: Option<String>,
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
    pub read: Arc<Transcript>,
    /// By which talks are put in order.
    #[serde(skip)]
    pub at: Option<Date>,
}

impl Entry {
    /// What lists and the search tell of the talk: without its page to read, which takes most of the room.
    pub(super) fn without_page(&self) -> Entry {
        let leaf = |leaf: &Leaf| Leaf { content: String::new(), notes: String::new(), ..leaf.clone() };
        let slides = self.read.slides.iter().map(leaf).collect();
        Entry { read: Arc::new(Transcript { slides, ..Transcript::default() }), ..self.clone() }
    }
}

/// One time that a talk was given.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Delivery {
    pub event: String,
    pub place: Option<String>,
    pub date: Option<String>,
    pub day: Option<String>,
    pub video: Option<String>,
    /// The deck as it was given there: `ha/2026-fosdem/index.html`.
    pub deck: String,
    /// Its whole address, without `index.html`; `None` if the site's is not known.
    pub url: Option<String>,
}

/// Where something of a talk is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LinkTarget {
    /// From the top of the site, unless it is outside.
    pub address: String,
    pub is_outside: bool,
    /// Where it is outside, at which host.
    pub host: Option<String>,
}

/// The place of each talk in the site, unique: its own `address`, else the name of its folder.
pub(super) fn places(talks: &[Talk]) -> Vec<String> {
    let mut names = Names::default();
    // What the site itself puts at its top.
    ["tags", "events", "years", "search", "index", "404"].into_iter().for_each(|name| {
        names.claim(name);
    });
    talks.iter().map(|talk| names.make(&wish(talk))).collect()
}

fn wish(talk: &Talk) -> String {
    let own = talk.project.settings.as_ref().and_then(|file| file.own().listing.address.clone());
    own.unwrap_or_else(|| {
        let name = talk.path.rsplit('/').next().unwrap_or(&talk.path);
        let name = name.strip_suffix(".md").or(name.strip_suffix(".markdown")).unwrap_or(name);
        let name = name.trim_start_matches(|first: char| first.is_ascii_digit() || "-_. ".contains(first));
        let name = slug(name);
        if name.is_empty() { "talk".into() } else { name }
    })
}

/// A talk that was built for its place in a site.
pub(super) struct TalkInSite {
    /// Of the talk, from the site's folder.
    pub path: String,
    pub entry: Arc<Entry>,
    pub built: Built,
    /// By their path in the site; `None` if the talk is withheld.
    pub files: BTreeMap<String, Output>,
}

/// A talk about to be built for its place in a site.
pub(super) struct TalkBuild<'a> {
    pub talk: &'a Talk,
    pub place: &'a TalkPlace,
    /// The site's own settings.
    pub site: &'a Settings,
    pub options: &'a Options,
    pub purpose: Purpose,
    /// Whether the decks of other editions are built, too. Their entries are the same without.
    pub with_editions: bool,
}

impl TalkBuild<'_> {
    /// Builds the deck, its other editions, and its transcript. `memo` is that of the last time, or an empty one.
    pub(super) fn build(&self, memo: &mut Memo) -> TalkInSite {
        let TalkBuild { talk, place, site, options, purpose, with_editions } = *self;
        let project = talk.project.within(place.inherited.clone());
        let mut built = match purpose {
            Purpose::Check => check(&project, options),
            Purpose::Look => check_with_places(&project, options),
            Purpose::Build => rebuild(&project, options, memo),
            // Its deck is shown by a preview of its own.
            Purpose::Preview => preview(&project, options, memo).built,
        };
        let path = talk.path.clone();
        let mut entry = entry(&built, &place.folder, site);
        if built.privacy.is_withheld {
            return TalkInSite { path, entry: Arc::new(entry), built, files: BTreeMap::new() };
        }
        built.pdf = built.pdf.map(|pdf| format!("{}{pdf}", place.folder));
        let mut files = in_place(&built.site.files, &place.folder, &path);
        if let Some(cover) = built.cover.take().filter(|_| entry.cover.is_none()) {
            let page = format!("{}{COVER}", place.folder);
            files.extend(in_place(&cover.files, &format!("{}transcript/", place.folder), &path));
            files.insert(page.clone(), Output::Bytes(cover.page.into_bytes().into()));
            entry.frame = Some(page);
        }
        let read = transcript::of(&built, &*project.library, options, purpose);
        files.extend(in_place(&read.files, &format!("{}transcript/", place.folder), &path));
        entry.read = Arc::new(read);
        for event in editions(&built.deck.settings.listing.editions) {
            let (delivery, project) = self.edition(event, &entry);
            if with_editions {
                let deck = rebuild(&project, options, memo).site;
                let address = delivery.deck.trim_end_matches("index.html").to_owned();
                files.extend(in_place(&deck.files, &address, &path));
            }
            entry.editions.push(delivery);
        }
        let is_other =
            |given: &&Delivery| Some(&given.event) != entry.event.as_ref() || given.date != entry.date;
        entry.others = entry.editions.iter().filter(is_other).cloned().collect();
        TalkInSite { path, entry: Arc::new(entry), built, files }
    }

    /// The same slides as they were given at one event, with its name and its day: its entry in lists, and its project.
    fn edition(&self, event: &Occasion, entry: &Entry) -> (Delivery, Project) {
        let TalkPlace { folder, inherited, .. } = self.place;
        // Whenever the talk was given, it has one card.
        let image = entry.card.clone().map(|value| Placed { value, at: None });
        let project = self.talk.project.within(Settings {
            publishing: Publishing { image, ..inherited.publishing.clone() },
            ..inherited.clone()
        });
        let project = project.given_at(event.clone(), edition_address(event));
        let address = format!("{folder}{}/", edition_address(event));
        let delivery = Delivery {
            event: event.event.clone(),
            place: event.place.clone(),
            day: event.date.as_deref().map(|date| shown_date(date, &entry.language)),
            date: event.date.clone(),
            video: event.video.clone(),
            deck: format!("{address}index.html"),
            url: self.site.publishing.url.as_ref().map(|url| address_below(&url.value, &address)),
        };
        (delivery, project)
    }
}

/// Files of a talk by their path in the site: below `folder`. `talk` is the talk's path.
fn in_place(files: &BTreeMap<String, Output>, folder: &str, talk: &str) -> BTreeMap<String, Output> {
    files.iter().map(|(name, output)| (path_from(folder, name), placed(output.clone(), talk))).collect()
}

/// The path in the site of what a page in `folder` calls `address`: `ha/` and `../assets/a.png` give `assets/a.png`.
fn path_from(folder: &str, address: &str) -> String {
    let (mut folder, mut address) = (folder.trim_end_matches('/'), address);
    while let Some(rest) = address.strip_prefix("../") {
        address = rest;
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    if folder.is_empty() { address.to_owned() } else { format!("{folder}/{address}") }
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
    let event =
        if ["about", "transcript", "slide"].contains(&&*event) { format!("at-{event}") } else { event };
    match edition.date.as_deref().and_then(Date::parse) {
        Some(day) if !event.contains(&day.year.to_string()) => format!("{}-{event}", day.year),
        _ => event,
    }
}

/// The folder, below that of the deck, of the page that is about a talk.
const ABOUT: &str = "about/";

/// Where a talk's cover is, beside its page to read, with which it shares pictures.
const COVER: &str = "transcript/cover.html";

/// What the site's pages tell of a talk whose deck is in `folder`.
fn entry(built: &Built, folder: &str, site: &Settings) -> Entry {
    let settings = &built.deck.settings;
    let listing = &settings.listing;
    let newest = editions(&listing.editions).first().copied();
    let date = settings.date.clone().or_else(|| newest.and_then(|edition| edition.date.clone()));
    let at = date.as_deref().and_then(Date::parse);
    let way = |address: &Option<String>| address.as_deref().map(|address| link_target(address, folder));
    Entry {
        title: built.title.clone(),
        deck: format!("{folder}index.html"),
        page: format!("{folder}{ABOUT}index.html"),
        page_url: site
            .publishing
            .url
            .as_ref()
            .map(|url| address_below(&url.value, &format!("{folder}{ABOUT}"))),
        transcript: format!("{folder}transcript/index.html"),
        url: site.publishing.url.as_ref().map(|url| address_below(&url.value, folder)),
        authors: settings.author.clone(),
        others_speaking: settings.author.iter().filter(|name| !site.author.contains(name)).cloned().collect(),
        language: settings.language.clone(),
        event: settings.event.clone().or_else(|| newest.map(|edition| edition.event.clone())),
        place: listing.place.clone().or_else(|| newest.and_then(|edition| edition.place.clone())),
        day: date.as_deref().map(|date| shown_date(date, &settings.language)),
        iso_day: at.map(|at| at.instant().chars().take(10).collect()),
        instant: at.map(Date::instant),
        year: at.map(|at| at.year),
        date,
        minutes: settings.speaking.duration.map(|duration| duration.as_secs().div_ceil(60)),
        description: settings.description.clone(),
        summary: listing.summary.as_deref().map(paragraphs).unwrap_or_default(),
        tags: listing.tags.clone(),
        video: way(&built.elsewhere.video),
        pdf: way(&built.elsewhere.pdf),
        code: way(&built.elsewhere.code),
        slides: built.slides.len(),
        theme: look(settings),
        frame: None,
        cover: way(&built.elsewhere.cover).filter(|way| !way.is_outside).map(|way| way.address),
        editions: Vec::new(),
        others: Vec::new(),
        aliases: listing.aliases.clone(),
        read: Arc::default(),
        card: built.elsewhere.card.clone(),
        at,
    }
}

/// Where a talk whose deck is in `folder` has something.
fn link_target(address: &str, folder: &str) -> LinkTarget {
    let is_outside = !matches!(Address::of(address), Address::File { .. });
    let host = address.split_once("://").filter(|_| is_outside).map(|(_, rest)| rest);
    let host = host.and_then(|rest| rest.split(['/', '?', '#', ':']).next());
    let host = host.map(|host| host.trim_start_matches("www.").to_owned());
    let address = if is_outside { address.to_owned() } else { path_from(folder, address) };
    LinkTarget { address, is_outside, host }
}

/// The paragraphs of a text, each in a line.
fn paragraphs(text: &str) -> Vec<String> {
    let parts = text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| !part.is_empty()).collect()
}
