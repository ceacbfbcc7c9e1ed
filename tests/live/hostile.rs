//! Requests that no browser sends, on raw sockets.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::server::{SOON, Server};

const SECRET: &str = "canary-outside-the-map";

fn start() -> Server {
    let server = Server::start(
        &[
            ("slides/talk.md", "# One\n\n![a](images/a.svg)\n\n[paper](files/paper.txt)"),
            (
                "images/a.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'><path d='M0 0h4'/></svg>",
            ),
            ("files/paper.txt", "paper"),
            ("files/other.txt", SECRET),
            (".env", SECRET),
            ("slides/_draft.md", SECRET),
        ],
        &[],
    );
    std::fs::write(server.folder.path().join("outside.txt"), SECRET).unwrap();
    server
}

/// Everything that a server says to some bytes until it is quiet.
fn converse(port: u16, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = Vec::new();
    // A server that refuses may close before it has heard all.
    let _ = stream.write_all(bytes);
    let mut buffer = [0; 16 * 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return answer,
            Ok(length) => answer.extend(&buffer[..length]),
        }
    }
}

fn status(answer: &[u8]) -> Option<u16> {
    std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
}

fn request(method: &str, target: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\n");
    headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
    text.push_str("Connection: close\r\n\r\n");
    text.into_bytes()
}

const PATHS: &[&str] = &[
    "/../../etc/passwd",
    "/..",
    "/../",
    "/./",
    "//",
    "///etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%2e%2e%2foutside.txt",
    "/..%252foutside.txt",
    "/..%c0%afoutside.txt",
    "/..%5coutside.txt",
    "/..\\..\\outside.txt",
    "/c:/windows/win.ini",
    "/C:%5cwindows",
    "/.env",
    "/.ENV",
    "/.env::$DATA",
    "/.env%00",
    "/%00",
    "/slides/talk.md",
    "/slides/_draft.md",
    "/slides/",
    "/slides",
    "/files/other.txt",
    "/files/",
    "/assets",
    "/assets/",
    "/orate.toml",
    "/outside.txt",
    "/../outside.txt",
    "/index.html/",
    "/index.html/..",
    "/index.html%00.txt",
    "/INDEX.HTML",
    "/index.html.",
    "/index",
    "/*",
    "/~",
    "/\u{7f}",
    "/images/a.svg",
    "/dist/index.html",
    "/.git/config",
    "/proc/self/environ",
    "/orate-live/",
    "/Orate-Live",
    "/;/index.html",
    "/a/../index.html",
    "/.//index.html",
    "/index.html;x",
    "/%69ndex.html",
    "/favicon.ico",
    "/files/paper.txt",
];

#[test]
fn ten_thousand_hostile_requests_find_nothing_outside_the_map() {
    let mut server = start();
    let port = server.port();
    let own = format!("localhost:{port}");
    let queries = ["", "?", "?x=/../outside.txt", "?token=../../outside.txt", "#frag"];
    let methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "PROPFIND"];
    let other = format!("127.0.0.1:{}", port.wrapping_add(1));
    let hosts = [own.as_str(), "evil.com", "localhost.evil.com", other.as_str(), "", "localhost"];
    let mut sent = 0;
    let mut wrong = Vec::new();
    std::thread::scope(|scope| {
        let mut workers = Vec::new();
        for worker in 0..4 {
            let (own, hosts) = (&own, &hosts);
            workers.push(scope.spawn(move || {
                let (mut sent, mut wrong) = (0, Vec::new());
                let all = PATHS.iter().flat_map(|path| methods.iter().map(move |method| (path, method)));
                let all = all.flat_map(|(path, method)| hosts.iter().map(move |host| (path, method, host)));
                let all = all.flat_map(|one| queries.iter().map(move |query| (one, query)));
                for (index, ((path, method, host), query)) in all.enumerate() {
                    if index % 4 != worker {
                        continue;
                    }
                    let target = format!("{path}{query}");
                    let answer = converse(port, &request(method, &target, &[("Host", host)]));
                    sent += 1;
                    let is_own = host == own;
                    let code = status(&answer);
                    let is_right = match code {
                        // Whatever else it is, it is not the deck.
                        Some(400 | 403 | 404 | 405 | 414 | 431 | 501) => true,
                        Some(200) => is_own && matches!(*method, "GET" | "HEAD") && is_index(path),
                        None => answer.is_empty(),
                        _ => false,
                    };
                    let has_secret = find(&answer, SECRET.as_bytes()) || find(&answer, b"root:x:");
                    if !is_right || has_secret {
                        wrong.push(format!("{method} {target} at {host}: {code:?}"));
                    }
                }
                (sent, wrong)
            }));
        }
        for worker in workers {
            let (count, found) = worker.join().unwrap();
            sent += count;
            wrong.extend(found);
        }
    });
    println!("{sent} hostile requests, {} wrong answers", wrong.len());
    assert!(sent >= 10_000, "only {sent} were sent");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(server.is_running());
}

