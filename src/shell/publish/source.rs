//! The commit that a branch was published from: an older state of a talk does not replace a newer one unasked.
//!
//! A commit that publishes has two trailers, as `git interpret-trailers` reads them: the commit of the talk, and its date
//! in seconds since 1970. The date decides where a clone does not have the other commit.

use super::PublishError;
use super::git::Git;

const COMMIT: &str = "Source-Commit: ";
const DATE: &str = "Source-Date: ";

/// A commit of the talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub commit: String,
    /// When it was committed, in seconds since 1970.
    date: u64,
}

impl Source {
    /// The commit that is checked out; `None` if there is none yet.
    pub(super) fn checked_out(git: &Git) -> Result<Option<Source>, PublishError> {
        let line = git.query(&["log", "-1", "--format=%H %ct", "HEAD", "--"])?.unwrap_or_default();
        Ok(line.split_once(' ').and_then(|(commit, date)| Source::new(commit, date)))
    }

    /// The one that `published`, a commit of a branch or one before it, names last; `None` if none does.
    pub(super) fn recorded(git: &Git, published: &str) -> Result<Option<Source>, PublishError> {
        let grep = format!("--grep=^{COMMIT}");
        let message = git.query(&["log", "-1", &grep, "--format=%B", published, "--"])?.unwrap_or_default();
        let value = |name| message.lines().rev().find_map(|line| line.strip_prefix(name));
        Ok(value(COMMIT).zip(value(DATE)).and_then(|(commit, date)| Source::new(commit, date)))
    }

    fn new(commit: &str, date: &str) -> Option<Source> {
        let is_hash = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(Source { commit: commit.to_owned(), date: date.parse().ok()? }).filter(|_| is_hash)
    }

    /// Whether it is older than another: one of the commits that led to it, or, where git knows of no way between the two,
    /// committed before it.
    pub(super) fn is_older(&self, other: &Source, git: &Git) -> Result<bool, PublishError> {
        let leads_to = |before: &str, after: &str| {
            git.query(&["merge-base", "--is-ancestor", before, after]).map(|answer| answer.is_some())
        };
        Ok(self.commit != other.commit
            && (leads_to(&self.commit, &other.commit)?
                || self.date < other.date && !leads_to(&other.commit, &self.commit)?))
    }

    /// The lines of a commit's message that record it.
    pub(super) fn trailers(&self) -> String {
        format!("{COMMIT}{}\n{DATE}{}\n", self.commit, self.date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashes_and_numbers_are_taken_from_a_message() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        assert!(Source::new(hash, "17").is_some() && Source::new(&hash.repeat(2)[..64], "17").is_some());
        assert_eq!(Source::new("--output=x", "17"), None);
        assert_eq!(Source::new(&hash[..12], "17"), None);
        assert_eq!(Source::new(hash, "-1"), None);
    }
}
