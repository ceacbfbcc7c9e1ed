//! Style sheets with holes for the files they name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::clean::cleaned_text;
use super::css::{self, CssAddress, Place};
use super::path::{self, candidates};
use super::{Address, Content, Library, Reference, Role};
use crate::text::{Diagnostic, SourceId, Sources, Span};

/// The most imports that a style sheet may bring in, directly and in turn. Two sheets that each import the
/// next one twice are no cycle, and still grow without end.
const IMPORT_LIMIT: usize = 1000;

/// What stands for an address where a sheet is read as text.
const HOLE: &str = "url()";

/// CSS with holes for the addresses in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sheet {
    pieces: Vec<Piece>,
}

/// A stretch of a [`Sheet`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// Text of the style sheet, as it stays.
    Css(String),
    /// Stands for a whole `url(…)`, filled with [`super::Plan::url`].
    Url(Reference),
}

impl Sheet {
    /// The CSS of a `<style>` element or a `style` attribute. `base` is the folder of the file it is in, and
    /// `at` tells where a stretch of the CSS is. An `@import` keeps its place, with its address as a hole.
    pub(crate) fn of(css: &str, base: &str, at: impl Fn(Range<usize>) -> Span) -> Sheet {
        Sheet::made(css, base, at, Sheet::import)
    }

    /// CSS that names no file.
    pub(crate) fn plain(css: String) -> Sheet {
        Sheet { pieces: vec![Piece::Css(css)] }
    }

