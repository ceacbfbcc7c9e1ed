//! What a slide draws is paid for by the talk, whatever it is that asks for a drawing.

use super::*;

/// Checks what is said of a slide that comes when the talk has spent everything, and what it shows all the same.
#[track_caller]
fn check_unpaid(markdown: &str, code: &str, shown: &str) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("slides/a.md", markdown.as_bytes(), &mut diagnostics);
    let span = sources.whole(id).span;
    let fingerprint = Fingerprint::of(markdown.as_bytes());
    let attributes = Attributes::default();
    let slide = Slide { span, body: Body::Markdown(span), notes: None, attributes, fingerprint };
    let context = Context {
        options: Options::default(),
        settings: &Settings::default(),
        variant: &Variant::default(),
        library: &Memory::default(),
        programs: &crate::render::NoPrograms,
        budget: &Budget::none(),
    };
    let rendered = super::super::slide(&sources, &slide, &context);
    let codes: Vec<_> = rendered.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [code], "of {markdown}");
    let html = filled(&rendered.content);
    assert!(html.contains(shown) && !html.contains("<path"), "{html}");
    assert!(rendered.trace.spent.cost > 0 && rendered.trace.spent.is_refused);
}

#[test]
fn the_code_of_a_player_is_paid_for() {
    check_unpaid("![A talk](https://youtu.be/abcdefghijk)", "too-many-drawings", "<strong>A talk</strong>");
}

#[test]
fn what_macros_make_is_paid_for() {
    check_unpaid("$\\newcommand{\\b}{xyz + xyz}$ $\\b$", "broken-formula", "\\b");
    let plain = "$\\newcommand{\\b}{x}$ $y^2$";
    let (html, diagnostics) = among(&[], plain);
    assert!(html.contains("<math") && diagnostics.is_empty(), "{html}");
}

#[test]
fn codes_are_paid_for() {
    check_unpaid("![](qr:https://a.example)", "too-many-drawings", "<img");
}
