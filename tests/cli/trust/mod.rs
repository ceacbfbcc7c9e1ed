//! What a talk may do: programs that it names, files that it leads to, a stranger's talk, and what is not printed.

#[cfg(unix)]
#[cfg(unix)]
mod diagrams;
#[cfg(unix)]
mod permission;
mod secrets;
#[cfg(unix)]
pub(crate) mod terminal;
mod untrusted;
