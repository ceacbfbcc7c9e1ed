//! What becomes of diagrams, and that nothing in one can break a build.

mod forms;
mod kinds;

use proptest::prelude::*;

use super::{Language, dot, mermaid};
use crate::render::Budget;
use crate::render::budget::Account;
use crate::render::catch_panic;
use crate::render::figures::diagram::steps::Steps;
use crate::render::tests::{among, codes, extended_html as html};

const FLOW: &str = "flowchart LR\n  A[Markdown] --> B{Parse}\n  B -->|ok| C[(Tree)]\n  subgraph core [The core]\n    C --> D\n  end";
const SEQUENCE: &str = "sequenceDiagram\n  participant A as Ada\n  A->>B: Hello\n  alt awake\n    B-->>A: Hi\n  else\n    B--xA: zzz\n  end";
const CLASSES: &str = "classDiagram\n  class Deck {\n    +List~Slide~ slides\n    +render() Html\n  }\n  Deck *-- Slide : holds";
const STATES: &str = "stateDiagram-v2\n  [*] --> Idle\n  Idle --> Busy : start\n  state Busy {\n    [*] --> One\n  }\n  Busy --> [*]";
const PLAN: &str = "gantt\n  title Plan\n  dateFormat YYYY-MM-DD\n  section Write\n  Outline :done, a1, 2026-01-01, 10d\n  Slides :after a1, 20d";
const SLICES: &str = "pie showData\n  title Parts\n  \"Code\" : 42\n  \"Text\" : 30";
const GRAPH: &str = "digraph {\n  rankdir=LR;\n  node [shape=box];\n  a -> b [label=\"to\"];\n  subgraph cluster_x { label=\"X\"; b; c }\n}";

fn fence(language: &str, source: &str) -> String {
    format!("```{language}\n{source}\n```")
}

#[track_caller]
fn check_drawn(language: &str, source: &str, expected: &[&str]) {
    let html = html(&fence(language, source));
    for part in [&["<figure class=\"orate-diagram\"><svg role=\"img\""], expected].concat() {
        assert!(html.contains(part), "no {part:?} in {html}");
    }
    assert!(!html.contains("<pre>") && !html.contains(" id=") && !html.contains(" style="), "{html}");
}

#[test]
fn every_kind_is_drawn_with_its_texts_and_described() {
    check_drawn(
        "mermaid",
        FLOW,
        &[">Markdown</text>", ">The core</text>", "<desc>Markdown leads to Parse; Parse leads to Tree (ok)"],
    );
    check_drawn("mermaid", SEQUENCE, &[">Ada</text>", "<desc>Ada to B: Hello; alt awake; B to Ada: Hi"]);
    check_drawn("mermaid", CLASSES, &[">+List&lt;Slide&gt; slides</text>", "Deck has Slide (holds)"]);
    check_drawn("mermaid", STATES, &[">Busy</text>", "Idle goes to Busy (start)"]);
    check_drawn("mermaid", PLAN, &[">Outline</text>", "<desc>Write: Outline from 2026-01-01 for 10d"]);
    check_drawn(
        "mermaid",
        SLICES,
        &["aria-label=\"Parts\"", "<desc>Code: 42 (58 %); Text: 30 (42 %).</desc>"],
    );
    check_drawn(
        "dot",
        GRAPH,
        &[">X</text>", "aria-label=\"Graph\"", "<desc>a leads to b (to); c; X holds b, c.</desc>"],
    );
}

#[test]
fn an_author_names_and_describes_a_diagram() {
    let source =
        "flowchart LR\n  accTitle: The way\n  accDescr {\n    From here\n    to there\n  }\n  A --> B";
    check_drawn("mermaid", source, &["aria-label=\"The way\"", "<desc>From here to there</desc>"]);
    check_drawn("mermaid title=\"Another <way>\"", source, &["aria-label=\"Another &lt;way&gt;\""]);
}

