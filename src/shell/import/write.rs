//! The new talk is written: only files that are not there yet, and never through a symbolic link.

use std::fs::{self, File};
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Component, Path};

use super::{ImportError, Read};
use crate::shell::confined;
use crate::site::import::Content;

/// How much of two files is compared at once, in bytes.
const PIECE: usize = 256 * 1024;

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// How many files are new.
    pub written: usize,
    /// Files that were there already, as they would have been written.
    pub unchanged: usize,
    /// Files that were there already and differ, and so were left.
    pub kept: Vec<String>,
    /// Files that would lie elsewhere, since a symbolic link is where their folder would be, and so were not written.
    pub astray: Vec<String>,
}

/// Writes the new talk into a folder, which is made if it is missing. With `only_look`, says what it would write.
pub(crate) fn write(read: &Read, folder: &Path, only_look: bool) -> Result<Written, ImportError> {
    let mut written = Written::default();
    for (name, content) in &read.imported.files {
        let is_safe = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_safe {
            continue;
        }
        let path = folder.join(name);
        let refused = |cause| ImportError::Io { path: path.clone(), cause };
        if confined::obstacle(folder, &path).is_some() {
            written.astray.push(name.clone());
            continue;
        }
        match path.symlink_metadata() {
            Ok(_) if is_same(read, content, &path).map_err(refused)? => written.unchanged += 1,
            Ok(_) => written.kept.push(name.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                written.written += 1;
                if !only_look {
                    put(read, content, folder, &path).map_err(refused)?;
                }
            }
            Err(cause) => return Err(refused(cause)),
        }
    }
    Ok(written)
}

/// Opens what a file is to hold.
fn open(read: &Read, content: &Content) -> io::Result<Box<dyn io::Read>> {
    Ok(match content {
        Content::Text(text) => Box::new(Cursor::new(text.clone())),
        Content::Copy(from) => Box::new(confined::open_in(&read.folder, from)?),
    })
}

/// Whether a plain file holds just what it would be given; what is not a plain file is not read.
fn is_same(read: &Read, content: &Content, path: &Path) -> io::Result<bool> {
    if !path.symlink_metadata()?.is_file() {
        return Ok(false);
    }
    let there = confined::open(&fs::canonicalize(path)?)?;
    have_same_bytes(there, open(read, content)?)
}

fn have_same_bytes(mut one: impl io::Read, mut other: impl io::Read) -> io::Result<bool> {
    let (mut first, mut second) = (Vec::with_capacity(PIECE), Vec::with_capacity(PIECE));
    loop {
        first.clear();
        second.clear();
        one.by_ref().take(PIECE as u64).read_to_end(&mut first)?;
        other.by_ref().take(PIECE as u64).read_to_end(&mut second)?;
        if first != second {
            return Ok(false);
        }
        if first.is_empty() {
            return Ok(true);
        }
    }
}

fn put(read: &Read, content: &Content, folder: &Path, path: &Path) -> io::Result<()> {
    let mut source = open(read, content)?;
    fs::create_dir_all(folder)?;
    confined::create_folders(folder, path.parent().unwrap_or(folder))?;
    // Never over a file that came to be since we looked, nor through a link of its name.
    let mut file = File::create_new(path)?;
    let copied = io::copy(&mut source, &mut file).and_then(|_| file.flush());
    if copied.is_err() {
        // Half a file would be taken for the author's the next time.
        let _ = fs::remove_file(path);
    }
    copied
}
