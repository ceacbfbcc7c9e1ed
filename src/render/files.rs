//! The files of the project that a slide is made of: listings, tables. What a slide has read is kept with it, so that
//! it is rendered anew when one of them changes.

use std::sync::Arc;

use crate::assets::{File, Library, Refused, folder, join_beyond, relative};
use crate::text::{Fingerprint, nearest};

/// The project's files, for one slide.
pub(crate) struct Files<'a> {
    library: &'a dyn Library,
    read: Vec<FileRead>,
}

/// What a slide asked the library for, and the answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FileRead {
    File {
        /// Within the project, as [`Library`] takes it.
        path: String,
        /// The hash of what it held; `None` if there was no file.
        answer: Result<Option<Fingerprint>, Refused>,
    },
    /// The names that were looked through for one that the author may have meant.
    Names {
        folder: String,
        /// The hash of all of them.
        answer: Fingerprint,
    },
}

impl<'a> Files<'a> {
    /// The files of a library, of which none is read yet.
    pub(crate) fn new(library: &'a dyn Library) -> Files<'a> {
        Files { library, read: Vec::new() }
    }

    /// The file at a path within the project.
    pub(crate) fn find(&mut self, path: &str) -> Result<Option<Arc<File>>, Refused> {
        let answer = self.library.find(path);
        self.read.push(FileRead::File { path: path.to_owned(), answer: fingerprint(&answer) });
        answer
    }

    /// The file that a text in the folder `base` names: counted from there, else from the project's folder. It may lie
    /// beyond the project, where the library has something to say about that.
    pub(crate) fn named(&mut self, base: &str, name: &str) -> Result<Option<Arc<File>>, Refused> {
        let (near, far) = (join_beyond(base, name), join_beyond("", name));
        let answer = self.find(&near);
        if near == far || matches!(answer, Ok(Some(_))) {
            return answer;
        }
        match self.find(&far) {
            // Of two answers that are none, the first is about the likelier place.
            Ok(None) | Err(_) => answer,
            other => other,
        }
    }

    /// The path most like one that [`Files::named`] has not found, as the author may write it.
    pub(crate) fn nearest(&mut self, base: &str, name: &str) -> Option<String> {
        let places = [join_beyond(base, name), join_beyond("", name)];
        let mut names = Vec::new();
        for place in &places {
            let folder = folder(place);
            let answer = self.library.names_in(folder);
            self.read.push(FileRead::Names { folder: folder.to_owned(), answer: hash(&answer) });
            names.extend(answer);
        }
        let all = self.library.names();
        self.read.push(FileRead::Names { folder: EVERYWHERE.to_owned(), answer: hash(&all) });
        let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let all = || names.iter().chain(&all).map(String::as_str);
        let same = || all().find(|path| file(path) == file(name));
        let alike = |place: &String| nearest(place, all());
        let closest = same().or_else(|| places.iter().find_map(alike))?;
        Some(relative(base, closest))
    }

    /// Everything that was asked for, in that order.
    pub(crate) fn into_read(self) -> Vec<FileRead> {
        self.read
    }
}

/// Stands for all folders of the project.
const EVERYWHERE: &str = "*";

impl FileRead {
    /// Whether the answer would be the same.
    pub(crate) fn is_current(&self, library: &dyn Library) -> bool {
        match self {
            FileRead::File { path, answer } => fingerprint(&library.find(path)) == *answer,
            FileRead::Names { folder, answer } if folder == EVERYWHERE => hash(&library.names()) == *answer,
            FileRead::Names { folder, answer } => hash(&library.names_in(folder)) == *answer,
        }
    }
}

fn fingerprint(answer: &Result<Option<Arc<File>>, Refused>) -> Result<Option<Fingerprint>, Refused> {
    match answer {
        Ok(file) => Ok(file.as_ref().map(|file| file.content.fingerprint())),
        Err(refused) => Err(refused.clone()),
    }
}

fn hash(names: &[String]) -> Fingerprint {
    Fingerprint::of_parts(names.iter().map(String::as_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Memory;

    #[test]
    fn a_file_is_looked_for_from_its_slide_and_then_from_the_project() {
        let library: Memory =
            [("slides/a.rs", &b"1"[..]), ("src/a.rs", b"2"), ("../b.rs", b"3")].into_iter().collect();
        let mut files = Files::new(&library);
        let mut path =
            |name: &str| files.named("slides", name).unwrap().map_or(String::new(), |file| file.path.clone());
        assert_eq!(path("a.rs"), "slides/a.rs");
        assert_eq!(path("src/a.rs"), "src/a.rs");
        assert_eq!(path("../src/a.rs"), "src/a.rs");
        assert_eq!(path("../../b.rs"), "../b.rs");
        assert_eq!(path("../b.rs"), "../b.rs");
        assert_eq!(path("c.rs"), "");
    }

    #[test]
    fn the_nearest_name_is_told_from_the_slide() {
        let library: Memory =
            [("src/main.rs", &b""[..]), ("../lib/parse.rs", b""), ("slides/a.rs", b"")].into_iter().collect();
        let mut files = Files::new(&library);
        assert_eq!(files.nearest("slides", "../src/mian.rs").as_deref(), Some("../src/main.rs"));
        assert_eq!(files.nearest("slides", "../../lib/prase.rs").as_deref(), Some("../../lib/parse.rs"));
        assert_eq!(files.nearest("slides", "main.rs").as_deref(), Some("../src/main.rs"));
        assert_eq!(files.nearest("slides", "b.rs").as_deref(), Some("a.rs"));
        assert_eq!(files.nearest("slides", "nothing-like-it.rs"), None);
    }

    #[test]
    fn a_suggestion_is_current_until_another_file_is_there() {
        let mut library: Memory = [("src/main.rs", &b""[..])].into_iter().collect();
        let mut files = Files::new(&library);
        files.nearest("slides", "../src/mian.rs");
        let read = files.into_read();
        assert!(read.iter().all(|read| read.is_current(&library)));
        library.insert("src/mian.rs", &b""[..]);
        assert!(!read.iter().all(|read| read.is_current(&library)));
    }
}
