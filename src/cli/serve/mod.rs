//! `orate serve`: a talk on disk becomes a deck in the browser, which changes as the talk does.

mod audience;
mod site_of_talks;

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::json;

use self::audience::Audience;
use super::arguments::Serve;
use super::live::RebuildReporter;
use super::report::{self, Context, Editor, counted, remark};
use super::{Outcome, access};
use crate::shell::permission::{self, Access, Resolved};
use crate::shell::project::{self, OpenError};
use crate::shell::serve::{Address, Bound, DeckState, Doors, Ready, Routes};
use crate::shell::watch::{self, Events as _, News, Poll, Poller, SystemEvents};
use crate::site::{self, Difference, Memo, Options, Parts, Preview, Project};
use crate::text::{Diagnostic, Sources};

pub fn run(arguments: &Serve) -> Outcome {
    if !arguments.path.exists() {
        let missing = OpenError::Missing(arguments.path.clone());
        return fail(missing.code(), &missing.to_string(), missing.help());
    }
    let ready = match Ready::new() {
        Ok(ready) => ready,
        Err(error) => return not_served(&error),
    };
    let bound = match (Address { host: arguments.host, port: arguments.port }).bind() {
        Ok(bound) => bound,
        Err(error) => return fail(error.code(), &error.to_string(), error.help()),
    };
    let teller = RebuildReporter::new(&arguments.path, arguments.json, arguments.quiet);
    let access = access::of_build(&arguments.path, arguments.distrust, arguments.programs);
    access::keep_watchable(&access, &arguments.path);
    let doors = match project::open_collection(&arguments.path, &access) {
        Ok(Some(programme)) => {
            announce(&bound, &teller);
            site_of_talks::begin(arguments, programme, access, bound.is_public())
        }
        // A talk that cannot be read yet may be mended while it is served.
        Ok(None) | Err(_) => begin(arguments, teller, &bound, access),
    };
    if arguments.open {
        open(&bound.url());
    }
    match ready.serve(bound, doors, arguments.follow) {
        Ok(()) => Outcome::Fine,
        Err(error) => not_served(&error),
    }
}

/// Begins to watch one talk; gives what is to be served.
fn begin(arguments: &Serve, teller: RebuildReporter, bound: &Bound, access: Access) -> Doors {
    let folder = std::path::absolute(project::folder(&arguments.path)).unwrap_or_default();
    let stage = Arc::new(DeckState::new(folder.clone()));
    let audience = bound.is_public().then(|| Audience::new(&folder));
    let doors = Doors {
        speaker: Arc::new(Routes::of_one(stage.clone())),
        audience: audience.as_ref().map(|audience| Arc::new(Routes::of_one(audience.stage()))),
    };
    let mut show = Show { stage, audience, teller, editor: arguments.editor.clone(), folder };
    let options = Options { variant: arguments.variant.clone(), trust: access.trust, ..Options::default() };
    let mut looker =
        Poller::for_preview(&arguments.path, options).with_access(access).with_audience(bound.is_public());
    let mut system = SystemEvents::watch(&arguments.path, None);
    let look = looker.look(|_| true);
    system.looked(&looker);
    show.teller.note_watching(&system.watching());
    announce(bound, &show.teller);
    show.take(&looker, look);
    std::thread::spawn(move || {
        watch::run(&mut system, &mut looker, |looker, news| match news {
            News::Poll(look) => show.take(looker, look),
            News::Watching(watching) => show.teller.note_watching(&watching),
        });
    });
    doors
}

fn not_served(error: &io::Error) -> Outcome {
    fail("not-served", &format!("the preview ended: {error}"), None)
}

/// Puts what a look has shown on stage, and tells of it.
struct Show {
    stage: Arc<DeckState>,
    /// In a preview on a network.
    audience: Option<Audience>,
    teller: RebuildReporter,
    editor: String,
    folder: PathBuf,
}

impl Show {
    fn take(&mut self, looker: &Poller, look: Poll) {
        match look {
            Poll::Same | Poll::Disturbed => {}
            Poll::Built { preview, audience } => {
                let has_errors = preview.built.has_errors();
                self.built(*preview, looker);
                self.show_audience(audience, has_errors);
            }
            Poll::Unreadable(error) => {
                let diagnostic = self.teller.unreadable(&error, looker.took());
                self.stale(&[diagnostic], &Sources::default(), None);
            }
        }
    }

    /// Where the speaker sees what is wrong, the audience's deck stays as it was.
    fn show_audience(&mut self, preview: Option<Box<Preview>>, has_errors: bool) {
        if let (Some(audience), Some(preview)) = (&mut self.audience, preview)
            && (!has_errors || preview.built.privacy.is_withheld)
        {
            audience.take(*preview);
        }
    }

