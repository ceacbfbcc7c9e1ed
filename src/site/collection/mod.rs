//! Several talks become one site: each deck at an address of its own, and the pages to find, read and share them by.
//!
//! A talk is built as it would be alone ([`super::build()`]); here it gets its place in the site ([`entry`]), a page to
//! be read on ([`transcript`]), and is listed by day, tag, event and year ([`lists`]). What pages look like is their
//! templates' affair; a file of the same name in the site's `templates/site/` is used instead.

mod entry;
mod groups;
mod inputs;
mod lists;
mod look;
mod memo;
mod pages;
mod search;
mod speaker;
mod transcript;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use self::entry::{Entry, TalkInSite};
use self::inputs::Pages;
pub(crate) use self::memo::CollectionMemo;
use self::pages::{PagesMemo, Wanted};
use super::{
    Built, BuiltSlide, Memo, Options, Output, Project, Purpose, Site, check, check_with_places, preview,
    rebuild,
};
use crate::assets::Library;
use crate::deck::{
    EMBED_LIMIT, Listing, PageSettings, Placed, Publishing, Running, SITE_EMBED_LIMIT, Settings,
    address_below,
};
use crate::parse::SettingsFile;
use crate::text::{Diagnostic, Noted, Severity, SourceId, Sources, Span};

/// Everything that a site of several talks is made from.
pub(crate) struct Collection {
    /// The site's settings and templates.
    pub sources: Sources,
    /// The site's `orate.toml`.
    pub settings: SettingsFile,
    /// The site's own templates, by their path within `templates/`.
    pub templates: BTreeMap<String, SourceId>,
    /// The site's own files.
    pub library: Arc<dyn Library>,
    /// In the order of their folders.
    pub talks: Vec<Talk>,
    /// What was to say while they were read.
    pub diagnostics: Vec<Diagnostic>,
}

/// One talk of a site.
pub(crate) struct Talk {
    /// Its folder or file from the site's folder, with `/` on every system: `talks/ha`.
    pub path: String,
    pub project: Arc<Project>,
}

/// What came of a site.
pub(crate) struct BuiltCollection {
    pub site: Site,
    /// By the talk's path from the site's folder, in the order of the folders.
    pub talks: Vec<(String, Built)>,
    /// The talks that a public site does not have, since they are drafts as a whole: what they say is to be found in none
    /// of its files.
    pub withheld: Vec<(String, Built)>,
    /// The site's own.
    pub settings: Settings,
    /// What there is to say about the site itself.
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
}

impl BuiltCollection {
    /// Whether the site or a talk is not what its author meant.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(is_error) || self.talks.iter().any(|(_, built)| built.has_errors())
    }
}

/// What a talk takes over from its site where it says nothing itself. `address` is its place in the site: `ha/`.
fn inherited(site: &Settings, address: &str) -> Settings {
    let url = site.publishing.url.as_ref().map(|url| address_below(&url.value, address));
    // A theme that is a file of the site is none of the talk's.
    let theme = if site.page.theme.value.contains(['/', '.']) {
        Settings::default().page.theme
    } else {
        site.page.theme.clone()
    };
    let licence = site.page.running.licence.clone().map(|licence| Placed { at: None, ..licence });
    Settings {
        author: site.author.clone(),
        language: site.language.clone(),
        draft: Placed { at: None, ..site.draft },
        page: PageSettings {
            theme: Placed { at: None, ..theme },
            appearance: site.page.appearance.clone().map(|scheme| Placed { at: None, ..scheme }),
            running: Running { licence, ..Running::default() },
            embed: site.page.embed,
            embed_limit: embed_limit(site),
            ..PageSettings::default()
        },
        publishing: Publishing {
            url: url.map(|value| Placed { value, at: None }),
            with_notes: site.publishing.with_notes,
            hosting: site.publishing.hosting.clone(),
            ..Publishing::default()
        },
        listing: Listing { makes_pdf: site.listing.makes_pdf, ..Listing::default() },
        ..Settings::default()
    }
}

