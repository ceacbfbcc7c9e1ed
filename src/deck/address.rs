//! Addresses: of what lies below another, and those that lead nowhere, since what follows their scheme is a script or a
//! document of its own.

/// The address of what lies below another address, whether or not that ends in a slash.
pub(crate) fn address_below(base: &str, path: &str) -> String {
    format!("{}/{path}", base.trim_end_matches('/'))
}

/// Schemes whose address is a program.
const SCRIPTS: [&str; 2] = ["javascript", "vbscript"];

/// The scheme of an address that runs something when it is followed: `javascript` or `vbscript`.
///
/// Browsers do not mind capitals, white space and control characters before a scheme, and tabs and line ends within it
/// (WHATWG URL, section 4.4). Here none of them counts anywhere.
pub(crate) fn script_scheme(address: &str) -> Option<&'static str> {
    let scheme = scheme(address)?;
    SCRIPTS.into_iter().find(|script| *script == scheme)
}

/// The scheme of an address that a link may not have: one that runs something, or brings its own document (`data`).
pub(crate) fn unsafe_link_scheme(address: &str) -> Option<&'static str> {
    script_scheme(address).or_else(|| (scheme(address)? == "data").then_some("data"))
}

fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let letters = scheme.chars().filter(|letter| !letter.is_control() && !letter.is_whitespace());
    Some(letters.map(|letter| letter.to_ascii_lowercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_known_however_it_is_written() {
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "  javascript:x",
            "\u{1}\u{0}javascript:x",
            "java\tscript:x",
            "java\r\nscript\n:x",
            "\u{a0}javascript:x",
        ] {
            assert_eq!(script_scheme(address), Some("javascript"), "{address:?}");
        }
        assert_eq!(script_scheme("VBScript:x"), Some("vbscript"));
        assert_eq!(unsafe_link_scheme(" DATA:text/html,<script>"), Some("data"));
    }

    #[test]
    fn other_addresses_are_none() {
        for address in [
            "https://a/javascript:x",
            "a.pdf",
            "mailto:a@b",
            "javascript",
            "x-javascript:a",
            "",
            ":",
            "data.csv",
        ] {
            assert_eq!(unsafe_link_scheme(address), None, "{address}");
        }
        assert_eq!(script_scheme("data:image/png;base64,AA"), None);
    }
}
