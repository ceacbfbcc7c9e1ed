//! The pipeline: a project becomes a site in five stages, each a function from values to values.
//!
//! ```text
//! Project ─ read ─► ReadTalk ─ render ─► RenderedTalk ─ link ─► LinkedTalk ─ place ─► PlacedTalk ─ assemble ─► AssembledTalk
//! ```
//!
//! A build writes the assembled page as one file, a preview keeps its parts to change them one by one, and a check is
//! there for the diagnostics. What a site is built for is asked in this file, and in none of those that it calls.

mod cover;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::named_files::open;
use super::named_files::template::Search;
use super::page::bundle::{Contents, Needs, math_style, script, style};
use super::page::configuration::Configuration;
use super::page::cover::Cover;
use super::page::fonts::{self, PlacedFonts};
use super::page::frame::{Frame, FrameParts};
use super::page::ids::{self, Ids};
use super::page::theme::{self, Appearance};
use super::page::{self, DeckFacts, Holes, Page, Slides, Starts, Surroundings};
use super::preview::keys;
use super::read::{ReadTalk, read};
use super::talk_links::{PDF, below, card_address, card_reference, listed_files};
use super::templates::{OwnTemplates, Slotted, Template, Templates};
use super::{
    Built, BuiltSlide, Memo, Options, Output, Parts, Preview, Project, Site, TalkLinks, Timed, Timing,
    hosting, links, lints, sharing, timing, untrusted,
};
use crate::assets::{Answer, Plan, Reference, Rules, Uncleaned};
use crate::deck::{Column, Settings};
use crate::html::{Links, Permissions};
use crate::parse;
use crate::render::{self, Budget, Programs, Rendered, Running};
use crate::runtime::{self, Edition};
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

/// Marks of the layouts that give text the font of other text. Of our other styles fonts know what they do by heart.
const LAYOUTS_WITH_FONTS: [&str; 3] = ["orate-statement", "orate-number", "data-template=\"code\""];

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
        parts.style.insert_str(0, &fonts.style);
        parts.has_files |= !fonts.outputs.is_empty();
        parts.images.push_str(own_files.style());
        own_files.connections().for_each(|address| parts.permissions.connect(address));
        own_files.imports().for_each(|address| parts.permissions.import(address));
        parts.has_files |= own_files.outputs().next().is_some();
        let frame = template.map(|template| parts.frame(template, &slides, &templates));
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

/// What the stages ask of the job.
impl<'a> Job<'a> {
    fn render_options(self) -> render::Options {
        let places = self.purpose == Purpose::Look;
        let check = places || self.purpose == Purpose::Check;
        render::Options { public: self.options.public, check, trust: self.options.trust, places }
    }

