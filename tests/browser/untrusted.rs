//! A stranger's deck in a real browser: the deck runs, and nothing of the talk's does.

use std::fs;
use std::process::Command;

use crate::chromium::{Chromium, file_url};
use crate::{READY, check_silent};

/// Ways to set `window.canary`, or to ask for something.
const HOSTILE: &str = r#"<!-- .slide: onclick="canary = 1" data-background-iframe="https://canary.invalid" data-background-image="https://canary.invalid/a.png" -->
# One {onmouseover="canary = 1"}

<script>canary = 1</script> <img src="x.svg" onload="canary = 1" onerror="canary = 1"> <svg onload="canary = 1"><script>canary = 1</script></svg>

[a](javascript:canary=1) <a id="b" href="java&#x09;script:canary=1">b</a> <a href="data:text/html,<script>canary=1</script>">c</a>

<iframe srcdoc="<script>parent.canary = 1</script>"></iframe> <object data="data:text/html,x"></object> <meta http-equiv="refresh" content="0;url=https://canary.invalid">

<style>@import "https://canary.invalid/x.css"; h1 { background: url(https://canary.invalid/y.png) }</style>

<svg></p><style><a id="</style><img src=x.svg onerror='canary = 1'>"> <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x.svg onerror=canary=1&gt;">

<form id="f" action="https://canary.invalid"><button formaction="javascript:canary=1">x</button></form> <details open ontoggle="canary = 1">d</details>

Note: <img src=x.svg onerror="canary = 1">
"#;

fn deck() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the talk");
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file is written");
    put("slides.md", HOSTILE);
    put(
        "x.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3' onload='canary = 1'><script>canary = 1</script></svg>",
    );
    fs::create_dir(folder.path().join("templates")).expect("a folder for templates");
    put(
        "templates/page.html",
        "{% extends \"orate/page.html\" %}{% block head %}<script>canary = 1</script>{% endblock %}",
    );
    let build = Command::new(env!("CARGO_BIN_EXE_orate"))
        .args(["build", "--untrusted", "--quiet"])
        .arg(folder.path())
        .output()
        .expect("orate runs");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    folder
}

#[test]
fn nothing_of_a_distrusted_talk_runs_or_asks_in_a_browser() {
    let Some(chromium) = Chromium::start() else { return };
    let folder = deck();
    let page = chromium.blank();
    page.go(&file_url(&folder.path().join("dist/index.html")));
    page.wait_for(READY);
    page.evaluate(
        "(() => { for (const element of document.querySelectorAll('.slides *')) \
           for (const kind of ['click', 'mouseover', 'load', 'error', 'toggle']) \
             if (element.localName !== 'button') element.dispatchEvent(new Event(kind)) })()",
    );
    assert_eq!(page.evaluate("typeof canary"), "undefined");
    assert_eq!(
        page.evaluate(
            "document.querySelectorAll('iframe, object, embed, base, meta[http-equiv=refresh]').length"
        ),
        0
    );
    // Nothing was even held back by the policy: it was not there.
    check_silent(&page);
}

#[test]
fn the_policy_alone_holds_back_what_the_first_layer_would_miss() {
    let Some(chromium) = Chromium::start() else { return };
    let folder = deck();
    let file = folder.path().join("dist/index.html");
    let text = fs::read_to_string(&file).expect("the page is there");
    let missed = "<script>canary = 1</script><img src=x onerror='canary = 1'><svg onload='canary = 1'></svg>\
        <iframe srcdoc='<script>parent.canary = 1</script>'></iframe><img src='https://canary.invalid/z.png'>";
    fs::write(&file, text.replacen("<div class=\"slides\">", &format!("<div class=\"slides\">{missed}"), 1))
        .expect("it is changed");
    let page = chromium.blank();
    page.go(&file_url(&file));
    page.wait_for(READY);
    assert_eq!(page.evaluate("typeof canary"), "undefined");
    assert!(!page.complaints().is_empty(), "the policy has held something back");
}
