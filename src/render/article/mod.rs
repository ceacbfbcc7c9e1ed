//! The HTML of a slide as a part of something to read: no scripts, no styles, headings below those of the page around,
//! links that lead somewhere in it.
//!
//! What is read here is what [`crate::html::write`] wrote, where `<` always begins a tag and `>` always ends one: that
//! makes a walk over the tags enough. The words alone, for a search, come by the same walk.

mod plain_text;
mod still;
mod tokens;

use crate::deck::elements::heading_level;

pub(crate) use plain_text::{TextStyle, plain_text};
pub(crate) use still::{Still, still};
use tokens::{Token, Tokens, each, unescape};

/// Attributes that mean something in a deck alone: ids that are in the deck already, handlers, what a runtime reads,
/// sizes of its canvas; and how pages were laid out before there were styles.
const DROPPED: &[&str] = &[
    "id",
    "style",
    "autoplay",
    "contenteditable",
    "tabindex",
    "border",
    "bgcolor",
    "cellpadding",
    "cellspacing",
    "frameborder",
    "valign",
];

/// How a slide becomes a part of an article.
pub(crate) struct ArticleOptions<'a> {
    /// The rank of its first heading, 2 or 3; all others are one below.
    pub rank: u8,
    /// Whether pictures wait until they are scrolled to.
    pub is_lazy: bool,
    /// The id in the article of what a link within the deck leads to (`#/intro`, `#intro`, `#/2/1`), if it is there.
    pub anchor: &'a dyn Fn(&str) -> Option<String>,
}

/// A slide as a part of an article.
pub(crate) fn article(html: &str, reading: &ArticleOptions<'_>) -> String {
    let mut written = String::with_capacity(html.len());
    let (mut headings, mut is_first, mut empty_cells) = (Vec::new(), true, 0_usize);
    let mut tokens = Tokens::new(html).peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => written.push_str(text),
            Token::Open { name, attributes, .. } if heading_level(name).is_some() => {
                let rank = reading.rank + u8::from(!std::mem::take(&mut is_first));
                headings.push(rank);
                reading.open(&mut written, &format!("h{rank}"), attributes);
            }
            Token::Close(name) if heading_level(name).is_some() => {
                let rank = headings.pop().unwrap_or(reading.rank);
                written.push_str(&format!("</h{rank}>"));
            }
            // A heading of nothing is none.
            Token::Open { name: "th", .. } if matches!(tokens.peek(), Some(Token::Close("th"))) => {
                empty_cells += 1;
                written.push_str("<td>");
            }
            Token::Close("th") if empty_cells > 0 => {
                empty_cells -= 1;
                written.push_str("</td>");
            }
            Token::Open { name: "input", attributes } if attributes.contains("type=\"checkbox\"") => {
                written.push_str(if each(attributes).any(|(name, _)| name == "checked") {
                    "☑"
                } else {
                    "☐"
                });
            }
            Token::Open { name, attributes, .. } => reading.open(&mut written, name, attributes),
            Token::Close(name) => written.extend(["</", name, ">"]),
        }
    }
    written
}

impl ArticleOptions<'_> {
    fn open(&self, written: &mut String, name: &str, attributes: &str) {
        written.extend(["<", name]);
        let has_source = each(attributes).any(|(name, _)| name == "src");
        for (attribute, whole) in each(attributes) {
            let is_late = attribute == "data-src" && !has_source;
            if attribute == "href" && name == "a" && whole.starts_with("href=\"#") {
                let target = whole.trim_start_matches("href=\"#").trim_end_matches('"');
                if let Some(id) = (self.anchor)(target) {
                    written.push_str(&format!(" href=\"#{id}\""));
                }
            } else if is_late {
                // What a deck loads when its slide comes near.
                written.extend([" ", whole.trim_start_matches("data-")]);
            } else if is_kept(name, attribute, whole) {
                written.extend([" ", whole]);
            }
        }
        if name == "img" && self.is_lazy && !each(attributes).any(|(name, _)| name == "loading") {
            written.push_str(" loading=\"lazy\"");
        }
        written.push('>');
    }
}

