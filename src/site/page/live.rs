//! The place in a page where a preview says how the page reaches its server.

use crate::site::templates::{Slot, Slotted};

/// The attribute that holds a slide's key.
pub(crate) const KEY: &str = "data-orate-key";

/// What is in the head of a page in a preview: a slot that its server fills with what the page needs to speak with it.
pub(crate) fn live_meta() -> String {
    format!("<meta name=\"orate-live\" content=\"{}\">", Slot::Live.mark())
}

/// A page of a site with its slot filled by the server; no other text of the page can hold the slot's mark.
pub(crate) fn with_live(page: &str, live: &str) -> String {
    page.replacen(Slot::Live.mark(), live, 1)
}

/// Makes room in a page, before its first script, for what the server says to it.
pub(crate) fn make_room(page: &mut Slotted) {
    page.insert_before("<script", Slotted::split(&format!("{}\n", live_meta())));
}
