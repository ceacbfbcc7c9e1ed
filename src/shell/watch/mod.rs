//! A talk that is being written becomes a sequence of moments at which to look at it.
//!
//! What the system tells of files ([`Event`]) is a hint and no more: it says when to look ([`debounce`]), and what is
//! seen then decides whether anything has changed ([`poll`]). So an event too many costs little, and one too few is
//! made up for by the look when a burst has ended.

mod debounce;
mod notify;
mod poll;

use std::path::PathBuf;
use std::time::Duration;

pub use debounce::Debounce;
pub use notify::SystemEvents;
pub use poll::{Poll, Poller};

/// What happens outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A file of the talk was closed after it was written to, or came to its place whole.
    Settled(PathBuf),
    /// A file is being written to, or one that may matter has come.
    Stirred(PathBuf),
    /// A file or folder went; it may come back at once.
    Gone(PathBuf),
    /// The system lost count, or the talk's own folder is another: anything may have changed.
    Lost,
    /// It is time to end.
    Stop,
}

/// Where events come from, and the time they come at.
pub trait Events {
    /// Waits for the next event; none when `wait` has passed without one. Without `wait` it waits for ever.
    fn next(&mut self, wait: Option<Duration>) -> Option<Event>;

    /// The time since the watching began.
    fn now(&self) -> Duration;

    /// Hears what the last look has looked at, to know what to tell of.
    fn looked(&mut self, looker: &Poller);

    /// How it is known that something happens.
    fn watching(&self) -> Watching;
}

/// How a talk is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watching {
    /// By the system's own means.
    Told,
    /// By looking again and again, and why.
    Polling(String),
}

/// What there is to tell while a talk is watched.
pub enum News {
    /// What a look has shown.
    Poll(Poll),
    /// From now on the talk is watched in this way.
    Watching(Watching),
}

/// Looks at a talk, and again whenever there may be something to see, until it is time to end.
pub fn run(events: &mut dyn Events, looker: &mut Poller, mut tell: impl FnMut(&mut Poller, News)) {
    let mut pace = Debounce::default();
    let mut watching = events.watching();
    loop {
        let wait = pace.wait(events.now());
        match events.next(wait) {
            Some(Event::Stop) => return,
            Some(event) => hear(&event, looker, &mut pace, events.now()),
            None => {
                let now = events.now();
                if pace.wait(now).is_none_or(|wait| !wait.is_zero()) {
                    continue;
                }
                if pace.may_go_on(now) && looker.is_checked_out_anew() {
                    pace.put_off(now);
                    if pace.wait(now).is_some_and(|wait| !wait.is_zero()) {
                        continue;
                    }
                }
                if pace.has_waited_long(now) {
                    looker.release();
                }
                let mut is_over = false;
                let may_give_up = pace.may_give_up();
                pace.looked(now);
                let look = looker.look(|looker| {
                    // What came while the talk was read may be about what was read.
                    let mut is_calm = true;
                    while let Some(event) = events.next(Some(Duration::ZERO)) {
                        is_over |= event == Event::Stop;
                        is_calm &= !looker.concerns(&event);
                        hear(&event, looker, &mut pace, events.now());
                    }
                    is_calm || !may_give_up
                });
                if matches!(look, Poll::Disturbed) {
                    pace.gave_up(events.now());
                } else {
                    pace.was_calm(!matches!(look, Poll::Same), events.now());
                }
                if looker.is_unsettled() {
                    pace.hear(&Event::Stirred(PathBuf::new()), events.now());
                }
                tell(looker, News::Poll(look));
                events.looked(looker);
                let now_watching = events.watching();
                if now_watching != watching {
                    watching = now_watching;
                    tell(looker, News::Watching(watching.clone()));
                }
                if is_over {
                    return;
                }
            }
        }
    }
}

fn hear(event: &Event, looker: &Poller, pace: &mut Debounce, now: Duration) {
    match event {
        Event::Settled(path) | Event::Gone(path) => looker.doubt(path),
        Event::Stirred(path) => looker.hold(path),
        Event::Lost => looker.doubt_all(),
        Event::Stop => {}
    }
    pace.hear(event, now);
}
