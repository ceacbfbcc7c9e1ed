//! Fonts: those of themes and of talks become part of the page, cut to what is in it, and a font that cannot be used
//! is reported.

use std::fs;
use std::path::Path;

use crate::cli::talk::{Run, Talk};

/// The folder of the fonts that come with orate.
const BUILT_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/runtime/themes/fonts");
/// The folder of fonts that are as wide as they are high, each with something that others have not.
const ODD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/fonts");

/// A talk of one file with some settings, and fonts in `fonts/`.
fn talk(settings: &str, slides: &str, fonts: &[(&str, &[u8])]) -> Talk {
    let talk = Talk::new();
    talk.put("talk/orate.toml", &format!("title = \"T\"\n{settings}"));
    talk.put("talk/slides/1.md", slides);
    fs::create_dir_all(talk.path("talk/fonts")).unwrap();
    for (name, bytes) in fonts {
        fs::write(talk.path("talk/fonts").join(name), bytes).unwrap();
    }
    talk
}

fn file(folder: &str, name: &str) -> Vec<u8> {
    fs::read(Path::new(folder).join(name)).unwrap()
}

/// The rules of a page's fonts: what each says before `src`, and how many bytes of base64 it holds.
fn faces(page: &str) -> Vec<(String, usize)> {
    let rules = page.split("@font-face{").skip(1).map(|rest| {
        let (rule, _) = rest.split_once('}').unwrap();
        let (descriptors, source) = rule.split_once("src:").unwrap();
        let data = source.split_once(";base64,").map_or(0, |(_, data)| data.split('"').next().unwrap().len());
        (descriptors.to_owned(), data)
    });
    rules.filter(|(descriptors, _)| !descriptors.contains("Orate Math")).collect()
}

/// How many bytes of fonts a page of these slides holds for a family; `None` if it holds none.
fn bytes(slides: &str, family: &str) -> usize {
    let talk = talk("", slides, &[]);
    talk.build();
    let faces = faces(&talk.page()).into_iter();
    faces
        .filter(|(face, _)| face.contains(&format!("font-family:{family}")))
        .map(|(_, length)| length * 3 / 4)
        .sum()
}

#[test]
fn a_deck_holds_the_letters_it_uses_and_no_font_it_does_not() {
    let plain = bytes("# The quick brown fox\n\njumps over the lazy dog\n", "Inter");
    assert!((3_000..17_000).contains(&plain), "{plain} bytes");
    assert_eq!(bytes("# Plain\n", "\"JetBrains Mono\""), 0);
    let code = bytes("# Plain\n\n`code`\n", "\"JetBrains Mono\"");
    assert!((1_000..8_000).contains(&code), "{code} bytes");
    assert!(bytes("# Plain *slanted*\n", "Inter") > bytes("# Plain slanted\n", "Inter"));
    assert!(bytes("# Łódź\n", "Inter") > bytes("# Lodz\n", "Inter"));
}

#[test]
fn a_sentence_of_sixty_letters_costs_seventeen_kilobytes() {
    let slides =
        "# The quick brown fox jumps over the lazy dog\n\nSPHINX OF BLACK QUARTZ JUDGE MY VOW 0123456789\n";
    let length = bytes(slides, "Inter");
    assert!(length <= 17_000, "{length} bytes");
}

#[test]
fn what_notes_hide_is_in_no_font_of_a_public_deck() {
    let with = talk("", "# abc\n\nNote: XYZ Łódź\n", &[]);
    let without = talk("", "# abc\n", &[]);
    for talk in [&with, &without] {
        assert_eq!(talk.run(["build", "--public"]).code, 0);
    }
    assert_eq!(faces(&with.page()), faces(&without.page()));
}

#[test]
fn a_build_gives_the_same_fonts_again() {
    let talk = talk("", "# Łódź *and* `code`\n", &[]);
    talk.build();
    let first = talk.page();
    talk.build();
    assert!(first == talk.page());
}

