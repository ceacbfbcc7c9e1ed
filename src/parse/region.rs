//! A part of a file between two comments that name it.
//!
//! Source: `#region` as editors fold it, `ANCHOR:` as mdBook has it, `tag::` as Asciidoctor has it.

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region<'a> {
    /// Without the lines that begin and end regions.
    pub lines: Vec<&'a str>,
    /// Whether it has an end; without one, it goes on to the end of the file.
    pub is_closed: bool,
}

/// What a line says about regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker<'a> {
    Open {
        name: &'a str,
        /// Whether an end without a name may be its end.
        is_nested: bool,
    },
    /// The name is empty for the innermost.
    Close(&'a str),
}

/// The region of a name; where there are several, the first.
pub(crate) fn find<'a>(text: &'a str, wanted: &str) -> Option<Region<'a>> {
    let mut lines = text.lines();
    lines.find(|line| matches!(marker(line), Some(Marker::Open { name, .. }) if name == wanted))?;
    let (mut region, mut depth) = (Region { lines: Vec::new(), is_closed: false }, 0_usize);
    for line in lines {
        match marker(line) {
            None => region.lines.push(line),
            Some(Marker::Open { is_nested, .. }) => depth += usize::from(is_nested),
            Some(Marker::Close(name)) if name == wanted || name.is_empty() && depth == 0 => {
                region.is_closed = true;
                break;
            }
            Some(Marker::Close(name)) => depth = depth.saturating_sub(usize::from(name.is_empty())),
        }
    }
    Some(region)
}

/// The names of all regions.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| match marker(line) {
        Some(Marker::Open { name, .. }) => Some(name),
        _ => None,
    })
}

/// What opens a comment in some language.
const COMMENTS: &[&str] = &["//", "#", "--", "/*", "<!--", ";", "%", "(*", "{-", "'", "*", "!", "REM "];

/// What ends one.
const ENDS: &[&str] = &["-->", "*/}", "*/", "*)", "-}", "#}", "--%>", "%>", "\""];

fn marker(line: &str) -> Option<Marker<'_>> {
    let line = line.trim();
    if !COMMENTS.iter().any(|sign| line.contains(sign)) {
        return None;
    }
    let remark = line.strip_prefix("REM ");
    let (before, comment) = match remark {
        Some(comment) => ("REM ", comment),
        None => line.split_at(line.find(char::is_alphabetic)?),
    };
    // An item of a list, or an operator, is not a comment.
    if !COMMENTS.iter().any(|sign| before.contains(sign)) || before.trim() == "*" {
        return None;
    }
    let comment = strip(comment, "pragma ").unwrap_or(comment);
    if let Some(name) = strip(comment, "ANCHOR_END:").or_else(|| strip(comment, "end::")) {
        return Some(Marker::Close(trimmed(name)));
    }
    if let Some(name) = strip(comment, "ANCHOR:").or_else(|| strip(comment, "tag::")) {
        return Some(Marker::Open { name: trimmed(name), is_nested: false });
    }
    let word = |keyword| strip(comment, keyword).filter(|rest| !rest.starts_with(is_of_word));
    if let Some(name) = word("endregion").or_else(|| word("end region")) {
        return Some(Marker::Close(trimmed(name)));
    }
    let name = trimmed(word("region")?);
    Some(Marker::Open { name, is_nested: true })
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '-'
}

/// The text after a word at its head, in any case.
fn strip<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// A name without what ends the comment around it.
fn trimmed(name: &str) -> &str {
    let name = name.trim();
    let name = ENDS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).trim();
    name.strip_suffix("[]").unwrap_or(name).trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lines: &[&str]) {
        let region = find(text, "parse").unwrap_or_else(|| panic!("no region in {text:?}"));
        assert!(region.is_closed, "{text:?}");
        assert_eq!(region.lines, lines, "{text:?}");
    }

    #[test]
    fn a_region_stands_between_comments_of_any_language() {
        for (start, end) in [
            ("#region parse", "#endregion"),
            ("// #region parse", "// #endregion parse"),
            ("//region parse", "//endregion"),
            ("    # region parse", "    # endregion"),
            ("/* #region parse */", "/* #endregion */"),
            ("<!-- #region parse -->", "<!-- #endregion -->"),
            ("{/* #region parse */}", "{/* #endregion */}"),
            ("-- region parse", "-- endregion parse"),
            ("#pragma region parse", "#pragma endregion"),
            ("#Region \"parse\"", "#End Region"),
            ("// ANCHOR: parse", "// ANCHOR_END: parse"),
            ("# ANCHOR: parse", "# ANCHOR_END: parse"),
            ("// tag::parse[]", "// end::parse[]"),
            ("REM region parse", "REM endregion"),
            ("(* region parse *)", "(* endregion *)"),
        ] {
            check(&format!("a\n{start}\nb\n  c\n{end}\nd\n"), &["b", "  c"]);
        }
    }

    #[test]
    fn regions_stand_in_each_other_and_their_comments_are_left_out() {
        check(
            "//region parse\na\n//region b\nc\n//endregion\nd\n// ANCHOR: e\n//endregion\nf",
            &["a", "c", "d"],
        );
        check("// ANCHOR: parse\na\n// ANCHOR: b\nc\n// ANCHOR_END: parse\nd\n// ANCHOR_END: b", &["a", "c"]);
    }

    #[test]
    fn what_only_looks_like_a_comment_is_code() {
        for text in ["region parse", "- region parse", "region = \"parse\"", "let region = 1; // parse"] {
            assert_eq!(find(text, "parse"), None, "{text:?}");
        }
    }

    #[test]
    fn a_region_without_an_end_says_so() {
        assert!(!find("// region parse\na", "parse").unwrap().is_closed);
        assert_eq!(
            names("// region a\n// ANCHOR: b\n# region c d\nregions e").collect::<Vec<_>>(),
            ["a", "b", "c d"]
        );
    }
}
