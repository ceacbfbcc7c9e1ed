//! Mermaid: flowcharts, sequences, classes, states, gantts and pies, read and laid out by rusty-mermaid.

mod charts;
mod cursor;
mod flowchart;
mod graphs;
mod sequence;
pub(crate) mod source;
mod statements;
pub(crate) mod style;
mod text;

use std::ops::Range;

use rusty_mermaid_core::{Direction, Scene, SimpleTextMeasure, Theme};
use rusty_mermaid_diagrams::flowchart::ir::FlowDiagram;
use rusty_mermaid_diagrams::state::bridge::LayoutResult;
use rusty_mermaid_diagrams::{
    ParseError, class, er, flowchart as flow_layout, gantt, pie, requirement, sequence as sequence_layout,
    state,
};

use self::source::Source;

use super::layers::{PlacedNode, layers, whole};
use super::letters::{Letters, Texts};
use super::outline::{Fault, Outline};
use super::scene::{White, theme};
use super::sideways;
use super::{EDGES, Language, NESTED, NODES, Unreadable};
use super::{bounds, describe, detour, own_colors, twins};
use crate::render::budget::{self, Account};
use crate::render::catch_panic::{self, Stopped};
use crate::render::figures::diagram::picture::Picture;
use crate::render::figures::diagram::steps::Steps;
use crate::render::figures::figure::SvgLayer;
use crate::text::nearest;

/// The kinds that are drawn, by the word that they begin with.
const KINDS: [(&str, DrawFunction); 28] = [
    ("flowchart", flow),
    ("flowchart-elk", flow),
    ("graph", flow),
    ("sequenceDiagram", messages),
    ("classDiagram", classes),
    ("classDiagram-v2", classes),
    ("stateDiagram-v2", states),
    ("stateDiagram", states),
    ("erDiagram", entities),
    ("gantt", plan),
    ("pie", slices),
    ("gitGraph", charts::git),
    ("timeline", charts::times),
    ("journey", charts::user_journey),
    ("mindmap", charts::mind),
    ("kanban", charts::board),
    ("quadrantChart", charts::quadrants),
    ("xychart", charts::axes),
    ("xychart-beta", charts::axes),
    ("sankey", charts::flows),
    ("sankey-beta", charts::flows),
    ("radar", charts::spider),
    ("radar-beta", charts::spider),
    ("treemap", charts::areas),
    ("treemap-beta", charts::areas),
    ("packet", charts::bits),
    ("packet-beta", charts::bits),
    ("requirementDiagram", requirements),
];

/// The kinds whose nodes can come step by step.
const STEPPED: [&str; 8] = [
    "flowchart",
    "flowchart-elk",
    "graph",
    "classDiagram",
    "classDiagram-v2",
    "stateDiagram-v2",
    "stateDiagram",
    "erDiagram",
];

