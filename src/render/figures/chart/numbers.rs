//! Numbers as a language writes them.

/// What parts the digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    decimal: char,
    thousands: char,
}

impl Numbers {
    /// The way of a language, by its BCP 47 tag; English where it is not known.
    ///
    /// Source: the number symbols of Unicode's CLDR.
    pub(super) fn of(language: &str) -> Numbers {
        let tag = language.to_ascii_lowercase();
        let (decimal, thousands) = match tag.split('-').next().unwrap_or_default() {
            _ if tag == "de-ch" || tag == "de-li" => ('.', '’'),
            "de" if tag == "de-at" => (',', '\u{A0}'),
            "de" | "es" | "it" | "pt" | "nl" | "da" | "id" | "tr" | "el" | "ro" | "hr" | "sl" => (',', '.'),
            "fr" | "cs" | "sk" | "pl" | "ru" | "uk" | "sv" | "nb" | "nn" | "no" | "fi" | "hu" | "bg" => {
                (',', '\u{A0}')
            }
            _ => ('.', ','),
        };
        Numbers { decimal, thousands }
    }

    /// A number with that many decimals, or as many as it has, up to three.
    pub(super) fn written(self, value: f64, decimals: Option<usize>) -> String {
        let text = format!("{:.*}", decimals.unwrap_or(3).min(6), value.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let part = if decimals.is_none() { part.trim_end_matches('0') } else { part };
        let mut written = String::new();
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if value < 0.0 && !is_zero {
            written.push('\u{2212}');
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) && whole.len() > 4 {
                written.push(self.thousands);
            }
            written.push(digit);
        }
        if !part.is_empty() {
            written.push(self.decimal);
            written.push_str(part);
        }
        written
    }
}
