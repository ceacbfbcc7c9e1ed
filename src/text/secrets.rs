//! What lets somebody in is left out of what is shown: names and passwords in addresses, their queries, and the
//! arguments of programs.

/// A text whose addresses have lost user names, passwords, queries, and fragments that hold values.
///
/// `https://ada:secret@host/a?token=b` becomes `https://host/a?…`: what a query means only its host knows.
pub(crate) fn without_secrets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + "://".len());
        kept.push_str(before);
        let end = after.find(ends_address).unwrap_or(after.len());
        kept.push_str(&plain_address(&after[..end]));
        rest = &after[end..];
    }
    kept.push_str(rest);
    kept
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace() || "'\"`<>".contains(letter)
}

/// What follows the `://` of an address, without what lets somebody in.
fn plain_address(address: &str) -> String {
    let authority = address.find(['/', '?', '#']).unwrap_or(address.len());
    let host = address[..authority].rfind('@').map_or(0, |at| at + 1);
    let fragment = address.find('#').filter(|at| address[*at..].contains('='));
    let end = address.find('?').into_iter().chain(fragment).min();
    match end {
        Some(end) => format!("{}{}…", &address[host..end], &address[end..=end]),
        None => address[host..].to_owned(),
    }
}

/// A command as reports name it: its program, and that there is more.
///
/// An argument may be a password, and nothing about it says so; `orate allow` alone shows a whole command.
pub(crate) fn program_name(command: &[String]) -> String {
    match command {
        [] => String::new(),
        [program] => without_secrets(program),
        [program, ..] => format!("{} …", without_secrets(program)),
    }
}

/// The output of a program without its own arguments, which many repeat when they fail, and without the secrets of addresses.
pub(crate) fn without_arguments(output: &str, command: &[String]) -> String {
    let mut output = output.to_owned();
    let mut hidden: Vec<&str> = command.iter().skip(1).flat_map(|argument| values(argument)).collect();
    // Longer ones first, since they may contain shorter ones.
    hidden.sort_by_key(|value| std::cmp::Reverse(value.len()));
    for value in hidden {
        output = output.replace(value, "…");
    }
    without_secrets(&output)
}

/// Shorter arguments are not hidden, since they occur in many words by chance.
const SHORTEST: usize = 4;

/// An argument, and the value in `--name=value`, `name: value` or `user:value`.
fn values(argument: &str) -> impl Iterator<Item = &str> {
    let value = argument.split_once(['=', ':']).map(|(_, value)| value.trim());
    [Some(argument), value].into_iter().flatten().filter(|value| value.len() >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shown: &str) {
        assert_eq!(without_secrets(text), shown);
    }

    #[test]
    fn an_address_is_shown_without_what_lets_somebody_in() {
        check(
            "to 'https://ada:p@ss@host/a.git' and ssh://git@host",
            "to 'https://host/a.git' and ssh://host",
        );
        check("https://token@host", "https://host");
        check("https://host/a@b git@host:a", "https://host/a@b git@host:a");
        check("`https://host/a?token=b` is", "`https://host/a?…` is");
        check("https://ada:x@host?key=a#b=c, then", "https://host?… then");
        check("https://host/#access_token=a", "https://host/#…");
        check("https://host/#part", "https://host/#part");
        check("no address? none", "no address? none");
    }

    #[test]
    fn a_program_is_named_without_its_arguments() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        assert_eq!(program_name(&words(&["curl", "--token", "hunter2"])), "curl …");
        assert_eq!(program_name(&words(&["d2"])), "d2");
        let command = words(&["curl", "-u", "ada:hunter2", "--key=abcd", "X-Key: other"]);
        let output = "curl: bad ada:hunter2, abcd, or hunter2 for other at https://h/?x=y";
        assert_eq!(without_arguments(output, &command), "curl: bad …, …, or … for … at https://h/?…");
    }
}
