//! `orate publish`: a talk, or a site of talks, goes to where others find it.

mod summary;
mod windows;

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use self::summary::{Group, Summary, shown};
use super::access::{self, is_attended};
use super::arguments::Publish;
use super::build::is_worth_writing;
use super::closing::{prefix, reported, with_help};
use super::collection::folder_of;
use super::pdf_beside::{PrintedPdfs, print_pdfs};
use super::{Outcome, report};
use crate::deck::{Publishing, Target, USUAL_REMOTE, branch_fault, remote_fault};
use crate::shell::confined;
use crate::shell::permission::{self, Access, Resolved};
use crate::shell::project::{self, OpenError, Opened};
use crate::shell::publish::{self, Allowed, Branch, Calls, Folder, Plan, PublishError, Remote};
use crate::site::collection::build_collection;
use crate::site::privacy::search::{Leak, Search};
use crate::site::{self, Built, Options, Output, Site};
use crate::text::{Diagnostic, Severity, program_name, without_secrets};

pub(super) fn run(arguments: &Publish) -> Outcome {
    let mut summary = Summary::default();
    let outcome = match publish(arguments, &mut summary) {
        Ok(outcome) => outcome,
        Err(Stop::Deck) => Outcome::DeckHasErrors,
        Err(Stop::Failed(diagnostic)) => {
            summary.groups.push(Group { diagnostics: vec![*diagnostic], ..Group::default() });
            Outcome::Failed
        }
    };
    match summary.tell(arguments) {
        Outcome::Fine => outcome,
        failed => failed,
    }
}

/// Why nothing was published.
enum Stop {
    /// What is to be mended is among the diagnostics.
    Deck,
    Failed(Box<Diagnostic>),
}

impl From<PublishError> for Stop {
    fn from(error: PublishError) -> Stop {
        let diagnostic = Diagnostic::error(error.code(), None, without_secrets(&error.to_string()));
        Stop::Failed(Box::new(with_help(diagnostic, error.help())))
    }
}

impl From<OpenError> for Stop {
    fn from(error: OpenError) -> Stop {
        let diagnostic = Diagnostic::error(error.code(), None, error.to_string());
        Stop::Failed(Box::new(with_help(diagnostic, error.help())))
    }
}

/// A site that may be given away.
struct Ready {
    site: Site,
    settings: Publishing,
}

fn publish(arguments: &Publish, summary: &mut Summary) -> Result<Outcome, Stop> {
    if arguments.rollback {
        return roll_back(arguments, summary);
    }
    if arguments.distrust.untrusted && !arguments.command.is_empty() {
        return Err(failed(
            "publish-not-allowed",
            "with `--untrusted` no program is started, nor one that you name",
            "`orate build --untrusted --public -o DIR` makes the folder; send it yourself",
        ));
    }
    let access = access::of_build(arguments.distrust, arguments.programs);
    let ready = build(arguments, &access, summary)?;
    let target = target(arguments, &ready.settings)?;
    summary.place = Some(name_of(&target));
    if summary.has_notes && !arguments.quiet && !arguments.json {
        report::remark("the speaker notes are published, too, as `notes = \"include\"` says");
    }
    if !arguments.quiet && !arguments.json {
        summary.show_uncleaned();
    }
    let is_sent = match &target {
        Target::Folder(to) => to_folder(arguments, &ready, Path::new(&to.value), summary)?,
        Target::Branch { branch, remote } => {
            let place = look(arguments, branch, remote)?;
            let allowed = Allowed { adopt: arguments.adopt, older: arguments.allow_older };
            let next = place.next(&ready.site, project::folder(&arguments.path), allowed)?;
            let goes_on = go_on(arguments, summary, next.plan.clone(), ready.settings.most_removed)?;
            if goes_on {
                place.send(&next)?;
            }
            goes_on
        }
        Target::Command(command) => to_command(arguments, &access, &ready, command, summary)?,
    };
    if is_sent {
        summary.is_published = true;
        summary.closing = format!("published to {}", name_of(&target));
    }
    Ok(Outcome::Fine)
}

