//! The converter's MathML becomes that of a page: what it says in `style` attributes, the style sheet says by classes.
//!
//! A page's policy allows no `style` attributes unless its author wrote some, and a class of one letter is a tenth of the
//! bytes. `themes/slide/formulas.css` has the classes; a style that is not among them stays.

use std::borrow::Cow;

use super::prepare;

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
const ACCENTS: &[(&str, &str)] =
    &[("<mo stretchy=\"false\">\u{20d7}</mo>", "<mo stretchy=\"false\" class=\"v\">→</mo>")];

/// The bracket that carries a wide tilde, and the tilde.
const TILDE: (&str, &str) = ("<mo>⏠</mo>", "<mo stretchy=\"true\">˜</mo>");

/// Rewrites the styles of a formula, and the brackets over letters where they are tildes.
pub(super) fn rewrite(mathml: &str, has_tildes: bool) -> Written {
    let mut written = Written::default();
    let tilde = has_tildes.then_some(&TILDE);
    let accents = ACCENTS.iter().chain(tilde).filter(|(known, _)| mathml.contains(known));
    let mathml =
        accents.fold(Cow::Borrowed(mathml), |mathml, (known, other)| mathml.replace(known, other).into());
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

/// The link that a formula is, where it is nothing else: what is in a formula is read aloud as one thing, and a link
/// there would not be found.
fn only_link(html: &str) -> Option<&str> {
    let link = html.strip_prefix("<math><mtext>")?.strip_suffix("</mtext></math>")?;
    let inside = link.strip_prefix("<a ")?.strip_suffix("</a>")?;
    (!inside.contains('<')).then_some(link)
}

/// The attributes that say what a style says; none where there are no such.
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
            let written = rewrite(mathml, false);
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
}
