//! What could be better in a site that is about to be given away, as far as its finished pages tell: links that lead
//! nowhere, HTML that browsers mend, what a card lacks, what is too large for a telephone.
//!
//! Slides are checked where they are read; here is what only the whole can tell. A thing that is on several pages (a
//! deck, the same talk to be read) is reported once.

pub(crate) mod look;

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::Site;
use super::sharing::CARD;
use crate::assets::{Address, Output, join_path, media_type, percent_decoded};
use crate::deck::address_below;
use crate::html::{Inspected, inspect};
use crate::text::{Diagnostic, Sources, Span};

/// A page of more bytes takes a telephone in a train more than five seconds (at 4 Mbit/s).
const LARGE_PAGE: u64 = 2_500_000;

/// A picture of more bytes was not made for a page.
const LARGE_PICTURE: u64 = 1_500_000;

/// The kinds of picture that those who show cards read.
const CARDS: &[&str] = &["image/png", "image/jpeg", "image/webp", "image/gif"];

/// A link that leads out of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outside {
    pub address: String,
    /// Where its author wrote it, if it can be found.
    pub at: Option<Span>,
    /// A page that it is on.
    pub page: String,
}

/// What an audit found.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    pub diagnostics: Vec<Diagnostic>,
    /// Each address once, in their order.
    pub outside: Vec<Outside>,
}

/// Looks at every page of a site. `url` is where it will be found, and `reported` the diagnostics of its build.
pub(crate) fn audit(site: &Site, url: Option<&str>, sources: &Sources, reported: &[Diagnostic]) -> Audit {
    let pages: BTreeMap<&str, Inspected> = site
        .files
        .par_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .filter_map(|(path, output)| match output {
            Output::Bytes(bytes) => Some((path.as_str(), inspect(std::str::from_utf8(bytes).ok()?))),
            Output::Copy { .. } => None,
        })
        .collect();
    let url = url.map(|url| address_below(url, ""));
    let mut auditor = Auditor {
        site,
        pages: &pages,
        url,
        sources,
        reported,
        audit: Audit::default(),
        seen: HashSet::new(),
    };
    for (path, page) in &pages {
        auditor.links(path, page);
        auditor.validity(path, page);
        if page.ids.contains(DECK) {
            auditor.card(path, page);
        }
    }
    auditor.titles();
    auditor.sizes();
    auditor.audit.outside.sort_by(|one, other| one.address.cmp(&other.address));
    auditor.audit
}

/// The id of a deck's configuration.
const DECK: &str = "orate-deck";

struct Auditor<'a> {
    site: &'a Site,
    pages: &'a BTreeMap<&'a str, Inspected>,
    /// With `/` at its end.
    url: Option<String>,
    sources: &'a Sources,
    reported: &'a [Diagnostic],
    audit: Audit,
    /// The addresses that were looked at.
    seen: HashSet<String>,
}