/// Puts the site into a folder; `false` if somebody decides against it, or nothing is to be sent.
fn to_folder(arguments: &Publish, ready: &Ready, to: &Path, summary: &mut Summary) -> Result<bool, Stop> {
    let place = Folder::choose(to, project::folder(&arguments.path), arguments.adopt)?;
    let plan = place.plan(&ready.site)?;
    if !go_on(arguments, summary, plan, ready.settings.most_removed)? {
        return Ok(false);
    }
    let (is_kept, written) = place.send(&ready.site)?;
    summary.add(reported(&written, place.path()));
    if !is_kept {
        let message = "the version before could not be kept beside the folder";
        let diagnostic = Diagnostic::warning("publish-no-way-back", None, message)
            .help("`--rollback` needs a folder beside it that can be written to");
        summary.add(vec![diagnostic]);
    }
    Ok(true)
}

/// Hands the site to a command; `false` if somebody decides against it, or nothing is to be sent.
fn to_command(
    arguments: &Publish,
    access: &Access,
    ready: &Ready,
    command: &[String],
    summary: &mut Summary,
) -> Result<bool, Stop> {
    // What is there already only the program knows.
    let new = ready.site.files.keys().cloned().collect();
    let bytes = ready.site.files.values().map(Output::size).sum();
    let plan = Plan { new, bytes, ..Plan::default() };
    let may_start = may_start(arguments, access, command);
    if let (true, Err(diagnostic)) = (arguments.dry_run, &may_start) {
        let diagnostic = Diagnostic { severity: Severity::Warning, ..diagnostic.clone() };
        summary.groups.push(Group { diagnostics: vec![diagnostic], ..Group::default() });
    } else {
        may_start.map_err(|diagnostic| Stop::Failed(Box::new(diagnostic)))?;
    }
    if !go_on(arguments, summary, plan, None)? {
        return Ok(false);
    }
    start(arguments, access, command, &ready.site)?;
    Ok(true)
}

/// Whether a command may take the site: one that was typed may, one that the settings name where it is allowed.
fn may_start(arguments: &Publish, access: &Access, command: &[String]) -> Result<(), Diagnostic> {
    if !arguments.command.is_empty() {
        return Ok(());
    }
    let folder = access::real_folder(&arguments.path);
    permission::decide(access.permission, &folder, command).map(|_| ()).map_err(|refusal| {
        let name = program_name(command);
        let message = format!("`{name}` may not publish this talk: nobody has allowed it");
        Diagnostic::error("publish-not-allowed", None, message).help(refusal.help())
    })
}

/// Hands the site to a command. One that the settings name is summary of before it starts, and counts from the talk's folder.
fn start(arguments: &Publish, access: &Access, command: &[String], site: &Site) -> Result<(), Stop> {
    let folder = access::real_folder(&arguments.path);
    let mut command = command.to_vec();
    if arguments.command.is_empty()
        && let Some(program) = command.first_mut()
    {
        match permission::resolve(program, &folder) {
            Resolved::Found(path) => *program = path.display().to_string(),
            Resolved::Missing => {
                return Err(failed("publish-failed", &format!("`{program}` is not there"), "install it"));
            }
        }
        (access.announce)(&program_name(&command), &folder);
    }
    Ok(publish::run(&command, site, &folder)?)
}

/// Looks at a branch. A remote that was not typed has to be one that the repository knows by that name: any other
/// name would be the path of a repository, which a talk can bring, and whose hooks would run.
fn look(arguments: &Publish, branch: &str, remote: &str) -> Result<Branch, Stop> {
    let folder = project::folder(&arguments.path);
    let trust = access::trust(arguments.distrust);
    let remote = match &arguments.remote {
        Some(typed) => Remote::Typed(typed),
        None => Remote::Named(remote),
    };
    Ok(Branch::look(folder, branch, remote, &Calls { is_attended: is_attended(), trust })?)
}

