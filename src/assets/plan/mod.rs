//! What is written in the place of each reference.

mod asset;
mod lookup;
mod opened;
mod report;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::clean::{self, Cleaned};
use super::svg::{self, Form};
use super::unclean::{CleanedAddress, Unclean};
use super::{Address, Content, File, Library, Reference, Role, Shape, css, page_files};
use crate::deck::Embed;
use crate::text::{Diagnostic, Noted, Span};
use asset::Asset;
pub(crate) use lookup::resolve;
use lookup::{Lookup, Resolved};
pub(crate) use opened::OpenedFiles;
use report::Reporter;

/// The address that never leads anywhere (CSS Values 4, section 4.5.5).
const NOWHERE: &str = "about:invalid";

/// The address that holds nothing.
const EMPTY: &str = "data:,";

/// When a file becomes part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Whether files become part of the page.
    pub embed: Embed,
    /// In bytes; what is larger goes beside the page where `embed` is [`Embed::Auto`].
    pub limit: u64,
    /// Nothing may be beside the page, whatever `embed` and `limit` say.
    pub single_file: bool,
    /// Others get the site, so that files are cleaned of what nobody sees.
    pub public: bool,
    /// What leads from the page to the folder whose `assets/` has its files: `""`, or `"../"` for pages that share them.
    pub root: &'static str,
}

impl Rules {
    /// Whether scripts and documents become part of the page, and are not files beside it.
    pub(crate) fn embeds_documents(self) -> bool {
        self.single_file || self.embed == Embed::Always
    }
}

/// The files that a site refers to, and what becomes of each.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    lookup: Lookup,
    assets: Vec<Asset>,
    /// Indexes into `assets`, by the path of each file that was found.
    by_path: HashMap<String, usize>,
    /// What was opened to know what it names: pages and style sheets.
    opened: OpenedFiles,
    style: String,
    outputs: BTreeMap<String, Output>,
    /// Of a public site: what `data:` addresses become, where they are not fine as they are.
    data: HashMap<String, CleanedAddress>,
    uncleaned: Vec<Uncleaned>,
}

/// A file, or the content of an address, that goes out as it is although it may hold more than one sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Uncleaned {
    /// The path in the project, or `data:` and the media type.
    pub name: String,
    /// Why orate does not clean it.
    pub why: Unclean,
    /// Where it is first named.
    pub at: Span,
}

/// What is in the place of a reference.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer<'a> {
    /// The address is not one of the project's (`https:`, `data:`, `#…`, empty), or it is a link that leads
    /// nowhere here and may yet lead somewhere on the web: it stays as the author wrote it.
    AsWritten,
    /// There is no such file, or it cannot be shown; a diagnostic says so. An `img` is best left without `src`.
    Missing,
    /// An address: a data URI, or that of a file beside the page.
    Url {
        /// Ready for an attribute or a `url(…)`.
        url: Cow<'a, str>,
        /// The picture's own shape, if it is known.
        shape: Option<Shape>,
    },
    /// The bytes are in the style, once for all their uses. Only for roles that a CSS image can fill:
    /// [`Role::Image`], [`Role::Background`] and [`Role::Style`].
    Shared {
        /// The custom property, `--orate-image-…`, for `background-image:var(…)`; that of a drawing is `--orate-image-svg-…`.
        property: &'a str,
        /// The address of a transparent image of the same shape, for `src`.
        stand_in: &'a str,
        /// The picture's own shape, if it is known.
        shape: Option<Shape>,
    },
}

/// One file of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Its contents.
    Bytes(Arc<[u8]>),
    /// A file of the project that was too large to be read into memory, to be copied as it is.
    Copy {
        /// Its path in the project.
        from: String,
        /// Its length in bytes.
        size: u64,
    },
}

impl Output {
    /// The length in bytes.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Output::Bytes(bytes) => bytes.len() as u64,
            Output::Copy { size, .. } => *size,
        }
    }
}

