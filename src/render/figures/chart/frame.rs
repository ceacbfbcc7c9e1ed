//! How much of its slide a chart may take: all of its width, or the width of its column, and less of its height beside text.

use crate::html::tree::{NodeId, ROOT, Tree};

/// The width of a chart in its own units, where it has the whole width of its slide.
pub(super) const FULL_WIDTH: f64 = 960.0;
/// The height of a chart in its own units.
pub(super) const HEIGHT: f64 = 400.0;
/// The height of one that shares its slide or its column with text: low, it keeps its letters large.
const LOW: f64 = 240.0;
/// The space between columns.
const GAP: f64 = 56.0;

/// The size of a chart, in its own units: so narrow a chart has letters as large as a wide one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub width: f64,
    pub height: f64,
}

impl Frame {
    /// The frame of the chart that takes the place of `pre`, on a slide with a layout.
    pub(super) fn of(tree: &Tree, pre: NodeId, layout: Option<&str>) -> Frame {
        let column = Column::of(tree, pre, layout);
        let width = FULL_WIDTH * column.share - GAP * (1.0 - column.share);
        Frame { width, height: if column.has_text { LOW } else { HEIGHT } }
    }
}

/// The column that a chart is in; the whole slide, where it has none.
struct Column {
    /// The part of the slide's width that it has, up to 1.
    share: f64,
    /// Whether there is anything in it that takes height from the chart. A heading leaves enough.
    has_text: bool,
}

impl Column {
    fn of(tree: &Tree, pre: NodeId, layout: Option<&str>) -> Column {
        let is_columns = |id: NodeId| tree.element(id).is_some_and(|it| it.attributes.has_class("columns"));
        let path = || std::iter::successors(Some(pre), |&id| tree.parent(id));
        let siblings: Vec<NodeId> =
            tree.parent(pre).into_iter().flat_map(|parent| tree.children(parent)).collect();
        let column = path().find(|&id| tree.parent(id).is_some_and(is_columns));
        if let Some(column) = column {
            return Column {
                share: share_of(tree, column),
                has_text: takes_height(tree, pre, siblings.into_iter()),
            };
        }
        if tree.parent(pre) != Some(ROOT) {
            return Column { share: 1.0, has_text: takes_height(tree, pre, siblings.into_iter()) };
        }
        Column::of_layout(tree, pre, layout, &siblings)
    }

    /// The column of a chart that is no part of any element: what lines `+++` part, or what its layout puts beside it.
    fn of_layout(tree: &Tree, pre: NodeId, layout: Option<&str>, siblings: &[NodeId]) -> Column {
        let is_part = |id: NodeId| {
            tree.element(id).is_some_and(|it| it.is("hr") && it.attributes.has_class("orate-part"))
        };
        let parts: Vec<&[NodeId]> = siblings.split(|&id| is_part(id)).collect();
        let own = parts.iter().find(|part| part.contains(&pre)).copied().unwrap_or_default();
        let blocks = siblings.iter().filter(|&&id| is_block(tree, id)).count();
        let has_text = takes_height(tree, pre, own.iter().copied());
        match layout {
            _ if parts.len() > 1 => Column { share: 1.0 / parts.len() as f64, has_text },
            Some("columns" | "compare") if (2..=4).contains(&blocks) => {
                Column { share: 1.0 / blocks as f64, has_text: false }
            }
            // It is what the layout takes for the picture.
            Some("picture-left" | "picture-right") => Column { share: 0.5, has_text: false },
            Some("about") => Column { share: 0.62, has_text },
            _ => Column { share: 1.0, has_text },
        }
    }
}

/// The part of the width that a child of `.columns` has: the one it asks for in per cent, or as much as each other.
fn share_of(tree: &Tree, column: NodeId) -> f64 {
    let style = tree.element(column).and_then(|it| it.attributes.value("style")).unwrap_or_default();
    let asked = style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let percent = value.trim().strip_suffix('%')?.trim().parse::<f64>().ok()?;
        (name.trim() == "width" && (10.0..=100.0).contains(&percent)).then_some(percent / 100.0)
    });
    let columns = tree.parent(column).map_or(1, |parent| {
        tree.children(parent).filter(|&child| tree.element(child).is_some()).count().max(1)
    });
    asked.unwrap_or(1.0 / columns as f64)
}

/// Whether anything but the chart takes height from it.
fn takes_height(tree: &Tree, pre: NodeId, mut siblings: impl Iterator<Item = NodeId>) -> bool {
    siblings.any(|id| id != pre && is_block(tree, id))
}

/// Whether a node shows something on the slide besides a heading.
fn is_block(tree: &Tree, id: NodeId) -> bool {
    /// What shows nothing on the slide, or leaves enough.
    const SMALL: [&str; 11] =
        ["h1", "h2", "h3", "h4", "h5", "h6", "aside", "style", "script", "template", "link"];
    match tree.element(id) {
        Some(element) => !SMALL.iter().any(|name| element.is(name)),
        None => !tree.text(id).trim().is_empty(),
    }
}
