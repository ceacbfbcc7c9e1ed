//! What a stretch of code is: about a dozen kinds, each with a class of one letter and a colour in every theme.
//!
//! Grammars name some ten thousand scopes. What a reader in the last row can tell apart is far less: what the language
//! says, what the author of the code named, and what is only text.

/// What something is, as far as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// What is around it decides.
    Inherit,
    /// Nothing, whatever is around it: code within a string.
    Plain,
    /// A kind of its own.
    Innermost(HighlightKind),
    /// The same, and all that is in it: an expression is one thing, and so is a key that is written as a text.
    Whole(HighlightKind),
}

/// The kinds of words that have colours of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HighlightKind {
    Keyword,
    Text,
    Comment,
    /// Numbers, `true`, `nil`.
    Constant,
    /// The name of a function or macro.
    Function,
    /// The name of a type, class, module or tag.
    Type,
    /// A key, an attribute, a shell's variable.
    Attribute,
    /// An escape or a placeholder in a text.
    Escape,
    Inserted,
    Deleted,
    Heading,
    Strong,
    Emphasis,
}

/// A stretch of one kind, from where the one before ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub end: usize,
    /// `None` for what is nothing in particular.
    pub kind: Option<HighlightKind>,
}

impl HighlightKind {
    /// The class in the page; `docs/code.md` lists them.
    pub(super) fn class(self) -> &'static str {
        match self {
            HighlightKind::Keyword => "k",
            HighlightKind::Text => "s",
            HighlightKind::Comment => "c",
            HighlightKind::Constant => "n",
            HighlightKind::Function => "f",
            HighlightKind::Type => "t",
            HighlightKind::Attribute => "a",
            HighlightKind::Escape => "e",
            HighlightKind::Inserted => "i",
            HighlightKind::Deleted => "d",
            HighlightKind::Heading => "h",
            HighlightKind::Strong => "b",
            HighlightKind::Emphasis => "m",
        }
    }
}

/// The beginnings of scopes; the longest that fits counts.
///
/// Source: "Scope Naming" of Sublime Text's documentation, and what bat's grammars do with it.
const SCOPES: &[(&str, Paint)] = &[
    ("comment", Paint::Innermost(HighlightKind::Comment)),
    ("string", Paint::Innermost(HighlightKind::Text)),
    ("string.regexp", Paint::Whole(HighlightKind::Text)),
    ("constant", Paint::Innermost(HighlightKind::Constant)),
    ("constant.character.escape", Paint::Innermost(HighlightKind::Escape)),
    ("constant.other.placeholder", Paint::Innermost(HighlightKind::Escape)),
    ("support.constant", Paint::Innermost(HighlightKind::Constant)),
    ("keyword", Paint::Innermost(HighlightKind::Keyword)),
    ("keyword.operator", Paint::Inherit),
    ("keyword.operator.word", Paint::Innermost(HighlightKind::Keyword)),
    ("keyword.operator.logical.python", Paint::Innermost(HighlightKind::Keyword)),
    ("keyword.operator.alphabetic", Paint::Innermost(HighlightKind::Keyword)),
    ("keyword.other.unit", Paint::Innermost(HighlightKind::Constant)),
    ("storage", Paint::Innermost(HighlightKind::Keyword)),
    ("storage.type.function.arrow", Paint::Inherit),
    ("storage.modifier.lifetime", Paint::Inherit),
    ("variable.language", Paint::Innermost(HighlightKind::Keyword)),
    ("variable.function", Paint::Innermost(HighlightKind::Function)),
    ("variable.annotation", Paint::Innermost(HighlightKind::Attribute)),
    ("variable.other.readwrite.shell", Paint::Innermost(HighlightKind::Attribute)),
    ("variable.other.normal.shell", Paint::Innermost(HighlightKind::Attribute)),
    ("punctuation.definition.variable.shell", Paint::Innermost(HighlightKind::Attribute)),
    ("entity.name.function", Paint::Innermost(HighlightKind::Function)),
    ("entity.name.macro", Paint::Innermost(HighlightKind::Function)),
    ("support.function", Paint::Innermost(HighlightKind::Function)),
    ("support.macro", Paint::Innermost(HighlightKind::Function)),
    ("entity.name", Paint::Innermost(HighlightKind::Type)),
    ("entity.name.constant", Paint::Innermost(HighlightKind::Constant)),
    ("entity.name.section", Paint::Innermost(HighlightKind::Heading)),
    ("entity.name.label", Paint::Innermost(HighlightKind::Attribute)),
    ("entity.name.tag.yaml", Paint::Innermost(HighlightKind::Attribute)),
    ("entity.name.tag.toml", Paint::Innermost(HighlightKind::Attribute)),
    ("entity.other.inherited-class", Paint::Innermost(HighlightKind::Type)),
    ("entity.other.attribute-name", Paint::Innermost(HighlightKind::Attribute)),
    ("support.type", Paint::Innermost(HighlightKind::Type)),
    ("support.class", Paint::Innermost(HighlightKind::Type)),
    ("support.type.property-name", Paint::Innermost(HighlightKind::Attribute)),
    ("meta.property-name", Paint::Innermost(HighlightKind::Attribute)),
    ("meta.mapping.key", Paint::Whole(HighlightKind::Attribute)),
    ("meta.annotation", Paint::Innermost(HighlightKind::Attribute)),
    ("meta.interpolation", Paint::Plain),
    ("meta.embedded", Paint::Plain),
    ("meta.template.expression", Paint::Plain),
    ("source", Paint::Plain),
    ("punctuation.section.interpolation", Paint::Innermost(HighlightKind::Escape)),
    ("punctuation.section.embedded", Paint::Innermost(HighlightKind::Escape)),
    ("punctuation.definition.template-expression", Paint::Innermost(HighlightKind::Escape)),
    ("markup.inserted", Paint::Innermost(HighlightKind::Inserted)),
    ("markup.deleted", Paint::Innermost(HighlightKind::Deleted)),
    ("markup.heading", Paint::Innermost(HighlightKind::Heading)),
    ("markup.bold", Paint::Innermost(HighlightKind::Strong)),
    ("markup.italic", Paint::Innermost(HighlightKind::Emphasis)),
    ("markup.raw", Paint::Innermost(HighlightKind::Text)),
    ("markup.quote", Paint::Innermost(HighlightKind::Comment)),
    ("meta.diff", Paint::Innermost(HighlightKind::Comment)),
    ("meta.toc-list", Paint::Inherit),
];

