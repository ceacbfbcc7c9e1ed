//! `orate check --look`: what a browser sees of the decks that were checked.

use super::CheckedDeck;
use crate::cli::arguments::{Check, Format};
use crate::cli::browser::{Progress, failed};
use crate::shell::browser::ORIGIN;
use crate::shell::{look, project};
use crate::site::audit::look::report;
use crate::text::Diagnostic;

/// Looks at every slide of a deck; gives what there is to say about them. Fails where the browser does.
pub(super) fn look_at(arguments: &Check, deck: &CheckedDeck) -> Result<Vec<Diagnostic>, Diagnostic> {
    // Of a deck without a page or without slides there is nothing to see.
    if !deck.built.site.files.contains_key("index.html") || deck.built.slides.is_empty() {
        return Ok(Vec::new());
    }
    let is_talkative = arguments.format() == Format::Text && !arguments.quiet;
    let progress = Progress::new(is_talkative);
    let folder = project::folder(&arguments.path).join(&deck.folder);
    let options = arguments.browser.options();
    let sightings = look::look(&deck.built, &folder, &options, &mut |step| progress.show(step));
    let sightings = sightings.map_err(|error| failed(&error))?;
    Ok(report(&deck.built, &sightings, ORIGIN, arguments.public))
}

/// Says once how the browser runs, where that is not as one would expect.
pub(super) fn announce(arguments: &Check) {
    if arguments.format() == Format::Text && !arguments.quiet {
        arguments.browser.announce();
    }
}
