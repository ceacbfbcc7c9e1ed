//! What a deck brings works, from disk and from a server: every file that it names is there, every script of the
//! author's runs, and the page's own policy blocks nothing.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::READY;
use crate::chromium::{Chromium, Page, file_url};
use crate::static_server::StaticServer;

/// Builds a talk of these files; the settings are the shortest where there are none among them.
fn built(files: &[(&str, &str)], flags: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the talk");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    };
    put("orate.toml", "title = \"T\"\nseparator = \"dashes\"\n");
    files.iter().for_each(|(name, text)| put(name, text));
    let build = Command::new(env!("CARGO_BIN_EXE_orate"))
        .args(["build", "--quiet"])
        .arg(folder.path())
        .args(flags)
        .output()
        .expect("orate runs");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    folder
}

/// Goes through the deck at an address; every expression of `holds` must come true.
#[track_caller]
fn check_page(page: &Page<'_>, url: &str, holds: &[&str]) {
    page.watch_violations();
    page.without_motion();
    page.go(url);
    page.wait_for(READY);
    for _ in 0..30 {
        if page.evaluate("Reveal.isLastSlide()") == true {
            break;
        }
        page.evaluate("Reveal.next()");
    }
    page.evaluate("Reveal.slide(0)");
    for expression in holds {
        page.wait_for(expression);
    }
    let violations = page.evaluate("window.violations");
    assert_eq!(violations, Value::Array(Vec::new()), "{url}");
    assert_eq!(page.failures(), [] as [String; 0], "{url}: every request should succeed");
    assert_eq!(page.complaints(), [] as [String; 0], "{url}: the console should be silent");
}

/// Builds a talk of one slide and looks at it from disk, from a server, and as a single file.
#[track_caller]
fn check_everywhere(slide: &str, files: &[(&str, &str)], holds: &[&str]) {
    check_in(&[&[], &["--single-file"], &["--public"]], slide, files, holds);
}

#[track_caller]
fn check_in(flags: &[&[&str]], slide: &str, files: &[(&str, &str)], holds: &[&str]) {
    let Some(chromium) = Chromium::start() else { return };
    let files: Vec<_> = [("slides/1.md", slide)].into_iter().chain(files.iter().copied()).collect();
    for flags in flags {
        let folder = built(&files, flags);
        let dist = folder.path().join("dist");
        check_page(&chromium.blank(), &file_url(&dist.join("index.html")), holds);
        let server = StaticServer::start(dist);
        check_page(&chromium.blank(), &server.url(), holds);
    }
}

const PICTURE: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'><rect width='40' height='30'/></svg>";

#[test]
fn a_script_of_the_talk_runs() {
    check_everywhere(
        "# A\n\n<p id=out>no</p>\n\n<script src=\"js/a.js\"></script>\n",
        &[("js/a.js", "document.getElementById('out').textContent = 'ran'")],
        &["document.getElementById('out').textContent === 'ran'"],
    );
}

#[test]
fn a_module_of_the_talk_runs() {
    check_everywhere(
        "# A\n\n<script type=\"module\" src=\"js/a.js\"></script>\n",
        &[("js/a.js", "export const it = 1; window.ran = it")],
        &["window.ran === 1"],
    );
}

#[test]
fn a_module_that_imports_others_runs_from_a_server() {
    let Some(chromium) = Chromium::start() else { return };
    let files = [
        ("slides/1.md", "# A\n\n<script type=\"module\" src=\"js/a.js\"></script>\n"),
        ("js/a.js", "import { it } from './lib/b.js'; window.ran = it"),
        ("js/lib/b.js", "export { it } from '../c.js'"),
        ("js/c.js", "export const it = 1"),
    ];
    let folder = built(&files, &[]);
    let server = StaticServer::start(folder.path().join("dist"));
    check_page(&chromium.blank(), &server.url(), &["window.ran === 1"]);
}

