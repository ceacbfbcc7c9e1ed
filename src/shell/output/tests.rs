//! Writing over every kind of folder, with every change to the disk failing in turn.

use std::fs;
use std::sync::Arc;

use super::disk::{Failure, fail_at};
use super::*;

/// What a folder holds: paths and bytes, symbolic links by where they lead.
type Tree = BTreeMap<String, Vec<u8>>;

fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() {
                tree.insert(name, fs::read_link(path).unwrap().as_os_str().as_encoded_bytes().to_vec());
            } else {
                tree.insert(name, fs::read(path).unwrap());
            }
        }
    }
    tree
}

fn site(files: &[(&str, &str)]) -> Site {
    let file = |(path, text): &(&str, &str)| {
        (path.to_string(), Output::Bytes(Arc::from(text.as_bytes().to_vec().into_boxed_slice())))
    };
    Site { files: files.iter().map(file).collect() }
}

/// A talk in a folder of its own, with things of the author beside it.
struct Talk {
    folder: tempfile::TempDir,
}

impl Talk {
    fn new() -> Talk {
        let talk = Talk { folder: tempfile::tempdir().unwrap() };
        talk.put("slides/1.md", "# one");
        talk.put("big.mp4", "a film");
        talk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn choose(&self, folder: &str, force: bool) -> Result<Destination, WriteError> {
        let folder = self.path(folder);
        Destination::choose(&Request { folder: Some(&folder), project: self.folder.path(), force })
    }

    fn write(&self, files: &[(&str, &str)], force: bool) -> Result<Written, WriteError> {
        write(&site(files), &self.choose("dist", force)?)
    }

    /// Writes, and expects it to succeed.
    #[track_caller]
    fn build(&self, files: &[(&str, &str)]) -> Written {
        self.write(files, false).unwrap()
    }

    /// What the output holds, without the manifest.
    fn output(&self) -> Tree {
        let mut output = tree(&self.path("dist"));
        output.remove(MANIFEST);
        output
    }

    #[track_caller]
    fn check_output(&self, files: &[(&str, &str)]) {
        assert_eq!(self.output(), files_of(files));
    }

    /// No staging folder is left beside the output.
    #[track_caller]
    fn check_tidy(&self) {
        let mut names: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(".orate"))
            .collect();
        names.sort();
        assert!(names.is_empty(), "{names:?}");
    }
}

fn files_of(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect()
}

const OLD: &[(&str, &str)] = &[
    ("index.html", "old page"),
    ("about.html", "old about"),
    ("assets/same.svg", "same"),
    ("assets/gone.svg", "gone"),
    ("old/deep/a.html", "a"),
];
const NEW: &[(&str, &str)] = &[
    ("index.html", "new page"),
    ("about.html", "new about"),
    ("assets/same.svg", "same"),
    ("assets/b.svg", "b"),
    ("talk.html", "t"),
];

#[test]
fn a_site_is_written_replaced_and_left_alone() {
    let talk = Talk::new();
    assert_eq!(talk.build(OLD).changed, 5);
    talk.check_output(OLD);
    let written = talk.build(NEW);
    assert_eq!((written.changed, written.unchanged, written.removed, written.kept), (4, 1, 2, None));
    talk.check_output(NEW);
    assert!(!talk.path("dist/old").exists());
    assert_eq!(talk.build(NEW), Written { unchanged: 5, ..Written::default() });
    talk.check_tidy();
}

#[test]
fn the_same_site_gives_the_same_bytes_wherever_it_is_written() {
    let (one, other) = (Talk::new(), Talk::new());
    one.build(NEW);
    other.build(OLD);
    other.build(NEW);
    assert_eq!(tree(&one.path("dist")), tree(&other.path("dist")));
}