#[test]
fn nodes_come_step_by_step() {
    let steps = html(&fence("mermaid steps=\"B|C,D\"", FLOW));
    let parts: Vec<_> = steps.split("<g class=\"fragment\">").collect();
    assert_eq!(parts.len(), 3, "{steps}");
    assert!(parts[0].contains(">Markdown<") && !parts[0].contains(">Parse<"));
    assert!(parts[1].contains(">Parse<") && parts[2].contains(">Tree<") && parts[2].contains(">ok<"));
    let one = html(&fence("mermaid", "flowchart LR\n  A --> B:::fragment"));
    assert_eq!(one.matches("<g class=\"fragment\">").count(), 1);
    assert_eq!(codes(&fence("mermaid steps=\"X\"", FLOW)), ["broken-diagram"]);
    assert_eq!(codes(&fence("mermaid steps=\"A\"", SLICES)), ["broken-diagram"]);
}

#[track_caller]
fn check_broken(language: &str, source: &str, expected: &str) {
    let budget = Budget::whole();
    let account = Account::new(&budget);
    let said = match language {
        "dot" => dot::Dot.draw(source, &Steps::default(), &account),
        _ => mermaid::Mermaid.draw(source, &Steps::default(), &account),
    };
    let error = said.expect_err("this is no diagram");
    assert_eq!(&source[error.at.clone()], expected, "{error:?}");
    let fence = fence(language, source);
    assert_eq!(codes(&fence), ["broken-diagram"]);
    assert!(html(&fence).contains("<pre>"), "the source is shown");
}

#[test]
fn what_cannot_be_read_is_told_at_its_place_and_shown_as_it_is() {
    check_broken("mermaid", "flowchrt LR\n A --> B", "flowchrt");
    check_broken("mermaid", "sequenceDiagram\n  A->>B: a\n  what is this", "what is this");
    check_broken("mermaid", "pie\n  \"a\" : 1\n  nothing", "nothing");
    check_broken("mermaid", "gantt\n  section A\n  Task\n", "Task");
    check_broken("mermaid", "gantt\n  a :2026-01-01, 99999d", "99999");
    check_broken("dot", "digraph {\n  a -> \n}", "}");
    check_broken("dot", "digraph {\n  a -- b\n}", "--");
    check_broken("dot", "graph { a", "");
    check_broken("dot", "a -> b", "a");
}

#[test]
fn names_are_of_any_language() {
    let states = html(&fence(
        "mermaid",
        "stateDiagram-v2\n  [*] --> Prüfung\n  Prüfung --> 完成 : geprüft\n  state 完成 {\n    é --> ß\n  }",
    ));
    for name in ["Prüfung", "完成", "é", "ß"] {
        assert!(states.contains(&format!(">{name}</text>")), "{name}: {states}");
    }
    assert!(
        states
            .contains("<desc>the start goes to Prüfung; Prüfung goes to 完成 (geprüft); é goes to ß.</desc>"),
        "{states}"
    );
    let classes =
        html(&fence("mermaid", "classDiagram\n  class Größe {\n    +länge() int\n  }\n  Größe <|-- Breite"));
    assert!(classes.contains(">Größe</text>") && classes.contains("länge"), "{classes}");
    let stepped = html(&fence("mermaid steps=\"Prüfung\"", "stateDiagram-v2\n  A --> Prüfung"));
    assert!(stepped.contains("class=\"fragment\""), "{stepped}");
    let said = among(&[], &fence("mermaid steps=\"Prufung\"", "stateDiagram-v2\n  A --> Prüfung")).1;
    assert!(said[0].1.ends_with("did you mean `Prüfung`?"), "{said:?}");
}

#[test]
fn an_arrow_may_lead_into_a_composite_state_and_out_of_it() {
    let source = "stateDiagram-v2\n  A --> C\n  state S {\n    [*] --> B\n    B --> C\n  }\n  state T {\n    D\n    D --> [*]\n  }\n  C --> D : across";
    let drawn = html(&fence("mermaid", source));
    for name in ["A", "B", "C", "D", "S", "T", "across"] {
        assert_eq!(drawn.matches(&format!(">{name}</text>")).count(), 1, "{name}: {drawn}");
    }
    assert!(drawn.contains("aria-label=\"State diagram\""));
}

