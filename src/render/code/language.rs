//! The names by which authors know languages.

use super::grammar::Grammar;

/// A language that can be highlighted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Language(Grammar);

/// Names that stand for another: those of highlight.js, which authors know from reveal.js, and what people write.
///
/// JavaScript is read as TypeScript, which holds all of it: the grammar for JavaScript goes round in circles.
const ALIASES: &[(&str, &str)] = &[
    ("js", "TypeScript"),
    ("javascript", "TypeScript"),
    ("mjs", "TypeScript"),
    ("cjs", "TypeScript"),
    ("node", "TypeScript"),
    ("ecmascript", "TypeScript"),
    ("json5", "TypeScript"),
    ("jsx", "TypeScriptReact"),
    ("react", "TypeScriptReact"),
    ("golang", "Go"),
    ("c++", "C++"),
    ("cplusplus", "C++"),
    ("c#", "C#"),
    ("csharp", "C#"),
    ("f#", "F#"),
    ("fsharp", "F#"),
    ("objectivec", "Objective-C"),
    ("obj-c", "Objective-C"),
    ("shell", "Bourne Again Shell (bash)"),
    ("docker", "Dockerfile"),
    ("compose", "YAML"),
    ("jsonc", "JSON"),
    ("ipython", "Python"),
    ("python3", "Python"),
    ("pwsh", "PowerShell"),
    ("ps", "PowerShell"),
    ("terraform", "Terraform"),
    ("hcl", "Terraform"),
    ("postgresql", "SQL"),
    ("postgres", "SQL"),
    ("pgsql", "SQL"),
    ("mysql", "SQL"),
    ("sqlite", "SQL"),
    ("viml", "VimL"),
    ("vimscript", "VimL"),
    ("elisp", "Lisp"),
    ("emacs-lisp", "Lisp"),
    ("assembly", "nasm"),
    ("x86asm", "nasm"),
    ("armasm", "ARM Assembly"),
    ("wat", "Lisp"),
    ("protobuf", "Protocol Buffer"),
    ("proto3", "Protocol Buffer"),
    ("gql", "GraphQL"),
    ("jinja2", "Jinja2"),
    ("handlebars", "HTML"),
    ("xhtml", "HTML"),
    ("vue-html", "HTML"),
    ("apacheconf", "Apache Conf"),
    ("htaccess", "Apache Conf"),
    ("nginxconf", "nginx"),
    ("systemd", "INI"),
    ("properties", "Java Properties"),
    ("dosbatch", "Batch File"),
    ("dos", "Batch File"),
    ("udiff", "Diff"),
    ("kts", "Kotlin"),
    ("ocaml", "OCaml"),
    ("fortran", "f90"),
    ("h", "C"),
];

/// Words in `class` that are no language, and names that ask for none.
const PLAIN: &[&str] = &[
    "hljs",
    "nohighlight",
    "no-highlight",
    "none",
    "text",
    "txt",
    "plain",
    "plaintext",
    "fragment",
    "stretch",
    "r-stretch",
];

/// Names that may be meant where one is nearly written.
pub(super) const COMMON: &[&str] = &[
    "assembly",
    "bash",
    "clojure",
    "cmake",
    "cpp",
    "csharp",
    "css",
    "dart",
    "diff",
    "dockerfile",
    "elixir",
    "erlang",
    "fortran",
    "fsharp",
    "golang",
    "graphql",
    "groovy",
    "haskell",
    "html",
    "java",
    "javascript",
    "json",
    "julia",
    "kotlin",
    "latex",
    "lua",
    "makefile",
    "markdown",
    "matlab",
    "nginx",
    "objectivec",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "postgresql",
    "powershell",
    "protobuf",
    "puppet",
    "python",
    "ruby",
    "rust",
    "scala",
    "scss",
    "shell",
    "solidity",
    "sql",
    "svelte",
    "swift",
    "terraform",
    "toml",
    "typescript",
    "verilog",
    "vhdl",
    "vim",
    "yaml",
    "zig",
];

/// Every name that stands for another.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static &'static str> {
    ALIASES.iter().map(|(alias, _)| alias)
}

/// Whether a `class` asks for a language in which lines were inserted and deleted: `diff-js`.
pub(super) fn is_changed(classes: &str) -> bool {
    let named = |name: &str| Language::named(name).is_some();
    let bare = |word| {
        ["language-", "lang-"].iter().find_map(|prefix| str::strip_prefix(word, prefix)).unwrap_or(word)
    };
    let mut words = classes.split_ascii_whitespace().map(bare);
    words.any(|word| !named(word) && changed(word).is_some_and(named))
}

/// The language that was changed.
fn changed(name: &str) -> Option<&str> {
    name.strip_prefix("diff-")
}

/// The name of a language for the file of that path: its ending, else the file's own name.
pub(super) fn of_file(path: &str) -> Option<&str> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let ending = file.rsplit_once('.').map(|(_, ending)| ending);
    [Some(file), ending].into_iter().flatten().find(|name| Language::named(name).is_some())
}

impl Language {
    /// The language among the words of a `class`; `None` if it names none, and the first word where that is unknown.
    pub(super) fn of_classes(classes: &str) -> Result<Option<Language>, &str> {
        let words =
            classes.split_ascii_whitespace().filter(|word| !PLAIN.contains(&word.to_lowercase().as_str()));
        let mut first = None;
        for word in words {
            let name =
                ["language-", "lang-"].iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
            if let Some(language) = Language::named(name).or_else(|| Language::named(changed(name)?)) {
                return Ok(Some(language));
            }
            first = first.or(Some(name));
        }
        first.map_or(Ok(None), Err)
    }

    fn named(name: &str) -> Option<Language> {
        // What follows a comma is for another tool: `rust,ignore`.
        let lower = name.split(',').next().unwrap_or_default().to_lowercase();
        if PLAIN.contains(&lower.as_str()) {
            return None;
        }
        let alias = ALIASES.iter().find(|(alias, _)| *alias == lower).map(|(_, name)| *name);
        Grammar::find(alias.unwrap_or(&lower)).map(Language)
    }

    pub(super) fn grammar(self) -> Grammar {
        self.0
    }
}
