//! Mermaid as people write it: with and without spaces, on one line and on several, in any script.

use super::*;

#[track_caller]
fn check_same(sources: &[&str]) {
    let drawn: Vec<String> = sources.iter().map(|source| html(&fence("mermaid", source))).collect();
    for (source, other) in sources.iter().zip(&drawn) {
        assert!(
            other.contains("<svg"),
            "{source} is not drawn: {:?}",
            among(&[], &fence("mermaid", source)).1
        );
        assert_eq!(*other, drawn[0], "{source}");
    }
}

#[test]
fn every_arrow_is_the_same_with_and_without_spaces() {
    for arrow in [
        "-->",
        "---",
        "--o",
        "--x",
        "<-->",
        "o--o",
        "x--x",
        "-.->",
        "-.-",
        "<-.->",
        "-..->",
        "==>",
        "===",
        "<==>",
        "==o",
        "---->",
        "----",
        "====>",
        "~~~",
        "-->|yes|",
        "---|yes|",
        "-.->|yes|",
        "==>|yes|",
        "-->|\"a | b\"|",
    ] {
        let spaced = format!("flowchart LR\n  A[a] {arrow} B[b]");
        check_same(&[
            &spaced,
            &format!("flowchart LR\nA[a]{arrow}B[b]"),
            &format!("graph LR;A[a] {arrow}B[b];"),
        ]);
        let bare = format!("flowchart LR\n  A-b {arrow} 日本");
        check_same(&[&bare, &format!("flowchart LR\n  A-b {arrow}日本")]);
    }
    check_same(&[
        "graph\nA --> B",
        "graph TD\nA-->B",
        "flowchart\nA-->B",
        "flowchart TB;A-->B",
        "graph TD;\n    A-->B;\n",
    ]);
}

#[test]
fn every_label_form_says_the_same() {
    for (open, close) in
        [("--", "-->"), ("--", "---"), ("==", "==>"), ("-.", ".->"), ("-.", "-.->"), ("--", "--x")]
    {
        let form = |a: &str, b: &str| format!("flowchart LR\nA[a]{a}{open}{b}text{b}{close}{a}B[b]");
        check_same(&[&form(" ", " "), &form("", ""), &form("", " "), &form(" ", "")]);
        let quoted = format!("flowchart LR\nA[a] {open} \"text\" {close} B[b]");
        check_same(&[&form(" ", " "), &quoted]);
    }
    check_same(&[
        "flowchart LR\nA -- text --> B",
        "flowchart LR\nA-->|text|B",
        "flowchart LR\nA --> |text| B",
    ]);
    check_drawn("mermaid", "flowchart LR\nA--well-known text-->B", &[">well-known text</text>"]);
}

#[test]
fn chains_and_groups_of_nodes_have_an_edge_each() {
    check_same(&[
        "flowchart LR\nA --> B & C\nB & C --> D",
        "flowchart LR\nA --> B & C --> D",
        "flowchart LR\nA-->B&C-->D",
    ]);
    let drawn = html(&fence("mermaid", "flowchart LR\nA & B --> C & D"));
    assert!(
        drawn.contains("<desc>A leads to C; A leads to D; B leads to C; B leads to D.</desc>"),
        "{drawn}"
    );
    check_same(&[
        "flowchart LR; A --> B; B --> C",
        "flowchart LR\nA-->B-->C",
        "flowchart LR\nA --> B %% note\nB --> C",
    ]);
}

#[test]
fn an_edge_that_only_holds_nodes_apart_is_not_seen() {
    let drawn = html(&fence("mermaid", "flowchart LR\nA ~~~ B\nB --> C"));
    assert!(drawn.contains("<desc>B leads to C; A.</desc>"), "{drawn}");
    assert_eq!(
        drawn.matches("<path").count(),
        3,
        "two lines, one of them without a colour, and one tip: {drawn}"
    );
    assert_eq!(drawn.matches("class=\"hollow\"").count(), 1, "{drawn}");
}

#[test]
fn a_circle_and_a_cross_end_an_edge_and_names_may_begin_with_their_letters() {
    let drawn = html(&fence("mermaid", "flowchart LR\nend1 --> B\no1 --> x1\nA---oB\nA---xC"));
    for name in ["end1", "o1", "x1", "A", "B", "C"] {
        assert_eq!(drawn.matches(&format!(">{name}</text>")).count(), 1, "{name}: {drawn}");
    }
}

