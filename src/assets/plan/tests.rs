use super::*;
use crate::assets::{Content, Memory, Refused};
use crate::text::{Fingerprint, Sources, Span};

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>";
const SVG_URI: &str =
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='4'%20height='3'/%3E";
const AUTO: Rules = Rules { embed: Embed::Auto, limit: 1000, single_file: false, public: false, root: "" };

/// A project with a file of every kind, and one that cannot be read.
struct Project(Memory);

impl Library for Project {
    fn find(&self, path: &str) -> Result<Option<Arc<File>>, Refused> {
        match path {
            "secret.png" => Err(Refused { path: path.into(), reason: "permission denied".into() }),
            "Images/LOGO.svg" => self.0.find("images/logo.svg"),
            "film.mp4" => {
                let content = Content::Large { size: 1 << 40, fingerprint: Fingerprint::of(b"film") };
                Ok(Some(Arc::new(File { path: path.into(), content })))
            }
            _ => self.0.find(path),
        }
    }

    fn names(&self) -> Vec<String> {
        self.0.names()
    }
}

fn project() -> Project {
    let png = crate::assets::image::tests::png(8, 6);
    let files: [(&str, &[u8]); 11] = [
        ("images/what?.png", &png),
        ("images/U\u{308}bung.png", &png),
        ("images/logo.svg", SVG.as_bytes()),
        ("images/same as logo.svg", SVG.as_bytes()),
        ("images/a.png", &png),
        ("images/large.png", &[png.as_slice(), &[0; 2000]].concat()),
        ("images/bad.png", b"hello"),
        ("images/ratio.svg", b"<svg viewBox='0 0 2 1'/>"),
        ("slides/own.png", &png),
        ("files/paper.pdf", b"%PDF"),
        ("files/page.html", b"<p>"),
    ];
    Project(files.into_iter().collect())
}

/// Makes a plan of references from `slides/`, written `role address`, and gives the text for each.
fn planned(rules: Rules, references: &[(Role, &str)]) -> Noted<(Plan, Vec<String>)> {
    let source = Sources::default().add("slides/1.md", b"", &mut Vec::new());
    let at = Span { source, start: 0, end: 0 };
    let references: Vec<Reference> = references
        .iter()
        .map(|&(role, address)| Reference { address: address.into(), base: "slides".into(), at, role })
        .collect();
    Plan::make(&project(), rules, &references, OpenedFiles::default()).map(|plan| {
        let texts = references.iter().map(|reference| plan.url(reference).into_owned()).collect();
        (plan, texts)
    })
}

#[track_caller]
fn check_plan(rules: Rules, references: &[(Role, &str)], texts: &[&str], outputs: &[&str], codes: &[&str]) {
    let Noted { value: (plan, written), diagnostics } = planned(rules, references);
    assert_eq!(written, texts);
    assert_eq!(plan.outputs().keys().collect::<Vec<_>>(), outputs);
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), codes);
}

#[test]
fn what_is_used_once_stands_in_its_place() {
    check_plan(AUTO, &[(Role::Image, "images/logo.svg")], &[SVG_URI], &[], &[]);
    check_plan(AUTO, &[(Role::Image, "../images/logo.svg?v=1")], &[SVG_URI], &[], &[]);
    check_plan(AUTO, &[(Role::Style, "images/logo.svg")], &[&format!("url(\"{SVG_URI}\")")], &[], &[]);
}

#[test]
fn the_same_bytes_stand_once_whatever_they_are_called() {
    let (plan, texts) =
        planned(AUTO, &[(Role::Image, "images/logo.svg"), (Role::Style, "images/same%20as%20logo.svg")])
            .value;
    assert_eq!(texts[0], texts[1]);
    assert!(texts[0].starts_with("var(--orate-image-"));
    let name = &texts[0][4..texts[0].len() - 1];
    let paint = format!(
        "[data-orate-image={}]{{background-image:var({name})!important}}",
        name.trim_start_matches('-')
    );
    assert_eq!(plan.style(), format!(":root{{{name}:url(\"{SVG_URI}\")}}\n{paint}\n"));
}

