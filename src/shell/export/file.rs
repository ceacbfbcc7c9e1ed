//! One file is written: whole or not at all, and over no other kind of file.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::shell::interruption::Writing;

/// Why a file was not written; what was in its place is there still.
#[derive(Debug)]
pub(crate) enum FileError {
    /// Another kind of file has the name.
    InTheWay(PathBuf),
    /// The system refused to write.
    Disk { path: PathBuf, cause: io::Error },
}

impl FileError {
    /// A stable name in kebab case, as diagnostics have one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            FileError::InTheWay(_) => "output-in-the-way",
            FileError::Disk { .. } => "output-failed",
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            FileError::InTheWay(_) => {
                Some("name another file with `-o`, or replace it with `--force`".into())
            }
            FileError::Disk { .. } => None,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::InTheWay(path) => {
                write!(formatter, "`{}` is a file of another kind, and was not replaced", path.display())
            }
            FileError::Disk { path, cause } => {
                write!(formatter, "cannot write `{}`: {cause}", path.display())
            }
        }
    }
}

impl std::error::Error for FileError {}

/// What the files of a kind begin with; one of that name is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Pdf,
    Png,
    Text,
}

impl FileKind {
    fn is_like(self, bytes: &[u8]) -> bool {
        match self {
            FileKind::Pdf => bytes.starts_with(b"%PDF-"),
            FileKind::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            // It may be anybody's.
            FileKind::Text => false,
        }
    }
}

/// Writes a file. One of the same name is replaced where it is empty or of the same kind, or where `force` says so.
pub(crate) fn write_file(path: &Path, bytes: &[u8], kind: FileKind, force: bool) -> Result<(), FileError> {
    let _writing = Writing::begin();
    // What a link leads to is written, and the link stays.
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let failed = |cause| FileError::Disk { path: path.to_owned(), cause };
    if let Ok(metadata) = real.metadata() {
        let is_ours = metadata.is_file() && (force || metadata.len() == 0 || kind.is_like(&beginning(&real)));
        if !is_ours {
            return Err(FileError::InTheWay(path.to_owned()));
        }
    }
    if let Some(folder) = real.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = beside(&real);
    let written = write_beside(&beside, bytes).and_then(|()| fs::rename(&beside, &real));
    written.map_err(|cause| {
        // What is left of it would only be litter.
        let _ = fs::remove_file(&beside);
        failed(cause)
    })
}

/// Where a file is prepared: always under the same name, so that what a kill leaves is replaced by the next run.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let short: String = name.chars().take(60).collect();
    path.with_file_name(format!(".{short}.orate-part"))
}

fn write_beside(beside: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link of that name would lead elsewhere.
    match fs::remove_file(beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::create_new(beside)?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// The first bytes of a file.
fn beginning(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = crate::shell::confined::open(path).and_then(|file| file.take(16).read_to_end(&mut bytes));
    if read.is_ok() { bytes } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_the_same_kind_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/talk.pdf");
        write_file(&path, b"%PDF-1", FileKind::Pdf, false).unwrap();
        write_file(&path, b"%PDF-2", FileKind::Pdf, false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"%PDF-2");
        fs::write(&path, "my thesis").unwrap();
        assert!(matches!(write_file(&path, b"%PDF-3", FileKind::Pdf, false), Err(FileError::InTheWay(_))));
        assert_eq!(fs::read(&path).unwrap(), b"my thesis");
        write_file(&path, b"%PDF-3", FileKind::Pdf, true).unwrap();
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_a_kill_left_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("talk.pdf");
        fs::write(beside(&path), "half").unwrap();
        write_file(&path, b"%PDF-1", FileKind::Pdf, false).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_full_disk_leaves_the_old_file() {
        let full = Path::new("/dev/full");
        if !full.exists() {
            return;
        }
        let refused = write_file(full, b"%PDF-1", FileKind::Pdf, true);
        assert!(matches!(refused, Err(FileError::InTheWay(_))), "a device is no file");
    }
}
