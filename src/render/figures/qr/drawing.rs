//! A text as modules, and the modules as one path.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode, Version};

use crate::html::markup::escape_value;

/// The free space around a code, in modules (ISO/IEC 18004, section 9.1).
const QUIET: usize = 4;

/// A code that can be drawn.
pub(super) struct Drawing {
    /// Row by row, true for dark.
    modules: Vec<bool>,
    side: usize,
}

impl Drawing {
    /// The code of a text; `None` if it is too long for one.
    ///
    /// As much redundancy as the smallest version with at least medium redundancy has room for.
    pub(super) fn of(text: &str) -> Option<Drawing> {
        let bytes = text.as_bytes();
        let medium = QrCode::with_error_correction_level(bytes, EcLevel::M);
        let mut code = medium.or_else(|_| QrCode::with_error_correction_level(bytes, EcLevel::L)).ok()?;
        let version = code.version();
        if matches!(version, Version::Normal(_)) && code.error_correction_level() == EcLevel::M {
            for level in [EcLevel::Q, EcLevel::H] {
                code = QrCode::with_version(bytes, version, level).unwrap_or(code);
            }
        }
        let modules = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Drawing { modules, side: code.width() })
    }

    /// How many modules a side has.
    pub(super) fn side(&self) -> usize {
        self.side
    }

    /// The whole code as an element.
    pub(super) fn html(&self, label: &str) -> String {
        let mut quoted = String::new();
        escape_value(&mut quoted, label);
        let view_box = self.view_box();
        let inside = self.inside();
        format!(
            "<svg class=\"orate-qr\" role=\"img\" viewBox=\"{view_box}\" aria-label=\"{quoted}\">{inside}</svg>"
        )
    }

    /// The value of `viewBox`, a module being 1.
    pub(super) fn view_box(&self) -> String {
        let whole = self.side + 2 * QUIET;
        format!("0 0 {whole} {whole}")
    }

    /// The light ground, and the dark modules upon it.
    pub(super) fn inside(&self) -> String {
        format!(
            "<path fill=\"#fff\" d=\"M0 0h{0}v{0}H0z\"/><path d=\"{1}\"/>",
            self.side + 2 * QUIET,
            self.path()
        )
    }

    /// The outlines of the dark areas, the dark on the right hand of each step: clockwise around an area, the other way
    /// around a hole in it.
    ///
    /// Outlines have no seams between modules at any size, where squares side by side do.
    fn path(&self) -> String {
        let corners = self.side + 1;
        let onward: [isize; 4] = [1, corners as isize, -1, -(corners as isize)];
        // For each corner of the grid, whether a side of a module is left to be walked: right, down, left, up.
        let mut sides = vec![[false; 4]; corners * corners];
        for y in 0..self.side {
            for x in 0..self.side {
                let (column, row) = (x as isize, y as isize);
                if self.is_dark(column, row) {
                    let corner = y * corners + x;
                    sides[corner][0] |= !self.is_dark(column, row - 1);
                    sides[corner + 1][1] |= !self.is_dark(column + 1, row);
                    sides[corner + corners + 1][2] |= !self.is_dark(column, row + 1);
                    sides[corner + corners][3] |= !self.is_dark(column - 1, row);
                }
            }
        }
        let mut path = String::new();
        for start in 0..sides.len() {
            while sides[start].contains(&true) {
                _ = write!(path, "M{} {}", start % corners + QUIET, start / corners + QUIET);
                let mut at = start;
                // As many sides lead to a corner as away from it, so that this ends where it began.
                while let Some(direction) = sides[at].iter().position(|&is_left| is_left) {
                    let mut length = 0;
                    while std::mem::take(&mut sides[at][direction]) {
                        at = at.wrapping_add_signed(onward[direction]);
                        length += 1;
                    }
                    let sign = if direction < 2 { "" } else { "-" };
                    _ = write!(path, "{}{sign}{length}", if direction % 2 == 0 { 'h' } else { 'v' });
                }
                path.push('z');
            }
        }
        path
    }

    fn is_dark(&self, x: isize, y: isize) -> bool {
        let inside = 0..self.side as isize;
        inside.contains(&x) && inside.contains(&y) && self.modules[y as usize * self.side + x as usize]
    }
}
