//! Slides as speakers write them, with lists, tables, code, pictures, drawings and mixes of them: a look finds nothing to mend.

use std::fmt::Write as _;
use std::fs;

use crate::chromium::Chromium;
use crate::numbers::Numbers;
use crate::talk::Talk;

/// The Markdown of what is on a slide.
type Content = fn(&mut Numbers) -> String;

/// What speakers put on slides.
const KINDS: [Content; 20] = [
    |numbers| heading(&list(numbers, 2..=7)),
    |numbers| {
        let nested =
            |numbers: &mut Numbers| format!("- {}\n  - {}", numbers.words(1..=4), numbers.words(1..=4));
        heading(&numbers.lines(2..=4, nested))
    },
    |numbers| heading(&table(numbers, 2..=9)),
    |numbers| heading(&code(numbers, 3..=16)),
    |numbers| heading(&picture(numbers)),
    |numbers| heading(&format!("{}\n\n{}", list(numbers, 2..=4), picture(numbers))),
    |numbers| heading(&format!("{}\n{}", picture(numbers), picture(numbers))),
    |numbers| format!("> {}.\n>\n> — Ada Example", numbers.words(8..=20)),
    |numbers| heading(&format!("> [!TIP]\n> {}.\n\n{}", numbers.words(5..=12), code(numbers, 3..=7))),
    |numbers| {
        heading(&format!(
            "{}:\n\n$$\n\\sum_{{i=1}}^{{n}} x_i = \\frac{{n(n+1)}}{{2}}\n$$",
            numbers.words(3..=9)
        ))
    },
    |numbers| heading(&format!("{}.\n\n{}", numbers.words(4..=12), diagram(numbers))),
    |numbers| heading(&format!("{}.\n\n{}", numbers.words(4..=12), chart(numbers))),
    |numbers| heading(&format!("::: columns\n{}\n\n+++\n\n{}\n:::", list(numbers, 2..=4), chart(numbers))),
    |numbers| {
        heading(&format!("::: columns\n{}.\n\n+++\n\n{}\n:::", numbers.words(6..=14), code(numbers, 3..=8)))
    },
    |numbers| heading(&format!("![The slides](qr:https://example.org/{}/)", numbers.one_of(1..=9999))),
    |numbers| {
        let row = "| Rechenzentrumsbetreiber | Hochverfügbarkeitsarchitektur | Datenschutzgrundverordnung | 55995 |";
        let rows = numbers.lines(2..=3, |_| row.to_owned());
        heading(&format!("| Betrieb | Lösung | Gesetz | Knoten |\n|---|---|---|--:|\n{rows}"))
    },
    |numbers| {
        let points = numbers.lines(2..=5, |numbers| {
            format!(
                "- {}",
                numbers.pick(&[
                    "ノードが停止しても処理は続きます",
                    "書き込みは三台に複製される",
                    "監視と自動復旧"
                ])
            )
        });
        format!("<!-- .slide: lang=\"ja\" -->\n\n## 可用性を高めるための設計\n\n{points}")
    },
    |numbers| {
        let chart = chart(numbers);
        format!(
            "<!-- .slide: lang=\"ar\" dir=\"rtl\" -->\n\n## المراقبة والاسترداد التلقائي\n\n- نقيس زمن الاستجابة\n\n{chart}"
        )
    },
    |numbers| heading(&format!("{}[^1].\n\n[^1]: {}.", numbers.words(5..=12), numbers.words(4..=9))),
    layout,
];

fn heading(content: &str) -> String {
    format!("## The harbour at night\n\n{content}")
}

fn list(numbers: &mut Numbers, count: std::ops::RangeInclusive<u32>) -> String {
    numbers.lines(count, |numbers| format!("- {}", numbers.words(1..=5)))
}

