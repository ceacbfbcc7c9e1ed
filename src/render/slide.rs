//! One slide, from its source to markup.
//!
//! The body and the notes are parts of a slide, and go the same way: read into a tree, completed by attribute comments,
//! chosen for the variant, drawn, and cleared of what is not for everybody.

use super::attribute_comments::AppliedComments;
use super::budget::Account;
use super::context::Context;
use super::fence::{FenceTools, ListingStyle};
use super::figures::qr::{self, OwnAddress};
use super::figures::{self, import_maps, media, modules, pictures, symbols};
use super::files::Files;
use super::layout::{self, LayoutRequest};
use super::lint;
use super::lint::literal::literal;
use super::markdown::dialect::Dialect;
use super::markdown::extensions::{habits, incremental};
use super::markdown::read::TextReader;
use super::markdown::tasks;
use super::math::Typeset;
use super::programs::Drawn;
use super::rendered::{LinkTargets, RenderTrace, Rendered, SlideFacts};
use super::{alerts, attribute_comments, code, facts, footnotes, places, variants};
use crate::deck::{Attribute, Attributes, Body, Placed, Slide, When};
use crate::html::base_folders::BaseFolders;
use crate::html::references::{Referrer, remove_own_hints};
use crate::html::tree::{ROOT, Tree};
use crate::html::untrusted::Cleaner;
use crate::html::write;
use crate::text::{Diagnostic, Slice, Sources};

/// Renders a slide.
pub(crate) fn slide(sources: &Sources, slide: &Slide, context: &Context<'_>) -> Rendered {
    let mut renderer = SlideRenderer::new(sources, slide, context);
    let body = renderer.part(PartKind::Body, slide.body);
    let notes = slide.notes.filter(|_| context.has_notes()).map(Body::Markdown);
    let notes = notes.map(|notes| (renderer.part(PartKind::Notes, notes), notes));
    let mut rendered = renderer.finish(&body);
    if let Some((tree, body)) = notes {
        let (markup, permissions) = write::markup(&tree, sources, body.span());
        rendered.facts.words += facts::words(&tree.text(ROOT));
        rendered.notes = Some(markup);
        rendered.permissions.extend(&permissions);
    }
    rendered
}

/// A part of a slide.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    /// What the audience sees.
    Body,
    /// What the speaker sees.
    Notes,
}

