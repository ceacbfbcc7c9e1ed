//! Bars: a band for each row, and in it a bar for each series.

use super::svg::{line, rectangle, text};
use super::{Extent, HEIGHT, LINE, Legend, Painter, Plot, Stacking, TEXT, cut, width};
use crate::render::figures::chart::Unreadable;
use crate::render::figures::chart::scale::Scale;

/// How many bars of a series can be told apart.
const BARS: usize = 40;

struct Bars {
    /// Of each series, row by row.
    extents: Vec<Vec<Option<Extent>>>,
    stacking: Stacking,
    /// Whether each bar has its number at its end, which says more than an axis.
    has_numbers: bool,
}

impl Bars {
    /// Where all bars begin and end.
    fn ends(&self) -> impl Iterator<Item = f64> {
        self.extents.iter().flatten().flatten().flat_map(|&(low, high)| [low, high])
    }

    /// Where in a row's band the bar of a series lies, and how thick it is.
    fn lane(&self, band: f64, series: usize) -> (f64, f64) {
        let count = self.extents.len() as f64;
        let inner = (band * 0.72).min(130.0);
        let start = (band - inner) / 2.0;
        match self.stacking {
            Stacking::Stacked => (start, inner),
            Stacking::Apart => {
                let gap = if self.extents.len() > 1 { 2.0 } else { 0.0 };
                (start + inner / count * series as f64, inner / count - gap)
            }
        }
    }
}

/// The values of a series that are there, with their rows.
fn present(extents: &[Option<Extent>]) -> impl Iterator<Item = (usize, Extent)> {
    extents.iter().enumerate().filter_map(|(row, extent)| Some((row, (*extent)?)))
}

impl Painter<'_> {
    pub(super) fn bars(&mut self) -> Result<(), Unreadable> {
        let rows = self.data.labels.len();
        if let Some(place) = self.data.places.get(BARS) {
            return Err(Unreadable {
                at: place.clone(),
                message: format!("{rows} bars cannot be told apart; the limit is {BARS}"),
                help: "sum them up, or draw a line: `type=\"line\"`".into(),
            });
        }
        let series = self.data.series.len();
        let is_stacked = self.style.is_stacked && series > 1;
        let stacking = if is_stacked { Stacking::Stacked } else { Stacking::Apart };
        let bars = Bars { extents: self.extents(stacking), stacking, has_numbers: series == 1 && rows <= 14 };
        let band = (self.width - 90.0) / rows as f64;
        let is_wide = self.data.labels.iter().any(|label| width(label) + 10.0 > band);
        match self.style.is_horizontal || is_wide && rows <= 10 {
            true => self.horizontal_bars(&bars),
            false => self.vertical_bars(&bars),
        }
        Ok(())
    }

    fn horizontal_bars(&mut self, bars: &Bars) {
        // They need the height for their rows.
        self.height = HEIGHT;
        let names = self.widest_label().min(self.width / 3.0);
        let plot = self.plot(names + 16.0, Legend::Above);
        let plot = Plot { bottom: if bars.has_numbers { plot.bottom + LINE } else { plot.bottom }, ..plot };
        let longest = bars.ends().map(|end| width(&self.value(end, None))).fold(0.0, f64::max);
        let right = if bars.has_numbers { plot.right - longest - 10.0 } else { plot.right - 24.0 };
        let ticks = Self::ticks_across(right - plot.left, 5);
        let scale = Scale::of(bars.ends(), true, ticks, (plot.left, right));
        if !bars.has_numbers {
            self.grid_below(&scale, plot);
        }
        let band = (plot.bottom - plot.top) / self.data.labels.len() as f64;
        for (row, label) in self.data.labels.iter().enumerate() {
            let y = plot.top + band * (row as f64 + 0.5) + TEXT * 0.35;
            text(&mut self.ground, (plot.left - 12.0, y), "end", &cut(label, names + 4.0));
        }
        for (index, extents) in bars.extents.iter().enumerate() {
            let (offset, thickness) = bars.lane(band, index);
            let mut marks = String::new();
            for (row, (low, high)) in present(extents) {
                let (from, to) = (scale.at(low.min(high)), scale.at(low.max(high)));
                let class = self.mark(index, Some(row));
                let top = plot.top + band * row as f64 + offset;
                rectangle(&mut marks, &class, (from, top), (to - from, thickness));
                if bars.has_numbers {
                    let y = top + thickness / 2.0 + TEXT * 0.35;
                    text(&mut marks, (to + 8.0, y), "", &self.value(high, None));
                }
            }
            self.marks.push(marks);
        }
        line(&mut self.ground, "edge-line", (scale.at(0.0), plot.top), (scale.at(0.0), plot.bottom));
    }

    /// Lines across horizontal bars, with their numbers below.
    fn grid_below(&mut self, scale: &Scale, plot: Plot) {
        for &tick in &scale.ticks {
            let x = scale.at(tick);
            line(&mut self.ground, "grid-line", (x, plot.top), (x, plot.bottom));
            let label = self.value(tick, Some(scale.decimals));
            text(&mut self.ground, (x, plot.bottom + LINE), "quiet middle", &label);
        }
    }

    fn vertical_bars(&mut self, bars: &Bars) {
        let measured = Scale::of(bars.ends(), true, self.ticks(), (0.0, 1.0));
        let left = if bars.has_numbers { 0.0 } else { self.widest(&measured) + 16.0 };
        let plot = self.plot(left, Legend::Above);
        let top = if bars.has_numbers { plot.top + LINE } else { plot.top };
        let has_numbers_below = bars.has_numbers && bars.ends().any(|end| end < 0.0);
        let lowest = if has_numbers_below { plot.bottom - LINE } else { plot.bottom };
        let scale = Scale::of(bars.ends(), true, self.ticks(), (lowest, top));
        if bars.has_numbers {
            line(&mut self.ground, "edge-line", (plot.left, scale.at(0.0)), (plot.right, scale.at(0.0)));
        } else {
            self.vertical_axis(&scale, plot);
        }
        let band = (plot.right - plot.left) / self.data.labels.len() as f64;
        self.row_names(plot, band, plot.left + band / 2.0);
        for (index, extents) in bars.extents.iter().enumerate() {
            let (offset, thickness) = bars.lane(band, index);
            let mut marks = String::new();
            for (row, (low, high)) in present(extents) {
                let (from, to) = (scale.at(low.max(high)), scale.at(low.min(high)));
                let x = plot.left + band * row as f64 + offset;
                let class = self.mark(index, Some(row));
                rectangle(&mut marks, &class, (x, from), (thickness, to - from));
                if bars.has_numbers {
                    let y = if high < 0.0 { to + LINE - 4.0 } else { from - 9.0 };
                    text(&mut marks, (x + thickness / 2.0, y), "middle", &self.value(high, None));
                }
            }
            self.marks.push(marks);
        }
    }
}
