//! Lines and areas: the rows lie across, each series is a line with its name at the end.

use super::svg::{circle, path, text};
use super::{Extent, LINE, Legend, Painter, Plot, RowUnit, Stacking, TEXT, apart, cut, width};
use crate::render::figures::chart::ChartKind;
use crate::render::figures::chart::frame::FULL_WIDTH;
use crate::render::figures::chart::scale::Scale;

/// What lines are drawn with.
struct Lines {
    is_area: bool,
    stacking: Stacking,
    /// Where each row lies across.
    across: Vec<f64>,
    scale: Scale,
}

impl Painter<'_> {
    pub(super) fn lines(&mut self) {
        let is_area = self.style.kind == ChartKind::Area;
        let is_stacked = is_area && self.style.is_stacked;
        let stacking = if is_stacked { Stacking::Stacked } else { Stacking::Apart };
        let extents = self.extents(stacking);
        let ends = || extents.iter().flatten().flatten().map(|&(_, high)| high);
        let count = self.data.series.len();
        let measured = Scale::of(ends(), is_area, self.ticks(), (0.0, 1.0));
        let left = self.widest(&measured) + 16.0;
        let mut plot = self.plot(left, Legend::Beside);
        let names = self
            .data
            .series
            .iter()
            .map(|series| width(&series.name))
            .fold(0.0, f64::max)
            .min(self.name_room());
        plot.right -= if count > 1 { names + 18.0 } else { 24.0 };
        let scale = Scale::of(ends(), is_area, self.ticks(), (plot.bottom, plot.top));
        self.vertical_axis(&scale, plot);
        let lines = Lines { is_area, stacking, across: self.across(plot), scale };
        for (index, extents) in extents.iter().enumerate() {
            let marks = self.series(&lines, index, extents);
            self.marks.push(marks);
        }
        if count > 1 {
            self.names_beside(&lines, &extents, plot);
        }
    }

    /// How wide the name at the end of a line may be.
    fn name_room(&self) -> f64 {
        (FULL_WIDTH / 4.0).min(self.width / 2.5)
    }

    /// Where each row lies across: by its number where all are named by numbers. The axis is written.
    fn across(&mut self, plot: Plot) -> Vec<f64> {
        let Some(rows) = self.numeric_rows() else {
            let band = (plot.right - plot.left) / (self.data.labels.len().max(2) - 1) as f64;
            self.row_names(plot, band, plot.left);
            return (0..self.data.labels.len()).map(|row| plot.left + band * row as f64).collect();
        };
        let unit = RowUnit::of(&rows);
        let low = rows.iter().copied().fold(f64::INFINITY, f64::min);
        let high = rows.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ticks = Self::ticks_across(plot.right - plot.left, 7);
        let round = Scale::of(rows.iter().copied(), false, ticks, (0.0, 1.0));
        let span = (high - low).max(f64::MIN_POSITIVE);
        let place = |row: f64| plot.left + (row - low) / span * (plot.right - plot.left);
        let is_shown =
            |tick: f64| (low..=high).contains(&tick) && (unit == RowUnit::Number || tick.fract() == 0.0);
        for &tick in round.ticks.iter().filter(|&&tick| is_shown(tick)) {
            let label = self.row_label(tick, &round, unit);
            text(&mut self.ground, (place(tick), plot.bottom + LINE), "quiet middle", &label);
        }
        rows.into_iter().map(place).collect()
    }

    /// The marks of a series: a line for each run of rows that have a value.
    fn series(&self, lines: &Lines, index: usize, extents: &[Option<Extent>]) -> String {
        let color = self.color(index);
        let has_points = self.data.labels.len() <= 12 && !lines.is_area;
        let mut marks = String::new();
        let rows: Vec<_> = extents.iter().zip(&lines.across).collect();
        for run in rows.split(|(extent, _)| extent.is_none()) {
            let points: Vec<(f64, Extent)> =
                run.iter().filter_map(|(extent, x)| Some((**x, (**extent)?))).collect();
            if points.is_empty() {
                continue;
            }
            let upper: Vec<_> = points.iter().map(|(x, (_, high))| (*x, lines.scale.at(*high))).collect();
            if lines.is_area {
                let lower = points.iter().rev().map(|(x, (low, _))| (*x, lines.scale.at(*low)));
                let outline: Vec<_> = upper.iter().copied().chain(lower).collect();
                let opacity = match lines.stacking {
                    Stacking::Stacked => " fill-opacity=\".85\"",
                    Stacking::Apart => " fill-opacity=\".3\"",
                };
                path(&mut marks, &format!("series-{color}"), opacity, &outline);
            }
            path(&mut marks, &format!("hollow series-{color}-line"), " stroke-width=\"4\"", &upper);
            if points.len() == 1 || has_points {
                upper.iter().for_each(|&at| circle(&mut marks, &format!("series-{color}"), at, 6.0));
            }
        }
        marks
    }

    /// The names of the series, each at the end of its line.
    fn names_beside(&mut self, lines: &Lines, extents: &[Vec<Option<Extent>>], plot: Plot) {
        let height = |(low, high): Extent| match lines.stacking {
            Stacking::Stacked => lines.scale.at(f64::midpoint(low, high)),
            Stacking::Apart => lines.scale.at(high),
        };
        let last = |extents: &[Option<Extent>]| extents.iter().rev().flatten().next().copied();
        let mut names: Vec<(usize, f64)> = extents
            .iter()
            .enumerate()
            .filter_map(|(index, extents)| Some((index, height(last(extents)?))))
            .collect();
        names.sort_by(|a, b| a.1.total_cmp(&b.1));
        apart(&mut names, plot.top, plot.bottom);
        for (index, y) in names {
            let class = format!("bold series-{}", self.color(index));
            let name = cut(&self.data.series[index].name, self.name_room());
            text(&mut self.marks[index], (plot.right + 12.0, y + TEXT * 0.35), &class, &name);
        }
    }
}
