//! A site that works offline after one visit: its service worker, and what its pages run to start it.

use crate::assets::Output;
use crate::runtime;
use crate::site::Site;
use crate::text::Fingerprint;

/// The name of the worker, at the top of what is published, so that all of it is within its reach.
pub(crate) const WORKER: &str = "offline.js";

/// A file of more bytes is not kept: a film, which is watched with a network.
const LARGEST: u64 = 8_000_000;

/// The worker of a site. It differs as soon as any file does, so that browsers fetch it anew.
pub(crate) fn worker(site: &Site) -> String {
    let mut all = Vec::new();
    let mut files = Vec::new();
    for (path, output) in &site.files {
        if let Output::Bytes(bytes) = output {
            all.extend_from_slice(path.as_bytes());
            all.extend_from_slice(Fingerprint::of(bytes).to_string().as_bytes());
            if output.size() <= LARGEST {
                files.push(path);
            }
        }
    }
    let version = Fingerprint::of(&all).short();
    let files = serde_json::json!(files);
    format!("// {version}\nconst orateFiles={files};\n{}", runtime::OFFLINE_SCRIPT)
}

/// What a page runs to start the worker, which is at `root` from there.
pub(crate) fn visit(root: &str) -> String {
    format!("const orateWorker=\"{root}{WORKER}\";\n{}", runtime::VISIT_SCRIPT)
}
