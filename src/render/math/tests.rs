//! Formulas, and what becomes of them.

use proptest::prelude::*;

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
        html.contains("(1)</mtext></mtd>")
            && html.contains("(2)")
            && html.contains("<p><a href=\"#a\">(1)</a></p>"),
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
        "é $$\\newcommand{\\v}{\\SI}\\v{1}$$",
        "\\v",
        "unknown command `\\SI`; write the number, and its unit as `\\mathrm{m/s}`",
    );
    check_mistake(
        "é $\\ce{H2 \\bond{~} O}$",
        "\\bond",
        "`\\bond` is not known in `\\ce`; write this part as TeX, outside of `\\ce`: `\\mathrm{H_2O}`",
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

/// What talks hold: 29 kinds of formulas, and why the one that cannot be set is none.
const KINDS: &[(&str, &str)] = &[
    ("a fraction with a root", r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"),
    ("a sum with limits", r"\sum_{k=1}^{n} k = \frac{n(n+1)}{2}"),
    ("an integral", r"\int_0^\infty e^{-x^2}\,\mathrm{d}x = \frac{\sqrt{\pi}}{2}"),
    ("a limit", r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = e"),
    ("a binomial", r"\binom{n}{k} = \frac{n!}{k!\,(n-k)!}"),
    (
        "a matrix in each kind of bracket",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{bmatrix} 1 \\ 2 \end{bmatrix} \begin{vmatrix} x \end{vmatrix}",
    ),
    ("an array with rules", r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}\right]"),
    ("cases", r"|x| = \begin{cases} x & \text{if } x \geq 0 \\ -x & \text{otherwise} \end{cases}"),
    ("aligned lines", r"\begin{aligned} a &= b + c \\ &= d \end{aligned}"),
    ("numbered lines", r"\begin{align} E &= mc^2 \\ F &= ma \end{align}"),
    ("a tag", r"a^2 + b^2 = c^2 \tag{Pythagoras}"),
    (
        "alphabets",
        r"\mathbb{R}^n, \mathcal{L}, \mathfrak{g}, \mathbf{v}, \mathsf{A}, \mathtt{x}, \mathscr{F}",
    ),
    ("Greek, and bold Greek", r"\alpha, \beta, \Gamma, \varepsilon, \vartheta, \boldsymbol{\mu}"),
    (
        "accents",
        r"\hat{x}, \bar{x}, \vec{v}, \dot{x}, \ddot{x}, \tilde{x}, \widehat{xyz}, \widetilde{xyz}, \overline{AB}",
    ),
    ("braces over and under", r"\overbrace{a + \cdots + a}^{n\ \text{times}} + \underbrace{b}_{m}"),
    ("arrows with text", r"A \xrightarrow[\text{below}]{f} B \xleftarrow{g} C"),
    ("an operator with limits", r"\operatorname*{arg\,max}_{\theta} \operatorname{Pr}(x \mid \theta)"),
    ("a remainder", r"a \equiv b \pmod{n}, \quad a \bmod n"),
    ("lines under a sum", r"\sum_{\substack{i < j \\ i \ne k}} a_{ij}"),
    (
        "large delimiters",
        r"\left\lfloor \frac{a}{b} \right\rfloor, \left\langle \psi \middle| \phi \right\rangle, \Bigl( x \Bigr)",
    ),
    ("products and unions", r"\prod_{i=1}^n A_i \subseteq \bigcup_{i \in I} \bigoplus_j B_{ij}"),
    ("primes, and dots", r"f''(x), x_1, \ldots, x_n, \ddots, \vdots"),
    ("a continued fraction", r"1 + \cfrac{1}{2 + \cfrac{1}{3 + x}}"),
    (
        "logic and sets",
        r"\forall x \in X\ \exists y \colon x \notin \emptyset \implies y \ne x \land \lnot z",
    ),
    ("colours and a box", r"\textcolor{red}{x} + {\color{blue} y} = \boxed{z}"),
    ("what is struck out", r"\frac{\cancel{x}\, y}{\cancel{x}}"),
    (
        "a macro of its own",
        r"\newcommand{\norm}[1]{\left\lVert #1 \right\rVert} \norm{x + y} \le \norm{x} + \norm{y}",
    ),
    ("chemistry", r"\ce{2H2 + O2 -> 2H2O}, \quad \ce{SO4^2- + Ba^2+ -> BaSO4 v}"),
    ("a command that nobody knows", r"\frobnicate{x}"),
];

#[test]
fn twenty_nine_kinds_of_formulas_are_set_or_told() {
    let mut set = 0;
    for (kind, tex) in KINDS {
        let (html, said) = among(&[], &format!("$$\n{tex}\n$$"));
        let is_nobodys = *kind == "a command that nobody knows";
        assert_eq!(said.len(), usize::from(is_nobodys), "{kind}: {said:?}");
        let is_set = html.contains("<math display=\"block\">") && !html.contains("orate-broken");
        assert_eq!(is_set, !is_nobodys, "{kind}: {html}");
        assert!(!html.contains("merror") && !html.contains(" style="), "{kind}: {html}");
        set += usize::from(is_set);
    }
    println!("{set} of {} kinds are set, the others are told", KINDS.len());
    assert_eq!((set, KINDS.len()), (28, 29));
}

#[test]
fn a_wide_tilde_is_a_tilde() {
    check_formula(
        "$\\widetilde{x}$",
        "<math><mover accent=\"true\"><mi>x</mi><mo stretchy=\"true\">˜</mo></mover></math>",
    );
    check_mistake(
        "$\\widetilde{x}\\overgroup{y}$",
        "\\overgroup",
        "`\\overgroup` cannot be beside `\\widetilde`; write `\\overbracket{…}`",
    );
}

/// Words of TeX that begin, end or change something.
const WORDS: &[&str] = &[
    "{",
    "}",
    "\\",
    "\\\\",
    "&",
    "^",
    "_",
    "$",
    "#",
    "#1",
    "%",
    "'",
    "[",
    "]",
    "(",
    "|",
    "é",
    "漢",
    "\u{301}",
    " ",
    "\n",
    "<",
    ">",
    "\\left",
    "\\right",
    "\\middle",
    "\\frac",
    "\\sqrt",
    "\\sqrt[",
    "\\text{",
    "\\begin{",
    "\\end{",
    "\\begin{array}{",
    "\\begin{cases}",
    "\\end{cases}",
    "\\hline",
    "\\newcommand{\\a}[1]{#1\\a}",
    "\\def\\a",
    "\\a",
    "\\tag{",
    "\\label{a}",
    "\\eqref{a}",
    "\\ce{",
    "->[",
    "\\substack{",
    "\\widetilde",
    "\\overgroup",
    "\\boxed{",
    "\\textcolor{",
    "\\color{",
    "\\not",
    "\\limits",
    "\\over",
    "\\operatorname{",
    "\\hspace{",
    "\\genfrac",
    "\\cancel",
    "\\xrightarrow[",
    "\\big",
    "\\mathbb",
    "\\char",
    "9999999999",
    "\\hskip1e9em",
    "~",
    "\\begin{alignat}{2}",
    "\\verb",
];

/// Formulas with words of TeX put where they do not belong.
fn hostile() -> impl Strategy<Value = String> {
    let seeds: Vec<&str> = KINDS.iter().map(|(_, tex)| *tex).collect();
    let edit = (any::<prop::sample::Index>(), prop::sample::select(WORDS), 0_usize..6);
    (prop::sample::select(seeds), prop::collection::vec(edit, 1..8)).prop_map(|(seed, edits)| {
        let mut text = seed.to_owned();
        for (at, word, cut) in edits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + cut).min(text.len())).max(start);
            text.replace_range(start..end, word);
        }
        text
    })
}

