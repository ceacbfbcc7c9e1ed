//! The two doors of a preview on a network: what the audience's token leads to, on raw sockets.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::chromium::Chromium;
use crate::server::Server;

/// Stands in everything that is the speaker's alone.
const CANARY: &str = "canary";

const TALK: &str = "<!-- comment canary -->
# Public one

![a](images/a.svg) <iframe src=\"https://example.org/\">b <!-- frame canary --></iframe>

<p data-notes=\"attribute canary\">t</p>

Note: spoken canary


<!-- .slide: data-visibility=\"hidden\" -->
# hidden canary


<!-- .slide: draft -->
# draft canary
";

const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><!-- drawn canary --><path d='M0 0h4'/></svg>";

fn start(files: &[(&str, &str)]) -> Server {
    Server::start(files, &["--host", "0.0.0.0"])
}

/// One side of the preview: its token, and how to ask for what is behind it.
struct Side {
    port: u16,
    token: String,
}

impl Side {
    fn of(url: &str) -> Side {
        let mut parts = url.split('/').skip(2);
        let host = parts.next().unwrap();
        let port = host.rsplit(':').next().unwrap().parse().unwrap();
        Side { port, token: parts.next().unwrap().to_owned() }
    }

    fn speaker(server: &Server) -> Side {
        Side::of(&server.url)
    }

    fn audience(server: &Server) -> Side {
        Side::of(server.audience.as_ref().unwrap())
    }

