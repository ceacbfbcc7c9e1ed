//! The templates of a page, a section, a slide and its notes, by Tera.
//!
//! The built-in ones live in `templates/` at the top of the repository, under names that begin with `orate/`. A file of the
//! same name in the project's own `templates/` folder is used instead: a lookup, never a fork of the whole, since
//! it may say `{% extends "orate/page.html" %}` and change one block. A file that equals the built-in one is a copy and
//! overrides nothing. Tera's types stay in this module.

mod budget;
mod measured;
mod slots;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::assets::{cleaned_text, css_comments};
use crate::text::{Diagnostic, Noted, SourceId, Sources, Span, nearest};
use budget::Budget;
use measured::Measured;
pub(crate) use slots::{Piece, Slot, Slotted};
use slots::{value_without_marks, without_marks};

/// The templates that come with orate, as they lie in `templates/` at the top of its repository.
static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The folder of those that only a site of several talks has.
const SITE_FOLDER: &str = "site/";

/// The built-in templates by their names, which count from `templates/`.
fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    let folders = BUILT_IN.dirs().flat_map(Dir::files);
    let files = BUILT_IN.files().chain(folders);
    files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// The name of a built-in template, which a project's own file may also bear.
fn plain_name(name: &str) -> &str {
    name.strip_prefix("orate/").unwrap_or(name)
}

/// The project's own templates without those whose text is that of the built-in one: a copy changes nothing.
fn overriding(own: &OwnTemplates) -> BTreeMap<String, SourceId> {
    let is_copy = |name: &str, id: SourceId| {
        built_in().any(|(other, text)| other == plain_name(name) && text == own.sources.get(id).text())
    };
    own.files.iter().filter(|(name, id)| !is_copy(name, **id)).map(|(name, &id)| (name.clone(), id)).collect()
}

/// The slide layouts that come with orate: what a slide may ask for where the project has no template of its own.
pub(crate) fn built_in_layouts() -> impl Iterator<Item = &'static str> {
    built_in().filter_map(|(name, _)| layout_name(name))
}

fn layout_name(template: &str) -> Option<&str> {
    template.strip_prefix("slides/")?.strip_suffix(".html")
}

/// How much a template may add to what it was given, in bytes, before it is stopped.
///
/// Loops of a template are its author's affair, but an endless one must not eat the machine's memory.
const BUDGET: usize = 32 << 20;

/// The names of the pieces that a deck's page is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    Page,
    Section,
    Slide,
    Notes,
    /// What is shown where the address of one slide is shared.
    SharedSlide,
    /// All talks of a site.
    SiteIndex,
    /// Talks that have something in common.
    SiteList,
    /// A talk to be read.
    Transcript,
    Search,
    /// What is shown where there is nothing.
    Nowhere,
    /// What leads from an old address to the new one.
    Moved,
    Feed,
    Sitemap,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Template::Page => "page.html",
            Template::Section => "section.html",
            Template::Slide => "slide.html",
            Template::Notes => "notes.html",
            Template::SharedSlide => "shared-slide.html",
            Template::SiteIndex => "site/index.html",
            Template::SiteList => "site/list.html",
            Template::Transcript => "site/transcript.html",
            Template::Search => "site/search.html",
            Template::Nowhere => "site/404.html",
            Template::Moved => "site/moved.html",
            Template::Feed => "site/feed.xml",
            Template::Sitemap => "site/sitemap.xml",
        }
    }
}

/// The project's own templates.
#[derive(Clone, Copy)]
pub(crate) struct OwnTemplates<'a> {
    /// By their names, which count from `templates/`.
    pub files: &'a BTreeMap<String, SourceId>,
    pub sources: &'a Sources,
    /// Whether what they make is given away, so that what comments in them say is left out.
    pub are_public: bool,
}

/// Every template of a build, parsed and ready.
pub(crate) struct Templates {
    tera: Tera,
    /// The project's own, so that an error can point into them.
    own: BTreeMap<String, SourceId>,
    /// The same as Tera reads them.
    measured: BTreeMap<String, Measured>,
    /// What they may still cost.
    budget: Budget,
    /// What every template sees besides its own values.
    facts: Facts,
}