impl Plan {
    /// Looks up every reference of a site, and decides.
    ///
    /// References are to be given in the order of the talk; it decides which diagnostic comes first.
    pub(crate) fn make<'a>(
        library: &dyn Library,
        rules: Rules,
        references: impl IntoIterator<Item = &'a Reference>,
        opened: OpenedFiles,
    ) -> Noted<Plan> {
        let of_sheets: Vec<Reference> = opened.references().cloned().collect();
        let references: Vec<&'a Reference> = references.into_iter().collect();
        let references = [references.as_slice(), &of_sheets.iter().collect::<Vec<_>>()].concat();
        let mut plan = Plan { lookup: Lookup::make(library, &references), opened, ..Plan::default() };
        plan.data = if rules.public { cleaned_data(&references) } else { HashMap::new() };
        plan.gather(&references, rules.public);
        for reference in &references {
            if let Some((asset, suffix)) = plan.asset_and_suffix(reference) {
                let is_whole = !suffix.contains('#');
                plan.assets[asset].count(reference.role, is_whole);
            }
        }
        plan.assets.par_iter_mut().for_each(|asset| asset.place(rules));
        plan.style = plan.assets.iter().filter_map(Asset::style).collect();
        plan.outputs = plan.assets.iter().flat_map(Asset::outputs).collect();
        plan.place_opened(rules);
        let mut diagnostics = plan.report(Reporter::new(library), &references);
        if rules.public {
            let uncleaned = plan.find_uncleaned(&references);
            plan.uncleaned.splice(0..0, uncleaned);
            diagnostics.extend(report::uncleaned(&plan.uncleaned));
            diagnostics.extend(plan.hidden_layers(&references));
        }
        Noted::new(plan, diagnostics)
    }

    /// What is in the place of a reference that the plan was made with.
    pub(crate) fn answer(&self, reference: &Reference) -> Answer<'_> {
        if let Some(url) = self.opened_address(reference) {
            return Answer::Url { url, shape: None };
        }
        let Some((asset, suffix)) = self.asset_and_suffix(reference) else {
            return match self.lookup.get(reference) {
                Some(Resolved::Elsewhere) | None => match self.data.get(&reference.address) {
                    Some(CleanedAddress { address: Some(address), .. }) => {
                        Answer::Url { url: Cow::Borrowed(address), shape: None }
                    }
                    _ => Answer::AsWritten,
                },
                Some(_) if reference.role == Role::Link => Answer::AsWritten,
                Some(_) => Answer::Missing,
            };
        };
        self.assets[asset].answer(reference.role, suffix)
    }

    /// The text to put where only an address (or, in style, a whole CSS image or `url(…)`) can be.
    ///
    /// For [`Role::Background`] this is `var(--orate-image-…)` where the file is part of the page, else an
    /// address; for [`Role::Style`] `url("…")` or `var(…)`, for [`Role::Font`] and [`Role::Import`] `url("…")`;
    /// for all others an address. `about:invalid` where the file is missing. Not escaped for HTML. A
    /// [`Role::Image`] may be shared, so ask [`answer`](Plan::answer) for it.
    pub(crate) fn url<'a>(&'a self, reference: &'a Reference) -> Cow<'a, str> {
        let address = match self.answer(reference) {
            Answer::Shared { property, .. } => return format!("var({property})").into(),
            Answer::AsWritten => Cow::Borrowed(reference.address.as_str()),
            // A format that nobody has is not a mistake, and the policy lets fonts come out of addresses alone.
            Answer::Missing if matches!(reference.role, Role::Font | Role::Format { .. }) => {
                Cow::Borrowed(EMPTY)
            }
            Answer::Missing => Cow::Borrowed(NOWHERE),
            Answer::Url { url, .. } => url,
        };
        match reference.role {
            Role::Style | Role::Font | Role::Format { .. } | Role::Import => {
                format!("url({})", css::quoted(&address)).into()
            }
            // White space parts the candidates of a `srcset`.
            Role::Picture if address.contains(' ') && address.starts_with("data:") => {
                address.replace(' ', "%20").into()
            }
            _ => address,
        }
    }

    /// What [`Plan::url`] gives, for a file in a folder of the site's own: files in the same folder by their names.
    fn url_from<'a>(&'a self, reference: &'a Reference, folder: &str) -> Cow<'a, str> {
        let url = self.url(reference);
        if !self.is_beside(reference) {
            return url;
        }
        url.replacen(folder, "", 1).into()
    }

    /// Whether a reference leads to a file beside the page.
    fn is_beside(&self, reference: &Reference) -> bool {
        match self.answer(reference) {
            Answer::Url { url, .. } => !url.starts_with("data:") && !url.starts_with('#'),
            _ => false,
        }
    }

    /// The style that holds the shared images, one custom property each and a rule that paints it where
    /// `data-orate-image` holds its name;
    /// empty if there are none.
    pub(crate) fn style(&self) -> &str {
        &self.style
    }

    /// The files beside the page, by their path relative to it.
    pub(crate) fn outputs(&self) -> &BTreeMap<String, Output> {
        &self.outputs
    }

    /// The outside addresses that scripts of the talk ask for.
    pub(crate) fn connections(&self) -> impl Iterator<Item = &str> {
        self.opened.connections.iter().map(String::as_str)
    }

    /// The outside addresses that modules of the talk import.
    pub(crate) fn imports(&self) -> impl Iterator<Item = &str> {
        self.opened.imports.iter().map(String::as_str)
    }

    /// Pages and style sheets, with what they name.
    pub(crate) fn opened(&self) -> &OpenedFiles {
        &self.opened
    }

    /// The same, as a value.
    pub(crate) fn into_opened(self) -> OpenedFiles {
        self.opened
    }

    /// Whether a path leads to a file beside the page.
    pub(crate) fn is_output(&self, path: &str) -> bool {
        self.outputs.contains_key(path) || self.outputs.contains_key(&super::percent_decoded(path))
    }

    /// Of a public site: what could not be cleaned, each once, in the order of the talk.
    pub(crate) fn uncleaned(&self) -> &[Uncleaned] {
        &self.uncleaned
    }

    /// Makes an asset of each content, the same for files of the same bytes, in the order of their first use.
    fn gather(&mut self, references: &[&Reference], public: bool) {
        let files = self.used_files(references);
        let contents: Vec<(Content, Cleaned, _)> = files
            .par_iter()
            .map(|(file, uses)| {
                let is_cleaned =
                    public && !(uses.is_only_shown() && svg::is_drawing(&file.path, &file.content));
                let mut cleaned =
                    if is_cleaned { clean::cleaned(&file.path, &file.content) } else { Cleaned::default() };
                let content = match cleaned.bytes.take() {
                    Some(bytes) => Content::Bytes(bytes.into()),
                    None => file.content.clone(),
                };
                let fingerprint = content.fingerprint();
                (content, cleaned, fingerprint)
            })
            .collect();
        let mut by_content = HashMap::new();
        let mut assets: Vec<(Asset, Uses)> = Vec::new();
        let (mut paths, mut uses_of) = (Vec::new(), Vec::new());
        for (file, uses) in files {
            paths.push(file.path.clone());
            uses_of.push(uses);
        }
        for ((path, uses), (content, cleaned, fingerprint)) in paths.into_iter().zip(uses_of).zip(contents) {
            let index = *by_content.entry(fingerprint).or_insert_with(|| {
                assets.push((Asset::new(&path, content, fingerprint, cleaned), Uses::default()));
                assets.len() - 1
            });
            assets[index].1.add(uses);
            self.by_path.insert(path, index);
        }
        let images = assets.par_iter_mut().filter(|(_, uses)| uses.as_image);
        images.for_each(|(asset, uses)| asset.inspect(if uses.in_parts { Form::Part } else { Form::Shown }));
        self.assets = assets.into_iter().map(|(asset, _)| asset).collect();
    }

    /// The files that references lead to, each once, and how they are used.
    fn used_files(&self, references: &[&Reference]) -> Vec<(&Arc<File>, Uses)> {
        let mut files: Vec<(&Arc<File>, Uses)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for &reference in references {
            let Some(Resolved::File { file, suffix }) = self.lookup.get(reference) else { continue };
            if reference.role == Role::Hint || self.opened.holds(&file.path, reference.role) {
                continue;
            }
            let place = *places.entry(file.path.as_str()).or_insert_with(|| {
                files.push((file, Uses::default()));
                files.len() - 1
            });
            files[place].1.add(Uses::of(reference.role, suffix));
        }
        files
    }

    fn asset_and_suffix(&self, reference: &Reference) -> Option<(usize, &str)> {
        match self.lookup.get(reference)? {
            Resolved::File { .. } if reference.role == Role::Hint => None,
            Resolved::File { file, .. } if self.opened.holds(&file.path, reference.role) => None,
            Resolved::File { file, suffix } => Some((*self.by_path.get(&file.path)?, suffix)),
            _ => None,
        }
    }

    /// The address of a page or a style sheet that was opened.
    fn opened_address(&self, reference: &Reference) -> Option<Cow<'_, str>> {
        let Resolved::File { file, suffix } = self.lookup.get(reference)? else { return None };
        self.opened.address(&file.path, reference.role, suffix)
    }

    /// Decides where pages, the files that they name, and style sheets are.
    fn place_opened(&mut self, rules: Rules) {
        let mut opened = std::mem::take(&mut self.opened);
        let pages: Vec<_> = opened.pages.iter().collect();
        let pages: Vec<_> = pages
            .into_par_iter()
            .map(|(path, page)| {
                let cleaned = match rules.public {
                    true => clean::cleaned(path, &page.file.content),
                    false => Cleaned::default(),
                };
                let uncleaned =
                    cleaned.unclean.map(|why| Uncleaned { name: path.to_owned(), why, at: page.at });
                let output = match (cleaned.bytes, &page.file.content) {
                    (Some(bytes), _) => Output::Bytes(bytes.into()),
                    (None, Content::Bytes(bytes)) => Output::Bytes(bytes.clone()),
                    (None, Content::Large { size, .. }) => {
                        Output::Copy { from: path.to_owned(), size: *size }
                    }
                };
                (page_files::place(path), output, uncleaned)
            })
            .collect();
        for (path, output, uncleaned) in pages {
            self.outputs.insert(path, output);
            self.uncleaned.extend(uncleaned);
        }
        let sheets = opened.place_sheets(self, rules);
        self.outputs.extend(sheets);
        self.opened = opened;
    }

    /// What of the talk could not be cleaned and goes out.
    fn find_uncleaned(&self, references: &[&Reference]) -> Vec<Uncleaned> {
        let mut uncleaned = Vec::new();
        let mut names = HashSet::new();
        for reference in references {
            let (name, why) = match (self.lookup.get(reference), self.asset_and_suffix(reference)) {
                (Some(Resolved::File { file, .. }), Some((index, suffix))) => {
                    let asset = &self.assets[index];
                    let goes_out = !asset.is_nowhere(reference.role, !suffix.contains('#'));
                    let Some(why) = asset.unclean(reference.role).filter(|_| goes_out) else { continue };
                    (file.path.clone(), why)
                }
                _ => match self.data.get(&reference.address) {
                    Some(CleanedAddress { unclean: Some(why), .. }) => (head_of(&reference.address), *why),
                    _ => continue,
                },
            };
            if names.insert(name.clone()) {
                uncleaned.push(Uncleaned { name, why, at: reference.at });
            }
        }
        uncleaned
    }

    /// Names each drawing in which something hidden stays, at its first use.
    fn hidden_layers(&self, references: &[&Reference]) -> Vec<Diagnostic> {
        let mut reported = HashSet::new();
        let layers = references.iter().filter_map(|reference| {
            let (index, _) = self.asset_and_suffix(reference)?;
            let layer = self.assets[index].hidden(reference.role)?;
            let Some(Resolved::File { file, .. }) = self.lookup.get(reference) else { return None };
            reported.insert(index).then(|| report::hidden_layer(reference, &file.path, layer))
        });
        layers.collect()
    }

    /// What the formats of a font lead to.
    fn formats(&self, format: &Reference, references: &[&Reference]) -> Vec<&Resolved> {
        let is_same = |other: &&&Reference| other.role == format.role && other.at.source == format.at.source;
        references.iter().filter(is_same).filter_map(|other| self.lookup.get(other)).collect()
    }

    /// Says what is wrong: with each reference that leads nowhere, and with each file at its first use.
    fn report(&self, mut reporter: Reporter<'_>, references: &[&Reference]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut reported = HashSet::new();
        for reference in references {
            let Some(target) = self.lookup.get(reference) else { continue };
            diagnostics.extend(match reference.role {
                Role::Format { .. } => {
                    reporter.format(reference, target, &self.formats(reference, references))
                }
                _ => reporter.reference(reference, target),
            });
            let (Some((index, suffix)), Resolved::File { file, .. }) =
                (self.asset_and_suffix(reference), target)
            else {
                continue;
            };
            let asset = &self.assets[index];
            if reference.role.is_image() && !reported.contains(&index) {
                let trouble = asset.trouble(reference, &file.path);
                reported.extend(trouble.is_some().then_some(index));
                diagnostics.extend(trouble);
            }
            if asset.is_nowhere(reference.role, !suffix.contains('#')) {
                diagnostics.push(report::beside_single_file(reference, &file.path, asset.is_large()));
            }
        }
        diagnostics
    }
}

