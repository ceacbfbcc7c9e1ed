//! What a command is on this machine: the program that its first word means, and the files that its words name.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::text::{Fingerprint, Hasher};

/// A program that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    Found(PathBuf),
    Missing,
}

/// The file that the first word of a command means.
///
/// A path counts from the talk's folder. A bare name is looked for in the folders of `PATH`: those that are absolute,
/// and never in the talk's folder itself, whatever `PATH` says, since a talk would otherwise bring its own `git`.
pub(crate) fn resolve(program: &str, folder: &Path) -> Resolved {
    let path = Path::new(program);
    let is_bare = matches!(path.components().collect::<Vec<_>>()[..], [Component::Normal(_)])
        && !program.contains(['/', std::path::MAIN_SEPARATOR]);
    if !is_bare {
        let path = folder.join(path);
        return if path.exists() { Resolved::Found(path) } else { Resolved::Missing };
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let names = names(program);
    let program_path = std::env::split_paths(&folders)
        .filter(|place| place.is_absolute())
        .flat_map(|place| names.iter().map(move |name| place.join(name)).collect::<Vec<_>>())
        .find(|path| is_program(path) && !is_within(path, folder));
    program_path.map_or(Resolved::Missing, Resolved::Found)
}

/// What the file of a program of that name may be called.
fn names(program: &str) -> Vec<String> {
    let mut names = vec![program.to_owned()];
    if cfg!(windows) {
        names.push(format!("{program}.exe"));
    }
    names
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Whether a path, or what it leads to, lies in a folder.
fn is_within(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.starts_with(folder) || real(path).starts_with(real(folder))
}

/// The files that the words of a command name: relative paths, from the talk's folder, and absolute ones within it.
/// The value of `--name=path` is such a word, too.
pub(crate) fn named_files(folder: &Path, command: &[String]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (index, word) in command.iter().enumerate() {
        let value = word.split_once('=').map(|(_, value)| value);
        for name in [Some(word.as_str()), value].into_iter().flatten() {
            let path = Path::new(name);
            // The bare name of a program is looked for elsewhere.
            let is_looked_for = index == 0 && !name.contains(['/', std::path::MAIN_SEPARATOR]);
            if name.is_empty() || is_looked_for || (path.is_absolute() && !is_within(path, folder)) {
                continue;
            }
            let path = folder.join(path);
            if path.is_file() && !files.contains(&path) {
                files.push(path);
            }
        }
    }
    files
}

/// The name of a command in a folder: of its words, and of what is in the files that they name.
pub(crate) fn fingerprint(folder: &Path, command: &[String]) -> Fingerprint {
    let files =
        named_files(folder, command).into_iter().map(|path| contents(&path).unwrap_or(Fingerprint::of(b"")));
    let files: Vec<Fingerprint> = files.collect();
    let count = command.len().to_string();
    let parts = [b"orate-program-1", folder.as_os_str().as_encoded_bytes(), count.as_bytes()]
        .into_iter()
        .chain(command.iter().map(String::as_bytes))
        .chain(files.iter().map(|file| &file.bytes()[..]));
    Fingerprint::of_parts(parts)
}

fn contents(path: &Path) -> io::Result<Fingerprint> {
    let (mut file, mut hasher) = (File::open(path)?, Hasher::default());
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            length => hasher.update(&buffer[..length]),
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn another_script_behind_the_same_words_is_another_command() {
        let folder = tempfile::tempdir().unwrap();
        for command in
            [&["./draw.sh"][..], &["sh", "draw.sh"], &["sh", "--file=draw.sh"], &["sh", "./x/../draw.sh"]]
        {
            fs::create_dir_all(folder.path().join("x")).unwrap();
            fs::write(folder.path().join("draw.sh"), "one").unwrap();
            let one = fingerprint(folder.path(), &words(command));
            assert_eq!(one, fingerprint(folder.path(), &words(command)));
            fs::write(folder.path().join("draw.sh"), "two").unwrap();
            assert_ne!(one, fingerprint(folder.path(), &words(command)), "{command:?}");
        }
    }

    #[test]
    fn words_cannot_be_moved_from_one_argument_to_the_next() {
        let folder = Path::new("/nowhere");
        let print = |command: &[&str]| fingerprint(folder, &words(command));
        assert_ne!(print(&["a", "b c"]), print(&["a", "b", "c"]));
        assert_ne!(print(&["a", ""]), print(&["a"]));
        assert_ne!(print(&["a"]), fingerprint(Path::new("/elsewhere"), &words(&["a"])));
    }

    #[test]
    fn a_bare_name_never_means_a_file_of_the_talk() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/bin/sh", folder.path().join("orate-test-program")).unwrap();
        assert_eq!(resolve("orate-test-program", folder.path()), Resolved::Missing);
        assert!(matches!(resolve("./orate-test-program", folder.path()), Resolved::Found(_)));
        assert!(matches!(resolve("sh", folder.path()), Resolved::Found(path) if path.is_absolute()));
    }
}
