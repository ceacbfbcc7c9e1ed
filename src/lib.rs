//! orate turns a folder of Markdown slides into a talk.
//!
//! Modules in the order a newcomer should read them; each knows only those above it in this list, which
//! `tests/architecture` holds. `ARCHITECTURE.md` is the map.

#![forbid(unsafe_code)]

pub mod text;

pub mod deck;

pub mod parse;

pub mod assets;

pub mod runtime;

pub mod html;

pub mod render;

pub mod site;

pub mod shell;

pub mod cli;