    fn connect(&self, target: &str, headers: &str) -> TcpStream {
        let port = self.port;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// The whole answer to a path behind this side's token.
    fn get(&self, path: &str) -> String {
        let mut stream = self.connect(&format!("/{}/{path}", self.token), "Connection: close\r\n");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// A socket behind this side's token that bears another, perhaps.
    fn socket(&self, token: &str, folder: &str) -> TcpStream {
        let headers = format!(
            "Origin: http://127.0.0.1:{}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
            self.port
        );
        self.connect(&format!("/{}/{folder}orate-live?token={token}&revision=0", self.token), &headers)
    }

    /// Asks for a page until it says something.
    #[track_caller]
    fn wait(&self, path: &str, text: &str) -> String {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let page = self.get(path);
            if page.contains(text) {
                return page;
            }
            assert!(Instant::now() < end, "{text:?} never came: {page}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Reads a socket until it has said something; gives everything that came until then.
#[track_caller]
fn hear(socket: &mut TcpStream, text: &str) -> String {
    let mut heard = Vec::new();
    let mut buffer = [0; 8 * 1024];
    while !String::from_utf8_lossy(&heard).contains(text) {
        let length = socket.read(&mut buffer).unwrap_or(0);
        assert!(length > 0, "{text:?} never came: {}", String::from_utf8_lossy(&heard));
        heard.extend(&buffer[..length]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

#[track_caller]
fn check_discreet(server: &Server, what: &str, text: &str) {
    let place = server.folder.path().display().to_string();
    let speaker = Side::speaker(server).token;
    for private in [CANARY, &place, "vscode:", &speaker] {
        assert!(!text.contains(private), "{what} says {private:?}: {text}");
    }
}

#[test]
fn the_audiences_token_leads_to_nothing_of_the_speakers() {
    let server =
        start(&[("slides/talk.md", TALK), ("images/a.svg", PICTURE), ("orate.toml", "embed = \"never\"")]);
    let (speaker, audience) = (Side::speaker(&server), Side::audience(&server));
    assert!(speaker.get("").matches(CANARY).count() > 4, "the speaker sees everything");
    let page = audience.wait("", "Public one");
    let files: Vec<&str> =
        page.split('"').filter(|value| value.starts_with("assets/") && !value.contains(' ')).collect();
    assert!(!files.is_empty(), "{page}");
    let routes = ["", "index.html", "orate.toml", "slides/talk.md", "transcript/", "../", "speaker", "parts"];
    for route in routes.into_iter().chain(files) {
        check_discreet(&server, route, &audience.get(route));
        check_discreet(&server, route, &audience.get(&format!("../{}/{route}", audience.token)));
    }
    for (path, token) in [(&audience, &speaker), (&speaker, &audience)] {
        let mut socket = path.socket(&token.token, "");
        let heard = hear(&mut socket, "\r\n\r\n");
        assert!(heard.starts_with("HTTP/1.1 403"), "{heard}");
    }
}

#[test]
fn each_door_hears_of_its_own_deck_alone() {
    let server = start(&[("slides/talk.md", TALK), ("images/a.svg", PICTURE)]);
    let (speaker, audience) = (Side::speaker(&server), Side::audience(&server));
    audience.wait("", "Public one");
    let (mut to_speaker, mut to_audience) =
        (speaker.socket(&speaker.token, ""), audience.socket(&audience.token, ""));
    let mut heard = hear(&mut to_audience, "revision");
    server.put(
        "slides/talk.md",
        &TALK.replace("Public one", "Public two").replace("spoken canary", "another canary"),
    );
    assert!(hear(&mut to_speaker, "another canary").contains("Public two"));
    heard += &hear(&mut to_audience, "Public two");
    // An error is the speaker's: it is told without the places of this machine, and the audience's deck stays.
    server.put("slides/talk.md", &TALK.replace("images/a.svg", "images/none.svg"));
    let told = hear(&mut to_speaker, "missing-image");
    let place = server.folder.path().display().to_string();
    assert!(!told.contains(&place) && told.contains("\"file\":\"slides/talk.md\""), "{told}");
    // What looks like notes and is none keeps the deck from the audience, too.
    server.put("slides/talk.md", &TALK.replace("Public one", "Public three").replace("Note:", "Note\u{a0}:"));
    hear(&mut to_speaker, "Public three");
    assert!(audience.get("").contains("Public two"));
    server.put("slides/talk.md", &TALK.replace("Public one", "Public four"));
    heard += &hear(&mut to_audience, "Public four");
    assert!(!heard.contains("Public three") && !heard.contains("missing-image"), "{heard}");
    check_discreet(&server, "the socket", &heard);
    // A talk that is a draft is taken away.
    server.put("orate.toml", "draft = true");
    hear(&mut to_audience, "reload");
    let page = audience.get("");
    assert!(!page.contains("Public") && speaker.get("").contains("Public four"), "{page}");
}

#[test]
fn a_talk_that_cannot_be_read_tells_the_network_no_place() {
    let server = start(&[("slides/talk.md", "# Public one"), ("orate.toml", "")]);
    let (speaker, audience) = (Side::speaker(&server), Side::audience(&server));
    audience.wait("", "Public one");
    let mut to_speaker = speaker.socket(&speaker.token, "");
    std::fs::remove_dir_all(server.path("slides")).unwrap();
    let told = hear(&mut to_speaker, "\"severity\":\"error\"");
    check_discreet(&server, "the socket", &told.replace(&speaker.token, ""));
    assert!(audience.get("").contains("Public one"));
}

#[test]
fn a_draft_of_a_site_has_no_address_for_the_audience() {
    let files = [
        ("orate.toml", "title = \"Mine\"\n[site]\ntalks = [\"talks/*\"]\n[publish]\noffline = true\n"),
        ("talks/one.md", "# Public one\n\n<!-- canary -->\n\nNote: canary\n"),
        ("talks/secret.md", "---\ndraft: true\ntitle: The canary\ntags: [canary]\n---\n# canary\n"),
    ];
    let server = start(&files);
    let (speaker, audience) = (Side::speaker(&server), Side::audience(&server));
    audience.wait("one/", "Public one");
    for route in [
        "",
        "one/",
        "one/transcript/",
        "search/",
        "tags/canary/",
        "secret/",
        "secret/transcript/",
        "404.html",
    ] {
        let page = audience.get(route);
        check_discreet(&server, route, &page);
        assert!(!page.contains("serviceWorker"), "{route}: {page}");
    }
    assert!(audience.get("secret/").starts_with("HTTP/1.1 404"));
    assert!(speaker.get("secret/").contains("canary") && speaker.get("").contains("The canary"));
    server.put("talks/secret.md", "---\ntitle: No secret\n---\n# Public two\n");
    audience.wait("secret/", "Public two");
    audience.wait("", "No secret");
    server.put("talks/secret.md", "---\ntitle: No secret\ndraft: true\n---\n# Public two\n");
    audience.wait("secret/", "404 Not Found");
}

#[test]
fn the_audiences_deck_runs_and_changes_in_place() {
    let Some(chromium) = Chromium::start() else { return };
    let server = start(&[("slides/talk.md", TALK), ("images/a.svg", PICTURE)]);
    let audience = Side::audience(&server);
    audience.wait("", "Public one");
    let page = chromium.open(&format!("http://127.0.0.1:{}/{}/", audience.port, audience.token));
    let wait = |expression: &str| {
        let end = Instant::now() + Duration::from_secs(30);
        while page.try_evaluate(&format!("!!({expression})")) != Some(true.into()) {
            assert!(Instant::now() < end, "waited in vain for: {expression}");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    wait("window.Reveal?.isReady?.()");
    assert_eq!(page.evaluate("document.querySelectorAll('.slides section').length"), 1);
    page.evaluate("window.stayed = true");
    server.put("slides/talk.md", &TALK.replace("Public one", "Public two"));
    wait("document.querySelector('.slides').textContent.includes('Public two')");
    assert_eq!(page.evaluate("window.stayed"), true, "it was changed in place");
    assert_eq!(page.evaluate("document.documentElement.outerHTML.includes('canary')"), false);
}
