//! Folders that are no output, files that are not ours, and a machine that refuses.

#[cfg(unix)]
mod confinement;

use std::fs;

use crate::cli::talk::{Talk, run, tree, tree_with_times};

#[test]
fn no_foreign_file_changes_whatever_folder_is_named() {
    let talk = Talk::new();
    talk.put("home/letter.txt", "dear");
    talk.put("strangers/thesis.tex", "three years");
    talk.put("strangers/index.html", "someone's page");
    talk.put("repository/.git/HEAD", "ref");
    talk.put("worktree/.git", "gitdir: elsewhere");
    talk.put("worktree/file", "text");
    talk.put("target/file", "at the end of a link");
    talk.put("file", "text");
    let sandbox = talk.path("").display().to_string();
    let mut folders: Vec<String> = [
        ".",
        "..",
        "../..",
        "/",
        "./",
        "slides",
        "slides/deck",
        "images",
        "templates/x",
        "../talk",
        "../home",
        "~",
        "../strangers",
        "../repository",
        "../repository/.git",
        "../worktree",
        "../file",
        "../file/deck",
        "slides/..",
        "dist/../..",
    ]
    .into_iter()
    .filter(|folder| *folder != "~")
    .map(str::to_owned)
    .chain([sandbox.clone(), format!("{sandbox}/home"), format!("{sandbox}/talk/../home")])
    .collect();
    if cfg!(unix) {
        for (link, target) in [("link", "../target"), ("link-to-home", "../home"), ("link-to-root", "/")] {
            #[cfg(unix)]
            std::os::unix::fs::symlink(target, talk.path("talk").join(link)).unwrap();
            folders.extend([link.to_owned(), format!("{link}/")]);
        }
    }
    let before = tree_with_times(&talk.path(""));
    for folder in &folders {
        let run = talk.run(["build", "-o", folder]);
        assert_eq!(run.code, 2, "{folder}: {}{}", run.output, run.errors);
        assert!(run.errors.contains("error[output-"), "{folder}: {}", run.errors);
        assert_eq!(tree_with_times(&talk.path("")), before, "{folder}");
    }
    println!("0 foreign files changed of {}, in {} hostile folders", before.len(), folders.len());
}

#[test]
fn force_changes_nothing_about_whole_folders_and_keeps_other_files() {
    let talk = Talk::new();
    talk.put("strangers/thesis.tex", "three years");
    talk.put("strangers/index.html", "someone's page");
    for folder in [".", "..", "/", "../home", "slides"] {
        assert_eq!(talk.run(["build", "--force", "-o", folder]).code, 2, "{folder}");
    }
    assert_eq!(talk.run(["build", "--force", "-o", "../strangers"]).code, 0);
    assert_eq!(fs::read_to_string(talk.path("strangers/thesis.tex")).unwrap(), "three years");
    assert!(fs::read_to_string(talk.path("strangers/index.html")).unwrap().contains("<html"));
    // From now on it is an output, and `--force` is no longer needed.
    talk.put("talk/slides/2.md", "# More\n");
    assert_eq!(talk.run(["build", "-o", "../strangers"]).code, 0);
    assert_eq!(fs::read_to_string(talk.path("strangers/thesis.tex")).unwrap(), "three years");
}

#[test]
fn files_of_others_in_the_output_outlive_every_build() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "embed = \"never\"\n");
    talk.build();
    talk.put("talk/dist/CNAME", "talks.example");
    talk.put("talk/dist/.nojekyll", "");
    talk.put("talk/dist/assets/mine.txt", "mine");
    talk.put("talk/dist/videos/empty/.keep", "");
    let strangers = ["CNAME", ".nojekyll", "assets/mine.txt", "videos/empty/.keep"];
    let before = tree_with_times(&talk.path("talk/dist"));
    for round in 0..4 {
        talk.put("talk/slides/1.md", &format!("# Round {round}\n"));
        talk.build();
        let now = tree_with_times(&talk.path("talk/dist"));
        strangers.iter().for_each(|path| {
            assert_eq!(now[path.as_ref() as &std::path::Path], before[path.as_ref() as &std::path::Path]);
        });
        // The picture is no longer referred to, and was ours.
        assert!(!now.keys().any(|path| path.to_string_lossy().ends_with(".svg")), "{:?}", now.keys());
    }
    println!("0 foreign files changed of {} in 4 builds", strangers.len());
}