    /// A style sheet of the project, with the sheets it imports in the place of each `@import`.
    ///
    /// What is imported from outside the project stays so, at the head of the sheet, with a warning. `sources`
    /// takes in every sheet that is imported, so that diagnostics can name places in it.
    pub(crate) fn open(
        source: SourceId,
        sources: &mut Sources,
        library: &dyn Library,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Sheet {
        let name = sources.get(source).name.clone();
        let mut opener = Opener {
            sources,
            library,
            diagnostics,
            opened: BTreeMap::from([(name, source)]),
            chain: Vec::new(),
            imports: 0,
            is_over_limit: false,
            head: Sheet::default(),
        };
        let body = opener.open(source);
        let mut sheet = opener.head;
        sheet.append(body);
        sheet
    }

    /// The holes, in their order: addresses of every kind, outside ones among them.
    pub(crate) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Url(reference) => Some(reference),
            Piece::Css(_) => None,
        })
    }

    /// The CSS with what `url` gives in each hole, as it may be in a `<style>` element: nothing in it ends one.
    pub(crate) fn fill<'a>(&'a self, url: impl Fn(&'a Reference) -> Cow<'a, str>) -> String {
        let css: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Css(css) => css.as_str().into(),
                Piece::Url(reference) => url(reference),
            })
            .collect();
        // In a string or a comment, where alone it can mean something, an escaped slash is a slash.
        if css.contains("</") { css.replace("</", "<\\/") } else { css }
    }

    /// CSS with holes; `import` is handed the address of each `@import` and what follows it.
    fn made(
        css: &str,
        base: &str,
        at: impl Fn(Range<usize>) -> Span,
        mut import: impl FnMut(&mut Sheet, Reference, &str),
    ) -> Sheet {
        let mut sheet = Sheet::default();
        let mut end = 0;
        let addresses = css::addresses(css);
        let formats = formats(&addresses);
        for CssAddress { range, address, place } in addresses {
            sheet.css(&css[end..range.start]);
            end = range.end;
            let at = at(range.clone());
            let reference = |role| Reference { address, base: base.to_owned(), at, role };
            match place {
                Place::Property => sheet.pieces.push(Piece::Url(reference(Role::Style))),
                Place::Descriptor { block } => {
                    let is_one_of_several = formats.get(&block).is_some_and(|count| *count > 1);
                    let role = if is_one_of_several { Role::Format { font: block } } else { Role::Font };
                    sheet.pieces.push(Piece::Url(reference(role)));
                }
                Place::Import { conditions } => import(&mut sheet, reference(Role::Import), &css[conditions]),
                Place::LateImport => sheet.css(&css[range]),
            }
        }
        sheet.css(&css[end..]);
        sheet
    }

    /// The same as text of HTML, for a `style` element within SVG.
    pub(crate) fn into_html_text(mut self) -> Sheet {
        for piece in &mut self.pieces {
            if let Piece::Css(css) = piece {
                *css = css.replace('&', "&amp;").replace('<', "&lt;");
            }
        }
        self
    }

    fn css(&mut self, css: &str) {
        match self.pieces.last_mut() {
            _ if css.is_empty() => {}
            Some(Piece::Css(before)) => before.push_str(css),
            _ => self.pieces.push(Piece::Css(css.to_owned())),
        }
    }

    /// An `@import` rule with its address as a hole.
    fn import(&mut self, reference: Reference, conditions: &str) {
        self.css("@import ");
        self.pieces.push(Piece::Url(reference));
        self.css(conditions);
        self.css(";");
    }

    /// The sheet without comments, but for those that begin with `/*!`: they are meant to stay, whoever reads them. Pictures
    /// in strings are cleaned.
    pub(crate) fn without_comments(self) -> Sheet {
        let bare = |piece| match piece {
            Piece::Css(css) => {
                let css = css::without_comments(&css);
                Piece::Css(cleaned_text(&css).unwrap_or(css))
            }
            hole => hole,
        };
        Sheet { pieces: self.pieces.into_iter().map(bare).collect() }
    }

    /// The sheet with an empty file in the place of each that leads out of the project, and what led there.
    pub(crate) fn without_outside(self) -> (Sheet, Vec<Reference>) {
        let (mut inside, mut outside) = (Sheet::default(), Vec::new());
        for piece in self.pieces {
            match piece {
                Piece::Url(reference)
                    if matches!(Address::of(&reference.address), Address::Outside { .. }) =>
                {
                    inside.css("url(\"data:,\")");
                    outside.push(reference);
                }
                Piece::Css(css) => inside.css(&css),
                hole => inside.pieces.push(hole),
            }
        }
        (inside, outside)
    }

    /// Takes out each `@font-face` rule that `take` makes something of, given the rule and the addresses in it. Those within
    /// a condition stay.
    pub(crate) fn take_faces<T>(
        self,
        mut take: impl FnMut(&css::Rule<'_>, &[&Reference]) -> Option<T>,
    ) -> (Sheet, Vec<T>) {
        let (text, holes) = self.text();
        let (mut taken, mut values) = (Vec::new(), Vec::new());
        for rule in css::rules(&text) {
            let is_face = rule.prelude.eq_ignore_ascii_case("@font-face");
            if !is_face || !rule.outer.iter().all(|outer| outer.starts_with("@layer")) {
                continue;
            }
            let within = holes.iter().filter(|(at, _)| rule.range.contains(at));
            let references: Vec<&Reference> = within.map(|(_, reference)| *reference).collect();
            if let Some(value) = take(&rule, &references) {
                values.push(value);
                taken.push(rule.range);
            }
        }
        let sheet = if taken.is_empty() { None } else { Some(self.without(&taken)) };
        (sheet.unwrap_or(self), values)
    }

    /// The CSS with [`HOLE`] in each hole, and where each is.
    fn text(&self) -> (String, Vec<(usize, &Reference)>) {
        let (mut text, mut holes) = (String::new(), Vec::new());
        for piece in &self.pieces {
            match piece {
                Piece::Css(css) => text.push_str(css),
                Piece::Url(reference) => {
                    holes.push((text.len(), reference));
                    text.push_str(HOLE);
                }
            }
        }
        (text, holes)
    }

    /// The sheet without some stretches of its [`Sheet::text`], which are in order and part no hole.
    fn without(&self, stretches: &[Range<usize>]) -> Sheet {
        let mut sheet = Sheet::default();
        let mut at = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Css(css) => {
                    let mut from = 0;
                    for stretch in stretches {
                        let start = stretch.start.saturating_sub(at).clamp(from, css.len());
                        sheet.css(&css[from..start]);
                        from = stretch.end.saturating_sub(at).clamp(start, css.len());
                    }
                    sheet.css(&css[from..]);
                    at += css.len();
                }
                hole @ Piece::Url(_) => {
                    if !stretches.iter().any(|stretch| stretch.contains(&at)) {
                        sheet.pieces.push(hole.clone());
                    }
                    at += HOLE.len();
                }
            }
        }
        sheet
    }

    fn append(&mut self, other: Sheet) {
        for piece in other.pieces {
            match piece {
                Piece::Css(css) => self.css(&css),
                hole => self.pieces.push(hole),
            }
        }
    }
}

