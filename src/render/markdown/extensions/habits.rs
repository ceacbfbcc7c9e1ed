//! Habits of Slidev, Marp, Quarto and Obsidian: what means the same here is understood, and of the rest a lint says what to write.
//!
//! Source: "Components" and "Slide layouts" of Slidev's guide, "Image syntax" of Marpit's, "Slide backgrounds" of Quarto's, and
//! "Embed files" of Obsidian's help.

use crate::deck::{Attribute, Attributes};
use crate::html::tree::{NodeId, NodeKind, ROOT, Tree};
use crate::text::{Diagnostic, Slice};

/// Takes the habits of other tools out of a slide. What means nothing here stays, and is reported.
pub(in crate::render) fn understand(
    tree: &mut Tree,
    slide: &mut Attributes,
    source: Slice<'_>,
) -> Vec<Diagnostic> {
    let text = source.text;
    slide_attributes(tree, slide);
    if text.contains("![") {
        sizes(tree);
    }
    if !["v-click", "![bg", "::", "layout:"].iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    clicks(tree);
    let mut diagnostics = backgrounds(tree, slide, source);
    diagnostics.extend(slots(tree, source));
    diagnostics
}

/// Gives the slide what Quarto and Pandoc have it take from its heading: `## A {background-color="red" auto-animate=true}`.
fn slide_attributes(tree: &mut Tree, slide: &mut Attributes) {
    let Some(heading) = tree.children(ROOT).find(|&id| tree.element(id).is_some()) else { return };
    let is_heading = ["h1", "h2", "h3"].iter().any(|name| tree.is(heading, name));
    let Some(element) = tree.element_mut(heading).filter(|_| is_heading) else { return };
    let names: Vec<String> =
        element.attributes.iter().map(|it| it.name.clone()).filter(|name| is_of_slide(name)).collect();
    for name in names {
        let Some(attribute) = element.attributes.take(&name) else { continue };
        let name = if name.starts_with("data-") { name } else { format!("data-{name}") };
        if slide.get(&name).is_none() {
            slide.set(Attribute { name, ..attribute });
        }
    }
}

fn is_of_slide(name: &str) -> bool {
    let name = name.strip_prefix("data-").unwrap_or(name);
    name.starts_with("background-") || name.starts_with("auto-animate") || name.starts_with("transition")
}

/// Reads the sizes that Marp and Obsidian have in a picture's text: `![w:200 h:100px](…)`, `![A plan|200x100](…)`.
fn sizes(tree: &mut Tree) {
    let pictures: Vec<NodeId> =
        tree.below(ROOT).filter(|&id| tree.is(id, "img") && tree.node(id).at.is_some()).collect();
    for picture in pictures {
        let Some(element) = tree.element_mut(picture) else { continue };
        let Some(alt) = element.attributes.value("alt").map(str::to_owned) else { continue };
        let (words, sides) = text_and_sides(&alt);
        if sides.is_empty() {
            continue;
        }
        element.attributes.set(Attribute { name: "alt".into(), value: words, at: None });
        for (side, size) in sides {
            if element.attributes.value(side).is_none() {
                element.attributes.set(Attribute { name: side.into(), value: size, at: None });
            }
        }
    }
}

