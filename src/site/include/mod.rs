//! Files of slides with others in them become one text each, before the talk is parsed.
//!
//! What is included is in the text as if it had been written there; every place in it leads back to the file that
//! it is in ([`Sources::origin`]), and from there its pictures are looked for.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::assets::{Content, File, Library, Refused, folder};
use crate::deck::Placed;
use crate::parse::Entry;
use crate::parse::include::{FileConventions, Include, includes, reading, select, usual};
use crate::render::Files;
use crate::site::Project;
use crate::text::{Diagnostic, Noted, SourceId, Sources, Span, Thread};

/// How deep files may include each other.
const DEPTH: usize = 16;

/// How much text may come of a file with what it includes, in bytes.
const LIMIT: usize = 16 << 20;

/// How often a talk may include files, and how much may be read for that, in bytes: a file counts as often as it is
/// included.
const TIMES: usize = 5_000;
const READ: usize = 64 << 20;

/// The entries of a talk, with the texts that are put together from several files in the place of the files.
/// `sources` are the talk's.
pub(super) fn expand(project: &Project, sources: &mut Sources) -> Noted<Vec<Entry>> {
    let usual = usual(project.settings.as_ref(), project.inherited.as_ref());
    let (is_single, library) = (project.single, &*project.library);
    let mut reader = Reader {
        usual,
        is_single,
        sources,
        library,
        known: HashMap::new(),
        times: 0,
        read: 0,
        diagnostics: Vec::new(),
    };
    let entries = reader.entries(&project.entries);
    Noted::new(entries, reader.diagnostics)
}

struct Reader<'a> {
    usual: FileConventions,
    is_single: bool,
    sources: &'a mut Sources,
    library: &'a dyn Library,
    /// What was included so far, by its path.
    known: HashMap<String, SourceId>,
    /// How often a file was included so far, and how much was read for that.
    times: usize,
    read: usize,
    diagnostics: Vec<Diagnostic>,
}

/// A text that is being put together, and from where.
#[derive(Default)]
struct AssembledText {
    text: String,
    threads: Vec<Thread>,
    /// Whether it was reported that there is too much of it.
    is_full: bool,
}

/// A file that is being read, for those that it includes.
struct Link<'a> {
    path: &'a str,
    /// How the text is read that everything is put into.
    around: &'a FileConventions,
    /// The file that includes it, and where.
    by: Option<(&'a Link<'a>, Span)>,
}

