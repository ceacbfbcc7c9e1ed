//! A thread on which libraries work, one drawing after the other.

use std::cell::Cell;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;

use super::processor_clock::ProcessorClock;

/// How much stack a library has, in bytes: it goes into parts within parts by calling itself.
const STACK: usize = 16 << 20;

/// A thread that waits for work; it ends when this is dropped and its work is done.
pub(super) struct Worker {
    jobs: Sender<Box<dyn FnOnce() + Send>>,
    pub clock: ProcessorClock,
}

thread_local! {
    /// The worker that the thread has used last. Starting one takes longer than most drawings.
    static KEPT: Cell<Option<Worker>> = const { Cell::new(None) };
}

impl Worker {
    /// The worker of the thread that calls, or a new one; `None` if the system gives no thread.
    pub(super) fn take() -> Option<Worker> {
        KEPT.take().or_else(Worker::start)
    }

    /// Keeps a worker that has done its work for the next drawing.
    pub(super) fn keep(self) {
        KEPT.set(Some(self));
    }

    fn start() -> Option<Worker> {
        let (jobs, queue) = channel::<Box<dyn FnOnce() + Send>>();
        let (sender, clock) = channel();
        let work = move || {
            _ = sender.send(ProcessorClock::of_this_thread());
            queue.iter().for_each(|job| job());
        };
        Builder::new().stack_size(STACK).spawn(work).ok()?;
        Some(Worker { jobs, clock: clock.recv().ok()? })
    }

    /// Begins a work, and waits for nothing. Says whether the thread is there to do it.
    pub(super) fn begin(&self, job: impl FnOnce() + Send + 'static) -> bool {
        self.jobs.send(Box::new(job)).is_ok()
    }
}
