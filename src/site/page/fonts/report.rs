//! What there is to say about the fonts of a page.

use std::fmt::Display;

use super::face::FaceFile;
use crate::assets::font::{Letters, Uncut};
use crate::text::{Diagnostic, Sources, Span};

/// How many letters a message names.
const NAMED: usize = 5;

/// Says that a file is not a font.
pub(super) fn broken(file: &FaceFile, fault: impl Display) -> Diagnostic {
    let message = format!("the font `{}` cannot be used: {fault}", file.path);
    let help = "export it again as `.woff2`, or take it from where it was published";
    Diagnostic::warning("broken-font", file.at, message).help(help)
}

/// Says that the makers of a font do not want it in a deck.
pub(super) fn restricted(file: &FaceFile) -> Diagnostic {
    let message =
        format!("the font `{}` says that it must not be embedded, and the deck holds it", file.path);
    let help = "ask its makers before you publish the deck, or use another font";
    Diagnostic::warning("restricted-font", file.at, message).help(help)
}

/// Says that the deck holds all of a font.
pub(super) fn whole(file: &FaceFile, why: Uncut) -> Diagnostic {
    let message = format!(
        "the deck holds all of the font `{}`, {} kB: {why}",
        file.path,
        file.bytes().len().div_ceil(1000)
    );
    let note = Diagnostic::note("whole-font", file.at, message);
    match why {
        Uncut::PostScript => {
            note.help("a TrueType version of it (`.ttf` or `.woff2`) is cut to what the deck uses")
        }
        Uncut::Damaged => broken(file, why),
        _ => note,
    }
}

/// Says which letters no font of the deck has, at the first of them. `slides` are the places and the HTML of all slides.
pub(super) fn missing_glyphs<'a>(
    letters: &Letters,
    slides: impl Iterator<Item = (Span, &'a str)>,
    sources: &Sources,
) -> Option<Diagnostic> {
    let count = letters.iter().count();
    let named: Vec<String> = letters.iter().take(NAMED).map(|letter| format!("`{letter}`")).collect();
    let list = match (named.as_slice(), count.saturating_sub(NAMED)) {
        ([], _) => return None,
        ([only], _) => only.clone(),
        ([first @ .., last], 0) => format!("{} or {last}", first.join(", ")),
        (named, more) => format!("{} or {more} more letters", named.join(", ")),
    };
    let is_missing = |letter: char| letters.has(letter);
    let at = slides.into_iter().find(|(_, html)| html.contains(is_missing)).map(|(span, _)| {
        let text = sources.text(span);
        let found = text.char_indices().find(|(_, letter)| is_missing(*letter));
        found.map_or_else(|| span.head(), |(start, letter)| span.part(start..start + letter.len_utf8()))
    });
    let message = format!("no font of this deck has {list}");
    let diagnostic = Diagnostic::warning("missing-glyph", at, message);
    Some(diagnostic.help("each machine shows them in a font of its own; set one that has them in `[fonts]`"))
}

/// Whether people would miss a letter in a font. Emoji come from the system, which every system has; what is not seen needs
/// no glyph.
pub(super) fn is_missed(letter: char) -> bool {
    let is_unseen = letter.is_whitespace()
        || unicode_normalization::char::is_combining_mark(letter)
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    // What fonts of icons draw has no place in Unicode, and whoever uses it has the font.
    let is_private = matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !is_unseen && !is_private && !is_emoji(letter)
}

/// Whether a letter is shown as a picture (`Emoji_Presentation` of UTS 51).
fn is_emoji(letter: char) -> bool {
    matches!(letter,
        '\u{1f000}'..='\u{1faff}' | '⌚' | '⌛' | '⏩'..='⏬' | '⏰' | '⏳' | '◽' | '◾' | '☔' | '☕' | '♈'..='♓' | '♿' | '⚓'
        | '⚡' | '⚪' | '⚫' | '⚽' | '⚾' | '⛄' | '⛅' | '⛎' | '⛔' | '⛪' | '⛲' | '⛳' | '⛵' | '⛺' | '⛽' | '✅' | '✊' | '✋'
        | '✨' | '❌' | '❎' | '❓'..='❕' | '❗' | '➕'..='➗' | '➰' | '➿' | '⬛' | '⬜' | '⭐' | '⭕')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_and_what_is_not_seen_are_not_missed() {
        for letter in "😀⭐\u{200d}\u{301}\u{ad} \u{e001}".chars() {
            assert!(!is_missed(letter), "{letter:?}");
        }
        assert!(is_missed('→') && is_missed('漢') && is_missed('❤'));
    }
}
