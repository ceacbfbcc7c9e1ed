//! When to look: at once where one file was saved, and when a burst of changes has ended.
//!
//! Waiting for quiet after every save would cost more than the rebuild. So the first file that is closed after a
//! write is looked at at once, and once more when nothing has happened for a while; where many files change
//! together (a checkout, a search and replace) only the first and the last look are taken, and a few in between.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use super::Event;
use crate::shell::project::PATIENCE;

/// How long after a look that showed a change another may belong to the same work.
pub(super) const AFTERMATH: Duration = Duration::from_secs(1);

/// After how long without an event a burst has ended.
pub(super) const QUIET: Duration = Duration::from_millis(60);

/// How many files may be saved one after the other and each be looked at at once.
pub(super) const FEW: usize = 3;

/// How long after a look that showed a change another file of the same burst is looked at: where two come at once, a
/// thousand may.
pub(super) const APART: Duration = Duration::from_millis(100);

/// From how many files on no person saves: a checkout, say, which stops now and then for longer than [`QUIET`].
pub(super) const CROWD: usize = 20;

/// After how long without an event a burst of so many files is looked at; each time in one burst it is twice as long,
/// since a machine that is busy keeps whoever writes waiting again and again.
pub(super) const LONG_QUIET: Duration = Duration::from_millis(500);

/// How long after a crowd of files was looked at more of it may come.
pub(super) const REST: Duration = Duration::from_secs(2);

/// How long a burst may go on until it is looked at all the same; each time in one burst it is four times as long, and
/// where it is a crowd of files, from the first time on.
pub(super) const CAP: Duration = Duration::from_secs(2);

/// Decides when to look.
#[derive(Debug, Default)]
pub(crate) struct Debounce {
    /// The files of this burst, as many as matter.
    burst: BTreeSet<PathBuf>,
    /// Those among them that were saved.
    saved: BTreeSet<PathBuf>,
    last: Option<Duration>,
    /// When a look last showed a change.
    shown: Option<Duration>,
    /// When to look for what was saved.
    soon: Option<Duration>,
    /// When to look for what may yet settle.
    later: Option<Duration>,
    /// Since when something waits to be looked at.
    since: Option<Duration>,
    /// How often this burst was looked at before it ended.
    cuts: u32,
    /// Until when a crowd of files that has paused is taken to be a crowd still.
    crowd_until: Duration,
    /// How many looks in a row were of no use.
    disturbed: u32,
}

impl Debounce {
    /// How long to wait for the next event before looking; `None` if there is nothing to look for.
    pub(crate) fn wait(&self, now: Duration) -> Option<Duration> {
        let due = self.soon.into_iter().chain(self.later).min()?;
        Some(due.saturating_sub(now))
    }

    /// Takes in an event.
    pub(crate) fn record(&mut self, event: &Event, now: Duration) {
        if self.last.is_none_or(|last| now.saturating_sub(last) > self.quiet(now)) {
            self.burst.clear();
            self.saved.clear();
            if !self.is_crowd(now) {
                self.cuts = 0;
            }
        }
        self.last = Some(now);
        let since = *self.since.get_or_insert(now);
        if let Event::Saved(path) | Event::Changing(path) | Event::Removed(path) = event
            && self.burst.len() <= CROWD
        {
            self.burst.insert(path.clone());
        }
        if let Event::Saved(path) = event
            && self.saved.len() <= FEW
        {
            self.saved.insert(path.clone());
        }
        let quiet = self.quiet(now);
        let cap = self.cap(since, now);
        match event {
            Event::Saved(_) if !self.is_busy(now) => self.soon = Some(now.max(self.apart())),
            Event::Saved(_) | Event::Rescan => self.soon = Some((now + quiet).min(cap)),
            Event::Changing(_) | Event::Removed(_) => self.later = Some((now + PATIENCE.max(quiet)).min(cap)),
            Event::Stop => {}
        }
    }

    /// Whether more may come of what is looked at now: one save after a rest does not look like it.
    pub(crate) fn may_continue(&self, now: Duration) -> bool {
        self.is_busy(now) || self.shown.is_some_and(|shown| now.saturating_sub(shown) < AFTERMATH)
    }

    /// Puts a look that is due off, since whoever changes the files is not done: not for ever.
    pub(crate) fn put_off(&mut self, now: Duration) {
        self.crowd_until = now + REST;
        let due = (now + self.quiet(now)).min(self.cap(self.since.unwrap_or(now), now));
        self.last = Some(now);
        self.soon = Some(due);
        self.later = self.later.map(|later| later.max(due));
    }

    /// Until when a burst may go on that waits to be looked at since a moment.
    fn cap(&self, since: Duration, now: Duration) -> Duration {
        since + CAP * 4_u32.pow((self.cuts + u32::from(self.is_crowd(now))).min(4))
    }

    /// From when on a file may be looked at at once.
    fn apart(&self) -> Duration {
        let is_alone = self.saved.len() <= 1;
        self.shown.filter(|_| !is_alone).map_or(Duration::ZERO, |shown| shown + APART)
    }

    /// Whether more files change together than a person saves.
    fn is_crowd(&self, now: Duration) -> bool {
        self.burst.len() > CROWD || now < self.crowd_until
    }

    /// Whether so many files were saved that they are not looked at one by one.
    fn is_busy(&self, now: Duration) -> bool {
        self.saved.len() > FEW || self.is_crowd(now)
    }

    /// How long this burst may pause until it is looked at.
    fn quiet(&self, now: Duration) -> Duration {
        if self.is_crowd(now) { LONG_QUIET * 2_u32.pow(self.cuts.min(2)) } else { QUIET }
    }

    /// Whether something that was not settled has been given its time.
    pub(crate) fn has_waited_long(&self, now: Duration) -> bool {
        self.later.is_some_and(|later| later <= now)
    }

    /// Whether a look may be given up for the next one; not for ever, where something is always written.
    pub(crate) fn may_give_up(&self) -> bool {
        self.disturbed < 8
    }

    /// Takes in that a look was of use, and whether it showed a change.
    pub(crate) fn finished(&mut self, is_change: bool, now: Duration) {
        self.disturbed = 0;
        if is_change {
            self.shown = Some(now);
            // Events that came during the look.
            self.soon = self.soon.map(|soon| soon.max(self.apart()));
        }
    }

    /// Takes in that a look was given up: it is taken again at once, unless a crowd of files is still coming.
    pub(crate) fn abandoned(&mut self, now: Duration) {
        self.disturbed += 1;
        self.soon = Some(if self.is_crowd(now) { now + self.quiet(now) } else { now });
    }

    /// Takes in that a look was taken.
    pub(crate) fn looked(&mut self, now: Duration) {
        let goes_on = self.last.is_some_and(|last| now.saturating_sub(last) <= self.quiet(now));
        self.cuts += u32::from(self.is_crowd(now) || goes_on && self.is_busy(now));
        if self.burst.len() > CROWD {
            self.crowd_until = now + REST;
        }
        let is_fresh = self.last.is_some_and(|last| now.saturating_sub(last) < QUIET);
        let was_saved = self.soon.take().is_some() && is_fresh && !self.is_busy(now);
        self.later = self.later.filter(|later| *later > now);
        self.since = self.later.map(|_| now);
        if was_saved {
            // Once more when the burst has ended; there is seldom anything to see.
            self.soon = Some(now + QUIET);
        }
    }
}
