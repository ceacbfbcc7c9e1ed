//! Numbers: quadrants, axes, flows, radars, and the bits of a packet.

use rusty_mermaid_diagrams::packet::ir::{PacketDiagram, PacketField};
use rusty_mermaid_diagrams::quadrant::ir::{QuadrantChart, QuadrantPoint};
use rusty_mermaid_diagrams::radar::ir::{Graticule, RadarAxis, RadarChart, RadarCurve};
use rusty_mermaid_diagrams::sankey::ir::{SankeyDiagram, SankeyLink};
use rusty_mermaid_diagrams::xychart::ir::{AxisDef, PlotData, PlotType, XyChart};

use super::super::source::Source;
use super::super::statements::Statement;
use super::super::text::label;
use super::{Unreadable, behind, empty, lines, wrong};

/// Points in a square, and what is not drawn of it.
pub(crate) fn quadrant(source: &Source) -> Result<(QuadrantChart, Vec<Unreadable>), Unreadable> {
    let expected =
        "a point with two numbers from 0 to 1, such as `Name: [0.3, 0.6]`, an axis or `quadrant-1 Name`";
    let (mut chart, mut remarks) = (QuadrantChart::default(), Vec::new());
    let axis = |text: &str| match text.split_once("-->") {
        Some((low, high)) => (label(low), Some(label(high))),
        None => (label(text), None),
    };
    for line in lines(source) {
        let text = line.text;
        if let Some(title) = behind(text, "title") {
            chart.title = Some(label(title));
        } else if let Some(rest) = behind(text, "x-axis") {
            chart.x_axis = Some(axis(rest));
        } else if let Some(rest) = behind(text, "y-axis") {
            chart.y_axis = Some(axis(rest));
        } else if let Some((number, name)) =
            text.strip_prefix("quadrant-").and_then(|it| it.split_at_checked(1))
        {
            let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let place = number.and_then(|number| chart.quadrants.get_mut(number));
            *place.ok_or_else(|| wrong(&line, expected))? = Some(label(name));
        } else if behind(text, "classDef").is_some() {
            remarks.push(no_colours(&line));
        } else {
            let (point, has_style) = point(text).ok_or_else(|| wrong(&line, expected))?;
            chart.points.push(point);
            if has_style {
                remarks.push(no_colours(&line));
            }
        }
    }
    Ok((chart, remarks))
}

fn no_colours(line: &Statement<'_>) -> Unreadable {
    Unreadable {
        at: line.at.clone(),
        message: "the points of a quadrant chart have the theme's colour and one size".into(),
        help: "leave their classes and styles out".into(),
    }
}

/// A point, and whether it has a style of its own.
fn point(text: &str) -> Option<(QuadrantPoint, bool)> {
    let (name, rest) = text.rsplit_once(": [").or_else(|| text.rsplit_once(":["))?;
    let (numbers, style) = rest.split_once(']')?;
    let (x, y) = numbers.split_once(',')?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| (0.0..=1.0).contains(it));
    let (name, class) = name.split_once(":::").unwrap_or((name, ""));
    let point = QuadrantPoint { label: label(name), x: number(x)?, y: number(y)? };
    Some((point, !class.is_empty() || !style.trim().is_empty()))
}

/// Bars and lines over axes.
pub(crate) fn xy(source: &Source) -> Result<XyChart, Unreadable> {
    let expected = "`title`, `x-axis [a, b]`, `y-axis \"name\" 0 --> 10`, `bar [1, 2]` or `line [1, 2]`";
    let mut chart = XyChart::new();
    for line in lines(source) {
        let text = line.text;
        if matches!(text, "horizontal" | "vertical") {
            chart.horizontal = text == "horizontal";
        } else if let Some(title) = behind(text, "title") {
            chart.title = Some(label(title));
        } else if let Some(rest) = behind(text, "x-axis") {
            chart.x_axis = axis(rest).ok_or_else(|| wrong(&line, expected))?;
        } else if let Some(rest) = behind(text, "y-axis") {
            chart.y_axis = axis(rest).ok_or_else(|| wrong(&line, expected))?;
        } else {
            let mut kind = [("bar", PlotType::Bar), ("line", PlotType::Line)].into_iter();
            let plot = kind.find_map(|(word, kind)| Some((kind, behind(text, word)?)));
            let plot = plot.and_then(|(kind, rest)| values(rest).map(|(name, values)| (kind, name, values)));
            let (plot_type, label, values) = plot.ok_or_else(|| wrong(&line, expected))?;
            chart.plots.push(PlotData { plot_type, label, values });
        }
    }
    if chart.plots.is_empty() { Err(empty(source, "`bar [1, 2, 3]` or `line [1, 2, 3]`")) } else { Ok(chart) }
}

