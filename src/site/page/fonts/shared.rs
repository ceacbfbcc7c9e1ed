//! Fonts that the decks of a site share: those of the themes, cut to the letters that nearly every talk has. A deck brings
//! only the other letters itself, so it is small, and whoever has seen one talk has the fonts of the next.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::memo::{cut, key};
use super::{CutFace, PlacedFonts, UsedFace, face, runs};
use crate::assets::data_uri;
use crate::assets::font::{Letters, Wanted};
use crate::site::page::shared::SharedFile;
use crate::text::Fingerprint;

/// A face that a page shows fewer shared letters of is cut for the page: what is shared would be larger.
const FEW: usize = 16;

/// Signs that many talks have besides ASCII.
const SIGNS: &str = "\u{a0}·–—‘’“”•…";

/// What was cut to be shared: a font of a theme comes in two sets of letters, and is cut once for all talks.
static CUTS: LazyLock<Mutex<HashMap<Fingerprint, CutFace>>> = LazyLock::new(Mutex::default);

/// The letters for which the decks of a language share fonts: ASCII, and for languages other than English the rest of
/// Latin-1, since two letters that come from two fonts do not stand together as one font wants it.
pub(crate) fn shared_letters(language: &str) -> Letters {
    let is_english = language.split('-').next().is_some_and(|name| name.eq_ignore_ascii_case("en"));
    let others = if is_english { None } else { Some('\u{a1}'..='\u{ff}') };
    (' '..='~').chain(SIGNS.chars()).chain(others.into_iter().flatten()).collect()
}

/// Parts the faces of a page: those that are shared, with all letters that are, and those that are the page's own, with
/// the others.
pub(super) fn split<'a>(
    used: Vec<UsedFace<'a>>,
    letters: &Letters,
) -> (Vec<UsedFace<'a>>, Vec<UsedFace<'a>>) {
    let (mut shared, mut own) = (Vec::new(), Vec::new());
    for one in used {
        let count = one.wanted.letters.iter().filter(|letter| letters.has(*letter)).count();
        if count < FEW || !one.face.file.is_built_in() {
            own.push(one);
            continue;
        }
        let others = one.wanted.letters.filter(|letter| !letters.has(letter));
        let common = letters.filter(|letter| one.face.has(letter));
        let part = |letters| UsedFace {
            face: one.face,
            reach: one.reach,
            wanted: Wanted { letters, features: one.wanted.features.clone() },
        };
        own.extend((!others.is_empty()).then(|| part(others)));
        shared.push(part(common));
    }
    (shared, own)
}

impl PlacedFonts {
    /// Brings shared faces in, each as a style sheet that holds its font, since from disk not every browser loads a font
    /// that is a file. Gives what was cut of each.
    pub(super) fn share(&mut self, faces: &[UsedFace<'_>], root: &str) -> Vec<CutFace> {
        let cuts: Vec<CutFace> = faces.iter().map(cut_once).collect();
        for (used, cut) in faces.iter().zip(&cuts) {
            let file = &used.face.file;
            let (bytes, media_type) = match &cut.bytes {
                Ok(bytes) => (bytes.as_slice(), "font/woff2"),
                Err(_) => (file.bytes(), file.media_type()),
            };
            let mut rule = PlacedFonts::default();
            let range = face::unicode_range(runs(&cut.letters));
            rule.push(used.face, &range, &data_uri(media_type, bytes), media_type);
            let folder = file.path.split('/').next().unwrap_or_default();
            let name = format!("{folder}-{}.css", file.stem());
            self.shared.push(SharedFile::new(root, &name, &rule.style));
        }
        cuts
    }
}

fn cut_once(used: &UsedFace<'_>) -> CutFace {
    let mut cuts = CUTS.lock().unwrap_or_else(PoisonError::into_inner);
    cuts.entry(key(used)).or_insert_with(|| Arc::new(cut(used))).clone()
}
