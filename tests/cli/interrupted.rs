//! Builds that are killed, and builds that run at once.

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::cli::talk::{Talk, Tree, tree};

/// How many builds are killed.
const KILLS: u32 = 40;

/// The same on folders that are mounted, where each takes longer.
#[cfg(target_os = "linux")]
const KILLS_OF_MOUNTED: u32 = 14;

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

/// What a loop of kills does: runs a command that is killed at moments that `sleep` can tell, and keeps what each kill left.
/// `$1` is how often, `$2` how many milliseconds are between the first moment and the last.
#[cfg(target_os = "linux")]
const KILL_LOOP: &str = r#"
set -e
times=$1; length=$2; shift 2
mkdir -p kept
number=0
while [ $number -lt $times ]; do
  rm -rf talk/slides talk/images; cp -a state$((number % 2))/. talk/
  "$@" > /dev/null 2>&1 &
  child=$!
  sleep "$(printf '0.%03d' $((length * number / times)))"
  kill -KILL $child 2> /dev/null || true
  wait $child 2> /dev/null || true
  cp -a out kept/$number
  number=$((number + 1))
done
rm -rf talk/slides talk/images; cp -a state0/. talk/
"$@" > /dev/null
cp -a out kept/last
"#;

/// Runs a loop of kills with `out` mounted, in a name space of its own; `None` if the system does not allow it.
#[cfg(target_os = "linux")]
fn kill_while_mounted(talk: &Talk, mount: &str, length: u32, arguments: &[&str]) -> Option<()> {
    let script = format!("{mount} || exit 77\n{KILL_LOOP}");
    let mut command = Command::new("unshare");
    // Root needs no name space of users, and others need one.
    if !rustix::process::geteuid().is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command.args(["--mount", "sh", "-c", &script, "sh", &KILLS_OF_MOUNTED.to_string(), &length.to_string()]);
    command.arg(env!("CARGO_BIN_EXE_orate")).args(arguments).current_dir(talk.path(""));
    let output = command.env("HOME", talk.path("home")).output().ok()?;
    match output.status.code() {
        Some(0) => Some(()),
        Some(77 | 1) if !talk.path("kept").exists() => None,
        code => panic!("{code:?}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Whether whoever reads an output at this moment has one whole deck: a page, and every file that it needs.
#[cfg(target_os = "linux")]
fn shows(output: &Tree, deck: &Tree) -> bool {
    let is_manifest = |path: &std::path::Path| path.ends_with(".orate-manifest.json");
    deck.iter().filter(|(path, _)| !is_manifest(path)).all(|(path, bytes)| output.get(path) == Some(bytes))
}

#[cfg(target_os = "linux")]
#[test]
fn a_killed_run_on_a_mounted_folder_leaves_a_deck_that_can_be_shown() {
    for (mount, command) in [
        ("mount -t tmpfs none out", &["build", "talk", "-o", "out"][..]),
        ("mount --bind elsewhere out", &["build", "talk", "-o", "out"]),
        ("mount -t tmpfs none out", &["publish", "talk", "--to", "out", "--yes", "--most-removed", "1000"]),
    ] {
        let (talk, decks) = two_states();
        for state in 0..2 {
            set(&talk, state);
            for folder in ["slides", "images"] {
                copy(&talk.path("talk").join(folder), &talk.path(&format!("state{state}/{folder}")));
            }
        }
        let decks = match command[0] {
            "build" => decks,
            _ => [0, 1].map(|state| {
                set(&talk, state);
                assert_eq!(talk.run(["build", "--public"]).code, 0);
                tree(&talk.path("talk/dist"))
            }),
        };
        fs::remove_dir_all(talk.path("talk/dist")).unwrap();
        ["out", "elsewhere"].iter().for_each(|folder| fs::create_dir(talk.path(folder)).unwrap());
        let start = Instant::now();
        talk.run(["build", "-o", "../measured"]);
        let length = (start.elapsed() * 2).as_millis().clamp(20, 900) as u32;
        if kill_while_mounted(&talk, mount, length, command).is_none() {
            eprintln!("\n*** nothing may be mounted here: mounted outputs were NOT tried ***\n");
            return;
        }
        let (mut left, mut between) = ([0, 0], 0);
        for number in 0..KILLS_OF_MOUNTED {
            let output = tree(&talk.path(&format!("kept/{number}")));
            // Killed before there was any page, the first of all builds leaves none.
            if left == [0, 0] && !output.contains_key(std::path::Path::new("index.html")) {
                continue;
            }
            let shown = decks.iter().position(|deck| shows(&output, deck));
            left[shown.unwrap_or_else(|| panic!("{mount}: no deck can be shown after kill {number}"))] += 1;
            between += u32::from(!decks.iter().any(|deck| output.len() == deck.len()));
        }
        let last = tree(&talk.path("kept/last"));
        let differ = |path: &&std::path::PathBuf| last.get(*path) != decks[0].get(*path);
        let wrong: Vec<_> = last.keys().chain(decks[0].keys()).filter(differ).collect();
        assert!(wrong.is_empty(), "{mount}: the next run leaves {wrong:?}");
        println!(
            "{mount}: 0 of {KILLS_OF_MOUNTED} kills left a page without its files ({left:?}, {between} with files of both)"
        );
    }
}

#[cfg(target_os = "linux")]
fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Whoever asks a build to end gets a process that has ended by that signal, and finds nothing of it left.
#[cfg(unix)]
#[test]
fn a_build_that_is_asked_to_end_tidies_up() {
    use std::os::unix::process::ExitStatusExt;
    let (talk, outputs) = two_states();
    let film = fs::File::create(talk.path("talk/images/film.mp4")).unwrap();
    film.set_len(400_000_000).unwrap();
    let slides = fs::read_to_string(talk.path("talk/slides/1.md")).unwrap();
    talk.put("talk/slides/1.md", &format!("{slides}\n\n\n<video src=\"images/film.mp4\"></video>\n"));
    for signal in ["INT", "TERM", "HUP"] {
        let mut build = talk.command(["build", "--quiet"]).spawn().unwrap();
        while !talk.path("talk/.orate-dist/new").exists() && build.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let sent = Command::new("kill").args([&format!("-{signal}"), &build.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let status = build.wait().unwrap();
        assert!(status.signal().is_some(), "{signal}: {status:?}");
        assert!(!talk.path("talk/.orate-dist").exists(), "{signal}");
        assert!(outputs.contains(&tree(&talk.path("talk/dist"))), "{signal}");
    }
}
