//! What holds for every build, and for every build after another one.

mod fonts;
mod properties;
mod soak;
