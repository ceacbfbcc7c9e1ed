//! The picture that stands for a page where its address is shared: what it is called, by whom and when, in the colours
//! of its theme.
//!
//! 1200 × 630 pixels, which is what those who show such cards ask for (<https://ogp.me/>, and the sharing guides of the
//! large services). Drawn in Noto Sans, which lies beside this file, so that a card is the same on every machine; a title in
//! letters that it lacks has no card.

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Font, GlyphId, ShapeOptions, ShaperFont};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

use crate::runtime::{Palette, Rgb};

/// Latin, Greek and Cyrillic letters, and common signs; `README.md` says where they come from.
const REGULAR: &[u8] = include_bytes!("regular.ttf");
const BOLD: &[u8] = include_bytes!("bold.ttf");

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;

/// The room around the text, and how wide the bar at the left is, in pixels.
const MARGIN: f32 = 96.0;
const BAR: f32 = 28.0;

/// The sizes that a title may have, the largest that fits first, in pixels.
const TITLE: &[f32] = &[104.0, 92.0, 80.0, 70.0, 60.0, 52.0, 44.0];

/// How many lines a title may take.
const LINES: usize = 4;

/// The size of what is below it, in pixels.
const BELOW: f32 = 34.0;

/// What a card says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Card<'a> {
    pub title: &'a str,
    /// Who, where and when, in a line; may be empty.
    pub below: &'a str,
    pub palette: Palette,
}

impl Card<'_> {
    /// The card as a PNG; `None` if a letter of it cannot be drawn, or the title is too long for it.
    pub(crate) fn draw(&self) -> Option<Vec<u8>> {
        let (bold, regular) = (Font::new(BOLD, 0)?, Font::new(REGULAR, 0)?);
        let palette = self.palette;
        let mut pixels = Pixmap::new(WIDTH, HEIGHT)?;
        let [red, green, blue] = palette.background;
        pixels.fill(Color::from_rgba8(red, green, blue, 255));
        let bar = Rect::from_xywh(0.0, 0.0, BAR, HEIGHT as f32)?;
        pixels.fill_rect(bar, &paint(palette.link), Transform::identity(), None);
        let room = WIDTH as f32 - BAR - 2.0 * MARGIN;
        let (size, lines) =
            TITLE.iter().find_map(|&size| Some((size, wrap(&bold, self.title, size, room)?)))?;
        let bottom = HEIGHT as f32 - MARGIN;
        let height = size * 1.14 * lines.len() as f32;
        // Centred between the top and what is below, a little above the middle.
        let mut baseline = ((bottom - BELOW - height) * 0.46).max(MARGIN * 0.7) + size * 0.95;
        for line in &lines {
            let text = shape(&bold, line, size)?;
            fill(&mut pixels, &bold, &text, (BAR + MARGIN, baseline), palette.text);
            baseline += size * 1.14;
        }
        let mut below = self.below.to_owned();
        while !below.is_empty() {
            let text = shape(&regular, &below, BELOW)?;
            if text.width <= room {
                fill(&mut pixels, &regular, &text, (BAR + MARGIN, bottom), palette.quiet);
                break;
            }
            below = below.rsplit_once(" · ").map_or(String::new(), |(first, _)| first.to_owned());
        }
        encode(&pixels)
    }
}

fn paint([red, green, blue]: Rgb) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

/// Text in lines no wider than `room`; `None` if that takes too many, or a word is too wide.
fn wrap(font: &Font, text: &str, size: f32, room: f32) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer {
            Some(longer) if shape(font, &longer, size)?.width <= room => *lines.last_mut()? = longer,
            _ if shape(font, word, size)?.width > room => return None,
            _ => lines.push(word.to_owned()),
        }
    }
    (1..=LINES).contains(&lines.len()).then_some(lines)
}

/// A line of text as glyphs, each with its place from the start of the line in pixels.
struct Line {
    glyphs: Vec<(GlyphId, f32, f32)>,
    width: f32,
    /// Pixels for a unit of the font.
    scale: f32,
}

