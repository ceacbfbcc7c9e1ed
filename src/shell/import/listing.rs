//! What lies in the folder of an old talk: the files that may be read, and what is left where it is.
//!
//! The talk may be a stranger's. A symbolic link is followed only to what lies in the same folder and is not hidden, and
//! nothing is opened that is not a plain file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::confined::{self, repository};
use crate::shell::project;

/// How many folders may be entered by links, one within the other.
const DEEPEST: usize = 8;

/// How many entries are looked at, those that links lead to a second time included.
const MOST: usize = 20_000;

/// The files of an old talk.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Their paths from the folder, sorted.
    pub names: Vec<String>,
    /// What is not read, and why.
    pub left: Vec<(String, &'static str)>,
    /// How many entries were looked at.
    looked_at: usize,
}

/// What is at a path of the folder.
enum Entry {
    File,
    /// A symbolic link to a folder; with its path without links.
    Folder(PathBuf),
    Left(&'static str),
}

/// Looks through a folder.
pub(super) fn list(folder: &Path) -> Listing {
    let mut listing = Listing::default();
    let Ok(top) = fs::canonicalize(folder) else { return listing };
    listing.add(&top, "", &mut vec![top.clone()]);
    if listing.looked_at > MOST {
        listing.left.push(("*".into(), "whatever comes after 20,000 files: no deck has so many"));
    }
    listing.names.sort();
    listing.names.dedup();
    listing
}

impl Listing {
    /// Adds what lies below the last folder of `way`, to which `prefix` leads from the top; the others are those that were
    /// entered before.
    fn add(&mut self, top: &Path, prefix: &str, way: &mut Vec<PathBuf>) {
        let here = way[way.len() - 1].clone();
        for name in project::files(&here) {
            let (path, shown) = (here.join(&name), format!("{prefix}{name}"));
            self.looked_at += 1;
            if self.looked_at > MOST {
                return;
            }
            match entry(top, &path) {
                Entry::File => self.names.push(shown),
                Entry::Left(why) => self.left.push((shown, why)),
                Entry::Folder(real)
                    if way.len() > DEEPEST || way.iter().any(|folder| folder.starts_with(&real)) =>
                {
                    self.left.push((shown, "a symbolic link that leads back to where it lies"));
                }
                Entry::Folder(real) => {
                    way.push(real);
                    self.add(top, &format!("{shown}/"), way);
                    way.pop();
                }
            }
        }
    }
}

fn entry(top: &Path, path: &Path) -> Entry {
    let kind = match path.symlink_metadata() {
        Ok(metadata) => metadata.file_type(),
        Err(_) => return Entry::Left("gone since the folder was looked through"),
    };
    if kind.is_file() {
        return Entry::File;
    }
    if !kind.is_symlink() {
        return Entry::Left("a pipe, a socket or a device: only plain files are read");
    }
    let Ok(real) = fs::canonicalize(path) else {
        return Entry::Left("a symbolic link that leads nowhere");
    };
    match real.strip_prefix(top) {
        Err(_) => {
            Entry::Left("a symbolic link that leads out of the folder: copy the file to where the link is")
        }
        Ok(within) if !repository::is_shown(within) => {
            Entry::Left("a symbolic link to a hidden file, and those hold what is private")
        }
        Ok(_) if real.is_dir() => Entry::Folder(real),
        Ok(_) if real.is_file() => Entry::File,
        Ok(_) => Entry::Left("a symbolic link to a pipe, a socket or a device: only plain files are read"),
    }
}

/// The text of a small file of the folder, where it is there and may be read.
pub(super) fn text_of(folder: &Path, name: &str) -> Option<String> {
    use std::io::Read as _;
    let mut text = String::new();
    confined::open_in(folder, name).ok()?.take(LARGEST_TEXT).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The longest list of submodules that is read, in bytes.
const LARGEST_TEXT: u64 = 1024 * 1024;

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_are_followed_within_the_folder_and_nowhere_else() {
        let sandbox = tempfile::tempdir().unwrap();
        let deck = sandbox.path().join("deck");
        fs::create_dir_all(deck.join("pictures/deep")).unwrap();
        for file in
            ["deck/index.html", "deck/pictures/a.svg", "deck/pictures/deep/b.svg", "deck/.env", "secret"]
        {
            fs::write(sandbox.path().join(file), "x").unwrap();
        }
        let links = [
            ("img", "pictures"),
            ("again", "img"),
            ("a.svg", "img/a.svg"),
            ("out.svg", "../secret"),
            ("out", ".."),
            ("far.svg", "out.svg"),
            ("up", "."),
            ("pictures/back", ".."),
            ("env.txt", ".env"),
            ("nowhere", "missing"),
            ("circle", "circle"),
            ("zero.svg", "/dev/zero"),
        ];
        links.iter().for_each(|(link, target)| symlink(target, deck.join(link)).unwrap());
        assert!(Command::new("mkfifo").arg(deck.join("pipe.svg")).status().unwrap().success());
        let listing = list(&deck);
        let expected = [
            "a.svg",
            "again/a.svg",
            "again/deep/b.svg",
            "img/a.svg",
            "img/deep/b.svg",
            "index.html",
            "pictures/a.svg",
            "pictures/deep/b.svg",
        ];
        assert_eq!(listing.names, expected);
        let mut left: Vec<&str> = listing.left.iter().map(|(name, _)| name.as_str()).collect();
        left.sort_unstable();
        let expected = [
            "again/back",
            "circle",
            "env.txt",
            "far.svg",
            "img/back",
            "nowhere",
            "out",
            "out.svg",
            "pictures/back",
            "pipe.svg",
            "up",
            "zero.svg",
        ];
        assert_eq!(left, expected);
    }
}