/// The name before a bracket, and the texts within it.
fn bracketed(text: &str) -> Option<(Option<String>, Vec<&str>)> {
    let (name, rest) = text.split_once('[')?;
    let inside = rest.trim_end().strip_suffix(']')?;
    let name = Some(label(name)).filter(|name| !name.is_empty());
    Some((name, inside.split(',').map(str::trim).collect()))
}

fn values(text: &str) -> Option<(Option<String>, Vec<f64>)> {
    let (name, parts) = bracketed(text)?;
    Some((name, parts.into_iter().map(finite).collect::<Option<_>>()?))
}

fn finite(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.abs() < 1e15)
}

fn axis(text: &str) -> Option<AxisDef> {
    if let Some((title, parts)) = bracketed(text) {
        return Some(AxisDef::Band { title, categories: parts.into_iter().map(label).collect() });
    }
    let Some((before, max)) = text.split_once("-->") else {
        return Some(AxisDef::Linear { title: Some(label(text)), min: None, max: None });
    };
    let before = before.trim();
    let (title, min) = before.rsplit_once(|it: char| it.is_whitespace() || it == '"').unwrap_or(("", before));
    let title = Some(label(title.trim_matches('"'))).filter(|title| !title.is_empty());
    Some(AxisDef::Linear { title, min: Some(finite(min)?), max: Some(finite(max)?) })
}

/// `from,to,amount` in each line.
pub(crate) fn sankey(source: &Source) -> Result<SankeyDiagram, Unreadable> {
    let expected = "a source, a target and an amount: `Coal,Power,12.5`";
    let mut links = Vec::new();
    for line in lines(source) {
        let fields = cells(line.text);
        let [from, to, amount] = &fields[..] else { return Err(wrong(&line, expected)) };
        let value = finite(amount).filter(|amount| *amount > 0.0).ok_or_else(|| wrong(&line, expected))?;
        links.push(SankeyLink { source: label(from), target: label(to), value });
    }
    if links.is_empty() {
        return Err(empty(source, "lines such as `Coal,Power,12.5`"));
    }
    match is_circular(&links) {
        false => Ok(SankeyDiagram { links }),
        true => Err(Unreadable {
            at: source.head.clone(),
            message: "what flows in this diagram comes back to where it began".into(),
            help: "let it end at a name of its own".into(),
        }),
    }
}

fn is_circular(links: &[SankeyLink]) -> bool {
    let mut left: Vec<&SankeyLink> = links.iter().collect();
    loop {
        let before = left.len();
        let targets: std::collections::HashSet<&str> = left.iter().map(|link| link.target.as_str()).collect();
        left.retain(|link| targets.contains(link.source.as_str()));
        if left.is_empty() || left.len() == before {
            return !left.is_empty();
        }
    }
}

/// The cells of a line of comma-separated values.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = cells.len() - 1;
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cells[last].extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            letter => cells[last].push(letter),
        }
    }
    cells
}

