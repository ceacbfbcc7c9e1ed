//! The fonts of the built-in themes: a folder for each family, with its files, its licence and its `family.css`.

use include_dir::{Dir, include_dir};

use super::Theme;

static FONTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/runtime/themes/fonts");

/// How a theme brings a family in.
const IMPORT: &str = "@import\"fonts/";

/// A family of fonts that comes with orate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FontFamily {
    /// The folder of its files, from `fonts/` on.
    pub folder: &'static str,
    /// Its `@font-face` rules; the addresses in them count from the folder.
    pub style: &'static str,
}

impl FontFamily {
    /// A file of the family.
    pub(crate) fn file(self, name: &str) -> Option<&'static [u8]> {
        FONTS.get_file(format!("{}/{name}", self.folder)).map(|file| file.contents())
    }
}

impl Theme {
    /// The families that the theme imports, and its style without the imports.
    pub(crate) fn fonts(&self) -> (Vec<FontFamily>, &'static str) {
        let (mut families, mut style) = (Vec::new(), self.style);
        while let Some((import, rest)) = style.strip_prefix(IMPORT).and_then(|rest| rest.split_once(';')) {
            let folder = import.split('/').next().unwrap_or_default();
            families.extend(family(folder));
            style = rest;
        }
        (families, style)
    }
}

fn family(folder: &'static str) -> Option<FontFamily> {
    let style = FONTS.get_file(format!("{folder}/family.css"))?.contents_utf8()?;
    Some(FontFamily { folder, style })
}

/// Every file of every family, by its path from `fonts/` on: fonts, licences and style sheets.
pub(crate) fn theme_font_files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let files = FONTS.dirs().flat_map(Dir::files);
    files.filter_map(|file| Some((file.path().to_str()?, file.contents())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::THEMES;

    #[test]
    fn every_import_of_a_theme_is_a_family() {
        for theme in THEMES {
            let (families, rest) = theme.fonts();
            assert_eq!(families.len(), theme.style.matches("@import").count(), "{}", theme.name);
            assert!(!rest.contains("@font-face"), "{}", theme.name);
        }
    }

    #[test]
    fn every_family_has_its_licence_and_fonts_that_its_style_names() {
        for folder in FONTS.dirs() {
            let names: Vec<_> = folder.files().filter_map(|file| file.path().file_name()?.to_str()).collect();
            let folder = folder.path().to_str().expect("the folder has a plain name");
            let family = family(folder).expect("the folder has a style sheet");
            let licence = family.file("OFL.txt").expect("the licence is there");
            assert!(String::from_utf8_lossy(licence).contains("SIL OPEN FONT LICENSE"), "{folder}");
            for font in names.into_iter().filter(|name| name.ends_with(".woff2")) {
                assert!(family.style.contains(&format!("url(\"{font}\")")), "{folder}/{font}");
            }
            for url in family.style.split("url(\"").skip(1) {
                let name = url.split('"').next().unwrap_or_default();
                assert!(family.file(name).is_some_and(|font| font.starts_with(b"wOF2")), "{folder}/{name}");
            }
        }
        assert!(theme_font_files().any(|(path, _)| path == "inter/latin.woff2"));
    }
}
