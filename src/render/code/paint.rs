//! What a stretch of code is: about a dozen kinds, each with a class of one letter and a colour in every theme.
//!
//! Grammars name some ten thousand scopes. What a reader in the last row can tell apart is far less: what the language
//! says, what the author of the code named, and what is only text.

/// What something is, as far as the page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// What is around it decides.
    Inherit,
    /// Nothing, whatever is around it: code within a string.
    Plain,
    /// A kind of its own.
    Kind(Kind),
    /// The same, and all that stands in it: an expression is one thing, and so is a key that is written as a text.
    Whole(Kind),
}

/// The kinds that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub struct Run {
    pub end: usize,
    /// None for what is nothing in particular.
    pub kind: Option<Kind>,
}

impl Kind {
    /// The class in the page; `docs/code.md` lists them.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Keyword => "k",
            Kind::Text => "s",
            Kind::Comment => "c",
            Kind::Constant => "n",
            Kind::Function => "f",
            Kind::Type => "t",
            Kind::Attribute => "a",
            Kind::Escape => "e",
            Kind::Inserted => "i",
            Kind::Deleted => "d",
            Kind::Heading => "h",
            Kind::Strong => "b",
            Kind::Emphasis => "m",
        }
    }
}

/// The beginnings of scopes; the longest that fits counts.
///
/// Source: "Scope Naming" of Sublime Text's documentation, and what bat's grammars do with it.
const SCOPES: &[(&str, Paint)] = &[
    ("comment", Paint::Kind(Kind::Comment)),
    ("string", Paint::Kind(Kind::Text)),
    ("string.regexp", Paint::Whole(Kind::Text)),
    ("constant", Paint::Kind(Kind::Constant)),
    ("constant.character.escape", Paint::Kind(Kind::Escape)),
    ("constant.other.placeholder", Paint::Kind(Kind::Escape)),
    ("support.constant", Paint::Kind(Kind::Constant)),
    ("keyword", Paint::Kind(Kind::Keyword)),
    ("keyword.operator", Paint::Inherit),
    ("keyword.operator.word", Paint::Kind(Kind::Keyword)),
    ("keyword.operator.logical.python", Paint::Kind(Kind::Keyword)),
    ("keyword.operator.alphabetic", Paint::Kind(Kind::Keyword)),
    ("keyword.other.unit", Paint::Kind(Kind::Constant)),
    ("storage", Paint::Kind(Kind::Keyword)),
    ("storage.type.function.arrow", Paint::Inherit),
    ("storage.modifier.lifetime", Paint::Inherit),
    ("variable.language", Paint::Kind(Kind::Keyword)),
    ("variable.function", Paint::Kind(Kind::Function)),
    ("variable.annotation", Paint::Kind(Kind::Attribute)),
    ("variable.other.readwrite.shell", Paint::Kind(Kind::Attribute)),
    ("variable.other.normal.shell", Paint::Kind(Kind::Attribute)),
    ("punctuation.definition.variable.shell", Paint::Kind(Kind::Attribute)),
    ("entity.name.function", Paint::Kind(Kind::Function)),
    ("entity.name.macro", Paint::Kind(Kind::Function)),
    ("support.function", Paint::Kind(Kind::Function)),
    ("support.macro", Paint::Kind(Kind::Function)),
    ("entity.name", Paint::Kind(Kind::Type)),
    ("entity.name.constant", Paint::Kind(Kind::Constant)),
    ("entity.name.section", Paint::Kind(Kind::Heading)),
    ("entity.name.label", Paint::Kind(Kind::Attribute)),
    ("entity.name.tag.yaml", Paint::Kind(Kind::Attribute)),
    ("entity.name.tag.toml", Paint::Kind(Kind::Attribute)),
    ("entity.other.inherited-class", Paint::Kind(Kind::Type)),
    ("entity.other.attribute-name", Paint::Kind(Kind::Attribute)),
    ("support.type", Paint::Kind(Kind::Type)),
    ("support.class", Paint::Kind(Kind::Type)),
    ("support.type.property-name", Paint::Kind(Kind::Attribute)),
    ("meta.property-name", Paint::Kind(Kind::Attribute)),
    ("meta.mapping.key", Paint::Whole(Kind::Attribute)),
    ("meta.annotation", Paint::Kind(Kind::Attribute)),
    ("meta.interpolation", Paint::Plain),
    ("meta.embedded", Paint::Plain),
    ("meta.template.expression", Paint::Plain),
    ("source", Paint::Plain),
    ("punctuation.section.interpolation", Paint::Kind(Kind::Escape)),
    ("punctuation.section.embedded", Paint::Kind(Kind::Escape)),
    ("punctuation.definition.template-expression", Paint::Kind(Kind::Escape)),
    ("markup.inserted", Paint::Kind(Kind::Inserted)),
    ("markup.deleted", Paint::Kind(Kind::Deleted)),
    ("markup.heading", Paint::Kind(Kind::Heading)),
    ("markup.bold", Paint::Kind(Kind::Strong)),
    ("markup.italic", Paint::Kind(Kind::Emphasis)),
    ("markup.raw", Paint::Kind(Kind::Text)),
    ("markup.quote", Paint::Kind(Kind::Comment)),
    ("meta.diff", Paint::Kind(Kind::Comment)),
    ("meta.toc-list", Paint::Inherit),
];

impl Paint {
    /// What a scope means.
    pub fn of(scope: &str) -> Paint {
        let fits = |name: &str| {
            scope.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let found = SCOPES.iter().filter(|(name, _)| fits(name)).max_by_key(|(name, _)| name.len());
        found.map_or(Paint::Inherit, |(_, paint)| *paint)
    }
}

/// The layers of meaning over a place in a text, and what they have meant so far.
#[derive(Debug, Default)]
pub struct Canvas {
    layers: Vec<Paint>,
    /// What was put aside, to come back.
    cleared: Vec<Vec<Paint>>,
    runs: Vec<Run>,
}

impl Canvas {
    pub fn finish(mut self, end: usize) -> Vec<Run> {
        self.advance(end);
        self.runs
    }

    /// How many layers lie on each other.
    pub fn depth(&self) -> usize {
        self.layers.len() + self.cleared.iter().map(Vec::len).sum::<usize>()
    }

    pub fn push(&mut self, at: usize, paints: &[Paint]) {
        if !paints.is_empty() {
            self.advance(at);
            self.layers.extend_from_slice(paints);
        }
    }

    pub fn pop(&mut self, at: usize, count: usize) {
        if count > 0 {
            self.advance(at);
            self.layers.truncate(self.layers.len().saturating_sub(count));
        }
    }

    /// Puts the upper layers aside.
    pub fn clear(&mut self, at: usize, count: usize) {
        self.advance(at);
        let kept = self.layers.len().saturating_sub(count);
        self.cleared.push(self.layers.split_off(kept));
    }

    /// Brings back what was put aside last.
    pub fn restore(&mut self, at: usize) {
        self.advance(at);
        self.layers.extend(self.cleared.pop().unwrap_or_default());
    }

    /// What the layers say now: the topmost that says anything.
    fn kind(&self) -> Option<Kind> {
        let mut topmost = None;
        for paint in self.layers.iter().rev() {
            match paint {
                Paint::Inherit => {}
                Paint::Plain => break,
                Paint::Kind(kind) => topmost = topmost.or(Some(*kind)),
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