/// Curves over axes around a centre.
pub(crate) fn radar(source: &Source) -> Result<RadarChart, Unreadable> {
    let expected = "`axis a[\"Name\"], b[\"Name\"]`, `curve c[\"Name\"]{1, 2, 3}`, `max 10`, `min 0`, `ticks 5` or `title`";
    let mut chart = RadarChart::default();
    for line in lines(source).iter().filter(|line| line.text != ":") {
        let text = line.text;
        let number = |rest: &str| finite(rest).ok_or_else(|| wrong(line, expected));
        if let Some(title) = behind(text, "title") {
            chart.title = Some(label(title));
        } else if let Some(rest) = behind(text, "ticks") {
            chart.ticks = number(rest)?.clamp(1.0, 20.0) as usize;
        } else if let Some(rest) = behind(text, "min") {
            chart.min = number(rest)?;
        } else if let Some(rest) = behind(text, "max") {
            chart.max = Some(number(rest)?);
        } else if let Some(rest) = behind(text, "graticule") {
            chart.graticule = if rest == "circle" { Graticule::Circle } else { Graticule::Polygon };
        } else if behind(text, "showLegend").is_some() {
        } else if let Some(rest) = behind(text, "axis") {
            chart.axes.extend(outer_parts(rest).into_iter().map(|part| {
                let (id, label) = named(part);
                RadarAxis { id, label }
            }));
        } else if let Some(rest) = behind(text, "curve") {
            for part in outer_parts(rest) {
                let curve = curve(part, &chart.axes).ok_or_else(|| wrong(line, expected))?;
                chart.curves.push(curve);
            }
        } else {
            return Err(wrong(line, expected));
        }
    }
    match chart.axes.len() < 3 || chart.curves.is_empty() {
        true => Err(empty(source, "three axes or more and a curve: `axis a, b, c` and `curve d{1, 2, 3}`")),
        false => Ok(chart),
    }
}

/// What is between commas outside braces and brackets.
fn outer_parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, letter) in text.char_indices() {
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// `id["label"]`; a name without a label is its own.
fn named(text: &str) -> (String, String) {
    let parts = text.split_once('[').map(|(id, rest)| (id.trim(), label(rest.trim_end_matches(']'))));
    parts.map_or_else(|| (text.trim().to_owned(), label(text)), |(id, label)| (id.to_owned(), label))
}

fn curve(text: &str, axes: &[RadarAxis]) -> Option<RadarCurve> {
    let (name, rest) = text.split_once('{')?;
    let (id, label) = named(name);
    let inside = rest.trim_end().strip_suffix('}')?;
    let mut values = vec![0.0; axes.len()];
    for (number, part) in inside.split(',').enumerate() {
        let (place, value) = match part.split_once(':') {
            Some((axis, value)) => (axes.iter().position(|other| other.id == axis.trim())?, value),
            None => (number, part),
        };
        *values.get_mut(place)? = finite(value)?;
    }
    Some(RadarCurve { id, label, values })
}

/// Fields by the bits that they take.
pub(crate) fn packet(source: &Source) -> Result<PacketDiagram, Unreadable> {
    /// How many bits a packet has at most: 64 rows.
    const BITS: usize = 2048;
    let expected = "the bits of a field and its name, which go on where the last ended: `0-15: \"Port\"` or `+8: \"Type\"`";
    let mut diagram = PacketDiagram::default();
    for line in lines(source) {
        if let Some(title) = behind(line.text, "title") {
            diagram.title = Some(label(title));
            continue;
        }
        let next = diagram.fields.last().map_or(0, |field| field.end + 1);
        let field = line.text.split_once(':').and_then(|(bits, name)| {
            let (start, end) = bit_range(bits.trim(), next)?;
            Some(PacketField { start, end, label: label(name) })
        });
        let is_next = |field: &PacketField| field.start == next && field.end >= next && field.end < BITS;
        diagram.fields.push(field.filter(is_next).ok_or_else(|| wrong(&line, expected))?);
    }
    if diagram.fields.is_empty() {
        Err(empty(source, "fields such as `0-15: \"Port\"`"))
    } else {
        Ok(diagram)
    }
}

fn bit_range(bits: &str, next: usize) -> Option<(usize, usize)> {
    if let Some(count) = bits.strip_prefix('+') {
        let count: usize = count.trim().parse().ok()?;
        return Some((next, next.checked_add(count)?.checked_sub(1)?));
    }
    match bits.split_once('-') {
        Some((start, end)) => Some((start.trim().parse().ok()?, end.trim().parse().ok()?)),
        None => bits.parse().ok().map(|bit| (bit, bit)),
    }
}
