//! Reads the settings of `orate.toml` and of front matter.
//!
//! One table of keys for the deck ([`DECK`]) and one for a section ([`SECTION`]); `docs/settings.md` documents both,
//! and `parse::tests::documentation` holds the two together. Each key is read for itself, so that a mistake in one leaves the
//! others in force.

mod diagrams;
mod file;
mod fonts;
mod listing;
mod publish;
mod read;
mod running;
mod translations;
mod words;

use std::time::Duration;

pub(crate) use self::file::SettingsFile;
use super::values::{Node, Pair, Table, Value};
use crate::deck::{Attribute, Attributes, NotesMarker, Placed, Separator, Settings};
use crate::text::{Diagnostic, Span, nearest};

/// A key, and what it does with its value.
pub(super) struct Key<T> {
    pub name: &'static str,
    read: fn(&Node, &mut T) -> Result<(), Wrong>,
}

/// What a section's front matter sets.
#[derive(Clone, Debug, Default)]
pub(super) struct SectionSettings {
    pub id: Option<String>,
    pub title: Option<String>,
    pub attributes: Attributes,
    pub duration: Option<Duration>,
    /// The slide template of every slide that names none itself, as the slide's attribute.
    pub template: Option<Attribute>,
    pub separator: Option<Separator>,
    pub notes_marker: Option<NotesMarker>,
}