/// How many addresses each `@font-face` has, by where its block begins.
fn formats(addresses: &[CssAddress]) -> BTreeMap<usize, usize> {
    let mut formats = BTreeMap::new();
    for address in addresses {
        if let Place::Descriptor { block } = address.place {
            *formats.entry(block).or_default() += 1;
        }
    }
    formats
}

/// Opens a style sheet and those it imports.
struct Opener<'a> {
    sources: &'a mut Sources,
    library: &'a dyn Library,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The sheets that were read, by path.
    opened: BTreeMap<String, SourceId>,
    /// The paths of the sheets that are being opened, each imported by the one before it.
    chain: Vec<String>,
    imports: usize,
    is_over_limit: bool,
    /// The imports from outside the project, which only count at the head of a sheet.
    head: Sheet,
}

impl Opener<'_> {
    fn open(&mut self, source: SourceId) -> Sheet {
        let whole = self.sources.whole(source);
        let (css, span) = (whole.text.to_owned(), whole.span);
        let name = self.sources.get(source).name.clone();
        self.chain.push(name.clone());
        let at = |range| span.part(range);
        let mut sheet = Sheet::made(&css, path::folder(&name), at, |sheet, reference, conditions| {
            let imported = self.import(reference, conditions);
            sheet.append(imported);
        });
        self.chain.pop();
        sheet.css(&css::closing(&css));
        sheet
    }

    /// What is in the place of an `@import`.
    fn import(&mut self, reference: Reference, conditions: &str) -> Sheet {
        let address = Address::of(&reference.address);
        if let Address::File { path, .. } = address
            && let Some(source) = self.find(&reference.base, path)
        {
            if let Some(trouble) = self.trouble(source, &reference) {
                self.diagnostics.extend(trouble);
                return Sheet::default();
            }
            self.imports += 1;
            return within(conditions, self.open(source));
        }
        if matches!(address, Address::Outside { .. }) {
            self.diagnostics.push(outside_style(&reference));
        }
        // The plan says what is wrong with a file that was not found.
        self.head.import(reference, conditions);
        Sheet::default()
    }

    /// The source of an imported sheet; `None` if there is no such file, or it could not be read.
    fn find(&mut self, base: &str, path: &str) -> Option<SourceId> {
        for path in candidates(base, path).unwrap_or_default() {
            if let Some(source) = self.opened.get(&path) {
                return Some(*source);
            }
            let Ok(Some(file)) = self.library.find(&path) else { continue };
            let (true, Content::Bytes(bytes)) = (file.path == path, &file.content) else { return None };
            let source = self.sources.add(path.clone(), bytes, self.diagnostics);
            self.opened.insert(path, source);
            return Some(source);
        }
        None
    }

    /// Why a sheet may not be opened, if it may not: what to say, unless it has been said.
    fn trouble(&mut self, source: SourceId, reference: &Reference) -> Option<Option<Diagnostic>> {
        let name = &self.sources.get(source).name;
        if let Some(first) = self.chain.iter().position(|opening| opening == name) {
            let chain: Vec<_> =
                self.chain[first..].iter().chain([name]).map(|name| format!("`{name}`")).collect();
            let message = format!("this style sheet imports itself: {}", chain.join(" imports "));
            let diagnostic = Diagnostic::error("import-cycle", reference.at, message);
            return Some(Some(diagnostic.help("remove one of these imports")));
        }
        if self.imports < IMPORT_LIMIT {
            return None;
        }
        if std::mem::replace(&mut self.is_over_limit, true) {
            return Some(None);
        }
        let message = format!("a style sheet can import at most {IMPORT_LIMIT} others");
        let diagnostic = Diagnostic::error("too-many-imports", reference.at, message);
        Some(Some(diagnostic.help("import each sheet once")))
    }
}

