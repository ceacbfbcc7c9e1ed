//! `orate allow`: which programs a talk names, and which of them may start.

use std::path::Path;

use super::access::{self, Group, describe, exact, grouped, is_attended, line};
use super::arguments::Allow;
use super::closing::with_help;
use super::report::{self, Context, counted};
use super::{Outcome, say};
use crate::shell::permission::{self, Permission, Refusal, Store, StoreError};
use crate::shell::project::{self, OpenError, TalkPrograms};
use crate::text::{Diagnostic, Sources};

pub(super) fn run(arguments: &Allow) -> Outcome {
    let done = match () {
        () if arguments.list => list(arguments),
        () if arguments.revoke => revoke(arguments),
        () => allow(arguments),
    };
    match done {
        Ok(outcome) => outcome,
        Err(diagnostic) => {
            report::print(&[*diagnostic], &Context { sources: &Sources::default(), prefix: "" });
            Outcome::Failed
        }
    }
}

type Done = Result<Outcome, Box<Diagnostic>>;

fn not_kept(error: &StoreError) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("not-allowed", None, error.to_string()))
}

/// The talks at a path, and what each of them names.
fn talks(path: &Path) -> Result<Vec<TalkPrograms>, Box<Diagnostic>> {
    if !path.exists() {
        let missing = OpenError::Missing(path.to_owned());
        let diagnostic = Diagnostic::error(missing.code(), None, missing.to_string());
        return Err(Box::new(with_help(diagnostic, missing.help())));
    }
    Ok(project::programs_of(path))
}

fn allow(arguments: &Allow) -> Done {
    let (mut count, mut refused) = (0, 0);
    let store = Store::of_user().map_err(|error| not_kept(&error))?;
    for TalkPrograms { folder, wanted } in talks(&arguments.path)? {
        for group in grouped(&wanted) {
            // What is kept has to be readable, or nothing could be added to it.
            store.read(&folder).map_err(|error| not_kept(&error))?;
            if permission::decide(Permission::Granted, &folder, &group.command).is_ok() {
                continue;
            }
            match asked(arguments, &folder, &group)? {
                true => {
                    access::allow(&folder, &group.command).map_err(|error| not_kept(&error))?;
                    count += 1;
                }
                false => refused += 1,
            }
        }
    }
    Ok(match (count, refused) {
        (0, 0) => say(b"there is nothing to allow\n"),
        (count, 0) => say(format!("allowed {}\n", counted(count, "command")).as_bytes()),
        (count, _) => say(format!("allowed {}, and not the rest\n", counted(count, "command")).as_bytes()),
    })
}

/// Shows a command, and whether it is allowed: as the person before the terminal says, or `--yes`.
fn asked(arguments: &Allow, folder: &Path, group: &Group) -> Result<bool, Box<Diagnostic>> {
    if arguments.yes {
        report::write(&describe(folder, group));
        return Ok(true);
    }
    if is_attended() {
        return Ok(access::asks(folder, group));
    }
    report::write(&describe(folder, group));
    let message = "nothing was allowed, since nobody can be asked";
    Err(Box::new(Diagnostic::error("not-allowed", None, message).help("read the command, and say `--yes`")))
}

/// What a talk names and what was allowed for it, command by command.
fn list(arguments: &Allow) -> Done {
    let store = Store::of_user().map_err(|error| not_kept(&error))?;
    let mut text = String::new();
    for TalkPrograms { folder, wanted } in talks(&arguments.path)? {
        let groups = grouped(&wanted);
        for group in &groups {
            let state = match permission::decide(Permission::Granted, &folder, &group.command) {
                Ok(_) => "allowed".to_owned(),
                Err(Refusal::Changed) => "changed since it was allowed".to_owned(),
                Err(Refusal::Unreadable(why)) => why,
                Err(_) => "not allowed".to_owned(),
            };
            let purposes = exact(&group.purposes);
            text.push_str(&format!("{state}, to {purposes}: {}\n", line(&group.command)));
        }
        let allowed = store.read(&folder).unwrap_or_default();
        let unnamed =
            allowed.iter().filter(|known| groups.iter().all(|group| group.command != known.command));
        unnamed
            .for_each(|known| text.push_str(&format!("allowed, and not named: {}\n", line(&known.command))));
    }
    if text.is_empty() {
        text.push_str("the talk names no program\n");
    }
    Ok(say(text.as_bytes()))
}

fn revoke(arguments: &Allow) -> Done {
    let store = Store::of_user().map_err(|error| not_kept(&error))?;
    let mut folders: Vec<_> = talks(&arguments.path)?.into_iter().map(|talk| talk.folder).collect();
    // What was allowed for a talk that cannot be read any longer goes, too.
    folders.push(access::real_folder(&arguments.path));
    for folder in folders {
        store.write(&folder, &[]).map_err(|error| not_kept(&error))?;
    }
    Ok(say(b"nothing is allowed any longer\n"))
}
