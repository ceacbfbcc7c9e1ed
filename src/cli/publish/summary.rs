//! What publishing would change, what came of it, and what there is to say about the talk.

use serde_json::json;

use crate::cli::arguments::Publish;
use crate::cli::closing::{amount, prefix};
use crate::cli::report::{self, Context, Count, UncleanedFile, counted};
use crate::cli::{Outcome, say};
use crate::shell::publish::Plan;
use crate::text::{Diagnostic, Sources};

/// How many files of each kind a plan names.
const NAMED: usize = 10;

/// The warning about files that orate cannot clean.
const UNCLEANED: [&str; 3] = ["uncleaned-file", "uncleaned-picture", "hidden-layer"];

/// Diagnostics that belong together, and where their files are, from the place of the command.
#[derive(Default)]
pub(super) struct Group {
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
    pub folder: String,
}

/// What there is to tell at the end.
#[derive(Default)]
pub(super) struct Summary {
    pub groups: Vec<Group>,
    pub place: Option<String>,
    pub plan: Option<Plan>,
    /// Whether anything was sent, or was there already.
    pub is_published: bool,
    pub has_notes: bool,
    /// What goes out as it is, since orate cannot clean it.
    pub uncleaned: Vec<UncleanedFile>,
    /// Whether sending began, whatever came of it.
    pub has_begun: bool,
    /// The last line, where all went well.
    pub closing: String,
}

impl Summary {
    /// Shows what orate cannot clean, before anybody is asked whether to send it.
    pub(super) fn show_uncleaned(&mut self) {
        for group in &mut self.groups {
            let is_shown = |diagnostic: &mut Diagnostic| UNCLEANED.contains(&diagnostic.code);
            let shown: Vec<Diagnostic> = group.diagnostics.extract_if(.., is_shown).collect();
            let context = Context { sources: &group.sources, prefix: &group.folder };
            report::write(&report::written_out(&report::sorted(shown), &context));
        }
    }

    /// Tells everything, one way or the other.
    pub(super) fn tell(mut self, arguments: &Publish) -> Outcome {
        for group in &mut self.groups {
            group.diagnostics = report::sorted(std::mem::take(&mut group.diagnostics));
        }
        if arguments.json { say(self.json(arguments).as_bytes()) } else { self.print(arguments) }
    }

    /// Adds what is about no file of the talk.
    pub(super) fn add(&mut self, diagnostics: Vec<Diagnostic>) {
        if !diagnostics.is_empty() {
            self.groups.push(Group { diagnostics, ..Group::default() });
        }
    }

    fn json(&self, arguments: &Publish) -> String {
        let mut diagnostics = Vec::new();
        let mut all = Count::default();
        for group in &self.groups {
            let context = Context { sources: &group.sources, prefix: "" };
            let entries = report::entries(&group.diagnostics, &context);
            let folder = group.folder.strip_prefix(&prefix(&arguments.path)).unwrap_or(&group.folder);
            for mut entry in entries.as_array().cloned().unwrap_or_default() {
                if let Some(file) = entry["file"].as_str() {
                    entry["file"] = format!("{folder}{file}").into();
                }
                diagnostics.push(entry);
            }
            let count = Count::of(&group.diagnostics);
            all = Count { errors: all.errors + count.errors, warnings: all.warnings + count.warnings };
        }
        let plan = self.plan.as_ref();
        let paths =
            |paths: fn(&Plan) -> &Vec<String>| plan.map(|plan| paths(plan).clone()).unwrap_or_default();
        let report = json!({
            "version": report::VERSION,
            "project": arguments.path.display().to_string(),
            "diagnostics": diagnostics,
            "errors": all.errors,
            "warnings": all.warnings,
            "place": self.place,
            "new": paths(|plan| &plan.new),
            "changed": paths(|plan| &plan.changed),
            "removed": paths(|plan| &plan.removed),
            "bytes": plan.map_or(0, |plan| plan.bytes),
            "at-once": plan.is_none_or(|plan| plan.mixed.is_none()),
            "notes": self.has_notes,
            "uncleaned": self.uncleaned,
            "published": self.is_published,
        });
        format!("{report}\n")
    }

    fn print(&self, arguments: &Publish) -> Outcome {
        let (mut text, mut all) = (String::new(), Count::default());
        for group in &self.groups {
            let context = Context { sources: &group.sources, prefix: &group.folder };
            let printed = report::printed(&group.diagnostics, arguments.quiet);
            text.push_str(&report::written_out(&printed, &context));
            let count = Count::of(&printed);
            all = Count { errors: all.errors + count.errors, warnings: all.warnings + count.warnings };
        }
        if all != Count::default() {
            text.push_str(&format!("{all}\n"));
        }
        if all.errors > 0 && !self.has_begun && !arguments.quiet {
            text.push_str("nothing was sent\n");
        }
        report::write(&text);
        match arguments.quiet || self.closing.is_empty() {
            true => Outcome::Fine,
            false => say(format!("{}\n", report::visible(&self.closing)).as_bytes()),
        }
    }
}

/// The plan, for people.
pub(super) fn shown(plan: &Plan, place: &str) -> String {
    let mut text = format!("to {}:\n", report::visible(place));
    for (mark, what, paths) in
        [("+", "new", &plan.new), ("~", "changed", &plan.changed), ("-", "removed", &plan.removed)]
    {
        if paths.is_empty() {
            continue;
        }
        text.push_str(&format!("  {} {what}\n", counted(paths.len(), "file")));
        paths
            .iter()
            .take(NAMED)
            .for_each(|path| text.push_str(&format!("    {mark} {}\n", report::visible(path))));
        if paths.len() > NAMED {
            text.push_str(&format!("    and {} more\n", paths.len() - NAMED));
        }
    }
    if let Some(obstacle) = plan.mixed {
        text.push_str(&format!(
            "  replaced one by one, the page last, since {obstacle}: a reader may see some of both versions meanwhile\n"
        ));
    }
    if plan.bytes > 0 {
        text.push_str(&format!("  {} to send\n", amount(plan.bytes)));
    }
    text
}
