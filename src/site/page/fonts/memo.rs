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

    /// How many fonts the last build has cut, or kept cut.
    #[cfg(test)]
    pub(crate) fn cut_fonts(&self) -> usize {
        self.cuts.len()
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

pub(super) fn key(used: &UsedFace<'_>) -> Fingerprint {
    let font = used.face.file.fingerprint();
    let letters: String = used.wanted.letters.iter().collect();
    let features = used.wanted.features.concat();
    Fingerprint::of_parts([font.bytes().as_slice(), letters.as_bytes(), &features])
}

/// Cuts a font. One of the author's may be such as makes the cutter panic, or never end: it is used as it is.
pub(super) fn cut(used: &UsedFace<'_>) -> font::Cut {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Rules;
    use crate::deck::Embed;
    use crate::runtime::THEMES;
    use crate::site::page::fonts::{Fonts, Page};
    use crate::text::Sources;

    /// The cut fonts of a page, as they lie in memory.
    fn cuts(html: &str, memo: &mut FontMemo) -> Vec<(Fingerprint, *const font::Cut)> {
        let (_, style) = THEMES[0].fonts();
        let mut sources = Sources::default();
        let source = sources.add("slides.md".to_owned(), html.as_bytes(), &mut Vec::new());
        let page = Page {
            around: &[],
            slides: &[(sources.whole(source).span, html)],
            styles: &[style],
            has_numbers: false,
            shared: None,
            rules: Rules {
                embed: Embed::Auto,
                limit: 1_000_000,
                single_file: false,
                public: false,
                root: "",
            },
            sources: &sources,
        };
        memo.begin();
        _ = Fonts::of_theme(&THEMES[0]).cut(page, memo);
        let mut cuts: Vec<_> = memo.cuts.iter().map(|(key, cut)| (*key, Arc::as_ptr(cut))).collect();
        cuts.sort();
        cuts
    }

    #[test]
    fn a_font_is_cut_again_only_for_other_letters() {
        let memo = &mut FontMemo::default();
        let first = cuts("<h1>one <em>two</em></h1><p>three → <code>four</code></p>", memo);
        assert_eq!(first.len(), 4, "upright, slanted, code and signs");
        assert_eq!(
            first,
            cuts("<h1>eno <em>tow</em></h1><p>there → <code>four</code></p>", memo),
            "none is cut"
        );
        let second = cuts("<h1>one <em>two</em></h1><p>three → <code>five</code></p>", memo);
        assert_eq!(second.iter().filter(|cut| !first.contains(cut)).count(), 1, "the code font alone is cut");
    }
}
