//! What a file of the project holds, read once for all who need it.

use std::sync::Arc;

/// The bytes of a file. Where they are text that needs nothing put right, they are the text of its source, too, so that a
/// long talk is held once.
#[derive(Clone, Debug)]
pub(crate) enum FileText {
    /// UTF-8 without a byte order mark, with `\n` alone and no NUL.
    Plain(Arc<str>),
    Other(Arc<[u8]>),
}

impl FileText {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            FileText::Plain(text) => text.as_bytes(),
            FileText::Other(bytes) => bytes,
        }
    }

    /// The bytes, which are not copied.
    pub(crate) fn into_bytes(self) -> Arc<[u8]> {
        match self {
            FileText::Plain(text) => text.into(),
            FileText::Other(bytes) => bytes,
        }
    }
}

impl From<Vec<u8>> for FileText {
    fn from(bytes: Vec<u8>) -> FileText {
        match String::from_utf8(bytes) {
            Ok(text) if is_plain(&text) => FileText::Plain(text.into()),
            Ok(text) => FileText::Other(text.into_bytes().into()),
            Err(error) => FileText::Other(error.into_bytes().into()),
        }
    }
}

fn is_plain(text: &str) -> bool {
    !text.starts_with('\u{FEFF}') && memchr::memchr2(b'\r', 0, text.as_bytes()).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    /// The text of a file's source is the file's own where `is_shared`, and what its bytes give in any case.
    #[track_caller]
    fn check_source(bytes: &[u8], is_shared: bool) {
        let (file, mut sources) = (FileText::from(bytes.to_vec()), Sources::default());
        let (mut diagnostics, mut others) = (Vec::new(), Vec::new());
        let id = sources.add_file("a.md", &file, &mut diagnostics);
        let other = sources.add("a.md", bytes, &mut others);
        assert_eq!(sources.get(id).text(), sources.get(other).text());
        assert_eq!(diagnostics.len(), others.len());
        assert_eq!(sources.get(id).text().as_ptr() == file.as_bytes().as_ptr(), is_shared);
        assert_eq!(*file.into_bytes(), *bytes);
    }

    #[test]
    fn plain_text_is_held_once_and_other_files_are_read_as_before() {
        check_source("# Größe\n".as_bytes(), true);
        check_source(b"", true);
        check_source(b"a\r\nb", false);
        check_source(b"a\0b", false);
        check_source(b"\xEF\xBB\xBFa", false);
        check_source(b"Gr\xF6\xDFe", false);
    }
}
