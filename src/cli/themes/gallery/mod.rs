//! The gallery: one page that shows each theme in both appearances, with slides that were built as any talk is.

use std::fmt::Write as _;

use serde_json::json;

use crate::api::{self, Project};
use crate::runtime::{THEMES, Theme};
use crate::site::Options;

const PAGE: &str = include_str!("page.html");
const SLIDES: &str = include_str!("slides.md");
const STYLE: &str = include_str!("pages.css");

/// The page, complete: it needs no network and no other file.
pub(super) fn page() -> String {
    let decks: Vec<(&str, String)> = THEMES.iter().map(|theme| (theme.name, deck(theme))).collect();
    let script = decks.first().map(|(_, page)| longest_script(page)).unwrap_or_default();
    // Each deck has the same script, which the page so holds once.
    let pages: serde_json::Map<_, _> = decks
        .iter()
        .map(|(name, page)| ((*name).to_owned(), page.split(script).collect::<Vec<_>>().into()))
        .collect();
    // No text of a script may end it.
    let decks = json!({ "script": script, "pages": pages }).to_string().replace('<', "\\u003c");
    let (links, themes) = THEMES.iter().fold((String::new(), String::new()), |(links, themes), theme| {
        (links + &link(theme), themes + &section(theme))
    });
    PAGE.replace("<!-- links -->", links.trim_end())
        .replace("<!-- themes -->", themes.trim_end())
        .replace("<!-- decks -->", &decks)
}

/// The slides in a theme, laid out beside each other as pages are.
fn deck(theme: &Theme) -> String {
    let settings = format!(
        "title = \"Slow is the new down\"\nauthor = \"Mira Okafor\"\nevent = \"Dublin\"\ndate = \"2026-10-13\"\n\
         theme = \"{}\"\nappearance = \"auto\"\nsize = \"16:9\"\nstyles = [\"pages.css\"]\n\
         [reveal]\nview = \"print\"\nmargin = 0\nhash = false\n",
        theme.name
    );
    let project = Project::new().settings(settings).slides("slides/a.md", SLIDES).file("pages.css", STYLE);
    let page =
        api::build(&project, &Options { single_file: true, ..Options::default() }).html.unwrap_or_default();
    without_policy(&page)
}

/// A page without its policy, which would refuse the appearance that the gallery writes on its root.
fn without_policy(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.starts_with("<meta http-equiv=\"Content-Security-Policy\""));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// What is between the tags of the longest script of a page: orate's own.
fn longest_script(page: &str) -> &str {
    let scripts = page.split("<script>").skip(1).filter_map(|rest| rest.split("</script>").next());
    scripts.max_by_key(|script| script.len()).unwrap_or_default()
}

fn link(theme: &Theme) -> String {
    format!("<a href=\"#{0}\">{0}</a>\n", theme.name)
}

fn section(theme: &Theme) -> String {
    let Theme { name, about, is_dark, .. } = theme;
    let mut section = format!(
        "<section id=\"{name}\">\n<header><h2>{name}</h2><p>{about}</p><code>theme = \"{name}\"</code></header>\n<div class=\"pair\">\n"
    );
    for (appearance, is_usual) in [("light", !is_dark), ("dark", *is_dark)] {
        let usual = if is_usual { ", the usual one" } else { "" };
        // A text cannot refuse what is written to it.
        let _ = writeln!(
            section,
            "<figure><div class=\"frame\" data-theme=\"{name}\" data-appearance=\"{appearance}\" inert><iframe title=\"Slides in {name}, {appearance}\"></iframe></div><figcaption>{appearance}{usual}</figcaption></figure>"
        );
    }
    section + "</div>\n</section>\n"
}
