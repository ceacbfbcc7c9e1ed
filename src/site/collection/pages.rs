//! The pages of a site: all talks, lists of some, each talk to be read, a search, and what machines ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use super::entry::Entry;
use super::groups::groups;
use super::inputs::Pages;
use super::lists::{List, Lists, lists};
use super::look::{Look, look};
use super::search::SearchIndex;
use super::speaker::{SiteFiles, Speaker, speaker};
use crate::assets::Output;
use crate::deck::{address_below, is_right_to_left};
use crate::html::{Permissions, Use};
use crate::runtime;
use crate::site::hosting::offline;
use crate::site::page::fonts::FontMemo;
use crate::site::page::live;
use crate::site::page::policy::Policy;
use crate::site::sharing::CARD;
use crate::site::sharing::card::Card;
use crate::site::sharing::palette;
use crate::site::templates::{OwnTemplates, Template, Templates, Values};
use crate::site::untrusted::{self, permitted};
use crate::text::Noted;

/// What is shown where there is nothing.
const NOWHERE: &str = "404.html";

/// What every page sees under the name `site`.
#[derive(Debug, Serialize)]
struct SiteFacts<'a> {
    title: &'a str,
    authors: &'a [String],
    description: Option<&'a str>,
    /// As paragraphs.
    summary: Option<&'a str>,
    language: &'a str,
    /// The whole address of the site, with `/` at its end.
    url: Option<String>,
    /// When the latest talk was given, for the feed.
    updated: Option<&'a str>,
    lists: &'a Lists,
    /// How many talks there are.
    talks: usize,
    /// Whether there is a `card.png` beside the index.
    has_card: bool,
    speaker: &'a Speaker,
    /// The style sheet that brings the fonts, from the top of the site.
    fonts: Option<&'a str>,
}

/// The direction of a page in a language.
fn direction(language: &str) -> Option<&'static str> {
    is_right_to_left(language).then_some("rtl")
}

/// What a page says of itself, to its reader and to whoever links to it; templates see it under the name `page`.
#[derive(Debug, Default, Serialize)]
struct Head<'a> {
    /// What a tab and a list of search results show.
    title: String,
    /// What it is called within the site.
    heading: &'a str,
    description: Option<String>,
    /// `website` or `article`. Source: <https://ogp.me/#types>.
    kind: &'static str,
    language: &'a str,
    /// `rtl` where it is read from right to left; `None` for all others.
    direction: Option<&'static str>,
    authors: &'a [String],
    /// The whole address of its picture.
    card: Option<String>,
    /// What the picture says.
    card_says: &'a str,
    /// Whether it stays out of what search engines list.
    is_unlisted: bool,
}

/// A page about to be written.
struct Paper<'a> {
    path: &'a str,
    template: Template,
    head: Head<'a>,
    values: Values,
    /// What the author's own HTML in it needs.
    permissions: &'a Permissions,
    script: &'a str,
    /// Whether it has the style of pages to read.
    is_read: bool,
}

type Files = BTreeMap<String, Output>;

/// What makes pages that are written again and again cheaper.
#[derive(Default)]
pub(super) struct PagesMemo {
    fonts: FontMemo,
}

/// Which of the pages are wanted.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    All,
    /// All but those of talks.
    Around,
    /// Those of one talk.
    Talk(&'a Entry),
}

impl Pages<'_> {
    /// The wanted pages by their path in the site. `talks` come in the order of their folders; `memo` is that of the last
    /// time, or an empty one.
    pub(super) fn write(
        &self,
        mut talks: Vec<Arc<Entry>>,
        wanted: Wanted<'_>,
        memo: &mut PagesMemo,
    ) -> Noted<Files> {
        talks.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.title.cmp(&other.title)));
        let talks: Vec<&Entry> = talks.iter().map(|talk| &**talk).collect();
        let lists = lists(&talks);
        let title = self.settings.title.clone().unwrap_or_else(|| "Talks".into());
        let url = self.settings.publishing.url.as_ref().map(|url| address_below(&url.value, ""));
        let below = self.settings.author.join(", ");
        let card = Card { title: &title, below: &below, palette: palette(self.settings) };
        // Nobody shares a preview.
        let card = url.as_ref().filter(|_| !self.is_live).and_then(|_| card.draw());
        let mut diagnostics = Vec::new();
        let whole = self.sources.iter().next().map(|(id, _)| self.sources.whole(id).span.head());
        let own = whole.map(|whole| speaker(self, whole).take_into(&mut diagnostics)).unwrap_or_default();
        let SiteFiles { speaker, files: speaker_files } = own;
        let look = look(self, &talks, &mut memo.fonts).take_into(&mut diagnostics);
        let site = SiteFacts {
            title: &title,
            authors: &self.settings.author,
            description: self.settings.description.as_deref(),
            summary: self.settings.listing.summary.as_deref(),
            language: &self.settings.language,
            url,
            updated: talks.iter().find_map(|talk| talk.instant.as_deref()),
            lists: &lists,
            talks: talks.len(),
            has_card: card.is_some(),
            speaker: &speaker,
            fonts: look.fonts.as_deref(),
        };
        let own = untrusted::templates(self.templates, self.trust, self.sources).take_into(&mut diagnostics);
        let own = OwnTemplates { files: &own, sources: self.sources, are_public: self.is_public };
        let templates =
            Templates::load_site(own, &site, self.settings.translations()).take_into(&mut diagnostics);
        let styles = look.styles();
        let writer = Writer { pages: self, templates: &templates, site: &site, look: &look, styles: &styles };
        let files = match wanted {
            Wanted::All => writer.all(&talks),
            Wanted::Around => writer.around(&talks),
            Wanted::Talk(talk) => writer.of_one(talk, &talks),
        };
        let mut files = files.take_into(&mut diagnostics);
        files.extend(speaker_files);
        files.extend(look.files);
        files.extend(card.map(|card| (CARD.to_owned(), Output::Bytes(card.into()))));
        Noted::new(files, diagnostics)
    }
}

