//! Lengths of time, as people write them.

/// Seconds: `45min`, `1h30m`, `1 h 30 min`, `90s`.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (number, after) = number(rest)?;
        let length = after.find(|character: char| !character.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(length);
        let unit = match unit {
            "h" | "hour" | "hours" => 3600,
            "m" | "min" | "minute" | "minutes" => 60,
            "s" | "sec" | "second" | "seconds" => 1,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(unit)?)?;
        rest = after.trim_start();
    }
    (!text.trim().is_empty()).then_some(total)
}

fn number(text: &str) -> Option<(&str, &str)> {
    let length = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    (length > 0).then(|| (&text[..length], text[length..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_add_up() {
        assert_eq!(seconds("45min"), Some(2700));
        assert_eq!(seconds("1h30m"), Some(5400));
        assert_eq!(seconds("1 hour 90 s"), Some(3690));
        assert_eq!(seconds("45"), None);
        assert_eq!(seconds(""), None);
        assert_eq!(seconds("99999999999999999999h"), None);
    }
}
