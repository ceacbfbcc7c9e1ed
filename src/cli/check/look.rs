//! `orate check --look`: what a browser sees of the decks that were checked.

use super::CheckedDeck;
use crate::cli::arguments::{Check, Format};
use crate::cli::browser::{Progress, failed};
use crate::shell::browser::{DeckFiles, ORIGIN};
use crate::shell::{look, project};
use crate::site::audit::look::report;
use crate::text::Diagnostic;

/// Looks at every slide of some decks; gives what there is to say about each deck. Fails where the browser does.
pub(super) fn look_at<'a>(
    arguments: &Check,
    decks: &'a [CheckedDeck],
) -> Result<Vec<(&'a CheckedDeck, Vec<Diagnostic>)>, Diagnostic> {
    // Of a deck without a page or without slides there is nothing to see.
    let has_slides = |deck: &&CheckedDeck| {
        deck.built.site.files.contains_key("index.html") && !deck.built.slides.is_empty()
    };
    let decks: Vec<_> = decks.iter().filter(has_slides).collect();
    let folders: Vec<_> =
        decks.iter().map(|deck| project::folder(&arguments.path).join(&deck.folder)).collect();
    let files: Vec<_> =
        decks.iter().zip(&folders).map(|(deck, folder)| DeckFiles::of(&deck.built, folder)).collect();
    let is_talkative = arguments.format() == Format::Text && !arguments.quiet;
    let progress = Progress::new(is_talkative);
    let sightings = look::look(&files, &arguments.browser.options(), &mut |step| progress.show(step));
    let sightings = sightings.map_err(|error| failed(&error))?;
    let reports = decks
        .into_iter()
        .zip(sightings)
        .map(|(deck, sightings)| (deck, report(&deck.built, &sightings, ORIGIN, arguments.public)));
    Ok(reports.collect())
}

/// Says once how the browser runs, where that is not as one would expect.
pub(super) fn announce(arguments: &Check) {
    if arguments.format() == Format::Text && !arguments.quiet {
        arguments.browser.announce();
    }
}
