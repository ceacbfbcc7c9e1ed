//! The formulas of a slide become MathML, which every browser shows without a script.
//!
//! [`find`] tells where formulas are, [`ProtectedFormulas`] keeps Markdown out of them, [`prepare`] writes out macros and says what
//! the converter (math-core) does not know in words that it does, [`mod@write`] makes its MathML fit for a page. Formulas of
//! a slide are converted together: they are numbered from 1, and refer to each other.
//!
//! The TeX is not kept in the page. A formula that cannot be converted stays as its author wrote it, with an error at its
//! place.

mod blocks;
mod chemistry;
#[cfg_attr(not(feature = "math"), path = "converter/absent.rs")]
mod converter;
mod find;
mod letters;
mod mistake;
mod prepare;
mod protect;
mod words;
mod write;

use std::ops::Range;

pub(super) use protect::ProtectedFormulas;

use self::prepare::{Macro, Macros, Prepared};
use self::protect::ProtectedPart;
use self::write::Written;
use super::budget::Account;
use crate::deck::{self, MathKind};
use crate::html::markup::escape_text;
use crate::html::tree::{Finished, NodeId, NodeKind, ROOT, Step, Tree};
use crate::runtime::MathPieces;
use crate::text::{Diagnostic, Feature, Slice, Span};

/// How deep the converter may have to go into one formula.
const DEEPEST: usize = 1000;

/// What one level of that takes of the stack, in bytes, where nothing is optimised.
const FRAME: usize = 64 << 10;

/// How much longer the formulas of a slide may become when macros are written out: this often the length of its source,
/// and as much as short slides with long macros need, in bytes.
const LONGER: (usize, usize) = (8, 2 << 10);

/// And never more than this, in bytes.
const LARGEST: usize = 1 << 20;

/// What a formula costs in which a macro makes too much, in microseconds of a processor. One that can be set costs one for
/// each byte that its macros make.
const COST_OF_MISTAKE: u64 = 500;

/// What the formulas of a slide need from its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Typeset {
    /// Whether some have `style` attributes.
    pub has_style: bool,
    /// The pieces of the font that they are set from.
    pub letters: MathPieces,
}

impl Typeset {
    /// Adds what other formulas of the same slide need.
    pub(super) fn extend(&mut self, other: Typeset) {
        self.has_style |= other.has_style;
        self.letters.extend(other.letters);
    }
}

/// A formula, and the node that it takes the place of.
struct Formula {
    node: NodeId,
    tex: String,
    is_display: bool,
    /// Where its TeX is, letter for letter, where that is known.
    at: Option<Span>,
}

/// Sets the formulas of a tree. In one that was made of Markdown they are those that were protected; in HTML they are looked
/// for in the text.
pub(super) fn typeset(
    tree: &mut Tree,
    formulas: Option<&ProtectedFormulas<'_>>,
    source: Slice<'_>,
    (math, account): (&deck::Math, &Account<'_>),
    diagnostics: &mut Vec<Diagnostic>,
) -> Typeset {
    let finder = Finder { formulas, source, kind: math.kind };
    let formulas = finder.take_formulas(tree);
    if formulas.is_empty() {
        return Typeset::default();
    }
    if !Feature::Math.is_built_in() {
        diagnostics.push(Feature::Math.missing(place(&formulas[0], 0..formulas[0].tex.len(), source)));
        formulas.iter().for_each(|formula| put(tree, formula, as_written(formula, "").html));
        return Typeset::default();
    }
    let prepared = prepare_all(&formulas, source, math, account);
    let mut typeset = Typeset::default();
    let mut results = convert(&formulas, &prepared).into_iter();
    for (formula, prepared) in formulas.iter().zip(prepared) {
        let written = match prepared {
            Err(diagnostic) => Err(diagnostic),
            Ok(prepared) => match results.next() {
                Some(Ok(mathml)) => {
                    let written = write::rewrite(&mathml, &prepared);
                    typeset.letters.extend(letters::pieces(&written.html));
                    Ok(written)
                }
                Some(Err((range, message))) => {
                    Err(mistake::of_converter(&message, place(formula, prepared.origin(range), source)))
                }
                None => Err(mistake::too_deep(place(formula, 0..formula.tex.len(), source))),
            },
        };
        let written = written.unwrap_or_else(|diagnostic| {
            diagnostics.push(diagnostic);
            as_written(formula, " class=\"orate-broken\"")
        });
        typeset.has_style |= written.has_style;
        put(tree, formula, written.html);
    }
    typeset
}

/// Writes out the macros of formulas, as long as their slide can pay for what that makes.
fn prepare_all(
    formulas: &[Formula],
    source: Slice<'_>,
    math: &deck::Math,
    account: &Account<'_>,
) -> Vec<Result<Prepared, Diagnostic>> {
    let mut macros = macros(math);
    let mut left = (LONGER.0 * source.text.len() + LONGER.1).min(LARGEST);
    let prepare = |formula: &Formula| {
        let all = || place(formula, 0..formula.tex.len(), source);
        if left == 0 {
            return Err(mistake::too_much(all()));
        }
        let prepared = prepare::prepare(&formula.tex, formula.is_display, &mut macros);
        let prepared =
            prepared.map_err(|trouble| mistake::of_trouble(trouble, |range| place(formula, range, source)));
        let length = prepared.as_ref().map_or(0, |prepared| prepared.tex.len());
        let longer = length.saturating_sub(formula.tex.len());
        let cost = if prepared.is_err() { COST_OF_MISTAKE } else { longer as u64 };
        let is_paid = macros.is_empty() || cost == 0 || account.pay(cost);
        left = if is_paid { left.saturating_sub(longer) } else { 0 };
        prepared.and_then(|prepared| match prepared.depth > DEEPEST {
            _ if !is_paid => Err(mistake::too_much(all())),
            true => Err(mistake::too_deep(all())),
            false => Ok(prepared),
        })
    };
    formulas.iter().map(prepare).collect()
}

/// Puts HTML in the place of a formula.
fn put(tree: &mut Tree, formula: &Formula, html: String) {
    let finished = Finished { html, text: formula.tex.trim().to_owned() };
    tree.node_mut(formula.node).kind = NodeKind::Finished(finished);
}

/// Says which macros of the settings no formula could use.
pub(crate) fn check(math: &deck::Math) -> Vec<Diagnostic> {
    math.macros.iter().filter_map(mistake::of_macro).collect()
}

fn macros(math: &deck::Math) -> Macros {
    let macro_of = |given: &deck::MathMacro| {
        let definition = given.definition.clone();
        let numbers = definition
            .match_indices('#')
            .filter_map(|(at, _)| definition[at + 1..].chars().next()?.to_digit(10));
        let arguments = numbers.max().unwrap_or(0) as usize;
        (given.name.trim_start_matches('\\').to_owned(), Macro { arguments, definition, default: None })
    };
    math.macros.iter().map(macro_of).collect()
}

/// A formula, prepared for the converter.
#[derive(Clone, Copy, Debug)]
struct Snippet<'a> {
    tex: &'a str,
    /// Whether it is on a line of its own.
    is_display: bool,
}