fn table(numbers: &mut Numbers, rows: std::ops::RangeInclusive<u32>) -> String {
    let rows = numbers.lines(rows, |numbers| {
        format!("| {} | {} | {} |", numbers.words(1..=2), numbers.one_of(1..=99_999), numbers.words(1..=2))
    });
    format!("| name | count | remark |\n|---|--:|---|\n{rows}")
}

fn code(numbers: &mut Numbers, count: std::ops::RangeInclusive<u32>) -> String {
    let code = numbers.lines(count, |numbers| format!("call({}, key)", numbers.one_of(0..=999)));
    format!("```python\n{code}\n```")
}

fn picture(numbers: &mut Numbers) -> String {
    format!("![a dot](images/dot.png){{width={}%}}", numbers.one_of(20..=45))
}

fn diagram(numbers: &mut Numbers) -> String {
    let source = numbers.pick(&[
        "flowchart LR\n  A[Client] --> B{Leader?}\n  B -->|yes| C[(Log)]",
        "sequenceDiagram\n  Client->>Leader: write\n  Leader-->>Client: done",
        "stateDiagram-v2\n  direction LR\n  Follower --> Candidate\n  Candidate --> Leader",
        "pie title Causes\n  \"Hardware\": 20\n  \"Software\": 45",
    ]);
    format!("```mermaid\n{source}\n```")
}

fn chart(numbers: &mut Numbers) -> String {
    let kind = numbers.pick(&["bar", "line", "area", "pie"]);
    let mut rows = String::new();
    for year in 2020..2020 + numbers.one_of(3..=6) {
        let _ = write!(rows, "\n{year},{}", numbers.one_of(1..=900));
    }
    format!("```chart type=\"{kind}\"\nYear,Talks{rows}\n```")
}

fn layout(numbers: &mut Numbers) -> String {
    let name = numbers.pick(&["title", "section", "statement", "number", "compare", "end", "grid"]);
    let content = match name {
        "number" => format!(
            "## {}\n\n{}.",
            numbers.pick(&["63 %", "99.999 %", "4.2 million", "€ 12 000 000"]),
            numbers.words(4..=9)
        ),
        "compare" => format!("## Two\n\n{}\n\n+++\n\n{}", list(numbers, 4..=6), numbers.words(6..=12)),
        "end" => "# Thank you\n\n![](qr:https://example.org/slides/)\n\nada@example.org".to_owned(),
        "grid" => heading(&format!("{}\n{}\n{}", picture(numbers), picture(numbers), picture(numbers))),
        _ => format!("# {}\n\n{}.", numbers.words(2..=6), numbers.words(4..=9)),
    };
    format!("<!-- .slide: layout=\"{name}\" -->\n\n{content}")
}

#[test]
fn a_look_at_60_ordinary_slides_finds_nothing() {
    let Some(_) = Chromium::start() else { return };
    let mut numbers = Numbers(20_261_130);
    let slides: Vec<_> = KINDS.iter().cycle().take(60).map(|write| write(&mut numbers)).collect();
    let talk = Talk::new(&slides.join("\n\n---\n\n"));
    let settings = "title = \"Ordinary slides\"\nauthor = \"Ada Example\"\nseparator = \"dashes\"\nfooter = \"{author}\"\n\n\
                    [lints]\nmissing-glyph = \"off\"\n";
    talk.put("talk/orate.toml", settings);
    fs::create_dir(talk.path("talk/images")).expect("a folder");
    fs::write(talk.path("talk/images/dot.png"), include_bytes!("../decks/own-look/images/dot.png"))
        .expect("a picture");
    let report = talk.json(0, &["check", "talk", "--look", "--timeout", "300"]);
    let text = fs::read_to_string(talk.path("talk/slides.md")).expect("the slides");
    let slide_of = |line: usize| text.lines().take(line).filter(|line| *line == "---").count();
    let findings: Vec<_> = report["diagnostics"]
        .as_array()
        .expect("diagnostics are a list")
        .iter()
        .map(|it| format!("{it}\n{}", slides[slide_of(it["line"].as_u64().unwrap_or(1) as usize)]))
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n\n"));
}
