//! What is wrong with a formula, and what to write instead.

use std::ops::Range;

use super::prepare::PrepareError;
use crate::deck::MathMacro;
use crate::text::{Diagnostic, Span};

const CODE: &str = "broken-formula";

/// Commands that the converter does not know, and what says the same.
const INSTEAD: &[(&str, &str)] = &[
    ("ce", "write what it takes between braces: `\\ce{2H2 + O2 -> 2H2O}`"),
    ("pu", "write the number, and its unit as `\\mathrm{m/s}`"),
    ("SI", "write the number, and its unit as `\\mathrm{m/s}`"),
    ("si", "write the unit as `\\mathrm{m/s}`"),
    ("unit", "write the unit as `\\mathrm{m/s}`"),
    ("qty", "write the number, and its unit as `\\mathrm{m/s}`; or `\\left( … \\right)`"),
    ("dd", "write `\\mathrm{d}x`, or define it under `[math.macros]`"),
    ("tag*", "write `\\tag{…}`: a label is shown between brackets"),
    ("ref", "write `\\eqref{…}`"),
    ("cancelto", "write `\\overset{0}{\\cancel{x}}`"),
    ("fcolorbox", "write `\\colorbox{yellow}{…}`, or `\\boxed{…}`"),
    ("multicolumn", "leave the other cells of the row empty: a cell is in one column"),
    ("intertext", "end the environment, and write the text between two formulas"),
    ("shortintertext", "end the environment, and write the text between two formulas"),
    ("mathchoice", "write the one that you mean, behind `\\displaystyle` or `\\textstyle`"),
    ("above", "write `\\genfrac{}{}{1pt}{}{a}{b}`"),
    ("buildrel", "write `\\overset{a}{b}`"),
    ("vspace", "write `\\\\[1em]` where a line ends"),
    ("hfill", "write `\\quad` or `\\hspace{2em}`"),
    ("style", "write `\\class{name}{…}`, and a rule for it in a style sheet"),
    ("htmlStyle", "write `\\class{name}{…}`, and a rule for it in a style sheet"),
    ("htmlData", "write `\\class{name}{…}`"),
    ("newenvironment", "write `\\newcommand` with an argument"),
    ("verb", "write `\\texttt{…}`"),
    ("char", "write the character itself"),
    ("symbol", "write the character itself"),
    ("utilde", "write `\\underset{\\sim}{x}`"),
    ("angl", "write `\\overline{x}`"),
    (
        "abs",
        "write `\\lvert x \\rvert`, or define it: `\"\\\\abs\" = \"\\\\left\\\\lvert #1 \\\\right\\\\rvert\"` under `[math.macros]`",
    ),
    (
        "norm",
        "write `\\lVert x \\rVert`, or define it: `\"\\\\norm\" = \"\\\\left\\\\lVert #1 \\\\right\\\\rVert\"` under `[math.macros]`",
    ),
    ("dv", "write `\\frac{\\mathrm{d}f}{\\mathrm{d}x}`, or define it under `[math.macros]`"),
    ("pdv", "write `\\frac{\\partial f}{\\partial x}`, or define it under `[math.macros]`"),
    ("bbox", "write `\\colorbox{yellow}{$…$}`, or `\\boxed{…}`"),
    ("enclose", "write `\\boxed{…}`, `\\cancel{…}` or `\\overline{…}`"),
    ("data", "write `\\class{name}{…}`"),
    ("texttip", "leave the tip out: nobody points at a slide"),
    ("mathtip", "leave the tip out: nobody points at a slide"),
    ("toggle", "write both forms, each on a slide or in a fragment of its own"),
    ("mmlToken", "write `\\mathrm{…}`, `\\operatorname{…}` or `\\text{…}`"),
    ("xymatrix", "draw it as a diagram, or with `\\begin{array}` and arrows"),
    ("lower", "write `\\raisebox{-1pt}{…}`"),
    ("raise", "write `\\raisebox{1pt}{…}`"),
    ("moveleft", "write `\\hspace{-1em}`"),
    ("moveright", "write `\\hspace{1em}`"),
    ("hfil", "write `\\quad` or `\\hspace{2em}`"),
    ("hss", "leave it out"),
    ("vphantom*", "write `\\vphantom{…}`"),
    ("textcircled", "write the sign itself, such as `①` or `Ⓡ`"),
    ("includegraphics", "put the picture beside the formula: `![](picture.svg)`"),
    ("footnote", "write `[^1]` behind the formula, and `[^1]: …` below"),
    ("footnotemark", "write `[^1]` behind the formula, and `[^1]: …` below"),
    ("cite", "write a link or a footnote behind the formula"),
    ("CD", "draw it as a diagram, or with `\\begin{array}` and arrows"),
    ("tikzcd", "draw it as a diagram, or with `\\begin{array}` and arrows"),
];

