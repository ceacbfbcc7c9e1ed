//! Signs of Markdown that stay on a slide, since what they were meant to begin is written in another way here.

use super::{footnote_texts, foreign};
use crate::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::render::alerts::kinds;
use crate::render::markdown::extensions::Braces;
use crate::text::{Diagnostic, Slice, nearest};

/// Says of each of them where it is, and what to write instead.
pub(in crate::render) fn literal(tree: &Tree, source: Slice<'_>, has_extensions: bool) -> Vec<Diagnostic> {
    let mut reader = LiteralReader { source, next: 0, diagnostics: Vec::new(), has_extensions };
    let own = ["](", "[^", "^[", "[!", ":::", "][", "{.", "{#", "{:", "={", "|", "="];
    let signs = own.iter().chain(has_extensions.then_some(&foreign::SIGNS).into_iter().flatten());
    if !signs.into_iter().any(|sign| source.text.contains(sign)) {
        return reader.diagnostics;
    }
    let mut inert = 0_usize;
    for step in tree.walk(ROOT) {
        match step {
            Step::Enter(id) => match &tree.node(id).kind {
                NodeKind::Element(element) => {
                    inert += usize::from(is_inert(element.name.as_ref()));
                    if element.is("code") && element.attributes.value("class") == Some("=") {
                        reader.raw_block();
                    }
                }
                NodeKind::Text(text) if inert == 0 => reader.text(tree, id, text),
                _ => {}
            },
            Step::Leave(id) => {
                let is_inert = tree.element(id).is_some_and(|element| is_inert(element.name.as_ref()));
                inert = inert.saturating_sub(usize::from(is_inert));
            }
        }
    }
    if has_extensions {
        reader.diagnostics.extend(footnote_texts::check(tree, source));
    }
    reader.diagnostics
}

fn is_inert(name: &str) -> bool {
    matches!(name, "code" | "pre" | "script" | "style" | "math" | "svg" | "textarea" | "kbd" | "samp")
}

struct LiteralReader<'a> {
    source: Slice<'a>,
    /// Where to look for the next one: they come in the order of the text.
    next: usize,
    diagnostics: Vec<Diagnostic>,
    has_extensions: bool,
}

