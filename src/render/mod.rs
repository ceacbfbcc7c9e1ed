//! The source of one slide becomes HTML, with holes for the files it names.
//!
//! Markdown is written as elements ([`markdown`]) into a small tree ([`html::tree`]); raw HTML goes through a browser's
//! parser on the way ([`html::parse`]), so that no slide can break another. On the tree, attribute comments find their
//! elements ([`attribute_comments`]); written out ([`html::write`]), it names its files ([`html::references`]).
//!
//! A slide is rendered alone: the same source, settings and files it reads give the same result, whatever stands
//! around it. What a referenced
//! file is, what id a slide has and what page it stands on is decided above.

mod article;
mod attribute_comments;
mod budget;
pub mod catch_panic;
mod code;
mod facts;
mod fence;
pub mod figures;
mod files;
mod layout;
mod lint;
mod markdown;
mod math;
mod programs;
mod running;
mod variants;

#[cfg(test)]
mod tests;

pub use article::{ArticleOptions, article, words};
pub use budget::{Budget, Spent};
pub use files::{FileRead, Files};
pub use layout::Layout;
pub use math::check as check_math;
pub use programs::{Drawn, Failure, NoPrograms, Programs};
pub use running::{Running, running};

use self::budget::Account;
use self::fence::FenceTools;
use self::figures::{media, qr};
use self::markdown::{dialect::Dialect, embedded};
use crate::assets::{Library, Reference};
use crate::deck::{
    Attribute, Attributes, Body, MOST_ATTRIBUTES, Math, Placed, Settings, Size, Slide, Trust, Variant, When,
};
use crate::html::base_folders::BaseFolders;
use crate::html::parse::Cut;
use crate::html::tree::{ROOT, Tree};
use crate::html::{self, AttributeMarkup, Markup, Permissions, builder, references, untrusted};
use crate::runtime::MathPieces;
use crate::text::{Diagnostic, Fingerprint, Slice, Sources, Span};

/// How slides are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// For the public: without comments and without notes of any kind.
    pub public: bool,
    /// To look for everything that could be better, and not only for what is wrong.
    pub check: bool,
    /// Whether what the talk holds may act in its page.
    pub trust: Trust,
}

/// What every slide of a deck is rendered with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub options: Options,
    pub settings: &'a Settings,
    /// What of the talk is shown.
    pub variant: &'a Variant,
    /// The files of the project that a slide may be made of.
    pub library: &'a dyn Library,
    /// What draws the diagrams of languages that only a program knows.
    pub programs: &'a dyn Programs,
    /// What is left for drawings.
    pub budget: &'a Budget,
}

impl Context<'_> {
    /// The address at which the deck will be found.
    fn own_address(&self) -> Option<&str> {
        self.settings.url.as_ref().map(|url| url.value.as_str())
    }

    /// Whether the speaker's notes are rendered: not for the public, unless the author says that they may be.
    fn has_notes(&self) -> bool {
        !self.options.public || self.settings.publish.with_notes
    }

    /// What names everything of it that changes what is rendered, but for the files: equal names, equal slides.
    pub fn fingerprint(&self) -> Fingerprint {
        let own = self.own_address();
        let options = self.options;
        let programs = self
            .settings
            .diagrams
            .iter()
            .map(|program| (&program.language, self.programs.fingerprint(&program.command)));
        let programs: Vec<_> = programs.collect();
        let settings = format!("{:?} {:?} {programs:?}", code::columns_on(self.settings), self.settings.math);
        let flags = [
            u8::from(options.public),
            u8::from(options.check),
            u8::from(options.trust.is_untrusted()),
            u8::from(self.has_notes()),
            Dialect::of(self.settings).number(),
            u8::from(own.is_some()),
        ];
        let Size { width, height } = self.settings.size;
        let size = format!("{width}x{height}");
        let texts = [own.unwrap_or_default(), &self.settings.language, &size, &settings];
        let variant = self.variant.names().flat_map(|name| [name.as_bytes(), b" "]);
        let texts = texts.map(str::as_bytes);
        Fingerprint::of_parts([&flags[..]].into_iter().chain(texts).chain(variant))
    }
}

