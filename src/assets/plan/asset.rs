//! One content that a site refers to, and where it is put.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Answer, Output, Rules, report};
use crate::assets::clean::Cleaned;
use crate::assets::image::{self, Image, Unshown};
use crate::assets::shape::Shape;
use crate::assets::svg;
use crate::assets::unclean::Unclean;
use crate::assets::{Content, Reference, Role, encode, media};
use crate::deck::Embed;
use crate::text::{Diagnostic, Fingerprint};

/// The longest extension, in characters: `webmanifest` has eleven.
const LONGEST_EXTENSION: usize = 12;

/// The longest stem of a file beside the page, in characters.
const STEM_LIMIT: usize = 40;

/// One content, whatever files hold it.
#[derive(Debug)]
pub(super) struct Asset {
    /// Of the first file that holds it.
    path: String,
    content: Content,
    fingerprint: Fingerprint,
    cleaned: Cleaned,
    /// What it is as an image, where a reference needs one and its bytes are at hand.
    image: Option<Result<Image, Unshown>>,
    /// How it is in the site, by the kind of use; only kinds that occur.
    forms: [Option<Form>; 6],
}

/// A kind of use, which decides where a content may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// An image that may be in the style once for all its uses.
    Shareable,
    /// An image whose every use is a copy.
    Picture,
    /// Anything else that may be part of the page; every use is a copy.
    Embedded,
    /// A script, or a document within the page: a file beside the page where there may be one.
    Document,
    /// A module, which is always part of the page: from disk, browsers load none that is a file.
    Module,
    /// A file that the browser has to find as one.
    Linked,
}

/// All kinds of use.
const USES: [Use; 6] = [Use::Shareable, Use::Picture, Use::Embedded, Use::Document, Use::Module, Use::Linked];

/// How a content is in the site for one kind of use.
#[derive(Debug, Default)]
struct Form {
    /// How often.
    uses: u64,
    /// Whether one of the uses can only be filled from the style.
    needs_style: bool,
    place: Place,
    /// The address: a data URI, or that of the file beside the page.
    url: String,
    /// For a shared image, the custom property and what is in its place.
    property: String,
    stand_in: String,
}

/// Where a content is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// In the address itself.
    Inline,
    /// In the style, once.
    Shared,
    /// In a file beside the page.
    #[default]
    Beside,
    /// Nowhere: only a file could hold it, and there may be none.
    Nowhere,
}

impl Asset {
    /// `path` is that of the first file that holds the content, and `cleaned` says what cleaning it was like.
    pub(super) fn new(path: &str, content: Content, fingerprint: Fingerprint, cleaned: Cleaned) -> Asset {
        let path = path.to_owned();
        Asset { path, content, fingerprint, cleaned, image: None, forms: Default::default() }
    }

    /// Finds out what it is as an image; `form` is that of a drawing.
    pub(super) fn inspect(&mut self, form: svg::Form) {
        if let Content::Bytes(bytes) = &self.content {
            self.image = Some(image::read(&self.path, bytes, form));
        }
    }

    /// Why it goes out in a role without being clean.
    pub(super) fn unclean(&self, role: Role) -> Option<Unclean> {
        self.cleaned.unclean.or_else(|| self.shown_as(role)?.unclean)
    }

    /// A layer that is not seen in a role and stays.
    pub(super) fn hidden(&self, role: Role) -> Option<&str> {
        match self.shown_as(role) {
            Some(image) => image.hidden.as_deref(),
            None => self.cleaned.hidden.as_deref(),
        }
    }

    fn shown_as(&self, role: Role) -> Option<&Image> {
        self.image.as_ref().filter(|_| role.is_image())?.as_ref().ok()
    }

    /// Counts a use. `is_whole` is false for a part of it, named by a fragment.
    pub(super) fn count(&mut self, role: Role, is_whole: bool) {
        let form = self.forms[self.kind(role, is_whole) as usize].get_or_insert_default();
        form.uses += 1;
        form.needs_style |= role == Role::Background && is_whole;
    }

