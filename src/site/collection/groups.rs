//! Talks by year: the newest with their covers, the others as rows.

use serde::Serialize;

use super::entry::Entry;

/// A list of more talks than this shows covers of its newest alone.
const MANY: usize = 24;

/// How many those are.
const NEWEST: usize = 12;

/// The talks of a year, as a page shows them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Group<'a> {
    /// `None` if their days are not known.
    pub year: Option<u16>,
    /// With their covers.
    pub cards: Vec<&'a Entry>,
    /// As rows.
    pub rows: Vec<&'a Entry>,
}

/// Puts talks, the newest first, into groups.
pub(super) fn groups<'a>(talks: &[&'a Entry]) -> Vec<Group<'a>> {
    let with_cover = if talks.len() > MANY { NEWEST } else { talks.len() };
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (index, talk) in talks.iter().enumerate() {
        if groups.last().is_none_or(|group| group.year != talk.year) {
            groups.push(Group { year: talk.year, ..Group::default() });
        }
        if let Some(group) = groups.last_mut() {
            let place = if index < with_cover { &mut group.cards } else { &mut group.rows };
            place.push(talk);
        }
    }
    groups
}
