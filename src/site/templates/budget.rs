//! What the author's templates may cost: steps, and the sizes of the values that they make.
//!
//! The calls that [`measured`](super::measured) adds pay from here, on the thread that renders. A template that has
//! nothing left is stopped with an error at the call, and so at the author's place: no loop, however it is built, can
//! outlast the budget, and no value can be made that was not paid for.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

use tera::{Error, Kwargs, State, Tera, Value};

/// What one rendering may cost beyond what its own values do; about a byte, or a tenth of a step, each.
const RENDERING: u64 = 16 << 20;

/// What all renderings of a build may cost together beyond that.
const BUILD: u64 = 64 << 20;

/// What each rendering adds to what the build may cost.
const SHARE: u64 = 16 << 10;

/// How often a template may use a value of the site's for nothing.
const TIMES: u64 = 8;

/// How deep values may be in each other.
const DEEPEST: usize = 32;

thread_local! {
    /// What is left to the template that this thread renders.
    static LEFT: Cell<u64> = const { Cell::new(0) };
}

/// What the templates of a build may still cost.
#[derive(Debug)]
pub(super) struct Budget {
    left: AtomicU64,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { left: AtomicU64::new(BUILD) }
    }
}

impl Budget {
    /// Lets something render; `size` is that of the values that it is given, in bytes.
    pub(super) fn spend<T>(&self, size: usize, render: impl FnOnce() -> T) -> T {
        let own = size as u64 * TIMES;
        let left = self.left.fetch_add(own + SHARE, Ordering::Relaxed) + own + SHARE;
        let allowance = left.min(RENDERING + own);
        let before = LEFT.replace(allowance);
        let rendered = render();
        let spent = allowance - LEFT.replace(before);
        // Others that render at the same time may have spent it, too.
        let rest = |left: u64| Some(left.saturating_sub(spent));
        _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, rest);
        rendered
    }
}

/// Registers what measured templates call.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("__pay", |arguments: Kwargs, _: &State<'_>| {
        pay(arguments.get::<u64>("n")?.unwrap_or(1)).map(|()| "")
    });
    tera.register_filter("__paid", |value: Value, _: Kwargs, _: &State<'_>| pay_for(&value, 1).map(|()| ""));
    tera.register_filter("__weigh", |value: Value, arguments: Kwargs, _: &State<'_>| {
        pay_for(&value, arguments.get::<u64>("n")?.unwrap_or(1)).map(|()| value)
    });
    for (name, cost) in FILTERS {
        let own = format!("__{name}");
        tera.register_filter(own, move |value: Value, arguments: Kwargs, state: &State<'_>| {
            pay(cost(&value, &arguments))?;
            state.call_filter(name, &value, arguments)
        });
    }
}

type Cost = fn(&Value, &Kwargs) -> u64;

/// Filters that make more than they take, and the size of what they make.
const FILTERS: [(&str, Cost); 5] = [
    ("replace", |value, arguments| {
        let text = value.as_str().unwrap_or_default();
        let [from, to] = ["from", "to"].map(|name| argument(arguments, name));
        (text.len() + text.matches(&*from).count() * to.len() * ESCAPED) as u64
    }),
    ("join", |value, arguments| {
        let parts = value.as_array().unwrap_or_default().len();
        (parts * (argument(arguments, "sep").len() + 1) * ESCAPED) as u64
    }),
    ("indent", |value, arguments| {
        let lines = value.as_str().unwrap_or_default().lines().count();
        let width = arguments.get::<u64>("width").ok().flatten().unwrap_or(4).min(1_000);
        lines as u64 * width * ESCAPED as u64
    }),
    ("split", |value, arguments| {
        let text = value.as_str().unwrap_or_default();
        (text.matches(&*argument(arguments, "pat")).count() * 64) as u64
    }),
    ("unique", |value, _| {
        let parts = value.as_array().unwrap_or_default().len() as u64;
        parts * parts
    }),
];

/// How many bytes a character may become when it is escaped.
const ESCAPED: usize = 6;

fn argument(arguments: &Kwargs, name: &str) -> String {
    arguments.get::<&str>(name).ok().flatten().unwrap_or_default().to_owned()
}

fn pay(cost: u64) -> Result<(), Error> {
    let left = LEFT.get().checked_sub(cost);
    LEFT.set(left.unwrap_or(0));
    left.map(|_| ()).ok_or_else(|| {
        Error::message("the template was stopped: it takes more steps, or makes more of its values, than a page can need")
    })
}

fn pay_for(value: &Value, times: u64) -> Result<(), Error> {
    pay(weight(value, LEFT.get() / times.max(1), DEEPEST)?.saturating_mul(times))
}

/// The size of a value in about bytes, or something above `limit`.
fn weight(value: &Value, limit: u64, depth: usize) -> Result<u64, Error> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Error::message(format!("values are nested more than {DEEPEST} deep")));
    };
    let mut total = 16 + value.as_str().map_or(0, str::len) as u64;
    let parts = value.as_array().into_iter().flatten();
    for part in parts.chain(value.as_map().into_iter().flat_map(|map| map.values())) {
        if total > limit {
            break;
        }
        total += 16 + weight(part, limit - total, depth)?;
    }
    Ok(total)
}

/// The size of a value that templates are given.
pub(super) fn size(value: &Value) -> usize {
    weight(value, u64::MAX, DEEPEST).unwrap_or_default() as usize
}
