//! The converter's MathML becomes that of a page: what it says in `style` attributes, the style sheet says by classes.
//!
//! A page's policy allows no `style` attributes unless its author wrote some, and a class of one letter is a tenth of the
//! bytes. `themes/slide/formulas.css` has the classes; a style that is not among them stays.

use std::borrow::Cow;

use super::prepare::{self, Prepared, Wrapper};

/// A formula as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub html: String,
    /// Whether a `style` attribute is left.
    pub has_style: bool,
}

/// Declarations, and the class that stands for each.
const CLASSES: &[(&str, &str)] = &[
    ("text-align:right", "r"),
    ("text-align:left", "l"),
    ("text-align:center", ""),
    ("justify-items:end", ""),
    ("justify-items:start", ""),
    ("justify-items:center", ""),
    ("padding-left:0", "a"),
    ("padding-right:0", "z"),
    ("padding-top:0", "p"),
    ("padding-bottom:0", "q"),
    ("padding-left:1em", "c"),
    ("padding-top:0.1667em", "u"),
    ("width:100%", "w"),
    ("width:50%", "h"),
    ("width:7.5%", "k"),
    ("border-left:0.05em solid currentcolor", "bl"),
    ("border-right:0.05em solid currentcolor", "br"),
    ("border-top:0.05em solid currentcolor", "bt"),
    ("border-bottom:0.05em solid currentcolor", "bb"),
    ("border-left:0.05em dashed currentcolor", "dl"),
    ("border-right:0.05em dashed currentcolor", "dr"),
    ("border-top:0.05em dashed currentcolor", "dt"),
    ("border-bottom:0.05em dashed currentcolor", "db"),
    ("font-variant-caps:small-caps", "s"),
];

/// What browsers make nothing good of, and what they do.
///
/// The arrow of `\vec` combines with the letter before it, and so is left of where it should: one that is a sign of
/// its own is made as small by the style sheet. An accent that does not stretch is set off from its letter there.
const ACCENTS: &[(&str, &str)] = &[
    ("<mo stretchy=\"false\">\u{20d7}</mo>", "<mo stretchy=\"false\" class=\"v\">→</mo>"),
    // What is as wide as letters, and as high as none of them.
    ("<mpadded height=\"0\"><mphantom>", "<mpadded height=\"0\" depth=\"0\"><mphantom>"),
];

/// The bracket that carries a wide tilde, and the tilde.
const TILDE: (&str, &str) = ("<mo>⏠</mo>", "<mo stretchy=\"true\">˜</mo>");

/// Rewrites the styles of a formula, puts in what is around parts of it, and makes brackets over letters tildes.
pub(super) fn rewrite(mathml: &str, prepared: &Prepared) -> Written {
    let mut written = Written::default();
    let mathml = wrapped(mathml, &prepared.wrappers);
    let tilde = prepared.has_tildes.then_some(&TILDE);
    let accents = ACCENTS.iter().chain(tilde).filter(|(known, _)| mathml.contains(known));
    let mathml = accents
        .fold(Cow::Borrowed(mathml.as_str()), |mathml, (known, other)| mathml.replace(known, other).into());
    let mut rest = &*mathml;
    while let Some((before, after)) = rest.split_once(" style=\"") {
        let Some((style, after)) = after.split_once('"') else { break };
        written.html.push_str(before);
        match attributes(style) {
            Some(attributes) => written.html.push_str(&attributes),
            None => {
                written.has_style = true;
                written.html.push_str(&format!(" style=\"{style}\""));
            }
        }
        rest = after;
    }
    written.html.push_str(rest);
    if let Some(link) = only_link(&written.html) {
        written.html = link.to_owned();
    }
    written
}

/// Puts each wrapper around what has its colour, innermost first.
fn wrapped(mathml: &str, wrappers: &[Wrapper]) -> String {
    let mut mathml = mathml.to_owned();
    for (index, wrapper) in wrappers.iter().enumerate().rev() {
        let mark = format!("<mrow style=\"color:#{};\">", prepare::wrapper_colour(index));
        let Some(start) = mathml.find(&mark) else { continue };
        let inside = start + mark.len();
        let Some(end) = end_of_row(&mathml[inside..]).map(|end| inside + end) else { continue };
        let (text, last) = match wrapper.end {
            Some(last) => (&mathml[inside..end], last),
            None => ("", ""),
        };
        mathml =
            format!("{}{}{text}{last}{}", &mathml[..start], wrapper.start, &mathml[end + "</mrow>".len()..]);
    }
    mathml
}

