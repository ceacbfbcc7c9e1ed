//! The pipeline: a project becomes a site in five stages, each a function from values to values.
//!
//! ```text
//! Project ─ read ─► ReadTalk ─ render ─► RenderedTalk ─ link ─► LinkedTalk ─ place ─► PlacedTalk ─ assemble ─► AssembledTalk
//! ```
//!
//! A build writes the assembled page as one file, a preview keeps its parts to change them one by one, and a check is
//! there for the diagnostics. What a site is built for is asked in this module, and in none of those that it calls.

mod cover;
mod frame;
mod job;
mod talk;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::named_files::open;
use super::page::cover::Cover;
use super::page::ids::{self, Ids};
use super::page::theme::Appearance;
use super::page::{self, Starts, Surroundings};
use super::preview::keys;
use super::read::{ReadTalk, read};
use super::talk_links::{PDF, below, card_address, card_reference, listed_files};
use super::templates::{Slotted, Template};
use super::{
    Built, BuiltSlide, Memo, Options, Output, Parts, Preview, Project, Site, TalkLinks, Timed, Timing,
    hosting, links, lints, sharing, timing,
};
use crate::assets::{Plan, Reference, Uncleaned};
use crate::deck::{Column, Settings};
use crate::html::{Links, Permissions};
use crate::parse;
use crate::render::{self, Budget, Rendered, Running};
use crate::text::{Diagnostic, Feature, Noted, Severity, Sources, program_name};

/// Builds the site of a project.
pub(crate) fn build(project: &Project, options: &Options) -> Built {
    rebuild(project, options, &mut Memo::default())
}

/// Builds the site of a project again: the same as [`build`], in less time. `memo` is that of the last build.
pub(crate) fn rebuild(project: &Project, options: &Options, memo: &mut Memo) -> Built {
    let (mut built, parts) = run(Job { project, options, purpose: Purpose::Build }, memo);
    built.site.files.extend(parts.map(|parts| index(&parts)));
    if options.is_for_hosts() && project.inherited.is_none() {
        hosting::prepare(&mut built.site, &built.deck.settings.publishing.hosting);
    }
    built
}

/// Builds the site of a project as a browser needs it to show the deck: without what only a host reads.
pub(crate) fn build_deck(project: &Project, options: &Options) -> Built {
    let (mut built, parts) = run(Job { project, options, purpose: Purpose::Build }, &mut Memo::default());
    built.site.files.extend(parts.map(|parts| index(&parts)));
    built
}

/// Builds the site of a project to report everything that could be better in it, and not only what is wrong.
///
/// The site is there to be looked through; it lacks the files that only a host reads.
pub(crate) fn check(project: &Project, options: &Options) -> Built {
    let (mut built, parts) = run(Job { project, options, purpose: Purpose::Check }, &mut Memo::default());
    built.site.files.extend(parts.map(|parts| index(&parts)));
    // Links to it lead somewhere.
    built.site.files.extend(built.pdf.clone().map(|path| (path, Output::Bytes(Vec::new().into()))));
    built
}

/// Builds the site of a project to be looked at in a browser: as [`check`] does, with the place of every element in the page.
pub(crate) fn check_with_places(project: &Project, options: &Options) -> Built {
    let (mut built, parts) = run(Job { project, options, purpose: Purpose::Look }, &mut Memo::default());
    built.site.files.extend(parts.map(|parts| index(&parts)));
    built
}

/// Builds the site of a project, to be looked at while it is written.
///
/// `memo` is that of the last build, or an empty one; it makes no difference to what comes out.
pub(crate) fn preview(project: &Project, options: &Options, memo: &mut Memo) -> Preview {
    let (built, parts) = run(Job { project, options, purpose: Purpose::Preview }, memo);
    Preview { built, parts }
}

/// Times a talk, without making its page.
pub(crate) fn time(project: &Project, options: &Options) -> Timed {
    let job = Job { project, options, purpose: Purpose::Build };
    let mut diagnostics = Vec::new();
    let talk = job.read().take_into(&mut diagnostics);
    let settings = &talk.deck.settings;
    // A picture takes no time of a talk.
    let budget = Budget::whole();
    let context = job.context(&talk, &render::NoPrograms, &budget);
    let rendered = Memo::default().render(&talk.deck.columns(), &talk.sources, &context);
    diagnostics.extend(rendered.iter().flat_map(|slide| slide.diagnostics.iter().cloned()));
    let variants = talk.variant_names.clone().with_slides(&rendered);
    diagnostics.extend(variants.check(&talk.variant, settings));
    let timing = timing::timing(&talk.deck, &rendered).take_into(&mut diagnostics);
    lints::set_levels(&mut diagnostics, &settings.reading.lints, job.render_options());
    lints::in_order(&mut diagnostics, &talk.sources);
    Timed { timing, variants: variants.into_names(), diagnostics, sources: talk.sources }
}

