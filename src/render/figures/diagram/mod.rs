//! Diagrams: fences of a language that draws become SVG in the theme's colours and fonts.
//!
//! [`mermaid`] and [`dot`] read a source into a [`Picture`], of which everything is said by classes that the theme gives
//! its colours to. There are no ids in it, so that any number of diagrams stand in one page. A source that cannot be
//! read stays as a listing, and the place in it is told. [`program`] has other languages drawn by programs that the
//! author's settings name; what they draw is an image.
//!
//! Nobody reads a diagram of a hundred boxes in a hall, so that sources, nodes and edges have limits; they also keep
//! the time that a layout takes within bounds, the same on every machine.

mod describe;
mod detour;
mod dot;
mod letters;
mod mermaid;
mod outline;
pub mod picture;
mod program;
mod scene;
mod sideways;
mod steps;
mod twins;

use std::ops::Range;

use self::picture::Picture;
use self::program::Undrawn;
pub use self::program::{Failure, NoPrograms, Programs};
use self::steps::Steps;
use super::fence::{Info, Place};
use crate::assets::{Drawing, Shape};
use crate::deck::{Attribute, Attributes, DiagramProgram, Settings, Size};
use crate::html::markup::escape_value;
use crate::html::tree::{Element, Finished, Kind, NodeId, ROOT, Tree, Vocabulary};
use crate::render::budget::Account;
use crate::render::code::fence::is_asked;
use crate::render::facts::is_listing;
use crate::text::{Diagnostic, Slice, program_name};

/// A language that diagrams are written in.
trait Language: Sync {
    /// Draws a source, or says where and why it cannot be read.
    fn draw(&self, source: &str, steps: &Steps, account: &Account<'_>) -> Result<Picture, Unreadable>;
}

/// Why a source is no diagram.
#[derive(Debug)]
struct Unreadable {
    /// In the source, in bytes.
    at: Range<usize>,
    message: String,
    help: String,
}

/// The language of that name, as a fence writes it.
fn language(name: &str) -> Option<&'static dyn Language> {
    match name {
        "mermaid" => Some(&mermaid::Mermaid),
        "dot" | "graphviz" => Some(&dot::Dot),
        _ => None,
    }
}

/// How long a source may be, in bytes.
const LIMIT: usize = 16 << 10;

/// How many nodes and how many edges a diagram may have.
const NODES: usize = 120;
const EDGES: usize = 240;

/// How many parts of a source may stand within others.
const NESTED: usize = 60;

/// Who draws a listing.
enum Drawer<'a> {
    Own(&'static dyn Language),
    Program(&'a DiagramProgram),
}

/// Whether a node is the source of a diagram: a listing in a language of one.
pub fn is_diagram(tree: &Tree, id: NodeId, programs: &[DiagramProgram]) -> bool {
    drawer(tree, id, programs).is_some()
}

fn drawer<'a>(tree: &Tree, id: NodeId, programs: &'a [DiagramProgram]) -> Option<Drawer<'a>> {
    let element = tree.element(id).filter(|_| is_listing(tree, id))?;
    let name = element.attributes.value("class")?.split_whitespace().next()?;
    let name = name.strip_prefix("language-").unwrap_or(name);
    let program = programs.iter().find(|program| program.language == name);
    program.map(Drawer::Program).or_else(|| language(name).map(Drawer::Own))
}

/// What programs have done for a slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The languages, one a diagram.
    pub languages: Vec<String>,
    /// Whether one of them was to draw and did not.
    pub has_failed: bool,
}

/// What diagrams are drawn with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    pub settings: &'a Settings,
    pub programs: &'a dyn Programs,
    pub account: &'a Account<'a>,
}

