//! What the last build of a site was made from and what it put out, so that a build of an unchanged site does nothing.
//!
//! A record lists every file and folder that was read, or would have been, and every file that was written, each by what
//! the system says of it: size, times and number on the disk. Where all of it is as it was, the output is what another
//! build would make. Nothing is taken for unchanged that could have been written to in the meantime: without a record, or
//! with one that does not fit, the site is built.
//!
//! A record lies in the user's folder for caches, and none is taken from a talk, which may come from a stranger.

mod seen;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::seen::{Facts, SeenFile, facts, facts_of_link};
use super::cache_folder::cache_folder;
use super::confined::repository;
use super::output::{Destination, MANIFEST, Manifest, read_manifest};
use super::project::Readings;
use crate::text::Fingerprint;

/// The form of records that this version writes and reads.
const VERSION: u32 = 1;

/// What a build reports; the time that it took is between the parts of the last line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BuildReport {
    /// As one line of JSON, where that was asked for.
    pub json: Option<String>,
    /// The diagnostics as they are printed.
    pub messages: String,
    /// What was built, and where it is.
    pub what: String,
    /// What the last line ends with.
    pub end: String,
}

/// The record of a build.
#[derive(Serialize, Deserialize)]
struct Record {
    version: u32,
    key: String,
    /// Everything that was looked at; no facts of what is not there.
    inputs: Vec<(String, Option<Facts>)>,
    /// What the folder of the output holds besides the output.
    beside: Vec<String>,
    outputs: Vec<SeenFile>,
    report: BuildReport,
}

/// Where the record of a build is, and everything that it depends on besides the files of the site.
pub(crate) struct RecordPlace {
    file: PathBuf,
    key: String,
    output: PathBuf,
    begun: SystemTime,
    beside: Vec<String>,
}

impl RecordPlace {
    /// The place for a build that begins now. `site` is the site's folder, and `arguments` says how it is built. `None` where
    /// nothing can be remembered.
    pub(crate) fn of(site: &Path, destination: &Destination, arguments: &str) -> Option<RecordPlace> {
        let begun = SystemTime::now();
        let site = fs::canonicalize(site).ok()?;
        let output = destination.folder.clone();
        let program = std::env::current_exe().ok()?;
        let folder = std::env::current_dir().ok()?;
        let repository = repository::around(&site).unwrap_or_default();
        let paths = [&program, &folder, &repository].map(|path| path.as_os_str().as_encoded_bytes());
        let paths = Fingerprint::of_parts(paths);
        let program = facts(&program)?;
        let version = env!("CARGO_PKG_VERSION");
        let key = format!("{version} {program:?} {paths} {arguments}");
        let name = [site.as_os_str(), output.as_os_str()].map(|path| path.as_encoded_bytes());
        let name = Fingerprint::of_parts(name).to_string();
        let file = cache_folder()?.join("orate").join("sites").join(format!("{}.json", &name[..32]));
        let beside = names_beside(&output)?;
        Some(RecordPlace { file, key, output, begun, beside })
    }

    /// What the last build reported, if another one would read and write the same.
    pub(crate) fn unchanged(&self) -> Option<BuildReport> {
        let record: Record = serde_json::from_slice(&fs::read(&self.file).ok()?).ok()?;
        let is_same = record.version == VERSION && record.key == self.key && record.beside == self.beside;
        let is_read = |(path, last): &(String, Option<Facts>)| facts(Path::new(path)) == *last;
        let is_written = |file: &SeenFile| file.is_as_it_was(&self.output);
        let is_unchanged =
            is_same && record.inputs.par_iter().all(is_read) && record.outputs.par_iter().all(is_written);
        is_unchanged.then_some(record.report)
    }

    /// Remembers a build that has just been written. What was read must not have changed since it began.
    pub(crate) fn remember(&self, readings: &Readings, report: BuildReport) {
        let record = self.record(readings, report).and_then(|record| serde_json::to_vec(&record).ok());
        let written = record.and_then(|text| {
            fs::create_dir_all(self.file.parent()?).ok()?;
            let new = self.file.with_extension(format!("{}.new", std::process::id()));
            let written = fs::write(&new, text).and_then(|()| fs::rename(&new, &self.file));
            written.inspect_err(|_| _ = fs::remove_file(&new)).ok()
        });
        if written.is_none() {
            self.forget();
        }
    }

    /// Removes the record: what there is now is not known.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_file(&self.file);
    }

    fn record(&self, readings: &Readings, report: BuildReport) -> Option<Record> {
        let manifest: Manifest = read_manifest(&self.output).ok()??;
        let outputs: Option<Vec<SeenFile>> = {
            let paths: Vec<&str> = manifest.paths().collect();
            let seen = paths.par_iter().map(|path| {
                let file = SeenFile::of(&self.output, path)?;
                manifest.wrote(path, file.fingerprint()?).then_some(file)
            });
            seen.collect()
        };
        let outputs = outputs?.into_iter().chain([SeenFile::of(&self.output, MANIFEST)?]).collect();
        let beside = names_beside(&self.output).filter(|names| *names == self.beside)?;
        // Their names are compared; it changes itself when an output is put in place.
        let above = self.output.parent();
        let paths = readings.paths().filter(|path| Some(path.as_path()) != above);
        let paths: Vec<PathBuf> = paths.collect();
        let inputs: Option<Vec<_>> = paths.into_par_iter().map(|path| self.input(&path)).collect();
        Some(Record { version: VERSION, key: self.key.clone(), inputs: inputs?, beside, outputs, report })
    }

    /// What was read, unless it may have changed since.
    fn input(&self, path: &Path) -> Option<(String, Option<Facts>)> {
        let facts = facts(path);
        let link = facts_of_link(path);
        let is_settled = [&facts, &link].into_iter().flatten().all(|facts| facts.are_before(self.begun));
        Some((path.to_str()?.to_owned(), facts)).filter(|_| is_settled)
    }
}

/// The names in the folder that holds an output, without the output and what builds put beside it for a while.
fn names_beside(output: &Path) -> Option<Vec<String>> {
    let folder = output.parent()?;
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) if !folder.exists() => return Some(Vec::new()),
        Err(_) => return None,
    };
    let own = output.file_name()?;
    let name = |entry: std::io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name());
    let names: std::io::Result<Vec<OsString>> = entries.map(name).collect();
    let is_other = |name: &OsString| name != own && !name.as_encoded_bytes().starts_with(b".orate-");
    let names = names.ok()?.into_iter().filter(is_other);
    let mut names: Vec<String> = names.map(|name| name.into_string().ok()).collect::<Option<_>>()?;
    names.sort_unstable();
    Some(names)
}
