//! A talk is read: includes are followed, its variant is chosen, and what is private is parted from the rest.

use crate::deck::{Deck, Occasion, Settings, Variant};
use crate::parse::{self, Manuscript};
use crate::text::{Diagnostic, Sources};

use super::talk_links::below;
use super::untrusted::clean_settings;
use super::{Options, Project, include, privacy, variant};

/// How many slides a talk may have: what a build keeps of that many stays well under a gigabyte.
const LIMIT: usize = 200_000;

/// The code of the error that keeps a public build of a draft from being made.
pub(super) const WITHHELD: &str = "draft-talk";

/// A talk that was read: what is left of it to be shown, and what there was to say.
pub(super) struct Read {
    pub deck: Deck,
    pub variant: Variant,
    /// The names of variants so far: those of elements are known when slides are rendered.
    pub known: variant::VariantNames,
    /// Of a public talk.
    pub privacy: privacy::Collected,
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

pub(super) fn read(project: &Project, options: &Options, is_check: bool) -> Read {
    let mut sources = project.sources.clone();
    let mut diagnostics = project.diagnostics.clone();
    let (entries, said) = include::expand(project, &mut sources);
    diagnostics.extend(said);
    let manuscript = Manuscript {
        sources: &sources,
        settings: project.settings,
        entries: &entries,
        single: project.single,
        inherited: project.inherited.as_ref(),
    };
    let parsed = if is_check { parse::check(&manuscript) } else { parse::parse(&manuscript) };
    diagnostics.extend(parsed.diagnostics);
    let variant = variant::chosen(options.variant.as_deref(), &parsed.deck.settings);
    let (deck, known) = variant::select(parsed.deck, &variant);
    let with_notes = !options.public || deck.settings.publish.with_notes;
    let privacy = match options.public {
        true => privacy::collect(&deck, &sources, with_notes),
        false => privacy::Collected::default(),
    };
    diagnostics.extend(privacy.is_withheld.then(|| withheld(&deck)));
    let mut deck = match options.public {
        true => privacy::without_private(deck, with_notes),
        false => privacy::with_marked_drafts(deck),
    };
    if options.trust.is_untrusted() {
        diagnostics.extend(clean_settings(&mut deck.settings));
    }
    if let Some((edition, address)) = &project.edition {
        given_at(&mut deck.settings, edition, address);
    }
    let over = deck.slides().nth(LIMIT).map(|slide| slide.span.head());
    if let Some(at) = over {
        let count = deck.slides().count();
        let message = format!("this talk has {count} slides, and the limit is {LIMIT}");
        diagnostics.push(
            Diagnostic::error("too-many-slides", at, message)
                .help("is `separator` what parts your slides? Else part the talk into several"),
        );
        deck.sections.clear();
    }
    Read { deck, variant, known, privacy, sources, diagnostics }
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
        && let Some(own) = &mut settings.url
    {
        own.value = url;
    }
}
