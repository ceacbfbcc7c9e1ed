//! A pie: each row is a slice, with its name and share beside it.

use std::fmt::Write;
use std::ops::Range;

use super::svg::{circle, point, rectangle, text};
use super::{HEIGHT, LINE, Painter, TEXT, apart, cut, width};
use crate::render::figures::chart::Unreadable;
use crate::render::figures::chart::data::SERIES;
use crate::render::figures::chart::frame::FULL_WIDTH;

/// How many slices can be told apart.
const SLICES: usize = 8;

/// The pie of a chart that has the whole width of its slide.
const WIDE: Circle = Circle { center: (FULL_WIDTH / 2.0, HEIGHT / 2.0), radius: HEIGHT / 2.0 - 12.0 };

/// Where a pie is, and how large.
#[derive(Clone, Copy)]
struct Circle {
    center: (f64, f64),
    radius: f64,
}

impl Circle {
    /// A place on the edge, `turn` of the whole way round from the top.
    fn at(self, turn: f64) -> (f64, f64) {
        let angle = (turn - 0.25) * std::f64::consts::TAU;
        (self.center.0 + self.radius * angle.cos(), self.center.1 + self.radius * angle.sin())
    }
}

impl Painter<'_> {
    pub(super) fn slices(&mut self) -> Result<(), Unreadable> {
        let shares = self.shares()?;
        let is_wide = self.width >= FULL_WIDTH;
        let pie = if is_wide { WIDE } else { self.narrow_pie() };
        let mut turn = 0.0;
        for (row, share) in shares.iter().enumerate() {
            let class = self.slice_color(row);
            self.marks.push(slice(pie, class, turn..turn + share));
            turn += share;
        }
        match is_wide {
            true => self.names_around(&shares),
            false => self.names_below(pie, &shares),
        }
        Ok(())
    }

    fn slice_color(&self, row: usize) -> usize {
        match self.style.highlight {
            None => row % SERIES + 1,
            Some(meant) if self.data.labels[row] == meant => 1,
            Some(_) => 2,
        }
    }

    /// The name of a slice and its share of the whole.
    fn name(&self, row: usize, share: f64, room: f64) -> String {
        let share = self.numbers.written(share * 100.0, Some(0));
        format!("{} {share}\u{A0}%", cut(&self.data.labels[row], room - width(" 100 %")))
    }

    /// Writes each name beside its slice.
    fn names_around(&mut self, shares: &[f64]) {
        // On the right and on the left: rows, and how far down the middles of their slices are.
        let mut sides: [Vec<(usize, f64)>; 2] = [Vec::new(), Vec::new()];
        let mut turn = 0.0;
        for (row, share) in shares.iter().enumerate() {
            let middle = turn + share / 2.0;
            sides[usize::from(middle > 0.5)].push((row, WIDE.at(middle).1));
            turn += share;
        }
        let (x, y) = WIDE.center;
        let room = x - WIDE.radius - 40.0;
        for (side, rows) in sides.iter_mut().enumerate() {
            rows.sort_by(|a, b| a.1.total_cmp(&b.1));
            apart(rows, 16.0, HEIGHT - 16.0);
            for &mut (row, at) in rows {
                // As far from the pie as its edge is at that height.
                let reach = (WIDE.radius.powi(2) - (at - y).powi(2)).max(0.0).sqrt() + 24.0;
                let (x, class) = if side == 0 { (x + reach, "") } else { (x - reach, "end") };
                let name = self.name(row, shares[row], room);
                text(&mut self.marks[row], (x, at + TEXT * 0.35), class, &name);
            }
        }
    }

    /// A pie above the lines of its names.
    fn narrow_pie(&mut self) -> Circle {
        let names = self.data.labels.len() as f64 * LINE + 20.0;
        let radius = ((HEIGHT - names) / 2.0).clamp(70.0, 140.0).min(self.width / 2.0);
        self.height = 2.0 * radius + names;
        Circle { center: (self.width / 2.0, radius), radius }
    }

    /// Writes the names in lines below the pie, each beside its colour.
    fn names_below(&mut self, pie: Circle, shares: &[f64]) {
        let names: Vec<String> =
            shares.iter().enumerate().map(|(row, &share)| self.name(row, share, self.width - 24.0)).collect();
        let longest = names.iter().map(|name| width(name)).fold(0.0, f64::max);
        let x = ((self.width - longest - 24.0) / 2.0).max(0.0);
        for (row, name) in names.iter().enumerate() {
            let y = 2.0 * pie.radius + 20.0 + LINE * row as f64;
            let class = format!("series-{}", self.slice_color(row));
            rectangle(&mut self.marks[row], &class, (x, y + 7.0), (16.0, 16.0));
            text(&mut self.marks[row], (x + 24.0, y + 23.0), "", name);
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

/// A slice from one turn to another, as SVG; a share of next to all is the whole circle.
fn slice(pie: Circle, class: usize, turns: Range<f64>) -> String {
    let mut svg = String::new();
    let share = turns.end - turns.start;
    if share > 0.9999 {
        circle(&mut svg, &format!("series-{class}"), pie.center, pie.radius);
    } else if share > 0.0 {
        _ = write!(svg, "<path class=\"series-{class} ground-line\" stroke-width=\"3\" d=\"M");
        point(&mut svg, pie.center);
        svg.push('L');
        point(&mut svg, pie.at(turns.start));
        _ = write!(svg, "A{0} {0} 0 {1} 1 ", pie.radius, u8::from(share > 0.5));
        point(&mut svg, pie.at(turns.end));
        svg.push_str("z\"/>");
    }
    svg
}
