//! Builds that are killed, and builds that run at once.

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::cli::talk::{Talk, Tree, tree};

/// How many builds are killed.
const KILLS: u32 = 40;

/// How many files lie beside the page.
const PICTURES: usize = 60;

/// The two states of a talk that builds alternate between, files beside the page among them.
fn set(talk: &Talk, state: usize) {
    let slides: String =
        (0..PICTURES).map(|slide| format!("## {state} {slide}\n\n![p](images/{slide}.svg)\n\n\n")).collect();
    talk.put("talk/slides/1.md", &slides);
    for picture in 0..PICTURES {
        let path = format!("talk/images/{picture}.svg");
        // Every third picture stays as it is.
        let width = if picture % 3 == 0 { picture + 1 } else { picture + 1 + state * 1000 };
        talk.put(
            &path,
            &format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="3"><path d="M0 0h4v3z"/></svg>"#),
        );
    }
}

/// A talk with both of its outputs, the first of them in place.
fn two_states() -> (Talk, [Tree; 2]) {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "embed = \"never\"\n");
    let outputs = [1, 0].map(|state| {
        set(&talk, state);
        talk.build();
        tree(&talk.path("talk/dist"))
    });
    let [second, first] = outputs;
    assert_ne!(first, second);
    (talk, [first, second])
}

fn kill(mut build: Child) {
    let _ = build.kill();
    build.wait().unwrap();
}

#[test]
fn a_killed_build_leaves_the_old_deck_or_the_new_one() {
    let (talk, outputs) = two_states();
    let start = Instant::now();
    talk.run(["build"]);
    let whole = start.elapsed() * 3;
    let mut left = [0, 0];
    let mut orphans = 0;
    for number in 0..KILLS {
        set(&talk, (number % 2) as usize);
        let moment = whole * number / KILLS;
        let start = Instant::now();
        let build = talk.command(["build", "--quiet"]).spawn().unwrap();
        // The moment is the thing under test, and every one of them must do.
        while start.elapsed() < moment {
            std::thread::sleep(Duration::from_micros(200));
        }
        kill(build);
        let output = tree(&talk.path("talk/dist"));
        let state = outputs.iter().position(|whole| *whole == output);
        left[state.unwrap_or_else(|| panic!("half an output after kill {number}"))] += 1;
        orphans += u32::from(talk.path("talk/.orate-dist").exists());
    }
    talk.build();
    assert!(!talk.path("talk/.orate-dist").exists(), "the orphan is swept");
    println!(
        "0 partial outputs of {KILLS} killed builds ({left:?}, {orphans} orphans, 0 after the next build)"
    );
}

#[test]
fn a_build_killed_at_its_staging_is_swept_by_the_next() {
    let (talk, outputs) = two_states();
    let mut swept = 0;
    for _ in 0..10 {
        set(&talk, 1);
        let mut build = talk.command(["build", "--quiet"]).spawn().unwrap();
        // Killed as soon as there is something to sweep, or not at all.
        while !talk.path("talk/.orate-dist/new").exists() && build.try_wait().unwrap().is_none() {}
        kill(build);
        swept += u32::from(talk.path("talk/.orate-dist").exists());
        set(&talk, 0);
        talk.build();
        assert_eq!(tree(&talk.path("talk/dist")), outputs[0]);
        assert!(!talk.path("talk/.orate-dist").exists());
    }
    println!("{swept} orphans swept, 0 left");
}

#[test]
fn builds_at_once_leave_one_of_their_decks_whole() {
    let (talk, outputs) = two_states();
    // A second talk that is the first one's other state, built into the same folder.
    let other = Talk::new();
    other.put("talk/orate.toml", "embed = \"never\"\n");
    set(&other, 1);
    let dist = talk.path("talk/dist");
    let builds: Vec<Child> = (0..8)
        .map(|number| {
            let source = if number % 2 == 0 { &talk } else { &other };
            source.command(["build", "--quiet", "-o"]).arg(&dist).spawn().unwrap()
        })
        .collect();
    let ends: Vec<_> = builds.into_iter().map(|build| build.wait_with_output().unwrap()).collect();
    for end in &ends {
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
    }
    assert!(outputs.contains(&tree(&dist)));
    assert!(!talk.path("talk/.orate-dist").exists());
    println!("{} builds at once, 0 partial outputs", ends.len());
}

#[cfg(unix)]
#[test]
fn a_build_that_waits_too_long_says_why() {
    let talk = Talk::new();
    talk.build();
    talk.put("talk/.orate-dist/orate.lock", "");
    let lock = fs::File::open(talk.path("talk/.orate-dist/orate.lock")).unwrap();
    lock.lock().unwrap();
    talk.put("talk/slides/2.md", "# More\n");
    let run = talk.run(["build"]);
    assert_eq!(run.code, 2);
    assert!(run.errors.contains("error[output-busy]: another build is writing to"), "{}", run.errors);
    drop(lock);
    talk.build();
}

/// What a program sees that reads the output while builds run: never half a page.
#[test]
fn a_reader_never_sees_half_a_page() {
    let (talk, outputs) = two_states();
    let pages = outputs.map(|output| output[std::path::Path::new("index.html")].clone());
    let mut reads = 0;
    for round in 0..6 {
        set(&talk, round % 2);
        let mut build: Child = Command::spawn(&mut talk.command(["build", "--quiet"])).unwrap();
        while build.try_wait().unwrap().is_none() {
            let page = fs::read(talk.path("talk/dist/index.html")).expect("there is a page at every moment");
            assert!(pages.contains(&page), "half a page of {} bytes", page.len());
            reads += 1;
        }
    }
    println!("0 missing and 0 torn pages of {reads} read during 6 builds");
}
