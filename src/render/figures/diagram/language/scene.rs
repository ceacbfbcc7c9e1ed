//! What rusty-mermaid has laid out becomes SVG whose colours are the theme's.
//!
//! The library paints with the colours of a [`Theme`]. Each of ours is a colour that no author writes and stands for a
//! role ([`ROLES`]); written down it is a class, and `slide/drawings.css` says what a role looks like. What an author
//! has coloured keeps its colour.

use std::fmt::Write;

use rusty_mermaid_core::{
    BBox, Color, FontWeight, MarkerType, PathSegment, Point, Primitive, Scene, Style, TextAnchor, TextStyle,
    Theme, Transform,
    marker_shapes::{MarkerShape, marker_geometry, transform_marker_points},
    scene::{path_end_tangent, path_start_tangent},
};

use crate::html::markup::escape_text;
use crate::render::figures::diagram::label::plain_lines;
use crate::render::figures::figure::push_number as number;

/// What a colour is for. The number of a role is the blue in its colour.
const ROLES: [&str; 9] = ["node", "line", "ink", "edge", "ground", "group", "note", "quiet", "grid"];

/// How much larger text is set than it was measured: the library counts with the width of a typewriter's letters.
const LARGER: f64 = 1.12;

/// The colours of the library that number things: its pie and its gantt have lists of their own.
const SERIES: [(u8, u8, u8); 12] = [
    (78, 121, 167),
    (242, 142, 44),
    (225, 87, 89),
    (118, 183, 178),
    (89, 161, 79),
    (237, 201, 73),
    (175, 122, 161),
    (255, 157, 167),
    (156, 117, 95),
    (186, 176, 172),
    (0, 128, 128),
    (255, 127, 80),
];

/// What a gantt paints critical tasks with.
const CRITICAL: (u8, u8, u8) = (220, 60, 60);

/// The colour that stands for a role of [`ROLES`].
pub(super) fn role(name: &str) -> Color {
    let number = ROLES.iter().position(|other| *other == name).unwrap_or_default();
    // As light as a node usually is, so that the library takes no text for one on a dark ground.
    Color::rgb(201, 203, number as u8)
}

/// The theme that the library paints with.
pub(super) fn theme() -> Theme {
    let [node, line, ink, edge, ground, group, note, quiet, grid] = ROLES.map(role);
    Theme {
        node_fill: node,
        node_stroke: line,
        node_text: ink,
        edge_stroke: edge,
        edge_label_text: ink,
        edge_label_bg: ground,
        start_fill: edge,
        end_inner_fill: edge,
        composite_fill: group,
        composite_stroke: line,
        composite_label: ink,
        note_fill: note,
        note_stroke: line,
        note_text: ink,
        subgraph_fill: group,
        subgraph_stroke: line,
        subgraph_label: ink,
        divider_stroke: line,
        region_stroke: line,
        lifeline_stroke: grid,
        activation_fill: node,
        activation_stroke: line,
        grid_stroke: grid,
        muted_text: quiet,
        face_fill: node,
        detail_stroke: quiet,
        background: ground,
        ..Theme::light()
    }
}

/// Whether white and black text is the library's own choice for text on a colour of ours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum White {
    /// On what the theme paints dark or light: it is the theme's ground.
    Ground,
    /// On what the author has coloured.
    Own,
    /// As [`White::Ground`], in charts, where all colours are the library's, light tints of its series among them.
    Chart,
}

/// Writes the elements of a scene, one text each.
pub(super) fn written(scene: &Scene, white: White) -> Vec<String> {
    let mut all = Vec::with_capacity(scene.len());
    for element in scene.elements() {
        let mut writer = SceneWriter { svg: String::new(), white };
        writer.primitive(&element.primitive, 0);
        all.push(writer.svg);
    }
    all
}

/// The width of a line that names none, in the units of the drawing.
const LINE_WIDTH: f64 = 1.5;

struct SceneWriter {
    svg: String,
    white: White,
}