#[test]
fn an_import_map_brings_the_modules_of_the_talk_and_what_they_import() {
    let slide = "# A\n\n<script type=\"importmap\">{\"imports\": {\"lib\": \"../js/a.js\"}}</script>\n\n\
                 <script type=\"module\">import { n } from \"lib\"; window.sum = n;</script>\n";
    check_everywhere(
        slide,
        &[
            (
                "js/a.js",
                "import { b } from './b.js'; import { state } from \"./sub/c.js\"; export const n = b + state.n;",
            ),
            ("js/b.js", "import { state } from './sub/c.js'; state.n = 40; export const b = 2;"),
            ("js/sub/c.js", "import '../b.js'; export const state = { n: 0 };"),
        ],
        &["window.sum === 42"],
    );
}

#[test]
fn a_style_sheet_of_the_talk_and_its_files_are_there() {
    check_everywhere(
        "# A\n\n<link rel=stylesheet href=\"css/a.css\">\n\n<p class=mine>x</p>\n",
        &[
            (
                "slides/css/a.css",
                "@import 'b.css'; .mine { background: url(../../images/p.svg); color: rgb(1, 2, 3) }",
            ),
            ("slides/css/b.css", ".mine { font-size: 77px }"),
            ("images/p.svg", PICTURE),
        ],
        &[
            "getComputedStyle(document.querySelector('.mine')).color === 'rgb(1, 2, 3)'",
            "getComputedStyle(document.querySelector('.mine')).fontSize === '77px'",
            "getComputedStyle(document.querySelector('.mine')).backgroundImage.startsWith('url(')",
        ],
    );
}

