//! The boxes of tasks are named by their items: who listens to a slide hears what is done, not only that something is.

use crate::deck::Attribute;
use crate::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};

/// What the name of a box leaves out: items below, notes, and what is too long to be a name.
const PASSED_OVER: [&str; 9] = ["aside", "figure", "ol", "pre", "script", "style", "svg", "table", "ul"];

/// Gives each box that begins an item and has no name the text of its item as one.
pub(in crate::render) fn name_boxes(tree: &mut Tree) {
    let boxes: Vec<NodeId> = tree.below(ROOT).filter(|&id| is_unnamed_box(tree, id)).collect();
    for id in boxes {
        let name = item_of(tree, id).map(|item| text(tree, item)).unwrap_or_default();
        if let Some(element) = tree.element_mut(id).filter(|_| !name.is_empty()) {
            element.attributes.set(Attribute::new("aria-label", &name));
        }
    }
}

fn is_unnamed_box(tree: &Tree, id: NodeId) -> bool {
    tree.element(id).is_some_and(|element| {
        let has = |name: &str| element.attributes.get(name).is_some();
        element.is("input")
            && element.attributes.value("type") == Some("checkbox")
            && !["aria-label", "aria-labelledby", "title"].into_iter().any(has)
    })
}

/// The item that a box is in, directly or in its first paragraph.
fn item_of(tree: &Tree, id: NodeId) -> Option<NodeId> {
    let parent = tree.parent(id)?;
    let item = if tree.is(parent, "p") { tree.parent(parent)? } else { parent };
    tree.is(item, "li").then_some(item)
}

/// The text of an item, pictures by the text in their place.
fn text(tree: &Tree, item: NodeId) -> String {
    let mut text = String::new();
    let mut passed_over = None;
    for step in tree.walk(item) {
        match step {
            Step::Enter(id) if passed_over.is_none() => match &tree.node(id).kind {
                NodeKind::Text(part) => text.push_str(part),
                NodeKind::Finished(part) => text.push_str(&part.text),
                NodeKind::Element(element) => {
                    if PASSED_OVER.contains(&element.name.as_ref()) {
                        passed_over = Some(id);
                    } else if matches!(element.name.as_ref(), "br" | "p") {
                        text.push(' ');
                    }
                    text.push_str(element.attributes.value("alt").unwrap_or_default());
                }
                NodeKind::Root | NodeKind::Comment(_) | NodeKind::Code(_) => {}
            },
            Step::Leave(id) if passed_over == Some(id) => passed_over = None,
            Step::Enter(_) | Step::Leave(_) => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::parse;
    use crate::text::Sources;

    #[track_caller]
    fn check_names(html: &str, names: &[&str]) {
        let mut sources = Sources::default();
        let id = sources.add("a.html", html.as_bytes(), &mut Vec::new());
        let source = sources.whole(id);
        let mut tree = parse::parse(source.text, source.span).tree;
        name_boxes(&mut tree);
        let of_boxes = tree.below(ROOT).filter_map(|id| tree.element(id)).filter(|it| it.is("input"));
        let given: Vec<_> =
            of_boxes.map(|it| it.attributes.value("aria-label").unwrap_or_default()).collect();
        assert_eq!(given, names, "{html}");
    }

    #[test]
    fn a_box_is_named_by_the_text_of_its_item() {
        let task = "<input type=checkbox>";
        check_names(
            &format!("<ul><li>{task} buy <b>fresh</b>\n <code>milk</code></li></ul>"),
            &["buy fresh milk"],
        );
        check_names(&format!("<ul><li><p>{task} a<br>b</p><p>c</p></li></ul>"), &["a b c"]);
        check_names(&format!("<ul><li>{task} <img alt=\"A logo\" src=a.png></li></ul>"), &["A logo"]);
        check_names(
            &format!("<ul><li>{task} over<ul><li>{task} under</li></ul></li></ul>"),
            &["over", "under"],
        );
        check_names(&format!("<ul><li>{task} shown<aside class=notes>spoken</aside></li></ul>"), &["shown"]);
    }

    #[test]
    fn a_box_that_has_a_name_or_is_in_no_item_keeps_to_itself() {
        check_names("<ul><li><input type=checkbox aria-label=Mine> a</li></ul>", &["Mine"]);
        check_names("<ul><li><label><input type=checkbox> a</label></li></ul>", &[""]);
        check_names("<p><input type=checkbox> a</p>", &[""]);
        check_names("<ul><li><input type=text> a</li></ul>", &[""]);
    }
}
