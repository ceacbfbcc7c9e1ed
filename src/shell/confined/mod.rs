//! Files are opened so that nothing leads astray: no symbolic link out of a folder, no pipe that never answers.
//!
//! Who looks at a path first and opens it afterwards may open something else, since others can change it in between. So a
//! file is opened by its path without symbolic links ([`fs::canonicalize`]), the system is told to follow none on the way
//! (where it knows how), never to wait, and what was opened is asked whether it is a plain file before it is read.

pub(crate) mod repository;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

/// Opens a plain file for reading. `real` is its path without symbolic links; one that has come to be on the way since is
/// an error, as are pipes, sockets, devices and folders.
pub(crate) fn open(real: &Path) -> io::Result<File> {
    let file = open_unchecked(real)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, NOT_A_FILE)),
    }
}

/// Why what is not a plain file is not read.
pub(crate) const NOT_A_FILE: &str = "it is a pipe, a socket or a device";

/// The bytes of a plain file; as [`open`].
pub(crate) fn read(real: &Path) -> io::Result<Vec<u8>> {
    let mut file = open(real)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a file by its path from a folder, with `/` in it: one that lies in the folder once every link is followed. A path
/// that leads out by `..` may lead to what the git repository around the folder shows ([`repository`]).
pub(crate) fn open_in(folder: &Path, name: &str) -> io::Result<File> {
    let outside = || io::Error::new(io::ErrorKind::PermissionDenied, "it leads out of the folder");
    let folder = fs::canonicalize(folder)?;
    let path = repository::walk(&folder, name);
    let real = fs::canonicalize(&path)?;
    let is_within = match !path.starts_with(&folder) {
        true => repository::around(&folder)
            .is_some_and(|top| real.strip_prefix(top).is_ok_and(repository::is_shown)),
        false => real.strip_prefix(&folder).is_ok_and(|within| !repository::is_gits_own(within)),
    };
    if is_within { open(&real) } else { Err(outside()) }
}

/// Makes the folders that lead from `root`, which exists, to `path` in it, this one last. A symbolic link among them is an
/// error: what is written would lie elsewhere.
pub(crate) fn create_folders(root: &Path, path: &Path) -> io::Result<()> {
    let within = path.strip_prefix(root).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut folder = root.to_owned();
    for part in within.components() {
        let Component::Normal(part) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
        folder.push(part);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => created?,
        }
        if !is_folder(&folder) {
            return Err(led_astray(&folder));
        }
    }
    Ok(())
}

/// The first thing on the way from `root` to `path` in it that is there and no folder of its own: a symbolic link, say.
pub(crate) fn obstacle(root: &Path, path: &Path) -> Option<PathBuf> {
    let within = path.strip_prefix(root).ok()?.parent()?;
    let folders = within.ancestors().map(|folder| root.join(folder)).filter(|folder| folder != root);
    let is_other = |folder: &PathBuf| folder.symlink_metadata().is_ok_and(|metadata| !metadata.is_dir());
    folders.filter(is_other).last()
}

/// Whether there is a folder, and no symbolic link to one.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

fn led_astray(folder: &Path) -> io::Error {
    let message =
        format!("`{}` is a symbolic link or a file, and nothing is written through it", folder.display());
    io::Error::new(io::ErrorKind::NotADirectory, message)
}

/// Options to open a file that must be there under this very name: no link is followed, and no pipe waited for.
pub(crate) fn options() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

#[cfg(target_os = "linux")]
fn open_unchecked(real: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    use rustix::io::Errno;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    match openat2(CWD, real, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(file) => Ok(File::from(file)),
        // An old system knows no such call, and some containers forbid it.
        Err(Errno::NOSYS | Errno::PERM) => options().read(true).open(real),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn open_unchecked(real: &Path) -> io::Result<File> {
    options().read(true).open(real)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    /// A folder `talk` with a link to each kind of thing in it, and a secret beside it.
    fn sandbox() -> (tempfile::TempDir, PathBuf) {
        let sandbox = tempfile::tempdir().unwrap();
        let talk = sandbox.path().canonicalize().unwrap().join("talk");
        fs::create_dir_all(talk.join("inner/.git")).unwrap();
        fs::write(talk.join("inner/.git/config"), "token").unwrap();
        fs::write(talk.join("inner/a.txt"), "a").unwrap();
        fs::write(talk.join("../secret"), "secret").unwrap();
        (sandbox, talk)
    }

    #[track_caller]
    fn check(talk: &Path, name: &str, text: Option<&str>) {
        let opened = open_in(talk, name).and_then(|mut file| {
            let mut text = String::new();
            file.read_to_string(&mut text).map(|_| text)
        });
        assert_eq!(opened.ok().as_deref(), text, "{name}");
    }

    #[test]
    fn a_link_is_followed_as_far_as_the_folder_reaches() {
        let (_sandbox, talk) = sandbox();
        symlink("inner/a.txt", talk.join("within")).unwrap();
        symlink(talk.join("within"), talk.join("twice")).unwrap();
        symlink("inner", talk.join("folder")).unwrap();
        symlink("../secret", talk.join("out")).unwrap();
        symlink("out", talk.join("out-twice")).unwrap();
        symlink("..", talk.join("up")).unwrap();
        symlink("inner/.git/config", talk.join("hidden")).unwrap();
        symlink("circle", talk.join("circle")).unwrap();
        for name in ["within", "twice", "folder/a.txt", "folder/../within"] {
            check(&talk, name, Some("a"));
        }
        for name in
            ["out", "out-twice", "up/secret", "hidden", "circle", "../secret", "inner", "/etc/hostname"]
        {
            check(&talk, name, None);
        }
    }

    #[test]
    fn a_pipe_and_a_device_are_not_waited_for() {
        let (_sandbox, talk) = sandbox();
        assert!(Command::new("mkfifo").arg(talk.join("pipe")).status().unwrap().success());
        assert_eq!(open(&talk.join("pipe")).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert!(open(Path::new("/dev/zero")).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_became_a_link_since_it_was_looked_at_leads_nowhere() {
        let (_sandbox, talk) = sandbox();
        let path = talk.join("inner/a.txt");
        fs::rename(talk.join("inner"), talk.join("elsewhere")).unwrap();
        symlink("elsewhere", talk.join("inner")).unwrap();
        assert!(path.is_file() && open(&path).is_err());
    }

    #[test]
    fn folders_are_made_in_folders_and_in_nothing_else() {
        let (_sandbox, talk) = sandbox();
        create_folders(&talk, &talk.join("new/deep")).unwrap();
        assert!(talk.join("new/deep").is_dir());
        symlink("..", talk.join("up")).unwrap();
        assert!(create_folders(&talk, &talk.join("up/new")).is_err());
        assert!(create_folders(&talk, &talk.join("a/../../new")).is_err());
        assert!(!talk.join("../new").exists());
        assert_eq!(obstacle(&talk, &talk.join("up/a/b.txt")), Some(talk.join("up")));
        assert_eq!(obstacle(&talk, &talk.join("new/a/b.txt")), None);
    }
}
