//! Values as bars, lines, areas, points and slices.
//!
//! Colours are classes of `slide/drawings.css`. Names stand beside what they name wherever there is room, so that
//! nobody has to tell colours apart to read a chart.

use std::fmt::Write;

use super::data::{Data, SERIES, number};
use super::numbers::Numbers;
use super::scale::Scale;
use super::{ChartKind, ChartStyle, Unreadable};
use crate::html::markup::escape_text;
use crate::render::figures::figure::{SvgLayer, push_number as rounded};
use crate::text::nearest;

/// The size of a chart in its own units, and of its text.
pub const WIDTH: f64 = 960.0;
pub const HEIGHT: f64 = 440.0;
const TEXT: f64 = 21.0;
const LINE: f64 = 27.0;

/// How many rows can be told apart.
const BARS: usize = 40;
const SLICES: usize = 8;

/// Draws a chart.
pub fn chart(data: &Data, style: &ChartStyle<'_>, numbers: Numbers) -> Result<Vec<SvgLayer>, Unreadable> {
    if let Some(meant) = style.highlight {
        let names =
            || data.labels.iter().chain(data.series.iter().map(|series| &series.name)).map(String::as_str);
        if !names().any(|name| name == meant) {
            let help = nearest(meant, names())
                .map_or("it takes the name of a row or a series".into(), |name| {
                    format!("did you mean `{name}`?")
                });
            return Err(Unreadable {
                at: 0..0,
                message: format!("there is no row or series `{meant}`"),
                help,
            });
        }
    }
    let mut painter = Painter { data, style, numbers, ground: String::new(), marks: Vec::new() };
    match style.kind {
        ChartKind::Bar => painter.bars()?,
        ChartKind::Line | ChartKind::Area => painter.lines()?,
        ChartKind::Scatter => painter.points()?,
        ChartKind::Pie => painter.slices()?,
    }
    let first = SvgLayer { is_step: false, svg: painter.ground };
    let marks = painter.marks.into_iter().map(|svg| SvgLayer { is_step: style.has_steps, svg });
    Ok(std::iter::once(first).chain(marks).collect())
}

/// About how wide a text is.
fn width(text: &str) -> f64 {
    text.chars().map(|it| if it.is_ascii() { 0.56 } else { 0.8 }).sum::<f64>() * TEXT
}

/// A text that is no wider than it may be.
fn cut(text: &str, most: f64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while !kept.is_empty() && width(&kept) + TEXT > most {
        kept.pop();
    }
    kept.trim_end().to_owned() + "…"
}

struct Painter<'a> {
    data: &'a Data,
    style: &'a ChartStyle<'a>,
    numbers: Numbers,
    /// What is there from the start: axes and names.
    ground: String,
    /// The marks of each series.
    marks: Vec<String>,
}

