//! In the place of `orate serve` and `orate watch`, in a build without the feature `serve`.

use super::Outcome;
use super::report::{self, Context};
use crate::text::{Feature, Sources};

pub(super) fn run<Arguments>(_: &Arguments) -> Outcome {
    report::print(&[Feature::Serve.refused()], &Context { sources: &Sources::default(), prefix: "" });
    Outcome::Failed
}