/// Publishes what was there before.
fn roll_back(arguments: &Publish, summary: &mut Summary) -> Result<Outcome, Stop> {
    let settings = settings(arguments)?;
    let target = target(arguments, &settings)?;
    summary.place = Some(name_of(&target));
    let folder = project::folder(&arguments.path);
    match &target {
        Target::Folder(to) => {
            let place = Folder::choose(Path::new(&to.value), folder, false)?;
            if !go_on(arguments, summary, place.plan_back()?, Some(usize::MAX))? {
                return Ok(Outcome::Fine);
            }
            let written = place.send_back()?;
            summary.add(reported(&written, place.path()));
        }
        Target::Branch { branch, remote } => {
            let place = look(arguments, branch, remote)?;
            let next = place.back()?;
            if !go_on(arguments, summary, next.plan.clone(), Some(usize::MAX))? {
                return Ok(Outcome::Fine);
            }
            place.send(&next)?;
        }
        Target::Command(_) => {
            return Err(failed(
                "publish-nothing-before",
                "what a command has sent cannot be called back",
                "publish an earlier state of the talk",
            ));
        }
    }
    summary.is_published = true;
    summary.closing = format!("published again what was before to {}", name_of(&target));
    Ok(Outcome::Fine)
}

/// A public build of a talk or of a site.
struct PublicBuild {
    site: Site,
    settings: Publishing,
    /// What the site's own settings say: what is there is no secret.
    public: String,
    /// Without errors, so that it may be given away.
    is_fine: bool,
    /// Of the site itself.
    own: Option<Group>,
    /// Each talk with its folder, from the place of the command.
    talks: Vec<(String, Built)>,
    /// The talks that the site does not have, since they are drafts.
    withheld: Vec<(String, Built)>,
}

impl PublicBuild {
    /// Builds what was opened at `path`.
    fn of(opened: Opened, path: &Path, options: &Options) -> PublicBuild {
        let here = prefix(path);
        match opened {
            Opened::Collection(collection) => {
                let built = build_collection(&collection, options);
                PublicBuild {
                    settings: collection.settings.own().publishing.clone(),
                    public: collection.sources.whole(collection.settings.source).text.to_owned(),
                    is_fine: !built.has_errors() && !built.talks.is_empty(),
                    talks: in_folders(built.talks, &here).collect(),
                    withheld: in_folders(built.withheld, &here).collect(),
                    own: Some(Group { diagnostics: built.diagnostics, sources: built.sources, folder: here }),
                    site: built.site,
                }
            }
            Opened::Talk(project) => {
                let built = site::build(&project, options);
                PublicBuild {
                    site: built.site.clone(),
                    settings: built.deck.settings.publishing.clone(),
                    public: String::new(),
                    is_fine: is_worth_writing(&built, options),
                    own: None,
                    talks: vec![(here, built)],
                    withheld: Vec::new(),
                }
            }
        }
    }

    /// The PDFs beside the decks, printed from what was built.
    fn print(&self, arguments: &Publish) -> Result<PrintedPdfs, Stop> {
        let decks = self.talks.iter().map(|(folder, built)| (built, PathBuf::from(folder)));
        print_pdfs(decks, &arguments.browser, !arguments.quiet && !arguments.json)
            .map_err(|diagnostic| Stop::Failed(Box::new(diagnostic)))
    }

    /// Everything in the finished files that must not be there; of a build with errors nothing is looked for.
    fn leaks(&self, arguments: &Publish) -> Result<Vec<Leak>, Stop> {
        if !self.is_fine {
            return Ok(Vec::new());
        }
        let built: Vec<&Built> = self.talks.iter().chain(&self.withheld).map(|(_, built)| built).collect();
        leaks(arguments, &self.site, &built, &self.public)
    }
}

