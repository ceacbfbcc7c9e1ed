//! `orate publish`: to folders and to bare repositories made on the spot, with steps that fail, and what is never sent.

#[cfg(unix)]
mod hooks;
mod private;
mod public;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::cli::talk::{Run, Talk, tree};

/// What a branch holds: the text of each file.
type Files = BTreeMap<String, String>;

/// Git in a folder of the sandbox, with nothing of the machine's own settings.
#[track_caller]
fn git(talk: &Talk, folder: &str, arguments: &[&str]) -> String {
    let output =
        as_git(Command::new("git").args(arguments).current_dir(talk.path(folder)), talk).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn as_git<'a>(command: &'a mut Command, talk: &Talk) -> &'a mut Command {
    command
        .env("HOME", talk.path("home"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Ada")
        .env("GIT_AUTHOR_EMAIL", "ada@example.org")
        .env("GIT_COMMITTER_NAME", "Ada")
        .env("GIT_COMMITTER_EMAIL", "ada@example.org")
}

/// A talk in a repository with a bare one as its remote.
fn repository() -> Talk {
    let talk = Talk::new();
    fs::create_dir(talk.path("remote")).unwrap();
    git(&talk, "remote", &["init", "--quiet", "--bare", "-b", "main"]);
    git(&talk, "talk", &["init", "--quiet", "-b", "main"]);
    git(&talk, "talk", &["remote", "add", "origin", talk.path("remote").to_str().unwrap()]);
    git(&talk, "talk", &["add", "."]);
    git(&talk, "talk", &["commit", "--quiet", "-m", "A talk"]);
    git(&talk, "talk", &["push", "--quiet", "origin", "main"]);
    talk
}

fn publish(talk: &Talk, arguments: &[&str]) -> Run {
    let mut command = talk.command([&["publish"], arguments].concat());
    crate::cli::talk::run(as_git(&mut command, talk))
}

#[track_caller]
fn check_published(talk: &Talk, arguments: &[&str], said: &str) {
    let run = publish(talk, arguments);
    assert_eq!(run.code, 0, "{}{}", run.output, run.errors);
    assert!(run.output.contains(said), "{said:?} is not in {:?}", run.output);
}

#[track_caller]
fn check_refused(talk: &Talk, arguments: &[&str], code: i32, said: &str) {
    let run = publish(talk, arguments);
    assert_eq!(run.code, code, "{}{}", run.output, run.errors);
    assert!(run.errors.contains(said), "{said:?} is not in {:?}", run.errors);
}

/// What the branch of the remote holds; `None` if there is no such branch.
fn branch(talk: &Talk) -> Option<Files> {
    if git(talk, "remote", &["for-each-ref", "refs/heads/gh-pages"]).is_empty() {
        return None;
    }
    let paths = git(talk, "remote", &["ls-tree", "-r", "--name-only", "gh-pages"]);
    let text = |path: &str| git(talk, "remote", &["show", &format!("gh-pages:{path}")]);
    Some(paths.lines().map(|path| (path.to_owned(), text(path))).collect())
}

/// Puts a commit with a file of somebody else's onto the branch.
fn put_on_branch(talk: &Talk, path: &str, text: &str) {
    if !talk.path("other").exists() {
        git(talk, "", &["clone", "--quiet", talk.path("remote").to_str().unwrap(), "other"]);
    }
    let is_there = branch(talk).is_some();
    git(talk, "other", &["fetch", "--quiet"]);
    match is_there {
        true => git(talk, "other", &["checkout", "--quiet", "-B", "gh-pages", "origin/gh-pages"]),
        false => git(talk, "other", &["checkout", "--quiet", "-B", "gh-pages"]),
    };
    talk.put(&format!("other/{path}"), text);
    git(talk, "other", &["add", "."]);
    git(talk, "other", &["commit", "--quiet", "-m", "Mine"]);
    git(talk, "other", &["push", "--quiet", "origin", "gh-pages"]);
}

const BRANCH: &[&str] = &["--branch", "gh-pages", "--yes"];

#[test]
fn a_talk_goes_to_a_branch_that_is_new_then_changes_and_then_has_nothing_to_send() {
    let talk = repository();
    let before = git(&talk, "talk", &["status", "--porcelain"]);
    check_published(&talk, BRANCH, "published to the branch `gh-pages` of `origin`");
    let first = branch(&talk).unwrap();
    assert!(first["index.html"].contains("<h1") && !first["index.html"].contains("spoken"));
    assert!(first.contains_key(".nojekyll") && first.contains_key(".orate-manifest.json"));
    check_published(&talk, BRANCH, "nothing to publish");
    talk.put("talk/slides/2.md", "# Three");
    check_published(&talk, BRANCH, "published");
    assert!(branch(&talk).unwrap()["index.html"].contains("Three"));
    assert_eq!(git(&talk, "remote", &["rev-list", "--count", "gh-pages"]), "2", "history is kept");
    fs::remove_file(talk.path("talk/slides/2.md")).unwrap();
    assert_eq!(git(&talk, "talk", &["status", "--porcelain"]), before);
    assert_eq!(git(&talk, "talk", &["branch", "--format=%(refname:short)"]), "main");
}

#[test]
fn files_of_others_in_the_branch_stay_as_they_are() {
    let talk = repository();
    check_published(&talk, BRANCH, "published");
    put_on_branch(&talk, "CNAME", "talks.example.org");
    put_on_branch(&talk, "papers/a.txt", "mine");
    talk.put("talk/slides/1.md", "# Another one");
    check_published(&talk, BRANCH, "published");
    let files = branch(&talk).unwrap();
    assert_eq!((files["CNAME"].as_str(), files["papers/a.txt"].as_str()), ("talks.example.org", "mine"));
    assert!(files["index.html"].contains("Another one"));
    put_on_branch(&talk, "index.html", "by hand");
    talk.put("talk/slides/1.md", "# A third one");
    check_refused(&talk, BRANCH, 2, "publish-in-the-way");
    assert_eq!(branch(&talk).unwrap()["index.html"], "by hand");
}

#[test]
fn a_strange_branch_is_never_taken_over_unasked() {
    let talk = repository();
    put_on_branch(&talk, "thesis.tex", "three years");
    let before = branch(&talk);
    check_refused(&talk, BRANCH, 2, "publish-not-ours");
    assert_eq!(branch(&talk), before);
    check_refused(&talk, &["--branch", "main", "--yes"], 2, "publish-not-ours");
    check_published(&talk, &["--branch", "gh-pages", "--yes", "--adopt"], "published");
    assert_eq!(branch(&talk).unwrap()["thesis.tex"], "three years");
}

#[test]
fn a_shallow_clone_publishes_and_goes_back() {
    let talk = repository();
    check_published(&talk, BRANCH, "published");
    let first = branch(&talk);
    talk.put("talk/slides/1.md", "# Second");
    check_published(&talk, BRANCH, "published");
    let remote = format!("file://{}", talk.path("remote").display());
    fs::remove_dir_all(talk.path("talk")).unwrap();
    git(&talk, "", &["clone", "--quiet", "--depth", "1", "--no-single-branch", &remote, "talk"]);
    talk.put("talk/slides/1.md", "# Third");
    check_published(&talk, BRANCH, "published");
    assert_eq!(git(&talk, "remote", &["rev-list", "--count", "gh-pages"]), "3");
    check_published(&talk, &["--rollback", "--branch", "gh-pages", "--yes"], "published again");
    assert!(branch(&talk).unwrap()["index.html"].contains("Second"));
    assert_ne!(branch(&talk), first);
    assert_eq!(
        git(&talk, "remote", &["rev-list", "--count", "gh-pages"]),
        "4",
        "nothing is taken out of the history"
    );
}

#[test]
fn a_clone_that_is_behind_does_not_replace_a_newer_state_unasked() {
    let talk = repository();
    git(&talk, "", &["clone", "--quiet", talk.path("remote").to_str().unwrap(), "behind"]);
    let commit = |folder: &str, text: &str, date: &str| {
        talk.put(&format!("{folder}/slides/1.md"), text);
        git(&talk, folder, &["add", "."]);
        let mut command = Command::new("git");
        command.args(["commit", "--quiet", "-m", "Change"]).current_dir(talk.path(folder));
        let is_fine = as_git(command.env("GIT_COMMITTER_DATE", date), &talk).status().unwrap().success();
        assert!(is_fine, "{folder}");
    };
    let published_from = |folder: &str, more: &[&str]| {
        let path = talk.path(folder);
        let path: &[&str] = if folder == "talk" { &[] } else { &[path.to_str().unwrap()] };
        let run = publish(&talk, &[path, BRANCH, more].concat());
        (run.code, run.errors)
    };
    commit("talk", "# Newer", "2090-01-02T00:00:00Z");
    check_published(&talk, BRANCH, "published");
    let recorded =
        git(&talk, "remote", &["log", "-1", "--format=%(trailers:key=Source-Commit,valueonly)", "gh-pages"]);
    assert_eq!(recorded.trim(), git(&talk, "talk", &["rev-parse", "HEAD"]));

    // A clone without the newer commit, then with it, but with the older one checked out.
    let (code, errors) = published_from("behind", &[]);
    assert!(
        code == 2 && errors.contains("publish-behind") && errors.contains(&recorded[..10]),
        "{code} {errors}"
    );
    git(&talk, "talk", &["push", "--quiet", "origin", "main"]);
    git(&talk, "behind", &["fetch", "--quiet"]);
    assert!(published_from("behind", &[]).1.contains("publish-behind"));
    put_on_branch(&talk, "CNAME", "talks.example.org");
    assert!(published_from("behind", &[]).1.contains("publish-behind"));
    assert!(branch(&talk).unwrap()["index.html"].contains("Newer"));

    // Its own work goes out once it is on top of the newer commit; the older state if somebody says so.
    git(&talk, "behind", &["pull", "--quiet", "--ff-only"]);
    commit("behind", "# Newest", "2090-01-03T00:00:00Z");
    assert_eq!(published_from("behind", &[]).0, 0);
    assert!(published_from("talk", &[]).1.contains("publish-behind"));
    check_published(&talk, &[BRANCH, &["--allow-older"]].concat(), "published");

    // What was gone back from is newer than what is published then.
    check_published(&talk, &["--rollback", "--branch", "gh-pages", "--yes"], "published again");
    assert!(branch(&talk).unwrap()["index.html"].contains("Newest"));
    assert!(published_from("talk", &[]).1.contains("publish-behind"));
}

#[test]
fn going_back_gives_the_bytes_of_before_and_leaves_what_is_of_others() {
    let talk = repository();
    check_refused(&talk, &["--rollback", "--branch", "gh-pages", "--yes"], 2, "publish-nothing-before");
    check_published(&talk, BRANCH, "published");
    let mut first = branch(&talk).unwrap();
    talk.put("talk/slides/1.md", "# Second");
    check_published(&talk, BRANCH, "published");
    put_on_branch(&talk, "CNAME", "talks.example.org");
    check_published(&talk, &["--rollback", "--branch", "gh-pages", "--yes"], "published again");
    first.insert("CNAME".into(), "talks.example.org".into());
    assert_eq!(branch(&talk).unwrap(), first);
}

#[test]
fn nothing_is_sent_unasked_or_in_a_dry_run_or_with_errors() {
    let talk = repository();
    check_refused(&talk, &["--branch", "gh-pages"], 2, "publish-unasked");
    check_refused(&talk, &[], 2, "publish-nowhere");
    let run = publish(&talk, &["--branch", "gh-pages", "--dry-run"]);
    assert!(run.code == 0 && run.errors.contains("+ index.html"), "{}{}", run.output, run.errors);
    talk.put("talk/slides/2.md", "![A](images/none.svg)");
    check_refused(&talk, BRANCH, 1, "missing-image");
    assert_eq!(branch(&talk), None);
}

#[test]
fn settings_say_where_and_the_report_is_for_programs() {
    let talk = repository();
    talk.put("talk/orate.toml", "[publish]\nbranch = \"gh-pages\"\n");
    let report = publish(&talk, &["--yes", "--json"]).json();
    assert_eq!((&report["published"], &report["errors"]), (&true.into(), &0.into()));
    assert!(report["new"].as_array().unwrap().contains(&"index.html".into()), "{report}");
    talk.put("talk/orate.toml", "[publish]\nto = \"../public\"\n");
    check_published(&talk, &["--yes"], "published to the folder");
    assert!(talk.path("public/index.html").is_file());
    let mut keys: Vec<String> = report.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    let documentation = include_str!("../../../docs/publish.md");
    assert!(keys.iter().all(|key| documentation.contains(&format!("| `{key}`"))), "{keys:?}");
}

#[test]
fn a_folder_is_published_to_and_back() {
    let talk = Talk::new();
    let to: &[&str] = &["--to", "../public", "--yes"];
    talk.put("public/thesis.tex", "three years");
    check_refused(&talk, to, 2, "output-not-ours");
    fs::remove_file(talk.path("public/thesis.tex")).unwrap();
    check_published(&talk, to, "published");
    let first = tree(&talk.path("public"));
    check_published(&talk, to, "nothing to publish");
    talk.put("talk/slides/1.md", "# Second");
    check_published(&talk, to, "published");
    assert_ne!(tree(&talk.path("public")), first);
    check_published(&talk, &["--rollback", "--to", "../public", "--yes"], "published again");
    assert_eq!(tree(&talk.path("public")), first);
}

#[test]
fn many_files_are_not_removed_unasked() {
    let talk = Talk::new();
    talk.put("talk/orate.toml", "embed = \"never\"\n");
    let pictures = (0..30).map(|number| {
        talk.put(
            &format!("talk/images/{number}.svg"),
            &crate::cli::talk::PICTURE.replace("h4", &format!("h{number}")),
        );
        format!("[file {number}](images/{number}.svg)\n\n")
    });
    talk.put("talk/slides/2.md", &pictures.collect::<String>());
    let to: &[&str] = &["--to", "../public", "--yes"];
    check_published(&talk, to, "published");
    let before = tree(&talk.path("public"));
    assert!(before.len() > 30, "{}", before.len());
    fs::remove_file(talk.path("talk/slides/2.md")).unwrap();
    check_refused(&talk, to, 2, "publish-removes-much");
    assert_eq!(tree(&talk.path("public")), before);
    check_published(&talk, &["--to", "../public", "--yes", "--most-removed", "31"], "published");
}

/// Private sentences of every kind, each with a word by which it is known.
const CANARIES: &str = "# One thing to show

<!-- comment canary that nobody else may ever read -->

Text <!-- inline canary that nobody else may ever read --> goes on.

<aside class=\"notes\">aside canary that nobody else may ever read</aside>

Note: notes *canary* that nobody else may ever read


<!-- .slide: data-notes=\"attribute canary that nobody else may ever read\" -->
# Another


<!-- .slide: data-visibility=\"hidden\" -->
# hidden canary that nobody else may ever read


<!-- .slide: draft -->
# unready canary that nobody else may ever read
";

/// A picture with a text of its author's in it.
fn picture_with_text(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.add_text_chunk("Comment".into(), text.into()).unwrap();
    encoder.add_ztxt_chunk("Author".into(), text.into()).unwrap();
    encoder.write_header().unwrap().write_image_data(&[0]).unwrap();
    bytes
}

/// Puts a talk into a folder in which something private is wherever anything can.
fn put_canaries(talk: &Talk, folder: &str) {
    let put = |path: &str, text: &str| talk.put(&format!("{folder}/{path}"), text);
    put("slides/1.md", CANARIES);
    put("slides/_draft.md", "# draft canary that nobody else may ever read");
    put(
        "slides/2.md",
        "---\ntitle: Two\n# heading canary that nobody else may ever read\n---\n<!-- .slide: template=\"mine\" -->\n# Two\n\n\
         ![A](images/a.svg) ![B](images/b.png)\n\n<style>/* rule canary that nobody else may ever read */ p { color: red }</style>\n\n\
         ``` {.rust}\n// this is for everybody\n```\n",
    );
    put(
        "images/a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><!-- drawn canary that nobody else may ever read -->\
         <metadata>meta canary that nobody else may ever read</metadata><path d='M0 0h4v3z'/></svg>",
    );
    fs::write(
        talk.path(&format!("{folder}/images/b.png")),
        picture_with_text("pixel canary that nobody else may ever read"),
    )
    .unwrap();
    put("css/mine.css", "/* style canary that nobody else may ever read */ .a { color: red }");
    put("templates/slides/mine.html", "<!-- template canary that nobody else may ever read -->{{ content }}");
    put(
        "templates/page.html",
        "{% extends \"orate/page.html\" %}{% block head %}<!-- page canary that nobody else may ever read -->{% endblock %}",
    );
}

#[test]
fn nothing_private_is_in_any_file_of_a_talk_or_of_a_site() {
    let talk = Talk::new();
    let hosting = "compress = [\"gzip\", \"brotli\"]\nheaders = true\noffline = true\n";
    let own = "# settings canary that nobody else may ever read\nstyles = [\"css/mine.css\"]\n";
    put_canaries(&talk, "talk");
    talk.put("talk/orate.toml", &format!("{own}[publish]\n{hosting}"));
    check_published(&talk, &["--to", "../public", "--yes"], "published");
    put_canaries(&talk, "site/talks/a");
    talk.put(
        "site/talks/a/orate.toml",
        &format!("{own}editions = [{{ event = \"FOSDEM\", date = 2025-02-01 }}]"),
    );
    talk.put("site/templates/site/list.html", "{% extends \"orate/site/list.html\" %}{% block head %}<!-- list canary that nobody else may ever read -->{% endblock %}");
    talk.put(
        "site/orate.toml",
        &format!("url = \"https://example.org/\"\n[site]\ntalks = [\"talks/*\"]\n[publish]\nto = \"../site-public\"\n{hosting}"),
    );
    let mut command = talk.command(["publish", "../site", "--yes"]);
    let run = crate::cli::talk::run(&mut command);
    assert_eq!(run.code, 0, "{}{}", run.output, run.errors);
    let files = [tree(&talk.path("public")), tree(&talk.path("site-public"))];
    let files: Vec<_> = files.iter().flatten().collect();
    let folders =
        [talk.path(""), talk.path("").canonicalize().unwrap()].map(|path| path.display().to_string());
    let mut kinds: Vec<&str> = Vec::new();
    for (path, bytes) in &files {
        let bytes = crate::cli::hosting::unpacked(path, bytes);
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("canary"), "{}", path.display());
        assert!(
            !folders.iter().any(|folder| text.contains(folder.trim_end_matches('/'))),
            "{}",
            path.display()
        );
        kinds.extend(path.extension().and_then(|extension| extension.to_str()));
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, ["br", "css", "gz", "html", "js", "json", "png", "svg", "txt", "xml"]);
    println!("{} files of {} kinds: no private sentence in any of them", files.len(), kinds.len());
}