/// The keys of `orate.toml`, and of the front matter of a talk that is one file.
pub(super) const DECK: &[Key<Settings>] = &[
    Key { name: "title", read: |node, deck| read::text(node).map(|text| deck.title = Some(text)) },
    Key { name: "author", read: |node, deck| read::texts(node).map(|texts| deck.author = texts) },
    Key { name: "event", read: |node, deck| read::text(node).map(|text| deck.event = Some(text)) },
    Key { name: "date", read: |node, deck| read::date(node).map(|date| deck.date = Some(date)) },
    Key { name: "language", read: |node, deck| read::language(node).map(|tag| deck.language = tag) },
    Key {
        name: "translations",
        read: |node, deck| translations::translations(node).map(|texts| deck.translations = texts),
    },
    Key {
        name: "description",
        read: |node, deck| read::text(node).map(|text| deck.description = Some(text)),
    },
    Key {
        name: "draft",
        read: |node, deck| read::truth(node).map(|value| deck.draft = Placed { value, at: Some(node.at) }),
    },
    Key { name: "url", read: |node, deck| read::url(node).map(|url| deck.publishing.url = Some(url)) },
    Key {
        name: "image",
        read: |node, deck| read::file(node).map(|image| deck.publishing.image = Some(image)),
    },
    Key { name: "cover", read: |node, deck| read::placed(node).map(|id| deck.listing.cover = Some(id)) },
    Key { name: "theme", read: |node, deck| read::file(node).map(|theme| deck.page.theme = theme) },
    Key {
        name: "appearance",
        read: |node, deck| read::appearance(node).map(|scheme| deck.page.appearance = Some(scheme)),
    },
    Key { name: "styles", read: |node, deck| read::files(node).map(|styles| deck.page.styles = styles) },
    Key { name: "fonts", read: |node, deck| fonts::fonts(node).map(|fonts| deck.page.fonts = fonts) },
    Key {
        name: "highlight-theme",
        read: |node, deck| read::text(node).map(|name| deck.page.highlight_theme = Some(name)),
    },
    Key {
        name: "transition",
        read: |node, deck| read::transition(node).map(|name| deck.page.transition = Some(name)),
    },
    Key { name: "size", read: |node, deck| read::size(node).map(|size| deck.page.size = size) },
    Key { name: "fit", read: |node, deck| read::fit(node).map(|fit| deck.page.fit = fit) },
    Key {
        name: "header",
        read: |node, deck| running::line(node).map(|line| deck.page.running.header = line),
    },
    Key {
        name: "footer",
        read: |node, deck| running::line(node).map(|line| deck.page.running.footer = line),
    },
    Key {
        name: "logo",
        read: |node, deck| running::logo(node).map(|logo| deck.page.running.logo = Some(logo)),
    },
    Key {
        name: "licence",
        read: |node, deck| running::line(node).map(|line| deck.page.running.licence = line),
    },
    Key {
        name: "separator",
        read: |node, deck| read::separator(node).map(|separator| deck.reading.separator = separator),
    },
    Key {
        name: "notes-marker",
        read: |node, deck| read::marker(node).map(|marker| deck.reading.notes_marker = marker),
    },
    Key {
        name: "incremental",
        read: |node, deck| read::truth(node).map(|is_on| deck.reading.incremental = is_on),
    },
    Key {
        name: "extensions",
        read: |node, deck| read::truth(node).map(|is_on| deck.reading.extensions = is_on),
    },
    Key {
        name: "math",
        read: |node, deck| read::math(node, deck.reading.math.kind).map(|math| deck.reading.math = math),
    },
    Key {
        name: "typography",
        read: |node, deck| read::truth(node).map(|is_on| deck.reading.typography = Some(is_on)),
    },
    Key {
        name: "duration",
        read: |node, deck| read::duration(node).map(|duration| deck.speaking.duration = Some(duration)),
    },
    Key {
        name: "durations",
        read: |node, deck| read::durations(node).map(|durations| deck.speaking.durations = durations),
    },
    Key {
        name: "words-per-minute",
        read: |node, deck| read::words_per_minute(node).map(|rate| deck.speaking.words_per_minute = rate),
    },
    Key {
        name: "variant",
        read: |node, deck| read::variant(node).map(|variant| deck.speaking.variant = variant),
    },
    Key {
        name: "variants",
        read: |node, deck| read::all_placed(node).map(|variants| deck.speaking.variants = variants),
    },
    Key {
        name: "diagrams",
        read: |node, deck| diagrams::diagrams(node).map(|programs| deck.reading.diagrams = programs),
    },
    Key { name: "embed", read: |node, deck| read::embed(node).map(|embed| deck.page.embed = embed) },
    Key {
        name: "embed-limit",
        read: |node, deck| read::bytes(node).map(|bytes| deck.page.embed_limit = bytes),
    },
    Key { name: "lints", read: |node, deck| read::lints(node, &mut deck.reading.lints) },
    Key {
        name: "skip-links",
        read: |node, deck| read::texts(node).map(|links| deck.publishing.skip_links = links),
    },
    Key { name: "place", read: |node, deck| read::text(node).map(|text| deck.listing.place = Some(text)) },
    Key {
        name: "abstract",
        read: |node, deck| read::text(node).map(|text| deck.listing.summary = Some(text)),
    },
    Key { name: "tags", read: |node, deck| read::texts(node).map(|texts| deck.listing.tags = texts) },
    Key { name: "video", read: |node, deck| read::link(node).map(|video| deck.listing.video = Some(video)) },
    Key { name: "pdf", read: |node, deck| listing::pdf(node, &mut deck.listing) },
    Key { name: "code", read: |node, deck| read::link(node).map(|code| deck.listing.code = Some(code)) },
    Key {
        name: "address",
        read: |node, deck| listing::address(node).map(|address| deck.listing.address = Some(address)),
    },
    Key {
        name: "aliases",
        read: |node, deck| listing::aliases(node).map(|aliases| deck.listing.aliases = aliases),
    },
    Key {
        name: "editions",
        read: |node, deck| listing::editions(node).map(|editions| deck.listing.editions = editions),
    },
    Key { name: "site", read: |node, deck| listing::site(node, &mut deck.site) },
    Key {
        name: "publish",
        read: |node, deck| {
            publish::publishing(node, &deck.publishing).map(|publishing| deck.publishing = publishing)
        },
    },
    Key { name: "reveal", read: |node, deck| read::json(node).map(|map| deck.page.reveal.extend(map)) },
];

