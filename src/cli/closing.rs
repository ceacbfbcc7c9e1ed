//! What the commands say at their end: where the page lies, how large it is, how long it took, and what was refused.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::arguments::BuildOptions;
use super::report;
use crate::html::{Permissions, Use};
use crate::shell::output::{Obstacle, WriteError, Written};
use crate::shell::project;
use crate::text::{Diagnostic, Severity};

/// Whom the page asks, and when: nothing where it is all there is.
pub(super) fn elsewhere(permissions: &Permissions) -> String {
    let hosts = |is_meant: fn(&Use) -> bool| {
        let of = permissions.origins.iter().filter(move |(kind, _)| is_meant(kind));
        let hosts: BTreeSet<&str> = of
            .flat_map(|(_, origins)| origins)
            .map(|it| it.split_once("://").map_or(&**it, |(_, host)| host))
            .collect();
        hosts.into_iter().map(report::visible).collect::<Vec<_>>().join(", ")
    };
    let at_once = hosts(|kind| !matches!(kind, Use::Player | Use::Form));
    let (wanted, filled) = (hosts(|kind| *kind == Use::Player), hosts(|kind| *kind == Use::Form));
    let mut text = String::new();
    if !at_once.is_empty() {
        text.push_str(&format!("its slides load from elsewhere: {at_once}\n"));
    }
    if !wanted.is_empty() {
        text.push_str(&format!("asked when a player is started, and not before: {wanted}\n"));
    }
    if !filled.is_empty() {
        text.push_str(&format!("its forms send what is filled in to: {filled}\n"));
    }
    text
}

/// How many files beside the page are named.
const NAMED: usize = 8;

/// The files beside the page by their names, since all of them are given away; nothing where there are none.
pub(super) fn names_beside<'a>(files: impl Iterator<Item = &'a str>) -> String {
    let others: Vec<&str> = files.filter(|name| *name != "index.html").collect();
    let names: Vec<_> = others.iter().take(NAMED).map(|name| report::visible(name)).collect();
    let more = match others.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    if names.is_empty() { String::new() } else { format!("beside it: {}{more}\n", names.join(", ")) }
}

/// The page as it is reached from here.
pub(super) fn page(arguments: &BuildOptions) -> PathBuf {
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None if arguments.path.is_dir() => arguments.path.join("dist"),
        None => arguments.path.with_file_name("dist"),
    };
    let page: PathBuf = folder.join("index.html").components().collect();
    page.strip_prefix(".").map(Path::to_owned).unwrap_or(page)
}

/// What to put before the name of a file of the talk to reach it from here.
pub(super) fn prefix(path: &Path) -> String {
    let folder: PathBuf = project::folder(path).components().collect();
    if folder == Path::new(".") { String::new() } else { folder.join("").display().to_string() }
}

pub(super) fn refused(error: &WriteError) -> Diagnostic {
    with_help(Diagnostic::error(error.code(), None, error.to_string()), error.help())
}

/// What there is to say of a site that was written.
pub(super) fn reported(written: &Written, folder: &Path) -> Vec<Diagnostic> {
    let mixed = written.mixed.map(|obstacle| one_by_one(obstacle, folder));
    written.kept.as_deref().map(kept).into_iter().chain(mixed).collect()
}

/// Says that a reader may have seen files of the old site and of the new one.
fn one_by_one(obstacle: Obstacle, folder: &Path) -> Diagnostic {
    let message = format!(
        "the files in `{}` were replaced one by one, the page last, since {obstacle}; \
         whoever looked at it meanwhile may have seen some of both versions",
        folder.display()
    );
    Diagnostic::note("output-one-by-one", None, message)
        .help("write to a folder that orate makes itself, on a disk of this machine, and the new site appears at once")
}

fn kept(place: &Path) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::note(
            "output-kept",
            None,
            format!("files that were put into the output during the build are kept in `{}`", place.display()),
        )
    }
    .help("move what is still wanted to where it belongs, and remove the folder")
}

pub(super) fn with_help(diagnostic: Diagnostic, help: Option<String>) -> Diagnostic {
    Diagnostic { help, ..diagnostic }
}

/// A length in bytes for people: thousands, as file managers count.
pub(super) fn amount(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..999_500 => format!("{:.0} kB", bytes as f64 / 1e3),
        999_500..999_500_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// A length of time for people.
pub(super) fn span_of(time: Duration) -> String {
    match time.as_millis() {
        milliseconds @ 0..1_000 => format!("{} ms", milliseconds.max(1)),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_times_are_for_people() {
        let amounts = [0, 999, 1_000, 48_400, 999_499, 999_500, 1_250_000, 2_000_000_000].map(amount);
        assert_eq!(
            amounts,
            ["0 bytes", "999 bytes", "1 kB", "48 kB", "999 kB", "1.0 MB", "1.2 MB", "2.0 GB"]
        );
        let times = [0, 6, 999, 1_500].map(|milliseconds| span_of(Duration::from_millis(milliseconds)));
        assert_eq!(times, ["1 ms", "6 ms", "999 ms", "1.5 s"]);
    }
}