/// The boxes of nodes: left, top, right and bottom.
fn boxes(drawn: &str) -> Vec<[f64; 4]> {
    let value = |rect: &str, name: &str| {
        let rest = rect.split_once(&format!(" {name}=\"")).unwrap().1;
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let nodes = drawn.split("<rect").filter(|rect| rect.split('>').next().unwrap().contains("class=\"node"));
    nodes
        .map(|rect| {
            let (x, y) = (value(rect, "x"), value(rect, "y"));
            [x, y, x + value(rect, "width"), y + value(rect, "height")]
        })
        .collect()
}

#[test]
fn composite_states_side_by_side_keep_apart() {
    for source in [
        "[*] --> Idle\n  Idle --> Run : start\n  state Run {\n    [*] --> A\n    A --> B : ready\n    B --> A\n  }\n  Run --> Idle : stop",
        "state S {\n    A --> B\n  }\n  S --> X : one\n  S --> Y : two\n  Z --> S",
        "state S {\n    A --> B\n  }\n  state T {\n    C --> D\n  }\n  S --> T : on\n  T --> S : back",
    ] {
        for direction in ["LR", "TB"] {
            let drawn =
                html(&fence("mermaid", &format!("stateDiagram-v2\n  direction {direction}\n  {source}")));
            let boxes = boxes(&drawn);
            assert!(boxes.len() >= 3, "{drawn}");
            for (number, one) in boxes.iter().enumerate() {
                for other in &boxes[number + 1..] {
                    let apart =
                        one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
                    assert!(apart, "{one:?} and {other:?} overlap: {drawn}");
                }
            }
        }
    }
}

#[test]
fn a_state_diagram_begins_where_its_first_arrow_does() {
    let drawn = html(&fence(
        "mermaid",
        "stateDiagram-v2\n  [*] --> Idle\n  Idle --> Run\n  state Run {\n    [*] --> A\n  }\n  Run --> Idle : stop\n  Run --> [*]",
    ));
    let start = drawn.split("<ellipse cx=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(drawn.contains(&format!("<path d=\"M{start} ")), "no arrow begins at {start}: {drawn}");
}

#[test]
fn what_nobody_could_read_is_refused_and_costs_no_time() {
    let nodes: String = (0..200).map(|index| format!("  A{index} --> B{index}\n")).collect();
    assert_eq!(codes(&fence("mermaid", &format!("flowchart LR\n{nodes}"))), ["broken-diagram"]);
    assert_eq!(
        codes(&fence("mermaid", &"x".repeat(crate::render::figures::diagram::LIMIT + 1))),
        ["broken-diagram"]
    );
    let deep = "subgraph a\n".repeat(1000);
    assert_eq!(codes(&fence("mermaid", &format!("flowchart LR\n{deep}"))), ["broken-diagram"]);
    assert_eq!(codes(&fence("dot", &format!("digraph {}", "{".repeat(5000)))), ["broken-diagram"]);
    let long: String = (0..40).map(|index| format!(" --> A{index}")).collect();
    assert_eq!(codes(&fence("mermaid", &format!("flowchart LR\n  A{long}"))), ["small-diagram"]);
}

#[test]
fn equal_sources_give_equal_drawings() {
    for source in [FLOW, CLASSES, STATES] {
        let first = html(&fence("mermaid", source));
        (0..8).for_each(|_| assert_eq!(html(&fence("mermaid", source)), first));
    }
}