#[test]
fn texts_are_what_their_author_means() {
    let source = "flowchart LR\nA[\"Text (with) [brackets]\"] --> B[\"quote #quot; #35; #9829;\"]\nC[f(x)] --> D[\"`**md** text`\"]\nE(\"a\nb\")";
    check_drawn(
        "mermaid",
        source,
        &[
            ">Text (with) [brackets]</text>",
            ">quote \" # ♥</text>",
            ">f(x)</text>",
            ">md text</text>",
            ">a<tspan",
        ],
    );
    check_drawn("mermaid", "flowchart LR\nA[1 #lt; 2 &amp; 3]", &[">1 &lt; 2 &amp; 3</text>"]);
}

#[test]
fn shapes_have_brackets_and_names() {
    check_same(&["flowchart LR\nA@{ shape: rect, label: \"x\" } --> B", "flowchart LR\nA[x]-->B"]);
    check_same(&[
        "flowchart LR\nA@{ shape: cyl }\nB@{shape: diam, label: \"y, z\"}",
        "flowchart LR\nA[(A)]\nB{y, z}",
    ]);
    check_same(&["flowchart LR\nA e1@--> B\ne1@{ curve: linear }", "flowchart LR\nA --> B"]);
    check_broken("mermaid", "flowchart LR\nA@{ shape: rectt }", " shape: rectt ");
    let mixed = "flowchart LR\nid1([Stadium]) --> id2[[Sub]] --> id3[(DB)] --> id4((c)) --> id5>asym] --> id6{{hex}} --> id7[/par/] --> id8[\\alt\\] --> id9(((dc)))";
    check_drawn(
        "mermaid",
        mixed,
        &[">Stadium<", ">Sub<", ">DB<", ">c<", ">asym<", ">hex<", ">par<", ">alt<", ">dc<"],
    );
}

#[test]
fn classes_and_styles_colour_nodes_and_edges() {
    let source = "flowchart LR\nA:::hot --> B\nclassDef hot,cold fill:#f96,stroke:rgb(1, 2, 3)\nclass B cold;\nstyle C fill:#0f0\nC --> A\nlinkStyle 0 stroke:red";
    let drawn = html(&fence("mermaid", source));
    assert_eq!(drawn.matches("fill=\"#ff9966\"").count(), 2, "{drawn}");
    assert!(
        drawn.contains("stroke=\"#010203\"")
            && drawn.contains("fill=\"#00ff00\"")
            && drawn.contains("stroke=\"#ff0000\""),
        "{drawn}"
    );
}