/// Where the marks stand.
#[derive(Clone, Copy)]
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Painter<'_> {
    /// The class that colours a mark, by its series and its row.
    fn color(&self, series: usize, row: Option<usize>) -> usize {
        let name = |name: &str| self.style.highlight.map(|meant| meant == name);
        let label = row.and_then(|row| self.data.labels.get(row));
        let is_meant =
            name(&self.data.series[series].name) == Some(true) || label.and_then(|it| name(it)) == Some(true);
        match self.style.highlight {
            None => series % SERIES + 1,
            Some(_) if is_meant => 1,
            Some(_) => 2,
        }
    }

    fn value(&self, value: f64, decimals: Option<usize>) -> String {
        self.numbers.written(value, decimals) + &self.data.unit
    }

    /// The room for marks, below the names of series and the name of the axis, which are written.
    fn plot(&mut self, left: f64, has_names: bool) -> Plot {
        let mut top = 14.0;
        if has_names && self.data.series.len() > 1 {
            let mut x = left;
            for (index, series) in self.data.series.iter().enumerate() {
                let class = format!("series-{}", self.color(index, None));
                rectangle(&mut self.ground, &class, (x, 4.0), (16.0, 16.0));
                text(&mut self.ground, (x + 24.0, 19.0), "", &series.name);
                x += 24.0 + width(&series.name) + 28.0;
            }
            top += LINE + 6.0;
        }
        if !self.style.y.is_empty() {
            text(&mut self.ground, (0.0, top + 5.0), "quiet", self.style.y);
            top += LINE;
        }
        let under = if self.style.x.is_empty() { 0.0 } else { LINE };
        if under > 0.0 {
            text(&mut self.ground, (WIDTH, HEIGHT - 6.0), "quiet end", self.style.x);
        }
        Plot { left, right: WIDTH, top: top + 10.0, bottom: HEIGHT - LINE - 8.0 - under }
    }

    /// The widest number on an axis.
    fn widest(&self, scale: &Scale) -> f64 {
        scale.ticks.iter().map(|&tick| width(&self.value(tick, Some(scale.decimals)))).fold(0.0, f64::max)
    }

    fn vertical_axis(&mut self, scale: &Scale, plot: Plot) {
        for &tick in &scale.ticks {
            let y = scale.at(tick);
            let class = if tick == 0.0 { "edge-line" } else { "grid-line" };
            line(&mut self.ground, class, (plot.left, y), (plot.right, y));
            let label = self.value(tick, Some(scale.decimals));
            text(&mut self.ground, (plot.left - 12.0, y + TEXT * 0.35), "quiet end", &label);
        }
    }

    fn horizontal_axis(&mut self, scale: &Scale, plot: Plot, is_year: bool) {
        for &tick in &scale.ticks {
            let label =
                if is_year { format!("{tick}") } else { self.numbers.written(tick, Some(scale.decimals)) };
            let x = scale.at(tick);
            line(&mut self.ground, "edge-line", (x, plot.bottom), (x, plot.bottom + 6.0));
            text(&mut self.ground, (x, plot.bottom + LINE), "quiet middle", &label);
        }
        line(&mut self.ground, "edge-line", (plot.left, plot.bottom), (plot.right, plot.bottom));
    }

    /// Names of rows below their places; every second or third only where there is no room for all.
    fn row_names(&mut self, plot: Plot, band: f64, first: f64) {
        let widest = self.data.labels.iter().map(|label| width(label)).fold(0.0, f64::max);
        let each = ((widest + 14.0) / band).ceil().max(1.0) as usize;
        for (row, label) in self.data.labels.iter().enumerate().filter(|(row, _)| row % each == 0) {
            let x = first + band * row as f64;
            text(&mut self.ground, (x, plot.bottom + LINE), "quiet middle", label);
        }
    }

    /// For each row the lower and the upper end of each series: upon each other where they are stacked.
    fn extents(&self, is_stacked: bool) -> Vec<Vec<Option<(f64, f64)>>> {
        let mut ups = vec![0.0; self.data.labels.len()];
        let mut downs = ups.clone();
        let extent = |series: &super::data::Series| {
            let rows = series.values.iter().enumerate().map(|(row, value)| {
                let value = (*value)?;
                let base = if value < 0.0 { &mut downs[row] } else { &mut ups[row] };
                let start = if is_stacked { *base } else { 0.0 };
                *base += value;
                Some((start, start + value))
            });
            rows.collect()
        };
        self.data.series.iter().map(extent).collect()
    }

    fn bars(&mut self) -> Result<(), Unreadable> {
        let rows = self.data.labels.len();
        if let Some(place) = self.data.places.get(BARS) {
            let message = format!("{rows} bars cannot be told apart; the limit is {BARS}");
            return Err(Unreadable {
                at: place.clone(),
                message,
                help: "sum them up, or draw a line: `type=\"line\"`".into(),
            });
        }
        let series = self.data.series.len();
        let is_stacked = self.style.is_stacked && series > 1;
        let extents = self.extents(is_stacked);
        let ends = || extents.iter().flatten().flatten().flat_map(|&(low, high)| [low, high]);
        let band = (WIDTH - 90.0) / rows as f64;
        let is_wide = self.data.labels.iter().any(|label| width(label) + 10.0 > band);
        let is_horizontal = self.style.is_horizontal || is_wide && rows <= 10;
        // A number at the end of each bar says more than an axis.
        let is_direct = series == 1 && rows <= 14;
        if is_horizontal {
            let names =
                self.data.labels.iter().map(|label| width(label)).fold(0.0, f64::max).min(WIDTH / 3.0);
            let plot = self.plot(names + 16.0, true);
            let plot = Plot { bottom: if is_direct { plot.bottom + LINE } else { plot.bottom }, ..plot };
            let longest = ends().map(|end| width(&self.value(end, None))).fold(0.0, f64::max);
            let right = if is_direct { plot.right - longest - 10.0 } else { plot.right - 24.0 };
            let scale = Scale::of(ends(), true, 5, (plot.left, right));
            if !is_direct {
                for &tick in &scale.ticks {
                    line(
                        &mut self.ground,
                        "grid-line",
                        (scale.at(tick), plot.top),
                        (scale.at(tick), plot.bottom),
                    );
                    let label = self.value(tick, Some(scale.decimals));
                    text(&mut self.ground, (scale.at(tick), plot.bottom + LINE), "quiet middle", &label);
                }
            }
            let band = (plot.bottom - plot.top) / rows as f64;
            for (row, label) in self.data.labels.iter().enumerate() {
                let y = plot.top + band * (row as f64 + 0.5) + TEXT * 0.35;
                text(&mut self.ground, (plot.left - 12.0, y), "end", &cut(label, names + 4.0));
            }
            for (index, extents) in extents.iter().enumerate() {
                let mut marks = String::new();
                for (row, &(low, high)) in
                    extents.iter().enumerate().filter_map(|(row, extent)| Some((row, extent.as_ref()?)))
                {
                    let (offset, thick) = lane(band, index, series, is_stacked);
                    let (from, to) = (scale.at(low.min(high)), scale.at(low.max(high)));
                    let class = format!("series-{}", self.color(index, Some(row)));
                    let top = plot.top + band * row as f64 + offset;
                    rectangle(&mut marks, &class, (from, top), (to - from, thick));
                    if is_direct {
                        text(
                            &mut marks,
                            (to + 8.0, top + thick / 2.0 + TEXT * 0.35),
                            "",
                            &self.value(high, None),
                        );
                    }
                }
                self.marks.push(marks);
            }
            line(&mut self.ground, "edge-line", (scale.at(0.0), plot.top), (scale.at(0.0), plot.bottom));
            return Ok(());
        }
        let measured = Scale::of(ends(), true, 5, (0.0, 1.0));
        let left = if is_direct { 0.0 } else { self.widest(&measured) + 16.0 };
        let plot = self.plot(left, true);
        let top = if is_direct { plot.top + LINE } else { plot.top };
        let lowest = if is_direct && ends().any(|end| end < 0.0) { plot.bottom - LINE } else { plot.bottom };
        let scale = Scale::of(ends(), true, 5, (lowest, top));
        match is_direct {
            true => {
                line(&mut self.ground, "edge-line", (plot.left, scale.at(0.0)), (plot.right, scale.at(0.0)))
            }
            false => self.vertical_axis(&scale, plot),
        }
        let band = (plot.right - plot.left) / rows as f64;
        self.row_names(plot, band, plot.left + band / 2.0);
        for (index, extents) in extents.iter().enumerate() {
            let mut marks = String::new();
            for (row, &(low, high)) in
                extents.iter().enumerate().filter_map(|(row, extent)| Some((row, extent.as_ref()?)))
            {
                let (offset, thick) = lane(band, index, series, is_stacked);
                let (from, to) = (scale.at(low.max(high)), scale.at(low.min(high)));
                let x = plot.left + band * row as f64 + offset;
                let class = format!("series-{}", self.color(index, Some(row)));
                rectangle(&mut marks, &class, (x, from), (thick, to - from));
                if is_direct {
                    let y = if high < 0.0 { to + LINE - 4.0 } else { from - 9.0 };
                    text(&mut marks, (x + thick / 2.0, y), "middle", &self.value(high, None));
                }
            }
            self.marks.push(marks);
        }
        Ok(())
    }

    /// The rows' places across where every one is named by a number.
    fn numeric_rows(&self) -> Option<Vec<f64>> {
        self.data.labels.iter().map(|label| number(label, false)).collect()
    }

    fn lines(&mut self) -> Result<(), Unreadable> {
        let is_area = self.style.kind == ChartKind::Area;
        let is_stacked = is_area && self.style.is_stacked;
        let extents = self.extents(is_stacked);
        let ends = || extents.iter().flatten().flatten().map(|&(_, high)| high);
        let count = self.data.series.len();
        let measured = Scale::of(ends(), is_area, 5, (0.0, 1.0));
        let left = self.widest(&measured) + 16.0;
        let mut plot = self.plot(left, false);
        let names =
            self.data.series.iter().map(|series| width(&series.name)).fold(0.0, f64::max).min(WIDTH / 4.0);
        plot.right -= if count > 1 { names + 18.0 } else { 24.0 };
        let scale = Scale::of(ends(), is_area, 5, (plot.bottom, plot.top));
        self.vertical_axis(&scale, plot);
        let across: Vec<f64> = match self.numeric_rows() {
            Some(rows) => {
                let is_year = rows.iter().all(|row| row.fract() == 0.0 && (1000.0..3000.0).contains(row));
                let low = rows.iter().copied().fold(f64::INFINITY, f64::min);
                let high = rows.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let round = Scale::of(rows.iter().copied(), false, 7, (0.0, 1.0));
                let span = (high - low).max(f64::MIN_POSITIVE);
                let place = |row: f64| plot.left + (row - low) / span * (plot.right - plot.left);
                for &tick in round
                    .ticks
                    .iter()
                    .filter(|&&tick| (low..=high).contains(&tick) && !(is_year && tick.fract() != 0.0))
                {
                    let label = if is_year {
                        format!("{tick}")
                    } else {
                        self.numbers.written(tick, Some(round.decimals))
                    };
                    text(&mut self.ground, (place(tick), plot.bottom + LINE), "quiet middle", &label);
                }
                rows.into_iter().map(place).collect()
            }
            None => {
                let band = (plot.right - plot.left) / (self.data.labels.len().max(2) - 1) as f64;
                self.row_names(plot, band, plot.left);
                (0..self.data.labels.len()).map(|row| plot.left + band * row as f64).collect()
            }
        };
        let mut names = Vec::new();
        for (index, extents) in extents.iter().enumerate() {
            let color = self.color(index, None);
            let mut marks = String::new();
            for run in extents.iter().enumerate().collect::<Vec<_>>().split(|(_, extent)| extent.is_none()) {
                let points: Vec<_> = run
                    .iter()
                    .filter_map(|(row, extent)| Some((across[*row], (*extent).as_ref()?)))
                    .collect();
                if points.is_empty() {
                    continue;
                }
                let upper: Vec<_> = points.iter().map(|(x, (_, high))| (*x, scale.at(*high))).collect();
                if is_area {
                    let lower = points.iter().rev().map(|(x, (low, _))| (*x, scale.at(*low)));
                    let outline: Vec<_> = upper.iter().copied().chain(lower).collect();
                    let opacity = if is_stacked { " fill-opacity=\".85\"" } else { " fill-opacity=\".3\"" };
                    path(&mut marks, &format!("series-{color}"), opacity, &outline);
                }
                path(&mut marks, &format!("hollow series-{color}-line"), " stroke-width=\"4\"", &upper);
                if points.len() == 1 || self.data.labels.len() <= 12 && !is_area {
                    upper
                        .iter()
                        .for_each(|&(x, y)| circle(&mut marks, &format!("series-{color}"), (x, y), 6.0));
                }
            }
            let last = extents.iter().rev().flatten().next();
            names.extend(
                last.map(|&(low, high)| {
                    (index, scale.at(if is_stacked { (low + high) / 2.0 } else { high }))
                }),
            );
            self.marks.push(marks);
        }
        if count > 1 {
            names.sort_by(|a, b| a.1.total_cmp(&b.1));
            apart(&mut names, plot.top, plot.bottom);
            for (index, y) in names {
                let class = format!("bold series-{}", self.color(index, None));
                let name = cut(&self.data.series[index].name, WIDTH / 4.0);
                text(&mut self.marks[index], (plot.right + 12.0, y + TEXT * 0.35), &class, &name);
            }
        }
        Ok(())
    }

    fn points(&mut self) -> Result<(), Unreadable> {
        let stranger = self.data.labels.iter().position(|label| number(label, false).is_none());
        if let Some(row) = stranger {
            let message = format!("`{}` is no number", self.data.labels[row]);
            let help = "the first column of a scatter chart says how far to the right a point is".into();
            return Err(Unreadable { at: self.data.places[row].clone(), message, help });
        }
        let rows = self.numeric_rows().unwrap_or_default();
        let measured = Scale::of(self.data.values(), false, 5, (0.0, 1.0));
        let left = self.widest(&measured) + 16.0;
        let plot = self.plot(left, true);
        let plot = Plot { right: plot.right - 24.0, ..plot };
        let scale = Scale::of(self.data.values(), false, 5, (plot.bottom, plot.top));
        let across = Scale::of(rows.iter().copied(), false, 7, (plot.left, plot.right));
        self.vertical_axis(&scale, plot);
        let is_year = rows.iter().all(|row| row.fract() == 0.0 && (1000.0..3000.0).contains(row));
        self.horizontal_axis(&across, plot, is_year);
        for (index, series) in self.data.series.iter().enumerate() {
            let mut marks = String::new();
            for (row, value) in series.values.iter().enumerate() {
                if let Some(value) = value {
                    let class = format!("series-{} ground-line", self.color(index, Some(row)));
                    circle(&mut marks, &class, (across.at(rows[row]), scale.at(*value)), 8.0);
                }
            }
            self.marks.push(marks);
        }
        Ok(())
    }

    fn slices(&mut self) -> Result<(), Unreadable> {
        let values: Vec<f64> =
            self.data.series[0].values.iter().map(|value| value.unwrap_or_default()).collect();
        let wrong = |row: usize, message: String, help: &str| {
            let at = self.data.places.get(row).cloned().unwrap_or_default();
            Err(Unreadable { at, message, help: help.into() })
        };
        if self.data.series.len() > 1 {
            return wrong(
                0,
                "a pie shows one column of numbers".into(),
                "leave one, or draw bars: `type=\"bar\" stacked`",
            );
        }
        if values.len() > SLICES {
            let message = format!("{} slices cannot be told apart; the limit is {SLICES}", values.len());
            return wrong(SLICES, message, "sum the small ones up, or draw bars: `type=\"bar\"`");
        }
        if let Some(row) = values.iter().position(|value| *value < 0.0) {
            return wrong(row, "a slice cannot be less than nothing".into(), "draw bars: `type=\"bar\"`");
        }
        let total: f64 = values.iter().sum();
        if total <= 0.0 {
            return wrong(0, "these slices are all nothing".into(), "a pie shows parts of a whole");
        }
        let (center, radius) = ((WIDTH / 2.0, HEIGHT / 2.0), HEIGHT / 2.0 - 12.0);
        let on = |turn: f64, radius: f64| {
            let angle = (turn - 0.25) * std::f64::consts::TAU;
            (center.0 + radius * angle.cos(), center.1 + radius * angle.sin())
        };
        let mut turn = 0.0;
        let mut sides: [Vec<(usize, f64)>; 2] = [Vec::new(), Vec::new()];
        for (row, value) in values.iter().enumerate() {
            let share = value / total;
            let class = match self.style.highlight {
                None => row % SERIES + 1,
                Some(_) => self.color(0, Some(row)),
            };
            let mut mark = String::new();
            if share > 0.9999 {
                circle(&mut mark, &format!("series-{class}"), center, radius);
            } else if share > 0.0 {
                let (from, to) = (on(turn, radius), on(turn + share, radius));
                _ = write!(mark, "<path class=\"series-{class} ground-line\" stroke-width=\"3\" d=\"M");
                point(&mut mark, center);
                mark.push('L');
                point(&mut mark, from);
                _ = write!(mark, "A{radius} {radius} 0 {} 1 ", u8::from(share > 0.5));
                point(&mut mark, to);
                mark.push_str("z\"/>");
            }
            let middle = on(turn + share / 2.0, radius);
            sides[usize::from(turn + share / 2.0 > 0.5)].push((row, middle.1));
            turn += share;
            self.marks.push(mark);
        }
        for (side, rows) in sides.iter_mut().enumerate() {
            rows.sort_by(|a, b| a.1.total_cmp(&b.1));
            apart(rows, 16.0, HEIGHT - 16.0);
            for &mut (row, y) in rows {
                let share = self.numbers.written(values[row] / total * 100.0, Some(0));
                let room = WIDTH / 2.0 - radius - 40.0;
                let label = cut(&self.data.labels[row], room - width(" 100 %"));
                // As far from the pie as its edge is at that height.
                let reach = (radius.powi(2) - (y - center.1).powi(2)).max(0.0).sqrt() + 24.0;
                let (x, class) = if side == 0 { (center.0 + reach, "") } else { (center.0 - reach, "end") };
                text(&mut self.marks[row], (x, y + TEXT * 0.35), class, &format!("{label} {share}\u{A0}%"));
            }
        }
        Ok(())
    }
}

