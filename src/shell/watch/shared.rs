//! One watcher of the system for every talk of a preview: a machine has few of them. Linux gives a user 128 instances of
//! inotify for all programs, so a site of many talks takes one of them, and not one for each talk.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// Hears the events of what it watches, from the thread of the system's watcher.
type Listener = Arc<dyn Fn(&notify::Result<notify::Event>) + Send + Sync>;

/// A watcher that several listeners share. A copy is the same watcher.
#[derive(Clone)]
pub(crate) struct SharedWatcher {
    listeners: Arc<Mutex<Listeners>>,
    system: Arc<Mutex<System>>,
}

/// Who hears of what. Locked by the thread of the system's watcher, so nobody asks that watcher for anything while it is
/// locked: the answer comes from the same thread.
#[derive(Default)]
struct Listeners {
    last: usize,
    by_number: HashMap<usize, Listener>,
    /// By the file or folder that is watched.
    by_path: HashMap<PathBuf, BTreeSet<usize>>,
}

/// What the system watches.
struct System {
    /// `None` if it gave no watcher.
    watcher: Option<RecommendedWatcher>,
    /// Why it gave none.
    error: Option<String>,
    /// By its path, the file or folder of that name that is watched, as a number of the file system's; `None` where
    /// a listener left since another may have the name now, which may have been given the same number.
    watched: HashMap<PathBuf, Option<u64>>,
}

impl SharedWatcher {
    pub(crate) fn new() -> SharedWatcher {
        let listeners: Arc<Mutex<Listeners>> = Arc::default();
        let heard = listeners.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let concerned = lock(&heard).concerned(&event);
            concerned.iter().for_each(|listener| listener(&event));
        });
        let (watcher, error) = match watcher {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(error.to_string())),
        };
        SharedWatcher {
            listeners,
            system: Arc::new(Mutex::new(System { watcher, error, watched: HashMap::new() })),
        }
    }

    /// Why the system gave no watcher; `None` if it gave one.
    pub(super) fn error(&self) -> Option<String> {
        lock(&self.system).error.clone()
    }

    /// Adds a listener, which watches nothing yet.
    pub(super) fn listen(
        &self,
        listener: impl Fn(&notify::Result<notify::Event>) + Send + Sync + 'static,
    ) -> Subscription {
        let mut listeners = lock(&self.listeners);
        listeners.last += 1;
        let number = listeners.last;
        listeners.by_number.insert(number, Arc::new(listener));
        Subscription { watcher: self.clone(), number }
    }
}

impl Listeners {
    /// Who hears of an event: those who watch what it is about, or the folder around it; all where it is about nothing.
    fn concerned(&self, event: &notify::Result<notify::Event>) -> Vec<Listener> {
        let paths = match event {
            Ok(event) if !event.need_rescan() && !event.paths.is_empty() => &event.paths,
            _ => return self.by_number.values().cloned().collect(),
        };
        let watched = paths.iter().flat_map(|path| [Some(&**path), path.parent()]).flatten();
        let numbers: BTreeSet<&usize> = watched.filter_map(|path| self.by_path.get(path)).flatten().collect();
        numbers.into_iter().filter_map(|number| self.by_number.get(number)).cloned().collect()
    }
}

/// One listener and what it watches; dropped, it hears no more.
pub(super) struct Subscription {
    watcher: SharedWatcher,
    number: usize,
}

impl Subscription {
    /// Watches a file, or a folder without those in it. `identity` is the number that the file system gives what now has
    /// this name: where something else had it, the system watches that no longer.
    pub(super) fn watch(&self, path: &Path, identity: u64) -> notify::Result<()> {
        let mut system = lock(&self.watcher.system);
        let System { watcher: Some(watcher), watched, .. } = &mut *system else { return Ok(()) };
        let known = watched.get(path).copied();
        if known != Some(Some(identity)) {
            if known.flatten().is_some() {
                // It may be gone already, and its watch with it.
                let _ = watcher.unwatch(path);
            }
            watcher.watch(path, RecursiveMode::NonRecursive)?;
            watched.insert(path.to_owned(), Some(identity));
        }
        lock(&self.watcher.listeners).by_path.entry(path.to_owned()).or_default().insert(self.number);
        Ok(())
    }

    /// Watches something no longer; the system does so until nobody else watches it.
    pub(super) fn unwatch(&self, path: &Path) {
        let mut system = lock(&self.watcher.system);
        let is_last = lock(&self.watcher.listeners).leave(path, self.number);
        if !is_last {
            system.watched.entry(path.to_owned()).and_modify(|number| *number = None);
        } else if system.watched.remove(path).is_some() {
            let _ = system.watcher.as_mut().map(|watcher| watcher.unwatch(path));
        }
    }
}

impl Listeners {
    /// Takes a listener away from a path; whether it was the last one there.
    fn leave(&mut self, path: &Path, number: usize) -> bool {
        let Some(numbers) = self.by_path.get_mut(path) else { return false };
        let is_last = numbers.remove(&number) && numbers.is_empty();
        if is_last {
            self.by_path.remove(path);
        }
        is_last
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let paths: Vec<PathBuf> = {
            let mut listeners = lock(&self.watcher.listeners);
            listeners.by_number.remove(&self.number);
            let of_this = |(_, numbers): &(&PathBuf, &BTreeSet<usize>)| numbers.contains(&self.number);
            listeners.by_path.iter().filter(of_this).map(|(path, _)| path.clone()).collect()
        };
        paths.iter().for_each(|path| self.unwatch(path));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// Two listeners of one folder: what the first does must not keep the second from hearing.
    #[test]
    fn a_folder_is_watched_until_its_last_listener_leaves() {
        let folder = tempfile::tempdir().unwrap();
        let shared = SharedWatcher::new();
        let listener = || {
            let (sender, receiver) = mpsc::channel();
            let subscription = shared.listen(move |_| _ = sender.send(()));
            subscription.watch(folder.path(), 1).unwrap();
            (subscription, receiver)
        };
        let ((first, _), (second, heard)) = (listener(), listener());
        drop(first);
        std::fs::write(folder.path().join("a.md"), "# A").unwrap();
        heard.recv_timeout(Duration::from_secs(30)).unwrap();
        assert_eq!(lock(&shared.system).watched.len(), 1);
        drop(second);
        assert!(lock(&shared.system).watched.is_empty() && lock(&shared.listeners).by_path.is_empty());
    }

    #[test]
    fn a_folder_that_took_the_place_of_another_is_watched_anew() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("talk");
        std::fs::create_dir(&inner).unwrap();
        let shared = SharedWatcher::new();
        let (sender, heard) = mpsc::channel();
        let subscription = shared.listen(move |event| _ = sender.send(format!("{event:?}")));
        subscription.watch(&inner, 1).unwrap();
        std::fs::rename(&inner, folder.path().join("old")).unwrap();
        std::fs::create_dir(&inner).unwrap();
        subscription.watch(&inner, 2).unwrap();
        std::fs::write(inner.join("new.md"), "# A").unwrap();
        let mut events = std::iter::from_fn(|| heard.recv_timeout(Duration::from_secs(30)).ok());
        assert!(events.any(|event| event.contains("new.md")));
    }
}
