//! Who speaks: the portrait, a few words, where else to find them and how to invite them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::inputs::Pages;
use crate::assets::{Output, Plan, Reference, Role, Rules};
use crate::deck::{Embed, Placed, SiteLink};
use crate::html::{Links, Piece};
use crate::render::{self, Running};
use crate::site::page::{self, Holes};
use crate::text::{Noted, Sources, Span};

/// What templates see as `site.speaker`. Addresses count from the top of the site.
#[derive(Debug, Default, Serialize)]
pub(super) struct Speaker {
    pub portrait: Option<String>,
    /// As HTML.
    pub biography: Option<String>,
    /// As HTML.
    pub invitation: Option<String>,
    pub links: Vec<SiteLink>,
    /// The site's own icon.
    pub icon: Option<String>,
}

/// A speaker, and the files that the site's settings name.
#[derive(Debug, Default)]
pub(super) struct SiteFiles {
    pub speaker: Speaker,
    pub files: BTreeMap<String, Output>,
}

/// Reads what the settings say of the speaker.
pub(super) fn speaker(pages: &Pages<'_>, whole: Span) -> Noted<SiteFiles> {
    let Some(site) = &pages.settings.site else { return SiteFiles::default().into() };
    let mut diagnostics = Vec::new();
    let mut sources: Sources = pages.sources.clone();
    let mut prose = |text: &Option<Placed<String>>| {
        let text = text.as_ref()?;
        let rendered = render::prose(pages.settings, pages.trust, &mut sources, text, whole);
        Some(rendered.take_into(&mut diagnostics))
    };
    let [biography, invitation] = [prose(&site.biography), prose(&site.invitation)];
    let file = |address: &Option<Placed<String>>| {
        let Placed { value, at } = address.clone()?;
        Some(Reference { address: value, base: String::new(), at: at.unwrap_or(whole), role: Role::Picture })
    };
    let (portrait, icon) = (file(&site.portrait), file(&site.icon));
    let texts = [&biography, &invitation].into_iter().flatten();
    let named = texts.flat_map(|text| text.content.references());
    let references: Vec<&Reference> = named.chain(&portrait).chain(&icon).collect();
    let rules =
        Rules { embed: Embed::Never, limit: 0, single_file: false, public: pages.is_public, root: "" };
    let plan = Plan::make(pages.library, rules, references, Default::default()).take_into(&mut diagnostics);
    let links = Links::default();
    let html = |text: Option<Running>| {
        text.map(|text| paragraphs(&text, Holes { plan: &plan, links: &links, are_late: false }))
    };
    let url = |file: Option<Reference>| file.map(|file| plan.url(&file).into_owned());
    let speaker = Speaker {
        portrait: url(portrait),
        biography: html(biography),
        invitation: html(invitation),
        links: site.links.clone(),
        icon: url(icon),
    };
    Noted::new(SiteFiles { speaker, files: plan.outputs().clone() }, diagnostics)
}

/// The HTML of a text; a line alone is a paragraph, too.
fn paragraphs(text: &Running, holes: Holes<'_>) -> String {
    let html = page::fill(&text.content, holes);
    let begins = |piece: Option<&Piece>| matches!(piece, Some(Piece::Html(html)) if html.starts_with("<p"));
    match begins(text.content.pieces().first()) {
        true => html,
        false => format!("<p>{html}</p>"),
    }
}
