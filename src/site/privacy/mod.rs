//! What is the speaker's alone: taken out of a talk that is given away ([`remove`]), and looked for in what came out ([`search`]).

pub mod remove;
pub mod search;
