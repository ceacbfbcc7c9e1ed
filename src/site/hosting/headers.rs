//! The file `_headers`, as Netlify and Cloudflare Pages read it: what a browser may keep, and what it must not do.
//!
//! Source: <https://docs.netlify.com/routing/headers/>, <https://developers.cloudflare.com/pages/configuration/headers/>.
//! Where several rules fit a path, hosts join their values, so no two rules here give the same header.

use std::collections::BTreeSet;

use super::offline::WORKER;
use crate::site::Site;

/// The name of the file, at the top of what is published.
pub(super) const NAME: &str = "_headers";

/// For every path. That a page may be shown within another stays as it is: organisers embed decks.
const EVERYWHERE: &str = "/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=()
  Cross-Origin-Opener-Policy: same-origin
";

/// The headers of a site.
pub(super) fn headers(site: &Site) -> String {
    let mut text = EVERYWHERE.to_owned();
    // Files there bear their content's hash in their names.
    let folders: BTreeSet<&str> = site
        .files
        .keys()
        .filter_map(|path| path.rfind("assets/").map(|at| &path[..at + "assets/".len()]))
        .filter(|folder| *folder == "assets/" || folder.ends_with("/assets/"))
        .collect();
    for folder in folders {
        text.push_str(&format!("/{folder}*\n  Cache-Control: public, max-age=31536000, immutable\n"));
    }
    if site.files.contains_key(WORKER) {
        text.push_str(&format!("/{WORKER}\n  Cache-Control: no-cache\n"));
    }
    text
}
