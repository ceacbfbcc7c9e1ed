//! The settings of a deck: what `orate.toml` and front matter may say, and what holds where they are silent.
//!
//! Here are the values and their defaults; `parse` reads them from text.

use std::collections::BTreeMap;
use std::time::Duration;

use super::listing::{Listing, SiteSettings};
use super::publish::Publishing;
use super::{Fit, Lints, Running, Translations, Variant};
use crate::text::{SourceId, Span};

/// Everything that an author may set for a whole deck.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    /// The deck's title; without one, the first heading serves.
    pub title: Option<String>,
    /// One name an author.
    pub author: Vec<String>,
    /// The conference or meeting at which the talk is given.
    pub event: Option<String>,
    /// The day of the talk, as the author wrote it; ISO 8601 if it is to be sorted by.
    pub date: Option<String>,
    /// A BCP 47 tag for the page's `lang`.
    pub language: String,
    /// The talk's own words for what orate writes, by the English text.
    pub translations: BTreeMap<String, String>,
    /// One sentence for search engines and link cards.
    pub description: Option<String>,
    /// Whether the talk as a whole is not ready: no public build shows anything of it.
    pub draft: Placed<bool>,
    /// How slides look, and what the page embeds.
    pub page: PageSettings,
    /// How the text of slides is read.
    pub reading: ReadingSettings,
    /// How long the talk may take, and which variant of it.
    pub speaking: SpeakingSettings,
    /// Where the finished deck goes, and under which address others find it.
    pub publishing: Publishing,
    /// What a list of talks shows of this one.
    pub listing: Listing,
    /// Set if these are the settings of a site of several talks.
    pub site: Option<SiteSettings>,
}

impl Settings {
    /// What orate writes in the language of the talk.
    pub(crate) fn translations(&self) -> Translations {
        Translations::new(&self.language, &self.translations)
    }
}

/// A file of at most so many bytes is part of a deck that stands alone.
pub(crate) const EMBED_LIMIT: u64 = 500_000;

/// The same for a deck in a site, whose first slide is to be there before the pictures of the others.
pub(crate) const SITE_EMBED_LIMIT: u64 = 16_000;

/// How slides look, and what the page embeds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PageSettings {
    /// The name of a built-in theme, or a style sheet of the project.
    pub theme: Placed<String>,
    /// Which of the theme's two sets of colours holds; none leaves it to the theme.
    pub appearance: Option<Placed<ColorScheme>>,
    /// Style sheets of the project, loaded after the theme.
    pub styles: Vec<Placed<String>>,
    /// Style sheets that a page for reveal.js holds itself; they lie over all others.
    pub inline_styles: Vec<SourceId>,
    /// The theme of highlight.js that a talk for reveal.js names: its listings keep the dark or light ground of it.
    pub highlight_theme: Option<String>,
    /// Fonts of the talk's own, in the place of the theme's.
    pub fonts: TalkFonts,
    /// reveal.js's name of a transition; none leaves reveal.js's default.
    pub transition: Option<String>,
    /// The canvas that slides are laid out on.
    pub size: Size,
    /// How far a slide with more on it than its room may be set smaller.
    pub fit: Fit,
    /// The header and footer of every slide.
    pub running: Running,
    /// Whether files become part of the page.
    pub embed: Embed,
    /// [`Embed::Auto`] puts files of more bytes than this beside the page: [`EMBED_LIMIT`], and in a site of several talks
    /// [`SITE_EMBED_LIMIT`], unless the author says otherwise.
    pub embed_limit: u64,
    /// reveal.js's own options by their names; the runtime gets them unchanged.
    pub reveal: serde_json::Map<String, serde_json::Value>,
}

/// Fonts of a talk's own, each as the files of its weights and styles; empty if the theme's font is used.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TalkFonts {
    /// Of headings.
    pub heading: Vec<Placed<String>>,
    /// Of everything else.
    pub body: Vec<Placed<String>>,
    /// Of code.
    pub code: Vec<Placed<String>>,
}

/// How the text of slides is read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReadingSettings {
    /// What separates slides.
    pub separator: Separator,
    /// Where speaker notes begin.
    pub notes_marker: NotesMarker,
    /// Whether Markdown may say more than reveal.js understands; off for a talk that was written for reveal.js.
    pub extensions: bool,
    /// Whether the items of every list come one after the other, where a slide or a div says nothing else.
    pub incremental: bool,
    /// Typographic quotes, dashes and ellipses; none leaves it to reveal.js's `smartypants`.
    pub typography: Option<bool>,
    /// Whether TeX becomes formulas, and with which macros and font.
    pub math: Math,
    /// The languages of diagrams that programs draw.
    pub diagrams: Vec<DiagramProgram>,
    /// The levels of lints.
    pub lints: Lints,
}

/// How long the talk may take, and which variant of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpeakingSettings {
    /// How long the talk may take.
    pub duration: Option<Duration>,
    /// How long each variant may take, by name.
    pub durations: Vec<(Placed<String>, Duration)>,
    /// How fast the speaker speaks.
    pub words_per_minute: u32,
    /// The variant that is built unless another is asked for.
    pub variant: Variant,
    /// The names of all variants; if empty, any name will do.
    pub variants: Vec<Placed<String>>,
}

/// A value that remembers where the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    /// The value itself.
    pub value: T,
    /// `None` for a default.
    pub at: Option<Span>,
}