    fn built(&mut self, Preview { built, parts }: Preview, looker: &Poller) {
        let took = looker.took();
        if built.has_errors() {
            self.teller.built(&built, "", took);
            return self.stale(&built.diagnostics, &built.sources, parts.map(|parts| (built.site, parts)));
        }
        let Some(parts) = parts.map(Arc::new) else { return };
        let old = self.stage.now().parts;
        self.stage.show(built.site.clone(), parts.clone(), None);
        let what = old.map_or("built".to_owned(), |old| changed(&crate::site::difference(&old, &parts)));
        self.teller.built(&built, &what, took);
    }

    /// Lays what is wrong over the last good deck; where there is none yet, over what could be made.
    fn stale(&self, diagnostics: &[Diagnostic], sources: &Sources, made: Option<(site::Site, Parts)>) {
        // An address that opens an editor says where the talk lies, and is of use on this machine alone.
        let is_alone = self.audience.is_none();
        let address = if is_alone { self.editor.as_str() } else { "" };
        let editor = Editor { address, folder: &self.folder };
        let mut trouble = report::troubles(diagnostics, &Context { sources, prefix: "" }, &editor);
        if !is_alone {
            trouble = report::without_places(trouble, &self.folder);
        }
        if self.stage.has_been_good() {
            return self.stage.mark_stale(trouble);
        }
        let (site, parts) = made.or_else(|| empty_deck(false)).unwrap_or_default();
        self.stage.show(site, Arc::new(parts), Some(trouble));
    }
}

/// A page without slides, for a talk that cannot be read yet, or is not for the audience.
fn empty_deck(public: bool) -> Option<(site::Site, Parts)> {
    let project = Project {
        sources: Sources::default(),
        settings: None,
        entries: Vec::new(),
        single: false,
        inherited: None,
        edition: None,
        templates: Default::default(),
        library: Box::new(crate::assets::Memory::default()),
        programs: Box::new(crate::render::NoPrograms),
        diagnostics: Vec::new(),
    };
    let preview = site::preview(&project, &Options { public, ..Options::default() }, &mut Memo::default());
    Some((preview.built.site, preview.parts?))
}

/// What has changed, for people.
fn changed(difference: &Difference) -> String {
    if difference.reload {
        return "page loaded anew".into();
    }
    let mut what = Vec::new();
    let added = difference.columns.as_ref().map_or(0, |columns| columns.added.len());
    match difference.slides.len() {
        0 => {}
        count => what.push(format!("{} changed", counted(count, "slide"))),
    }
    if added > 0 {
        what.push(format!("{added} added"));
    } else if difference.columns.is_some() {
        what.push("order changed".into());
    }
    if difference.style.is_some() {
        what.push("style changed".into());
    }
    if what.is_empty() { "nothing to see changed".into() } else { what.join(", ") }
}

/// Says where the deck is to be seen, and by whom.
fn announce(bound: &Bound, teller: &RebuildReporter) {
    let url = bound.url();
    let audience = bound.audience_url();
    if bound.has_moved && !teller.json {
        teller.note("moved", "the usual port is taken, so another is used", json!({}));
    }
    let text = match &audience {
        None => format!("serving {} at {url} (Ctrl-C ends it)", shown(&teller.project)),
        Some(audience) => {
            if !teller.json
                && let Some(code) = bound.qr_code()
            {
                teller.note("", &code, json!({}));
            }
            format!(
                "serving {} on the network (Ctrl-C ends it)\n  for the audience, without notes: {audience}\n  for the \
                 speaker, notes and all: {url}",
                shown(&teller.project)
            )
        }
    };
    if audience.is_some() && teller.quiet && !teller.json {
        // Nobody can guess the addresses.
        remark(&text);
    }
    let facts = json!({
        "url": url,
        "audience": audience,
        "public": bound.is_public(),
        "moved": bound.has_moved,
    });
    teller.note("serving", &text, facts);
}

fn shown(project: &str) -> String {
    if project == "." { "this talk".into() } else { format!("`{}`", report::visible(project)) }
}

/// Opens the browser, and does not wait for it.
fn open(url: &str) {
    let program = match () {
        () if cfg!(target_os = "macos") => "open",
        () if cfg!(windows) => "explorer",
        () => "xdg-open",
    };
    // What opens a browser is the system's, and never the talk's, wherever `PATH` leads.
    let folder = std::env::current_dir().unwrap_or_default();
    let Resolved::Found(found) = permission::resolve(program, &folder) else {
        return remark(&format!("cannot open the browser (there is no `{program}`); open {url}"));
    };
    let mut command = Command::new(found);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        // Waited for, so that it leaves nothing behind when it has handed the address over.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => remark(&format!("cannot open the browser (`{program}`: {error}); open {url}")),
    }
}

fn fail(code: &'static str, message: &str, help: Option<String>) -> Outcome {
    let mut diagnostic = Diagnostic::error(code, None, message);
    diagnostic.help = help;
    report::print(&[diagnostic], &Context { sources: &Sources::default(), prefix: "" });
    Outcome::Failed
}
