//! Where a browser that speaks the DevTools protocol is installed: Chromium, Chrome, Edge or Brave.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::error::{BrowserError, VARIABLE};

/// The names of the programs on systems where they are found by `PATH`, the one that is likelier to be complete first.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "brave-browser",
    "brave-browser-stable",
    "brave",
    "chrome",
];

/// Where packages put them that make no entry in `PATH`.
const LINUX: &[&str] = &[
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/opt/brave.com/brave/brave",
    "/snap/bin/chromium",
];

/// Below `/Applications`, or the folder of that name at home.
const MACOS: &[&str] = &[
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Brave Browser.app/Contents/MacOS/Brave Browser",
];

/// Below the folders for programs.
const WINDOWS: &[&str] = &[
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"BraveSoftware\Brave-Browser\Application\brave.exe",
];

/// A system, as far as its folders for programs go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Windows,
    MacOs,
    /// Linux, and what is like it.
    Other,
}

impl System {
    const OWN: System = match () {
        () if cfg!(windows) => System::Windows,
        () if cfg!(target_os = "macos") => System::MacOs,
        () => System::Other,
    };
}

/// Finds the browser that is named (a path, or a name to look for in `PATH`), else the one that [`VARIABLE`] names, else
/// the first that is installed.
pub(crate) fn find(named: Option<&Path>) -> Result<PathBuf, BrowserError> {
    let variable = || env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folders = folders(env::var_os("PATH"));
    match named.map(Path::to_owned).or_else(variable) {
        Some(named) => match located(&named, &folders) {
            Some(program) => Ok(program),
            None => Err(BrowserError::NotThere(named)),
        },
        None => {
            let candidates = candidates(System::OWN, &folders, |name| env::var_os(name));
            candidates.into_iter().find(|path| is_program(path)).ok_or(BrowserError::NoneInstalled)
        }
    }
}

/// The folders of `PATH`. Those that are not absolute are left out: what lies in the folder of a talk is not started.
fn folders(path: Option<OsString>) -> Vec<PathBuf> {
    let path = path.unwrap_or_default();
    env::split_paths(&path).filter(|folder| folder.is_absolute()).collect()
}

/// The program that a path or a plain name means.
fn located(named: &Path, folders: &[PathBuf]) -> Option<PathBuf> {
    let is_plain = named.components().count() == 1 && !named.is_absolute();
    let in_folders = || folders.iter().map(|folder| folder.join(named)).find(|path| is_program(path));
    if is_plain && let Some(program) = in_folders() {
        return Some(program);
    }
    // Absolute, since it is started from another folder.
    std::path::absolute(named).ok().filter(|path| is_program(path))
}

/// Where to look, in this order.
fn candidates(
    system: System,
    folders: &[PathBuf],
    variable: impl Fn(&str) -> Option<OsString>,
) -> Vec<PathBuf> {
    let below = |folders: Vec<PathBuf>, paths: &[&str]| -> Vec<PathBuf> {
        paths.iter().flat_map(|path| folders.iter().map(move |folder| folder.join(path))).collect()
    };
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let named = below(folders.to_vec(), NAMES);
    match system {
        System::Windows => {
            let programs = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"];
            below(programs.into_iter().filter_map(folder).collect(), WINDOWS)
        }
        System::MacOs => {
            let home = folder("HOME").map(|home| home.join("Applications"));
            let applications = [Some(PathBuf::from("/Applications")), home].into_iter().flatten().collect();
            [below(applications, MACOS), named].concat()
        }
        System::Other => named.into_iter().chain(LINUX.iter().map(PathBuf::from)).collect(),
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(system: System, variables: &[(&str, &str)], expected: &[&str]) {
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        let folders = [PathBuf::from("/bin")];
        let found = candidates(system, &folders, variable);
        let found: Vec<String> =
            found.iter().map(|path| path.display().to_string().replace('\\', "/")).collect();
        for path in expected {
            assert!(found.iter().any(|it| it == path), "{path} is not in {found:#?}");
        }
    }

    #[test]
    fn each_system_has_its_own_places() {
        check(System::Other, &[], &["/bin/chromium", "/bin/google-chrome", "/opt/microsoft/msedge/msedge"]);
        check(
            System::MacOs,
            &[("HOME", "/Users/a")],
            &[
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Users/a/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
                "/bin/chromium",
            ],
        );
        let programs = [("PROGRAMFILES(X86)", "C:"), ("LOCALAPPDATA", "D:")];
        let expected =
            ["C:/Microsoft/Edge/Application/msedge.exe", "D:/Google/Chrome/Application/chrome.exe"];
        check(System::Windows, &programs, &expected);
    }

    #[test]
    fn what_lies_in_the_current_folder_is_not_started() {
        let path = env::join_paths([".", "", "bin", "/usr/bin"]).unwrap();
        assert_eq!(folders(Some(path)), [PathBuf::from("/usr/bin")]);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_is_looked_for_in_path_and_a_path_is_taken_as_it_is() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("own-browser");
        std::fs::write(&program, "").unwrap();
        let folders = [folder.path().to_owned()];
        assert_eq!(located(Path::new("own-browser"), &folders), None, "it may not be started");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(located(Path::new("own-browser"), &folders), Some(program.clone()));
        assert_eq!(located(&program, &[]), Some(program));
        assert_eq!(located(Path::new("other-browser"), &folders), None);
    }
}
