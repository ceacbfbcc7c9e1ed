//! Fixes are made in the files of a talk: each file whole or not at all.
//!
//! A file is read again before it is written, so that what was typed meanwhile is never lost; and it is replaced by a
//! finished one, so that whoever reads it sees the old text or the new one.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::confined;
use crate::text::{Edit, mend};

/// A file with fixes made, not yet written.
pub(crate) struct Mended {
    /// Without symbolic links, so that a link stays one.
    path: PathBuf,
    /// The bytes that the file has.
    pub old: Vec<u8>,
    /// The bytes that it is to have.
    pub new: Vec<u8>,
}

/// Whether a file lies in the talk's folder, once symbolic links are followed: no other is written to.
pub(crate) fn is_within(talk: &Path, name: &str) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(talk).zip(real(&talk.join(name))).is_some_and(|(talk, file)| file.starts_with(talk))
}

/// The file of a talk with some edits made, by the talk's folder and the file's name in it. None where it no longer holds
/// `text`, which the edits were made for. An error where it lies outside of the talk, by a symbolic link or by its name.
pub(crate) fn prepare(talk: &Path, name: &str, text: &str, edits: &[Edit]) -> io::Result<Option<Mended>> {
    let path = fs::canonicalize(talk.join(name))?;
    if !is_within(talk, name) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside of the talk's folder"));
    }
    let old = confined::read(&path)?;
    Ok(mend(&old, text, edits).map(|new| Mended { path, old, new }))
}

impl Mended {
    /// Puts the file in its place. False where somebody else has written it meanwhile; then it stays theirs.
    pub(crate) fn write(&self) -> io::Result<bool> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let beside = self.path.with_file_name(format!(".{name}.orate-{}", std::process::id()));
        let written = self.write_beside(&beside).and_then(|()| {
            let is_unchanged = confined::read(&self.path)? == self.old;
            if is_unchanged {
                fs::rename(&beside, &self.path)?;
            }
            Ok(is_unchanged)
        });
        if !matches!(written, Ok(true)) {
            // What is left of it would only be litter.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    fn write_beside(&self, beside: &Path) -> io::Result<()> {
        let mut file = File::create_new(beside)?;
        file.write_all(&self.new)?;
        file.set_permissions(fs::metadata(&self.path)?.permissions())?;
        file.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Sources, Span};

    fn first_letter(text: &str) -> (Edit, Sources) {
        let mut sources = Sources::default();
        let source = sources.add("a.md", text.as_bytes(), &mut Vec::new());
        (Edit { at: Span { source, start: 0, end: 1 }, replacement: "x".into() }, sources)
    }

    #[test]
    fn what_was_typed_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "abc").unwrap();
        let (edit, _) = first_letter("abc");
        assert!(prepare(folder.path(), "a.md", "abd", std::slice::from_ref(&edit)).unwrap().is_none());
        let mended = prepare(folder.path(), "a.md", "abc", &[edit]).unwrap().unwrap();
        fs::write(&path, "abc and more").unwrap();
        assert!(!mended.write().unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"abc and more");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_outside_of_the_talk_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let talk = folder.path().join("talk");
        fs::create_dir(&talk).unwrap();
        fs::write(folder.path().join("a.md"), "abc").unwrap();
        std::os::unix::fs::symlink("../a.md", talk.join("link.md")).unwrap();
        let (edit, _) = first_letter("abc");
        for name in ["../a.md", "link.md"] {
            assert!(prepare(&talk, name, "abc", std::slice::from_ref(&edit)).is_err(), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&path, "abc").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.md", &link).unwrap();
        let (edit, _) = first_letter("abc");
        assert!(prepare(folder.path(), "b.md", "abc", &[edit]).unwrap().unwrap().write().unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"xbc");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
