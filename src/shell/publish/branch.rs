//! A branch of a remote as the place: one more commit on top of it, made beside the author's files and index.
//!
//! Nothing is forced: the remote takes the commit only if the branch is still what it was looked at. What the manifest in
//! the branch does not list is kept as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::path::Path;

use super::git::{Call, Calls, Git};
use super::source::Source;
use super::staged::Staged;
use super::{Allowed, Plan, PublishError};
use crate::shell::confined;
use crate::shell::output::{LARGEST, MANIFEST, Manifest};
use crate::shell::scratch::Scratch;
use crate::site::{Output, Site};
use crate::text::{Fingerprint, Hasher};

/// Tells hosts that know Jekyll to leave the site as it is.
const NO_JEKYLL: &str = ".nojekyll";

/// How many versions are looked through for one that differs.
const LOOKED_THROUGH: &str = "200";

/// Files by their path, each with its blob.
type Blobs = BTreeMap<String, String>;

/// A branch as it is on its remote.
pub(crate) struct Branch {
    git: Git,
    name: String,
    remote: String,
    /// The branch's commit; `None` if there is no such branch.
    tip: Option<String>,
    files: Blobs,
    manifest: Option<Manifest>,
}

/// Where a branch is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Remote<'a> {
    /// As somebody typed it: a name, an address or a path.
    Typed(&'a str),
    /// As settings name it: a remote that the repository knows.
    Named(&'a str),
}

/// A commit that could be made.
pub(crate) struct Next {
    pub plan: Plan,
    message: String,
    /// The site where it has to be taken from; `None` if git has it already.
    staged: Option<Staged>,
    /// The blob of each file that is new or changed.
    changed: Blobs,
}

impl Branch {
    /// Looks at a branch, from the repository that `project` lies in. Of this repository only a reference below
    /// `refs/orate/` changes.
    pub(crate) fn look(
        project: &Path,
        name: &str,
        remote: Remote<'_>,
        calls: &Calls,
    ) -> Result<Branch, PublishError> {
        let git = Git::in_folder(project, calls)?;
        let remote = match remote {
            Remote::Typed(remote) => remote,
            Remote::Named(remote) if git.knows_remote(remote)? => remote,
            Remote::Named(remote) => return Err(PublishError::NoRemote(remote.to_owned())),
        };
        let full = format!("refs/heads/{name}");
        let listed = git.line(&Call {
            doing: "ask the remote for its branches",
            arguments: &["ls-remote", "--", remote, &full],
            ..Call::default()
        })?;
        let mut branch = Branch {
            git,
            name: name.to_owned(),
            remote: remote.to_owned(),
            tip: None,
            files: BTreeMap::new(),
            manifest: None,
        };
        if listed.is_empty() {
            return Ok(branch);
        }
        branch.fetch(&[])?;
        let own = branch.own_reference();
        let tip = branch.git.line(&Call {
            doing: "find the branch",
            arguments: &["rev-parse", "--verify", &format!("{own}^{{commit}}")],
            ..Call::default()
        })?;
        branch.files = branch.files_of(&tip)?;
        branch.manifest = branch.manifest_in(&branch.files)?;
        branch.tip = Some(tip);
        Ok(branch)
    }

    /// Where this repository remembers the branch, so that what was fetched is not swept away.
    fn own_reference(&self) -> String {
        format!("refs/orate/{}", self.name)
    }

    fn fetch(&self, more: &[&str]) -> Result<(), PublishError> {
        let refspec = format!("+refs/heads/{}:{}", self.name, self.own_reference());
        let mut arguments =
            vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no"];
        arguments.extend(more);
        arguments.extend(["--", &self.remote, &refspec]);
        self.git
            .run(&Call { doing: "fetch the branch", arguments: &arguments, ..Call::default() })
            .map(|_| ())
    }

    fn files_of(&self, commit: &str) -> Result<Blobs, PublishError> {
        let listed = self.git.run(&Call {
            doing: "read the branch",
            arguments: &["ls-tree", "-r", "-z", "--full-tree", commit],
            ..Call::default()
        })?;
        // `100644 blob 8baef1b…\tindex.html`
        let file = |line: &str| {
            let (facts, path) = line.split_once('\t')?;
            Some((path.to_owned(), facts.rsplit(' ').next()?.to_owned()))
        };
        Ok(String::from_utf8_lossy(&listed).split('\0').filter_map(file).collect())
    }

    fn manifest_in(&self, files: &Blobs) -> Result<Option<Manifest>, PublishError> {
        let Some(blob) = files.get(MANIFEST) else { return Ok(None) };
        let call =
            Call { doing: "read the branch", arguments: &["cat-file", "blob", blob], ..Call::default() };
        let size = self.git.line(&Call { arguments: &["cat-file", "-s", blob], ..call })?;
        if size.parse().is_ok_and(|size: u64| size > LARGEST) {
            return Err(PublishError::Manifest(self.name.clone()));
        }
        Ok(Manifest::read(&self.git.run(&call)?))
    }

    /// The commit that would publish a site.
    pub(crate) fn next(&self, site: &Site, project: &Path, allowed: Allowed) -> Result<Next, PublishError> {
        self.permit(allowed.adopt)?;
        let mut site = site.clone();
        if !self.files.contains_key(NO_JEKYLL) || self.lists(NO_JEKYLL) {
            site.files.insert(NO_JEKYLL.into(), Output::Bytes(Vec::new().into()));
        }
        let staged = Staged::write_small(&site, project)?;
        let fingerprint = |(path, output): (&String, &Output)| {
            let print = match output {
                Output::Bytes(bytes) => Fingerprint::of(bytes),
                Output::Copy { .. } => fingerprint(&staged.path(path)).map_err(PublishError::Staging)?,
            };
            Ok((path.clone(), print))
        };
        let manifest = site.files.iter().map(fingerprint).collect::<Result<_, PublishError>>()?;
        staged.add(MANIFEST, &Manifest::new(manifest).to_bytes())?;
        let paths: Vec<&str> = site.files.keys().map(String::as_str).chain([MANIFEST]).collect();
        let blobs = self.hash(&staged, &paths, false)?;
        let wanted = paths.iter().map(|path| path.to_string()).zip(blobs).collect();
        let mut next = self.towards(wanted, allowed.adopt)?;
        let source = Source::checked_out(&self.git)?;
        if let Some(source) = source.as_ref().filter(|_| !allowed.older && !next.plan.is_done) {
            self.permit_source(source)?;
        }
        next.plan.bytes = next.changed.keys().filter_map(|path| site.files.get(path)).map(Output::size).sum();
        next.message = format!(
            "Publish\n\n{} new, {} changed, {} removed\n{}",
            next.plan.new.len(),
            next.plan.changed.len(),
            next.plan.removed.len(),
            source.iter().map(|source| format!("\n{}", source.trailers())).collect::<String>()
        );
        next.staged = Some(staged);
        Ok(next)
    }

    /// The commit that would publish the version before again.
    pub(crate) fn back(&self) -> Result<Next, PublishError> {
        let (Some(tip), Some(now)) = (&self.tip, self.files.get(MANIFEST)) else {
            return Err(PublishError::NothingBefore);
        };
        self.permit(false)?;
        let mut before = self.before(tip, now)?;
        if before.is_none()
            && self.git.query(&["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true")
        {
            self.fetch(&["--deepen", LOOKED_THROUGH])?;
            before = self.before(tip, now)?;
        }
        let (commit, files) = before.ok_or(PublishError::NothingBefore)?;
        let manifest = self.manifest_in(&files)?.ok_or(PublishError::NothingBefore)?;
        let listed: BTreeSet<&str> = manifest.paths().chain([MANIFEST]).collect();
        let wanted = files.into_iter().filter(|(path, _)| listed.contains(path.as_str())).collect();
        let mut next = self.towards(wanted, false)?;
        let source = Source::recorded(&self.git, &commit)?.map(|source| format!("\n\n{}", source.trailers()));
        let source = source.unwrap_or_default();
        next.message = format!("Publish again what was before\n\nThe version of {commit}{source}");
        Ok(next)
    }

    /// The last version of another manifest, and its files.
    fn before(&self, tip: &str, now: &str) -> Result<Option<(String, Blobs)>, PublishError> {
        let commits = self.git.line(&Call {
            doing: "read the branch's history",
            arguments: &["rev-list", "--first-parent", "-n", LOOKED_THROUGH, tip],
            ..Call::default()
        })?;
        for commit in commits.lines() {
            let blob =
                self.git.query(&["rev-parse", "--verify", "--quiet", &format!("{commit}:{MANIFEST}")])?;
            if blob.is_some_and(|blob| blob != now) {
                return Ok(Some((commit.to_owned(), self.files_of(commit)?)));
            }
        }
        Ok(None)
    }

    /// Refuses a branch that holds something where nothing says that it is ours.
    fn permit(&self, adopt: bool) -> Result<(), PublishError> {
        match self.files.keys().next() {
            Some(example) if self.manifest.is_none() && !adopt => {
                Err(PublishError::NotOurs { branch: self.name.clone(), example: example.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Refuses to replace what was published from a newer commit than `source`.
    fn permit_source(&self, source: &Source) -> Result<(), PublishError> {
        let published = self.tip.as_ref().map(|tip| Source::recorded(&self.git, tip)).transpose()?.flatten();
        match published {
            Some(published) if source.is_older(&published, &self.git)? => Err(PublishError::Behind {
                branch: self.name.clone(),
                published: published.commit,
                own: source.commit.clone(),
            }),
            _ => Ok(()),
        }
    }

    fn lists(&self, path: &str) -> bool {
        self.manifest.as_ref().is_some_and(|manifest| manifest.paths().any(|listed| listed == path))
    }

    /// What leads from the branch to the wanted blobs.
    fn towards(&self, wanted: Blobs, adopt: bool) -> Result<Next, PublishError> {
        let listed: BTreeSet<&str> = self
            .manifest
            .iter()
            .flat_map(Manifest::paths)
            .filter(|path| self.files.contains_key(*path))
            .collect();
        let touched: Vec<&str> =
            listed.iter().copied().filter(|path| wanted.get(*path) != self.files.get(*path)).collect();
        let ours = self.unmodified(&touched)?;
        let mut plan = Plan { published: listed.len(), ..Plan::default() };
        let mut changed = BTreeMap::new();
        for (path, blob) in &wanted {
            match self.files.get(path) {
                Some(published) if published == blob => continue,
                Some(_) if path == MANIFEST => {}
                Some(_) if ours.contains(path.as_str()) || adopt => plan.changed.push(path.clone()),
                Some(_) => {
                    return Err(PublishError::InTheWay { branch: self.name.clone(), path: path.clone() });
                }
                None if path == MANIFEST => {}
                None => plan.new.push(path.clone()),
            }
            changed.insert(path.clone(), blob.clone());
        }
        plan.removed =
            ours.into_iter().filter(|path| !wanted.contains_key(*path)).map(str::to_owned).collect();
        plan.is_done = changed.is_empty() && plan.removed.is_empty();
        Ok(Next { plan, message: String::new(), staged: None, changed })
    }

    /// Those of some files of the branch whose bytes are what the manifest says.
    fn unmodified<'a>(&self, paths: &[&'a str]) -> Result<BTreeSet<&'a str>, PublishError> {
        let Some(manifest) = self.manifest.as_ref().filter(|_| !paths.is_empty()) else {
            return Ok(BTreeSet::new());
        };
        let input: String = paths.iter().map(|path| format!("{}\n", self.files[*path])).collect();
        let call = Call {
            doing: "read the branch",
            arguments: &["cat-file", "--batch"],
            input: input.as_bytes(),
            ..Call::default()
        };
        self.git.read(&call, |answers| {
            let mut unmodified = BTreeSet::new();
            for path in paths {
                if manifest.wrote(path, next_fingerprint(answers)?) {
                    unmodified.insert(*path);
                }
            }
            Ok(unmodified)
        })
    }

    /// The blobs of some staged files; `is_kept` puts them into the repository.
    fn hash(&self, staged: &Staged, paths: &[&str], is_kept: bool) -> Result<Vec<String>, PublishError> {
        let input: String = paths.iter().map(|path| format!("{}\n", staged.path(path).display())).collect();
        let arguments: &[&str] = match is_kept {
            true => &["hash-object", "-w", "--no-filters", "--stdin-paths"],
            false => &["hash-object", "--no-filters", "--stdin-paths"],
        };
        let blobs = self.git.line(&Call {
            doing: "take in the files",
            arguments,
            input: input.as_bytes(),
            ..Call::default()
        })?;
        Ok(blobs.lines().map(str::to_owned).collect())
    }

    /// Makes the commit and sends it. Gives its name.
    pub(crate) fn send(&self, next: &Next) -> Result<String, PublishError> {
        if let Some(staged) = &next.staged {
            let paths: Vec<&str> = next.changed.keys().map(String::as_str).collect();
            self.hash(staged, &paths, true)?;
        }
        let scratch = Scratch::new("publish").map_err(PublishError::Staging)?;
        let index = scratch.path("index");
        let with_index = |doing, arguments: &[&str], input: &[u8]| {
            self.git.line(&Call { doing, arguments, input, index: Some(&index) })
        };
        if let Some(tip) = &self.tip {
            with_index("read the branch", &["read-tree", tip], b"")?;
        }
        with_index("put the files together", &["update-index", "-z", "--index-info"], &entries(next))?;
        let tree = with_index("put the files together", &["write-tree"], b"")?;
        let mut arguments = vec!["commit-tree", &tree, "-m", &next.message];
        arguments.extend(self.tip.iter().flat_map(|tip| ["-p", tip]));
        let commit =
            self.git.line(&Call { doing: "make the commit", arguments: &arguments, ..Call::default() })?;
        let refspec = format!("{commit}:refs/heads/{}", self.name);
        self.git.run(&Call {
            doing: "send the branch",
            arguments: &[
                "push",
                "--quiet",
                "--no-follow-tags",
                "--recurse-submodules=no",
                "--",
                &self.remote,
                &refspec,
            ],
            ..Call::default()
        })?;
        Ok(commit)
    }
}

/// The fingerprint of the next answer of `cat-file --batch`: a line that ends with its size, the bytes, and a line's end.
fn next_fingerprint(answers: &mut impl BufRead) -> io::Result<Fingerprint> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    let size = line.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let mut left: u64 = size.ok_or(io::ErrorKind::InvalidData)?;
    let mut hasher = Hasher::default();
    while left > 0 {
        let bytes = answers.fill_buf()?;
        let length = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        hasher.update(&bytes[..length]);
        answers.consume(length);
        left -= length as u64;
    }
    answers.read_exact(&mut [0])?;
    Ok(hasher.finish())
}

/// The fingerprint of a file of any size.
fn fingerprint(path: &Path) -> io::Result<Fingerprint> {
    let mut file = io::BufReader::with_capacity(256 * 1024, confined::open(&path.canonicalize()?)?);
    let mut hasher = Hasher::default();
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hasher.finish());
        }
        hasher.update(bytes);
        let length = bytes.len();
        file.consume(length);
    }
}

/// The input of `update-index --index-info`: removals first, so that a file may take the place of a folder.
fn entries(next: &Next) -> Vec<u8> {
    let length = next.changed.values().next().map_or(40, String::len);
    let gone = next.plan.removed.iter().map(|path| format!("0 {}\t{path}\0", "0".repeat(length)));
    let changed = next.changed.iter().map(|(path, blob)| format!("100644 {blob}\t{path}\0"));
    gone.chain(changed).collect::<String>().into_bytes()
}
