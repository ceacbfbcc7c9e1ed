//! A talk that is not trusted: whatever it hides, its page runs orate's own script and nothing else, and loads nothing.

use std::fs;

use crate::cli::talk::{PICTURE, Run, Talk};

/// Every place in which a talk can hide what acts; each of them holds the word `canary` there, and nowhere else.
fn hostile() -> Talk {
    let talk = Talk::new();
    talk.put(
        "talk/slides/1.md",
        "<!-- .slide: onclick=\"canary()\" data-background-iframe=\"https://canary.example\" -->\n\
         # One {onmouseover=\"canary()\"}\n\n\
         Text<!-- .element: onclick=\"canary()\" style=\"background: url(https://canary.example/a.png)\" -->\n\n\
         Text<!-- .element: a/onclick=\"canary()\" -->\n\n\
         <script>canary()</script><img src=images/a.svg onerror=canary()>\n\n\
         [a](javascript:canary()) [c](<JAVASCRIPT:canary()>) [d](data:text/html,canary)\n\n\
         [page](canary.html) [drawing](canary.svg) ![](https://canary.example/b.png) ![](https://www.youtube.com/watch?v=canary)\n\n\
         ![](https://canary.example/talk.mp4) ![](https://canary.example/page){.frame}\n\n\
         <a href=\"&#106;avascript:canary()\">e</a> <svg><script>canary()</script><a xlink:href=\"javascript:canary()\"/></svg>\n\n\
         <iframe srcdoc=\"<script>canary()</script>\"></iframe><object data=\"canary.svg\"></object><base href=\"//canary\">\n\n\
         <meta http-equiv=\"refresh\" content=\"0;url=//canary\"><form action=\"//canary\"><button formaction=\"//canary\">x</button></form>\n\n\
         <style>@import \"https://canary.example/x.css\"; a { background: url(//canary.example/x) }</style>\n\n\
         ```js {onclick=\"canary()\"}\nlet plain = 1;\n```\n\n\
         ```html\n<b>seen</b>\n```\n\n\
         Note: <script>canary()</script> <img src=images/a.svg onerror=canary()> spoken\n",
    );
    talk.put("talk/slides/2.md", "+++\nattributes = { onclick = \"canary()\", \"data-background-image\" = \"https://canary.example/x.png\" }\n+++\n# Two\n\n::: {.box onclick=\"canary()\"}\nboxed\n:::\n\n[word]{onclick=\"canary()\"} ![A picture](images/a.svg){onload=\"canary()\"}\n");
    talk.put("talk/slides/3.md", "<!-- .slide: template=\"mine\" -->\n# Three\n");
    talk.put(
        "talk/slides/4.md",
        "<!-- .slide: template=\"title\" -->\n# Four\n\n<p onclick=\"canary()\">four</p>\n",
    );
    talk.put("talk/templates/slides/mine.html", "{{ content }}<script>canary()</script>");
    talk.put(
        "talk/templates/slide.html",
        "<section{{ attributes }} onclick=\"canary()\">{{ content }}{{ notes }}</section>",
    );
    talk.put(
        "talk/templates/page.html",
        "{% extends \"orate/page.html\" %}{% block head %}<script>canary()</script>{% endblock %}",
    );
    talk.put("talk/themes/mine.css", "@import url(https://canary.example/a.css);\n.reveal { background: url(https://canary.example/b.png) }\n");
    talk.put("talk/slides/canary.html", "<script>canary()</script>");
    talk.put(
        "talk/slides/canary.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>canary()</script></svg>",
    );
    talk.put(
        "talk/images/a.svg",
        &PICTURE.replace("<path", "<script>canary()</script><path onclick='canary()'"),
    );
    talk.put(
        "talk/orate.toml",
        "styles = [\"themes/mine.css\"]\nheader = \"<b onclick='canary()'>top</b>\"\nfooter = \"<script>canary()</script> foot\"\n",
    );
    talk
}

/// The page's policy.
fn policy(page: &str) -> &str {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
    rest.split_once('"').unwrap().0
}

#[track_caller]
fn check_page(page: &str) {
    for line in page.lines() {
        if let Some(at) = line.find("canary") {
            let from = line.floor_char_boundary(at.saturating_sub(120));
            panic!("{}", &line[from..line.floor_char_boundary(at + 80)]);
        }
    }
    let policy = policy(page);
    let scripts = policy.split("; ").find(|it| it.starts_with("script-src")).unwrap();
    assert_eq!(scripts.matches("sha256").count(), 1, "orate's own script alone runs: {policy}");
    for never in ["script-src *", "unsafe-hashes", "unsafe-eval", "http", "frame-src", "object-src"] {
        assert!(!policy.contains(never), "{never}: {policy}");
    }
}

#[track_caller]
fn check_told(run: &Run, told: &[&str]) {
    for told in told {
        assert!(run.errors.contains(told), "{told:?} is not in {}", run.errors);
    }
}

#[test]
fn whatever_a_talk_hides_its_page_holds_nothing_that_acts() {
    let talk = hostile();
    let trusted = talk.run(["build"]);
    assert!(
        talk.page().contains("canary()"),
        "without the flag the author's own HTML runs: {}",
        trusted.errors
    );
    for more in [&[][..], &["--public"], &["--single-file"]] {
        fs::remove_dir_all(talk.path("talk/dist")).unwrap();
        let run = talk.run([&["build", "--untrusted"], more].concat());
        assert!(run.code == 0, "{}", run.errors);
        check_page(&talk.page());
        let files: Vec<_> = crate::cli::talk::tree(&talk.path("talk/dist")).into_iter().collect();
        for (path, bytes) in files {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!path.to_string_lossy().contains("canary") && !text.contains("canary()"), "{path:?}");
        }
        for seen in ["One", "Two", "Three", "Four", "seen", "boxed", "top", "foot", "plain"] {
            assert!(talk.page().contains(seen), "{seen} is gone");
        }
        check_told(
            &run,
            &[
                "warning[untrusted]: a script is left out, since the talk is not trusted",
                "a handler, which is a script, is left out",
                "an address that runs a script, or starts a program, is left out",
                "a page within the page is left out",
                "what would be loaded from elsewhere is left out",
                "a link to a file that may run scripts is left out",
                "this template is not used",
                "templates/page.html:1:1",
            ],
        );
    }
}

