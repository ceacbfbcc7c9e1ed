//! The header and footer of every slide.

use super::{Attribute, Attributes, Placed};

/// The running header and footer of a deck, as the author wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Running {
    /// Markdown of a line or so, with placeholders such as `{event}`.
    pub header: Option<Placed<String>>,
    /// The same at the foot.
    pub footer: Option<Placed<String>>,
    /// A picture at the foot.
    pub logo: Option<Logo>,
    /// The name of a Creative Commons licence, or Markdown.
    pub licence: Option<Placed<String>>,
}

/// A picture at the foot of every slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Logo {
    /// A file of the project, or an address.
    pub file: Placed<String>,
    /// Whose it is, for those who do not see it; empty if other words say so.
    pub alt: String,
    /// Where a click on it leads.
    pub link: Option<String>,
}

impl Running {
    /// Whether anything is at the head.
    pub(crate) fn has_header(&self) -> bool {
        self.header.is_some()
    }

    /// Whether anything is at the foot.
    pub(crate) fn has_footer(&self) -> bool {
        self.footer.is_some() || self.logo.is_some() || self.licence.is_some()
    }
}

/// The attributes with which a slide turns its header and its footer off and on.
pub(crate) const SWITCHES: [&str; 2] = ["header", "footer"];

/// The state of the page while a slide without it is shown, for each of the [`SWITCHES`].
const OFF: [&str; 2] = ["orate-no-header", "orate-no-footer"];

/// The state of the page while there is a picture behind everything.
const OVER_PICTURE: &str = "orate-over-picture";

/// Templates that show the contents of a header or footer themselves, or leave no room for it.
const BARE: [&str; 5] = ["title", "picture", "picture-left", "picture-right", "end"];

impl Attributes {
    /// Takes the switches of a slide's header and footer out, and says in `data-state` what they mean: the page bears
    /// those words as classes while the slide is shown. Gives the switches that are neither on nor off.
    pub(crate) fn turn_switches(&mut self) -> Vec<Attribute> {
        let is_bare = self.value("data-template").is_some_and(|template| BARE.contains(&template.trim()));
        let mut strange = Vec::new();
        let mut words = Vec::new();
        for (name, off) in SWITCHES.into_iter().zip(OFF) {
            let switch = self.take(name);
            let is_off = match switch.as_ref().map(|switch| switch.value.trim()) {
                Some("off" | "false" | "none") => true,
                Some("on" | "true") => false,
                None => is_bare,
                Some(_) => {
                    strange.extend(switch);
                    is_bare
                }
            };
            words.extend(is_off.then_some(off));
        }
        let pictures = ["data-background-image", "data-background-video", "data-background-iframe"];
        words.extend(pictures.iter().any(|name| self.get(name).is_some()).then_some(OVER_PICTURE));
        if !words.is_empty() {
            let (value, at) = match self.get("data-state") {
                Some(state) => (format!("{} {}", state.value.trim(), words.join(" ")), state.at),
                None => (words.join(" "), None),
            };
            self.set(Attribute { name: "data-state".into(), value: value.trim_start().to_owned(), at });
        }
        strange
    }
}
