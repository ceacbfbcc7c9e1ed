//! The place in a page where a preview says how the page reaches its server.

use crate::site::templates::{Slot, Slotted};

/// The attribute that holds a slide's key.
pub const KEY: &str = "data-orate-key";

/// Stands in a page of a site in a preview, where its server puts what the page needs to speak with it.
const LIVE_MARK: &str = "orate-live-goes-here-6f1d";

/// What stands in the head of a page, for its server to speak with it.
fn meta(content: &str) -> String {
    format!("<meta name=\"orate-live\" content=\"{content}\">")
}

/// What stands in the head of a page of a site, for its server to speak with it.
pub fn live_meta() -> String {
    meta(LIVE_MARK)
}

/// A page of a site with what its server says to it.
pub fn with_live(page: &str, live: &str) -> String {
    page.replacen(LIVE_MARK, live, 1)
}

/// Makes room in a page, before its first script, for what the server says to it.
pub fn make_room(page: &mut Slotted) {
    let slot = meta(Slot::Live.mark().encode_utf8(&mut [0; 4]));
    page.insert_before("<script", Slotted::split(&format!("{slot}\n")));
}