/// Says that a style sheet makes the talk depend on the network.
fn outside_style(reference: &Reference) -> Diagnostic {
    let address = reference.address.trim();
    let host =
        address.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(address);
    let message = format!("browsers fetch this style sheet from `{host}` whenever the talk is shown");
    Diagnostic::warning("outside-style", reference.at, message)
        .help("save a copy in the project and import that, so that the talk needs no network")
}

/// A sheet within what the conditions of its `@import` say (CSS Cascade 5, section 2).
fn within(conditions: &str, inner: Sheet) -> Sheet {
    let mut bare = conditions.to_owned();
    let comments: Vec<_> = css::comments(conditions).collect();
    comments.into_iter().rev().for_each(|comment| bare.replace_range(comment, " "));
    let rest = bare.trim();
    let (layer, rest) = match argument(rest, "layer") {
        Some((name, rest)) => (Some(name), rest),
        None => match rest.split_at_checked(5) {
            Some((word, rest))
                if word.eq_ignore_ascii_case("layer")
                    && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-') =>
            {
                (Some(""), rest.trim_start())
            }
            _ => (None, rest),
        },
    };
    let (supports, media) = match argument(rest, "supports") {
        Some((condition, rest)) => (Some(condition), rest),
        None => (None, rest),
    };
    let heads = [
        (!media.is_empty()).then(|| format!("@media {media}{{")),
        supports.map(|condition| format!("@supports ({condition}){{")),
        layer.map(|name| format!("@layer {name}{{")),
    ];
    let mut sheet = Sheet::default();
    let heads: Vec<String> = heads.into_iter().flatten().collect();
    heads.iter().for_each(|head| sheet.css(head));
    sheet.append(inner);
    heads.iter().for_each(|_| sheet.css("}"));
    sheet.css("\n");
    sheet
}