/// What every template of a build sees.
struct Facts {
    /// `deck`, or `site`.
    name: &'static str,
    value: Value,
    /// In bytes; nothing where no template is the project's own.
    size: usize,
}

impl Templates {
    /// Parses the built-in templates of a deck and the project's own.
    ///
    /// `deck` is what every template sees under the name `deck`. A template that does not parse is left out, with
    /// an error at its place.
    pub(crate) fn load(own: OwnTemplates, deck: &impl Serialize) -> Noted<Templates> {
        let built_in = built_in().filter(|(name, _)| !name.starts_with(SITE_FOLDER));
        Templates::parse(built_in, own, ("deck", deck))
    }

    /// The same for the pages of a site of several talks, which see `site`.
    pub(crate) fn load_site(own: OwnTemplates, site: &impl Serialize) -> Noted<Templates> {
        let built_in = built_in().filter(|(name, _)| name.starts_with(SITE_FOLDER));
        Templates::parse(built_in, own, ("site", site))
    }

    fn parse(
        built_in: impl Iterator<Item = (&'static str, &'static str)>,
        own: OwnTemplates,
        (name, facts): (&'static str, &impl Serialize),
    ) -> Noted<Templates> {
        let OwnTemplates { sources, are_public, .. } = own;
        let own = overriding(&own);
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(["orate/"]).expect("no template was added yet");
        let built_in = built_in.map(|(name, text)| (format!("orate/{name}"), text));
        tera.add_raw_templates(built_in).expect("the built-in templates parse");
        let value = value_without_marks(&Value::from_serializable(facts));
        tera.global_context().insert_value(name, value.clone());
        tera.global_context().insert("orate", &BTreeMap::from([("version", env!("CARGO_PKG_VERSION"))]));
        budget::register(&mut tera);
        let size = if own.is_empty() { 0 } else { budget::size(&value) };
        let (measured, budget) = (BTreeMap::new(), Budget::default());
        let facts = Facts { name, value, size };
        let mut templates = Templates { tera, own: own.clone(), measured, budget, facts };
        let mut diagnostics = Vec::new();
        for (name, text) in in_order_of_need(&own, sources) {
            let text = without_marks(text);
            let text = if are_public { without_comments(&text) } else { text.as_ref().into() };
            let text = match are_public.then(|| cleaned_text(&text)).flatten() {
                Some(cleaned) => cleaned.into(),
                None => text,
            };
            // One at a time, so that a mistake in one template leaves the others to be looked at too.
            diagnostics.extend(templates.add(name, &text, sources).err().map(|diagnostic| *diagnostic));
        }
        Noted::new(templates, diagnostics)
    }

    /// Adds a template of the project's own, so that it pays for what it does.
    fn add(&mut self, name: &str, text: &str, sources: &Sources) -> Result<(), Box<Diagnostic>> {
        let measured = Measured::new(text).map_err(|refused| {
            let at = self.own.get(name).map(|&id| sources.whole(id).span.part(refused.at..refused.at));
            Box::new(Diagnostic::error("template", at, refused.message).help("write fewer of them"))
        })?;
        // As its author wrote it, for what Tera has to say about that.
        let added = self.tera.add_raw_template(name, text);
        added.map_err(|error| Box::new(self.diagnostic(&error, sources, Some(name))))?;
        let added = self.tera.add_raw_template(name, &measured.text);
        self.measured.insert(name.to_owned(), measured);
        added.map_err(|error| Box::new(self.diagnostic(&error, sources, Some(name))))
    }

    /// Fills one template. `slide` is the slide that is being made, for the message if that fails.
    pub(crate) fn render(
        &self,
        template: Template,
        values: Values,
        sources: &Sources,
        slide: Option<Span>,
    ) -> Result<String, Diagnostic> {
        self.fill(template.name(), values, sources, slide)
    }

    /// Renders a template some of whose values are filled in later: each of `slots` is seen under its name.
    ///
    /// [`Slot::Title`] is seen as `deck.title`.
    pub(crate) fn render_slotted(
        &self,
        template: Template,
        values: Values,
        slots: &[(&'static str, Slot)],
        sources: &Sources,
    ) -> Result<Slotted, Diagnostic> {
        let mut values = values.without_marks();
        for &(name, slot) in slots {
            match slot {
                Slot::Title => values.values.push((self.facts.name, self.facts.with_title(slot))),
                _ => values = values.with_html(name, slot.mark().encode_utf8(&mut [0; 4])),
            }
        }
        let slotted = Slotted::split(&self.render(template, values, sources, None)?);
        match slotted.count(Slot::Slides) {
            0 | 1 => Ok(slotted),
            _ => Err(self.repeated_slides(template, sources)),
        }
    }

    /// Says that a template shows the slides more than once, so that no slide would have an address of its own.
    fn repeated_slides(&self, template: Template, sources: &Sources) -> Diagnostic {
        let own = self.own.iter().find(|(name, _)| plain_name(name) == template.name());
        let at = own.map(|(_, &id)| sources.whole(id).span.head());
        Diagnostic::error("template", at, "the template puts out `slides` more than once")
            .help("write `{{ slides }}` in one place")
    }

    /// Fills the template that a slide asks for by its name.
    pub(crate) fn render_layout(
        &self,
        name: &str,
        values: Values,
        sources: &Sources,
        slide: Option<Span>,
    ) -> Result<String, Diagnostic> {
        self.fill(&format!("slides/{name}.html"), values, sources, slide)
    }

    /// The names that a slide may ask for.
    pub(crate) fn layouts(&self) -> impl Iterator<Item = &str> {
        let own = self.own.keys().map(String::as_str);
        own.chain(built_in().map(|(name, _)| name)).filter_map(layout_name)
    }

    fn fill(
        &self,
        name: &str,
        values: Values,
        sources: &Sources,
        slide: Option<Span>,
    ) -> Result<String, Diagnostic> {
        let mut page = Budgeted { written: Vec::new(), left: values.size + BUDGET };
        let size = values.size + self.facts.size;
        let context = values.into_context();
        match self.budget.spend(size, || self.tera.render_to(name, &context, &mut page)) {
            Ok(()) => Ok(String::from_utf8_lossy(&page.written).into_owned()),
            Err(error) => {
                let diagnostic = self.diagnostic(&error, sources, Some(name));
                Err(match slide {
                    Some(slide) => diagnostic.related(slide.head(), "while rendering this slide"),
                    None => diagnostic,
                })
            }
        }
    }

    /// Whether the project has a template of its own in the place of one that comes with orate.
    pub(crate) fn has_own(&self, template: Template) -> bool {
        self.own.keys().any(|own| plain_name(own) == template.name())
    }

    /// An error of Tera as a diagnostic at the place in the project's template.
    fn diagnostic(&self, error: &tera::Error, sources: &Sources, template: Option<&str>) -> Diagnostic {
        let (message, at) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name = report.filename();
                let at = self.own.get(name).map(|&id| {
                    let range = report.span().range.clone();
                    let range = match self.measured.get(name) {
                        Some(measured) => measured.original(range),
                        None => range,
                    };
                    sources.whole(id).span.part(clamp(range, sources.whole(id).text))
                });
                (report.message().to_owned(), at)
            }
            ErrorKind::CircularInclude { include_chain, .. } => {
                (format!("templates include each other in a circle: {}", include_chain.join(" → ")), None)
            }
            ErrorKind::CircularExtend { inheritance_chain, .. } => {
                (format!("templates extend each other in a circle: {}", inheritance_chain.join(" → ")), None)
            }
            ErrorKind::Io(_) => {
                let limit = BUDGET >> 20;
                (format!("the template was stopped after it had put out {limit} MiB"), None)
            }
            other => self.read_report(&other.to_string(), sources),
        };
        let at = at.or_else(|| {
            let id = *self.own.get(template?)?;
            Some(sources.whole(id).span.head())
        });
        let message = decapitalise(message.trim_end_matches('.'));
        let help = self.help(&message);
        let diagnostic = Diagnostic::error("template", at, message);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// Reads message and place back out of a report that Tera gives only as text (unknown filters and components).
    fn read_report(&self, report: &str, sources: &Sources) -> (String, Option<Span>) {
        let first = report.lines().next().unwrap_or_default();
        let message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
        let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let at = place.and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let source = sources.whole(*self.own.get(parts.next()?)?);
            Some(source.span.part(offset(source.text, line, column)?..source.text.len()).head())
        });
        (message, at)
    }

