//! Charts: numbers become a picture, and a table for those who do not see it.
//!
//! A `chart` fence holds comma-separated values, or names a file of them. [`data`] reads them, [`scale`] finds round
//! numbers for the axes, [`paint`] draws. The figures are in the page twice: as marks with the theme's colours, and as
//! a table that is read aloud and not shown.

mod data;
mod frame;
mod numbers;
mod paint;
mod scale;

use self::data::Data;
use self::frame::Frame;
use self::numbers::Numbers;
use self::paint::Painting;
use super::Unreadable;
use super::figure;
use crate::assets::{Content, candidates};
use crate::deck::Attributes;
use crate::html::markup::escape_text;
use crate::html::tree::{Element, Tree};
use crate::render::fence::{Fence, FencePlace, FenceTools, InfoLine};
use crate::render::files::Files;
use crate::text::{Diagnostic, nearest};

/// What kinds there are.
const KINDS: [(&str, ChartKind); 5] = [
    ("bar", ChartKind::Bar),
    ("line", ChartKind::Line),
    ("area", ChartKind::Area),
    ("scatter", ChartKind::Scatter),
    ("pie", ChartKind::Pie),
];

/// The attributes of a fence.
const ATTRIBUTES: [&str; 9] =
    ["type", "file", "title", "x", "y", "stacked", "horizontal", "highlight", "steps"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChartKind {
    Bar,
    Line,
    Area,
    Scatter,
    Pie,
}

/// How a chart is drawn.
#[derive(Debug)]
struct ChartStyle<'a> {
    kind: ChartKind,
    is_stacked: bool,
    is_horizontal: bool,
    /// What the axes are called; empty for nothing.
    x: &'a str,
    y: &'a str,
    /// The row or series that is meant.
    highlight: Option<&'a str>,
    /// Whether each series, or each slice, comes with a step of its own.
    has_steps: bool,
    frame: Frame,
}

/// A chart that can be drawn.
struct Chart<'a> {
    /// Empty for none.
    title: &'a str,
    style: ChartStyle<'a>,
    data: Data,
    numbers: Numbers,
}

/// Draws the chart that a fence asks for, in its place. One that cannot be drawn stays as it was written.
pub(crate) fn draw(tree: &mut Tree, fence: &Fence<'_>, tools: &mut FenceTools<'_, '_>) {
    if let Err(diagnostic) = try_draw(tree, fence, tools) {
        tools.diagnostics.push(diagnostic);
    }
}

fn try_draw(tree: &mut Tree, fence: &Fence<'_>, tools: &mut FenceTools<'_, '_>) -> Result<(), Diagnostic> {
    let place = fence.place;
    let broken = |(message, help): MessageAndHelp| {
        Diagnostic::error("broken-chart", place.opening(), message).help(help)
    };
    let info = fence.info();
    let style = style(&info, Frame::of(tree, fence.pre, tools.layout)).map_err(broken)?;
    let base = tools.bases.of(place.start());
    let file =
        info.value("file").map(|path| text_of_file(path, base, tools.files)).transpose().map_err(broken)?;
    let content = tree.text(fence.code);
    let text = file.as_ref().map_or(content.as_str(), |(_, text)| text);
    let numbers = Numbers::of(&tools.settings.language);
    let painted = Data::read(text).and_then(|data| Ok((paint::chart(&data, &style, numbers)?, data)));
    let (painting, data) = painted.map_err(|unreadable| match &file {
        None => unreadable.diagnostic("broken-chart", place, text),
        Some((path, text)) => in_file(unreadable, path, text, place),
    })?;
    let title = info.value("title").unwrap_or_default();
    put(tree, fence, &Chart { title, style, data, numbers }, painting);
    Ok(())
}

/// Reports a mistake in a file of values, which is not a source of the talk, at the fence that names it.
fn in_file(unreadable: Unreadable, path: &str, text: &str, place: FencePlace<'_>) -> Diagnostic {
    let before = &text[..text.floor_char_boundary(unreadable.at.start)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = format!("{path}:{line}:{column}: {}", unreadable.message);
    Diagnostic::error("broken-chart", place.opening(), message).help(unreadable.help)
}

type MessageAndHelp = (String, String);

/// How a fence wants its chart drawn, or what about its first line is wrong.
fn style<'a>(info: &InfoLine<'a>, frame: Frame) -> Result<ChartStyle<'a>, MessageAndHelp> {
    if let Some((stranger, _)) = info.attributes.iter().find(|(name, _)| !ATTRIBUTES.contains(name)) {
        let help = match nearest(stranger, ATTRIBUTES) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("a chart takes `{}`", ATTRIBUTES.join("`, `")),
        };
        return Err((format!("a chart has no attribute `{stranger}`"), help));
    }
    let name = info.value("type").unwrap_or("bar");
    let Some((_, kind)) = KINDS.into_iter().find(|(word, _)| *word == name) else {
        let names = KINDS.map(|(name, _)| name);
        return Err((
            format!("there is no chart of type `{name}`"),
            format!("it is one of `{}`", names.join("`, `")),
        ));
    };
    Ok(ChartStyle {
        kind,
        is_stacked: info.value("stacked").is_some(),
        is_horizontal: info.value("horizontal").is_some(),
        x: info.value("x").unwrap_or_default(),
        y: info.value("y").unwrap_or_default(),
        highlight: info.value("highlight"),
        has_steps: info.value("steps").is_some(),
        frame,
    })
}