impl Auditor<'_> {
    fn warn(&mut self, code: &'static str, at: Option<Span>, message: String, help: &str) {
        let diagnostic = Diagnostic::warning(code, at, message).help(help);
        if !self.audit.diagnostics.contains(&diagnostic) {
            self.audit.diagnostics.push(diagnostic);
        }
    }

    fn links(&mut self, path: &str, page: &Inspected) {
        for address in page.links.iter().chain(&page.files) {
            // The site's own whole address leads to its own pages.
            let own = self.url.as_deref().and_then(|url| address.strip_prefix(url));
            match (own, Address::of(address)) {
                (Some(below), _) => self.inner("", path, address, below),
                (None, Address::File { .. }) => self.inner(folder(path), path, address, address),
                (None, _) if page.links.contains(address) && address.starts_with("http") => {
                    let at = self.place(address);
                    let outside = Outside { address: address.clone(), at, page: path.to_owned() };
                    if self.audit.outside.iter().all(|other| other.address != outside.address) {
                        self.audit.outside.push(outside);
                    }
                }
                _ => {}
            }
            if address.starts_with('#') && !page.ids.contains(DECK) {
                self.anchor(path, path, address, &address[1..]);
            }
        }
    }

    /// A link within the site, from a folder of it.
    fn inner(&mut self, base: &str, page: &str, address: &str, relative: &str) {
        let (target, anchor) = relative.split_once('#').unwrap_or((relative, ""));
        let target = percent_decoded(target.split('?').next().unwrap_or_default());
        if target.starts_with('/') {
            return;
        }
        // What lies above the site is not known.
        let Some(mut target) = join_path(base, &target) else { return };
        if target.is_empty() || relative.split(['#', '?']).next().is_some_and(|path| path.ends_with('/')) {
            target = format!("{target}/index.html").trim_start_matches('/').to_owned();
        }
        if self.site.files.contains_key(&target) {
            if target != page {
                self.anchor(page, &target, address, anchor);
            }
            return;
        }
        let is_reported =
            self.reported.iter().any(|diagnostic| diagnostic.subject.as_deref() == Some(address));
        if is_reported || !self.seen.insert(address.to_owned()) {
            return;
        }
        let folder = format!("{target}/index.html");
        let help = match self.site.files.contains_key(&folder) {
            true => "a folder's address ends with `/`; from disk, only `…/index.html` leads there",
            false => "there is no such file in what is published",
        };
        let at = self.place(address);
        self.warn("broken-link", at, format!("`{address}` on `{page}` leads nowhere"), help);
    }

    fn anchor(&mut self, page: &str, target: &str, address: &str, anchor: &str) {
        let Some(inspected) = self.pages.get(target) else { return };
        let name = percent_decoded(anchor.trim_start_matches('/'));
        // A place in a deck by its numbers is looked for where its slides are known.
        let is_place = name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit());
        if is_place || inspected.ids.contains(&name) || !self.seen.insert(address.to_owned()) {
            return;
        }
        let at = self.place(address);
        let message =
            format!("`{address}` on `{page}` leads to `{target}`, where nothing is called `{name}`");
        self.warn(
            "broken-link",
            at,
            message,
            "look what it is called there: an id may have changed with its heading",
        );
    }

    /// Where an address is in the author's texts.
    fn place(&self, address: &str) -> Option<Span> {
        self.sources.iter().find_map(|(id, source)| {
            let start = source.text().find(address)?;
            Some(self.sources.origin(self.sources.whole(id).span.part(start..start + address.len())))
        })
    }

    fn validity(&mut self, path: &str, page: &Inspected) {
        if let Some((line, message)) = page.mended.first() {
            let more = match page.mended.len() {
                1 => String::new(),
                count => format!(" (and {} more)", count - 1),
            };
            self.warn(
                "invalid-html",
                None,
                format!("`{path}` is no valid HTML in line {line}: {message}{more}"),
                "a template may leave something open; browsers mend it, each in the same way",
            );
        }
        if page.language.as_deref().is_none_or(str::is_empty) {
            self.warn(
                "no-language",
                None,
                format!("`{path}` does not say in which language it is"),
                "set `language`",
            );
        }
    }

    /// What is shown where the address of a deck is shared.
    fn card(&mut self, path: &str, page: &Inspected) {
        if page.meta("description").is_none() {
            let help = "set `description`: one sentence for search engines and link cards";
            self.warn("no-description", None, format!("`{path}` has no description"), help);
        }
        match page.meta("og:image") {
            None if self.url.is_none() => self.warn(
                "no-card",
                None,
                format!("`{path}` has no card: nothing but its address is seen where it is shared"),
                "set `url`, so that a card can be drawn, or `image`",
            ),
            None => {}
            Some(image) if image.ends_with(CARD) => {}
            // A file that does not say what it is may be anything.
            Some(image) if media_type(image).starts_with("image/") && !CARDS.contains(&media_type(image)) => {
                let name = image.rsplit('/').next().unwrap_or(image);
                let message = format!(
                    "the card of `{path}` is `{name}`, which is not shown where its address is shared"
                );
                self.warn("no-card", None, message, "use a PNG or a JPEG of 1200 × 630 pixels for `image`");
            }
            Some(_) => {}
        }
    }

    fn titles(&mut self) {
        let mut decks: BTreeMap<&str, &str> = BTreeMap::new();
        for (path, page) in self.pages.iter().filter(|(_, page)| page.ids.contains(DECK)) {
            if page.title.trim().is_empty() {
                self.warn(
                    "no-title",
                    None,
                    format!("`{path}` has no title"),
                    "set `title`, or begin with a heading",
                );
            }
            // The same talk, given elsewhere, is below its address.
            let place = path.split('/').next().unwrap_or_default();
            match decks.get(page.title.as_str()) {
                Some(other) if *other != place => {
                    let message =
                        format!("`{path}` and `{other}/index.html` have the same title, `{}`", page.title);
                    self.warn(
                        "same-title",
                        None,
                        message,
                        "give them titles by which a visitor can tell them apart",
                    );
                }
                _ => {
                    decks.insert(&page.title, place);
                }
            }
        }
    }

    fn sizes(&mut self) {
        for (path, output) in &self.site.files {
            let size = output.size();
            let megabytes = size as f64 / 1e6;
            if path.ends_with(".html") && size > LARGE_PAGE {
                let help =
                    "say `embed = \"auto\"` or `embed = \"never\"`, so that pictures lie beside the page";
                self.warn("large-page", None, format!("`{path}` has {megabytes:.1} MB"), help);
            } else if media_type(path).starts_with("image/") && size > LARGE_PICTURE {
                let help = "save it smaller: a screen has two thousand pixels from side to side";
                self.warn("large-picture", None, format!("`{path}` has {megabytes:.1} MB"), help);
            }
        }
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
