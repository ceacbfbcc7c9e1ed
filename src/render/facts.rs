//! What a slide's tree tells about the slide, and what of it is not for the public.

use std::collections::BTreeSet;

use super::fence::is_listing;
use crate::assets::{cleaned_text, css_without_comments};
use crate::deck::{Attribute, Attributes, elements};
use crate::html::tree::{Element, Finished, NodeId, NodeKind, ROOT, Step, Tree, Vocabulary};

/// The text of the first heading in one line, for the menu, the outline and the slide's id; of a heading that holds
/// only an image, its alternative text. None where there is none, or an empty one.
pub(super) fn heading(tree: &Tree) -> Option<String> {
    let heading = visible(tree).find(|&id| tree.element(id).is_some_and(is_heading))?;
    let text = collapse_whitespace(&text_of_heading(tree, heading));
    if !text.is_empty() {
        return Some(text);
    }
    let alternative = tree.below(heading).find_map(|id| tree.element(id)?.attributes.value("alt"))?;
    Some(collapse_whitespace(alternative)).filter(|text| !text.is_empty())
}

/// The text of a heading as it is read aloud: a line break is a space; footnote marks, the reading of ruby characters
/// and places where a word may be broken are left out.
fn text_of_heading(tree: &Tree, heading: NodeId) -> String {
    let mut text = String::new();
    let mut step = tree.step(heading, Step::Enter(heading));
    while let Some(current) = step {
        let mut next = current;
        match current {
            Step::Leave(id) if id == heading => break,
            Step::Enter(id) => match &tree.node(id).kind {
                NodeKind::Text(part) | NodeKind::Finished(Finished { text: part, .. }) => text.push_str(part),
                NodeKind::Element(element) if is_beside_title(element) => next = Step::Leave(id),
                NodeKind::Element(element) if breaks_line(element) => text.push(' '),
                _ => {}
            },
            Step::Leave(id) if tree.element(id).is_some_and(breaks_line) => text.push(' '),
            Step::Leave(_) => {}
        }
        step = tree.step(heading, next);
    }
    text.retain(|it| !matches!(it, '\u{ad}' | '\u{200b}'));
    text
}

/// Whether an element within a heading is not part of what the slide is called.
fn is_beside_title(element: &Element) -> bool {
    let is_mark = element.attributes.has_class("footnote-reference");
    is_mark || matches!(&*element.name, "rp" | "rt" | "rtc" | "script" | "style" | "template")
}

/// Whether what comes before an element and what comes after it are on two lines.
fn breaks_line(element: &Element) -> bool {
    matches!(&*element.name, "br" | "div" | "hr" | "li" | "p" | "td" | "th")
}

/// The ids of elements, in the order of the text.
pub(super) fn ids(tree: &Tree) -> Vec<String> {
    let elements = tree.below(ROOT).filter_map(|id| tree.element(id));
    elements.filter_map(|element| element.attributes.value("id")).map(str::to_owned).collect()
}

/// Whether there are notes in the author's own HTML.
pub(super) fn has_notes(tree: &Tree) -> bool {
    tree.below(ROOT).filter_map(|id| tree.element(id)).any(is_notes)
}

/// The text of the notes in the author's own HTML: of each `aside.notes` and `data-notes`.
pub(super) fn notes(tree: &Tree, slide: &Attributes) -> String {
    let mut notes = slide.value("data-notes").unwrap_or_default().to_owned();
    // The outermost notes that this is in: what is in them is theirs.
    let mut around = None;
    for step in tree.walk(ROOT) {
        let (Step::Enter(id) | Step::Leave(id)) = step;
        let Some(element) = tree.element(id) else { continue };
        if step == Step::Leave(id) {
            around = around.filter(|outermost| *outermost != id);
            continue;
        }
        let text = element.attributes.value("data-notes").map(str::to_owned);
        let is_outermost = around.is_none() && is_notes(element);
        around = around.or(is_outermost.then_some(id));
        for text in text.into_iter().chain(is_outermost.then(|| tree.text(id))) {
            notes.push(' ');
            notes.push_str(&text);
        }
    }
    notes
}