#[test]
fn a_shared_image_keeps_its_shape() {
    let source = Sources::default().add("slides/1.md", b"", &mut Vec::new());
    let at = Span { source, start: 0, end: 0 };
    let reference =
        Reference { address: "images/ratio.svg".into(), base: String::new(), at, role: Role::Image };
    let plan = Plan::make(&project(), AUTO, [&reference, &reference], OpenedFiles::default()).value;
    let Answer::Shared { stand_in, shape, .. } = plan.answer(&reference) else { panic!("not shared") };
    assert_eq!(
        stand_in,
        "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%202%201'/%3E"
    );
    assert_eq!(shape, Some(Shape { width: 2.0, height: 1.0, is_ratio: true }));
}

#[test]
fn a_background_always_stands_in_the_style() {
    let (plan, texts) = planned(AUTO, &[(Role::Background, "images/logo.svg")]).value;
    assert!(texts[0].starts_with("var(--orate-image-") && !plan.style().is_empty());
}

#[test]
fn what_is_large_stands_beside_the_page() {
    let large = "assets/large.3ecbe6a562.png";
    check_plan(AUTO, &[(Role::Image, "images/large.png")], &[large], &[large], &[]);
    check_plan(AUTO, &[(Role::Background, "images/large.png")], &[large], &[large], &[]);
    let film = format!("assets/film.{}.mp4", Fingerprint::of(b"film").short());
    check_plan(AUTO, &[(Role::Media, "/film.mp4#t=3")], &[&format!("{film}#t=3")], &[&film], &[]);
}

#[test]
fn the_rules_decide_what_stands_beside_the_page() {
    let never = Rules { embed: Embed::Never, ..AUTO };
    let logo = format!("assets/same-as-logo.{}.svg", Fingerprint::of(SVG.as_bytes()).short());
    check_plan(never, &[(Role::Image, "images/same as logo.svg")], &[&logo], &[&logo], &[]);
    for rules in [Rules { embed: Embed::Always, ..AUTO }, Rules { single_file: true, ..AUTO }] {
        let (plan, texts) = planned(rules, &[(Role::Image, "images/large.png")]).value;
        assert!(texts[0].starts_with("data:image/png;base64,") && plan.outputs().is_empty());
    }
}

#[test]
fn copies_count_towards_the_limit() {
    let rules = Rules { limit: 100, ..AUTO };
    let (_, once) = planned(rules, &[(Role::Picture, "images/logo.svg")]).value;
    assert!(once[0].starts_with("data:") && !once[0].contains(' '));
    let (_, twice) = planned(rules, &[(Role::Picture, "images/logo.svg"); 2]).value;
    assert!(twice[0].starts_with("assets/"));
}

#[test]
fn a_link_leads_to_a_file_as_it_was() {
    let paper = format!("assets/paper.{}.pdf", Fingerprint::of(b"%PDF").short());
    check_plan(
        AUTO,
        &[(Role::Link, "files/paper.pdf#page=2")],
        &[&format!("{paper}#page=2")],
        &[&paper],
        &[],
    );
}

#[test]
fn a_single_file_has_no_place_for_links_frames_and_films() {
    let single = Rules { single_file: true, ..AUTO };
    check_plan(
        single,
        &[(Role::Link, "files/paper.pdf"), (Role::Frame, "files/page.html"), (Role::Media, "film.mp4")],
        &["files/paper.pdf", "about:invalid", "about:invalid"],
        &[],
        &["not-in-single-file"; 3],
    );
}

#[test]
fn what_is_not_of_the_project_stays() {
    for address in ["https://example.org/a.png", "data:image/png;base64,AA", "#/2", "", "//example.org/a"] {
        check_plan(AUTO, &[(Role::Image, address)], &[address], &[], &[]);
    }
}

