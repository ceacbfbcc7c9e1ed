//! The page's Content-Security-Policy, made from what the deck contains.
//!
//! Nothing is allowed that the page does not hold: no request to anywhere, no script but those whose text is here.
//! What the author's own HTML needs (an outside picture, an inline script) is added by origin or by hash.
//! Source: Content Security Policy Level 3, <https://www.w3.org/TR/CSP3/>.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::deck::Trust;
use crate::html::{Permissions, Use};

/// What a page holds, as far as a policy must know.
#[derive(Clone, Debug)]
pub(crate) struct Policy<'a> {
    /// Whether pages of the talk's own may be within the page.
    pub trust: Trust,
    /// What the author's own HTML needs.
    pub permissions: &'a Permissions,
    /// The text of the page's one script.
    pub script: &'a str,
    /// The text of the page's one style.
    pub style: &'a str,
    /// Whether orate's own script is a file that other pages share.
    pub shares_script: bool,
    /// Whether it has style sheets that other pages share.
    pub shares_style: bool,
    /// Whether there are files beside the page.
    pub has_files: bool,
    /// Whether the page may ask the server that it came from: a preview hears from it, and in the name of a page that
    /// has an address, those who look after it ask for what lies beside it, such as `robots.txt`.
    pub asks_its_server: bool,
    /// Whether it starts the worker that lets it work offline.
    pub has_worker: bool,
}

impl Policy<'_> {
    /// The policy as the content of its `meta` element.
    pub(crate) fn content(&self) -> String {
        let directives = [
            ("script-src", self.scripts()),
            ("style-src", self.styles()),
            ("img-src", self.pictures(Use::Image)),
            ("media-src", self.pictures(Use::Media)),
            ("frame-src", self.frames()),
            ("font-src", self.files(Use::Font)),
            ("object-src", self.own(Use::Object)),
            ("manifest-src", self.own(Use::Manifest)),
            ("worker-src", self.workers()),
            ("connect-src", self.connections()),
        ];
        let mut content = String::from("default-src 'none'");
        for (name, sources) in directives.into_iter().filter(|(_, sources)| !sources.is_empty()) {
            content.push_str("; ");
            content.push_str(name);
            for source in sources {
                content.push(' ');
                content.push_str(&source);
            }
        }
        content.push_str("; base-uri 'none'; form-action ");
        let forms = self.forms();
        content.push_str(if forms.is_empty() { "'none'" } else { &forms });
        content
    }

    /// Where forms may send what was filled in.
    fn forms(&self) -> String {
        let mut sources = self.outside(Use::Form);
        if self.permissions.own.contains(&Use::Form) {
            sources.insert("'self'".into());
        }
        sources.into_iter().collect::<Vec<_>>().join(" ")
    }

    /// The author's outside ones, and those of the project where it has any of the kind.
    fn own(&self, kind: Use) -> BTreeSet<String> {
        let mut sources = self.outside(kind);
        if self.has_files && self.permissions.own.contains(&kind) {
            sources.insert("'self'".into());
        }
        if self.permissions.embedded.contains(&kind) {
            sources.insert("data:".into());
        }
        sources
    }

    /// Embedded files, those beside the page, outside ones, and what a script of the author's draws itself.
    fn pictures(&self, kind: Use) -> BTreeSet<String> {
        let mut sources = self.files(kind);
        if self.permissions.has_scripts() {
            sources.insert("blob:".into());
        }
        sources
    }

    /// What starts a worker of its own: orate where the page works offline, and nothing else. Without a word about
    /// them, what holds for scripts would hold for workers.
    fn workers(&self) -> BTreeSet<String> {
        let source = match (self.has_worker, self.permissions.has_scripts()) {
            (true, _) => Some("'self'"),
            (false, true) => Some("'none'"),
            (false, false) => None,
        };
        source.map(str::to_owned).into_iter().collect()
    }

    /// What scripts may ask for: the server that the page came from, what an address holds itself, and hosts that the
    /// author names.
    fn connections(&self) -> BTreeSet<String> {
        let mut sources = self.outside(Use::Connection);
        let has_scripts = self.permissions.has_scripts();
        if self.asks_its_server || has_scripts {
            sources.insert("'self'".into());
        }
        if has_scripts {
            sources.extend(["blob:".into(), "data:".into()]);
        }
        sources
    }

    fn outside(&self, kind: Use) -> BTreeSet<String> {
        self.permissions.origins.get(&kind).cloned().unwrap_or_default()
    }

    /// Embedded files, those beside the page, and the author's outside ones.
    fn files(&self, kind: Use) -> BTreeSet<String> {
        let mut sources = self.outside(kind);
        sources.insert("data:".into());
        if self.has_files {
            sources.insert("'self'".into());
        }
        sources
    }

    fn frames(&self) -> BTreeSet<String> {
        // A page in an `object` is a frame as well.
        let mut sources = self.own(Use::Object);
        sources.extend(self.own(Use::Frame));
        sources.extend(self.outside(Use::Player));
        if self.has_files && !self.trust.is_untrusted() {
            sources.insert("'self'".into());
        }
        sources
    }

    fn scripts(&self) -> BTreeSet<String> {
        let mut sources = self.own(Use::Script);
        sources.extend(self.shares_script.then(|| "'self'".into()));
        if !self.shares_script || !self.script.is_empty() {
            sources.insert(hash(self.script));
        }
        sources.extend(self.permissions.scripts.iter().map(|script| hash(script)));
        if !self.permissions.handlers.is_empty() {
            sources.insert("'unsafe-hashes'".into());
            sources.extend(self.permissions.handlers.iter().map(|handler| hash(handler)));
        }
        sources
    }

    fn styles(&self) -> BTreeSet<String> {
        let mut sources = self.own(Use::Style);
        sources.extend(self.shares_style.then(|| "'self'".into()));
        // What a script adds to the page may have a style, as the author's own HTML may.
        let is_open = self.permissions.has_style || self.permissions.has_scripts();
        // A hash beside it would take the force out of 'unsafe-inline'.
        let own = if is_open { "'unsafe-inline'".into() } else { hash(self.style) };
        sources.insert(own);
        sources
    }
}

