//! When fonts are cut.

use crate::assets::Memory;
use crate::parse::Entry;
use crate::site::{self, Memo, Options, Project};
use crate::text::Sources;

fn project(slides: &str) -> Project {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let file = sources.add("slides.md".to_owned(), slides.as_bytes(), &mut diagnostics);
    Project { diagnostics, ..Project::new(sources, vec![Entry::File(file)], Memory::default()) }
}

#[test]
fn a_preview_cuts_no_font_however_often_its_talk_is_saved() {
    let mut memo = Memo::default();
    for slides in ["# One\n", "# One, *two*\n", "# One, `three` → four\n"] {
        site::preview(&project(slides), &Options::default(), &mut memo);
        assert_eq!((memo.fonts.cut_fonts(), memo.cover_fonts.cut_fonts()), (0, 0), "{slides}");
    }
    site::rebuild(&project("# One, `three` → four\n"), &Options::default(), &mut memo);
    assert_eq!(memo.fonts.cut_fonts(), 3, "a build cuts text, code and signs");
}
