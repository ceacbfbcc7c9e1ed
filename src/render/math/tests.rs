//! Formulas, and what becomes of them.

use crate::render::tests::{among, check, codes};

#[track_caller]
fn check_formula(markdown: &str, mathml: &str) {
    check(markdown, &format!("<p>{mathml}</p>"));
}

#[test]
fn formulas_are_mathml_wherever_markdown_has_text() {
    check_formula("$x$", "<math><mi>x</mi></math>");
    check_formula("\\(x_1\\) *b*", "<math><msub><mi>x</mi><mn>1</mn></msub></math> <em>b</em>");
    check_formula("$$\nx\n- 1\n$$", "<math display=\"block\"><mi>x</mi><mo>−</mo><mn>1</mn></math>");
    check("# $x$", "<h1><math><mi>x</mi></math></h1>");
    check("```math\nx\n```", "<math display=\"block\"><mi>x</mi></math>");
    check("- *$x$*", "<ul>\n<li><em><math><mi>x</mi></math></em></li>\n</ul>");
    check(
        "| $|x|$ |\n|---|",
        "<table>\n<thead>\n<tr>\n<th><math><mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">|</mo><mi>x</mi><mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">|</mo></math></th>\n</tr>\n</thead>\n</table>",
    );
    check(
        "<b>$x$</b> ![a $x$](https://a.example/b.png)",
        "<p><b><math><mi>x</mi></math></b> <img src=\"https://a.example/b.png\" alt=\"a $x$\"></p>",
    );
}

#[test]
fn what_only_looks_like_a_formula_stays() {
    for text in ["$5 and $6", "`$x$`", "from $FROM/$TO on"] {
        let html = match text {
            "`$x$`" => "<code>$x$</code>".into(),
            text => text.to_owned(),
        };
        check_formula(text, &html);
    }
    check("```\n$x$\n```", "<pre><code>$x$</code></pre>");
    check_formula("\\$a\\$ \\[b\\]", "$a$ [b]");
}

#[test]
fn formulas_of_a_slide_are_numbered_together() {
    let (html, said) = among(
        &[],
        "$$\\begin{equation}\\label{a} x \\end{equation}$$\n\n\\begin{align} y \\end{align}\n\n$\\eqref{a}$",
    );
    assert_eq!(said, []);
    assert!(
        html.contains("(1)</mtext></mtd>") && html.contains("(2)") && html.contains("<a href=\"#a\">(1)</a>"),
        "{html}"
    );
}

#[track_caller]
fn check_mistake(markdown: &str, at: &str, message: &str) {
    let (html, said) = among(&[], markdown);
    assert_eq!(said, [(at.to_owned(), format!("broken-formula: {message}"))], "of {markdown:?}");
    assert!(html.contains("<code class=\"orate-broken\">"), "{html}");
}

#[test]
fn a_mistake_is_told_within_the_formula() {
    check_mistake(
        "a $b + \\frobnicate{x}$",
        "\\frobnicate",
        "unknown command `\\frobnicate`; `docs/math.md` says what is known; `[math] macros` in `orate.toml` adds to it",
    );
    check_mistake(
        "é $$\\newcommand{\\v}{\\ce}\\v{H2O}$$",
        "\\v",
        "unknown command `\\ce`; chemistry is not known here: write `\\mathrm{2H_2 + O_2 \\to 2H_2O}`",
    );
    check_mistake("$a}$", "}", "unmatched closing token: `}`; the formula is shown as it is written");
}

#[test]
fn no_formula_stops_a_build() {
    for part in [
        "{",
        "\\sqrt",
        "\\frac1",
        "\\frac1{",
        "\\left(",
        "\\begin{matrix}",
        "\\hat",
        "x^{",
        "\\text{",
        "$",
        "\\boxed{",
        "#",
        "&",
        "\\\\",
    ] {
        for times in [3, 60, 900, 3000] {
            let tex = part.repeat(times);
            for text in [format!("$$x{tex}$$"), format!("$x{tex}y$"), format!("```math\n{tex}\n```")] {
                codes(&text);
            }
        }
    }
    codes(&"\\(".repeat(50_000));
    codes(&"$$ x ".repeat(20_000));
    codes(&"$x".repeat(50_000));
}
