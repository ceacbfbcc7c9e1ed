//! What there is of a talk besides its deck, and the addresses at which it is found.

use crate::assets::{self, Plan, Reference, Role};
use crate::deck::{Placed, Settings, address_below};
use crate::text::Sources;

use super::Project;

/// Where else a talk can be followed: addresses as the page would write them.
#[derive(Clone, Debug, Default)]
pub(crate) struct TalkLinks {
    pub video: Option<String>,
    pub pdf: Option<String>,
    pub code: Option<String>,
    /// The talk's own picture.
    pub cover: Option<String>,
    /// The whole address of what is shown where the talk's is shared.
    pub card: Option<String>,
}

/// The name of a deck's PDF that is made for it, beside its page.
pub(crate) const PDF: &str = "slides.pdf";

/// The picture of the social card, where it is a file of the project.
pub(super) fn card_reference(settings: &Settings, sources: &Sources, project: &Project) -> Option<Reference> {
    let image = settings.publishing.image.as_ref()?;
    let source = project.settings_source(sources)?;
    let at = image.at.unwrap_or_else(|| sources.whole(source).span.head());
    // A card's picture is fetched by its address, so it can only be a file.
    Some(Reference { address: image.value.clone(), base: String::new(), at, role: Role::Link })
}

/// What else there is of a talk, where it is a file of the project: the recording, the slides on paper, the code.
pub(super) fn listed_files(settings: &Settings) -> [Option<Reference>; 3] {
    let listing = &settings.listing;
    [&listing.video, &listing.pdf, &listing.code].map(|link| {
        let Placed { value, at } = link.clone()?;
        at.map(|at| Reference { address: value, base: String::new(), at, role: Role::Link })
    })
}

/// The address of the card's picture: absolute where the deck's own address is known, since cards need that.
pub(super) fn card_address(settings: &Settings, plan: &Plan, card: &Reference) -> String {
    let address = plan.url(card).into_owned();
    match assets::Address::of(&address) {
        assets::Address::File { .. } => above(settings, &address).unwrap_or(address),
        _ => address,
    }
}

/// The whole address of a file that the page names, which may lie in a folder above: `../assets/a.png`.
fn above(settings: &Settings, mut path: &str) -> Option<String> {
    let mut url = settings.publishing.url.as_ref()?.value.trim_end_matches('/');
    path = path.trim_start_matches("./");
    while let Some(rest) = path.strip_prefix("../") {
        path = rest;
        url = url.rsplit_once('/').map_or(url, |(above, _)| above);
    }
    Some(address_below(url, path))
}

/// The whole address of a file beside the deck, where the deck's own is known.
pub(super) fn below(settings: &Settings, path: &str) -> Option<String> {
    settings.publishing.url.as_ref().map(|url| address_below(&url.value, path))
}
