//! A site that has not changed is not built again; whatever changes in it, or in its output, is never overlooked.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::cli::talk::{PICTURE, Run, Talk, Tree, tree};

/// Without fonts, since none is needed here and it takes a while to cut them.
const SETTINGS: &str = "title = \"Talks\"\n[site]\nfonts = false\ntalks = [\"talks/*\"]\n";

/// A theme that brings no fonts.
const THEME: &str = ":root { --r-main-color: #123 }";

fn site() -> Talk {
    let talk = Talk::new();
    talk.put("site/orate.toml", SETTINGS);
    talk.put("site/talks/a/slides/10-one.md", "# One\n\n![A dot](images/a.svg)\n");
    talk.put("site/talks/a/orate.toml", "title = \"First\"\ntheme = \"plain.css\"\n");
    talk.put("site/talks/a/plain.css", THEME);
    talk.put("site/talks/plain.css", THEME);
    talk.put("site/talks/a/images/a.svg", PICTURE);
    talk.put("site/talks/b.md", "---\ntheme: plain.css\n---\n# Other\n\n[later](files/later.txt)\n");
    fs::create_dir_all(talk.path("site/templates/site")).unwrap();
    talk
}

/// Every file and folder below a folder.
fn everything(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inner = entries.flat_map(|path| if path.is_dir() { everything(&path) } else { vec![path] });
    inner.chain([folder.to_owned()]).collect()
}

/// Waits until no file of the site was changed a moment ago, after which builds are remembered.
fn settle(talk: &Talk) {
    let is_settled = |path: &PathBuf| {
        let metadata = fs::metadata(path).unwrap();
        let changed = Duration::from_secs(metadata.ctime().cast_unsigned())
            + Duration::from_nanos(metadata.ctime_nsec().cast_unsigned());
        SystemTime::now() > SystemTime::UNIX_EPOCH + changed + Duration::from_millis(60)
    };
    while !everything(&talk.path("site")).iter().all(is_settled) {
        std::thread::yield_now();
    }
}

fn build(talk: &Talk, options: &[&str]) -> Run {
    talk.run(["build", "../site"].iter().chain(options))
}

fn is_reused(run: &Run) -> bool {
    run.output.starts_with("up to date: ")
}

/// The site as a build makes it that remembers nothing.
fn fresh(talk: &Talk) -> Tree {
    if talk.path("home/.cache").exists() {
        fs::remove_dir_all(talk.path("home/.cache")).unwrap();
    }
    let run = build(talk, &["-o", "../fresh"]);
    assert!(!is_reused(&run), "{}", run.output);
    let files = tree(&talk.path("fresh"));
    fs::remove_dir_all(talk.path("fresh")).unwrap();
    files
}

/// A site that was built, and would not be built again.
fn built() -> Talk {
    let talk = site();
    settle(&talk);
    let first = build(&talk, &[]);
    assert_eq!((first.code, is_reused(&first)), (0, false), "{}", first.errors);
    assert!(is_reused(&build(&talk, &[])));
    talk
}

/// What a change is, and how it is made.
type Change<'a> = (&'a str, &'a dyn Fn(&Talk));