/// A slide as HTML, and what the page has to know about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// What stands in the slide's `section`.
    pub content: Markup,
    /// What stands in its `aside.notes`; none for the public.
    pub notes: Option<Markup>,
    /// The slide's attributes, together with those that an `.element` comment gave to the slide itself. They may
    /// still gain an id; [`attributes`] writes them.
    pub attributes: Attributes,
    /// The template of its own that the slide asks for.
    pub layout: Option<Layout>,
    /// Asks for a card and an address to share the slide by; its value is a title for that, if it is not empty.
    pub card: Option<Attribute>,
    /// The text of the first heading.
    pub heading: Option<String>,
    /// The ids of elements in the content, as often as they stand there.
    pub ids: Vec<String>,
    /// Links within the deck.
    pub inner_links: Vec<Link>,
    /// Elements in the content that have a name.
    pub anchors: Vec<Anchor>,
    /// Whether the speaker has notes for this slide: its own, or an `aside.notes` in the author's HTML.
    pub has_notes: bool,
    /// The addresses of its links with ids, for the QR codes of other slides.
    pub links: html::Links,
    /// How many words the speaker's notes have, of whichever kind they are.
    pub words: usize,
    /// How many steps the slide is shown in, after the first.
    pub fragments: usize,
    /// Whether it shows code in a block of its own.
    pub has_listings: bool,
    /// The pieces of the font that its formulas are set from.
    pub letters: MathPieces,
    /// Whether it shows films, sounds or players of others.
    pub has_players: bool,
    /// The names of variants that its elements bear.
    pub variants: Vec<Placed<String>>,
    /// What content and notes load from elsewhere and run.
    pub permissions: Permissions,
    /// The files of the project that it was made of, which make it another when they change.
    pub files: Vec<FileRead>,
    /// What programs have drawn of it.
    pub drawn: Drawn,
    /// What its drawings cost.
    pub spent: Spent,
    pub diagnostics: Vec<Diagnostic>,
}

/// A link within the deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address, from its `#` on.
    pub to: String,
    pub at: Span,
}

/// An element that a link can lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub name: String,
    pub at: Span,
    /// Whether it is an `id`, which no other element may have; a `data-id` is shared by those that are one in motion.
    pub is_id: bool,
}

impl Rendered {
    /// Whether something is yet to be filled into content or notes: what became of a file or a link.
    pub fn has_holes(&self) -> bool {
        self.content.has_holes() || self.notes.as_ref().is_some_and(Markup::has_holes)
    }

    /// Every reference to a file of the project, in content and notes.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        std::iter::once(&self.content).chain(&self.notes).flat_map(Markup::references)
    }

    /// The QR codes that wait for a link on another slide, in content and notes.
    pub fn codes(&self) -> impl Iterator<Item = &html::LinkedCode> {
        std::iter::once(&self.content).chain(&self.notes).flat_map(Markup::codes)
    }
}

