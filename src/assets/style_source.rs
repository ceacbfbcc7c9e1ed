//! The Sass or Less that a missing style sheet is made of: orate reads CSS alone.

/// The file among `names` that a style sheet at an address is made of, and the command that makes it; `None` if the sheet is
/// no CSS, or nothing of its name is there.
pub(crate) fn style_source<'n>(names: &'n [String], address: &str) -> Option<(&'n str, String)> {
    let stem = address.trim_start_matches("./").strip_suffix(".css")?;
    let file = stem.rsplit('/').next().unwrap_or(stem);
    let is_source = |name: &&str| {
        let source = name.rsplit_once('.').filter(|(_, ending)| matches!(*ending, "scss" | "sass" | "less"));
        source.is_some_and(|(it, _)| it == stem || it.rsplit('/').next() == Some(file))
    };
    let source = names.iter().map(String::as_str).find(is_source)?;
    let program = if source.ends_with(".less") { "lessc" } else { "sass" };
    Some((source, format!("{program} {source} {stem}.css")))
}