/// What keeps a formula from being prepared, as a diagnostic.
pub(super) fn of_trouble(trouble: PrepareError, place: impl Fn(Range<usize>) -> Span) -> Diagnostic {
    Diagnostic::error(CODE, place(trouble.at), trouble.message).help(trouble.help)
}

/// A message of the converter, in the words of orate.
pub(super) fn of_converter(message: &str, at: Span) -> Diagnostic {
    let message = message.trim_end_matches('.');
    let mut words = message.split('"');
    let mut text = String::new();
    let mut names = Vec::new();
    while let Some(words_before) = words.next() {
        text.push_str(words_before);
        if let Some(name) = words.next() {
            text.push_str(&format!("`{name}`"));
            names.push(name.trim_start_matches('\\'));
        }
    }
    let first = text.chars().next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    let text = format!("{first}{}", text.chars().skip(1).collect::<String>());
    let is_unknown = text.starts_with("unknown");
    let instead = INSTEAD.iter().find(|(name, _)| is_unknown && names.contains(name)).map(|(_, help)| *help);
    let help = match instead {
        Some(help) => help,
        None if text.starts_with("unknown command") => {
            "`docs/math.md` says what is known; `[math] macros` in `orate.toml` adds to it"
        }
        None if text.contains("`\\label`") => {
            "only a line with a number has a label: write it within `\\begin{equation}`"
        }
        None if text.contains("`\\limits`") => "write it right behind `\\sum`, `\\int` or `\\lim`",
        None if text.contains("not valid in math mode") => {
            "this is a command of texts: write it within `\\text{…}`"
        }
        None if text.contains("`\\hline`") => "write it where a row of an `array` begins",
        None if text.starts_with("unknown environment") => "`docs/math.md` says which environments are known",
        None if text.contains("`\\tag`") => "a formula within a line has no number: write it between `$$`",
        None => "the formula is shown as it is written",
    };
    Diagnostic::error(CODE, at, text).help(help)
}

/// A formula whose parts are too deep in each other.
pub(super) fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(CODE, at, "this formula is too involved")
        .help("part it: nobody could read it on a slide")
}

/// Of a formula that comes after others whose macros made as much as a slide, or a talk, may hold.
pub(super) fn too_much(at: Span) -> Diagnostic {
    Diagnostic::error(CODE, at, "the macros of formulas make too much together")
        .help("use shorter macros, or fewer formulas that need them")
}

/// What is wrong with a macro of the settings.
pub(super) fn of_macro(math_macro: &MathMacro) -> Option<Diagnostic> {
    let name = math_macro.name.trim_start_matches('\\');
    let is_name = !name.is_empty()
        && (name.bytes().all(|byte| byte.is_ascii_alphabetic()) || name.chars().count() == 1);
    let open = math_macro.definition.matches('{').count() == math_macro.definition.matches('}').count();
    let (message, help) = match (is_name, open) {
        (true, true) => return None,
        (false, _) => (
            format!("`{}` is no name of a macro", math_macro.name),
            "a backslash, and letters only: `\"\\\\R\" = \"\\\\mathbb{R}\"`",
        ),
        (_, false) => (format!("the braces of `\\{name}` are not in pairs"), "close each that is open"),
    };
    Some(Diagnostic::error("wrong-setting", math_macro.at, message).help(help))
}
