//! Comments that were meant to set attributes, and those that only orate understands.

use crate::deck::Attribute;
use crate::parse::attributes::{AttributeComment, Target};
use crate::text::{Diagnostic, Fix, Slice, Span};

/// Says that a comment looks as if it were to set attributes, and sets none; `comment` is what is between `<!--`
/// and `-->`.
pub(crate) fn strange_comment(comment: Slice<'_>) -> Option<Diagnostic> {
    let inner = comment.trim();
    if let Some(diagnostic) = lone_mark(inner).or_else(|| directive(inner)) {
        return Some(diagnostic);
    }
    let dotted = inner.text.strip_prefix('.');
    let name = dotted.unwrap_or(inner.text);
    let length = name.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(name.len());
    let (word, rest) = (name[..length].to_ascii_lowercase(), &name[length..]);
    let meant = match word.as_str() {
        "fragment" if dotted.is_some() => ".element: class=\"fragment\"",
        // Too short to be like anything.
        word if word.len() < 4 => return None,
        word if strsim::damerau_levenshtein(word, "slide") <= 1 => ".slide:",
        word if strsim::damerau_levenshtein(word, "element") <= 2 => ".element:",
        _ => return None,
    };
    let is_draft = rest.trim_matches([':', ' ', '\t', '\n']) == "draft";
    let has_attributes = rest.contains("=\"") || rest.contains("='") || rest.contains("data-") || is_draft;
    let is_fragment = meant.ends_with('"') && rest.trim().is_empty();
    if !is_fragment && (!has_attributes || meant.ends_with('"') || !rest.starts_with([':', ' ', '\t', '='])) {
        return None;
    }
    let colon = usize::from(rest.starts_with(':'));
    let named = inner.part(0..inner.text.len() - rest.len() + colon);
    let is_private = ["data-notes", "data-visibility", "draft"].iter().any(|mark| rest.contains(mark));
    let code = if is_private { "misspelt-private-mark" } else { "ignored-attributes" };
    Some(
        Diagnostic::warning(code, named.span, format!("`{}` does not set attributes", named.text))
            .help(format!("did you mean `{meant}`?"))
            .fix(Fix::suggested(format!("write `{meant}`"), named.span, meant)),
    )
}

/// Reports a directive of Marp, which sets nothing here: `<!-- _class: lead -->`.
///
/// Source: "Local directives" of Marpit's documentation.
fn directive(inner: Slice<'_>) -> Option<Diagnostic> {
    let (name, value) = inner.text.split_once(':')?;
    let value = value.trim().trim_matches(['"', '\'']);
    let meant = match name.strip_prefix('_')? {
        "class" => format!(".slide: class=\"{value}\""),
        "backgroundColor" => format!(".slide: data-background-color=\"{value}\""),
        "backgroundImage" => {
            let address = value.trim_start_matches("url(").trim_end_matches(')').trim_matches(['"', '\'']);
            format!(".slide: data-background-image=\"{address}\"")
        }
        "header" | "footer" if value.is_empty() => format!(".slide: {}=\"off\"", &name[1..]),
        _ => return None,
    };
    let message = format!("`{}` sets nothing here, as it does in Marp", inner.text);
    Some(
        Diagnostic::warning("other-tool", inner.span, message)
            .help(format!("write `<!-- {meant} -->`"))
            .fix(Fix::suggested(format!("write `{meant}`"), inner.span, meant)),
    )
}

/// Says that a comment of one word keeps no slide from the audience: `<!-- draft -->`, `<!-- hidden: true -->`.
fn lone_mark(inner: Slice<'_>) -> Option<Diagnostic> {
    let (name, value) = inner.text.split_once([':', '=']).unwrap_or((inner.text, "true"));
    let value = value.trim().trim_matches(['"', '\'']);
    let mark = match name.trim().trim_start_matches('.').to_ascii_lowercase().as_str() {
        "draft" | "drafts" if value == "true" => "draft",
        "hidden" | "hide" if value == "true" => "data-visibility=\"hidden\"",
        "visibility" | "data-visibility" if value.eq_ignore_ascii_case("hidden") => {
            "data-visibility=\"hidden\""
        }
        _ => return None,
    };
    let message = format!("`{}` does not hide anything from the audience", inner.text);
    let meant = format!(".slide: {mark}");
    Some(
        Diagnostic::warning("misspelt-private-mark", inner.span, message)
            .help(format!("did you mean `{meant}`?"))
            .fix(Fix::suggested(format!("write `{meant}`"), inner.span, meant)),
    )
}

