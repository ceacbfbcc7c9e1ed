//! Whether the lines of a listing fit the canvas.

use super::lines::{Lines, Marks};
use crate::deck::{Settings, Size};
use crate::render::fence::FencePlace;
use crate::runtime;
use crate::text::Diagnostic;

/// How many characters of code fit a line of a deck's canvas, set as small as they may be; `None` if the author's own
/// style may set code in another size, and in a talk for reveal.js, which its author has seen there.
pub(crate) fn columns_on(settings: &Settings) -> Option<usize> {
    let is_theme = runtime::theme(&settings.page.theme.value).is_some();
    let is_ours = is_theme && settings.page.styles.is_empty() && settings.reading.extensions;
    is_ours.then(|| columns(settings.page.canvas()))
}

/// Source: the sizes of text, code, inset and padding in `slide.css` and the themes; the tests of the runtime look.
fn columns(size: Size) -> usize {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let text = (height / 17.0).min(width / 26.0);
    let code = (text * 0.66).min(height / 36.0);
    ((width * 0.9 - 2.2 * code) / (code * WIDTH)).max(0.0) as usize
}

/// How wide a character of a code font is, of its size: Menlo, DejaVu Sans Mono and Liberation Mono are 0.60.
const WIDTH: f64 = 0.602;

/// How many characters the numbers take, and the signs.
const NUMBERS: usize = 4;
const SIGNS: usize = 2;

/// Says which line does not fit, if one does not.
pub(super) fn check(
    lines: &Lines<'_>,
    marks: Option<&Marks>,
    is_numbered: bool,
    columns: usize,
    place: FencePlace<'_>,
) -> Option<Diagnostic> {
    let signs = marks.is_some_and(|marks| marks.are_signed);
    let taken = if is_numbered { NUMBERS } else { 0 } + if signs { SIGNS } else { 0 };
    let columns = columns.saturating_sub(taken);
    let long =
        || lines.lines.iter().map(|line| (width(line.text), line)).filter(|(width, _)| *width > columns);
    let (longest, line) = long().max_by_key(|(width, _)| *width)?;
    let others = match long().count() - 1 {
        0 => String::new(),
        1 => "; one more is too long".into(),
        more => format!("; {more} more are too long"),
    };
    let message =
        format!("this line of code is {longest} characters wide, and {columns} fit the slide{others}");
    Some(
        Diagnostic::warning("long-line", place.of_line(line.text.trim()), message)
            .help("break it, or show less of it: what is past the edge is seen by scrolling alone"),
    )
}

/// How wide a line is, in characters of code: those of East Asia and emoji take the room of two.
fn width(line: &str) -> usize {
    line.chars().fold(0, |width, character| match character {
        '\t' => width / 4 * 4 + 4,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => width,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => width + 2,
        _ => width + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canvas_has_room_for_so_many_characters() {
        assert_eq!(columns(Size { width: 960, height: 700 }), 70);
        assert_eq!(columns(Size { width: 1280, height: 720 }), 92);
    }

    #[test]
    fn tabs_and_wide_characters_take_their_room() {
        assert_eq!(width("\ta\tb"), 9);
        assert_eq!(width("日本é"), 5);
    }
}
