//! Talks that would take for ever, or all memory: an error at its place, and nothing else.

use crate::cli::talk::Talk;

/// Every command says the same of a talk, at a place, and ends.
#[track_caller]
fn check_ended(files: &[(&str, &str)], code: &str, place: &str) {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# A\n");
    files.iter().for_each(|(path, text)| talk.put(&format!("talk/{path}"), text));
    for command in ["check", "build", "timing"] {
        // Templates are of no concern to the time that a talk takes.
        if command == "timing" && code == "template" {
            continue;
        }
        let run = talk.run([command]);
        let said = format!("{}{}", run.output, run.errors);
        assert_eq!(run.code, 1, "{command}: {said}");
        assert!(said.contains(&format!("error[{code}]")) && said.contains(place), "{command}: {said}");
    }
}

const LONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

#[test]
fn an_expression_that_tries_for_ever_is_stopped() {
    let separator = "separator = { horizontal = '''^(?=(a|a)*b)x''' }\n";
    check_ended(&[("orate.toml", separator), ("slides/2.md", LONG)], "costly-expression", "slides/2.md:1:1");
    let marker = "notes-marker = '''^(?:(?:a|a)*)*b'''\n";
    check_ended(&[("orate.toml", marker), ("slides/2.md", LONG)], "costly-expression", "slides/2.md:1:1");
}

#[test]
fn an_expression_that_an_automaton_matches_is_matched() {
    for expression in ["^(a|a)*b", "^(.|a)*b", "^(a|a){50}b", ".*.*.*.*=", "(a+)+$^"] {
        let talk = Talk::new();
        talk.put("talk/orate.toml", &format!("separator = {{ horizontal = '''{expression}''' }}\n"));
        talk.put("talk/slides/2.md", LONG);
        assert_eq!(talk.run(["build"]).code, 0, "{expression}");
    }
}

#[test]
fn a_template_without_end_is_stopped() {
    let slide = ("slides/2.md", "<!-- .slide: template=\"mine\" -->\n# A\n");
    let head = "{% for a in range(end=100000) %}";
    let endless = format!("{head}{head}{head}{}", "{% endfor %}".repeat(3));
    check_ended(
        &[("templates/slides/mine.html", &endless), slide],
        "template",
        "templates/slides/mine.html:1:",
    );
    let doubling = "{% set x = \"a\" %}\n{% for i in range(end=60) %}{% set_global x = x ~ x %}{% endfor %}";
    check_ended(
        &[("templates/slides/mine.html", doubling), slide],
        "template",
        "templates/slides/mine.html:2:",
    );
}

#[test]
fn html_that_goes_too_deep_or_grows_too_much_is_cut_with_an_error() {
    let sections = "<section>".repeat(40_000);
    check_ended(&[("slides/2.html", &sections)], "too-deep", "slides/2.html:1:289");
    let deep = format!("<p>\n{}", "<div>".repeat(40_000));
    check_ended(&[("slides/2.html", &deep)], "slide-too-large", "slides/2.html:2:");
    let open: String = (0..300).map(|number| format!("<b a{number}>")).collect();
    check_ended(&[("slides/2.md", &(open + &"<p>x".repeat(20_000)))], "slide-too-large", "slides/2.md:1:1");
    let attributes: String = (0..20_000).map(|number| format!(" a{number}")).collect();
    check_ended(
        &[("slides/2.md", &format!("<div{attributes}>x</div>"))],
        "slide-too-large",
        "slides/2.md:1:1",
    );
}

#[test]
fn files_that_include_others_many_times_over_are_stopped() {
    let many = |file: &str| format!("<!-- include: {file} -->\n").repeat(20);
    let files: Vec<(String, String)> =
        (0..12).map(|number| (format!("parts/{number}.md"), many(&format!("{}.md", number + 1)))).collect();
    let mut files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.extend([("parts/12.md", ""), ("slides/2.md", "# B\n\n<!-- include: ../parts/0.md -->\n")]);
    check_ended(&files, "include-too-large", "5000 times");
}

/// How many diagrams a page shows.
fn drawn(page: &str) -> usize {
    page.matches("<figure class=\"orate-diagram\">").count()
}

#[test]
fn the_drawings_of_a_talk_share_two_seconds_and_the_first_of_them_are_drawn() {
    let remark = format!("%% {}", "x".repeat(15_000));
    let slide = |number: usize| format!("# {number}\n\n```mermaid\npie\n  \"A\" : 1\n{remark}\n```\n");
    let slides: Vec<String> = (1..=150).map(slide).collect();
    let talk = Talk::new();
    talk.put("talk/slides/1.md", &slides.join("\n\n\n"));
    let run = talk.run(["build"]);
    assert_eq!(run.code, 1, "{}", run.errors);
    let error = "error[broken-diagram]: the drawings of this talk take too long together";
    assert!(run.errors.contains(error), "{}", run.errors);
    let page = talk.page();
    let count = drawn(&page);
    // A source of 15 KB costs that many microseconds, and a few hundred more to begin.
    assert!((120..134).contains(&count), "{count} of 150 diagrams are drawn");
    assert_eq!(page.matches("<code class=\"mermaid\"").count(), 150 - count, "the sources of others stay");
    let late = page.find("<code class=\"mermaid\"").unwrap();
    assert_eq!(drawn(&page[..late]), count, "what is left out comes after all that is drawn");
    let first_late = slides[..count].iter().map(|slide| slide.matches('\n').count() + 3).sum::<usize>() + 4;
    assert!(run.errors.contains(&format!("slides/1.md:{first_late}:1")), "{first_late}: {}", run.errors);
    talk.run(["build"]);
    assert!(talk.page() == page, "the same talk is drawn the same");
    talk.put("talk/slides/1.md", &slides[..count].join("\n\n\n"));
    let run = talk.run(["build"]);
    assert_eq!((run.code, drawn(&talk.page())), (0, count), "{}", run.errors);
}
