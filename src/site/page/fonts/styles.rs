//! What style sheets say of fonts: who uses a family, in which weights, with which features, and which letters they add.

use std::collections::BTreeSet;

use super::text::{CODE, CODE_ELEMENTS, HEADING, HEADING_ELEMENTS, ITALIC_ELEMENTS, PageText};
use crate::assets::font::{FeatureTag, Letters};
use crate::assets::{CssRule, css_rules, css_strings};

/// Where something is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub anywhere: bool,
    /// [`CODE`] and [`HEADING`].
    pub marks: usize,
}

impl Reach {
    pub(super) fn add(&mut self, other: Reach) {
        self.anywhere |= other.anywhere;
        self.marks |= other.marks;
    }

    pub(super) fn is_nowhere(self) -> bool {
        !self.anywhere && self.marks == 0
    }
}

/// The rules of a deck's style sheets.
pub(super) struct Styles<'a> {
    rules: Vec<CssRule<'a>>,
}

impl<'a> Styles<'a> {
    pub(super) fn read(sheets: impl IntoIterator<Item = &'a str>) -> Styles<'a> {
        let rules = sheets.into_iter().flat_map(css_rules);
        Styles { rules: rules.filter(|rule| !rule.prelude.eq_ignore_ascii_case("@font-face")).collect() }
    }

    pub(super) fn declarations(&self) -> impl Iterator<Item = (&CssRule<'a>, &'a str, &'a str)> {
        let of_rule = |rule: &'_ CssRule<'a>| rule.declarations.clone();
        self.rules
            .iter()
            .flat_map(move |rule| of_rule(rule).into_iter().map(move |(name, value)| (rule, name, value)))
    }

    /// Where text is set in italics besides the elements that browsers set so.
    pub(super) fn italics(&self) -> Reach {
        let mut reach = Reach::default();
        for (rule, property, value) in self.declarations() {
            let is_style = property.starts_with("--") || property.to_ascii_lowercase().starts_with("font");
            let is_italic = value.contains("italic") || value.contains("oblique");
            let is_usual = subjects(rule.prelude).is_some_and(|subjects| are_all(&subjects, ITALIC_ELEMENTS));
            if is_style && is_italic && !is_usual {
                reach.add(reach_of_selector(rule.prelude));
            }
        }
        reach
    }

    /// The weights that text may have: those of our own styles, and those that are named.
    pub(super) fn weights(&self) -> BTreeSet<u16> {
        let mut weights = BTreeSet::from([400, 600, 700]);
        for (_, property, value) in self.declarations() {
            let property = property.to_ascii_lowercase();
            if property == "font" || property.contains("weight") {
                let words = value.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
                let numbers = words.clone().filter_map(|word| word.parse::<u16>().ok());
                weights.extend(numbers.filter(|weight| (1..=1000).contains(weight)));
                weights.extend(words.filter_map(|word| match word {
                    "lighter" => Some(100),
                    "bolder" => Some(900),
                    _ => None,
                }));
            }
        }
        weights
    }

    /// The features that a page needs: those that a style sheet asks for, and of those that browsers use unasked, figures of one
    /// width and fractions only where there is something to use them for.
    pub(super) fn features(&self, page: &PageText) -> Vec<FeatureTag> {
        let mut features = BTreeSet::new();
        if page.has_figures {
            features.extend([*b"tnum", *b"lnum"]);
        }
        if page.letters(|_| true).has('\u{2044}') {
            features.extend([*b"frac", *b"numr", *b"dnom"]);
        }
        for (_, property, value) in self.declarations() {
            let is_custom = property.starts_with("--");
            if is_custom || property.eq_ignore_ascii_case("font-feature-settings") {
                let tags = css_strings(value).into_iter();
                features.extend(tags.filter_map(|tag| FeatureTag::try_from(tag.as_bytes()).ok()));
            }
            if is_custom || property.to_ascii_lowercase().starts_with("font") {
                let words = FEATURES.iter().filter(|(word, _)| value.contains(word));
                features.extend(words.flat_map(|(_, tags)| tags.iter().copied().copied()));
            }
        }
        features.into_iter().collect()
    }

    /// Whether some text has the font of what is around it, whatever its element.
    pub(super) fn has_inherited(&self) -> bool {
        const WORDS: [&str; 4] = ["inherit", "initial", "unset", "revert"];
        self.declarations().any(|(_, property, value)| {
            let is_font =
                property.eq_ignore_ascii_case("font") || property.eq_ignore_ascii_case("font-family");
            is_font && WORDS.iter().any(|word| value.contains(word))
        })
    }

    /// What is put on slides besides their text.
    pub(super) fn generated(&self) -> Letters {
        let mut letters = Letters::default();
        for (_, property, value) in self.declarations() {
            let property = property.to_ascii_lowercase();
            if !property.starts_with("font") && !property.ends_with("-font") {
                css_strings(value).iter().for_each(|text| letters.extend(text.chars()));
            }
            let is_list = property.starts_with("list-style") || value.contains("counter");
            for (_, range) in LISTS.iter().filter(|(name, _)| is_list && value.contains(name)) {
                letters.extend(range.chars());
            }
            if value.contains("ellipsis") {
                letters.insert('…');
            }
        }
        letters
    }

    /// Adds what letters become where style sheets change them.
    pub(super) fn change(&self, letters: &mut Letters) {
        let is_set = |words: &[&str]| {
            let values = self.declarations().map(|(_, _, value)| value);
            values.into_iter().any(|value| words.iter().any(|word| value.contains(word)))
        };
        let before: Vec<char> = letters.iter().collect();
        if is_set(&["uppercase", "capitalize", "small-caps", "petite-caps", "unicase"]) {
            before.iter().for_each(|letter| letters.extend(upper(*letter)));
        }
        if is_set(&["lowercase"]) {
            before.iter().for_each(|letter| letters.extend(letter.to_lowercase()));
        }
        if is_set(&["full-width"]) {
            // The block of full-width forms has ASCII in its order.
            let wide =
                |letter: &char| char::from_u32(u32::from(*letter).wrapping_sub(0x21).checked_add(0xff01)?);
            letters.extend(before.iter().filter(|letter| ('!'..='~').contains(*letter)).filter_map(wide));
        }
    }
}

/// The capitals of a letter: of any language, and in Greek without the accent, as browsers have it.
fn upper(letter: char) -> impl Iterator<Item = char> {
    let mut bare = None;
    unicode_normalization::char::decompose_canonical(letter, |part| bare = bare.or(Some(part)));
    let turkish = (letter == 'i').then_some('İ');
    letter.to_uppercase().chain(bare.into_iter().flat_map(char::to_uppercase)).chain(turkish)
}

/// The words of `font-variant` and its like, and their features (CSS Fonts 4, section 6).
const FEATURES: &[(&str, &[&FeatureTag])] = &[
    ("small-caps", &[b"smcp", b"c2sc"]),
    ("petite-caps", &[b"pcap", b"c2pc"]),
    ("unicase", &[b"unic"]),
    ("titling-caps", &[b"titl"]),
    ("oldstyle-nums", &[b"onum"]),
    ("lining-nums", &[b"lnum"]),
    ("tabular-nums", &[b"tnum"]),
    ("-fractions", &[b"frac", b"numr", b"dnom"]),
    ("proportional-nums", &[b"pnum"]),
    ("ordinal", &[b"ordn"]),
    ("slashed-zero", &[b"zero"]),
    ("discretionary-ligatures", &[b"dlig"]),
    ("historical-ligatures", &[b"hlig"]),
    ("historical-forms", &[b"hist"]),
    ("stacked-fractions", &[b"afrc"]),
    ("sub", &[b"subs"]),
    ("super", &[b"sups"]),
    ("ruby", &[b"ruby"]),
    ("swash", &[b"swsh", b"cswh"]),
    ("ornaments", &[b"ornm"]),
    ("annotation", &[b"nalt"]),
    ("stylistic", &[b"salt"]),
    ("full-width", &[b"fwid"]),
    ("jis", &[b"jp78", b"jp83", b"jp90", b"jp04"]),
    ("traditional", &[b"trad"]),
    ("simplified", &[b"smpl"]),
];

/// The words of `list-style-type` whose markers are letters, and these (CSS Counter Styles 3, section 6).
pub(super) const LISTS: &[(&str, &str)] = &[
    ("alpha", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("latin", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("roman", "ivxlcdmIVXLCDM"),
    ("greek", "αβγδεζηθικλμνξοπρστυφχψω"),
    ("arabic-indic", "٠١٢٣٤٥٦٧٨٩"),
    ("persian", "۰۱۲۳۴۵۶۷۸۹"),
    ("devanagari", "०१२३४५६७८९"),
    ("bengali", "০১২৩৪৫৬৭৮৯"),
    ("thai", "๐๑๒๓๔๕๖๗๘๙"),
    ("hebrew", "אבגדהוזחטיכלמנסעפצקרשת"),
    (
        "hiragana",
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん、",
    ),
    (
        "katakana",
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン、",
    ),
    ("cjk", "〇一二三四五六七八九十百千、"),
    ("japanese", "〇一二三四五六七八九十百千、"),
    ("chinese", "零〇一二三四五六七八九十百千、"),
];

/// Whether a value has a name in it, and not only as a part of another one.
pub(super) fn has_name(value: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    value.match_indices(name).any(|(start, _)| {
        !value[..start].ends_with(is_part) && !value[start + name.len()..].starts_with(is_part)
    })
}

/// What our own styles use a custom property of the theme for.
pub(super) fn reach_of_property(property: &str) -> Reach {
    match property {
        "--r-main-font" => Reach { anywhere: true, marks: 0 },
        "--r-heading-font" => Reach { anywhere: false, marks: HEADING },
        "--r-code-font" => Reach { anywhere: false, marks: CODE },
        _ => Reach::default(),
    }
}

pub(super) fn reach_of_selector(selector: &str) -> Reach {
    match subjects(selector) {
        Some(subjects) if are_all(&subjects, CODE_ELEMENTS) => Reach { anywhere: false, marks: CODE },
        Some(subjects) if are_all(&subjects, HEADING_ELEMENTS) => Reach { anywhere: false, marks: HEADING },
        _ => Reach { anywhere: true, marks: 0 },
    }
}

fn are_all(names: &[&str], elements: &[&str]) -> bool {
    names.iter().all(|name| elements.iter().any(|element| name.eq_ignore_ascii_case(element)))
}

/// The elements that a selector is for; `None` if it names no elements.
fn subjects(selector: &str) -> Option<Vec<&str>> {
    let mut subjects = Vec::new();
    for part in split(selector, &[',']) {
        let compound = split(part.trim(), &[' ', '>', '+', '~']).pop()?.trim();
        let end = compound.find(['.', '#', ':', '[']).unwrap_or(compound.len());
        let (name, rest) = compound.split_at(end);
        let within = [":is(", ":where("].iter().find_map(|start| rest.strip_prefix(start));
        match (name, within) {
            ("", Some(within)) => subjects.extend(self::subjects(until_bracket(within))?),
            ("" | "*" | "&", _) => return None,
            (name, _) => subjects.push(name),
        }
    }
    Some(subjects)
}

/// What is before the bracket that closes one before the text.
fn until_bracket(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|letter| {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

/// The parts of a selector or a value between some signs outside brackets.
pub(super) fn split<'a>(selector: &'a str, signs: &[char]) -> Vec<&'a str> {
    let mut depth = 0_u32;
    let between = |letter: char| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && signs.contains(&letter)
    };
    selector.split(between).collect()
}

/// What elements of the page show besides their text.
pub(super) fn of_elements(page: &PageText) -> Letters {
    let mut letters: Letters = " \u{a0}".chars().collect();
    if page.has_numbers {
        letters.extend("0123456789/.-".chars());
    }
    if page.has_figures {
        letters.extend("0123456789.".chars());
    }
    if page.has_bullets {
        // Before the items of a list within a list.
        letters.extend("\u{2013}\u{2002}".chars());
    }
    if page.letters(|_| true).has('\u{ad}') {
        letters.extend("-\u{2010}".chars());
    }
    if page.has_quotes {
        letters.extend("“”‘’„‚«»‹›「」『』".chars());
    }
    if page.has_letter_lists {
        LISTS.iter().take(3).for_each(|(_, markers)| letters.extend(markers.chars()));
    }
    if page.has_listings {
        letters.extend("Copy Copied Not copied".chars());
    }
    if page.has_scripts {
        letters.extend(' '..='~');
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::super::lists::FontLists;
    use super::*;
    use crate::runtime::{self, Edition, THEMES};

    const ANYWHERE: Reach = Reach { anywhere: true, marks: 0 };

    #[track_caller]
    fn check_reach(css: &str, anywhere: bool, marks: usize) {
        let mut reach = Reach::default();
        let lists = FontLists::of(&Styles::read([css]));
        lists.uses("a b", &["a b"]).into_iter().for_each(|way| reach.add(way.reach));
        assert_eq!(reach, Reach { anywhere, marks }, "{css}");
    }

    #[test]
    fn a_family_is_seen_where_rules_and_properties_name_it() {
        check_reach("p{font-family:X}@font-face{font-family:'A b'}", false, 0);
        check_reach(":root{--r-code-font:\"a B\",monospace}", false, CODE);
        check_reach(":root{--r-heading-font:var(--x);--x:'A b'}", false, HEADING);
        check_reach(":root{--r-main-font:var(--x)}@media print{:root{--x:'A b'}}", true, 0);
        check_reach(".reveal :is(h1, h2){font:700 1em/2 'A b'}", false, HEADING);
        check_reach(".reveal pre > code.x, kbd::before{font-family:'A b'}", false, CODE);
        check_reach(".x{font-family:'A b'}", true, 0);
        check_reach(".x{font-family:'A bc'}:root{--xy:'A b'}p{font-family:var(--x)}", false, 0);
        check_reach("font-family:'A b'", true, 0);
    }

    #[test]
    fn italics_of_usual_elements_are_no_news() {
        assert!(Styles::read(["em,i{font-style:italic}"]).italics().is_nowhere());
        assert_eq!(Styles::read(["blockquote{font-style:italic}"]).italics(), ANYWHERE);
        assert_eq!(Styles::read(["h1{font:italic 1em A}"]).italics().marks, HEADING);
    }

    #[track_caller]
    fn check_letters(css: &str, letters: &str, expected: &str) {
        let styles = Styles::read([css]);
        let mut letters: Letters = letters.chars().collect();
        letters.add(&styles.generated());
        styles.change(&mut letters);
        assert_eq!(letters.iter().collect::<String>(), expected, "{css}");
    }

    #[test]
    fn letters_are_those_that_style_sheets_make_of_them() {
        check_letters("h1{text-transform:uppercase}", "aéß", "AESaÉßé");
        check_letters(
            ":root{--x:uppercase}",
            "ά",
            "ΆΑά".chars().collect::<BTreeSet<_>>().iter().collect::<String>().as_str(),
        );
        check_letters("h1{font-variant:small-caps}", "i", "Iiİ");
        check_letters("h1{text-transform:lowercase}", "AB", "ABab");
        check_letters("h1{text-transform:full-width}", "a!", "!a！ａ");
        check_letters("p::before{content:'→' counter(x, upper-roman)}", "", "CDILMVXcdilmvx→");
        check_letters("ul{list-style:'\\2713 '}", "", "✓");
        check_letters("p{background:url('abc');font-family:'xyz'}", "", "");
    }

    #[test]
    fn weights_and_features_are_those_that_are_named() {
        let styles = Styles::read([
            "h1{font-weight:850}:root{--r-heading-font-weight:bolder}p{font:italic 300 1em A}",
        ]);
        assert!([300, 400, 700, 850, 900].iter().all(|weight| styles.weights().contains(weight)));
        let styles = Styles::read(["p{font-feature-settings:'ss01';font-variant-numeric:slashed-zero}"]);
        assert_eq!(styles.features(&PageText::default()), [*b"ss01", *b"zero"]);
    }

    /// What this module knows of our own styles by heart, since reading them takes time.
    #[test]
    fn our_own_styles_use_fonts_as_is_known_here() {
        let sheets = [
            Edition::Presenter.style(),
            runtime::SLIDE_STYLE,
            runtime::LAYOUT_STYLE,
            runtime::TEMPLATES_STYLE,
            runtime::RUNNING_STYLE,
            runtime::PLAYERS_STYLE,
            runtime::FIT_STYLE,
        ];
        for rule in sheets.into_iter().flat_map(css_rules) {
            for (property, value) in &rule.declarations {
                let reach = reach_of_selector(rule.prelude);
                let is_title = rule.prelude.contains("orate-title");
                // `site::build` adds the sheet of these where a slide is laid out so.
                let is_layout = ["orate-statement", "orate-number", ":is(h1,h2,h3):not(#orate)"]
                    .iter()
                    .any(|name| rule.prelude.contains(name));
                if property.starts_with("font") {
                    assert!(
                        !value.contains("--r-heading-font)") || reach.marks == HEADING || is_layout,
                        "{}",
                        rule.prelude
                    );
                    assert!(
                        !value.contains("--r-code-font)") || reach.marks == CODE || is_title || is_layout,
                        "{}",
                        rule.prelude
                    );
                    let is_comment = matches!(rule.prelude, "& .c" | "& .m" | ".c" | ".m");
                    assert!(!value.contains("italic") || is_comment, "{}: {value}", rule.prelude);
                }
                assert!(
                    *property != "text-transform"
                        || !value.contains("case")
                        || rule.prelude.contains("orate-")
                );
            }
        }
        assert!(THEMES.iter().all(|theme| !theme.fonts().0.is_empty()));
    }
}
