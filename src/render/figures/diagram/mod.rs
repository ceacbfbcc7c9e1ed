//! Diagrams: fences of a language that draws become SVG in the theme's colours and fonts.
//!
//! [`language`] reads a source of Mermaid or DOT into a [`Picture`], whose classes the theme gives
//! colours to. There are no ids in it, so that any number of diagrams are in one page. A source that cannot be
//! read stays as a listing, with an error at its place. [`program`] has other languages drawn by programs that the
//! author's settings name; what they draw is an image.
//!
//! Nobody reads a diagram of a hundred boxes in a hall, so that sources, nodes and edges have limits; they also keep
//! the time that a layout takes within bounds, the same on every machine.

mod label;
#[cfg_attr(not(feature = "diagrams"), path = "language/absent.rs")]
mod language;
pub(crate) mod picture;
mod program;
mod steps;

use self::language::OwnLanguage;
use self::picture::Picture;
use self::program::Undrawn;
use self::steps::Steps;
use super::Unreadable;
use super::figure;
use crate::assets::{Drawing, Shape};
use crate::deck::{DiagramProgram, Size};
use crate::html::markup::escape_value;
use crate::html::tree::{Element, Tree};
use crate::render::fence::{Fence, FencePlace, FenceTools, InfoLine};
use crate::text::{Diagnostic, Feature, program_name};

/// How long a source may be, in bytes.
const LIMIT: usize = 16 << 10;

/// Who draws a diagram.
#[derive(Clone, Copy)]
pub(crate) enum Drawer<'a> {
    Own(OwnLanguage),
    Program(&'a DiagramProgram),
}

impl<'a> Drawer<'a> {
    /// Who draws a fence of that language; `None` if it is not a language of diagrams. A program that the settings name
    /// comes before orate itself.
    pub(crate) fn of(language_name: &str, programs: &'a [DiagramProgram]) -> Option<Drawer<'a>> {
        let program = programs.iter().find(|program| program.language == language_name);
        let own = || OwnLanguage::named(language_name).map(Drawer::Own);
        program.map(Drawer::Program).or_else(own)
    }
}

/// Draws the diagram that a fence holds, in its place. One that cannot be drawn stays as it was written.
pub(crate) fn draw(tree: &mut Tree, fence: &Fence<'_>, drawer: Drawer<'_>, tools: &mut FenceTools<'_, '_>) {
    if matches!(drawer, Drawer::Own(_)) && !Feature::Diagrams.is_built_in() {
        tools.diagnostics.push(Feature::Diagrams.missing(fence.place.opening()));
        return;
    }
    let source = tree.text(fence.code);
    let info = fence.info();
    let result = match drawer {
        _ if source.len() > LIMIT => Err(Unreadable {
            at: 0..0,
            message: format!("this diagram has more than {} KiB of source", LIMIT >> 10),
            help: "part it into several".into(),
        }),
        Drawer::Own(language) => {
            let steps = Steps::read(info.value("steps").unwrap_or_default());
            language
                .draw(&source, &steps, tools.account)
                .map(|picture| put_picture(tree, fence, picture, tools))
        }
        Drawer::Program(program) => by_program(program, &source, fence, tools).map(|drawing| {
            drawing
                .into_iter()
                .for_each(|drawing| put_image(tree, fence, &drawing, &image_name(&info, program)));
        }),
    };
    if let Err(unreadable) = result {
        tools.diagnostics.push(unreadable.diagnostic("broken-diagram", fence.place, &source));
    }
}

/// What a program draws of a source; `None` if it may not start.
fn by_program(
    program: &DiagramProgram,
    source: &str,
    fence: &Fence<'_>,
    tools: &mut FenceTools<'_, '_>,
) -> Result<Option<Drawing>, Unreadable> {
    let drawing = program::draw(tools.programs, program, source);
    tools.drawn.has_failed |= drawing.is_err();
    if let Err(Undrawn::NotStarted { help, is_expected }) = drawing {
        tools.diagnostics.push(not_started(program, fence.place, is_expected).help(help));
        return Ok(None);
    }
    tools.drawn.languages.push(program.language.clone());
    match drawing {
        Err(Undrawn::Unreadable(unreadable)) => Err(unreadable),
        drawing => Ok(drawing.ok()),
    }
}

fn put_picture(tree: &mut Tree, fence: &Fence<'_>, mut picture: Picture, tools: &mut FenceTools<'_, '_>) {
    if let Some(title) = fence.info().value("title") {
        picture.title = Some(title.to_owned());
    }
    picture.put_heading();
    let size = tools.settings.page.canvas();
    tools.diagnostics.extend(picture.is_small(size).map(|height| too_small(fence.place, height, size)));
    let remarks = std::mem::take(&mut picture.remarks).into_iter();
    let source = tree.text(fence.code);
    tools.diagnostics.extend(remarks.map(|remark| not_drawn(remark, fence.place, &source)));
    let figure = figure::replace(tree, fence, "orate-diagram");
    let svg = tree.append_element(figure, Element::svg("svg", picture.attributes()));
    tree.append_finished(svg, picture.described(), "");
    figure::append_layers(tree, svg, picture.layers);
}

fn put_image(tree: &mut Tree, fence: &Fence<'_>, drawing: &Drawing, name: &str) {
    let figure = figure::replace(tree, fence, "orate-diagram");
    tree.append_finished(figure, image(drawing, name), "");
}

/// What the drawing of a program is called for those who do not see it.
fn image_name(info: &InfoLine<'_>, program: &DiagramProgram) -> String {
    let name = info.value("alt").or(info.value("title"));
    name.map_or_else(|| format!("Diagram ({})", program.language), str::to_owned)
}

/// Says that a fence stays a listing, since its program may not start.
fn not_started(program: &DiagramProgram, place: FencePlace<'_>, is_expected: bool) -> Diagnostic {
    let name = program_name(&program.command);
    let language = &program.language;
    match is_expected {
        true => Diagnostic::note(
            "program-not-started",
            place.opening(),
            format!("`{name}` was not started to draw `{language}`"),
        ),
        false => {
            let message = format!("`{name}` may not draw `{language}`: nobody has allowed it for this talk");
            Diagnostic::warning("program-not-allowed", place.opening(), message)
        }
    }
}

/// How much larger than it says itself a program's drawing is shown, where there is room: programs draw for a page that is
/// read from near by.
const ENLARGED: f64 = 1.5;

/// What a program has drawn, as an image: nothing of it meets the page, or another drawing.
fn image(drawing: &Drawing, name: &str) -> String {
    let mut html = format!("<img src=\"{}\" alt=\"", drawing.address);
    escape_value(&mut html, name);
    html.push('"');
    if let Some(Shape { width, height, is_ratio: false }) = drawing.shape {
        let (width, height) = ((width * ENLARGED).round(), (height * ENLARGED).round());
        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    html.push('>');
    html
}

/// Says that a part of a source is not drawn.
fn not_drawn(remark: Unreadable, place: FencePlace<'_>, source: &str) -> Diagnostic {
    Diagnostic::warning("diagram-detail", place.of_range(source, remark.at), remark.message).help(remark.help)
}

fn too_small(place: FencePlace<'_>, height: u32, size: Size) -> Diagnostic {
    let Size { width, height: whole } = size;
    let message =
        format!("the text of this diagram is {height} pixels high on a slide of {width} by {whole}");
    Diagnostic::warning("small-diagram", place.opening(), message)
        .help("the last row cannot read that: show less, turn it (`LR` or `TB`), or part it into several")
}
