//! When a talk is looked at, and what is seen then: both by scripts, without a clock and without a sleep.

mod debounce;
mod script;