/// Says of attributes in a comment that reveal.js would not see them.
///
/// Source: reveal.js 6.0.2's Markdown plugin, which reads `name="value"` and a bare `data-` name before a space.
pub(crate) fn attribute_quotes(comment: Slice<'_>, found: &AttributeComment) -> Vec<Diagnostic> {
    let mut attributes: Vec<(&Attribute, Span)> =
        found.attributes.iter().filter_map(|attribute| Some((attribute, attribute.at?))).collect();
    attributes.sort_by_key(|(_, at)| *at);
    let start = comment.span.start;
    let text = |span: Span| &comment.text[(span.start - start) as usize..(span.end - start) as usize];
    let mut diagnostics = Vec::new();
    let mut end: Option<u32> = None;
    for (attribute, at) in attributes {
        if let Some(gap) = end.map(|end| Span { start: end, end: at.start, ..at })
            && found.unclear.is_empty()
            && text(gap).trim().is_empty()
            && text(gap).contains('\t')
        {
            diagnostics.push(
                Diagnostic::warning(
                    "attribute-quotes",
                    gap,
                    "there is a tab between two attributes; reveal.js would show nothing of the talk",
                )
                .help("write a space")
                .fix(Fix::safe("write a space", gap, " ")),
            );
        }
        end = Some(at.end);
        let written = text(at);
        let is_last = comment.text[(at.end - start) as usize..].is_empty();
        let is_bare = !written.contains('=');
        // Names are compared in lower case; messages show them as written.
        let name = written.split(|it: char| it == '=' || it.is_whitespace()).next().unwrap_or_default();
        let quoted = format!("{name}=\"{}\"", attribute.value);
        let is_plain = match is_bare {
            true => attribute.name.starts_with("data-") && !is_last,
            false => !attribute.value.is_empty() && written == quoted,
        };
        if is_plain {
            continue;
        }
        let target = if found.target == Target::Slide { "the slide" } else { "the element" };
        let mut diagnostic = Diagnostic::warning(
            "attribute-quotes",
            at,
            format!("reveal.js would not give `{}` to {target}", attribute.name),
        )
        .help(
            "reveal.js reads `name=\"value\"` with a non-empty value, and bare `data-` names before a space",
        );
        diagnostic.fix = quote_fix(attribute, at, quoted, is_bare).map(Box::new);
        diagnostics.push(diagnostic);
    }
    diagnostics
}

/// The fix by which reveal.js reads an attribute; `None` if there is no such spelling. `quoted` is its plain form.
fn quote_fix(attribute: &Attribute, at: Span, quoted: String, is_bare: bool) -> Option<Fix> {
    if attribute.value.contains('"') {
        None
    } else if !attribute.value.is_empty() {
        Some(Fix::safe("put it in double quotes", at, quoted))
    } else if is_bare && attribute.name.starts_with("data-") {
        Some(Fix::safe("add a space", Span { start: at.end, ..at }, " "))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::attributes::attribute_comment_at;
    use crate::text::Sources;

    fn with_comment<T>(text: &str, read: impl FnOnce(Slice<'_>) -> T) -> T {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text.as_bytes(), &mut Vec::new());
        read(sources.whole(id))
    }

    #[track_caller]
    fn check_strange(text: &str, expected: Option<(&str, &str)>) {
        let found = with_comment(text, |comment| {
            assert!(attribute_comment_at(comment).is_none(), "{text} is understood");
            let diagnostic = strange_comment(comment)?;
            let fix = diagnostic.fix?;
            let at = diagnostic.at?;
            Some((text[at.range()].to_owned(), fix.edits[0].replacement.clone()))
        });
        assert_eq!(found, expected.map(|(found, meant)| (found.into(), meant.into())), "{text}");
    }

    #[test]
    fn slips_of_a_target_are_seen() {
        check_strange(" slide: data-state=\"a\" ", Some(("slide:", ".slide:")));
        check_strange(" draft ", Some(("draft", ".slide: draft")));
        check_strange(" Hidden: true ", Some(("Hidden: true", ".slide: data-visibility=\"hidden\"")));
        check_strange(" slide: draft ", Some(("slide:", ".slide:")));
        check_strange(" a draft of this went to the board ", None);
        check_strange(" .slides: class='a' ", Some((".slides:", ".slide:")));
        check_strange(" .Slide data-x ", Some((".Slide", ".slide:")));
        check_strange(" .elemnt: class=\"fragment\" ", Some((".elemnt:", ".element:")));
        check_strange(" .fragment ", Some((".fragment", ".element: class=\"fragment\"")));
    }

    #[test]
    fn other_comments_are_comments() {
        for text in [
            " a slide about data ",
            " slides: three of them ",
            " fragment ",
            " TODO: data-x ",
            " .fragment a=\"b\" ",
            "",
        ] {
            check_strange(text, None);
        }
    }

    #[track_caller]
    fn check_quotes(text: &str, expected: &[(&str, Option<&str>)]) {
        let found = with_comment(text, |comment| {
            let found = attribute_comment_at(comment).unwrap();
            attribute_quotes(comment, &found)
        });
        let found: Vec<_> = found
            .iter()
            .map(|diagnostic| {
                let fix = diagnostic.fix.as_ref().map(|fix| fix.edits[0].replacement.as_str());
                (&text[diagnostic.at.unwrap().range()], fix)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_reveal_js_reads_is_fine() {
        check_quotes(" .slide: a=\"1 2\" data-x data-y=\"3\" ", &[]);
    }

    #[test]
    fn what_only_orate_reads_is_told_and_written_plainly() {
        check_quotes(
            ".slide: a='1 2' b=3 c = \"4\" d=\"\" hidden data-x",
            &[
                ("a='1 2'", Some("a=\"1 2\"")),
                ("b=3", Some("b=\"3\"")),
                ("c = \"4\"", Some("c=\"4\"")),
                ("d=\"\"", None),
                ("hidden", None),
                ("data-x", Some(" ")),
            ],
        );
        check_quotes(".element: a='\"'", &[("a='\"'", None)]);
        check_quotes(".element: a=\"1\"\tb=\"2\" ", &[("\t", Some(" "))]);
    }
}
