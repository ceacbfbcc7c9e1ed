//! What reveal.js gets wrong silently comes out as its author meant, and is told at its place.
//!
//! Each row is one defect of reveal.js's Markdown plugin.

use crate::cli::talk::Talk;

/// A text, and what is expected of it.
struct Case {
    what: &'static str,
    text: &'static str,
    /// How many slides come out.
    slides: usize,
    /// What is told, as `code line:column`.
    told: &'static [&'static str],
    /// What is in the page.
    shown: &'static [&'static str],
    /// What is in no slide, but perhaps in the notes.
    hidden: &'static [&'static str],
}

const NOTHING: Case = Case { what: "", text: "", slides: 1, told: &[], shown: &[], hidden: &[] };

/// Talks parted by lines of dashes.
const DASHES: &[Case] = &[
    Case {
        what: "a separator in a fence",
        text: "# A\n\n```\na\n---\nb\n```\n---\n# B\n",
        slides: 2,
        told: &["separator-in-code 5:1"],
        shown: &["a\n---\nb"],
        ..NOTHING
    },
    Case {
        what: "a separator in a comment",
        text: "# A\n\n<!--\n---\n-->\n---\n# B\n",
        slides: 2,
        told: &["separator-in-code 4:1"],
        ..NOTHING
    },
    Case {
        what: "a separator in the value of an attribute",
        text: "# A\n\n<p title=\"a\n---\nb\">c</p>\n---\n# B\n",
        slides: 2,
        told: &["separator-in-code 4:1"],
        shown: &["title=\"a\n---\nb\""],
        ..NOTHING
    },
    Case {
        what: "a notes marker in a fence",
        text: "# A\n\n```\nNote: b\n```\n",
        told: &["separator-in-code 4:1"],
        shown: &["Note: b"],
        hidden: &["&lt;aside"],
        ..NOTHING
    },
    Case {
        what: "a notes marker in a comment",
        text: "# A\n\n<!--\nNote: b\n-->\n\nshown\n",
        told: &["separator-in-code 4:1"],
        shown: &["<p>shown</p>"],
        ..NOTHING
    },
    Case {
        what: "a space after a separator",
        text: "# A\n--- \n# B\n",
        slides: 2,
        told: &["separator-spaces 2:1"],
        hidden: &["<hr>"],
        ..NOTHING
    },
    Case {
        what: "a space before a separator",
        text: "# A\n\n ---\n# B\n",
        slides: 2,
        told: &["separator-spaces 3:1"],
        hidden: &["<hr>"],
        ..NOTHING
    },
    Case { what: "four dashes", text: "# A\n----\n# B\n", slides: 2, hidden: &["<hr>"], ..NOTHING },
    Case {
        what: "too many dashes",
        text: "# A\n\n------\n# B\n",
        told: &["separator-look-alike 3:1"],
        shown: &["<hr>"],
        ..NOTHING
    },
    Case {
        what: "line ends of old Macs",
        text: "# A\r---\r# B\r",
        slides: 2,
        told: &["mixed-line-ends 1:4"],
        hidden: &["<hr>"],
        ..NOTHING
    },
    Case {
        what: "a separator at the end of the file",
        text: "# A\n---",
        slides: 2,
        told: &["empty-slide 2:4"],
        hidden: &["<hr>"],
        ..NOTHING
    },
    Case {
        what: "separators one after the other",
        text: "# A\n---\n---\n# B\n",
        slides: 3,
        told: &["empty-slide 3:1"],
        hidden: &["<hr>"],
        ..NOTHING
    },
    Case {
        what: "separators with a blank line between them",
        text: "# A\n---\n\n---\n# B\n",
        slides: 3,
        told: &["empty-slide 4:1"],
        ..NOTHING
    },
    Case {
        what: "a separator below text",
        text: "Title\n---\n# B\n",
        slides: 2,
        hidden: &["<h2"],
        ..NOTHING
    },
    Case {
        what: "two notes markers",
        text: "# A\n\nNote: one\n\nNote: two\n",
        told: &["second-notes-marker 5:1"],
        hidden: &["one", "two"],
        ..NOTHING
    },
    Case {
        what: "a notes marker with a space before its colon",
        text: "# A\n\nNote : b\n",
        told: &["misspelt-notes-marker 3:1"],
        shown: &["Note : b"],
        ..NOTHING
    },
    Case { what: "a byte order mark", text: "\u{FEFF}# A\n", hidden: &["\u{FEFF}"], ..NOTHING },
    Case {
        what: "front matter",
        text: "---\ntitle: B\n---\n# A\n",
        hidden: &["title: B", "<hr>"],
        ..NOTHING
    },
    Case {
        what: "attributes in other quotes, in none, and without value",
        text: "<!-- .slide: class='a' id=b title=\"\" inert data-c-->\n# A\n",
        told: &[
            "attribute-quotes 1:14",
            "attribute-quotes 1:24",
            "attribute-quotes 1:29",
            "attribute-quotes 1:38",
            "attribute-quotes 1:44",
        ],
        shown: &["class=\"a\"", "id=\"b\"", "data-c"],
        ..NOTHING
    },
    Case {
        what: "a tab between attributes",
        text: "<!-- .slide: class=\"a\"\tid=\"b\" -->\n# A\n",
        told: &["attribute-quotes 1:23"],
        shown: &["class=\"a\"", "id=\"b\""],
        ..NOTHING
    },
    Case {
        what: "a fence that would leave its attribute",
        text: "```\"><b>x\ncode\n```\n",
        hidden: &["<b>"],
        ..NOTHING
    },
];