#[test]
fn every_command_knows_the_flag_and_tells_of_the_same() {
    let talk = hostile();
    let check = talk.run(["check", "--untrusted"]);
    check_told(&check, &["warning[untrusted]"]);
    let report = talk.run(["check", "--untrusted", "--json"]).json();
    let places: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|told| told["code"] == "untrusted")
        .map(|told| {
            (
                told["message"].to_string(),
                told["file"].to_string(),
                told["line"].to_string(),
                told["column"].to_string(),
            )
        })
        .collect();
    let distinct: std::collections::BTreeSet<_> = places.iter().collect();
    for file in ["themes/mine.css", "templates/slide.html", "orate.toml", "slides/2.md", "slides/4.md"] {
        assert!(places.iter().any(|(_, named, _, _)| named.contains(file)), "{file}: {places:?}");
    }
    assert!(places.len() > 10 && distinct.len() == places.len(), "each kind once at each place: {places:?}");
    check_told(&talk.run(["timing", "--untrusted"]), &[]);
    let publish = talk.run(["publish", "--untrusted", "--yes", "--to", "../public"]);
    assert_eq!(publish.code, 0, "{}", publish.errors);
    check_page(&fs::read_to_string(talk.path("public/index.html")).unwrap());
    let elsewhere = talk.run(["build", "--untrusted", "--json"]).json();
    assert_eq!(elsewhere["elsewhere"], serde_json::json!([]));
}

#[test]
fn a_page_of_reveal_js_is_no_more_trusted_than_markdown() {
    let talk = Talk::new();
    talk.put(
        "talk/index.html",
        "<html><head><script>canary()</script></head><body><div class=\"reveal\"><div class=\"slides\">\
         <section onclick=\"canary()\" data-background-iframe=\"canary.html\"><h1 onclick=\"canary()\">One</h1><script>canary()</script></section>\
         <section><section data-markdown><textarea data-template># Two <img src=images/a.svg onerror=canary()></textarea></section></section>\
         </div></div><script>Reveal.initialize({})</script></body></html>",
    );
    let run = talk.run(["build", "--untrusted", "index.html"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    check_page(&talk.page());
    let import = talk.run(["import", "--untrusted", "index.html", "../new"]);
    assert!(import.output.contains("orate build --untrusted ../new"), "{}", import.output);
}

#[test]
fn a_site_of_distrusted_talks_is_as_harmless() {
    let talk = Talk::new();
    talk.put("talk/talks/a/slides.md", "<!-- .slide: onclick=\"canary()\" -->\n# One\n\n<script>canary()</script>\n\n<p onclick=\"canary()\">p</p>\n");
    talk.put("talk/talks/a/orate.toml", "pdf = \"canary.html\"\n");
    talk.put("talk/talks/a/canary.html", "canary()");
    talk.put("talk/templates/site/base.html", "<script>canary()</script>");
    talk.put("talk/orate.toml", "url = \"https://talks.example\"\n[site]\ntalks = [\"talks/*\"]\n");
    let run = talk.run(["build", "--untrusted"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    for (path, bytes) in crate::cli::talk::tree(&talk.path("talk/dist")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{path:?}");
    }
    check_page(&fs::read_to_string(talk.path("talk/dist/a/index.html")).unwrap());
}

#[test]
fn nothing_outside_the_folder_of_a_distrusted_talk_is_read() {
    let talk = Talk::new();
    talk.put("all/.git/HEAD", "ref: refs/heads/main\n");
    talk.put("all/src/a.rs", "// canary\n");
    talk.put("all/shared/b.md", "# canary\n");
    talk.put("all/images/c.svg", PICTURE);
    talk.put(
        "all/talk/slides/1.md",
        "# One\n\n```rust file=\"../../src/a.rs\"\n```\n\n![](../../images/c.svg)\n\n\n<!-- include: ../../shared/b.md -->\n",
    );
    let page = || fs::read_to_string(talk.path("all/talk/dist/index.html")).unwrap();
    let run = talk.run(["build", "../all/talk"]);
    assert!(page().matches("canary").count() >= 2, "without the flag the repository is read: {}", run.errors);
    let run = talk.run(["build", "--untrusted", "../all/talk"]);
    assert!(!page().contains("canary"), "{}", run.errors);
    check_told(&run, &["it lies outside of the talk's folder, and the talk is not trusted"]);
}

#[cfg(unix)]
#[test]
fn the_preview_of_a_distrusted_talk_is_the_same_page() {
    use std::io::{BufRead, BufReader, Read, Write};
    let talk = hostile();
    let mut child = talk.command(["serve", "--untrusted", "--port", "0", "--json"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let serving: serde_json::Value =
        serde_json::from_str(&lines.find(|line| line.contains("\"serving\"")).unwrap()).unwrap();
    lines.find(|line| line.contains("\"built\"")).unwrap();
    let address =
        serving["url"].as_str().unwrap().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stream =
        std::net::TcpStream::connect(address.split('/').next().unwrap().replace("localhost", "127.0.0.1"))
            .unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{}", &page[..page.len().min(300)]);
    check_page(page.split_once("\r\n\r\n").unwrap().1);
}