/// A source with some words of the languages put where they do not belong.
fn hostile() -> impl Strategy<Value = (&'static str, String)> {
    let seeds = vec![
        ("mermaid", FLOW),
        ("mermaid", SEQUENCE),
        ("mermaid", CLASSES),
        ("mermaid", STATES),
        ("mermaid", PLAN),
        ("mermaid", SLICES),
        ("dot", GRAPH),
    ];
    let words = vec![
        "-->",
        "->",
        "[",
        "]",
        "{",
        "}",
        "(",
        "\"",
        "|",
        ":",
        ":::",
        "end\n",
        "subgraph x\n",
        "state A {\n",
        "alt a\n",
        "\n",
        "%%",
        "<br>",
        "<",
        "é",
        "~",
        "[*]",
        "after a1",
        "99d",
        "-5",
        "1e300",
        "--\n",
        "A",
        "=",
        "0",
    ];
    let edit = (any::<prop::sample::Index>(), prop::sample::select(words), 0_usize..8);
    (prop::sample::select(seeds), prop::collection::vec(edit, 1..8)).prop_map(|((language, seed), edits)| {
        let mut text = seed.to_owned();
        for (at, word, cut) in edits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + cut).min(text.len())).max(start);
            text.replace_range(start..end, word);
        }
        (language, text)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_source_makes_it_panic((language, source) in hostile()) {
        let html = html(&fence(language, &source));
        prop_assert!(!html.contains("NaN"), "{html}");
    }
}

#[test]
fn groups_that_cannot_stand_in_each_other_are_refused_at_their_name() {
    let within = |body: &str, at: &str| check_broken("mermaid", &format!("flowchart LR\n{body}"), at);
    within("subgraph a\n  a --> b\nend", "a");
    within("subgraph a\n  x --> b\nend\nsubgraph b\n  y --> a\nend", "b");
    within("subgraph core\n  B --> C\n  subgraph core\n    C --> E\n  end\nend", "core");
    within("subgraph S1[\"Container\"]\n  C\n  D --> S1[\"Node\"]\nend", "S1");
    within("subgraph a\n  subgraph b\n    subgraph c\n      x --> a\n    end\n  end\nend", "a");
    within("subgraph Two words\n  x\nend\nsubgraph Two words\n  y\nend", "Two words");
    check_broken("mermaid", "stateDiagram-v2\n  state A {\n    state A {\n      x --> y\n    }\n  }", "A");
    check_broken("mermaid", "stateDiagram-v2\n  state A {\n    state B {\n      x --> A\n    }\n  }", "A");
    check_broken("mermaid", "classDiagram\n  namespace N {\n    class N\n  }", "N");
}

#[test]
fn dot_is_read_as_graphviz_reads_it() {
    check_drawn(
        "dot",
        "digraph { n [shape=record, label=\"{a|<f0> b|c}\"]; n:f0 -> m; }",
        &[">a<tspan", ">b</tspan>", ">c</tspan>"],
    );
    check_drawn("dot", "digraph { n [label=\"a|b\" shape=Mrecord] }", &[">a │ b</text>"]);
    check_drawn(
        "dot",
        "digraph \"My graph\" { label=\"Title\"; labelloc=t; a->b }",
        &["aria-label=\"Title\"", ">Title</text>"],
    );
    check_drawn(
        "dot",
        "digraph { a -> b [headlabel=\"h\" taillabel=\"t\" label=\"x\"]; }",
        &[">t · x · h</text>"],
    );
    check_drawn(
        "dot",
        "strict graph {\n  # a line\n  a -- b -- c // end\n}",
        &["<desc>a and b are linked; b and c are linked.</desc>"],
    );
    check_drawn(
        "dot",
        "digraph { a -> b [dir=both]; c -> d [dir=none]; e -> f [dir=back] }",
        &["a and b lead to each other; c and d are linked; f leads to e"],
    );
    check_drawn(
        "dot",
        "digraph { \"x\" + \"y\" -> z; e [label=\"left\\lright\\r\"] }",
        &[">xy</text>", ">left<tspan"],
    );
}

