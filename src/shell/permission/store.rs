//! What the person at this machine has allowed, kept outside of every talk: one file for each talk's folder.
//!
//! The file is believed only where nobody else can have written it: a plain file and no link, in a folder of the
//! user's own, neither of which others may write to. It is replaced as a whole, never changed in place.

use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::Fingerprint;

/// Names the folder for what is kept, in place of the system's own.
const OVERRIDE: &str = "ORATE_STATE_DIR";

/// The folder within it.
const FOLDER: &str = "allowed";

/// More is not read: a talk names a handful of programs.
const LIMIT: u64 = 1 << 20;

/// A command that was allowed for a talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allowed {
    pub command: Vec<String>,
    /// Of the command, the talk's folder and the files that the command names, as it was allowed.
    pub fingerprint: Fingerprint,
}

/// Where permissions are kept.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

/// Why what was allowed cannot be read or written.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// Nothing says where the user keeps such things.
    Nowhere,
    /// The place lies in the talk, which could then allow itself what it likes.
    InTalk(PathBuf),
    /// Somebody else may have written it.
    Unsafe {
        path: PathBuf,
        why: &'static str,
    },
    /// It is not what was written.
    Damaged(PathBuf),
    Io {
        path: PathBuf,
        cause: io::Error,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Nowhere => {
                write!(
                    formatter,
                    "there is no place to keep what is allowed: set `HOME`, or `{OVERRIDE}` to an absolute path"
                )
            }
            StoreError::InTalk(path) => write!(
                formatter,
                "what is allowed cannot be kept in `{}`, since that lies in the talk: set `{OVERRIDE}` to another folder",
                path.display()
            ),
            StoreError::Unsafe { path, why } => {
                write!(formatter, "`{}` is not believed: {why}; remove it and allow anew", path.display())
            }
            StoreError::Damaged(path) => {
                write!(formatter, "`{}` cannot be understood; remove it and allow anew", path.display())
            }
            StoreError::Io { path, cause } => write!(formatter, "cannot use `{}`: {cause}", path.display()),
        }
    }
}

impl std::error::Error for StoreError {}

/// The file of one talk.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    /// The talk's folder, for people, and to tell that no other talk is meant.
    project: String,
    allowed: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    command: Vec<String>,
    fingerprint: String,
}

const VERSION: u32 = 1;

impl Store {
    /// The user's own: `ORATE_STATE_DIR`, else where the system keeps the state of programs.
    pub(crate) fn of_user() -> Result<Store, StoreError> {
        let base = match std::env::var_os(OVERRIDE).filter(|value| !value.is_empty()) {
            Some(folder) => Some(PathBuf::from(folder)),
            None => usual_folder(),
        };
        // One that is relative would lie in whatever folder the command runs in.
        let base = base.filter(|folder| folder.is_absolute()).ok_or(StoreError::Nowhere)?;
        Ok(Store { folder: base.join(FOLDER) })
    }

    /// The file for a talk, whose folder is absolute and without links.
    pub(crate) fn path(&self, talk: &Path) -> PathBuf {
        let name = Fingerprint::of(talk.as_os_str().as_encoded_bytes()).to_string();
        self.folder.join(format!("{}.json", &name[..32]))
    }

    /// What was allowed for a talk.
    pub(crate) fn read(&self, talk: &Path) -> Result<Vec<Allowed>, StoreError> {
        self.keep_out_of(talk)?;
        let path = self.path(talk);
        let Some(text) = read_own(&self.folder, &path)? else { return Ok(Vec::new()) };
        let damaged = || StoreError::Damaged(path.clone());
        let written: Written = serde_json::from_str(&text).map_err(|_| damaged())?;
        if written.version != VERSION || written.project != talk.to_string_lossy() {
            return Err(damaged());
        }
        let allowed = written.allowed.into_iter().map(|entry| {
            let fingerprint = Fingerprint::parse(&entry.fingerprint).ok_or_else(damaged)?;
            Ok(Allowed { command: entry.command, fingerprint })
        });
        allowed.collect()
    }

    /// Writes what is allowed for a talk, in place of what was; nothing allowed leaves no file.
    pub(crate) fn write(&self, talk: &Path, allowed: &[Allowed]) -> Result<(), StoreError> {
        self.prepare(talk)?;
        let path = self.path(talk);
        let failed = |cause| StoreError::Io { path: path.clone(), cause };
        if allowed.is_empty() {
            return match fs::remove_file(&path) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(failed(cause)),
                _ => Ok(()),
            };
        }
        let entry =
            |one: &Allowed| Entry { command: one.command.clone(), fingerprint: one.fingerprint.to_string() };
        let written = Written {
            version: VERSION,
            project: talk.to_string_lossy().into_owned(),
            allowed: allowed.iter().map(entry).collect(),
        };
        let text = serde_json::to_string_pretty(&written).expect("text can be written as JSON");
        // Made for its owner alone, and renamed over a link rather than written through it.
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// Makes the folder, for its owner alone.
    pub(crate) fn prepare(&self, talk: &Path) -> Result<(), StoreError> {
        self.keep_out_of(talk)?;
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|cause| StoreError::Io { path: self.folder.clone(), cause })?;
        self.keep_out_of(talk)?;
        check_ownership(&self.folder, true)
    }

    /// Refuses a place within the talk.
    fn keep_out_of(&self, talk: &Path) -> Result<(), StoreError> {
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let nearest = self.folder.ancestors().find(|folder| folder.exists()).map(real);
        let is_inside =
            self.folder.starts_with(talk) || nearest.is_some_and(|near| near.starts_with(real(talk)));
        if is_inside { Err(StoreError::InTalk(self.folder.clone())) } else { Ok(()) }
    }
}