#[test]
fn what_is_missing_leads_nowhere() {
    let nowhere = "about:invalid";
    check_plan(AUTO, &[(Role::Image, "images/lgo.svg")], &[nowhere], &[], &["missing-image"]);
    check_plan(AUTO, &[(Role::Media, "a.mp4")], &[nowhere], &[], &["missing-file"]);
    check_plan(AUTO, &[(Role::Image, "../../a.png")], &[nowhere], &[], &["outside-project"]);
    check_plan(AUTO, &[(Role::Image, "C:\\a.png")], &[nowhere], &[], &["outside-project"]);
    check_plan(AUTO, &[(Role::Image, "/secret.png")], &[nowhere], &[], &["unreadable-file"]);
    check_plan(AUTO, &[(Role::Link, "../../")], &["../../"], &[], &["outside-project"]);
}

#[test]
fn a_broken_image_is_told_once() {
    check_plan(AUTO, &[(Role::Image, "images/bad.png"); 2], &["about:invalid"; 2], &[], &["broken-image"]);
}

/// Checks message and help of the message about one reference.
#[track_caller]
fn check_help(role: Role, address: &str, message: &str, help: &str) {
    let diagnostic = &planned(AUTO, &[(role, address)]).diagnostics[0];
    assert_eq!((diagnostic.message.as_str(), diagnostic.help.as_deref()), (message, Some(help)));
}

#[test]
fn a_file_is_found_however_its_accents_are_encoded() {
    for address in ["../images/\u{dc}bung.png", "../images/U\u{308}bung.png", "../images/%C3%9Cbung.png"] {
        assert_eq!(planned(AUTO, &[(Role::Image, address)]).diagnostics, [], "{address}");
    }
}

#[test]
fn a_missing_file_comes_with_the_nearest_name() {
    check_help(
        Role::Image,
        "images/lgo.svg",
        "no image named `images/lgo.svg`",
        "did you mean `images/logo.svg`?",
    );
    check_help(Role::Image, "logo.svg", "no image named `logo.svg`", "did you mean `images/logo.svg`?");
    check_help(
        Role::Image,
        "../images/what?.png",
        "no image named `../images/what?.png`",
        "write `../images/what%3F.png`: in an address, `?` and `#` end the name of the file",
    );
    check_help(Role::Image, "owm.png", "no image named `owm.png`", "did you mean `own.png`?");
    check_help(
        Role::Image,
        "Images/LOGO.svg",
        "no image named `Images/LOGO.svg`",
        "the file is called `images/logo.svg`; most systems distinguish upper and lower case",
    );
    check_help(
        Role::Image,
        "something-else.webp",
        "no image named `something-else.webp`",
        "put the file in `images/`, or give a path relative to this slide",
    );
    check_help(
        Role::Link,
        "www.example.org/a",
        "no file named `www.example.org/a`",
        "begin the address of another site with `https://`",
    );
}

#[test]
fn the_order_of_references_decides_nothing_but_the_order_of_diagnostics() {
    let references = [
        (Role::Image, "images/logo.svg"),
        (Role::Background, "images/same as logo.svg"),
        (Role::Link, "files/paper.pdf"),
        (Role::Image, "images/large.png"),
    ];
    let (plan, texts) = planned(AUTO, &references).value;
    let (other_plan, mut other_texts) =
        planned(AUTO, &references.into_iter().rev().collect::<Vec<_>>()).value;
    other_texts.reverse();
    assert_eq!(texts, other_texts);
    assert_eq!(plan.style(), other_plan.style());
    assert_eq!(plan.outputs().keys().collect::<Vec<_>>(), other_plan.outputs().keys().collect::<Vec<_>>());
}

#[test]
fn a_hint_brings_no_file_and_a_format_that_nobody_has_asks_for_nothing() {
    check_plan(AUTO, &[(Role::Hint, "images/large.png")], &["about:invalid"], &[], &[]);
    check_plan(AUTO, &[(Role::Hint, "images/gone.png")], &["about:invalid"], &[], &["missing-file"]);
    let (_, texts) = planned(AUTO, &[(Role::Format { font: 0 }, "gone.woff")]).value;
    assert_eq!(texts, ["url(\"data:,\")"]);
}
