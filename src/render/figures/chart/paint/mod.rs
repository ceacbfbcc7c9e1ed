//! Values as bars, lines, areas, points and slices.
//!
//! Colours are classes of `slide/drawings.css`. Names are beside what they name wherever there is room, so that
//! nobody has to tell colours apart to read a chart.

mod bars;
mod lines;
mod points;
mod slices;
mod svg;

use std::cmp::Ordering;

use self::svg::{line, rectangle, text};
use super::data::{Data, SERIES, Series, number};
use super::frame::{Frame, HEIGHT};
use super::numbers::Numbers;
use super::scale::Scale;
use super::{ChartKind, ChartStyle, Unreadable};
use crate::render::figures::figure::SvgLayer;
use crate::text::nearest;

/// The size of a chart's text, in its own units, and the distance of its lines.
const TEXT: f64 = 24.0;
const LINE: f64 = 31.0;

/// A chart as it is drawn.
pub(super) struct Painting {
    pub layers: Vec<SvgLayer>,
    /// In units of the drawing.
    pub width: f64,
    pub height: f64,
}

/// Draws a chart.
pub(super) fn chart(data: &Data, style: &ChartStyle<'_>, numbers: Numbers) -> Result<Painting, Unreadable> {
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
    let Frame { width, height } = style.frame;
    let height = if style.kind == ChartKind::Pie { HEIGHT } else { height };
    let mut painter =
        Painter { data, style, numbers, width, height, ground: String::new(), marks: Vec::new() };
    match style.kind {
        ChartKind::Bar => painter.bars()?,
        ChartKind::Line | ChartKind::Area => painter.lines(),
        ChartKind::Scatter => painter.points()?,
        ChartKind::Pie => painter.slices()?,
    }
    let first = SvgLayer { is_step: false, svg: painter.ground };
    let marks = painter.marks.into_iter().map(|svg| SvgLayer { is_step: style.has_steps, svg });
    Ok(Painting {
        layers: std::iter::once(first).chain(marks).collect(),
        width: painter.width,
        height: painter.height,
    })
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
    /// The size of the chart, in its own units.
    width: f64,
    height: f64,
    /// What is there from the start: axes and names.
    ground: String,
    /// The marks of each series.
    marks: Vec<String>,
}

/// Where a value begins and ends.
type Extent = (f64, f64);

/// Where the marks are.
#[derive(Clone, Copy)]
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Where the names of series are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Legend {
    Above,
    /// At the end of each line.
    Beside,
}

/// What the numbers are that name rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowUnit {
    /// Written without a sign between thousands.
    Year,
    Number,
}

impl RowUnit {
    fn of(rows: &[f64]) -> RowUnit {
        let is_year = |row: &f64| row.fract() == 0.0 && (1000.0..3000.0).contains(row);
        if rows.iter().all(is_year) { RowUnit::Year } else { RowUnit::Number }
    }
}

/// Whether the values of a row lie upon each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stacking {
    Stacked,
    Apart,
}

