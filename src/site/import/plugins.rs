//! What orate has in the place of plugins of reveal.js that pages name.

/// A plugin, by a folder or file of its script, and what to use instead of it.
///
/// The names are those of reveal.js 6, of `reveal.js-plugins` and of the other packages that npm has for it.
const PLUGINS: [(&str, &str); 24] = [
    ("attribution", "`footer` or `licence` in orate.toml shows a line on every slide"),
    ("chalkboard", "in the window that you speak from, D draws on the slide and E erases"),
    ("chart", "a fence ```` ```chart ```` draws one when the talk is built"),
    ("copycode", "each listing has a button that copies it"),
    ("customcontrols", "`templates/page.html` may hold what is to be around the slides"),
    ("elapsed-time-bar", "the speaker's window (S) shows the time, with `duration` in orate.toml"),
    ("fullscreen", "F fills the screen"),
    ("highlight", "listings are coloured when the talk is built"),
    ("katex", "formulas are made when the talk is built"),
    ("markdown", "Markdown is read when the talk is built"),
    ("math", "formulas are made when the talk is built"),
    ("mathjax", "formulas are made when the talk is built"),
    ("menu", "M opens the menu of slides, O the overview"),
    ("mermaid", "a fence ```` ```mermaid ```` is drawn when the talk is built"),
    ("notes", "S opens the speaker's window"),
    ("pdfexport", "`orate export` makes a PDF"),
    ("plantuml", "a fence ```` ```dot ```` or ```` ```mermaid ```` is drawn when the talk is built"),
    ("pointer", "in the window that you speak from, X is a laser pointer"),
    ("search", "M opens the menu, which searches all slides"),
    ("simplemenu", "M opens the menu of slides"),
    ("title-footer", "`footer` in orate.toml shows a line on every slide"),
    ("toolbar", "M opens the menu of slides, and ? lists all keys"),
    ("verticator", "O shows columns and rows"),
    ("zoom", "in the window that you speak from, Z looks closer"),
];

/// What orate has in the place of the plugin that a script is; `None` if it has nothing, or the script is none.
pub(super) fn instead_of(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let mut words = path.rsplit('/').take(3).flat_map(|part| {
        let stem = [".js", ".mjs", ".esm", ".min"].iter().fold(part, |stem, end| stem.trim_end_matches(end));
        let name = stem.trim_start_matches("reveal.js-").trim_start_matches("reveal-");
        [name, name.trim_end_matches("-js")].map(str::to_owned)
    });
    words.find_map(|word| PLUGINS.iter().find(|(name, _)| *name == word).map(|(_, instead)| *instead))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_is_known_by_its_file_or_its_folder() {
        for (address, begins) in [
            ("plugin/menu/menu.js", Some("M opens the menu of slides, O")),
            ("https://cdn.example/npm/reveal.js-menu@2/menu.js", Some("M opens the menu of slides, O")),
            ("plugin/zoom-js/zoom.js", Some("in the window")),
            ("../reveal.js/plugin/search/search.esm.js?v=2", Some("M opens the menu, which")),
            ("plugin/chalkboard/plugin.js", Some("in the window that you speak from, D")),
            ("plugins/reveal-mermaid/plugin.min.js", Some("a fence ```` ```mermaid")),
            ("js/reveal.js", None),
            ("js/app.js", None),
        ] {
            let instead = instead_of(address);
            assert!(instead.is_some() == begins.is_some(), "{address}: {instead:?}");
            assert!(instead.unwrap_or_default().starts_with(begins.unwrap_or_default()), "{address}");
        }
    }
}
