//! How long a save takes until what does not fit is reported. Run by hand: it measures, and takes a minute.
//!
//!     ORATE=target/release/orate cargo test --test live latency_of_findings -- --ignored --nocapture

use std::time::Duration;

use crate::chromium::{Chromium, Page};
use crate::latency::milliseconds_now;
use crate::server::{Server, put};

/// How often each talk is saved; every second save has an overflow.
const SAVES: usize = 30;

/// What is saved: where the text stands that is too long.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    LastFragment,
    HiddenSlide,
}

/// A talk in stacks of four, with so many words on the slide that is edited.
fn talk(kind: Kind, slides: usize, edited: usize, words: usize) -> String {
    let text: Vec<String> = (0..words).map(|index| format!("word{index}")).collect();
    let text = text.join(" ");
    let mut talk = String::new();
    for index in 0..slides {
        let body = match (index, index % 4) {
            (index, _) if index == edited => match kind {
                Kind::Text => format!("- a point\n\n{text}"),
                Kind::LastFragment => {
                    let step = "<!-- .element: class=\"fragment\" -->";
                    format!("- a {step}\n- b {step}\n\n{text}\n{step}")
                }
                Kind::HiddenSlide => format!("<!-- .slide: data-visibility=\"hidden\" -->\n{text}"),
            },
            (_, 0) => "Some *text* with **emphasis**.\n\n- one\n- two\n- three".into(),
            (_, 1) => "```rust\nfn main() {\n    println!(\"hi\");\n}\n```".into(),
            (_, 2) => "| a | b |\n|---|---|\n| 1 | 2 |\n\nNote: say something here".into(),
            _ => "> quoted words of somebody wise\n\nEnd of it.".into(),
        };
        let end = if (index + 1) % 4 == 0 { "\n\n\n\n" } else { "\n\n\n" };
        talk.push_str(&format!("# Slide {index}\n\n{body}{end}"));
    }
    talk
}

/// Notes in the page when a change comes, is in the page, is measured, answered and painted; `seen` resolves when a warning
/// is painted, or is gone.
const WATCH: &str = "
    const now = () => performance.timeOrigin + performance.now();
    window.times = {};
    const parse = JSON.parse;
    JSON.parse = (text) => { if (text.startsWith('{\"revision\"')) { times = { change: now() }; Promise.resolve().then(() => times.patched = now()); }
      if (text.startsWith('{\"look\"')) times.answer = now(); return parse(text); };
    const measure = orateLook.measure;
    globalThis.orateLook = { measure: async (options) => { times.measure = now(); const findings = await measure(options); times.measured = now(); return findings; } };
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (text) { times.sent = now(); return send.call(this, text); };
    const painted = (done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => { times.painted = now(); done(times); }; channel.port2.postMessage(0); });
    window.expectBadge = (isShown) => { window.seen = new Promise((done) => {
      const look = () => { const badge = document.querySelector('orate-live')?.shadowRoot.querySelector('button.hints');
        if (times.answer && !!(badge && !badge.hidden) === isShown) painted(done); else setTimeout(look, 1); }; look(); }); return 0; };
    0";

/// The steps of one save, in milliseconds since the file was written.
const STEPS: [&str; 8] = ["built", "change", "patched", "measure", "measured", "looked", "answer", "painted"];

fn save(server: &Server, page: &Page<'_>, text: &str, is_shown: bool) -> [f64; 8] {
    page.evaluate(&format!("times = {{}}; expectBadge({is_shown})"));
    let start = milliseconds_now();
    put(&server.path("slides/talk.md"), text);
    let times = page.evaluate("seen");
    let built = server.event("built");
    let looked = server.event("looked");
    assert_eq!(looked["diagnostics"].as_array().map(Vec::len), Some(usize::from(is_shown)), "{looked}");
    STEPS.map(|step| match step {
        "built" => built["heard"].as_f64().unwrap() - start,
        "looked" => looked["heard"].as_f64().unwrap() - start,
        step => times[step].as_f64().unwrap_or(f64::NAN) - start,
    })
}

fn line(name: &str, times: &[[f64; 8]]) {
    let part = |index: usize, share: usize| {
        let mut column: Vec<f64> = times.iter().map(|times| times[index]).collect();
        column.sort_by(f64::total_cmp);
        column[((column.len() - 1) * share).div_ceil(100)]
    };
    let medians: Vec<String> = (0..STEPS.len()).map(|index| format!("{:>9.1}", part(index, 50))).collect();
    let looked = STEPS.iter().position(|step| *step == "looked").unwrap();
    println!(
        "{name:<28}{}   p90 {:.1}/{:.1}, worst {:.1}/{:.1}",
        medians.concat(),
        part(looked, 90),
        part(7, 90),
        part(looked, 100),
        part(7, 100)
    );
}

#[test]
#[ignore = "it measures, and takes a minute"]
fn latency_of_findings() {
    let Some(chromium) = Chromium::start() else { return };
    println!("{:<28}{}   printed/painted", "median ms", STEPS.map(|step| format!("{step:>9}")).concat());
    for (slides, edited) in [(20, 9), (300, 150), (1_000, 500)] {
        for (name, kind) in [("text", Kind::Text), ("last fragment", Kind::LastFragment)] {
            let server = Server::start(&[("slides/talk.md", &talk(kind, slides, edited, 3))], &[]);
            let page = chromium.open(&format!("{}#/{}/{}", server.url, edited / 4, edited % 4));
            page.wait_for("Reveal.isReady()");
            page.evaluate(WATCH);
            let mut times = [Vec::new(), Vec::new()];
            for index in 0..SAVES {
                std::thread::sleep(Duration::from_millis(200 + 37 * (index as u64 % 5)));
                let is_shown = index % 2 == 0;
                let text = talk(kind, slides, edited, if is_shown { 600 + index } else { 3 + index });
                times[index % 2].push(save(&server, &page, &text, is_shown));
            }
            line(&format!("{slides} slides, {name}, comes"), &times[0]);
            line(&format!("{slides} slides, {name}, goes"), &times[1]);
        }
        let server = Server::start(&[("slides/talk.md", &talk(Kind::HiddenSlide, slides, edited, 3))], &[]);
        let page = chromium.open(&server.url);
        page.wait_for("Reveal.isReady()");
        server.put("slides/talk.md", &talk(Kind::HiddenSlide, slides, edited, 600));
        server.event("built");
        page.evaluate("new Promise((done) => setTimeout(done, 300))");
        println!("{slides} slides, hidden slide: {} reported", server.count("looked"));
    }
}