#[test]
fn what_is_packed_by_its_author_is_opened_and_looked_through() {
    let talk = Talk::new();
    talk.put(
        "talk/slides/1.md",
        "# One\n\n[all of it](files/all.txt.gz)\n\nNote: what nobody else may ever *read* of me\n",
    );
    fs::create_dir(talk.path("talk/files")).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, b"Well: what nobody else may ever read of me, and more").unwrap();
    fs::write(talk.path("talk/files/all.txt.gz"), encoder.finish().unwrap()).unwrap();
    check_refused(&talk, &["--to", "../public", "--yes"], 1, "private-text");
    check_refused(&talk, &["--to", "../public", "--yes"], 1, ".gz`");
}

#[test]
fn a_template_that_gives_notes_away_stops_it_with_the_place() {
    let talk = Talk::new();
    talk.put("talk/slides/1.md", "# One\n\nNote: what nobody else may ever *read* of me\n");
    talk.put("talk/templates/slide.html", "<section {{ attributes }}>{{ content }}<p>What nobody else may <b>ever</b> read of me</p></section>\n");
    check_refused(&talk, &["--to", "../public", "--yes"], 1, "private-text");
    check_refused(&talk, &["--to", "../public", "--yes"], 1, "slides/1.md:3:");
    assert!(!talk.path("public").exists());
    let path = talk.path("talk").canonicalize().unwrap().display().to_string();
    talk.put(
        "talk/templates/slide.html",
        &format!("<section {{{{ attributes }}}}>{{{{ content }}}}<p>{path}/a</p></section>\n"),
    );
    check_refused(&talk, &["--to", "../public", "--yes"], 1, "private-path");
}