    fn context<'b>(
        self,
        talk: &'b ReadTalk,
        programs: &'b dyn Programs,
        budget: &'b Budget,
    ) -> render::Context<'b>
    where
        'a: 'b,
    {
        render::Context {
            options: self.render_options(),
            settings: &talk.deck.settings,
            variant: &talk.variant,
            library: &*self.project.library,
            programs,
            budget,
        }
    }

    fn edition(self) -> Edition {
        if self.options.public { Edition::Audience } else { Edition::Presenter }
    }

    fn rules(self, settings: &Settings) -> Rules {
        Rules {
            embed: settings.page.embed,
            limit: settings.page.embed_limit,
            single_file: self.options.single_file,
            public: self.options.public,
        }
    }

    /// The theme and the style sheets of the talk, as far as they may go out.
    fn theme(self, settings: &Settings, sources: &mut Sources, memo: &mut Memo) -> Noted<Appearance> {
        let theme = theme::load(settings, sources, &*self.project.library, &mut memo.fonts);
        let theme = if self.options.public { theme.map(Appearance::without_comments) } else { theme };
        match self.options.trust.is_untrusted() {
            true => theme.value.without_outside(theme.diagnostics),
            false => theme,
        }
    }

    /// The fonts of the talk as they are in the site: those of a page are cut to what is in it.
    fn fonts(
        self,
        talk: Talk<'_>,
        slides: &Slides,
        template: Option<&Slotted>,
        memo: &mut Memo,
    ) -> Noted<PlacedFonts> {
        let theme = &talk.rendered.theme;
        if self.purpose == Purpose::Preview {
            return theme.fonts.beside().into();
        }
        let stacks = slides.columns.iter().filter_map(|column| Some(column.stack.as_ref()?.text()));
        let around: Vec<String> = template.map(Slotted::html).into_iter().chain(stacks).collect();
        let spans = talk.rendered.columns.iter().flat_map(|column| column.slides).map(|slide| slide.span);
        let slides: Vec<_> = spans.zip(slides.slides.iter().map(|slide| slide.html.as_str())).collect();
        let texts: Vec<_> = theme.texts().collect();
        let changes_fonts = |html: &str| LAYOUTS_WITH_FONTS.iter().any(|name| html.contains(name));
        let layouts = slides.iter().any(|(_, html)| changes_fonts(html)).then_some(runtime::TEMPLATES_STYLE);
        let styles: Vec<&str> = texts.iter().map(|text| &**text).chain(layouts).collect();
        let settings = &talk.read.deck.settings;
        let page = fonts::Page {
            around: &around,
            slides: &slides,
            styles: &styles,
            has_numbers: settings.page.has_slide_numbers(),
            rules: self.rules(settings),
            sources: &talk.rendered.sources,
        };
        theme.fonts.cut(page, &mut memo.fonts)
    }

    /// What is on every slide.
    fn running(self, settings: &Settings, title: &str, sources: &mut Sources) -> Noted<Running> {
        let source = self.project.settings_source(sources);
        let Some(source) = source else { return Running::default().into() };
        let fallback = sources.whole(source).span.head();
        render::running(settings, self.options.trust, title, sources, fallback)
    }

    /// Whether a card is drawn for a talk that has none of its own: cards are fetched by their whole address, and a deck
    /// that stays at home is shared with nobody.
    fn has_drawn_card(self, settings: &Settings) -> bool {
        let has_place = self.purpose != Purpose::Preview && !self.options.single_file;
        let is_shared = self.options.public || self.project.inherited.is_some();
        settings.publishing.url.is_some() && has_place && is_shared
    }

    /// What the files of the project's own templates are looked for with.
    fn template_files<'b>(self, talk: Talk<'b>, templates: &'b Templates) -> Search<'b>
    where
        'a: 'b,
    {
        let (rendered, linked) = (talk.rendered, talk.linked);
        let slides = rendered.slides.iter().flat_map(|slide| slide.references());
        let named = slides.chain(linked.starts.references()).chain(rendered.running.content.references());
        let is_left = |it: &&Reference| talk.placed.plan.answer(it) == Answer::AsWritten;
        Search {
            library: &*self.project.library,
            rules: self.rules(&talk.read.deck.settings),
            placed: &talk.placed.plan,
            named: named.filter(is_left).map(|reference| reference.address.as_str()).collect(),
            templates,
        }
    }

    /// The templates, which see the facts of the deck.
    fn templates(self, talk: Talk<'_>) -> Noted<Templates> {
        let (settings, rendered) = (&talk.read.deck.settings, talk.rendered);
        let facts = DeckFacts::of(settings, &rendered.title, &talk.placed.links, rendered.slides.len());
        let facts = DeckFacts { home: self.home(), ..facts };
        let own = untrusted::templates(&self.project.templates, self.options.trust, &rendered.sources);
        own.and_then(|files| {
            let sources = &rendered.sources;
            Templates::load(OwnTemplates { files: &files, sources, are_public: self.options.public }, &facts)
        })
    }

    /// What leads from a deck in a site to the folder of its talk.
    fn home(self) -> Option<&'static str> {
        let is_edition = self.project.edition.is_some();
        self.project.inherited.as_ref().map(|_| if is_edition { "../" } else { "./" })
    }

    /// What is around the slides of the page.
    fn frame_parts(self, talk: Talk<'_>, has_own_templates: bool) -> FrameParts {
        let (settings, rendered, plan) = (&talk.read.deck.settings, talk.rendered, &talk.placed.plan);
        let is_preview = self.purpose == Purpose::Preview;
        let permissions = talk.permissions();
        let needs = match is_preview {
            true => Needs::of_preview(!self.options.public),
            false => Needs::of(talk.contents(has_own_templates || permissions.has_scripts())),
        };
        let needs = Needs { home: self.home().is_some(), ..needs };
        let theme = style(settings, self.edition(), needs, &rendered.theme, plan);
        // How long notes take says something of them.
        let timing = rendered.timing.plan().filter(|_| !self.options.public);
        let offline = self.folder_of_worker(settings);
        let script = script(self.edition(), needs);
        FrameParts {
            style: format!("{}{theme}", math_style(settings, &rendered.slides)),
            images: plan.style().to_owned(),
            script: match offline {
                Some(folder) => format!("{script}\n{}", hosting::offline::visit(folder)).into(),
                None => script,
            },
            running: page::fill(&rendered.running.content, talk.holes()),
            configuration: Configuration::new(settings, rendered.title.clone(), timing),
            permissions,
            rules: self.rules(settings),
            has_files: !plan.outputs().is_empty(),
            is_offline: offline.is_some(),
            has_address: settings.publishing.url.is_some(),
            has_server: is_preview,
            trust: self.options.trust,
        }
    }

    /// What leads from the deck to the folder of the worker by which it works offline, where it is to have one.
    fn folder_of_worker(self, settings: &Settings) -> Option<&'static str> {
        let settings = self.project.inherited.as_ref().unwrap_or(settings);
        let folder = match (&self.project.inherited, &self.project.edition) {
            (None, _) => "",
            (Some(_), None) => "../",
            (Some(_), Some(_)) => "../../",
        };
        let has_worker = self.purpose != Purpose::Preview && self.options.is_for_hosts();
        (settings.publishing.hosting.offline && has_worker).then_some(folder)
    }
}

