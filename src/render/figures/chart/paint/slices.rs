//! A pie: each row is a slice, with its name and share beside it.

use std::fmt::Write;

use super::svg::{circle, point, text};
use super::{HEIGHT, Painter, TEXT, WIDTH, apart, cut, width};
use crate::render::figures::chart::Unreadable;
use crate::render::figures::chart::data::SERIES;

/// How many slices can be told apart.
const SLICES: usize = 8;

const CENTER: (f64, f64) = (WIDTH / 2.0, HEIGHT / 2.0);
const RADIUS: f64 = HEIGHT / 2.0 - 12.0;

/// A place on the edge, `turn` of the whole way round from the top.
fn on_edge(turn: f64) -> (f64, f64) {
    let angle = (turn - 0.25) * std::f64::consts::TAU;
    (CENTER.0 + RADIUS * angle.cos(), CENTER.1 + RADIUS * angle.sin())
}

impl Painter<'_> {
    pub(super) fn slices(&mut self) -> Result<(), Unreadable> {
        let values = self.shares()?;
        let mut turn = 0.0;
        // On the right and on the left: rows, and how far down the middles of their slices are.
        let mut sides: [Vec<(usize, f64)>; 2] = [Vec::new(), Vec::new()];
        for (row, share) in values.iter().enumerate() {
            let class = match self.style.highlight {
                None => row % SERIES + 1,
                Some(_) => self.color(0, Some(row)),
            };
            let middle = turn + share / 2.0;
            sides[usize::from(middle > 0.5)].push((row, on_edge(middle).1));
            self.marks.push(slice(class, turn, *share));
            turn += share;
        }
        for (side, rows) in sides.iter_mut().enumerate() {
            rows.sort_by(|a, b| a.1.total_cmp(&b.1));
            apart(rows, 16.0, HEIGHT - 16.0);
            for &mut (row, y) in rows {
                let share = self.numbers.written(values[row] * 100.0, Some(0));
                let room = WIDTH / 2.0 - RADIUS - 40.0;
                let label = cut(&self.data.labels[row], room - width(" 100 %"));
                // As far from the pie as its edge is at that height.
                let reach = (RADIUS.powi(2) - (y - CENTER.1).powi(2)).max(0.0).sqrt() + 24.0;
                let (x, class) = if side == 0 { (CENTER.0 + reach, "") } else { (CENTER.0 - reach, "end") };
                text(&mut self.marks[row], (x, y + TEXT * 0.35), class, &format!("{label} {share}\u{A0}%"));
            }
        }
        Ok(())
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
fn slice(class: usize, turn: f64, share: f64) -> String {
    let mut svg = String::new();
    if share > 0.9999 {
        circle(&mut svg, &format!("series-{class}"), CENTER, RADIUS);
    } else if share > 0.0 {
        _ = write!(svg, "<path class=\"series-{class} ground-line\" stroke-width=\"3\" d=\"M");
        point(&mut svg, CENTER);
        svg.push('L');
        point(&mut svg, on_edge(turn));
        _ = write!(svg, "A{RADIUS} {RADIUS} 0 {} 1 ", u8::from(share > 0.5));
        point(&mut svg, on_edge(turn + share));
        svg.push_str("z\"/>");
    }
    svg
}