#[test]
fn dot_is_drawn_in_the_colours_of_its_author() {
    check_drawn(
        "dot",
        "digraph { a [style=\"filled,dashed\" fillcolor=lightblue color=navy]; a -> b [color=red penwidth=2 fontcolor=blue label=x] }",
        &[
            "fill=\"#add8e6\" stroke=\"#000080\" stroke-dasharray=\"6 4\"",
            "fill=\"#000000\">a</text>",
            "stroke=\"#ff0000\" stroke-width=\"3\"",
            "fill=\"#0000ff\">x</text>",
        ],
    );
    check_drawn(
        "dot",
        "digraph { subgraph cluster_x { label=X; style=filled; color=lightgrey; fontcolor=red; node [style=filled fillcolor=\"#003300\"]; a } }",
        &["fill=\"#d3d3d3\" stroke=\"#d3d3d3\"", "fill=\"#ff0000\">X</text>", "fill=\"#ffffff\">a</text>"],
    );
    let bare = html(&fence("dot", "digraph { p [shape=plaintext] }"));
    assert!(bare.contains("class=\"middle\">p</text>"), "the text has the theme's colour: {bare}");
    check_drawn(
        "mermaid",
        "flowchart LR\n  subgraph G\n    A\n  end\n  style G fill:#eee,color:#060\n  style A fill:#fea,color:crimson",
        &["fill=\"#eeeeee\"", "fill=\"#006600\">G</text>", "fill=\"#dc143c\">A</text>"],
    );
}

#[test]
fn labels_of_dot_are_read_with_their_escapes_and_tables() {
    check_drawn(
        "dot",
        "digraph G { a [label=\"\\N of \\G\"]; b [shape=box label=\"one\\ltwo\\l\"]; a -> b [label=\"\\E\"]; c [label=\"Vec<b> 2**3\"] }",
        &[">a of G</text>", ">one<tspan", ">a-&gt;b</text>", ">Vec&lt;b&gt; 2**3</text>"],
    );
    let left = html(&fence("dot", "digraph { b [shape=box label=\"one\\ltwo\\l\"] }"));
    assert!(!left.contains("class=\"middle\""), "the lines begin at the left: {left}");
    check_drawn(
        "dot",
        "digraph { t [shape=none label=<<TABLE><TR><TD>one</TD><TD PORT=\"p\"><B>two</B></TD></TR><TR><TD>three</TD></TR></TABLE>>]; u -> t:p }",
        &[">one │ two<tspan", ">three</tspan>", "u leads to one │ two three"],
    );
}

#[test]
fn attributes_of_dot_without_effect_are_reported_once() {
    let check = |attributes: &str, expected: &[&str]| {
        let text = fence("dot", &format!("digraph {{ {attributes} }}"));
        assert_eq!(codes(&text), expected, "{text}");
    };
    check("a [URL=\"x\"]; b [URL=\"y\" tooltip=t]", &["diagram-detail"; 2]);
    check("{ rank=same; a; b } { rank=same; c; d }", &["diagram-detail"]);
    check("a -> b [constraint=false]; c -> d [arrowhead=crow]", &["diagram-detail"; 2]);
    check("a -> b [colour=red]; c [fillcolor=nope]", &["diagram-detail"; 2]);
    check("layout=neato; a [pos=\"1,2!\"]", &["diagram-detail"; 2]);
    check("a [label=<<FONT COLOR=\"red\">x</FONT>>]", &["diagram-detail"]);
    check("a [shape=ellipsis]", &["diagram-detail"]);
    check(
        "splines=ortho; nodesep=1; graph [fontname=Arial]; node [fontsize=9 width=2]; a -> b [weight=3 arrowhead=vee]",
        &[],
    );
    check("a [shape=note]; b [shape=point]; c [style=invis]; a -> c [style=invis]", &[]);
}

#[test]
fn a_cluster_and_a_node_of_dot_may_have_one_name() {
    let source = "digraph { subgraph cluster_a { cluster_a -> b } }";
    check_drawn(
        "dot",
        source,
        &[">cluster_a</text>", "cluster_a leads to b", "cluster_a holds cluster_a, b"],
    );
    let source = "digraph { subgraph cluster_a { subgraph cluster_a { a -> b } } subgraph cluster_a { c } }";
    check_drawn("dot", source, &["cluster_a holds a, b, c"]);
}

