//! From values to places on an axis with round numbers.

/// An axis: which values it shows, and where.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub ticks: Vec<f64>,
    /// How many decimals the ticks have.
    pub decimals: usize,
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// An axis for all values, from the place `from` to the place `to`, with about `count` round ticks. With `zero`,
    /// zero is on it: lengths are compared from there.
    pub(super) fn of(
        values: impl Iterator<Item = f64>,
        zero: bool,
        count: usize,
        (from, to): (f64, f64),
    ) -> Scale {
        let (mut low, mut high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low < f64::EPSILON * high.abs().max(low.abs()).max(1.0) {
            (low, high) = match zero && high == 0.0 {
                true => (0.0, 1.0),
                false => (low - 0.5 * low.abs().max(1.0), high + 0.5 * high.abs().max(1.0)),
            };
            if zero {
                (low, high) = (low.min(0.0), high.max(0.0));
            }
        }
        let step = round_step((high - low) / count.max(1) as f64);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        // Nothing that is asked for makes more than a few, whatever rounding does.
        let ticks: Vec<f64> = (0..=40).map(|index| (first + f64::from(index)) * step).collect();
        let ticks: Vec<f64> = ticks.into_iter().filter(|tick| *tick <= last * step + step / 2.0).collect();
        let decimals = (-step.log10().floor()).max(0.0) as usize
            + usize::from((step / 10f64.powf(step.log10().floor()) - 2.5).abs() < 0.01 && step < 10.0);
        Scale { ticks, decimals, low: first * step, high: last * step, from, to }
    }

    /// Where a value is.
    pub(super) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let factor =
        [1.0, 2.0, 2.5, 5.0].into_iter().find(|factor| factor * power >= rough * 0.999).unwrap_or(10.0);
    factor * power
}