/// The MathML of a formula, or where in its TeX the converter stopped and why.
type Converted = Result<String, (Range<usize>, String)>;

/// Converts what was prepared, in its order.
///
/// The converter goes one level deeper on its stack for each level of a formula, so a deep one gets a stack of its own.
fn convert(formulas: &[Formula], prepared: &[Result<Prepared, Diagnostic>]) -> Vec<Converted> {
    let ready = formulas
        .iter()
        .zip(prepared)
        .filter_map(|(formula, prepared)| Some((formula, prepared.as_ref().ok()?)));
    let snippets: Vec<_> = ready
        .map(|(formula, prepared)| Snippet { tex: &prepared.tex, is_display: formula.is_display })
        .collect();
    let run = || converter::convert(&snippets);
    let depth = prepared.iter().flatten().map(|prepared| prepared.depth).max().unwrap_or(0);
    if depth < 8 {
        return run();
    }
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size((depth + 16) * FRAME);
        // Without a thread nothing is converted; each formula gets an error.
        builder.spawn_scoped(scope, run).ok().and_then(|thread| thread.join().ok()).unwrap_or_default()
    })
}

/// A formula as its author wrote it, with the attributes of its element.
fn as_written(formula: &Formula, attributes: &str) -> Written {
    let mut html = format!("<code{attributes}>");
    escape_text(&mut html, formula.tex.trim());
    html.push_str("</code>");
    Written { html, has_style: false }
}

/// Where a stretch of a formula is; of one whose place is not known, the slide.
fn place(formula: &Formula, range: Range<usize>, source: Slice<'_>) -> Span {
    let Some(at) = formula.at else { return source.span.head() };
    let length = at.len();
    let (start, end) = (range.start.min(length), range.end.min(length));
    let boundary = |at: usize| formula.tex.floor_char_boundary(at.min(formula.tex.len()));
    at.part(boundary(start)..boundary(end).max(boundary(start)))
}

struct Finder<'a, 'b> {
    /// The formulas that were protected; `None` if they are looked for in HTML.
    formulas: Option<&'a ProtectedFormulas<'b>>,
    source: Slice<'a>,
    kind: MathKind,
}

impl Finder<'_, '_> {
    /// Puts a node in the place of each formula, in the order of the text.
    fn take_formulas(&self, tree: &mut Tree) -> Vec<Formula> {
        let mut formulas = Vec::new();
        for (id, is_code) in texts(tree) {
            match is_code {
                true => self.in_code(tree, id, &mut formulas),
                false => self.in_text(tree, id, &mut formulas),
            }
        }
        formulas
    }