/// Writes the pages of one site.
#[derive(Clone, Copy)]
struct Writer<'a> {
    pages: &'a Pages<'a>,
    templates: &'a Templates,
    site: &'a SiteFacts<'a>,
    look: &'a Look,
    /// The texts of the style sheets, for templates that write them into the page.
    styles: &'a [String; 2],
}

impl Writer<'_> {
    fn all(&self, talks: &[&Entry]) -> Noted<Files> {
        self.around(talks).and_then(|mut files| {
            let mut diagnostics = Vec::new();
            for (index, talk) in talks.iter().enumerate() {
                files.extend(self.at(index, talk, talks).take_into(&mut diagnostics));
            }
            Noted::new(files, diagnostics)
        })
    }

    /// The pages of one of the talks.
    fn of_one(&self, talk: &Entry, talks: &[&Entry]) -> Noted<Files> {
        let index = talks.iter().position(|other| other.deck == talk.deck);
        index.map_or_else(Noted::default, |index| self.at(index, talk, talks))
    }

    /// The pages of the talk that comes at a place among all.
    fn at(&self, index: usize, talk: &Entry, talks: &[&Entry]) -> Noted<Files> {
        let newer = index.checked_sub(1).map(|newer| talks[newer]);
        self.of_talk(talk, newer, talks.get(index + 1).copied())
    }

    /// Every page that is not of one talk.
    fn around(&self, talks: &[&Entry]) -> Noted<Files> {
        let url = self.site.url.as_deref();
        let described: Vec<_> = talks.iter().map(|talk| described(talk, url)).collect();
        // The first one stands alone, where there are others.
        let latest = talks.first().filter(|talk| talks.len() > 1 && talk.at.is_some());
        let groups = groups(&talks[usize::from(latest.is_some())..]);
        let values = Values::default()
            .with("talks", &talks)
            .with("latest", &latest)
            .with("groups", &groups)
            .with_html("described", &within_script(&described.into()));
        let head = self.head(None, self.site.description.map(str::to_owned));
        let index = Self::paper("index.html", Template::SiteIndex, head, values);
        let mut permissions = Permissions::NONE;
        permissions.own.insert(Use::Form);
        let index = Paper { script: runtime::UPCOMING_SCRIPT, permissions: &permissions, ..index };
        let mut pages = vec![self.page(index)];
        for (kind, lists) in [
            ("tag", &self.site.lists.tags),
            ("event", &self.site.lists.events),
            ("year", &self.site.lists.years),
        ] {
            pages.extend(lists.iter().map(|list| self.list(kind, list, talks)));
        }
        pages.push(self.search(talks));
        let description = Some("There is no page at this address.".to_owned());
        let head = Head { is_unlisted: true, ..self.head(Some("Not here"), description) };
        pages.push(self.page(Self::paper(
            NOWHERE,
            Template::Nowhere,
            head,
            Values::default().with("talks", &talks),
        )));
        pages.push(Noted::from(file("robots.txt", robots(url))));
        if url.is_some() {
            pages.push(self.machine("feed.xml", Template::Feed, talks));
            pages.push(self.machine("sitemap.xml", Template::Sitemap, talks));
        }
        let moved = |(talk, alias): (&Entry, &String)| self.moved(&format!("{alias}/index.html"), talk);
        let aliases = talks.iter().flat_map(|talk| talk.aliases.iter().map(move |alias| (*talk, alias)));
        let moved: Noted<Vec<Files>> = aliases.map(moved).collect();
        let pages: Noted<Vec<Files>> = pages.into_iter().collect();
        // No page gives way to an address of before, and no such address to a later one.
        pages.and_then(|pages| moved.map(|moved| moved.into_iter().rev().chain(pages).flatten().collect()))
    }

    fn search(&self, talks: &[&Entry]) -> Noted<Files> {
        let SearchIndex { inline, files } = SearchIndex::of(talks);
        let values = Values::default().with("talks", &talks).with_html("index", &within_script(&inline));
        let description = format!("Search all slides and transcripts of {}.", self.site.title);
        let head = self.head(Some("Search"), Some(description));
        let paper = Self::paper("search/index.html", Template::Search, head, values);
        let mut permissions = Permissions::NONE;
        permissions.own.extend((!files.is_empty()).then_some(Use::Script));
        let page = self.page(Paper { script: runtime::SEARCH_SCRIPT, permissions: &permissions, ..paper });
        page.map(|page| {
            page.into_iter().chain(files.into_iter().flat_map(|(path, text)| file(&path, text))).collect()
        })
    }

    fn list(&self, kind: &str, list: &List, talks: &[&Entry]) -> Noted<Files> {
        let some: Vec<&Entry> = list.talks.iter().map(|&index| talks[index]).collect();
        let count = if list.count == 1 { "One talk".to_owned() } else { format!("{} talks", list.count) };
        let groups = groups(&some);
        let values = Values::default().with("kind", &kind).with("list", list).with("talks", &some);
        let values = values.with("groups", &groups);
        let head = self.head(Some(&list.name), Some(format!("{count}: {}.", list.name)));
        self.page(Self::paper(&list.page, Template::SiteList, head, values))
    }

    /// The pages of one talk: the one that is about it, and the one to read.
    fn of_talk(&self, talk: &Entry, newer: Option<&Entry>, older: Option<&Entry>) -> Noted<Files> {
        let about = self.about(talk, newer, older);
        about.and_then(|mut files| {
            self.transcript(talk, newer, older).map(|transcript| {
                files.extend(transcript);
                files
            })
        })
    }

    fn about(&self, talk: &Entry, newer: Option<&Entry>, older: Option<&Entry>) -> Noted<Files> {
        let described = described(talk, self.site.url.as_deref());
        let values = Values::default()
            .with("talk", talk)
            .with_html("described", &within_script(&described))
            .with("newer", &newer)
            .with("older", &older);
        let head = self.head_of_talk(talk, "a talk: its slides, and what was said");
        self.page(Self::paper(&talk.page, Template::About, head, values))
    }

    /// The head of a page of one talk. `usual` says what the page is where the talk has no description.
    fn head_of_talk<'b>(&self, talk: &'b Entry, usual: &str) -> Head<'b>
    where
        Self: 'b,
    {
        let description = talk.description.clone().or_else(|| talk.summary.first().cloned());
        let description = description.unwrap_or_else(|| format!("{}, {usual}.", talk.title));
        Head {
            kind: "article",
            language: &talk.language,
            direction: direction(&talk.language),
            authors: &talk.authors,
            card: talk.card.clone(),
            card_says: &talk.title,
            ..self.head(Some(&talk.title), Some(description))
        }
    }

    fn transcript(&self, talk: &Entry, newer: Option<&Entry>, older: Option<&Entry>) -> Noted<Files> {
        let described = described(talk, self.site.url.as_deref());
        let headings: Vec<_> = talk
            .read
            .slides
            .iter()
            .filter_map(|slide| Some(json!({ "id": slide.id, "title": slide.title.as_deref()? })))
            .collect();
        let values = Values::default()
            .with("talk", talk)
            .with("headings", &headings)
            .with_html("described", &within_script(&described))
            .with("slides", &Leaves(talk))
            .with("newer", &newer)
            .with("older", &older);
        let head = self.head_of_talk(talk, "to be read: every slide of the talk, in words");
        let paper = Self::paper(&talk.transcript, Template::Transcript, head, values);
        self.page(Paper { permissions: &talk.read.permissions, is_read: true, ..paper })
    }

    /// The page at an address of before, which leads to where the talk is now.
    fn moved(&self, path: &str, talk: &Entry) -> Noted<Files> {
        let direction = direction(&talk.language);
        let head = Head {
            is_unlisted: true,
            language: &talk.language,
            direction,
            ..self.head(Some(&talk.title), None)
        };
        self.page(Self::paper(path, Template::Moved, head, Values::default().with("talk", talk)))
    }

    /// The head of a page that is called `heading`; `None` for the site's first page.
    fn head<'b>(&self, heading: Option<&'b str>, description: Option<String>) -> Head<'b>
    where
        Self: 'b,
    {
        let site = self.site;
        Head {
            title: heading.map_or(site.title.to_owned(), |heading| format!("{heading} – {}", site.title)),
            heading: heading.unwrap_or(site.title),
            description,
            kind: "website",
            language: site.language,
            direction: direction(site.language),
            authors: site.authors,
            card: site.url.as_ref().filter(|_| site.has_card).map(|url| format!("{url}{CARD}")),
            card_says: site.title,
            is_unlisted: false,
        }
    }

    fn paper<'b>(path: &'b str, template: Template, head: Head<'b>, values: Values) -> Paper<'b> {
        const NOTHING: &Permissions = &Permissions::NONE;
        Paper { path, template, head, values, permissions: NOTHING, script: "", is_read: false }
    }

    fn machine(&self, path: &str, template: Template, talks: &[&Entry]) -> Noted<Files> {
        self.render(path, template, Values::default().with("talks", &talks))
    }

    /// One page for people. A page knows how it gets to the top of the site (`root`), and how it is found (`canonical`).
    fn page(&self, paper: Paper<'_>) -> Noted<Files> {
        let Paper { path, template, head, values, permissions, script, is_read } = paper;
        let root = "../".repeat(path.matches('/').count());
        let is_found = path != NOWHERE;
        let canonical = self.site.url.as_ref().filter(|_| is_found);
        let canonical = canonical.map(|url| format!("{url}{}", path.trim_end_matches("index.html")));
        let visit = if self.pages.is_offline { offline::visit(&root) } else { String::new() };
        let (live, live_script) = match self.pages.is_live {
            true => (live::live_meta(), runtime::SITE_LIVE_SCRIPT),
            false => (String::new(), ""),
        };
        let script = [script, &visit, live_script].concat();
        let style = &self.styles[usize::from(is_read)];
        // The page for addresses that lead nowhere is shown at any of them, so no address of its own leads anywhere.
        let sheet = is_found.then(|| format!("{root}{}", self.look.sheets[usize::from(is_read)]));
        let mut permitted = permitted(permissions.clone(), self.pages.trust);
        // Covers are pages of orate's own, whatever their talks may do.
        permitted.own.insert(Use::Frame);
        permitted.own.extend(self.look.fonts.is_some().then_some(Use::Style));
        let policy = Policy {
            trust: self.pages.trust,
            permissions: &permitted,
            script: &script,
            style,
            shares_script: false,
            shares_style: sheet.is_some(),
            has_files: true,
            asks_its_server: canonical.is_some() || self.pages.is_live,
            has_worker: self.pages.is_offline,
        };
        let values = values
            .with("page", &head)
            .with("root", &root)
            .with("path", &path)
            .with("canonical", &canonical)
            .with("policy", &policy.content())
            .with_html("script", &script)
            .with("sheet", &sheet)
            .with_html("style", style)
            // Only the slot of the server may have its mark.
            .without_marks()
            .with_html("live", &live);
        self.render(path, template, values)
    }

    fn render(&self, path: &str, template: Template, values: Values) -> Noted<Files> {
        match self.templates.render(template, values, self.pages.sources, None) {
            Ok(text) => Noted::from(file(path, text)),
            Err(diagnostic) => Noted::from(Files::new()).note(diagnostic),
        }
    }
}