/// The most bytes of a file that is part of its deck: what the site says, else what is usual for sites.
fn embed_limit(site: &Settings) -> u64 {
    match site.page.embed_limit {
        EMBED_LIMIT => SITE_EMBED_LIMIT,
        own => own,
    }
}

/// Builds a site of several talks.
pub(crate) fn build_collection(collection: &Collection, options: &Options) -> BuiltCollection {
    build_all(collection, options, Purpose::Build)
}

/// Builds a site of several talks to report everything that could be better in them.
pub(crate) fn check_collection(collection: &Collection, options: &Options) -> BuiltCollection {
    build_all(collection, options, Purpose::Check)
}

/// The same of talks that are to be looked at in a browser.
pub(crate) fn check_collection_with_places(collection: &Collection, options: &Options) -> BuiltCollection {
    build_all(collection, options, Purpose::Look)
}

/// The pages of a site, to be looked at while its talks are written.
pub(crate) struct PreviewedPages {
    /// Every page but those of talks.
    pub site: Site,
    /// What there is to say about the site itself, and not about a talk of it.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the site or a talk of it is not what its author meant.
    pub has_errors: bool,
    /// Whether there is a talk to show.
    pub has_talks: bool,
}

/// The place of a talk in a site.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TalkPlace {
    /// Of the talk, from the site's folder.
    pub path: String,
    /// Of its deck, from the top of the site: `ha/`.
    pub folder: String,
    /// What it takes over from the site.
    pub inherited: Settings,
}

/// Where the deck of each talk of a site is, in the order of the talks.
pub(crate) fn talk_places(collection: &Collection) -> Vec<TalkPlace> {
    let place = |(talk, place): (&Talk, String)| {
        let folder = format!("{place}/");
        let inherited = inherited(collection.settings.own(), &folder);
        TalkPlace { path: talk.path.clone(), folder, inherited }
    };
    collection.talks.iter().zip(entry::places(&collection.talks)).map(place).collect()
}

fn build_all(collection: &Collection, options: &Options, purpose: Purpose) -> BuiltCollection {
    let places = talk_places(collection);
    let build = |(talk, place): (&Talk, &TalkPlace)| {
        let site = collection.settings.own();
        let talk = entry::TalkBuild { talk, place, site, options, purpose, with_editions: true };
        talk.build(&mut Memo::default())
    };
    let talks: Vec<TalkInSite> = collection.talks.par_iter().zip(&places).map(build).collect();
    let site = SiteBuild { collection, options, purpose };
    let Noted { value: site, diagnostics } = site.assemble(&talks);
    let talks = talks.into_iter().map(|talk| (talk.path, talk.built));
    let (withheld, mut talks): (Vec<_>, Vec<_>) = talks.partition(|(_, built)| built.privacy.is_withheld);
    forgive_variants(&mut talks);
    BuiltCollection {
        site,
        talks,
        withheld,
        settings: collection.settings.own().clone(),
        diagnostics,
        sources: collection.sources.clone(),
    }
}

/// A site whose talks are built.
struct SiteBuild<'a> {
    collection: &'a Collection,
    options: &'a Options,
    purpose: Purpose,
}

