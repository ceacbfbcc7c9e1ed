//! How long a thread has run on a processor, as another one reads it.

use std::time::Duration;

/// A thread's own clock, which stops while the thread waits for a processor.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProcessorClock {
    #[cfg(target_os = "linux")]
    id: nix::time::ClockId,
}

impl ProcessorClock {
    /// The clock of the thread that calls.
    ///
    /// Source: Linux, `include/linux/posix-timers_types.h`: the inverted number of the thread above three bits, of which
    /// 4 says that it is one thread's and 2 that the scheduler's time counts. The C library has the same number for it in
    /// `pthread_getcpuclockid`.
    #[cfg(target_os = "linux")]
    pub(super) fn of_this_thread() -> ProcessorClock {
        let thread = nix::unistd::gettid().as_raw();
        ProcessorClock { id: nix::time::ClockId::from_raw((!thread << 3) | 4 | 2) }
    }

    #[cfg(not(target_os = "linux"))]
    pub fn of_this_thread() -> ProcessorClock {
        ProcessorClock {}
    }

    /// How long the thread has run; `None` if it has ended, or the system does not say.
    pub(super) fn time(self) -> Option<Duration> {
        #[cfg(target_os = "linux")]
        return self.id.now().ok().map(Duration::from);
        #[cfg(not(target_os = "linux"))]
        None
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    #[test]
    fn another_thread_is_measured_by_what_it_ran_and_not_by_what_it_waited() {
        let (sender, clocks) = channel();
        let (end, ended) = channel::<()>();
        let waiting = thread::spawn(move || {
            sender.send(ProcessorClock::of_this_thread()).unwrap();
            _ = ended.recv();
        });
        let of_waiting = clocks.recv().unwrap();
        let own = ProcessorClock::of_this_thread();
        let start = own.time().unwrap();
        while own.time().unwrap() < start + Duration::from_millis(50) {
            std::hint::spin_loop();
        }
        assert!(of_waiting.time().unwrap() < Duration::from_millis(40));
        drop(end);
        waiting.join().unwrap();
        assert_eq!(of_waiting.time(), None);
    }
}
