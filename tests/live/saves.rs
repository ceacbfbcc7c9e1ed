//! Every style of saving is seen, by the system's real events.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::server::{Server, put};

/// How often each style is tried; `SAVES=200` for the whole measure.
fn saves() -> usize {
    std::env::var("SAVES").ok().and_then(|number| number.parse().ok()).unwrap_or(5)
}

/// A way in which programs write a file.
type Save = fn(&Path, &str);

#[cfg(unix)]
const STYLES: &[(&str, Save)] = &[
    ("in place", |path, text| fs::write(path, text).unwrap()),
    ("truncate, wait, write", |path, text| {
        let mut file = fs::File::create(path).unwrap();
        sleep(Duration::from_millis(120));
        file.write_all(text.as_bytes()).unwrap();
    }),
    ("temporary file and rename", |path, text| {
        let other = path.with_extension("md.part");
        fs::write(&other, text).unwrap();
        fs::rename(other, path).unwrap();
    }),
    ("backup rename, then create", |path, text| {
        fs::rename(path, path.with_extension("md~")).unwrap();
        fs::write(path, text).unwrap();
    }),
    ("safe write", |path, text| {
        let (new, old) = (path.with_extension("md.new"), path.with_extension("md.old"));
        fs::write(&new, text).unwrap();
        fs::rename(path, &old).unwrap();
        fs::rename(new, path).unwrap();
        fs::remove_file(old).unwrap();
    }),
    ("with a lock file", |path, text| {
        let lock = path.with_file_name(".#talk.md");
        let _ = std::os::unix::fs::symlink("somebody@somewhere.1", &lock);
        fs::write(path, text).unwrap();
        fs::remove_file(lock).unwrap();
    }),
    ("sed -i", |path, text| {
        let word = text.split_whitespace().last().unwrap();
        let script = format!("s/word.*/{word}/");
        assert!(Command::new("sed").arg("-i").arg(script).arg(path).status().unwrap().success());
    }),
    ("a copy that keeps its old time", |path, text| {
        let other = path.with_file_name("elsewhere.tmp");
        fs::write(&other, text).unwrap();
        let file = fs::File::options().write(true).open(&other).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
        drop(file);
        assert!(Command::new("cp").arg("-p").arg(&other).arg(path).status().unwrap().success());
        fs::remove_file(other).unwrap();
    }),
    ("through a hard link", |path, text| {
        let other = path.parent().unwrap().parent().unwrap().parent().unwrap().join("hard.md");
        if !other.exists() {
            fs::hard_link(path, &other).unwrap();
            // The link has to be seen before it can be written through.
            fs::write(path, format!("{text} linked")).unwrap();
            sleep(Duration::from_millis(300));
        }
        fs::write(&other, text).unwrap();
    }),
    ("through a symbolic link to the folder", |path, text| {
        let folder = path.parent().unwrap();
        let link = folder.parent().unwrap().parent().unwrap().join("soft");
        let _ = std::os::unix::fs::symlink(folder, &link);
        fs::write(link.join(path.file_name().unwrap()), text).unwrap();
    }),
    ("delete, and create again later", |path, text| {
        fs::remove_file(path).unwrap();
        sleep(Duration::from_millis(300));
        fs::write(path, text).unwrap();
    }),
    ("rename of the watched file", |path, text| {
        let other = path.with_file_name("other.md");
        fs::rename(path, &other).unwrap();
        fs::write(&other, text).unwrap();
        sleep(Duration::from_millis(150));
        fs::rename(other, path).unwrap();
    }),
];

