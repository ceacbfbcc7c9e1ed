//! Files of the talk that name others are opened: its own pages, and style sheets that a `link` names.
//!
//! A page in an `iframe` or behind a link needs its style sheets, scripts and pictures, and what its scripts ask for: all
//! of it is put beside the deck, in the folders in which it is. What its scripts put together is not known: a text in
//! quotes that leads to a file counts as a name for it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::assets::{
    Address, Content, File, Library, OpenedFiles, Reference, Role, Rules, Sheet, file_extension, folder,
    is_page, join_path, media_type, percent_decoded, resolve,
};
use crate::html::script::modules::{self, Obstacle};
use crate::html::{self, script};
use crate::text::{Diagnostic, Noted, SourceId, Sources, Span};

/// The most files that the pages of a talk may bring with them.
const LIMIT: usize = 5_000;

/// The longest text in quotes that is taken for the name of a file, in bytes.
const LONGEST_NAME: usize = 200;

/// Opens what references name, and what that names in turn. The texts are added to the sources.
pub(in crate::site) fn open<'a>(
    references: impl IntoIterator<Item = &'a Reference>,
    library: &dyn Library,
    sources: &mut Sources,
    rules: Rules,
) -> Noted<OpenedFiles> {
    let mut opener = Opener {
        library,
        sources,
        opened: OpenedFiles::default(),
        scripts: BTreeSet::new(),
        waiting: Vec::new(),
        diagnostics: Vec::new(),
    };
    for reference in references {
        let is_opened = matches!(
            reference.role,
            Role::Sheet
                | Role::Import
                | Role::Script
                | Role::Module
                | Role::Link
                | Role::Frame
                | Role::Object
        );
        let Some(file) = Some(reference).filter(|_| is_opened).and_then(|it| resolve(library, it)) else {
            continue;
        };
        if matches!(reference.role, Role::Sheet | Role::Import) {
            opener.sheet(&file);
        } else if reference.role == Role::Script {
            opener.script(&file);
        } else if reference.role == Role::Module {
            opener.module(&file, reference.at, rules);
        } else if !rules.single_file && is_page(reference, &file.path) {
            opener.page(file, reference.at);
        }
    }
    Noted::new(opener.opened, opener.diagnostics)
}

/// A file whose names are still to be followed.
struct Waiting {
    file: Arc<File>,
    /// The folder of the page that needs it: what scripts ask for counts from there.
    page: String,
    /// Where the page is named.
    at: Span,
}

struct Opener<'a> {
    library: &'a dyn Library,
    sources: &'a mut Sources,
    opened: OpenedFiles,
    /// The scripts that were read, by path.
    scripts: BTreeSet<String>,
    waiting: Vec<Waiting>,
    diagnostics: Vec<Diagnostic>,
}

