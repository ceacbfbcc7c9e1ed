//! A pie: each row is a slice, with its name and share beside it.

use std::fmt::Write;

use super::svg::{circle, point, text};
use super::{LINE, Painter, TEXT, WIDTH, apart, cut, swatch, width};
use crate::render::figures::chart::Unreadable;
use crate::render::figures::chart::data::SERIES;

/// How many slices can be told apart.
const SLICES: usize = 8;

/// The circle that a pie is.
#[derive(Clone, Copy)]
struct Circle {
    center: (f64, f64),
    radius: f64,
}

impl Circle {
    /// A place on the edge, `turn` of the whole way round from the top.
    fn on_edge(self, turn: f64) -> (f64, f64) {
        let angle = (turn - 0.25) * std::f64::consts::TAU;
        (self.center.0 + self.radius * angle.cos(), self.center.1 + self.radius * angle.sin())
    }
}

impl Painter<'_> {
    pub(super) fn slices(&mut self) -> Result<(), Unreadable> {
        let values = self.shares()?;
        if self.width < WIDTH {
            self.slices_with_list(&values);
        } else {
            self.slices_with_names(&values);
        }
        Ok(())
    }

    /// The class that colours a slice.
    fn slice_color(&self, row: usize) -> usize {
        match self.style.highlight {
            None => row % SERIES + 1,
            Some(_) => self.color(0, Some(row)),
        }
    }

    /// A pie at the left, and the names of its slices in a list beside it.
    fn slices_with_list(&mut self, shares: &[f64]) {
        let radius = (self.height / 2.0 - 4.0).min(self.width * 0.22);
        let pie = Circle { center: (radius + 4.0, self.height / 2.0), radius };
        let left = 2.0 * radius + 32.0;
        let first = self.height / 2.0 - LINE * (shares.len() as f64 - 1.0) / 2.0 + TEXT * 0.35;
        let mut turn = 0.0;
        for (row, share) in shares.iter().enumerate() {
            let class = self.slice_color(row);
            let mut marks = slice(pie, class, turn, *share);
            let label = self.slice_name(row, *share, self.width - left - 24.0);
            swatch(&mut marks, &format!("series-{class}"), (left, first + LINE * row as f64), &label);
            self.marks.push(marks);
            turn += share;
        }
    }

    /// What a slice is called, with its share of the whole, in so much room.
    fn slice_name(&self, row: usize, share: f64, room: f64) -> String {
        let label = cut(&self.data.labels[row], room - width(" 100 %"));
        format!("{label} {}\u{A0}%", self.numbers.written(share * 100.0, Some(0)))
    }

    /// A pie in the middle, and the names of its slices around it.
    fn slices_with_names(&mut self, shares: &[f64]) {
        let pie = Circle { center: (self.width / 2.0, self.height / 2.0), radius: self.height / 2.0 - 12.0 };
        let mut turn = 0.0;
        // On the right and on the left: rows, and how far down the middles of their slices are.
        let mut sides: [Vec<(usize, f64)>; 2] = [Vec::new(), Vec::new()];
        for (row, share) in shares.iter().enumerate() {
            let class = self.slice_color(row);
            let middle = turn + share / 2.0;
            sides[usize::from(middle > 0.5)].push((row, pie.on_edge(middle).1));
            self.marks.push(slice(pie, class, turn, *share));
            turn += share;
        }
        for (side, rows) in sides.iter_mut().enumerate() {
            rows.sort_by(|a, b| a.1.total_cmp(&b.1));
            apart(rows, 16.0, self.height - 16.0);
            for &mut (row, y) in rows {
                let label = self.slice_name(row, shares[row], self.width / 2.0 - pie.radius - 40.0);
                // As far from the pie as its edge is at that height.
                let reach = (pie.radius.powi(2) - (y - pie.center.1).powi(2)).max(0.0).sqrt() + 24.0;
                let (x, class) =
                    if side == 0 { (pie.center.0 + reach, "") } else { (pie.center.0 - reach, "end") };
                text(&mut self.marks[row], (x, y + TEXT * 0.35), class, &label);
            }
        }
    }

    /// How much of the whole each row is, or why it is not a pie.
    fn shares(&self) -> Result<Vec<f64>, Unreadable> {
        let values: Vec<f64> =
            self.data.series[0].values.iter().map(|value| value.unwrap_or_default()).collect();
        let wrong = |row: usize, message: &str, help: &str| {
            let at = self.data.places.get(row).cloned().unwrap_or_default();
            Err(Unreadable { at, message: message.into(), help: help.into() })
        };
        if self.data.series.len() > 1 {
            let help = "leave one, or draw bars: `type=\"bar\" stacked`";
            return wrong(0, "a pie shows one column of numbers", help);
        }
        if values.len() > SLICES {
            let message = format!("{} slices cannot be told apart; the limit is {SLICES}", values.len());
            return wrong(SLICES, &message, "sum the small ones up, or draw bars: `type=\"bar\"`");
        }
        if let Some(row) = values.iter().position(|value| *value < 0.0) {
            return wrong(row, "a slice cannot be less than nothing", "draw bars: `type=\"bar\"`");
        }
        let total: f64 = values.iter().sum();
        if total <= 0.0 {
            return wrong(0, "these slices are all nothing", "a pie shows parts of a whole");
        }
        Ok(values.iter().map(|value| value / total).collect())
    }
}

/// A slice that begins at `turn`, as SVG; a share of next to all is the whole circle.
fn slice(pie: Circle, class: usize, turn: f64, share: f64) -> String {
    let mut svg = String::new();
    if share > 0.9999 {
        circle(&mut svg, &format!("series-{class}"), pie.center, pie.radius);
    } else if share > 0.0 {
        _ = write!(svg, "<path class=\"series-{class} ground-line\" stroke-width=\"3\" d=\"M");
        point(&mut svg, pie.center);
        svg.push('L');
        point(&mut svg, pie.on_edge(turn));
        let radius = pie.radius;
        _ = write!(svg, "A{radius} {radius} 0 {} 1 ", u8::from(share > 0.5));
        point(&mut svg, pie.on_edge(turn + share));
        svg.push_str("z\"/>");
    }
    svg
}
