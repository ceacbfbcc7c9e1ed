//! Libraries that draw, or set formulas, at work for an author: a fault of theirs ends one drawing, and no build.

mod processor_clock;
mod worker;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use self::worker::Worker;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    #[cfg(test)]
    static CAUGHT: Cell<usize> = const { Cell::new(0) };
}

/// How long a library may work on one drawing.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Of a processor, so that a busy machine refuses nothing that another one draws. What a library is given is checked to
    /// take less than a second; this is for what no check foresaw, so that a preview always goes on.
    processor: Duration,
    /// By the clock on the wall: for what waits for ever, and for systems on which a thread cannot be measured.
    wall: Duration,
    /// How often the first is looked at.
    poll: Duration,
}

const LIMITS: Limits = Limits {
    processor: Duration::from_secs(3),
    wall: Duration::from_secs(20),
    poll: Duration::from_millis(50),
};

/// How many libraries may go on working after nobody waits for them; until one ends, no other begins.
const ABANDONED: usize = 2;

/// Why a library has made nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// It gave up by a panic.
    Fault,
    /// It took longer than [`LIMITS`] allow.
    TooLong,
}

/// Lets a library work; `None` if it gave up by a panic.
pub(crate) fn run<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = IS_GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    IS_GUARDED.set(before);
    #[cfg(test)]
    CAUGHT.set(CAUGHT.get() + usize::from(done.is_none()));
    done
}

/// Lets a library work on another thread, with a stack of a known size, and does not wait for it for ever.
///
/// A thread cannot be ended, so what the library is given must be checked before: it is to end soon, and to take a known
/// amount of memory. One that nobody waits for any more ends with the process at the latest.
pub(crate) fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stopped> {
    static WORKING: AtomicUsize = AtomicUsize::new(0);
    within_limits(work, LIMITS, &WORKING)
}

fn within_limits<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    limits: Limits,
    abandoned: &'static AtomicUsize,
) -> Result<T, Stopped> {
    let result = Arc::new(Mutex::new(None));
    let shared = Arc::clone(&result);
    let work = move || *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(work());
    finish_within(Box::new(work), limits, abandoned)?;
    let done = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    done.ok_or(Stopped::Fault)
}

/// Returns once `work` has ended. It is boxed, so that threads and channels are compiled once and not for each kind of result.
fn finish_within(
    work: Box<dyn FnOnce() + Send>,
    limits: Limits,
    abandoned: &'static AtomicUsize,
) -> Result<(), Stopped> {
    if abandoned.load(Ordering::Relaxed) >= ABANDONED {
        return Err(Stopped::TooLong);
    }
    let worker = Worker::take().ok_or(Stopped::TooLong)?;
    let (sender, receiver) = sync_channel(1);
    // Held by both; whoever lets go last after a time that was too long counts down.
    let waiting = Arc::new(AtomicUsize::new(1));
    let still = Arc::clone(&waiting);
    let start = worker.clock.time().unwrap_or_default();
    let has_begun = worker.begin(move || {
        let done = run(work);
        if sender.send(done).is_err() || still.swap(2, Ordering::AcqRel) == 0 {
            abandoned.fetch_sub(1, Ordering::Relaxed);
        }
    });
    if !has_begun {
        return Err(Stopped::Fault);
    }
    let has_time = |waited| {
        let processor = worker.clock.time().map(|time| time.saturating_sub(start));
        waited < limits.wall && processor.is_none_or(|time| time < limits.processor)
    };
    match wait(&receiver, limits.poll, has_time) {
        Ok(done) => {
            worker.keep();
            done.ok_or(Stopped::Fault).inspect_err(|_| count_caught())
        }
        Err(RecvTimeoutError::Disconnected) => Err(Stopped::Fault),
        Err(RecvTimeoutError::Timeout) => {
            abandoned.fetch_add(1, Ordering::Relaxed);
            if waiting.swap(0, Ordering::AcqRel) == 2 {
                abandoned.fetch_sub(1, Ordering::Relaxed);
            }
            Err(Stopped::TooLong)
        }
    }
}

/// Waits for what a thread sends as long as it has time, which is asked after each `poll`.
fn wait(
    receiver: &Receiver<Option<()>>,
    poll: Duration,
    has_time: impl Fn(Duration) -> bool,
) -> Result<Option<()>, RecvTimeoutError> {
    let mut waited = Duration::ZERO;
    loop {
        let outcome = receiver.recv_timeout(poll);
        waited += poll;
        if !matches!(outcome, Err(RecvTimeoutError::Timeout)) || !has_time(waited) {
            return outcome;
        }
    }
}

fn count_caught() {
    #[cfg(test)]
    CAUGHT.set(CAUGHT.get() + 1);
}

/// How many panics were caught for this thread.
#[cfg(test)]
pub(crate) fn caught() -> usize {
    CAUGHT.get()
}

/// Whether a panic of this thread will be caught and reported at its place, so that nobody needs to print it.
pub(crate) fn is_guarded() -> bool {
    IS_GUARDED.get()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc::channel;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(1);
    const FOREVER: Duration = Duration::from_hours(1);

    #[track_caller]
    fn check_left_behind(work: impl FnOnce() + Send + 'static, limits: Limits, end: impl FnOnce()) {
        static WORKING: AtomicUsize = AtomicUsize::new(0);
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = ALONE.lock();
        assert_eq!(within_limits(work, limits, &WORKING), Err(Stopped::TooLong));
        assert_eq!(WORKING.load(Ordering::Relaxed), 1);
        assert_eq!(within_limits(|| 7, LIMITS, &WORKING), Ok(7));
        end();
        while WORKING.load(Ordering::Relaxed) > 0 {
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_library_that_does_not_end_is_left_behind_and_others_go_on_when_it_does() {
        let (end, ended) = channel::<()>();
        let limits = Limits { processor: FOREVER, wall: MOMENT, poll: MOMENT };
        check_left_behind(move || _ = ended.recv(), limits, || drop(end));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn one_that_runs_is_left_behind_by_what_it_takes_of_a_processor() {
        static ENDED: AtomicBool = AtomicBool::new(false);
        let spin = || {
            while !ENDED.load(Ordering::Relaxed) {
                std::hint::spin_loop();
            }
        };
        let limits = Limits { processor: MOMENT, wall: FOREVER, poll: MOMENT };
        check_left_behind(spin, limits, || ENDED.store(true, Ordering::Relaxed));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn one_that_waits_for_a_processor_is_waited_for() {
        static WORKING: AtomicUsize = AtomicUsize::new(0);
        let limits = Limits { processor: 20 * MOMENT, wall: FOREVER, poll: MOMENT };
        let sleep = || std::thread::sleep(100 * MOMENT);
        assert_eq!(within_limits(sleep, limits, &WORKING), Ok(()));
    }

    #[test]
    fn none_begins_while_too_many_were_left_behind() {
        static WORKING: AtomicUsize = AtomicUsize::new(ABANDONED);
        assert_eq!(within_limits(|| 7, LIMITS, &WORKING), Err(Stopped::TooLong));
    }

    #[test]
    fn a_panic_is_a_fault_and_depth_has_its_stack() {
        fn depth(left: usize) -> usize {
            let frame = std::hint::black_box([left; 128]);
            if left == 0 { 0 } else { depth(left - 1) + frame[0] - left + 1 }
        }
        let fault = || {
            assert!(std::hint::black_box(false), "a fault of a library");
        };
        assert_eq!(within(fault), Err(Stopped::Fault));
        assert_eq!(within(|| depth(4000)), Ok(4000));
    }
}