impl SceneWriter {
    fn primitive(&mut self, primitive: &Primitive, depth: usize) {
        match primitive {
            Primitive::Rect { bbox, rx, style, .. } => self.rectangle(bbox, *rx, style),
            Primitive::Circle { center, radius, style } => self.ellipse(*center, *radius, *radius, style),
            Primitive::Ellipse { center, rx, ry, style } => self.ellipse(*center, *rx, *ry, style),
            Primitive::Path { segments, style, marker_start, marker_end } => {
                self.path(segments, style);
                let tip = |at: Option<(Point, f64)>, marker: &Option<MarkerType>| Some((at?, (*marker)?));
                if let Some(((at, angle), marker)) = tip(path_start_tangent(segments), marker_start) {
                    self.marker(marker, at, angle, style);
                }
                if let Some(((at, angle), marker)) = tip(path_end_tangent(segments), marker_end) {
                    self.marker(marker, at, angle, style);
                }
            }
            Primitive::Text { position, content, anchor, style } => {
                self.text(*position, content, *anchor, style);
            }
            Primitive::Polygon { points, style } => self.polygon(points, true, style),
            Primitive::Group { children, transform } if depth < 8 => {
                self.svg.push_str("<g");
                self.transform(transform);
                self.svg.push('>');
                children.iter().for_each(|child| self.primitive(child, depth + 1));
                self.svg.push_str("</g>");
            }
            Primitive::Group { .. } => {}
            Primitive::Arc { center, inner_r, outer_r, start_angle, end_angle, style } => {
                self.arc(*center, (*inner_r, *outer_r), (*start_angle, *end_angle), style);
            }
        }
    }

    fn transform(&mut self, transform: &Transform) {
        let (name, values) = match *transform {
            Transform::Identity => return,
            Transform::Translate(x, y) => ("translate", vec![x, y]),
            Transform::Rotate { degrees, cx, cy } => ("rotate", vec![degrees, cx, cy]),
            Transform::Scale(sx, sy) => ("scale", vec![sx, sy]),
        };
        _ = write!(self.svg, " transform=\"{name}(");
        for value in values {
            number(&mut self.svg, value);
            self.svg.push(' ');
        }
        self.svg.pop();
        self.svg.push_str(")\"");
    }

    fn rectangle(&mut self, bbox: &BBox, radius: f64, style: &Style) {
        self.svg.push_str("<rect");
        self.numbers(&[
            ("x", bbox.left()),
            ("y", bbox.top()),
            ("width", bbox.width),
            ("height", bbox.height),
        ]);
        if radius > 0.0 {
            self.numbers(&[("rx", radius)]);
        }
        self.style(style, true);
        self.svg.push_str("/>");
    }

    fn ellipse(&mut self, center: Point, rx: f64, ry: f64, style: &Style) {
        self.svg.push_str("<ellipse");
        self.numbers(&[("cx", center.x), ("cy", center.y), ("rx", rx), ("ry", ry)]);
        self.style(style, true);
        self.svg.push_str("/>");
    }

    fn polygon(&mut self, points: &[Point], closed: bool, style: &Style) {
        self.svg.push_str("<path d=\"");
        for (index, point) in points.iter().enumerate() {
            self.svg.push(if index == 0 { 'M' } else { 'L' });
            self.point(*point);
        }
        if closed {
            self.svg.push('z');
        }
        self.svg.push('"');
        self.style(style, closed);
        self.svg.push_str("/>");
    }

    fn path(&mut self, segments: &[PathSegment], style: &Style) {
        // A slice that is the whole pie ends where it begins, which is not an arc.
        if let [PathSegment::MoveTo(center), PathSegment::LineTo(from), PathSegment::ArcTo { rx, to, .. }, ..] =
            *segments
            && (from.x - to.x).hypot(from.y - to.y) < 0.1
            && (from.x - center.x).hypot(from.y - center.y) > rx * 0.9
        {
            return self.ellipse(center, rx, rx, style);
        }
        self.svg.push_str("<path d=\"");
        for segment in segments {
            match *segment {
                PathSegment::MoveTo(to) => {
                    self.svg.push('M');
                    self.point(to);
                }
                PathSegment::LineTo(to) => {
                    self.svg.push('L');
                    self.point(to);
                }
                PathSegment::CubicTo { cp1, cp2, to } => {
                    for (letter, point) in [('C', cp1), (' ', cp2), (' ', to)] {
                        self.svg.push(letter);
                        self.point(point);
                    }
                }
                PathSegment::QuadTo { cp, to } => {
                    for (letter, point) in [('Q', cp), (' ', to)] {
                        self.svg.push(letter);
                        self.point(point);
                    }
                }
                PathSegment::ArcTo { rx, ry, rotation, large_arc, sweep, to } => {
                    self.svg.push('A');
                    for value in
                        [rx, ry, rotation, f64::from(u8::from(large_arc)), f64::from(u8::from(sweep))]
                    {
                        number(&mut self.svg, value);
                        self.svg.push(' ');
                    }
                    self.point(to);
                }
                PathSegment::Close => self.svg.push('z'),
            }
        }
        self.svg.push('"');
        self.style(style, style.fill.is_some());
        self.svg.push_str("/>");
    }