    /// What the author may have meant by a name that Tera does not know.
    fn help(&self, message: &str) -> Option<String> {
        let unknown = message.split(['`', '\'']).nth(1)?;
        const KNOWN: &[&str] = &[
            "deck",
            "orate",
            "policy",
            "style",
            "script",
            "slides",
            "running",
            "configuration",
            "section",
            "slide",
            "content",
            "notes",
            "attributes",
            "title",
            "authors",
            "event",
            "date",
            "language",
            "description",
            "url",
            "image",
            "width",
            "height",
            "id",
            "index",
            "heading",
            "rest",
            "picture",
            "alt",
            "columns",
            "has_text",
            "has_quote",
        ];
        let name = unknown.rsplit('.').next().unwrap_or(unknown);
        nearest(name, KNOWN.iter().copied())
            .filter(|known| *known != name)
            .map(|known| format!("did you mean `{known}`?"))
    }
}

/// A template with blanks for what its comments say (`<!-- -->`, and in a `style` what CSS calls one), so that every place
/// in it stays where it is. What a script says is the script's.
fn without_comments(template: &str) -> Cow<'_, str> {
    let mut written = String::new();
    let mut done = 0;
    let lower = template.to_ascii_lowercase();
    let blank =
        |text: &str| -> String { text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect() };
    while let Some(at) = template[done..].find('<').map(|at| done + at) {
        let rest = &template[at..];
        let end_of = |mark: &str| lower[at..].find(mark).map_or(template.len(), |end| at + end + mark.len());
        let begins = |name: &str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let (end, kept) = if begins("<!--") {
            let end = end_of("-->");
            (end, blank(&template[at..end]))
        } else if begins("<script") {
            let end = end_of("</script");
            (end, template[at..end].to_owned())
        } else if begins("<style") {
            let end = end_of("</style");
            let mut css = template[at..end].to_owned();
            for comment in css_comments(&template[at..end]) {
                css.replace_range(comment.clone(), &blank(&template[at..end][comment]));
            }
            (end, css)
        } else {
            (at + 1, "<".to_owned())
        };
        written.push_str(&template[done..at]);
        written.push_str(&kept);
        done = end;
    }
    match written.is_empty() {
        true => template.into(),
        false => (written + &template[done..]).into(),
    }
}

