//! Libraries that draw, or set formulas, at work for an author: a fault of theirs ends one drawing, and no build.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Lets a library work; none where it gave up by a panic.
pub fn run<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = IS_GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    IS_GUARDED.set(before);
    done
}

/// Whether a panic of this thread will be caught and told at its place, so that nobody needs to print it.
pub fn is_guarded() -> bool {
    IS_GUARDED.get()
}