#[test]
fn a_talk_brings_fonts_of_its_own() {
    let settings = "[fonts]\nheading = \"fonts/heading.woff2\"\nbody = [\"fonts/body.woff2\", \"fonts/italic.woff2\"]\ncode = \"fonts/code.ttf\"\n";
    let files = [
        ("heading.woff2", file(BUILT_IN, "newsreader/latin.woff2")),
        ("body.woff2", file(BUILT_IN, "ibm-plex-serif/latin-400.woff2")),
        ("italic.woff2", file(BUILT_IN, "ibm-plex-serif/latin-400-italic.woff2")),
        ("code.ttf", file(ODD, "squares.ttf")),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let talk = talk(settings, "# Title\n\nText *slanted* `AB`\n", &files);
    let run = talk.build();
    assert_eq!(run.errors, "");
    let page = talk.page();
    let own: Vec<_> =
        faces(&page).into_iter().filter(|(face, _)| face.contains("font-family:orate-")).collect();
    let has = |parts: &[&str]| own.iter().any(|(face, _)| parts.iter().all(|part| face.contains(part)));
    assert!(has(&["orate-heading", "font-weight:400 700", "normal"]), "{own:?}");
    assert!(has(&["orate-body", "font-weight:400", "font-style:normal"]), "{own:?}");
    assert!(has(&["orate-body", "font-weight:400", "font-style:italic"]), "{own:?}");
    assert!(has(&["orate-code"]), "{own:?}");
    assert!(own.iter().all(|(_, length)| *length < 9_000), "{own:?}");
    assert!(page.contains("--r-heading-font:orate-heading,"));
}

/// Checks what a build says of a font that is the talk's heading font, and whether the page holds it.
#[track_caller]
fn check_font(name: &str, bytes: &[u8], message: &str, is_used: bool) {
    let settings = format!("[fonts]\nheading = \"fonts/{name}\"\n");
    let talk = talk(&settings, "# A B four fi 一\n", &[(name, bytes)]);
    let run: Run = talk.build();
    assert!(run.errors.contains(message), "{message:?} is not in {}", run.errors);
    assert!(message.is_empty() || run.errors.contains("orate.toml:3:11"), "{}", run.errors);
    assert_eq!(talk.page().contains("font-family:orate-heading"), is_used, "{name}");
}

#[test]
fn a_font_that_cannot_be_cut_is_embedded_whole_and_reported() {
    check_font(
        "a.otf",
        &file(ODD, "postscript.otf"),
        "it has PostScript outlines, which orate cannot cut",
        true,
    );
    check_font("a.ttf", &file(ODD, "no-parts.ttf"), "its makers do not allow to embed a part of it", true);
    check_font("a.ttf", &file(ODD, "restricted.ttf"), "says that it must not be embedded", true);
    check_font("a.ttf", &file(ODD, "squares.ttf"), "", true);
}

#[test]
fn a_font_that_is_none_is_reported_and_left_out() {
    let whole = file(BUILT_IN, "inter/latin.woff2");
    check_font("a.woff2", b"", "it is empty", false);
    check_font("a.woff2", b"<!doctype html>", "it is not a font", false);
    check_font("a.woff2", &whole[..9_000], "it is damaged", false);
    check_font("a.woff2", &whole[..30], "it is damaged", false);
    check_font("a.ttf", b"ttcf\0\x01\0\0", "it is a collection of fonts", false);
    let mut large = whole;
    large[16..20].copy_from_slice(&u32::MAX.to_be_bytes());
    check_font("a.woff2", &large, "larger than 64 MB", false);
    let mut broken = file(ODD, "squares.ttf");
    broken.truncate(300);
    check_font("a.ttf", &broken, "it is damaged", false);
}

#[test]
fn a_font_that_is_not_there_is_reported() {
    let talk = talk("[fonts]\nheading = \"fonts/none.woff2\"\n", "# A\n", &[]);
    assert!(talk.build().errors.contains("there is no font `fonts/none.woff2`"));
}

#[test]
fn a_style_sheet_of_the_talk_has_its_faces_cut_too() {
    let css = "@font-face{font-family:Mine;src:url(../fonts/a.woff2)format('woff2'),url(../fonts/none.ttf)}\n.reveal h1{font-family:Mine}\n";
    let talk = talk(
        "styles = [\"css/own.css\"]\n",
        "# Title\n",
        &[("a.woff2", &file(BUILT_IN, "inter/latin.woff2"))],
    );
    talk.put("talk/css/own.css", css);
    assert_eq!(talk.build().errors, "");
    let faces = faces(&talk.page());
    let mine = faces.iter().find(|(face, _)| face.contains("font-family:Mine")).expect("the face is there");
    assert!((500..7_000).contains(&mine.1), "{mine:?}");
}

#[test]
fn fonts_lie_beside_the_page_where_nothing_is_embedded() {
    let talk = talk("embed = \"never\"\n", "# Title\n", &[]);
    talk.build();
    let page = talk.page();
    let (_, rest) = page.split_once("src:url(\"assets/latin.").expect("the font is a file");
    let name = format!("assets/latin.{}", rest.split('"').next().unwrap());
    let font = fs::read(talk.path("talk/dist").join(name)).unwrap();
    assert!(font.starts_with(b"wOF2") && font.len() < 17_000);
}

#[test]
fn letters_that_no_font_has_are_reported_once_by_check() {
    let talk = talk("", "# A → ✓\n\nB 漢字 漢 😀 ⭐ ❤\u{fe0f} é\n\n$$\\sum x$$\n", &[]);
    let report = talk.run(["check", "--json"]).json();
    let found: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["code"] == "missing-glyph")
        .collect();
    assert_eq!(found.len(), 1, "{report}");
    assert_eq!(found[0]["message"], "no font of this deck has `字` or `漢`");
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&3.into(), &3.into()), "{report}");
    assert!(!talk.build().errors.contains("no font"));
}

