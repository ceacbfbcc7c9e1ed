//! How long a build takes, from values to values: `cargo bench`.
//!
//! Machines differ and are noisy; what counts is the ratio between two runs on one machine.

use std::collections::BTreeMap;

use orate::assets::Memory;
use orate::parse::Entry;
use orate::site::{self, Built, Memo, Options, Project};
use orate::text::Sources;

fn main() {
    divan::main();
}

/// A talk of many slides in columns of ten: lists with fragments, code, tables, an image and notes.
fn talk(slides: usize) -> Project {
    edited_talk(slides, "", "")
}

/// The same, with one text in the place of another.
fn edited_talk(slides: usize, old: &str, new: &str) -> Project {
    let slide = |number: usize| {
        let body = match number % 4 {
            0 => "```rust\nfn main() {\n    println!(\"a\");\n}\n```\n".to_owned(),
            1 => "| a | b |\n|---|--:|\n| one | 1 |\n| two | 2 |\n".to_owned(),
            2 => "![A logo](images/logo.svg)\n".to_owned(),
            _ => "- first, with **weight** <!-- .element: class=\"fragment\" -->\n".repeat(4),
        };
        let notes =
            if number.is_multiple_of(2) { "\nNote: what is said aloud, in a sentence or two.\n" } else { "" };
        format!("## Slide {number}\n\n{body}{notes}")
    };
    let columns = (0..slides).collect::<Vec<_>>();
    let text = columns
        .chunks(10)
        .map(|column| column.iter().map(|number| slide(*number)).collect::<Vec<_>>().join("\n\n\n"))
        .collect::<Vec<_>>()
        .join("\n\n\n\n")
        .replacen(old, new, usize::from(!old.is_empty()));
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("slides/talk.md", text.as_bytes(), &mut diagnostics);
    let logo =
        &b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h40v20z'/></svg>"[..];
    let library: Memory = [("images/logo.svg", logo)].into_iter().collect();
    Project {
        inherited: None,
        edition: None,
        sources,
        settings: None,
        entries: vec![Entry::File(id)],
        single: false,
        templates: BTreeMap::new(),
        library: Box::new(library),
        programs: Box::new(orate::render::NoPrograms),
        diagnostics,
    }
}

#[divan::bench(args = [20, 1_000, 10_000])]
fn build(bencher: divan::Bencher<'_, '_>, slides: usize) {
    let project = talk(slides);
    bencher.bench_local(|| -> Built { site::build(&project, &Options::default()) });
}

/// The talk again, with one slide in its middle edited each time: what a save costs before it is sent.
#[divan::bench(args = [20, 1_000, 10_000])]
fn edit(bencher: divan::Bencher<'_, '_>, slides: usize) {
    let (mut memo, mut edits) = (Memo::default(), 0);
    let mut shown = site::preview(&talk(slides), &Options::default(), &mut memo).parts.expect("a page");
    let edited = format!("## Slide {}\n", slides / 2 + 1);
    bencher
        .with_inputs(|| {
            edits += 1;
            edited_talk(slides, &edited, &format!("## Slide edited {edits} times\n"))
        })
        .bench_local_values(|project| {
            let parts = site::preview(&project, &Options::default(), &mut memo).parts.expect("a page");
            let difference = site::difference(&shown, &parts);
            shown = parts;
            difference
        });
}