/// Lays a line out; `None` if the font lacks one of its letters.
fn shape(font: &Font, text: &str, size: f32) -> Option<Line> {
    let scale = size / f32::from(font.units_per_em());
    let mut buffer = Buffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    harfrust::shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).ok()?;
    let (mut glyphs, mut width) = (Vec::with_capacity(buffer.len()), 0.0);
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        // Glyph 0 stands for a letter that the font lacks.
        let glyph = Some(info.glyph_id).filter(|&glyph| glyph != 0).map(GlyphId::new)?;
        glyphs.push((glyph, width + position.x_offset as f32 * scale, position.y_offset as f32 * scale));
        width += position.x_advance as f32 * scale;
    }
    Some(Line { glyphs, width, scale })
}

fn fill(pixels: &mut Pixmap, font: &Font, line: &Line, (x, baseline): (f32, f32), colour: Rgb) {
    let mut outline = Outline { path: PathBuilder::new(), x: 0.0, y: 0.0, scale: line.scale };
    let (outlines, options) = (font.outline_glyphs(), DrawOptions::default());
    for &(glyph, across, up) in &line.glyphs {
        (outline.x, outline.y) = (x + across, baseline - up);
        // A blank has no outline.
        if let Some(glyph) = outlines.get(glyph) {
            // The outlines of our own font are sound.
            let _ = glyph.draw(&options, DrawMemory::Scratch, &mut outline);
        }
    }
    if let Some(path) = outline.path.finish() {
        pixels.fill_path(&path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }
}

/// Takes a glyph's outline, whose y goes up, to its place in the picture, whose y goes down.
struct Outline {
    path: PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl PathSink for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// The pixels as a PNG of a palette: a card has few colours and their blends.
fn encode(pixels: &Pixmap) -> Option<Vec<u8>> {
    let mut palette: Vec<[u8; 3]> = Vec::new();
    let mut indexes_by_colour = std::collections::HashMap::new();
    let mut indexes = Vec::with_capacity((WIDTH * HEIGHT) as usize);
    let mut last = ([0; 3], None);
    for pixel in pixels.pixels() {
        let colour = [pixel.red(), pixel.green(), pixel.blue()];
        let index = match last {
            (same, Some(index)) if same == colour => index,
            _ => *indexes_by_colour.entry(colour).or_insert_with(|| {
                palette.push(colour);
                palette.len() - 1
            }),
        };
        last = (colour, Some(index));
        indexes.push(index);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_depth(png::BitDepth::Eight);
    // Most lines are like the one above: packed so it takes a twentieth of the time, and a third more room.
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Up);
    let data: Option<Vec<u8>> = indexes.iter().map(|&index| u8::try_from(index).ok()).collect();
    let data = match data {
        Some(data) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.concat());
            data
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            indexes.iter().flat_map(|&index| palette[index]).collect()
        }
    };
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::THEMES;

    #[test]
    fn a_card_has_the_size_that_is_asked_for_and_few_bytes() {
        let card = Card {
            title: "How do vendors approach high availability?",
            below: "Ada Example · Atlanta · 12 May 2014",
            palette: THEMES[1].dark,
        };
        let png = card.draw().expect("every letter is there");
        let size = imagesize::blob_size(&png).expect("it is a picture");
        assert_eq!((size.width, size.height), (1200, 630));
        assert!(png.len() < 60_000, "{}", png.len());
        assert_eq!(card.draw(), Some(png));
    }

    #[test]
    fn the_font_has_the_letters_of_many_languages_and_the_signs_of_titles() {
        let letters = [
            "Größe & ‘ﬁn’ №5 ½",
            "Ἀρχή: πώς λειτουργεί",
            "Чому ґрунт",
            "Tiếng Việt ở đâu",
            "x\u{323}\u{302}",
        ];
        let signs = ["A → B ↔ C", "a ≤ b ≠ ∑ √2 ∞", "■ ♥ ● ┌─┐", "€100 ₿"];
        for title in letters.into_iter().chain(signs) {
            assert!(Card { title, below: "", palette: THEMES[0].light }.draw().is_some(), "{title}");
        }
    }

    #[test]
    fn a_title_in_letters_that_are_not_there_has_no_card() {
        assert_eq!(Card { title: "高可用性", below: "", palette: THEMES[0].light }.draw(), None);
        let long = "very ".repeat(200);
        assert_eq!(Card { title: &long, below: "", palette: THEMES[0].light }.draw(), None);
    }
}
