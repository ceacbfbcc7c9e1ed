//! A page of reveal.js becomes a talk: a file for each of its sections.
//!
//! A section of Markdown becomes a Markdown file, with front matter for what the section's tag said. A section of
//! HTML, and a stack, becomes a file of HTML that holds the section as it was.

use std::collections::BTreeSet;

use super::{Content, Fate, Imported, file_name, leftovers, plainest, plugins, settings};
use crate::assets::{self, Sheet, candidates};
use crate::deck::{Attributes, NotesMarker, Placed, Separator, Settings};
use crate::parse::reveal_page::{Inline, Markdown, Part, RevealPage, Text, conventions, markdown_of};
use crate::site::Project;
use crate::text::{SourceId, Sources, Span};

/// The template of the talk's page.
const TEMPLATE: &str = "templates/page.html";

/// Imports the page of a project. `names` are all files that lie in its folder, `foreign` the folders of submodules.
pub(crate) fn page(project: &Project, index: &RevealPage, names: &[String], foreign: &[String]) -> Imported {
    let mut importer = Importer {
        project,
        sources: &project.sources,
        index,
        imported: Imported { talks: vec![String::new()], ..Imported::default() },
        used: BTreeSet::new(),
        deck: (Separator::BlankLines, NotesMarker::Usual),
    };
    importer.imported.diagnostics.extend(project.diagnostics.iter().cloned());
    importer.imported.diagnostics.extend(index.diagnostics.iter().cloned());
    importer.page(names, foreign);
    importer.imported
}

struct Importer<'a> {
    project: &'a Project,
    sources: &'a Sources,
    index: &'a RevealPage,
    imported: Imported,
    /// The files of the old talk that became something else.
    used: BTreeSet<String>,
    /// How most of the talk is written.
    deck: (Separator, NotesMarker),
}