type DrawFunction = fn(&Source, &Steps, &Account<'_>) -> Result<Picture, Unreadable>;

/// The language of mermaid.js.
pub(crate) struct Mermaid;

impl Language for Mermaid {
    fn draw(&self, text: &str, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
        let source = Source::of(text);
        let head = source.head.clone();
        let Some((word, read)) =
            KINDS.iter().find(|(word, _)| text[head.clone()].trim_end_matches(':') == *word)
        else {
            return Err(unknown_kind(&text[head.clone()], head));
        };
        let nested = ["subgraph ", "{", "alt ", "loop ", "opt ", "par ", "critical ", "break ", "rect "];
        if nested.iter().map(|word| source.plain.matches(word).count()).sum::<usize>() > NESTED * 4 {
            return Err(too_much("parts within others", NESTED * 4, 0..0));
        }
        if !steps.is_empty() && !STEPPED.contains(word) {
            return Err(Unreadable {
                at: head,
                message: format!("a `{word}` cannot be shown in steps"),
                help: "flowcharts, class, state and entity-relationship diagrams can; leave `steps` out"
                    .into(),
            });
        }
        let mut picture = read(&source, steps, account)?;
        picture.title = source.name.or(source.heading.clone()).or(picture.title);
        picture.heading = source.heading.or(picture.heading);
        if let Some(description) = source.description {
            picture.description = description;
        }
        Ok(picture)
    }
}

/// What was read of a source, and what of it cannot be drawn.
struct Remarked<T> {
    value: T,
    remarks: Vec<Unreadable>,
}

/// Other names of kinds, which nobody needs to be told.
const HIDDEN: [&str; 9] = [
    "stateDiagram",
    "flowchart-elk",
    "graph",
    "classDiagram-v2",
    "xychart-beta",
    "sankey-beta",
    "radar-beta",
    "treemap-beta",
    "packet-beta",
];

fn unknown_kind(word: &str, at: Range<usize>) -> Unreadable {
    let names = || KINDS.iter().map(|(name, _)| *name).filter(|name| !HIDDEN.contains(name));
    let help = match nearest(word, names()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("begin it with `{}`", names().collect::<Vec<_>>().join("`, `")),
    };
    let message = match word {
        "" => "this diagram is empty".to_owned(),
        word => format!("`{word}` is no kind of diagram that can be drawn"),
    };
    Unreadable { at, message, help }
}

fn too_much(what: &str, limit: usize, at: Range<usize>) -> Unreadable {
    Unreadable {
        at,
        message: format!("this diagram has more than {limit} {what}"),
        help: "nobody can read that in a hall: part it into several".into(),
    }
}

fn check_size(nodes: usize, edges: usize, source: &Source) -> Result<(), Unreadable> {
    match (nodes > NODES, edges > EDGES) {
        _ if nodes == 0 => Err(Unreadable {
            at: source.head.clone(),
            message: "there is nothing to draw in this diagram".into(),
            help: "write what it shows on the lines below".into(),
        }),
        (true, _) => Err(too_much("nodes", NODES, source.head.clone())),
        (_, true) => Err(too_much("edges", EDGES, source.head.clone())),
        _ => Ok(()),
    }
}

/// What the parser has stumbled over, to the end of its line.
fn broken(error: &ParseError, source: &Source, expected: &str) -> Unreadable {
    let text = &source.plain;
    let start = text.floor_char_boundary(error.span.start.min(text.len()));
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let line = text[start..].split('\n').next().unwrap_or_default().trim_end();
    let found: String = line.chars().take(40).collect();
    let message = match found.as_str() {
        "" => "this diagram ends too early".to_owned(),
        found => format!("`{found}` cannot be read here"),
    };
    Unreadable { at: start..start + line.len(), message, help: format!("expected {expected}") }
}

/// Lets the library work, on what was checked to be within its means.
fn guarded<T: Send + 'static>(
    source: &Source,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unreadable> {
    let unreadable = |message: &str, help: &str| Unreadable {
        at: source.head.clone(),
        message: message.into(),
        help: help.into(),
    };
    catch_panic::within(work).map_err(|stopped| match stopped {
        Stopped::Fault => unreadable(
            "this diagram cannot be drawn",
            "this is a fault of orate: please report it; until then, write it another way",
        ),
        Stopped::TooLong => unreadable(
            "this diagram takes too long to lay out",
            "this is a fault of orate: please report it; until then, part it into several",
        ),
    })
}

/// Reads a source of one kind.
fn parsed<D: Texts + Send + 'static>(
    source: &Source,
    parse: fn(&str) -> Result<D, ParseError>,
    expected: &str,
) -> Result<D, Unreadable> {
    let Some((plain, letters)) = Letters::replace(&source.plain) else {
        return Err(Unreadable {
            at: source.head.clone(),
            message: "this diagram has too many different letters".into(),
            help: "part it into several".into(),
        });
    };
    let mut diagram =
        guarded(source, move || parse(&plain))?.map_err(|error| broken(&error, source, expected))?;
    letters.restore(&mut diagram);
    Ok(diagram)
}

