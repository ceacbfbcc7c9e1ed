//! Folders that are watched by themselves: whoever watches hears where something was written, and looks when it likes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use notify::EventKind;
use notify::event::{AccessKind, AccessMode};

use super::notify::{identity, remote};
use super::shared::{SharedWatcher, Subscription};
use crate::shell::project::is_ignored;

/// Some folders, without those in them.
pub(crate) struct FolderWatch {
    subscription: Subscription,
    /// With the number that the file system gives each.
    watched: BTreeMap<PathBuf, u64>,
    polling: Option<String>,
}

impl FolderWatch {
    /// Watches no folder yet. `heard` gets the path of each file or folder that was written, that came or that went; `None`
    /// where the system lost count. `folder` lies where all of them do.
    pub(crate) fn new(
        watcher: &SharedWatcher,
        folder: &Path,
        heard: impl Fn(Option<&Path>) + Send + Sync + 'static,
    ) -> FolderWatch {
        let subscription = watcher.listen(move |event| match event {
            Ok(event) if !event.need_rescan() => {
                if is_of_interest(event.kind) {
                    event.paths.iter().filter(|path| !is_litter(path)).for_each(|path| heard(Some(path)));
                }
            }
            Ok(_) | Err(_) => heard(None),
        });
        let polling = watcher.error().or_else(|| remote(folder));
        FolderWatch { subscription, watched: BTreeMap::new(), polling }
    }

    /// Watches these folders, and no others.
    pub(crate) fn watch(&mut self, folders: &BTreeSet<PathBuf>) {
        let identities = folders.iter().filter_map(|folder| Some((folder.clone(), identity(folder)?.1)));
        let wanted: BTreeMap<PathBuf, u64> = identities.collect();
        for folder in self.watched.keys().filter(|folder| !wanted.contains_key(*folder)) {
            self.subscription.unwatch(folder);
        }
        let before = std::mem::take(&mut self.watched);
        for (folder, number) in wanted {
            if before.get(&folder) == Some(&number) {
                self.watched.insert(folder, number);
                continue;
            }
            match self.subscription.watch(&folder, number) {
                Ok(()) => _ = self.watched.insert(folder, number),
                // It went in the meantime, and its folder will tell.
                Err(_) if !folder.exists() => {}
                Err(error) => _ = self.polling.get_or_insert(error.to_string()),
            }
        }
    }

    /// Why the system does not report every change; `None` if it does.
    pub(crate) fn polling(&self) -> Option<&str> {
        self.polling.as_deref()
    }
}

/// Whether an event says that something is another than before: opening and reading do not.
fn is_of_interest(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

fn is_litter(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_none_or(is_ignored)
}
