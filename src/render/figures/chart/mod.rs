//! Charts: numbers become a picture, and a table for those who do not see it.
//!
//! A `chart` fence holds comma-separated values, or names a file of them. [`data`] reads them, [`scale`] finds round
//! numbers for the axes, [`paint`] draws. The figures stand in the page twice: as marks with the theme's colours, and as
//! a table that is read aloud and not shown.

mod data;
mod numbers;
mod paint;
mod scale;

use std::ops::Range;

use self::data::Data;
use self::numbers::Numbers;
use super::fence::{Info, Place};
use crate::assets::{Content, candidates};
use crate::deck::{Attribute, Attributes};
use crate::html::base_folders::BaseFolders;
use crate::html::markup::escape_text;
use crate::html::tree::{Element, Finished, Kind as Node, NodeId, ROOT, Tree, Vocabulary};
use crate::render::code::fence::is_asked;
use crate::render::facts::is_listing;
use crate::render::files::Files;
use crate::text::{Diagnostic, Slice, nearest};

/// What kinds there are.
const KINDS: [(&str, Kind); 5] = [
    ("bar", Kind::Bar),
    ("line", Kind::Line),
    ("area", Kind::Area),
    ("scatter", Kind::Scatter),
    ("pie", Kind::Pie),
];

/// The attributes of a fence.
const ATTRIBUTES: [&str; 10] =
    ["type", "file", "title", "x", "y", "stacked", "horizontal", "highlight", "steps", "class"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bar,
    Line,
    Area,
    Scatter,
    Pie,
}

/// How a chart is drawn.
#[derive(Debug)]
struct ChartStyle<'a> {
    kind: Kind,
    is_stacked: bool,
    is_horizontal: bool,
    /// What the axes are called; empty for nothing.
    x: &'a str,
    y: &'a str,
    /// The row or series that is meant.
    highlight: Option<&'a str>,
}

/// Why there is no chart.
#[derive(Debug, PartialEq)]
struct Unreadable {
    /// In the text of the values, in bytes.
    at: Range<usize>,
    message: String,
    help: String,
}

/// Draws every chart of a slide.
pub fn draw(
    tree: &mut Tree,
    source: Slice<'_>,
    bases: &BaseFolders<'_>,
    language: &str,
    files: &mut Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let listings: Vec<_> = tree.below(ROOT).filter(|&id| is_chart(tree, id)).collect();
    for id in listings {
        let own = tree.text(id);
        let base = bases.of(tree.node(id).at.unwrap_or(source.span));
        let place = Place { fence: tree.node(id).at, source };
        let info = place.info().map(Info::read).unwrap_or_default();
        let look = match look(&info) {
            Ok(look) => look,
            Err((message, help)) => {
                diagnostics.push(Diagnostic::error("broken-chart", place.head(), message).help(help));
                continue;
            }
        };
        let file = match info.value("file").map(|path| text_of_file(path, base, files)) {
            None => None,
            Some(Ok(file)) => Some(file),
            Some(Err((message, help))) => {
                diagnostics.push(Diagnostic::error("broken-chart", place.head(), message).help(help));
                continue;
            }
        };
        let text = file.as_ref().map_or(own.as_str(), |(_, text)| text);
        let drawn = Data::read(text).and_then(|data| {
            let svg = paint::chart(&data, &look, Numbers::of(language), info.value("steps").is_some())?;
            Ok((data, svg))
        });
        match drawn {
            Ok((data, parts)) => put(tree, id, &info, &look, &data, parts, Numbers::of(language)),
            Err(Unreadable { at, message, help }) => {
                let diagnostic = match &file {
                    None => Diagnostic::error("broken-chart", place.of(text, at), message),
                    Some((path, text)) => {
                        let before = &text[..text.floor_char_boundary(at.start)];
                        let line = before.matches('\n').count() + 1;
                        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                        let message = format!("{path}:{line}:{column}: {message}");
                        Diagnostic::error("broken-chart", place.head(), message)
                    }
                };
                diagnostics.push(diagnostic.help(help));
            }
        }
    }
}

/// Whether a node is the source of a chart: a listing in that language.
pub fn is_chart(tree: &Tree, id: NodeId) -> bool {
    let class = tree.element(id).and_then(|element| element.attributes.value("class")).unwrap_or_default();
    is_listing(tree, id) && class.split_whitespace().next() == Some("chart")
}

