//! What a host would like to find beside the pages of a public site, where its author asks for it: files packed already
//! ([`packed`]), headers ([`headers`]), a worker that lets the site work without a network ([`offline`]).
//!
//! All of it follows from the finished files, and the same files give the same bytes.

mod headers;
pub(super) mod offline;
pub(super) mod packed;

use crate::assets::Output;
use crate::deck::Hosting;
use crate::site::Site;

/// Adds to a finished site what its host is to find there.
pub(super) fn prepare(site: &mut Site, wanted: &Hosting) {
    if wanted.offline {
        let worker = offline::worker(site);
        site.files.insert(offline::WORKER.into(), Output::Bytes(worker.into_bytes().into()));
    }
    let packed = packed::beside(site, &wanted.compress);
    if wanted.headers {
        let headers = headers::headers(site);
        site.files.insert(headers::NAME.into(), Output::Bytes(headers.into_bytes().into()));
    }
    site.files.extend(packed);
}
