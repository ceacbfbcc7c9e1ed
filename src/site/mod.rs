//! From a project to a site: a map of output files, and everything there is to say about them.
//!
//! [`build`] is the whole pipeline, and a function: the same project gives the same site, on every machine and
//! at every time. Reading the project and writing the site are `shell`'s.
//!
//! [`preview`] is the same for a deck that is looked at while it is written: what it remembers from one build to
//! the next is in a [`Memo`] and changes nothing but the time it takes, and [`difference`] says what to change in
//! a page that shows the last one.

pub mod audit;
pub mod collection;
mod hosting;
pub mod import;
mod include;
mod links;
mod lints;
mod page;
mod preview;
pub mod privacy;
mod project;
mod read;
mod sharing;
mod talk_links;
pub mod templates;
pub mod timing;
mod untrusted;
mod variant;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use page::live::with_live;
pub use page::theme::nearest_theme;
pub use page::{ShownColumn, Wrapper};
pub use preview::difference::{AddedColumn, Change, Difference, Splice, difference};
pub use preview::memo::{Memo, Shown};
pub use preview::{Part, Parts, Preview, preview};
pub use project::Project;
pub use talk_links::TalkLinks;
pub use timing::Timing;

pub use crate::assets::{Output, Uncleaned};
use page::bundle::{Needs, math_style, script, style};
use read::{Read, read};
use talk_links::{below, card_address, card_reference, listed_files};

use self::templates::{OwnTemplates, Templates};
use crate::assets::{Plan, Rules};
use crate::deck::{Deck, Settings, Trust};
use crate::html::{Links, Permissions};
use crate::render::{self, Rendered};
use crate::runtime::Edition;
use crate::site::page::configuration::Configuration;
use crate::site::page::frame;
use crate::site::page::ids;
use crate::site::page::theme;
use crate::text::{Diagnostic, Severity, Sources, program_name};

/// From how many slides on more than one thread pays.
const MANY: usize = 64;

/// What a build puts out: files by their path within the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Paths are relative, with `/` on every system, and never lead upwards.
    pub files: BTreeMap<String, Output>,
}

/// How a project is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The variant to make; none for that of the settings.
    pub variant: Option<String>,
    /// For others: without notes, hidden slides, drafts, comments, and the tools to speak with.
    pub public: bool,
    /// Everything in one file, whatever the settings say.
    pub single_file: bool,
    /// Whether what the talk holds may act in its page.
    pub trust: Trust,
}

impl Options {
    /// Whether a host is to serve what comes out.
    fn is_for_hosts(&self) -> bool {
        self.public && !self.single_file
    }
}

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// Without a page where a template failed.
    pub site: Site,
    pub deck: Deck,
    /// How many slides hold notes that are in the page.
    pub with_notes: usize,
    /// The deck's title: the author's, else the first heading.
    pub title: String,
    /// In the order of the talk.
    pub slides: Vec<BuiltSlide>,
    pub elsewhere: TalkLinks,
    /// Of a public build: what was left out, and what was not.
    pub privacy: privacy::Collected,
    /// The links of all slides, for the codes that lead to them.
    pub links: Links,
    pub timing: Timing,
    /// What the page loads from elsewhere, and what it runs.
    pub permissions: Permissions,
    /// Of a public build: the files that go out as they are, since they cannot be cleaned.
    pub uncleaned: Vec<Uncleaned>,
    /// Everything to tell the author, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into: those of the project, and style sheets read on the way.
    pub sources: Sources,
}

/// A slide of a deck that was built.
#[derive(Clone, Debug)]
pub struct BuiltSlide {
    /// Its id in the page; none where there is nothing to make one from.
    pub id: Option<String>,
    /// The column, counted from 0.
    pub h: usize,
    /// The place in the column, counted from 0.
    pub v: usize,
    pub rendered: Arc<Rendered>,
}

impl Built {
    /// Whether the deck is not what its author meant.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Builds the site of a project.
pub fn build(project: &Project, options: &Options) -> Built {
    rebuild(project, options, &mut Memo::default())
}

/// Builds the site of a project to be told everything that could be better in it, and not only what is wrong.
pub fn check(project: &Project, options: &Options) -> Built {
    make(project, options, &mut Memo::default(), Purpose::Check).0
}

/// Builds the site of a project again: the same as [`build`], in less time. `memo` is that of the last build.
pub fn rebuild(project: &Project, options: &Options, memo: &mut Memo) -> Built {
    make(project, options, memo, Purpose::Build).0
}

/// What a site is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Build,
    /// To be changed in place while the talk is written.
    Preview,
    /// For what there is to say about it.
    Check,
}

