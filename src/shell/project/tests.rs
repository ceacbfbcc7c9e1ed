//! Talks on disk, odd ones among them.

use super::*;
use crate::assets::{Content, Library as _};
use crate::parse::Entry;

/// A folder for a talk, made from paths and texts.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = folder.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    #[track_caller]
    fn open(&self) -> Project {
        open_talk(self.0.path(), &Access::default()).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// The tree of entries in one line: `a.md folder(b.md c.md)`.
fn outline(talk: &Project, entries: &[Entry]) -> String {
    let each = |entry: &Entry| match entry {
        Entry::File(id) => {
            let name = &talk.sources.get(*id).name;
            name.rsplit('/').next().unwrap_or(name).to_owned()
        }
        Entry::Folder { name, entries } => format!("{name}({})", outline(talk, entries)),
        Entry::RevealPage(index) => talk.sources.get(index.page).name.clone(),
    };
    entries.iter().map(each).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check_talk(folder: &Folder, expected: &str, codes: &[&str]) -> Project {
    let talk = folder.open();
    assert_eq!(outline(&talk, &talk.entries), expected);
    assert_eq!(talk.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), codes);
    talk
}

#[track_caller]
fn check_error(path: &Path, code: &str, message: &str) {
    let error = open_talk(path, &Access::default()).err().expect("an error");
    assert_eq!(error.code(), code);
    assert!(error.to_string().contains(message), "{error}");
}

/// What a talk in `repository/talk` sees at a path.
fn beyond(folder: &Folder, path: &str) -> String {
    let talk = open_talk(&folder.path("repository/talk"), &Access::default())
        .unwrap_or_else(|error| panic!("{error}"));
    match talk.library.find(path) {
        Ok(Some(file)) => match &file.content {
            Content::Bytes(bytes) => format!("{}: {}", file.path, String::from_utf8_lossy(bytes)),
            Content::Large { .. } => "large".into(),
        },
        Ok(None) => "nothing".into(),
        Err(refused) => refused.reason,
    }
}

#[test]
fn code_of_the_repository_around_a_talk_is_read_and_nothing_beyond() {
    let folder = Folder::new(&[
        ("repository/.git/HEAD", "ref"),
        ("repository/.env", "secret"),
        ("repository/.github/ci.yml", "on"),
        ("repository/src/main.rs", "fn"),
        ("repository/talk/slides/a.md", "# A"),
        ("secret.rs", "secret"),
    ]);
    assert_eq!(beyond(&folder, "../src/main.rs"), "../src/main.rs: fn");
    assert_eq!(beyond(&folder, "../.github/ci.yml"), "../.github/ci.yml: on");
    assert_eq!(beyond(&folder, "../src/lib.rs"), "nothing");
    assert_eq!(beyond(&folder, "../src"), "nothing");
    for hidden in ["../.git/HEAD", "../.env"] {
        assert_eq!(beyond(&folder, hidden), "it is hidden, as what is private is");
    }
    for outside in ["../../secret.rs", "../../../../../../../../../../etc/passwd", "../src/../../secret.rs"] {
        assert_eq!(beyond(&folder, outside), "it leads out of the git repository that holds the talk");
    }
    let talk = open_talk(&folder.path("repository/talk"), &Access::default()).unwrap();
    assert_eq!(talk.library.names_in("../src"), ["../src/main.rs"]);
    for refused in ["../.git", "../..", "../../repository/.git", "../nowhere"] {
        assert_eq!(talk.library.names_in(refused), [] as [&str; 0], "{refused}");
    }
    // A work tree of git's own names its repository in a file.
    fs::remove_dir_all(folder.path("repository/.git")).unwrap();
    assert_eq!(
        beyond(&folder, "../src/main.rs"),
        "it lies outside of the talk's folder, which no git repository holds"
    );
    fs::write(folder.path("repository/.git"), "gitdir: elsewhere").unwrap();
    assert_eq!(beyond(&folder, "../src/main.rs"), "../src/main.rs: fn");
    // The nearest repository counts: the talk may have its own.
    fs::write(folder.path("repository/talk/.git"), "gitdir: elsewhere").unwrap();
    assert_eq!(beyond(&folder, "../src/main.rs"), "it leads out of the talk's folder");
}

#[test]
fn files_and_folders_come_in_natural_order() {
    let folder = Folder::new(&[
        ("slides/10-end.md", ""),
        ("slides/2-main/b.md", ""),
        ("slides/2-main/a.md", ""),
        ("slides/1-intro.md", ""),
        ("slides/9-a.md", ""),
        ("slides/9.md", ""),
    ]);
    check_talk(&folder, "1-intro.md 2-main(a.md b.md) 9.md 9-a.md 10-end.md", &[]);
}

#[test]
fn litter_drafts_and_read_mes_are_no_slides() {
    let folder = Folder::new(&[
        ("slides/a.md", ""),
        ("slides/.#a.md", ""),
        ("slides/#a.md#", ""),
        ("slides/a.md~", ""),
        ("slides/.a.md.swp", ""),
        ("slides/4913", ""),
        ("slides/_draft.md", ""),
        ("slides/_drafts/b.md", ""),
        ("slides/README.md", ""),
        ("slides/picture.png", ""),
        ("slides/empty/.keep", ""),
    ]);
    check_talk(&folder, "a.md", &[]);
}

#[test]
fn strange_names_are_names() {
    let long = format!("slides/{}.md", "x".repeat(252));
    let folder = Folder::new(&[
        ("slides/a\nb.md", ""),
        ("slides/\"quoted\" 'name'.md", ""),
        ("slides/🎤 talk.md", ""),
        (&long, ""),
    ]);
    assert_eq!(folder.open().entries.len(), 4);
}

#[test]
fn names_that_differ_by_case_alone_are_told() {
    let folder = Folder::new(&[("slides/a.md", ""), ("images/Logo.svg", ""), ("images/logo.svg", "")]);
    check_talk(&folder, "a.md", &["same-name"]);
}

#[test]
fn settings_and_templates_are_read() {
    let folder = Folder::new(&[
        ("slides/a.md", ""),
        ("orate.toml", "title = \"t\""),
        ("templates/slide.html", "{{ content }}"),
        ("templates/notes.txt", ""),
    ]);
    let talk = check_talk(&folder, "a.md", &[]);
    assert_eq!(talk.sources.get(talk.settings.unwrap().source).text(), "title = \"t\"");
    assert_eq!(talk.templates.into_keys().collect::<Vec<_>>(), ["slide.html"]);
}

#[test]
fn one_file_is_a_talk() {
    let folder = Folder::new(&[("talk.md", "# a"), ("slides.md", "# b"), ("page.html", "")]);
    let talk =
        open_talk(&folder.path("talk.md"), &Access::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((outline(&talk, &talk.entries), talk.single), ("talk.md".into(), true));
    assert!(check_talk(&folder, "slides.md", &[]).single);
    check_error(&folder.path("page.html"), "no-talk", "no deck of reveal.js");
    check_error(&folder.path("missing"), "no-talk", "there is no");
}

#[test]
fn a_folder_without_slides_names_what_was_looked_for() {
    let folder = Folder::new(&[("markdown/a.md", ""), ("intro.md", "")]);
    check_error(&folder.path("."), "no-slides", "neither a folder `slides` nor a file `slides.md`");
    assert!(
        open_talk(folder.0.path(), &Access::default()).err().unwrap().help().unwrap().contains("intro.md")
    );
    let folder = Folder::new(&[("slides/README.md", "")]);
    check_error(&folder.path("."), "no-slides", "holds no Markdown file");
}

#[test]
fn a_text_over_the_limit_is_named_with_the_limit() {
    let folder = Folder::new(&[("slides/a.md", "")]);
    let file = fs::File::options().write(true).open(folder.path("slides/a.md")).unwrap();
    file.set_len(TEXT_LIMIT + 1).unwrap();
    check_error(&folder.path("."), "talk-too-large", "more than 64 MiB of text");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn pipe(path: &Path) {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    }

    #[test]
    fn links_that_lead_astray_are_skipped_and_told() {
        let outside = Folder::new(&[("secret.md", "# secret"), ("more/b.md", "")]);
        let folder = Folder::new(&[("slides/a.md", ""), ("shared/b.md", "")]);
        symlink(outside.path("secret.md"), folder.path("slides/b.md")).unwrap();
        symlink(outside.path("more"), folder.path("slides/c")).unwrap();
        symlink("..", folder.path("slides/d")).unwrap();
        symlink("e", folder.path("slides/e")).unwrap();
        symlink("gone.md", folder.path("slides/f.md")).unwrap();
        symlink("../shared", folder.path("slides/g")).unwrap();
        symlink("/dev/zero", folder.path("slides/h.md")).unwrap();
        pipe(&folder.path("slides/i.md"));
        let codes = [
            "outside-project",
            "outside-project",
            "link-circle",
            "link-circle",
            "dead-link",
            "outside-project",
            "not-a-file",
        ];
        let talk = check_talk(&folder, "a.md g(b.md)", &codes);
        assert!(talk.sources.iter().all(|(_, source)| !source.text().contains("secret")));
    }

    #[test]
    fn a_link_in_the_repository_does_not_lead_out_of_it() {
        let folder = Folder::new(&[
            ("repository/.git/HEAD", "ref"),
            ("repository/.env", "secret"),
            ("repository/src/main.rs", "fn"),
            ("repository/talk/slides/a.md", "# A"),
            ("secret.rs", "secret"),
        ]);
        symlink("../../secret.rs", folder.path("repository/src/a.rs")).unwrap();
        symlink("../.env", folder.path("repository/src/b.rs")).unwrap();
        symlink("main.rs", folder.path("repository/src/c.rs")).unwrap();
        symlink("../..", folder.path("repository/src/d")).unwrap();
        symlink("../src/main.rs", folder.path("repository/talk/e.rs")).unwrap();
        let outside = "it leads out of the git repository that holds the talk";
        assert_eq!(beyond(&folder, "../src/a.rs"), outside);
        assert_eq!(beyond(&folder, "../src/b.rs"), "it is hidden, as what is private is");
        assert_eq!(beyond(&folder, "../src/c.rs"), "../src/c.rs: fn");
        assert_eq!(beyond(&folder, "../src/d/secret.rs"), outside);
        // What the talk's folder is said to hold may be a picture, which goes into the page.
        assert_eq!(beyond(&folder, "e.rs"), "it leads out of the talk's folder");
    }

    #[test]
    fn settings_and_templates_are_plain_files_of_the_talk() {
        let outside = Folder::new(&[("orate.toml", "title = \"secret\"")]);
        let folder = Folder::new(&[("slides/a.md", ""), ("templates/slide.html", "")]);
        symlink(outside.path("orate.toml"), folder.path("orate.toml")).unwrap();
        fs::remove_file(folder.path("templates/slide.html")).unwrap();
        pipe(&folder.path("templates/slide.html"));
        let talk = check_talk(&folder, "a.md", &["outside-project", "not-a-file"]);
        assert!(talk.settings.is_none() && talk.templates.is_empty());
    }

    #[test]
    fn a_name_that_is_not_unicode_is_told() {
        let folder = Folder::new(&[("slides/a.md", "")]);
        fs::write(folder.path("slides").join(std::ffi::OsStr::from_bytes(b"caf\xE9.md")), "").unwrap();
        check_talk(&folder, "a.md", &["file-name"]);
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_named() {
        let folder = Folder::new(&[("slides/a.md", ""), ("slides/locked/b.md", "")]);
        let locked = folder.path("slides/locked");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
        // Who may read everything, as root may, sees no lock.
        if fs::read_dir(&locked).is_err() {
            check_error(&folder.path("."), "unreadable-file", "slides/locked");
        }
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[test]
    fn the_library_reads_plain_files_of_the_talk_and_each_once() {
        let outside = Folder::new(&[("secret.svg", "secret")]);
        let folder = Folder::new(&[("slides/a.md", ""), ("images/a.svg", "one")]);
        symlink(outside.path("secret.svg"), folder.path("images/secret.svg")).unwrap();
        symlink("a.svg", folder.path("images/b.svg")).unwrap();
        symlink("loop.svg", folder.path("images/loop.svg")).unwrap();
        pipe(&folder.path("images/pipe.svg"));
        let library = folder.open().library;
        let text = |path: &str| match library.find(path) {
            Ok(Some(file)) => match &file.content {
                Content::Bytes(bytes) => format!("{}: {}", file.path, String::from_utf8_lossy(bytes)),
                Content::Large { size, .. } => format!("{}: {size} bytes", file.path),
            },
            Ok(None) => "none".into(),
            Err(refused) => refused.reason,
        };
        assert_eq!(text("images/a.svg"), "images/a.svg: one");
        assert_eq!(text("images/b.svg"), "images/b.svg: one");
        fs::write(folder.path("images/a.svg"), "two").unwrap();
        assert_eq!(text("images/a.svg"), "images/a.svg: one");
        assert_eq!(text("images/secret.svg"), "it leads out of the talk's folder");
        assert_eq!(
            text("../secret.svg"),
            "it lies outside of the talk's folder, which no git repository holds"
        );
        assert_eq!(text("images/pipe.svg"), "it is a pipe, a socket or a device");
        assert!(text("images/loop.svg").contains("symbolic link"));
        for missing in ["images", "images/c.svg", "images/a.svg/x", &"x/".repeat(5000), "a\0b"] {
            assert_eq!(text(missing), "none");
        }
        assert_eq!(
            library.names(),
            [
                "images/a.svg",
                "images/b.svg",
                "images/loop.svg",
                "images/pipe.svg",
                "images/secret.svg",
                "slides/a.md",
            ]
        );
    }

    #[test]
    fn a_large_file_is_known_by_its_hash() {
        let folder = Folder::new(&[("film.mp4", "a film")]);
        let mut library = DiskLibrary::new(folder.0.path().canonicalize().unwrap(), Arc::default());
        library.large = 5;
        let file = library.find("film.mp4").unwrap().unwrap();
        let fingerprint = crate::text::Fingerprint::of(b"a film");
        assert!(
            matches!(file.content, Content::Large { size: 6, fingerprint: found } if found == fingerprint)
        );
    }
}
