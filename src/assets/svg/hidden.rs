//! Parts of a drawing that are never seen: layers that are switched off, and definitions that nothing uses.
//!
//! A part goes only where that cannot change the picture. Where something could show it (a style, an animation, a script), it
//! stays, and orate warns its author.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use roxmltree::{Document, Node, NodeId};

use super::name::{Vocabulary, plain};
use super::rules::Form;
use crate::assets::css;

/// How many steps the search for uses may take, so that no drawing takes long.
const STEP_LIMIT: usize = 5_000_000;

/// The elements that may be layers.
#[rustfmt::skip] // A name a line would hide the table.
const LAYERS: &[&str] = &[
    "a", "circle", "ellipse", "foreignObject", "g", "image", "line", "path", "polygon", "polyline", "rect",
    "svg", "switch", "text", "use",
];

/// What is read from its place, whether anything names it or not.
const ACTIVE_DEFINITIONS: &[&str] = &["style", "script", "font", "font-face", "title", "desc"];

/// The extensions of SVG that browsers have: a part that asks for another is not drawn.
const EXTENSIONS: &[&str] = &["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"];

/// The parts of a drawing that are never seen.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Those that go.
    pub nodes: HashSet<NodeId>,
    /// The first that something may show, by its name.
    pub kept: Option<String>,
}

impl Hidden {
    pub(super) fn find(document: &Document<'_>, form: Form) -> Hidden {
        let mut hidden = Hidden::default();
        let text = document.input_text();
        let words = ["display", "visibility", "requiredExtensions", "<defs", "<symbol", ":defs", ":symbol"];
        if !words.iter().any(|word| text.contains(word)) {
            return hidden;
        }
        let styles = Styles::of(document, form);
        let mut uses = Uses::of(document);
        let mut end = 0;
        for element in document.root_element().descendants().skip(1).filter(Node::is_element) {
            // What is in a part that goes goes with it.
            if element.id().get_usize() < end {
                continue;
            }
            let Some(reason) = styles.reason(element, form) else { continue };
            let is_certain = styles.is_certain(element, reason) && form != Form::Part;
            match uses.are_outside(element) {
                true => {}
                false if is_certain => {
                    end = uses.range(element).end;
                    hidden.nodes.insert(element.id());
                }
                false if reason == Reason::Unused || reason == Reason::Extension => {}
                false => drop(hidden.kept.get_or_insert_with(|| name_of(element))),
            }
        }
        hidden
    }
}

/// What an author calls a part.
fn name_of(element: Node<'_, '_>) -> String {
    let label = element.attributes().find(|attribute| attribute.name() == "label").map(|label| label.value());
    label.or(plain(element, "id")).unwrap_or(element.tag_name().name()).to_owned()
}

/// Why a part is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Display,
    Visibility,
    Extension,
    /// It is a definition.
    Unused,
}

/// What the style sheets, animations and scripts of a drawing can do to its parts.
struct Styles {
    /// Classes whose elements are not displayed.
    hidden_classes: HashSet<String>,
    may_display: bool,
    may_make_visible: bool,
    /// Whether the place of an element among others decides how one of them looks.
    counts: bool,
    /// Whether filters and masks, which are as large as what they are of, come from a style.
    has_effects: bool,
}

impl Styles {
    fn of(document: &Document<'_>, form: Form) -> Styles {
        let elements = || document.descendants().filter(Node::is_element);
        let css: String =
            elements().filter(|element| element.tag_name().name() == "style").flat_map(texts).collect();
        let css = without_addresses(&css);
        let acts = form == Form::Opened && elements().any(acts);
        let animates = |property: &str| {
            elements().filter_map(|element| plain(element, "attributeName")).any(|name| {
                let name = name.trim();
                [property, "class", "style"].contains(&name)
            })
        };
        let has_escapes = css.contains('\\');
        let counting = [":first", ":last", ":nth", ":only", ":empty", ":has", ":not", "+", "~"];
        Styles {
            hidden_classes: if css.contains('@') { HashSet::new() } else { hidden_classes(&css) },
            may_display: acts || has_escapes || animates("display") || sets_other(&css, "display", &["none"]),
            may_make_visible: acts
                || has_escapes
                || animates("visibility")
                || sets_other(&css, "visibility", &["hidden", "collapse"]),
            counts: acts || has_escapes || counting.iter().any(|selector| css.contains(selector)),
            has_effects: ["filter", "mask", "clip-path"].iter().any(|effect| css.contains(effect)),
        }
    }

