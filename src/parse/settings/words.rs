//! Sizes and amounts, as people write them.

/// Width and height in pixels: a shape (`16:9`), or both sides (`960x700`).
pub(super) fn size(text: &str) -> Option<(i64, i64)> {
    match text.trim() {
        "16:9" => Some((1280, 720)),
        "4:3" => Some((960, 720)),
        text => {
            let (width, height) = text.split_once(['x', 'X', '×'])?;
            Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
        }
    }
}

/// Bytes: `500 kB`, `1.5 MB`, `2 MiB`, `100`.
pub(super) fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let length =
        text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(length);
    let unit: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" | "k" => 1000,
        "mb" | "m" => 1_000_000,
        "gb" | "g" => 1_000_000_000,
        "kib" => 1024,
        "mib" => 1024 * 1024,
        "gib" => 1024 * 1024 * 1024,
        _ => return None,
    };
    let bytes = number.parse::<f64>().ok()? * unit as f64;
    (bytes < 1e15).then_some(bytes.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_shapes_or_sides() {
        assert_eq!(size("16:9"), Some((1280, 720)));
        assert_eq!(size(" 960 x 700 "), Some((960, 700)));
        assert_eq!(size("960"), None);
    }

    #[test]
    fn amounts_have_units() {
        assert_eq!(bytes("500 kB"), Some(500_000));
        assert_eq!(bytes("1.5MB"), Some(1_500_000));
        assert_eq!(bytes("2 MiB"), Some(2_097_152));
        assert_eq!(bytes("1.2.3 kB"), None);
        assert_eq!(bytes("many"), None);
    }
}