/// Targets that lead to the page even so: a fragment or query changes nothing.
fn is_index(path: &str) -> bool {
    matches!(path, "/index.html")
}

fn find(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[test]
fn methods_and_forms_have_their_answers() {
    let server = start();
    let (port, own) = (server.port(), format!("localhost:{}", server.port()));
    let check = |bytes: &[u8], expected: &[u16]| {
        let answer = converse(port, bytes);
        let code = status(&answer).unwrap_or(0);
        assert!(
            expected.contains(&code),
            "{}: {code}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(80)])
        );
    };
    check(&request("GET", "/", &[("Host", &own)]), &[200]);
    check(&request("HEAD", "/", &[("Host", &own)]), &[200]);
    check(&request("GET", "/?anything=at&all", &[("Host", &own)]), &[200]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        check(&request(method, "/", &[("Host", &own)]), &[405]);
    }
    check(&request("GET", &format!("http://{own}/"), &[("Host", &own)]), &[400]);
    check(&request("GET", "http://evil.com/", &[("Host", &own)]), &[400]);
    check(&request("GET", "/", &[]), &[400]);
    check(&request("GET", "/", &[("Host", &own), ("Host", &own)]), &[400]);
    check(&request("GET", "/", &[("Host", "evil.com")]), &[403]);
    for origin in ["null", "http://evil.com", "http://localhost:1"] {
        check(&request("GET", "/", &[("Host", &own), ("Origin", origin)]), &[403]);
    }
    check(&request("GET", &format!("/{}", "a".repeat(1 << 20)), &[("Host", &own)]), &[0, 400, 414, 431]);
    check(&request("GET", "/", &[("Host", &own), ("X", &"a".repeat(64 << 10))]), &[0, 400, 431]);
    check(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", &[0, 400]);
    check(b"GET / HTTP/0.9\r\n\r\n", &[0, 400, 505]);
    let upgrade = |extra: &[(&str, &str)], target: &str| {
        let mut headers = vec![
            ("Host", own.as_str()),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        headers.extend(extra);
        let mut text = format!("GET {target} HTTP/1.1\r\nConnection: Upgrade\r\n");
        headers.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
        (text + "\r\n").into_bytes()
    };
    let origin = format!("http://{own}");
    check(&upgrade(&[], "/orate-live"), &[403]);
    check(&upgrade(&[("Origin", &origin)], "/orate-live?token=00000000000000000000000000000000"), &[403]);
    check(&upgrade(&[("Origin", "http://evil.com")], "/orate-live"), &[403]);
    let page = converse(port, &request("GET", "/", &[("Host", &own)]));
    let page = String::from_utf8_lossy(&page);
    assert!(!page.to_ascii_lowercase().contains("access-control-allow"));
    let token = page.split("orate-live\" content=\"").nth(1).unwrap().split(' ').next().unwrap();
    check(&upgrade(&[("Origin", "null")], &format!("/orate-live?token={token}")), &[403]);
    check(&upgrade(&[], &format!("/orate-live?token={token}")), &[403]);
    // The right one is let in; what it says then is read only until it comes.
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .write_all(&upgrade(&[("Origin", &origin)], &format!("/orate-live?token={token}&revision=1")))
        .unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 101");
}

#[test]
fn host_origin_and_kind_decide_together() {
    let server = start();
    let (port, own) = (server.port(), format!("localhost:{}", server.port()));
    let page = converse(port, &request("GET", "/", &[("Host", &own)]));
    let page = String::from_utf8_lossy(&page).into_owned();
    let token = page.split("orate-live\" content=\"").nth(1).unwrap().split(' ').next().unwrap();
    let numbers = [format!("127.0.0.1:{port}"), format!("[::1]:{port}")];
    let others = [format!("localhost.evil.com:{port}"), format!("192.0.2.1:{port}"), "localhost:1".into()];
    let known = [Some(own.as_str()), Some(&numbers[0]), Some(&numbers[1])];
    let unknown = [None, Some("evil.com"), Some(""), Some(&others[0]), Some(&others[1]), Some(&others[2])];
    let asks = [
        ("GET", "/".to_owned(), false, 200),
        ("HEAD", "/index.html".to_owned(), false, 200),
        ("GET", "/nothing.png".to_owned(), false, 404),
        ("POST", "/".to_owned(), false, 405),
        ("OPTIONS", "/".to_owned(), false, 405),
        ("GET", format!("/orate-live?token={token}"), true, 101),
        ("GET", "/orate-live?token=00000000000000000000000000000000".to_owned(), true, 403),
        ("GET", "/orate-live".to_owned(), true, 403),
    ];
    let mut asked = 0;
    for host in known.into_iter().chain(unknown) {
        let same = host.map(|host| format!("http://{host}"));
        let secure = host.map(|host| format!("https://{host}"));
        let foreign = ["null", "", "http://evil.com", "http://localhost", "http://localhost:1"];
        let origins = [None, same.as_deref(), secure.as_deref()].into_iter().chain(foreign.map(Some));
        for (origin, (method, target, is_socket, usual)) in
            origins.flat_map(|origin| asks.iter().map(move |ask| (origin, ask)))
        {
            let is_same = origin.is_some() && origin == same.as_deref();
            let expected = match host {
                None => 400,
                Some(_) if unknown.contains(&host) => 403,
                // What changes nothing is refused before anybody asks where it comes from.
                Some(_) if *usual == 405 => 405,
                Some(_) if (origin.is_some() || *is_socket) && !is_same => 403,
                Some(_) => *usual,
            };
            let mut headers: Vec<(&str, &str)> = host
                .map(|host| ("Host", host))
                .into_iter()
                .chain(origin.map(|origin| ("Origin", origin)))
                .collect();
            if *is_socket {
                headers.extend([
                    ("Upgrade", "websocket"),
                    ("Sec-WebSocket-Version", "13"),
                    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ]);
            }
            let text = String::from_utf8(request(method, target, &headers)).unwrap();
            let text =
                if *is_socket { text.replace("Connection: close", "Connection: Upgrade") } else { text };
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            stream.write_all(text.as_bytes()).unwrap();
            let mut head = [0; 12];
            stream.read_exact(&mut head).unwrap();
            assert_eq!(status(&head), Some(expected), "{text}");
            asked += 1;
        }
    }
    println!("{asked} combinations of host, origin and kind, none with a wrong answer");
}

#[test]
fn two_hundred_slow_sockets_keep_nobody_waiting() {
    let server = start();
    let (port, own) = (server.port(), format!("localhost:{}", server.port()));
    let slow: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
            stream
        })
        .collect();
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(status(&converse(port, &request("GET", "/", &[("Host", &own)]))), Some(200));
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("beside 200 slow sockets a page takes {:?}", times[10]);
    assert!(times[10] < Duration::from_secs(1), "{times:?}");
    // Their time runs out.
    for mut stream in slow {
        stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
        let mut rest = Vec::new();
        match stream.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => {
                assert!(!matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
            }
        }
    }
}

#[test]
fn on_a_network_there_is_nothing_without_the_token() {
    let server = Server::start(&[("slides/talk.md", "# One")], &["--host", "0.0.0.0"]);
    let (port, host) = (server.port(), format!("127.0.0.1:{}", server.port()));
    let path = format!("/{}", server.url.split('/').skip(3).collect::<Vec<_>>().join("/"));
    let code = |target: &str, host: &str| status(&converse(port, &request("GET", target, &[("Host", host)])));
    assert_eq!(code("/", &host), Some(404));
    assert_eq!(code("/index.html", &host), Some(404));
    assert_eq!(code(&path, &host), Some(200));
    assert_eq!(code(&path, &format!("evil.com:{port}")), Some(403));
    assert_eq!(
        code(&path.to_uppercase(), &host),
        if path.to_uppercase() == path { Some(200) } else { Some(404) }
    );
}

#[test]
fn a_port_that_is_asked_for_and_taken_is_an_error() {
    let server = start();
    let mut command = Command::new(env!("CARGO_BIN_EXE_orate"));
    let output =
        command.args(["serve", "--port", &server.port().to_string()]).arg(server.path("")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("port-taken"), "{output:?}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_soon() {
    for signal in ["-INT", "-TERM"] {
        // At once after the address was told, a preview was once deaf to this.
        let mut server = Server::announced(&[("slides/talk.md", "# One")], &[]);
        let port = server.port();
        // A window is open, and does not want to go.
        let _stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let start = Instant::now();
        Command::new("kill").args([signal, &server.id().to_string()]).status().unwrap();
        let status = server.end();
        assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(server.events().iter().all(|event| event["event"] == "built"));
    }
}

/// The head and the body of an answer.
fn parted(answer: &[u8]) -> (String, &[u8]) {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    (String::from_utf8_lossy(&answer[..end]).to_lowercase(), &answer[end + 4..])
}

/// A talk with a small film in memory and a large one on disk; gives the bytes of the large one.
fn with_films() -> (Server, Vec<u8>) {
    let small: String = ('0'..='9').collect();
    let slide = "# One\n\n<video src=\"small.mp4\"></video>\n\n<video src=\"large.mp4\"></video>";
    let files =
        [("orate.toml", "embed = \"never\"\n"), ("slides/talk.md", slide), ("slides/small.mp4", &small)];
    let server = Server::announced(&files, &[]);
    let large: Vec<u8> = (0..65 * 1024 * 1024_u32).map(|at| (at / 7) as u8).collect();
    std::fs::write(server.path("slides/large.mp4"), &large).unwrap();
    server.put("slides/talk.md", &format!("{slide}\n\n\n# Two"));
    server.wait_for_slides(2);
    (server, large)
}

/// The address of a film on the page.
fn film(server: &Server, name: &str) -> String {
    let page = converse(server.port(), &request("GET", "/", &[("Host", &host(server))]));
    let page = String::from_utf8_lossy(&page).into_owned();
    let start =
        page.find(&format!("assets/{name}.")).unwrap_or_else(|| panic!("{name} is not beside the page"));
    let end = start + page[start..].find(['"', '&', '\\']).unwrap();
    format!("/{}", &page[start..end])
}

fn host(server: &Server) -> String {
    format!("127.0.0.1:{}", server.port())
}

#[test]
fn parts_of_films_are_given_as_the_standard_has_it() {
    let (server, large) = with_films();
    for (name, bytes) in [("small", &b"0123456789"[..]), ("large", &large)] {
        let (path, size) = (film(&server, name), bytes.len());
        let ask = |method: &str, headers: &[(&str, &str)]| {
            let host = host(&server);
            let headers: Vec<(&str, &str)> =
                [("Host", host.as_str())].into_iter().chain(headers.iter().copied()).collect();
            converse(server.port(), &request(method, &path, &headers))
        };
        let check = |range: &str, start: usize, end: usize| {
            let answer = ask("GET", &[("Range", range)]);
            let (head, body) = parted(&answer);
            assert!(head.starts_with("http/1.1 206"), "{name} {range}: {head}");
            assert!(
                head.contains(&format!("content-range: bytes {start}-{}/{size}", end - 1)),
                "{range}: {head}"
            );
            assert!(head.contains(&format!("content-length: {}", end - start)), "{range}: {head}");
            assert!(body == &bytes[start..end], "{name} {range}: {} bytes", body.len());
        };
        check("bytes=0-0", 0, 1);
        check("bytes=2-5", 2, 6);
        check("bytes=4-", 4, size);
        check("bytes=-3", size - 3, size);
        check("bytes=0-99999999999", 0, size);
        check("bytes=5-5, 99999999999-", 5, 6);
        for range in [format!("bytes={size}-"), "bytes=-0".into(), "bytes=99999999999-999999999999".into()] {
            let answer = ask("GET", &[("Range", &range)]);
            let (head, _) = parted(&answer);
            assert!(head.starts_with("http/1.1 416"), "{range}: {head}");
            assert!(head.contains(&format!("content-range: bytes */{size}")), "{range}: {head}");
        }
        for headers in [
            &[][..],
            &[("Range", "bytes=5-2")],
            &[("Range", "lines=0-1")],
            &[("Range", "bytes=x")],
            &[("Range", "bytes=0-5,2-8")],
            &[("Range", "bytes=0-1"), ("If-Range", "\"etag\"")],
            &[("Range", "bytes=0-1"), ("If-Range", "Sat, 29 Oct 1994 19:43:31 GMT")],
        ] {
            let answer = ask("GET", headers);
            let (head, body) = parted(&answer);
            assert!(head.starts_with("http/1.1 200") && body == bytes, "{headers:?}: {head}");
            assert!(head.contains("accept-ranges: bytes"), "{head}");
        }
        for headers in [&[][..], &[("Range", "bytes=0-1")], &[("Range", "bytes=99999999999-")]] {
            let answer = ask("HEAD", headers);
            let (head, body) = parted(&answer);
            assert!(head.starts_with("http/1.1 200") && body.is_empty(), "{headers:?}: {head}");
            assert!(head.contains(&format!("content-length: {size}")), "{head}");
        }
        check_two_parts(&ask("GET", &[("Range", "bytes=7-8, 0-2")]), bytes);
    }
}

/// Whether an answer holds the bytes 7 to 8 and 0 to 2 of a film.
fn check_two_parts(answer: &[u8], bytes: &[u8]) {
    let (head, body) = parted(answer);
    let boundary = head.split("multipart/byteranges; boundary=").nth(1).unwrap().lines().next().unwrap();
    let part = |start: usize, end: usize| {
        let kind = "content-type: video/mp4\r\ncontent-range: bytes";
        let head = format!("--{boundary}\r\n{kind} {start}-{}/{}\r\n\r\n", end - 1, bytes.len());
        [head.as_bytes(), &bytes[start..end], b"\r\n"].concat()
    };
    let expected = [part(7, 9), part(0, 3), format!("--{boundary}--\r\n").into_bytes()].concat();
    assert!(
        head.starts_with("http/1.1 206") && body == expected,
        "{head} {:?}",
        String::from_utf8_lossy(body)
    );
    assert!(head.contains(&format!("content-length: {}", expected.len())), "{head}");
}

#[cfg(unix)]
#[test]
fn a_film_that_became_a_link_out_is_not_given() {
    let (server, large) = with_films();
    let path = film(&server, "large");
    std::fs::write(server.folder.path().join("outside.mp4"), &large).unwrap();
    std::fs::remove_file(server.path("slides/large.mp4")).unwrap();
    std::os::unix::fs::symlink("../../outside.mp4", server.path("slides/large.mp4")).unwrap();
    let answer =
        converse(server.port(), &request("GET", &path, &[("Host", &host(&server)), ("Range", "bytes=0-9")]));
    assert_eq!(
        status(&answer),
        Some(404),
        "{path} {}",
        String::from_utf8_lossy(&answer[..200.min(answer.len())])
    );
}

/// The most memory that the server held so far, in bytes.
#[cfg(target_os = "linux")]
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

#[cfg(target_os = "linux")]
#[test]
fn films_need_no_memory_however_large_they_are() {
    let slide: String = (0..3).map(|film| format!("<video src=\"{film}.mp4\"></video>\n\n\n")).collect();
    let server = Server::announced(&[("slides/talk.md", &slide)], &[]);
    for film in 0..3 {
        let file = std::fs::File::create(server.path(&format!("slides/{film}.mp4"))).unwrap();
        file.set_len(600_000_000 + film).unwrap();
    }
    server.put("slides/talk.md", &format!("{slide}# More"));
    server.wait_for_slides(4);
    let before = peak(&server);
    for name in ["0", "1", "2"] {
        let path = film(&server, name);
        for range in ["bytes=0-", "bytes=300000000-"] {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
            let bytes = request("GET", &path, &[("Host", &host(&server)), ("Range", range)]);
            stream.write_all(&bytes).unwrap();
            // As a browser does that has seen enough.
            let mut start = vec![0; 4 * 1024 * 1024];
            stream.read_exact(&mut start).unwrap();
        }
        let whole = converse(server.port(), &request("HEAD", &path, &[("Host", &host(&server))]));
        assert_eq!(status(&whole), Some(200));
    }
    let more = peak(&server).saturating_sub(before);
    println!("{more} bytes more for three films of 600 MB that were asked for than before");
    assert!(more < 40_000_000, "{more} bytes");
}
