//! Names and values that Markdown gives to attributes.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Whether an attribute of that name can be written; others would end the tag or begin another attribute.
pub(crate) fn is_attribute_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|it| it.is_alphanumeric() || "-_:.@".contains(it))
        && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// An address with what no URL may hold percent-encoded; what is encoded already stays.
///
/// This is JavaScript's `encodeURI` without its treatment of `%`, as marked has it.
pub(crate) fn encode_address(address: &str) -> String {
    const ENCODED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(address, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::encode_address;

    #[test]
    fn an_address_keeps_every_letter_that_a_url_may_hold() {
        let printable: String = (' '..='~').collect();
        assert_eq!(
            encode_address(&printable),
            "%20!%22#$%&'()*+,-./0123456789:;%3C=%3E?@ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D~"
        );
        assert_eq!(encode_address("é\u{7f}\n%20"), "%C3%A9%7F%0A%20");
    }
}
