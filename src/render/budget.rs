//! What all drawings of a talk may take together, so that many small ones cost no more than a few large ones.
//!
//! Nothing is timed: each drawing costs what drawings of its size take at most, so the same talk is always drawn the
//! same. Slides are rendered side by side and in any order, so each says what it would spend, and `site::Memo` decides
//! which come too late ([`Budget::none`]).

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a talk may spend, in microseconds of a processor.
pub(super) const MOST: u64 = 2_000_000;

/// What is left for the slides that are rendered together.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU64);

impl Budget {
    /// That of a whole talk.
    pub(crate) fn whole() -> Budget {
        Budget(AtomicU64::new(MOST))
    }

    /// For slides that come too late: nothing is drawn.
    pub(crate) fn none() -> Budget {
        Budget(AtomicU64::new(0))
    }

    /// Takes what a slide has spent that is not rendered again.
    pub(crate) fn take(&self, spent: u64) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(spent)).is_ok()
    }
}

/// What one slide spends.
#[derive(Debug)]
pub(crate) struct Account<'a> {
    budget: &'a Budget,
    /// What all its drawings cost, those that were refused among them.
    spent: Cell<u64>,
    is_paid: Cell<bool>,
    is_refused: Cell<bool>,
}

/// What a slide has spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent {
    /// In microseconds, what was refused included.
    pub cost: u64,
    /// Whether something was drawn.
    pub is_paid: bool,
    /// Whether something was not drawn for want of it.
    pub is_refused: bool,
}

impl Account<'_> {
    /// Opens an account that pays from `budget`.
    pub(crate) fn new(budget: &Budget) -> Account<'_> {
        Account { budget, spent: Cell::new(0), is_paid: Cell::new(false), is_refused: Cell::new(false) }
    }

    /// Whether something of that cost may be drawn.
    pub(crate) fn pay(&self, cost: u64) -> bool {
        self.spent.set(self.spent.get().saturating_add(cost));
        let is_paid = self.budget.take(cost);
        if is_paid {
            self.is_paid.set(true);
        } else {
            self.is_refused.set(true);
        }
        is_paid
    }

    /// What the slide has spent so far.
    pub(crate) fn spent(&self) -> Spent {
        Spent { cost: self.spent.get(), is_paid: self.is_paid.get(), is_refused: self.is_refused.get() }
    }
}

/// The message about a drawing that is left out.
pub(super) const MESSAGE: &str = "the drawings of this talk take too long together: this one is left out";
/// What its author can do about that.
pub(super) const HELP: &str = "show fewer diagrams and QR codes, or smaller ones";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_counts_and_what_costs_less_may_still_be_drawn() {
        let budget = Budget::whole();
        let account = Account::new(&budget);
        assert!(account.pay(MOST - 10));
        assert!(!account.pay(11));
        assert!(account.pay(10));
        assert_eq!(account.spent(), Spent { cost: MOST + 11, is_paid: true, is_refused: true });
    }

    #[test]
    fn nothing_is_drawn_for_slides_that_come_too_late() {
        let none = Budget::none();
        let account = Account::new(&none);
        assert!(!account.pay(1));
        assert_eq!(account.spent(), Spent { cost: 1, is_paid: false, is_refused: true });
    }
}
