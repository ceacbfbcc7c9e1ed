//! Whether links that lead out of a site still lead somewhere: asked politely, and not again for a week.
//!
//! One question at a time for each host, and a few hosts at once. A page's head is asked for, and the page itself only
//! where a host has no answer to that. What may be over in a moment (a host that is busy) is asked once more. What
//! answered is remembered in the user's folder for caches.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::shell::cache_folder::cache_folder;

/// How long a host may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait before a host is asked once more; it may ask for more, up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How many hosts are asked at once.
const AT_ONCE: usize = 8;

/// For so many seconds a link that led somewhere is believed to do so.
const BELIEVED: u64 = 7 * 24 * 3600;

/// Asks for each address; gives what is wrong with those that lead nowhere.
pub(crate) fn broken(addresses: &[String]) -> BTreeMap<String, String> {
    let cache = Cache::read();
    let unknown = addresses.iter().filter(|address| !cache.knows(address));
    let mut hosts: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    unknown.for_each(|address| hosts.entry(host(address)).or_default().push(address));
    let waiting = Mutex::new(hosts.into_values().collect::<Vec<_>>());
    let answers = Mutex::new(Vec::new());
    let agent = agent();
    let next = || waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(addresses) = next() {
                    for address in addresses {
                        let trouble = trouble(&agent, address);
                        let mut answers = answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        answers.push((address.clone(), trouble));
                    }
                }
            });
        }
    });
    let answers = answers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let fine = answers.iter().filter(|(_, trouble)| trouble.is_none()).map(|(address, _)| address);
    cache.write(fine);
    answers.into_iter().filter_map(|(address, trouble)| Some((address, trouble?))).collect()
}

fn agent() -> Agent {
    // The certificates of the system, as its browsers have them.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .tls_config(tls)
        .user_agent(concat!("orate/", env!("CARGO_PKG_VERSION"), " (checks the links of a talk)"))
        .build()
        .new_agent()
}

/// The host of an address, with its port.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// How a host answered.
enum Answer {
    Fine,
    /// It is there, and talks with people alone.
    Closed,
    /// It may answer in a while.
    Later {
        message: String,
        pause: Option<Duration>,
    },
    Nothing(String),
}

/// What is wrong with an address, if anything is.
fn trouble(agent: &Agent, address: &str) -> Option<String> {
    let page = address.split('#').next().unwrap_or(address);
    let mut answer = ask(agent, page);
    if let Answer::Later { pause, .. } = &answer {
        thread::sleep(pause.unwrap_or(PAUSE).min(LONGEST_PAUSE));
        answer = ask(agent, page);
    }
    match answer {
        Answer::Fine | Answer::Closed => None,
        Answer::Later { message, .. } | Answer::Nothing(message) => Some(message),
    }
}

fn ask(agent: &Agent, address: &str) -> Answer {
    match understood(agent.head(address).call()) {
        Answer::Fine => Answer::Fine,
        // Some know no such question, and some answer it wrongly.
        _ => understood(agent.get(address).call()),
    }
}

fn understood(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let response = match answer {
        Ok(response) => response,
        Err(error @ (ureq::Error::Timeout(_) | ureq::Error::Io(_) | ureq::Error::ConnectionFailed)) => {
            return Answer::Later { message: error.to_string(), pause: None };
        }
        Err(error) => return Answer::Nothing(error.to_string()),
    };
    let status = response.status();
    let message = format!("the host answers {status}");
    match status.as_u16() {
        200..=399 => Answer::Fine,
        401 | 403 | 999 => Answer::Closed,
        429 | 500..=599 => {
            let pause =
                response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
            Answer::Later { message, pause: pause.map(Duration::from_secs) }
        }
        _ => Answer::Nothing(message),
    }
}

/// Links that led somewhere, and when they last did, in seconds since 1970.
struct Cache {
    path: Option<PathBuf>,
    working: BTreeMap<String, u64>,
    now: u64,
}

impl Cache {
    fn read() -> Cache {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
        let path = cache_folder().map(|folder| folder.join("orate").join("links.json"));
        let text = path.as_ref().and_then(|path| fs::read(path).ok()).unwrap_or_default();
        let mut working: BTreeMap<String, u64> = serde_json::from_slice(&text).unwrap_or_default();
        working.retain(|_, at| *at <= now && now - *at < BELIEVED);
        Cache { path, working, now }
    }

    fn knows(&self, address: &str) -> bool {
        self.working.contains_key(address)
    }

    /// Remembers the links that work. A cache that cannot be written is none.
    fn write<'a>(mut self, fine: impl Iterator<Item = &'a String>) {
        self.working.extend(fine.map(|address| (address.clone(), self.now)));
        let Some(path) = self.path else { return };
        if let (Some(folder), Ok(text)) = (path.parent(), serde_json::to_vec(&self.working)) {
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_host_is_what_stands_before_the_path() {
        let hosts = ["https://a.example/b", "http://a.example:8080?c", "https://a.example#d"].map(host);
        assert_eq!(hosts, ["a.example", "a.example:8080", "a.example"]);
    }
}
