//! The text of labels.

/// The tags that authors write into labels.
const TAGS: [&str; 13] =
    ["b", "br", "code", "em", "i", "p", "small", "span", "strong", "sub", "sup", "tt", "u"];

/// `List~Slide~` as `List<Slide>`.
fn without_tildes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('~') {
        let is_name = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        match after.split_once('~') {
            Some((inside, behind)) if is_name(before.chars().last()) && is_name(inside.chars().next()) => {
                plain.extend([before, "<", inside, ">"]);
                rest = behind;
            }
            _ => {
                plain.extend([before, "~"]);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The lines of a label, without the tags and stars that a label may hold.
pub(super) fn plain_lines(content: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = content;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open..];
        let name = tag[1..].trim_start_matches('/');
        let word = name.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_tag = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(word));
        match tag.find('>').filter(|_| is_tag) {
            Some(close) => {
                if word.eq_ignore_ascii_case("br") {
                    text.push('\n');
                }
                rest = &tag[close + 1..];
            }
            None => {
                text.push('<');
                rest = &tag[1..];
            }
        }
    }
    text.push_str(rest);
    let text = without_tildes(&text);
    let text = text.replace("**", "").replace("\\n", "\n");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let text = text.replace(JOINER, "");
    text.split('\n').map(|line| line.trim().to_owned()).collect()
}

/// Stands between signs that would else mean something; nobody sees it.
const JOINER: char = '\u{2060}';

/// A text in which no sign means anything, as [`plain_lines`] reads it. Names of characters, such as `&amp;`, stay names.
#[cfg_attr(
    not(feature = "diagrams"),
    expect(dead_code, reason = "only orate's own languages have such texts")
)]
pub(super) fn literal(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => all.extend(["&lt;", "\u{2060}"]),
            '>' => all.push_str("&gt;"),
            '*' | '~' => all.extend([letter, JOINER]),
            letter => all.push(letter),
        }
    }
    all
}