impl Reader<'_> {
    fn entries(&mut self, entries: &[Entry]) -> Vec<Entry> {
        let entry = |entry: &Entry| match entry {
            Entry::File(id) => Entry::File(self.file(*id)),
            Entry::Folder { name, entries } => {
                Entry::Folder { name: name.clone(), entries: self.entries(entries) }
            }
            Entry::RevealPage(_) => entry.clone(),
        };
        entries.iter().map(entry).collect()
    }

    /// The file itself, or a text that stands for it where it includes others.
    fn file(&mut self, id: SourceId) -> SourceId {
        let whole = self.sources.whole(id);
        if includes(whole).is_empty() {
            return id;
        }
        let around = reading(whole, &self.usual, self.is_single);
        let (path, end) = (self.sources.get(id).name.clone(), whole.text.len());
        let link = Link { path: &path, around: &around, by: None };
        let mut woven = AssembledText::default();
        self.weave(id, 0..end, &link, &mut woven);
        self.sources.weave(id, woven.text, woven.threads)
    }

    /// Puts a stretch of a file at the end of a text, with what it includes.
    fn weave(&mut self, id: SourceId, range: Range<usize>, link: &Link<'_>, woven: &mut AssembledText) {
        let mut at = range.start;
        for (place, found) in includes(self.sources.whole(id)) {
            if place.start < at || place.end > range.end {
                continue;
            }
            self.push(id, at..place.start, woven);
            at = place.end;
            let included = found.and_then(|include| self.include(&include, link, woven));
            self.diagnostics.extend(included.err().map(|diagnostic| *diagnostic));
        }
        self.push(id, at..range.end, woven);
    }

    fn push(&self, id: SourceId, range: Range<usize>, woven: &mut AssembledText) {
        let (at, from) = (woven.text.len() as u32, range.start as u32);
        woven.threads.push(Thread { at, of: id, from });
        woven.text.push_str(&self.sources.whole(id).text[range]);
    }

    fn include(
        &mut self,
        include: &Include,
        link: &Link<'_>,
        woven: &mut AssembledText,
    ) -> Result<(), Box<Diagnostic>> {
        self.times += 1;
        if self.times > TIMES || self.read > READ {
            // Said once, as below.
            let is_first = !std::mem::replace(&mut woven.is_full, true);
            let limit = READ >> 20;
            let message = format!(
                "files are included more than {TIMES} times, or more than {limit} MiB are read for that"
            );
            return if is_first { Err(Box::new(too_much(include, message))) } else { Ok(()) };
        }
        let file = self.find(&include.path, folder(link.path), include.at)?;
        let path = file.path.as_str();
        if let Some(chain) = chain(link, path) {
            return Err(Box::new(circle(include, &chain)));
        }
        let depth = std::iter::successors(Some(link), |link| link.by.map(|(by, _)| by)).count();
        if depth > DEPTH {
            let message = format!("files include each other more than {DEPTH} deep");
            return Err(Box::new(too_much(include, message)));
        }
        let id = self.source(include, &file)?;
        let whole = self.sources.whole(id);
        self.read += whole.text.len();
        let own = reading(whole, &self.usual, false);
        let inner = Link { path, around: link.around, by: Some((link, include.at)) };
        for piece in select(include, whole, &own, link.around)? {
            if woven.text.len() + piece.range.len() > LIMIT {
                // Said once: what includes others twice over could say it a thousand times.
                let is_first = !std::mem::replace(&mut woven.is_full, true);
                let message = format!("more than {} MiB of text come of this", LIMIT >> 20);
                return if is_first { Err(Box::new(too_much(include, message))) } else { Ok(()) };
            }
            // What is between two pieces belongs to the one that follows.
            let at = woven.text.len() as u32;
            woven.threads.push(Thread { at, of: id, from: piece.range.start as u32 });
            woven.text.push_str(&piece.before);
            self.weave(id, piece.range, &inner, woven);
        }
        Ok(())
    }

    /// The text of an included file, read once however often it is included.
    fn source(&mut self, include: &Include, file: &File) -> Result<SourceId, Box<Diagnostic>> {
        if let Some(id) = self.known.get(&file.path) {
            return Ok(*id);
        }
        let Content::Bytes(bytes) = &file.content else {
            return Err(Box::new(too_much(include, format!("`{}` is too large", include.path.value))));
        };
        let id = self.sources.add(&file.path, bytes, &mut self.diagnostics);
        self.known.insert(file.path.clone(), id);
        Ok(id)
    }

    /// The file that a comment names, from the folder of its own file, else from the talk's.
    fn find(&self, path: &Placed<String>, base: &str, at: Span) -> Result<Arc<File>, Box<Diagnostic>> {
        let mut files = Files::new(self.library);
        let at = path.at.unwrap_or(at);
        match files.named(base, &path.value) {
            Ok(Some(file)) => Ok(file),
            Ok(None) => Err(Box::new(missing(&path.value, files.nearest(base, &path.value), at))),
            Err(refused) => Err(Box::new(outside(&path.value, at, &refused))),
        }
    }
}

fn missing(path: &str, nearest: Option<String>, at: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("missing-file", at, format!("there is no file `{path}`"));
    match nearest {
        Some(other) => diagnostic.help(format!("did you mean `{other}`?")),
        None => diagnostic.help("a path counts from the file of the comment, or from the talk's folder"),
    }
}

/// Where one that is being read already is among them: the files from that one down to the innermost, and where each
/// is included.
fn chain(link: &Link<'_>, path: &str) -> Option<Vec<(String, Option<Span>)>> {
    let mut chain = Vec::new();
    let mut next = Some(link);
    while let Some(link) = next {
        chain.push((link.path.to_owned(), link.by.map(|(_, at)| at)));
        if link.path == path {
            chain.reverse();
            return Some(chain);
        }
        next = link.by.map(|(by, _)| by);
    }
    None
}

fn circle(include: &Include, chain: &[(String, Option<Span>)]) -> Diagnostic {
    let again = chain.first().map(|(path, _)| path);
    let paths: Vec<String> =
        chain.iter().map(|(path, _)| path).chain(again).map(|path| format!("`{path}`")).collect();
    let message = format!("files include each other in a circle: {}", paths.join(" → "));
    let diagnostic = Diagnostic::error("include-cycle", include.at, message)
        .help("take out one of the comments, or include only a part of the other file");
    let places = chain.iter().skip(1).filter_map(|(path, at)| Some((path, (*at)?)));
    places.fold(diagnostic, |diagnostic, (path, at)| {
        diagnostic.related(at, format!("`{path}` is included here"))
    })
}

fn too_much(include: &Include, message: String) -> Diagnostic {
    Diagnostic::error("include-too-large", include.at, message)
        .help("it is left out; include a part of the file")
}

fn outside(path: &str, at: Span, refused: &Refused) -> Diagnostic {
    Diagnostic::error("outside-project", at, format!("`{path}` is not read: {}", refused.reason))
        .help("copy the file into the talk, or keep both in one git repository")
}

#[cfg(test)]
mod tests;
