//! Two states of a page become what to change in a window that shows the first.
//!
//! Slides are known by their keys, and an edited slide by its place among those that stayed: so a slide that is
//! retitled, moved or split is changed where it is, and a window keeps its place on the same content.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde::Serialize;

use super::{Part, Parts};
use crate::html::Permissions;

/// Above how many slides edited at once no likeness is looked for: they are taken in their order.
const MANY: usize = 40;

/// What to change in a window. The parts are to be followed in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    /// The page itself is another: it has to be loaded anew, and nothing else is sent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reload: bool,
    /// The whole style, and the part of it that holds images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Seconds meant for each slide; `None` for any where the author gives no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<Vec<u32>>,
    /// Slides that stay, and are not as they were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slides: Vec<Change>,
    /// Columns that give way to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Splice>,
    /// The key of the first slide whose source was written anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<String>,
}

/// A slide that stays, and is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    /// Its key until now.
    pub was: String,
    pub key: String,
    /// The whole `section`.
    pub html: String,
    /// The head of the `section` as it was, to know which of its attributes are the page's own.
    pub head: String,
    /// Whether the notes alone are other ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub notes: bool,
}

/// Columns that give way to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Splice {
    /// How many columns stay before.
    pub at: usize,
    /// How many go.
    pub remove: usize,
    pub insert: Vec<AddedColumn>,
    /// The slides that are new, by key.
    pub added: BTreeMap<String, String>,
}

/// A column to be put in, with slides that are there already or new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct AddedColumn {
    /// The stack without its slides; empty if the column is one slide.
    pub stack: String,
    /// The keys of its slides.
    pub slides: Vec<String>,
}

/// What to change in a window that shows `old`, so that it shows `new`.
pub(crate) fn difference(old: &Parts, new: &Parts) -> Difference {
    let pairs = pairs(&old.slides, &new.slides);
    if needs_reload(old, new, &pairs) {
        return Difference { reload: true, ..Difference::default() };
    }
    let (was, is) = (&old.frame, &new.frame);
    let is_restyled = was.style != is.style || was.images != is.images;
    let (before, after) = (&was.configuration, &is.configuration);
    let is_edited =
        |(slide, pair): &(&Part, &Option<usize>)| pair.is_none_or(|index| old.slides[index].key != slide.key);
    let edited = new.slides.iter().zip(&pairs).find(is_edited).map(|(slide, _)| slide);
    Difference {
        reload: false,
        style: is_restyled.then(|| (is.style.clone(), is.images.clone())),
        title: (before.title != after.title).then(|| after.title.clone()),
        timing: (before.timing != after.timing).then(|| after.timing.clone().unwrap_or_default()),
        slides: changes(&old.slides, &new.slides, &pairs),
        columns: splice(old, new, &pairs),
        edited: edited.map(|slide| slide.key.clone()),
    }
}

/// Whether only loading the page again shows it as it now is.
fn needs_reload(old: &Parts, new: &Parts, pairs: &[Option<usize>]) -> bool {
    let has_new_scripts = new.slides.iter().zip(pairs).any(|(slide, pair)| {
        slide.has_scripts() && pair.is_none_or(|index| old.slides[index].shown != slide.shown)
    });
    !new.frame.is_like(&old.frame)
        || has_new_scripts
        || old.slides.is_empty() != new.slides.is_empty()
        || (new.frame.has_files && !old.frame.has_files)
        || !allows(&old.frame.permissions, &new.frame.permissions)
}

/// Whether a page that was allowed the one may show the other.
fn allows(old: &Permissions, new: &Permissions) -> bool {
    let has_origins = |(kind, origins): (&_, &BTreeSet<String>)| {
        old.origins.get(kind).is_some_and(|allowed| allowed.is_superset(origins)) || origins.is_empty()
    };
    new.origins.iter().all(has_origins)
        && old.scripts.is_superset(&new.scripts)
        && old.handlers.is_superset(&new.handlers)
        && (old.has_style || !new.has_style)
}

