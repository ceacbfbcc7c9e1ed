//! Which letters each face of a deck needs: those of the places where its family is seen, as far as no family that
//! browsers ask before has them.

use std::collections::{BTreeMap, BTreeSet};

use super::face::Face;
use super::lists::{FontLists, Use};
use super::styles::{self, Reach, Styles};
use super::text::{BOLD, HEADING, ITALIC, PageText};
use super::{Fonts, UsedFace};
use crate::assets::font::{Letters, Wanted};

/// What decides which letters a face needs.
struct Demand<'a> {
    fonts: &'a Fonts,
    text: &'a PageText,
    styles: &'a Styles<'a>,
    weights: BTreeSet<u16>,
    italics: Reach,
    /// What stands anywhere besides texts.
    around: Letters,
    /// `CODE` and `HEADING`, as far as they have fonts that nothing else has.
    owned: usize,
    /// How each family is seen.
    uses: BTreeMap<&'a str, Vec<Use>>,
}

/// The letters that a family was to show and lacks, by family.
type Lacks<'a> = BTreeMap<&'a str, Letters>;

/// The faces that a page uses, in the order of their rules.
pub(super) fn used_faces<'a>(fonts: &'a Fonts, text: &PageText, styles: &Styles<'_>) -> Vec<UsedFace<'a>> {
    let features = styles.features(text);
    let demand = Demand::of(fonts, text, styles);
    let mut lacks = Lacks::new();
    let mut used = Vec::new();
    while let Some(family) = demand.next(&lacks) {
        let (faces, lack) = demand.family(family, &lacks);
        lacks.insert(family, lack);
        used.extend(faces);
    }
    used.sort_by_key(|(index, ..)| *index);
    let used = used.into_iter().filter(|(_, letters)| letters.iter().any(|letter| !letter.is_whitespace()));
    let wanted = |letters| Wanted { letters, features: features.clone() };
    used.map(|(index, letters)| {
        let face = &fonts.faces[index];
        UsedFace { face, reach: demand.reach(&face.family), wanted: wanted(letters) }
    })
    .collect()
}

impl<'a> Demand<'a> {
    fn of(fonts: &'a Fonts, text: &'a PageText, styles: &'a Styles<'a>) -> Demand<'a> {
        let mut around = text.apart.clone();
        [styles.generated(), styles::of_elements(text)].iter().for_each(|set| around.add(set));
        let families: BTreeSet<&str> = fonts.faces.iter().map(|face| face.family.as_str()).collect();
        let families: Vec<&str> = families.into_iter().collect();
        let lists = FontLists::of(styles);
        let uses = families.iter().map(|family| (*family, lists.uses(family, &families))).collect();
        let mut demand = Demand {
            fonts,
            text,
            styles,
            weights: styles.weights(),
            italics: styles.italics(),
            around,
            owned: 0,
            uses,
        };
        let reaches = families.iter().map(|family| demand.reach(family));
        let owned = reaches.filter(|reach| !reach.anywhere).fold(0, |marks, reach| marks | reach.marks);
        demand.owned = if styles.has_inherited() { 0 } else { owned };
        demand
    }

    /// Where a family is seen at all.
    fn reach(&self, family: &str) -> Reach {
        let mut reach = Reach::default();
        self.uses.get(family).into_iter().flatten().for_each(|way| reach.add(way.reach));
        reach
    }

    /// The family to look at next: one after which nothing is asked that was not looked at. Of families that each stand before
    /// the other, any.
    fn next(&self, lacks: &Lacks<'_>) -> Option<&'a str> {
        let is_known = |family: &str| lacks.contains_key(family);
        let mut open = self.uses.iter().filter(|(family, _)| !is_known(family));
        let is_ready = |uses: &[Use]| uses.iter().flat_map(|way| &way.before).all(|family| is_known(family));
        let first = open.clone().next();
        open.find(|(_, uses)| is_ready(uses)).or(first).map(|(family, _)| *family)
    }

    /// The letters that each face of a family needs, by the number of the face, and those that all of them lack.
    fn family(&self, family: &str, lacks: &Lacks<'_>) -> (Vec<(usize, Letters)>, Letters) {
        let faces: Vec<(usize, &Face)> =
            self.fonts.faces.iter().enumerate().filter(|(_, face)| face.family == family).collect();
        let (mut used, mut lack) = (Vec::new(), Letters::default());
        // Faces that differ in their letters alone are one to a browser.
        let mut styles: Vec<_> = faces.iter().map(|(_, face)| (&face.weights, face.is_italic)).collect();
        styles.sort_by_key(|(weights, is_italic)| (*weights.start(), *weights.end(), *is_italic));
        styles.dedup();
        for style in styles {
            let of_style = || faces.iter().filter(|(_, face)| (&face.weights, face.is_italic) == style);
            let Some((_, first)) = of_style().next() else { continue };
            let letters = self.letters(first, lacks);
            lack.add(&letters.filter(|letter| !of_style().any(|(_, face)| face.has(letter))));
            used.extend(of_style().map(|(index, face)| (*index, letters.filter(|letter| face.has(letter)))));
        }
        (used, lack)
    }

    /// The letters that a face, and those that are one with it, are to show.
    fn letters(&self, face: &Face, lacks: &Lacks<'_>) -> Letters {
        let mut letters = Letters::default();
        if !self.weights.iter().any(|weight| self.fonts.serves(face, *weight)) {
            return letters;
        }
        for way in self.uses.get(face.family.as_str()).into_iter().flatten() {
            let before: Vec<_> = way.before.iter().filter_map(|family| lacks.get(family.as_str())).collect();
            let shown = self.letters_within(face, way.reach);
            letters.add(&shown.filter(|letter| before.iter().all(|lack| lack.has(letter))));
        }
        letters
    }

    /// Whether a face of a theme is for what is bold and slanted at once, beside another for what is slanted. Few decks have any of
    /// that; to those that have, it shows all that is slanted, since a style sheet may make any of it bold.
    fn is_for_bold_italics(&self, face: &Face) -> bool {
        let is_bold = |face: &Face| *face.weights.start() >= 600;
        let mut others =
            self.fonts.faces.iter().filter(|other| other.family == face.family && other.is_italic);
        face.file.is_built_in() && face.is_italic && is_bold(face) && others.any(|other| !is_bold(other))
    }

    /// The letters of the places that a family reaches, as far as they are in the style of a face.
    fn letters_within(&self, face: &Face, reach: Reach) -> Letters {
        let is_all_italic = self.italics.anywhere || !self.fonts.has_upright(&face.family);
        let is_of_style = |place: usize| {
            !face.is_italic || is_all_italic || place & ITALIC != 0 || place & self.italics.marks != 0
        };
        let is_of_family = |place: usize| {
            place & reach.marks != 0 || (reach.anywhere && place & self.owned & !reach.marks == 0)
        };
        if self.is_for_bold_italics(face) {
            let is_both = |place: usize| place & ITALIC != 0 && place & (BOLD | HEADING) != 0;
            if self.text.letters(|place| is_of_family(place) && is_both(place)).is_empty() {
                return Letters::default();
            }
        }
        let mut letters = self.text.letters(|place| is_of_family(place) && is_of_style(place));
        if reach.anywhere && (!face.is_italic || is_all_italic) {
            letters.add(&self.around);
        } else if !letters.is_empty() {
            // Numbers of lines and items, and spaces.
            letters.extend("0123456789. \u{a0}".chars());
        }
        self.styles.change(&mut letters);
        letters
    }
}
