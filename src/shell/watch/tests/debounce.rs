//! When to look, told by a script of events and times: no clock, no sleep.

use std::path::PathBuf;
use std::time::Duration;

use crate::shell::watch::{Debounce, Event};

const fn at(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Lets a script happen; gives the times at which it was looked, each look taking `look` milliseconds.
fn looks(script: &[(u64, Event)], look: u64) -> Vec<u64> {
    let (mut pace, mut looks) = (Debounce::default(), Vec::new());
    let mut script = script.iter().peekable();
    let mut now = 0;
    loop {
        // What came while it was looked waits in line.
        while let Some((_, event)) = script.next_if(|(time, _)| *time <= now) {
            pace.record(event, at(now));
        }
        let next = script.peek().map(|(time, _)| *time);
        match pace.wait(at(now)) {
            Some(wait) if wait.is_zero() => {
                looks.push(now);
                pace.looked(at(now));
                now += look;
                pace.finished(true, at(now));
            }
            Some(wait) => {
                let due = now + wait.as_millis() as u64;
                now = next.map_or(due, |next| due.min(next));
            }
            None => match next {
                Some(next) => now = next,
                None => return looks,
            },
        }
        assert!(looks.len() < 1_000, "it never rests: {looks:?}");
    }
}

#[track_caller]
fn check_looks(script: &[(u64, Event)], expected: &[u64]) {
    assert_eq!(looks(script, 5), expected);
}

fn settled(name: &str) -> Event {
    Event::Saved(PathBuf::from(name))
}

fn stirred(name: &str) -> Event {
    Event::Changing(PathBuf::from(name))
}

fn gone(name: &str) -> Event {
    Event::Removed(PathBuf::from(name))
}

#[test]
fn a_save_is_looked_at_at_once_and_once_more_when_it_is_over() {
    check_looks(&[(100, settled("a"))], &[100, 160]);
}

#[test]
fn nothing_is_looked_at_while_nothing_happens() {
    check_looks(&[], &[]);
}

#[test]
fn a_file_that_is_being_written_to_is_given_time() {
    check_looks(&[(100, stirred("a")), (101, settled("a"))], &[101, 161, 550]);
    check_looks(&[(100, stirred("a"))], &[550]);
}

#[test]
fn a_file_that_went_may_come_back() {
    check_looks(&[(100, gone("a")), (400, settled("a"))], &[400, 460, 550]);
}

#[test]
fn one_save_after_the_other_is_looked_at_each_time() {
    let script: Vec<_> = (0..10).map(|index| (index * 30, settled("a"))).collect();
    let looks = looks(&script, 5);
    for (time, _) in script {
        assert!(looks.contains(&time), "{time} is not among {looks:?}");
    }
}

#[test]
fn two_files_that_come_at_once_are_not_looked_at_one_by_one() {
    check_looks(&[(100, settled("a")), (101, settled("b"))], &[100, 205]);
    check_looks(&[(100, settled("a")), (106, settled("b")), (107, settled("c"))], &[100, 205]);
}

#[test]
fn a_look_is_put_off_but_not_for_ever() {
    let mut pace = Debounce::default();
    (0..30).for_each(|index| pace.record(&settled(&format!("{index}")), at(0)));
    let (mut now, mut times) = (at(0), 0);
    while times < 100 {
        now += pace.wait(now).unwrap();
        pace.put_off(now);
        times += 1;
        if pace.wait(now).unwrap().is_zero() {
            break;
        }
    }
    assert!((10..30).contains(&times) && now == at(8_000), "{times} times until {now:?}");
}

#[test]
fn a_checkout_of_ten_thousand_files_takes_three_looks_at_most() {
    for gap in [1, 5] {
        let script: Vec<_> =
            (0..2_000).map(|index| (index * gap / 5, settled(&format!("{index}")))).collect();
        let count = looks(&script, 20).len();
        assert!(count <= 3, "{count} looks");
    }
}

#[test]
fn a_checkout_that_stutters_is_one_burst() {
    let file = |index: u64| (index / 100 * 190 + index % 100, settled(&format!("{index}.md")));
    let script: Vec<(u64, Event)> = (0..5_000).map(file).collect();
    let looks = looks(&script, 100);
    assert!(looks.len() <= 4, "{looks:?}");
    assert!(looks.last() >= script.last().map(|(time, _)| time));
}

#[test]
fn a_checkout_on_a_busy_machine_takes_three_looks_at_most() {
    let kinds: [fn(&str) -> Event; 2] = [settled, gone];
    for kind in kinds {
        // Ten files at a time, and now and then a second in which nothing gets done.
        let file = |index: u64| (index / 10 * 10 + index / 2_000 * 990, kind(&format!("{index}.md")));
        let script: Vec<(u64, Event)> = (0..5_000).map(file).collect();
        let looks = looks(&script, 300);
        assert!(looks.len() <= 3, "{looks:?}");
        assert!(looks.last() >= script.last().map(|(time, _)| time));
    }
}

#[test]
fn a_save_some_time_after_a_checkout_is_looked_at_at_once() {
    let checkout = (0..200).map(|index| (index, settled(&format!("{index}.md"))));
    let script: Vec<(u64, Event)> = checkout.chain([(5_000, settled("a.md"))]).collect();
    assert!(looks(&script, 100).contains(&5_000));
}

#[test]
fn a_burst_without_end_is_looked_at_all_the_same_and_ever_less_often() {
    let script: Vec<_> = (0..6_000).map(|index| (index * 10, settled(&format!("{index}")))).collect();
    let looks = looks(&script, 20);
    assert!((4..12).contains(&looks.len()), "{looks:?}");
    assert!(looks.windows(2).skip(2).all(|pair| pair[1] - pair[0] >= 60), "{looks:?}");
}

#[test]
fn what_was_lost_is_looked_for_when_the_burst_is_over() {
    check_looks(&[(100, Event::Rescan)], &[160]);
}