/// The page as the file of a site.
fn index(parts: &Parts) -> (String, Output) {
    ("index.html".to_owned(), Output::Bytes(parts.page("").into_bytes().into()))
}

/// What a site is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Build,
    /// To be changed in place while the talk is written.
    Preview,
    /// For what there is to say about it.
    Check,
    /// The same, in a browser too: every element says where it is written.
    Look,
}

/// What is built, and how.
#[derive(Clone, Copy)]
struct Job<'a> {
    project: &'a Project,
    options: &'a Options,
    purpose: Purpose,
}

/// A talk as HTML and CSS, whose addresses are still open.
struct RenderedTalk<'a> {
    columns: Vec<Column<'a>>,
    /// In the order of the talk.
    slides: Vec<Arc<Rendered>>,
    /// The author's, else the first heading.
    title: String,
    timing: Timing,
    theme: Appearance,
    /// What is on every slide.
    running: Running,
    /// Those of the talk, and of the style sheets and lines that were read on the way.
    sources: Sources,
}

/// What a talk's slides are called, and what leads to them.
struct LinkedTalk {
    ids: Ids,
    /// A key for each slide of a page that is changed while it is shown; else none.
    keys: Vec<String>,
    starts: Starts,
    /// Of all slides, for the codes that lead to them.
    links: Links,
}

/// Where the files of a talk go, and so at which address each is found.
struct PlacedTalk {
    plan: Plan,
    /// Those of the talk, and of the files that were opened to know what they name.
    sources: Sources,
    links: TalkLinks,
    /// The card that was drawn, as a PNG; `None` if the author has one, or none is needed.
    card: Option<Vec<u8>>,
}

/// A talk as its page and the files around it.
struct AssembledTalk {
    /// `None` if a template failed.
    parts: Option<Parts>,
    permissions: Permissions,
    /// Beside the page: files of the project, cards, and pages by which slides are shared.
    files: BTreeMap<String, Output>,
    /// Of a talk in a site: a slide that stands for it.
    cover: Option<Cover>,
    /// Of a public site: what templates name and could not be cleaned.
    uncleaned: Vec<Uncleaned>,
    /// All texts that diagnostics are about.
    sources: Sources,
}

/// A talk on its way into its page.
#[derive(Clone, Copy)]
struct Talk<'a> {
    read: &'a ReadTalk,
    rendered: &'a RenderedTalk<'a>,
    linked: &'a LinkedTalk,
    placed: &'a PlacedTalk,
}

/// Takes a project through all stages.
fn run(job: Job<'_>, memo: &mut Memo) -> (Built, Option<Parts>) {
    let mut diagnostics = Vec::new();
    let read = job.read().take_into(&mut diagnostics);
    let rendered = job.render(&read, memo).take_into(&mut diagnostics);
    let linked = job.link(&read, &rendered).take_into(&mut diagnostics);
    let placed = job.place(&read, &rendered, &linked).take_into(&mut diagnostics);
    let talk = Talk { read: &read, rendered: &rendered, linked: &linked, placed: &placed };
    let AssembledTalk { parts, permissions, files, cover, uncleaned, sources } =
        job.assemble(talk, memo).take_into(&mut diagnostics);
    let PlacedTalk { plan, links: elsewhere, .. } = placed;
    lints::leave_own_names(&mut diagnostics, &sources);
    lints::set_levels(&mut diagnostics, &read.deck.settings.reading.lints, job.render_options());
    lints::in_order(&mut diagnostics, &sources);
    let RenderedTalk { columns, slides, title, timing, .. } = rendered;
    let with_notes = slides.iter().filter(|slide| slide.facts.has_notes).count();
    let slides = page::places(&columns).zip(linked.ids.slides).zip(slides);
    let slides = slides.map(|(((h, v), id), rendered)| BuiltSlide { id, h, v, rendered }).collect();
    let built = Built {
        site: Site { files },
        cover,
        with_notes,
        title,
        slides,
        pdf: job.is_printed(&read.deck.settings).then(|| PDF.to_owned()),
        elsewhere,
        links: linked.links,
        timing,
        permissions,
        uncleaned: [plan.uncleaned(), &uncleaned].concat(),
        opened: plan.into_opened(),
        diagnostics,
        sources,
        privacy: read.privacy,
        deck: read.deck,
    };
    (built, parts)
}

