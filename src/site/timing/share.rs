//! Who gets how much of a time that is to be shared.

use super::{Group, Member};

/// What a slide wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Work {
    /// Its own time, and no part of what is shared.
    Fixed(f64),
    /// A part of what is shared; its notes take `spoken` seconds.
    Open { spoken: f64 },
}

/// How an open slide is treated where nothing is to be shared.
pub(super) struct Shares {
    /// What it gets, whatever its notes take.
    pub each: Option<f64>,
    /// What it gets at the least, in any case.
    pub minimum: f64,
}

/// The seconds of each slide. `budget` is what all of them get together, where there is such a time.
pub(super) fn share(group: &Group, work: &[Work], budget: Option<f64>, rules: &Shares) -> Vec<f64> {
    let mut sharing = Sharing { work, rules, planned: vec![0.0; work.len()] };
    sharing.fill(group, budget);
    sharing.planned
}

/// When each slide ends, in whole seconds: rounded there, so that sums are exact.
pub(super) fn ends(planned: &[f64]) -> Vec<u32> {
    let sums = planned.iter().scan(0.0, |sum, seconds| {
        *sum += seconds;
        Some(*sum)
    });
    sums.map(|sum: f64| sum.round() as u32).collect()
}

/// The time that is shared so far.
struct Sharing<'a> {
    work: &'a [Work],
    rules: &'a Shares,
    /// Seconds by slide; 0 for those that come later.
    planned: Vec<f64>,
}

/// The slides of a group that share what the others leave.
#[derive(Default)]
struct Rest {
    /// Each with the seconds that its notes take.
    open: Vec<(usize, f64)>,
    /// Seconds of all others, groups with a time of their own among them.
    taken: f64,
}

impl Sharing<'_> {
    /// Plans a group that has a time of its own, or is the whole talk. Gives what its slides take together.
    fn fill(&mut self, group: &Group, budget: Option<f64>) -> f64 {
        let mut rest = Rest::default();
        self.collect(group, &mut rest);
        let Rest { open, taken } = rest;
        let spoken: f64 = open.iter().map(|(_, spoken)| spoken).sum();
        for &(index, own) in &open {
            let part = match budget.map(|budget| (budget - taken).max(0.0)) {
                None => self.rules.each.unwrap_or(own),
                Some(left) if left >= spoken => own + (left - spoken) / open.len() as f64,
                Some(left) => own * left / spoken,
            };
            self.planned[index] = part.max(self.rules.minimum);
        }
        taken + open.iter().map(|(index, _)| self.planned[*index]).sum::<f64>()
    }

    /// Adds the slides of a group to those that share, and gives every other its time.
    fn collect(&mut self, group: &Group, rest: &mut Rest) {
        for part in &group.parts {
            match part {
                Member::Group(inner) if inner.budget.is_some() => {
                    rest.taken += self.fill(inner, inner.budget);
                }
                Member::Group(inner) => self.collect(inner, rest),
                Member::Slide(index) => match self.work[*index] {
                    Work::Fixed(seconds) => {
                        self.planned[*index] = seconds;
                        rest.taken += seconds;
                    }
                    Work::Open { spoken } => rest.open.push((*index, spoken)),
                },
            }
        }
    }
}
