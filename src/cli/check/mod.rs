//! `orate check`: everything there is to say about a talk, without writing it; and, when asked, mended.

mod look;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use crate::cli::arguments::{Check, Format};
use crate::cli::closing::{prefix, with_help};
use crate::cli::collection::folder_of;
use crate::cli::report::{self, Context, Count, counted};
use crate::cli::{Outcome, access, say};
use crate::deck::Settings;
use crate::shell::fix_files;
use crate::shell::links;
use crate::shell::project::{self, OpenError, Opened};
use crate::site::audit::{Outside, audit};
use crate::site::collection::{Collection, check_collection, check_collection_with_places};
use crate::site::{self, Built, Options, Project, Site};
use crate::text::{Diagnostic, Feature, Severity, Sources, chosen, without_secrets};

/// How often a talk is mended at most: fixes that meet wait for the next turn.
const TURNS: usize = 10;

pub(super) fn run(arguments: &Check) -> Outcome {
    let mut mended = Mended::default();
    if let Some(diagnostic) = needless_browser(arguments) {
        return fail(arguments, &diagnostic);
    }
    match check_and_mend(arguments, &mut mended) {
        Ok(built) => tell(arguments, &built, &mended),
        Err(diagnostic) => fail(arguments, &diagnostic),
    }
}

/// A talk, or a site of talks, and all there is to say about it.
struct Checked {
    diagnostics: Vec<Diagnostic>,
    /// Those of every talk, with their names from the folder of the site.
    sources: Sources,
    slides: usize,
    /// Whether it is one talk.
    is_talk: bool,
    /// The decks, where they are to be looked at.
    decks: Vec<CheckedDeck>,
}

/// A deck that was built to be looked at.
struct CheckedDeck {
    /// The folder of its talk from that of the site, with `/` at its end; empty if it is the same.
    folder: String,
    built: Built,
}

/// The talk as it is when all is done.
fn check_and_mend(arguments: &Check, mended: &mut Mended) -> Result<Checked, Diagnostic> {
    let mut built = check(arguments)?;
    for _ in 0..if arguments.fix { TURNS } else { 0 } {
        let before = mended.count;
        mended.turn(arguments, &built)?;
        if mended.count == before || arguments.dry_run {
            break;
        }
        built = check(arguments)?;
    }
    if arguments.look {
        look::announce(arguments);
        let decks = std::mem::take(&mut built.decks);
        for (deck, seen) in look::look_at(arguments, &decks)? {
            let seen = match deck.folder.as_str() {
                // The sources are those of the talk.
                "" if built.is_talk => seen,
                folder => built.sources.absorb(&deck.built.sources, folder, seen),
            };
            built.diagnostics.extend(seen);
        }
    }
    Ok(built)
}

/// Says that options for a browser were given and none is used.
fn needless_browser(arguments: &Check) -> Option<Diagnostic> {
    (arguments.browser.is_given() && !arguments.look).then(|| {
        Diagnostic::error("wrong-options", None, "only `--look` uses a browser")
            .help("add `--look`, or leave the browser out")
    })
}

fn check(arguments: &Check) -> Result<Checked, Diagnostic> {
    let unreadable =
        |error: OpenError| with_help(Diagnostic::error(error.code(), None, error.to_string()), error.help());
    if arguments.links && !Feature::Links.is_built_in() {
        return Err(Feature::Links.refused());
    }
    let access = access::of_look("`orate check`", arguments.distrust, arguments.programs);
    let (variant, public) = (arguments.variant.clone(), arguments.public);
    let options = Options { variant, public, trust: access.trust, with_pdf: true, ..Options::default() };
    let (mut checked, site, settings) = match project::open(&arguments.path, &access).map_err(unreadable)? {
        Opened::Collection(site) => check_site(&site, &options, arguments.look),
        Opened::Talk(project) => check_talk(&project, &options, arguments.look),
    };
    if arguments.public || arguments.links {
        let url = settings.publishing.url.as_ref().map(|url| url.value.as_str());
        let audit = audit(&site, url, &checked.sources, &checked.diagnostics);
        if arguments.public {
            checked.diagnostics.extend(audit.diagnostics);
        }
        if arguments.links {
            checked.diagnostics.extend(broken_links(audit.outside, &settings));
        }
    }
    Ok(checked)
}

