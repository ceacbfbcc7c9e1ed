//! Signs of Markdown that stay on a slide, since what they were meant to begin is written in another way here.

use crate::html::tree::{NodeId, NodeKind, ROOT, Step, Tree};
use crate::render::alerts::kinds;
use crate::text::{Diagnostic, Slice, nearest};

/// Says of each of them where it is, and what to write instead.
pub(in crate::render) fn literal(tree: &Tree, source: Slice<'_>, has_extensions: bool) -> Vec<Diagnostic> {
    let mut reader = LiteralReader { source, next: 0, diagnostics: Vec::new(), has_extensions };
    if !["](", "[^", "^[", "[!", ":::"].iter().any(|sign| source.text.contains(sign)) {
        return reader.diagnostics;
    }
    let mut inert = 0_usize;
    for step in tree.walk(ROOT) {
        match step {
            Step::Enter(id) => match &tree.node(id).kind {
                NodeKind::Element(element) => inert += usize::from(is_inert(element.name.as_ref())),
                NodeKind::Text(text) if inert == 0 => reader.text(tree, id, text),
                _ => {}
            },
            Step::Leave(id) => {
                let is_inert = tree.element(id).is_some_and(|element| is_inert(element.name.as_ref()));
                inert = inert.saturating_sub(usize::from(is_inert));
            }
        }
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
            self.report(line.trim(), "no block of this name is known".into(), self.block_help());
        }
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
            let help = match address.rsplit_once(" =").and_then(|(file, size)| Some((file, sized(size)?))) {
                Some((file, size)) if is_image => match self.has_extensions {
                    true => format!("write `![{name}]({file}){{{size}}}`"),
                    false => format!("write `![{name}]({file}) <!-- .element: {size} -->`"),
                },
                _ => format!("write `{sign}[{name}](<{}>)`", address.trim()),
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
        if name.is_empty() || !name.chars().all(|it| it.is_alphanumeric() || it == '-') {
            return;
        }
        let help = match nearest(&name.to_ascii_lowercase(), kinds()) {
            _ if !self.has_extensions => "reveal.js has no alerts: set `extensions = true`".into(),
            Some(kind) => format!("did you mean `[!{}]`?", kind.to_ascii_uppercase()),
            None => "write `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`".into(),
        };
        self.report(&format!("[!{name}]"), format!("no alert is called `{name}`"), help);
    }

    fn report(&mut self, written: &str, message: String, help: String) {
        let found = self.source.text[self.next..].find(written).map(|at| self.next + at);
        let at = found.map_or(self.source.span.head(), |at| self.source.part(at..at + written.len()).span);
        self.next = found.map_or(self.next, |at| at + written.len());
        self.diagnostics.push(Diagnostic::warning("literal-markup", at, message).help(help));
    }
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