#[test]
fn a_page_that_someone_edited_is_not_replaced_unasked() {
    let talk = Talk::new();
    talk.build();
    talk.put("talk/dist/index.html", "edited");
    let run = talk.run(["build"]);
    assert_eq!(run.code, 2);
    assert!(run.errors.contains("error[output-in-the-way]"), "{}", run.errors);
    assert_eq!(talk.page(), "edited");
    assert_eq!(talk.run(["build", "--force"]).code, 0);
    assert!(talk.page().contains("<html"));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    #[test]
    fn a_full_disk_ends_with_2_and_keeps_the_old_deck() {
        let talk = Talk::new();
        talk.build();
        let before = tree(&talk.path("talk/dist"));
        talk.put("talk/slides/2.md", &"word ".repeat(20_000));
        // A limit on the size of a file stands for a full disk: writing fails in the middle of the page.
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" build";
        let mut command = Command::new("sh");
        command.args(["-c", script, env!("CARGO_BIN_EXE_orate")]).current_dir(talk.path("talk"));
        let run = run(&mut command);
        assert_eq!(run.code, 2, "{}{}", run.output, run.errors);
        assert!(run.errors.contains("error[output-failed]: cannot write"), "{}", run.errors);
        assert!(run.errors.contains("the old output is unchanged"), "{}", run.errors);
        assert_eq!(tree(&talk.path("talk/dist")), before);
        assert!(!talk.path("talk/.orate-dist").exists());
        talk.build();
    }

    #[test]
    fn a_folder_that_may_not_be_written_ends_with_2() {
        let talk = Talk::new();
        talk.build();
        let before = tree(&talk.path("talk/dist"));
        talk.put("talk/slides/2.md", "# More\n");
        let set = |mode| {
            for folder in ["talk/dist", "talk"] {
                fs::set_permissions(talk.path(folder), fs::Permissions::from_mode(mode)).unwrap();
            }
        };
        set(0o555);
        let is_locked = fs::write(talk.path("talk/probe"), "").is_err();
        let run = talk.run(["build"]);
        set(0o755);
        if is_locked {
            assert_eq!(run.code, 2);
            assert!(run.errors.contains("error[output-failed]: cannot write"), "{}", run.errors);
            assert_eq!(tree(&talk.path("talk/dist")), before);
        } else {
            println!("not tried: this user may write everywhere");
        }
    }

    #[test]
    fn pipes_devices_and_circles_do_not_hold_up_a_build() {
        let talk = Talk::new();
        assert!(Command::new("mkfifo").arg(talk.path("talk/slides/2.md")).status().unwrap().success());
        symlink("/dev/zero", talk.path("talk/slides/3.md")).unwrap();
        symlink("4.md", talk.path("talk/slides/4.md")).unwrap();
        symlink(".", talk.path("talk/slides/5")).unwrap();
        let run = talk.run(["build"]);
        assert_eq!(run.code, 1, "{}", run.errors);
        for said in [
            "warning[not-a-file]: `slides/2.md`",
            "error[outside-project]: `slides/3.md`",
            "warning[link-circle]: `slides/4.md`",
            "warning[link-circle]: `slides/5`",
            "1 error, 3 warnings",
        ] {
            assert!(run.errors.contains(said), "{said} is not in {}", run.errors);
        }
    }

    #[test]
    fn strange_names_are_shown_escaped() {
        let talk = Talk::new();
        talk.put("talk/slides/2\n\u{1b}[31m\"🎤'.md", "![A picture](images/b.svg)\n");
        let run = talk.run(["build"]);
        assert_eq!(run.code, 1);
        assert!(run.errors.contains("slides/2\\n\\u{1b}[31m\"🎤'.md:1:"), "{}", run.errors);
        assert!(!run.errors.contains('\u{1b}'));
    }
}