    /// A slice of a ring or a pie; angles in radians, from the top, as the hands of a clock go.
    fn arc(&mut self, center: Point, (inner, outer): (f64, f64), (start, end): (f64, f64), style: &Style) {
        // A whole turn has no beginning that an arc could end at.
        let end = end.min(start + std::f64::consts::TAU - 0.01);
        let at = |radius: f64, angle: f64| {
            Point::new(center.x + radius * angle.cos(), center.y + radius * angle.sin())
        };
        let large = f64::from(u8::from(end - start > std::f64::consts::PI));
        self.svg.push_str("<path d=\"M");
        self.point(if inner > 0.0 { at(inner, start) } else { center });
        self.svg.push('L');
        self.point(at(outer, start));
        let mut round = |radius: f64, sweep: f64, to: Point| {
            self.svg.push('A');
            for value in [radius, radius, 0.0, large, sweep] {
                number(&mut self.svg, value);
                self.svg.push(' ');
            }
            self.point(to);
        };
        round(outer, 1.0, at(outer, end));
        if inner > 0.0 {
            self.svg.push('L');
            self.point(at(inner, end));
            self.svg.push('A');
            for value in [inner, inner, 0.0, large, 0.0] {
                number(&mut self.svg, value);
                self.svg.push(' ');
            }
            self.point(at(inner, start));
        }
        self.svg.push_str("z\"");
        self.style(style, true);
        self.svg.push_str("/>");
    }

    /// Draws the arrow head at an end of a line of this style.
    fn marker(&mut self, marker: MarkerType, at: Point, angle: f64, line: &Style) {
        let width = line.stroke_width.unwrap_or(LINE_WIDTH);
        let geometry = marker_geometry(marker);
        let points = transform_marker_points(&geometry, at, angle, width);
        let color = line.stroke.or(Some(role("edge")));
        let outline = Style { stroke: color, stroke_width: Some(width), ..Style::default() };
        match &geometry.shape {
            MarkerShape::FilledPath(_) => {
                self.polygon(&points, true, &Style { fill: color, ..Style::default() });
            }
            MarkerShape::StrokedPath { closed, .. } => self.polygon(&points, *closed, &outline),
            MarkerShape::FilledStrokedPath { fill_is_marker_color, .. } => {
                let fill = if *fill_is_marker_color { color } else { Some(role("ground")) };
                self.polygon(&points, true, &Style { fill, ..outline });
            }
            MarkerShape::FilledCircle { r, .. } => {
                let radius = r * geometry.marker_w / geometry.vb_w * width;
                let center = Point::new(at.x - radius * angle.cos(), at.y - radius * angle.sin());
                self.ellipse(center, radius, radius, &Style { fill: color, ..Style::default() });
            }
            MarkerShape::StrokedCurves { .. } => {
                let reach = 4.0 * width;
                let corner = |x: f64, y: f64| {
                    Point::new(
                        at.x + reach * (x * angle.cos() - y * angle.sin()),
                        at.y + reach * (x * angle.sin() + y * angle.cos()),
                    )
                };
                self.polygon(&[corner(-1.0, -1.0), corner(1.0, 1.0)], false, &outline);
                self.polygon(&[corner(-1.0, 1.0), corner(1.0, -1.0)], false, &outline);
            }
        }
    }