/// For each new slide the old one that it was, where it is not an added one.
fn pairs(old: &[Part], new: &[Part]) -> Vec<Option<usize>> {
    // Most slides are where they were, from either end.
    let is_same = |(one, other): &(&Part, &Part)| one.key == other.key;
    let before = old.iter().zip(new).take_while(is_same).count();
    let rest = old[before..].iter().rev().zip(new[before..].iter().rev());
    let after = rest.take_while(is_same).count();
    let (gone, come) = (before..old.len() - after, before..new.len() - after);
    let places: HashMap<&str, usize> = gone.clone().map(|index| (old[index].key.as_str(), index)).collect();
    let mut pairs: Vec<Option<usize>> = (0..before)
        .map(Some)
        .chain(new[come].iter().map(|slide| places.get(slide.key.as_str()).copied()))
        .chain((gone.end..old.len()).map(Some))
        .collect();
    let kept = kept(old, &pairs);
    let is_gone = |index: &usize| !kept[*index];
    let mut at = 0;
    while at < new.len() {
        let fresh = at..at + pairs[at..].iter().take_while(|pair| pair.is_none()).count();
        at = fresh.end + 1;
        if fresh.is_empty() {
            continue;
        }
        // The slides that went from between the same neighbours are what these were.
        let after_one = fresh.start.checked_sub(1).and_then(|index| pairs[index]);
        let before_one = pairs.get(fresh.end).copied().flatten();
        let follow = after_one.map_or(0, |index| index + 1);
        let mut gone = follow..follow + (follow..old.len()).take_while(is_gone).count();
        if gone.is_empty()
            && let Some(end) = before_one
        {
            gone = end - (0..end).rev().take_while(is_gone).count()..end;
        }
        for (one, other) in likeness(&old[gone.clone()], &new[fresh.clone()]) {
            pairs[fresh.start + other] = Some(gone.start + one);
        }
    }
    pair_moved(old, new, &mut pairs);
    // Two gaps may have had the same slides between the same neighbours: the first has them.
    let mut taken = vec![false; old.len()];
    for pair in &mut pairs {
        if pair.is_some_and(|index| std::mem::replace(&mut taken[index], true)) {
            *pair = None;
        }
    }
    pairs
}

/// Which of the old slides are still there.
fn kept(old: &[Part], pairs: &[Option<usize>]) -> Vec<bool> {
    let mut kept = vec![false; old.len()];
    pairs.iter().flatten().for_each(|&index| kept[index] = true);
    kept
}

/// A slide that was edited and moved at once is known by its heading.
fn pair_moved(old: &[Part], new: &[Part], pairs: &mut [Option<usize>]) {
    if pairs.iter().all(Option::is_some) {
        return;
    }
    let kept = kept(old, pairs);
    let gone = old.iter().enumerate().rev().filter(|(index, _)| !kept[*index]);
    let mut headings: HashMap<&str, usize> =
        gone.filter_map(|(index, slide)| Some((slide.heading()?, index))).collect();
    for (slide, pair) in new.iter().zip(pairs).filter(|(_, pair)| pair.is_none()) {
        *pair = slide.heading().and_then(|heading| headings.remove(heading));
    }
}

/// Which of the slides that went is which of those that came, in their order.
fn likeness(old: &[Part], new: &[Part]) -> Vec<(usize, usize)> {
    if old.len() == new.len() || old.len() > MANY || new.len() > MANY {
        return (0..old.len().min(new.len())).map(|index| (index, index)).collect();
    }
    // The best way to take a few from both, as in the longest common subsequence, but with degrees.
    let (rows, columns) = (old.len() + 1, new.len() + 1);
    let mut best = vec![0.0_f64; rows * columns];
    for one in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            let both = score(&old[one], &new[other]) + best[(one + 1) * columns + other + 1];
            let skip = best[(one + 1) * columns + other].max(best[one * columns + other + 1]);
            best[one * columns + other] = both.max(skip);
        }
    }
    let (mut one, mut other, mut pairs) = (0, 0, Vec::new());
    while one < old.len() && other < new.len() {
        let here = best[one * columns + other];
        if here == best[one * columns + other + 1] {
            other += 1;
        } else if here == best[(one + 1) * columns + other] {
            one += 1;
        } else {
            pairs.push((one, other));
            (one, other) = (one + 1, other + 1);
        }
    }
    pairs
}

