//! What a list of talks shows of a talk, and what makes several talks one site, from the tree.

use super::read::{
    all_placed, choices, date, file, files, link, placed, text, texts, truth, wrong, wrong_kind,
};
use super::{Node, Wrong};
use crate::deck::{Listing, Occasion, Placed, SiteLink, SiteSettings};
use crate::parse::values::{Pair, Table, Value};

/// One part of an address.
pub(super) fn address(node: &Node) -> Result<String, Wrong> {
    let address = text(node)?;
    match is_address(&address) && !address.contains('/') {
        true => Ok(address),
        false => Err(wrong(node, "is not one part of an address", HELP)),
    }
}

/// Addresses from the top of the site, with or without a slash at either end.
pub(super) fn aliases(node: &Node) -> Result<Vec<String>, Wrong> {
    let trimmed = |alias: String| alias.trim_matches('/').to_owned();
    let aliases: Vec<String> = texts(node)?.into_iter().map(trimmed).collect();
    match aliases.iter().all(|alias| is_address(alias)) {
        true => Ok(aliases),
        false => Err(wrong(
            node,
            "must be addresses from the top of the site",
            "write `[\"2024/old-name\"]`, for instance",
        )),
    }
}

const HELP: &str = "use small letters, digits and dashes: `high-availability`, for instance";

/// Parts of letters, digits, dashes, dots and underlines, none of which leads upwards.
fn is_address(address: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_alphanumeric())
            && part.chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter))
    };
    address.split('/').all(is_name)
}

/// Where the slides are as PDF, or whether one is made of them.
pub(super) fn pdf(node: &Node, listing: &mut Listing) -> Result<(), Wrong> {
    let is_link = matches!(node.value, Value::Text(_));
    (listing.pdf, listing.makes_pdf) =
        if is_link { (Some(link(node)?), false) } else { (None, truth(node)?) };
    Ok(())
}

/// A list of tables, each with an `event` and what goes with it.
pub(super) fn editions(node: &Node) -> Result<Vec<Occasion>, Wrong> {
    const HELP: &str = "write `[[editions]]`, and `event = \"…\"` and `date = …` below it";
    let Value::List(nodes) = &node.value else { return Err(wrong_kind(node, "a list of tables", HELP)) };
    let one = |node: &Node| match &node.value {
        Value::Table(pairs) => edition(node, pairs),
        _ => Err(wrong_kind(node, "a list of tables", HELP)),
    };
    nodes.iter().map(one).collect()
}

fn edition(node: &Node, pairs: &Table) -> Result<Occasion, Wrong> {
    let mut edition = Occasion::default();
    for pair in pairs {
        match pair.key.as_str() {
            "event" => edition.event = text(&pair.node)?,
            "date" => edition.date = Some(date(&pair.node)?),
            "place" => edition.place = Some(text(&pair.node)?),
            "video" => edition.video = Some(link(&pair.node)?.value),
            _ => return Err(unknown(pair, &["event", "date", "place", "video"])),
        }
    }
    match edition.event.trim().is_empty() {
        true => Err(wrong(node, "has an edition without an `event`", "say where the talk was given")),
        false => Ok(edition),
    }
}

/// The table that makes a folder a site. With a mistake in it the folder is a site all the same, of what the rest of the
/// table says, so that the mistake is what is reported.
pub(super) fn site(node: &Node, into: &mut Option<SiteSettings>) -> Result<(), Wrong> {
    let site = into.insert(SiteSettings::default());
    let Value::Table(pairs) = &node.value else { return Err(wrong_kind(node, "a table", TALKS_HELP)) };
    let mistakes: Vec<Wrong> = pairs.iter().filter_map(|pair| site_key(pair, site).err()).collect();
    match mistakes.into_iter().next() {
        Some(mistake) => Err(mistake),
        None if site.talks.is_empty() => Err(wrong(node, "names no talks", TALKS_HELP)),
        None => Ok(()),
    }
}

const TALKS_HELP: &str = "write `talks = [\"talks/*\"]` below `[site]`";

/// Gives a key below `[site]` its value.
fn site_key(pair: &Pair, site: &mut SiteSettings) -> Result<(), Wrong> {
    let node = &pair.node;
    match pair.key.as_str() {
        "talks" => site.talks = talk_paths(node)?,
        "portrait" => site.portrait = Some(file(node)?),
        "biography" => site.biography = Some(placed(node)?),
        "links" => site.links = links(node)?,
        "invitation" => site.invitation = Some(placed(node)?),
        "styles" => site.styles = files(node)?,
        "accent" => site.accent = colors(node)?,
        "icon" => site.icon = Some(file(node)?),
        "fonts" => site.fonts = Some(truth(node)?),
        key if super::names(super::DECK).any(|name| name == key) => {
            let help = format!("`{key}` is a setting of the whole site: move it above `[site]`");
            return Err(Wrong::new(pair.at, format!("has no key `{key}`"), help));
        }
        _ => return Err(unknown(pair, SITE_KEYS)),
    }
    Ok(())
}

const SITE_KEYS: &[&str] =
    &["talks", "portrait", "biography", "links", "invitation", "styles", "accent", "icon", "fonts"];

/// A table of names and addresses.
fn links(node: &Node) -> Result<Vec<SiteLink>, Wrong> {
    const HELP: &str = "write `links = { Mastodon = \"https://…\" }`";
    let Value::Table(pairs) = &node.value else { return Err(wrong_kind(node, "a table", HELP)) };
    let one = |pair: &Pair| {
        let address = link(&pair.node)?.value;
        Ok(SiteLink { name: pair.key.clone(), address })
    };
    pairs.iter().map(one).collect()
}

/// A colour of CSS, or two of them.
fn colors(node: &Node) -> Result<Vec<String>, Wrong> {
    const HELP: &str = "write `\"#a8001f\"`, or one for light and one for dark: `[\"#a8001f\", \"#ffc247\"]`";
    let colors = texts(node)?;
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "#(),.%/- ".contains(letter);
    let are_colors = colors.iter().all(|color| !color.trim().is_empty() && color.chars().all(is_part));
    match are_colors && (1..=2).contains(&colors.len()) {
        true => Ok(colors),
        false => Err(wrong(node, "must be one colour or two", HELP)),
    }
}

/// Where the talks of a site are; those outside of it are no talks of it.
fn talk_paths(node: &Node) -> Result<Vec<Placed<String>>, Wrong> {
    let paths = all_placed(node)?;
    let leads_out = |path: &str| path.starts_with('/') || path.split('/').any(|part| part == "..");
    match paths.iter().find(|path| leads_out(&path.value)) {
        Some(path) => {
            let message = format!("looks for talks outside the site: `{}`", path.value);
            Err(Wrong::new(path.at.unwrap_or(node.at), message, TALKS_HELP))
        }
        None => Ok(paths),
    }
}

fn unknown(pair: &Pair, keys: &[&str]) -> Wrong {
    let message = format!("has no key `{}`", pair.key);
    Wrong::new(pair.at, message, choices(&pair.key, keys))
}
