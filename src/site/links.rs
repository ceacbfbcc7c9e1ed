//! Whether the links within a deck lead somewhere.

use std::collections::HashSet;
use std::sync::Arc;

use super::page::ids::Ids;
use crate::assets::percent_decoded;
use crate::deck::{Column, Settings};
use crate::html::Links;
use crate::render::{Link, Rendered};
use crate::text::{Diagnostic, Fix, nearest};

/// Says of links that the deck has no such slide.
pub(super) fn check(
    columns: &[Column<'_>],
    rendered: &[Arc<Rendered>],
    ids: &Ids,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let links: Vec<&Link> = rendered.iter().flat_map(|slide| &slide.targets.inner_links).collect();
    if links.is_empty() {
        return Vec::new();
    }
    let is_one_based = settings.page.reveal.get("hashOneBasedIndex") == Some(&serde_json::Value::Bool(true));
    let names: HashSet<&str> = names(ids, rendered).collect();
    let grid = Grid { columns, base: usize::from(is_one_based) };
    let missing = links.into_iter().filter_map(|link| {
        let (wrong, hint) = match target(&link.to)? {
            Target::Name(name) => {
                if names.contains(name.as_str()) || names.contains(link.to[1..].trim_start_matches('/')) {
                    return None;
                }
                (format!("no slide has the id `{name}`"), Hint::Name(name))
            }
            Target::Place(h, v) => (grid.missing(h, v)?, Hint::Grid),
        };
        let diagnostic = Diagnostic::warning("missing-slide", link.at, wrong);
        Some(match hint {
            Hint::Grid => {
                diagnostic.help("counted by columns, and down each of them; an id holds when slides move")
            }
            Hint::Name(name) => match nearest(&name, slide_names(ids)) {
                Some(near) => {
                    let to = format!("#/{near}");
                    let fix = Fix::suggested(format!("write `{to}`"), link.at, to.clone());
                    let is_exact = link.at.len() == link.to.len();
                    let diagnostic = diagnostic.help(format!("did you mean `{to}`?"));
                    if is_exact { diagnostic.fix(fix) } else { diagnostic }
                }
                None => diagnostic.help("give the slide that is meant an id: `<!-- .slide: id=\"…\" -->`"),
            },
        })
    });
    missing.collect()
}

/// The links of all slides that have ids; of two with the same, the first.
pub(super) fn of(rendered: &[Arc<Rendered>]) -> Links {
    let mut links = Links::new();
    for (id, address) in rendered.iter().flat_map(|slide| &slide.targets.links) {
        links.entry(id.clone()).or_insert_with(|| address.clone());
    }
    links
}

enum Hint {
    Grid,
    Name(String),
}

/// What a link names.
enum Target {
    Name(String),
    /// A column, and a slide in it.
    Place(usize, Option<usize>),
}

/// What the part of an address from its `#` on names; `None` if any deck has it.
///
/// Source: `readHash` in `src/runtime/src/location.ts`.
fn target(hash: &str) -> Option<Target> {
    let name = hash.strip_prefix('#')?;
    let Some(path) = name.strip_prefix('/') else {
        return (!name.is_empty()).then(|| Target::Name(percent_decoded(name)));
    };
    let mut bits = path.split('/');
    let first = bits.next().filter(|first| !first.is_empty())?;
    let number = |bit: &str| bit.parse().ok();
    match number(first) {
        Some(column) => Some(Target::Place(column, bits.next().and_then(number))),
        None if first
            .strip_prefix('-')
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) =>
        {
            None
        }
        None => Some(Target::Name(percent_decoded(first))),
    }
}

/// The deck as its addresses count it.
struct Grid<'a, 'b> {
    columns: &'a [Column<'b>],
    /// What the first column and the first slide of each are called.
    base: usize,
}

impl Grid<'_, '_> {
    /// What is missing where there is no slide at a place.
    fn missing(&self, column: usize, slide: Option<usize>) -> Option<String> {
        let shown = column.checked_sub(self.base).and_then(|index| self.columns.get(index));
        let Some(shown) = shown else {
            return Some(format!("there is no column {column}: they go {}", self.range(self.columns.len())));
        };
        let slide = slide?;
        let is_there = slide.checked_sub(self.base).is_some_and(|index| index < shown.slides.len());
        let message = || {
            format!("column {column} has no slide {slide}: its slides go {}", self.range(shown.slides.len()))
        };
        (!is_there).then(message)
    }

    fn range(&self, count: usize) -> String {
        format!("from {} to {}", self.base, (self.base + count).saturating_sub(1))
    }
}

/// Everything that a link by name can lead to.
fn names<'a>(ids: &'a Ids, rendered: &'a [Arc<Rendered>]) -> impl Iterator<Item = &'a str> {
    let anchors = rendered.iter().flat_map(|slide| &slide.targets.anchors).map(|anchor| anchor.name.as_str());
    let within = rendered.iter().flat_map(|slide| &slide.targets.ids).map(String::as_str);
    slide_names(ids).chain(within).chain(anchors)
}

fn slide_names(ids: &Ids) -> impl Iterator<Item = &str> {
    ids.slides.iter().chain(&ids.columns).flatten().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_slides_as_the_browser_reads_them() {
        let shown = |hash: &str| match target(hash) {
            None => "any".to_owned(),
            Some(Target::Name(name)) => name,
            Some(Target::Place(column, slide)) => format!("{column} {slide:?}"),
        };
        assert_eq!(
            ["#", "#/", "#/2", "#/2/1", "#/2/1/3"].map(shown),
            ["any", "any", "2 None", "2 Some(1)", "2 Some(1)"]
        );
        assert_eq!(
            ["#/a", "#/a/2", "#a", "#a/b", "#/%C3%BC", "#/-1"].map(shown),
            ["a", "a", "a", "a/b", "ü", "any"]
        );
    }
}