#[test]
fn edges_that_lead_a_group_to_what_it_holds_and_two_between_two_nodes_are_drawn() {
    let source = "flowchart LR\n  subgraph a [In]\n    x -->|one| y\n    y -->|two| x\n    x -->|three| y\n  end\n  a --> x\n  y --> a\n  x --> a";
    check_drawn("mermaid", source, &[">one</text>", ">two</text>", ">three</text>", ">In</text>"]);
    let drawn = html(&fence("mermaid", source));
    let count = |class: &str| drawn.matches(&format!("class=\"{class}\"")).count();
    assert_eq!((count("hollow edge-line"), count("edge")), (6, 6), "six edges, each with its arrow: {drawn}");
    assert!(!drawn.contains('\u{1}'), "a name that is ours alone is not shown: {drawn}");
    let states = "stateDiagram-v2\n  state A {\n    x --> y : there\n    y --> x : back\n  }";
    check_drawn("mermaid", states, &[">there</text>", ">back</text>", ">A</text>"]);
}

#[test]
fn a_layout_that_would_take_too_long_is_refused_before_it_begins() {
    let far: String = (0..100).map(|at| format!("\n  n{at} ----------> n{}", at + 1)).collect();
    check_broken("mermaid", &format!("flowchart LR{far}"), "flowchart");
}

/// Letters that the library would slice, or take for none: of two, three and four bytes, from right to left, combining,
/// joined, without width.
const LETTERS: [&str; 9] =
    ["é", "e\u{301}", "漢字", "🎉", "👩\u{200d}🚀", "שלום", "\u{200b}x", "x\u{feff}y", "İ"];

#[test]
fn every_letter_may_stand_everywhere() {
    let before = catch_panic::caught();
    for letter in LETTERS {
        for source in [
            "flowchart LR\n  L[L] -->|L| B{L}\n  subgraph S[L]\n    L2\n  end",
            "stateDiagram-v2\n  [*] --> L\n  L --> B : L\n  state \"L\" as C\n  note right of L : L\n  state L2 {\n    x --> L3\n  }",
            "classDiagram\n  class L~L~ {\n    +L L\n    +L(L) L\n  }\n  L <|-- B : L\n  note for L \"L\"\n  <<L>> L\n  L : +L",
            "sequenceDiagram\n  participant L as L\n  actor B\n  L->>B: L\n  Note over L,B: L\n  alt L\n    B-->>L: L\n  else L\n    L->>L: L\n  end\n  activate L",
            "gantt\n  title L\n  section L\n  L :L, 2026-01-01, 3d\n  B :after L, 2d",
            "pie title L\n  \"L\" : 3\n  \"B\" : 4",
        ] {
            let source = source.replace('L', letter).replace(&format!("flowchart {letter}R"), "flowchart LR");
            let drawn = html(&fence("mermaid", &source));
            assert!(drawn.contains("<svg"), "{source}: {drawn}");
            assert!(drawn.contains(letter), "{source}: {drawn}");
        }
    }
    assert_eq!(catch_panic::caught(), before, "no panic was caught");
}

#[test]
fn letters_where_none_can_stand_are_an_error_and_no_panic() {
    let before = catch_panic::caught();
    for source in [
        "sequenceDiagram\n  é\n  A->>B: x",
        "sequenceDiagram\n  ->> é漢: x",
        "stateDiagram-v2\n  é é é --> ",
        "classDiagram\n  é é <| é",
        "gantt\n  é :é, 2026-01-01, 3é",
        "pie\n  é : é",
        "flowchart LR\n  é -- é --> \n  [é",
    ] {
        html(&fence("mermaid", source));
    }
    assert_eq!(catch_panic::caught(), before, "no panic was caught");
}

#[test]
fn several_relations_and_transitions_between_two_are_drawn_in_groups_too() {
    let classes = "classDiagram\n  namespace N {\n    class A\n    class B\n  }\n  A --> B : one\n  B ..> A : two\n  A <|-- B : three";
    check_drawn("mermaid", classes, &[">one</text>", ">two</text>", ">three</text>"]);
    let states = "stateDiagram-v2\n  state P {\n    On --> Off : press\n    Off --> On : again\n    --\n    a --> b\n    b --> a : back\n  }";
    check_drawn("mermaid", states, &[">press</text>", ">again</text>", ">back</text>"]);
}
