//! In the place of the cutter, in a build without the feature `fonts`: a font is used as it is.

use super::{Cut, Facts, FontFault, Letters, Uncut, Wanted, look};

/// Nothing is known of a font but its beginning; so it serves for all weights, widths and letters.
pub(crate) fn facts(file: &[u8]) -> Result<Facts, FontFault> {
    let letters = vec![0..=u32::from(char::MAX)];
    match look(file) {
        Some(fault) => Err(fault),
        None => Ok(Facts { weights: 1..=1000, widths: 50..=200, is_italic: false, letters }),
    }
}

/// The font is used as it is, and supposed to have every letter.
pub(crate) fn cut(file: &[u8], wanted: &Wanted) -> Result<Cut, FontFault> {
    let letters: Letters = wanted.letters.clone();
    if file.is_empty() {
        Err(FontFault::Empty)
    } else {
        Ok(Cut { bytes: Err(Uncut::LeftOut), letters, is_restricted: false })
    }
}
