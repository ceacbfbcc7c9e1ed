//! Fonts of a theme as one style sheet that many pages share: those pages name no font file, so that they look the same
//! from disk.

use super::styles::Reach;
use super::{FontMemo, Fonts, PlacedFonts, UsedFace, placed_order};
use crate::assets::Rules;
use crate::assets::font::{Letters, Wanted};
use crate::deck::Embed;

impl Fonts {
    /// The upright faces of some families, cut to letters; empty if they have none of them. Names are in lower case.
    pub(crate) fn sheet(&self, families: &[String], letters: &Letters, memo: &mut FontMemo) -> String {
        let is_wanted = |family: &String| families.contains(family);
        let faces = self.faces.iter().filter(|face| is_wanted(&face.family) && !face.is_italic);
        let used = faces.filter_map(|face| {
            let letters = letters.filter(|letter| face.has(letter));
            let is_used = letters.iter().any(|letter| !letter.is_whitespace());
            let reach = Reach { anywhere: true, ..Reach::default() };
            is_used.then(|| UsedFace { face, reach, wanted: Wanted { letters, features: Vec::new() } })
        });
        let used: Vec<_> = used.collect();
        let cuts = memo.cut(&used);
        let rules = Rules { embed: Embed::Always, limit: 0, single_file: false, public: false, root: "" };
        let mut placed = PlacedFonts::default();
        for (used, cut) in placed_order(&used, &cuts) {
            placed.place(used, cut, rules);
        }
        placed.style
    }
}
