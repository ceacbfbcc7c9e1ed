//! Which module imports which, read from the source: enough of Rust for `use` lines and for paths in code.

use std::collections::{BTreeMap, BTreeSet};

/// A path of names; of a module, those from `src` down.
type Path = Vec<String>;

/// The modules of `src`, and what each names of others.
pub(crate) struct Modules {
    /// The code of each module, without comments and without its tests.
    code: BTreeMap<Path, String>,
    /// What each module imports, by the name that it has there.
    imported: BTreeMap<Path, BTreeMap<String, Path>>,
}

impl Modules {
    /// Reads modules from their files: paths such as `src/site/mod.rs`, and their texts.
    pub(crate) fn read(files: &[(String, String)]) -> Modules {
        let code = files
            .iter()
            .filter(|(file, _)| !file.contains("/tests"))
            .filter_map(|(file, text)| Some((module(file)?, bare(text))))
            .collect();
        let mut modules = Modules { code, imported: BTreeMap::new() };
        for (path, code) in &modules.code {
            let uses = uses(code).into_iter().filter_map(|(names, alias)| {
                let name = alias.or_else(|| names.last().cloned())?;
                Some((name, modules.absolute(&names, path)?))
            });
            let uses = uses.collect();
            modules.imported.insert(path.clone(), uses);
        }
        modules
    }

    /// Every pair of modules of which the first imports the second. What a module takes from one that it lies in is
    /// left out: a folder's `mod.rs` is its door, and those within go through it.
    pub(crate) fn imports(&self) -> BTreeMap<Path, BTreeSet<Path>> {
        let of = |(from, code): (&Path, &String)| {
            let named = self.imported[from].values().cloned();
            let in_code = paths(code).into_iter().filter_map(|names| self.absolute(&names, from));
            let targets = named.chain(in_code).filter_map(|path| self.home(&path, 0));
            (from.clone(), targets.filter(|to| !from.starts_with(to)).collect())
        };
        self.code.iter().map(of).collect()
    }

    /// A path as it is from `src` down; `None` if it leads into a library.
    fn absolute(&self, names: &[String], from: &Path) -> Option<Path> {
        let rest = |base: &[String], skipped: usize| [base, &names[skipped..]].concat();
        match names.first()?.as_str() {
            "crate" => Some(names[1..].to_vec()),
            "self" => Some(rest(from, 1)),
            "super" => {
                let up = names.iter().take_while(|name| *name == "super").count();
                Some(rest(&from[..from.len().checked_sub(up)?], up))
            }
            first => {
                let child = [from.as_slice(), &[first.to_owned()]].concat();
                self.code.contains_key(&child).then(|| rest(from, 0))
            }
        }
    }

    /// The module in which a path ends, through the names that modules pass on.
    fn home(&self, path: &Path, depth: usize) -> Option<Path> {
        let length = (1..=path.len()).rev().find(|length| self.code.contains_key(&path[..*length]))?;
        let module = path[..length].to_vec();
        let passed_on = path.get(length).and_then(|name| self.imported.get(&module)?.get(name));
        match passed_on {
            Some(target) if depth < 8 => self.home(target, depth + 1).or(Some(module)),
            _ => Some(module),
        }
    }
}

/// The circles among imports: each a set of modules that can all reach each other.
pub(crate) fn circles(imports: &BTreeMap<Path, BTreeSet<Path>>) -> BTreeSet<BTreeSet<Path>> {
    let reached = |from: &Path| {
        let (mut reached, mut waiting) = (BTreeSet::new(), vec![from]);
        while let Some(next) = waiting.pop() {
            for to in imports.get(next).into_iter().flatten() {
                if reached.insert(to) {
                    waiting.push(to);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&Path, _> = imports.keys().map(|module| (module, reached(module))).collect();
    let circle = |module: &&Path| -> BTreeSet<Path> {
        let others = reached[*module].iter().filter(|other| reached[**other].contains(*module));
        others.map(|other| (*other).clone()).collect()
    };
    imports.keys().map(|module| circle(&module)).filter(|circle| circle.len() > 1).collect()
}

/// The module of a file; `None` for `lib.rs` and `main.rs`.
fn module(file: &str) -> Option<Path> {
    let path = file.strip_prefix("src/")?.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    (path != "lib" && path != "main").then(|| path.split('/').map(str::to_owned).collect())
}

/// The code of a file without comments, and without the tests at its end.
fn bare(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// What the `use` lines of a code name, with the name that it gets.
fn uses(code: &str) -> Vec<(Path, Option<String>)> {
    let mut uses = Vec::new();
    for line in code.split(';') {
        let Some((before, tree)) = line.rsplit_once("use ") else { continue };
        let is_line =
            before.ends_with('\n') || before.is_empty() || before.ends_with("pub ") || before.ends_with(") ");
        if is_line {
            expand(&[], tree.trim(), &mut uses);
        }
    }
    uses
}

/// Reads `a::{b, c::d as e}` below a prefix.
fn expand(prefix: &[String], tree: &str, uses: &mut Vec<(Path, Option<String>)>) {
    if let Some((head, rest)) = tree.split_once('{') {
        let head = head.split("::").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        let prefix: Path = prefix.iter().cloned().chain(head).collect();
        let rest = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
        let mut depth = 0;
        let parts = rest.split(|character| {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            character == ',' && depth == 0
        });
        parts.map(str::trim).filter(|part| !part.is_empty()).for_each(|part| expand(&prefix, part, uses));
        return;
    }
    let (path, alias) = match tree.split_once(" as ") {
        Some((path, alias)) => (path, Some(alias.trim().to_owned())),
        None => (tree, None),
    };
    let names = path.split("::").map(str::trim).filter(|name| !matches!(*name, "*" | ""));
    let mut names: Path = prefix.iter().cloned().chain(names.map(str::to_owned)).collect();
    if names.len() > 1 && names.last().is_some_and(|name| name == "self") {
        names.pop();
    }
    uses.push((names, alias));
}

/// The paths that are in code: `crate::site::build`, `super::page::write`.
fn paths(code: &str) -> Vec<Path> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let words = code.split(|character| !is_part(character)).filter(|word| word.contains("::"));
    let paths = words.map(|word| word.split("::").map(|name| name.trim_matches(':').to_owned()).collect());
    paths.collect()
}

#[test]
fn a_circle_is_found_through_names_that_are_passed_on() {
    let files = [
        ("src/a/mod.rs", "mod b;\nmod c;\npub use b::B;\n"),
        ("src/a/b.rs", "use super::c::{self, D as E};\n"),
        ("src/a/c.rs", "// use super::x;\nfn f() -> super::B { todo!() }\n"),
        ("src/d.rs", "use crate::a::B;\n"),
    ];
    let files = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
    let circles = circles(&Modules::read(&files).imports());
    let circles: Vec<Vec<String>> =
        circles.iter().map(|circle| circle.iter().map(|path| path.join("::")).collect()).collect();
    assert_eq!(circles, [["a::b", "a::c"]]);
}
