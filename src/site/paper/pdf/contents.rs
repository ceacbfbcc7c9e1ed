//! The drawing of a page, as Chromium writes it (its library Skia), in fewer bytes.
//!
//! Skia places each letter of a font with kerning by itself, and writes the round mark of a list as thirty curves at its
//! place on the page. Here the letters of a line become one operator with the distances between them, and a closed shape is
//! drawn from its first point, so that equal marks have equal bytes, which pack well. Nothing else is changed.
//! Source: ISO 32000-1:2008, sections 8.5 (paths), 9.4.3 (text showing) and 9.7.4.3 (widths of the letters of fonts).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::Objects;
use super::read::reference;
use super::write::packed;

/// How large the drawing of one page may be, in bytes; a larger one stays as it is.
const LARGEST: u64 = 64 << 20;

/// A shape with fewer curves is short as it is.
const CURVES: usize = 8;

/// Distances between letters are in thousandths of the font's size, so this is as exact as what the browser writes.
const DISTANCE_DECIMALS: usize = 3;

/// A hundredth of a pixel of the slide: the browser itself rounds places to that on the hundredth page, since it counts them
/// from the top of the first.
const SHAPE_DECIMALS: usize = 2;

/// Writes the drawings of all pages shorter. A page that is not understood stays as it is.
pub(super) fn shorten(objects: &mut Objects<'_>, pages: &[usize]) {
    for &page in pages {
        let Some((number, stream)) = shorter_page(objects, page) else { continue };
        objects.by_number.insert(number, stream.into());
    }
}

/// The number of a page's drawing, and its stream in fewer bytes.
fn shorter_page(objects: &Objects<'_>, page: usize) -> Option<(usize, Vec<u8>)> {
    let page = objects.text(page)?;
    let number = reference(page, "/Contents")?;
    let content = unpacked(objects.by_number.get(&number)?)?;
    let fonts = fonts_of(objects, page);
    let stream = packed("", shorter(&content, &fonts).as_bytes());
    (stream.len() < objects.by_number[&number].len()).then_some((number, stream))
}

/// What a stream contains, if it is text that is packed in the usual way.
fn unpacked(stream: &[u8]) -> Option<String> {
    let start = stream.windows(7).position(|window| window == b"stream\n")?;
    let keys = std::str::from_utf8(&stream[..start]).ok()?;
    if !keys.contains("/Filter /FlateDecode") || keys.contains("/DecodeParms") {
        return None;
    }
    let mut content = String::new();
    ZlibDecoder::new(&stream[start + 7..]).take(LARGEST).read_to_string(&mut content).ok()?;
    ((content.len() as u64) < LARGEST).then_some(content)
}

/// By the name of a font in a page's drawing, the widths of its letters.
type Fonts<'a> = BTreeMap<&'a str, Widths>;

/// The widths of a font's letters, in thousandths of its size.
struct Widths {
    /// By the number of a letter.
    each: BTreeMap<u16, f64>,
    /// Of all other letters.
    other: f64,
}

/// The fonts of a page whose letters have numbers of two bytes.
fn fonts_of<'a>(objects: &Objects<'_>, page: &'a str) -> Fonts<'a> {
    let Some((_, list)) = page.split_once("/Font <<") else { return Fonts::new() };
    let list = list.split_once(">>").map_or(list, |(list, _)| list);
    let font = |entry: &'a str| {
        let (name, number) = entry.split_once(' ')?;
        Some((name, widths(objects, number.split_whitespace().next()?.parse().ok()?)?))
    };
    list.split('/').filter_map(font).collect()
}

/// The widths of a font's letters, if the font is one of many letters with numbers of two bytes.
fn widths(objects: &Objects<'_>, font: usize) -> Option<Widths> {
    let font = objects.text(font)?;
    if !font.contains("/Encoding /Identity-H") {
        return None;
    }
    let font = objects.text(reference(&font.replace('[', " "), "/DescendantFonts")?)?;
    let list = font.split_once("/W [")?.1.replace('[', " [ ").replace(']', " ] ");
    let mut words = list.split_whitespace();
    let mut each = BTreeMap::new();
    loop {
        let first = match words.next()? {
            "]" => return Some(Widths { each, other: width_of_others(font)? }),
            first => first.parse::<u16>().ok()?,
        };
        match words.next()? {
            "[" => {
                let listed = words.by_ref().take_while(|word| *word != "]");
                for (number, width) in (first..=u16::MAX).zip(listed) {
                    each.insert(number, width.parse().ok()?);
                }
            }
            last => {
                let (last, width): (u16, f64) = (last.parse().ok()?, words.next()?.parse().ok()?);
                each.extend((first..=last).map(|number| (number, width)));
            }
        }
    }
}

/// The width of letters that a font does not list.
fn width_of_others(font: &str) -> Option<f64> {
    match font.split_once("/DW ") {
        Some((_, rest)) => rest.split([' ', '\n', '/', '>']).next()?.parse().ok(),
        None => Some(1000.0),
    }
}

