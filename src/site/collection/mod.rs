//! Several talks become one site: each deck at an address of its own, and the pages to find, read and share them by.
//!
//! A talk is built as it would be alone ([`super::build`]); here it gets its place in the site ([`entry`]), a page to
//! be read on ([`transcript`]), and is listed by day, tag, event and year ([`lists`]). What pages look like is their
//! templates' affair; a file of the same name in the site's `templates/site/` is used instead.

mod entry;
mod lists;
mod pages;
mod transcript;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::entry::Entry;
use self::pages::Pages;
use super::{Built, BuiltSlide, Options, Output, Project, Purpose, Site, build, check};
use crate::deck::{Placed, Publishing, Running, Settings};
use crate::parse;
use crate::text::{Diagnostic, SourceId, Sources, Span};

/// Everything that a site of several talks is made from.
pub struct Collection {
    /// The site's settings and templates.
    pub sources: Sources,
    /// The site's `orate.toml`.
    pub settings: SourceId,
    /// The site's own templates, by their path within `templates/`.
    pub templates: BTreeMap<String, SourceId>,
    /// In the order of their folders.
    pub talks: Vec<Talk>,
    /// What was to say while they were read.
    pub diagnostics: Vec<Diagnostic>,
}

/// One talk of a site.
pub struct Talk {
    /// Its folder or file from the site's folder, with `/` on every system: `talks/ha`.
    pub path: String,
    pub project: Project,
}

/// What came of a site.
pub struct BuiltCollection {
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
    pub fn has_errors(&self) -> bool {
        let own =
            self.diagnostics.iter().any(|diagnostic| diagnostic.severity == crate::text::Severity::Error);
        own || self.talks.iter().any(|(_, built)| built.has_errors())
    }
}

/// What a talk takes over from its site where it says nothing itself. `address` is its place in the site: `ha/`.
fn inherited(site: &Settings, address: &str) -> Settings {
    let url = site.url.as_ref().map(|url| format!("{}/{address}", url.value.trim_end_matches('/')));
    // A theme that is a file of the site is none of the talk's.
    let theme =
        if site.theme.value.contains(['/', '.']) { Settings::default().theme } else { site.theme.clone() };
    let licence = site.running.licence.clone().map(|licence| Placed { at: None, ..licence });
    Settings {
        author: site.author.clone(),
        language: site.language.clone(),
        theme: Placed { at: None, ..theme },
        url: url.map(|value| Placed { value, at: None }),
        draft: Placed { at: None, ..site.draft },
        running: Running { licence, ..Running::default() },
        publish: Publishing {
            with_notes: site.publish.with_notes,
            hosting: site.publish.hosting.clone(),
            ..Publishing::default()
        },
        ..Settings::default()
    }
}

/// Builds a site of several talks.
pub fn build_collection(programme: Collection, options: &Options) -> BuiltCollection {
    put_together(programme, options, Purpose::Build)
}

/// Builds the pages of a site to be looked at while its talks are written, and says where each deck has its place: there
/// it is to be shown by [`super::preview`].
pub fn preview_collection(programme: Collection, options: &Options) -> (BuiltCollection, Vec<TalkPlace>) {
    let settings = parse::settings_of(programme.sources.whole(programme.settings), &mut Vec::new());
    let seat = |(talk, place): (&Talk, String)| TalkPlace {
        path: talk.path.clone(),
        folder: format!("{place}/"),
        inherited: inherited(&settings, &format!("{place}/")),
    };
    let seats = programme.talks.iter().zip(entry::places(&programme.talks)).map(seat).collect();
    (put_together(programme, options, Purpose::Preview), seats)
}

/// The place of a talk in a site.
#[derive(Clone, Debug, PartialEq)]
pub struct TalkPlace {
    /// Of the talk, from the site's folder.
    pub path: String,
    /// Of its deck, from the top of the site: `ha/`.
    pub folder: String,
    /// What it takes over from the site.
    pub inherited: Settings,
}

/// Builds a site of several talks to be told everything that could be better in them.
pub fn check_collection(programme: Collection, options: &Options) -> BuiltCollection {
    put_together(programme, options, Purpose::Check)
}

/// What makes a deck of a talk.
type Make = fn(&Project, &Options) -> Built;

fn put_together(mut programme: Collection, options: &Options, purpose: Purpose) -> BuiltCollection {
    let make: Make = if purpose == Purpose::Check { check } else { build };
    let mut diagnostics = std::mem::take(&mut programme.diagnostics);
    let whole = programme.sources.whole(programme.settings);
    let settings = parse::settings_of(whole, &mut diagnostics);
    let places = entry::places(&programme.talks);
    for (talk, place) in programme.talks.iter_mut().zip(&places) {
        talk.project.inherited = Some(inherited(&settings, &format!("{place}/")));
    }
    let talks: Vec<(Entry, Built, Site)> = programme
        .talks
        .par_iter_mut()
        .zip(&places)
        .map(|(talk, place)| entry::build_talk(talk, place, &settings, options, make))
        .collect();
    let mut site = Site::default();
    let mut entries = Vec::with_capacity(talks.len());
    let mut built = Vec::with_capacity(talks.len());
    let mut withheld = Vec::new();
    for (talk, (entry, one, files)) in programme.talks.iter().zip(talks) {
        if one.privacy.is_withheld {
            diagnostics.push(left_out(&talk.path, whole.span));
            withheld.push((talk.path.clone(), one));
            continue;
        }
        site.files.extend(files.files);
        entries.push(entry);
        built.push((talk.path.clone(), one));
    }
    if built.is_empty() && !withheld.is_empty() {
        diagnostics.push(nothing_public(whole.span));
    }
    forgive_variants(&mut built);
    let is_preview = purpose == Purpose::Preview;
    let is_offline = settings.publish.hosting.offline && options.is_for_hosts() && !is_preview;
    let pages = Pages {
        is_public: options.public,
        is_offline,
        is_live: is_preview,
        trust: options.trust,
        settings: &settings,
        sources: &programme.sources,
        templates: &programme.templates,
    };
    let (files, said) = pages.write(&entries);
    site.files.extend(files);
    diagnostics.extend(said);
    if options.is_for_hosts() && purpose == Purpose::Build {
        super::hosting::prepare(&mut site, &settings.publish.hosting);
    }
    if settings.url.is_none() {
        diagnostics.push(
            Diagnostic::note(
                "no-url",
                whole.span.head(),
                "the address of the site is not known, so there are no feed, sitemap and cards",
            )
            .help("set `url = \"https://…/\"` in `orate.toml`"),
        );
    }
    BuiltCollection { site, talks: built, withheld, settings, diagnostics, sources: programme.sources }
}

/// Tells of a talk that the site does not have. What is wrong in it is told by a build that has it.
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

/// A variant that one talk knows need not be known by the others: they are as they always are.
fn forgive_variants(talks: &mut [(String, Built)]) {
    // What was asked for on the command line stands in no file.
    let is_asked = |told: &Diagnostic| told.code == "unknown-variant" && told.at.is_none();
    if talks.iter().any(|(_, built)| !built.diagnostics.iter().any(is_asked)) {
        talks.iter_mut().for_each(|(_, built)| built.diagnostics.retain(|told| !is_asked(told)));
    }
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
