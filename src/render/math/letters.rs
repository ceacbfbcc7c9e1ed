//! Which letters of the font a formula needs.

use crate::runtime::MathPieces;

/// The pieces of the font that a formula in MathML is set from.
pub(super) fn pieces(mathml: &str) -> MathPieces {
    let mut pieces = MathPieces::CORE;
    let mut rest = mathml;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((tag, after)) = after.split_once('>') else { break };
        let text = &after[..after.find('<').unwrap_or(after.len())];
        rest = after;
        // What `\text` says is set in the font of the slide, but for the numbers of equations.
        if tag.starts_with("mtext") && !text.starts_with('(') {
            continue;
        }
        let letters = || letters(text);
        match (tag, letters().next(), letters().nth(1)) {
            // A browser makes one letter that is alone italic, and no other.
            ("mi", Some(letter), None) => pieces.extend(MathPieces::of(italic(letter))),
            _ => letters().for_each(|letter| pieces.extend(MathPieces::of(letter))),
        }
    }
    pieces
}

/// The letters of a text; of what is written as an entity, none: those signs are in every piece.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let mut is_entity = false;
    text.chars().filter(move |&letter| {
        let was_entity = is_entity;
        is_entity = (is_entity || letter == '&') && letter != ';';
        !was_entity && !is_entity
    })
}

/// The letter that browsers show for one that is alone in an `mi`.
///
/// Source: the mappings of `math-auto` in MathML Core, <https://www.w3.org/TR/mathml-core/#italic-mappings>.
fn italic(letter: char) -> char {
    let at = |start: u32, first: char| char::from_u32(start + (u32::from(letter) - u32::from(first)));
    let italic = match letter {
        'h' => Some('\u{210e}'),
        'A'..='Z' => at(0x1d434, 'A'),
        'a'..='z' => at(0x1d44e, 'a'),
        'Α'..='Ω' => at(0x1d6e2, 'Α'),
        'α'..='ω' => at(0x1d6fc, 'α'),
        '∂' => Some('\u{1d715}'),
        'ϵ' => Some('\u{1d716}'),
        'ϑ' => Some('\u{1d717}'),
        'ϰ' => Some('\u{1d718}'),
        'ϕ' => Some('\u{1d719}'),
        'ϱ' => Some('\u{1d71a}'),
        'ϖ' => Some('\u{1d71b}'),
        'ı' => Some('\u{1d6a4}'),
        'ȷ' => Some('\u{1d6a5}'),
        '∇' => Some('\u{1d6fb}'),
        _ => None,
    };
    italic.unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mathml: &str, names: &[&str]) {
        assert_eq!(pieces(mathml).names().collect::<Vec<_>>(), names, "of {mathml}");
    }

    #[test]
    fn a_letter_alone_is_italic_and_a_word_is_not() {
        check("<math><mi>x</mi></math>", &["core", "italic"]);
        check("<math><mi>h</mi></math>", &["core", "italic"]);
        check("<math><mi mathvariant=\"normal\">d</mi></math>", &["core", "upright"]);
        check("<math><mi>sin</mi><mi>Γ</mi></math>", &["core", "upright", "greek-other"]);
    }

    #[test]
    fn tags_texts_and_entities_need_no_letters() {
        check("<math display=\"block\"><mo>&lt;</mo><mtext>where é</mtext></math>", &["core"]);
        check("<math><mtd class=\"k\"><mtext>(A)</mtext></mtd></math>", &["core", "upright-capital"]);
        check("<math", &["core"]);
    }
}
