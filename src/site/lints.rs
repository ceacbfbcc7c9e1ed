//! Which findings are reported: as the author set it, and without what is the author's own business.

use std::collections::HashSet;

use crate::deck::{Content, Deck, LINTS, Level, Lints, Section, is_only_checked};
use crate::render;
use crate::text::{Diagnostic, Feature, Severity, Sources};

/// What tells of a mark that was to keep something from the audience.
const PRIVATE: &str = "misspelt-private-mark";

/// Says what is strange about the attributes of sections.
pub(super) fn sections(deck: &Deck, sources: &Sources) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut open: Vec<&Section> = deck.sections.iter().collect();
    while let Some(section) = open.pop() {
        let attributes = &section.attributes;
        if let Some(at) = attributes.iter().find_map(|attribute| attribute.at) {
            diagnostics.extend(render::section_lints(attributes, sources.whole(at.source)));
        }
        if let Content::Sections(sections) = &section.content {
            open.extend(sections);
        }
    }
    diagnostics
}

/// Leaves out what is turned off, or not looked for, and gives every other lint the level that it has in a public build or
/// in one for the speaker.
pub(super) fn set_levels(diagnostics: &mut Vec<Diagnostic>, lints: &Lints, options: render::Options) {
    leave_consequences(diagnostics);
    diagnostics.retain_mut(|diagnostic| {
        if !options.check && is_only_checked(diagnostic.code) {
            return false;
        }
        match lints.level(diagnostic.code, options.public) {
            Some(Level::Off) => return false,
            Some(Level::Error) => diagnostic.severity = Severity::Error,
            Some(Level::Warn) | None => {}
        }
        true
    });
}

/// Settings, and the findings that may be there only because one of them was not read.
const OF_SETTINGS: &[(&[&str], &[&str])] = &[
    (
        &["separator", "notes-marker"],
        &[
            "misspelt-notes-marker",
            "other-convention",
            "separator-look-alike",
            "separator-spaces",
            "short-separator",
            "spaces-on-blank-line",
            "strange-front-matter",
        ],
    ),
    (&["extensions"], &["element-target", "literal-markup"]),
    (&["math"], &["broken-formula"]),
    (&["url"], &["no-own-address"]),
    (&["author", "authors", "date", "event", "place", "title", "url"], &["empty-placeholder"]),
];

/// Whether a finding may be there only because `setting` was not read, or, without one, some setting.
fn hangs_on(code: &str, setting: Option<&str>) -> bool {
    let is_of = |(settings, codes): &(&[&str], &[&str])| {
        codes.contains(&code) && setting.is_none_or(|setting| settings.contains(&setting))
    };
    let is_of_lints = setting.is_none_or(|setting| setting == "lints" || setting == code);
    OF_SETTINGS.iter().any(is_of) || (is_of_lints && LINTS.iter().any(|(lint, _)| *lint == code))
}

/// Leaves out what would not be said of a talk whose settings and templates were read: where a setting is misspelt, what
/// hangs on it; and that a template is missing, where it cannot be read.
fn leave_consequences(diagnostics: &mut Vec<Diagnostic>) {
    // Of a key of another tool nobody knows what it was to set: it is about nothing.
    let slips: Vec<Option<Box<str>>> = diagnostics
        .iter()
        .filter(|diagnostic| match diagnostic.code {
            "unknown-setting" | "wrong-setting" => diagnostic.subject.is_some(),
            code => code == "settings-syntax",
        })
        .map(|diagnostic| diagnostic.subject.clone())
        .collect();
    diagnostics.retain(|it| !slips.iter().any(|setting| hangs_on(it.code, setting.as_deref())));
    let place = |diagnostic: &Diagnostic| diagnostic.at.map(|at| at.source);
    let is_missing = |diagnostic: &Diagnostic| {
        diagnostic.code == "template"
            && diagnostic.message.starts_with("template '")
            && diagnostic.message.ends_with("not found")
    };
    let unreadable: Vec<_> =
        diagnostics.iter().filter(|it| it.code == "template" && !is_missing(it)).filter_map(place).collect();
    diagnostics.retain(|it| !is_missing(it) || !place(it).is_some_and(|source| unreadable.contains(&source)));
}