/// The public site, which has neither errors nor anything private in it.
fn build(arguments: &Publish, access: &Access, summary: &mut Summary) -> Result<Ready, Stop> {
    let options = Options { public: true, trust: access.trust, with_pdf: true, ..Options::default() };
    let opened = project::open(&arguments.path, access)?;
    access::ask(access, &opened.programs(&arguments.path));
    let build = PublicBuild::of(opened, &arguments.path, &options);
    let leaks = build.leaks(arguments)?;
    let pdfs = match build.is_fine && leaks.is_empty() {
        true => build.print(arguments)?,
        false => PrintedPdfs::default(),
    };
    let PublicBuild { mut site, settings, is_fine, own, talks, withheld, .. } = build;
    site.files.extend(pdfs.files);
    summary.add(pdfs.diagnostics);
    let here = prefix(&arguments.path);
    summary.has_notes = talks.iter().any(|(_, built)| built.with_notes > 0);
    let uncleaned = talks.iter().flat_map(|(folder, built)| {
        report::uncleaned_files(&built.uncleaned, folder.strip_prefix(&here).unwrap_or(folder))
    });
    summary.uncleaned = uncleaned.collect();
    summary.groups.extend(own);
    let first = summary.groups.len();
    summary.groups.extend(talks.into_iter().map(|(folder, built)| Group {
        diagnostics: built.diagnostics,
        sources: built.sources,
        folder,
    }));
    // What is wrong in a draft keeps nobody from publishing the rest.
    summary.groups.extend(withheld.into_iter().map(|(folder, built)| Group {
        sources: built.sources,
        folder,
        ..Group::default()
    }));
    let is_private = !leaks.is_empty();
    for Leak { talk, mut diagnostic } in leaks {
        let group = &mut summary.groups[first + talk];
        diagnostic.move_to_origin(&group.sources);
        group.diagnostics.push(diagnostic);
    }
    match is_fine && !is_private {
        true => Ok(Ready { site, settings }),
        false => Err(Stop::Deck),
    }
}

/// Talks with the folder that each is in, from the place of the command. `here` is that of the site.
fn in_folders(talks: Vec<(String, Built)>, here: &str) -> impl Iterator<Item = (String, Built)> + use<'_> {
    talks.into_iter().map(move |(path, built)| (folder_of(here, &path), built))
}

/// Everything in the finished files that must not be there.
fn leaks(arguments: &Publish, site: &Site, built: &[&Built], public: &str) -> Result<Vec<Leak>, Stop> {
    let folder = project::folder(&arguments.path);
    let absolute = std::fs::canonicalize(folder).ok();
    let places = [absolute, std::env::home_dir().filter(|home| home.components().count() > 1)];
    let places: Vec<String> =
        places.into_iter().flatten().filter_map(|place| place.to_str().map(str::to_owned)).collect();
    let search = Search::new(built, &places, public);
    let mut leaks = Vec::new();
    for (path, output) in &site.files {
        leaks.extend(match output {
            Output::Bytes(bytes) => search.look(path, bytes),
            Output::Copy { from, .. } => {
                let unreadable = |cause| {
                    failed("publish-failed", &format!("cannot read `{from}`: {cause}"), "nothing was sent")
                };
                let file = confined::open_in(folder, from).map_err(unreadable)?;
                windows::first_in(file, |bytes| search.look(path, bytes)).map_err(unreadable)?
            }
        });
    }
    Ok(leaks)
}

/// What `[publish]` says, without a build.
fn settings(arguments: &Publish) -> Result<Publishing, Stop> {
    let path = &arguments.path;
    let access = Access::without_programs(access::trust(arguments.distrust));
    Ok(match project::open(path, &access)? {
        Opened::Collection(site) => site.settings.own().publishing.clone(),
        // The front matter of a talk that is one file may say it, too.
        Opened::Talk(project) => {
            let options = Options { public: true, trust: access.trust, ..Options::default() };
            site::build(&project, &options).deck.settings.publishing
        }
    })
}

/// Where to publish, as [`named_target`] has it; a branch only by names that git takes.
fn target(arguments: &Publish, settings: &Publishing) -> Result<Target, Stop> {
    let target = named_target(arguments, settings)?;
    if let Target::Branch { branch, remote } = &target {
        let faults = [("branch", branch, branch_fault(branch)), ("remote", remote, remote_fault(remote))];
        for (what, name, fault) in faults {
            if let Some(fault) = fault {
                let message =
                    format!("no {what} can be called `{}`: the name {fault}", without_secrets(name));
                return Err(failed(
                    "publish-wrong-name",
                    &message,
                    "name another, such as `--branch gh-pages`",
                ));
            }
        }
    }
    Ok(target)
}

