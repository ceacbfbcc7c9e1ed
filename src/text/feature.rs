//! The parts of orate that a lean build leaves out (`cargo build --no-default-features`).

use super::{Diagnostic, Severity, Span};

/// The code of the diagnostic where such a part would be needed.
const CODE: &str = "left-out";

/// A part that may be left out, as `[features]` in `Cargo.toml` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    Cards,
    Diagrams,
    Fonts,
    Highlight,
    Links,
    Math,
    Serve,
}

impl Feature {
    const ALL: [Feature; 7] = [
        Feature::Cards,
        Feature::Diagrams,
        Feature::Fonts,
        Feature::Highlight,
        Feature::Links,
        Feature::Math,
        Feature::Serve,
    ];

    /// Whether this orate has it.
    pub(crate) fn is_built_in(self) -> bool {
        match self {
            Feature::Cards => cfg!(feature = "cards"),
            Feature::Diagrams => cfg!(feature = "diagrams"),
            Feature::Fonts => cfg!(feature = "fonts"),
            Feature::Highlight => cfg!(feature = "highlight"),
            Feature::Links => cfg!(feature = "links"),
            Feature::Math => cfg!(feature = "math"),
            Feature::Serve => cfg!(feature = "serve"),
        }
    }

    /// Its name in `Cargo.toml`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Feature::Cards => "cards",
            Feature::Diagrams => "diagrams",
            Feature::Fonts => "fonts",
            Feature::Highlight => "highlight",
            Feature::Links => "links",
            Feature::Math => "math",
            Feature::Serve => "serve",
        }
    }

    /// The names of those that this orate lacks.
    pub(crate) fn missing_names() -> impl Iterator<Item = &'static str> {
        Feature::ALL.into_iter().filter(|feature| !feature.is_built_in()).map(Feature::name)
    }

    /// What it does, and what becomes of a talk without it.
    fn lack(self) -> &'static str {
        match self {
            Feature::Cards => "link cards, so the deck has none",
            Feature::Diagrams => "diagrams, so they stay as they are written",
            Feature::Fonts => "the cutter of fonts, so the deck holds them whole",
            Feature::Highlight => "colours for listings, so listings are plain",
            Feature::Links => "the test of links to other sites",
            Feature::Math => "formulas, so they stay as they are written",
            Feature::Serve => "the preview",
        }
    }

    /// Says that a talk is built without it. A build reports that once ([`Feature::once`]).
    pub(crate) fn missing(self, at: impl Into<Option<Span>>) -> Diagnostic {
        let message = format!("this orate was built without {}", self.lack());
        let name = self.name();
        Diagnostic::warning(CODE, at, message)
            .about(name)
            .help(format!("install it again with cargo's default features, or with `--features {name}`"))
    }

    /// The same for a command that cannot do its work without it.
    pub(crate) fn refused(self) -> Diagnostic {
        Diagnostic { severity: Severity::Error, ..self.missing(None) }
    }

    /// Keeps the first diagnostic about each part, of diagnostics in the order of their places.
    pub(crate) fn once(diagnostics: &mut Vec<Diagnostic>) {
        let mut seen = Vec::new();
        diagnostics.retain(|diagnostic| {
            let is_again = diagnostic.code == CODE && seen.contains(&diagnostic.subject);
            if diagnostic.code == CODE {
                seen.push(diagnostic.subject.clone());
            }
            !is_again
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_features_of_the_package() {
        let (_, features) =
            include_str!("../../Cargo.toml").split_once("[features]\n").expect("it has features");
        let (features, _) = features.split_once("\n[").expect("other tables follow");
        let names = features.lines().filter_map(|line| line.split_once(" = ["));
        let names: Vec<&str> = names.map(|(name, _)| name).filter(|name| *name != "default").collect();
        assert_eq!(names, Feature::ALL.map(Feature::name));
    }

    #[test]
    fn a_part_that_is_left_out_is_reported_once() {
        let other = || Diagnostic::warning("missing-alt", None, "no alternative text");
        let mut diagnostics = vec![
            Feature::Math.missing(None),
            other(),
            Feature::Math.missing(None),
            Feature::Cards.missing(None),
            other(),
        ];
        Feature::once(&mut diagnostics);
        let kept = [Feature::Math.missing(None), other(), Feature::Cards.missing(None), other()];
        assert_eq!(diagnostics, kept);
    }
}
