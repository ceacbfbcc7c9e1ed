//! Numbers of things, as messages say them.

/// A number of things, in the singular or the plural: `1 slide`, `2 slides`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
