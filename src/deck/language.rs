//! What follows from the language of a talk: the direction of its script.

/// Languages that are written from right to left, where a tag names no script.
///
/// Source: the scripts that CLDR 47 gives them as the likeliest.
const RIGHT_TO_LEFT: [&str; 22] = [
    "ar", "arc", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "lrc", "mzn", "nqo", "pnb",
    "ps", "sd", "syr", "ug", "ur", "yi",
];

/// Scripts that are written from right to left.
const SCRIPTS: [&str; 11] =
    ["adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"];

/// Whether the script of a language is written from right to left; `tag` is one of BCP 47, such as `ar-EG` or `az-Arab`.
pub(crate) fn is_right_to_left(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|it| it.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_decides_before_a_language() {
        for tag in ["ar", "he-IL", "fa_IR", "az-Arab", "ur", "yi", "AR-eg", "dv"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in ["en", "de", "az", "ku-Latn", "ar-Latn-EG", "ja", "", "arn"] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
