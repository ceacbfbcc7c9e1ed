//! The folder of slides becomes a tree of sources.

use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::{OpenError, Reader, ignored, is_markdown, pages};
use crate::parse::Entry;

/// Reads every slide file of a folder of the talk and of the folders in it, in natural order.
///
/// Folders without slides are left out.
pub(super) fn read(reader: &mut Reader, folder: &str) -> Result<Vec<Entry>, OpenError> {
    let path = reader.folder.join(folder);
    let real = fs::canonicalize(&path).map_err(OpenError::read(&path))?;
    if !real.starts_with(&reader.folder) {
        reader.diagnostics.push(ignored::leads_out(folder));
        return Ok(Vec::new());
    }
    read_below(reader, folder, &mut vec![real])
}

/// `way` holds the folders that lead here, this one last, without symbolic links: one that holds any of them is a
/// circle.
fn read_below(reader: &mut Reader, folder: &str, way: &mut Vec<PathBuf>) -> Result<Vec<Entry>, OpenError> {
    let mut entries = Vec::new();
    for (name, kind) in reader.names(folder)? {
        if ignored::is_no_slide(&name) {
            continue;
        }
        let path = format!("{folder}/{name}");
        match Kind::of(&reader.folder, &path, kind)? {
            Kind::Folder(real) if way.iter().any(|passed| passed.starts_with(&real)) => {
                reader.diagnostics.push(ignored::circle(&path));
            }
            Kind::Folder(real) => {
                way.push(real);
                let inner = read_below(reader, &path, way)?;
                way.pop();
                if !inner.is_empty() {
                    entries.push(Entry::Folder { name, entries: inner });
                }
            }
            Kind::File if is_markdown(Path::new(&name)) => {
                let source = reader.read_in(&way[way.len() - 1], &path)?;
                entries.extend(source.map(Entry::File));
            }
            Kind::File if pages::is_page(Path::new(&name)) => entries.extend(pages::read(reader, &path)?),
            Kind::File => {}
            Kind::Circle => reader.diagnostics.push(ignored::circle(&path)),
            Kind::Nowhere => reader.diagnostics.push(ignored::leads_nowhere(&path)),
            Kind::Outside => reader.diagnostics.push(ignored::leads_out(&path)),
            Kind::Other => reader.diagnostics.push(ignored::not_a_file(&path)),
        }
    }
    Ok(entries)
}

/// What a name in the folder of slides stands for.
enum Kind {
    File,
    /// With its path without symbolic links.
    Folder(PathBuf),
    /// A symbolic link that leads back to itself.
    Circle,
    /// A symbolic link whose target is missing.
    Nowhere,
    /// A symbolic link that leads out of the talk.
    Outside,
    /// A pipe, a socket or a device.
    Other,
}

impl Kind {
    fn of(talk: &Path, name: &str, kind: FileType) -> Result<Kind, OpenError> {
        if kind.is_file() {
            return Ok(Kind::File);
        }
        let path = talk.join(name);
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Kind::Nowhere),
            // `ErrorKind::FilesystemLoop` is not stable yet.
            Err(_) if path.is_symlink() && fs::canonicalize(&path).is_err() => return Ok(Kind::Circle),
            Err(cause) => return Err(OpenError::Read { path, cause }),
        };
        let real = fs::canonicalize(&path).map_err(OpenError::read(&path))?;
        Ok(if !real.starts_with(talk) {
            Kind::Outside
        } else if metadata.is_dir() {
            Kind::Folder(real)
        } else if metadata.is_file() {
            Kind::File
        } else {
            Kind::Other
        })
    }
}
