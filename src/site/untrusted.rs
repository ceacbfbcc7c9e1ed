//! A talk that is not trusted: which of its templates and links are used, and what its page may do.

use std::collections::BTreeMap;

use crate::deck::{Settings, Trust};
use crate::html::{Permissions, untrusted};
use crate::text::{Diagnostic, Noted, SourceId, Sources};

/// The project's own templates that are used: none of a talk that is not trusted.
///
/// A template writes the page itself, its policy too, so that what it puts out could not be told from what orate does.
pub(super) fn templates(
    own: &BTreeMap<String, SourceId>,
    trust: Trust,
    sources: &Sources,
) -> Noted<BTreeMap<String, SourceId>> {
    if !trust.is_untrusted() {
        return own.clone().into();
    }
    let unused = own.values().map(|&id| {
        let at = sources.whole(id).span.head();
        Diagnostic::warning("untrusted", at, "this template is not used, since the talk is not trusted")
            .help("orate uses its built-in one instead")
    });
    Noted::from(BTreeMap::new()).note_all(unused)
}

/// What a page may load and run: nothing, where its talk is not trusted, but the styles in it.
pub(super) fn permitted(permissions: Permissions, trust: Trust) -> Permissions {
    match trust {
        Trust::Trusted => permissions,
        Trust::Untrusted => Permissions { has_style: permissions.has_style, ..Permissions::default() },
    }
}

/// Takes links out of the settings that would run something, or lead to a file that does.
pub(super) fn clean_settings(settings: &mut Settings) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let listing = &mut settings.listing;
    for link in [&mut listing.video, &mut listing.pdf, &mut listing.code] {
        if let Some(harmful) = link.take_if(|link| !untrusted::is_harmless_link(&link.value)) {
            diagnostics.push(untrusted::harmful_link(harmful.at));
        }
    }
    if std::mem::take(&mut listing.makes_pdf) {
        let message = "no PDF is made of this talk, since it is not trusted";
        diagnostics.push(Diagnostic::note("untrusted", None, message));
    }
    for edition in &mut listing.editions {
        if edition.video.take_if(|video| !untrusted::is_harmless_link(video)).is_some() {
            diagnostics.push(untrusted::harmful_link(None));
        }
    }
    diagnostics
}