impl Importer<'_> {
    fn page(&mut self, names: &[String], foreign: &[String]) {
        self.deck = self.convention_of_deck();
        for (number, part) in self.index.parts.iter().enumerate() {
            self.part((number + 1) * 10, part);
        }
        self.settings();
        self.around();
        self.scripts();
        self.used.insert(self.sources.get(self.index.page).name.clone());
        leftovers::take_along(&mut self.imported, names, &self.used, foreign);
    }

    /// The convention that most sections of Markdown are written in.
    fn convention_of_deck(&self) -> (Separator, NotesMarker) {
        let mut counts: Vec<((Separator, NotesMarker), usize)> = Vec::new();
        for part in &self.index.parts {
            let Part::Markdown(markdown) = part else { continue };
            let Some(source) = source(markdown) else { continue };
            let convention = self.convention(markdown, source);
            match counts.iter_mut().find(|(known, _)| *known == convention) {
                Some((_, count)) => *count += 1,
                None => counts.push((convention, 1)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max();
        let commonest = counts.into_iter().find(|(_, count)| Some(*count) == most);
        commonest.map_or((Separator::BlankLines, NotesMarker::Usual), |(convention, _)| convention)
    }

    fn convention(&self, markdown: &Markdown, source: SourceId) -> (Separator, NotesMarker) {
        let convention = conventions(&markdown.expressions, &self.index.defaults, &mut Vec::new());
        plainest(self.sources.whole(source), 0, &convention)
    }

    fn part(&mut self, number: usize, part: &Part) {
        match part {
            Part::Markdown(markdown) => match source(markdown).filter(|_| self.has_plain_head(markdown)) {
                Some(source) => self.markdown(number, markdown, source),
                None => self.html(number, part, &markdown.attributes, "a section of Markdown"),
            },
            Part::Html { attributes, .. } => self.html(number, part, attributes, "a slide of HTML"),
            Part::Stack { attributes, .. } => self.html(number, part, attributes, "a stack of slides"),
        }
    }

    /// Whether front matter can say what the section's tag says, and the text has none of its own.
    fn has_plain_head(&self, markdown: &Markdown) -> bool {
        let text = source(markdown).map_or("", |source| self.sources.whole(source).text);
        is_plain(&markdown.attributes) && !text.starts_with("+++\n") && !text.starts_with("---\n")
    }

    fn markdown(&mut self, number: usize, markdown: &Markdown, source: SourceId) {
        let whole = self.sources.whole(source);
        let stem = match &markdown.text {
            Text::File { address, .. } => {
                self.used.insert(whole_name(self.sources, source));
                let file = address.value.rsplit('/').next().unwrap_or_default();
                file.split('.').next().unwrap_or_default()
            }
            Text::Inline(_) => markdown.attributes.value("id").unwrap_or_default(),
        };
        let path = format!("slides/{}.md", file_name(number, stem));
        let convention =
            conventions(&markdown.expressions, &self.index.defaults, &mut self.imported.diagnostics);
        let alike =
            crate::parse::reads_alike(whole, 0, (&convention.0, &convention.1), (&self.deck.0, &self.deck.1));
        let own = if alike { self.deck.clone() } else { plainest(whole, 0, &convention) };
        let head = self.front_matter(markdown, &own);
        let text = match head.is_empty() {
            true => whole.text.to_owned(),
            false => format!("+++\n{head}+++\n{}", whole.text),
        };
        let what = match &markdown.text {
            Text::File { address, .. } => format!("the section of `{}`", address.value),
            Text::Inline(_) => "a section of Markdown".to_owned(),
        };
        self.imported.tell(Fate::Turned, what, Some(head_of(markdown.whole)), path.clone());
        self.imported.tell_qr_codes(whole, &path);
        self.imported.files.insert(path, Content::Text(text));
    }

    fn front_matter(&self, markdown: &Markdown, own: &(Separator, NotesMarker)) -> String {
        let mut text = String::new();
        let mut attributes = markdown.attributes.clone();
        if let Some(id) = attributes.take("id").filter(|id| !id.value.is_empty()) {
            settings::line(&mut text, "id", &settings::quoted(&id.value));
        }
        if let Some(title) = attributes.value("data-menu-title").filter(|title| !title.is_empty()) {
            settings::line(&mut text, "title", &settings::quoted(title));
        }
        settings::attributes(&mut text, &attributes);
        settings::conventions(&mut text, &own.0, &own.1, &self.deck.0, &self.deck.1);
        text
    }

    fn html(&mut self, number: usize, part: &Part, attributes: &Attributes, what: &str) {
        let words =
            attributes.value("id").or_else(|| attributes.value("data-menu-title")).unwrap_or_default();
        let path = format!("slides/{}.html", file_name(number, words));
        let whole = part.whole();
        let text = self.sources.slice(whole);
        self.imported.tell(Fate::Turned, what, Some(head_of(whole)), path.clone());
        self.imported.tell_qr_codes(text, &path);
        let html = self.with_named_files(part, &path);
        self.imported.files.insert(path, Content::Text(format!("{html}\n")));
    }

    /// The HTML of a part, and what it names kept beside the slides: the Markdown of its sections.
    fn with_named_files(&mut self, part: &Part, into: &str) -> String {
        let whole = part.whole();
        let (mut html, mut done) = (String::new(), whole.start);
        for markdown in markdown_of(std::slice::from_ref(part)) {
            let Text::File { address, source: Some(source), .. } = &markdown.text else { continue };
            let name = whole_name(self.sources, *source);
            let kept = leftovers::beside_slides(&name);
            if let Some(at) = address.at.filter(|at| kept != name && at.start >= done) {
                html.push_str(self.sources.text(Span { start: done, end: at.start, ..whole }));
                html.push_str(&kept);
                done = at.end;
            }
            self.used.insert(name.clone());
            let reason = format!("as {kept}: {into} names it");
            self.imported.tell(Fate::Kept, format!("`{}`", address.value), address.at, reason);
            self.imported.files.insert(kept, Content::Copy(name));
        }
        html.push_str(self.sources.text(Span { start: done, ..whole }));
        html
    }

    fn settings(&mut self) {
        let mut deck = self.index.settings.clone();
        (deck.reading.separator, deck.reading.notes_marker) = self.deck.clone();
        self.theme(&mut deck);
        self.styles(&mut deck);
        for (name, value) in &self.index.settings.page.reveal {
            if value.is_null() {
                self.imported.tell(
                    Fate::LeftBehind,
                    format!("the option `{name}`"),
                    None,
                    "it says nothing: `null`",
                );
            }
        }
        for option in &self.index.computed {
            self.imported.tell(
                Fate::NotUnderstood,
                format!("the option `{}`", option.value),
                option.at,
                match option.value.as_str() {
                    "width" | "height" => "its value is computed; set `size` in orate.toml",
                    "transition" => "its value is computed; set `transition` in orate.toml",
                    _ => "its value is computed; set it in `[reveal]` of orate.toml",
                },
            );
        }
        if !deck.page.reveal.is_empty() || deck.page.transition.is_some() || deck.title.is_some() {
            let page = self.sources.whole(self.index.page).span.head();
            self.imported.tell(
                Fate::Turned,
                "title, description and options of the page",
                Some(page),
                "orate.toml",
            );
        }
        self.imported.tell_extensions();
        self.imported.files.insert("orate.toml".into(), Content::Text(settings::deck(&deck)));
    }

    fn theme(&mut self, deck: &mut Settings) {
        let Some(theme) = &self.index.theme else { return };
        if crate::runtime::reveal_theme(&theme.name).is_some() {
            deck.page.theme = Placed { value: theme.name.clone(), at: theme.at };
            let into = "the theme of that name".to_owned();
            self.imported.tell(Fate::Turned, format!("the theme `{}`", theme.name), theme.at, into);
        } else {
            // A theme of the author's own, among those of reveal.js.
            let address = theme.at.map(|at| self.sources.text(at).to_owned()).unwrap_or_default();
            deck.page.theme = Settings::default().page.theme;
            match self.file(&address) {
                Some(path) => {
                    let into = beside_themes(&path);
                    self.take_named_files(&path);
                    self.imported.files.insert(into.clone(), Content::Copy(path));
                    deck.page.theme.value.clone_from(&into);
                    self.imported.tell(Fate::Turned, format!("the theme `{}`", theme.name), theme.at, into);
                }
                None => self.imported.tell(
                    Fate::NotUnderstood,
                    format!("the theme `{}`", theme.name),
                    theme.at,
                    "it is neither here nor one of reveal.js; the theme is `white`",
                ),
            }
        }
    }

    /// Takes along what a theme names: the style sheets that it imports, fonts, pictures. It may lie among the files of
    /// reveal.js, which are left behind.
    fn take_named_files(&mut self, theme: &str) {
        let library = &*self.project.library;
        let find = |path: &str| library.find(path).ok().flatten();
        let Some(file) = find(theme) else { return };
        let assets::Content::Bytes(bytes) = &file.content else { return };
        let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
        let source = sources.add(theme, bytes, &mut diagnostics);
        let sheet = Sheet::open(source, &mut sources, library, &mut diagnostics);
        let imported = sources.iter().map(|(_, source)| source.name.clone());
        let named = sheet.references().filter_map(|reference| {
            let assets::Address::File { path, .. } = assets::Address::of(&reference.address) else {
                return None;
            };
            candidates(&reference.base, path).ok()?.into_iter().find(|path| find(path).is_some())
        });
        let names: Vec<String> = imported.chain(named).collect();
        for name in names {
            self.imported.files.entry(beside_themes(&name)).or_insert(Content::Copy(name));
        }
    }

    fn styles(&mut self, deck: &mut Settings) {
        let mut styles = Vec::new();
        let names = self.project.library.names();
        for sheet in &self.index.sheets {
            match self.file(&sheet.value) {
                Some(path) => {
                    let mut style = sheet.clone();
                    style.value.clone_from(&path);
                    styles.push(style);
                    self.imported.tell(
                        Fate::Kept,
                        format!("the style sheet `{}`", sheet.value),
                        sheet.at,
                        "named in `styles` of orate.toml",
                    );
                }
                None => self.imported.tell(
                    Fate::LeftBehind,
                    format!("the style sheet `{}`", sheet.value),
                    sheet.at,
                    leftovers::source_of_css(&names, &sheet.value)
                        .unwrap_or_else(|| "it is no file of the talk".to_owned()),
                ),
            }
        }
        styles.extend(self.inline_styles());
        deck.page.styles = styles;
    }

    /// The styles that the page holds itself, as a file beside it.
    fn inline_styles(&mut self) -> Option<Placed<String>> {
        let styles = &self.index.settings.page.inline_styles;
        let first = *styles.first()?;
        let page = &self.sources.get(self.index.page).name;
        let folder = page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let taken = self.project.library.names();
        let mut path = format!("{folder}page.css");
        for number in 2.. {
            if !taken.contains(&path) {
                break;
            }
            path = format!("{folder}page-{number}.css");
        }
        let text: Vec<&str> =
            styles.iter().map(|source| self.sources.whole(*source).text.trim_end()).collect();
        self.imported.files.insert(path.clone(), Content::Text(text.join("\n") + "\n"));
        let at = self.sources.whole(first).span.head();
        self.imported.tell(Fate::Turned, "the styles in the page", Some(at), path.clone());
        Some(Placed { value: path, at: Some(at) })
    }

    /// The path of a file of the talk that an address means.
    fn file(&self, address: &str) -> Option<String> {
        let assets::Address::File { path, .. } = assets::Address::of(address) else {
            return None;
        };
        let page = &self.sources.get(self.index.page).name;
        let base = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let paths = candidates(base, path).ok()?;
        paths.into_iter().find(|path| matches!(self.project.library.find(path), Ok(Some(_))))
    }

    /// What the page shows around its slides, as a template of the talk.
    fn around(&mut self) {
        let Some(source) = self.index.around else { return };
        let template = self.sources.whole(source);
        self.imported.files.insert(TEMPLATE.into(), Content::Text(template.text.to_owned()));
        let at = self.sources.whole(self.index.page).span.head();
        self.imported.tell(Fate::Turned, "what the page shows around its slides", Some(at), TEMPLATE);
    }

    fn scripts(&mut self) {
        let mut seen = BTreeSet::new();
        for script in &self.index.scripts {
            if seen.insert(&script.value) {
                let what = format!("the script `{}`", script.value);
                let into = match plugins::instead_of(&script.value) {
                    Some(instead) => format!("no script is executed; {instead}"),
                    None => "no script is executed".to_owned(),
                };
                self.imported.tell(Fate::LeftBehind, what, script.at, into);
            }
        }
        for script in &self.index.inline_scripts {
            let what = "a script in the page";
            let into = "no script is executed; its options that are written out are in orate.toml";
            self.imported.tell(Fate::LeftBehind, what, Some(head_of(*script)), into);
        }
    }
}

/// Where a file of a theme is in the new talk: where it was, so that it finds the files that it names, but for reveal.js's
/// folder of themes in the place of orate's output.
fn beside_themes(path: &str) -> String {
    path.strip_prefix("dist/theme/").map_or_else(|| path.to_owned(), |name| format!("themes/{name}"))
}

/// The source of a section's Markdown.
fn source(markdown: &Markdown) -> Option<SourceId> {
    match &markdown.text {
        Text::File { source, .. } => *source,
        Text::Inline(Inline::Source(source)) => Some(*source),
        Text::Inline(Inline::Number(_)) => None,
    }
}

/// Whether front matter can say what these attributes say.
fn is_plain(attributes: &Attributes) -> bool {
    let is_name = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
    };
    let is_id = |id: &str| !id.contains(|character: char| character.is_whitespace() || character == '/');
    attributes.iter().all(|attribute| is_name(&attribute.name))
        && attributes.value("id").is_none_or(is_id)
        && !attributes
            .iter()
            .any(|attribute| matches!(attribute.name.as_str(), "data-attributes" | "data-element-attributes"))
}

fn whole_name(sources: &Sources, source: SourceId) -> String {
    sources.get(source).name.clone()
}

/// The first character of a stretch: enough to name its line.
fn head_of(span: Span) -> Span {
    span.part(0..1)
}
