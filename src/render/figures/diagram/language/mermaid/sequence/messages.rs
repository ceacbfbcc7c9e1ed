//! Messages: who sends what to whom, and with which arrow.

use rusty_mermaid_diagrams::sequence::ir::{ArrowHead, ArrowStyle, LineStyle, Message};

use super::super::text::label;

/// The arrows; what is longer comes first.
const ARROWS: [(&str, ArrowStyle); 10] = [
    ("<<-->>", ArrowStyle::DOTTED_FILLED),
    ("<<->>", ArrowStyle::SOLID_FILLED),
    ("-->>", ArrowStyle::DOTTED_FILLED),
    ("->>", ArrowStyle::SOLID_FILLED),
    ("--x", ArrowStyle::DOTTED_CROSS),
    ("-x", ArrowStyle::SOLID_CROSS),
    ("--)", ArrowStyle::DOTTED_OPEN),
    ("-)", ArrowStyle::SOLID_OPEN),
    ("-->", ArrowStyle { line: LineStyle::Dotted, head: ArrowHead::None }),
    ("->", ArrowStyle { line: LineStyle::Solid, head: ArrowHead::None }),
];

/// A message, and whether its arrow has two heads.
pub(crate) struct ReadMessage {
    pub(crate) message: Message,
    pub(crate) is_two_way: bool,
    /// Whether it meets an actor's line in a circle: `A()->>()B`.
    pub(crate) is_central: bool,
}

/// The message that a statement is, if it is one. Names may have spaces and dashes.
pub(crate) fn message(statement: &str) -> Option<ReadMessage> {
    let (at, arrow, style) = arrow_at(statement)?;
    let (ends, text) = statement.split_once(':').unwrap_or((statement, ""));
    let from = ends[..at].trim();
    let (from, is_central_from) = from.strip_suffix("()").map_or((from, false), |from| (from.trim(), true));
    let to = ends[at + arrow.len()..].trim_start();
    let (activate, deactivate) = (to.starts_with('+'), to.starts_with('-'));
    let to = to.trim_start_matches(['+', '-']).trim();
    let (to, is_central_to) = to.strip_prefix("()").map_or((to, false), |to| (to.trim(), true));
    let text = label(text);
    let message = Message {
        from: from.to_owned(),
        to: to.to_owned(),
        label: Some(text).filter(|text| !text.is_empty()),
        arrow: style,
        activate,
        deactivate,
    };
    let is_central = is_central_from || is_central_to;
    (!to.is_empty()).then_some(ReadMessage { message, is_two_way: arrow.starts_with('<'), is_central })
}

/// The arrow of a statement: the first with a `>`, or else the first, since a name may hold what looks like one (`a-xy`).
pub(crate) fn arrow_at(statement: &str) -> Option<(usize, &'static str, ArrowStyle)> {
    let ends = statement.split(':').next().unwrap_or_default();
    let first = |is_kind: fn(&str) -> bool| {
        ends.char_indices().skip(1).find_map(|(at, _)| {
            let mut arrows = ARROWS.iter().filter(|(arrow, _)| is_kind(arrow));
            let (arrow, style) = arrows.find(|(arrow, _)| ends[at..].starts_with(arrow))?;
            Some((at, *arrow, *style))
        })
    };
    first(|arrow| arrow.contains('>')).or_else(|| first(|_| true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(statement: &str, from: &str, arrow: &str, to: &str, text: &str) {
        let read = message(statement).expect("this is a message").message;
        let (_, found, _) = arrow_at(statement).expect("it has an arrow");
        let text = Some(text.to_owned()).filter(|text| !text.is_empty());
        assert_eq!((read.from.as_str(), found, read.to.as_str(), read.label), (from, arrow, to, text));
    }

    #[test]
    fn names_may_hold_spaces_dashes_and_letters_of_any_script() {
        check("John Doe->>Bob: hi", "John Doe", "->>", "Bob", "hi");
        check("my-actor -->> your-actor : a->b", "my-actor", "-->>", "your-actor", "a->b");
        check("a-xyz->>b-x1", "a-xyz", "->>", "b-x1", "");
        check("田中->>+李 先生: 你好", "田中", "->>", "李 先生", "你好");
        check("A-)B:later", "A", "-)", "B", "later");
        check("A--xB: lost", "A", "--x", "B", "lost");
        check("A->B", "A", "->", "B", "");
        check("A()->>()B: meets", "A", "->>", "B", "meets");
        assert!(message("->> B: x").is_none() && message("A->>: x").is_none());
    }
}
