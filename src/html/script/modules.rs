//! Modules of the talk as addresses that hold them, each with everything that it imports.
//!
//! From disk a browser loads no file that a module imports. An address that holds its module is there everywhere, and equal
//! addresses are one module (HTML standard, "module map"), so that what two files import is loaded once and has one state.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::token::{Token, tokens};
use crate::assets::{Content, File, data_uri, folder, is_above, join_path, media_type, percent_decoded};

/// How deep modules may import each other.
const DEEPEST: usize = 16;

/// The longest address, in bytes.
const LONGEST: usize = 8 << 20;

/// A module as an address.
#[derive(Debug)]
pub(crate) struct EmbeddedModule {
    /// A `data:` address.
    pub address: String,
    /// The files that are in it, by their paths; the module itself is the last.
    pub files: Vec<Arc<File>>,
}

/// Why a module cannot be an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// No file is where a script imports one.
    Missing {
        /// The path of the file that imports it; `None` for a script on a slide.
        importer: Option<String>,
        /// As written.
        name: String,
        /// Of the name, in bytes of the script.
        at: Range<usize>,
    },
    /// It does something that only a file at an address of its own can: what that is, for a message.
    NeedsServer(String),
}

/// Finds files of the talk by their paths.
pub(crate) type Find<'a> = &'a mut dyn FnMut(&str) -> Option<Arc<File>>;

/// The module in a file as an address.
pub(crate) fn embedded(file: &Arc<File>, find: Find<'_>) -> Result<EmbeddedModule, Obstacle> {
    let mut embedder = Embedder::new(find);
    let address = embedder.file(file)?;
    Ok(EmbeddedModule { address, files: embedder.files })
}

/// A script on a slide with the address of each module in the place of its name. Names count from the folder `base`.
pub(crate) fn linked(script: &str, base: &str, find: Find<'_>) -> Result<String, Obstacle> {
    let mut embedder = Embedder::new(find);
    let text = embedder.text(script, base, None)?;
    // The policy learns of style sheets from the files alone.
    let sheet = embedder.files.iter().find(|file| media_type(&file.path) == "text/css");
    match sheet {
        Some(sheet) => Err(Obstacle::NeedsServer(format!("brings the style sheet `{}`", sheet.path))),
        None => Ok(text),
    }
}

struct Embedder<'a> {
    find: Find<'a>,
    /// What was embedded already, by path.
    addresses: BTreeMap<String, String>,
    /// The paths of the modules that are being embedded, each imported by the one before.
    open: Vec<String>,
    files: Vec<Arc<File>>,
}