#[cfg(unix)]
#[test]
fn a_file_whose_bytes_stay_keeps_its_inode_and_its_time() {
    use std::os::unix::fs::MetadataExt;
    let talk = Talk::new();
    let facts = || {
        let metadata = fs::metadata(talk.path("dist/assets/same.svg")).unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.nlink())
    };
    talk.build(OLD);
    let before = facts();
    talk.build(NEW);
    assert_eq!(facts(), before);
}

#[test]
fn a_large_file_is_copied_from_the_talk() {
    let talk = Talk::new();
    let mut site = site(&[("index.html", "page")]);
    site.files.insert("assets/film.mp4".into(), Output::Copy { from: "big.mp4".into(), size: 6 });
    let destination = talk.choose("dist", false).unwrap();
    assert_eq!(write(&site, &destination).unwrap().changed, 2);
    talk.check_output(&[("index.html", "page"), ("assets/film.mp4", "a film")]);
    assert_eq!(write(&site, &destination).unwrap().unchanged, 2);
    talk.put("big.mp4", "A FILM");
    assert_eq!(write(&site, &destination).unwrap().changed, 1);
}

#[test]
fn files_of_others_stay_where_they_are() {
    let talk = Talk::new();
    talk.build(OLD);
    talk.put("dist/CNAME", "talks.example");
    talk.put("dist/assets/notes.txt", "mine");
    talk.put("dist/theirs/a.txt", "theirs");
    #[cfg(unix)]
    let facts = || {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let file = fs::metadata(talk.path("dist/theirs/a.txt")).unwrap();
        let folder = fs::metadata(talk.path("dist/theirs")).unwrap().permissions().mode() & 0o777;
        (
            file.ino(),
            file.mtime(),
            file.mtime_nsec(),
            file.nlink(),
            folder,
            talk.path("dist/link").read_link().unwrap(),
        )
    };
    #[cfg(unix)]
    let before = {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(talk.path("dist/theirs"), fs::Permissions::from_mode(0o750)).unwrap();
        std::os::unix::fs::symlink("theirs/a.txt", talk.path("dist/link")).unwrap();
        facts()
    };
    talk.build(NEW);
    #[cfg(unix)]
    {
        assert_eq!(facts(), before);
        fs::remove_file(talk.path("dist/link")).unwrap();
    }
    let mut expected = NEW.to_vec();
    expected.extend([("CNAME", "talks.example"), ("assets/notes.txt", "mine"), ("theirs/a.txt", "theirs")]);
    talk.check_output(&expected);
    talk.check_tidy();
}

#[test]
fn a_file_of_ours_that_someone_changed_is_not_replaced_or_removed_unasked() {
    let talk = Talk::new();
    talk.build(OLD);
    talk.put("dist/assets/gone.svg", "edited");
    talk.build(NEW);
    assert_eq!(talk.output()["assets/gone.svg"], b"edited");

    talk.put("dist/index.html", "edited");
    let page = &[("index.html", "third page")];
    assert!(
        matches!(talk.write(page, false), Err(WriteError::InTheWay(path)) if path.ends_with("index.html"))
    );
    assert_eq!(talk.output()["index.html"], b"edited");
    talk.write(NEW, true).unwrap();
    assert_eq!(talk.output()["index.html"], b"new page");
    assert_eq!(talk.output()["assets/gone.svg"], b"edited");
}

#[test]
fn a_folder_without_a_manifest_is_refused_unless_forced_and_then_loses_nothing() {
    let talk = Talk::new();
    talk.put("dist/thesis.tex", "three years");
    talk.put("dist/index.html", "someone's");
    let before = tree(talk.folder.path());
    assert!(matches!(
        talk.write(NEW, false),
        Err(WriteError::NotOurs { example, .. }) if example == "index.html"
    ));
    assert_eq!(tree(talk.folder.path()), before);
    talk.write(NEW, true).unwrap();
    let mut expected = NEW.to_vec();
    expected.push(("thesis.tex", "three years"));
    talk.check_output(&expected);
}