/// Where to publish: as the command says, else the settings. A folder of the settings counts from the talk's.
fn named_target(arguments: &Publish, settings: &Publishing) -> Result<Target, Stop> {
    let usual = || arguments.remote.clone().unwrap_or_else(|| USUAL_REMOTE.into());
    if !arguments.command.is_empty() {
        return Ok(Target::Command(arguments.command.clone()));
    }
    if let Some(to) = &arguments.to {
        let value = to.display().to_string();
        return Ok(Target::Folder(crate::deck::Placed { value, at: None }));
    }
    if let Some(branch) = &arguments.branch {
        return Ok(Target::Branch { branch: branch.clone(), remote: usual() });
    }
    match settings.target.clone() {
        Some(Target::Folder(mut to)) => {
            to.value = project::folder(&arguments.path).join(&to.value).display().to_string();
            Ok(Target::Folder(to))
        }
        Some(Target::Branch { branch, remote }) => {
            Ok(Target::Branch { branch, remote: arguments.remote.clone().unwrap_or(remote) })
        }
        Some(target) => Ok(target),
        None => Err(failed(
            "publish-nowhere",
            "nothing says where to publish",
            "say `--to DIR` or `--branch gh-pages`, or set one of them below `[publish]` in `orate.toml`",
        )),
    }
}

/// Shows the plan, and asks. False where there is nothing to do, or it is not to be done.
fn go_on(arguments: &Publish, summary: &mut Summary, plan: Plan, most: Option<usize>) -> Result<bool, Stop> {
    let place = summary.place.clone().unwrap_or_default();
    let is_done = plan.is_done;
    let shown = shown(&plan, &place);
    let permitted = plan.permit(arguments.most_removed.or(most));
    summary.plan = Some(plan);
    if is_done {
        summary.is_published = true;
        summary.closing = format!("nothing to publish: {place} is as it should be");
        return Ok(false);
    }
    let is_asked = !arguments.yes && !arguments.dry_run;
    if !arguments.json && (!arguments.quiet || arguments.dry_run || is_asked) {
        report::write(&shown);
    }
    permitted?;
    if arguments.dry_run {
        summary.closing = "nothing was sent".into();
        return Ok(false);
    }
    if arguments.yes {
        summary.has_begun = true;
        return Ok(true);
    }
    if arguments.json || !is_attended() {
        return Err(failed("publish-unasked", "nothing was sent, since nobody can be asked", "say `--yes`"));
    }
    report::write("publish? [y/N] ");
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => {
            summary.has_begun = true;
            Ok(true)
        }
        _ => {
            summary.closing = "nothing was sent".into();
            Ok(false)
        }
    }
}

/// The place, without what lets somebody in.
fn name_of(target: &Target) -> String {
    match target {
        Target::Folder(to) => format!("the folder `{}`", to.value),
        Target::Branch { branch, remote } => {
            format!("the branch `{branch}` of `{}`", without_secrets(remote))
        }
        Target::Command(command) => format!("wherever `{}` puts it", program_name(command)),
    }
}

fn failed(code: &'static str, message: &str, help: &str) -> Stop {
    let message = message.to_owned();
    let diagnostic = match code {
        "publish-unasked" => Diagnostic::error("publish-unasked", None, message),
        "publish-wrong-name" => Diagnostic::error("publish-wrong-name", None, message),
        "publish-nowhere" => Diagnostic::error("publish-nowhere", None, message),
        "publish-not-allowed" => Diagnostic::error("publish-not-allowed", None, message),
        "publish-nothing-before" => Diagnostic::error("publish-nothing-before", None, message),
        _ => Diagnostic::error("publish-failed", None, message),
    };
    Stop::Failed(Box::new(diagnostic.help(help)))
}