/// What the parts of a slide are rendered with, and what the slide has gathered from them so far.
struct SlideRenderer<'a> {
    sources: &'a Sources,
    slide: &'a Slide,
    context: &'a Context<'a>,
    reader: TextReader<'a>,
    bases: BaseFolders<'a>,
    account: Account<'a>,
    own_address: OwnAddress<'a>,
    files: Files<'a>,
    drawn: Drawn,
    typeset: Typeset,
    attributes: Attributes,
    layout: Option<LayoutRequest>,
    card: Option<Attribute>,
    targets: LinkTargets,
    variants: Vec<Placed<String>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> SlideRenderer<'a> {
    fn new(sources: &'a Sources, slide: &'a Slide, context: &'a Context<'a>) -> SlideRenderer<'a> {
        let mut dialect = Dialect::of(context.settings);
        dialect.has_places = context.options.places;
        dialect.is_parted = matches!(slide.attributes.value("template"), Some("columns" | "compare"));
        SlideRenderer {
            sources,
            slide,
            context,
            reader: TextReader { dialect, math: &context.settings.reading.math },
            bases: BaseFolders::new(sources, slide.span),
            account: Account::new(context.budget),
            own_address: OwnAddress::new(context.own_address()),
            files: Files::new(context.library),
            drawn: Drawn::default(),
            typeset: Typeset::default(),
            attributes: slide.attributes.clone(),
            layout: None,
            card: None,
            targets: LinkTargets::default(),
            variants: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Renders a part of the slide into a tree that is ready to be written.
    fn part(&mut self, kind: PartKind, body: Body) -> Tree {
        let source = self.sources.slice(body.span());
        let mut tree = self.read(source, body);
        let AppliedComments { slide: of_slide, misdirected } =
            attribute_comments::apply(&mut tree, self.context.settings.reading.extensions);
        self.diagnostics.extend(attribute_comments::misdirected(&misdirected, source));
        let mut cleaner = self.context.options.trust.is_untrusted().then(|| Cleaner::new(source));
        self.clean(kind, &mut tree, cleaner.as_mut());
        facts::settle_notes(&mut tree);
        if kind == PartKind::Body {
            self.set_attributes(of_slide);
        }
        self.variants.extend(variants::select(&mut tree, self.context.variant, self.slide.span));
        if kind == PartKind::Body {
            self.check(&tree, source);
            self.arrange(&mut tree, source);
        }
        self.draw(kind, &mut tree, source);
        // What was made of the author's words on the way is as little to be trusted.
        self.clean(kind, &mut tree, cleaner.as_mut());
        self.diagnostics.extend(cleaner.into_iter().flat_map(|cleaner| cleaner.diagnostics));
        if self.context.options.public {
            facts::remove_private(&mut tree, self.context.has_notes());
        }
        tasks::name_boxes(&mut tree);
        if self.context.options.places {
            places::show(&mut tree, self.slide.span);
        }
        tree
    }

    fn read(&mut self, source: Slice<'_>, body: Body) -> Tree {
        let text = match body {
            Body::Markdown(_) => self.reader.markdown(source, &self.account),
            Body::Html(_) => self.reader.html(source, &self.account),
        };
        let (mut tree, typeset) = text.take_into(&mut self.diagnostics);
        self.typeset.extend(typeset);
        if matches!(body, Body::Markdown(_)) {
            let has_extensions = self.reader.dialect.extensions;
            if has_extensions {
                alerts::complete(&mut tree, self.reader.dialect.words);
                footnotes::put_in_order(&mut tree);
            }
            self.diagnostics.extend(literal(&tree, source, has_extensions));
        }
        tree
    }

    /// Takes out what a stranger's slide must not do.
    fn clean(&mut self, kind: PartKind, tree: &mut Tree, cleaner: Option<&mut Cleaner<'_>>) {
        let Some(cleaner) = cleaner else { return };
        if kind == PartKind::Body {
            cleaner.clean_section(&mut self.attributes);
        }
        cleaner.clean(tree);
    }

    /// Gives the slide the attributes of `.element` comments that are before every element.
    fn set_attributes(&mut self, mut attributes: Attributes) {
        let is_public = self.context.options.public;
        self.diagnostics.extend(variants::misplaced(&mut attributes, is_public, self.slide.span));
        attributes.iter().for_each(|attribute| self.attributes.set(attribute.clone()));
    }

    /// Looks for what is seldom meant, and for the ends of links.
    fn check(&mut self, tree: &Tree, source: Slice<'_>) {
        let lints = if self.context.options.check { When::Check } else { When::Always };
        let findings = lint::elements(tree, source, lints);
        (self.targets.inner_links, self.targets.anchors) = (findings.links, findings.anchors);
        self.diagnostics.extend(findings.diagnostics);
        let whole = self.sources.slice(self.slide.span);
        lint::section_attributes(&self.attributes, whole, &mut self.diagnostics);
    }

    /// Makes players, figures and the slide's background of pictures.
    fn arrange(&mut self, tree: &mut Tree, source: Slice<'_>) {
        self.card = self.attributes.take("card");
        if !self.reader.dialect.extensions {
            return;
        }
        self.diagnostics.extend(habits::understand(tree, &mut self.attributes, source));
        let settings = self.context.settings;
        let is_incremental = incremental::take(&mut self.attributes, settings.reading.incremental);
        incremental::make_fragments(tree, is_incremental);
        let language = &settings.language;
        media::place(tree, source, language, &self.account, &mut self.diagnostics);
        pictures::arrange(tree, &mut |title| {
            let offset = source.text.find(title);
            let at = offset.map_or(source.span.head(), |at| source.span.part(at..at + title.len()));
            let (caption, typeset) =
                self.reader.caption(title, at, &self.account).take_into(&mut self.diagnostics);
            self.typeset.extend(typeset);
            caption
        });
        self.layout = LayoutRequest::take(&mut self.attributes, tree);
    }

    /// Draws fences and QR codes.
    fn draw(&mut self, kind: PartKind, tree: &mut Tree, source: Slice<'_>) {
        let settings = self.context.settings;
        let listings = match kind {
            PartKind::Body => ListingStyle {
                has_moving_lines: self.attributes.get("data-auto-animate").is_some(),
                columns: code::columns_on(settings),
            },
            PartKind::Notes => ListingStyle::default(),
        };
        let layout = self.attributes.value("data-template").filter(|_| kind == PartKind::Body);
        let mut tools = FenceTools {
            settings,
            layout,
            programs: self.context.programs,
            account: &self.account,
            bases: &self.bases,
            files: &mut self.files,
            drawn: &mut self.drawn,
            listings,
            diagnostics: &mut self.diagnostics,
        };
        figures::draw_fences(tree, source, &mut tools);
        remove_own_hints(tree);
        symbols::place(tree, source, &self.bases, &mut self.files, &mut self.diagnostics);
        modules::place(tree, source, &self.bases, &mut self.files, &mut self.diagnostics);
        import_maps::place(tree, source, &self.bases, &mut self.files, &mut self.diagnostics);
        qr::draw(tree, source, &self.own_address, &self.account, &mut self.diagnostics);
    }

    /// The slide, but for its notes.
    fn finish(mut self, body: &Tree) -> Rendered {
        if self.context.options.public {
            if !self.context.has_notes() {
                self.attributes.take("data-notes");
            }
            facts::remove_comments_of_attributes(&mut self.attributes);
        }
        self.targets.ids = facts::ids(body);
        self.targets.links = qr::links(body, &self.own_address);
        let span = self.slide.body.span();
        let (content, mut permissions) = write::markup(body, self.sources, span);
        permissions.has_style |= self.typeset.has_style;
        let mut referrer = Referrer::new(self.sources, span);
        Rendered {
            content,
            notes: None,
            facts: self.facts(body),
            layout: self.layout.map(|request| Box::new(layout::layout(body, request, &mut referrer))),
            attributes: self.attributes,
            card: self.card.map(Box::new),
            targets: self.targets,
            permissions,
            variants: self.variants,
            trace: RenderTrace {
                files: self.files.into_read(),
                drawn: self.drawn,
                spent: self.account.spent(),
                names_deck: self.own_address.is_used(),
            },
            diagnostics: self.diagnostics,
        }
    }

    fn facts(&self, body: &Tree) -> SlideFacts {
        let has_media = media::has_players(body);
        let has_own_notes = self.slide.notes.is_some() && self.context.has_notes();
        SlideFacts {
            heading: facts::heading(body),
            words: facts::words(&facts::notes(body, &self.attributes)),
            fragments: facts::fragments(body),
            has_notes: has_own_notes || facts::has_notes(body),
            has_listings: facts::has_listings(body),
            has_players: self.reader.dialect.extensions && has_media,
            has_films: has_media || self.attributes.get("data-background-video").is_some(),
            has_previews: facts::has_previews(body),
            letters: self.typeset.letters,
        }
    }
}
