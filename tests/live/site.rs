//! A site of several talks while they are written: decks change in place, and the pages around them are loaded anew.

use std::time::{Duration, Instant};

use crate::chromium::{Chromium, Page};
use crate::server::Server;

const SITE: &[(&str, &str)] = &[
    ("orate.toml", "title = \"Mine\"\nauthor = \"Ada\"\n[site]\ntalks = [\"talks/*\"]\n"),
    ("talks/10-one/slides/1.md", "# One\n\n\n## Two\n"),
    ("talks/20-other.md", "# Other\n"),
];

#[track_caller]
fn wait(page: &Page<'_>, expression: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    while page.try_evaluate(&format!("!!({expression})")) != Some(true.into()) {
        assert!(Instant::now() < end, "waited in vain for: {expression}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_deck_of_a_site_changes_in_place_and_the_index_follows() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(SITE, &[]);
    let index = chromium.open(&server.url);
    wait(&index, "document.querySelectorAll('.talk').length === 2");
    let deck = chromium.open(&format!("{}one/#/0/1", server.url));
    wait(&deck, "window.Reveal?.isReady?.()");
    assert_eq!(deck.evaluate("document.querySelector('meta[name=author]').content"), "Ada");
    deck.evaluate("window.stayed = true");
    server.put("talks/10-one/slides/1.md", "# A new title\n\n\n## Two\n\nMore\n");
    wait(&deck, "document.querySelector('.slides').textContent.includes('More')");
    assert_eq!(deck.evaluate("window.stayed"), true, "it was changed in place");
    wait(&index, "document.body.innerText.includes('A new title')");
    let read = chromium.open(&format!("{}one/transcript/", server.url));
    wait(&read, "document.body.innerText.includes('More')");
    assert_eq!(read.complaints(), [] as [String; 0]);
}

#[test]
fn talks_come_and_go_and_take_over_what_the_site_says() {
    let Some(chromium) = Chromium::start() else { return };
    let server = Server::start(SITE, &[]);
    let index = chromium.open(&server.url);
    wait(&index, "document.querySelectorAll('.talk').length === 2");
    server.put("talks/30-third.md", "# Third\n");
    wait(&index, "document.querySelectorAll('.talk').length === 3");
    let deck = chromium.open(&format!("{}third/index.html", server.url));
    wait(&deck, "window.Reveal?.isReady?.()");
    std::fs::remove_file(server.path("talks/20-other.md")).unwrap();
    wait(&index, "document.querySelectorAll('.talk').length === 2");
    let status = |path: &str| {
        index.evaluate(&format!("fetch('{path}', {{ method: 'HEAD' }}).then(({{ status }}) => status)"))
    };
    assert_eq!((status("/other/index.html"), status("/third/index.html")), (404.into(), 200.into()));
    server.put("orate.toml", "title = \"Mine\"\nauthor = \"Bo\"\n[site]\ntalks = [\"talks/*\"]\n");
    wait(&deck, "document.querySelector('meta[name=author]')?.content === 'Bo'");
}

/// Linux gives a user few instances of inotify for all programs.
#[cfg(target_os = "linux")]
#[test]
fn a_site_of_many_talks_takes_one_watcher_and_follows_talks_that_nobody_has_opened() {
    let settings = ("orate.toml".to_owned(), "title = \"Mine\"\n[site]\ntalks = [\"talks/*\"]\n".to_owned());
    let talk = |number: usize| (format!("talks/t{number}/slides/1.md"), format!("# Talk {number}\n"));
    let files: Vec<(String, String)> = std::iter::once(settings).chain((0..30).map(talk)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let server = Server::start(&files, &[]);
    (1..30).for_each(|_| drop(server.event("built")));
    let descriptors = std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap().flatten();
    let instances = descriptors.filter(|descriptor| {
        std::fs::read_link(descriptor.path()).is_ok_and(|target| target.to_string_lossy().contains("inotify"))
    });
    assert_eq!(instances.count(), 1);
    server.put("talks/t7/slides/1.md", "# Another title\n\n\n# Two\n");
    server.wait_for_slides(2);
}
