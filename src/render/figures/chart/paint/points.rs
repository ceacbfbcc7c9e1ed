//! Points: each row says how far to the right its values lie.

use super::svg::circle;
use super::{Legend, Painter, Plot, RowUnit};
use crate::render::figures::chart::Unreadable;
use crate::render::figures::chart::data::number;
use crate::render::figures::chart::scale::Scale;

impl Painter<'_> {
    pub(super) fn points(&mut self) -> Result<(), Unreadable> {
        let stranger = self.data.labels.iter().position(|label| number(label, false).is_none());
        if let Some(row) = stranger {
            let message = format!("`{}` is no number", self.data.labels[row]);
            let help = "the first column of a scatter chart says how far to the right a point is".into();
            return Err(Unreadable { at: self.data.places[row].clone(), message, help });
        }
        let rows = self.numeric_rows().unwrap_or_default();
        let measured = Scale::of(self.data.values(), false, self.ticks(), (0.0, 1.0));
        let left = self.widest(&measured) + 16.0;
        let plot = self.plot(left, Legend::Above);
        let plot = Plot { right: plot.right - 24.0, ..plot };
        let scale = Scale::of(self.data.values(), false, self.ticks(), (plot.bottom, plot.top));
        let ticks = Self::ticks_across(plot.right - plot.left, 7);
        let across = Scale::of(rows.iter().copied(), false, ticks, (plot.left, plot.right));
        self.vertical_axis(&scale, plot);
        self.horizontal_axis(&across, plot, RowUnit::of(&rows));
        for (index, series) in self.data.series.iter().enumerate() {
            let mut marks = String::new();
            for (row, value) in series.values.iter().enumerate() {
                if let Some(value) = value {
                    let class = format!("ground-line {}", self.mark(index, Some(row)));
                    circle(&mut marks, &class, (across.at(rows[row]), scale.at(*value)), 8.0);
                }
            }
            self.marks.push(marks);
        }
        Ok(())
    }
}