/// A text's hash as a source expression.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_policy(permissions: &Permissions, has_files: bool, directives: &[&str]) {
        let script = "alert('Hello, world.');";
        let content = Policy {
            trust: Trust::Trusted,
            permissions,
            script,
            style: "p{}",
            shares_script: false,
            shares_style: false,
            has_files,
            asks_its_server: false,
            has_worker: false,
        }
        .content();
        let all: Vec<_> = content.split("; ").collect();
        directives
            .iter()
            .for_each(|directive| assert!(all.contains(directive), "{directive} not in {content}"));
    }

    #[test]
    fn nothing_is_allowed_that_is_not_there() {
        // The hash is the example of the specification, section 2.3.1.
        let script = "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        check_policy(&Permissions::default(), false, &["default-src 'none'", script, "img-src data:"]);
        let content = Policy {
            trust: Trust::Trusted,
            permissions: &Permissions::default(),
            script: "",
            style: "",
            shares_script: false,
            shares_style: false,
            has_files: false,
            asks_its_server: false,
            has_worker: false,
        };
        assert!(!content.content().contains("self") && !content.content().contains("unsafe"));
    }

    #[test]
    fn files_beside_the_page_are_its_own() {
        check_policy(&Permissions::default(), true, &["img-src 'self' data:", "frame-src 'self'"]);
    }

    #[test]
    fn the_authors_own_style_takes_the_place_of_the_hash() {
        let permissions = Permissions { has_style: true, ..Permissions::default() };
        check_policy(&permissions, false, &["style-src 'unsafe-inline'"]);
    }

    #[test]
    fn what_the_author_wrote_is_allowed_by_name() {
        let mut permissions = Permissions::default();
        permissions.origins.entry(Use::Image).or_default().insert("https://example.org".into());
        permissions.handlers.insert("go()".into());
        let content = Policy {
            trust: Trust::Trusted,
            permissions: &permissions,
            script: "",
            style: "",
            shares_script: false,
            shares_style: false,
            has_files: false,
            asks_its_server: false,
            has_worker: false,
        }
        .content();
        assert!(content.contains("img-src blob: data: https://example.org;"), "{content}");
        assert!(content.contains("'unsafe-hashes'"), "{content}");
    }
}