    /// Why an element seems to be unseen; `None` if it does not.
    fn reason(&self, element: Node<'_, '_>, form: Form) -> Option<Reason> {
        if Vocabulary::of(element) != Vocabulary::Svg {
            return None;
        }
        let name = element.tag_name().name();
        let extensions = plain(element, "requiredExtensions").unwrap_or_default();
        if extensions.split_ascii_whitespace().any(|extension| !EXTENSIONS.contains(&extension)) {
            return Some(Reason::Extension);
        }
        let parent = element.parent_element().map(|parent| parent.tag_name().name());
        let is_definition = name == "symbol" || parent == Some("defs") && !ACTIVE_DEFINITIONS.contains(&name);
        if is_definition {
            return (form != Form::Part).then_some(Reason::Unused);
        }
        if !LAYERS.contains(&name) || parent == Some("switch") {
            return None;
        }
        let mut classes = plain(element, "class").unwrap_or_default().split_ascii_whitespace();
        let is_hidden = match declared(element, "display") {
            Some(display) => display == "none",
            None => {
                classes.any(|class| self.hidden_classes.contains(class))
                    || plain(element, "display").is_some_and(|display| display.trim() == "none")
            }
        };
        if is_hidden {
            return Some(Reason::Display);
        }
        let visibility = declared(element, "visibility").or(plain(element, "visibility").map(str::trim));
        matches!(visibility, Some("hidden" | "collapse")).then_some(Reason::Visibility)
    }

    /// Whether an element is never seen, and taking it out changes nothing else.
    fn is_certain(&self, element: Node<'_, '_>, reason: Reason) -> bool {
        !self.counts
            && match reason {
                Reason::Display => !self.may_display,
                Reason::Visibility => {
                    !self.may_make_visible && !self.has_effects && is_without_effect(element)
                }
                Reason::Extension | Reason::Unused => true,
            }
    }
}

/// Whether nothing in an invisible element is visible, and nothing around it is as large as it.
fn is_without_effect(element: Node<'_, '_>) -> bool {
    let shows = |inner: Node<'_, '_>| {
        let own = declared(inner, "visibility").or(plain(inner, "visibility").map(str::trim));
        !matches!(own, None | Some("hidden" | "collapse"))
    };
    let has_effect = |outer: Node<'_, '_>| {
        let effects = ["filter", "mask", "clip-path"];
        effects.into_iter().any(|effect| plain(outer, effect).is_some() || declared(outer, effect).is_some())
            || matches!(
                outer.tag_name().name(),
                "text" | "a" | "switch" | "clipPath" | "mask" | "pattern" | "marker"
            )
    };
    !element.descendants().any(shows) && !element.ancestors().skip(1).any(has_effect)
}

/// The value of a property in an element's `style`, the last one if there are several.
fn declared<'a>(element: Node<'a, '_>, property: &str) -> Option<&'a str> {
    let style = plain(element, "style")?;
    let mut declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let value = declarations.rfind(|(name, _)| name.trim() == property)?.1;
    Some(value.trim().trim_end_matches("!important").trim_end())
}

/// Whether an element is or has a script.
fn acts(element: Node<'_, '_>) -> bool {
    let is_handler = |name: &str| name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
    element.tag_name().name() == "script"
        || element.attributes().any(|attribute| {
            is_handler(attribute.name()) || attribute.value().trim_start().starts_with("javascript:")
        })
}