/// How a file is used.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    as_image: bool,
    /// As something else than an image.
    by_itself: bool,
    /// Of an image, a part is named.
    in_parts: bool,
}

impl Uses {
    fn of(role: Role, suffix: &str) -> Uses {
        let as_image = role.is_image();
        Uses { as_image, by_itself: !as_image, in_parts: as_image && suffix.contains('#') }
    }

    fn add(&mut self, other: Uses) {
        self.as_image |= other.as_image;
        self.by_itself |= other.by_itself;
        self.in_parts |= other.in_parts;
    }

    fn is_only_shown(self) -> bool {
        !self.by_itself
    }
}

/// What the `data:` addresses among references become, where they are not fine as they are.
fn cleaned_data(references: &[&Reference]) -> HashMap<String, CleanedAddress> {
    let addresses = references.iter().map(|reference| reference.address.as_str());
    let mut addresses: Vec<&str> =
        addresses.filter(|address| Address::of(address) == Address::Data).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let cleaned =
        addresses.into_par_iter().map(|address| (address.to_owned(), clean::cleaned_address(address)));
    cleaned.filter(|(_, cleaned)| cleaned.address.is_some() || cleaned.unclean.is_some()).collect()
}

/// A `data:` address up to what it holds.
fn head_of(address: &str) -> String {
    let head = address.trim().split([';', ',']).next().unwrap_or_default();
    head.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
