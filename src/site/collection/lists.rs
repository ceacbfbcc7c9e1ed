//! Ways to find a talk: by tag, by event, by year.

use std::collections::HashMap;

use serde::Serialize;

use super::entry::Entry;
use crate::deck::{Names, slug};

/// Talks that have something in common, with a page of their own.
#[derive(Clone, Debug, Serialize)]
pub(super) struct List {
    /// What they have in common.
    pub name: String,
    /// From the top of the site: `tags/storage/index.html`.
    pub page: String,
    /// How many there are.
    pub count: usize,
    /// Which they are, among all talks in their order.
    #[serde(skip)]
    pub talks: Vec<usize>,
}

/// Every list of a site.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Lists {
    /// Those of most talks first.
    pub tags: Vec<List>,
    /// The latest first.
    pub events: Vec<List>,
    /// The latest first.
    pub years: Vec<List>,
}

/// Puts talks, which come in their order on the site, into lists.
pub(super) fn lists(talks: &[&Entry]) -> Lists {
    let mut tags = group(talks, "tags", |talk| talk.tags.clone());
    tags.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.name.cmp(&other.name)));
    let events = |talk: &Entry| {
        let editions = talk.editions.iter().map(|given| given.event.clone());
        let mut events: Vec<String> = talk.event.iter().cloned().chain(editions).collect();
        events.dedup();
        events
    };
    let mut years = group(talks, "years", |talk| talk.year.iter().map(u16::to_string).collect());
    years.sort_by(|one, other| other.name.cmp(&one.name));
    Lists { tags, events: group(talks, "events", events), years }
}

/// One list a name, in the order in which the names first come.
fn group(talks: &[&Entry], folder: &str, names: impl Fn(&Entry) -> Vec<String>) -> Vec<List> {
    let (mut lists, mut known): (Vec<List>, HashMap<String, usize>) = Default::default();
    let mut addresses = Names::default();
    for (index, talk) in talks.iter().enumerate() {
        for name in names(talk) {
            let at = *known.entry(name.to_lowercase()).or_insert_with(|| {
                let address = addresses.make(&address(&name));
                let page = format!("{folder}/{address}/index.html");
                lists.push(List { name, page, count: 0, talks: Vec::new() });
                lists.len() - 1
            });
            if lists[at].talks.last() != Some(&index) {
                lists[at].talks.push(index);
                lists[at].count += 1;
            }
        }
    }
    lists
}

fn address(name: &str) -> String {
    let address = slug(name);
    // A year is an address as it is; only slides must not begin with a digit.
    let address = address
        .strip_prefix("slide-")
        .filter(|_| name.starts_with(|first: char| first.is_ascii_digit()))
        .unwrap_or(&address);
    if address.is_empty() { "other".into() } else { address.to_owned() }
}
