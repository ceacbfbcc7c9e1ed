//! `orate.toml` as a value: parsed once, for everybody who asks what it sets.

use super::{DECK, apply, names, unknown};
use crate::deck::Settings;
use crate::parse::values::{Table, read_toml};
use crate::text::{Diagnostic, Noted, Slice, SourceId};

/// The settings of a talk or of a site, as its `orate.toml` gives them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SettingsFile {
    /// The text of the file.
    pub source: SourceId,
    table: Table,
    /// What is wrong with the text, so that a part of it was skipped.
    syntax: Vec<Diagnostic>,
    own: Settings,
}

impl SettingsFile {
    /// Parses the text of an `orate.toml`.
    pub(crate) fn parse(text: Slice<'_>) -> SettingsFile {
        let mut syntax = Vec::new();
        let table = read_toml(text, &mut syntax);
        let mut file = SettingsFile { source: text.span.source, table, syntax, own: Settings::default() };
        file.own = file.over(Settings::default()).value;
        file
    }

    /// Whether the file has that key.
    pub(crate) fn sets(&self, key: &str) -> bool {
        self.table.iter().any(|pair| pair.key == key)
    }

    /// What the file sets, and the defaults of the rest.
    pub(crate) fn own(&self) -> &Settings {
        &self.own
    }

    /// What the file sets, and for the rest what `base` says. The diagnostics are the same for every base.
    pub(crate) fn over(&self, base: Settings) -> Noted<Settings> {
        let mut settings = Noted::new(base, self.syntax.clone());
        for pair in &self.table {
            if !apply(DECK, pair, &mut settings.value, &mut settings.diagnostics) {
                settings.diagnostics.push(unknown(pair, names(DECK), "not a setting"));
            }
        }
        settings
    }
}