#[test]
fn a_script_may_style_draw_and_ask() {
    check_everywhere(
        "# A\n\n<p id=out>x</p>\n\n<script>
const style = document.createElement('style'); style.textContent = '#out { font-size: 77px }'; document.head.append(style);
document.getElementById('out').setAttribute('style', 'color: rgb(1, 2, 3)');
const image = new Image(); image.id = 'drawn';
image.src = URL.createObjectURL(new Blob([\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"], { type: 'image/svg+xml' }));
document.querySelector('section').append(image);
fetch('data:text/plain,hi').then((it) => it.text()).then((it) => window.fetched = it);
</script>\n",
        &[],
        &[
            "getComputedStyle(document.getElementById('out')).fontSize === '77px'",
            "getComputedStyle(document.getElementById('out')).color === 'rgb(1, 2, 3)'",
            "document.getElementById('drawn').naturalWidth === 9",
            "window.fetched === 'hi'",
        ],
    );
}

#[test]
fn handlers_and_script_addresses_run() {
    check_everywhere(
        "# A\n\n<button id=b onclick=\"window.clicked = 1\">b</button> <a id=l href=\"javascript:void(window.linked = 1)\">l</a>\n",
        &[],
        &[
            "(document.getElementById('b').click(), window.clicked === 1)",
            "(document.getElementById('l').click(), window.linked === 1)",
        ],
    );
}

#[test]
fn documents_in_attributes_are_shown_and_run() {
    check_everywhere(
        "# A\n\n<iframe srcdoc=\"<p style='color:blue'>x</p><script>parent.inner = 1</script><img src='images/p.svg'>\"></iframe>\n\n\
         <iframe src=\"data:text/html,<script>parent.postMessage('d','*')</script>\"></iframe>\n\n\
         <object data=\"data:text/html,hello\"></object> <embed src=\"data:text/html,hello\">\n\n\
         <script>addEventListener('message', (it) => window.posted = it.data)</script>\n",
        &[("images/p.svg", PICTURE)],
        &[
            "window.inner === 1",
            "document.querySelector('iframe').contentDocument.querySelector('img').naturalWidth === 40",
        ],
    );
}

#[test]
fn objects_embeds_and_pictures_of_every_kind_are_there() {
    check_everywhere(
        "# A\n\n<object id=o data=\"images/p.svg\" type=\"image/svg+xml\">no</object> <embed id=e src=\"images/p.svg\">\n\n\
         <img id=i src=\"images/p.svg#x\"> <input type=image src=\"images/p.svg\" alt=x> <video poster=\"images/p.svg\"></video>\n\n\
         <svg width=50 height=50><use id=u href=\"images/icons.svg#star\" width=\"50\" height=\"50\"/></svg>\n",
        &[
            ("images/p.svg", PICTURE),
            (
                "images/icons.svg",
                "<svg xmlns='http://www.w3.org/2000/svg'><symbol id='star' viewBox='0 0 10 10'><rect id='s' width='10' height='10' fill='url(#g)'/></symbol><linearGradient id='g'><stop stop-color='red'/></linearGradient></svg>",
            ),
        ],
        &[
            "document.getElementById('i').naturalWidth > 0",
            "document.getElementById('u').getBoundingClientRect().width >= 40",
        ],
    );
}

#[test]
fn forms_send_to_where_they_say() {
    check_everywhere(
        "# A\n\n<iframe name=t hidden></iframe>\n\n<form id=f target=t action=\"https://example.invalid/\"><input name=q></form>\n\n<form target=t id=g><input name=q></form>\n",
        &[],
        &[
            "document.querySelector('meta[http-equiv]').content.includes(\"form-action 'self' https://example.invalid\") || document.querySelector('meta[http-equiv]').content.includes(\"form-action https://example.invalid 'self'\")",
        ],
    );
}

const DEMO: &[(&str, &str)] = &[
    (
        "demo/page.html",
        "<!doctype html><link rel=stylesheet href=lib/app.css><p id=x>no</p><img src=../images/p.svg><script src=lib/app.js></script><script>parent.postMessage('page', '*')</script>",
    ),
    ("demo/lib/app.css", "p { background: url(i.svg); color: rgb(1, 2, 3) }"),
    ("demo/lib/i.svg", PICTURE),
    (
        "demo/lib/app.js",
        "document.getElementById('x').textContent = 'ran'; const image = new Image(); image.onload = () => parent.postMessage('asked', '*'); image.src = 'data/' + 'x.svg'; 'data/x.svg'",
    ),
    ("demo/data/x.svg", PICTURE),
    ("demo/index.html", "<!doctype html><script>parent.postMessage('folder', '*')</script>"),
    ("images/p.svg", PICTURE),
];

#[test]
fn pages_of_the_talk_have_all_that_they_name() {
    check_in(
        &[&[], &["--public"]],
        "# A\n\n<script>window.posted = []; addEventListener('message', (it) => posted.push(it.data))</script>\n\n\
         <iframe src=\"demo/page.html\"></iframe> <iframe src=\"demo/\"></iframe> <object data=\"demo/page.html\"></object>\n\n\
         [demo](demo/page.html) [folder](demo/) <map name=m><area href=\"demo/page.html\" alt=x></map>\n\n---\n\n\
         <!-- .slide: data-background-iframe=\"demo/page.html\" -->\n",
        DEMO,
        &[
            "['page', 'asked', 'folder'].every((it) => posted.includes(it))",
            "document.querySelector('a').getAttribute('href') === 'files/demo/page.html'",
        ],
    );
}

#[test]
fn what_templates_name_is_there() {
    check_everywhere(
        "<!-- .slide: template=\"mine\" -->\n# A\n\ntext\n",
        &[
            (
                "templates/slides/mine.html",
                "<div class=brand style=\"background-image:url(images/p.svg)\">{{ rest }}</div><img id=i src=\"images/p.svg\" alt=x><img id=j src='images/p{{ 2 }}.svg'><script src=\"js/a.js\"></script>",
            ),
            (
                "templates/page.html",
                "{% extends \"orate/page.html\" %}{% block head %}<link rel=icon href=images/p.svg><link rel=stylesheet href=\"css/x.css\">{% endblock %}{% block body %}<img id=k src=images/p.svg alt=x>{{ super() }}{% endblock %}",
            ),
            ("images/p.svg", PICTURE),
            ("images/p2.svg", PICTURE),
            ("js/a.js", "window.ran = 1"),
            ("css/x.css", ".brand { color: rgb(1, 2, 3); border-image: url(../images/p.svg) }"),
        ],
        &[
            "window.ran === 1",
            "['i', 'j', 'k'].every((it) => document.getElementById(it).naturalWidth === 40)",
            "getComputedStyle(document.querySelector('.brand')).color === 'rgb(1, 2, 3)'",
            "/^url\\(\"(data|http|file)/.test(getComputedStyle(document.querySelector('.brand')).backgroundImage)",
        ],
    );
}