/// Checks that after each change the site is built as if nothing were remembered.
fn check_changes(changes: &[Change<'_>]) {
    let talk = built();
    for (what, change) in changes {
        change(&talk);
        let run = build(&talk, &[]);
        assert!(!is_reused(&run), "{what}: {}", run.output);
        let files = tree(&talk.path("site/dist"));
        assert!(files == fresh(&talk), "{what}");
        settle(&talk);
        build(&talk, &[]);
        assert!(is_reused(&build(&talk, &[])), "{what}");
    }
}

/// Gives a file other bytes of the same length, and the time that it had.
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    let time = fs::metadata(path).unwrap().modified().unwrap();
    assert!(from.len() == to.len() && text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
    File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn an_unchanged_site_is_left_as_it_is_and_reported_again() {
    let talk = site();
    settle(&talk);
    let (first, json) = (build(&talk, &[]), build(&talk, &["--json"]));
    assert!(first.errors.contains("warning[missing-file]"), "{}", first.errors);
    assert_eq!(build(&talk, &["--json"]).output, json.output);
    build(&talk, &[]);
    let before = tree(&talk.path("site/dist"));
    let again = build(&talk, &[]);
    assert!(is_reused(&again) && again.output.contains("2 talks (2 slides) in ../site/dist/index.html: "));
    assert_eq!((again.code, again.errors), (0, first.errors));
    assert_eq!(tree(&talk.path("site/dist")), before);
    assert_eq!(build(&talk, &["--quiet"]).output, "");
}

#[test]
fn a_change_in_a_talk_is_seen() {
    let slide = "site/talks/a/slides/20-two.md";
    check_changes(&[
        ("a text of the same length and time", &|talk| {
            edit(&talk.path("site/talks/a/slides/10-one.md"), "One", "Two");
        }),
        ("a picture of the same length and time", &|talk| {
            edit(&talk.path("site/talks/a/images/a.svg"), "h4v3", "h3v4");
        }),
        ("a new slide", &|talk| talk.put(slide, "## Two")),
        ("a slide that goes", &|talk| fs::remove_file(talk.path(slide)).unwrap()),
        ("a file that was not there", &|talk| talk.put("site/talks/files/later.txt", "now")),
        ("a template", &|talk| {
            let template = "<section{{ attributes }}>{{ content }}!</section>";
            talk.put("site/talks/a/templates/slide.html", template);
        }),
        ("a setting", &|talk| edit(&talk.path("site/talks/a/orate.toml"), "First", "Third")),
    ]);
}

#[test]
fn a_change_in_the_site_is_seen() {
    check_changes(&[
        ("a setting", &|talk| edit(&talk.path("site/orate.toml"), "Talks", "Tales")),
        ("a new talk", &|talk| {
            talk.put("site/talks/c.md", "---\ntheme: plain.css\n---\n# Third");
        }),
        ("a talk that goes", &|talk| fs::remove_file(talk.path("site/talks/c.md")).unwrap()),
        ("a template in a folder that was empty", &|talk| {
            talk.put("site/templates/site/when.html", "<p>then</p>");
        }),
        ("a folder that is no talk yet", &|talk| {
            fs::create_dir_all(talk.path("site/talks/d")).unwrap();
        }),
        ("a folder that becomes a talk", &|talk| {
            talk.put("site/talks/d/orate.toml", "theme = \"plain.css\"");
            talk.put("site/talks/d/plain.css", THEME);
            talk.put("site/talks/d/slides.md", "# Fourth");
        }),
    ]);
}

#[test]
fn a_change_in_the_output_is_seen() {
    check_changes(&[
        ("a file that is gone", &|talk| fs::remove_file(talk.path("site/dist/b/index.html")).unwrap()),
        ("all of it", &|talk| fs::remove_dir_all(talk.path("site/dist")).unwrap()),
    ]);
    let talk = built();
    edit(&talk.path("site/dist/b/index.html"), "Other", "Ohter");
    let run = build(&talk, &[]);
    assert!(run.code != 0 && run.errors.contains("b/index.html"), "it is somebody's work: {}", run.errors);
    assert!(fs::read_to_string(talk.path("site/dist/b/index.html")).unwrap().contains("Ohter"));
}

#[test]
fn another_way_to_build_is_another_build() {
    let talk = built();
    assert!(!is_reused(&build(&talk, &["--public"])));
    assert!(!is_reused(&build(&talk, &[])), "what lies there is the public site");
    let records = everything(&talk.path("home/.cache/orate/sites"));
    let record = records.iter().find(|path| path.is_file()).expect("the build is remembered");
    build(&talk, &[]);
    let text = fs::read_to_string(record).unwrap();
    for other in [text.replace("\"key\":\"", "\"key\":\"9"), text[..text.len() / 2].to_owned(), String::new()]
    {
        fs::write(record, other).unwrap();
        assert!(!is_reused(&build(&talk, &[])), "the record of another orate, or a damaged one");
    }
    assert!(is_reused(&build(&talk, &[])));
}

#[test]
fn what_a_program_makes_of_a_site_and_what_has_errors_is_built_each_time() {
    for (file, text) in [
        ("site/talks/a/orate.toml", "[diagrams.d2]\ncommand = [\"true\"]\n"),
        ("site/talks/a/slides/20-two.md", "![Missing](images/none.svg)"),
    ] {
        let talk = site();
        talk.put(file, text);
        settle(&talk);
        build(&talk, &[]);
        assert!(!is_reused(&build(&talk, &[])), "{file}");
    }
}

#[test]
fn after_any_edits_the_site_is_what_a_first_build_makes() {
    let talk = site();
    let mut random = 7_u32;
    for step in 0..10 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let slide = format!("site/talks/a/slides/{}.md", (random >> 8) & 3);
        match (random >> 16) & 3 {
            0 if talk.path(&slide).exists() => fs::remove_file(talk.path(&slide)).unwrap(),
            1 => talk.put(
                "site/talks/a/images/a.svg",
                &PICTURE.replace("h4", &format!("h{}", (random >> 20) & 7)),
            ),
            2 => talk
                .put("site/talks/b.md", &format!("---\ntheme: plain.css\n---\n# Other {}\n", random >> 20)),
            _ => talk.put(&slide, &format!("## Slide {}\n\n![A dot](images/a.svg)\n", random >> 20)),
        }
        if (random >> 24) & 1 == 0 {
            settle(&talk);
        }
        build(&talk, &[]);
        build(&talk, &[]);
        let files = tree(&talk.path("site/dist"));
        assert!(files == fresh(&talk), "after step {step}");
    }
}
