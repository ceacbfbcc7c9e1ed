//! A new talk: the files of `talk/`, laid out in a folder; and a theme, copied into one.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::confined;
use crate::runtime::{Theme, theme_font_files};

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/shell/starter/talk");

/// Where a folder holds a talk already, one of these is in it.
const SIGNS: [&str; 3] = ["orate.toml", "slides", "slides.md"];

/// A file that a folder may have already: it stays as it is.
const SHARED: &str = ".gitignore";

/// Why no talk was laid out. Nothing was written, or what was written was taken back.
#[derive(Debug)]
pub(crate) enum InitError {
    /// These are there already, and would be replaced or joined.
    Exists(Vec<PathBuf>),
    /// The system refused to write.
    Write { path: PathBuf, cause: io::Error },
}

/// Files with their paths from the folder that they are laid out in.
type Files = Vec<(PathBuf, Cow<'static, [u8]>)>;

/// Lays out the starter talk in a folder, which is made if it is missing. Gives the files that were written.
pub(crate) fn lay_out(folder: &Path) -> Result<Vec<PathBuf>, InitError> {
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    files.retain(|(path, _)| *path != Path::new(SHARED) || folder.join(path).symlink_metadata().is_err());
    files.sort();
    let signs = SIGNS.iter().map(|sign| folder.join(sign));
    write_new(folder, files, signs.filter(|sign| sign.symlink_metadata().is_ok()).collect())
}

/// Writes the style sheet of a theme and its fonts into the `themes/` of a talk, to be changed there. A font that is there
/// already, from another theme, stays. Gives the files that were written.
pub(crate) fn copy_theme(folder: &Path, theme: &Theme) -> Result<Vec<PathBuf>, InitError> {
    let themes = Path::new("themes");
    let sheet = (themes.join(format!("{}.css", theme.name)), theme.source().into_bytes().into());
    let (families, _) = theme.fonts();
    let is_wanted = |path: &str| families.iter().any(|family| path.split('/').next() == Some(family.folder));
    let fonts = theme_font_files().filter(|(path, _)| is_wanted(path));
    let fonts = fonts.map(|(path, bytes)| (themes.join("fonts").join(path), bytes.into()));
    let is_new = |(path, bytes): &(PathBuf, Cow<'static, [u8]>)| {
        confined::read(&folder.join(path)).ok().as_deref() != Some(&**bytes)
    };
    write_new(folder, [sheet].into_iter().chain(fonts.filter(is_new)).collect(), Vec::new())
}

/// Writes a page where no file is yet. Gives its path.
pub(crate) fn write_page(path: &Path, page: String) -> Result<PathBuf, InitError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default();
    write_new(folder, vec![(name.into(), page.into_bytes().into())], Vec::new())?;
    Ok(path.to_owned())
}

/// Writes files that are all new, or none of them. `existing` is what keeps them from being written in any case.
fn write_new(folder: &Path, files: Files, mut existing: Vec<PathBuf>) -> Result<Vec<PathBuf>, InitError> {
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| folder.join(path)).collect();
    existing.extend(paths.iter().filter_map(|path| confined::obstacle(folder, path)));
    existing.extend(paths.into_iter().filter(|path| path.symlink_metadata().is_ok()));
    if !existing.is_empty() {
        existing.sort();
        existing.dedup();
        return Err(InitError::Exists(existing));
    }
    let mut written = Vec::new();
    for (path, bytes) in files {
        let path = folder.join(path);
        match write(folder, &path, &bytes) {
            Ok(()) => written.push(path),
            Err(cause) => {
                written.iter().for_each(|path| drop(fs::remove_file(path)));
                return Err(InitError::Write { path, cause });
            }
        }
    }
    Ok(written)
}

/// The files of the starter and of the folders in it, with their paths from its top.
fn collect(folder: &'static Dir<'_>, files: &mut Files) {
    files.extend(folder.files().map(|file| (file.path().to_owned(), file.contents().into())));
    folder.dirs().for_each(|folder| collect(folder, files));
}

/// Writes a new file into a folder, and makes the folders it is in; never through a symbolic link.
pub(super) fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    confined::create_folders(folder, path.parent().unwrap_or(folder))?;
    // Never over a file that came into being since we looked.
    File::create_new(path)?.write_all(bytes)
}

impl InitError {
    /// What to do about it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            InitError::Exists(_) => Some("name a new folder: `orate init my-talk`".into()),
            InitError::Write { .. } => None,
        }
    }
}

impl fmt::Display for InitError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InitError::Exists(paths) => {
                let names: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
                write!(formatter, "nothing is replaced, and there is already {}", names.join(", "))
            }
            InitError::Write { path, cause } => {
                write!(formatter, "cannot write `{}`: {cause}", path.display())
            }
        }
    }
}

impl std::error::Error for InitError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_is_laid_out_once_and_never_over_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let files = lay_out(&folder.path().join("talk")).unwrap();
        assert!(files.len() > 4 && files.iter().all(|file| file.is_file()));
        assert!(matches!(lay_out(&folder.path().join("talk")), Err(InitError::Exists(_))));

        let file = folder.path().join("other/orate.toml");
        fs::create_dir(folder.path().join("other")).unwrap();
        fs::write(&file, "mine").unwrap();
        let error = lay_out(&folder.path().join("other")).unwrap_err();
        assert!(matches!(&error, InitError::Exists(paths) if *paths == [file.clone()]), "{error}");
        assert_eq!(fs::read(&file).unwrap(), b"mine");
        assert_eq!(fs::read_dir(folder.path().join("other")).unwrap().count(), 1);
    }

    #[test]
    fn a_talk_keeps_its_output_out_of_git_and_an_own_list_stays() {
        let folder = tempfile::tempdir().unwrap();
        lay_out(&folder.path().join("new")).unwrap();
        let list = fs::read_to_string(folder.path().join("new/.gitignore")).unwrap();
        assert!(list.lines().any(|line| line == "/dist/"), "{list}");

        let own = folder.path().join("old/.gitignore");
        fs::create_dir(folder.path().join("old")).unwrap();
        fs::write(&own, "target\n").unwrap();
        lay_out(&folder.path().join("old")).unwrap();
        assert_eq!(fs::read_to_string(own).unwrap(), "target\n");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(matches!(lay_out(&folder.path().join("file/talk")), Err(InitError::Write { .. })));
    }
}