#[test]
fn notes_go_along_where_their_author_says_so_and_it_is_said() {
    let talk = Talk::new();
    talk.put(
        "talk/slides/1.md",
        "# One\n\n<!-- a comment that stays at home -->\n\nNote: spoken to everybody who likes to read\n",
    );
    talk.put("talk/orate.toml", "[publish]\nto = \"../public\"\nnotes = \"include\"\n");
    let run = publish(&talk, &["--yes"]);
    assert_eq!(run.code, 0, "{}", run.errors);
    assert!(run.errors.contains("the speaker notes are published, too"), "{}", run.errors);
    let page = fs::read_to_string(talk.path("public/index.html")).unwrap();
    assert!(page.contains("spoken to everybody") && !page.contains("stays at home"));
}

#[cfg(unix)]
#[test]
fn a_command_gets_the_finished_folder() {
    let talk = Talk::new();
    let copy = talk.path("copied").display().to_string();
    check_published(&talk, &["--yes", "--", "cp", "-R", ".", &copy], "published to wherever");
    assert!(talk.path("copied/index.html").is_file());
    check_refused(&talk, &["--yes", "--", "false"], 2, "`false` ended with exit code 1");
}

/// Lets a call of git fail, before it does anything or just after, one call after the other.
#[cfg(unix)]
#[test]
fn whatever_step_fails_the_branch_is_old_or_new_and_the_next_run_mends_it() {
    use std::os::unix::fs::PermissionsExt;
    let mut tried = 0;
    for is_after in [false, true] {
        for number in 1.. {
            let talk = repository();
            check_published(&talk, BRANCH, "published");
            put_on_branch(&talk, "CNAME", "talks.example.org");
            let old = branch(&talk).unwrap();
            talk.put("talk/slides/1.md", "# Second");
            let status = git(&talk, "talk", &["status", "--porcelain"]);
            let real = String::from_utf8(Command::new("which").arg("git").output().unwrap().stdout).unwrap();
            let (real, count) = (real.trim(), talk.path("count").display().to_string());
            let run = if is_after { format!("{real} \"$@\"; exit 9") } else { "exit 9".into() };
            talk.put("bin/git", &format!("#!/bin/sh\necho x >> '{count}'\nif [ $(wc -l < '{count}') -eq {number} ]; then {run}; fi\nexec {real} \"$@\"\n"));
            fs::set_permissions(talk.path("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
            let path = format!("{}:{}", talk.path("bin").display(), std::env::var("PATH").unwrap());
            let mut command = talk.command([&["publish"], BRANCH].concat());
            let run = crate::cli::talk::run(as_git(&mut command, &talk).env("PATH", path));
            let now = branch(&talk).unwrap();
            assert_eq!(git(&talk, "talk", &["status", "--porcelain"]), status);
            if run.code == 0 {
                assert!(now["index.html"].contains("Second") && number > 8, "{number}");
                break;
            }
            tried += 1;
            assert!(now == old || (is_after && now["index.html"].contains("Second")), "{number}: {now:?}");
            check_published(&talk, BRANCH, "publish");
            let new = branch(&talk).unwrap();
            assert!(new["index.html"].contains("Second") && new["CNAME"] == "talks.example.org");
            if is_after {
                check_published(&talk, BRANCH, "nothing to publish");
                check_published(&talk, &["--rollback", "--branch", "gh-pages", "--yes"], "published again");
                assert_eq!(branch(&talk).unwrap(), old);
            }
        }
    }
    println!("{tried} failing steps");
}

/// Publishes before a terminal at which somebody answers. Gives what is on the terminal.
#[cfg(unix)]
fn publish_and_answer(talk: &Talk, arguments: &[&str], answer: &str) -> (i32, String) {
    let mut command = talk.command([&["publish"], arguments].concat());
    as_git(&mut command, talk);
    crate::cli::trust::terminal::answer(command, "publish? [y/N]", answer)
}

#[cfg(unix)]
#[test]
fn somebody_at_a_terminal_is_shown_what_would_change_and_asked() {
    let talk = Talk::new();
    let to: &[&str] = &["--to", "../public"];
    for answer in ["n\n", "\n", "what?\n"] {
        let (code, shown) = publish_and_answer(&talk, to, answer);
        assert!(
            code == 0 && shown.contains("+ index.html") && shown.contains("nothing was sent"),
            "{code}: {shown}"
        );
        assert!(!talk.path("public").exists());
    }
    let (code, shown) = publish_and_answer(&talk, to, "y\n");
    assert!(code == 0 && shown.contains("published to the folder"), "{code}: {shown}");
    assert!(talk.path("public/index.html").is_file());
    talk.put("talk/slides/1.md", "# Second");
    let (code, shown) = publish_and_answer(&talk, to, "yes\n");
    assert!(code == 0 && shown.contains("~ index.html"), "{code}: {shown}");
}

#[test]
fn a_branch_or_a_remote_that_git_would_not_take_is_refused_before_git_is_asked() {
    let talk = repository();
    for name in [
        "-f",
        "--force",
        "HEAD",
        "@{-1}",
        "refs/heads/x",
        "a..b",
        "a b",
        "a\tb",
        "a.lock",
        "a/",
        "@",
        "\u{1}",
    ] {
        check_refused(
            &talk,
            &[&format!("--branch={name}"), "--yes"],
            2,
            "error[publish-wrong-name]: no branch",
        );
    }
    for name in ["-u", "--upload-pack=touch x", "a b", "a..b"] {
        let remote = format!("--remote={name}");
        check_refused(
            &talk,
            &["--branch", "gh-pages", &remote, "--yes"],
            2,
            "error[publish-wrong-name]: no remote",
        );
    }
    for name in ["-f", "HEAD", "@{-1}", "refs/heads/x", "a..b", "a.lock"] {
        talk.put("talk/orate.toml", &format!("[publish]\nbranch = \"{name}\"\n"));
        check_refused(
            &talk,
            &["--yes"],
            1,
            "error[wrong-setting]: `publish` cannot use a branch or remote name",
        );
    }
    assert!(branch(&talk).is_none());
}

/// What is set for git within a hook, or by somebody who would lead it elsewhere.
#[test]
fn surroundings_lead_git_to_no_other_repository() {
    let talk = repository();
    talk.put("talk/orate.toml", "[publish]\nbranch = \"gh-pages\"\n");
    let elsewhere = talk.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    git(&talk, "elsewhere", &["init", "--quiet", "--bare"]);
    let before = tree(&elsewhere);
    for name in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_SHALLOW_FILE",
        "GIT_NAMESPACE",
        "GIT_REPLACE_REF_BASE",
        "GIT_GRAFT_FILE",
        "GIT_QUARANTINE_PATH",
    ] {
        talk.put("talk/slides/1.md", &format!("# {name}\n"));
        let mut command = talk.command(["publish", "--yes"]);
        let run = crate::cli::talk::run(as_git(&mut command, &talk).env(name, &elsewhere));
        assert_eq!(run.code, 0, "{name}: {}", run.errors);
        assert!(branch(&talk).unwrap()["index.html"].contains(name), "{name}");
        assert_eq!(tree(&elsewhere), before, "{name}");
    }
    assert_eq!(git(&talk, "remote", &["for-each-ref", "refs/namespaces"]), "");
}

#[test]
fn a_huge_list_of_files_in_a_branch_is_not_read() {
    let talk = repository();
    check_published(&talk, &["--branch", "gh-pages", "--yes"], "published");
    put_on_branch(&talk, ".orate-manifest.json", &" ".repeat(17 * 1024 * 1024));
    let run = publish(&talk, &["--branch", "gh-pages", "--yes"]);
    assert!(run.code == 2 && run.errors.contains("is larger than any list of files"), "{}", run.errors);
}

/// Large files go to a branch from where they lie, and to a command as copies.
#[test]
fn large_films_are_published() {
    let talk = repository();
    let film: Vec<u8> = (0..66 * 1024 * 1024_u32).map(|at| (at / 9) as u8).collect();
    for name in ["film.mp4", "film\nof two lines.mp4"] {
        fs::write(talk.path("talk/slides").join(name), &film).unwrap();
        let address = name.replace('\n', "%0A").replace(' ', "%20");
        talk.put("talk/slides/1.md", &format!("# One\n\n<video src=\"{address}\"></video>\n"));
        check_published(&talk, &["--branch", "gh-pages", "--yes"], "published");
        let names = git(
            &talk,
            "remote",
            &["-c", "core.quotePath=false", "ls-tree", "-r", "-l", "-z", "gh-pages", "assets/"],
        );
        assert!(names.contains(&film.len().to_string()), "{names:?}");
        check_published(&talk, &["--branch", "gh-pages", "--yes"], "nothing to publish");
        let run = publish(&talk, &["--yes", "--", "sh", "-c", "wc -c assets/*.mp4"]);
        assert!(
            run.code == 0 && run.output.contains(&film.len().to_string()),
            "{}{}",
            run.output,
            run.errors
        );
    }
    // The film that was replaced is ours, and goes.
    talk.put("talk/slides/1.md", "# One\n");
    check_published(&talk, &["--branch", "gh-pages", "--yes"], "published");
    assert!(!branch(&talk).unwrap().keys().any(|path| path.ends_with(".mp4")));
}

/// A run that is killed while a program has the site, and one that is asked to end.
#[cfg(unix)]
#[test]
fn a_run_that_is_ended_leaves_nothing_in_the_temporary_folder() {
    let talk = Talk::new();
    fs::create_dir(talk.path("tmp")).unwrap();
    talk.put("tmp/orate-publish-of-others/thesis.tex", "mine");
    let left = || fs::read_dir(talk.path("tmp")).unwrap().count() - 1;
    for (signal, after) in [("KILL", 1), ("TERM", 0), ("INT", 0), ("KILL", 1)] {
        let started = talk.path("started");
        let script = format!("touch '{}'; exec sleep 60", started.display());
        let arguments = ["publish", "--yes", "--quiet", "--", "sh", "-c", &script];
        let mut run = talk.command(arguments).env("TMPDIR", talk.path("tmp")).spawn().unwrap();
        while !started.exists() {
            assert!(run.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let sent = Command::new("kill").args([&format!("-{signal}"), &run.id().to_string()]).status();
        assert!(sent.unwrap().success());
        assert!(!run.wait().unwrap().success());
        assert_eq!(left(), after, "{signal}");
        fs::remove_file(&started).unwrap();
    }
    let mut command = talk.command(["publish", "--yes", "--quiet", "--", "true"]);
    assert!(command.env("TMPDIR", talk.path("tmp")).status().unwrap().success());
    assert_eq!(left(), 0, "the next run sweeps");
    assert!(talk.path("tmp/orate-publish-of-others/thesis.tex").exists());
}
