//! The fonts of a deck: the faces that its theme and its style sheets name become part of the page, and of a preview files
//! beside it, so that a save sends no font again.

mod face;

use std::borrow::Cow;
use std::fmt::Write;

pub(crate) use self::face::Face;
use crate::assets::{Output, data_uri, percent_encoded};
use crate::runtime::Theme;

/// The folder of a preview that has its fonts.
const FOLDER: &str = "orate-fonts";

/// The faces of a deck, in the order of their rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fonts {
    faces: Vec<Face>,
}

/// Fonts as they are in a site.
#[derive(Debug, Default)]
pub(crate) struct PlacedFonts {
    /// Their `@font-face` rules.
    pub style: String,
    /// The files that the rules name, by their paths in the site.
    pub outputs: Vec<(String, Output)>,
}

impl Fonts {
    /// Those of a built-in theme.
    pub(crate) fn of_theme(theme: &Theme) -> Fonts {
        let (families, _) = theme.fonts();
        Fonts { faces: families.into_iter().flat_map(face::of_family).collect() }
    }

    /// All of them as parts of the page.
    pub(crate) fn embed(&self) -> PlacedFonts {
        self.place(|face| (data_uri(face.media_type(), &face.bytes).into(), None))
    }

    /// All of them as files beside the page.
    pub(crate) fn beside(&self) -> PlacedFonts {
        self.place(|face| {
            let path = format!("{FOLDER}/{}", face.path);
            let file = Output::Bytes(face.bytes.as_ref().into());
            (percent_encoded(&path).into(), Some((path, file)))
        })
    }

    fn place<'a>(
        &'a self,
        address: impl Fn(&'a Face) -> (Cow<'a, str>, Option<(String, Output)>),
    ) -> PlacedFonts {
        let mut placed = PlacedFonts::default();
        for face in &self.faces {
            let (url, output) = address(face);
            _ = write!(placed.style, "@font-face{{{}src:url({url})", face.descriptors);
            placed.style.push_str(face.format());
            placed.style.push('}');
            placed.outputs.extend(output);
        }
        placed
    }
}