fn check_talk(project: &Project, options: &Options, look: bool) -> (Checked, Site, Settings) {
    let check = if look { site::check_with_places } else { site::check };
    let built = check(project, options);
    let diagnostics = built.diagnostics.clone();
    let (sources, slides) = (built.sources.clone(), built.deck.slides().count());
    let (site, settings) = (built.site.clone(), built.deck.settings.clone());
    let decks = look.then_some(CheckedDeck { folder: String::new(), built }).into_iter().collect();
    (Checked { diagnostics, sources, slides, is_talk: true, decks }, site, settings)
}

fn check_site(site: &Collection, options: &Options, look: bool) -> (Checked, Site, Settings) {
    let check = if look { check_collection_with_places } else { check_collection };
    let built = check(site, options);
    let (mut sources, mut diagnostics) = (built.sources, built.diagnostics);
    let slides = built.talks.iter().map(|(_, built)| built.slides.len()).sum();
    let mut decks = Vec::new();
    for (path, built) in built.talks {
        let folder = folder_of("", &path);
        let own = built.diagnostics.clone();
        diagnostics.extend(sources.absorb(&built.sources, &folder, own));
        decks.extend(look.then_some(CheckedDeck { folder, built }));
    }
    (Checked { diagnostics, sources, slides, is_talk: false, decks }, built.site, built.settings)
}

/// Asks for every link that leads out of the site, but for those that the author says not to try.
fn broken_links(links: Vec<Outside>, settings: &Settings) -> Vec<Diagnostic> {
    let is_tried = |link: &Outside| {
        !settings.publishing.skip_links.iter().any(|skipped| link.address.starts_with(skipped))
    };
    let links: Vec<Outside> = links.into_iter().filter(is_tried).collect();
    let addresses: Vec<String> = links.iter().map(|link| link.address.clone()).collect();
    let broken = links::broken(&addresses);
    let tell = |link: Outside| {
        let reason = broken.get(&link.address)?;
        let message =
            format!("`{}` on `{}` leads nowhere: {reason}", without_secrets(&link.address), link.page);
        let help = "look where it has gone; what only you can see may be named in `skip-links`";
        Some(Diagnostic::warning("broken-link", link.at, message).help(help))
    };
    links.into_iter().filter_map(tell).collect()
}

/// What was mended, or would be.
#[derive(Default)]
struct Mended {
    /// How many fixes were made.
    count: usize,
    /// The files that were mended, in the order they were.
    files: Vec<String>,
    /// Files that lie outside of the talk's folder, and so were left.
    outside: BTreeSet<String>,
    /// What changes in them, for a dry run.
    patch: String,
}