#[test]
fn a_formula_that_the_converter_gives_up_on_harms_no_other() {
    let (html, said) = among(&[], "$$\\begin{align} a &= \\frac^2 \\\\ b &= c \\end{align}$$\n\n$x$");
    assert!(html.contains("orate-broken") && html.contains("<mi>x</mi>"), "{html}");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].1.starts_with("broken-formula"), "{said:?}");
}

#[test]
fn stacked_lines_that_nothing_closes_are_read_to_their_end() {
    let (html, said) = among(&[], "$\\substack{a_é$");
    assert_eq!(html.contains("orate-broken"), !said.is_empty(), "{html} {said:?}");
}

#[test]
fn the_macros_of_a_slide_may_make_only_so_much_together() {
    let define = format!("$\\newcommand{{\\b}}{{{}}}$\n\n", "x + ".repeat(1000));
    let (html, said) = among(&[], &format!("{define}{}", "$\\b y$ ".repeat(40)));
    assert!(html.contains("<math") && html.contains("orate-broken"), "{html}");
    assert!(said.iter().all(|(_, what)| what.contains("make too much together")), "{said:?}");
    assert!((1..40).contains(&said.len()), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_formula_is_set_or_told(tex in hostile()) {
        for markdown in [format!("$x{tex}y$"), format!("$$\n{tex}\n$$"), format!("```math\n{tex}\n```")] {
            let (html, said) = among(&[], &markdown);
            prop_assert_eq!(html.contains("orate-broken"), said.iter().any(|(_, what)| what.starts_with("broken-formula")));
            prop_assert!(!html.contains("<merror"), "{}", html);
        }
    }
}