/// How long a talk takes, and what there is to say about its slides.
#[derive(Debug)]
pub struct Timed {
    pub timing: Timing,
    /// The names of all variants, in the order of the alphabet.
    pub variants: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
}

/// Times a talk, without making its page.
pub fn time(project: &Project, options: &Options) -> Timed {
    let Read { deck, variant, mut known, privacy: _, sources, mut diagnostics } =
        read(project, options, false);
    let context = render::Context {
        options: render::Options { public: options.public, check: false, trust: options.trust },
        settings: &deck.settings,
        variant: &variant,
        library: &*project.library,
        // A picture takes no time of a talk.
        programs: &render::NoPrograms,
        budget: &render::Budget::whole(),
    };
    let rendered = Memo::default().render(&deck.columns(), &sources, &context);
    diagnostics.extend(rendered.iter().flat_map(|slide| slide.diagnostics.iter().cloned()));
    known.extend(&rendered);
    diagnostics.extend(known.check(&variant, &deck.settings));
    let (timing, said) = timing::timing(&deck, &rendered);
    diagnostics.extend(said);
    lints::set_levels(&mut diagnostics, &deck.settings.lints, false, options.public);
    in_order(&mut diagnostics, &sources);
    Timed { timing, variants: known.into_names(), diagnostics, sources }
}