fn is_kept(element: &str, name: &str, whole: &str) -> bool {
    let is_of_a_deck = DROPPED.contains(&name) || name.starts_with("on") || name.starts_with("data-");
    // A share of the slide's width is none of a page's.
    let is_share = matches!(name, "width" | "height") && whole.ends_with("%\"");
    let is_misplaced = match name {
        "alt" => !["img", "area"].contains(&element),
        "align" => !["td", "th"].contains(&element),
        _ => false,
    };
    !(is_of_a_deck || is_share || is_misplaced)
}

/// The words of a slide, one blank between them.
pub(crate) fn words(html: &str) -> String {
    let mut words = String::new();
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => {
                let text = unescape(text);
                let is_apart = text.starts_with(char::is_whitespace) || words.is_empty();
                for (index, word) in text.split_whitespace().enumerate() {
                    if (index > 0 || is_apart) && !words.ends_with(' ') && !words.is_empty() {
                        words.push(' ');
                    }
                    words.push_str(word);
                }
                if text.ends_with(char::is_whitespace) && !words.ends_with(' ') && !words.is_empty() {
                    words.push(' ');
                }
            }
            Token::Open { name, .. } | Token::Close(name) if !is_within_a_word(name) => {
                if !words.ends_with(' ') && !words.is_empty() {
                    words.push(' ');
                }
            }
            Token::Open { .. } | Token::Close(_) => {}
        }
    }
    words.trim_end().to_owned()
}

/// Elements that may be in the middle of a word.
fn is_within_a_word(name: &str) -> bool {
    [
        "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "span", "strong",
        "sub", "sup", "u",
    ]
    .contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let anchor = |target: &str| (target == "/intro").then(|| "intro".to_owned());
        let reading = ArticleOptions { rank: 2, is_lazy: false, anchor: &anchor };
        assert_eq!(article(html, &reading), expected, "{html}");
    }

    #[test]
    fn the_first_heading_is_the_sections_and_the_others_are_below_it() {
        check("<h3>A</h3><h1>B <b>c</b></h1>", "<h2>A</h2><h3>B <b>c</b></h3>");
    }

    #[test]
    fn nothing_runs_and_nothing_is_said_aloud() {
        check("<p>a<script>alert('<b>')</script><!-- c --><iframe src=\"x\"></iframe>b</p>", "<p>ab</p>");
        check("<p onclick=\"x()\" id=\"a\" class=\"b\">c</p>", "<p class=\"b\">c</p>");
        check("<p>a</p><aside class=\"notes\"><p>secret</p></aside>", "<p>a</p>");
    }

    #[test]
    fn pictures_that_a_deck_loads_late_are_there() {
        check("<img data-src=\"a.png\" data-x=\"y\" width=\"22%\">", "<img src=\"a.png\">");
        check("<img src=\"b.png\" data-src=\"a.png\" width=\"22\">", "<img src=\"b.png\" width=\"22\">");
    }

    #[test]
    fn links_within_the_deck_lead_to_what_is_there() {
        check("<a href=\"#/intro\">a</a><a href=\"#gone\">b</a>", "<a href=\"#intro\">a</a><a>b</a>");
    }

    #[test]
    fn what_a_reader_cannot_use_is_told_in_another_way() {
        check("<tr><th></th><th>a</th></tr>", "<tr><td></td><th>a</th></tr>");
        check("<li><input disabled=\"\" type=\"checkbox\" checked=\"\"> a</li>", "<li>☑ a</li>");
        check("<div alt=\"x\" align=\"left\">a</div>", "<div>a</div>");
    }

    #[test]
    fn words_are_kept_whole_and_apart() {
        assert_eq!(words("<h1>One</h1><p>t<b>wo</b>\nthree</p><p>&lt;four&gt;</p>"), "One two three <four>");
        assert_eq!(words("<ul><li>a</li><li>b</li></ul>"), "a b");
    }
}