fn file(path: &str, text: String) -> Files {
    [(path.to_owned(), Output::Bytes(text.into_bytes().into()))].into()
}

/// The slides of a talk to be read, for its template.
struct Leaves<'a>(&'a Entry);

impl Serialize for Leaves<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.read.slides.serialize(serializer)
    }
}

/// JSON that cannot end the `script` element that it is in.
fn within_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// A talk as machines read it. Source: <https://schema.org/PresentationDigitalDocument>.
fn described(talk: &Entry, site: Option<&str>) -> Value {
    let whole = |address: &str| site.map(|site| format!("{site}{}", address.trim_end_matches("index.html")));
    let authors: Vec<_> =
        talk.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    let mut described = json!({
        "@context": "https://schema.org",
        "@type": "PresentationDigitalDocument",
        "name": talk.title,
        "inLanguage": talk.language,
        "author": authors,
    });
    let facts = [
        ("url", talk.page_url.clone()),
        ("description", talk.description.clone().or_else(|| talk.summary.first().cloned())),
        ("datePublished", talk.date.clone().filter(|_| talk.at.is_some())),
        ("keywords", Some(talk.tags.join(", ")).filter(|tags| !tags.is_empty())),
        ("image", talk.card.clone()),
        ("thumbnailUrl", talk.cover.as_deref().and_then(whole)),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            described[name] = fact.into();
        }
    }
    described
}

fn robots(url: Option<&str>) -> String {
    let sitemap = url.map(|url| format!("\nSitemap: {url}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
