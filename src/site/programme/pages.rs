//! The pages of a site: all talks, lists of some, each talk to be read, a search, and what machines ask for.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::CARD;
use super::entry::Entry;
use super::lists::{List, Lists, lists};
use crate::assets::Output;
use crate::deck::Settings;
use crate::render::Permissions;
use crate::render::templates::{Template, Templates, Values};
use crate::runtime;
use crate::site::card::Card;
use crate::site::policy::Policy;
use crate::text::{Diagnostic, SourceId, Sources};

/// What the pages are made from, besides the talks.
pub struct Pages<'a> {
    pub settings: &'a Settings,
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
        let (templates, mut diagnostics) = Templates::load_site(self.templates, self.sources, &site);
        let mut writer = Writer {
            templates: &templates,
            sources: self.sources,
            files: Files::new(),
            diagnostics: Vec::new(),
            url: site.url.clone(),
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
    url: Option<String>,
}

impl Writer<'_> {
    fn all(&mut self, talks: &[Entry], lists: &Lists) {
        let nothing = Permissions::default();
        let all: Vec<_> = talks.iter().map(|talk| described(talk, self.url.as_deref())).collect();
        let values =
            Values::default().with("talks", &talks).with_html("described", &within_script(&all.into()));
        self.page("index.html", Template::SiteIndex, values, &nothing, "");
        for (kind, lists) in [("tag", &lists.tags), ("event", &lists.events), ("year", &lists.years)] {
            for list in lists {
                self.list(kind, list, talks);
            }
        }
        for (index, talk) in talks.iter().enumerate() {
            let values = Values::default()
                .with("talk", talk)
                .with_html("described", &within_script(&described(talk, self.url.as_deref())))
                .with("slides", &Leaves(talk))
                .with("newer", &index.checked_sub(1).map(|index| &talks[index]))
                .with("older", &talks.get(index + 1));
            self.page(&talk.transcript, Template::Transcript, values, &talk.read.permissions, "");
            for alias in &talk.aliases {
                self.moved(alias, talk);
            }
        }
        let values = Values::default().with("talks", &talks).with_html("index", &index(talks));
        self.page("search/index.html", Template::Search, values, &nothing, runtime::SEARCH_SCRIPT);
        self.page("404.html", Template::Nowhere, Values::default().with("talks", &talks), &nothing, "");
        self.put("robots.txt", robots(self.url.as_deref()));
        if self.url.is_some() {
            self.machine("feed.xml", Template::Feed, talks);
            self.machine("sitemap.xml", Template::Sitemap, talks);
        }
    }

    fn list(&mut self, kind: &str, list: &List, talks: &[Entry]) {
        let some: Vec<&Entry> = list.talks.iter().map(|&index| &talks[index]).collect();
        let values = Values::default().with("kind", &kind).with("list", list).with("talks", &some);
        self.page(&list.page, Template::SiteList, values, &Permissions::default(), "");
    }

    fn moved(&mut self, alias: &str, talk: &Entry) {
        let path = format!("{alias}/index.html");
        if !self.files.contains_key(&path) {
            self.page(
                &path,
                Template::Moved,
                Values::default().with("talk", talk),
                &Permissions::default(),
                "",
            );
        }
    }

    fn machine(&mut self, path: &str, template: Template, talks: &[Entry]) {
        let values = Values::default().with("talks", &talks);
        self.render(path, template, values);
    }

    /// One page for people. A page knows how it gets to the top of the site (`root`), and how it is found (`canonical`).
    fn page(
        &mut self,
        path: &str,
        template: Template,
        values: Values,
        permissions: &Permissions,
        script: &str,
    ) {
        let root = "../".repeat(path.matches('/').count());
        let canonical = self.url.as_ref().map(|url| format!("{url}{}", path.trim_end_matches("index.html")));
        let policy =
            Policy { permissions, script, style: runtime::SITE_STYLE, has_files: true, is_preview: false };
        let values = values
            .with("root", &root)
            .with("path", &path)
            .with("canonical", &canonical)
            .with("policy", &policy.content())
            .with_html("script", script)
            .with_html("style", runtime::SITE_STYLE);
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
            let about = [talk.description.as_deref().unwrap_or_default(), &talk.summary.join(" "), &talk.tags.join(" "), talk.event.as_deref().unwrap_or_default()].join(" ");
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
        ("image", talk.url.as_ref().filter(|_| talk.has_card).map(|url| format!("{url}{CARD}"))),
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
