//! The user's folder for what can be found out again.

use std::path::PathBuf;

/// The folder; `None` if the system names none.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return named("LOCALAPPDATA");
    }
    let home = || {
        named("HOME")
            .map(|home| home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    };
    // One that is relative would lie in whatever folder the command runs in.
    named("XDG_CACHE_HOME").or_else(home).filter(|folder| folder.is_absolute())
}