/// Which of a theme's two sets of colours holds: CSS's `color-scheme`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColorScheme {
    /// Dark words on a light ground.
    Light,
    /// Light words on a dark ground.
    Dark,
    /// As whoever looks on has set their system; light on paper.
    Auto,
}

impl ColorScheme {
    /// Every one of them, by its name in the settings.
    pub(crate) const NAMES: [(&str, ColorScheme); 3] =
        [("light", Self::Light), ("dark", Self::Dark), ("auto", Self::Auto)];
}

/// The canvas a slide is laid out on, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
}

/// What becomes of TeX in slides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Math {
    /// Whether TeX becomes formulas at all.
    pub kind: MathKind,
    /// Where their font comes from.
    pub font: MathFont,
    /// In the order in which they are set.
    pub macros: Vec<MathMacro>,
}

/// Where the font of formulas comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MathFont {
    /// The page holds it.
    #[default]
    BuiltIn,
    /// The machine that shows the page, or a style sheet of the author's.
    System,
}

/// Whether TeX in slides becomes formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MathKind {
    /// TeX becomes formulas.
    #[default]
    On,
    /// As in a page of reveal.js that loads one of its plugins for it: backslashes are doubled in Markdown, and a
    /// formula may be in a code span.
    OfPage,
    /// TeX stays as it is.
    Off,
}

/// A command of the author's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MathMacro {
    /// With or without its backslash.
    pub name: String,
    /// Its replacement, with `#1` to `#9` for the arguments.
    pub definition: String,
    /// Where the macro is defined.
    pub at: Span,
}

/// A language of diagrams, and the program that draws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DiagramProgram {
    /// As fences name it.
    pub language: String,
    /// The program and its arguments: it reads a source and writes SVG. Never empty.
    pub command: Vec<String>,
    /// Where the command is.
    pub at: Span,
}

/// What separates slides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// Two blank lines separate the slides of a column, three or more separate columns.
    BlankLines,
    /// A line `---` separates columns, a line `----` separates the slides of a column.
    Dashes,
    /// Expressions as reveal.js takes them: JavaScript's, with the flags `m` and `g`.
    Expressions {
        /// Separates columns.
        horizontal: String,
        /// Separates the slides of a column; without one, every slide is a column.
        vertical: Option<String>,
    },
}

/// Where the speaker's notes begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotesMarker {
    /// `Note:` or `Notes:` at the start of a line, in any case, or a comment `<!-- Note -->`.
    Usual,
    /// An expression as reveal.js takes it: JavaScript's, with the flags `m`, `g` and `i`.
    Expression(String),
}

/// Whether files that the deck refers to become part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Embed {
    /// Up to [`PageSettings::embed_limit`].
    #[default]
    Auto,
    /// Every file, however large.
    Always,
    /// No file.
    Never,
}

impl PageSettings {
    /// The canvas as reveal.js's own options have it in pixels, or else as the settings do.
    pub(crate) fn canvas(&self) -> Size {
        let side = |name: &str, usual: u32| {
            let own = self.reveal.get(name).and_then(serde_json::Value::as_u64);
            own.and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0).unwrap_or(usual)
        };
        Size { width: side("width", self.size.width), height: side("height", self.size.height) }
    }
}

impl Settings {
    /// The percentage of its size down to which a slide that says nothing else is set smaller; `None` if slides stay
    /// as they are.
    pub(crate) fn least_fit(&self) -> Option<u8> {
        self.page.fit.least(self.reading.extensions)
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            title: None,
            author: Vec::new(),
            event: None,
            date: None,
            language: "en".into(),
            translations: BTreeMap::new(),
            description: None,
            draft: Placed { value: false, at: None },
            page: PageSettings::default(),
            reading: ReadingSettings::default(),
            speaking: SpeakingSettings::default(),
            publishing: Publishing::default(),
            listing: Listing::default(),
            site: None,
        }
    }
}

impl PageSettings {
    /// Whether slides show their numbers.
    pub(crate) fn has_slide_numbers(&self) -> bool {
        self.reveal.get("slideNumber").is_some_and(|format| format != false)
    }
}

impl Default for PageSettings {
    fn default() -> PageSettings {
        PageSettings {
            theme: Placed { value: "white".into(), at: None },
            appearance: None,
            styles: Vec::new(),
            inline_styles: Vec::new(),
            highlight_theme: None,
            fonts: TalkFonts::default(),
            transition: None,
            size: Size { width: 960, height: 700 },
            fit: Fit::Auto,
            running: Running::default(),
            embed: Embed::Auto,
            embed_limit: EMBED_LIMIT,
            reveal: serde_json::Map::new(),
        }
    }
}

impl Default for ReadingSettings {
    fn default() -> ReadingSettings {
        ReadingSettings {
            separator: Separator::BlankLines,
            notes_marker: NotesMarker::Usual,
            extensions: true,
            incremental: false,
            typography: None,
            math: Math::default(),
            diagrams: Vec::new(),
            lints: Lints::default(),
        }
    }
}

impl Default for SpeakingSettings {
    fn default() -> SpeakingSettings {
        SpeakingSettings {
            duration: None,
            durations: Vec::new(),
            words_per_minute: 130,
            variant: Variant::default(),
            variants: Vec::new(),
        }
    }
}
