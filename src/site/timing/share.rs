//! Who gets how much of a time that is to be shared.

use super::{Group, Member};

/// What a slide wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// Its own time, and no part of what is shared.
    Fixed(f64),
    /// A part of what is shared; its notes take `spoken` seconds.
    Open { spoken: f64 },
}

/// How an open slide is treated where nothing is to be shared.
pub struct Shares {
    /// What it gets, whatever its notes take.
    pub each: Option<f64>,
    /// What it gets at the least, in any case.
    pub minimum: f64,
}

/// The seconds of each slide. `budget` is what all of them get together, where there is such a time.
pub fn share(group: &Group, work: &[Work], budget: Option<f64>, rules: &Shares) -> Vec<f64> {
    let mut planned = vec![0.0; work.len()];
    fill(group, work, budget, rules, &mut planned);
    planned
}

/// When each slide ends, in whole seconds: rounded there, so that sums are exact.
pub fn ends(planned: &[f64]) -> Vec<u32> {
    let sums = planned.iter().scan(0.0, |sum, seconds| {
        *sum += seconds;
        Some(*sum)
    });
    sums.map(|sum: f64| sum.round() as u32).collect()
}

/// Plans a group that has a time of its own, or is the whole talk. Gives what its slides take together.
fn fill(group: &Group, work: &[Work], budget: Option<f64>, rules: &Shares, planned: &mut [f64]) -> f64 {
    let (mut open, mut taken) = (Vec::new(), 0.0);
    collect(group, work, rules, planned, &mut open, &mut taken);
    let spoken: f64 = open.iter().map(|(_, spoken)| spoken).sum();
    for &(index, own) in &open {
        let part = match budget.map(|budget| (budget - taken).max(0.0)) {
            None => rules.each.unwrap_or(own),
            Some(left) if left >= spoken => own + (left - spoken) / open.len() as f64,
            Some(left) => own * left / spoken,
        };
        planned[index] = part.max(rules.minimum);
    }
    taken + open.iter().map(|(index, _)| planned[*index]).sum::<f64>()
}

/// The open slides of a group, and what the others take: groups with a time of their own among them.
fn collect(
    group: &Group,
    work: &[Work],
    rules: &Shares,
    planned: &mut [f64],
    open: &mut Vec<(usize, f64)>,
    taken: &mut f64,
) {
    for part in &group.parts {
        match part {
            Member::Group(inner) if inner.budget.is_some() => {
                *taken += fill(inner, work, inner.budget, rules, planned);
            }
            Member::Group(inner) => collect(inner, work, rules, planned, open, taken),
            Member::Slide(index) => match work[*index] {
                Work::Fixed(seconds) => {
                    planned[*index] = seconds;
                    *taken += seconds;
                }
                Work::Open { spoken } => open.push((*index, spoken)),
            },
        }
    }
}