impl Opener<'_> {
    /// Opens a style sheet.
    fn sheet(&mut self, file: &File) {
        let Content::Bytes(bytes) = &file.content else { return };
        if self.opened.sheets.contains_key(&file.path) {
            return;
        }
        let source = self.source(&file.path, bytes);
        let sheet = Sheet::open(source, self.sources, self.library, &mut self.diagnostics);
        self.opened.sheets.insert(file.path.clone(), sheet);
    }

    /// The text of a file, which may be known already: a diagnostic about it is reported once.
    fn source(&mut self, path: &str, bytes: &[u8]) -> SourceId {
        let known = self.sources.iter().find(|(_, source)| source.name == path).map(|(id, _)| id);
        known.unwrap_or_else(|| self.sources.add(path.to_owned(), bytes, &mut self.diagnostics))
    }

    /// Reads a script that runs in the deck: what it asks for, and what of it will not work there.
    fn script(&mut self, file: &File) {
        let Content::Bytes(bytes) = &file.content else { return };
        if !self.scripts.insert(file.path.clone()) {
            return;
        }
        let source = self.source(&file.path, bytes);
        let whole = self.sources.whole(source);
        self.opened.connections.extend(script::connections(whole.text).into_iter().map(str::to_owned));
        self.opened.imports.extend(script::imports(whole.text).into_iter().map(str::to_owned));
        let mut reported = BTreeSet::new();
        for forbidden in script::forbidden(whole.text) {
            // A library may do the same in a hundred places.
            if reported.insert(forbidden.what) {
                let at = whole.span.part(forbidden.at.clone());
                self.diagnostics.push(script::diagnostic(&forbidden, at));
            }
        }
    }

    /// Embeds a module that runs in the deck with all that it imports. Where that cannot be, the files lie beside the page,
    /// and only a page from a server finds them.
    fn module(&mut self, file: &Arc<File>, at: Span, rules: Rules) {
        if self.opened.modules.contains_key(&file.path) {
            return;
        }
        let library = self.library;
        match modules::embedded(file, &mut |path| library.find(path).ok().flatten()) {
            Ok(module) => {
                for file in &module.files {
                    match media_type(&file.path) {
                        "text/css" => _ = self.opened.imports.insert("data:text/css,".into()),
                        "application/json" => {}
                        _ => self.script(file),
                    }
                }
                self.opened.modules.insert(file.path.clone(), module.address);
            }
            Err(Obstacle::Missing { importer, name, at: place }) => {
                self.script(file);
                let importer = importer.and_then(|path| library.find(&path).ok().flatten());
                let at = importer.map_or(at, |importer| self.place_in(&importer, place).unwrap_or(at));
                self.diagnostics.push(missing_import(&name, at));
            }
            Err(Obstacle::NeedsServer(why)) => {
                self.script(file);
                if !rules.single_file {
                    self.page(file.clone(), at);
                }
                self.diagnostics.push(needs_server(&why, at, rules));
            }
        }
    }

    /// A place in a file as one in the sources.
    fn place_in(&mut self, file: &File, place: Range<usize>) -> Option<Span> {
        let Content::Bytes(bytes) = &file.content else { return None };
        let source = self.source(&file.path, bytes);
        let whole = self.sources.whole(source);
        whole.text.get(place.clone()).map(|_| whole.span.part(place))
    }

    /// Opens a page that is named at a place, with all that it needs.
    fn page(&mut self, file: Arc<File>, at: Span) {
        let page = folder(&file.path).to_owned();
        self.add(Waiting { file, page, at });
        while let Some(next) = self.waiting.pop() {
            if self.opened.pages.len() > LIMIT {
                self.waiting.clear();
                self.diagnostics.push(too_many(at));
                return;
            }
            self.follow(&next);
        }
    }

    fn add(&mut self, waiting: Waiting) {
        if self.opened.pages.insert(&waiting.file, waiting.at) {
            self.waiting.push(waiting);
        }
    }

    /// Adds what a file names.
    fn follow(&mut self, from: &Waiting) {
        let Content::Bytes(bytes) = &from.file.content else { return };
        let path = from.file.path.as_str();
        match media_type(path) {
            "text/html" | "image/svg+xml" | "application/xhtml+xml" => {
                self.follow_document(from, bytes);
                self.follow_names(from, bytes);
            }
            "text/css" => self.follow_sheet(from, bytes),
            "text/javascript" | "application/json" | "application/manifest+json" | "model/gltf+json" => {
                self.follow_names(from, bytes);
            }
            _ => {}
        }
    }

    fn follow_document(&mut self, from: &Waiting, bytes: &[u8]) {
        let source = self.source(&from.file.path, bytes);
        let references = html::references_of(self.sources, source);
        references.iter().for_each(|reference| self.follow_reference(reference, from));
    }

    fn follow_sheet(&mut self, from: &Waiting, bytes: &[u8]) {
        let source = self.source(&from.file.path, bytes);
        let whole = self.sources.whole(source);
        let span = whole.span;
        let sheet = Sheet::of(whole.text, folder(&from.file.path), |range| span.part(range));
        sheet.references().for_each(|reference| self.follow_reference(reference, from));
    }

    /// Follows an address in a page or a style sheet; as a browser does, from the file that holds it and nowhere else.
    fn follow_reference(&mut self, reference: &Reference, from: &Waiting) {
        let Address::File { path, .. } = Address::of(&reference.address) else { return };
        // Such a path counts from the root of a server, where the talk may not be.
        if path.starts_with('/') {
            return;
        }
        let is_link = reference.role == Role::Link;
        let inside = join_path(&reference.base, &percent_decoded(path));
        let found = resolve(self.library, reference).filter(|file| {
            let is_near = inside.as_deref().is_some_and(|path| file.path.starts_with(path));
            is_near && (!is_link || from.page.is_empty() || file.path.starts_with(&format!("{}/", from.page)))
        });
        match found {
            Some(file) => {
                let is_page = !is_link && is_page(reference, &file.path);
                let page = if is_page { folder(&file.path).to_owned() } else { from.page.clone() };
                self.add(Waiting { file, page, at: from.at });
            }
            None if is_link || matches!(reference.role, Role::Format { .. }) => {}
            None => self.diagnostics.push(missing(reference, from)),
        }
    }

    /// Adds the files that texts in quotes lead to: from the page, or from the file itself.
    fn follow_names(&mut self, from: &Waiting, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let own = folder(&from.file.path);
        let names: BTreeSet<&str> = names_in_quotes(&text).collect();
        for name in names {
            let path = percent_decoded(name.split(['?', '#']).next().unwrap_or_default());
            let places = [from.page.as_str(), own].into_iter().filter_map(|base| join_path(base, &path));
            let found = places
                .filter_map(|path| self.library.find(&path).ok().flatten().filter(|it| it.path == path));
            for file in found.collect::<Vec<_>>() {
                self.add(Waiting { file, page: from.page.clone(), at: from.at });
            }
        }
    }
}