/// What any diagram takes to be read and drawn, in microseconds; each byte of its source takes one more.
const BASE: u64 = 300;

/// Pays for a drawing, and for a graph's layout. A source is read before that, so that what it costs is always known.
fn paid(layout: u64, source: &Source, account: &Account<'_>) -> Result<(), Unreadable> {
    let refused =
        || Unreadable { at: source.head.clone(), message: budget::MESSAGE.into(), help: budget::HELP.into() };
    account.pay(BASE + source.plain.len() as u64 + layout).then_some(()).ok_or_else(refused)
}

/// Refuses a graph that cannot be laid out, or only in more time than is left.
fn affordable(
    outline: Result<Outline<'_>, Fault>,
    source: &Source,
    account: &Account<'_>,
) -> Result<(), Unreadable> {
    let outline = outline.map_err(|fault| faulty(fault, source))?;
    outline.check().map_err(|fault| faulty(fault, source))?;
    paid(outline.time(), source, account)
}

/// The error for a graph that is not laid out.
fn faulty(fault: Fault, source: &Source) -> Unreadable {
    let (name, message, help) = match fault {
        Fault::Within(name) => {
            let message = format!("`{name}` is within itself");
            (
                name,
                message,
                "a node in a group cannot have the name of the group, nor hold it: name another node",
            )
        }
        Fault::Twice(name) => {
            let message = format!("two groups are called `{name}`");
            (name, message, "give the second a name of its own, and the same title: `subgraph other [title]`")
        }
        Fault::TooLarge => (
            String::new(),
            "this diagram is too large to be laid out: it has too many rows, and edges across them".into(),
            "shorten long edges (`---->`), or part it into several",
        ),
    };
    let at = source.second(&name).unwrap_or(source.head.clone());
    Unreadable { at, message, help: help.into() }
}

/// Finds dates and lengths that would make a plan of centuries, of which every week is drawn.
fn check_dates(source: &Source) -> Result<(), Unreadable> {
    let wrong = |at: Range<usize>, message: &str| {
        Err(Unreadable {
            at,
            message: message.into(),
            help: "write dates as `2026-01-31`, and lengths as `10d`".into(),
        })
    };
    let mut first: Option<u32> = None;
    for (at, line) in source.lines().filter(|(_, line)| line.contains(':')) {
        if !line.is_ascii() && line.rsplit(',').next().is_some_and(|last| !last.is_ascii()) {
            let end = line.rsplit(',').next().unwrap_or_default();
            return wrong(at.end - end.len()..at.end, "a task ends with a date or a length");
        }
        let mut from = 0;
        while let Some(start) = line[from..].find(|it: char| it.is_ascii_digit()).map(|start| from + start) {
            let length = line[start..].find(|it: char| !it.is_ascii_digit()).unwrap_or(line.len() - start);
            from = start + length;
            let place = at.start + start..at.start + from;
            if length > 4 {
                return wrong(place, "this number is too large for a plan");
            }
            let Some(year) = line[start..from].parse().ok().filter(|_| length == 4) else { continue };
            if line[from..].starts_with('-') && first.get_or_insert(year).abs_diff(year) > 60 {
                return wrong(place, "a plan takes no more than sixty years");
            }
        }
    }
    Ok(())
}

fn flow(source: &Source, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let Remarked { value: diagram, remarks } = flowchart::read(source)?;
    Ok(Picture { remarks, ..flow_picture(&diagram, source, steps, account)? })
}

