//! What the converter has another name for.

use super::prepare::Macro;

/// Commands, and what is written in their place; what they are given follows.
const COMMANDS: &[(&str, &str)] = &[
    ("mbox", "\\text"),
    ("hbox", "\\text"),
    ("pmb", "\\boldsymbol"),
    ("mathds", "\\mathbb"),
    ("mathbbm", "\\mathbb"),
    ("varlimsup", "\\overline{\\lim}"),
    ("varliminf", "\\underline{\\lim}"),
    ("shortmid", "\\mid"),
    ("strut", "\\mathstrut"),
    ("TeX", "\\text{TeX}"),
    ("LaTeX", "\\text{LaTeX}"),
    ("KaTeX", "\\text{KaTeX}"),
    ("varinjlim", "\\underrightarrow{\\lim}"),
    ("varprojlim", "\\underleftarrow{\\lim}"),
    ("mathnormal", ""),
    ("ensuremath", ""),
    ("num", ""),
    ("textup", "\\text"),
    ("textmd", "\\text"),
    ("symbb", "\\mathbb"),
    ("symcal", "\\mathcal"),
    ("symfrak", "\\mathfrak"),
    ("mathbit", "\\boldsymbol"),
    ("mathbfit", "\\boldsymbol"),
    ("dotsc", "\\ldots"),
    ("dotsb", "\\cdots"),
    ("dotso", "\\ldots"),
    ("dotsi", "\\cdots"),
    ("dotsm", "\\cdots"),
    ("iddots", "\\mathinner{⋰}"),
    ("euro", "\\text{€}"),
    ("AA", "\\text{Å}"),
    ("aa", "\\text{å}"),
    ("o", "\\text{ø}"),
    ("O", "\\text{Ø}"),
    ("i", "\\text{ı}"),
    ("ss", "\\text{ß}"),
    ("textquotedblleft", "\\text{“}"),
    ("textquotedblright", "\\text{”}"),
    ("upmu", "\\text{µ}"),
    ("qed", "\\quad\\square"),
    ("Q", "\\mathbb{Q}"),
    ("C", "\\mathbb{C}"),
    ("textdegree", "\\degree"),
    ("sgn", "\\operatorname{sgn}"),
    ("sech", "\\operatorname{sech}"),
    ("csch", "\\operatorname{csch}"),
    ("arcsec", "\\operatorname{arcsec}"),
    ("arccsc", "\\operatorname{arccsc}"),
    ("arccot", "\\operatorname{arccot}"),
    ("begingroup", "{"),
    ("bgroup", "{"),
    ("endgroup", "}"),
    ("egroup", "}"),
    ("relax", "{}"),
    ("xspace", "{}"),
    ("centering", "{}"),
    ("global", "{}"),
    ("long", "{}"),
    ("allowbreak", "{}"),
    ("nobreak", "{}"),
];

/// An environment, how it begins and ends here, and whether it is given a number of columns, which the converter counts
/// itself.
const ENVIRONMENTS: &[(&str, &str, &str, bool)] = &[
    ("split", "\\begin{aligned}", "\\end{aligned}", false),
    ("alignat", "\\begin{align}", "\\end{align}", true),
    ("alignat*", "\\begin{align*}", "\\end{align*}", true),
    ("alignedat", "\\begin{aligned}", "\\end{aligned}", true),
    ("eqnarray", "\\begin{align}", "\\end{align}", false),
    ("eqnarray*", "\\begin{align*}", "\\end{align*}", false),
    ("multline*", "\\begin{gather*}", "\\end{gather*}", false),
    ("flalign", "\\begin{align}", "\\end{align}", false),
    ("flalign*", "\\begin{align*}", "\\end{align*}", false),
    ("smallmatrix", "\\begin{subarray}{cccccccccc}", "\\end{subarray}", false),
];

/// Commands, how many arguments each takes, and what is written in their place.
const TEMPLATES: &[(&str, usize, &str)] = &[
    ("pod", 1, "\\quad(#1)"),
    ("nicefrac", 2, "{}^{#1}\\!/\\!{}_{#2}"),
    ("sfrac", 2, "{}^{#1}\\!/\\!{}_{#2}"),
    ("ang", 1, "{#1}^{\\circ}"),
];

/// What says the same as a command with arguments.
pub(super) fn template(name: &str) -> Option<Macro> {
    let (_, arguments, definition) = TEMPLATES.iter().find(|(known, ..)| *known == name)?;
    Some(Macro { arguments: *arguments, definition: (*definition).to_owned(), default: None })
}

/// The brackets of a matrix whose columns may be aligned.
pub(super) fn aligned_matrix(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "matrix*" => Some((".", ".")),
        "pmatrix*" => Some(("(", ")")),
        "bmatrix*" => Some(("[", "]")),
        "Bmatrix*" => Some(("\\{", "\\}")),
        "vmatrix*" => Some(("|", "|")),
        "Vmatrix*" => Some(("\\|", "\\|")),
        _ => None,
    }
}

/// What says the same as a command.
pub(super) fn command(name: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, other)| *other)
}

/// What says the same as the beginning of an environment, and whether a number that it is given goes.
pub(super) fn begin(name: &str) -> Option<(&'static str, bool)> {
    ENVIRONMENTS.iter().find(|(known, ..)| *known == name).map(|(_, begin, _, is_given)| (*begin, *is_given))
}

/// What says the same as the end of an environment.
pub(super) fn end(name: &str) -> Option<&'static str> {
    ENVIRONMENTS.iter().find(|(known, ..)| *known == name).map(|(_, _, end, _)| *end)
}
