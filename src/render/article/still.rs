//! The HTML of a slide as a picture of it: every step is there, nothing acts, plays or leads anywhere.

use super::tokens::{Token, Tokens, each, unescape};

/// Attributes by which something acts, is fetched or is reached.
const DROPPED: &[&str] = &[
    "autofocus",
    "autoplay",
    "contenteditable",
    "controls",
    "download",
    "href",
    "loading",
    "ping",
    "preload",
    "tabindex",
    "target",
];

/// Elements that play; of these a poster is all that is seen.
const PLAYING: &[&str] = &["video", "audio", "source", "track"];

/// A slide that stands still.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Still {
    /// Its `section`.
    pub html: String,
    /// The attributes of the `section` by their names.
    pub attributes: Vec<(String, String)>,
    /// Whether its layout needs what only a browser measures.
    pub is_measured: bool,
}

impl Still {
    /// The value of an attribute of the `section`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A slide as it is at its last step. `html` is its whole `section`, as [`crate::html::write`] wrote it, or the start of a
/// stack.
pub(crate) fn still(html: &str) -> Still {
    let mut still = Still::default();
    let mut is_within = false;
    for token in Tokens::with_styles(html) {
        match token {
            Token::Text(text) => still.html.push_str(text),
            Token::Close(name) => still.html.extend(["</", name, ">"]),
            Token::Open { name, attributes } => {
                if name == "section" && !is_within {
                    is_within = true;
                    let own = each(attributes).map(|(name, whole)| (name.to_owned(), value_of(name, whole)));
                    still.attributes = own.collect();
                    write_open(&mut still.html, name, attributes, "present");
                    still.html.truncate(still.html.len() - 1);
                    still.html.push_str(" data-orate-near>");
                } else {
                    still.is_measured |= has_class(attributes, "r-fit-text");
                    let is_step = has_class(attributes, "fragment");
                    write_open(&mut still.html, name, attributes, if is_step { "visible" } else { "" });
                }
            }
        }
    }
    still
}

/// Writes a tag with one more class.
fn write_open(html: &mut String, name: &str, attributes: &str, class: &str) {
    html.extend(["<", name]);
    let has_source = each(attributes).any(|(attribute, _)| attribute == "src");
    let is_link = matches!(name, "a" | "area" | "form");
    let mut has_class = class.is_empty();
    for (attribute, whole) in each(attributes) {
        let is_source = matches!(attribute, "src" | "data-src");
        // A drawing uses parts of its own by `href`.
        let is_dropped = attribute.starts_with("on")
            || (DROPPED.contains(&attribute) && (attribute != "href" || is_link))
            || (is_source && PLAYING.contains(&name));
        match attribute {
            _ if is_dropped => {}
            "class" if !class.is_empty() => {
                has_class = true;
                html.extend([" class=\"", &value_part(whole), " ", class, "\""]);
            }
            "data-src" if !has_source => html.extend([" ", whole.trim_start_matches("data-")]),
            _ => html.extend([" ", whole]),
        }
    }
    if !has_class {
        html.extend([" class=\"", class, "\""]);
    }
    html.push('>');
}

fn has_class(attributes: &str, class: &str) -> bool {
    let mut classes = each(attributes).filter(|(name, _)| *name == "class");
    classes.any(|(_, whole)| value_part(whole).split_whitespace().any(|own| own == class))
}

/// What is between the quotes, as it is written.
fn value_part(whole: &str) -> String {
    let value = whole.split_once("=\"").map_or("", |(_, value)| value);
    value.strip_suffix('"').unwrap_or(value).to_owned()
}

fn value_of(name: &str, whole: &str) -> String {
    if whole == name { String::new() } else { unescape(&value_part(whole)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(still(html).html, expected, "{html}");
    }

    #[test]
    fn a_slide_is_shown_with_all_its_steps() {
        check(
            "<section id=\"a\" class=\"b\"><p class=\"fragment up\">c</p></section>",
            "<section id=\"a\" class=\"b present\" data-orate-near><p class=\"fragment up visible\">c</p></section>",
        );
    }

    #[test]
    fn nothing_on_it_acts_plays_or_is_said() {
        check(
            "<section><a href=\"x\" onclick=\"y()\">b</a><script>z</script><aside class=\"notes\">secret</aside></section>",
            "<section class=\"present\" data-orate-near><a>b</a></section>",
        );
        check(
            "<section><video src=\"a.mp4\" autoplay poster=\"b.png\"></video><style>p>b{}</style></section>",
            "<section class=\"present\" data-orate-near><video poster=\"b.png\"></video><style>p>b{}</style></section>",
        );
    }

    #[test]
    fn pictures_that_a_deck_loads_late_are_there_and_drawings_keep_their_parts() {
        check(
            "<section><img data-src=\"a.png\" loading=\"lazy\"><svg><use href=\"#b\"></use></svg></section>",
            "<section class=\"present\" data-orate-near><img src=\"a.png\"><svg><use href=\"#b\"></use></svg></section>",
        );
    }

    #[test]
    fn the_attributes_of_the_slide_are_known() {
        let slide =
            still("<section data-background-color=\"#000\" data-x><h1 class=\"r-fit-text\">a</h1></section>");
        assert_eq!(slide.attribute("data-background-color"), Some("#000"));
        assert_eq!(slide.attribute("data-x"), Some(""));
        assert!(slide.is_measured);
    }
}