/// The project's own templates, those that others extend or include first: Tera wants a parent before its child.
fn in_order_of_need<'a>(
    own: &'a BTreeMap<String, SourceId>,
    sources: &'a Sources,
) -> Vec<(&'a str, &'a str)> {
    let mut waiting: Vec<(&str, &str)> =
        own.iter().map(|(name, &id)| (name.as_str(), sources.get(id).text())).collect();
    let mut ordered: Vec<(&str, &str)> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: Vec<&str> = waiting.iter().map(|(name, _)| *name).collect();
        let needs = |(name, text): &(&str, &str)| {
            names.iter().any(|other| {
                other != name
                    && (text.contains(&format!("\"{other}\"")) || text.contains(&format!("'{other}'")))
            })
        };
        let (later, now): (Vec<_>, Vec<_>) = waiting.iter().partition(|template| needs(template));
        // A circle has no first; Tera will say so.
        if now.is_empty() {
            ordered.extend(later);
            break;
        }
        ordered.extend(now);
        waiting = later;
    }
    ordered
}

impl Facts {
    /// The facts with a slot in the place of the title.
    fn with_title(&self, slot: Slot) -> Value {
        let mark = Value::safe_string(slot.mark().encode_utf8(&mut [0; 4]));
        let mut facts = self.value.as_map().cloned().unwrap_or_default();
        facts.insert("title".into(), mark);
        Value::from(facts)
    }
}

