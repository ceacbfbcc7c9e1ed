//! One deck: its separators, its settings, its look, the files that it names, and what is written of all this.

use std::collections::BTreeMap;

use super::{Family, ForeignTalk, Options, fate_of, stem, style_sheet};
use crate::assets::{join_path, media_type, relative};
use crate::deck::{Math, MathKind, NotesMarker, Placed, ReadingSettings, Separator, Settings};
use crate::parse::reveal_page::{Expressions, conventions, set_option};
use crate::parse::{leading_yaml, reads_alike};
use crate::site::import::{Content, Fate, Imported, file_name, leftovers, plainest, settings};
use crate::text::{Slice, SourceId, Span, counted};

/// Imports one deck of a talk into a folder.
pub(super) struct Importer<'a> {
    talk: &'a ForeignTalk<'a>,
    /// Its file, and where the text of its slides begins, after the front matter.
    file: Slice<'a>,
    start: usize,
    /// The path of that file.
    name: &'a str,
    /// The folder that it becomes a talk in; empty for the new folder itself.
    folder: &'a str,
    options: Options,
    imported: &'a mut Imported,
}

impl<'a> Importer<'a> {
    pub(super) fn new(
        talk: &'a ForeignTalk<'a>,
        deck: SourceId,
        folder: &'a str,
        imported: &'a mut Imported,
    ) -> Importer<'a> {
        let file = talk.sources.whole(deck);
        let mut options = Options::of(talk.family);
        options.reveal.extend(talk.reveal.clone());
        options.take(&talk.options, talk.family);
        // They were reported once, for all decks.
        options.unknown.clear();
        let front_matter = leading_yaml(file, &mut imported.diagnostics);
        let start = front_matter.as_ref().map_or(0, |(_, end)| *end);
        if let Some((table, _)) = &front_matter {
            options.take(table, talk.family);
        }
        let name = &talk.sources.get(deck).name;
        Importer { talk, file, start, name, folder, options, imported }
    }

    /// Adds the deck's files, and reports what became of its parts.
    pub(super) fn import(mut self) {
        let mut deck = self.settings();
        let mut text = match self.start {
            0 => self.file.text,
            start => self.file.text[start..].trim_start_matches('\n'),
        }
        .to_owned();
        if self.talk.family == Family::MkSlides {
            self.spell_out_emoji(&mut text);
        }
        self.take_files(&mut text);
        self.take_theme(&mut deck);
        deck.page.highlight_theme = self.options.highlight_theme.take();
        self.take_styles(&mut deck);
        let path = self.in_talk(&format!("slides/{}.md", file_name(10, self.stem())));
        self.report(Fate::Turned, format!("the deck `{}`", self.name), path.clone());
        for key in std::mem::take(&mut self.options.unknown) {
            let (fate, into) = fate_of(&key);
            self.report(fate, format!("the option `{key}`"), into);
        }
        let settings_file = self.in_talk("orate.toml");
        self.imported.tell_qr_codes(self.file, &path);
        self.imported.tell_extensions();
        self.imported.files.insert(path, Content::Text(text));
        self.imported.files.insert(settings_file, Content::Text(settings::deck(&deck)));
    }

    /// The deck's settings, as far as they name no file.
    fn settings(&mut self) -> Settings {
        let (separator, notes_marker) = self.convention();
        let mut deck = Settings {
            title: self.options.title.take(),
            reading: ReadingSettings {
                separator,
                notes_marker,
                extensions: false,
                // Both tools load a plugin for formulas.
                math: Math { kind: MathKind::OfPage, ..Math::default() },
                ..ReadingSettings::default()
            },
            ..Settings::default()
        };
        for (name, texts) in std::mem::take(&mut self.options.about) {
            let first = texts.first().cloned();
            match name {
                "author" => deck.author = texts,
                "date" => deck.date = first,
                "description" => deck.description = first,
                "event" => deck.event = first,
                "language" => deck.language = first.unwrap_or(deck.language),
                _ => set_option(&mut deck, name, first.unwrap_or_default().into()),
            }
        }
        for (key, value) in std::mem::take(&mut self.options.reveal) {
            if matches!(key.as_str(), "plugins" | "dependencies") {
                let what = format!("the option `{key}`");
                self.imported.tell(Fate::LeftBehind, what, None, "no script is executed");
            } else if key != "theme" {
                set_option(&mut deck, &key, value);
            }
        }
        deck
    }

    /// The plainest separators and notes marker that read the deck as its tool does.
    fn convention(&mut self) -> (Separator, NotesMarker) {
        let asked = &self.talk.expressions;
        let is_default = self.options.horizontal == Options::of(self.talk.family).horizontal
            && asked.horizontal.is_none()
            && self.talk.options.is_empty();
        let place = self.file.span.head();
        let placed = |text: Option<String>| text.map(|value| Placed { value, at: Some(place) });
        let expressions = Expressions {
            horizontal: asked.horizontal.clone().or(placed(self.options.horizontal.take())),
            vertical: asked.vertical.clone().or(placed(self.options.vertical.take())),
            notes: asked.notes.clone().or(placed(self.options.notes.take())),
        };
        let mut convention =
            conventions(&expressions, &Expressions::default(), &mut self.imported.diagnostics);
        let blank_lines = (Separator::BlankLines, convention.1.clone());
        let has_dashes = self.file.text[self.start..].lines().any(|line| line.trim_end() == "---");
        let are_alike = || {
            let [one, other] = [&convention, &blank_lines].map(|(separator, marker)| (separator, marker));
            reads_alike(self.file, self.start, one, other)
        };
        if is_default && !has_dashes && !are_alike() {
            // As reveal.js's documentation has it for a file of its own.
            let into = "blank lines: nothing says otherwise, and no line of it is `---`";
            self.report(Fate::Turned, "what parts its slides", into);
            convention = blank_lines;
        }
        plainest(self.file, self.start, &convention)
    }

    /// Takes the theme along: a name of reveal.js, or a file.
    fn take_theme(&mut self, deck: &mut Settings) {
        let Some(theme) = self.options.theme.take() else { return };
        let (fate, into) = if crate::runtime::reveal_theme(&theme).is_some() {
            deck.page.theme = Placed { value: theme.clone(), at: Some(self.file.span.head()) };
            if Options::of(self.talk.family).theme.as_ref() == Some(&theme) {
                return;
            }
            (Fate::Turned, "the theme of that name".to_owned())
        } else if let Some(path) = self.find(&theme).or_else(|| self.find(&format!("{theme}.css"))) {
            // Where it is, it finds the files that it names.
            deck.page.theme.value.clone_from(&path);
            self.take_sheet(&path);
            (Fate::Kept, format!("as `{path}`, named in `theme` of orate.toml"))
        } else {
            let no_file = "there is no such file; the theme is `white`".to_owned();
            (Fate::NotUnderstood, leftovers::source_of_css(self.talk.names, &theme).unwrap_or(no_file))
        };
        self.imported.tell(fate, format!("the theme `{theme}`"), None, into);
    }

    fn take_styles(&mut self, deck: &mut Settings) {
        for style in std::mem::take(&mut self.options.styles) {
            let (fate, into) = match self.find(&style) {
                Some(path) => {
                    self.take_sheet(&path);
                    deck.page.styles.push(Placed { value: path, at: None });
                    (Fate::Kept, "named in `styles` of orate.toml".to_owned())
                }
                None => {
                    let into = leftovers::source_of_css(self.talk.names, &style);
                    (Fate::LeftBehind, into.unwrap_or_else(|| "it is no file of the talk".to_owned()))
                }
            };
            self.imported.tell(fate, format!("the style sheet `{style}`"), None, into);
        }
    }

    /// Takes a style sheet along, and what is beside it, which it may name.
    fn take_sheet(&mut self, path: &str) {
        let (content, changed) = style_sheet::taken(self.talk, path);
        self.imported.files.insert(self.in_talk(path), content);
        if changed > 0 {
            let into = format!("{} changed, which led nowhere from there", counted(changed, "address"));
            self.imported.tell(Fate::Turned, format!("the addresses in `{path}`"), None, into);
        }
        let folder = crate::assets::folder(path);
        let is_beside = |name: &&String| !folder.is_empty() && name.starts_with(&format!("{folder}/"));
        for name in self.talk.names.iter().filter(is_beside).filter(|name| is_of_style(name)) {
            let copy = self.in_talk(name);
            self.imported.files.entry(copy).or_insert_with(|| Content::Copy(name.clone()));
        }
    }

    /// Takes along the files that a deck refers to, so that its addresses still lead to them.
    ///
    /// An address that leads upwards (`../images/a.png`) would lead out of the talk, and is changed.
    fn take_files(&mut self, text: &mut String) {
        let mut moved: BTreeMap<String, String> = BTreeMap::new();
        for name in self.talk.names {
            let address = relative(self.base(), name);
            let encoded = address.replace(' ', "%20");
            let spellings = [&address, &encoded];
            let Some(written) = spellings.into_iter().find(|address| text.contains(address.as_str())) else {
                continue;
            };
            let path = address.trim_start_matches("../").to_owned();
            let copy = self.in_talk(&path);
            self.imported.files.entry(copy).or_insert_with(|| Content::Copy(name.clone()));
            if address.starts_with("../") {
                moved.insert(written.clone(), path.replace(' ', "%20"));
            }
        }
        // The longest first: one address may be the tail of another.
        let mut moved: Vec<_> = moved.into_iter().collect();
        moved.sort_by_key(|(address, _)| std::cmp::Reverse(address.len()));
        for (address, path) in moved {
            *text = text.replace(&address, &path);
            self.imported.tell(Fate::Turned, format!("the address `{address}`"), None, path);
        }
    }

    /// Writes emoji for their names (`:tada:`), as mkslides does everywhere.
    fn spell_out_emoji(&mut self, text: &mut String) {
        let (written, count) = with_emoji(text);
        if count > 0 {
            let into = format!("{count} of them are written as what they stand for");
            self.report(Fate::Turned, "names of emoji", into);
            *text = written;
        }
    }

    /// A file that the deck names, from its own folder or from that of the talk.
    fn find(&self, address: &str) -> Option<String> {
        let paths = [join_path(self.base(), address), join_path("", address)];
        paths.into_iter().flatten().find(|path| self.talk.names.contains(path))
    }

    /// The folder of the deck's file.
    fn base(&self) -> &'a str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The name of the deck's file, without its folder and its ending.
    fn stem(&self) -> &'a str {
        stem(self.name).rsplit('/').next().unwrap_or_default()
    }

    /// The path in the new folder of a file of this talk.
    fn in_talk(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// Reports what became of something of the deck, at the head of its file.
    fn report(&mut self, fate: Fate, what: impl Into<String>, into: impl Into<String>) {
        self.imported.tell(fate, what, Some(first_letter(self.file.span)), into);
    }
}

/// Whether a file is of a kind that style sheets name.
fn is_of_style(name: &str) -> bool {
    let kind = media_type(name);
    kind.starts_with("font/") || kind.starts_with("image/") || kind == "text/css"
}

/// A text with emoji for their names, and how many there were.
fn with_emoji(text: &str) -> (String, usize) {
    let (mut written, mut count, mut rest) = (String::new(), 0, text);
    while let Some(start) = rest.find(':') {
        let after = &rest[start + 1..];
        let length = after.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '+')));
        let name = length.filter(|length| after[*length..].starts_with(':')).map(|length| &after[..length]);
        written.push_str(&rest[..start]);
        match name.and_then(|name| Some((name, emojis::get_by_shortcode(name)?))) {
            Some((name, emoji)) => {
                written.push_str(emoji.as_str());
                rest = &after[name.len() + 1..];
                count += 1;
            }
            None => {
                written.push(':');
                rest = after;
            }
        }
    }
    written.push_str(rest);
    (written, count)
}

fn first_letter(span: Span) -> Span {
    span.part(0..1)
}