/// The text of a file of the project, and its path.
fn text_of_file(path: &str, base: &str, files: &mut Files<'_>) -> Result<(String, String), MessageAndHelp> {
    const HELP: &str = "give a path from this slide's file, or from the talk's folder";
    let paths = candidates(base, path)
        .map_err(|_| (format!("`{path}` leads out of the talk's folder"), HELP.into()))?;
    for path in paths {
        match files.find(&path) {
            Ok(None) => {}
            Err(refused) => return Err((refused.to_string(), "is it a file that you may read?".into())),
            Ok(Some(file)) => match &file.content {
                Content::Bytes(bytes) if bytes.len() <= data::LIMIT => {
                    let text = String::from_utf8_lossy(bytes);
                    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n").replace('\r', "\n");
                    return Ok((path, text));
                }
                _ => {
                    let limit = data::LIMIT >> 10;
                    return Err((
                        format!("`{path}` has more than {limit} KiB"),
                        "keep what the chart shows".into(),
                    ));
                }
            },
        }
    }
    Err((format!("no file `{path}`"), HELP.into()))
}

/// Puts a chart in the place of its fence: title, drawing, table.
fn put(tree: &mut Tree, fence: &Fence<'_>, chart: &Chart<'_>, painting: Painting) {
    let figure = figure::replace(tree, fence, "orate-chart");
    if !chart.title.is_empty() {
        let mut caption = "<figcaption>".to_owned();
        escape_text(&mut caption, chart.title);
        caption.push_str("</figcaption>");
        tree.append_finished(figure, caption, chart.title);
    }
    let svg = tree.append_element(figure, Element::svg("svg", svg_attributes(chart, &painting)));
    figure::append_layers(tree, svg, painting.layers);
    tree.append_finished(figure, table(chart), "");
}

fn svg_attributes(Chart { title, style, .. }: &Chart<'_>, painting: &Painting) -> Attributes {
    let kind = match (style.kind, style.is_stacked) {
        (ChartKind::Bar, true) => "Stacked bar chart",
        (ChartKind::Bar, false) => "Bar chart",
        (ChartKind::Line, _) => "Line chart",
        (ChartKind::Area, _) => "Area chart",
        (ChartKind::Scatter, _) => "Scatter chart",
        (ChartKind::Pie, _) => "Pie chart",
    };
    let label = if title.is_empty() { kind.to_owned() } else { format!("{kind}: {title}") };
    let label = format!("{label}. Its figures follow as a table.");
    let view_box = format!("0 0 {:.0} {:.0}", painting.width, painting.height);
    let width = format!("{:.0}", painting.width * 1.25);
    Attributes::of([("role", "img"), ("viewBox", &view_box), ("width", &width), ("aria-label", &label)])
}

/// The figures as a table that is heard and not seen.
fn table(Chart { title, data, numbers, .. }: &Chart<'_>) -> String {
    let mut html = "<table class=\"orate-figures\">".to_owned();
    let cell = |html: &mut String, start: &str, text: &str, end: &str| {
        html.push_str(start);
        escape_text(html, text);
        html.push_str(end);
    };
    if !title.is_empty() {
        cell(&mut html, "<caption>", title, "</caption>");
    }
    html.push_str("<thead><tr>");
    // A series without a name of its own is known by its rows.
    let names = std::iter::once(&data.head).chain(data.series.iter().map(|series| &series.name));
    for name in names {
        match name.is_empty() {
            true => html.push_str("<td></td>"),
            false => cell(&mut html, "<th scope=\"col\">", name, "</th>"),
        }
    }
    html.push_str("</tr></thead><tbody>");
    for (row, label) in data.labels.iter().enumerate() {
        html.push_str("<tr>");
        cell(&mut html, "<th scope=\"row\">", label, "</th>");
        for series in &data.series {
            let value =
                series.values[row].map(|value| numbers.written(value, None) + &data.unit).unwrap_or_default();
            cell(&mut html, "<td>", &value, "</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table>");
    html
}

#[cfg(test)]
mod tests;
