//! Files that are named by other files than slides: by pages and style sheets of the talk ([`mod@open`]), and by its
//! templates ([`template`]).

pub(super) mod open;
pub(super) mod template;