/// Renders a slide.
pub fn slide(sources: &Sources, slide: &Slide, context: &Context<'_>) -> Rendered {
    let options = context.options;
    let mut files = Files::new(context.library);
    let bases = BaseFolders::new(sources, slide.span);
    let mut dialect = Dialect::of(context.settings);
    dialect.is_parted = slide.attributes.value("template") == Some("columns");
    let mut diagnostics = Vec::new();
    let mut drawn = Drawn::default();
    let account = Account::new(context.budget);
    let math = &context.settings.math;
    let (mut body, mut made) = match slide.body {
        Body::Markdown(span) => markdown_tree(sources.slice(span), dialect, math, &mut diagnostics),
        Body::Html(span) => {
            let source = sources.slice(span);
            let mut tree = html_tree(source, dialect, math, &mut diagnostics);
            let made = math::typeset(&mut tree, None, source, math, &mut diagnostics);
            (tree, made)
        }
    };
    let source = sources.slice(slide.body.span());
    let mut attributes = slide.attributes.clone();
    let mut of_slide = attribute_comments::apply(&mut body);
    let mut cleaner = options.trust.is_untrusted().then(|| untrusted::Cleaner::new(source));
    if let Some(cleaner) = &mut cleaner {
        cleaner.clean_section(&mut attributes);
        cleaner.clean(&mut body);
    }
    diagnostics.extend(variants::misplaced(&mut of_slide, options.public, slide.span));
    of_slide.iter().for_each(|attribute| attributes.set(attribute.clone()));
    facts::settle_notes(&mut body);
    let mut variants = variants::select(&mut body, context.variant, slide.span);
    let lints = if options.check { When::Check } else { When::Always };
    let found = lint::elements(&body, source, lints);
    diagnostics.extend(found.diagnostics);
    lint::section_attributes(&attributes, sources.slice(slide.span), &mut diagnostics);
    if dialect.extensions {
        media::place(&mut body, source, &context.settings.language, &mut diagnostics);
        let mut read = |title: &str| {
            let at = source
                .text
                .find(title)
                .map_or(source.span.head(), |at| source.span.part(at..at + title.len()));
            let caption = Slice { span: at, text: title };
            let (mut caption, in_caption) = markdown_tree(caption, dialect, math, &mut diagnostics);
            made.extend(in_caption);
            if !caption.unwrap_paragraph() {
                // A year with a dot behind it is no list here.
                caption = Tree::default();
                caption.append_text(ROOT, title);
            }
            caption
        };
        figures::pictures::arrange(&mut body, &mut read);
    }
    let card = attributes.take("card");
    let asked = if dialect.extensions { layout::asked(&mut attributes) } else { None };
    let alt = asked.as_ref().and_then(|asked| layout::background(&mut body, asked, &mut attributes));
    let mut tools = FenceTools {
        settings: context.settings,
        programs: context.programs,
        account: &account,
        bases: &bases,
        files: &mut files,
        drawn: &mut drawn,
        listings: fence::ListingStyle {
            has_moving_lines: attributes.get("data-auto-animate").is_some(),
            columns: code::columns_on(context.settings),
        },
        diagnostics: &mut diagnostics,
    };
    figures::draw_fences(&mut body, source, &mut tools);
    qr::draw(&mut body, source, context.own_address(), &account, &mut diagnostics);
    if let Some(mut cleaner) = cleaner {
        // What was made of the author's words on the way is as little to be trusted.
        cleaner.clean(&mut body);
        cleaner.clean_section(&mut attributes);
        diagnostics.extend(cleaner.diagnostics);
    }
    if options.public {
        facts::remove_private(&mut body, context.has_notes());
        if !context.has_notes() {
            attributes.take("data-notes");
        }
        facts::remove_comments_of_attributes(&mut attributes);
    }
    let mut rendered = Rendered {
        heading: facts::heading(&body),
        ids: facts::ids(&body),
        links: qr::links(&body, context.own_address()),
        inner_links: found.links,
        anchors: found.anchors,
        has_notes: (slide.notes.is_some() && context.has_notes()) || facts::has_notes(&body),
        words: facts::words(&facts::notes(&body, &attributes)),
        fragments: facts::fragments(&body),
        has_listings: facts::has_listings(&body),
        has_players: dialect.extensions && media::has_players(&body),
        attributes,
        card,
        ..Rendered::default()
    };
    (rendered.content, rendered.permissions) = written(sources, &body, slide.body.span());
    if let Some(asked) = asked {
        let mut referrer = references::Referrer::new(sources, slide.body.span());
        rendered.layout = Some(layout::layout(&body, asked, alt, &mut referrer));
    }
    if let Some(span) = slide.notes.filter(|_| context.has_notes()) {
        let (mut notes, in_notes) = markdown_tree(sources.slice(span), dialect, math, &mut diagnostics);
        made.extend(in_notes);
        attribute_comments::apply(&mut notes);
        let mut cleaner = options.trust.is_untrusted().then(|| untrusted::Cleaner::new(sources.slice(span)));
        if let Some(cleaner) = &mut cleaner {
            cleaner.clean(&mut notes);
        }
        if options.public {
            facts::remove_private(&mut notes, true);
        }
        variants.extend(variants::select(&mut notes, context.variant, slide.span));
        let source = sources.slice(span);
        let mut tools = FenceTools {
            settings: context.settings,
            programs: context.programs,
            account: &account,
            bases: &bases,
            files: &mut files,
            drawn: &mut drawn,
            listings: fence::ListingStyle::default(),
            diagnostics: &mut diagnostics,
        };
        figures::draw_fences(&mut notes, source, &mut tools);
        qr::draw(&mut notes, source, context.own_address(), &account, &mut diagnostics);
        if let Some(mut cleaner) = cleaner {
            cleaner.clean(&mut notes);
            diagnostics.extend(cleaner.diagnostics);
        }
        let words = facts::words(&notes.text(ROOT));
        let (notes, permissions) = written(sources, &notes, span);
        rendered.words += words;
        rendered.notes = Some(notes);
        rendered.permissions.extend(&permissions);
    }
    rendered.permissions.has_style |= made.has_style;
    rendered.letters = made.letters;
    let spent = account.spent();
    Rendered { files: files.into_read(), drawn, spent, variants, diagnostics, ..rendered }
}

