//! A finished site goes to its place: a folder, a branch of a git repository, or whatever a program makes of it.
//!
//! What would change is worked out first ([`Plan`]) and nothing is touched until it is sent. In every place only what the
//! manifest there lists is replaced or removed, and a place with other contents and no manifest is never taken over unasked.

mod branch;
mod command;
mod error;
mod folder;
mod git;
mod source;
mod staged;

pub(crate) use branch::{Branch, Remote};
pub(crate) use command::run;
pub(crate) use error::PublishError;
pub(crate) use folder::Folder;
pub(crate) use git::Calls;

use crate::shell::output::Obstacle;

/// So many files may be removed in any case where the author names no number ...
const USUALLY_REMOVED: usize = 20;

/// ... or this part of those that are there, if that is more.
const USUAL_PERCENT: usize = 30;

/// What an author allows beyond what is usual.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Allowed {
    /// To take over a place that holds other files.
    pub adopt: bool,
    /// To replace what was published from a newer commit.
    pub older: bool,
}

/// What publishing would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Files that are not there yet, by their paths within the place.
    pub new: Vec<String>,
    /// Files whose bytes differ.
    pub changed: Vec<String>,
    /// Files of ours that the talk no longer has.
    pub removed: Vec<String>,
    /// The length of what is new or changed.
    pub bytes: u64,
    /// How many files of ours are there now.
    pub published: usize,
    /// Whether the place is already as it should be.
    pub is_done: bool,
    /// Why files are replaced one by one, where whoever reads the place meanwhile may see some of both versions.
    pub mixed: Option<Obstacle>,
}

impl Plan {
    /// Refuses to remove more files than `most`, or than is usual.
    pub(crate) fn permit(&self, most: Option<usize>) -> Result<(), PublishError> {
        let most = most.unwrap_or_else(|| USUALLY_REMOVED.max(self.published * USUAL_PERCENT / 100));
        match self.removed.len() {
            removed if removed > most => Err(PublishError::RemovesMuch { removed, most }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_files_are_removed_only_where_the_author_says_so() {
        let plan =
            |removed, published| Plan { removed: vec![String::new(); removed], published, ..Plan::default() };
        assert!(plan(20, 21).permit(None).is_ok() && plan(30, 100).permit(None).is_ok());
        assert!(plan(21, 21).permit(None).is_err() && plan(31, 100).permit(None).is_err());
        assert!(plan(31, 100).permit(Some(31)).is_ok() && plan(1, 100).permit(Some(0)).is_err());
    }
}
