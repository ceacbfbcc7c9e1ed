//! What the browser gets: the runtime's committed bundle, its base style, and the themes.
//!
//! The TypeScript and CSS beside this file become `dist/` by `npm run build`; the bundle is committed, so that
//! building and installing orate needs only cargo.

/// The runtime: defines `window.Reveal`, and starts itself where the page holds a deck's configuration block.
pub const SCRIPT: &str = include_str!("dist/orate.js");

/// The structure of a deck, of its views, and of the page without scripts; themes come on top.
pub const STYLE: &str = include_str!("dist/orate.css");

/// How a slide is set, whatever the theme: it lies under every theme, in a cascade layer of its own.
pub const SLIDE_STYLE: &str = include_str!("themes/slide.css");

/// The themes that come with orate, by name.
pub const THEMES: &[(&str, &str)] =
    &[("white", include_str!("themes/white.css")), ("black", include_str!("themes/black.css"))];

/// The style sheet of a built-in theme.
pub fn theme(name: &str) -> Option<&'static str> {
    THEMES.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_can_stand_within_a_page() {
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("<!--"));
        assert!(
            THEMES
                .iter()
                .map(|(_, style)| style)
                .chain([&STYLE, &SLIDE_STYLE])
                .all(|style| !style.contains("</style"))
        );
    }
}