/// Draws every diagram of a slide.
pub fn draw(
    tree: &mut Tree,
    source: Slice<'_>,
    Means { settings, programs, account }: Means<'_>,
    drawn: &mut Drawn,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let size = settings.size;
    let listings = tree.below(ROOT).filter_map(|id| Some((id, drawer(tree, id, &settings.diagrams)?)));
    let listings: Vec<_> = listings.collect();
    for (id, drawer) in listings {
        let text = tree.text(id);
        let place = Place { fence: tree.node(id).at, source };
        let info = place.info().map(Info::read).unwrap_or_default();
        let done = match drawer {
            _ if text.len() > LIMIT => Err(Unreadable {
                at: 0..0,
                message: format!("this diagram has more than {} KiB of source", LIMIT >> 10),
                help: "part it into several".into(),
            }),
            Drawer::Own(language) => {
                let steps = Steps::read(info.value("steps").unwrap_or_default());
                language.draw(&text, &steps, account).map(|mut picture| {
                    if let Some(title) = info.value("title") {
                        picture.title = Some(title.to_owned());
                    }
                    diagnostics.extend(picture.is_small(size).map(|height| too_small(place, height, size)));
                    put(tree, id, |tree, figure| append(tree, figure, &picture));
                })
            }
            Drawer::Program(program) => match program::draw(programs, program, &text) {
                Ok(drawing) => {
                    drawn.languages.push(program.language.clone());
                    let title = info.value("alt").or(info.value("title")).map(str::to_owned);
                    let name = title.unwrap_or_else(|| format!("Diagram ({})", program.language));
                    put(tree, id, |tree, figure| finished(tree, figure, image(&drawing, &name)));
                    Ok(())
                }
                Err(Undrawn::NotStarted { help, is_expected }) => {
                    drawn.has_failed = true;
                    diagnostics.push(not_started(program, place, is_expected).help(help));
                    Ok(())
                }
                Err(Undrawn::Unreadable(why)) => {
                    drawn.languages.push(program.language.clone());
                    drawn.has_failed = true;
                    Err(why)
                }
            },
        };
        if let Err(Unreadable { at, message, help }) = done {
            let diagnostic = Diagnostic::error("broken-diagram", place.of(&text, at), message);
            diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
        }
    }
}

/// Says that a fence stays a listing, since its program may not start.
fn not_started(program: &DiagramProgram, place: Place<'_>, is_expected: bool) -> Diagnostic {
    let name = program_name(&program.command);
    let language = &program.language;
    match is_expected {
        true => Diagnostic::note(
            "program-not-started",
            place.head(),
            format!("`{name}` was not started to draw `{language}`"),
        ),
        false => {
            let message = format!("`{name}` may not draw `{language}`: nobody has allowed it for this talk");
            Diagnostic::warning("program-not-allowed", place.head(), message)
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

fn too_small(place: Place<'_>, height: u32, size: Size) -> Diagnostic {
    let Size { width, height: whole } = size;
    let message =
        format!("the text of this diagram is {height} pixels high on a slide of {width} by {whole}");
    Diagnostic::warning("small-diagram", place.head(), message)
        .help("the last row cannot read that: show less, turn it (`LR` or `TB`), or part it into several")
}

/// Puts a figure in the place of a listing, with what the author gave to that.
fn put(tree: &mut Tree, code: NodeId, fill: impl FnOnce(&mut Tree, NodeId)) {
    let Some(pre) = tree.parent(code) else { return };
    let take = |tree: &mut Tree, id| {
        tree.element_mut(id).map(|element| std::mem::take(&mut element.attributes)).unwrap_or_default()
    };
    let mut attributes = take(tree, pre);
    let mut own = take(tree, code);
    own.take("class");
    let own = own.iter().filter(|attribute| !is_asked(&attribute.name));
    own.cloned().for_each(|attribute| attributes.set(attribute));
    attributes.add_class("orate-diagram");
    let figure = element(tree, "figure", Vocabulary::Html, attributes);
    fill(tree, figure);
    tree.insert_before(pre, figure);
    tree.detach(pre);
}

fn append(tree: &mut Tree, figure: NodeId, picture: &Picture) {
    let svg = element(tree, "svg", Vocabulary::Svg, picture.attributes());
    tree.append(figure, svg);
    finished(tree, svg, picture.described());
    for part in &picture.parts {
        match part.step {
            None => finished(tree, svg, part.svg.clone()),
            Some(_) => {
                let class = Attribute { name: "class".into(), value: "fragment".into(), at: None };
                let group = element(tree, "g", Vocabulary::Svg, [class].into_iter().collect());
                tree.append(svg, group);
                finished(tree, group, part.svg.clone());
            }
        }
    }
}

fn element(tree: &mut Tree, name: &'static str, vocabulary: Vocabulary, attributes: Attributes) -> NodeId {
    tree.create(Kind::Element(Element { name: name.into(), vocabulary, attributes }), None)
}

fn finished(tree: &mut Tree, parent: NodeId, html: String) {
    let node = tree.create(Kind::Finished(Finished { html, text: String::new() }), None);
    tree.append(parent, node);
}

#[cfg(test)]
mod tests;