impl<'a> Talk<'a> {
    fn holes(self) -> Holes<'a> {
        Holes { plan: &self.placed.plan, links: &self.linked.links }
    }

    /// `has_own_code` says whether the talk has templates or scripts of its own.
    fn contents(self, has_own_code: bool) -> Contents<'a> {
        Contents {
            settings: &self.read.deck.settings,
            columns: &self.rendered.columns,
            rendered: &self.rendered.slides,
            running: &self.rendered.running,
            has_own_code,
            has_pdf: self.placed.links.pdf.is_some(),
        }
    }

    fn page(self, templates: &'a Templates) -> Page<'a> {
        Page {
            columns: &self.rendered.columns,
            rendered: &self.rendered.slides,
            starts: &self.linked.starts,
            holes: self.holes(),
            templates,
            sources: &self.rendered.sources,
        }
    }

    fn parts(self, shown: Slides, frame: Frame) -> Parts {
        Parts::new(&self.linked.keys, &self.rendered.slides, shown, frame)
    }

    /// What the slides and their style load and run.
    fn permissions(self) -> Permissions {
        let mut permissions = self.linked.starts.permissions.clone();
        self.rendered.slides.iter().for_each(|slide| permissions.extend(&slide.permissions));
        permissions.extend(&self.rendered.theme.permissions());
        permissions.extend(&self.rendered.running.permissions);
        self.placed.plan.connections().for_each(|address| permissions.connect(address));
        self.placed.plan.imports().for_each(|address| permissions.import(address));
        permissions
    }

    /// The pages and cards by which single slides are shared.
    fn shared_slides(self, templates: &Templates) -> Noted<BTreeMap<String, Output>> {
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
