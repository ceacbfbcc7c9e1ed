//! (to come)
pub mod templates;
