//! From an address to the paths of the project it may mean.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Why an address names no path of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It leads above the project's folder.
    Above,
    /// It is a path of one machine: with backslashes or a drive letter.
    Machine,
}

/// Where the file of an address may be, the likeliest place first.
///
/// `path` is the address without query and fragment. It counts from `base`, the folder of the file that names it;
/// where nothing is there, from the project's folder. One that begins with `/` counts from the project's folder
/// only, and leads no higher than that: for a browser, `/../a` is `/a`. Percent signs are decoded once.
///
/// No path leads above the project by itself. One that counts from a file above it, which the project includes, may
/// stay there; what of that may be read is the library's to say.
pub(crate) fn candidates(base: &str, path: &str) -> Result<Vec<String>, Unusable> {
    let path = percent_decoded(path);
    if is_of_one_machine(&path) {
        return Err(Unusable::Machine);
    }
    let from_project = match path.starts_with('/') {
        true => Some(join_from_root(&path)),
        false => join("", &path),
    };
    let near = || if is_above(base) { Some(join_beyond(base, &path)) } else { join(base, &path) };
    let from_base = if path.starts_with('/') { None } else { near() };
    let mut candidates: Vec<String> = from_base.into_iter().chain(from_project).collect();
    candidates.dedup();
    if candidates.is_empty() { Err(Unusable::Above) } else { Ok(candidates) }
}

/// A path counted from a folder, without `.` and `..`; `None` if it leads above the project.
pub(crate) fn join(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path counted from the root of a site, of which nothing is above.
fn join_from_root(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path counted from a folder, without `.`, and with `..` only at its head, where it leads above the project.
pub(crate) fn join_beyond(base: &str, path: &str) -> String {
    let base = if path.starts_with('/') { "" } else { base };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path of the project, as a file in the folder `base` names it: with `..` for each folder to leave.
pub(crate) fn relative(base: &str, path: &str) -> String {
    if base.is_empty() {
        return path.to_owned();
    }
    let shared = base.split('/').zip(path.split('/')).take_while(|(one, other)| one == other).count();
    let up = base.split('/').skip(shared).map(|_| "..");
    up.chain(path.split('/').skip(shared)).collect::<Vec<_>>().join("/")
}

/// The folder that holds a path; empty for the project's own.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a path leads above the project's folder.
pub(crate) fn is_above(path: &str) -> bool {
    path == ".." || path.starts_with("../")
}

/// Whether a path can only mean something on one machine: with backslashes or a drive letter.
pub(crate) fn is_of_one_machine(path: &str) -> bool {
    path.contains(['\\', '\0']) || has_drive(path)
}

/// Whether a path begins with the letter of a drive and a colon.
fn has_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':'
}

/// The text with `%41` read as `A`. What is no such sequence, or would not be UTF-8, stays as it is.
pub(crate) fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// The bytes of a text with `%41` read as `A`. What is no such sequence stays as it is.
pub(super) fn percent_decoded_bytes(text: &str) -> Cow<'_, [u8]> {
    percent_decode_str(text).into()
}

/// A path as addresses write it: `%20` for a blank, and so on; slashes stay.
pub(crate) fn percent_encoded(path: &str) -> String {
    // What RFC 3986 calls unreserved, section 2.3, and the slash.
    const ENCODED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(path, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_lead_beyond_the_project_where_that_is_asked_for() {
        for (base, path, joined) in [
            ("slides", "../src/a.rs", "src/a.rs"),
            ("slides", "../../src/./a.rs", "../src/a.rs"),
            ("", "../../b/../c", "../../c"),
            ("slides", "/a.rs", "a.rs"),
            ("slides/x", "a.rs", "slides/x/a.rs"),
        ] {
            assert_eq!(join_beyond(base, path), joined, "{path} from {base}");
        }
    }

    #[track_caller]
    fn check_candidates(base: &str, path: &str, expected: Result<&[&str], Unusable>) {
        let expected = expected.map(|paths| paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>());
        assert_eq!(candidates(base, path), expected, "{path} from {base}");
    }

    #[test]
    fn a_path_counts_from_its_own_file_and_then_from_the_project() {
        check_candidates("slides", "images/a.svg", Ok(&["slides/images/a.svg", "images/a.svg"]));
        check_candidates("slides", "/../images/a.svg", Ok(&["images/a.svg"]));
        check_candidates("slides", "../images/a.svg", Ok(&["images/a.svg"]));
        check_candidates("", "./images//a.svg", Ok(&["images/a.svg"]));
        check_candidates("slides/20-main", "/images/a.svg", Ok(&["images/a.svg"]));
    }

    #[test]
    fn no_path_leads_above_the_project() {
        check_candidates("slides", "../../a.svg", Err(Unusable::Above));
        check_candidates("slides", "%2e%2e%2F../a.svg", Err(Unusable::Above));
        check_candidates("slides", "/../../a.svg", Ok(&["a.svg"]));
        check_candidates("", "a/../../b.svg", Err(Unusable::Above));
    }

    #[test]
    fn what_a_file_above_the_project_names_may_lie_beside_it() {
        check_candidates("../shared", "a.svg", Ok(&["../shared/a.svg", "a.svg"]));
        check_candidates("../shared", "../x/a.svg", Ok(&["../x/a.svg"]));
        check_candidates("../shared", "/a.svg", Ok(&["a.svg"]));
    }

    #[test]
    fn paths_of_one_machine_are_refused() {
        check_candidates("slides", r"..\a.svg", Err(Unusable::Machine));
        check_candidates("slides", "..%5Ca.svg", Err(Unusable::Machine));
        check_candidates("slides", "c:/a.svg", Err(Unusable::Machine));
        check_candidates("slides", "a%00.svg", Err(Unusable::Machine));
    }

    #[test]
    fn percent_signs_are_decoded_once() {
        check_candidates("", "a%20b%C3%A9.svg", Ok(&["a bé.svg"]));
        check_candidates("", "100%.svg", Ok(&["100%.svg"]));
        check_candidates("", "%252e.svg", Ok(&["%2e.svg"]));
        check_candidates("", "%ff.svg", Ok(&["%ff.svg"]));
    }

    #[test]
    fn a_path_is_encoded_but_for_unreserved_letters_and_slashes() {
        assert_eq!(percent_encoded("a/b-c_d.e~f"), "a/b-c_d.e~f");
        assert_eq!(percent_encoded("a b%é?#+\""), "a%20b%25%C3%A9%3F%23%2B%22");
    }
}
