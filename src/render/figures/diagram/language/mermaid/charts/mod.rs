//! The kinds of Mermaid that are drawn from lists and trees: the source of each to the library's model of it, and its picture.
//!
//! The library's own readers go past lines that they do not know (rusty-mermaid 0.2.0), so that orate reads these kinds
//! itself and leaves the drawing to the library.

mod plots;
mod stories;
mod trees;

use rusty_mermaid_core::{Scene, Theme};
use rusty_mermaid_diagrams::{
    gitgraph, journey, kanban, mindmap, packet, quadrant, radar, sankey, timeline, treemap, xychart,
};

use super::source::Source;
use super::statements::Statement;
use super::{Unreadable, check_size, guarded, paid, picture};
use crate::html::markup::escape_text;
use crate::render::budget::Account;
use crate::render::figures::diagram::language::describe::charts as describe;
use crate::render::figures::diagram::language::layers::whole;
use crate::render::figures::diagram::language::scene::{White, theme};
use crate::render::figures::diagram::picture::Picture;
use crate::render::figures::diagram::steps::Steps;

type Drawn = Result<Picture, Unreadable>;

/// What is known of a chart before it is drawn.
struct Chart {
    kind: &'static str,
    title: Option<String>,
    description: String,
    /// How many things it shows.
    size: usize,
}

impl Chart {
    fn new(kind: &'static str, size: usize, description: String) -> Chart {
        Chart { kind, title: None, description, size }
    }

    fn draw(
        self,
        source: &Source,
        account: &Account<'_>,
        draw: impl FnOnce() -> Scene + Send + 'static,
    ) -> Drawn {
        check_size(self.size.max(1), 0, source)?;
        // The slowest of them, a mind map, pushes each of its nodes away from each other.
        paid((self.size * self.size) as u64, source, account)?;
        let scene = guarded(source, draw)?;
        let drawn = picture(&scene, whole(&scene, White::Chart), self.kind, self.description);
        Ok(Picture { title: self.title, ..drawn })
    }
}

/// The theme of charts that have room for larger text.
fn roomy() -> Theme {
    let size = TEXT;
    Theme {
        font_size_node: size,
        font_size_label: size,
        font_size_edge_label: size,
        font_size_small: size - 2.0,
        font_size_title: size + 2.0,
        ..theme()
    }
}

/// The size of most text of charts that have room for it.
const TEXT: f64 = 20.0;

/// The lines of a source behind the word that names its kind; what is beside that word is the first.
fn lines(source: &Source) -> Vec<Statement<'_>> {
    super::statements::statements(source, |_| None)
}

/// How far a line is indented.
fn indentation(source: &Source, line: &Statement<'_>) -> usize {
    let start = source.plain[..line.at.start].rfind('\n').map_or(0, |end| end + 1);
    source.plain[start..line.at.start].chars().map(|it| if it == '\t' { 4 } else { 1 }).sum()
}

/// What follows a word that a line begins with.
fn behind<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(|it: char| it.is_whitespace() || it == ':')).then(|| rest.trim())
}

fn wrong(line: &Statement<'_>, expected: &str) -> Unreadable {
    let part: String = line.text.chars().take(40).collect();
    Unreadable {
        at: line.at.clone(),
        message: format!("`{part}` cannot be read here"),
        help: format!("expected {expected}"),
    }
}

/// Says that a chart shows nothing.
fn empty(source: &Source, expected: &str) -> Unreadable {
    Unreadable {
        at: source.head.clone(),
        message: "there is nothing to draw in this diagram".into(),
        help: format!("add {expected}"),
    }
}

pub(crate) fn git(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let graph = stories::git(source)?;
    let chart = Chart::new("Git graph", graph.statements.len(), describe::git(&graph));
    chart.draw(source, account, move || gitgraph::to_scene(&graph, &theme()))
}

pub(crate) fn times(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let diagram = stories::timeline(source)?;
    let tasks = diagram.sections.iter().flat_map(|section| &section.tasks);
    let size = tasks.map(|task| 1 + task.events.len()).sum();
    let title = diagram.title.clone();
    let chart = Chart { title, ..Chart::new("Timeline", size, describe::timeline(&diagram)) };
    chart.draw(source, account, move || timeline::to_scene(&diagram, &theme()))
}