impl Mended {
    /// Makes the fixes that go together.
    fn turn(&mut self, arguments: &Check, built: &Checked) -> Result<(), Diagnostic> {
        let folder = project::folder(&arguments.path);
        for (source, chosen) in chosen(&built.diagnostics) {
            let source = built.sources.get(source);
            let path = folder.join(&source.name);
            if !fix_files::is_within(folder, &source.name) {
                self.outside.insert(source.name.clone());
                continue;
            }
            let failed = |cause| unwritable(&path, &cause);
            let is_done = match fix_files::prepare(folder, &source.name, source.text(), &chosen.edits)
                .map_err(failed)?
            {
                None => false,
                Some(mended) if arguments.dry_run => {
                    self.patch.push_str(&report::patch(&source.name, &mended.old, &mended.new));
                    true
                }
                Some(mended) => mended.write().map_err(failed)?,
            };
            // Where it was changed meanwhile, the next check sees it as it is now.
            if is_done {
                self.count += chosen.fixes;
                if !self.files.contains(&source.name) {
                    self.files.push(source.name.clone());
                }
            }
        }
        Ok(())
    }
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Diagnostic {
    Diagnostic::error("fix-failed", None, format!("cannot mend `{}`: {cause}", path.display()))
        .help("files that were named before this one are mended; run the command again")
}

fn outcome(arguments: &Check, diagnostics: &[Diagnostic]) -> Outcome {
    let count = Count::of(diagnostics);
    match count.errors > 0 || (arguments.strict && count.warnings > 0) {
        true => Outcome::DeckHasErrors,
        false => Outcome::Fine,
    }
}

fn tell(arguments: &Check, built: &Checked, mended: &Mended) -> Outcome {
    let diagnostics = report::sorted(built.diagnostics.clone());
    let outcome = outcome(arguments, &diagnostics);
    let prefix = prefix(&arguments.path);
    let outcome_of_report = match arguments.format() {
        Format::Json => {
            let context = Context { sources: &built.sources, prefix: "" };
            say_json(arguments, &diagnostics, &context, built.slides, mended)
        }
        Format::Sarif => {
            let context = Context { sources: &built.sources, prefix: &prefix };
            say(report::sarif(&diagnostics, &context).as_bytes())
        }
        Format::Text => {
            // With `--strict` a warning fails the check, so it says which.
            let printed = report::printed(&diagnostics, arguments.quiet && !arguments.strict);
            report::print(&printed, &Context { sources: &built.sources, prefix: &prefix });
            say_text(arguments, &diagnostics, built.slides, mended)
        }
    };
    if outcome_of_report == Outcome::Fine { outcome } else { outcome_of_report }
}

fn say_json(
    arguments: &Check,
    diagnostics: &[Diagnostic],
    context: &Context<'_>,
    slides: usize,
    mended: &Mended,
) -> Outcome {
    let count = Count::of(diagnostics);
    let report = json!({
        "version": report::VERSION,
        "project": arguments.path.display().to_string(),
        "diagnostics": report::entries(diagnostics, context),
        "errors": count.errors,
        "warnings": count.warnings,
        "slides": slides,
        "fixed": if arguments.dry_run { 0 } else { mended.count },
        "patch": arguments.dry_run.then_some(&mended.patch),
    });
    say(format!("{report}\n").as_bytes())
}

fn say_text(arguments: &Check, diagnostics: &[Diagnostic], slides: usize, mended: &Mended) -> Outcome {
    for name in &mended.outside {
        let name = report::visible(name);
        report::remark(&format!("`{name}` lies outside of the talk's folder, and is not mended from here"));
    }
    if arguments.dry_run {
        if !mended.patch.is_empty() {
            let (things, files) = (counted(mended.count, "thing"), counted(mended.files.len(), "file"));
            report::remark(&format!("this would mend {things} in {files}; nothing was written"));
        }
        return say(mended.patch.as_bytes());
    }
    if arguments.quiet {
        return Outcome::Fine;
    }
    if mended.count > 0 {
        let names: Vec<_> = mended.files.iter().map(String::as_str).collect();
        let what = counted(mended.count, "thing");
        if say(format!("mended {what} in {}\n", report::visible(&names.join(", "))).as_bytes())
            != Outcome::Fine
        {
            return Outcome::Failed;
        }
    }
    let safe = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| fix.is_safe))
        .count();
    if safe > 0 && !arguments.fix {
        let what = if safe == 1 { "one of these".to_owned() } else { format!("{safe} of these") };
        report::remark(&format!("`orate check --fix` mends {what}, and `--dry-run` shows how"));
    }
    if diagnostics.iter().any(|diagnostic| diagnostic.severity != Severity::Note) {
        return Outcome::Fine;
    }
    say(format!("checked {}: nothing to mend\n", counted(slides, "slide")).as_bytes())
}

/// Tells of what kept a check from its end.
fn fail(arguments: &Check, diagnostic: &Diagnostic) -> Outcome {
    let diagnostics = std::slice::from_ref(diagnostic);
    let context = Context { sources: &Sources::default(), prefix: "" };
    match arguments.format() {
        Format::Json => {
            say_json(arguments, diagnostics, &context, 0, &Mended::default());
        }
        Format::Sarif => {
            say(report::sarif(diagnostics, &context).as_bytes());
        }
        Format::Text => report::print(diagnostics, &context),
    }
    Outcome::Failed
}