impl LiteralReader<'_> {
    fn text(&mut self, tree: &Tree, id: NodeId, text: &str) {
        self.links(text);
        self.footnotes(text);
        if tree
            .parent(id)
            .and_then(|parent| tree.parent(parent))
            .is_some_and(|quote| tree.is(quote, "blockquote"))
        {
            self.alert(text);
        }
        for line in text.lines().filter(|line| line.trim_start().starts_with(":::")) {
            let (message, help) = match title_of_block(line.trim()).filter(|_| self.has_extensions) {
                Some(block) => (
                    "the words after a block's name are its classes, and a title is none".into(),
                    format!("write `{block}`, and the title on a line below it"),
                ),
                None => ("no block of this name is known".into(), self.block_help()),
            };
            self.report(line.trim(), message, help);
        }
        if self.has_extensions {
            self.references(text);
            self.attributes(tree, id, text);
            self.table(tree, id, text);
            for foreign in foreign::foreign(text) {
                let message = format!("`{}` {}, and means nothing here", foreign.written, foreign.what);
                self.report_as("other-tool", foreign.written, message, foreign.help);
            }
        }
    }

    /// A fence of Pandoc's whose text is HTML.
    fn raw_block(&mut self) {
        let message = "`{=…}` is a raw block of Pandoc, and is a listing here";
        let help = "write the HTML without a fence around it";
        self.report_as("other-tool", "{=", message.into(), help.into());
    }

    /// `[text][name]` without its line `[name]: address`.
    fn references(&mut self, text: &str) {
        for (at, _) in text.match_indices("][") {
            let Some(open) = text[..at].rfind('[') else { continue };
            let Some(close) = text[at + 2..].find(']').map(|length| at + 2 + length) else { continue };
            let (shown, name) = (&text[open + 1..at], &text[at + 2..close]);
            let start = open - usize::from(text[..open].ends_with('!'));
            let is_apart =
                !text[..start].ends_with(|it: char| it.is_alphanumeric() || it == ']' || it == '_');
            let is_name = name.chars().any(char::is_alphabetic) && !name.contains(['\n', '^']);
            if !is_apart || !is_name || shown.contains('\n') {
                continue;
            }
            let sign = &text[start..open];
            let message = format!("this slide has no line `[{name}]: …` with an address");
            let help = format!(
                "write the line on this slide, since it counts for one slide only, or write `{sign}[{shown}](…)`"
            );
            self.report(&text[start..=close], message, help);
        }
    }

    /// `{.name}` and `{width=50%}` that belong to nothing: after a space, or below a paragraph.
    fn attributes(&mut self, tree: &Tree, id: NodeId, text: &str) {
        const NAMES: [&str; 9] =
            ["width", "height", "style", "class", "id", "target", "align", "fig-align", "rel"];
        for (at, _) in text.match_indices('{') {
            let Some(braces) = Braces::read(&text[at..]) else { continue };
            let end = at + braces.length;
            let is_known = |name: &str| NAMES.contains(&name) || name.starts_with("data-");
            let follows = text[..at].trim().is_empty() && tree.previous(id).is_some();
            let is_last = text[end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
            if !(follows || is_last) || !braces.attributes.iter().all(|(name, _)| is_known(name)) {
                continue;
            }
            let help = "write them directly after a picture, a link, code or `[words]`, without a space; a paragraph takes \
                        `<!-- .element: … -->` at its end";
            self.report(&text[at..end], "these attributes belong to nothing".into(), help.into());
        }
    }

    /// Lines between bars that are no table.
    fn table(&mut self, tree: &Tree, id: NodeId, text: &str) {
        let parent = tree.parent(id).filter(|&parent| tree.is(parent, "p"));
        let Some(parent) = parent.filter(|_| tree.previous(id).is_none() && text.starts_with('|')) else {
            return;
        };
        let whole = tree.text(parent);
        let lines: Vec<&str> = whole.lines().map(str::trim).collect();
        let is_row = |line: &&str| line.len() > 2 && line.starts_with('|') && line.ends_with('|');
        if lines.len() < 2 || !lines.iter().all(is_row) {
            return;
        }
        let is_rule = |line: &&str| line.contains('-') && line.bytes().all(|it| b"|-: ".contains(&it));
        let (message, help) = match lines.iter().position(is_rule) {
            Some(1) => (
                "this is no table: its first two lines have different numbers of cells",
                "give the line of dashes as many cells as the head has",
            ),
            _ => (
                "this is no table: its head has no line of dashes below it",
                "write a line such as `|---|---|` below the first line",
            ),
        };
        let first = text.lines().next().unwrap_or_default();
        self.report(first, message.into(), help.into());
    }

    fn block_help(&self) -> String {
        match self.has_extensions {
            true => "write `::: columns`, `::: notes` or `::: {.name}`, and `:::` after it".into(),
            false => "reveal.js has no such blocks: write `<div>`, or set `extensions = true`".into(),
        }
    }

    /// `![alt](a b.png)` and `![alt](a.png =100x50)`.
    fn links(&mut self, text: &str) {
        for (at, _) in text.match_indices("](") {
            let Some(open) = text[..at].rfind('[') else { continue };
            let Some(close) = text[at + 2..].find(')').map(|length| at + 2 + length) else { continue };
            let (name, address) = (&text[open + 1..at], &text[at + 2..close]);
            let is_image = text[..open].ends_with('!');
            let sign = if is_image { "!" } else { "" };
            if !address.contains(' ') || address.contains('\n') {
                continue;
            }
            let written = &text[open - sign.len()..=close];
            if address.contains('"') && !address.contains(" =") {
                let what = if is_image { "picture" } else { "link" };
                let help = format!("write the title last and in quotes: `{sign}[{name}](address \"title\")`");
                self.report(
                    written,
                    format!("this is no {what}, since more than a title follows its address"),
                    help,
                );
                continue;
            }
            let help = match address.rsplit_once(" =").and_then(|(file, size)| Some((file, sized(size)?))) {
                Some((file, size)) if is_image => match self.has_extensions {
                    true => format!("write `![{name}]({file}){{{size}}}`"),
                    false => format!("write `![{name}]({file}) <!-- .element: {size} -->`"),
                },
                _ => format!("write `{sign}[{name}](<{}>)`", address.trim().replace("\\ ", " ")),
            };
            let what = if is_image { "picture" } else { "link" };
            self.report(written, format!("this is no {what}, since its address has a space in it"), help);
        }
    }

    /// `[^name]` without a text, and `^[text]`.
    fn footnotes(&mut self, text: &str) {
        for (at, _) in text.match_indices("[^") {
            let Some(length) = text[at + 2..].find(']') else { continue };
            let name = &text[at + 2..at + 2 + length];
            let is_name =
                !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || "_-.".contains(it));
            if !is_name || name.len() > 40 {
                continue;
            }
            let help = match self.has_extensions {
                true => format!("write its text on a line of this slide: `[^{name}]: …`"),
                false => "reveal.js has no footnotes: set `extensions = true`, or write `<sup>`".into(),
            };
            self.report(&text[at..at + 3 + length], format!("this slide has no footnote `{name}`"), help);
        }
        let notes = if self.has_extensions { text } else { "" };
        for (at, _) in notes.match_indices("^[") {
            let Some(length) = text[at..].find(']') else { continue };
            let message = "footnotes have their text on a line of their own".to_owned();
            self.report(&text[at..=at + length], message, "write `[^1]` here, and `[^1]: …` below".into());
        }
    }

    /// `[!kind]` at the head of a quote.
    fn alert(&mut self, text: &str) {
        let Some((name, _)) = text.trim_start().strip_prefix("[!").and_then(|rest| rest.split_once(']'))
        else {
            return;
        };
        if name.is_empty() || !name.chars().all(|it| it.is_alphanumeric() || "-_ /".contains(it)) {
            return;
        }
        if kinds().any(|kind| kind.eq_ignore_ascii_case(name)) && self.has_extensions {
            let message = format!("`[!{name}]` begins an alert only at the head of a quote");
            return self.report(
                &format!("[!{name}]"),
                message,
                "begin a quote of its own, after a blank line".into(),
            );
        }
        let help = match nearest(name.trim().to_ascii_lowercase().as_str(), kinds()) {
            _ if !self.has_extensions => "reveal.js has no alerts: set `extensions = true`".into(),
            Some(kind) => format!("did you mean `[!{}]`?", kind.to_ascii_uppercase()),
            None => "write `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`".into(),
        };
        self.report(&format!("[!{name}]"), format!("no alert is called `{name}`"), help);
    }

    fn report(&mut self, written: &str, message: String, help: String) {
        self.report_as("literal-markup", written, message, help);
    }

    fn report_as(&mut self, code: &'static str, written: &str, message: String, help: String) {
        let found = self.source.text[self.next..].find(written).map(|at| self.next + at);
        let at = found.map_or(self.source.span.head(), |at| self.source.part(at..at + written.len()).span);
        self.next = found.map_or(self.next, |at| at + written.len());
        self.diagnostics.push(Diagnostic::warning(code, at, message).help(help));
    }
}

/// The head of a block without its title, for `::: name A title` and `:::name[A title]`.
fn title_of_block(line: &str) -> Option<&str> {
    let name = line.trim_start_matches(':').trim_start();
    let length = name.find(|it: char| !it.is_alphanumeric() && it != '-').unwrap_or(name.len());
    let start = line.len() - name.len();
    let is_title = name[length..].starts_with(['[', ' ']) && length > 0 && !name.contains(['{', ',']);
    is_title.then_some(&line[..start + length])
}

/// The attributes of a size such as `100x50`, `100x` or `x50`.
fn sized(size: &str) -> Option<String> {
    let (width, height) = size.trim().split_once('x')?;
    let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit() || it == b'%');
    if !is_number(width) || !is_number(height) || width.len() + height.len() == 0 {
        return None;
    }
    let attribute = |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}=\"{value}\""));
    let parts: Vec<String> =
        attribute("width", width).into_iter().chain(attribute("height", height)).collect();
    Some(parts.join(" "))
}
