//! `orate check --public`: what is told before a talk or a site goes out; and links that lead to other sites.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::cli::talk::{PICTURE, Run, Talk, run};

#[track_caller]
fn check_told(run: &Run, told: &[&str]) {
    told.iter().for_each(|text| assert!(run.errors.contains(text), "{text:?} is not in {}", run.errors));
}

#[test]
fn what_only_the_finished_site_can_tell_is_told_before_it_goes_out() {
    let talk = Talk::new();
    talk.put(
        "site/orate.toml",
        "title = \"Talks\"\nurl = \"https://example.org/\"\n[site]\ntalks = [\"talks/*\"]\n",
    );
    talk.put(
        "site/talks/a.md",
        "---\ntitle: One\nimage: a.svg\n---\n# One\n\n[there](https://example.org/b/) [gone](https://example.org/gone/) \
         [slide](https://example.org/b/#/nowhere)\n",
    );
    talk.put("site/talks/a.svg", PICTURE);
    talk.put("site/talks/b.md", "---\ntitle: One\ndescription: Told.\n---\n# Other\n");
    talk.put(
        "site/templates/site/list.html",
        "{% extends \"orate/site/list.html\" %}{% block main %}<p>a</b></p>{% endblock %}",
    );
    talk.put("site/talks/b.md", "---\ntitle: One\ndescription: Told.\ntags: [x]\n---\n# Other\n");
    let run = talk.run(["check", "../site", "--public"]);
    assert_eq!(run.code, 0, "warnings are no errors");
    check_told(
        &run,
        &[
            "warning[broken-link]: `https://example.org/gone/` on `a/index.html` leads nowhere\n --> ../site/talks/a.md:7:40",
            "`https://example.org/b/#/nowhere` on `a/index.html` leads to `b/index.html`, where nothing is called `nowhere`",
            "warning[no-description]: `a/index.html` has no description",
            "warning[no-card]: the card of `a/index.html` is `a.",
            "warning[same-title]: `b/index.html` and `a/index.html` have the same title, `One`",
            "warning[invalid-html]: `tags/x/index.html` is no valid HTML in line",
        ],
    );
    assert!(!run.errors.contains("example.org/b/` on"), "{}", run.errors);
    assert_eq!(talk.run(["check", "../site", "--public", "--strict"]).code, 1);
    let json = talk.run(["check", "../site", "--public", "--json"]).json();
    assert_eq!(json["slides"], 2);
    let file = |entry: &serde_json::Value| entry["file"] == "talks/a.md";
    assert!(json["diagnostics"].as_array().unwrap().iter().any(file), "{json}");
}

#[test]
fn a_talk_that_is_ready_has_nothing_to_be_told() {
    let talk = Talk::new();
    talk.put(
        "talk/orate.toml",
        "title = \"One\"\ndescription = \"Two slides.\"\nurl = \"https://example.org/one/\"\n",
    );
    let run = talk.run(["check", "--public", "--strict"]);
    assert_eq!((run.code, run.errors.as_str()), (0, ""));
    talk.put("talk/orate.toml", "embed = \"always\"\ntitle = \"One\"\ndescription = \"Two slides.\"\n");
    let noise: String =
        (0..300_000_u64).map(|number| format!("M{number} {}", number * 7919 % 1000)).collect();
    talk.put("talk/images/a.svg", &PICTURE.replace("M0 0h4v3z", &noise));
    let run = talk.run(["check", "--public"]);
    check_told(&run, &["large-page", "no-card", "set `url`"]);
}

#[test]
fn a_site_is_mended_in_the_files_of_its_talks() {
    let talk = Talk::new();
    talk.put("site/orate.toml", "[site]\ntalks = [\"talks/*\"]\n");
    talk.put("site/talks/a/slides/1.md", "<!-- .slide: data-a='b' -->\n# One\n");
    let run = talk.run(["check", "../site", "--fix"]);
    assert!(run.output.contains("mended 1 thing in talks/a/slides/1.md"), "{}{}", run.output, run.errors);
    assert!(std::fs::read_to_string(talk.path("site/talks/a/slides/1.md")).unwrap().contains("data-a=\"b\""));
}

/// A host on this machine: what it was asked, and how many questions there were at once at most.
#[derive(Default)]
struct Host {
    asked: Mutex<Vec<String>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Host {
    /// Begins to answer; gives the address.
    fn open(host: &Arc<Host>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let host = host.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let host = host.clone();
                thread::spawn(move || host.answer(stream.unwrap()));
            }
        });
        address
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
        self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let question = first.trim_end_matches(" HTTP/1.1").to_owned();
        let before = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(question.clone());
            asked.iter().filter(|earlier| **earlier == question).count()
        };
        let status = match question.as_str() {
            "HEAD /no-head" => "405 Method Not Allowed",
            "GET /busy" if before == 1 => "503 Service Unavailable\r\nRetry-After: 0",
            "HEAD /busy" => "503 Service Unavailable",
            question if question.ends_with("/members") => "403 Forbidden",
            question if question.ends_with("/gone") => "404 Not Found",
            _ => "200 OK",
        };
        self.now.fetch_sub(1, Ordering::SeqCst);
        let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}

#[test]
fn links_to_other_sites_are_tried_politely_and_remembered() {
    let host = Arc::new(Host::default());
    let address = Host::open(&host);
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let talk = Talk::new();
    let links: String = ["fine", "fine#part", "no-head", "busy", "members", "gone", "skipped"]
        .iter()
        .map(|name| format!("[{name}]({address}/{name})\n"))
        .collect();
    talk.put("talk/slides/1.md", &format!("# One\n\n{links}\n[nobody]({nobody}/there)\n"));
    talk.put("talk/orate.toml", &format!("skip-links = [\"{address}/skipped\"]\n"));
    let check = |arguments: &[&str]| {
        let mut command = talk.command([&["check"], arguments].concat());
        run(command.env("XDG_CACHE_HOME", talk.path("cache")).env("LOCALAPPDATA", talk.path("cache")))
    };
    assert!(!check(&[]).errors.contains("broken-link"), "nobody is asked unasked");
    assert_eq!(*host.asked.lock().unwrap(), [] as [String; 0]);
    let run = check(&["--links"]);
    check_told(
        &run,
        &["/gone` on `index.html` leads nowhere: the host answers 404 Not Found", "slides/1.md:8:8"],
    );
    check_told(&run, &[&format!("`{nobody}/there` on `index.html` leads nowhere")]);
    assert_eq!(run.errors.matches("warning[broken-link]").count(), 2, "{}", run.errors);
    let asked = std::mem::take(&mut *host.asked.lock().unwrap());
    let count = |question: &str| asked.iter().filter(|asked| *asked == question).count();
    assert_eq!((count("HEAD /no-head"), count("GET /no-head"), count("GET /busy")), (1, 1, 2), "{asked:?}");
    assert_eq!((count("GET /fine"), count("HEAD /skipped"), count("GET /gone")), (0, 0, 1), "{asked:?}");
    assert_eq!(host.most.load(Ordering::SeqCst), 1, "one question at a time");
    check(&["--links"]);
    let again = host.asked.lock().unwrap().clone();
    assert_eq!(again, ["HEAD /gone", "GET /gone"], "what led somewhere is remembered");
}