/// How alike two slides are: above 0, and the more the likelier one was the other.
fn score(old: &Part, new: &Part) -> f64 {
    let (one, other) = (body(old), body(new));
    let shorter = one.len().min(other.len()).max(1);
    let prefix = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let suffix = one.bytes().rev().zip(other.bytes().rev()).take_while(|(one, other)| one == other).count();
    let heading = if old.heading().is_some() && old.heading() == new.heading() { 1.0 } else { 0.0 };
    heading + (prefix + suffix).min(shorter) as f64 / shorter as f64 + 0.01
}

/// What is in the slide: its head holds the key, which is another in any case.
fn body(part: &Part) -> &str {
    &part.shown.html[head(&part.shown.html).len()..]
}

/// The start tag that a piece of HTML begins with.
fn head(html: &str) -> &str {
    let mut quote = None;
    for (index, byte) in html.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return &html[..=index],
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    ""
}

fn changes(old: &[Part], new: &[Part], pairs: &[Option<usize>]) -> Vec<Change> {
    let both = new.iter().zip(pairs).filter_map(|(slide, pair)| Some((&old[(*pair)?], slide)));
    both.filter(|(was, slide)| was.shown != slide.shown)
        .map(|(was, slide)| Change {
            was: was.key.clone(),
            key: slide.key.clone(),
            head: head(&was.shown.html).to_owned(),
            notes: is_same_but_notes(was, slide),
            html: slide.shown.html.clone(),
        })
        .collect()
}

/// Whether two slides show the same.
fn is_same_but_notes(old: &Part, new: &Part) -> bool {
    let without_notes = |part: &Part| match part.shown.notes() {
        "" => body(part).to_owned(),
        notes => body(part).replacen(notes, "", 1),
    };
    old.shown.notes() != new.shown.notes() && without_notes(old) == without_notes(new)
}

fn splice(old: &Parts, new: &Parts, pairs: &[Option<usize>]) -> Option<Splice> {
    let (was, is) = (Columns::of(old), Columns::of(new));
    let is_same = |(one, other): &(usize, usize)| {
        let stays = |(index, slide): (usize, usize)| pairs[slide] == Some(index);
        let (old_slides, new_slides) = (was.slides(*one), is.slides(*other));
        old.columns[*one] == new.columns[*other] && old_slides.zip(new_slides).all(stays)
    };
    let count = old.columns.len().min(new.columns.len());
    let before = (0..count).map(|index| (index, index)).take_while(is_same).count();
    let from_end = |back: usize| (old.columns.len() - 1 - back, new.columns.len() - 1 - back);
    let after = (0..count - before).map(from_end).take_while(is_same).count();
    let (gone, come) = (before..old.columns.len() - after, before..new.columns.len() - after);
    if gone.is_empty() && come.is_empty() {
        return None;
    }
    let mut added = BTreeMap::new();
    let mut insert = Vec::new();
    for column in come {
        let range = is.slides(column);
        for index in range.clone().filter(|&index| pairs[index].is_none()) {
            added.insert(new.slides[index].key.clone(), new.slides[index].shown.html.clone());
        }
        let slides = new.slides[range].iter().map(|slide| slide.key.clone()).collect();
        let stack = new.columns[column].stack.as_ref().map_or_else(String::new, |stack| stack.text());
        insert.push(AddedColumn { stack, slides });
    }
    Some(Splice { at: before, remove: gone.len(), insert, added })
}

/// At which slide each column begins, and after the last one where it ends.
struct Columns(Vec<usize>);

impl Columns {
    fn of(parts: &Parts) -> Columns {
        let mut starts = Vec::with_capacity(parts.columns.len() + 1);
        starts.push(0);
        let mut end = 0;
        starts.extend(parts.columns.iter().map(|column| {
            end += column.slides;
            end
        }));
        Columns(starts)
    }

    fn slides(&self, column: usize) -> Range<usize> {
        self.0[column]..self.0[column + 1]
    }
}
