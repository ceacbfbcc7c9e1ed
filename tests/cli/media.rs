//! Films, sounds and players in the place of pictures.

use std::fs;

use serde_json::Value;

use crate::cli::talk::{Run, Talk, run};

/// A talk with a film, a sound and captions; gives the run, and the page.
fn built(slides: &str, settings: &str, flags: &[&str]) -> (Run, String, Talk) {
    let talk = Talk::new();
    talk.put("deck/orate.toml", settings);
    talk.put("deck/slides/a.md", slides);
    for file in ["a.mp4", "a.mp3", "a.de.vtt"] {
        talk.put(&format!("deck/{file}"), "not what it says");
    }
    talk.put("deck/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    let arguments = ["build", "deck", "-o", "out"].iter().chain(flags);
    let run = run(talk.command(arguments).current_dir(talk.path("")));
    let page = fs::read_to_string(talk.path("out/index.html")).unwrap_or_default();
    (run, page, talk)
}

/// What a slide shows, the bytes of its files left out.
#[track_caller]
fn check_shown(markdown: &str, expected: &str) {
    let (run, page, _talk) = built(&format!("# A\n\n{markdown}\n"), "", &[]);
    assert_eq!((run.code, &*run.errors), (0, ""), "{markdown}");
    let (_, shown) = page.split_once("<h1>A</h1>\n").expect("the slide");
    let (shown, _) = shown.split_once("\n</section>").expect("its end");
    let mut parts = shown.split("data:");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| plain.push_str(&part[part.find('"').unwrap_or(0)..]));
    let plain = plain.split("<svg class=\"orate-qr\"").next().unwrap_or_default();
    assert_eq!(plain.trim_end(), expected, "{markdown}");
}

#[test]
fn a_picture_that_is_a_film_is_a_film() {
    check_shown(
        "![The crossing](a.mp4)",
        "<p><video src=\"\" aria-label=\"The crossing\" controls=\"\" playsinline=\"\" preload=\"metadata\"></video></p>",
    );
    check_shown(
        "![x](a.mp4 \"Told\"){poster=p.svg captions=a.de.vtt autoplay=true muted=true loop=true controls=false width=50%}",
        "<figure><video src=\"\" aria-label=\"x\" data-autoplay=\"\" loop=\"\" muted=\"\" playsinline=\"\" preload=\"metadata\" \
         poster=\"\" width=\"50%\"><track kind=\"captions\" src=\"\" srclang=\"de\" label=\"de\" default=\"\"></video>\
         <figcaption>Told</figcaption></figure>",
    );
    check_shown(
        "![The bell](a.mp3)",
        "<p><audio src=\"\" aria-label=\"The bell\" controls=\"\" preload=\"metadata\"></audio></p>",
    );
}

#[test]
fn a_film_that_is_elsewhere_is_asked_for_when_it_is_wanted() {
    check_shown(
        "![x](https://a.example/b.mp4)",
        "<p><video src=\"https://a.example/b.mp4\" aria-label=\"x\" controls=\"\" playsinline=\"\" preload=\"none\">\
         <a href=\"https://a.example/b.mp4\">x</a></video></p>",
    );
    check_shown(
        "![The talk](https://youtu.be/abc)",
        "<p><a href=\"https://www.youtube.com/watch?v=abc\" data-player=\"https://www.youtube-nocookie.com/embed/abc?autoplay=1\" \
         class=\"orate-player\"><span class=\"orate-player-words\"><strong>The talk</strong> <span>youtube.com</span></span>",
    );
    check_shown(
        "![Live](https://a.example/b){.frame}",
        "<p><a href=\"https://a.example/b\" data-player=\"https://a.example/b\" class=\"frame orate-player\">\
         <span class=\"orate-player-words\"><strong>Live</strong> <span>a.example</span></span>",
    );
}

#[test]
fn what_is_written_as_html_and_in_a_talk_for_reveal_js_stays_as_it_is() {
    let html = "<iframe src=\"https://a.example/\"></iframe><video data-autoplay=\"\" src=\"https://a.example/b.mp4\"></video>";
    for settings in ["", "extensions = false"] {
        let (_, page, _talk) = built(&format!("# A\n\n{html}\n"), settings, &[]);
        assert!(page.contains(html), "{settings}");
        assert!(page.contains("frame-src https://a.example;"), "{settings}");
    }
    let (_, page, _talk) = built("![x](https://youtu.be/abc)", "extensions = false", &[]);
    assert!(page.contains("<img src=\"https://youtu.be/abc\" alt=\"x\">"));
}

#[test]
fn a_build_says_whom_the_page_asks_and_when() {
    let slides = "![x](https://vimeo.com/12)\n\n![y](https://a.example/b.png)\n\n![z](https://youtu.be/abc)";
    let (run, page, _talk) = built(slides, "", &[]);
    assert!(
        run.output.ends_with(
            "\nits slides load from elsewhere: a.example\n\
             asked when a player is started, and not before: player.vimeo.com, www.youtube-nocookie.com\n"
        ),
        "{}",
        run.output
    );
    assert!(page.contains("frame-src https://player.vimeo.com https://www.youtube-nocookie.com;"));
    let (run, ..) = built(slides, "", &["--json"]);
    let report: Value = serde_json::from_str(&run.output).expect("a report");
    let of = |origin: &str, what: &str| serde_json::json!({ "origin": origin, "what": what });
    let expected = [
        of("https://a.example", "image"),
        of("https://player.vimeo.com", "player"),
        of("https://www.youtube-nocookie.com", "player"),
    ];
    assert_eq!(report["elsewhere"], Value::from(expected.to_vec()));
}

#[test]
fn captions_that_no_browser_shows_are_told() {
    let (run, page, _talk) = built("![x](a.mp4){captions=a.srt}", "", &[]);
    assert!(run.errors.contains("browsers show no captions from `a.srt`"), "{}", run.errors);
    assert!(!page.contains("<track"));
}
