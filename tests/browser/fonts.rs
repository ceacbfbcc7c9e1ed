//! The fonts of a deck, as Chromium shows them: the same on a machine with fonts and on one without.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::READY;
use crate::chromium::{Chromium, file_url};

/// What a deck may show: capitals by force, markers, quotes, figures, four alphabets, code, signs, and letters with marks.
const SLIDES: &str = r#"# The quick *brown* fox

jumps **over** the ***very lazy*** dog, Łódź – “quoted” fi ffl, cafe&#769;

- one
    - two
        - three

<div style="text-transform: uppercase">straße, office</div>
<p style="font-variant-caps: small-caps">Small capitals</p>
<q>inner</q>

---

## Signs → ✓, *slanted ✗*

→ ⇒ ✓ ✘ ★ ≤ ≠ ½ € ▶ □ ⌘ ⏎ ⚠ ☑ `→ ✓ ★`

Привет, *мир*: Καλημέρα, Nguyễn `код`

```text
src
└── main.rs → │ █
```

---

## Second &amp; last

1. first
2. second

| A | 1,234.56 |
|---|---|
| B | 98.7 |

```js
const f = (x) => x !== 0 && x >= 1; // a *comment*
```

<ol type="A"><li>letter</li></ol>
"#;

/// Every line of text in every slide, and its width. Slides are laid out one after the other.
const WIDTHS: &str = "(() => {
    const widths = [];
    const walk = document.createTreeWalker(document.querySelector('.slides'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (!node.data.trim() || node.parentElement.closest('.notes, style, script')) continue;
        range.selectNodeContents(node);
        for (const line of range.getClientRects()) widths.push(`${node.data.trim()}: ${line.width.toFixed(2)}`);
    }
    return widths;
})()";

fn build(theme: &str, slides: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the talk");
    fs::create_dir(folder.path().join("slides")).expect("a folder for slides");
    fs::write(folder.path().join("slides/1.md"), slides).expect("slides are written");
    let settings = format!("title = \"T\"\nseparator = \"dashes\"\ntheme = \"{theme}\"\n");
    fs::write(folder.path().join("orate.toml"), settings).expect("settings are written");
    let build =
        Command::new(env!("CARGO_BIN_EXE_orate")).args(["build", "--quiet"]).arg(folder.path()).output();
    let build = build.expect("orate runs");
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    folder
}

/// A configuration of fontconfig with one font, all of whose letters are squares.
fn squares_alone(folder: &Path) -> std::path::PathBuf {
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/fonts");
    let cache = folder.join("cache");
    let file = folder.join("fonts.conf");
    // How letters are fitted to dots is a setting of the system, which moves them by a part of one.
    let unhinted = "<match target=\"pattern\"><edit name=\"hinting\" mode=\"assign\"><bool>false</bool></edit>\
        <edit name=\"hintstyle\" mode=\"assign\"><const>hintnone</const></edit></match>";
    let cache = cache.display();
    let text = format!("<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>{unhinted}</fontconfig>");
    fs::write(&file, text).expect("a configuration is written");
    file
}

/// The lines of a deck, as a browser sets them.
fn lines(chromium: &Chromium, deck: &Path) -> Vec<Value> {
    let page = chromium.open(&format!("{}?view=scroll", file_url(&deck.join("dist/index.html"))));
    page.wait_for(READY);
    page.wait_for("document.fonts.status === 'loaded'");
    page.evaluate(WIDTHS).as_array().expect("a list of lines").clone()
}

#[test]
fn a_deck_looks_the_same_with_and_without_the_fonts_of_the_system() {
    let themes = ["white", "black", "ink", "night", "signal", "mono", "paper", "clear"];
    let folder = tempfile::tempdir().expect("a folder for the configuration");
    let fonts = squares_alone(folder.path());
    let Some(with) = Chromium::start() else { return };
    let without = Chromium::start_with(Some(&fonts)).expect("Chromium starts again");
    for theme in themes {
        let deck = build(theme, SLIDES);
        let (with, without) = (lines(&with, deck.path()), lines(&without, deck.path()));
        assert!(with.len() > 30, "{with:?}");
        assert_eq!(with, without, "in the theme {theme}");
    }
}

#[test]
fn every_font_of_a_deck_loads() {
    let deck = build("white", SLIDES);
    let Some(chromium) = Chromium::start() else { return };
    let page = chromium.blank();
    page.watch_violations();
    page.go(&file_url(&deck.path().join("dist/index.html")));
    page.wait_for(READY);
    let load = "Promise.all([...document.fonts].map((face) => face.load().then(() => `${face.family} ${face.style}`, () => 'failed')))";
    page.evaluate(&format!("{load}.then((faces) => window.faces = faces)"));
    page.wait_for("window.faces");
    let faces = page.evaluate("window.faces").to_string();
    assert!(
        faces.contains("Inter italic") && faces.contains("JetBrains Mono") && !faces.contains("failed"),
        "{faces}"
    );
    assert_eq!(page.evaluate("window.violations"), Value::Array(Vec::new()));
}