impl Paint {
    /// What a scope means.
    pub(super) fn of(scope: &str) -> Paint {
        let fits = |name: &str| {
            scope.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let scope = SCOPES.iter().filter(|(name, _)| fits(name)).max_by_key(|(name, _)| name.len());
        scope.map_or(Paint::Inherit, |(_, paint)| *paint)
    }
}

/// The layers of meaning over a place in a text, and what they have meant so far.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    layers: Vec<Paint>,
    /// What was put aside, to come back.
    cleared: Vec<Vec<Paint>>,
    runs: Vec<Run>,
}

impl Canvas {
    /// Gives the runs up to `end`, where the text ends.
    pub(super) fn finish(mut self, end: usize) -> Vec<Run> {
        self.advance(end);
        self.runs
    }

    /// How many layers lie on each other.
    pub(super) fn depth(&self) -> usize {
        self.layers.len() + self.cleared.iter().map(Vec::len).sum::<usize>()
    }

    /// Lays paints over those before, from `at` on.
    pub(super) fn push(&mut self, at: usize, paints: &[Paint]) {
        if !paints.is_empty() {
            self.advance(at);
            self.layers.extend_from_slice(paints);
        }
    }

    /// Takes the uppermost paints away again, from `at` on.
    pub(super) fn pop(&mut self, at: usize, count: usize) {
        if count > 0 {
            self.advance(at);
            self.layers.truncate(self.layers.len().saturating_sub(count));
        }
    }

    /// Puts the upper layers aside.
    pub(super) fn clear(&mut self, at: usize, count: usize) {
        self.advance(at);
        let kept = self.layers.len().saturating_sub(count);
        self.cleared.push(self.layers.split_off(kept));
    }

    /// Brings back what was put aside last.
    pub(super) fn restore(&mut self, at: usize) {
        self.advance(at);
        self.layers.extend(self.cleared.pop().unwrap_or_default());
    }

    /// What the layers say now: the topmost that says anything.
    fn kind(&self) -> Option<HighlightKind> {
        let mut topmost = None;
        for paint in self.layers.iter().rev() {
            match paint {
                Paint::Inherit => {}
                Paint::Plain => break,
                Paint::Innermost(kind) => topmost = topmost.or(Some(*kind)),
                Paint::Whole(kind) => return Some(*kind),
            }
        }
        topmost
    }

    fn advance(&mut self, at: usize) {
        let done = self.runs.last().map_or(0, |run| run.end);
        if at <= done {
            return;
        }
        let kind = self.kind();
        match self.runs.last_mut() {
            Some(last) if last.kind == kind => last.end = at,
            _ => self.runs.push(Run { end: at, kind }),
        }
    }
}
