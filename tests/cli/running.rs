//! What is on every slide: header, footer, logo and licence.

use std::fs;

use crate::cli::talk::{Run, Talk, run};

/// Builds a talk of these settings and slides. Gives the run, and the page.
fn built(settings: &str, slides: &str) -> (Run, String) {
    let talk = Talk::new();
    talk.put("deck/orate.toml", settings);
    talk.put("deck/slides/a.md", slides);
    talk.put("deck/images/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    let run = run(talk.command(["build", "deck", "-o", "out"]).current_dir(talk.path("")));
    let page = fs::read_to_string(talk.path("out/index.html")).unwrap_or_default();
    (run, page)
}

#[track_caller]
fn check_page(settings: &str, slides: &str, expected: &[&str]) {
    let (run, page) = built(settings, slides);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(!run.errors.contains("warning"), "{}", run.errors);
    let (_, shown) = page.split_once("<div class=\"reveal\">").expect("a page");
    expected.iter().for_each(|part| assert!(shown.contains(part), "{part} not in {shown}"));
}

#[track_caller]
fn check_told(settings: &str, slides: &str, expected: &str) {
    let (run, _) = built(settings, slides);
    assert!(run.errors.contains(expected), "{}", run.errors);
}

#[test]
fn placeholders_are_filled_and_shown_as_they_are() {
    let settings = "title = \"A *b* & c\"\nevent = \"X_y_z\"\nurl = \"https://a.example/b/\"\n\
                    header = \"**{title}**\"\nfooter = \"{event} [slides]({url}) {url} {other}\"";
    check_page(
        settings,
        "# A",
        &[
            "<div class=\"orate-header\"><span><strong>A *b* &amp; c</strong></span></div>",
            "<div class=\"orate-footer\"><span>X_y_z <a href=\"https://a.example/b/\">slides</a> \
             <a href=\"https://a.example/b/\">a.example/b</a> {other}</span></div>",
        ],
    );
}

#[test]
fn dates_are_in_words_of_the_language_of_the_deck() {
    let slides = "<!-- .slide: layout=\"title\" -->\n# A";
    for (language, date, expected) in [
        ("en", "2026-11-29", "29 November 2026"),
        ("de", "2026-11-29", "29. November 2026"),
        ("ja", "2026-11-29", "2026年11月29日"),
        ("en", "in spring", "in spring"),
        // The footer isolates it, so that it does not join what is before it in a line from right to left.
        ("ar", "2026-11-29", "29 نوفمبر 2026"),
    ] {
        let settings =
            format!("language = \"{language}\"\nauthor = \"Ada\"\ndate = \"{date}\"\nfooter = \"{{date}}\"");
        let (_, page) = built(&settings, slides);
        let shown = if language == "ar" { format!("\u{2068}{expected}\u{2069}") } else { expected.into() };
        for part in [
            format!("<bdi>{expected}</bdi></span>"),
            format!("<div class=\"orate-footer\"><span>{shown}</span>"),
        ] {
            assert!(page.contains(&part), "{part} not in {page}");
        }
    }
}

#[test]
fn a_logo_is_a_picture_of_the_talk_and_a_licence_leads_to_itself() {
    check_page(
        "logo = { file = \"images/logo.svg\", alt = \"A\", link = \"https://a.example/\" }\nlicence = \"CC BY-SA 4.0\"",
        "# A",
        &[
            "<div class=\"orate-footer\"><a href=\"https://a.example/\"><img src=\"data:image/svg+xml,",
            "<span class=\"orate-licence\"><a rel=\"license\" \
             href=\"https://creativecommons.org/licenses/by-sa/4.0/\">CC BY-SA 4.0</a></span>",
        ],
    );
    check_page("licence = \"© *Ada*\"", "# A", &["<span class=\"orate-licence\">© <em>Ada</em></span>"]);
    check_told("logo = \"images/lgo.svg\"", "# A", "orate.toml:1:8");
}

#[test]
fn a_slide_turns_them_off_and_on() {
    let slides = "+++\nheader = false\n+++\n<!-- .slide: footer=\"off\" data-state=\"mine\" -->\n# A\n\n\n\n\
                  <!-- .slide: template=\"title\" header=\"on\" -->\n# B\n\n\n<!-- .slide: data-background-image=\"images/logo.svg\" header=\"on\" -->\n# C\n";
    check_page(
        "header = \"a\"\nfooter = \"b\"",
        slides,
        &[
            "<section id=\"a\" data-state=\"mine orate-no-header orate-no-footer\">",
            "<section id=\"b\" data-template=\"title\" data-background-color=\"var(--orate-title-background)\" data-state=\"orate-no-footer\">",
            "data-state=\"orate-over-picture\">",
        ],
    );
    // Where there is nothing to turn off, nothing is said.
    check_page(
        "",
        slides,
        &[
            "<section id=\"b\" data-template=\"title\" data-background-color=\"var(--orate-title-background)\">",
        ],
    );
}

#[test]
fn what_stands_for_nothing_is_told() {
    check_told("footer = \"{evnt}\"", "# A", "did you mean `{event}`?");
    check_told("footer = \"{event}\"", "# A", "the deck has no `event`");
    check_told("footer = \"a\"", "<!-- .slide: footer=\"b\" -->\n# A", "`on` or `off`, and not `b`");
    check_told("footer = \"a\"", "+++\nfooter = \"b\"\n+++\n# A", "must be `true` or `false`");
    check_told("license = \"CC0\"", "# A", "did you mean `licence`?");
}

#[test]
fn the_signs_of_a_value_are_text_wherever_it_is_placed() {
    let value = r#"(HA) \(x\) $y$ *z* _a_ <b> [c](d) `e` :tada: ==f== H~2~O &amp; {event} \[g\] "h" # 1."#;
    let shown = "(HA) \\(x\\) $y$ *z* _a_ &lt;b&gt; [c](d) `e` :tada: ==f== H~2~O &amp;amp; {event} \\[g\\] \"h\" # 1.";
    for place in ["header", "footer", "licence"] {
        let settings = format!("title = '{value}'\nlicence = 'x'\n{place} = 'A {{title}}'\n");
        let settings =
            if place == "licence" { settings.replacen("licence = 'x'\n", "", 1) } else { settings };
        check_page(&settings, "# A", &[&format!(">A {shown}<")]);
    }
    check_page(
        "title = '*a*'\nfooter = '[x](https://b.example \"{title}\") `{title}`'",
        "# A",
        &["<a href=\"https://b.example\" title=\"*a*\">x</a> <code>*a*</code>"],
    );
}