/// A text as templates put it out.
pub(crate) fn escaped(text: &str) -> String {
    let mut written = Vec::new();
    // A vector takes everything.
    let _ = tera::escape_html(text, &mut written);
    String::from_utf8_lossy(&written).into_owned()
}

/// What one template sees besides `deck` and `orate`.
#[derive(Default)]
pub(crate) struct Values {
    values: Vec<(&'static str, Value)>,
    /// Bytes of the values, which the template may put out without spending its budget.
    size: usize,
}

impl Values {
    /// Adds a value; text in it is escaped when the template puts it out.
    pub(crate) fn with(mut self, name: &'static str, value: &impl Serialize) -> Values {
        let value = Value::from_serializable(value);
        self.size += budget::size(&value);
        self.values.push((name, value));
        self
    }

    /// Adds a list of HTML, which the template puts out as it is.
    pub(crate) fn with_html_list(mut self, name: &'static str, parts: &[String]) -> Values {
        self.size += parts.iter().map(String::len).sum::<usize>();
        let parts: Vec<_> = parts.iter().map(|part| Value::safe_string(part)).collect();
        self.values.push((name, Value::from(parts)));
        self
    }

    /// Adds HTML, which the template puts out as it is.
    pub(crate) fn with_html(mut self, name: &'static str, html: &str) -> Values {
        self.size += html.len();
        self.values.push((name, Value::safe_string(html)));
        self
    }

    /// The same values without a character that could be taken for a slot.
    pub(crate) fn without_marks(mut self) -> Values {
        self.values.iter_mut().for_each(|(_, value)| *value = value_without_marks(value));
        self
    }

    fn into_context(self) -> Context {
        let mut context = Context::new();
        self.values.into_iter().for_each(|(name, value)| context.insert_value(name, value));
        context
    }
}

/// A writer that refuses to take more than it was allowed.
struct Budgeted {
    written: Vec<u8>,
    left: usize,
}

impl io::Write for Budgeted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self
            .left
            .checked_sub(bytes.len())
            .ok_or_else(|| io::Error::from(io::ErrorKind::QuotaExceeded))?;
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A range that lies in the text and on its character boundaries.
fn clamp(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end).max(start)
}

/// The byte offset of a line and column, both counted from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text.get(start..)?.char_indices().nth(column.checked_sub(1)?).map_or(0, |(index, _)| index);
    Some(start + within)
}

