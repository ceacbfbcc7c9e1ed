//! The page around its slides: style, script, configuration, and the policy that allows what it holds.

use std::borrow::Cow;
use std::sync::Arc;

use super::bundle::PageStyle;
use super::configuration::Configuration;
use super::live;
use super::policy::Policy;
use super::shared::{SharedFile, SharedParts};
use super::{PageResult, ShownColumn, Slides, write_columns};
use crate::assets::Rules;
use crate::deck::Trust;
use crate::html::{self, Permissions};
use crate::site::preview::memo::Shown;
use crate::site::templates::{Piece, Slot, Slotted, Template, Templates, Values, escaped};
use crate::site::untrusted::permitted;
use crate::text::Sources;

/// What the page is, besides its slides.
pub(crate) struct FrameParts {
    /// The page's style, but for the images in it.
    pub style: PageStyle,
    /// The part of the style that holds images.
    pub images: String,
    /// orate's own script.
    pub script: Cow<'static, str>,
    /// What the page runs besides.
    pub visit: String,
    /// Fonts that the page shares with others.
    pub shared_fonts: Vec<SharedFile>,
    /// What is beside the slides, on every one of them.
    pub running: String,
    pub configuration: Configuration,
    /// What the slides and the theme load and run.
    pub permissions: Permissions,
    /// Which files are part of the page.
    pub rules: Rules,
    /// Whether there are files beside the page.
    pub has_files: bool,
    /// Whether it works offline after one visit.
    pub is_offline: bool,
    /// Whether it is known where the page will be found.
    pub has_address: bool,
    /// Whether the page is changed while it is shown, as its server says.
    pub has_server: bool,
    pub trust: Trust,
}

/// A page without its slides: what its template made, and what fills the slots in it.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    template: Slotted,
    policy: String,
    /// The page's style, but for the images in it.
    pub style: String,
    /// The part of the style that holds images.
    pub images: String,
    script: Cow<'static, str>,
    /// The files that the page shares with others.
    pub shared: SharedParts,
    pub configuration: Configuration,
    pub permissions: Permissions,
    /// Whether there are files beside the page.
    pub has_files: bool,
}

/// The slots of a page, under the names by which its template knows them.
const SLOTS: [(&str, Slot); 6] = [
    ("policy", Slot::Policy),
    ("links", Slot::Links),
    ("style", Slot::Style),
    ("script", Slot::Script),
    ("configuration", Slot::Configuration),
    ("slides", Slot::Slides),
];

impl FrameParts {
    /// What the template of the page puts out.
    pub(crate) fn template(&self, templates: &Templates, sources: &Sources) -> PageResult<Slotted> {
        let has_own = templates.has_own(Template::Page);
        // The author's own template may do more with the title than show it.
        let title = (!has_own).then_some(("title", Slot::Title));
        let slots: Vec<_> = SLOTS.into_iter().chain(title).collect();
        let values = Values::default().with_html("running", &self.running);
        let mut template = templates.render_slotted(Template::Page, values, &slots, sources)?;
        if self.has_server {
            live::make_room(&mut template);
        }
        Ok(template)
    }

    /// The files that the page shares: none if it is alone. The script of a page that is not trusted stays in it, so that its
    /// policy allows no other.
    fn shared_parts(&self) -> SharedParts {
        let root = self.rules.root;
        if root.is_empty() {
            return SharedParts::default();
        }
        let math = Some(&self.style.math).filter(|math| !math.is_empty());
        let math = math.map(|math| SharedFile::new(root, "math.css", math));
        let common = SharedFile::new(root, "orate.css", &self.style.common);
        let sheets = self.shared_fonts.iter().cloned().chain(math).chain([common]);
        let script = (!self.trust.is_untrusted()).then(|| SharedFile::new(root, "orate.js", &self.script));
        SharedParts { sheets: sheets.collect(), script }
    }

    /// The page around its slides. The policy is made last, from what the templates have put out too.
    pub(crate) fn frame(self, template: Slotted, slides: &Slides, templates: &Templates) -> Frame {
        let mut permissions = self.permissions.clone();
        if templates.has_own(Template::Page) {
            permissions.extend(&html::permissions_of(&template.html()));
        }
        slides.slides.iter().for_each(|slide| permissions.extend(&slide.permissions));
        if templates.has_own(Template::Section) {
            for stack in slides.columns.iter().filter_map(|column| column.stack.as_ref()) {
                permissions.extend(&html::permissions_of(&stack.text()));
            }
        }
        permissions.embed(self.rules);
        let permissions = permitted(permissions, self.trust);
        let shared = match can_share(&template) {
            true => self.shared_parts(),
            false => SharedParts::default(),
        };
        let style = if shared.sheets.is_empty() { self.style.whole() } else { self.style.rest() };
        let script = match &shared.script {
            Some(_) => self.visit.into(),
            None if self.visit.is_empty() => self.script,
            None => Cow::Owned([&*self.script, "\n", &self.visit].concat()),
        };
        let policy = Policy {
            trust: self.trust,
            permissions: &permissions,
            script: &script,
            style: &[style.as_str(), &self.images].concat(),
            shares_script: shared.script.is_some(),
            shares_style: !shared.sheets.is_empty(),
            has_files: self.has_files,
            asks_its_server: self.has_server || self.has_address,
            has_worker: self.is_offline,
        };
        Frame {
            policy: policy.content().replace('\'', "&#39;"),
            template,
            style,
            images: self.images,
            script,
            shared,
            configuration: self.configuration,
            permissions,
            has_files: self.has_files,
        }
    }
}

/// Whether a page has a place for the files that it shares: a template of the author's own may have none.
pub(crate) fn can_share(template: &Slotted) -> bool {
    template.count(Slot::Links) == 1
}

impl Frame {
    /// Whether a page that was loaded with the other frame can be changed into this one: all but policy, style, images,
    /// times and, where only the built-in template shows it, the title is the same.
    pub(crate) fn is_like(&self, other: &Frame) -> bool {
        let has_title_slot = self.template.count(Slot::Title) > 0;
        self.template == other.template
            && self.configuration.is_like(&other.configuration)
            && (has_title_slot || self.configuration.title == other.configuration.title)
    }

    /// The whole page. `live` is what its server says to it.
    pub(crate) fn write<'a>(
        &self,
        columns: &[ShownColumn],
        slides: impl Iterator<Item = &'a Arc<Shown>>,
        live: &str,
    ) -> String {
        let mut page = String::new();
        let mut slides = Some(slides);
        for piece in self.template.pieces() {
            match piece {
                Piece::Html(html) => page.push_str(html),
                Piece::Slot(Slot::Policy) => page.push_str(&self.policy),
                Piece::Slot(Slot::Title) => page.push_str(&escaped(&self.configuration.title)),
                Piece::Slot(Slot::Links) => page.push_str(&self.shared.links()),
                Piece::Slot(Slot::Style) => page.extend([self.style.as_str(), &self.images]),
                Piece::Slot(Slot::Script) => page.push_str(&self.script),
                Piece::Slot(Slot::Configuration) => page.push_str(&self.configuration.json()),
                Piece::Slot(Slot::Live) => page.push_str(live),
                Piece::Slot(Slot::Slides) => {
                    slides.take().into_iter().for_each(|slides| write_columns(&mut page, columns, slides));
                }
            }
        }
        page
    }
}