/// The keys of a section's front matter.
pub(super) const SECTION: &[Key<SectionSettings>] = &[
    Key { name: "id", read: |node, section| read::id(node).map(|id| section.id = Some(id)) },
    Key { name: "title", read: |node, section| read::text(node).map(|text| section.title = Some(text)) },
    Key { name: "class", read: read_class },
    Key { name: "attributes", read: read_attributes },
    Key { name: "template", read: read_template },
    Key { name: "layout", read: read_template },
    Key { name: "header", read: |node, section| read_switch("header", node, section) },
    Key { name: "footer", read: |node, section| read_switch("footer", node, section) },
    Key {
        name: "duration",
        read: |node, section| read::duration(node).map(|duration| section.duration = Some(duration)),
    },
    Key { name: "only", read: |node, section| read_mark("only", node, section) },
    Key { name: "not", read: |node, section| read_mark("not", node, section) },
    Key { name: "draft", read: read_draft },
    Key {
        name: "separator",
        read: |node, section| read::separator(node).map(|separator| section.separator = Some(separator)),
    },
    Key {
        name: "notes-marker",
        read: |node, section| read::marker(node).map(|marker| section.notes_marker = Some(marker)),
    },
];

/// A value that a key does not take.
pub(super) struct Wrong {
    pub at: Span,
    pub message: String,
    pub help: String,
    /// What keeps its default, where that is not the whole key: the code of a lint.
    pub about: Option<String>,
}

impl Wrong {
    pub(super) fn new(at: Span, message: impl Into<String>, help: impl Into<String>) -> Wrong {
        Wrong { at, message: message.into(), help: help.into(), about: None }
    }
}

/// Reads the front matter of a file that is one section of a talk.
pub(super) fn read_section(table: &Table, section: &mut SectionSettings, diagnostics: &mut Vec<Diagnostic>) {
    for pair in table {
        if apply(SECTION, pair, section, diagnostics) {
            continue;
        }
        diagnostics.push(match names(DECK).any(|name| name == pair.key) {
            true => misplaced(pair),
            false => unknown(pair, names(SECTION).chain(names(DECK)), "not a setting of a section"),
        });
    }
}

/// Reads the front matter of a file that is the whole talk: the deck's keys, and of the section's those that the deck
/// does not know.
pub(super) fn read_single(
    table: &Table,
    deck: &mut Settings,
    section: &mut SectionSettings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for pair in table {
        // Whoever opens one file has not looked for a program in its head.
        let mut pair = pair.clone();
        if names_programs(&mut pair) {
            diagnostics.push(program_in_front_matter(&pair));
        }
        let pair = &pair;
        if pair.key == "diagrams" {
            continue;
        }
        if !apply(DECK, pair, deck, diagnostics) && !apply(SECTION, pair, section, diagnostics) {
            diagnostics.push(unknown(pair, names(DECK).chain(names(SECTION)), "not a setting"));
        }
    }
}

/// Whether a key of front matter names a program; then that is taken out of what it sets.
fn names_programs(pair: &mut Pair) -> bool {
    match (pair.key.as_str(), &mut pair.node.value) {
        ("diagrams", _) => true,
        ("publish", Value::Table(keys)) => {
            let before = keys.len();
            keys.retain(|key| key.key != "command");
            keys.len() < before
        }
        _ => false,
    }
}

fn program_in_front_matter(pair: &Pair) -> Diagnostic {
    let message = format!("`{}` names a program in front matter, where orate starts none", pair.key);
    Diagnostic::warning("misplaced-program", pair.at, message)
        .help("move it to `orate.toml` beside the file and allow it there with `orate allow`")
}

/// Whether a word is a key, or so near one that its author must have meant it.
pub(super) fn is_like_a_key(word: &str) -> bool {
    let is_elsewhere = ELSEWHERE.iter().any(|(key, _)| *key == word);
    is_elsewhere || nearest(word, names(DECK).chain(names(SECTION))).is_some()
}

