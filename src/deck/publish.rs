//! Where a talk is published, which parts of it, and where others find it.

use super::Placed;

/// Where the finished deck goes, and under which address others find it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Publishing {
    /// The deck's address on the web, for links and cards.
    pub url: Option<Placed<String>>,
    /// The picture of the link card: a file of the project or an address.
    pub image: Option<Placed<String>>,
    /// Beginnings of outside links that `orate check --links` does not try.
    pub skip_links: Vec<String>,
    /// Where `orate publish` sends it.
    pub target: Option<Target>,
    /// Whether public builds contain the speaker notes.
    pub with_notes: bool,
    /// How many files one publication may remove; `None` for the default.
    pub most_removed: Option<usize>,
    /// The files to add for the host.
    pub hosting: Hosting,
}

/// What is put beside the pages of a public build for whoever serves them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hosting {
    /// The ways in which each text is packed beside itself, each once.
    pub compress: Vec<Compression>,
    /// Whether there is a `_headers` file.
    pub headers: bool,
    /// Whether what was visited once can be seen without a network.
    pub offline: bool,
}

/// A way to pack a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// RFC 1952, `.gz`.
    Gzip,
    /// RFC 7932, `.br`.
    Brotli,
}

/// Where the finished site goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A folder, from that of the talk.
    Folder(Placed<String>),
    /// A branch of a git repository's remote.
    Branch {
        /// A name that git takes ([`branch_fault`]).
        branch: String,
        /// The name of a remote that the repository knows, or an address ([`remote_fault`]).
        remote: String,
    },
    /// A program and its arguments, which runs in a folder that holds the site.
    Command(Vec<String>),
}

/// Why git takes no branch of this name, to be read after "the name"; `None` if it does.
///
/// The rules are those of `git check-ref-format --branch`. What stands for another branch (`@{-1}`), `HEAD`, and the full
/// name of a reference are no names of a branch to publish to either.
pub(crate) fn branch_fault(name: &str) -> Option<&'static str> {
    let is_forbidden =
        |letter: char| letter.is_whitespace() || letter.is_control() || "~^:?*[\\".contains(letter);
    let parts = || name.split('/');
    if name.is_empty() {
        Some("is empty")
    } else if name.starts_with('-') {
        Some("begins with `-`")
    } else if name.chars().any(is_forbidden) {
        Some("has white space, a control character or one of `~^:?*[\\` in it")
    } else if name == "HEAD" || name == "@" {
        Some("stands for whatever branch is checked out")
    } else if name.starts_with("refs/") {
        Some("is that of a reference: leave out `refs/heads/`")
    } else if name.contains("..") || name.contains("@{") {
        Some("has `..` or `@{` in it, which mean other things to git")
    } else if parts().any(|part| part.is_empty() || part.starts_with('.') || part.ends_with(".lock")) {
        Some("has a part that is empty, begins with `.` or ends with `.lock`")
    } else if name.ends_with('.') {
        Some("ends with `.`")
    } else {
        None
    }
}

/// Why git takes no remote of this name, likewise. An address or a path of a repository is as good as a name.
pub(crate) fn remote_fault(name: &str) -> Option<&'static str> {
    let is_address = name.contains(':') || name.starts_with(['/', '.', '~']);
    match is_address {
        true if name.contains(char::is_control) => Some("has a control character in it"),
        true => None,
        false => branch_fault(name),
    }
}

/// The remote whose branch is meant where none is named.
pub(crate) const USUAL_REMOTE: &str = "origin";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_has_a_name_that_git_takes() {
        for name in ["gh-pages", "talks/2026", "a@b", "ü", "a.b", "v1.0-rc", "pages.locked", "refs", "head"]
        {
            assert_eq!(branch_fault(name), None, "{name}");
        }
        let none = [
            "",
            "-f",
            "--force",
            "HEAD",
            "@",
            "@{-1}",
            "a@{1}",
            "refs/heads/x",
            "refs/x",
            "a..b",
            "a b",
            "a\tb",
            "a\nb",
            "a\u{7f}b",
            "a\u{a0}b",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[b",
            "a\\b",
            "/a",
            "a/",
            "a//b",
            ".a",
            "a/.b",
            "a.lock",
            "a.lock/b",
            "a.",
            "..",
        ];
        for name in none {
            assert!(branch_fault(name).is_some(), "{name:?}");
        }
    }

    #[test]
    fn a_remote_is_a_name_or_an_address() {
        for name in
            ["origin", "https://host/a.git", "git@host:a.git", "../with space", "/srv/a b.git", "file:///a"]
        {
            assert_eq!(remote_fault(name), None, "{name}");
        }
        for name in ["", "-u", "--upload-pack=x", "a b", "a..b", "https://host/\u{1b}", "/a\nb"] {
            assert!(remote_fault(name).is_some(), "{name:?}");
        }
    }
}
