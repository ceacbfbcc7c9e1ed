//! Talks of strangers: nothing outside of their folder is read, written or removed, and nothing makes a command wait.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::talk::{PICTURE, Run, Talk, run, tree};

const SECRET: &str = "canary-of-somebody-else";

/// Runs the program beside the talk; it must end by itself, and soon.
#[track_caller]
fn beside<const N: usize>(talk: &Talk, arguments: [&str; N]) -> Run {
    let mut child = talk.command(arguments).current_dir(talk.path("")).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_mins(1) {
            let _ = child.kill();
            panic!("{arguments:?} waits for something");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        output: String::from_utf8(output.stdout).unwrap(),
        errors: String::from_utf8(output.stderr).unwrap(),
    }
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Whether a file in a folder holds the secret.
fn holds_secret(folder: &Path) -> bool {
    tree(folder).values().any(|bytes| String::from_utf8_lossy(bytes).contains(SECRET))
}

const PAGE: &str = r#"<html><head><link rel="stylesheet" href="css.css"></head><body><div class="reveal"><div class="slides">
<section><a href="img/logo.svg">x</a><img src="img/inner.svg" alt="i"></section>
<section data-markdown="out.md"></section></div></div><script>Reveal.initialize({})</script></body></html>"#;

#[test]
fn an_import_takes_nothing_along_from_outside_of_the_deck() {
    let talk = Talk::new();
    talk.put("secret", SECRET);
    talk.put("deck/index.html", PAGE);
    talk.put("deck/pictures/inner.svg", PICTURE);
    talk.put("deck/.env", SECRET);
    talk.put("deck/.git/config", SECRET);
    let link = |target: &str, name: &str| symlink(target, talk.path("deck").join(name)).unwrap();
    link("pictures", "img");
    fs::create_dir(talk.path("deck/css")).unwrap();
    for (target, name) in [
        ("../secret", "css.css"),
        ("../../secret", "pictures/logo.svg"),
        ("../secret", "out.md"),
        ("css.css", "chain.svg"),
        ("..", "up"),
        ("../home", "home"),
        (".git/config", "config.txt"),
        (".env", "env.txt"),
        ("/proc/self/environ", "environ.txt"),
        ("circle.svg", "circle.svg"),
        ("/dev/zero", "zero.svg"),
        ("../../secret", "css/a.css"),
        ("../secret", ".gitmodules"),
    ] {
        link(target, name);
    }
    pipe(&talk.path("deck/pipe.svg"));
    pipe(&talk.path("deck/extra.md"));
    let before = tree(&talk.path("home"));
    let run = beside(&talk, ["import", "deck", "new"]);
    assert_eq!(run.code, 1, "{}{}", run.output, run.errors);
    assert!(
        run.errors.contains("error[outside-project]: `out.md` leads out of the talk's folder"),
        "{}",
        run.errors
    );
    for (name, why) in [
        ("css.css", "leads out of the folder"),
        ("pictures/logo.svg", "leads out of the folder"),
        ("chain.svg", "leads out of the folder"),
        ("up", "leads out of the folder"),
        ("config.txt", "hidden"),
        ("env.txt", "hidden"),
        ("environ.txt", "leads out of the folder"),
        ("circle.svg", "leads nowhere"),
        ("zero.svg", "leads out of the folder"),
        ("pipe.svg", "a pipe"),
        ("extra.md", "a pipe"),
    ] {
        let line = run.output.lines().find(|line| line.starts_with(&format!("  `{name}`: ")));
        assert!(line.is_some_and(|line| line.contains(why)), "{name}: {}", run.output);
    }
    assert!(!holds_secret(&talk.path("new")));
    let files = tree(&talk.path("new"));
    assert_eq!(files[Path::new("img/inner.svg")], PICTURE.as_bytes(), "a link within the deck is followed");
    assert_eq!(tree(&talk.path("home")), before);
}

#[test]
fn an_import_of_markdown_opens_plain_files_of_the_deck_alone() {
    for configuration in ["reveal.json", "reveal-md.json", "mkslides.yml"] {
        let talk = Talk::new();
        talk.put("secret", SECRET);
        talk.put("deck/one.md", "# One\n");
        symlink("../secret", talk.path("deck").join(configuration)).unwrap();
        symlink("../secret", talk.path("deck/two.md")).unwrap();
        let run = beside(&talk, ["import", "deck", "new"]);
        assert!(!run.output.contains(SECRET) && !run.errors.contains(SECRET), "{}{}", run.output, run.errors);
        assert!(!holds_secret(&talk.path("new")), "{configuration}");
        pipe(&talk.path("deck/three.md"));
        fs::remove_file(talk.path("deck").join(configuration)).unwrap();
        pipe(&talk.path("deck").join(configuration));
        let run = beside(&talk, ["import", "deck", "other"]);
        assert_eq!(run.code, 0, "{}{}", run.output, run.errors);
        assert!(talk.path("other/orate.toml").exists());
    }
}

#[test]
fn what_is_imported_is_not_written_through_a_link() {
    let talk = Talk::new();
    talk.put("deck/one.md", "# One\n\n![a](images/a.svg)\n");
    talk.put("deck/images/a.svg", PICTURE);
    talk.put("elsewhere/keep", SECRET);
    fs::create_dir(talk.path("new")).unwrap();
    symlink("../elsewhere", talk.path("new/slides")).unwrap();
    symlink("../elsewhere", talk.path("new/images")).unwrap();
    symlink("../made-outside", talk.path("new/orate.toml")).unwrap();
    let before = tree(&talk.path("elsewhere"));
    let run = beside(&talk, ["import", "deck", "new"]);
    assert!(run.errors.contains("import-kept"), "{}{}", run.output, run.errors);
    assert_eq!(tree(&talk.path("elsewhere")), before);
    assert!(!talk.path("made-outside").exists());
}

#[test]
fn a_talk_of_a_site_that_is_a_link_out_is_refused_and_one_within_is_not() {
    let talk = Talk::new();
    let link_out = |name: &str, target: &str| symlink(target, talk.path("site").join(name)).unwrap();
    talk.put("site/orate.toml", "title = \"S\"\n[site]\ntalks = [\"t*\", \"o.md\"]\n");
    talk.put("site/real/slides/1.md", "# Real\n");
    talk.put("outside/slides/1.md", &format!("# {SECRET}\n"));
    talk.put("outside/single.md", &format!("# {SECRET}\n"));
    link_out("t1", "real");
    link_out("t2", "../outside");
    link_out("t3", "t2");
    link_out("o.md", "../outside/single.md");
    for command in ["check", "build"] {
        let run = beside(&talk, [command, "site"]);
        assert_eq!(run.code, 1, "{}", run.errors);
        for name in ["t2", "t3", "o.md"] {
            let message = format!("the talk `{name}` is a symbolic link that leads out of the site's folder");
            assert!(run.errors.contains(&message), "{}", run.errors);
        }
        assert!(
            !run.errors.contains("`t1`") && run.errors.contains("--> site/orate.toml:3"),
            "{}",
            run.errors
        );
    }
    assert!(talk.path("site/dist/t1/index.html").is_file());
    assert!(!holds_secret(&talk.path("site/dist")));
}

#[test]
fn folders_and_files_of_a_talk_that_lead_out_or_never_answer_are_skipped() {
    let talk = Talk::new();
    talk.put("outside/1.md", &format!("# {SECRET}\n"));
    talk.put("outside/page.html", SECRET);
    talk.put("talk/slides/2.md", "# Two\n\n![p](images/p.svg)\n\n[c](.git/config)\n");
    talk.put("talk/.git/config", SECRET);
    talk.put("talk/.git/HEAD", "ref: refs/heads/main");
    pipe(&talk.path("talk/images/p.svg"));
    pipe(&talk.path("talk/slides/3.md"));
    symlink("../../outside", talk.path("talk/slides/4")).unwrap();
    symlink("../outside", talk.path("talk/templates")).unwrap();
    for command in ["check", "build", "timing"] {
        let run = beside(&talk, [command, "talk"]);
        let told = format!("{}{}", run.output, run.errors);
        assert!(!told.contains(SECRET), "{told}");
        assert!(command == "timing" || told.contains("`templates` leads out of the talk's folder"), "{told}");
    }
    assert!(!holds_secret(&talk.path("talk/dist")));
}

/// Lays out somebody's output beside a stranger's talk; gives what must stay.
fn with_an_output_of_ours() -> (Talk, crate::cli::talk::Tree) {
    let talk = Talk::new();
    talk.build();
    talk.put("talk/dist/CNAME", "talks.example");
    talk.put("stranger/slides/1.md", "# Strange\n");
    let ours = tree(&talk.path("talk/dist"));
    (talk, ours)
}

#[track_caller]
fn check_kept(talk: &Talk, ours: &crate::cli::talk::Tree, expected: &str) {
    let run = beside(talk, ["build", "stranger"]);
    assert_eq!(&tree(&talk.path("talk/dist")), ours, "{}", run.errors);
    match expected {
        "" => assert_eq!(run.code, 0, "{}", run.errors),
        expected => assert!(run.code == 2 && run.errors.contains(expected), "{}", run.errors),
    }
}

#[test]
fn a_staging_folder_that_came_with_a_talk_removes_nothing() {
    const REFUSED: &str = "is where orate prepares its output, and this orate did not make it";
    let (talk, ours) = with_an_output_of_ours();
    let staging = talk.path("stranger/.orate-dist");
    let anew = || {
        let _ = fs::remove_dir_all(&staging);
        let _ = fs::remove_file(&staging);
        fs::create_dir(&staging).unwrap();
    };
    // A link to our output as what is to be swept; with a lock that is empty, or a copy of a real one.
    for lock in ["", "orate 12 13\n", "text of somebody's"] {
        anew();
        fs::write(staging.join("orate.lock"), lock).unwrap();
        symlink("../../talk/dist", staging.join("new")).unwrap();
        check_kept(&talk, &ours, REFUSED);
    }
    // A replaced output with files that would be put into the next one.
    anew();
    fs::write(staging.join("orate.lock"), "").unwrap();
    fs::create_dir(staging.join("new")).unwrap();
    fs::write(staging.join("new/evil.html"), "x").unwrap();
    fs::write(staging.join("new/.orate-manifest.json"), r#"{"version":1,"files":{}}"#).unwrap();
    check_kept(&talk, &ours, REFUSED);
    assert!(!talk.path("stranger/dist").exists());
    // The staging folder itself, or its lock, is something else.
    let _ = fs::remove_dir_all(&staging);
    symlink("../talk/dist", &staging).unwrap();
    check_kept(&talk, &ours, REFUSED);
    anew();
    symlink("../../made-outside", staging.join("orate.lock")).unwrap();
    check_kept(&talk, &ours, REFUSED);
    assert!(!talk.path("made-outside").exists());
    anew();
    symlink("../../talk/dist/CNAME", staging.join("orate.lock")).unwrap();
    check_kept(&talk, &ours, REFUSED);
    anew();
    pipe(&staging.join("orate.lock"));
    check_kept(&talk, &ours, REFUSED);
    anew();
    fs::create_dir(staging.join("orate.lock")).unwrap();
    check_kept(&talk, &ours, REFUSED);
    anew();
    fs::hard_link(talk.path("talk/dist/CNAME"), staging.join("orate.lock")).unwrap();
    check_kept(&talk, &ours, REFUSED);
    anew();
    File::create(staging.join("orate.lock")).unwrap().set_len(1 << 40).unwrap();
    check_kept(&talk, &ours, REFUSED);
    // A lock alone, as a kill at the right moment leaves it.
    anew();
    fs::write(staging.join("orate.lock"), "").unwrap();
    check_kept(&talk, &ours, "");
    assert!(!staging.exists());
}

#[test]
fn a_manifest_that_came_with_a_talk_speaks_of_its_own_folder_alone() {
    let (talk, ours) = with_an_output_of_ours();
    let manifest = fs::read_to_string(talk.path("talk/dist/.orate-manifest.json")).unwrap();
    let dist = talk.path("stranger/dist");
    for prefix in ["../../talk/dist/", "link/", "inner/", "/", "./", "a/../"] {
        let _ = fs::remove_dir_all(&dist);
        fs::create_dir(&dist).unwrap();
        symlink("../../talk/dist", dist.join("link")).unwrap();
        // An output within the output, with a manifest of its own.
        fs::create_dir(dist.join("inner")).unwrap();
        for name in ["index.html", ".orate-manifest.json"] {
            fs::copy(talk.path("talk/dist").join(name), dist.join("inner").join(name)).unwrap();
        }
        let inner = tree(&dist.join("inner"));
        let forged = manifest.replace("\"index.html\"", &format!("\"{prefix}index.html\""));
        fs::write(dist.join(".orate-manifest.json"), forged).unwrap();
        beside(&talk, ["build", "stranger", "--force"]);
        assert_eq!(tree(&talk.path("talk/dist")), ours, "{prefix}");
        assert_eq!(tree(&dist.join("inner")), inner, "{prefix}");
    }
    // Neither a pipe nor a terabyte is read.
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir(&dist).unwrap();
    File::create(dist.join(".orate-manifest.json")).unwrap().set_len(1 << 40).unwrap();
    check_kept(&talk, &ours, "is larger than any list of files that orate writes");
    fs::remove_file(dist.join(".orate-manifest.json")).unwrap();
    pipe(&dist.join(".orate-manifest.json"));
    check_kept(&talk, &ours, "output-not-ours");
    fs::remove_file(dist.join(".orate-manifest.json")).unwrap();
    fs::write(dist.join(".orate-manifest.json"), b"{\"version\":1,\"files\":{\"\xff\":\"00\"}}").unwrap();
    check_kept(&talk, &ours, "output-not-ours");
}

#[test]
fn what_was_published_before_is_not_kept_through_a_link() {
    let (talk, ours) = with_an_output_of_ours();
    let publish = |talk: &Talk| beside(talk, ["publish", "stranger", "--to", "public", "--yes"]);
    assert_eq!(publish(&talk).code, 0);
    symlink("talk/dist", talk.path(".orate-before-public")).unwrap();
    talk.put("stranger/slides/1.md", "# Stranger\n");
    let run = publish(&talk);
    assert!(run.code == 0 && run.errors.contains("publish-no-way-back"), "{}", run.errors);
    assert_eq!(beside(&talk, ["publish", "stranger", "--to", "public", "--rollback", "--yes"]).code, 2);
    assert_eq!(tree(&talk.path("talk/dist")), ours);
}

#[test]
fn a_new_talk_and_a_job_are_not_laid_out_through_links() {
    let talk = Talk::new();
    talk.put("elsewhere/keep", SECRET);
    let before = tree(&talk.path("elsewhere"));
    fs::create_dir(talk.path("new")).unwrap();
    symlink("../elsewhere", talk.path("new/images")).unwrap();
    symlink("../elsewhere", talk.path("new/.github")).unwrap();
    for arguments in [&["init", "new"][..], &["init", "new", "--ci", "github"]] {
        let run = run(talk.command(arguments).current_dir(talk.path("")));
        assert!(run.code == 2 && run.errors.contains("init-failed"), "{arguments:?}: {}", run.errors);
        assert_eq!(tree(&talk.path("elsewhere")), before);
    }
    assert!(!talk.path("new/slides").exists());
}

#[test]
fn fixes_stay_in_the_talk() {
    let talk = Talk::new();
    fs::create_dir(talk.path("repo")).unwrap();
    talk.put("repo/.git/HEAD", "ref: refs/heads/main");
    let slide = "# Slide\n\n<!-- .slide: class='a' -->\n";
    talk.put("repo/shared.md", slide);
    talk.put("repo/talk/slides/1.md", "# One\n\n\n\n<!-- include: ../../shared.md -->\n");
    talk.put("repo/talk/slides/2.md", slide);
    let read = |path: &str| fs::read_to_string(talk.path(path)).unwrap();
    let run = beside(&talk, ["check", "--fix", "repo/talk"]);
    let told = "`../shared.md` lies outside of the talk's folder, and is not mended from here";
    assert!(run.errors.contains(told), "{}{}", run.output, run.errors);
    assert_eq!(read("repo/shared.md"), slide);
    assert_ne!(read("repo/talk/slides/2.md"), slide);
}

/// Commands that write a report, with standard output full.
#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    if !Path::new("/dev/full").exists() {
        eprintln!("\n*** no /dev/full: a full disk was NOT tried ***\n");
        return;
    }
    let talk = Talk::new();
    let commands: [&[&str]; 10] = [
        &["build", "--json"],
        &["build"],
        &["check"],
        &["check", "--json"],
        &["check", "--format", "sarif"],
        &["timing"],
        &["completions", "bash"],
        &["--help"],
        &["--version"],
        &["publish", "--to", "../public", "--yes", "--json"],
    ];
    for arguments in commands {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = run(talk.command(arguments).stdout(Stdio::from(full)));
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.errors);
        assert_eq!(run.errors.matches("cannot write to standard output").count(), 1, "{arguments:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let talk = Talk::new();
    for arguments in [&["completions", "bash"][..], &["build", "--json"], &["--help"]] {
        let mut child = talk.command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

/// Addresses in settings that a browser would run are errors where they are, and are not in the page.
#[test]
fn settings_take_no_address_that_runs_something() {
    const ADDRESSES: [&str; 6] = [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "  \\u0001javascript:alert(1)",
        "java\\tscript:alert(1)",
        "vbscript:alert(1)",
        "java\\r\\nscript:alert(1)",
    ];
    let lines = [
        "url = \"@\"",
        "image = \"@\"",
        "theme = \"@\"",
        "styles = [\"white\", \"@\"]",
        "video = \"@\"",
        "pdf = \"@\"",
        "code = \"@\"",
        "logo = \"@\"",
        "logo = { file = \"images/a.svg\", link = \"@\" }",
        "footer = \"<a href='@'>x</a>\"",
        "licence = \"<a href='@'>x</a>\"",
        "[[editions]]\nevent = \"e\"\nvideo = \"@\"",
    ];
    for line in lines {
        for address in ADDRESSES {
            let talk = Talk::new();
            talk.put("talk/orate.toml", &format!("title = \"T\"\n{}\n", line.replace('@', address)));
            let run = talk.run(["build", "--json"]);
            let report = run.json();
            let wrong =
                report["diagnostics"].as_array().unwrap().iter().find(|it| it["code"] == "wrong-setting");
            let place = wrong.map(|it| (it["file"].as_str(), it["line"].as_u64().unwrap_or(0) >= 2));
            assert_eq!(
                (run.code, place),
                (1, Some((Some("orate.toml"), true))),
                "{line} {address}: {}",
                run.output
            );
            let page = fs::read_to_string(talk.path("talk/dist/index.html")).unwrap();
            assert!(!page.contains("alert(1)"), "{line} {address}");
        }
    }
}