/// Draws a flowchart, from whatever language it was read.
pub(crate) fn flow_picture(
    diagram: &FlowDiagram,
    source: &Source,
    steps: &Steps,
    account: &Account<'_>,
) -> Result<Picture, Unreadable> {
    check_size(diagram.vertices.len() + diagram.subgraphs.len(), diagram.edges.len(), source)?;
    let mut steps = steps.clone();
    let fragments =
        diagram.vertices.iter().filter(|node| node.classes.iter().any(|class| class == "fragment"));
    fragments.for_each(|node| steps.push(&node.id));
    let names: Vec<&str> = diagram.vertices.iter().map(|node| node.id.as_str()).collect();
    check_steps(&steps, &names, source)?;
    let mut parted = diagram.clone();
    let detours = detour::part(&mut parted);
    affordable(Outline::of_flow(&parted), source, account)?;
    let (layout, scene) = guarded(source, move || {
        let mut layout = flow_layout::bridge::layout(&parted);
        detour::join(&mut layout, detours);
        let scene = flow_layout::to_scene(&layout, &theme());
        (layout, scene)
    })?;
    let scene = own_colors::paint(scene, &layout, diagram);
    let boxes = layout
        .nodes
        .iter()
        .map(|node| PlacedNode::new(&node.id, (node.x, node.y), (node.width, node.height)));
    let boxes: Vec<_> = boxes.collect();
    let layers = layers(&scene, &boxes, &layout.edges.iter().collect::<Vec<_>>(), &steps);
    Ok(picture(&scene, layers, "Flowchart", describe::flowchart(diagram)))
}

fn messages(source: &Source, _: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let Remarked { value: diagram, remarks } = sequence::read(source)?;
    check_size(diagram.participants.len(), source.lines().count(), source)?;
    paid(0, source, account)?;
    let description = describe::sequence(&diagram);
    let scene = guarded(source, move || {
        let layout = sequence_layout::layout::layout(&diagram, &SimpleTextMeasure::default());
        sequence_layout::to_scene(&layout, &theme())
    })?;
    let drawn = picture(&scene, whole(&scene, White::Ground), "Sequence diagram", description);
    Ok(Picture { remarks, ..drawn })
}

fn classes(source: &Source, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let Remarked { value: mut diagram, remarks } = graphs::classes::read(source)?;
    check_size(diagram.classes.len(), diagram.relationships.len(), source)?;
    let known: Vec<&str> = diagram.classes.iter().map(|class| class.id.as_str()).collect();
    check_steps(steps, &known, source)?;
    affordable(Ok(Outline::of_classes(&diagram)), source, account)?;
    let description = describe::classes(&diagram);
    let (layout, scene) = guarded(source, move || {
        let others = twins::part_classes(&mut diagram);
        let mut layout = class::bridge::layout(&diagram);
        twins::join_classes(&mut layout, others);
        let scene = class::to_scene(&layout, &theme());
        (layout, scene)
    })?;
    let boxes = layout
        .classes
        .iter()
        .map(|class| PlacedNode::new(&class.id, (class.x, class.y), (class.width, class.height)));
    let boxes: Vec<_> = boxes.collect();
    let edges: Vec<_> = layout.edges.iter().map(|edge| &edge.edge).collect();
    let layers = layers(&scene, &boxes, &edges, steps);
    Ok(Picture { remarks, ..picture(&scene, layers, "Class diagram", description) })
}

fn entities(source: &Source, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let Remarked { value: diagram, remarks } = graphs::entities::read(source)?;
    check_size(diagram.entities.len(), diagram.relationships.len(), source)?;
    let known: Vec<&str> = diagram.entities.iter().map(|entity| entity.id.as_str()).collect();
    check_steps(steps, &known, source)?;
    affordable(Ok(Outline::of_entities(&diagram)), source, account)?;
    let description = describe::charts::entities(&diagram);
    let (layout, scene) = guarded(source, move || {
        let layout = er::bridge::layout(&diagram);
        let scene = er::to_scene(&layout, &theme());
        (layout, scene)
    })?;
    let boxes = layout.entities.iter();
    let boxes =
        boxes.map(|entity| PlacedNode::new(&entity.id, (entity.x, entity.y), (entity.width, entity.height)));
    let boxes: Vec<_> = boxes.collect();
    let edges: Vec<_> = layout.edges.iter().map(|edge| &edge.edge).collect();
    let layers = layers(&scene, &boxes, &edges, steps);
    Ok(Picture { remarks, ..picture(&scene, layers, "Entity-relationship diagram", description) })
}

