//! Decides when to read a talk that is being written, and whether it has changed.
//!
//! The system's events ([`Event`]) are only hints: they say when to read ([`debounce`]), and what was read decides whether
//! anything has changed ([`poll`]). So a needless event costs little, and a missing one is made up for by the reading at
//! the end of a burst.

mod debounce;
mod folders;
mod notify;
mod poll;
mod shared;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use debounce::Debounce;
pub(crate) use folders::FolderWatch;
pub(crate) use notify::SystemEvents;
pub(crate) use poll::{Poll, Poller, ThemeChoice};
pub(crate) use shared::SharedWatcher;

/// A change of the file system, or the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A file of the talk was closed after it was written to, or came to its place whole.
    Saved(PathBuf),
    /// A file is being written to, or one that may matter has come.
    Changing(PathBuf),
    /// A file or folder went; it may come back at once.
    Removed(PathBuf),
    /// The system lost count, or the talk's own folder is another: anything may have changed.
    Rescan,
    /// It is time to end.
    Stop,
}

/// Where events come from, and the time they come at.
pub(crate) trait Events {
    /// Waits for the next event; `None` if `wait` has passed without one. Without `wait` it waits for ever.
    fn next(&mut self, wait: Option<Duration>) -> Option<Event>;

    /// The time since the watching began.
    fn now(&self) -> Duration;

    /// Hears what the last look has looked at, to know what to tell of.
    fn looked(&mut self, poller: &Poller);

    /// How it is known that something happens.
    fn watching(&self) -> Watching;
}

/// How a talk is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Watching {
    /// By the system's own means.
    System,
    /// By looking again and again, and why.
    Polling(String),
}

/// What there is to tell while a talk is watched.
pub(crate) enum News {
    /// What a look has shown.
    Poll(Poll),
    /// From now on the talk is watched in this way.
    Watching(Watching),
}

/// Polls a talk, and again whenever it may have changed, until it is time to end.
pub(crate) fn run(events: &mut dyn Events, poller: &mut Poller, report: impl FnMut(&mut Poller, News)) {
    let watching = events.watching();
    let debounce = Debounce::default();
    Watch { events, poller, report, debounce, watching, is_over: false }.run();
}

/// A talk that is watched.
struct Watch<'a, R> {
    events: &'a mut dyn Events,
    poller: &'a mut Poller,
    report: R,
    debounce: Debounce,
    watching: Watching,
    is_over: bool,
}

impl<R: FnMut(&mut Poller, News)> Watch<'_, R> {
    fn run(mut self) {
        while !self.is_over {
            let wait = self.debounce.wait(self.events.now());
            match self.events.next(wait) {
                Some(Event::Stop) => return,
                Some(event) => handle(&event, self.poller, &mut self.debounce, self.events.now()),
                None if self.is_due() => {
                    let poll = self.poll();
                    (self.report)(self.poller, News::Poll(poll));
                    self.events.looked(self.poller);
                    self.report_watching();
                }
                None => {}
            }
        }
    }

    /// Whether it is time to look at the talk. While git changes its files, that is put off.
    fn is_due(&mut self) -> bool {
        let now = self.events.now();
        let is_now = |debounce: &Debounce| debounce.wait(now).is_some_and(|wait| wait.is_zero());
        if !is_now(&self.debounce) {
            return false;
        }
        if self.debounce.may_continue(now) && self.poller.is_checked_out_anew() {
            self.debounce.put_off(now);
            return self.debounce.wait(now).is_none_or(|wait| wait.is_zero());
        }
        true
    }

    /// Looks at the talk, and hears what happens meanwhile.
    fn poll(&mut self) -> Poll {
        let Watch { events, poller, debounce, is_over, .. } = self;
        let now = events.now();
        if debounce.has_waited_long(now) {
            poller.release();
        }
        let may_give_up = debounce.may_give_up();
        debounce.looked(now);
        let poll = poller.look(|poller| {
            // An event that comes while the talk is read may be about what was read.
            let mut is_calm = true;
            while let Some(event) = events.next(Some(Duration::ZERO)) {
                *is_over |= event == Event::Stop;
                is_calm &= !poller.concerns(&event);
                handle(&event, poller, debounce, events.now());
            }
            is_calm || !may_give_up
        });
        match poll {
            Poll::Disturbed => debounce.abandoned(events.now()),
            Poll::Unchanged => debounce.finished(false, events.now()),
            Poll::Built { .. } | Poll::Unreadable(_) => debounce.finished(true, events.now()),
        }
        if poller.is_unsettled() {
            debounce.record(&Event::Changing(PathBuf::new()), events.now());
        }
        poll
    }

    /// Reports how the talk is watched, where that has changed.
    fn report_watching(&mut self) {
        let watching = self.events.watching();
        if watching != self.watching {
            self.watching = watching;
            (self.report)(self.poller, News::Watching(self.watching.clone()));
        }
    }
}

fn handle(event: &Event, poller: &Poller, debounce: &mut Debounce, now: Duration) {
    match event {
        Event::Saved(path) | Event::Removed(path) => poller.invalidate(path),
        Event::Changing(path) => poller.hold(path),
        Event::Rescan => poller.invalidate_all(),
        Event::Stop => {}
    }
    debounce.record(event, now);
}

#[cfg(test)]
mod tests;