impl SiteBuild<'_> {
    /// Puts the files of talks together with the pages around them.
    fn assemble(&self, talks: &[TalkInSite]) -> Noted<Site> {
        let SiteBuild { collection, options, purpose } = *self;
        let (withheld, shown): (Vec<&TalkInSite>, Vec<&TalkInSite>) =
            talks.iter().partition(|talk| talk.built.privacy.is_withheld);
        let withheld: Vec<&str> = withheld.iter().map(|talk| talk.path.as_str()).collect();
        let entries = shown.iter().map(|talk| talk.entry.clone()).collect();
        let pages = self.pages(entries, &withheld, Wanted::All, &mut PagesMemo::default());
        pages.map(|pages| {
            let mut site = Site::default();
            shown.iter().for_each(|talk| site.files.extend(talk.files.clone()));
            site.files.extend(pages);
            if options.is_for_hosts() && purpose == Purpose::Build {
                let hosting = &collection.settings.own().publishing.hosting;
                super::hosting::prepare(&mut site, hosting);
            }
            site
        })
    }

    /// Those of the pages around talks that are wanted, and what there is to say about the site itself. `entries` are of the
    /// talks that it has, and `withheld` the paths of those that are not for the public.
    fn pages(
        &self,
        entries: Vec<Arc<Entry>>,
        withheld: &[&str],
        wanted: Wanted<'_>,
        memo: &mut PagesMemo,
    ) -> Noted<BTreeMap<String, Output>> {
        let SiteBuild { collection, options, purpose } = *self;
        let mut diagnostics = collection.diagnostics.clone();
        let settings = collection.settings.over(Settings::default()).take_into(&mut diagnostics);
        let whole = collection.sources.whole(collection.settings.source).span;
        diagnostics.extend(withheld.iter().map(|path| left_out(path, whole)));
        diagnostics.extend((entries.is_empty() && !withheld.is_empty()).then(|| nothing_public(whole)));
        let is_preview = purpose == Purpose::Preview;
        let pages = Pages {
            is_public: options.public,
            is_offline: settings.publishing.hosting.offline && options.is_for_hosts() && !is_preview,
            is_live: is_preview,
            trust: options.trust,
            settings: &settings,
            sources: &collection.sources,
            library: &*collection.library,
            templates: &collection.templates,
        };
        let files = pages.write(entries, wanted, memo).take_into(&mut diagnostics);
        diagnostics.extend(settings.publishing.url.is_none().then(|| no_address(whole)));
        Noted::new(files, diagnostics)
    }
}

/// Says what a site without an address lacks.
fn no_address(site: Span) -> Diagnostic {
    let message = "the address of the site is not known, so there are no feed, sitemap and cards";
    Diagnostic::note("no-url", site.head(), message).help("set `url = \"https://…/\"` in `orate.toml`")
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// Reports a talk that the site does not have. A build that has it reports its mistakes.
fn left_out(talk: &str, site: Span) -> Diagnostic {
    let message = format!("the talk `{talk}` is a draft, and left out of the site");
    Diagnostic::note("draft-left-out", site.head(), message)
}

fn nothing_public(site: Span) -> Diagnostic {
    Diagnostic::error(
        "draft-site",
        site.head(),
        "every talk of this site is a draft, so there is nothing for the public",
    )
    .help("take `draft` out of a talk that is ready, or of `orate.toml`")
}

/// Leaves out that a talk does not know the variant of the command line, where another talk of the site knows it.
fn forgive_variants(talks: &mut [(String, Built)]) {
    if talks.iter().any(|(_, built)| knows_variant(built)) {
        talks
            .iter_mut()
            .for_each(|(_, built)| built.diagnostics.retain(|diagnostic| !is_of_variant(diagnostic)));
    }
}

/// Whether a talk knows the variant that the command line names.
fn knows_variant(built: &Built) -> bool {
    !built.diagnostics.iter().any(is_of_variant)
}

/// Whether a diagnostic says that the variant of the command line is not known. It has no place in a file.
fn is_of_variant(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == "unknown-variant" && diagnostic.at.is_none()
}

/// A file of a talk in its place in the site.
fn placed(output: Output, path: &str) -> Output {
    match output {
        Output::Copy { from, size } => {
            let is_file = path.ends_with(".md") || path.ends_with(".markdown");
            let folder = if is_file { path.rsplit_once('/').map_or("", |(folder, _)| folder) } else { path };
            let from = if folder.is_empty() { from } else { format!("{folder}/{from}") };
            Output::Copy { from, size }
        }
        bytes => bytes,
    }
}

#[cfg(test)]
mod tests;
