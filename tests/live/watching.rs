//! Watching by the real system: into a folder, by the clock where the system does not tell, and at rest.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::server::{SOON, Server, put};

/// Waits until a file holds a text.
#[track_caller]
fn wait_for(path: &std::path::Path, word: &str) {
    let end = Instant::now() + Duration::from_secs(20);
    while !fs::read_to_string(path).is_ok_and(|text| text.contains(word)) {
        assert!(Instant::now() < end, "`{word}` never came to {}", path.display());
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn each_save_is_written_to_the_folder_and_a_broken_one_is_not() {
    let mut watching = Server::watching(&[("slides/talk.md", "# word-start")]);
    assert_eq!(watching.event("built")["slides"], 1);
    let page = watching.path("dist/index.html");
    wait_for(&page, "word-start");
    for round in 0..5 {
        let word = format!("word-{round}-x");
        watching.put("slides/talk.md", &format!("# {word}\n\nNote: said"));
        wait_for(&page, &word);
        watching.event("built");
    }
    watching.put("slides/talk.md", "# word-broken\n\n```\nnever closed");
    let broken = watching.event("built");
    assert_eq!(broken["diagnostics"][0]["code"], "unclosed-fence", "{broken}");
    assert!(!fs::read_to_string(&page).unwrap().contains("word-broken"), "the last good page stays");
    fs::remove_file(watching.path("slides/talk.md")).unwrap();
    watching.event("built");
    assert!(page.exists(), "a talk that is gone takes nothing with it");
    put(&watching.path("slides/talk.md"), "# word-mended");
    wait_for(&page, "word-mended");
    watching.event("built");
    // What is written is no reason to build again.
    sleep(Duration::from_millis(700));
    assert_eq!(watching.events().len(), 0);
    assert!(watching.is_running());
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_watching_soon_and_leaves_the_site_whole() {
    for signal in ["-INT", "-TERM"] {
        if signal == "-INT" && ignores_interrupts() {
            eprintln!("\n*** started where interrupts are ignored: Ctrl-C was NOT tried ***\n");
            continue;
        }
        let mut watching = Server::watching(&[("slides/talk.md", "# word-start")]);
        watching.event("built");
        let start = Instant::now();
        Command::new("kill").args([signal, &watching.id().to_string()]).status().unwrap();
        watching.end();
        assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
        assert!(fs::read_to_string(watching.path("dist/index.html")).unwrap().contains("word-start"));
    }
}

/// Whether this process was started so that it ignores Ctrl-C, as a shell does with what it starts in the background: what
/// it starts itself ignores it, too.
#[cfg(unix)]
fn ignores_interrupts() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // Signals count from 1, and an interrupt is the second.
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 2 != 0)
}

#[cfg(target_os = "linux")]
#[test]
fn where_the_system_does_not_tell_the_talk_is_looked_at_and_that_is_said() {
    let Some(server) = Server::limited(&[("slides/talk.md", "# One")], 0) else { return };
    server.event("built");
    assert_eq!(server.count("polling"), 1);
    for count in 2..5 {
        server.put("slides/talk.md", &vec!["# Slide"; count].join("\n\n\n"));
        server.wait_for_slides(count);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_that_is_reached_later_is_said_when_it_is_reached() {
    let Some(server) = Server::limited(&[("slides/talk.md", "# One")], 2) else { return };
    server.event("built");
    assert_eq!(server.count("polling"), 0, "two folders can be watched");
    server.put("slides/more/talk.md", "# Two");
    assert!(server.event("polling")["reason"].is_string());
    server.put("slides/more/talk.md", "# Two\n\n\n# Three");
    server.wait_for_slides(3);
}

#[cfg(target_os = "linux")]
#[test]
fn at_rest_it_neither_builds_nor_computes() {
    let server = Server::start(&[("slides/talk.md", "# One"), ("images/a.svg", "<svg/>")], &[]);
    // The look after the burst is the last one.
    sleep(Duration::from_millis(700));
    let before = server.processor_time();
    sleep(Duration::from_secs(3));
    let spent = server.processor_time() - before;
    assert!(spent <= Duration::from_millis(50), "{spent:?} in three seconds of rest");
    assert_eq!(server.events().len(), 0);
}

/// Run by hand, for as many minutes as `MINUTES` says.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "it takes ten minutes"]
fn ten_idle_minutes() {
    let minutes = std::env::var("MINUTES").ok().and_then(|minutes| minutes.parse().ok()).unwrap_or(10);
    let server = Server::start(&[("slides/talk.md", "# One"), ("images/a.svg", "<svg/>")], &[]);
    sleep(Duration::from_secs(1));
    let before = server.processor_time();
    sleep(Duration::from_secs(60 * minutes));
    let events = server.events().len();
    println!(
        "{minutes} idle minutes: {events} rebuilds, {:?} of the processor",
        server.processor_time() - before
    );
    assert_eq!(events, 0);
}

/// Run by hand: it needs git, and writes ten thousand files.
#[test]
#[ignore = "it takes half a minute"]
fn a_checkout_of_ten_thousand_files() {
    let server = Server::start(&[("slides/0.md", "# word-one")], &[]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.fsync=none"];
        let status = Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(server.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.unwrap().success(), "{arguments:?}");
    };
    git(&["init"]);
    git(&["add", "."]);
    git(&["commit", "-m", "one"]);
    git(&["checkout", "-b", "many"]);
    for index in 0..10_000 {
        put(&server.path(&format!("slides/{}/{index}.md", index / 100)), &format!("# word-{index}"));
    }
    git(&["add", "."]);
    git(&["commit", "-m", "many"]);
    git(&["checkout", "-"]);
    server.wait_for_slides(1);
    sleep(Duration::from_secs(5));
    server.count("built");
    for (branch, slides) in [("many", 10_001), ("-", 1)] {
        git(&["checkout", branch]);
        server.wait_for_slides(slides);
        sleep(Duration::from_secs(3));
        let count = server.count("built");
        println!("a checkout of 10,000 files, to {slides} slides: {count} rebuilds");
        assert!(count <= 3);
    }
}