fn texts<'a>(element: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    element.children().filter_map(|child| child.text())
}

fn without_addresses(css: &str) -> String {
    let mut css = css::without_all_comments(css);
    let ranges: Vec<_> = css::addresses(&css).into_iter().map(|address| address.range).collect();
    ranges.into_iter().rev().for_each(|range| css.replace_range(range, ""));
    css
}

/// Whether a style sheet sets a property to anything but some values.
fn sets_other(css: &str, property: &str, values: &[&str]) -> bool {
    css.match_indices(property).any(|(at, _)| {
        let value = css[at + property.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        !value.is_some_and(|value| values.iter().any(|start| value.starts_with(start)))
    })
}

/// The classes that a style sheet without conditions hides, by rules of nothing but a class.
fn hidden_classes(css: &str) -> HashSet<String> {
    let rules = css.split('}').filter_map(|rule| rule.split_once('{'));
    let hiding = rules.filter(|(_, declarations)| {
        declarations.split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(name, value)| {
                name.trim() == "display" && value.trim().trim_end_matches("!important").trim_end() == "none"
            })
        })
    });
    let classes = hiding.flat_map(|(selectors, _)| selectors.split(',')).filter_map(|selector| {
        let class = selector.trim().strip_prefix('.')?;
        let is_one = class.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'));
        is_one.then(|| class.to_owned())
    });
    classes.collect()
}

/// Which parts of a drawing name which others.
struct Uses {
    /// Where each element's last descendant ends, by its own place.
    ends: Vec<usize>,
    /// From what is named to what names it, sorted.
    pairs: Vec<(usize, usize)>,
    steps: usize,
}

impl Uses {
    fn of(document: &Document<'_>) -> Uses {
        let nodes: Vec<Node<'_, '_>> = document.descendants().collect();
        let mut ends: Vec<usize> = (1..=nodes.len()).collect();
        for node in nodes.iter().rev() {
            if let Some(last) = node.last_child() {
                ends[node.id().get_usize()] = ends[last.id().get_usize()];
            }
        }
        let ids: HashMap<&str, usize> =
            nodes.iter().filter_map(|node| Some((plain(*node, "id")?, node.id().get_usize()))).collect();
        let mut pairs = Vec::new();
        let mut note = |name: &str, from: usize| pairs.extend(ids.get(name).map(|to| (*to, from)));
        for node in &nodes {
            let from = node.id().get_usize();
            for attribute in node.attributes().filter(|attribute| attribute.name() != "d") {
                names(attribute.value(), attribute.name()).for_each(|name| note(name, from));
            }
            if node.is_text() && node.parent().is_some_and(|parent| parent.tag_name().name() == "style") {
                names(node.text().unwrap_or_default(), "style").for_each(|name| note(name, from));
            }
        }
        pairs.sort_unstable();
        Uses { ends, pairs, steps: 0 }
    }

    /// The places of an element and all that is in it.
    fn range(&self, element: Node<'_, '_>) -> Range<usize> {
        let start = element.id().get_usize();
        start..self.ends.get(start).copied().unwrap_or(start + 1)
    }

    /// Whether something elsewhere names an element or something in it; taken for true where that takes too long to say.
    fn are_outside(&mut self, element: Node<'_, '_>) -> bool {
        let range = self.range(element);
        let first = self.pairs.partition_point(|(to, _)| *to < range.start);
        let inner = self.pairs[first..].iter().take_while(|(to, _)| *to < range.end);
        let mut steps = self.steps;
        let is_outside = inner.inspect(|_| steps += 1).any(|(_, from)| !range.contains(from));
        self.steps = steps;
        is_outside || steps > STEP_LIMIT
    }
}

