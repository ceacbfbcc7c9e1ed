//! What a page has to be allowed: hosts that it loads from, and scripts that run in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::{Address, Reference, Role, Rules};
use crate::deck::Embed;

/// What a slide needs that is not in the page, and what runs in it: the stuff of a Content-Security-Policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Permissions {
    /// Origins outside (`https://example.org`) by what is loaded from them.
    pub origins: BTreeMap<Use, BTreeSet<String>>,
    /// As what the page loads files of the project.
    pub own: BTreeSet<Use>,
    /// As what it loads addresses that hold their own bytes (`data:`).
    pub embedded: BTreeSet<Use>,
    /// The texts of inline scripts.
    pub scripts: BTreeSet<String>,
    /// The values of handlers such as `onclick`, and `javascript:` addresses.
    pub handlers: BTreeSet<String>,
    /// Whether there is a `style` element or attribute.
    pub has_style: bool,
}

impl Permissions {
    /// Those of a page that needs none.
    pub(crate) const NONE: Permissions = Permissions {
        origins: BTreeMap::new(),
        own: BTreeSet::new(),
        embedded: BTreeSet::new(),
        scripts: BTreeSet::new(),
        handlers: BTreeSet::new(),
        has_style: false,
    };
}

/// What something from elsewhere is loaded as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    Image,
    Media,
    Frame,
    /// A page within the page that is asked for when somebody wants to see it, and not before.
    Player,
    Style,
    Font,
    Script,
    Object,
    /// Where a form sends what was filled in.
    Form,
    /// What a script asks for.
    Connection,
    /// The manifest of an application.
    Manifest,
}

impl Permissions {
    /// Adds what another part of the page needs.
    pub(crate) fn extend(&mut self, other: &Permissions) {
        for (kind, origins) in &other.origins {
            self.origins.entry(*kind).or_default().extend(origins.iter().cloned());
        }
        self.own.extend(&other.own);
        self.embedded.extend(&other.embedded);
        self.scripts.extend(other.scripts.iter().cloned());
        self.handlers.extend(other.handlers.iter().cloned());
        self.has_style |= other.has_style;
    }

    /// Notes what a style sheet loads, where that is elsewhere.
    pub(crate) fn note(&mut self, reference: &Reference) {
        if let Some(kind) = Use::of(reference.role) {
            self.allow(kind, &reference.address);
        }
    }

    /// Notes that something is loaded from `address`: from elsewhere, from the project, or out of the address itself.
    pub(super) fn allow(&mut self, kind: Use, address: &str) {
        match Address::of(address) {
            Address::Data => _ = self.embedded.insert(kind),
            Address::File { .. } | Address::Here => _ = self.own.insert(kind),
            Address::Outside { .. } => {
                if let Some(origin) = origin(address) {
                    self.origins.entry(kind).or_default().insert(origin);
                }
            }
        }
    }

    /// Notes which files of the project become part of the page.
    pub(crate) fn embed(&mut self, rules: Rules) {
        let is_embedded = |kind: &&Use| match kind {
            Use::Script | Use::Object => rules.embeds_documents(),
            Use::Style => rules.single_file || rules.embed != Embed::Never,
            _ => false,
        };
        self.embedded.extend(self.own.iter().filter(is_embedded));
    }

    /// Notes that a script asks for an address.
    pub(crate) fn connect(&mut self, address: &str) {
        self.allow(Use::Connection, address);
    }

    /// Notes that a module imports a name: one elsewhere, or one that holds it.
    pub(crate) fn import(&mut self, name: &str) {
        match Address::of(name) {
            Address::Data if name.starts_with("data:text/css") => self.allow(Use::Style, name),
            Address::Outside { .. } | Address::Data => self.allow(Use::Script, name),
            Address::File { .. } | Address::Here => {}
        }
    }

    /// Whether something in the page runs that its author wrote.
    pub(crate) fn has_scripts(&self) -> bool {
        let kinds = self.own.iter().chain(&self.embedded).chain(self.origins.keys());
        let is_loaded = kinds.into_iter().any(|kind| *kind == Use::Script);
        is_loaded || !self.scripts.is_empty() || !self.handlers.is_empty()
    }
}

/// The origin of an outside address, in lower case; an address without a scheme is fetched over TLS.
fn origin(address: &str) -> Option<String> {
    let Address::Outside { scheme } = Address::of(address) else { return None };
    let address: String = address.trim().chars().filter(|it| !matches!(it, '\t' | '\n' | '\r')).collect();
    let rest = if scheme.is_empty() { address.as_str() } else { address.split_once(':')?.1 };
    let rest = rest.trim_start_matches(['/', '\\']);
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.to_ascii_lowercase();
    // Anything else could end the directive, or the attribute, that the policy is written in.
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':' | '[' | ']' | '_'));
    if scheme == "mailto" {
        return Some("mailto:".into());
    }
    let scheme = match scheme.as_str() {
        "" => "https",
        "http" | "https" | "ws" | "wss" => &scheme,
        _ => return None,
    };
    is_host.then(|| format!("{scheme}://{host}"))
}

impl Use {
    /// What an outside address of a role is loaded as; `None` for what is only followed.
    pub(super) fn of(role: Role) -> Option<Use> {
        match role {
            Role::Image | Role::Picture | Role::Background | Role::Style => Some(Use::Image),
            Role::Font | Role::Format { .. } => Some(Use::Font),
            Role::Sheet | Role::Import => Some(Use::Style),
            Role::Script | Role::Module => Some(Use::Script),
            Role::Media => Some(Use::Media),
            Role::Frame => Some(Use::Frame),
            Role::Object => Some(Use::Object),
            Role::Link | Role::Hint => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_origin(address: &str, expected: Option<&str>) {
        assert_eq!(origin(address).as_deref(), expected);
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        check_origin("HTTPS://me@Example.org:8080/x?y", Some("https://example.org:8080"));
        check_origin("//example.org", Some("https://example.org"));
        check_origin("http:\\\\example.org", Some("http://example.org"));
        check_origin("mailto:me@example.org", Some("mailto:"));
        check_origin("images/a.svg", None);
        check_origin("https://example.org;script-src *", None);
    }
}
