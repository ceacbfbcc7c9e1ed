//! A talk on disk, and orate run on it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A talk in a folder of its own, with a temporary folder of its own.
pub(crate) struct Talk {
    folder: TempDir,
}

impl Talk {
    pub(crate) fn new(slides: &str) -> Talk {
        let talk = Talk { folder: tempfile::tempdir().expect("a folder for the talk") };
        talk.put("talk/slides.md", slides);
        talk.put("talk/orate.toml", "title = \"A talk\"\nauthor = [\"Ada\", \"Bo\"]\n");
        fs::create_dir(talk.path("tmp")).expect("a temporary folder");
        talk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orate"));
        command.args(arguments).current_dir(self.folder.path()).env("TMPDIR", self.path("tmp"));
        command
    }

    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("orate runs")
    }

    /// Runs a command with `--json`, which ends with this exit code.
    #[track_caller]
    pub(crate) fn json(&self, code: i32, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {errors}{}",
            String::from_utf8_lossy(&output.stdout)
        );
        assert_eq!(errors, "", "{arguments:?}");
        serde_json::from_slice(&output.stdout).expect("a report is JSON")
    }

    /// What is left in the temporary folder.
    pub(crate) fn litter(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path("tmp")).expect("the folder can be read");
        entries.map(|entry| entry.expect("an entry can be read").path()).collect()
    }

    /// Writes a program that stands in for a browser.
    #[cfg(unix)]
    pub(crate) fn stand_in(&self, script: &str) -> String {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path("browser");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it may be run");
        path.display().to_string()
    }
}
