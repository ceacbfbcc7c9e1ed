//! The outlines of a font at one place, as the tables that hold them (OpenType 1.9.1, `glyf`, `loca` and `hmtx`).

use read_fonts::types::GlyphId;
use read_fonts::{FontRef, TableProvider};
use skrifa::MetadataProvider;
use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

/// The tables, and what others say about them.
pub(super) struct Outlines {
    pub(super) glyf: Vec<u8>,
    pub(super) loca: Vec<u8>,
    pub(super) hmtx: Vec<u8>,
    pub(super) count: u16,
    pub(super) most_points: u16,
    pub(super) most_contours: u16,
    /// The width of the widest glyph.
    pub(super) widest: u16,
    /// The box around all glyphs: left, lower, right and upper side.
    pub(super) bounds: [i16; 4],
}

impl Outlines {
    pub(super) fn draw(font: &FontRef<'_>, location: &Location) -> Option<Outlines> {
        let count = font.maxp().ok()?.num_glyphs();
        let metrics = font.glyph_metrics(Size::unscaled(), location);
        let glyphs = font.outline_glyphs();
        let mut outlines = Outlines {
            glyf: Vec::new(),
            loca: vec![0; 4],
            hmtx: Vec::new(),
            count,
            most_points: 0,
            most_contours: 0,
            widest: 0,
            bounds: [0; 4],
        };
        for id in (0..u32::from(count)).map(GlyphId::new) {
            let mut pen = Pen::default();
            if let Some(glyph) = glyphs.get(id) {
                glyph.draw(DrawSettings::unhinted(Size::unscaled(), location), &mut pen).ok()?;
            }
            outlines.push(&pen.contours(), metrics.advance_width(id)?.round() as u16);
        }
        Some(outlines)
    }

    fn push(&mut self, contours: &[Vec<Point>], width: u16) {
        let points = contours.iter().flatten();
        let mut bounds: Option<[i16; 4]> = None;
        for point in points.clone() {
            let [left, lower, right, upper] = bounds.unwrap_or([point.x, point.y, point.x, point.y]);
            bounds = Some([left.min(point.x), lower.min(point.y), right.max(point.x), upper.max(point.y)]);
        }
        if let Some(bounds) = bounds {
            self.most_points = self.most_points.max(points.count() as u16);
            self.most_contours = self.most_contours.max(contours.len() as u16);
            let [left, lower, right, upper] = self.bounds;
            self.bounds =
                [left.min(bounds[0]), lower.min(bounds[1]), right.max(bounds[2]), upper.max(bounds[3])];
            self.push_glyph(contours, bounds);
        }
        self.widest = self.widest.max(width);
        self.loca.extend((self.glyf.len() as u32).to_be_bytes());
        self.hmtx.extend(width.to_be_bytes());
        self.hmtx.extend(bounds.map_or(0, |[left, ..]| left).to_be_bytes());
    }

    /// Writes a simple glyph: its ends of contours, a byte for each point that says how it is written, then all x and all y,
    /// each as the way from the point before.
    fn push_glyph(&mut self, contours: &[Vec<Point>], bounds: [i16; 4]) {
        /// That contours may overlap, as those of variable fonts do.
        const OVERLAP: u8 = 0x40;
        let glyf = &mut self.glyf;
        glyf.extend((contours.len() as i16).to_be_bytes());
        glyf.extend(bounds.into_iter().flat_map(i16::to_be_bytes));
        let mut end = 0_u16;
        for contour in contours {
            end += contour.len() as u16;
            glyf.extend((end - 1).to_be_bytes());
        }
        // No instructions.
        glyf.extend([0, 0]);
        let (mut flags, mut across, mut up) = (Vec::new(), Vec::new(), Vec::new());
        let (mut x, mut y) = (0, 0);
        for point in contours.iter().flatten() {
            let x_flag = push_step(&mut across, point.x.wrapping_sub(x));
            let y_flag = push_step(&mut up, point.y.wrapping_sub(y));
            flags.push(u8::from(point.is_on_curve) | x_flag << 1 | y_flag << 2);
            (x, y) = (point.x, point.y);
        }
        if let Some(first) = flags.first_mut() {
            *first |= OVERLAP;
        }
        [flags, across, up].iter().for_each(|bytes| glyf.extend(bytes));
        glyf.resize(glyf.len().next_multiple_of(4), 0);
    }
}

/// Writes a step in one direction; gives its flags, as they are for x before they are moved to their bit: that it takes one
/// byte, and that this is positive or, where it takes none, that there is no step.
fn push_step(bytes: &mut Vec<u8>, step: i16) -> u8 {
    const SHORT: u8 = 1;
    const SAME_OR_POSITIVE: u8 = 1 << 3;
    match step {
        0 => SAME_OR_POSITIVE,
        1..=255 => {
            bytes.push(step as u8);
            SHORT | SAME_OR_POSITIVE
        }
        -255..=-1 => {
            bytes.push(step.unsigned_abs() as u8);
            SHORT
        }
        _ => {
            bytes.extend(step.to_be_bytes());
            0
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    x: i16,
    y: i16,
    is_on_curve: bool,
}

/// Contours of points that are not rounded yet: x, y, and whether the curve goes through it.
#[derive(Default)]
struct Pen {
    contours: Vec<Vec<(f32, f32, bool)>>,
}

impl Pen {
    fn push(&mut self, x: f32, y: f32, is_on_curve: bool) {
        if let Some(contour) = self.contours.last_mut() {
            contour.push((x, y, is_on_curve));
        }
    }

    /// The contours that enclose something, without the points that TrueType implies.
    fn contours(self) -> Vec<Vec<Point>> {
        let contours = self.contours.into_iter().map(|contour| {
            let count = contour.len();
            let is_implied = |index: usize| {
                let (x, y, is_on_curve) = contour[index];
                let (before, after) = (contour[(index + count - 1) % count], contour[(index + 1) % count]);
                let is_between =
                    x == f32::midpoint(before.0, after.0) && y == f32::midpoint(before.1, after.1);
                is_on_curve && !before.2 && !after.2 && is_between
            };
            let kept = (0..count).filter(|index| !is_implied(*index)).map(|index| contour[index]);
            kept.map(|(x, y, is_on_curve)| Point { x: x.round() as i16, y: y.round() as i16, is_on_curve })
                .collect::<Vec<_>>()
        });
        contours.filter(|contour| contour.len() > 1).collect()
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.contours.push(vec![(x, y, true)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push(x, y, true);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.push(cx0, cy0, false);
        self.push(x, y, true);
    }

    /// No curve of `glyf` has two control points.
    fn curve_to(&mut self, _cx0: f32, _cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.quad_to(cx1, cy1, x, y);
    }

    fn close(&mut self) {
        let Some(contour) = self.contours.last_mut() else { return };
        if contour.len() > 1 && contour.first() == contour.last() {
            contour.pop();
        }
    }
}