/// Builds a site; for a preview, its parts as well.
fn make(project: &Project, options: &Options, memo: &mut Memo, purpose: Purpose) -> (Built, Option<Parts>) {
    let (is_preview, is_check) = (purpose == Purpose::Preview, purpose == Purpose::Check);
    let Read { deck, variant, mut known, privacy, mut sources, mut diagnostics } =
        read(project, options, is_check);
    diagnostics.extend(render::check_math(&deck.settings.math));
    let columns = deck.columns();

    let context = render::Context {
        options: render::Options { public: options.public, check: is_check, trust: options.trust },
        settings: &deck.settings,
        variant: &variant,
        library: &*project.library,
        programs: &*project.programs,
        budget: &render::Budget::whole(),
    };
    let rendered = memo.render(&columns, &sources, &context);
    diagnostics.extend(rendered.iter().flat_map(|slide| slide.diagnostics.iter().cloned()));
    diagnostics.extend(programs_run(&deck.settings, &rendered));
    known.extend(&rendered);
    diagnostics.extend(known.check(&variant, &deck.settings));
    let (timing, said) = timing::timing(&deck, &rendered);
    diagnostics.extend(said);
    let (ids, said) = ids::identify(&columns, &rendered);
    diagnostics.extend(said);
    diagnostics.extend(links::check(&columns, &rendered, &ids, &deck.settings));
    diagnostics.extend(lints::sections(&deck, &sources));
    let keys = if is_preview { preview::keys(&columns, &sources, options.public) } else { Vec::new() };
    let around = page::Surroundings { settings: &deck.settings, trust: options.trust, sources: &sources };
    let starts = page::starts(&columns, &rendered, &ids, &keys, around);
    diagnostics.extend(starts.diagnostics.iter().cloned());

    let theme = theme::load(&deck.settings, &mut sources, &*project.library, &mut diagnostics);
    let theme = if options.public { theme.without_comments() } else { theme };
    let theme = if options.trust.is_untrusted() { theme.without_outside(&mut diagnostics) } else { theme };
    let card = card_reference(&deck.settings, &sources, project);
    let title = title(&deck.settings, &rendered);
    let running = running((&deck.settings, options.trust), &title, project, &mut sources, &mut diagnostics);
    let holes = starts.references().chain(rendered.iter().flat_map(|slide| slide.references()));
    let rules = Rules {
        embed: deck.settings.embed,
        limit: deck.settings.embed_limit,
        single_file: options.single_file,
        public: options.public,
    };
    let listed = listed_files(&deck.settings);
    let references = holes
        .chain(running.content.references())
        .chain(theme.references())
        .chain(&card)
        .chain(listed.iter().flatten());
    let plan = Plan::make(&*project.library, rules, references);
    diagnostics.extend(plan.diagnostics().iter().cloned());

    let cover = card.as_ref().map(|card| plan.url(card).into_owned());
    let has_cards = deck.settings.url.is_some() && !is_preview && !options.single_file;
    // A deck that stays at home is shared with nobody.
    let draws = has_cards && card.is_none() && (options.public || project.inherited.is_some());
    let drawn = if draws { sharing::talk_card(&deck.settings, &title) } else { None };
    let card = match &card {
        Some(card) => Some(card_address(&deck.settings, &plan, card)),
        None => drawn.as_ref().and_then(|_| below(&deck.settings, sharing::CARD)),
    };
    let facts = page::DeckFacts::of(&deck.settings, &title, card.as_deref(), rendered.len());
    let own = untrusted::templates(&project.templates, options.trust, &sources, &mut diagnostics);
    let own = OwnTemplates { files: &own, sources: &sources, are_public: options.public };
    let (templates, said) = Templates::load(own, &facts);
    let has_templates = said.is_empty();
    diagnostics.extend(said);
    let links = links(&rendered);
    let codes = rendered.iter().flat_map(|slide| slide.codes());
    diagnostics
        .extend(codes.filter_map(|wanted| render::figures::qr::fill(wanted, &links).err()).map(|said| *said));
    let holes = page::Holes { plan: &plan, links: &links };
    let page = page::Page {
        columns: &columns,
        rendered: &rendered,
        starts: &starts,
        holes,
        templates: &templates,
        sources: &sources,
    };
    diagnostics.extend(page.unknown_layouts(options.trust));
    let (slides, said) = page.slides(memo);
    let is_whole = has_templates && said.is_empty();
    diagnostics.extend(said);

    let mut permissions = starts.permissions.clone();
    rendered.iter().for_each(|slide| permissions.extend(&slide.permissions));
    permissions.extend(&theme.permissions());
    permissions.extend(&running.permissions);
    let edition = if options.public { Edition::Audience } else { Edition::Presenter };
    let has_running = !running.content.is_empty();
    let running = page::fill(&running.content, holes);
    let needs = Needs {
        templates: is_preview || rendered.iter().any(|slide| slide.layout.is_some()),
        listings: is_preview || rendered.iter().any(|slide| slide.facts.has_listings),
        running: is_preview || has_running,
        players: is_preview || rendered.iter().any(|slide| slide.facts.has_players),
    };
    let base = style(&deck.settings, edition, needs, &theme.css(&plan));
    let base = format!("{}{base}", math_style(&deck.settings, &rendered));
    // How long notes take says something of them.
    let plan_of_time = timing.plan().filter(|_| !options.public);
    let mut script = script(edition, needs, is_preview);
    let offline = way_to_worker(project, &deck.settings, options).filter(|_| !is_preview);
    if let Some(root) = offline {
        script = format!("{script}\n{}", hosting::offline::visit(root)).into();
    }
    let whole = frame::FrameParts {
        style: base,
        images: plan.style().to_owned(),
        script,
        running: &running,
        configuration: Configuration::new(&deck.settings, title.clone(), plan_of_time),
        permissions,
        has_files: !plan.outputs().is_empty(),
        is_offline: offline.is_some(),
        has_address: deck.settings.url.is_some(),
        is_preview,
        trust: options.trust,
    };
    let mut site = Site::default();
    let mut parts = None;
    let mut permissions = Permissions::default();
    let frame = whole.frame(&slides, &templates, &sources);
    frame.iter().for_each(|frame| permissions.extend(&frame.permissions));
    match frame {
        Ok(frame) if is_whole && is_preview => {
            let (slides, columns) = slides.parts(&columns, keys, &rendered);
            parts = Some(Parts { slides, columns, frame });
        }
        Ok(frame) if is_whole => {
            let page = frame.write(&slides.columns, slides.slides.iter(), "");
            site.files.insert("index.html".into(), Output::Bytes(page.into_bytes().into()));
        }
        Ok(_) => {}
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
    site.files.extend(plan.outputs().clone());
    site.files.extend(drawn.map(|card| (sharing::CARD.to_owned(), Output::Bytes(card.into()))));
    if !is_preview && project.edition.is_none() {
        let (settings, rendered, ids) = (&deck.settings, &rendered, &ids.slides);
        let slides = sharing::Slides {
            settings,
            title: &title,
            rendered,
            ids,
            templates: &templates,
            sources: &sources,
        };
        let (files, said) = slides.write();
        diagnostics.extend(said);
        // In one file there is no room for them.
        site.files.extend(files.into_iter().filter(|_| !options.single_file));
    }
    if options.is_for_hosts() && project.inherited.is_none() && purpose == Purpose::Build {
        hosting::prepare(&mut site, &deck.settings.publish.hosting);
    }

    let with_notes = rendered.iter().filter(|slide| slide.facts.has_notes).count();
    lints::leave_own_names(&mut diagnostics, &sources);
    lints::set_levels(&mut diagnostics, &deck.settings.lints, is_check, options.public);
    in_order(&mut diagnostics, &sources);
    let places: Vec<(usize, usize)> = columns
        .iter()
        .enumerate()
        .flat_map(|(h, column)| (0..column.slides.len()).map(move |v| (h, v)))
        .collect();
    let slides = places.into_iter().zip(ids.slides.into_iter().zip(rendered));
    let slides = slides.map(|((h, v), (id, rendered))| BuiltSlide { id, h, v, rendered }).collect();
    let [video, pdf, code] = listed.map(|file| file.map(|file| plan.url(&file).into_owned()));
    let elsewhere = TalkLinks { video, pdf, code, cover, card };
    (
        Built {
            site,
            with_notes,
            timing,
            title,
            slides,
            elsewhere,
            privacy,
            links,
            permissions,
            uncleaned: plan.uncleaned().to_vec(),
            diagnostics,
            deck,
            sources,
        },
        parts,
    )
}

/// What leads from the deck to the folder of the worker by which it works offline, where it is to have one.
fn way_to_worker(project: &Project, settings: &Settings, options: &Options) -> Option<&'static str> {
    let settings = project.inherited.as_ref().unwrap_or(settings);
    let root = match (&project.inherited, &project.edition) {
        (None, _) => "",
        (Some(_), None) => "../",
        (Some(_), Some(_)) => "../../",
    };
    (settings.publish.hosting.offline && options.is_for_hosts()).then_some(root)
}

