//! Files and folders become the tree of sections.

use super::conventions::Conventions;
use super::reveal_page::RevealPage;
use super::settings::{self, SectionSettings, SettingsFile};
use super::slides;
use super::{Entry, Manuscript, Parsed, front_matter};
use crate::deck::{Attribute, Attributes, Content, Deck, Section, Settings, When};
use crate::text::{Diagnostic, Slice, SourceId};

/// The whole talk: settings first, since they say how to read the rest.
pub(super) fn talk(manuscript: &Manuscript<'_>, lints: When) -> Parsed {
    let settings = manuscript.inherited.cloned().unwrap_or_default();
    let mut reader = Reader { manuscript, lints, settings, diagnostics: Vec::new() };
    // A page that is the whole talk says what holds for the deck, unless `orate.toml` says otherwise.
    if let [Entry::RevealPage(index)] = manuscript.entries {
        reader.settings = over(&index.settings, reader.settings);
    }
    if let Some(file) = manuscript.settings {
        reader.settings = file.over(reader.settings).take_into(&mut reader.diagnostics);
    }
    if let [Entry::RevealPage(index)] = manuscript.entries {
        reader.diagnostics.extend(computed_options(index, manuscript.settings));
    }
    let sections = reader.sections(manuscript.entries);
    if sections.is_empty() {
        reader.diagnostics.push(no_slides());
    }
    Parsed { deck: Deck { settings: reader.settings, sections }, diagnostics: reader.diagnostics }
}

/// Reports each option of a page that its script computes and `orate.toml` does not set.
fn computed_options(index: &RevealPage, settings: Option<&SettingsFile>) -> Vec<Diagnostic> {
    let is_set = |key: &str| settings.is_some_and(|file| file.sets(key));
    let is_option_set = |name: &str| settings.is_some_and(|file| file.own().page.reveal.contains_key(name));
    let mut diagnostics = Vec::new();
    for option in &index.computed {
        let name = option.value.as_str();
        let is_name = name.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '$'));
        let (is_known, help) = match name {
            "width" | "height" => (is_set("size"), "set `size` in orate.toml".to_owned()),
            "transition" => (is_set("transition"), "set `transition` in orate.toml".to_owned()),
            _ if is_name => (
                is_option_set(name),
                format!("write the value out, or set `{name}` below `[reveal]` in orate.toml; orate runs no script of the page"),
            ),
            _ => (
                is_set("reveal"),
                "write these options out, or set them below `[reveal]` in orate.toml; orate runs no script of the page".to_owned(),
            ),
        };
        if !is_known {
            let message = format!("a script computes `{name}`, so the deck is built without it");
            diagnostics.push(Diagnostic::warning("computed-option", option.at, message).help(help));
        }
    }
    diagnostics
}

/// The settings of a page, with the inherited ones that a page cannot have.
fn over(page: &Settings, inherited: Settings) -> Settings {
    let mut settings = page.clone();
    if settings.author.is_empty() {
        settings.author = inherited.author;
    }
    settings.publishing.url = settings.publishing.url.or(inherited.publishing.url);
    settings.publishing.image = settings.publishing.image.or(inherited.publishing.image);
    settings
}

struct Reader<'a> {
    manuscript: &'a Manuscript<'a>,
    lints: When,
    settings: Settings,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn sections(&mut self, entries: &[Entry]) -> Vec<Section> {
        let mut sections = Vec::new();
        for entry in entries {
            match entry {
                Entry::RevealPage(index) => {
                    sections.extend(index.sections(
                        self.manuscript.sources,
                        self.lints,
                        &mut self.diagnostics,
                    ));
                }
                _ => sections.extend(self.section(entry)),
            }
        }
        sections
    }

    /// A file or folder as a section; `None` for a folder without a file in it.
    fn section(&mut self, entry: &Entry) -> Option<Section> {
        match entry {
            Entry::File(id) => Some(self.file(*id)),
            Entry::RevealPage(_) => None,
            Entry::Folder { name, entries } => {
                let sections = self.sections(entries);
                (!sections.is_empty()).then(|| Section {
                    title: folder_title(name),
                    content: Content::Sections(sections),
                    ..Section::default()
                })
            }
        }
    }

    fn file(&mut self, id: SourceId) -> Section {
        let whole = self.manuscript.sources.whole(id);
        let (own, start) = self.front_matter(whole);
        let conventions = Conventions {
            separator: own.separator.as_ref().unwrap_or(&self.settings.reading.separator),
            notes_marker: own.notes_marker.as_ref().unwrap_or(&self.settings.reading.notes_marker),
            lints: self.lints,
            has_divs: self.settings.reading.extensions,
        };
        let mut columns = slides::columns(whole, start, conventions, &mut self.diagnostics);
        if self.settings.reading.extensions {
            columns.iter_mut().flatten().for_each(|slide| rename_layout(&mut slide.attributes));
        }
        if let Some(template) = &own.template {
            let slides = columns.iter_mut().flatten();
            slides
                .filter(|slide| slide.attributes.get("template").is_none())
                .for_each(|slide| slide.attributes.set(template.clone()));
        }
        let section = Section {
            id: own.id,
            title: own.title,
            attributes: own.attributes,
            duration: own.duration,
            ..Section::default()
        };
        slides::section_of_columns(section, columns)
    }

    /// What a file says about itself, and where its slides begin.
    fn front_matter(&mut self, whole: Slice<'_>) -> (SectionSettings, usize) {
        let mut own = SectionSettings::default();
        let (table, start) = front_matter::cut(whole, &mut self.diagnostics);
        match self.manuscript.single {
            true => settings::read_single(&table, &mut self.settings, &mut own, &mut self.diagnostics),
            false => settings::read_section(&table, &mut own, &mut self.diagnostics),
        }
        (own, start)
    }
}

/// A slide may call its template its `layout`, as other tools do.
fn rename_layout(attributes: &mut Attributes) {
    if attributes.get("template").is_none()
        && let Some(layout) = attributes.take("layout")
    {
        attributes.set(Attribute { name: "template".into(), ..layout });
    }
}

/// A folder's name as a title: without the number that puts it in order, and with spaces between its words.
fn folder_title(name: &str) -> Option<String> {
    let name = name
        .trim_start_matches(|first: char| first.is_ascii_digit() || matches!(first, '-' | '_' | '.' | ' '));
    let words: Vec<_> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn no_slides() -> Diagnostic {
    Diagnostic::error("no-slides", None, "this talk has no slides")
        .help("write one into `slides/10-intro.md`, or let `orate init` create a talk to start with")
}