/// Where in a row's band the bar of a series lies, and how thick it is.
fn lane(band: f64, index: usize, series: usize, is_stacked: bool) -> (f64, f64) {
    let inner = (band * 0.72).min(130.0);
    let start = (band - inner) / 2.0;
    match is_stacked {
        true => (start, inner),
        false => (
            start + inner / series as f64 * index as f64,
            inner / series as f64 - if series > 1 { 2.0 } else { 0.0 },
        ),
    }
}

/// Moves names that lie upon each other apart; they are sorted from the top.
fn apart(names: &mut [(usize, f64)], top: f64, bottom: f64) {
    let mut least = top;
    for (_, y) in names.iter_mut() {
        *y = y.max(least);
        least = *y + LINE;
    }
    let mut most = bottom;
    for (_, y) in names.iter_mut().rev() {
        *y = y.min(most);
        most = *y - LINE;
    }
}

fn point(svg: &mut String, (x, y): (f64, f64)) {
    rounded(svg, x);
    svg.push(' ');
    rounded(svg, y);
}

fn attributes(svg: &mut String, values: &[(&str, f64)]) {
    for (name, value) in values {
        _ = write!(svg, " {name}=\"");
        rounded(svg, *value);
        svg.push('"');
    }
}

fn rectangle(svg: &mut String, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    _ = write!(svg, "<rect class=\"{class}\"");
    attributes(svg, &[("x", x), ("y", y), ("width", width.max(0.0)), ("height", height.max(0.0))]);
    svg.push_str("/>");
}

