//! The templates of the project: which of them override, in which order Tera reads them, and what of them is published.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::built_in::{built_in, plain_name};
use crate::assets::css_comments;
use crate::text::{SourceId, Sources};

/// The project's own templates.
#[derive(Clone, Copy)]
pub(crate) struct OwnTemplates<'a> {
    /// By their names, which count from `templates/`.
    pub files: &'a BTreeMap<String, SourceId>,
    pub sources: &'a Sources,
    /// Whether what they make is given away, so that what comments in them say is left out.
    pub are_public: bool,
}

/// The project's own templates without those whose text is that of the built-in one: a copy changes nothing.
pub(super) fn overriding(own: &OwnTemplates<'_>) -> BTreeMap<String, SourceId> {
    let is_copy = |name: &str, id: SourceId| {
        built_in().any(|(other, text)| other == plain_name(name) && text == own.sources.get(id).text())
    };
    own.files.iter().filter(|(name, id)| !is_copy(name, **id)).map(|(name, &id)| (name.clone(), id)).collect()
}

/// A template with blanks for what its comments say (`<!-- -->`, and in a `style` what CSS calls one), so that every place
/// in it stays where it is. What a script says is the script's.
pub(super) fn without_comments(template: &str) -> Cow<'_, str> {
    let mut written = String::new();
    let mut done = 0;
    let lower = template.to_ascii_lowercase();
    let blank =
        |text: &str| -> String { text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect() };
    while let Some(at) = template[done..].find('<').map(|at| done + at) {
        let rest = &template[at..];
        let end_of = |mark: &str| lower[at..].find(mark).map_or(template.len(), |end| at + end + mark.len());
        let begins = |name: &str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let (end, kept) = if begins("<!--") {
            let end = end_of("-->");
            (end, blank(&template[at..end]))
        } else if begins("<script") {
            let end = end_of("</script");
            (end, template[at..end].to_owned())
        } else if begins("<style") {
            let end = end_of("</style");
            let mut css = template[at..end].to_owned();
            for comment in css_comments(&template[at..end]) {
                css.replace_range(comment.clone(), &blank(&template[at..end][comment]));
            }
            (end, css)
        } else {
            (at + 1, "<".to_owned())
        };
        written.push_str(&template[done..at]);
        written.push_str(&kept);
        done = end;
    }
    match written.is_empty() {
        true => template.into(),
        false => (written + &template[done..]).into(),
    }
}

/// The project's own templates, those that others extend or include first: Tera wants a parent before its child.
pub(super) fn in_order_of_need<'a>(
    own: &'a BTreeMap<String, SourceId>,
    sources: &'a Sources,
) -> Vec<(&'a str, &'a str)> {
    let mut waiting: Vec<(&str, &str)> =
        own.iter().map(|(name, &id)| (name.as_str(), sources.get(id).text())).collect();
    let mut ordered: Vec<(&str, &str)> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: Vec<&str> = waiting.iter().map(|(name, _)| *name).collect();
        let needs = |(name, text): &(&str, &str)| {
            names.iter().any(|other| {
                other != name
                    && (text.contains(&format!("\"{other}\"")) || text.contains(&format!("'{other}'")))
            })
        };
        let (later, now): (Vec<_>, Vec<_>) = waiting.iter().partition(|template| needs(template));
        // A circle has no first; Tera will say so.
        if now.is_empty() {
            ordered.extend(later);
            break;
        }
        ordered.extend(now);
        waiting = later;
    }
    ordered
}
