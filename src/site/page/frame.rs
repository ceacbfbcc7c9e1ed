//! The page around its slides: style, script, configuration, and the policy that allows what it holds.

use super::live;
use super::policy::Policy;
use super::{PageResult, SLIDES, Slides, Wrapper};
use crate::deck::Trust;
use crate::html::Permissions;
use crate::render;
use crate::site::templates::{Template, Templates, Values};
use crate::site::untrusted::permitted;
use crate::text::Sources;

/// What the page is, besides its slides.
pub struct FrameParts<'a> {
    pub style: &'a str,
    pub script: &'a str,
    /// What stands beside the slides, on every one of them.
    pub running: &'a str,
    /// The configuration block's text.
    pub configuration: &'a str,
    /// What the slides and the theme load and run.
    pub permissions: Permissions,
    /// Whether there are files beside the page.
    pub has_files: bool,
    /// Whether it works offline after one visit.
    pub is_offline: bool,
    /// Whether it is known where the page will be found.
    pub has_address: bool,
    /// Whether the page is changed while it is looked at.
    pub is_preview: bool,
    pub trust: Trust,
}

/// A page without its slides.
pub struct Frame {
    /// What stands around the slides.
    pub around: Wrapper,
    /// The same without policy, style and script.
    pub bare: String,
    pub permissions: Permissions,
    pub has_files: bool,
}

/// Stands for the policy while the template is filled: a name that no template holds.
const POLICY: &str = "orate-policy-goes-here-6f1d";

impl FrameParts<'_> {
    /// The page around its slides. The policy is made last, from what the templates have put out too.
    pub fn frame(mut self, slides: &Slides, templates: &Templates, sources: &Sources) -> PageResult<Frame> {
        let values = Values::default()
            .with("policy", &POLICY)
            .with_html("style", self.style)
            .with_html("script", self.script)
            .with_html("slides", SLIDES)
            .with_html("running", self.running)
            .with_html("configuration", self.configuration);
        let mut text = templates.render(Template::Page, values, sources, None)?;
        if self.is_preview {
            live::mark(&mut text);
        }
        if templates.has_own(Template::Page) {
            let known = [self.script, self.style, self.configuration];
            let others = known.iter().fold(text.clone(), |text, known| text.replacen(known, "", 1));
            let others = others.replacen("<style></style>", "", 1);
            self.permissions.extend(&render::permissions(&others));
        }
        slides.slides.iter().for_each(|slide| self.permissions.extend(&slide.permissions));
        if templates.has_own(Template::Section) {
            for stack in slides.columns.iter().filter_map(|column| column.stack.as_ref()) {
                self.permissions.extend(&render::permissions(&stack.text()));
            }
        }
        self.permissions = permitted(self.permissions, self.trust);
        let policy = Policy {
            trust: self.trust,
            permissions: &self.permissions,
            script: self.script,
            style: self.style,
            has_files: self.has_files,
            asks_its_server: self.is_preview || self.has_address,
            has_worker: self.is_offline,
        };
        let policy = policy.content().replace('\'', "&#39;");
        let bare = match self.is_preview {
            true => text.replacen(self.style, "", 1).replacen(self.script, "", 1),
            false => String::new(),
        };
        let around = Wrapper::new(text.replacen(POLICY, &policy, 1), SLIDES);
        Ok(Frame { around, bare, permissions: self.permissions, has_files: self.has_files })
    }
}