/// Signs that talks have, each of them in the fonts of every theme.
const SIGNS: &str = "→ ← ↑ ↓ ↔ ↕ ⇒ ⇐ ⇔ ↦ ↗ ↘ ↵ ⏎ ⌘ ⌥ ⇧ ⌃ ⎋ ⌫ ⇥ ✓ ✔ ✗ ✘ ★ ☆ • ◦ … ‰ № ≤ ≥ ≠ ≈ ≡ ± × ÷ − ∞ ∑ ∏ ∫ √ ∂ ∆ ∇ ∈ ∉ \
    ∀ ∃ ∅ ∧ ∨ ¬ ∩ ∪ ⊂ ⊆ ⊕ ⊗ ℝ ℕ ℤ ½ ¼ ¾ ⅓ ⅔ ¹ ² ³ ⁴ ⁿ ₁ ₂ ₃ ™ © ® € ₿ £ ¥ ₹ § ¶ † ‡ ° ′ ″ ▶ ◀ ▲ ▼ ▷ ◁ △ ▽ ■ □ ▪ ▫ ● ○ ◆ ◇ ⚠ ☐ \
    ☑ ☒ ① ② ⑩ ❶ ♥ ♠ ♦ ♣ ♪ ☀ ☎ ✉ ✏ ✂ ❤ ➜ ➔ ➤ ⟶ ⟵ ⟹ ⟨ ⟩ ⋯ ⋮ ⌂ ⌨ ⏸ ⏹ ☞ ☰ ⚙ ⚑";
const THEMES: [&str; 8] = ["white", "black", "ink", "night", "signal", "mono", "paper", "clear"];

/// Checks that the fonts of every theme have all letters of some slides.
#[track_caller]
fn check_letters(slides: &str) {
    for theme in THEMES {
        let talk = talk(&format!("theme = \"{theme}\"\n"), slides, &[]);
        let report = talk.run(["check", "--json"]).json();
        let mut found = report["diagnostics"].as_array().unwrap().iter();
        let missing = found.find(|one| one["code"] == "missing-glyph");
        assert_eq!(missing, None, "in the theme {theme}");
    }
}

#[test]
fn every_theme_has_the_signs_that_talks_use_in_headings_texts_and_code() {
    check_letters(&format!("# {SIGNS}\n\n{SIGNS} *{SIGNS}*\n\n`{SIGNS} ├── │ └ ─ ┌ ┐ ┼ █ ░`\n"));
}

#[test]
fn every_theme_has_the_letters_of_european_languages() {
    let text = "Привет Україна ґ Қазақ ғ ә ң Ελλάδα Καλημέρα Tiếng Việt Nguyễn Đặng Łódź Çeşme Ýmir ŝ ŵ";
    check_letters(&format!("# {text} *{text}*\n\n{text} *{text}* **{text}**\n\n`{text}`\n"));
}

#[test]
fn a_font_for_signs_is_there_where_a_deck_has_signs() {
    assert_eq!(bytes("# Plain\n\n$\\sum \\forall$ and :tada:\n", "\"Orate Symbols\""), 0);
    let signs = bytes("# a → b ✓\n", "\"Orate Symbols\"");
    assert!((300..1_500).contains(&signs), "{signs} bytes");
    // The code font has its own arrow, as wide as its letters.
    assert_eq!(bytes("# a\n\n`→`\n", "\"Orate Symbols\""), 0);
    assert!((300..1_500).contains(&bytes("# a\n\nда\n", "Inter").saturating_sub(bytes("# a\n", "Inter"))));
}

#[test]
fn letters_that_a_font_of_the_talk_has_are_in_no_font_of_the_theme() {
    let settings = "[fonts]\nbody = \"fonts/body.woff2\"\nheading = \"fonts/body.woff2\"\n";
    let body = file(BUILT_IN, "space-grotesk/latin.woff2");
    let talk = talk(settings, "# Title\n\nText, и → `code`\n", &[("body.woff2", &body)]);
    talk.build();
    let faces = faces(&talk.page());
    let of = |name: &str| {
        faces.iter().filter(|(face, _)| face.contains(name)).map(|(_, length)| length).sum::<usize>()
    };
    assert!(of("orate-body") > 1_000 && of("orate-heading") > 500, "{faces:?}");
    assert!((100..1_500).contains(&of("font-family:Inter")), "one letter: {faces:?}");
    assert!((100..1_500).contains(&of("Orate Symbols")), "one sign: {faces:?}");
}

