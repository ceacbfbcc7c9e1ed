//! The templates that come with orate.

use include_dir::{Dir, include_dir};

/// The templates that come with orate, as they lie in `templates/` at the top of its repository.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The folder of those that only a site of several talks has.
pub(super) const SITE_FOLDER: &str = "site/";

/// The built-in templates by their names, which count from `templates/`.
pub(super) fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    let folders = BUILT_IN.dirs().flat_map(Dir::files);
    let files = BUILT_IN.files().chain(folders);
    files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// The slide layouts that come with orate: what a slide may ask for where the project has no template of its own.
pub(crate) fn built_in_layouts() -> impl Iterator<Item = &'static str> {
    built_in().filter_map(|(name, _)| layout_name(name))
}

pub(super) fn layout_name(template: &str) -> Option<&str> {
    template.strip_prefix("slides/")?.strip_suffix(".html")
}

/// The name of a built-in template, which a project's own file may also bear.
pub(super) fn plain_name(name: &str) -> &str {
    name.strip_prefix("orate/").unwrap_or(name)
}
