//! How long a save takes to the screen. Run by hand, in a release build: it measures, and takes a minute.
//!
//!     cargo test --release --test live latency -- --ignored --nocapture

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::chromium::Chromium;
use crate::server::{Server, put};

/// How often each talk is saved.
const SAVES: usize = 40;

/// A talk of many slides of the usual kinds, in stacks of four.
fn talk(slides: usize, edited: usize, word: &str) -> String {
    let mut text = String::new();
    for index in 0..slides {
        let body = match index % 5 {
            0 => "Some *text* with **emphasis** and a [link](https://example.org/).\n\n- one\n- two\n- three",
            1 => "```rust\nfn main() {\n    println!(\"hi\");\n}\n```",
            2 => "| a | b |\n|---|---|\n| 1 | 2 |\n\nNote: say something here",
            3 => "- a <!-- .element: class=\"fragment\" -->\n- b <!-- .element: class=\"fragment\" -->",
            _ => "> quoted words of somebody wise\n\nEnd of it.",
        };
        let heading = if index == edited { format!("Slide {word}") } else { format!("Slide {index}") };
        let end = if (index + 1) % 4 == 0 { "\n\n\n\n" } else { "\n\n\n" };
        text.push_str(&format!("# {heading}\n\n{body}{end}"));
    }
    text
}

pub(crate) fn milliseconds_now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0
}

#[test]
#[ignore = "it measures, and takes a minute"]
fn latency() {
    let Some(chromium) = Chromium::start() else { return };
    println!("{:>7} {:>9} {:>9} {:>9} {:>12}", "slides", "median ms", "p90 ms", "worst ms", "of it server");
    for (slides, edited) in [(20, 9), (1_000, 9), (10_000, 9), (1_000, 500), (10_000, 5_001)] {
        let server = Server::start(&[("slides/talk.md", &talk(slides, edited, "start"))], &[]);
        let page = chromium.open(&format!("{}#/{}/{}", server.url, edited / 4, edited % 4));
        page.wait_for("Reveal.isReady()");
        page.evaluate(
            "window.seen = new Promise(() => {}); window.watch = (word) => { window.seen = new Promise((done) => {
               const look = () => { if (!document.querySelector('section.present:not(.stack) h1')?.textContent.includes(word)) return false;
                 observer.disconnect(); requestAnimationFrame(() => { const channel = new MessageChannel();
                   channel.port1.onmessage = () => done(performance.timeOrigin + performance.now()); channel.port2.postMessage(0); }); return true; };
               const observer = new MutationObserver(look); observer.observe(document.querySelector('.slides'), { subtree: true, childList: true, characterData: true }); }); return 0; }; 0",
        );
        let (mut times, mut server_times) = (Vec::new(), Vec::new());
        for save in 0..SAVES {
            let word = format!("edit-{save}-");
            page.evaluate(&format!("watch('{word}')"));
            let text = talk(slides, edited, &word);
            std::thread::sleep(Duration::from_millis(150 + 37 * (save as u64 % 5)));
            let start = milliseconds_now();
            put(&server.path("slides/talk.md"), &text);
            let end = page.evaluate("seen").as_f64().unwrap();
            times.push(end - start);
            server_times.push(server.event("built")["milliseconds"].as_f64().unwrap());
        }
        times.sort_by(f64::total_cmp);
        server_times.sort_by(f64::total_cmp);
        println!(
            "{:>7} {:>9.1} {:>9.1} {:>9.1} {:>12.1}   (slide {edited})",
            slides,
            times[SAVES / 2],
            times[SAVES * 9 / 10],
            times[SAVES - 1],
            server_times[SAVES / 2]
        );
    }
}