/// What is between the parentheses of a function at the start of some CSS, and what follows it.
fn argument<'a>(css: &'a str, function: &str) -> Option<(&'a str, &'a str)> {
    let (name, rest) = css.split_at_checked(function.len())?;
    let rest = rest.strip_prefix('(').filter(|_| name.eq_ignore_ascii_case(function))?;
    let mut depth = 1;
    let end = rest.find(|character| {
        depth += match character {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    Some((rest[..end].trim(), rest[end + 1..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::{Memory, OpenedFiles, Plan, Rules};
    use crate::deck::Embed;
    use proptest::prelude::*;

    /// Opens `themes/a.css` among the files given, and checks the CSS and the diagnostics.
    #[track_caller]
    fn check_sheet(files: &[(&str, &str)], css: &str, codes: &[&str]) {
        let memory: Memory = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let source = sources.add("themes/a.css", files[0].1.as_bytes(), &mut diagnostics);
        let sheet = Sheet::open(source, &mut sources, &memory, &mut diagnostics);
        let rules = Rules { embed: Embed::Auto, limit: 1000, single_file: false, public: false, root: "" };
        let plan = Plan::make(&memory, rules, sheet.references(), OpenedFiles::default())
            .take_into(&mut diagnostics);
        assert_eq!(sheet.fill(|reference| plan.url(reference)), css);
        assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn files_become_data() {
        check_sheet(
            &[("themes/a.css", "@font-face{src:url(b.woff2)} c{d:url(#e)}"), ("themes/b.woff2", "f")],
            "@font-face{src:url(\"data:font/woff2;base64,Zg==\")} c{d:url(\"#e\")}",
            &[],
        );
    }

    /// Takes the faces from a sheet whose first address is `b.woff2`, and checks what stays.
    #[track_caller]
    fn check_faces(css: &str, rest: &str, taken: &[&str]) {
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let source = sources.add("themes/a.css", css.as_bytes(), &mut diagnostics);
        let sheet = Sheet::open(source, &mut sources, &Memory::default(), &mut diagnostics);
        let (sheet, faces) = sheet.take_faces(|rule, references| {
            let is_taken = references.first().is_some_and(|reference| reference.address == "b.woff2");
            is_taken.then(|| rule.value("font-family").unwrap_or_default().to_owned())
        });
        assert_eq!(sheet.fill(|_| "hole".into()), rest);
        assert_eq!(faces, taken);
    }

    #[test]
    fn faces_are_taken_out_with_their_addresses() {
        let face = |name: &str, file: &str| format!("@font-face{{font-family:{name};src:url({file})}}");
        let css = format!(
            "a{{b:url(x)}}{}c{{d:url(y)}}{}{}",
            face("A", "b.woff2"),
            face("B", "z"),
            face("C", "b.woff2")
        );
        check_faces(&css, "a{b:hole}c{d:hole}@font-face{font-family:B;src:hole}", &["A", "C"]);
        let nested = format!("@layer e{{{}}}@media print{{{}}}", face("A", "b.woff2"), face("B", "b.woff2"));
        check_faces(&nested, "@layer e{}@media print{@font-face{font-family:B;src:hole}}", &["A"]);
        check_faces("@font-face{font-family:A", "@font-face{font-family:A}", &[]);
    }

    #[test]
    fn imported_sheets_take_the_place_of_their_import() {
        check_sheet(
            &[
                ("themes/a.css", "@import 'b/c.css' layer(x) supports(d:e) print;\nf{}"),
                ("themes/b/c.css", "@import url(../g.css) layer;h{"),
                ("themes/g.css", "i{}"),
            ],
            "@media print{@supports (d:e){@layer x{@layer {i{}}\nh{}}}}\n\nf{}",
            &[],
        );
    }

    #[test]
    fn what_is_outside_stays_at_the_head() {
        check_sheet(
            &[("themes/a.css", "@import 'b.css';"), ("themes/b.css", "c{} @import 'x';"), ("b.css", "")],
            "c{} @import 'x';\n",
            &[],
        );
        check_sheet(
            &[
                (
                    "themes/a.css",
                    "@import 'b.css';@import url(https://c.example/d) print;e{f:url(https://g.example)}",
                ),
                ("themes/b.css", "b{}"),
            ],
            "@import url(\"https://c.example/d\") print;b{}\ne{f:url(\"https://g.example\")}",
            &["outside-style"],
        );
    }

    #[test]
    fn a_circle_is_told_with_its_chain() {
        let files = [("themes/a.css", "@import 'b.css';"), ("themes/b.css", "@import 'a.css';c{}")];
        check_sheet(&files, "c{}\n", &["import-cycle"]);
    }

    #[test]
    fn imports_do_not_grow_without_end() {
        let names: Vec<String> = (0..20).map(|number| format!("themes/{number}.css")).collect();
        let texts: Vec<String> =
            (1..21).map(|number| format!("@import '{number}.css';@import '{number}.css';")).collect();
        let mut files = vec![("themes/a.css", "@import '0.css';")];
        files.extend(names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)));
        let memory: Memory = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let source = sources.add("themes/a.css", b"@import '0.css';", &mut diagnostics);
        Sheet::open(source, &mut sources, &memory, &mut diagnostics);
        assert_eq!(
            diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(),
            ["too-many-imports"]
        );
    }

    #[test]
    fn a_missing_file_is_told_at_its_place() {
        check_sheet(
            &[("themes/a.css", "@import 'c.css';a{b:url(d.png)}")],
            "@import url(\"about:invalid\");a{b:url(\"about:invalid\")}",
            &["missing-file", "missing-image"],
        );
    }

    #[test]
    fn nothing_ends_the_style_element() {
        check_sheet(
            &[("themes/a.css", "/* </style> */a{content:'</STYLE>'}")],
            "/* <\\/style> */a{content:'<\\/STYLE>'}",
            &[],
        );
    }

    proptest! {
        #[test]
        fn css_without_files_stays_as_it_is(css in r#"([a-z\\ "'(){};@#/*0-9.\n日-]|/\*)*"#) {
            let span = Sources::default().add("a.css", b"", &mut Vec::new());
            let span = Span { source: span, start: 0, end: 0 };
            let sheet = Sheet::of(&css, "", |_| span);
            prop_assume!(sheet.references().next().is_none());
            let plan = Plan::default();
            prop_assert_eq!(sheet.fill(|reference| plan.url(reference)), css);
        }
    }
}