    fn text(&mut self, position: Point, content: &str, anchor: TextAnchor, style: &TextStyle) {
        let lines = plain_lines(content);
        if lines.iter().all(String::is_empty) {
            return;
        }
        let size = style.font_size * LARGER;
        let height = size * 1.2;
        let first = position.y + size * 0.35 - height * (lines.len() - 1) as f64 / 2.0;
        self.svg.push_str("<text");
        self.numbers(&[("x", position.x), ("y", first), ("font-size", size)]);
        let mut classes = Vec::new();
        match anchor {
            TextAnchor::Start => {}
            TextAnchor::Middle => classes.push("middle"),
            TextAnchor::End => classes.push("end"),
        }
        if style.font_weight == FontWeight::Bold {
            classes.push("bold");
        }
        let mut own = String::new();
        match self.paint(style.fill.unwrap_or(role("ink"))) {
            Paint::Role("ink") => {}
            Paint::Role(role) => classes.push(role),
            Paint::Series(_) | Paint::Tint(_) => {}
            Paint::Own(color) => own = format!(" fill=\"{color}\""),
        }
        if !classes.is_empty() {
            _ = write!(self.svg, " class=\"{}\"", classes.join(" "));
        }
        self.svg.push_str(&own);
        self.svg.push('>');
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.svg.push_str("<tspan");
                self.numbers(&[("x", position.x), ("dy", height)]);
                self.svg.push('>');
            }
            escape_text(&mut self.svg, line);
            if index > 0 {
                self.svg.push_str("</tspan>");
            }
        }
        self.svg.push_str("</text>");
    }

    fn point(&mut self, point: Point) {
        number(&mut self.svg, point.x);
        self.svg.push(' ');
        number(&mut self.svg, point.y);
    }

    fn numbers(&mut self, values: &[(&str, f64)]) {
        for (name, value) in values {
            _ = write!(self.svg, " {name}=\"");
            number(&mut self.svg, *value);
            self.svg.push('"');
        }
    }

    /// How a shape is painted. What has no colour of its own is a line.
    fn style(&mut self, style: &Style, is_filled: bool) {
        let mut classes: Vec<String> = Vec::new();
        let mut own = String::new();
        match style.fill.filter(|fill| fill.a > 0 && is_filled) {
            None => classes.push("hollow".into()),
            Some(fill) => {
                match self.paint(fill) {
                    Paint::Role(role) => classes.push(role.into()),
                    Paint::Series(number) => classes.push(format!("series-{number}")),
                    Paint::Tint(number) => classes.push(format!("series-{number} tint")),
                    Paint::Own(color) => _ = write!(own, " fill=\"{color}\""),
                }
                if fill.a < 255 {
                    _ = write!(own, " fill-opacity=\"{:.2}\"", f64::from(fill.a) / 255.0);
                }
            }
        }
        if let Some(stroke) = style.stroke.filter(|stroke| stroke.a > 0) {
            match self.paint(stroke) {
                Paint::Role(role) => classes.push(format!("{role}-line")),
                Paint::Series(number) | Paint::Tint(number) => {
                    classes.push(format!("series-{number}-line"));
                }
                Paint::Own(color) => _ = write!(own, " stroke=\"{color}\""),
            }
            if let Some(width) = style.stroke_width.filter(|width| *width != 1.5) {
                own.push_str(" stroke-width=\"");
                number(&mut own, width);
                own.push('"');
            }
        }
        if let Some(dashes) = style.stroke_dasharray.as_ref().filter(|dashes| !dashes.is_empty()) {
            own.push_str(" stroke-dasharray=\"");
            for dash in dashes {
                number(&mut own, *dash);
                own.push(' ');
            }
            own.truncate(own.trim_end().len());
            own.push('"');
        }
        if let Some(opacity) = style.opacity.filter(|opacity| (0.0..1.0).contains(opacity)) {
            _ = write!(own, " opacity=\"{opacity:.2}\"");
        }
        if !classes.is_empty() {
            _ = write!(self.svg, " class=\"{}\"", classes.join(" "));
        }
        self.svg.push_str(&own);
    }

    fn paint(&self, color: Color) -> Paint {
        let name = (color.r, color.g, color.b);
        if (name.0, name.1) == (201, 203)
            && let Some(role) = ROLES.get(usize::from(name.2))
        {
            return Paint::Role(role);
        }
        if name == (255, 255, 255) && self.white != White::Own {
            return Paint::Role("ground");
        }
        if name == CRITICAL {
            return Paint::Role("accent");
        }
        match SERIES.iter().position(|other| *other == name) {
            Some(number) => Paint::Series(number % 6 + 1),
            None if self.white == White::Chart && name == BELOW => Paint::Role("group"),
            None if self.white == White::Chart => tinted(name),
            None => Paint::Own(format!("#{:02x}{:02x}{:02x}", name.0, name.1, name.2)),
        }
    }
}

/// What lies below bars and lines.
const BELOW: (u8, u8, u8) = (245, 245, 250);

/// What a colour of a chart is for, which is neither a role nor one of the series.
fn tinted((red, green, blue): (u8, u8, u8)) -> Paint {
    let tint = |&(r, g, b): &(u8, u8, u8)| {
        let parts = [(red, r), (green, g), (blue, b)].map(|(is, whole)| (f64::from(is), f64::from(whole)));
        // The share that the largest difference from white tells best.
        let darkest = parts.into_iter().min_by(|(_, a), (_, b)| a.total_cmp(b));
        let share = darkest.map(|(is, whole)| (255.0 - is) / (255.0 - whole))?;
        let is_tint = parts.iter().all(|(is, whole)| (255.0 - (255.0 - whole) * share - is).abs() <= 2.5);
        (is_tint && (0.03..0.9).contains(&share)).then_some(share)
    };
    let tints = SERIES.iter().enumerate().filter_map(|(number, series)| Some((number, tint(series)?)));
    match tints.max_by(|(_, a), (_, b)| b.total_cmp(a)) {
        Some((number, _)) => Paint::Tint(number % 6 + 1),
        None if u32::from(red) + u32::from(green) + u32::from(blue) > 690 => Paint::Role("group"),
        None => Paint::Role("ink"),
    }
}

enum Paint {
    Role(&'static str),
    /// The colour of the first, second … of several things.
    Series(usize),
    /// A little of the colour of the first, second … of several things, on the ground.
    Tint(usize),
    Own(String),
}
