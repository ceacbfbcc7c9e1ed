//! Marks that were to keep something from the audience, and keep nothing from it.
//!
//! What reveal.js and orate understand is an `aside` of the class `notes`, `data-notes` on anything, and
//! `data-visibility="hidden"` and `draft` on a `section`.

use crate::html::tree::Element;

/// Something that does not do what it says.
pub(super) struct Slip<'a> {
    /// What is in the source.
    pub written: &'a str,
    pub message: String,
    pub help: &'static str,
}

/// Classes of an `aside` that were meant to be `notes`.
const LIKE_NOTES: [&str; 8] = [
    "note",
    "nots",
    "ntoes",
    "speaker-notes",
    "speakernotes",
    "speaker-note",
    "presenter-notes",
    "speaker_notes",
];

/// Classes that mean notes on whatever element they are.
const OF_SPEAKERS: [&str; 4] = ["speaker-notes", "speakernotes", "presenter-notes", "speaker_notes"];

/// The code of a slip in one of the marks that keep something private; `usual` for any other.
pub(super) fn code(mark: &str, usual: &'static str) -> &'static str {
    match mark.split('=').next().unwrap_or(mark) {
        "data-notes" | "data-visibility" | "draft" => "misspelt-private-mark",
        _ => usual,
    }
}

/// The slips of one element.
pub(super) fn slips(element: &Element) -> impl Iterator<Item = Slip<'_>> {
    let classes = element.attributes.value("class").unwrap_or_default().split_ascii_whitespace();
    let of_class = classes.filter_map(|class| class_slip(element, class));
    let of_name = element_slip(element);
    let marks = element.attributes.iter().filter(|_| !element.is("section"));
    let of_marks = marks.filter_map(|attribute| {
        let is_mark = match attribute.name.as_str() {
            "data-visibility" => attribute.value == "hidden",
            name => name == "draft",
        };
        is_mark.then(|| Slip {
            written: &attribute.name,
            message: format!(
                "`{}` keeps slides from the audience, and no `{}`",
                attribute.name, element.name
            ),
            help: "put it on the slide, or take the element out; a comment is never shown",
        })
    });
    of_class.chain(of_name).chain(of_marks)
}

fn class_slip<'a>(element: &Element, class: &'a str) -> Option<Slip<'a>> {
    let lower = class.to_ascii_lowercase();
    let is_slip = match element.is("aside") {
        true => LIKE_NOTES.contains(&lower.as_str()),
        false => {
            OF_SPEAKERS.contains(&lower.as_str())
                || (lower == "notes" && (element.is("div") || element.is("details")))
        }
    };
    is_slip.then(|| Slip {
        written: class,
        message: format!("`{class}` on `{}` makes no speaker notes, and the audience sees them", element.name),
        help: "write `<aside class=\"notes\">` for notes; for something to show, style the class in a style sheet",
    })
}

/// Whether an element is one of other tools for notes.
pub(super) fn is_for_notes(element: &Element) -> bool {
    ["notes", "note", "speaker-notes", "speaker-note"].contains(&&*element.name)
}

/// Elements of other tools for notes.
fn element_slip(element: &Element) -> Option<Slip<'_>> {
    is_for_notes(element).then(|| Slip {
        written: &element.name,
        message: format!("`{}` is no element for speaker notes, and the audience sees them", element.name),
        help: "write `<aside class=\"notes\">`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::parse;
    use crate::text::Sources;

    #[track_caller]
    fn check_slips(html: &str, expected: &[&str]) {
        let mut sources = Sources::default();
        let id = sources.add("a.html", html.as_bytes(), &mut Vec::new());
        let tree = parse::parse(html, sources.whole(id).span).tree;
        let elements = tree.below(crate::html::tree::ROOT).filter_map(|id| tree.element(id));
        let found: Vec<&str> = elements.flat_map(slips).map(|slip| slip.written).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn a_slip_is_told_from_what_is_understood_and_from_what_is_to_be_shown() {
        check_slips("<aside class='note'>a</aside>", &["note"]);
        check_slips("<div class='big Notes'>a</div>", &["Notes"]);
        check_slips("<p class='speaker-notes'>a</p>", &["speaker-notes"]);
        check_slips("<notes>a</notes>", &["notes"]);
        check_slips("<div data-visibility=' Hidden '>a</div><p draft>b</p>", &["data-visibility", "draft"]);
        check_slips("<aside class='NOTES'>a</aside><section data-visibility=hidden draft>b</section>", &[]);
        check_slips("<p class='note'>a</p><aside>b</aside><ul class='notes'><li>c</ul>", &[]);
    }
}