impl Painter<'_> {
    /// The colour of a series as a whole, which is the number of its class. The one that is meant has the accent.
    fn color(&self, series: usize) -> usize {
        match self.style.highlight {
            Some(meant) if self.is_series(meant) => {
                if self.data.series[series].name == meant {
                    1
                } else {
                    2
                }
            }
            Some(_) if self.data.series.len() == 1 => 2,
            _ => series % SERIES + 1,
        }
    }

    /// The classes of a mark among those of other series: what is not meant is pale, and keeps the colour that the
    /// names of the series show.
    fn mark(&self, series: usize, row: Option<usize>) -> String {
        let pale = |color: usize| format!("tint series-{color} series-{color}-line");
        let Some(meant) = self.style.highlight else { return format!("series-{}", self.color(series)) };
        if let Some(accent) = self.data.series.iter().position(|series| series.name == meant) {
            return match series.cmp(&accent) {
                Ordering::Equal => "series-1".to_owned(),
                Ordering::Less => pale(series + 2),
                Ordering::Greater => pale(series + 1),
            };
        }
        let is_meant = row.map(|row| self.data.labels[row] == meant);
        match (self.data.series.len(), is_meant) {
            (1, Some(true)) => "series-1".to_owned(),
            (2.., Some(false)) => pale(self.color(series)),
            _ => format!("series-{}", self.color(series)),
        }
    }

    fn is_series(&self, name: &str) -> bool {
        self.data.series.iter().any(|series| series.name == name)
    }

    fn value(&self, value: f64, decimals: Option<usize>) -> String {
        self.numbers.written(value, decimals) + &self.data.unit
    }

    /// About how many numbers an axis that goes up has room for.
    fn ticks(&self) -> usize {
        if self.height < HEIGHT { 3 } else { 5 }
    }

    /// About how many numbers an axis has room for that is as long as so many units across.
    fn ticks_across(length: f64, most: usize) -> usize {
        ((length / 100.0) as usize).clamp(2, most)
    }

    /// The room for marks, below the names of series and the name of the axis, which are written.
    fn plot(&mut self, left: f64, legend: Legend) -> Plot {
        let mut top = 14.0;
        if legend == Legend::Above && self.data.series.len() > 1 {
            top += self.legend(left) + 6.0;
        }
        if !self.style.y.is_empty() {
            text(&mut self.ground, (0.0, top + 5.0), "quiet", self.style.y);
            top += LINE;
        }
        let under = if self.style.x.is_empty() { 0.0 } else { LINE };
        if under > 0.0 {
            text(&mut self.ground, (self.width, self.height - 6.0), "quiet end", self.style.x);
        }
        Plot { left, right: self.width, top: top + 10.0, bottom: self.height - LINE - 8.0 - under }
    }

    /// The names of the series, each beside its colour, in as many lines as they need. Gives the height of these.
    fn legend(&mut self, left: f64) -> f64 {
        let (mut x, mut y) = (left, 0.0);
        for (index, series) in self.data.series.iter().enumerate() {
            let length = 24.0 + width(&series.name);
            if x > left && x + length > self.width {
                (x, y) = (left, y + LINE);
            }
            let class = self.mark(index, None);
            rectangle(&mut self.ground, &class, (x, y + 4.0), (16.0, 16.0));
            text(&mut self.ground, (x + 24.0, y + 19.0), "", &series.name);
            x += length + 28.0;
        }
        y + LINE
    }

    /// The widest number on an axis.
    fn widest(&self, scale: &Scale) -> f64 {
        scale.ticks.iter().map(|&tick| width(&self.value(tick, Some(scale.decimals)))).fold(0.0, f64::max)
    }

    /// The widest name of a row.
    fn widest_label(&self) -> f64 {
        self.data.labels.iter().map(|label| width(label)).fold(0.0, f64::max)
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

    fn horizontal_axis(&mut self, scale: &Scale, plot: Plot, unit: RowUnit) {
        for &tick in &scale.ticks {
            let label = self.row_label(tick, scale, unit);
            let x = scale.at(tick);
            line(&mut self.ground, "edge-line", (x, plot.bottom), (x, plot.bottom + 6.0));
            text(&mut self.ground, (x, plot.bottom + LINE), "quiet middle", &label);
        }
        line(&mut self.ground, "edge-line", (plot.left, plot.bottom), (plot.right, plot.bottom));
    }

    /// A number of an axis that the rows lie along.
    fn row_label(&self, tick: f64, scale: &Scale, unit: RowUnit) -> String {
        match unit {
            RowUnit::Year => format!("{tick}"),
            RowUnit::Number => self.numbers.written(tick, Some(scale.decimals)),
        }
    }

    /// Names of rows below their places; every second or third only where there is no room for all.
    fn row_names(&mut self, plot: Plot, band: f64, first: f64) {
        let each = ((self.widest_label() + 14.0) / band).ceil().max(1.0) as usize;
        for (row, label) in self.data.labels.iter().enumerate().filter(|(row, _)| row % each == 0) {
            let x = first + band * row as f64;
            text(&mut self.ground, (x, plot.bottom + LINE), "quiet middle", label);
        }
    }

    /// For each series the lower and the upper end of its values, row by row.
    fn extents(&self, stacking: Stacking) -> Vec<Vec<Option<Extent>>> {
        let mut ups = vec![0.0; self.data.labels.len()];
        let mut downs = ups.clone();
        let extent = |series: &Series| {
            let rows = series.values.iter().enumerate().map(|(row, value)| {
                let value = (*value)?;
                let base = if value < 0.0 { &mut downs[row] } else { &mut ups[row] };
                let start = if stacking == Stacking::Stacked { *base } else { 0.0 };
                *base += value;
                Some((start, start + value))
            });
            rows.collect()
        };
        self.data.series.iter().map(extent).collect()
    }

    /// The rows' places across where every one is named by a number.
    fn numeric_rows(&self) -> Option<Vec<f64>> {
        self.data.labels.iter().map(|label| number(label, false)).collect()
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