    /// Decides where it is for every kind of use that was counted.
    pub(super) fn place(&mut self, rules: Rules) {
        for kind in USES {
            let Some(mut form) = self.forms[kind as usize].take() else { continue };
            form.place = self.place_for(kind, &form, rules);
            let (media_type, bytes) = self.bytes(kind);
            match (form.place, bytes) {
                (Place::Inline | Place::Shared, Some(bytes)) => {
                    form.url = encode::data_uri(media_type, bytes);
                }
                (Place::Beside, _) => form.url = format!("{}{}", rules.root, self.name(kind)),
                _ => {}
            }
            if form.place == Place::Shared {
                // A drawing may be shown at any size, and the style sheet knows it by this.
                let kind = if media_type == svg::MEDIA_TYPE { "svg-" } else { "" };
                form.property = format!("--orate-image-{kind}{}", self.fingerprint.short());
                form.stand_in = stand_in(self.shape());
            }
            self.forms[kind as usize] = Some(form);
        }
    }

    fn place_for(&self, kind: Use, form: &Form, rules: Rules) -> Place {
        let copies = if kind == Use::Shareable { 1 } else { form.uses };
        let is_embedded = match self.bytes(kind).1 {
            _ if kind == Use::Linked => false,
            None => false,
            Some(_) if rules.embeds_documents() || kind == Use::Module => true,
            Some(_) if kind == Use::Document => false,
            Some(bytes) => match rules.embed {
                Embed::Never => false,
                Embed::Always | Embed::Auto => (bytes.len() as u64).saturating_mul(copies) <= rules.limit,
            },
        };
        match kind {
            Use::Shareable if is_embedded && (form.uses > 1 || form.needs_style) => Place::Shared,
            _ if is_embedded => Place::Inline,
            _ if rules.single_file => Place::Nowhere,
            _ => Place::Beside,
        }
    }

