//! What a browser is started with.

use std::path::{Path, PathBuf};

/// What a browser is started with besides what every one is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Launch {
    pub(crate) program: PathBuf,
    /// Whether it starts without its sandbox.
    pub(crate) without_sandbox: bool,
    /// The hosts that it may ask; it knows no other.
    pub(crate) hosts: Vec<String>,
}

/// The file in the scratch folder that holds what the browser prints.
pub(super) const OUTPUT: &str = "output.txt";

/// The arguments that every browser starts with, but for how it is spoken to.
pub(super) fn arguments(launch: &Launch, profile: &Path) -> Vec<String> {
    let mut arguments = vec![
        format!("--user-data-dir={}", profile.display()),
        format!("--host-resolver-rules={}", resolver_rules(&launch.hosts)),
    ];
    if launch.hosts.is_empty() {
        // A proxy would look up names itself.
        arguments.push("--no-proxy-server".into());
    }
    if launch.without_sandbox {
        arguments.push("--no-sandbox".into());
    }
    arguments.extend(ALWAYS.iter().map(|&argument| argument.to_owned()));
    arguments
}

/// Without windows, and without anything that a browser does for the person before it: updates, extensions, a keychain,
/// reports. What is drawn does not depend on the machine's screen.
const ALWAYS: &[&str] = &[
    "--headless=new",
    "--no-startup-window",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-features=Translate,MediaRouter,OptimizationHints,DialMediaRouteProvider",
    "--metrics-recording-only",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--mute-audio",
];

/// The rules by which only some hosts have an address.
fn resolver_rules(hosts: &[String]) -> String {
    let excluded: String = hosts.iter().map(|host| format!(", EXCLUDE {host}")).collect();
    format!("MAP * ~NOTFOUND{excluded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_is_there_for_the_hosts_of_the_talk_alone() {
        let launch = |hosts: &[&str]| Launch {
            hosts: hosts.iter().map(|host| (*host).into()).collect(),
            ..Launch::default()
        };
        let none = arguments(&launch(&[]), Path::new("/p"));
        assert!(none.contains(&"--host-resolver-rules=MAP * ~NOTFOUND".to_owned()));
        assert!(none.contains(&"--no-proxy-server".to_owned()) && !none.contains(&"--no-sandbox".to_owned()));
        let some = arguments(&launch(&["a.example", "b.example"]), Path::new("/p"));
        let rule = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE a.example, EXCLUDE b.example";
        assert!(some.contains(&rule.to_owned()) && !some.contains(&"--no-proxy-server".to_owned()));
    }
}