/// Where the system keeps the state of programs.
///
/// Source: the XDG Base Directory Specification, and what macOS and Windows have for it.
fn usual_folder() -> Option<PathBuf> {
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(target_os = "macos") {
        home?.join("Library/Application Support")
    } else if cfg!(windows) {
        named("LOCALAPPDATA")?
    } else {
        named("XDG_STATE_HOME").or_else(|| Some(home?.join(".local/state")))?
    };
    Some(base.join("orate"))
}

/// Reads a file that nobody else can have written; `None` if there is none.
fn read_own(folder: &Path, path: &Path) -> Result<Option<String>, StoreError> {
    let failed = |cause| StoreError::Io { path: path.to_owned(), cause };
    match path.symlink_metadata() {
        Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(cause) => return Err(failed(cause)),
        Ok(_) => {}
    }
    check_ownership(folder, true)?;
    check_ownership(path, false)?;
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(failed)?;
    let mut text = String::new();
    file.take(LIMIT).read_to_string(&mut text).map_err(failed)?;
    Ok(Some(text))
}

/// Refuses a file or folder that is not what orate made, or that others may write to.
fn check_ownership(path: &Path, is_folder: bool) -> Result<(), StoreError> {
    let facts = path.symlink_metadata().map_err(|cause| StoreError::Io { path: path.to_owned(), cause })?;
    let refused = |why| Err(StoreError::Unsafe { path: path.to_owned(), why });
    if facts.is_symlink() {
        return refused("it is a link");
    }
    if (is_folder && !facts.is_dir()) || (!is_folder && !facts.is_file()) {
        return refused("it is no plain file in a folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if facts.uid() != rustix::process::geteuid().as_raw() {
            return refused("it belongs to somebody else");
        }
        if facts.mode() & 0o022 != 0 {
            return refused("others may write to it");
        }
        if !is_folder && facts.nlink() != 1 {
            return refused("it has other names");
        }
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    struct Place {
        sandbox: tempfile::TempDir,
        store: Store,
        talk: PathBuf,
    }

    fn place() -> Place {
        let sandbox = tempfile::tempdir().unwrap();
        let talk = fs::canonicalize(sandbox.path()).unwrap().join("talk");
        fs::create_dir(&talk).unwrap();
        let store = Store { folder: sandbox.path().join("state").join(FOLDER) };
        Place { sandbox, store, talk }
    }

    fn one() -> Vec<Allowed> {
        vec![Allowed { command: vec!["d2".into(), "-".into()], fingerprint: Fingerprint::of(b"d2") }]
    }

    #[test]
    fn what_was_allowed_is_read_back_for_that_talk_alone() {
        let Place { sandbox, store, talk } = place();
        assert_eq!(store.read(&talk).unwrap(), []);
        store.write(&talk, &one()).unwrap();
        assert_eq!(store.read(&talk).unwrap(), one());
        assert_eq!(store.read(&sandbox.path().join("other")).unwrap(), []);
        let mode = fs::metadata(store.path(&talk)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        store.write(&talk, &[]).unwrap();
        assert!(!store.path(&talk).exists());
    }

    #[track_caller]
    fn check_refused(why: &str, spoil: impl FnOnce(&Place, &Path)) {
        let place = place();
        place.store.write(&place.talk, &one()).unwrap();
        let path = place.store.path(&place.talk);
        spoil(&place, &path);
        let error = place.store.read(&place.talk).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn what_somebody_else_may_have_written_is_not_believed() {
        let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        check_refused("others may write to it", |_, path| mode(path, 0o666));
        check_refused("others may write to it", |_, path| mode(path.parent().unwrap(), 0o777));
        check_refused("it is a link", |place, path| {
            fs::rename(path, place.talk.join("mine.json")).unwrap();
            symlink(place.talk.join("mine.json"), path).unwrap();
        });
        check_refused("it has other names", |place, path| {
            fs::hard_link(path, place.talk.join("mine.json")).unwrap();
        });
        check_refused("no plain file", |_, path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        });
        check_refused("cannot be understood", |_, path| fs::write(path, "{}").unwrap());
    }

    #[test]
    fn a_talk_cannot_hold_what_it_is_allowed() {
        let Place { sandbox: _sandbox, talk, .. } = place();
        let store = Store { folder: talk.join("state").join(FOLDER) };
        assert!(matches!(store.write(&talk, &one()), Err(StoreError::InTalk(_))));
        assert!(matches!(store.read(&talk), Err(StoreError::InTalk(_))));
        assert!(!talk.join("state").exists());
    }
}
