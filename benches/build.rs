//! How long a build takes, from values to values: `cargo bench`.
//!
//! Machines differ and are noisy; what counts is the ratio between two runs on one machine.

use orate::{Options, Preview, Project, Site};

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
    project("", &columns_of(slides, slide).replacen(old, new, usize::from(!old.is_empty())))
}

/// The text of a talk in columns of ten slides.
fn columns_of(slides: usize, slide: impl Fn(usize) -> String) -> String {
    let columns = (0..slides).collect::<Vec<_>>();
    let column =
        |column: &[usize]| column.iter().map(|number| slide(*number)).collect::<Vec<_>>().join("\n\n\n");
    columns.chunks(10).map(column).collect::<Vec<_>>().join("\n\n\n\n")
}

/// A talk of one file, and its settings.
fn project(settings: &str, text: &str) -> Project {
    let logo =
        &b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h40v20z'/></svg>"[..];
    Project::new().settings(settings).slides("slides/talk.md", text).file("images/logo.svg", logo)
}

#[divan::bench(args = [20, 1_000, 10_000])]
fn build(bencher: divan::Bencher<'_, '_>, slides: usize) {
    let project = talk(slides);
    bencher.bench_local(|| -> Site { orate::build(&project, &Options::default()) });
}

/// The talk again, with one slide in its middle edited each time: what a save costs before it is sent.
#[divan::bench(args = [20, 1_000, 10_000])]
fn edit(bencher: divan::Bencher<'_, '_>, slides: usize) {
    let (mut preview, mut edits) = (Preview::default(), 0);
    preview.update(&talk(slides), &Options::default());
    let edited = format!("## Slide {}\n", slides / 2 + 1);
    bencher
        .with_inputs(|| {
            edits += 1;
            edited_talk(slides, &edited, &format!("## Slide edited {edits} times\n"))
        })
        .bench_local_values(|project| {
            preview.update(&project, &Options::default()).expect("a slide is changed in place")
        });
}

/// What a slide may hold besides Markdown, in a talk of a thousand slides.
#[derive(Clone, Copy, Debug)]
enum Holding {
    /// Headings and lists, with nothing that Markdown does not know.
    Nothing,
    /// The same with what orate adds to Markdown turned off: what it costs a talk that does not use it.
    NothingAndOff,
    /// 250 listings, of five languages, and 100 formulas.
    CodeAndFormulas,
    Diagrams,
    Charts,
    Codes,
    /// Columns, marks, attributes and footnotes.
    Layout,
}

#[divan::bench(args = [
    Holding::Nothing,
    Holding::NothingAndOff,
    Holding::CodeAndFormulas,
    Holding::Diagrams,
    Holding::Charts,
    Holding::Codes,
    Holding::Layout,
])]
fn extensions(bencher: divan::Bencher<'_, '_>, holding: Holding) {
    const CODE: [&str; 5] = [
        "```rust [1|2-3]\nfn main() {\n    let words: Vec<&str> = text.split(' ').collect();\n    println!(\"{}\", words.len());\n}\n```",
        "```python\ndef main():\n    words = [word for word in text.split(\" \") if word]\n    print(f\"{len(words)} words\")\n```",
        "```js\nconst words = text.split(' ').filter(Boolean);\nconsole.log(`${words.length} words`);\n```",
        "```yaml\non: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n```",
        "```bash\nset -euo pipefail\nfor file in *.md; do wc -w \"$file\"; done\n```",
    ];
    let body = |number: usize| match holding {
        Holding::CodeAndFormulas if number.is_multiple_of(4) => CODE[number / 4 % 5].to_owned(),
        Holding::CodeAndFormulas if number % 10 == 1 => {
            format!("$$\\sum_{{k=1}}^{{{number}}} \\frac{{1}}{{k^2}} \\le \\frac{{\\pi^2}}{{6}}$$")
        }
        Holding::Diagrams if number.is_multiple_of(10) => {
            format!(
                "```mermaid\nflowchart LR\n  A[Slide {number}] --> B{{Parse}}\n  B -->|ok| C\n  B -->|error| D\n```"
            )
        }
        Holding::Charts if number.is_multiple_of(10) => {
            format!("```chart type=\"bar\"\nYear,Talks\n2024,{number}\n2025,18\n2026,31\n```")
        }
        Holding::Codes if number.is_multiple_of(10) => format!("![](qr:https://example.org/{number})"),
        Holding::Layout if number.is_multiple_of(2) => {
            "::: columns\n\n- one, ==marked==\n\n---\n\n- two{.fragment}, H~2~O\n\n:::".to_owned()
        }
        _ => "- first, with **weight**\n- second, with `code`\n- third\n".to_owned(),
    };
    let settings = match holding {
        Holding::NothingAndOff => "extensions = false\nmath = \"off\"\n",
        _ => "",
    };
    let text = columns_of(1_000, |number| format!("## Slide {number}\n\n{}\n", body(number)));
    let project = project(settings, &text);
    bencher.bench_local(|| -> Site { orate::build(&project, &Options::default()) });
}