/// Talks parted by blank lines.
const BLANK_LINES: &[Case] = &[
    Case {
        what: "line ends of Windows",
        text: "# A\r\n\r\n\r\n# B\r\n\r\n\r\n\r\n# C\r\n",
        slides: 3,
        ..NOTHING
    },
    Case {
        what: "spaces on a blank line",
        text: "# A\n\n \n# B\n",
        told: &["spaces-on-blank-line 3:1"],
        ..NOTHING
    },
];

/// What is in the `slides` of a page of reveal.js.
const PAGES: &[Case] = &[
    Case {
        what: "dashes that no expression matches",
        text: "<section data-markdown><textarea data-template>\n# A\n\n----\n\n# B\n</textarea></section>",
        told: &["separator-look-alike 5:1"],
        shown: &["<hr>"],
        ..NOTHING
    },
    Case {
        what: "an expression of JavaScript that is none",
        text: "<section data-markdown data-separator=\"(\"><textarea data-template>\n# A\n\n---\n\n# B\n</textarea></section>",
        slides: 2,
        told: &["unusable-expression 2:40"],
        ..NOTHING
    },
    Case {
        what: "tabs and spaces",
        text: "<section data-markdown><script type=\"text/template\">\n\t# A\n\n    b\n</script></section>",
        told: &["mixed-indentation 5:1"],
        shown: &["<p>b</p>"],
        hidden: &["<pre"],
        ..NOTHING
    },
    Case {
        what: "a file that is missing",
        text: "<section data-markdown=\"none.md\"></section><section>B</section>",
        slides: 2,
        told: &["missing-file 2:25"],
        hidden: &["undefined"],
        ..NOTHING
    },
    Case {
        what: "an indented notes marker",
        text: "<section data-markdown><textarea data-template>\n# A\n\n  Note: b\n</textarea></section>",
        hidden: &["Note: b"],
        ..NOTHING
    },
];

/// What is wrong with a talk in a folder that holds `files`; `path` names the talk.
fn check_case(case: &Case, files: &[(&str, &str)], path: &str) -> Option<String> {
    let talk = Talk::new();
    files.iter().for_each(|(name, text)| talk.put(&format!("one/{name}"), text));
    let report = talk.run(["check", path, "--json"]).json();
    let place = |told: &serde_json::Value| {
        format!("{} {}:{}", told["code"].as_str().unwrap_or_default(), told["line"], told["column"])
    };
    let told: Vec<String> = report["diagnostics"].as_array().unwrap().iter().map(place).collect();
    talk.run(["build", path]);
    let seen = without_notes(&std::fs::read_to_string(talk.path("one/dist/index.html")).unwrap());
    let mut wrong = Vec::new();
    if told != case.told {
        wrong.push(format!("told {told:?}"));
    }
    if report["slides"] != case.slides {
        wrong.push(format!("{} slides", report["slides"]));
    }
    wrong.extend(
        case.shown.iter().filter(|text| !seen.contains(**text)).map(|text| format!("lacks {text:?}")),
    );
    wrong.extend(
        case.hidden.iter().filter(|text| seen.contains(**text)).map(|text| format!("shows {text:?}")),
    );
    (!wrong.is_empty()).then(|| format!("{}: {}\n{seen}", case.what, wrong.join(", ")))
}

/// The slides of a page as the audience sees them.
fn without_notes(page: &str) -> String {
    let slides = page.split("class=\"slides\"").nth(1).unwrap_or_default();
    let slides = slides.split("<script").next().unwrap_or_default();
    let mut parts = slides.split("<aside class=\"notes\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("</aside>")).fold(first, |seen, (_, after)| seen + after)
}

#[test]
fn what_goes_wrong_in_reveal_js_is_as_its_author_meant_and_told() {
    let settings = ("orate.toml", "separator = \"dashes\"\n");
    let dashes = DASHES.iter().map(|case| check_case(case, &[settings, ("slides.md", case.text)], "../one"));
    let blank_lines = BLANK_LINES.iter().map(|case| check_case(case, &[("slides.md", case.text)], "../one"));
    let pages = PAGES.iter().map(|case| {
        let page = format!("<div class=\"reveal\"><div class=\"slides\">\n{}\n</div></div>", case.text);
        check_case(case, &[("index.html", &page)], "../one/index.html")
    });
    let wrong: Vec<String> = dashes.chain(blank_lines).chain(pages).flatten().collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