/// Says aloud which programs draw something of the talk.
fn programs_run(settings: &Settings, rendered: &[Arc<Rendered>]) -> Vec<Diagnostic> {
    let said = settings.diagrams.iter().filter_map(|program| {
        let drawn = rendered.iter().flat_map(|slide| &slide.trace.drawn.languages);
        let count = drawn.filter(|language| **language == program.language).count();
        let diagrams = if count == 1 { "diagram" } else { "diagrams" };
        let message =
            format!("the program `{}` draws {count} {diagrams} of this talk", program_name(&program.command));
        // Without a place: the line that names the command would be shown, with all its arguments.
        (count > 0).then(|| Diagnostic::note("program-runs", None, message))
    });
    said.collect()
}

/// The links of all slides that have ids; of two with the same, the first.
fn links(rendered: &[Arc<Rendered>]) -> Links {
    let mut links = Links::new();
    for (id, address) in rendered.iter().flat_map(|slide| &slide.targets.links) {
        links.entry(id.clone()).or_insert_with(|| address.clone());
    }
    links
}

/// The deck's title: the author's, else the first heading.
fn title(settings: &Settings, rendered: &[Arc<Rendered>]) -> String {
    let heading = || {
        rendered.iter().find_map(|slide| slide.facts.heading.clone()).filter(|heading| !heading.is_empty())
    };
    settings.title.clone().or_else(heading).unwrap_or_else(|| "Untitled talk".into())
}

/// What stands on every slide.
fn running(
    settings: (&Settings, Trust),
    title: &str,
    project: &Project,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> render::Running {
    let source = project.settings.or_else(|| sources.iter().next().map(|(id, _)| id));
    let Some(source) = source else { return render::Running::default() };
    let fallback = sources.whole(source).span.head();
    render::running(settings, title, sources, fallback, diagnostics)
}

/// Puts diagnostics into the files that the author knows and in the order of their places, each once.
fn in_order(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.iter_mut().for_each(|diagnostic| diagnostic.into_origin(sources));
    diagnostics.sort_by(|a, b| order(a, sources).cmp(&order(b, sources)));
    diagnostics.dedup();
}

/// Diagnostics go by file and place; those without a place come first.
fn order<'a>(diagnostic: &Diagnostic, sources: &'a Sources) -> (Option<(&'a str, u32)>, Severity, String) {
    let place = diagnostic.at.map(|at| (sources.get(at.source).name.as_str(), at.start));
    (place, diagnostic.severity, diagnostic.message.clone())
}
