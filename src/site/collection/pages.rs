//! The pages of a site: all talks, lists of some, each talk to be read, a search, and what machines ask for.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::entry::Entry;
use super::lists::{List, Lists, lists};
use crate::assets::Output;
use crate::deck::{Settings, Trust};
use crate::html::Permissions;
use crate::runtime;
use crate::site::hosting::offline;
use crate::site::page::live;
use crate::site::page::policy::Policy;
use crate::site::sharing::CARD;
use crate::site::sharing::card::Card;
use crate::site::templates::{OwnTemplates, Template, Templates, Values};
use crate::site::untrusted::{self, permitted};
use crate::text::{Diagnostic, SourceId, Sources};

/// What is shown where there is nothing.
const NOWHERE: &str = "404.html";

/// What the pages are made from, besides the talks.
pub struct Pages<'a> {
    pub settings: &'a Settings,
    /// Whether they are given away.
    pub is_public: bool,
    /// Whether the pages work offline after one visit.
    pub is_offline: bool,
    /// Whether they are loaded anew while talks are written.
    pub is_live: bool,
    pub trust: Trust,
    pub sources: &'a Sources,
    /// The site's own templates.
    pub templates: &'a BTreeMap<String, SourceId>,
}

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
    style: &'a str,
}

type Files = BTreeMap<String, Output>;

impl Pages<'_> {
    /// Every page by its path in the site. `talks` come in the order of their folders.
    pub fn write(&self, talks: &[Entry]) -> (Files, Vec<Diagnostic>) {
        let mut talks = talks.to_vec();
        talks.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.title.cmp(&other.title)));
        let lists = lists(&talks);
        let title = self.settings.title.clone().unwrap_or_else(|| "Talks".into());
        let url = self.settings.url.as_ref().map(|url| format!("{}/", url.value.trim_end_matches('/')));
        let below = self.settings.author.join(", ");
        let card = Card { title: &title, below: &below, theme: &self.settings.theme.value };
        let card = url.as_ref().and_then(|_| card.draw());
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
        };
        let mut diagnostics = Vec::new();
        let own = untrusted::templates(self.templates, self.trust, self.sources).take_into(&mut diagnostics);
        let own = OwnTemplates { files: &own, sources: self.sources, are_public: self.is_public };
        let templates = Templates::load_site(own, &site).take_into(&mut diagnostics);
        let mut writer = Writer {
            templates: &templates,
            sources: self.sources,
            files: Files::new(),
            diagnostics: Vec::new(),
            site: &site,
            is_offline: self.is_offline,
            is_live: self.is_live,
            trust: self.trust,
        };
        writer.all(&talks, &lists);
        writer.files.extend(card.map(|card| (CARD.to_owned(), Output::Bytes(card.into()))));
        diagnostics.extend(writer.diagnostics);
        (writer.files, diagnostics)
    }
}

struct Writer<'a> {
    templates: &'a Templates,
    sources: &'a Sources,
    files: Files,
    diagnostics: Vec<Diagnostic>,
    site: &'a SiteFacts<'a>,
    is_offline: bool,
    is_live: bool,
    trust: Trust,
}

