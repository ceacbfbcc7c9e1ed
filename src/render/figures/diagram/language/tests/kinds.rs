//! The kinds of Mermaid that are drawn from lists and trees.

use super::*;

const ENTITIES: &str = "erDiagram\n  CUSTOMER ||--o{ ORDER : places\n  CUSTOMER{\n    string name PK \"a name\"\n  }\n  p[Person]|o--||ORDER:gives\n  ORDER one or more to zero or one \"Delivery address\" : uses";
const GIT: &str = "gitGraph LR:\n  commit id: \"Alpha\"\n  branch develop\n  commit tag: \"v1\"\n  checkout main\n  merge develop";
const TIMES: &str =
    "timeline\n  title History\n  section Early\n    2002 : LinkedIn\n    2004 : Facebook\n         : Google";
const JOURNEY: &str = "journey\n  title My day\n  section Work\n    Make tea: 5: Me, Cat\n    Walk: 3: Me";
const QUADRANTS: &str = "quadrantChart\n  title Reach\n  x-axis Low --> High\n  y-axis \"Few\" --> \"Many\"\n  quadrant-1 Expand\n  Campaign A: [0.3, 0.6]";
const AXES: &str = "xychart-beta\n  title \"Sales\"\n  x-axis [jan, feb]\n  y-axis \"Revenue (in $)\" 4000 --> 11000\n  bar [5000, 6000.5]\n  line \"Plan\" [5100, 6200]";
const SANKEY: &str = "sankey-beta\nCoal,Power,30\n\nPower,\"Industry, heavy\",25";
const BOARD: &str =
    "kanban\n  Todo\n    [Write docs]\n    b1[Blog]@{ assigned: 'knsv', priority: 'High' }\n  done[Done]";
const RADAR: &str = "radar-beta\n  axis m[\"Math\"], s[\"Science\"]\n  axis e\n  curve a[\"Ada\"]{85, 90, 80}, b{ m: 1, s: 2, e: 3 }\n  max 100";
const AREAS: &str = "treemap-beta\n\"Section\"\n    \"Leaf\": 12\n    \"Inner\"\n        \"Deep\": 3";
const NEEDS: &str = "requirementDiagram\n  requirement test_req {\n    id: 1\n    text: the text\n    risk: high\n    verifymethod: test\n  }\n  element part {\n    type: simulation\n  }\n  part - satisfies -> test_req";
const BITS: &str = "packet-beta\ntitle UDP\n0-15: \"Source\"\n+16: \"Target\"";
const MIND: &str =
    "mindmap\n  root((The middle))\n    Origins\n      Long history\n    id[Tools]\n      {{Pen}}";

#[test]
fn every_further_kind_is_drawn_and_described() {
    for (source, name, parts, description) in [
        (
            ENTITIES,
            "Entity-relationship diagram",
            &[">CUSTOMER<", ">Person<", ">places<"][..],
            "CUSTOMER to any number of ORDER (places); Person to one ORDER (gives); ORDER to at most one Delivery address (uses); CUSTOMER has name.",
        ),
        (
            GIT,
            "Git graph",
            &[">Alpha<", ">develop<", ">v1<"],
            "commit Alpha; branch develop; commit (v1); go on with main; merge develop.",
        ),
        (TIMES, "History", &[">History<", ">2004<", ">Google<"], "2002: LinkedIn; 2004: Facebook, Google."),
        (JOURNEY, "My day", &[">Make tea<", ">Work<"], "Make tea: 5 of 5 for Me, Cat; Walk: 3 of 5 for Me."),
        (QUADRANTS, "Reach", &[">Expand<", ">Campaign A<", ">Many<"], "Campaign A at 0.3, 0.6; Expand."),
        (
            AXES,
            "Sales",
            &[">jan<", ">Revenue (in $)<", "rotate(-90 "],
            "jan 5000, feb 6000.5; Plan: jan 5100, feb 6200.",
        ),
        (
            SANKEY,
            "Sankey diagram",
            &["Coal", "Industry, heavy"],
            "Coal to Power: 30; Power to Industry, heavy: 25.",
        ),
        (BOARD, "Kanban board", &[">Todo<", ">Write docs<", ">Blog<"], "Todo: Write docs, Blog; Done: ."),
        (
            RADAR,
            "Radar chart",
            &[">Math<", ">Ada<"],
            "Ada: Math 85, Science 90, e 80; b: Math 1, Science 2, e 3.",
        ),
        (
            AREAS,
            "Treemap",
            &[">Leaf<", ">Deep<"],
            "Section holds Leaf, Inner; Leaf: 12; Inner holds Deep; Deep: 3.",
        ),
        (
            NEEDS,
            "Requirement diagram",
            &[">test_req<", ">part<"],
            "Requirement test_req (the text); part satisfies test_req.",
        ),
        (BITS, "UDP", &[">Source<", ">Target<"], "bits 0 to 15: Source; bits 16 to 31: Target."),
        (
            MIND,
            "Mind map",
            &[">The middle<", ">Tools<", ">Pen<"],
            "The middle: Origins, Tools; Origins: Long history; Tools: Pen.",
        ),
    ] {
        let (label, description) = (format!("aria-label=\"{name}\""), format!("<desc>{description}</desc>"));
        check_drawn("mermaid", source, parts);
        check_drawn("mermaid", source, &[&label, &description]);
    }
}

#[test]
fn charts_have_no_colours_but_those_of_the_theme() {
    for source in [GIT, TIMES, JOURNEY, QUADRANTS, AXES, BOARD, RADAR, AREAS, BITS, MIND, ENTITIES, NEEDS] {
        let drawn = html(&fence("mermaid", source));
        assert!(!drawn.contains("fill=\"#") && !drawn.contains("stroke=\"#"), "{source}: {drawn}");
    }
}

#[test]
fn a_line_that_is_none_of_its_kind_is_an_error_there() {
    for (source, line) in [
        (ENTITIES, "what is this?"),
        (GIT, "comit"),
        (GIT, "checkout nowhere"),
        (JOURNEY, "Sleep: 9"),
        (QUADRANTS, "Campaign B: [3, 0.1]"),
        (AXES, "bar [1, x]"),
        (SANKEY, "a,b"),
        (RADAR, "curve c{1, 2, 3, 4}"),
        (AREAS, "\"Leaf\": many"),
        (NEEDS, "part - likes -> test_req"),
        (BITS, "40-50: \"Gap\""),
        (BOARD, "    x[y]@{ owner: me }"),
        (MIND, "Another"),
    ] {
        check_broken("mermaid", &format!("{source}\n{line}"), line.trim());
    }
}

#[test]
fn what_flows_in_a_circle_or_shows_nothing_is_an_error() {
    check_broken("mermaid", "sankey-beta\na,b,1\nb,a,1", "sankey-beta");
    for word in [
        "timeline", "journey", "gitGraph", "mindmap", "kanban", "sankey", "radar", "treemap", "packet",
        "xychart",
    ] {
        check_broken("mermaid", word, word);
    }
}

#[test]
fn kinds_that_are_not_drawn_are_an_error_at_their_name() {
    for word in ["block-beta", "C4Context", "architecture-beta", "zenuml"] {
        check_broken("mermaid", &format!("{word}\n  a"), word);
    }
}
