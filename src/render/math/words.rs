//! What the converter has another name for.

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
    ("smallmatrix", "\\begin{subarray}{cccccccccc}", "\\end{subarray}", false),
];

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