impl Writer<'_> {
    fn all(&mut self, talks: &[Entry], lists: &Lists) {
        let url = self.site.url.as_deref();
        let all: Vec<_> = talks.iter().map(|talk| described(talk, url)).collect();
        let values =
            Values::default().with("talks", &talks).with_html("described", &within_script(&all.into()));
        let head = self.head(None, self.site.description.map(str::to_owned));
        self.page(self.paper("index.html", Template::SiteIndex, head, values));
        for (kind, lists) in [("tag", &lists.tags), ("event", &lists.events), ("year", &lists.years)] {
            for list in lists {
                self.list(kind, list, talks);
            }
        }
        for (index, talk) in talks.iter().enumerate() {
            self.transcript(talk, index.checked_sub(1).map(|index| &talks[index]), talks.get(index + 1));
            for alias in &talk.aliases {
                self.moved(alias, talk);
            }
        }
        let values = Values::default().with("talks", &talks).with_html("index", &index(talks));
        let description = format!("Search all slides and transcripts of {}.", self.site.title);
        let head = self.head(Some("Search"), Some(description));
        let paper = self.paper("search/index.html", Template::Search, head, values);
        self.page(Paper { script: runtime::SEARCH_SCRIPT, ..paper });
        let description = Some("There is no page at this address.".to_owned());
        let head = Head { is_unlisted: true, ..self.head(Some("Not here"), description) };
        self.page(self.paper(NOWHERE, Template::Nowhere, head, Values::default().with("talks", &talks)));
        self.put("robots.txt", robots(url));
        if url.is_some() {
            self.machine("feed.xml", Template::Feed, talks);
            self.machine("sitemap.xml", Template::Sitemap, talks);
        }
    }

    fn list(&mut self, kind: &str, list: &List, talks: &[Entry]) {
        let some: Vec<&Entry> = list.talks.iter().map(|&index| &talks[index]).collect();
        let count = if list.count == 1 { "One talk".to_owned() } else { format!("{} talks", list.count) };
        let values = Values::default().with("kind", &kind).with("list", list).with("talks", &some);
        let head = self.head(Some(&list.name), Some(format!("{count}: {}.", list.name)));
        self.page(self.paper(&list.page, Template::SiteList, head, values));
    }

    fn transcript(&mut self, talk: &Entry, newer: Option<&Entry>, older: Option<&Entry>) {
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
        let usual = || format!("{}, to be read: every slide of the talk, in words.", talk.title);
        let description = talk.description.clone().or_else(|| talk.summary.first().cloned());
        let head = Head {
            kind: "article",
            language: &talk.language,
            authors: &talk.authors,
            card: talk.card.clone(),
            card_says: &talk.title,
            ..self.head(Some(&talk.title), Some(description.unwrap_or_else(usual)))
        };
        let style = [runtime::SITE_STYLE, runtime::TRANSCRIPT_STYLE].concat();
        let paper = self.paper(&talk.transcript, Template::Transcript, head, values);
        self.page(Paper { permissions: &talk.read.permissions, style: &style, ..paper });
    }

    fn moved(&mut self, alias: &str, talk: &Entry) {
        let path = format!("{alias}/index.html");
        if !self.files.contains_key(&path) {
            let head =
                Head { is_unlisted: true, language: &talk.language, ..self.head(Some(&talk.title), None) };
            self.page(self.paper(&path, Template::Moved, head, Values::default().with("talk", talk)));
        }
    }

    /// The head of a page that is called `heading`; none for the site's first page.
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
            authors: site.authors,
            card: site.url.as_ref().filter(|_| site.has_card).map(|url| format!("{url}{CARD}")),
            card_says: site.title,
            is_unlisted: false,
        }
    }

    fn paper<'b>(&self, path: &'b str, template: Template, head: Head<'b>, values: Values) -> Paper<'b> {
        const NOTHING: &Permissions = &Permissions::NONE;
        Paper { path, template, head, values, permissions: NOTHING, script: "", style: runtime::SITE_STYLE }
    }

    fn machine(&mut self, path: &str, template: Template, talks: &[Entry]) {
        let values = Values::default().with("talks", &talks);
        self.render(path, template, values);
    }

    /// One page for people. A page knows how it gets to the top of the site (`root`), and how it is found (`canonical`).
    fn page(&mut self, paper: Paper) {
        let Paper { path, template, head, values, permissions, script, style } = paper;
        let root = "../".repeat(path.matches('/').count());
        let is_found = path != NOWHERE;
        let canonical = self.site.url.as_ref().filter(|_| is_found);
        let canonical = canonical.map(|url| format!("{url}{}", path.trim_end_matches("index.html")));
        let visit = if self.is_offline { offline::visit(&root) } else { String::new() };
        let (live, live_script) = match self.is_live {
            true => (live::live_meta(), runtime::SITE_LIVE_SCRIPT),
            false => (String::new(), ""),
        };
        let script = [script, &visit, live_script].concat();
        let permitted = permitted(permissions.clone(), self.trust);
        let policy = Policy {
            trust: self.trust,
            permissions: &permitted,
            script: &script,
            style,
            has_files: true,
            asks_its_server: canonical.is_some() || self.is_live,
            has_worker: self.is_offline,
        };
        let values = values
            .with("page", &head)
            .with("root", &root)
            .with("path", &path)
            .with("canonical", &canonical)
            .with("policy", &policy.content())
            .with_html("live", &live)
            .with_html("script", &script)
            .with_html("style", style);
        self.render(path, template, values);
    }

    fn render(&mut self, path: &str, template: Template, values: Values) {
        match self.templates.render(template, values, self.sources, None) {
            Ok(text) => self.put(path, text),
            Err(diagnostic) => self.diagnostics.push(diagnostic),
        }
    }

    fn put(&mut self, path: &str, text: String) {
        self.files.insert(path.to_owned(), Output::Bytes(text.into_bytes().into()));
    }
}

/// The slides of a talk to be read, for its template.
struct Leaves<'a>(&'a Entry);

impl Serialize for Leaves<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.read.slides.serialize(serializer)
    }
}

/// What can be found, as JSON that is safe within a `script` element: by talk its title and address, by slide its
/// title, where it is, and every word of it.
fn index(talks: &[Entry]) -> String {
    let talks: Vec<_> = talks
        .iter()
        .map(|talk| {
            let text = match talk.summary.is_empty() {
                true => talk.description.clone().unwrap_or_default(),
                false => talk.summary.join(" "),
            };
            let about = [text.as_str(), &talk.tags.join(" "), talk.event.as_deref().unwrap_or_default()].join(" ");
            let slides: Vec<_> = talk
                .read
                .slides
                .iter()
                .map(|slide| json!([slide.title.as_deref().unwrap_or_default(), slide.id, slide.words]))
                .collect();
            json!({ "title": talk.title, "page": talk.transcript, "day": talk.day, "about": about.trim(), "slides": slides })
        })
        .collect();
    within_script(&talks.into())
}

/// JSON that cannot end the `script` element that it stands in.
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
        ("url", talk.url.clone()),
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
