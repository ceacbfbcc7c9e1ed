//! A window that was changed a thousand times shows what a fresh build would.

use std::collections::HashMap;

use crate::assets::Memory;
use crate::parse::Entry;
use crate::site::{self, Difference, Memo, Options, Parts, Project};
use crate::text::Sources;

/// What a window holds, as far as a difference can change it.
#[derive(Debug, Default, PartialEq)]
struct Window {
    columns: Vec<(String, Vec<String>)>,
    slides: HashMap<String, String>,
    style: (String, String),
    title: String,
}

impl Window {
    fn load(parts: &Parts) -> Window {
        let mut keys = parts.slides.iter().map(|slide| slide.key.clone());
        Window {
            columns: parts
                .columns
                .iter()
                .map(|column| {
                    (
                        column.stack.as_ref().map_or_else(String::new, |stack| stack.text()),
                        keys.by_ref().take(column.slides).collect(),
                    )
                })
                .collect(),
            slides: parts.slides.iter().map(|slide| (slide.key.clone(), slide.shown.html.clone())).collect(),
            style: (parts.frame.style.clone(), parts.frame.images.clone()),
            title: parts.frame.configuration.title.clone(),
        }
    }

    /// As `patch.ts` does it.
    fn apply(&mut self, change: &Difference) {
        self.style = change.style.clone().unwrap_or_else(|| self.style.clone());
        self.title = change.title.clone().unwrap_or_else(|| self.title.clone());
        let renamed: HashMap<&str, &str> =
            change.slides.iter().map(|one| (one.was.as_str(), one.key.as_str())).collect();
        for one in &change.slides {
            let old = self.slides.remove(&one.was).expect("the slide is there");
            assert!(old.starts_with(&one.head), "{old} does not begin with {}", one.head);
        }
        for one in &change.slides {
            assert!(
                self.slides.insert(one.key.clone(), one.html.clone()).is_none() || change.columns.is_some()
            );
        }
        for key in self.columns.iter_mut().flat_map(|(_, keys)| keys) {
            if let Some(new) = renamed.get(key.as_str()) {
                (*new).clone_into(key);
            }
        }
        let Some(splice) = &change.columns else { return };
        self.slides.extend(splice.added.clone());
        let insert = splice.insert.iter().map(|column| (column.stack.clone(), column.slides.clone()));
        self.columns.splice(splice.at..splice.at + splice.remove, insert);
        let kept: Vec<&String> = self.columns.iter().flat_map(|(_, keys)| keys).collect();
        self.slides.retain(|key, _| kept.contains(&key));
    }
}

fn project(files: &[String]) -> Project {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let entries = files
        .iter()
        .enumerate()
        .map(|(index, text)| {
            Entry::File(sources.add(format!("slides/{index}.md"), text.as_bytes(), &mut diagnostics))
        })
        .collect();
    let image = |width| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='2'><path d='M0 0h4'/></svg>")
    };
    let library: Memory = [("images/a.svg", image(4).into_bytes()), ("images/b.svg", image(5).into_bytes())]
        .into_iter()
        .collect();
    Project { diagnostics, ..Project::new(sources, entries, library) }
}

/// Numbers without an order that one sees, the same in every run (xorshift64, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

/// Pieces that edits put in; the separators among them part and join slides.
const PIECES: &[&str] = &[
    "\n\n\n",
    "\n\n\n\n",
    "# One\n",
    "## Two\n",
    "# One\n",
    "text ",
    "- a <!-- .element: class=\"fragment\" -->\n",
    "<!-- .slide: data-background-color=\"red\" -->\n",
    "<!-- .slide: id=\"x\" -->\n",
    "![a](images/a.svg)\n",
    "![b](images/b.svg)\n",
    "Note: said\n",
    "> q\n",
    "| a |\n|---|\n| 1 |\n",
    "\n",
    "<p style=\"color:red\">x</p>\n",
];

/// One edit at a random place of a random file: text put in, taken out, or moved.
fn edit(files: &mut Vec<String>, chance: &mut Chance) {
    let mut below = |limit: usize| chance.below(limit);
    let file = below(files.len());
    let kind = below(12);
    let (one, other) = (below(files[file].len() + 1), below(60));
    let piece = PIECES[below(PIECES.len())];
    let count = files.len();
    let text = &mut files[file];
    let start = text.floor_char_boundary(one);
    let end = text.floor_char_boundary((start + other).min(text.len()));
    match kind {
        0..=5 => text.insert_str(start, piece),
        6..=8 => text.replace_range(start..end, ""),
        9 => {
            let taken: String = text.drain(start..end).collect();
            let target = below(files.len());
            files[target].push_str(&taken);
        }
        10 if count < 6 => files.push(format!("# New {one}\n")),
        _ if count > 2 => drop(files.remove(file)),
        _ => text.push_str(piece),
    }
    files
        .iter_mut()
        .filter(|text| text.len() > 3_000)
        .for_each(|text| text.truncate(text.floor_char_boundary(500)));
}

#[test]
fn a_thousand_edits_later_a_window_shows_what_a_fresh_build_would() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut files = vec!["# One\n\n\n# Two\n\n\n\n# Three\n".to_owned(), "# Four\n".to_owned()];
    let mut memo = Memo::default();
    let mut window = Window::default();
    let mut last: Option<Parts> = None;
    let (mut patched, mut reloaded) = (0, 0);
    for round in 0..1_000 {
        edit(&mut files, &mut chance);
        let warm = site::preview(&project(&files), &Options::default(), &mut memo);
        let cold = site::preview(&project(&files), &Options::default(), &mut Memo::default());
        assert_eq!(warm.built.site, cold.built.site, "round {round}: a warm build is a cold one");
        assert_eq!(warm.built.diagnostics, cold.built.diagnostics, "round {round}");
        let (Some(parts), Some(fresh)) = (warm.parts, cold.parts) else { continue };
        assert_eq!(parts.page("live"), fresh.page("live"), "round {round}: a warm page is a cold one");
        match last.as_ref().map(|last| site::difference(last, &parts)) {
            Some(change) if !change.reload => {
                window.apply(&change);
                patched += 1;
            }
            _ => {
                window = Window::load(&parts);
                reloaded += 1;
            }
        }
        assert_eq!(window, Window::load(&parts), "round {round}");
        last = Some(parts);
    }
    println!("{patched} patched, {reloaded} loaded anew");
    assert!(patched > 900, "only {patched} of a thousand edits were shown in place");
}

#[test]
fn a_build_that_remembers_gives_the_bytes_of_one_that_does_not() {
    let mut chance = Chance(7);
    let mut files = vec!["# One\n\n\n# Two\n\nNote: x\n".to_owned()];
    let mut memo = Memo::default();
    for round in 0..300 {
        edit(&mut files, &mut chance);
        let options = Options { public: round % 3 == 0, ..Options::default() };
        let (warm, cold) =
            (site::rebuild(&project(&files), &options, &mut memo), site::build(&project(&files), &options));
        assert_eq!(warm.site, cold.site, "round {round}");
        assert_eq!(warm.diagnostics, cold.diagnostics, "round {round}");
    }
}