/// A TrueType font as WOFF, with its tables as they are (WOFF 1.0, sections 3 and 4: one that is not shorter compressed).
fn woff(font: &[u8]) -> Vec<u8> {
    let word = |at: usize| u32::from_be_bytes(font[at..at + 4].try_into().unwrap());
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let (mut entries, mut tables) = (Vec::new(), Vec::new());
    let start = 44 + 20 * count;
    for entry in (0..count).map(|index| 12 + 16 * index) {
        let (sum, from, length) = (word(entry + 4), word(entry + 8) as usize, word(entry + 12) as usize);
        let offset = (start + tables.len()) as u32;
        entries.extend_from_slice(&font[entry..entry + 4]);
        for number in [offset, length as u32, length as u32, sum] {
            entries.extend(number.to_be_bytes());
        }
        tables.extend_from_slice(&font[from..from + length]);
        tables.resize(tables.len().next_multiple_of(4), 0);
    }
    let mut woff = [b"wOFF", &font[..4]].concat();
    woff.extend(((start + tables.len()) as u32).to_be_bytes());
    woff.extend([&(count as u16).to_be_bytes()[..], &[0, 0]].concat());
    woff.extend((font.len() as u32).to_be_bytes());
    woff.resize(44, 0);
    [woff, entries, tables].concat()
}

/// Checks that a font for the body is embedded as it is expected: its descriptors, and as what kind of file.
#[track_caller]
fn check_form(name: &str, bytes: &[u8], descriptors: &str, kind: &str) {
    let talk = talk(&format!("[fonts]\nbody = \"fonts/{name}\"\n"), "Text: A B A\n", &[(name, bytes)]);
    let run = talk.build();
    assert_eq!(run.code, 0, "{name}: {}", run.errors);
    let page = talk.page();
    let own = page.split("@font-face{").find(|rule| rule.contains("font-family:orate-body"));
    let own = own.unwrap_or_else(|| panic!("{name} is not in the page"));
    assert!(own.contains(descriptors) && own.contains(kind), "{name}: {}", &own[..own.len().min(300)]);
}

#[test]
fn fonts_of_every_form_are_taken_and_cut() {
    let (still, variable) = (file(ODD, "squares.ttf"), file(ODD, "variable.ttf"));
    let cut = "data:font/woff2;base64,";
    check_form("a.ttf", &still, "font-weight:400;", cut);
    check_form("a.ttf", &variable, "font-weight:400 900;", cut);
    check_form("a.woff", &woff(&still), "font-weight:400;", cut);
    check_form("a.woff", &woff(&variable), "font-weight:400 900;", cut);
    check_form("a.woff2", &file(BUILT_IN, "ibm-plex-serif/latin-600.woff2"), "font-weight:600;", cut);
    check_form("a.woff2", &file(BUILT_IN, "inter/latin.woff2"), "font-weight:400 900;", cut);
    check_form("a.otf", &file(ODD, "postscript.otf"), "font-weight:400;", "data:font/otf;base64,");
    // The bytes say what a font is, and not its name.
    check_form("a.woff2", &still, "font-weight:400;", cut);
    check_form("a.ttf", &woff(&still), "font-weight:400;", cut);
}

#[test]
fn letters_that_a_font_of_the_talk_lacks_come_from_the_theme() {
    let settings = "[fonts]\nbody = \"fonts/body.ttf\"\n";
    let circles = file(ODD, "circles.ttf");
    for (text, is_used) in [("A word\n", true), ("words\n", false)] {
        let talk = talk(settings, text, &[("body.ttf", &circles)]);
        let run = talk.run(["check", "--json"]);
        assert_eq!(run.json()["diagnostics"].as_array().unwrap().len(), 0, "{text:?}: {}", run.output);
        talk.build();
        let faces = faces(&talk.page());
        let has = |name: &str| faces.iter().any(|(face, length)| face.contains(name) && *length > 0);
        assert_eq!((has("orate-body"), has("font-family:Inter")), (is_used, true), "{text:?}: {faces:?}");
    }
}

#[test]
fn text_of_paper_that_is_bold_and_slanted_has_a_face_of_its_own() {
    let slanted = |slides: &str| {
        let talk = talk("theme = \"paper\"\n", slides, &[]);
        talk.build();
        let faces = faces(&talk.page()).into_iter().map(|(face, _)| face);
        let serif = faces.filter(|face| face.contains("IBM Plex Serif") && face.contains("italic"));
        serif.filter(|face| face.contains("font-weight:600")).count()
    };
    assert_eq!(slanted("Both ***bold and slanted***\n"), 1);
    assert_eq!(slanted("Neither **bold** nor *slanted* at once\n"), 0);
}
