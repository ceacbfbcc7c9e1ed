//! What comes of a build, for a caller who does not know the pipeline.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::diagnostic::{self, Diagnostic};
use super::project::Project;
use crate::assets::Output;
use crate::site::{self, Built, BuiltSlide, Memo, Options, Parts};
use crate::text::Severity;

/// The page of the deck among the files of a site.
const PAGE: &str = "index.html";

/// A deck that was built: its page, the files beside it, and what there is to say about them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Site {
    /// The page, a whole HTML document; `None` if a template failed, as a diagnostic says.
    pub html: Option<String>,
    /// The files beside the page, by their paths relative to it, with `/` between their parts: `assets/film.4f1c….mp4`.
    ///
    /// They are what is too large for the page, and what a host needs of a public build. Empty with
    /// [`single_file`](Options::single_file).
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// The author's title, else the first heading.
    pub title: String,
    /// In the order of the talk.
    pub slides: Vec<Slide>,
    /// In the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// A slide of a deck that was built.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Slide {
    /// Its id in the page, as in `index.html#/id`; `None` if its author gave none and it has no heading.
    pub id: Option<String>,
    /// Its column, counted from 0.
    pub h: usize,
    /// Its place in the column, counted from 0.
    pub v: usize,
    /// The text of its first heading.
    pub heading: Option<String>,
}

/// Builds the page of a project, and the files beside it.
///
/// It cannot fail: an author's mistake is a diagnostic, and the page is as good as it can be made. The same project and
/// options give the same bytes, on every machine and at every time.
#[must_use]
pub fn build(project: &Project, options: &Options) -> Site {
    Site::of(site::build(&project.talk(), options))
}

/// Everything that could be better in a talk: what [`build`] says, and the lints that only `orate check` looks for.
#[must_use]
pub fn check(project: &Project, options: &Options) -> Vec<Diagnostic> {
    let built = site::check(&project.talk(), options);
    diagnostic::located(&built.diagnostics, &built.sources)
}

impl Site {
    /// Whether the deck is not what its author meant.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn of(built: Built) -> Site {
        let diagnostics = diagnostic::located(&built.diagnostics, &built.sources);
        let files = built.site.files.into_iter().filter_map(|(path, output)| match output {
            Output::Bytes(bytes) => Some((path, bytes)),
            // A file is copied where it is too large for memory, and those of a project are in memory.
            Output::Copy { .. } => None,
        });
        let mut files: BTreeMap<String, Arc<[u8]>> = files.collect();
        let html = files.remove(PAGE).map(|page| String::from_utf8_lossy(&page).into_owned());
        let slides = built.slides.into_iter().map(Slide::of).collect();
        Site { html, files, title: built.title, slides, diagnostics }
    }
}

impl Slide {
    fn of(slide: BuiltSlide) -> Slide {
        let BuiltSlide { id, h, v, rendered } = slide;
        Slide { id, h, v, heading: rendered.facts.heading.clone() }
    }
}

/// A talk that is built again and again while it is written. `benches/build.rs` measures it; how the changes get into a
/// window is the affair of `orate serve`.
#[doc(hidden)]
#[derive(Default)]
pub struct Preview {
    memo: Memo,
    shown: Option<Parts>,
}

impl fmt::Debug for Preview {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Preview").finish_non_exhaustive()
    }
}

impl Preview {
    /// Builds the talk as it is now. Gives in how many bytes of HTML the slides changed that were shown before; none
    /// where the page has to be loaded again.
    pub fn update(&mut self, project: &Project, options: &Options) -> Option<usize> {
        let parts = site::preview(&project.talk(), options, &mut self.memo).parts?;
        let difference = self.shown.as_ref().map(|shown| site::difference(shown, &parts));
        self.shown = Some(parts);
        let difference = difference.filter(|difference| !difference.reload)?;
        Some(difference.slides.iter().map(|slide| slide.html.len()).sum())
    }
}