/// Attributes of a `section` as markup, and what they need.
///
/// `whole` is where the section or slide stands, for attributes that do not know their place.
pub fn attributes(
    sources: &Sources,
    attributes: &Attributes,
    whole: Span,
) -> (Vec<AttributeMarkup>, Permissions) {
    let mut referrer = references::Referrer::new(sources, whole);
    let attributes = referrer.section(attributes);
    (attributes, referrer.permissions)
}

/// What is strange about the attributes that a section has; `whole` is the text they stand in.
pub fn section_lints(attributes: &Attributes, whole: Slice<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    lint::section_attributes(attributes, whole, &mut diagnostics);
    diagnostics
}

/// What finished HTML loads and runs: what templates put out, say.
pub fn permissions(html: &str) -> Permissions {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let id = sources.add("", html.as_bytes(), &mut diagnostics);
    let whole = sources.whole(id);
    written(&sources, &html::parse::parse(whole.text, whole.span).tree, whole.span).1
}

fn written(sources: &Sources, tree: &Tree, whole: Span) -> (Markup, Permissions) {
    let mut referrer = references::Referrer::new(sources, whole);
    let markup = html::write::serialize(tree, ROOT, &mut referrer);
    (markup, referrer.permissions)
}

/// The tree of a Markdown text, built directly unless there is raw HTML in it.
fn markdown_tree(
    source: Slice<'_>,
    dialect: Dialect,
    math: &Math,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Tree, math::Typeset) {
    let formulas = math::shield(source, math);
    let mut builder = builder::TreeBuilder::new();
    let mut tree = match markdown::write(source, &formulas, &mut builder, markdown::RawHtml::Refused, dialect)
    {
        Err(markdown::Stop::RawHtml) => repaired_tree(source, &formulas, dialect, diagnostics),
        Err(markdown::Stop::TooLarge) => {
            diagnostics.push(too_large(source.span));
            builder.finish()
        }
        Ok(said) => {
            diagnostics.extend(said);
            builder.finish()
        }
    };
    let made = math::typeset(&mut tree, Some(&formulas), source, math, diagnostics);
    (tree, made)
}

/// The tree of a Markdown text by way of HTML.
fn repaired_tree(
    source: Slice<'_>,
    formulas: &math::ProtectedFormulas<'_>,
    dialect: Dialect,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tree {
    let mut builder = builder::HtmlText::new();
    match markdown::write(source, formulas, &mut builder, markdown::RawHtml::Written, dialect) {
        Ok(said) => diagnostics.extend(said),
        Err(_) => diagnostics.push(too_large(source.span)),
    }
    repaired(&builder.finish(), source, diagnostics)
}

/// The tree of a slide that is HTML.
fn html_tree(source: Slice<'_>, dialect: Dialect, math: &Math, diagnostics: &mut Vec<Diagnostic>) -> Tree {
    let limit = source.text.floor_char_boundary(markdown::LIMIT);
    if limit < source.text.len() {
        diagnostics.push(too_large(source.span));
    }
    match embedded::expanded(source.part(0..limit), dialect, math) {
        Some(html) => repaired(&html, source, diagnostics),
        None => repaired(&source.text[..limit], source, diagnostics),
    }
}

fn repaired(html: &str, source: Slice<'_>, diagnostics: &mut Vec<Diagnostic>) -> Tree {
    let repaired = html::parse::parse(html, source.span);
    if let Some((cut, at)) = repaired.cut {
        // Where the HTML is not what the author wrote, its places are not the author's.
        let at = if source.text.starts_with(html) { source.part(at..at).span } else { source.span.head() };
        diagnostics.push(cut_short(cut, at));
    }
    repaired.tree
}

fn cut_short(cut: Cut, at: Span) -> Diagnostic {
    let (message, help) = match cut {
        Cut::Depth => (
            format!("elements of this slide stand more than {} deep in each other", html::parse::DEPTH),
            "close the elements; what follows after the limit is left out",
        ),
        Cut::Repeated => (
            "elements of this slide that were not closed are repeated too often".to_owned(),
            "close `b`, `i`, `a`, `font` and their like before their paragraph ends; what follows is left out",
        ),
        Cut::Attributes => (
            format!("a tag of this slide has more than {MOST_ATTRIBUTES} attributes"),
            "end the tag with `>`; what follows is left out",
        ),
    };
    Diagnostic::error("slide-too-large", at, message).help(help)
}

fn too_large(at: Span) -> Diagnostic {
    let limit = markdown::LIMIT >> 20;
    Diagnostic::error("slide-too-large", at.head(), format!("this slide makes more than {limit} MiB of HTML"))
        .help("part it; what follows after the limit is left out")
}
