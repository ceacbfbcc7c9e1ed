//! In the place of instances, in a build without the feature `fonts`: every font is used as it is.

use super::{Axis, AxisTag};

/// No font has axes that could be used.
pub(crate) fn axes(_file: &[u8]) -> Vec<Axis> {
    Vec::new()
}

/// There is no instance.
pub(crate) fn instance(_file: &[u8], _place: &[(AxisTag, f32)]) -> Option<Vec<u8>> {
    None
}