fn circle(svg: &mut String, class: &str, (x, y): (f64, f64), radius: f64) {
    _ = write!(svg, "<circle class=\"{class}\"");
    attributes(svg, &[("cx", x), ("cy", y), ("r", radius)]);
    svg.push_str("/>");
}

fn line(svg: &mut String, class: &str, (x, y): (f64, f64), (right, bottom): (f64, f64)) {
    _ = write!(svg, "<line class=\"{class}\"");
    attributes(svg, &[("x1", x), ("y1", y), ("x2", right), ("y2", bottom)]);
    svg.push_str("/>");
}

fn path(svg: &mut String, class: &str, more: &str, points: &[(f64, f64)]) {
    _ = write!(svg, "<path class=\"{class}\"{more} d=\"");
    for (index, &at) in points.iter().enumerate() {
        svg.push(if index == 0 { 'M' } else { 'L' });
        point(svg, at);
    }
    svg.push_str("\"/>");
}

fn text(svg: &mut String, (x, y): (f64, f64), class: &str, text: &str) {
    svg.push_str("<text");
    attributes(svg, &[("x", x), ("y", y), ("font-size", TEXT)]);
    if !class.is_empty() {
        _ = write!(svg, " class=\"{class}\"");
    }
    svg.push('>');
    escape_text(svg, text);
    svg.push_str("</text>");
}