/// What the server answers with.
fn page(server: &Server) -> String {
    use std::io::Read;
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", server.port())
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[track_caller]
fn check_shown(server: &Server, word: &str, what: &str) -> Duration {
    let start = Instant::now();
    while !page(server).contains(word) {
        assert!(start.elapsed() < Duration::from_secs(20), "missed: {what}");
        sleep(Duration::from_millis(2));
    }
    start.elapsed()
}

#[cfg(unix)]
#[test]
fn every_style_of_saving_is_seen() {
    for (style, save) in STYLES {
        let server =
            Server::start(&[("slides/talk.md", "# Talk\n\nword-start\n"), ("slides/z.md", "# End")], &[]);
        let mut times = Vec::new();
        for round in 0..saves() {
            let word = format!("word-{round}-x");
            save(&server.path("slides/talk.md"), &format!("# Talk\n\n{word}\n"));
            times.push(check_shown(&server, &word, &format!("{style}, {round}")));
        }
        times.sort();
        println!(
            "{style}: {} of {} seen, median {:?} after the last write",
            times.len(),
            saves(),
            times[times.len() / 2]
        );
    }
}

#[cfg(unix)]
#[test]
fn folders_that_appear_go_and_come_back_are_seen() {
    let server = Server::start(&[("slides/talk.md", "# Talk\n\nword-start\n")], &[]);
    put(&server.path("slides/new/deep/a.md"), "# word-deep");
    check_shown(&server, "word-deep", "a new folder");
    put(&server.path("slides/new/deep/a.md"), "# word-deeper");
    check_shown(&server, "word-deeper", "a file in a new folder");
    fs::remove_dir_all(server.path("slides")).unwrap();
    put(&server.path("slides/talk.md"), "# word-again");
    check_shown(&server, "word-again", "the folder of slides, made anew");
    let (talk, away) = (server.path(""), server.folder.path().join("away"));
    fs::rename(&talk, &away).unwrap();
    sleep(Duration::from_millis(300));
    fs::rename(&away, &talk).unwrap();
    put(&server.path("slides/talk.md"), "# word-back");
    check_shown(&server, "word-back", "the talk's own folder, renamed and back");
    fs::remove_dir_all(&talk).unwrap();
    put(&server.path("slides/talk.md"), "# word-anew");
    check_shown(&server, "word-anew", "the talk's own folder, made anew");
    put(&server.path("slides/talk.md"), "# word-last");
    check_shown(&server, "word-last", "a save in it");
    put(&server.path("slides/talk.md"), "# word-picture\n\n![x](pictures/x.svg)");
    sleep(Duration::from_millis(300));
    put(
        &server.path("pictures/x.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><path d='M0 0h4'/></svg>",
    );
    check_shown(&server, "word-picture", "a picture that was missing");
}

#[test]
fn a_file_that_a_slide_is_made_of_is_seen_when_it_comes() {
    for (slide, path, early, late) in [
        (
            "```chart type=\"bar\" file=\"../data/x.csv\"\n```",
            "data/x.csv",
            "name,n\nearly,1\n",
            "name,n\nlate,2\n",
        ),
        ("```file=\"../code/x.txt\"\n```", "code/x.txt", "early\n", "late\n"),
    ] {
        let server = Server::start(&[("slides/talk.md", &format!("# Talk\n\n{slide}\n"))], &[]);
        assert!(!page(&server).contains("early"));
        put(&server.path(path), early);
        check_shown(&server, "early", path);
        put(&server.path(path), late);
        check_shown(&server, "late", path);
    }
}

#[test]
fn what_is_included_is_seen_wherever_it_lies_and_whenever_it_comes() {
    let server = Server::start(&[("slides/talk.md", "# Talk\n\n<!-- include: ../parts/me.md -->\n")], &[]);
    let wait_until_missed = || while server.event("built")["diagnostics"][0]["code"] != "missing-file" {};
    server.put("parts/me.md", "word-first");
    check_shown(&server, "word-first", "an included file in a folder that was not there");
    server.put("parts/me.md", "word-second");
    check_shown(&server, "word-second", "a save of an included file");
    server.put("parts/me.md", "<!-- include: deeper/more.md -->");
    wait_until_missed();
    server.put("parts/deeper/more.md", "word-deeper");
    check_shown(&server, "word-deeper", "what an included file includes");
    server.put("../.git/HEAD", "ref: refs/heads/main\n");
    server.put("slides/talk.md", "# Talk\n\n<!-- include: ../../shared/me.md -->\n");
    wait_until_missed();
    server.put("../shared/me.md", "word-beside");
    check_shown(&server, "word-beside", "a file beside the talk that was missing");
    server.put("../shared/me.md", "word-changed");
    check_shown(&server, "word-changed", "a save of a file beside the talk");
    fs::remove_file(server.path("../shared/me.md")).unwrap();
    wait_until_missed();
    server.put("../shared/me.md", "word-back");
    check_shown(&server, "word-back", "an included file that comes back");
}

#[test]
fn breaking_and_mending_ends_nothing() {
    let mut server = Server::start(&[("slides/talk.md", "# Talk\n\nword-start\n")], &[]);
    for round in 0..saves() {
        server.put("slides/talk.md", "# Talk\n\n```\nnever closed\n");
        while server.event("built")["diagnostics"][0]["code"] != "unclosed-fence" {
            assert!(page(&server).contains("<h1>Talk</h1>"), "round {round}");
        }
        assert!(page(&server).contains("<h1>Talk</h1>"), "round {round}");
        let word = format!("word-{round}-x");
        server.put("slides/talk.md", &format!("# Talk\n\n{word}\n"));
        check_shown(&server, &word, "the mended talk");
    }
    assert!(server.is_running());
}

/// Saves a file that would take for ever, sees it reported while the last good deck stays, and repairs it.
#[track_caller]
fn check_recovery(server: &Server, number: usize, (path, hostile, code): (&str, &str, &str)) {
    println!("{code}: {hostile:.60}");
    server.put(path, hostile);
    let has_code = |event: &serde_json::Value| {
        event["diagnostics"].as_array().into_iter().flatten().any(|diagnostic| diagnostic["code"] == code)
    };
    while !has_code(&server.event("built")) {}
    assert!(page(server).contains("<h1>Talk</h1>"), "{code}: {hostile:.60}");
    let word = format!("word-{number}-x");
    let repaired = match path {
        "templates/slide.html" => format!("<section>{{{{ content }}}}{word}</section>"),
        "slides/2.html" => format!("<section>{word}</section>"),
        _ => format!("# Talk\n\n{word}\n"),
    };
    server.put(path, &repaired);
    check_shown(server, &word, code);
}

#[test]
fn what_would_cost_too_much_ends_nothing_and_the_repaired_talk_shows() {
    let include = "<!-- include: ../parts/a.md -->\n";
    let many = include.repeat(20).replace("/a.md", "/b.md");
    let files = [
        ("slides/1.md", "# Talk\n"),
        ("slides/2.html", "<section>word-start</section>"),
        ("parts/a.md", many.as_str()),
        ("parts/b.md", &many.replace("/b.md", "/c.md")),
        ("parts/c.md", &many.replace("/b.md", "/d.md")),
        ("parts/d.md", ""),
    ];
    let mut server = Server::start(&files, &[]);
    let fence = |language: &str, source: &str| format!("```{language}\n{source}\n```\n");
    let expression = |key: &str| format!("+++\n{key}\n+++\n{}", "a".repeat(60));
    let loops = "{% for a in range(end=100000) %}";
    let doubling = "\\newcommand{\\a}{xx}".to_owned()
        + &"bcdefghijklmnopqrstuvwxyz"
            .chars()
            .zip('a'..)
            .map(|(next, last)| format!("\\newcommand{{\\{next}}}{{\\{last}\\{last}}}"))
            .collect::<String>();
    let chain: String = (0..119).map(|at| format!("{at} ----------> {}\n", at + 1)).collect();
    let letters = (0..2000).map(|at| format!("a{at} ")).collect::<String>();
    let cases = [
        ("slides/1.md", expression("separator = { horizontal = '^(?=(a|a)*b)x' }"), "costly-expression"),
        ("slides/1.md", expression("notes-marker = '^(?:(?:a|a)*)*b'"), "costly-expression"),
        ("templates/slide.html", format!("{loops}{loops}{loops}{}", "{% endfor %}".repeat(3)), "template"),
        ("slides/2.html", "<section>".repeat(4000), "too-deep"),
        ("slides/1.md", format!("<p>\n{}", "<div>".repeat(4000)), "slide-too-large"),
        ("slides/1.md", fence("mermaid", "flowchart LR\nsubgraph a\na --> b\nend"), "broken-diagram"),
        ("slides/1.md", fence("mermaid", &format!("flowchart LR\n{chain}")), "broken-diagram"),
        (
            "slides/1.md",
            fence("dot", &format!("digraph {{ {{ {letters} }} -> {{ {letters} }} }}")),
            "broken-diagram",
        ),
        ("slides/1.md", format!("$${doubling}\\z$$\n"), "broken-formula"),
        ("slides/1.md", include.to_owned(), "include-too-large"),
    ];
    for (number, (path, hostile, code)) in cases.iter().enumerate() {
        check_recovery(&server, number, (path, hostile, code));
    }
    assert!(server.is_running());
}

/// A busy machine can let a while pass between the two.
#[test]
fn a_talk_that_is_emptied_before_it_is_written_is_never_shown_empty() {
    let server = Server::start(&[("slides/talk.md", "# Talk\n\nword-start\n")], &[]);
    let mut file = fs::File::create(server.path("slides/talk.md")).unwrap();
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(900) {
        assert!(page(&server).contains("<h1>Talk</h1>"), "after {:?}", start.elapsed());
        sleep(Duration::from_millis(20));
    }
    file.write_all(b"# Talk\n\nword-late\n").unwrap();
    drop(file);
    check_shown(&server, "word-late", "what was written late");
}

/// A file is created empty, too; a template that is empty would take every slide away.
#[test]
fn a_template_that_is_created_before_it_is_written_takes_no_slide_away() {
    let server = Server::start(&[("slides/talk.md", "# Talk\n\nword-start\n")], &[]);
    fs::create_dir(server.path("templates")).unwrap();
    let mut file = fs::File::create(server.path("templates/slide.html")).unwrap();
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(900) {
        assert!(page(&server).contains("<h1>Talk</h1>"), "after {:?}", start.elapsed());
        sleep(Duration::from_millis(20));
    }
    file.write_all(b"<section{{ attributes }}>{{ content }}<p>word-late</p>{{ notes }}</section>").unwrap();
    drop(file);
    check_shown(&server, "word-late", "what was written late");
}

#[test]
fn our_own_output_wakes_nobody() {
    let server = Server::start(&[("slides/talk.md", "# Talk\n")], &[]);
    let build = || {
        let status = Command::new(env!("CARGO_BIN_EXE_orate"))
            .args(["build", "-q"])
            .current_dir(server.path(""))
            .status();
        assert!(status.unwrap().success());
    };
    build();
    build();
    fs::write(server.path("dist/mine.txt"), "x").unwrap();
    server.put("unrelated.txt", "x");
    // Something that is seen comes after all that is not.
    server.put("slides/talk.md", "# Talk again\n");
    let event = server.event("built");
    assert_eq!(event["slides"], 1);
    sleep(Duration::from_millis(700));
    assert_eq!(server.events().len(), 0, "one save, one rebuild");
}