type MessageAndHelp = (String, String);

fn look<'a>(info: &Info<'a>) -> Result<ChartStyle<'a>, MessageAndHelp> {
    if let Some((stranger, _)) = info.iter().find(|(name, _)| !ATTRIBUTES.contains(name)) {
        let help = match nearest(stranger, ATTRIBUTES) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("a chart takes `{}`", ATTRIBUTES.join("`, `")),
        };
        return Err((format!("a chart has no attribute `{stranger}`"), help));
    }
    let name = info.value("type").unwrap_or("bar");
    let Some((_, kind)) = KINDS.into_iter().find(|(known, _)| *known == name) else {
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

/// Puts a chart in the place of its listing, with what the author gave to that.
fn put(
    tree: &mut Tree,
    code: NodeId,
    info: &Info<'_>,
    look: &ChartStyle<'_>,
    data: &Data,
    parts: Vec<paint::Part>,
    numbers: Numbers,
) {
    let Some(pre) = tree.parent(code) else { return };
    let title = info.value("title").unwrap_or_default();
    let mut attributes = Attributes::default();
    for id in [pre, code] {
        let own =
            tree.element_mut(id).map(|element| std::mem::take(&mut element.attributes)).unwrap_or_default();
        let kept = own
            .iter()
            .filter(|attribute| !is_asked(&attribute.name) && (id == pre || attribute.name != "class"));
        kept.for_each(|attribute| attributes.set(attribute.clone()));
    }
    attributes.add_class("orate-chart");
    info.value("class")
        .into_iter()
        .flat_map(str::split_whitespace)
        .for_each(|class| attributes.add_class(class));
    let figure = element(tree, "figure", Vocabulary::Html, attributes);
    if !title.is_empty() {
        let mut caption = "<figcaption>".to_owned();
        escape_text(&mut caption, title);
        caption.push_str("</figcaption>");
        finished(tree, figure, caption, title);
    }
    let svg = element(tree, "svg", Vocabulary::Svg, svg_attributes(title, look));
    tree.append(figure, svg);
    for part in parts {
        match part.is_step {
            false => finished(tree, svg, part.svg, ""),
            true => {
                let group = element(
                    tree,
                    "g",
                    Vocabulary::Svg,
                    [attribute("class", "fragment")].into_iter().collect(),
                );
                tree.append(svg, group);
                finished(tree, group, part.svg, "");
            }
        }
    }
    finished(tree, figure, table(data, title, numbers), "");
    tree.insert_before(pre, figure);
    tree.detach(pre);
}

fn svg_attributes(title: &str, look: &ChartStyle<'_>) -> Attributes {
    let kind = match (look.kind, look.is_stacked) {
        (Kind::Bar, true) => "Stacked bar chart",
        (Kind::Bar, false) => "Bar chart",
        (Kind::Line, _) => "Line chart",
        (Kind::Area, _) => "Area chart",
        (Kind::Scatter, _) => "Scatter chart",
        (Kind::Pie, _) => "Pie chart",
    };
    let label = if title.is_empty() { kind.to_owned() } else { format!("{kind}: {title}") };
    let label = format!("{label}. Its figures follow as a table.");
    let view_box = format!("0 0 {} {}", paint::WIDTH, paint::HEIGHT);
    let width = format!("{}", paint::WIDTH * 1.25);
    let all = [("role", "img"), ("viewBox", &view_box), ("width", &width), ("aria-label", &label)];
    all.into_iter().map(|(name, value)| attribute(name, value)).collect()
}

/// The figures as a table that is heard and not seen.
fn table(data: &Data, title: &str, numbers: Numbers) -> String {
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
    // Figures without names of their own are told by their rows.
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

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: name.into(), value: value.into(), at: None }
}

fn element(tree: &mut Tree, name: &'static str, vocabulary: Vocabulary, attributes: Attributes) -> NodeId {
    tree.create(Node::Element(Element { name: name.into(), vocabulary, attributes }), None)
}

fn finished(tree: &mut Tree, parent: NodeId, html: String, text: &str) {
    let node = tree.create(Node::Finished(Finished { html, text: text.to_owned() }), None);
    tree.append(parent, node);
}

#[cfg(test)]
mod tests;