pub(crate) fn user_journey(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let diagram = stories::journey(source)?;
    let size = diagram.sections.iter().map(|section| section.tasks.len()).sum();
    let title = diagram.title.clone();
    let chart = Chart { title, ..Chart::new("User journey", size, describe::journey(&diagram)) };
    chart.draw(source, account, move || journey::to_scene(&diagram, &theme()))
}

pub(crate) fn quadrants(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let (chart, remarks) = plots::quadrant(source)?;
    let title = chart.title.clone();
    let about =
        Chart { title, ..Chart::new("Quadrant chart", chart.points.len(), describe::quadrant(&chart)) };
    let drawn = about.draw(source, account, move || quadrant::to_scene(&chart, &roomy()))?;
    Ok(Picture { remarks, ..drawn })
}

pub(crate) fn axes(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let chart = plots::xy(source)?;
    let size = chart.plots.iter().map(|plot| plot.values.len()).sum();
    let title = chart.title.clone();
    let about = Chart { title, ..Chart::new("Chart", size, describe::xy(&chart)) };
    about.draw(source, account, move || xychart::to_scene(&chart, &theme()))
}

pub(crate) fn flows(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let diagram = plots::sankey(source)?;
    let chart = Chart::new("Sankey diagram", diagram.links.len(), describe::sankey(&diagram));
    chart.draw(source, account, move || sankey::to_scene(&diagram, &theme()))
}

pub(crate) fn spider(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let chart = plots::radar(source)?;
    let size = chart.axes.len() * chart.curves.len();
    let title = chart.title.clone();
    let about = Chart { title, ..Chart::new("Radar chart", size, describe::radar(&chart)) };
    about.draw(source, account, move || radar::to_scene(&chart, &roomy()))
}

pub(crate) fn bits(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let diagram = plots::packet(source)?;
    let title = diagram.title.clone();
    let chart = Chart { title, ..Chart::new("Packet", diagram.fields.len(), describe::packet(&diagram)) };
    let labels: Vec<_> = diagram.fields.iter().map(|field| field.label.clone()).collect();
    let mut drawn = chart.draw(source, account, move || packet::to_scene(&diagram, &roomy()))?;
    // The library leaves out a name that is wider than its field (rusty-mermaid 0.2.0).
    let is_drawn = |label: &String| {
        let mut text = String::new();
        escape_text(&mut text, label);
        drawn.layers.iter().any(|layer| layer.svg.contains(&format!(">{text}<")))
    };
    let remarks: Vec<_> =
        labels.iter().filter(|label| !is_drawn(label)).map(|label| narrow(source, label)).collect();
    drawn.remarks.extend(remarks);
    Ok(drawn)
}

/// Says that a name of a field of a packet is not drawn.
fn narrow(source: &Source, label: &str) -> Unreadable {
    let at = source.plain.rfind(label).map_or(source.head.clone(), |at| at..at + label.len());
    Unreadable {
        at,
        message: format!("`{label}` is wider than its bits, and left out"),
        help: "shorten it: one bit has room for one letter".into(),
    }
}

pub(crate) fn board(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let board = trees::kanban(source)?;
    let size = board.columns.iter().map(|column| 1 + column.cards.len()).sum();
    let chart = Chart::new("Kanban board", size, describe::kanban(&board));
    chart.draw(source, account, move || kanban::to_scene(&board, &theme()))
}

pub(crate) fn areas(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let diagram = trees::treemap(source)?;
    let chart = Chart::new("Treemap", trees::treemap_size(&diagram.roots), describe::treemap(&diagram));
    chart.draw(source, account, move || treemap::to_scene(&diagram, &theme()))
}

pub(crate) fn mind(source: &Source, _: &Steps, account: &Account<'_>) -> Drawn {
    let (diagram, remarks) = trees::mindmap(source)?;
    let chart = Chart::new("Mind map", diagram.root.count(), describe::mindmap(&diagram));
    let drawn = chart.draw(source, account, move || {
        // The library measures the middle in the size of its nodes, and sets it in that of titles.
        let size = theme().font_size_node;
        let theme = Theme { font_size_title: size, ..theme() };
        mindmap::to_scene(&diagram, &theme)
    })?;
    Ok(Picture { remarks, ..drawn })
}
