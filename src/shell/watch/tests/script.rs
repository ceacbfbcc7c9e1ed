//! The loop of looks, told by a script of what happens on disk and at what time: no clock, no sleep.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::shell::watch::{self, Event, Events, News, Poll, Poller, Watching};
use crate::site::Options;

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// At a time, in milliseconds, something happens on disk, and is reported.
type Step<'a> = (u64, Box<dyn Fn(&Path) -> Event + 'a>);

/// A source of events that is a script.
struct Script<'a> {
    folder: &'a Path,
    steps: VecDeque<Step<'a>>,
    now: Duration,
    /// When it was looked.
    looks: Vec<u64>,
}

impl Events for Script<'_> {
    fn next(&mut self, wait: Option<Duration>) -> Option<Event> {
        let Some((time, _)) = self.steps.front() else {
            let Some(wait) = wait else { return Some(Event::Stop) };
            self.now += wait;
            return None;
        };
        let time = Duration::from_millis(*time);
        if let Some(wait) = wait
            && time > self.now + wait
        {
            self.now += wait;
            return None;
        }
        self.now = self.now.max(time);
        let (_, happen) = self.steps.pop_front()?;
        Some(happen(self.folder))
    }

    fn now(&self) -> Duration {
        self.now
    }

    fn looked(&mut self, _: &Poller) {
        self.looks.push(u64::try_from(self.now.as_millis()).unwrap());
    }

    fn watching(&self) -> Watching {
        Watching::System
    }
}

/// What was shown, each at its time in milliseconds: the slides' headings, or why there are none.
fn shown(files: &[(&str, &str)], steps: Vec<Step<'_>>) -> Vec<(u64, String)> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        put(&folder.path().join(path), text);
    }
    let mut looker = Poller::for_preview(folder.path(), Options::default());
    looker.look(|_| true);
    let mut script =
        Script { folder: folder.path(), steps: steps.into(), now: Duration::ZERO, looks: Vec::new() };
    let mut news = Vec::new();
    watch::run(&mut script, &mut looker, |_, what| match what {
        News::Poll(Poll::Built { preview, .. }) => {
            let headings = preview.built.slides.iter().map(|slide| slide.rendered.facts.heading.clone());
            news.push(Some(headings.map(Option::unwrap_or_default).collect::<Vec<_>>().join(" ")));
        }
        News::Poll(Poll::Unreadable(error)) => news.push(Some(format!("unreadable: {error}"))),
        News::Poll(Poll::Unchanged | Poll::Disturbed) => news.push(None),
        News::Watching(_) => {}
    });
    assert_eq!(news.len(), script.looks.len(), "each look is reported");
    script.looks.into_iter().zip(news).filter_map(|(time, what)| Some((time, what?))).collect()
}

/// A file is written whole.
fn save<'a>(time: u64, path: &'a str, text: &'a str) -> Step<'a> {
    let happen = move |folder: &Path| {
        put(&folder.join(path), text);
        Event::Saved(folder.join(path))
    };
    (time, Box::new(happen))
}

/// A file is written to, and not yet closed.
fn write<'a>(time: u64, path: &'a str, text: &'a str) -> Step<'a> {
    let happen = move |folder: &Path| {
        put(&folder.join(path), text);
        Event::Changing(folder.join(path))
    };
    (time, Box::new(happen))
}

/// A file goes.
fn remove(time: u64, path: &str) -> Step<'_> {
    let happen = move |folder: &Path| {
        fs::remove_file(folder.join(path)).unwrap();
        Event::Removed(folder.join(path))
    };
    (time, Box::new(happen))
}

const TALK: &[(&str, &str)] = &[("slides/10.md", "# one"), ("slides/20.md", "# two")];

#[track_caller]
fn check(steps: Vec<Step<'_>>, expected: &[(u64, &str)]) {
    let shown = shown(TALK, steps);
    let shown: Vec<(u64, &str)> = shown.iter().map(|(time, what)| (*time, what.as_str())).collect();
    assert_eq!(shown, expected);
}