fn requirements(source: &Source, _: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let Remarked { value: diagram, remarks } = graphs::requirements::read(source)?;
    check_size(diagram.requirements.len() + diagram.elements.len(), diagram.relationships.len(), source)?;
    affordable(Ok(Outline::of_requirements(&diagram)), source, account)?;
    let description = describe::charts::requirements(&diagram);
    let scene =
        guarded(source, move || requirement::to_scene(&requirement::bridge::layout(&diagram), &theme()))?;
    let drawn = picture(&scene, whole(&scene, White::Own), "Requirement diagram", description);
    Ok(Picture { remarks, ..drawn })
}

fn states(source: &Source, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let Remarked { value: mut diagram, remarks } = graphs::states::read(source)?;
    check_size(source.lines().count(), source.plain.matches("-->").count(), source)?;
    let description = describe::states(&diagram);
    let outline = Outline::of_states(&diagram);
    if let Err(fault) = outline.as_ref().map_err(Clone::clone).and_then(Outline::check) {
        return Err(faulty(fault, source));
    }
    if let Some(flow) = sideways::as_flow(&diagram) {
        let known: Vec<&str> = flow.vertices.iter().map(|state| state.id.as_str()).collect();
        check_steps(steps, &known, source)?;
        return Ok(Picture {
            kind: "State diagram",
            description,
            remarks,
            ..flow_picture(&flow, source, steps, account)?
        });
    }
    affordable(outline, source, account)?;
    if diagram.states.iter().any(|state| state.is_composite()) {
        // Side by side, the library puts what composite states hold into each other.
        diagram.direction = Direction::TB;
    }
    let (layout, scene) = guarded(source, move || {
        let others = twins::part_states(&mut diagram);
        let mut layout = state::bridge::layout(&diagram);
        twins::join_states(&mut layout, others);
        put_at_their_arrows(&mut layout);
        let scene = state::to_scene(&layout, &theme());
        (layout, scene)
    })?;
    let known: Vec<&str> = layout.nodes.iter().map(|node| node.id.as_str()).collect();
    check_steps(steps, &known, source)?;
    let boxes = layout
        .nodes
        .iter()
        .map(|node| PlacedNode::new(&node.id, (node.x, node.y), (node.width, node.height)));
    let boxes: Vec<_> = boxes.collect();
    let layers = layers(&scene, &boxes, &layout.edges.iter().collect::<Vec<_>>(), steps);
    Ok(Picture { remarks, ..picture(&scene, layers, "State diagram", description) })
}

/// Puts a dot or a bull's eye at the end of its arrow: the library lays them out, and then moves one of the two.
fn put_at_their_arrows(layout: &mut LayoutResult) {
    for node in layout.nodes.iter_mut().filter(|node| !node.is_compound && node.id.contains("[*]")) {
        let start = layout.edges.iter().find(|edge| edge.src == node.id).and_then(|edge| edge.points.first());
        let end = || layout.edges.iter().find(|edge| edge.dst == node.id).and_then(|edge| edge.points.last());
        if let Some(point) = start.or_else(end)
            && (point.x - node.x).abs() > node.width / 2.0
        {
            node.x = point.x;
        }
    }
}

fn plan(source: &Source, _: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    let known = [
        "title",
        "dateFormat",
        "axisFormat",
        "section",
        "excludes",
        "includes",
        "todayMarker",
        "tickInterval",
        "weekday",
        "weekend",
        "inclusiveEndDates",
        "topAxis",
        "displayMode",
        "click",
    ];
    check_lines(source, &known, &[":"], "a task such as `Write :a1, 2026-01-01, 10d`, or `section Name`")?;
    check_dates(source)?;
    let diagram = parsed(source, gantt::parser::parse, "a task such as `Write :a1, 2026-01-01, 10d`")?;
    check_size(diagram.sections.iter().map(|section| section.tasks.len()).sum(), 0, source)?;
    let names =
        diagram.sections.iter().flat_map(|section| &section.tasks).map(|task| task.name.chars().count());
    let theme = larger(PLAN / names.max().unwrap_or(1).max(1) as f64);
    paid(0, source, account)?;
    let (title, description) = (diagram.title.clone(), describe::plan(&diagram));
    let scene = guarded(source, move || gantt::to_scene(&diagram, &theme))?;
    let drawn = picture(&scene, whole(&scene, White::Ground), "Gantt chart", description);
    Ok(Picture { title, remarks: plan_remarks(source), ..drawn })
}

