//! Reads a list of numbers.

use std::num::ParseIntError as Wrong;

// #region parse
/// Numbers, one a line.
pub fn parse(text: &str) -> Result<Vec<i64>, Wrong> {
    text.lines()
        .map(|line| line.trim().parse())
        .collect()
}
// #endregion
