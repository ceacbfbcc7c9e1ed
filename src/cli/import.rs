//! `orate import`: a talk made for another tool becomes one for orate, with a report of what became of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::arguments::Import;
use super::report::{self, Context, counted};
use super::{Outcome, access, say};
use crate::deck::{Placed, is_only_checked};
use crate::parse::reveal_page::Expressions;
use crate::shell::import::{self, ImportError, Read, Written};
use crate::shell::permission::Access;
use crate::shell::project;
use crate::site::import::{Fate, Line};
use crate::site::{self, Options};
use crate::text::{Diagnostic, Places, Severity, Sources};

pub(super) fn run(arguments: &Import) -> Outcome {
    let placed = |value: &Option<String>| value.clone().map(|value| Placed { value, at: None });
    let expressions = Expressions {
        horizontal: placed(&arguments.separator),
        vertical: placed(&arguments.vertical_separator),
        notes: placed(&arguments.notes_separator),
    };
    let folder = arguments.folder.clone().unwrap_or_else(|| usual_folder(&arguments.source));
    let read = match import::read(&arguments.source, &expressions) {
        Ok(read) => read,
        Err(error) => return fail(arguments, &error),
    };
    let written = match import::write(&read, &folder, arguments.check) {
        Ok(written) => written,
        Err(error) => return fail(arguments, &error),
    };
    let report = ImportReport { arguments, read: &read, written: &written, folder: &folder };
    if arguments.json { report.as_json() } else { report.as_text() }
}

/// The new folder where none is named: beside where the command runs, named after the old one.
fn usual_folder(source: &Path) -> PathBuf {
    let folder = project::folder(source);
    let name = std::fs::canonicalize(folder)
        .ok()
        .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    PathBuf::from(format!("{}-orate", name.unwrap_or_else(|| "talk".into())))
}

struct ImportReport<'a> {
    arguments: &'a Import,
    read: &'a Read,
    written: &'a Written,
    folder: &'a Path,
}