/// A picture's own text, and the sizes in it.
fn text_and_sides(alt: &str) -> (String, Vec<(&'static str, String)>) {
    if let Some((text, size)) = alt.rsplit_once('|') {
        let (width, height) =
            size.split_once('x').map_or((size, None), |(width, height)| (width, Some(height)));
        let pixels = |side: &str| !side.is_empty() && side.bytes().all(|it| it.is_ascii_digit());
        if pixels(width) && height.is_none_or(pixels) {
            let height = height.map(|height| ("height", height.to_owned()));
            return (
                text.trim().to_owned(),
                std::iter::once(("width", width.to_owned())).chain(height).collect(),
            );
        }
    }
    let mut sides = Vec::new();
    let words: Vec<&str> = alt.split_ascii_whitespace().filter(|word| !is_side(word, &mut sides)).collect();
    (words.join(" "), sides)
}

/// Takes a word such as `w:200px` or `height:50%` for a size.
fn is_side(word: &str, sides: &mut Vec<(&'static str, String)>) -> bool {
    let Some((name, size)) = word.split_once(':') else { return false };
    let side = match name {
        "w" | "width" => "width",
        "h" | "height" => "height",
        _ => return false,
    };
    let size = size.strip_suffix("px").unwrap_or(size);
    let number = size.strip_suffix('%').filter(|_| side == "width").unwrap_or(size);
    let is_size = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    if is_size {
        sides.push((side, size.to_owned()));
    }
    is_size
}

/// Makes fragments of `<v-click>` and of elements with that attribute, and of the items in `<v-clicks>`.
fn clicks(tree: &mut Tree) {
    let ids: Vec<NodeId> = tree.below(ROOT).collect();
    for id in ids {
        let is_inline = tree.parent(id).and_then(|parent| tree.element(parent)).is_some_and(|parent| {
            ["p", "li", "span", "h1", "h2", "h3", "h4"].iter().any(|name| parent.is(name))
        });
        let Some(element) = tree.element_mut(id) else { continue };
        let class = match &*element.name {
            "v-click" => "fragment",
            "v-clicks" => "incremental",
            _ => {
                if element.attributes.take("v-click").is_some() {
                    element.attributes.add_class("fragment");
                }
                continue;
            }
        };
        element.name = if is_inline { "span" } else { "div" }.into();
        if let Some(at) = element.attributes.take("at").filter(|at| at.value.parse::<u32>().is_ok()) {
            element.attributes.set(Attribute { name: "data-fragment-index".into(), ..at });
        }
        element.attributes.add_class(class);
    }
}

/// Makes the slide's background of `![bg](…)`, and says what to write for one that has a side.
fn backgrounds(tree: &mut Tree, slide: &mut Attributes, source: Slice<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let pictures: Vec<NodeId> =
        tree.below(ROOT).filter(|&id| tree.is(id, "img") && tree.node(id).at.is_some()).collect();
    for picture in pictures {
        let Some(element) = tree.element(picture) else { continue };
        let alt = element.attributes.value("alt").unwrap_or_default().to_owned();
        let Some(("bg", rest)) = alt.split_once(' ').or(Some((alt.as_str(), ""))) else { continue };
        let words: Vec<&str> = rest.split_ascii_whitespace().collect();
        let is_size =
            |word: &&str| matches!(*word, "cover" | "contain" | "fit" | "auto") || is_percentage(word);
        if !words.iter().all(is_size) || slide.get("data-background-image").is_some() {
            let side = if words.iter().any(|word| word.starts_with("left")) { "left" } else { "right" };
            let help = format!(
                "write `<!-- .slide: layout=\"picture-{side}\" -->`, and a picture with its own text"
            );
            diagnostics.push(report(
                source,
                &format!("![{alt}]"),
                "puts a picture behind half of a slide in Marp",
                help,
            ));
            continue;
        }
        let at = tree.node(picture).at;
        let Some(address) = element.attributes.value("src").map(str::to_owned) else { continue };
        slide.set(Attribute { name: "data-background-image".into(), value: address, at });
        if let Some(size) = words.first() {
            let value = if *size == "fit" { "contain" } else { size };
            slide.set(Attribute { name: "data-background-size".into(), value: value.to_owned(), at });
        }
        let paragraph = tree.parent(picture).filter(|&parent| tree.is(parent, "p"));
        tree.detach(picture);
        if let Some(paragraph) = paragraph
            && tree.text(paragraph).trim().is_empty()
            && tree.below(paragraph).all(|id| tree.element(id).is_none())
        {
            tree.detach(paragraph);
        }
    }
    diagnostics
}

fn is_percentage(word: &str) -> bool {
    word.strip_suffix('%').is_some_and(|number| number.parse::<u16>().is_ok())
}

/// Reports `::right::` and `layout: …`, which stand on a slide as text.
fn slots(tree: &Tree, source: Slice<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let first = tree.children(ROOT).find(|&id| tree.element(id).is_some_and(|it| !it.is("hr")));
    for id in tree.below(ROOT) {
        let NodeKind::Text(text) = &tree.node(id).kind else { continue };
        let line = text.trim();
        let name = line.strip_prefix("::").and_then(|rest| rest.strip_suffix("::"));
        if name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())) {
            let help =
                "write `+++` on a line of its own, and `<!-- .slide: layout=\"columns\" -->`".to_owned();
            diagnostics.push(report(source, line, "separates columns in Slidev", help));
        }
        let layout = line.lines().next().and_then(|line| line.strip_prefix("layout:")).map(str::trim);
        let is_first = first.is_some() && tree.parent(id) == first;
        if let Some(layout) = layout.filter(|layout| is_first && !layout.is_empty() && !layout.contains(' '))
        {
            let help = format!("write `<!-- .slide: layout=\"{layout}\" -->`");
            diagnostics.push(report(source, "layout:", "is the head of a slide in Slidev", help));
        }
    }
    diagnostics
}

fn report(source: Slice<'_>, written: &str, what: &str, help: String) -> Diagnostic {
    let found = source.text.find(written);
    let at = found.map_or(source.span.head(), |at| source.part(at..at + written.len()).span);
    Diagnostic::warning("other-tool", at, format!("`{written}` {what}, and means nothing here")).help(help)
}
