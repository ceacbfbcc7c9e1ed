//! A talk in a folder of its own, and the program to run on it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// A picture small enough to be read in a test.
pub(crate) const PICTURE: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><path d="M0 0h4v3z"/></svg>"#;

/// What a run of the program gave.
pub(crate) struct Run {
    pub code: i32,
    pub output: String,
    pub errors: String,
}

impl Run {
    /// The one JSON object on standard output.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.output).unwrap_or_else(|error| panic!("{error}: {}", self.output))
    }
}

/// A sandbox: a talk in `talk/`, an empty home in `home/`, and room beside them.
pub(crate) struct Talk {
    sandbox: tempfile::TempDir,
}

impl Talk {
    /// A talk of two slides, the second with notes and a picture.
    pub(crate) fn new() -> Talk {
        let talk = Talk { sandbox: tempfile::tempdir().unwrap() };
        fs::create_dir(talk.path("home")).unwrap();
        talk.put("talk/slides/1.md", "# One\n\n\n## Two\n\n![A picture](images/a.svg)\n\nNote: spoken\n");
        talk.put("talk/images/a.svg", PICTURE);
        talk
    }

    /// A path in the sandbox.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.sandbox.path().join(path)
    }

    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The program, about to run in the talk's folder.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orate"));
        command
            .args(arguments)
            .current_dir(self.path("talk"))
            .env("HOME", self.path("home"))
            .env("ORATE_STATE_DIR", self.path("state"))
            // Of whoever runs the tests: a code host starts no program.
            .env_remove("CI")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program in the talk's folder.
    #[track_caller]
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        run(&mut self.command(arguments))
    }

    /// Allows the programs that the talk names.
    #[track_caller]
    pub(crate) fn allow(&self) {
        let run = self.run(["allow", "--yes"]);
        assert_eq!(run.code, 0, "{}", run.errors);
    }

    /// Runs a build that is expected to succeed.
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        let run = self.run(["build"]);
        assert_eq!(run.code, 0, "{}", run.errors);
        run
    }

    /// The page of the usual output.
    pub(crate) fn page(&self) -> String {
        fs::read_to_string(self.path("talk/dist/index.html")).unwrap()
    }
}

#[track_caller]
pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("the program ends by itself"),
        output: String::from_utf8(output.stdout).unwrap(),
        errors: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What a folder holds: each file's bytes, each link's target.
pub(crate) type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// The files in a folder; links are not followed.
pub(crate) fn tree(root: &Path) -> Tree {
    walk(root, |path| match fs::read_link(path) {
        Ok(target) => target.into_os_string().into_encoded_bytes(),
        Err(_) => fs::read(path).unwrap(),
    })
}

/// The files in a folder with the times of their last change.
pub(crate) fn tree_with_times(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let bytes = tree(root);
    let mut times = walk(root, |path| fs::symlink_metadata(path).unwrap().modified().unwrap());
    bytes
        .into_iter()
        .map(|(path, bytes)| {
            let time = times.remove(&path).unwrap();
            (path, (bytes, time))
        })
        .collect()
}

fn walk<T>(root: &Path, each: impl Fn(&Path) -> T) -> BTreeMap<PathBuf, T> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.insert(entry.path().strip_prefix(root).unwrap().to_owned(), each(&entry.path()));
            }
        }
    }
    found
}