impl<'a> Embedder<'a> {
    fn new(find: Find<'a>) -> Embedder<'a> {
        Embedder { find, addresses: BTreeMap::new(), open: Vec::new(), files: Vec::new() }
    }

    fn file(&mut self, file: &Arc<File>) -> Result<String, Obstacle> {
        let path = file.path.as_str();
        if let Some(address) = self.addresses.get(path) {
            return Ok(address.clone());
        }
        if self.open.iter().any(|open| open == path) {
            return Err(Obstacle::NeedsServer(format!("imports `{path}`, which imports it in turn")));
        }
        let Some(Content::Bytes(bytes)) = Some(&file.content).filter(|_| self.open.len() < DEEPEST) else {
            return Err(Obstacle::NeedsServer(format!("imports `{path}`, which is too large")));
        };
        let kind = media_type(path);
        let address = match kind {
            "application/json" => data_uri(kind, bytes),
            "text/css" if names_no_file(bytes) => data_uri(kind, bytes),
            "text/css" | "application/wasm" => {
                return Err(Obstacle::NeedsServer(format!("imports `{path}`, which needs files beside it")));
            }
            _ => {
                self.open.push(path.to_owned());
                let text = self.text(&String::from_utf8_lossy(bytes), folder(path), Some(path))?;
                self.open.pop();
                data_uri("text/javascript", text.as_bytes())
            }
        };
        if address.len() > LONGEST {
            return Err(Obstacle::NeedsServer(format!("imports `{path}`, which is too large")));
        }
        self.files.push(file.clone());
        self.addresses.insert(path.to_owned(), address.clone());
        Ok(address)
    }

    fn text(&mut self, script: &str, base: &str, importer: Option<&str>) -> Result<String, Obstacle> {
        let tokens = tokens(script);
        // From disk and out of an address, what these ask for is never beside the module.
        if let Some(what) = importer.and_then(|_| needs_own_address(&tokens, script)) {
            return Err(Obstacle::NeedsServer(what.to_owned()));
        }
        let (mut text, mut done) = (String::new(), 0);
        for range in names(&tokens, script) {
            let name = &script[range.clone()];
            if !is_path(name) {
                continue;
            }
            let path = percent_decoded(name.split(['?', '#']).next().unwrap_or_default());
            // What a slide names may count from the talk's folder too.
            let bases = [base, ""].into_iter().take(if importer.is_none() { 2 } else { 1 });
            let mut paths = bases.filter_map(|base| join_path(base, &path)).filter(|path| !is_above(path));
            let Some(file) = paths.find_map(|path| (self.find)(&path).filter(|file| file.path == path))
            else {
                let importer = importer.map(str::to_owned);
                return Err(Obstacle::Missing { importer, name: name.to_owned(), at: range });
            };
            let address = self.file(&file)?;
            if text.len() + address.len() > LONGEST {
                return Err(Obstacle::NeedsServer(format!("imports `{}`, which is too large", file.path)));
            }
            text.push_str(&script[done..range.start]);
            text.push_str(&address);
            done = range.end;
        }
        Ok(text + &script[done..])
    }
}

/// Whether an import names a file from the one that it is in; anything else is of an import map, or of a host.
fn is_path(name: &str) -> bool {
    name.starts_with("./") || name.starts_with("../")
}

/// Where the names are that a script imports, without their quotes.
pub(super) fn names(tokens: &[Token], script: &str) -> Vec<Range<usize>> {
    let names = tokens.iter().enumerate().filter_map(|(index, token)| {
        token.text(script)?;
        let before = |step: usize| index.checked_sub(step).and_then(|index| tokens.get(index));
        let is_word = |step, word| before(step).is_some_and(|it: &Token| it.word(script) == Some(word));
        let is_call = before(1).is_some_and(|it| it.is_mark(b'(')) && is_word(2, "import");
        let is_named = is_word(1, "from") || is_word(1, "import") || is_call;
        (is_named && is_whole(token, script)).then(|| token.range.start + 1..token.range.end - 1)
    });
    names.collect()
}

/// Whether a string ends with its own quote, and not where an expression of a template begins.
fn is_whole(token: &Token, script: &str) -> bool {
    let text = &script.as_bytes()[token.range.clone()];
    text.len() >= 2 && text.first() == text.last()
}

/// What a module does that only one with an address of its own can.
fn needs_own_address(tokens: &[Token], script: &str) -> Option<&'static str> {
    tokens.iter().enumerate().find_map(|(index, token)| {
        let is_import = token.word(script) == Some("import");
        let is_member = index.checked_sub(1).is_some_and(|before| tokens[before].is_mark(b'.'));
        let after = |step: usize| tokens.get(index + step);
        match after(1).filter(|_| is_import && !is_member)? {
            next if next.is_mark(b'.') => Some("uses `import.meta`"),
            next if next.is_mark(b'(') => {
                let is_written_out = after(2).is_some_and(|it| it.is_text() && is_whole(it, script));
                (!is_written_out).then_some("computes the name of a module that it imports")
            }
            _ => None,
        }
    })
}

/// Whether a style sheet is all that it needs.
fn names_no_file(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    !text.contains("url(") && !text.contains("image-set(") && !text.contains("@import")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::{Library, Memory};

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: Result<&str, Obstacle>) {
        let library: Memory = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        let find = |path: &str| library.find(path).ok().flatten();
        let file = find(files[0].0).unwrap();
        let module = embedded(&file, &mut |path| find(path)).map(|module| module.address);
        assert_eq!(module, expected.map(|text| data_uri("text/javascript", text.as_bytes())));
    }

    #[test]
    fn what_a_module_imports_is_in_it() {
        let address = data_uri("text/javascript", b"export {}");
        check(
            &[
                ("js/a.js", "import './b.js'; import('./b.js'); import 'c'; // './b.js'"),
                ("js/b.js", "export {}"),
            ],
            Ok(&format!("import '{address}'; import('{address}'); import 'c'; // './b.js'")),
        );
        let json = data_uri("application/json", b"1");
        check(
            &[("a.js", "import b from './b.json' with { type: 'json' }"), ("b.json", "1")],
            Ok(&format!("import b from '{json}' with {{ type: 'json' }}")),
        );
    }

    #[test]
    fn what_keeps_a_module_from_being_an_address_is_named() {
        let needs = |what: &str| Err(Obstacle::NeedsServer(what.to_owned()));
        check(&[("a.js", "new URL('x', import.meta.url)")], needs("uses `import.meta`"));
        check(&[("a.js", "import(`./${x}.js`)")], needs("computes the name of a module that it imports"));
        check(
            &[("a.js", "import './b.js'"), ("b.js", "import './a.js'")],
            needs("imports `a.js`, which imports it in turn"),
        );
        let missing = Obstacle::Missing { importer: Some("a.js".into()), name: "./b.js".into(), at: 8..14 };
        check(&[("a.js", "import './b.js'")], Err(missing));
        check(&[("a.js", "x.import(y); import.meta")], needs("uses `import.meta`"));
    }

    #[test]
    fn many_ways_to_one_module_cost_what_each_file_costs() {
        let mut files = Vec::new();
        for level in 0..40 {
            let next = level + 1;
            files.push((format!("{level}.js"), format!("import './{next}.js'; import './{next}.js?x'")));
        }
        files.push(("40.js".to_owned(), String::new()));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        check(&files, Err(Obstacle::NeedsServer("imports `16.js`, which is too large".into())));
    }
}