#[test]
fn a_damaged_manifest_makes_a_folder_nobodys() {
    let talk = Talk::new();
    talk.build(OLD);
    talk.put(&format!("dist/{MANIFEST}"), "{");
    assert!(matches!(talk.write(NEW, false), Err(WriteError::NotOurs { .. })));
    talk.write(NEW, true).unwrap();
    assert_eq!(talk.build(NEW).unchanged, 5);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_kept_even_when_forced() {
    let talk = Talk::new();
    talk.put("dist/index.html/mine", "mine");
    assert!(matches!(talk.write(NEW, true), Err(WriteError::Blocked(_))));
    talk.check_output(&[("index.html/mine", "mine")]);
    talk.check_tidy();
}

#[track_caller]
fn check_refused(talk: &Talk, folder: &str, refusal: Refusal) {
    match talk.choose(folder, true) {
        Err(WriteError::Refused { refusal: found, .. }) => assert_eq!(found, refusal, "{folder}"),
        other => panic!("{folder}: {other:?}"),
    }
}

#[test]
fn folders_that_are_no_output_are_refused_even_when_forced() {
    let talk = Talk::new();
    talk.put("site/.git", "gitdir: elsewhere");
    talk.put("repository/.git/HEAD", "ref");
    talk.put("file", "text");
    check_refused(&talk, "", Refusal::HoldsTalk);
    check_refused(&talk, ".", Refusal::HoldsTalk);
    check_refused(&talk, "slides/..", Refusal::HoldsTalk);
    check_refused(&talk, "..", Refusal::HoldsTalk);
    check_refused(&talk, "/", Refusal::FileSystemRoot);
    check_refused(&talk, "slides", Refusal::PartOfTalk);
    check_refused(&talk, "slides/dist", Refusal::PartOfTalk);
    check_refused(&talk, "images/dist", Refusal::PartOfTalk);
    check_refused(&talk, "site", Refusal::Repository);
    check_refused(&talk, "repository", Refusal::Repository);
    check_refused(&talk, "repository/.git/dist", Refusal::Repository);
    check_refused(&talk, "file", Refusal::NotAFolder);
    check_refused(&talk, env!("CARGO_MANIFEST_DIR"), Refusal::WorkingFolder);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_neither_an_output_nor_followed_in_one() {
    use std::os::unix::fs::symlink;
    let talk = Talk::new();
    talk.put("elsewhere/same.svg", "same");
    symlink(talk.path("elsewhere"), talk.path("dist")).unwrap();
    check_refused(&talk, "dist", Refusal::SymbolicLink);
    check_refused(&talk, "dist/", Refusal::SymbolicLink);
    fs::remove_file(talk.path("dist")).unwrap();

    talk.build(OLD);
    fs::remove_dir_all(talk.path("dist/assets")).unwrap();
    symlink(talk.path("elsewhere"), talk.path("dist/assets")).unwrap();
    assert!(matches!(talk.write(NEW, true), Err(WriteError::Blocked(_))));
    // Nothing in the folder of the link is taken for ours, though its path and hash are in the manifest.
    talk.build(&[("index.html", "no assets")]);
    assert_eq!(tree(&talk.path("elsewhere")), Tree::from([("same.svg".into(), b"same".to_vec())]));
    assert!(talk.path("dist/assets").is_symlink());
}

#[test]
fn a_path_that_leads_out_is_not_written() {
    let talk = Talk::new();
    for path in ["../evil", "/evil", "a/../../evil", MANIFEST] {
        assert!(matches!(talk.write(&[(path, "")], true), Err(WriteError::Path(_))), "{path}");
    }
    talk.check_tidy();
}

#[test]
fn a_staging_folder_that_is_not_ours_is_left_alone() {
    let talk = Talk::new();
    talk.put(".orate-dist/diary.txt", "mine");
    assert!(matches!(talk.write(NEW, false), Err(WriteError::Staging(_))));
    assert_eq!(fs::read(talk.path(".orate-dist/diary.txt")).unwrap(), b"mine");
}

#[test]
fn builds_at_once_end_with_one_of_them_whole() {
    let talk = Talk::new();
    std::thread::scope(|scope| {
        for round in 0..8 {
            let (talk, files) = (&talk, if round % 2 == 0 { OLD } else { NEW });
            scope.spawn(move || (0..5).for_each(|_| drop(talk.build(files))));
        }
    });
    let names = |files: &[(&str, &str)]| files.iter().map(|file| file.0.to_owned()).collect::<Vec<_>>();
    let output: Vec<String> = talk.output().into_keys().collect();
    let (mut old, mut new) = (names(OLD), names(NEW));
    old.sort();
    new.sort();
    assert!(output == old || output == new, "{output:?}");
    talk.check_tidy();
}

/// What is in an output before a build that fails.
struct Before {
    files: &'static [(&'static str, &'static str)],
    strangers: &'static [(&'static str, &'static str)],
}

/// Lets every change of a build fail, one after the other, by itself or with all that follow.
///
/// After each failure the output is the old one or the new one, and the result says which; the next build
/// clears up. Gives how many failures were tried.
fn check_failures(before: &Before) -> usize {
    let mut tried = 0;
    for with_all_that_follow in [false, true] {
        for number in 0.. {
            let talk = Talk::new();
            if !before.files.is_empty() {
                talk.build(before.files);
            }
            before.strangers.iter().for_each(|(path, text)| talk.put(&format!("dist/{path}"), text));
            let (old, elsewhere) = (talk.output(), tree(&talk.path("slides")));
            fail_at(Some(if with_all_that_follow { Failure::AllFrom(number) } else { Failure::One(number) }));
            let result = talk.write(NEW, false);
            if fail_at(None) <= number {
                break;
            }
            tried += 1;
            check_old_or_new(&talk, before, &old, result.is_ok(), number);
            talk.build(NEW);
            talk.check_tidy();
            let mut expected = NEW.to_vec();
            expected.extend(before.strangers);
            talk.check_output(&expected);
            assert_eq!(tree(&talk.path("slides")), elsewhere);
        }
    }
    tried
}

#[track_caller]
fn check_old_or_new(talk: &Talk, before: &Before, old: &Tree, is_written: bool, number: usize) {
    let output = talk.output();
    for (path, text) in before.strangers {
        assert_eq!(output[*path], text.as_bytes(), "failure {number}");
    }
    let page = output.get("index.html").map(Vec::as_slice);
    if is_written {
        assert_eq!(page, Some(&b"new page"[..]), "failure {number}: said to be written");
        NEW.iter().for_each(|(path, text)| assert_eq!(output[*path], text.as_bytes(), "failure {number}"));
    } else {
        assert_eq!(page, old.get("index.html").map(Vec::as_slice), "failure {number}");
        old.iter().for_each(|(path, bytes)| assert_eq!(&output[path], bytes, "failure {number}"));
        assert_eq!(&output, old, "failure {number}");
    }
}

/// An output that cannot change places with the next one: a socket in it is not a file, and so cannot be taken along.
#[cfg(unix)]
fn talk_with_a_socket() -> Talk {
    let talk = Talk::new();
    talk.build(OLD);
    drop(std::os::unix::net::UnixListener::bind(talk.path("dist/socket")).unwrap());
    talk
}

#[cfg(unix)]
#[test]
fn files_that_are_replaced_one_by_one_are_reported_where_a_reader_could_notice() {
    let talk = talk_with_a_socket();
    let compared = compare(&site(NEW), &talk.choose("dist", false).unwrap()).unwrap();
    assert_eq!(compared.mixed, Some(Obstacle::Guests));
    assert_eq!(talk.build(NEW).mixed, Some(Obstacle::Guests));

    // One page, and pictures with names of their own: what a reader loads is old or new at every moment.
    let talk = talk_with_a_socket();
    let mut next = OLD.to_vec();
    next[0] = ("index.html", "new page");
    next[3] = ("assets/new.svg", "new");
    assert_eq!(compare(&site(&next), &talk.choose("dist", false).unwrap()).unwrap().mixed, None);
    assert_eq!(talk.build(&next).mixed, None);

    // Where folders can change places there is nothing to report.
    let talk = Talk::new();
    talk.build(OLD);
    assert_eq!(compare(&site(NEW), &talk.choose("dist", false).unwrap()).unwrap().mixed, None);
    assert_eq!(talk.build(NEW).mixed, None);
}

/// Lets every change fail in turn while files are replaced one by one, by itself and with all that follow.
///
/// By itself: the output is the old one or the new one, and the result says which. With all that follow, as after a kill:
/// every file is whole, the first page is the last that changes, nothing of the old site is gone before it has, and the
/// next build mends it.
#[cfg(unix)]
#[test]
fn files_that_are_replaced_one_by_one_come_back_if_one_cannot_be() {
    let (mut tried, mut mixed) = (0, 0);
    for is_killed in [false, true] {
        for number in 0.. {
            let talk = talk_with_a_socket();
            fail_at(Some(if is_killed { Failure::AllFrom(number) } else { Failure::One(number) }));
            let result = talk.write(NEW, false);
            if fail_at(None) <= number {
                break;
            }
            tried += 1;
            fs::remove_file(talk.path("dist/socket")).unwrap();
            let output = talk.output();
            let is_new = output["index.html"] == b"new page";
            assert_eq!(result.is_ok(), is_new, "failure {number}");
            let (old, new) = (files_of(OLD), files_of(NEW));
            if is_new {
                new.iter().for_each(|(path, bytes)| assert_eq!(&output[path], bytes, "failure {number}"));
            } else if is_killed {
                for (path, bytes) in &old {
                    let known = [Some(bytes), new.get(path)];
                    assert!(known.contains(&output.get(path)), "failure {number}: {path}");
                }
                mixed += usize::from(output != old);
                let is_told = matches!(result, Err(WriteError::Mixed { .. }));
                assert!(
                    is_told || old.iter().all(|(path, bytes)| output[path] == *bytes),
                    "failure {number}"
                );
            } else {
                assert_eq!(output, old, "failure {number}");
            }
            talk.build(NEW);
            talk.check_output(NEW);
            talk.check_tidy();
        }
    }
    println!(
        "{tried} failures of replacing one by one: 0 false results, {mixed} kills in between, 0 after the next build"
    );
    assert!(tried >= 40, "{tried}");
}

#[cfg(unix)]
#[test]
fn what_two_killed_builds_left_is_ours_to_remove() {
    // From the old site to the new one and back, each killed before it removes what is stale.
    for first in 0..30 {
        let talk = talk_with_a_socket();
        fail_at(Some(Failure::AllFrom(first)));
        let _ = talk.write(NEW, false);
        for second in (0..40).step_by(3) {
            fail_at(Some(Failure::AllFrom(second)));
            let _ = talk.write(if second % 2 == 0 { OLD } else { NEW }, false);
        }
        fail_at(None);
        talk.build(OLD);
        fs::remove_file(talk.path("dist/socket")).unwrap();
        talk.check_output(OLD);
        talk.check_tidy();
    }
}

#[test]
fn whatever_fails_the_output_is_the_old_one_or_the_new_one() {
    let first = check_failures(&Before { files: &[], strangers: &[] });
    let next = check_failures(&Before { files: OLD, strangers: &[] });
    let strangers = &[("CNAME", "talks.example"), ("assets/mine.txt", "a"), ("theirs/deep/b.html", "b")];
    let shared = check_failures(&Before { files: OLD, strangers });
    println!("0 partial outputs and 0 false results of {} failing builds", first + next + shared);
    assert!(first >= 10 && next >= 20 && shared >= 20, "{first} {next} {shared}");
}
