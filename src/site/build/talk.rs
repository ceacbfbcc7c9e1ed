//! A talk after its first four stages, as the parts of its page need it.

use std::collections::BTreeMap;

use super::Talk;
use crate::html::Permissions;
use crate::site::page::bundle::Contents;
use crate::site::page::frame::Frame;
use crate::site::page::{Holes, Page, Slides};
use crate::site::templates::Templates;
use crate::site::{Output, Parts, sharing};
use crate::text::Noted;

impl<'a> Talk<'a> {
    pub(super) fn holes(self) -> Holes<'a> {
        Holes { plan: &self.placed.plan, links: &self.linked.links, are_late: false }
    }

    /// `has_own_code` says whether the talk has templates or scripts of its own.
    pub(super) fn contents(self, has_own_code: bool) -> Contents<'a> {
        Contents {
            settings: &self.read.deck.settings,
            columns: &self.rendered.columns,
            rendered: &self.rendered.slides,
            running: &self.rendered.running,
            has_own_code,
            has_pdf: self.placed.links.pdf.is_some(),
        }
    }

    pub(super) fn page(self, templates: &'a Templates) -> Page<'a> {
        Page {
            columns: &self.rendered.columns,
            rendered: &self.rendered.slides,
            starts: &self.linked.starts,
            holes: self.holes(),
            templates,
            sources: &self.rendered.sources,
        }
    }

    pub(super) fn parts(self, shown: Slides, frame: Frame) -> Parts {
        Parts::new(&self.linked.keys, &self.rendered.slides, shown, frame)
    }

    /// What the slides and their style load and run.
    pub(super) fn permissions(self) -> Permissions {
        let mut permissions = self.linked.starts.permissions.clone();
        self.rendered.slides.iter().for_each(|slide| permissions.extend(&slide.permissions));
        permissions.extend(&self.rendered.theme.permissions());
        permissions.extend(&self.rendered.running.permissions);
        self.placed.plan.connections().for_each(|address| permissions.connect(address));
        self.placed.plan.imports().for_each(|address| permissions.import(address));
        permissions
    }

    /// The pages and cards by which single slides are shared.
    pub(super) fn shared_slides(self, templates: &Templates) -> Noted<BTreeMap<String, Output>> {
        let slides = sharing::Slides {
            settings: &self.read.deck.settings,
            title: &self.rendered.title,
            rendered: &self.rendered.slides,
            ids: &self.linked.ids.slides,
            templates,
            sources: &self.rendered.sources,
        };
        slides.write()
    }
}
