//! A talk is read: includes are followed, its variant is chosen, and what is private is parted from the rest.

use crate::deck::{Deck, Occasion, Settings, Variant};
use crate::parse::{self, Manuscript};
use crate::runtime;
use crate::text::{Diagnostic, Noted, Sources};

use super::talk_links::below;
use super::untrusted::clean_settings;
use super::{Options, Project, include, privacy, variant};

/// How many slides a talk may have: what a build keeps of that many stays well under a gigabyte.
const LIMIT: usize = 200_000;

/// The code of the error that keeps a public build of a draft from being made.
pub(super) const WITHHELD: &str = "draft-talk";

/// A talk that was read: what is left of it to be shown.
#[derive(Debug)]
pub(super) struct ReadTalk {
    pub deck: Deck,
    pub variant: Variant,
    /// The names of variants so far: those of elements are known when slides are rendered.
    pub variant_names: variant::VariantNames,
    /// Of a public talk.
    pub privacy: privacy::Collected,
    pub sources: Sources,
}

/// How a manuscript is parsed: [`parse::parse`], or [`parse::check`], which reports more.
type Parse = fn(&Manuscript<'_>) -> parse::Parsed;

/// Reads a talk: puts in what it includes, chooses its variant, and takes out what is private.
pub(super) fn read(project: &Project, options: &Options, parse: Parse) -> Noted<ReadTalk> {
    let mut sources = project.sources.clone();
    let mut diagnostics = project.diagnostics.clone();
    let entries = include::expand(project, &mut sources).take_into(&mut diagnostics);
    let parsed = parse(&Manuscript {
        sources: &sources,
        settings: project.settings.as_ref(),
        entries: &entries,
        single: project.single,
        inherited: project.inherited.as_ref(),
    });
    diagnostics.extend(parsed.diagnostics);
    let variant = variant::chosen(options.variant.as_deref(), &parsed.deck.settings);
    let (deck, variant_names) = variant::select(parsed.deck, &variant);
    let (mut deck, privacy) = publishable(deck, options, &sources).take_into(&mut diagnostics);
    if options.trust.is_untrusted() {
        diagnostics.extend(clean_settings(&mut deck.settings));
    }
    if let Some((edition, address)) = &project.edition {
        given_at(&mut deck.settings, edition, address);
    }
    if let Some(theme) = &options.theme {
        deck.settings.page.theme.value.clone_from(theme);
    }
    number_slides(&mut deck.settings);
    if let Some(too_long) = too_long(&deck) {
        diagnostics.push(too_long);
        deck.sections.clear();
    }
    Noted::new(ReadTalk { deck, variant, variant_names, privacy, sources }, diagnostics)
}

/// Shows the number of each slide where the theme is one that does, unless the author says how.
fn number_slides(settings: &mut Settings) {
    let is_numbered = runtime::theme(&settings.page.theme.value).is_some_and(|theme| theme.is_numbered);
    if is_numbered && settings.reading.extensions {
        settings.page.reveal.entry("slideNumber").or_insert_with(|| "c/t".into());
    }
}

/// The deck without what is private where it is for the public, with what was left out.
fn publishable(deck: Deck, options: &Options, sources: &Sources) -> Noted<(Deck, privacy::Collected)> {
    if !options.public {
        return (privacy::with_marked_drafts(deck), privacy::Collected::default()).into();
    }
    let with_notes = deck.settings.publishing.with_notes;
    let privacy = privacy::collect(&deck, sources, with_notes);
    let withheld = privacy.is_withheld.then(|| withheld(&deck));
    Noted::from((privacy::without_private(deck, with_notes), privacy)).note_all(withheld)
}

/// Says that a talk has more slides than a build takes.
fn too_long(deck: &Deck) -> Option<Diagnostic> {
    let at = deck.slides().nth(LIMIT)?.span.head();
    let message = format!("this talk has {} slides, and the limit is {LIMIT}", deck.slides().count());
    let diagnostic = Diagnostic::error("too-many-slides", at, message);
    Some(diagnostic.help("is `separator` what parts your slides? Else part the talk into several"))
}

/// Says that a talk has nothing for the public.
fn withheld(deck: &Deck) -> Diagnostic {
    let draft = &deck.settings.draft;
    let message = match draft.value {
        true => "this talk is a draft, so nothing of it is for the public",
        false => "every slide of this talk is a draft or hidden, so nothing of it is for the public",
    };
    let at = draft.at.or_else(|| deck.slides().next().map(|slide| slide.span.head()));
    Diagnostic::error(WITHHELD, at, message)
        .help("take the mark out when the talk is ready; without `--public` you see it as it is")
}

/// Sets when and where a talk was given, and the address at which it stays.
pub(super) fn given_at(settings: &mut Settings, edition: &Occasion, address: &str) {
    settings.event = Some(edition.event.clone());
    settings.date = edition.date.clone();
    settings.listing.place = edition.place.clone();
    if let Some(url) = below(settings, &format!("{address}/"))
        && let Some(own) = &mut settings.publishing.url
    {
        own.value = url;
    }
}
