//! orate turns Markdown into a talk: one HTML page that shows its slides in any browser, without a network.
//!
//! Markdown, attributes and the look of a deck are those of [reveal.js](https://revealjs.com); the rest is in orate's
//! own documentation. Most people use the program `orate`, whose command line is [`run`]. This library is for programs
//! that build talks themselves: an editor, a server, a test.
//!
//! # Text in, HTML out
//!
//! Three blank lines begin a new slide to the right, two a slide below.
//!
//! ```
//! use orate::{Options, Project};
//!
//! let text = "# Tea\n\nA history\n\n\n\n# Leaves\n\nNote: show the jar\n";
//! let project = Project::from_markdown("talk.md", text);
//! let site = orate::build(&project, &Options::default());
//!
//! assert_eq!(site.title, "Tea");
//! assert_eq!(site.slides.len(), 2);
//! let page = site.html.expect("a page is only missing where a template fails");
//! assert!(page.contains("<p>A history</p>"));
//! ```
//!
//! Nothing is read from a disk, and nothing is fetched: a [`Project`] holds everything that its slides may name.
//!
//! # Settings, pictures and templates
//!
//! The files of a talk are calls with the same paths. A mistake in a talk is not an `Err`: orate builds the page as well as
//! it can, and says in a [`Diagnostic`] what is wrong, where, and what to do.
//!
//! ```
//! use orate::{Options, Project, Severity};
//!
//! let cup = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>";
//! let slide = "<section{{ attributes }}>{{ content }}<i>Tea House</i></section>";
//! let project = Project::new()
//!     .settings("title = 'Tea in ten minutes'")
//!     .slides("slides/10-cups.md", "# Cups\n\n![A cup](images/cup.svg)\n")
//!     .slides("slides/20-pots.md", "# Pots\n\n![A pot](images/pot.svg)\n")
//!     .template("slide.html", slide)
//!     .file("images/cup.svg", cup);
//! // For an audience: without notes, hidden slides and comments.
//! let options = Options { public: true, ..Options::default() };
//! let site = orate::build(&project, &options);
//!
//! assert_eq!(site.title, "Tea in ten minutes");
//! let page = site.html.unwrap_or_default();
//! assert_eq!(page.matches("<i>Tea House</i>").count(), 2);
//!
//! let missing = &site.diagnostics[0];
//! assert_eq!((missing.severity, missing.code), (Severity::Error, "missing-image"));
//! assert!(missing.to_string().starts_with("slides/20-pots.md:3:10: error: "));
//! ```
//!
//! # What it promises
//!
//! - The same project and options give the same bytes, on every machine and at every time.
//! - No text makes it panic, and none keeps it busy for ever: expressions, templates and drawings have budgets.
//! - It starts no program, also where the settings name one that draws diagrams.
//! - [`build`] returns when the page is done. It uses [rayon](https://docs.rs/rayon)'s threads for a long talk.

#![cfg_attr(
    not(all(
        feature = "cards",
        feature = "diagrams",
        feature = "highlight",
        feature = "links",
        feature = "math",
        feature = "serve"
    )),
    allow(
        dead_code,
        unused_imports,
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "what serves only a part that is left out, and the stand-ins for it"
    )
)]

// Modules in the order a newcomer should read them; each knows only those above it in this list, which
// `tests/architecture` holds. `ARCHITECTURE.md` is the map.

mod text;

mod deck;

mod parse;

mod assets;

mod runtime;

mod html;

mod render;

mod site;

mod api;

mod shell;

mod cli;

#[doc(hidden)]
pub use api::Preview;
pub use api::{Diagnostic, Edit, Fix, Project, Related, Site, Slide, Span, build, check};
pub use cli::run;
pub use deck::Trust;
pub use site::Options;
pub use text::Severity;
