//! A file of any size is looked through piece by piece.

use std::io::{self, Read};

/// How much is looked through at once, in bytes.
const WINDOW: usize = 4 * 1024 * 1024;

/// How much of a piece belongs to the next one as well, so that what lies across the border is seen: more than any sentence
/// or path has.
const OVERLAP: usize = 64 * 1024;

/// The first thing that `look` sees in a file.
pub(super) fn first_in<T>(mut file: impl Read, look: impl Fn(&[u8]) -> Option<T>) -> io::Result<Option<T>> {
    let mut window = Vec::with_capacity(WINDOW);
    loop {
        let before = window.len();
        file.by_ref().take((WINDOW - before) as u64).read_to_end(&mut window)?;
        if window.len() == before {
            return Ok(None);
        }
        if let Some(seen) = look(whole_letters(&window)) {
            return Ok(Some(seen));
        }
        let rest = window.len().saturating_sub(OVERLAP);
        window.drain(..rest);
    }
}

/// A piece of a text without the halves of letters at its ends.
fn whole_letters(window: &[u8]) -> &[u8] {
    let is_half = |byte: &&u8| **byte & 0b1100_0000 == 0b1000_0000;
    let start = window.iter().take(3).take_while(is_half).count();
    let window = &window[start..];
    match std::str::from_utf8(window) {
        Err(error) if error.error_len().is_none() => &window[..error.valid_up_to()],
        _ => window,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_across_a_border_is_seen_and_so_are_letters() {
        let needle = "die geheime Notiz";
        for at in [0, WINDOW - 5, WINDOW - OVERLAP - 3, 2 * WINDOW - OVERLAP - 9, 2 * WINDOW] {
            for padding in ["x", "ü"] {
                let before = padding.repeat(at / padding.len());
                let text = format!("{before}{needle}{}", "y".repeat(WINDOW));
                let look = |bytes: &[u8]| {
                    let text = std::str::from_utf8(bytes).expect("pieces of a text are texts");
                    text.contains(needle).then_some(())
                };
                assert_eq!(first_in(text.as_bytes(), look).unwrap(), Some(()), "{padding} {at}");
                assert_eq!(first_in(before.as_bytes(), look).unwrap(), None);
            }
        }
    }
}