/// Tera's sentences as ours: the first letter small.
fn decapitalise(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_blanks_and_nothing_moves() {
        let template = "a<!-- é\n -->b<style>/* c */p{}</style><script>'<!-- d -->'</script>";
        let bare = without_comments(template);
        assert_eq!(bare, "a       \n    b<style>       p{}</style><script>'<!-- d -->'</script>");
        assert_eq!((bare.len(), without_comments("{% a %} x")), (template.len(), "{% a %} x".into()));
    }

    fn load(own: &[(&str, &str)]) -> (Templates, Sources, Vec<Diagnostic>) {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let own = own
            .iter()
            .map(|(name, text)| {
                let id = sources.add(format!("templates/{name}"), text.as_bytes(), &mut diagnostics);
                (String::from(*name), id)
            })
            .collect();
        let Noted { value: templates, diagnostics } = Templates::load(
            OwnTemplates { files: &own, sources: &sources, are_public: false },
            &BTreeMap::from([("title", "A & B")]),
        );
        (templates, sources, diagnostics)
    }

    #[test]
    fn a_copy_of_a_built_in_template_overrides_nothing() {
        let copies: Vec<_> = built_in().collect();
        let (templates, _, diagnostics) = load(&copies);
        assert_eq!(diagnostics, []);
        assert!(!templates.has_own(Template::Page) && !templates.has_own(Template::Slide));
        let changed = copies.iter().map(|&(name, text)| (name, format!("{text}<!-- mine -->")));
        let changed: Vec<_> = changed.filter(|(name, _)| *name == "slide.html").collect();
        let (templates, ..) = load(&[("slide.html", &changed[0].1), copies[0]]);
        assert!(templates.has_own(Template::Slide));
    }

    #[test]
    fn every_file_of_the_folder_of_templates_is_built_in() {
        let names: Vec<_> = built_in().map(|(name, _)| name).collect();
        for template in ["page.html", "slides/title.html", "site/index.html", "site/feed.xml"] {
            assert!(names.contains(&template), "{names:?}");
        }
        assert!(built_in_layouts().any(|name| name == "quote"));
    }

    #[track_caller]
    fn check_slide(own: &[(&str, &str)], expected: &str) {
        let (templates, sources, diagnostics) = load(own);
        assert_eq!(diagnostics, []);
        let values = Values::default()
            .with("slide", &BTreeMap::from([("id", "a")]))
            .with_html("attributes", " id=\"a\"")
            .with_html("content", "<p>x</p>")
            .with_html("notes", "");
        assert_eq!(templates.render(Template::Slide, values, &sources, None).as_deref(), Ok(expected));
    }

    /// The first thing said about a project's templates: its message and what its span covers.
    #[track_caller]
    fn check_error(own: &[(&str, &str)], message: &str, covers: &str) {
        let (templates, sources, mut diagnostics) = load(own);
        let values =
            Values::default().with_html("content", "").with_html("attributes", "").with_html("notes", "");
        diagnostics.extend(templates.render(Template::Slide, values, &sources, None).err());
        let diagnostic = diagnostics.first().expect("something is said");
        assert!(diagnostic.message.contains(message), "{diagnostic:?}");
        assert_eq!(diagnostic.at.map(|at| sources.text(at)), Some(covers), "{diagnostic:?}");
    }

    #[test]
    fn the_built_in_slide_is_a_section() {
        check_slide(&[], "<section id=\"a\">\n<p>x</p></section>\n");
    }

    #[test]
    fn a_file_of_the_same_name_is_used_instead() {
        check_slide(&[("slide.html", "{{ deck.title }}: {{ content }}")], "A &amp; B: <p>x</p>");
    }

    #[test]
    fn a_template_may_include_another_whatever_their_order() {
        check_slide(&[("slide.html", "{% include 'z.html' %}"), ("z.html", "{{ slide.id }}")], "a");
    }

    #[test]
    fn a_mistake_in_a_template_is_shown_at_its_place() {
        check_error(&[("slide.html", "a\n{{ content }")], "", "}");
        check_error(&[("slide.html", "é {{ kontent }}")], "kontent", "kontent");
        check_error(&[("slide.html", "{{ content | bogus }}")], "bogus", "");
    }

    #[test]
    fn an_unknown_name_comes_with_the_nearest_known_one() {
        let (templates, sources, _) = load(&[("slide.html", "{{ contnet }}")]);
        let error =
            templates.render(Template::Slide, Values::default(), &sources, None).expect_err("no such name");
        assert_eq!(error.help.as_deref(), Some("did you mean `content`?"));
    }

    #[test]
    fn a_template_that_puts_out_too_much_is_stopped() {
        let (templates, sources, _) = load(&[("slide.html", "{{ content }}{{ content }}{{ content }}")]);
        let values = Values::default().with_html("content", &"x".repeat(BUDGET));
        let error = templates.render(Template::Slide, values, &sources, None).expect_err("too much");
        assert!(error.message.contains("32 MiB"), "{error:?}");
    }

    /// A template that would cost too much is stopped with an error at a place in it.
    #[track_caller]
    fn check_stopped(template: &str, covers: &str) {
        let (templates, sources, diagnostics) = load(&[("slide.html", template)]);
        let values = Values::default().with_html("content", &"<p>x</p>\n".repeat(1000));
        let error = match diagnostics.into_iter().next() {
            Some(error) => error,
            None => templates.render(Template::Slide, values, &sources, None).expect_err("too much"),
        };
        assert_eq!(error.at.map(|at| sources.text(at)), Some(covers), "{template}: {error:?}");
    }

    #[test]
    fn a_template_that_does_or_makes_too_much_is_stopped() {
        let head = "{% for a in range(end=100000) %}";
        let all = |inner: &str| format!("{head}{inner}{{% endfor %}}");
        check_stopped(&all(&all(&all(""))), "range(end=100000)");
        check_stopped(
            "{% for a in range(end=9999) %}{% for b in range(end=99) %}{% endfor %}{% endfor %}",
            "{% for b in range(end=99) %}",
        );
        check_stopped(&all("{% if content == content %}{% endif %}"), "content");
        check_stopped(&all("{% set_global x = content ~ (x | default(value='')) %}"), "default(value='')");
        check_stopped(
            "{% set x = [[1 for a in range(end=9999)] for b in range(end=9999)] %}",
            "range(end=9999)",
        );
        check_stopped("{% set x = content | replace(from='', to=content) %}", "replace");
        check_stopped("{% set x = content | split(pat='') | join(sep=content) %}", "join");
        check_stopped(&format!("{{% set x = 'a' %}}{}", "{% set x = x ~ x %}".repeat(60)), "x");
        check_stopped(&format!("{{% set x = [1] %}}{}", "{% set x = [x] %}".repeat(60)), "[x]");
        check_stopped(&format!("{{% set x = [1] %}}{}", "{% set x = [x, x] %}".repeat(30)), "x");
        check_stopped(&format!("{{% set x %}}{}{{% endset %}}", all("{{ content }}")), "content");
        check_stopped(&format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(5000)), "");
        let twice = "{% component c() %}{{ <c/> }}{{ <c/> }}{% endcomponent %}";
        let (templates, sources, _) = load(&[("slide.html", &format!("{twice}{{{{ <c/> }}}}"))]);
        assert!(templates.render(Template::Slide, Values::default(), &sources, None).is_err());
    }

    #[test]
    fn templates_within_the_budget_give_what_tera_gives() {
        let template = "{% component card(title, tone=\"x\") %}[{{ title | upper }}:{{ tone }}:{{ body | default(value=\"\") }}]{% endcomponent %}\
            {% set names = [\"b\", \"a\"] %}{% set_global n = 0 %}\
            {%- for name in names | sort -%} {{ loop.index }}{{ name ~ \"!\" }}{% set_global n = n + loop.index %} {%- else -%} none {%- endfor %}\
            {{ n }}{{ <card title=\"t\" tone={names[0]} /> }}{% <card title={deck.title}> %}{{ slide.id }}{% </card> %}\
            {{ names | join(sep=\", \") }}{{ [x | upper for x in names if x != \"a\"] }}{% set m = {\"k\": names[1:]} %}{{ m.k[0] }}\
            {% if missing is defined %}1{% elif deck.nothing is not defined and not missing?.x %}2{% endif %}\
            {{ missing | default(value=slide.id) }}{{ \"yes\" if n < 4 else \"no\" }}{% filter replace(from=\"q\", to=\"r\") %}q{{ -n }}{% endfilter %}\
            {% raw %}{{ raw }}{% endraw %}{# {{ no }} #}{{ \"}}\" }}{{ content | safe }}{{ 1.5 + n }}";
        check_slide(
            &[("slide.html", template)],
            "1a!2b!3[T:b:][A &amp; B:x:a]b, a[&quot;B&quot;]a2ayesr-3{{ raw }}}}<p>x</p>4.5",
        );
    }

    #[test]
    fn templates_that_include_each_other_are_refused() {
        let own = [("slide.html", "{% include 'b.html' %}"), ("b.html", "{% include 'slide.html' %}")];
        let (templates, sources, mut diagnostics) = load(&own);
        diagnostics.extend(templates.render(Template::Slide, Values::default(), &sources, None).err());
        assert!(!diagnostics.is_empty());
        assert!(
            diagnostics.iter().any(|diagnostic| diagnostic.message.contains("circle")),
            "{diagnostics:?}"
        );
    }
}