/// Texts in quotes that could name a file: short, in one line, with an ending.
fn names_in_quotes(text: &str) -> impl Iterator<Item = &str> {
    let quotes = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\'' | b'`'));
    quotes.filter_map(|(at, quote)| {
        let rest = &text.as_bytes()[at + 1..];
        let length = rest.iter().take(LONGEST_NAME).position(|byte| *byte == quote || *byte == b'\n')?;
        let name = text.get(at + 1..at + 1 + length).filter(|_| rest[length] == quote)?;
        let path = name.split(['?', '#']).next().unwrap_or_default();
        let is_relative = !path.starts_with('/') && !path.contains(':');
        let is_plain = !path.contains(|it: char| it.is_control() || "<>{}()=;|*\"'`\\".contains(it));
        let ending = file_extension(path);
        let is_ending =
            (1..=8).contains(&ending.len()) && ending.bytes().all(|it| it.is_ascii_alphanumeric());
        (is_relative && is_plain && is_ending).then_some(name)
    })
}

fn missing(reference: &Reference, from: &Waiting) -> Diagnostic {
    let message = format!("no file named `{}`", reference.address.trim());
    Diagnostic::warning("missing-file", reference.at, message)
        .about(reference.address.trim())
        .related(from.at, "this page needs it")
        .help("addresses in a page of your own count from the folder of that page")
}

/// Says that a module imports a file that nobody has.
fn missing_import(name: &str, at: Span) -> Diagnostic {
    let message = format!("no file named `{name}`");
    Diagnostic::error("missing-file", at, message)
        .about(name)
        .help("modules import files by their whole names, from the folder of the file that imports them: `./lib/x.js`")
}

/// Says that a module does something for which it must be a file that a server has.
fn needs_server(why: &str, at: Span, rules: Rules) -> Diagnostic {
    if rules.single_file {
        return Diagnostic::error(
            "not-in-single-file",
            at,
            format!("a single file cannot contain this module: it {why}"),
        )
        .help("build without `--single-file`, or put all of it into one file");
    }
    let message = format!("this module {why}, so it runs only where a server shows the deck");
    Diagnostic::warning("module-needs-server", at, message)
        .help("from disk, browsers load no file for a module: put all of it into one file, or name its files in an import map")
}

fn too_many(at: Span) -> Diagnostic {
    let message = format!("this page needs more than {LIMIT} files; orate leaves out the others");
    Diagnostic::warning("too-many-files", at, message)
        .help("link to the page on the web, or give it a folder with less in it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_quotes_names_a_file_by_its_ending() {
        let text =
            "don't load('./data/a b.json'), \"lib/x.js?v=1\" + `y.${z}` 'no' '/root.js' \"https://a.b/c.js\"";
        assert_eq!(names_in_quotes(text).collect::<Vec<_>>(), ["./data/a b.json", "lib/x.js?v=1"]);
    }
}