/// How many words a text has, as one speaks it.
///
/// What is between spaces is a word where it holds a letter or a digit. Chinese and Japanese have no spaces: two of
/// their characters count as a word. Source for the two: read aloud, 255 characters of Chinese and 357 of Japanese take
/// a minute, and 228 words of English (Trauzettel-Klosinski and Dietz, IReST, 2012).
pub(super) fn words(text: &str) -> usize {
    let (mut words, mut characters) = (0, 0);
    for part in text.split_whitespace() {
        let dense = part.chars().filter(|&it| is_dense(it)).count();
        characters += dense;
        words += usize::from(part.chars().any(|it| it.is_alphanumeric() && !is_dense(it)));
    }
    words + characters.div_ceil(2)
}

/// Whether a character is one of a script without spaces: kana and Chinese characters.
fn is_dense(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// How many steps a slide's fragments are shown in.
///
/// Fragments of one `data-fragment-index` are one step, each without is its own; so is every step of the lines of
/// a listing after its first.
pub(super) fn fragments(tree: &Tree) -> usize {
    let mut numbered = BTreeSet::new();
    let mut others = 0;
    for element in visible(tree).filter_map(|id| tree.element(id)) {
        let index = element
            .attributes
            .value("data-fragment-index")
            .and_then(|index| index.trim().parse::<i64>().ok());
        if element.attributes.has_class("fragment") {
            match index {
                Some(index) => {
                    numbered.insert(index);
                }
                None => others += 1,
            }
        }
        if let Some(lines) = element.attributes.value("data-line-numbers").filter(|_| element.is("code")) {
            let steps = lines.matches('|').count();
            match index {
                Some(index) => numbered.extend((0..steps as i64).map(|step| index.saturating_add(step))),
                None => others += steps,
            }
        }
    }
    numbered.len() + others
}

/// Whether there are listings to be seen.
pub(super) fn has_listings(tree: &Tree) -> bool {
    visible(tree).any(|id| is_listing(tree, id))
}

/// Whether an element says that it opens large.
pub(super) fn has_previews(tree: &Tree) -> bool {
    let opens = |element: &Element| element.attributes.iter().any(|it| it.name.starts_with("data-preview-"));
    tree.below(ROOT).any(|id| tree.element(id).is_some_and(opens))
}

/// Takes out what is not for the public: comments wherever HTML and CSS have them, hidden sections and drafts, and, unless
/// they are for everybody, notes in the author's own HTML.
pub(super) fn remove_private(tree: &mut Tree, with_notes: bool) {
    let is_private = |id: &NodeId| match &tree.node(*id).kind {
        NodeKind::Comment(_) => true,
        NodeKind::Element(element) if element.vocabulary == Vocabulary::Svg => {
            &*element.name == "metadata" || is_of_editor(&element.name)
        }
        NodeKind::Element(element) => is_kept_back(element) || (is_notes(element) && !with_notes),
        _ => false,
    };
    let private: Vec<_> = tree.below(ROOT).filter(is_private).collect();
    private.into_iter().for_each(|id| tree.detach(id));
    let rest: Vec<_> = tree.below(ROOT).collect();
    for id in rest {
        if let Some(text) = text_without_comments(tree, id) {
            tree.node_mut(id).kind = NodeKind::Text(text);
        } else if let Some(element) = tree.element_mut(id) {
            remove_private_attributes(element, with_notes);
        }
    }
}

/// Takes out of an element what its drawing program wrote for itself, what a page within the page hides in its pictures, and
/// notes, unless they are for all.
fn remove_private_attributes(element: &mut Element, with_notes: bool) {
    if !with_notes {
        element.attributes.take("data-notes");
    }
    if element.vocabulary == Vocabulary::Svg {
        let names: Vec<String> = element.attributes.iter().map(|attribute| attribute.name.clone()).collect();
        let is_editors = |name: &&String| is_of_editor(name) || &*element.name == "svg" && *name == "content";
        let editors: Vec<String> = names.iter().filter(is_editors).cloned().collect();
        editors.iter().for_each(|name| drop(element.attributes.take(name)));
    }
    remove_comments_of_attributes(&mut element.attributes);
    for name in ["srcdoc", "style"] {
        if let Some(text) = element.attributes.get(name).cloned()
            && let Some(value) = cleaned_text(&text.value)
        {
            element.attributes.set(Attribute { value, ..text });
        }
    }
}

/// Whether a name within a drawing has the prefix of a program: `sodipodi:docname`.
fn is_of_editor(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, rest)| match prefix {
        "xlink" | "xml" => false,
        "xmlns" => rest != "xlink",
        _ => true,
    })
}