    /// What is in the place of a reference. `suffix` is what followed its path.
    pub(super) fn answer<'a>(&'a self, role: Role, suffix: &str) -> Answer<'a> {
        if role.is_image() && matches!(self.image, Some(Err(_))) && !self.is_opaque(role) {
            return Answer::Missing;
        }
        let fragment = suffix.find('#').map_or("", |hash| &suffix[hash..]);
        let kind = self.kind(role, fragment.is_empty());
        let Some(form) = &self.forms[kind as usize] else { return Answer::Missing };
        let shape = if role.is_image() { self.shape() } else { None };
        let url = |suffix: &str| match suffix {
            "" => Cow::Borrowed(form.url.as_str()),
            suffix => Cow::Owned(format!("{}{suffix}", form.url)),
        };
        match form.place {
            Place::Inline => Answer::Url { url: url(fragment), shape },
            // The hash in the name does what a query does for images; a page may read its query.
            Place::Beside if matches!(kind, Use::Linked | Use::Document) => {
                Answer::Url { url: url(suffix), shape }
            }
            Place::Beside => Answer::Url { url: url(fragment), shape },
            Place::Shared => Answer::Shared { property: &form.property, stand_in: &form.stand_in, shape },
            Place::Nowhere if role == Role::Link => Answer::AsWritten,
            Place::Nowhere => Answer::Missing,
        }
    }

    /// Whether a reference is left without an answer because nothing may be beside the page.
    pub(super) fn is_nowhere(&self, role: Role, is_whole: bool) -> bool {
        let form = &self.forms[self.kind(role, is_whole) as usize];
        form.as_ref().is_some_and(|form| form.place == Place::Nowhere)
    }

    /// Whether it is too large to have been read.
    pub(super) fn is_large(&self) -> bool {
        matches!(self.content, Content::Large { .. })
    }

    /// The custom property of a shared image, as a rule of style.
    pub(super) fn style(&self) -> Option<String> {
        let form = self.forms[Use::Shareable as usize].as_ref()?;
        let is_shared = form.place == Place::Shared;
        let (property, name) = (&form.property, form.property.trim_start_matches('-'));
        let paint = format!("[data-orate-image={name}]{{background-image:var({property})!important}}");
        is_shared.then(|| format!(":root{{{property}:url(\"{}\")}}\n{paint}\n", form.url))
    }

    /// The files beside the page.
    pub(super) fn outputs(&self) -> impl Iterator<Item = (String, Output)> {
        USES.into_iter().filter_map(|kind| {
            let form = self.forms[kind as usize].as_ref()?;
            let output = match (self.bytes(kind).1, &self.content) {
                (Some(bytes), _) => Output::Bytes(bytes.clone()),
                (None, Content::Large { size, .. }) => Output::Copy { from: self.path.clone(), size: *size },
                (None, Content::Bytes(_)) => return None,
            };
            (form.place == Place::Beside).then(|| (form.url.clone(), output))
        })
    }

    /// What is wrong with it as an image.
    pub(super) fn trouble(&self, reference: &Reference, path: &str) -> Option<Diagnostic> {
        match self.image.as_ref()? {
            Err(_) if self.is_opaque(reference.role) => None,
            Err(why) => Some(report::unshown(reference, path, why)),
            Ok(image) => image.flaw.as_ref().map(|flaw| report::flaw(reference, path, flaw)),
        }
    }

    fn kind(&self, role: Role, is_whole: bool) -> Use {
        match role {
            Role::Style if self.is_opaque(role) => Use::Embedded,
            Role::Image | Role::Background | Role::Style if is_whole => Use::Shareable,
            Role::Image | Role::Background | Role::Style | Role::Picture => Use::Picture,
            Role::Font | Role::Format { .. } | Role::Sheet | Role::Import | Role::Media => Use::Embedded,
            // A page in the address itself would be under the policy of this one.
            Role::Object if media::type_of(&self.path) == "text/html" => Use::Linked,
            Role::Module => Use::Module,
            Role::Script | Role::Object => Use::Document,
            Role::Link | Role::Frame | Role::Hint => Use::Linked,
        }
    }

    /// Whether it is not an image where a style may name other things than images.
    fn is_opaque(&self, role: Role) -> bool {
        role == Role::Style
            && self.image == Some(Err(Unshown::Unknown))
            && !media::type_of(&self.path).starts_with("image/")
    }

    /// What is written for a kind of use; no bytes where they were not read, or are no image.
    fn bytes(&self, kind: Use) -> (&'static str, Option<&Arc<[u8]>>) {
        let media_type = media::type_of(&self.path);
        match (kind, &self.image, &self.content) {
            (_, _, Content::Large { .. }) => (media_type, None),
            (Use::Shareable | Use::Picture, Some(Ok(image)), _) => (image.media_type, Some(&image.bytes)),
            (Use::Shareable | Use::Picture, _, _) => (media_type, None),
            (_, _, Content::Bytes(bytes)) => (media_type, Some(bytes)),
        }
    }

    /// The path of the file beside the page: its own name, a part of its hash, and its extension.
    fn name(&self, kind: Use) -> String {
        let (media_type, bytes) = self.bytes(kind);
        let fingerprint = match bytes {
            Some(bytes) if matches!(kind, Use::Shareable | Use::Picture) => Fingerprint::of(bytes),
            _ => self.fingerprint,
        };
        let own = media::extension(&self.path);
        let extension = match media_type == media::type_of(&self.path) {
            true => plain(own, LONGEST_EXTENSION).to_ascii_lowercase(),
            false => media::extension_of(media_type).to_owned(),
        };
        let file_name = media::file_name(&self.path);
        let stem = match own {
            "" => file_name,
            own => &file_name[..file_name.len() - own.len() - 1],
        };
        let stem = match plain(stem, STEM_LIMIT) {
            empty if empty.is_empty() => "file".to_owned(),
            stem => stem,
        };
        let dot = if extension.is_empty() { "" } else { "." };
        format!("assets/{stem}.{}{dot}{extension}", fingerprint.short())
    }

    fn shape(&self) -> Option<Shape> {
        self.image.as_ref()?.as_ref().ok()?.shape
    }
}

/// A name of letters, digits, `-` and `_` only, which every file system and address takes as it is.
pub(super) fn plain(name: &str, limit: usize) -> String {
    let mut plain = String::new();
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => plain.push(character),
            _ if plain.is_empty() || plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
        if plain.len() == limit {
            break;
        }
    }
    plain.truncate(plain.trim_end_matches('-').len());
    plain
}

/// A transparent image of a shape, as an address.
fn stand_in(shape: Option<Shape>) -> String {
    let size = match shape {
        Some(Shape { width, height, is_ratio: false }) => format!(" width='{width}' height='{height}'"),
        Some(Shape { width, height, is_ratio: true }) => format!(" viewBox='0 0 {width} {height}'"),
        None => String::new(),
    };
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'{size}/>");
    encode::data_uri(svg::MEDIA_TYPE, svg.as_bytes())
}