#[test]
fn a_save_is_shown_at_once_and_once() {
    check(vec![save(100, "slides/20.md", "# three")], &[(100, "one three")]);
}

#[test]
fn a_save_that_changes_nothing_is_not_shown() {
    check(vec![save(100, "slides/20.md", "# two")], &[]);
}

#[test]
fn half_a_file_is_not_shown_while_it_is_being_written() {
    let steps = vec![
        write(100, "slides/20.md", "# thr"),
        save(101, "slides/10.md", "# zero"),
        save(300, "slides/20.md", "# three"),
    ];
    check(steps, &[(101, "zero two"), (300, "zero three")]);
}

#[test]
fn a_file_that_nobody_closes_is_shown_in_the_end() {
    check(vec![write(100, "slides/20.md", "# three")], &[(550, "one three")]);
}

#[test]
fn a_file_that_goes_and_comes_back_was_never_away() {
    let steps = vec![remove(100, "slides/20.md"), save(110, "slides/20.md", "# three")];
    check(steps, &[(110, "one three")]);
}

#[test]
fn a_file_that_went_is_missed_after_a_while() {
    check(vec![remove(100, "slides/20.md")], &[(550, "one")]);
}

#[test]
fn what_the_system_lost_is_found() {
    let lose: Step<'_> = (
        100,
        Box::new(|folder| {
            put(&folder.join("slides/10.md"), "# zero");
            put(&folder.join("slides/30.md"), "# three");
            Event::Rescan
        }),
    );
    check(vec![lose], &[(160, "zero two three")]);
}

#[test]
fn settings_that_cannot_be_read_are_told_of_and_mended() {
    let steps = vec![save(100, "orate.toml", "title = "), save(900, "orate.toml", "title = 'x'")];
    let shown = shown(TALK, steps);
    assert_eq!(shown.iter().map(|(time, _)| *time).collect::<Vec<_>>(), [100, 900], "{shown:?}");
    assert_eq!(shown[1].1, "one two");
}

const LOCK: &str = ".git/index.lock";

#[track_caller]
fn check_checkout(steps: impl Iterator<Item = Step<'static>>, end: u64, slides: usize) {
    let steps = steps.chain([remove(end, LOCK)]).collect();
    let shown = shown(&[TALK, &[(LOCK, "")]].concat(), steps);
    let counts: Vec<(u64, usize)> =
        shown.iter().map(|(time, what)| (*time, what.split(' ').count())).collect();
    assert!(counts.len() <= 3, "{counts:?}");
    assert_eq!(counts.last().map(|(_, count)| *count), Some(slides), "{counts:?}");
}

#[test]
fn files_that_git_is_changing_are_waited_for() {
    // So many at once, and more than a second between them.
    for at_once in [10, 30] {
        let save = move |index: u64| -> Step<'static> {
            let happen = move |folder: &Path| {
                let path = folder.join(format!("slides/9{index:02}.md"));
                put(&path, "# more");
                Event::Saved(path)
            };
            (100 + index / at_once * 1_500, Box::new(happen))
        };
        check_checkout((0..60).map(save), 9_000, 62);
    }
}

#[test]
fn folders_that_git_is_making_are_waited_for() {
    let make = |index: u64| -> Step<'static> {
        let happen = move |folder: &Path| {
            let path = folder.join(format!("slides/{index}"));
            (0..100).for_each(|file| put(&path.join(format!("{file}.md")), "# more"));
            Event::Saved(path)
        };
        (100 + index * 70, Box::new(happen))
    };
    check_checkout((30..50).map(make), 2_000, 2_002);
}

#[test]
fn a_lock_that_git_left_behind_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let lock = folder.path().join(LOCK);
    put(&lock, "");
    let looker = Poller::for_preview(folder.path(), Options::default());
    assert!(looker.is_checked_out_anew());
    let old = std::time::SystemTime::now() - Duration::from_mins(2);
    fs::File::options().write(true).open(&lock).unwrap().set_modified(old).unwrap();
    assert!(!looker.is_checked_out_anew());
}