    fn in_text(&self, tree: &mut Tree, id: NodeId, formulas: &mut Vec<Formula>) {
        let NodeKind::Text(text) = &tree.node(id).kind else { return };
        let text = text.clone();
        let parts: Vec<(&str, Option<Formula>)> = match self.formulas {
            Some(formulas) => formulas
                .parts(&text)
                .into_iter()
                .map(|part| match part {
                    ProtectedPart::Text(text) => (text, None),
                    ProtectedPart::Formula(range) => ("", Some(self.protected(id, formulas, range))),
                })
                .collect(),
            None if self.kind == MathKind::Off => return,
            None => {
                let (mut parts, mut at) = (Vec::new(), 0);
                while let Some(range) = find::find(&text, at, false) {
                    parts.push((&text[at..range.whole.start], None));
                    let tex = &text[range.tex];
                    parts.push(("", Some(self.formula(id, tex, tex.to_owned(), range.is_display))));
                    at = range.whole.end;
                }
                parts.push((&text[at..], None));
                parts
            }
        };
        if parts.iter().all(|(_, formula)| formula.is_none()) {
            return;
        }
        for (text, formula) in parts {
            match formula {
                None => tree.insert_text_before(id, text),
                Some(formula) => {
                    let node = tree.create(NodeKind::Comment(String::new()), None);
                    tree.insert_before(id, node);
                    formulas.push(Formula { node, ..formula });
                }
            }
        }
        tree.detach(id);
    }

    /// Code may be a `math` fence, or, in a page of reveal.js, hold a formula that was to be kept from Markdown.
    fn in_code(&self, tree: &mut Tree, id: NodeId, formulas: &mut Vec<Formula>) {
        let NodeKind::Text(text) = &tree.node(id).kind else { return };
        let text = match self.formulas {
            Some(formulas) => formulas.restore(text.as_str().into()).into_owned(),
            None => text.clone(),
        };
        let Some(code) = tree.parent(id).filter(|_| self.kind != MathKind::Off) else {
            tree.node_mut(id).kind = NodeKind::Text(text);
            return;
        };
        let is = |id: NodeId, name| tree.element(id).is_some_and(|element| element.is(name));
        let pre = tree.parent(code).filter(|&pre| is(code, "code") && is(pre, "pre"));
        let class = tree.element(code).and_then(|code| code.attributes.value("class")).unwrap_or_default();
        let is_math = class
            .split_ascii_whitespace()
            .next()
            .is_some_and(|class| class == "math" || class == "language-math");
        let formula = match pre {
            Some(pre) if is_math => Some((pre, self.formula(id, &text, text.clone(), true))),
            None if is(code, "code") && self.kind == MathKind::OfPage => {
                let range = find::find(&text, 0, false).filter(|range| range.whole == (0..text.len()));
                range.map(|range| {
                    let tex = &text[range.tex];
                    (code, self.formula(id, tex, tex.to_owned(), range.is_display))
                })
            }
            _ => None,
        };
        let Some((old, formula)) = formula else {
            tree.node_mut(id).kind = NodeKind::Text(text);
            return;
        };
        let node = tree.create(NodeKind::Comment(String::new()), None);
        tree.insert_before(old, node);
        tree.detach(old);
        formulas.push(Formula { node, ..formula });
    }

    fn protected(
        &self,
        node: NodeId,
        formulas: &ProtectedFormulas<'_>,
        range: &find::FormulaRange,
    ) -> Formula {
        let start = self.source.span.part(range.tex.clone());
        Formula { node, tex: formulas.tex(range).into_owned(), is_display: range.is_display, at: Some(start) }
    }

    /// A formula by its TeX, as its author wrote it in `written`.
    fn formula(&self, node: NodeId, written: &str, tex: String, is_display: bool) -> Formula {
        let at = self.source.text.find(written);
        let at = at.map(|at| self.source.span.part(at..at + written.len()));
        Formula { node, tex, is_display, at }
    }
}

/// The text nodes of a tree, and whether each is code, or of another kind that holds no formulas.
fn texts(tree: &Tree) -> Vec<(NodeId, bool)> {
    const CODE: &[&str] = &[
        "code", "pre", "script", "style", "textarea", "title", "xmp", "iframe", "svg", "math", "kbd", "samp",
    ];
    let (mut depth, mut texts) = (0_usize, Vec::new());
    for step in tree.walk(ROOT) {
        let (Step::Enter(id) | Step::Leave(id)) = step;
        let is_code = tree.element(id).is_some_and(|element| CODE.contains(&&*element.name));
        match step {
            Step::Enter(_) => depth += usize::from(is_code),
            Step::Leave(_) => depth -= usize::from(is_code),
        }
        if step == Step::Enter(id) && matches!(tree.node(id).kind, NodeKind::Text(_)) {
            texts.push((id, depth > 0));
        }
    }
    texts
}

#[cfg(test)]
mod tests;
