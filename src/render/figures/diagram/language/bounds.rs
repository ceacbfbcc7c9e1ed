//! What a scene takes up: the library leaves room where nothing is drawn, and draws where it has left none.

use rusty_mermaid_core::{PathSegment, Primitive, Scene, TextAnchor};

use crate::render::figures::diagram::label::plain_lines;

/// How much room is left around what is drawn.
const MARGIN: f64 = 8.0;

/// How much empty room at a side is the library's own, and stays.
const EMPTY: f64 = 36.0;

/// The left upper corner and the size of a drawing.
pub(crate) fn frame(scene: &Scene) -> ((f64, f64), (f64, f64)) {
    let mut bounds = Bounds::default();
    scene.elements().iter().for_each(|element| bounds.add(&element.primitive, 0));
    let whole = [0.0, 0.0, scene.width.max(1.0), scene.height.max(1.0)];
    let Some(drawn) = bounds.0 else { return ((0.0, 0.0), (whole[2], whole[3])) };
    let low = |side: usize| match drawn[side] > EMPTY || drawn[side] < 0.0 {
        true => drawn[side] - MARGIN,
        false => 0.0,
    };
    let high = |side: usize| match whole[side] - drawn[side] > EMPTY || drawn[side] > whole[side] {
        true => drawn[side] + MARGIN,
        false => whole[side],
    };
    let (left, top, right, bottom) = (low(0), low(1), high(2), high(3));
    ((left, top), (right - left, bottom - top))
}

/// Left, top, right and bottom; `None` if nothing is drawn.
#[derive(Default)]
struct Bounds(Option<[f64; 4]>);

impl Bounds {
    fn point(&mut self, x: f64, y: f64) {
        if x.is_finite() && y.is_finite() {
            let [left, top, right, bottom] = self.0.unwrap_or([x, y, x, y]);
            self.0 = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
    }

    fn rectangle(&mut self, (x, y): (f64, f64), (rx, ry): (f64, f64)) {
        self.point(x - rx, y - ry);
        self.point(x + rx, y + ry);
    }

    fn add(&mut self, primitive: &Primitive, depth: usize) {
        match primitive {
            Primitive::Rect { bbox, .. } => {
                self.rectangle((bbox.x, bbox.y), (bbox.width / 2.0, bbox.height / 2.0));
            }
            Primitive::Circle { center, radius, .. } => {
                self.rectangle((center.x, center.y), (*radius, *radius));
            }
            Primitive::Ellipse { center, rx, ry, .. } => self.rectangle((center.x, center.y), (*rx, *ry)),
            Primitive::Arc { center, outer_r, .. } => {
                self.rectangle((center.x, center.y), (*outer_r, *outer_r));
            }
            Primitive::Polygon { points, .. } => points.iter().for_each(|point| self.point(point.x, point.y)),
            Primitive::Path { segments, .. } => {
                // The arc of a slice goes on beyond where it begins and ends: all slices fill the circle.
                if let [
                    PathSegment::MoveTo(center),
                    PathSegment::LineTo(_),
                    PathSegment::ArcTo { rx, ry, .. },
                    ..,
                ] = segments.as_slice()
                {
                    self.rectangle((center.x, center.y), (*rx, *ry));
                }
                segments
                    .iter()
                    .filter_map(|segment| segment.endpoint())
                    .for_each(|end| self.point(end.x, end.y));
            }
            Primitive::Text { position, content, anchor, style } => {
                let lines = plain_lines(content);
                let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0) as f64;
                // As wide as letters are on average, and with the room above and below them.
                let (width, height) =
                    (longest * style.font_size * 0.55, lines.len() as f64 * style.font_size * 1.2);
                let left = match anchor {
                    TextAnchor::Start => 0.0,
                    TextAnchor::Middle => width / 2.0,
                    TextAnchor::End => width,
                };
                self.rectangle((position.x - left + width / 2.0, position.y), (width / 2.0, height / 2.0));
            }
            Primitive::Group { children, .. } if depth < 8 => {
                children.iter().for_each(|child| self.add(child, depth + 1));
            }
            Primitive::Group { .. } => {}
        }
    }
}