/// The same drawing in fewer bytes.
fn shorter(content: &str, fonts: &Fonts<'_>) -> String {
    let lines: Vec<&str> = content.lines().collect();
    let mut written = String::with_capacity(content.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = &lines[at..];
        let replaced = match line.rsplit(' ').next() {
            Some("BT") => text(rest, fonts),
            Some("m") => shape(rest),
            _ => None,
        };
        if let Some((count, shorter)) = replaced {
            written.push_str(&shorter);
            at += count;
        } else {
            written.push_str(line);
            at += 1;
        }
        written.push('\n');
    }
    written
}

/// A block of text, with the letters of each line joined; and of how many lines of the drawing it is made. None for a
/// block that says more than fonts, places and letters on a line.
fn text(lines: &[&str], fonts: &Fonts<'_>) -> Option<(usize, String)> {
    let end = lines.iter().position(|line| *line == "ET")?;
    let mut written = "BT".to_owned();
    let mut font = None;
    let mut run = Run::default();
    for &line in &lines[1..end] {
        if let Some(letters) = line.strip_suffix("> Tj") {
            let (moved, letters) = letters.split_once('<')?;
            let moved = match moved.strip_suffix(" 0 Td ") {
                Some(moved) => moved.parse().ok()?,
                None if moved.is_empty() && run.parts.is_empty() => 0.0,
                None => return None,
            };
            let (widths, size) = font?;
            run.push(moved, letters, widths, size)?;
            continue;
        }
        if line.ends_with(" Tm") {
            run.end(&mut written);
        } else {
            // A font that begins in the middle of a line would begin at the place of its first letter.
            let (name, size) = line.strip_suffix(" Tf")?.strip_prefix('/')?.split_once(' ')?;
            let size: f64 = size.parse().ok()?;
            font = (run.parts.is_empty() && size > 0.0).then_some((fonts.get(name)?, size));
        }
        written.push('\n');
        written.push_str(line);
    }
    run.end(&mut written);
    written.push_str("\nET");
    Some((end + 1, written))
}

/// Letters on one line.
#[derive(Default)]
struct Run {
    /// The letters and the distances between them, without the last bracket.
    parts: String,
    /// Where the next letter belongs, from the first.
    place: f64,
    /// Where it would be by the widths of those before it.
    pen: f64,
}

impl Run {
    /// Adds letters, which begin so far right of those before them.
    fn push(&mut self, moved: f64, letters: &str, widths: &Widths, size: f64) -> Option<()> {
        self.place += moved;
        let thousandth = size / 1000.0;
        let distance = number((self.pen - self.place) / thousandth, DISTANCE_DECIMALS);
        if self.parts.is_empty() {
            self.parts.push('<');
        } else if distance != "0" {
            let _ = write!(self.parts, ">{distance}<");
            self.pen -= distance.parse::<f64>().ok()? * thousandth;
        }
        self.parts.push_str(letters);
        for at in (0..letters.len()).step_by(4) {
            let letter = u16::from_str_radix(letters.get(at..at + 4)?, 16).ok()?;
            self.pen += widths.each.get(&letter).unwrap_or(&widths.other) * thousandth;
        }
        Some(())
    }

    /// Writes the letters, and begins a new line.
    fn end(&mut self, written: &mut String) {
        let run = std::mem::take(self);
        if !run.parts.is_empty() {
            let _ = write!(written, "\n[{}>]TJ", run.parts);
        }
    }
}

/// A filled shape of many curves, drawn from its first point; and of how many lines of the drawing it is made.
fn shape(lines: &[&str]) -> Option<(usize, String)> {
    let (x, y) = lines.first()?.strip_suffix(" m")?.split_once(' ')?;
    let origin: [f64; 2] = [x.parse().ok()?, y.parse().ok()?];
    let is_segment = |line: &&&str| line.ends_with(" c") || line.ends_with(" l");
    let segments: Vec<&&str> = lines[1..].iter().take_while(is_segment).collect();
    let [close, fill] = *lines.get(segments.len() + 1..segments.len() + 3)? else { return None };
    if segments.len() < CURVES || close != "h" || !matches!(fill, "f" | "f*") {
        return None;
    }
    let mut written = format!("q 1 0 0 1 {x} {y} cm 0 0 m\n");
    for segment in &segments {
        let (points, operator) = segment.rsplit_once(' ')?;
        for (point, origin) in points.split(' ').zip(origin.iter().cycle()) {
            written.push_str(&number(point.parse::<f64>().ok()? - origin, SHAPE_DECIMALS));
            written.push(' ');
        }
        let _ = writeln!(written, "{operator}");
    }
    let _ = write!(written, "h {fill} Q");
    Some((segments.len() + 3, written))
}

