//! What a talk may do on this machine: as the arguments say, and, where nothing is decided yet, as the person before the
//! terminal says.

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use super::arguments::{Distrust, Programs};
use super::report;
use crate::deck::Trust;
use crate::shell::permission::{
    self, Access, Allowed, Permission, Reason, Refusal, Store, StoreError, Wanted,
};
use crate::shell::project::{self, TalkPrograms};

/// For a command that builds a talk: what was allowed before starts. For the rest, [`ask`].
pub(super) fn of_build(distrust: Distrust, programs: Programs) -> Access {
    let permission = match () {
        () if distrust.untrusted => Permission::Nothing(Reason::Untrusted),
        () if programs.allow_programs => Permission::Everything,
        () if is_code_host() && !is_attended() => Permission::Nothing(Reason::CodeHost),
        () => Permission::Granted,
    };
    Access { trust: trust(distrust), permission, announce }
}

/// For a command that looks at a talk, and starts nothing without `--allow-programs`.
pub(super) fn of_look(name: &'static str, distrust: Distrust, programs: Programs) -> Access {
    let permission = match () {
        () if distrust.untrusted => Permission::Nothing(Reason::Untrusted),
        () if programs.allow_programs => Permission::Everything,
        () => Permission::Nothing(Reason::Command(name)),
    };
    Access { trust: trust(distrust), permission, announce }
}

pub(super) fn trust(distrust: Distrust) -> Trust {
    if distrust.untrusted { Trust::Untrusted } else { Trust::Trusted }
}

fn announce(program: &str, folder: &Path) {
    report::remark(&format!("orate runs `{program}` in `{}`", folder.display()));
}

/// Whether somebody sits before the terminal.
pub(super) fn is_attended() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Whether a code host runs this: all of them say so in `CI`.
fn is_code_host() -> bool {
    std::env::var_os("CI").is_some_and(|value| !matches!(&*value.to_string_lossy(), "" | "0" | "false"))
}

/// Makes the folder for what is allowed, so that a preview hears of `orate allow` at once. Where that cannot be, it hears
/// of it with the next save.
pub(super) fn keep_watchable(access: &Access, programs: &[TalkPrograms]) {
    if access.permission == Permission::Granted
        && let Some(talk) = programs.first()
        && let Ok(store) = Store::of_user()
    {
        let _ = store.prepare(&talk.folder);
    }
}

/// Asks for each command that talks name and nobody has allowed yet, where somebody is there to be asked.
pub(super) fn ask(access: &Access, programs: &[TalkPrograms]) {
    if access.permission != Permission::Granted || !is_attended() {
        return;
    }
    for TalkPrograms { folder, wanted } in programs {
        for group in grouped(wanted) {
            let undecided = permission::decide(Permission::Granted, folder, &group.command);
            if matches!(undecided, Err(Refusal::NotAllowed | Refusal::Changed))
                && asks(folder, &group)
                && let Err(error) = allow(folder, &group.command)
            {
                report::remark(&format!("error: {error}"));
            }
        }
    }
}

/// A command, and all that it is for.
pub(super) struct Group {
    pub command: Vec<String>,
    pub purposes: String,
}

/// Each command once.
pub(super) fn grouped(wanted: &[Wanted]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for Wanted { command, purpose, .. } in wanted {
        match groups.iter_mut().find(|group| group.command == *command) {
            Some(group) => group.purposes.push_str(&format!(" and {purpose}")),
            None => groups.push(Group { command: command.clone(), purposes: purpose.clone() }),
        }
    }
    groups
}

/// Shows a command as it would run, and the files of the talk that it runs.
pub(super) fn describe(folder: &Path, group: &Group) -> String {
    let mut text = format!(
        "the talk in `{}` names a program, to {}:\n\n    {}\n\n",
        exact(&folder.display().to_string()),
        exact(&group.purposes),
        line(&group.command)
    );
    let files = permission::named_files(folder, &group.command);
    if !files.is_empty() {
        let names: BTreeSet<String> = files.iter().map(|path| exact(&path.display().to_string())).collect();
        text.push_str(&format!(
            "It names {}: read it; orate asks anew when it changes.\n",
            names.into_iter().collect::<Vec<_>>().join(", ")
        ));
    }
    text.push_str("It runs with your rights, and may do whatever you may do.\n");
    text
}

/// Shows a command and asks. True only for a plain yes.
pub(super) fn asks(folder: &Path, group: &Group) -> bool {
    report::write(&format!("{}allow it for this talk? [y/N] ", describe(folder, group)));
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// Remembers that a command may start for a talk.
pub(super) fn allow(folder: &Path, command: &[String]) -> Result<(), StoreError> {
    let store = Store::of_user()?;
    let mut allowed = store.read(folder)?;
    allowed.retain(|known| known.command != command);
    let fingerprint = permission::fingerprint(folder, command);
    allowed.push(Allowed { command: command.to_owned(), fingerprint });
    store.write(folder, &allowed)
}

/// A command in one line, each word as it is: what is not a plain word is in quotes.
pub(super) fn line(command: &[String]) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,+@%".contains(letter);
    let word = |word: &String| match !word.is_empty() && word.chars().all(is_plain) {
        true => word.clone(),
        false => format!("'{}'", exact(&word.replace('\'', r"'\''"))),
    };
    command.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Text in which every letter can be seen: what controls a terminal, turns the direction of reading, or has no width is
/// written as an escape.
pub(super) fn exact(text: &str) -> String {
    let is_seen = |letter: char| letter == ' ' || letter.is_ascii_graphic() || letter.is_alphanumeric();
    let shown = text.chars().map(|letter| match is_seen(letter) {
        true => letter.to_string(),
        false => letter.escape_unicode().to_string(),
    });
    shown.collect()
}

/// The talk's folder as permissions know it.
pub(super) fn real_folder(path: &Path) -> PathBuf {
    let folder = project::folder(path);
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_with_every_letter_that_is_in_it() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(line(&words(&["d2", "-", "--x=y"])), "d2 - --x=y");
        assert_eq!(line(&words(&["sh", "-c", "rm 'a'\n"])), r"sh -c 'rm '\''a'\''\u{a}'");
        assert_eq!(line(&words(&["\u{1b}[2Ka", "\u{202e}b", ""])), r"'\u{1b}[2Ka' '\u{202e}b' ''");
    }
}
