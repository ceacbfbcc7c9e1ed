//! The text of a slide becomes a tree, its formulas typeset.

use super::dialect::Dialect;
use super::places::with_places;
use super::{LIMIT, RawHtml, Stop, embedded};
use crate::deck::{MOST_ATTRIBUTES, Math};
use crate::html::builder::{HtmlText, TreeBuilder};
use crate::html::parse::{self, Cut};
use crate::html::tree::{ROOT, Tree};
use crate::render::budget::Account;
use crate::render::math::{self, ProtectedFormulas, Typeset};
use crate::text::{Diagnostic, Noted, Slice, Span};

/// Reads texts of one deck into trees.
#[derive(Clone, Copy)]
pub(crate) struct TextReader<'a> {
    pub dialect: Dialect,
    pub math: &'a Math,
}

impl TextReader<'_> {
    /// The tree of a Markdown text, built directly unless there is raw HTML in it.
    /// `account` pays for what macros make.
    pub(crate) fn markdown(self, source: Slice<'_>, account: &Account<'_>) -> Noted<(Tree, Typeset)> {
        let formulas = ProtectedFormulas::of(source, self.math);
        let mut builder = TreeBuilder::new();
        let written = super::write(source, &formulas, &mut builder, RawHtml::Refused, self.dialect);
        let tree = match written {
            Err(Stop::RawHtml) => self.repaired_markdown(source, &formulas),
            Err(Stop::TooLarge) => Noted::from(builder.finish()).note(too_large(source.span)),
            Ok(diagnostics) => Noted::new(builder.finish(), diagnostics),
        };
        self.typeset(tree, Some(&formulas), source, account)
    }

    /// The tree of a Markdown text by way of HTML.
    fn repaired_markdown(self, source: Slice<'_>, formulas: &ProtectedFormulas<'_>) -> Noted<Tree> {
        let mut builder = HtmlText::new();
        let written = super::write(source, formulas, &mut builder, RawHtml::Written, self.dialect);
        let diagnostics = written.unwrap_or_else(|_| vec![too_large(source.span)]);
        Noted::new((), diagnostics).and_then(|()| repaired(&builder.finish(), source))
    }

    /// The tree of a slide that is HTML. Elements of it may hold Markdown.
    pub(crate) fn html(self, source: Slice<'_>, account: &Account<'_>) -> Noted<(Tree, Typeset)> {
        let limit = source.text.floor_char_boundary(LIMIT);
        let tree = match embedded::expanded(source.part(0..limit), self.dialect, self.math) {
            Some(html) => repaired(&html, source),
            None if self.dialect.has_places => {
                repaired(&with_places(&source.text[..limit], source.span), source)
            }
            None => repaired(&source.text[..limit], source),
        };
        let is_cut = limit < source.text.len();
        let tree = Noted::new((), Vec::from_iter(is_cut.then(|| too_large(source.span)))).and_then(|()| tree);
        self.typeset(tree, None, source, account)
    }

    /// What a caption says, which is a line of Markdown; `at` is where it is.
    pub(crate) fn caption(self, text: &str, at: Span, account: &Account<'_>) -> Noted<(Tree, Typeset)> {
        self.markdown(Slice { span: at, text }, account).map(|(mut tree, typeset)| {
            if !tree.unwrap_paragraph() {
                // A year with a dot behind it is not a list here.
                tree = Tree::default();
                tree.append_text(ROOT, text);
            }
            (tree, typeset)
        })
    }

    fn typeset(
        self,
        tree: Noted<Tree>,
        formulas: Option<&ProtectedFormulas<'_>>,
        source: Slice<'_>,
        account: &Account<'_>,
    ) -> Noted<(Tree, Typeset)> {
        let Noted { value: mut tree, mut diagnostics } = tree;
        let typeset = math::typeset(&mut tree, formulas, source, (self.math, account), &mut diagnostics);
        Noted::new((tree, typeset), diagnostics)
    }
}

fn repaired(html: &str, source: Slice<'_>) -> Noted<Tree> {
    let repaired = parse::parse(html, source.span);
    let cut = repaired.cut.map(|(cut, at)| {
        // Where the HTML is not what the author wrote, its places are not the author's.
        let at = if source.text.starts_with(html) { source.part(at..at).span } else { source.span.head() };
        cut_short(cut, at)
    });
    Noted::new(repaired.tree, Vec::from_iter(cut))
}

fn cut_short(cut: Cut, at: Span) -> Diagnostic {
    let (message, help) = match cut {
        Cut::Depth => (
            format!("elements of this slide are nested more than {} deep", parse::DEPTH),
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
    let limit = LIMIT >> 20;
    Diagnostic::error("slide-too-large", at.head(), format!("this slide makes more than {limit} MiB of HTML"))
        .help("part it; what follows after the limit is left out")
}