impl Job<'_> {
    /// Stage 1, from texts to the tree of one variant: everything after it sees only what is to be shown, so that
    /// what is private or of another variant cannot get into the page.
    fn read(self) -> Noted<ReadTalk> {
        let parse = match self.purpose {
            Purpose::Check | Purpose::Look => parse::check,
            Purpose::Build | Purpose::Preview => parse::parse,
        };
        read(self.project, self.options, parse)
    }

    /// Stage 2, from the tree to HTML and CSS with holes in it: each slide alone, so that slides are rendered side by
    /// side, and remembered by their content.
    fn render<'b>(self, talk: &'b ReadTalk, memo: &mut Memo) -> Noted<RenderedTalk<'b>> {
        let settings = &talk.deck.settings;
        let columns = talk.deck.columns();
        let mut diagnostics: Vec<Diagnostic> =
            render::check_math(&settings.reading.math).into_iter().collect();
        let budget = Budget::whole();
        let context = self.context(talk, &*self.project.programs, &budget);
        let slides = memo.render(&columns, &talk.sources, &context);
        diagnostics.extend(slides.iter().flat_map(|slide| slide.diagnostics.iter().cloned()));
        diagnostics.extend(programs_run(settings, &slides));
        let variants = talk.variant_names.clone().with_slides(&slides);
        diagnostics.extend(variants.check(&talk.variant, settings));
        let timing = timing::timing(&talk.deck, &slides).take_into(&mut diagnostics);
        let title = title(settings, &slides);
        let mut sources = talk.sources.clone();
        let theme = self.theme(settings, &mut sources, memo).take_into(&mut diagnostics);
        let running = self.running(settings, &title, &mut sources).take_into(&mut diagnostics);
        Noted::new(RenderedTalk { columns, slides, title, timing, theme, running, sources }, diagnostics)
    }

    /// Stage 3, from slides to a talk: which id each has, and whether links and codes lead to one. It needs all slides,
    /// and no file.
    fn link(self, read: &ReadTalk, talk: &RenderedTalk<'_>) -> Noted<LinkedTalk> {
        let settings = &read.deck.settings;
        let mut diagnostics = lints::sections(&read.deck, &talk.sources);
        let ids = ids::identify(&talk.columns, &talk.slides).take_into(&mut diagnostics);
        diagnostics.extend(links::check(&talk.columns, &talk.slides, &ids, settings));
        let keys = match self.purpose {
            Purpose::Preview => keys(&talk.columns, &talk.sources, self.edition()),
            Purpose::Build | Purpose::Check | Purpose::Look => Vec::new(),
        };
        let places = self.purpose == Purpose::Look;
        let around = Surroundings { settings, trust: self.options.trust, sources: &talk.sources, places };
        let starts =
            page::starts(&talk.columns, &talk.slides, &ids, &keys, around).take_into(&mut diagnostics);
        let links = links::of(&talk.slides);
        let codes = talk.slides.iter().flat_map(|slide| slide.codes());
        let failed = codes.filter_map(|code| render::figures::qr::fill(code, &links).err());
        diagnostics.extend(failed.map(|diagnostic| *diagnostic));
        Noted::new(LinkedTalk { ids, keys, starts, links }, diagnostics)
    }

    /// Stage 4, from the files that the talk names to their addresses: which are embedded, which are shared by several
    /// slides, and which lie beside the page. It needs every reference, since a file that is used twice is placed once.
    fn place(self, read: &ReadTalk, talk: &RenderedTalk<'_>, linked: &LinkedTalk) -> Noted<PlacedTalk> {
        let settings = &read.deck.settings;
        let cover = card_reference(settings, &talk.sources, self.project);
        let listed = listed_files(settings);
        let slides = talk.slides.iter().flat_map(|slide| slide.references());
        let references = linked.starts.references().chain(slides);
        let references = references.chain(talk.running.content.references()).chain(talk.theme.references());
        let references = references.chain(&cover).chain(listed.iter().flatten());
        let references: Vec<&Reference> = references.collect();
        let (library, rules) = (&*self.project.library, self.rules(settings));
        let mut sources = talk.sources.clone();
        let opened = open::open(references.iter().copied(), library, &mut sources, rules);
        let plan = opened.and_then(|opened| Plan::make(library, rules, references.iter().copied(), opened));
        let is_card_missing =
            cover.is_none() && self.has_drawn_card(settings) && !Feature::Cards.is_built_in();
        let placed = plan.map(|plan| {
            let drawn = match cover {
                None if self.has_drawn_card(settings) => sharing::talk_card(settings, &talk.title),
                _ => None,
            };
            let card = match &cover {
                Some(cover) => Some(card_address(settings, &plan, cover)),
                None => drawn.as_ref().and_then(|_| below(settings, sharing::CARD)),
            };
            let cover = cover.map(|cover| plan.url(&cover).into_owned());
            let [video, pdf, code] = listed.map(|file| file.map(|file| plan.url(&file).into_owned()));
            let pdf = if self.is_printed(settings) { Some(PDF.to_owned()) } else { pdf };
            PlacedTalk { links: TalkLinks { video, pdf, code, cover, card }, card: drawn, plan, sources }
        });
        placed.note_all(is_card_missing.then(|| Feature::Cards.missing(None)))
    }

    /// Whether the deck is printed when it is published. Whenever a talk was given, it has one PDF.
    fn is_printed(self, settings: &Settings) -> bool {
        let is_wanted = settings.listing.makes_pdf && self.options.with_pdf && self.options.is_for_hosts();
        is_wanted && self.project.edition.is_none()
    }

    /// Stage 5, from everything to the page: holes are filled, slides go through their templates, and the policy
    /// follows from what is in the page. A page is made of all templates or of none.
    fn assemble(self, talk: Talk<'_>, memo: &mut Memo) -> Noted<AssembledTalk> {
        let mut diagnostics = Vec::new();
        let templates = self.templates(talk).take_into(&mut diagnostics);
        let page = talk.page(&templates);
        let mut slides = page.slides(memo).take_into(&mut diagnostics);
        let has_own_templates = templates.own_sources().next().is_some();
        let mut parts = self.frame_parts(talk, has_own_templates);
        let template = parts.template(&templates, &talk.rendered.sources);
        let mut template = template.map_err(|diagnostic| diagnostics.push(diagnostic)).ok();
        let mut sources = talk.placed.sources.clone();
        let text = template.as_ref().map(Slotted::html).filter(|_| templates.has_own(Template::Page));
        let search = self.template_files(talk, &templates);
        let files = search.place(&slides, &text.unwrap_or_default(), &mut sources);
        let mut of_files = Vec::new();
        let own_files = files.take_into(&mut of_files);
        own_files.fill_slides(&mut slides);
        template.iter_mut().for_each(|template| own_files.fill_page(template));
        let fonts = self.fonts(talk, &slides, template.as_ref(), memo).take_into(&mut diagnostics);
        parts.style.fonts = fonts.style;
        parts.shared_fonts = fonts.shared;
        parts.has_files |= !fonts.outputs.is_empty();
        parts.images.push_str(own_files.style());
        own_files.connections().for_each(|address| parts.permissions.connect(address));
        own_files.imports().for_each(|address| parts.permissions.import(address));
        parts.has_files |= own_files.outputs().next().is_some();
        let frame = template.map(|template| parts.frame(template, &slides, &templates));
        let shared = frame.as_ref().map(|frame| frame.shared.outputs()).unwrap_or_default();
        let permissions = frame.as_ref().map_or_else(Permissions::default, |frame| frame.permissions.clone());
        // That a template of an untrusted talk is not used is a warning, and no template failed.
        let is_whole = !diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        diagnostics.append(&mut of_files);
        let parts = frame.filter(|_| is_whole).map(|frame| talk.parts(slides, frame));
        diagnostics.extend(page.unknown_layouts(self.options.trust));
        diagnostics.extend(page.empty_agendas());
        let mut files = talk.placed.plan.outputs().clone();
        files.extend(own_files.outputs());
        files.extend(fonts.outputs);
        files.extend(shared);
        let card = talk.placed.card.clone();
        files.extend(card.map(|card| (sharing::CARD.to_owned(), Output::Bytes(card.into()))));
        if self.purpose != Purpose::Preview && self.project.edition.is_none() {
            let shared = talk.shared_slides(&templates).take_into(&mut diagnostics);
            // In one file there is no room for them.
            files.extend(shared.into_iter().filter(|_| !self.options.single_file));
        }
        let cover = self.cover(talk, &templates, memo).take_into(&mut diagnostics);
        let uncleaned = own_files.uncleaned().to_vec();
        Noted::new(AssembledTalk { parts, permissions, files, cover, uncleaned, sources }, diagnostics)
    }
}

/// Reports each program that draws diagrams of the talk.
fn programs_run(settings: &Settings, rendered: &[Arc<Rendered>]) -> Vec<Diagnostic> {
    let notes = settings.reading.diagrams.iter().filter_map(|program| {
        let languages = rendered.iter().flat_map(|slide| &slide.trace.drawn.languages);
        let count = languages.filter(|language| **language == program.language).count();
        let diagrams = if count == 1 { "diagram" } else { "diagrams" };
        let message =
            format!("the program `{}` draws {count} {diagrams} of this talk", program_name(&program.command));
        // Without a place: the line that names the command would be shown, with all its arguments.
        (count > 0).then(|| Diagnostic::note("program-runs", None, message))
    });
    notes.collect()
}

/// The deck's title: the author's, else the first heading.
fn title(settings: &Settings, rendered: &[Arc<Rendered>]) -> String {
    let heading = || {
        rendered.iter().find_map(|slide| slide.facts.heading.clone()).filter(|heading| !heading.is_empty())
    };
    settings.title.clone().or_else(heading).unwrap_or_else(|| "Untitled talk".into())
}