/// The ids that a value may name: after `#`, in a list of them, or at the head of an event.
fn names<'a>(value: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let is_end = |letter: char| {
        letter.is_whitespace() || matches!(letter, ')' | '"' | '\'' | ',' | ';' | '{' | '.' | ':' | '>' | '[')
    };
    let after_hash = value.split('#').skip(1).flat_map(move |rest| {
        // A name may hold what ends one elsewhere.
        [rest.split([')', '"', '\'', ' ']).next().unwrap_or(rest), rest.split(is_end).next().unwrap_or(rest)]
    });
    let is_list = matches!(attribute, "begin" | "end") || attribute.starts_with("aria-");
    let listed = value.split(|letter: char| letter.is_whitespace() || matches!(letter, ';' | '.' | '+'));
    after_hash.chain(listed.filter(move |_| is_list))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what is left of the inside of a drawing, and what stays though it is hidden.
    #[track_caller]
    fn check_inside(inside: &str, expected: &str, kept: Option<&str>) {
        let svg = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
        let clean = super::super::clean(svg(inside).as_bytes(), Form::Shown, &super::super::rules::AsTheyAre)
            .unwrap();
        let expected = if expected.is_empty() {
            "<svg xmlns='http://www.w3.org/2000/svg'/>".into()
        } else {
            svg(expected)
        };
        assert_eq!((clean.text.as_str(), clean.hidden.as_deref()), (expected.as_str(), kept));
    }

    #[test]
    fn a_layer_that_is_switched_off_goes() {
        for hidden in [
            "<g style='fill:red; display : none'><path d='M0 0'/></g>",
            "<g display='none'><g style='display:inline'><text>a</text></g></g>",
            "<g visibility='hidden'><text>a</text></g>",
            "<text display='none'>a</text>",
            "<foreignObject requiredExtensions='http://ns.adobe.com/AdobeIllustrator/10.0/'>a</foreignObject>",
            "<defs><g id='a'><text>b</text></g></defs>",
        ] {
            check_inside(
                &format!("<g/>{hidden}"),
                if hidden.contains("defs") { "<g/><defs/>" } else { "<g/>" },
                None,
            );
        }
        check_inside(
            "<style>.a{display:none} .b{fill:red}</style><g class='a'/><g class='b'/>",
            "<style>.a{display:none} .b{fill:red}</style><g class='b'/>",
            None,
        );
    }

    #[test]
    fn what_is_used_elsewhere_stays() {
        for used in [
            "<g display='none'><path id='a'/></g><use href='#a'/>",
            "<g display='none'><linearGradient id='a'/></g><g fill='url(#a)'/>",
            "<defs><g id='a'/></defs><use href='#a'/>",
            "<style>#a{fill:red}</style><defs><g id='a'/></defs>",
            "<g display='none' style='display:inline'/>",
            "<switch><g display='none'/><g/></switch>",
        ] {
            check_inside(used, used, None);
        }
    }

    #[test]
    fn what_something_may_show_stays_and_is_named() {
        for shown in [
            "<style>g:hover{display:inline}</style><g id='a' display='none'/>",
            "<style>g+g{fill:red}</style><g id='a' display='none'/><g/>",
            "<g id='a' visibility='hidden'><g visibility='visible'/></g>",
            "<g filter='url(#b)'><g id='a' visibility='hidden'/></g>",
            "<g id='a' display='none'><animate attributeName='display' to='inline'/></g>",
        ] {
            check_inside(shown, shown, Some("a"));
        }
    }

    #[test]
    fn many_layers_within_each_other_take_no_longer_than_one() {
        let deep = format!(
            "<svg><style>g:hover{{display:inline}}</style>{}{}</svg>",
            "<g display='none' id='a' fill='url(#a)'>".repeat(50_000),
            "</g>".repeat(50_000)
        );
        assert!(super::super::clean(deep.as_bytes(), Form::Shown, &super::super::rules::AsTheyAre).is_ok());
    }
}
