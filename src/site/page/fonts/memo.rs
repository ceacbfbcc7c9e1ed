//! Fonts that were cut before.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::face::{FaceBytes, FaceFile};
use super::{CutFace, UsedFace};
use crate::assets::font::{self, Facts, FontFault, Uncut};
use crate::render::catch_panic;
use crate::text::Fingerprint;

/// The fonts of the last build.
#[derive(Default)]
pub(crate) struct FontMemo {
    /// By the font and what was wanted of it.
    cuts: HashMap<Fingerprint, CutFace>,
    /// What fonts of the talk's own say of themselves, with the number of the build that last asked.
    facts: HashMap<Fingerprint, (Result<Facts, FontFault>, usize)>,
    builds: usize,
}

impl FontMemo {
    /// Forgets what the last build did not ask for.
    pub(crate) fn begin(&mut self) {
        let last = self.builds;
        self.facts.retain(|_, (_, build)| *build == last);
        self.builds += 1;
    }

    /// What a font says of itself.
    pub(super) fn facts(&mut self, file: &FaceFile) -> Result<Facts, FontFault> {
        let (facts, build) = self.facts.entry(file.fingerprint()).or_insert_with(|| {
            let bytes: Arc<[u8]> = file.bytes().into();
            let facts = catch_panic::within(move || font::facts(&bytes));
            (facts.unwrap_or(Err(FontFault::Broken)), 0)
        });
        *build = self.builds;
        facts.clone()
    }

    /// Cuts fonts, side by side; those that are known are not cut again.
    pub(super) fn cut(&mut self, used: &[UsedFace<'_>]) -> Vec<CutFace> {
        let cut = |used: &UsedFace<'_>| {
            let key = key(used);
            let known = self.cuts.get(&key).cloned();
            (key, known.unwrap_or_else(|| Arc::new(cut(used))))
        };
        let cuts: Vec<_> = used.par_iter().map(cut).collect();
        self.cuts = cuts.iter().cloned().collect();
        cuts.into_iter().map(|(_, cut)| cut).collect()
    }
}

fn key(used: &UsedFace<'_>) -> Fingerprint {
    let font = used.face.file.fingerprint();
    let letters: String = used.wanted.letters.iter().collect();
    let features = used.wanted.features.concat();
    Fingerprint::of_parts([font.bytes().as_slice(), letters.as_bytes(), &features])
}

/// Cuts a font. One of the author's may be such as makes the cutter panic, or never end: it is used as it is.
fn cut(used: &UsedFace<'_>) -> font::Cut {
    let done = match &used.face.file.bytes {
        FaceBytes::BuiltIn(bytes) => catch_panic::run(|| font::cut(bytes, &used.wanted)),
        FaceBytes::Own(bytes) => {
            let (bytes, wanted) = (bytes.clone(), used.wanted.clone());
            catch_panic::within(move || font::cut(&bytes, &wanted)).ok()
        }
    };
    done.and_then(Result::ok).unwrap_or_else(|| font::Cut {
        bytes: Err(Uncut::Damaged),
        letters: used.wanted.letters.clone(),
        is_restricted: false,
    })
}
