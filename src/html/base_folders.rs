//! From which folder the files count that a slide names: that of the file in which the name is.

use crate::assets::folder;
use crate::text::{Sources, Span};

/// The folders of the files that a stretch of text was put together from.
pub(crate) struct BaseFolders<'a> {
    /// With how far from the start each begins; at least one.
    folders: Vec<(u32, &'a str)>,
    start: u32,
}

impl<'a> BaseFolders<'a> {
    /// The folders of the files that `whole` was put together from.
    pub(crate) fn new(sources: &'a Sources, whole: Span) -> BaseFolders<'a> {
        let folders = sources.files(whole).into_iter().map(|(at, file)| (at, folder(file))).collect();
        BaseFolders { folders, start: whole.start }
    }

    /// The folder for what is at a place within the stretch.
    pub(crate) fn of(&self, at: Span) -> &'a str {
        let after = self.folders.partition_point(|(start, _)| self.start + start <= at.start);
        self.folders[after.max(1) - 1].1
    }
}