/// What of a plan is not drawn: the library takes all days for working days, and has no links.
fn plan_remarks(source: &Source) -> Vec<Unreadable> {
    let lines = source.lines().filter_map(|(at, line)| {
        let word = line.split_whitespace().next()?;
        match word {
            "click" => Some(flowchart::no_links(at)),
            "excludes" | "includes" | "weekend" | "inclusiveEndDates" => Some(Unreadable {
                at,
                message: format!("orate ignores `{word}`: every day of a plan counts"),
                help: "count the days into the lengths, and leave this line out".into(),
            }),
            _ => None,
        }
    });
    lines.collect()
}

/// What the text of a plan and of a pie is set in, where there is room: their drawings are wide, and shown smaller. On a slide of
/// 4:3 this is just 1/36 of its height.
const LARGE: f64 = 17.0;

/// The room that a plan has for the name of a task, by the width of a letter.
const PLAN: f64 = 230.0;

/// The theme with a size of text, of no less than the usual.
fn larger(size: f64) -> Theme {
    let usual = theme();
    let size = size.min(LARGE).max(usual.font_size_edge_label);
    Theme {
        font_size_edge_label: size,
        font_size_label: size.max(usual.font_size_label),
        font_size_small: size,
        font_size_title: 20.0,
        ..usual
    }
}

fn slices(source: &Source, _: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable> {
    check_lines(source, &["title", "showData"], &[":"], "a slice such as `\"Name\" : 42`")?;
    let diagram = parsed(source, pie::parser::parse, "a slice such as `\"Name\" : 42`")?;
    check_size(diagram.slices.len(), 0, source)?;
    paid(0, source, account)?;
    let (title, description) = (diagram.title.clone(), describe::slices(&diagram));
    let scene = guarded(source, move || pie::to_scene(&diagram, &larger(LARGE)))?;
    Ok(Picture { title, ..picture(&scene, whole(&scene, White::Ground), "Pie chart", description) })
}

/// Finds lines that the library would skip without a word: those that begin with no known word and hold none of what
/// makes a statement.
fn check_lines(source: &Source, known: &[&str], marks: &[&str], expected: &str) -> Result<(), Unreadable> {
    let is_known = |line: &str| {
        let word = line.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        known.iter().any(|name| name.eq_ignore_ascii_case(word))
            || marks.iter().any(|mark| line.contains(mark))
    };
    match source.lines().find(|(_, line)| !is_known(line)) {
        None => Ok(()),
        Some((at, line)) => {
            let found: String = line.chars().take(40).collect();
            Err(Unreadable {
                at,
                message: format!("`{found}` cannot be read here"),
                help: format!("expected {expected}"),
            })
        }
    }
}

fn check_steps(steps: &Steps, names: &[&str], source: &Source) -> Result<(), Unreadable> {
    let Some(stranger) = steps.stranger(names) else { return Ok(()) };
    let help = match nearest(stranger, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "`steps` takes the names of nodes: `steps=\"A,B|C\"`".into(),
    };
    Err(Unreadable {
        at: source.head.clone(),
        message: format!("no node of this diagram is called `{stranger}`"),
        help,
    })
}

fn picture(scene: &Scene, layers: Vec<SvgLayer>, kind: &'static str, description: String) -> Picture {
    let (origin, (width, height)) = bounds::frame(scene);
    Picture {
        width,
        height,
        layers,
        title: None,
        kind,
        description,
        text_size: 15.7,
        heading: None,
        origin,
        remarks: Vec::new(),
    }
}