#[test]
fn what_is_not_drawn_is_a_warning_at_its_place() {
    for (source, part) in [
        ("flowchart LR\nA --> B\nclick A \"https://example.org\"", "click A \"https://example.org\""),
        ("flowchart LR\nA --> B\nstyle A fill:nope", "fill:nope"),
        ("flowchart LR\nA[fa:fa-car Car] --> B", "[fa:fa-car Car]"),
        ("flowchart LR\nA@{ shape: doc }", " shape: doc "),
        ("flowchart LR\nA e1@--> B\ne1@{ animate: true }", "e1@{ animate: true }"),
        ("sequenceDiagram\nbox Aqua G\nparticipant Z\nend\nA->>Z: x", "box Aqua G"),
        ("sequenceDiagram\nrect rgb(1,2,3)\nA->>Z: x\nend", "rect rgb(1,2,3)"),
        ("stateDiagram-v2\nA --> B\n--", "--"),
        ("classDiagram\nclass A\nlink A \"https://example.org\"", "link A \"https://example.org\""),
        ("classDiagram\nnote \"x\"\nclass A", "note \"x\""),
        ("gantt\nexcludes weekends\nA: 2026-01-01, 3d", "excludes weekends"),
        ("mindmap\n  A\n    B\n    ::icon(fa fa-book)", "::icon(fa fa-book)"),
        ("quadrantChart\n  A: [0.1, 0.2] radius: 12", "A: [0.1, 0.2] radius: 12"),
    ] {
        let budget = Budget::whole();
        let drawn = mermaid::Mermaid.draw(source, &Steps::default(), &Account::new(&budget)).expect(source);
        let parts: Vec<_> = drawn.remarks.iter().map(|remark| &source[remark.at.clone()]).collect();
        assert_eq!(parts, [part], "{source}");
        assert!(codes(&fence("mermaid", source)).contains(&"diagram-detail"), "{source}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_at_its_place() {
    check_broken("mermaid", "flowchart LR\nA[a --> B", "[a --> B");
    check_broken("mermaid", "flowchart LR\nA -- text B", "-- text B");
    check_broken("mermaid", "flowchart LR\nA -->", "");
    check_broken("mermaid", "flowchart LR\nA --> B C", "C");
    check_broken("mermaid", "flowchart LR", "flowchart");
    check_broken("mermaid", "requirementDiagram", "requirementDiagram");
    check_broken("mermaid", "flowchart XY\nA --> B", "XY");
    check_broken("mermaid", "flowchart LR\nsubgraph one\nA --> B", "subgraph one");
    check_broken("mermaid", "flowchart LR\nA --> B\nend", "end");
    check_broken("mermaid", "sequenceDiagram\nloop x\nA->>B: y", "loop x");
    check_broken("mermaid", "stateDiagram-v2\nstate A {\nB --> C", "state A {");
    check_broken("mermaid", "stateDiagram-v2\nA -> B", "A -> B");
    check_broken("mermaid", "classDiagram\nclass A {\n+x", "class A {");
    check_broken("mermaid", "classDiagram\nA <- B", "A <- B");
    check_broken("mermaid", "erDiagram\nA ||-- B", "A ||-- B");
}

#[test]
fn a_title_block_is_drawn_and_names_the_diagram() {
    let source = "---\ntitle: Hello <there>\nconfig:\n  theme: dark\n---\n%%{init: {\n  \"theme\": \"dark\"\n}}%%\nflowchart LR\nA --> B";
    check_drawn(
        "mermaid",
        source,
        &["aria-label=\"Hello &lt;there&gt;\"", "font-size=\"20\"", ">Hello &lt;there&gt;</text>"],
    );
}

#[test]
fn the_frame_of_a_pie_holds_its_whole_circle() {
    // A slice of more than half begins and ends at the upper right: its arc is lower than both.
    check_drawn("mermaid", "pie\n\"A\": 20\n\"B\": 45\n\"C\": 35", &["viewBox=\"32 52 365.4 296\""]);
}

#[test]
fn a_pie_of_one_slice_is_a_circle() {
    check_drawn("mermaid", "pie\n\"All\": 1", &["<ellipse", "class=\"series-1"]);
}

#[test]
fn actors_have_names_of_several_words_and_any_script() {
    let source = "sequenceDiagram\n  actor John Doe\n  John Doe->>Bob: Hi #35;1; there\n  Bob-->>李 先生: ok; 李 先生->>my-actor: x\n  Note over John Doe,Bob: both";
    let drawn = html(&fence("mermaid", source));
    assert!(
        drawn.contains("<desc>John Doe to Bob: Hi #1; there; Bob to 李 先生: ok; 李 先生 to my-actor: x; note: both.</desc>"),
        "{drawn}"
    );
    check_same(&["sequenceDiagram\nA->>B: x", "sequenceDiagram\nA ->> B : x", "sequenceDiagram\n  A->>B:x"]);
}

#[test]
fn states_are_named_with_and_without_spaces() {
    check_same(&["stateDiagram-v2\n[*] --> A\nA --> B : x", "stateDiagram-v2\n[*]-->A\nA-->B:x"]);
    check_same(
        &["stateDiagram-v2\nstate \"long\" as L\nA --> L", "stateDiagram-v2\nL : long\nA --> L"].map(|it| it),
    );
    let source = "stateDiagram\nnode-1 --> node-2\nstate fork <<fork>>\nfork --> node-1\nnote right of node-1\n  two\n  lines\nend note\nclassDef bad fill:#f00\nclass node-2 bad";
    check_drawn("mermaid", source, &[">node-1</text>", ">two<tspan", "fill=\"#ff0000\""]);
}

#[test]
fn classes_are_related_with_and_without_spaces() {
    check_same(&["classDiagram\nAnimal <|-- Duck : is", "classDiagram\nAnimal<|--Duck: is"]);
    check_same(&[
        "classDiagram\nclass A{\n+int x\n+foo() bool\n}",
        "classDiagram\nclass A { \n +int x\n +foo() bool }",
    ]);
    check_drawn(
        "mermaid",
        "classDiagram\ndirection LR\nnamespace N {\nclass A~T~[\"Ä-Klasse\"]\n}\nA..>B\nA..|>C\nA \"1\" --> \"*\" D\n<<interface>> B\nB : +int age\nnote for B \"can fly\"",
        &["class A", ">1</text>", "interface", "A depends on B", "A extends C"],
    );
}

#[test]
fn participants_with_properties_and_fields_of_one_bit_lose_nothing_in_silence() {
    check_drawn(
        "mermaid",
        "sequenceDiagram\n  participant A@{ \"type\": \"actor\", \"alias\": \"Ada\" }\n  participant B@{ type: database } as Store\n  A()->>()B: x",
        &[">Ada</text>", ">Store</text>", "Ada to Store: x"],
    );
    let check = |source: &str, count: usize| {
        assert_eq!(codes(&fence("mermaid", source)), vec!["diagram-detail"; count], "{source}");
    };
    check("sequenceDiagram\n  participant B@{ type: database } as Store\n  A()->>B: x", 2);
    check("sequenceDiagram\n  participant B@{ \"alias\": \"Store\" }\n  A->>B: x", 0);
    check("packet\n0-9: \"Source\"\n10: \"Flag\"", 1);
}