/// A number with so many decimals at most.
fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.strip_prefix("-0").map(|rest| (rest, "-")).or(text.strip_prefix('0').map(|rest| (rest, ""))) {
        Some(("", _)) => "0".to_owned(),
        Some((rest, sign)) => format!("{sign}{rest}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, expected: &str) {
        let widths = Widths { each: [(1, 500.0), (2, 600.25)].into(), other: 250.0 };
        assert_eq!(shorter(content, &[("F4", widths)].into()), expected);
    }

    /// A closed curve of eight parts, of which the first begins at a place.
    fn mark(x: f64, y: f64) -> String {
        let part = format!("{} {} {} {} {} {} c\n", x + 0.5, y, x + 1.0, y - 0.25, x + 1.0, y + 2.0);
        format!("{x} {y} m\n{}", part.repeat(CURVES))
    }

    #[test]
    fn the_letters_of_a_line_become_one_operator() {
        check(
            "BT\n/F4 20 Tf\n1 0 0 -1 48 3603 Tm\n<0001> Tj\n10 0 Td <0002> Tj\n11.505 0 Td <0003> Tj\n5 0 Td <0001> Tj\nET\n",
            "BT\n/F4 20 Tf\n1 0 0 -1 48 3603 Tm\n[<00010002>25<00030001>]TJ\nET\n",
        );
    }

    #[test]
    fn each_line_of_a_block_begins_at_its_own_place() {
        check(
            "BT\n/F4 20 Tf\n1 0 0 -1 4 3 Tm\n<00010001> Tj\n24 0 Td <0001> Tj\n1 0 0 -1 4 6 Tm\n<0001> Tj\nET\n",
            "BT\n/F4 20 Tf\n1 0 0 -1 4 3 Tm\n[<00010001>-200<0001>]TJ\n1 0 0 -1 4 6 Tm\n[<0001>]TJ\nET\n",
        );
    }

    #[test]
    fn rounding_does_not_add_up() {
        let letters = "1.00001 0 Td <0001> Tj\n".repeat(200);
        let mut written = shorter(
            &format!("BT\n/F4 2 Tf\n1 0 0 -1 4 3 Tm\n<0001> Tj\n{letters}ET\n"),
            &[("F4", Widths { each: BTreeMap::new(), other: 500.0 })].into(),
        );
        written.retain(|letter| letter.is_ascii_digit() || "-.<>".contains(letter));
        let distances: f64 = written
            .split(['<', '>'])
            .filter_map(|part| part.parse::<f64>().ok())
            .filter(|part| *part < 0.0)
            .sum();
        // Two hundred times a hundred-thousandth, of a font of size 2.
        assert!((distances + 1.0).abs() < 0.002, "{distances}");
    }

    #[test]
    fn what_is_not_understood_stays() {
        for content in [
            // Half a letter, a font without widths, a line that rises, a block that says more, no end.
            "BT\n/F4 20 Tf\n1 0 0 -1 4 3 Tm\n<000> Tj\nET\n",
            "BT\n/F5 20 Tf\n1 0 0 -1 4 3 Tm\n<01> Tj\nET\n",
            "BT\n/F4 20 Tf\n1 0 0 -1 4 3 Tm\n<0001> Tj\n4 5 Td <0001> Tj\nET\n",
            "BT\n/F4 20 Tf\n1 Tr\n1 0 0 -1 4 3 Tm\n<0001> Tj\nET\n",
            "BT\n/F4 20 Tf\n1 0 0 -1 4 3 Tm\n<0001> Tj\n/F4 9 Tf\n4 0 Td <0001> Tj\nET\n",
            "BT\n/F4 20 Tf\n",
            "/P <</MCID 1 >>BDC\n0 0 m\n4 4 l\nS\nEMC\n",
        ] {
            check(content, content);
        }
        // A clip must hold for what comes after it.
        let clip = format!("{}h\nW n\n", mark(4.0, 3.0));
        check(&clip, &clip);
    }

    #[test]
    fn equal_marks_have_equal_bytes() {
        let marks = format!("{}h\nf\n{}h\nf\n", mark(70.0, 3734.0), mark(70.0, 3852.5));
        let same = format!("{}h f Q\n", ".5 0 1 -.25 1 2 c\n".repeat(CURVES));
        check(&marks, &format!("q 1 0 0 1 70 3734 cm 0 0 m\n{same}q 1 0 0 1 70 3852.5 cm 0 0 m\n{same}"));
    }

    #[test]
    fn a_font_lists_widths_one_by_one_or_for_many_letters() {
        let objects: [(usize, &[u8]); 2] = [
            (4, b"<</Subtype /Type0\n/Encoding /Identity-H\n/DescendantFonts [6 0 R]>>"),
            (6, b"<</Type /Font\n/W [3 [500 600.5] 7 9 250]\n/DW 20>>"),
        ];
        let objects = objects.map(|(number, object)| (number, object.into())).into();
        let widths = widths(&Objects { by_number: objects, next: 7 }, 4).unwrap();
        let each = [(3, 500.0), (4, 600.5), (7, 250.0), (8, 250.0), (9, 250.0)];
        assert_eq!((widths.each, widths.other), (each.into(), 20.0));
    }

    #[test]
    fn numbers_are_short() {
        let numbers = [0.0, -0.0001, 0.5, -0.25, 10.0, -100.0, 22.0774];
        assert_eq!(numbers.map(|value| number(value, 3)), ["0", "0", ".5", "-.25", "10", "-100", "22.077"]);
    }
}
