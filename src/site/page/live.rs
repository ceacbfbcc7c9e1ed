//! The place in a page where a preview says how the page reaches its server.

/// The attribute that holds a slide's key.
pub const KEY: &str = "data-orate-key";

/// Stands in the page of a preview where its server puts what the page needs to speak with it.
pub const LIVE_MARK: &str = "orate-live-goes-here-6f1d";

/// What stands in the head of a page of a site, for its server to speak with it.
pub fn live_meta() -> String {
    format!("<meta name=\"orate-live\" content=\"{LIVE_MARK}\">")
}

/// A page of a site with what its server says to it.
pub fn with_live(page: &str, live: &str) -> String {
    page.replacen(LIVE_MARK, live, 1)
}

/// Makes room in a page for what the server says to it.
pub fn mark(frame: &mut String) {
    if let Some(at) = frame.find("<script") {
        frame.insert_str(at, &format!("{}\n", live_meta()));
    }
}
