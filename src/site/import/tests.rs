//! Names and conventions.

use super::*;
use crate::text::Sources;

#[test]
fn a_file_is_named_by_number_and_words() {
    assert_eq!(file_name(10, "00-intro"), "10-intro");
    assert_eq!(file_name(20, "Fragen & Antworten"), "20-fragen-antworten");
    assert_eq!(file_name(5, "…"), "05");
}

#[track_caller]
fn check_plainest(text: &str, horizontal: &str, vertical: Option<&str>, plain: &Separator) {
    let mut sources = Sources::default();
    let id = sources.add("a.md", text.as_bytes(), &mut Vec::new());
    let vertical = vertical.map(str::to_owned);
    let given = Separator::Expressions { horizontal: horizontal.to_owned(), vertical };
    assert_eq!(plainest(sources.whole(id), 0, &(given, NotesMarker::Usual)).0, *plain);
}

#[test]
fn the_plainest_convention_that_reads_the_same_is_taken() {
    check_plainest("# a\n\n\nb\n\n\n\nc\n", r"^\n\n\n", Some(r"^\n\n"), &Separator::BlankLines);
    check_plainest(
        "# a\n---\nb\n\n----\n\nc\n",
        r"\r?\n---\r?\n",
        Some(r"\r?\n----\r?\n"),
        &Separator::Dashes,
    );
    let own = Separator::Expressions { horizontal: r"^==$".into(), vertical: None };
    check_plainest("# a\n==\nb\n", r"^==$", None, &own);
}
