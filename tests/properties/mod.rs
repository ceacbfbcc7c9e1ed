//! What holds for every talk, whatever its author wrote.

mod build;
mod parse;
