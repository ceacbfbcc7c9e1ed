//! A run of plain text: `H~2~O`, `x^2^` and `:tada:` in it.
//!
//! Source: pandoc for sub- and superscript, GitHub for the names of emoji. A tilde at a word's beginning strikes, as
//! in GitHub's Markdown; only one within a word sinks.

use crate::render::markdown::han;

/// A part of a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// With where it begins in the run.
    Text(usize, &'a str),
    Sub(&'a str),
    Sup(&'a str),
    Emoji(&'static str),
}

/// Whether there can be anything but text in a run.
pub(crate) fn may_be_in(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'^' | b'~' | b':'))
}

/// Parts a run. `escaped` has the places, in ascending order, of signs that are only signs.
pub(crate) fn pieces<'a>(text: &'a str, escaped: &[usize]) -> Vec<Piece<'a>> {
    let (mut pieces, mut done, mut at) = (Vec::new(), 0, 0);
    let is_plain = |at: usize| escaped.binary_search(&at).is_err();
    while let Some(offset) = text[at..].find(['^', '~', ':']) {
        at += offset;
        match is_plain(at).then(|| piece(text, at, is_plain)).flatten() {
            Some((piece, end)) => {
                if done < at {
                    pieces.push(Piece::Text(done, &text[done..at]));
                }
                pieces.push(piece);
                (done, at) = (end, end);
            }
            None => at += 1,
        }
    }
    if done < text.len() {
        pieces.push(Piece::Text(done, &text[done..]));
    }
    pieces
}

/// What the sign at `at` begins, and where that ends.
fn piece(text: &str, at: usize, is_plain: impl Fn(usize) -> bool) -> Option<(Piece<'_>, usize)> {
    let sign = &text[at..at + 1];
    let length = text[at + 1..].find(|it: char| it.is_whitespace() || sign.starts_with(it))?;
    let end = at + 1 + length;
    let inside = &text[at + 1..end];
    let is_closed = text[end..].starts_with(sign) && !text[end + 1..].starts_with(sign) && is_plain(end);
    let before = text[..at].chars().next_back();
    if !is_closed || !inside.contains(char::is_alphanumeric) {
        return None;
    }
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, ')' | ']');
    let piece = match sign {
        ":" => {
            let after = text[end + 1..].chars().next();
            let is_apart =
                |side: Option<char>| !side.is_some_and(|it| it.is_alphanumeric() || ":/@_".contains(it));
            let emoji = emojis::get_by_shortcode(inside).filter(|_| is_apart(before) && is_apart(after))?;
            Piece::Emoji(emoji.as_str())
        }
        "^" if before.is_none_or(is_word) && is_short(inside) => Piece::Sup(inside),
        "~" if is_range(before, inside, text[end + 1..].chars().next()) => return None,
        "~" if before.is_some_and(is_word) && is_short(inside) => Piece::Sub(inside),
        _ => return None,
    };
    Some((piece, end + 1))
}

/// Whether two tildes are two ranges, as in `10~20、30~40`, `9~12時と13~17時` and `周一~周五和周六~周日`; a sign alone between
/// them sinks, as in `水~2~と`.
fn is_range(before: Option<char>, inside: &str, after: Option<char>) -> bool {
    let is_spaceless = |it: Option<char>| it.is_some_and(|it| it.is_numeric() || han::is_spaceless(it));
    let joins = |left: Option<char>, right: Option<char>| is_spaceless(left) && is_spaceless(right);
    let ends = joins(before, inside.chars().next()) && joins(inside.chars().next_back(), after);
    let is_long = inside.chars().nth(1).is_some();
    is_long && ends || is_spaceless(before) && inside.contains(han::is_wide_punctuation)
}

/// Whether a text can be above or below the line; an address cannot.
fn is_short(text: &str) -> bool {
    text.len() <= 40 && !text.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_pieces(text: &str, expected: &str) {
        let shown: String = pieces(text, &[])
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(_, text) => text.to_owned(),
                Piece::Sub(text) => format!("_{text}_"),
                Piece::Sup(text) => format!("/{text}/"),
                Piece::Emoji(emoji) => format!("[{emoji}]"),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_sinks_and_what_rises() {
        check_pieces("H~2~O, x^2^ + e^-iπ^", "H_2_O, x/2/ + e/-iπ/");
        check_pieces("CO~2~ (a)^b^", "CO_2_ (a)/b/");
    }

    #[test]
    fn signs_in_prose_are_signs() {
        for text in
            ["2^10 and 3^5", "^_^", "~a~ b", "~/a:~/b", "a ^ b ^ c", "10:30:45", "std::x::y", "a~~b~~", "^^"]
        {
            check_pieces(text, text);
        }
    }

    #[test]
    fn two_ranges_are_no_subscript() {
        for text in [
            "10~20、30~40",
            "10~20和30~40个",
            "9~12時と13~17時",
            "周一~周五和周六~周日",
            "月~金/土~日",
            "3個~5個。6個~",
        ] {
            check_pieces(text, text);
        }
        check_pieces("水~2~と、101~2~ log~10~100 v~最大~は", "水_2_と、101_2_ log_10_100 v_最大_は");
    }

    #[test]
    fn an_emoji_has_its_name_on_github() {
        check_pieces("Yes :tada: :+1:!", "Yes [🎉] [👍]!");
        check_pieces(":no-such-thing: a:b:c :a:b:", ":no-such-thing: a:b:c :a:b:");
    }

    #[test]
    fn an_escaped_sign_is_a_sign() {
        assert_eq!(pieces(":tada:", &[0]), [Piece::Text(0, ":tada:")]);
        assert_eq!(pieces("x^2^", &[1]), [Piece::Text(0, "x^2^")]);
    }
}
