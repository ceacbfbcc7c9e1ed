//! CSS of a stranger's talk that loads nothing from elsewhere.

use crate::assets::{Address, Role, Sheet};
use crate::text::{SourceId, Span};

/// CSS with nothing in the place of each address that leads out of the talk; `None` if there is no such address.
pub(super) fn without_outside(css: &str) -> Option<String> {
    let span = |start: usize, end: usize| Span {
        source: SourceId::default(),
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    };
    let sheet = Sheet::of(css, "", |range| span(range.start, range.end));
    let mut clean = css.to_owned();
    let outside: Vec<_> = sheet.references().filter(|reference| is_outside(&reference.address)).collect();
    for reference in outside.iter().rev() {
        let range = reference.at.start as usize..reference.at.end as usize;
        let nothing = if reference.role == Role::Import { "" } else { "url(\"data:,\")" };
        clean.replace_range(range, nothing);
    }
    (!outside.is_empty()).then_some(clean)
}

fn is_outside(address: &str) -> bool {
    matches!(Address::of(address), Address::Outside { .. })
}