/// Whether reveal.js leaves a section out, or its author says that it is not ready.
fn is_kept_back(element: &Element) -> bool {
    let attributes = &element.attributes;
    let is_hidden = attributes.value("data-visibility") == Some("hidden");
    element.is("section") && (is_hidden || attributes.get("draft").is_some())
}

/// A text without the comments in it and without what pictures in it hide, where HTML takes them for the text of an element, and nobody sees them as text. What
/// is in `xmp` and `textarea` is shown as it is, and what a script says is the script.
fn text_without_comments(tree: &Tree, id: NodeId) -> Option<String> {
    let NodeKind::Text(text) = &tree.node(id).kind else { return None };
    let around = tree.element(tree.parent(id)?)?;
    match &*around.name {
        "style" => {
            let bare = css_without_comments(text);
            Some(cleaned_text(&bare).unwrap_or(bare))
        }
        "iframe" | "noembed" | "noframes" if text.contains("<!--") => Some(without_comments(text)),
        _ => None,
    }
}

/// Takes comments out of the style and of the page that attributes hold.
pub(super) fn remove_comments_of_attributes(attributes: &mut Attributes) {
    let strip = |name: &str, mark: &str, strip: fn(&str) -> String| {
        let attribute = attributes.get(name).filter(|it| it.value.contains(mark))?;
        Some(Attribute { value: strip(&attribute.value), ..attribute.clone() })
    };
    let stripped = [strip("style", "/*", css_without_comments), strip("srcdoc", "<!--", without_comments)];
    stripped.into_iter().flatten().for_each(|attribute| attributes.set(attribute));
}

/// HTML without its comments, of which one that never ends goes to the end.
fn without_comments(html: &str) -> String {
    let (mut bare, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, comment)) = rest.split_once("<!--") {
        bare.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    bare + rest
}

/// Every node below the root that the audience may see: what is in notes is left out.
pub(super) fn visible(tree: &Tree) -> impl Iterator<Item = NodeId> {
    let mut hidden = 0_usize;
    tree.walk(ROOT).filter_map(move |step| {
        let (Step::Enter(id) | Step::Leave(id)) = step;
        let is_hidden = tree.element(id).is_some_and(|element| is_notes(element) || element.is("template"));
        match step {
            Step::Enter(_) => hidden += usize::from(is_hidden),
            Step::Leave(_) => hidden -= usize::from(is_hidden),
        }
        (hidden == 0 && step == Step::Enter(id) && id != ROOT).then_some(id)
    })
}

/// Whether an element holds speaker notes: an `aside` of the class `notes`, in any case.
pub(super) fn is_notes(element: &Element) -> bool {
    let classes = element.attributes.value("class").unwrap_or_default();
    element.is("aside") && classes.split_ascii_whitespace().any(is_notes_class)
}

fn is_notes_class(class: &str) -> bool {
    class.eq_ignore_ascii_case("notes")
}

/// Gives speaker notes the class by which reveal.js knows them, however their author wrote it.
pub(super) fn settle_notes(tree: &mut Tree) {
    let asides: Vec<_> = tree.below(ROOT).filter(|&id| tree.element(id).is_some_and(is_notes)).collect();
    for id in asides {
        if let Some(element) = tree.element_mut(id)
            && !element.attributes.has_class("notes")
        {
            element.attributes.add_class("notes");
        }
    }
}

fn is_heading(element: &Element) -> bool {
    heading_level(element).is_some()
}

/// The level of a heading: 1 for an `h1`.
pub(super) fn heading_level(element: &Element) -> Option<usize> {
    elements::heading_level(&element.name).filter(|_| element.vocabulary == Vocabulary::Html)
}

fn collapse_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
