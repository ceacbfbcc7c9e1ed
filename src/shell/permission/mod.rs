//! Which programs a talk's settings may start, as the person at this machine says.
//!
//! A talk names programs: those that draw its diagrams, and one that publishes it. None of them starts because a talk
//! names it. It starts once somebody at this machine has allowed that very command for that very folder ([`Store`]), or
//! says `--allow-programs` for one run. What was allowed is a [`fingerprint`] of the command's words, of the folder, and
//! of each file that a word names: another script behind the same words is another command.

mod command;
mod store;

pub(crate) use command::{Resolved, fingerprint, named_files, resolve};
pub(crate) use store::{Allowed, Store, StoreError};

use std::path::Path;

use crate::deck::{Settings, Target, Trust};

/// Which of the programs that a talk's settings name may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// None, whoever has allowed it.
    Nothing(Reason),
    /// Those that the person at this machine has allowed (`orate allow`).
    Granted,
    /// Each of them, in this run (`--allow-programs`).
    Everything,
}

/// Why no program may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The talk is a stranger's.
    Untrusted,
    /// The command of that name starts none.
    Command(&'static str),
    /// A code host runs this, and nobody sits before a terminal.
    CodeHost,
}

/// What a talk may do on this machine.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    pub trust: Trust,
    pub permission: Permission,
    /// Told of each command, once, before it starts: the program's name and the talk's folder.
    pub announce: fn(program: &str, folder: &Path),
}

impl Default for Access {
    /// A talk that is trusted, and starts nothing.
    fn default() -> Access {
        Access {
            trust: Trust::Trusted,
            permission: Permission::Nothing(Reason::Command("this command")),
            announce: |_, _| {},
        }
    }
}

impl Access {
    /// For a talk whose pictures nobody needs: nothing starts.
    pub(crate) fn without_programs(trust: Trust) -> Access {
        Access { trust, ..Access::default() }
    }
}

/// Why a command may not start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nothing starts in this run.
    Nothing(Reason),
    /// Nobody has allowed it for this folder.
    NotAllowed,
    /// Another version of it was allowed: a file that it names has changed.
    Changed,
    /// What was allowed cannot be read.
    Unreadable(String),
}

impl Refusal {
    /// What to do about it.
    pub(crate) fn help(&self) -> String {
        match self {
            Refusal::Nothing(Reason::Untrusted) => "`--untrusted` starts no program".into(),
            Refusal::Nothing(Reason::Command(name)) => {
                format!("{name} starts no program, unless `--allow-programs` is given")
            }
            Refusal::Nothing(Reason::CodeHost) => {
                "where nobody can be asked, `--allow-programs` starts the programs of a talk that you trust"
                    .into()
            }
            Refusal::NotAllowed => {
                "`orate allow` shows the whole command, and allows it where you say so".into()
            }
            Refusal::Changed => {
                "a file that it runs has changed since it was allowed: `orate allow` asks anew".into()
            }
            Refusal::Unreadable(why) => why.clone(),
        }
    }
}

/// Decides whether a command may start in a talk's folder, which is absolute; gives its fingerprint.
pub(crate) fn decide(
    permission: Permission,
    folder: &Path,
    command: &[String],
) -> Result<crate::text::Fingerprint, Refusal> {
    let print = fingerprint(folder, command);
    match permission {
        Permission::Nothing(reason) => Err(Refusal::Nothing(reason)),
        Permission::Everything => Ok(print),
        Permission::Granted => {
            let store = Store::of_user().map_err(|error| Refusal::Unreadable(error.to_string()))?;
            let allowed = store.read(folder).map_err(|error| Refusal::Unreadable(error.to_string()))?;
            if allowed.iter().any(|known| known.fingerprint == print) {
                return Ok(print);
            }
            match allowed.iter().any(|known| known.command == command) {
                true => Err(Refusal::Changed),
                false => Err(Refusal::NotAllowed),
            }
        }
    }
}

/// A command that a talk's settings name, and what for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub command: Vec<String>,
    /// After "to": `draw d2`.
    pub purpose: String,
    /// Whether it publishes the talk.
    pub publishes: bool,
}

/// The commands that settings name, each once for what it is for.
pub(crate) fn wanted(settings: &Settings) -> Vec<Wanted> {
    let diagrams = settings.reading.diagrams.iter().map(|program| Wanted {
        command: program.command.clone(),
        purpose: format!("draw `{}`", program.language),
        publishes: false,
    });
    let publish = match &settings.publishing.target {
        Some(Target::Command(command)) => {
            Some(Wanted { command: command.clone(), purpose: "publish the talk".into(), publishes: true })
        }
        _ => None,
    };
    diagrams.chain(publish).collect()
}