/// Puts diagnostics into the files that the author knows and in the order of their places, each once.
pub(super) fn in_order(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.iter_mut().for_each(|diagnostic| diagnostic.move_to_origin(sources));
    diagnostics.sort_by(|a, b| order(a, sources).cmp(&order(b, sources)));
    diagnostics.dedup_by(|later, first| is_met_again(later, first));
    Feature::once(diagnostics);
}

/// Whether a diagnostic is the one before it, met in another place: an error of a template, say, that every slide with
/// that template meets. Then the first one gets the further places, up to [`PLACES`].
fn is_met_again(later: &Diagnostic, first: &mut Diagnostic) -> bool {
    let is_same = (later.code, later.at, &later.message) == (first.code, first.at, &first.message);
    if !is_same || first.at.is_none() || (later.related != first.related && later.code != "template") {
        return false;
    }
    let room = PLACES.saturating_sub(first.related.len());
    let new = later.related.iter().filter(|it| !first.related.contains(it)).take(room).cloned();
    let new: Vec<_> = new.collect();
    first.related.extend(new);
    true
}

/// How many places are listed at which one error was met.
const PLACES: usize = 4;

/// Diagnostics go by file and place; those without a place come first.
fn order<'a>(diagnostic: &Diagnostic, sources: &'a Sources) -> (Option<(&'a str, u32)>, Severity, String) {
    let place = diagnostic.at.map(|at| (sources.get(at.source).name.as_str(), at.start));
    (place, diagnostic.severity, diagnostic.message.clone())
}

/// Leaves out names and values that look like slips, and which a style sheet or script of the talk speaks of.
pub(super) fn leave_own_names(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let codes = [PRIVATE, "unknown-attribute", "unknown-fragment", "unknown-value"];
    if !diagnostics.iter().any(|diagnostic| codes.contains(&diagnostic.code)) {
        return;
    }
    let words: HashSet<&str> = sources.iter().flat_map(|(_, source)| references(source.text())).collect();
    // What was to be private must not be shown for the sake of a word that is somewhere in a slide.
    let sheets = sources.iter().filter(|(_, source)| source.name.ends_with(".css"));
    let styled: HashSet<&str> = sheets.flat_map(|(_, source)| references(source.text())).collect();
    diagnostics.retain(|diagnostic| {
        if !codes.contains(&diagnostic.code) {
            return true;
        }
        let words = if diagnostic.code == PRIVATE { &styled } else { &words };
        let Some(name) = diagnostic.subject.as_deref() else { return true };
        let in_dataset = name.strip_prefix("data-").map(camel_case);
        !words.contains(name) && !in_dataset.is_some_and(|name| words.contains(name.as_str()))
    });
}

/// A name as `dataset` has it: `chart-kind` is `chartKind`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('-');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// The names that a text speaks of as style sheets and scripts do: `.name`, `[name`, `'name'`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['.', '[', '\'']).filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let length =
            rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-' && it != '_').unwrap_or(rest.len());
        (length > 3).then(|| &rest[..length])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_own_names(text: &str, left: &[&str]) {
        let mut sources = Sources::default();
        sources.add("a.css", text.as_bytes(), &mut Vec::new());
        let unknown =
            |name: &str| Diagnostic::warning("unknown-attribute", None, "nothing reads it").about(name);
        let mut diagnostics = vec![unknown("data-stage"), unknown("data-auto-animat")];
        leave_own_names(&mut diagnostics, &sources);
        let names: Vec<_> =
            diagnostics.iter().filter_map(|diagnostic| diagnostic.subject.as_deref()).collect();
        assert_eq!(names, left, "{text}");
    }

    #[test]
    fn a_name_that_a_style_sheet_or_script_speaks_of_is_the_authors_own() {
        check_own_names("p { color: red }", &["data-stage", "data-auto-animat"]);
        check_own_names("[data-stage=\"2\"] { color: red }", &["data-auto-animat"]);
        check_own_names("slide.dataset.stage", &["data-auto-animat"]);
        check_own_names("it.getAttribute('data-auto-animat')", &["data-stage"]);
    }
}