impl ImportReport<'_> {
    fn as_text(&self) -> Outcome {
        let context = Context { sources: &self.read.sources, prefix: "" };
        report::print(&report::printed(&self.diagnostics(), self.arguments.quiet), &context);
        if self.arguments.quiet {
            return self.outcome();
        }
        match say(self.text().as_bytes()) {
            Outcome::Fine => self.outcome(),
            failed => failed,
        }
    }

    /// What became of everything, for people.
    fn text(&self) -> String {
        let mut places = Places::new(&self.read.sources);
        let mut text = format!(
            "{} in {}\n",
            self.read.family,
            report::visible(&self.arguments.source.display().to_string())
        );
        let fates = [
            (Fate::Turned, "\nturned into something else:\n"),
            (Fate::Kept, "\nkept:\n"),
            (Fate::LeftBehind, "\nleft behind:\n"),
            (Fate::NotUnderstood, "\nnot understood:\n"),
        ];
        for (fate, title) in fates {
            let lines: Vec<&Line> =
                self.read.imported.report.iter().filter(|line| line.fate == fate).collect();
            if lines.is_empty() {
                continue;
            }
            text.push_str(title);
            for same in grouped(&lines) {
                let arrow = if fate == Fate::Turned { " -> " } else { ": " };
                let text_of = format!("{}{arrow}{}", same[0].what, same[0].into);
                let of: Vec<String> =
                    same.iter().filter_map(|line| self.short_place(line, &mut places)).collect();
                let line = match of.as_slice() {
                    [] => text_of,
                    [place] => format!("{place}: {text_of}"),
                    several => format!("{text_of} ({})", several.join(", ")),
                };
                text.push_str(&format!("  {}\n", report::visible(&line)));
            }
        }
        text + &self.closing()
    }

    fn as_json(&self) -> Outcome {
        let mut places = Places::new(&self.read.sources);
        let entry = |line: &Line, place: Option<(String, usize, usize)>| {
            let (file, number, column) = place
                .map_or((Value::Null, Value::Null, Value::Null), |(file, line, column)| {
                    (file.into(), line.into(), column.into())
                });
            json!({
                "fate": line.fate.name(), "what": line.what, "into": line.into,
                "deck": line.deck, "file": file, "line": number, "column": column,
            })
        };
        let lines = self.read.imported.report.iter();
        let lines: Vec<_> = lines.map(|line| entry(line, self.place(line, &mut places))).collect();
        let context = Context { sources: &self.read.sources, prefix: "" };
        let report = json!({
            "version": 1,
            "source": self.arguments.source.display().to_string(),
            "family": self.read.family,
            "folder": self.folder.display().to_string(),
            "written": if self.arguments.check { 0 } else { self.written.written },
            "unchanged": self.written.unchanged,
            "kept": self.written.kept,
            "slides": self.slides(),
            "report": lines,
            "diagnostics": report::entries(&self.diagnostics(), &context),
        });
        match say(format!("{report}\n").as_bytes()) {
            Outcome::Fine => self.outcome(),
            failed => failed,
        }
    }

    /// The file and the line of something, or the deck that it is about.
    fn short_place(&self, line: &Line, places: &mut Places<'_>) -> Option<String> {
        let place = self.place(line, places).map(|(file, line, _)| format!("{file}:{line}"));
        place.or_else(|| line.deck.clone())
    }

    fn place(&self, line: &Line, places: &mut Places<'_>) -> Option<(String, usize, usize)> {
        let at = self.read.sources.origin(line.at?);
        let place = places.place(at.source, at.start);
        Some((self.read.sources.get(at.source).name.clone(), place.line, place.column))
    }

    /// What was wrong with the old talk, and files that were not replaced.
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.read.imported.diagnostics.clone();
        all.retain(|diagnostic| !is_only_checked(diagnostic.code));
        for diagnostic in &mut all {
            diagnostic.move_to_origin(&self.read.sources);
        }
        for name in &self.written.kept {
            let message = format!("`{name}` is there already and differs, and stays as it is");
            all.push(
                Diagnostic::warning("import-kept", None, message).help("delete it to have it made anew"),
            );
        }
        for name in &self.written.astray {
            let message = format!("`{name}` is not written, since its folder is a symbolic link or a file");
            all.push(
                Diagnostic::warning("import-kept", None, message).help("move that away, and import again"),
            );
        }
        report::sorted(all)
    }

    fn outcome(&self) -> Outcome {
        match self.diagnostics().iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            true => Outcome::DeckHasErrors,
            false => Outcome::Fine,
        }
    }

    /// How many slides the new talks have, as orate reads them; `None` if nothing was written.
    fn slides(&self) -> Option<usize> {
        let talks = self.read.imported.talks.iter().map(|talk| self.folder.join(talk));
        let count = |talk: PathBuf| {
            let trust = access::trust(self.arguments.distrust);
            let project = project::open_talk(&talk, &Access::without_programs(trust)).ok()?;
            Some(site::build(&project, &Options { trust, ..Options::default() }).deck.slides().count())
        };
        talks.map(count).sum()
    }

    fn closing(&self) -> String {
        if self.arguments.check {
            return format!(
                "\n{} would be written to {}\n",
                counted(self.written.written, "file"),
                self.folder.display()
            );
        }
        let slides =
            self.slides().map_or_else(String::new, |slides| format!(" with {}", counted(slides, "slide")));
        let talks = self.read.imported.talks.len();
        let (what, are) =
            if talks == 1 { ("the talk".to_owned(), "is") } else { (counted(talks, "talk"), "are") };
        let files = match self.written.written {
            0 => "nothing is new".to_owned(),
            count => format!("wrote {}", counted(count, "file")),
        };
        let folder = self.folder.display();
        let first = self.read.imported.talks.first().map(|talk| self.folder.join(talk)).unwrap_or_default();
        let first: PathBuf = first.components().collect();
        let untrusted = if self.arguments.distrust.untrusted { "--untrusted " } else { "" };
        let how = if talks == 1 { "build it with" } else { "each is built by itself, the first with" };
        format!(
            "\n{files}: {what}{slides} {are} in {folder}; {how}\n\n    orate build {untrusted}{}\n",
            first.display()
        )
    }
}

/// Lines that say the same of several decks, each group where its first line is.
fn grouped<'l>(lines: &[&'l Line]) -> Vec<Vec<&'l Line>> {
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    let mut group_of: HashMap<(&str, &str), usize> = HashMap::new();
    for &line in lines {
        match group_of.entry((&line.what, &line.into)) {
            Entry::Occupied(group) => groups[*group.get()].push(line),
            Entry::Vacant(group) => {
                group.insert(groups.len());
                groups.push(vec![line]);
            }
        }
    }
    groups
}

fn fail(arguments: &Import, error: &ImportError) -> Outcome {
    let diagnostic = Diagnostic::error(error.code(), None, error.to_string());
    let diagnostics = [Diagnostic { help: error.help(), ..diagnostic }];
    let context = Context { sources: &Sources::default(), prefix: "" };
    if arguments.json {
        let report = json!({
            "version": 1,
            "source": arguments.source.display().to_string(),
            "report": [],
            "diagnostics": report::entries(&diagnostics, &context),
        });
        say(format!("{report}\n").as_bytes());
    } else {
        report::print(&diagnostics, &context);
    }
    Outcome::Failed
}
