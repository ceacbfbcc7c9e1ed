//! Names and values that Markdown gives to attributes.

/// Whether an attribute of that name can be written; others would end the tag or begin another attribute.
pub fn is_attribute_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|it| it.is_alphanumeric() || "-_:.@".contains(it))
        && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// An address with what no URL may hold percent-encoded; what is encoded already stays.
///
/// This is JavaScript's `encodeURI` without its treatment of `%`, as marked has it.
pub fn encode_address(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for character in address.chars() {
        if character.is_ascii_alphanumeric() || ";,/?:@&=+$-_.!~*'()#%".contains(character) {
            encoded.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}
