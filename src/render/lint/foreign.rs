//! Markup of other tools that stays on a slide as text: shortcodes, pauses, admonitions, links of wikis, definition lists.
//!
//! Source: the guides of Quarto, Pandoc, `MkDocs`, Obsidian and Jekyll.

use crate::render::alerts::kinds;

/// What a line of text was meant for elsewhere, and what to write here.
pub(super) struct Foreign<'a> {
    /// As it is written.
    pub written: &'a str,
    /// What it is, where it means something.
    pub what: &'static str,
    pub help: String,
}

/// Signs of which a slide has at least one where it has any of this.
pub(super) const SIGNS: [&str; 11] =
    ["{{<", "{{%", "{%", "[[", "[toc]", "[TOC]", ". . .", "!!! ", "??? ", "%%", "\n: "];

/// Finds such markup in the text of a paragraph or another block.
pub(super) fn foreign(text: &str) -> Vec<Foreign<'_>> {
    let mut found = Vec::new();
    let mut before = "";
    for line in text.lines() {
        let line = line.trim();
        found.extend(whole_line(line, before));
        found.extend(wiki(line));
        found.extend(obsidian_comment(line));
        before = line;
    }
    found
}

/// Markup that has its line to itself.
fn whole_line<'a>(line: &'a str, before: &str) -> Option<Foreign<'a>> {
    let is_kind = |rest: &str| {
        rest.split_ascii_whitespace().next().is_some_and(|word| kinds().any(|kind| kind == word))
    };
    let admonition = ["!!! ", "??? ", "???+ "].iter().find_map(|sign| line.strip_prefix(sign));
    let (what, help) = if line.starts_with("{{<") || line.starts_with("{{%") {
        ("is a shortcode of Hugo and Quarto", "write in Markdown or HTML what it stands for, or take it out")
    } else if line.starts_with("{% ") && line.contains("%}") {
        ("is a tag of Jekyll", "write in Markdown or HTML what it stands for, or take it out")
    } else if line == ". . ." {
        (
            "is a pause of Pandoc and Quarto",
            "write `::: fragment` before what comes after the pause, and `:::` at its end",
        )
    } else if admonition.is_some_and(is_kind) {
        ("begins an admonition of MkDocs", "write `> [!NOTE]`, and `> ` before each line of the text")
    } else if matches!(line.to_ascii_lowercase().as_str(), "[toc]" | "[[toc]]") {
        (
            "is a table of contents in other tools",
            "write `<!-- .slide: layout=\"agenda\" -->` on a slide of its own",
        )
    } else if line.starts_with(": ") && !before.is_empty() {
        (
            "is a definition in Pandoc's Markdown",
            "write `<dl>`, `<dt>` and `<dd>`, or a list with the term in bold",
        )
    } else {
        return None;
    };
    Some(Foreign { written: line, what, help: help.to_owned() })
}

/// `![[picture.png]]` and `[[page]]`.
fn wiki(line: &str) -> Option<Foreign<'_>> {
    let open = line.find("[[")?;
    let length = line[open..].find("]]")?;
    let inside = &line[open + 2..open + length];
    let is_name =
        inside.starts_with(char::is_alphabetic) && !inside.contains(['[', ',', '"', '\'', '(', '=', '+']);
    if !is_name || inside.eq_ignore_ascii_case("toc") {
        return None;
    }
    let (address, shown) = inside.split_once('|').unwrap_or((inside, inside));
    let (is_picture, end) = (line[..open].ends_with('!'), open + length + 2);
    let help = match is_picture {
        true if address.contains(' ') => format!("write `![](<{address}>)`"),
        true => format!("write `![]({address})`"),
        false => format!("write `[{shown}](…)` with the address of the page or the id of a slide"),
    };
    let what = if is_picture { "is a picture in Obsidian" } else { "is a link in Obsidian and other wikis" };
    Some(Foreign { written: &line[open - usize::from(is_picture)..end], what, help })
}

/// `%%what nobody is to see%%`.
fn obsidian_comment(line: &str) -> Option<Foreign<'_>> {
    let open = line.find("%%")?;
    let length = line[open + 2..].find("%%").filter(|length| *length > 0)?;
    Some(Foreign {
        written: &line[open..open + length + 4],
        what: "is a comment in Obsidian",
        help: "write `<!-- … -->`, since the audience sees this".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_tools_read_is_found() {
        for (text, written) in [
            ("{{< video a.mp4 >}}", "{{< video a.mp4 >}}"),
            ("{% include a.html %}", "{% include a.html %}"),
            ("a\n. . .", ". . ."),
            ("!!! note \"A\"\nb", "!!! note \"A\""),
            ("???+ tip", "???+ tip"),
            ("[TOC]", "[TOC]"),
            ("term\n: its meaning", ": its meaning"),
            ("see ![[a b.png|100]].", "![[a b.png|100]]"),
            ("see [[A page]].", "[[A page]]"),
            ("a %%not for you%% b", "%%not for you%%"),
        ] {
            let found: Vec<_> = foreign(text).iter().map(|foreign| foreign.written).collect();
            assert_eq!(found, [written], "{text}");
        }
    }

    #[test]
    fn prose_is_prose() {
        for text in [
            "really?!!! yes",
            "??? what",
            "100 %% of",
            "a[[0, 1], [2]]",
            "[[1]]",
            "{{ name }}",
            ": what",
            "wait . . . what",
        ] {
            assert!(foreign(text).is_empty(), "{text}");
        }
    }
}