fn names<T>(keys: &'static [Key<T>]) -> impl Iterator<Item = &'static str> {
    keys.iter().map(|key| key.name)
}

/// Gives a value to its key. False where no key has that name.
fn apply<T>(keys: &[Key<T>], pair: &Pair, target: &mut T, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Some(key) = keys.iter().find(|key| key.name == pair.key) else { return false };
    if let Err(wrong) = (key.read)(&pair.node, target) {
        let message = format!("`{}` {}", key.name, wrong.message);
        let diagnostic = Diagnostic::error("wrong-setting", wrong.at, message).help(wrong.help);
        diagnostics.push(diagnostic.about(wrong.about.as_deref().unwrap_or(key.name)));
    }
    true
}

/// Keys that reveal-md and mkslides read in a file's front matter, as their documentation names them.
const FOREIGN: [&str; 8] = [
    "highlightTheme",
    "highlight_theme",
    "notesSeparator",
    "revealOptions",
    "revealjs",
    "separator_notes",
    "separator_vertical",
    "verticalSeparator",
];

/// Keys of other tools, and what to do about each.
const ELSEWHERE: [(&str, &str); 20] = [
    ("lang", "write `language`"),
    ("subtitle", "write it on the first slide"),
    ("authors", "write `author`, which may be a list"),
    ("institute", "write it on the first slide"),
    ("marp", "it is for Marp: take it out"),
    ("paginate", "it is for Marp: write `reveal: { slideNumber: true }`"),
    ("backgroundColor", "it is for Marp: write `attributes: { data-background-color: … }`, or a style sheet"),
    ("headingDivider", "it is for Marp: separate slides as `separator` says"),
    ("format", "it is for Quarto: write what is below `revealjs` as `reveal: { … }`"),
    ("editor", "it is for Quarto: take it out"),
    ("execute", "it is for Quarto, which runs code: take it out"),
    ("bibliography", "it is for Pandoc: write references on slides"),
    ("slideNumber", "write `reveal: { slideNumber: … }`"),
    ("highlighter", "it is for Slidev: take it out, since orate colours listings itself"),
    ("drawings", "it is for Slidev: take it out"),
    ("mdc", "it is for Slidev: take it out"),
    ("aspectRatio", "write `size: \"16:9\"`"),
    ("type", "it is for HackMD: take it out"),
    ("slideOptions", "it is for HackMD: write its options as `reveal: { … }`"),
    ("output", "it is for R Markdown: take it out"),
];

fn unknown(pair: &Pair, names: impl Iterator<Item = &'static str>, what: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-setting", pair.at, format!("`{}` is {what}", pair.key));
    let elsewhere = ELSEWHERE.iter().find(|(key, _)| *key == pair.key);
    match nearest(&pair.key, names) {
        _ if let Some((_, help)) = elsewhere => diagnostic.help(*help),
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")).about(other),
        None if FOREIGN.contains(&pair.key.as_ref()) => {
            diagnostic.help("other tools use this key; `orate import` converts their talks")
        }
        None => diagnostic.help("`docs/settings.md` lists all keys"),
    }
}

fn misplaced(pair: &Pair) -> Diagnostic {
    Diagnostic::warning(
        "misplaced-setting",
        pair.at,
        format!("`{}` applies to the whole deck, not to a section", pair.key),
    )
    .help("move it into `orate.toml`")
}

fn read_class(node: &Node, section: &mut SectionSettings) -> Result<(), Wrong> {
    let value = read::texts(node)?.join(" ");
    section.attributes.set(Attribute { name: "class".into(), value, at: Some(node.at) });
    Ok(())
}

fn read_mark(name: &str, node: &Node, section: &mut SectionSettings) -> Result<(), Wrong> {
    let value = read::texts(node)?.join(" ");
    section.attributes.set(Attribute { name: name.into(), value, at: Some(node.at) });
    Ok(())
}

fn read_draft(node: &Node, section: &mut SectionSettings) -> Result<(), Wrong> {
    if read::truth(node)? {
        let value = String::new();
        section.attributes.set(Attribute { name: "draft".into(), value, at: Some(node.at) });
    }
    Ok(())
}

fn read_switch(name: &str, node: &Node, section: &mut SectionSettings) -> Result<(), Wrong> {
    let value = running::switch(node)?.to_owned();
    section.attributes.set(Attribute { name: name.into(), value, at: Some(node.at) });
    Ok(())
}

fn read_template(node: &Node, section: &mut SectionSettings) -> Result<(), Wrong> {
    let name = read::placed(node)?;
    section.template = Some(Attribute { name: "template".into(), value: name.value, at: name.at });
    Ok(())
}

fn read_attributes(node: &Node, section: &mut SectionSettings) -> Result<(), Wrong> {
    for attribute in read::attributes(node)? {
        section.attributes.set(attribute);
    }
    Ok(())
}
