//! What a deck brings works, from disk and from a server: every file that it names is there, every script of the
//! author's runs, and the page's own policy blocks nothing.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::READY;
use crate::chromium::{Chromium, Page, file_url};
use crate::static_server::StaticServer;

/// Builds a talk of these files; the settings are the shortest where there are none among them.
pub(crate) fn built(files: &[(&str, &str)], flags: &[&str]) -> tempfile::TempDir {
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
pub(crate) fn check_page(page: &Page<'_>, url: &str, holds: &[&str]) {
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
fn a_module_brings_all_that_it_imports() {
    check_everywhere(
        "# A\n\n<script type=\"module\" src=\"js/a.js\"></script>\n\n---\n\n<!-- .slide: template=\"mine\" -->\n# B\n",
        &[
            (
                "js/a.js",
                "import { it, set } from './lib/b.js'; import('../js/lib/b.js').then((b) => window.again = b.it); \
                 import d from './d.json' with { type: 'json' }; import sheet from './s.css' with { type: 'css' }; \
                 document.adoptedStyleSheets.push(sheet); set(it + d.n); window.ran = 1",
            ),
            ("js/lib/b.js", "export * from '../c.js'"),
            (
                "js/c.js",
                "window.loads = (window.loads ?? 0) + 1; let n; export const it = 1; export const set = (value) => n = value; export const get = () => n",
            ),
            ("js/d.json", "{ \"n\": 41 }"),
            ("js/s.css", "h1 { color: rgb(1, 2, 3) }"),
            ("js/t.js", "import { get } from './c.js'; window.sum = get()"),
            (
                "templates/slides/mine.html",
                "{{ rest }}<link rel=modulepreload href=\"js/t.js\"><script type=module src=\"js/t.js\"></script>",
            ),
        ],
        &[
            "window.ran === 1 && window.again === 1",
            "window.sum === 42 && window.loads === 1",
            "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'",
        ],
    );
}

#[test]
fn a_script_on_a_slide_imports_files_of_the_talk() {
    check_everywhere(
        "# A\n\n<script type=\"module\">import { n } from \"./js/a.js\"; window.sum = n;</script>\n\n\
         <script>import('../js/b.js').then((it) => window.late = it.b)</script>\n",
        &[
            ("js/a.js", "import { b } from './b.js'; export const n = b + 2"),
            ("js/b.js", "export const b = 40"),
        ],
        &["window.sum === 42", "window.late === 40"],
    );
}

#[test]
fn modules_that_import_each_other_in_a_circle_run_from_a_server() {
    let Some(chromium) = Chromium::start() else { return };
    let files = [
        ("slides/1.md", "# A\n\n<script type=\"module\" src=\"js/a.js\"></script>\n"),
        ("js/a.js", "import { b } from './b.js'; export const a = 1; window.ran = b()"),
        ("js/b.js", "import { a } from './a.js'; export const b = () => a"),
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

/// Two drawings with what a style may take from them.
const PARTS: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'><filter id='f'><feGaussianBlur stdDeviation='1'/></filter><clipPath id='c'><circle r='9'/></clipPath><mask id='m'><rect width='40' height='30' fill='#fff'/></mask><linearGradient id='g'><stop stop-color='red'/></linearGradient><marker id='k'/></svg>";

#[test]
fn every_attribute_that_names_a_file_has_it() {
    check_everywhere(
        "# A

<table background=\"images/a.svg\"><tr><td id=t background=\"images/b.svg\">t</td></tr></table>
<picture><source srcset=\"images/a.svg 100w, images/b.svg 200w\" sizes=\"8px\"><img data-src=\"images/c.svg\" alt=c></picture>
<video poster=\"images/a.svg\"></video> <a id=p ping=\"https://ping.invalid/\" href=\"#/\">p</a>
<link rel=manifest href=\"app.webmanifest\"><link rel=icon href=\"images/c.svg\">
<link rel=preload as=image href=\"images/a.svg\"><link rel=preload as=image imagesrcset=\"images/a.svg 1x\" imagesizes=8px>
<link rel=prefetch href=\"images/b.svg\"><link rel=preload as=style href=\"css/a.css\"><link rel=preload as=fetch crossorigin href=\"app.webmanifest\">
<svg width=99 height=50><rect id=r width=9 height=9 fill=\"url(images/parts.svg#g)\" mask=\"url(images/parts.svg#m)\" clip-path=\"url('images/parts.svg#c')\" filter=\"url(images/parts.svg#f)\" cursor=\"url(images/a.svg), auto\"/><line marker-end=\"url(images/parts.svg#k)\"/><image href=\"images/a.svg\"/><style>#s { color: rgb(4, 5, 6); background-image: url(\"images/b.svg\"); & > b { color: red } }</style></svg>
<p id=s>s</p>
",
        &[
            ("images/a.svg", PICTURE),
            ("images/b.svg", &PICTURE.replace("40", "41")),
            ("images/c.svg", &PICTURE.replace("40", "42")),
            ("images/parts.svg", PARTS),
            ("css/a.css", "p { margin: 0 }"),
            ("app.webmanifest", "{ \"name\": \"x\", \"icons\": [{ \"src\": \"images/c.svg\", \"sizes\": \"any\" }] }"),
        ],
        &[
            "document.getElementById('t').getAttribute('background').startsWith('data:')",
            "document.querySelectorAll('link[rel=preload], link[rel=prefetch]').length === 0",
            "['fill', 'mask', 'clip-path', 'filter', 'cursor'].every((it) => /^url\\(\"data:/.test(document.getElementById('r').getAttribute(it)))",
            "getComputedStyle(document.getElementById('s')).color === 'rgb(4, 5, 6)'",
            "/data:/.test(getComputedStyle(document.getElementById('s')).backgroundImage)",
            "document.querySelector('meta[http-equiv]').content.includes('https://ping.invalid')",
        ],
    );
}

#[test]
fn every_way_of_css_to_name_a_file_has_it() {
    check_everywhere(
        "# A

<style>
@import url(\"css/a.css\") layer(base) supports(display: grid) screen;
@import \"css/sub/b.css\" layer;
.k { --own: url(images/a.svg); cursor: -webkit-image-set(url(images/a.svg) 1x) 2 2, pointer; & > b { background: URL( images/a.svg ) } }
.k::before { content: url(images/a.svg) / \"alt\" }
.k::after { content: \"url(images/not.svg)\"; background: image-set(\"images/a.svg\" type(\"image/svg+xml\") 1x) }
</style>
<p class=k id=k style=\"background: var(--own), u\\72l(images/b.svg); mask: url(images/parts.svg#m); list-style-image: url(images/a.svg)\"><b>k</b></p>
<p id=i>i</p><p id=j>j</p>
",
        &[
            ("images/a.svg", PICTURE),
            ("images/b.svg", &PICTURE.replace("40", "41")),
            ("images/parts.svg", PARTS),
            ("css/a.css", "#i { background: url(../images/a.svg) }"),
            ("css/sub/b.css", "@namespace svg url(http://www.w3.org/2000/svg); #j { background: url(\"../../images/b.svg\") } svg|rect { fill: red }"),
        ],
        &[
            "['k', 'i', 'j'].every((it) => /^url\\(\"(data|http|file)/.test(getComputedStyle(document.getElementById(it)).backgroundImage))",
            "/data:/.test(getComputedStyle(document.querySelector('#k > b')).backgroundImage)",
        ],
    );
}

#[test]
fn what_templates_ask_for_early_is_left_out() {
    let head = "<link rel=preload as=image href=\"images/p.svg\"><link rel=\"modulepreload\" href='js/a.js'><link rel=icon href=images/p.svg>";
    check_everywhere(
        "# A\n\n![p](images/p.svg)\n",
        &[
            (
                "templates/page.html",
                &format!("{{% extends \"orate/page.html\" %}}{{% block head %}}{head}{{% endblock %}}"),
            ),
            ("images/p.svg", PICTURE),
            ("js/a.js", ""),
        ],
        &[
            "document.querySelectorAll('link[rel=preload], link[rel=modulepreload]').length === 0",
            "[...document.querySelectorAll('link[rel=icon]')].at(-1).href.includes('40')",
            "document.querySelector('section img').naturalWidth === 40",
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