/// Where the `mrow` ends whose content begins a text.
fn end_of_row(mathml: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let tags = mathml.match_indices('<').filter_map(|(at, _)| {
        let tag = &mathml[at..];
        let is_start = tag.starts_with("<mrow>") || tag.starts_with("<mrow ");
        (is_start || tag.starts_with("</mrow>")).then_some((at, is_start))
    });
    for (at, is_start) in tags {
        match (is_start, depth) {
            (true, _) => depth += 1,
            (false, 0) => return Some(at),
            (false, _) => depth -= 1,
        }
    }
    None
}

/// The link that a formula is, where it is nothing else: what is in a formula is read aloud as one thing, and a link
/// there would not be found.
fn only_link(html: &str) -> Option<&str> {
    let link = html.strip_prefix("<math><mtext>")?.strip_suffix("</mtext></math>")?;
    let inside = link.strip_prefix("<a ")?.strip_suffix("</a>")?;
    (!inside.contains('<')).then_some(link)
}

/// The attributes that say what a style says; `None` if there are no such.
fn attributes(style: &str) -> Option<String> {
    let (mut classes, mut colour) = (Vec::new(), None);
    for declaration in style.split(';').filter(|declaration| !declaration.trim().is_empty()) {
        let (name, value) = declaration.split_once(':')?;
        let (name, value) = (name.trim(), value.trim());
        if name == "color" {
            match prepare::BOX.contains(value.trim_start_matches('#')) {
                true => classes.push("box"),
                false => colour = Some(value),
            }
            continue;
        }
        let declared = format!("{name}:{value}");
        classes.push(CLASSES.iter().find(|(known, _)| *known == declared)?.1);
    }
    classes.retain(|class| !class.is_empty());
    let mut attributes = String::new();
    if !classes.is_empty() {
        attributes = format!(" class=\"{}\"", classes.join(" "));
    }
    if let Some(colour) = colour {
        attributes.push_str(&format!(" mathcolor=\"{colour}\""));
    }
    Some(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_classes_and_colours_attributes() {
        let html = |mathml: &str| {
            let written = rewrite(mathml, &Prepared::default());
            (written.html, written.has_style)
        };
        assert_eq!(
            html("<mtd style=\"text-align: right;justify-items: end;padding-right: 0;\"><mi>a</mi></mtd>"),
            ("<mtd class=\"r z\"><mi>a</mi></mtd>".into(), false)
        );
        assert_eq!(html("<mrow style=\"color:#FF0000;\">"), ("<mrow mathcolor=\"#FF0000\">".into(), false));
        assert_eq!(html("<mrow style=\"color:#0B0CED;\">"), ("<mrow class=\"box\">".into(), false));
        assert_eq!(
            html("<mpadded style=\"margin-left:1px\">"),
            ("<mpadded style=\"margin-left:1px\">".into(), true)
        );
    }

    #[test]
    fn wrappers_are_put_around_what_has_their_colours() {
        let wrapper = |start: &str, end| Wrapper { start: start.to_owned(), end };
        let wrappers = vec![
            wrapper("<mpadded>", Some("</mpadded>")),
            wrapper("<b>", Some("</b>")),
            wrapper("<mspace>", None),
        ];
        let mathml = "<mrow style=\"color:#0B0000;\"><mrow><mi>a</mi></mrow><mrow style=\"color:#0B0001;\"><mi>b</mi></mrow></mrow>\
                      <mrow style=\"color:#0B0002;\"><mi>x</mi></mrow><mrow style=\"color:#0B0003;\"></mrow>";
        let mut prepared = Prepared::default();
        prepared.wrappers = wrappers;
        let written = rewrite(mathml, &prepared);
        let expected = "<mpadded><mrow><mi>a</mi></mrow><b><mi>b</mi></b></mpadded><mspace><mrow mathcolor=\"#0B0003\"></mrow>";
        assert_eq!(written.html, expected);
    }
}
