//! A PDF, as a browser writes it, with more said about it: an update is appended to its bytes, as the format foresees.
//!
//! Read is only what Chromium writes (its library Skia): one plain cross-reference table, and no object within a stream.
//! Source: ISO 32000-1:2008, sections 7.5 (file structure), 12.3.3 (outline) and 12.4.2 (page labels).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::outline::Entry;

/// What is said about a PDF.
pub(crate) struct Additions<'a> {
    pub(crate) title: &'a str,
    /// Empty for none.
    pub(crate) author: &'a str,
    /// Empty for none.
    pub(crate) subject: &'a str,
    /// The program that made it.
    pub(crate) creator: &'a str,
    pub(crate) outline: Vec<Entry>,
    /// A label for each page; empty where they are called by their numbers.
    pub(crate) labels: Vec<String>,
}

/// Appends the additions. None for a file that is written in another way.
pub(crate) fn append(printed: &[u8], additions: &Additions<'_>) -> Option<Vec<u8>> {
    let file = File::read(printed)?;
    let (root, info, size, start) = (file.root, file.info, file.size, file.start);
    let catalog = file.object(root)?.to_owned();
    let pages = file.pages()?;
    let mut bytes = printed.to_vec();
    forget_time(&mut bytes, file.offset(info)?)?;

    let mut update = Update { bytes, offsets: BTreeMap::new(), next: size };
    let outline = update.outline(&additions.outline, &pages)?;
    let mut catalog =
        without(&without(&catalog, "/Outlines"), "/PageLabels").trim_end().strip_suffix(">>")?.to_owned();
    if let Some(outline) = outline {
        let _ = write!(catalog, "\n/Outlines {outline} 0 R\n/PageMode /UseOutlines");
    }
    if !additions.labels.is_empty() {
        catalog.push_str(&labels(&additions.labels));
    }
    catalog.push_str(">>");
    update.object(root, &catalog);
    update.object(info, &facts(additions));
    update.finish(root, info, start);
    Some(update.bytes)
}

/// A PDF whose objects can be found.
struct File<'a> {
    text: &'a [u8],
    /// By the number of an object, where it begins.
    offsets: Vec<usize>,
    root: usize,
    info: usize,
    /// One more than the highest number of an object.
    size: usize,
    /// Where the table begins.
    start: usize,
}

impl<'a> File<'a> {
    fn read(text: &'a [u8]) -> Option<File<'a>> {
        let end = lossless(&text[text.len().saturating_sub(1024)..])?;
        let (_, start) = end.rsplit_once("startxref")?;
        let start: usize = start.split_whitespace().next()?.parse().ok()?;
        let table = lossless(text.get(start..)?)?;
        let (table, trailer) = table.split_once("trailer")?;
        let mut lines = table.lines();
        let (first, second) = (lines.next()?, lines.next()?);
        let size: usize = second.strip_prefix("0 ")?.trim().parse().ok()?;
        if first.trim() != "xref" {
            return None;
        }
        let offset = |line: &str| line.split_whitespace().next()?.parse().ok();
        let offsets: Vec<usize> = lines.take(size).map(offset).collect::<Option<_>>()?;
        let (root, info) = (reference(trailer, "/Root")?, reference(trailer, "/Info")?);
        (offsets.len() == size && !trailer.contains("/Prev")).then_some(File {
            text,
            offsets,
            root,
            info,
            size,
            start,
        })
    }

    fn offset(&self, number: usize) -> Option<usize> {
        self.offsets.get(number).copied()
    }

    /// An object that is no stream, without its number.
    fn object(&self, number: usize) -> Option<&'a str> {
        let rest = self.text.get(self.offset(number)?..)?;
        let end = rest.windows(6).position(|window| window == b"endobj")?;
        let object = std::str::from_utf8(&rest[..end]).ok()?;
        object.strip_prefix(&format!("{number} 0 obj")).map(str::trim)
    }

    /// The numbers of the pages, in their order.
    fn pages(&self) -> Option<Vec<usize>> {
        let mut open = vec![reference(self.object(self.root)?, "/Pages")?];
        let mut pages = Vec::new();
        // A tree that leads back into itself has no end.
        for _ in 0..self.size {
            let Some(number) = open.pop() else { return Some(pages) };
            let object = self.object(number)?;
            match object.split_once("/Kids") {
                None => pages.push(number),
                Some((_, kids)) => {
                    let kids = kids.split_once('[')?.1.split_once(']')?.0;
                    let numbers: Option<Vec<usize>> = kids
                        .split('R')
                        .filter_map(|kid| kid.split_whitespace().next())
                        .map(|kid| kid.parse().ok())
                        .collect();
                    open.extend(numbers?.into_iter().rev());
                }
            }
        }
        open.is_empty().then_some(pages)
    }
}

/// ASCII, or nothing: tables and trailers hold nothing else.
fn lossless(bytes: &[u8]) -> Option<&str> {
    // What stands before a table's end may be cut from a stream.
    let from = bytes.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |at| at + 1);
    std::str::from_utf8(&bytes[from..]).ok()
}

/// The number of the object that a key refers to.
fn reference(object: &str, key: &str) -> Option<usize> {
    let (_, rest) = object.split_once(key)?;
    rest.split_whitespace().next()?.parse().ok()
}

/// A dictionary without a key and its reference.
fn without(dictionary: &str, key: &str) -> String {
    match dictionary.split_once(key).and_then(|(before, rest)| Some((before, rest.split_once('R')?.1))) {
        Some((before, rest)) => format!("{before}{rest}"),
        None => dictionary.to_owned(),
    }
}

/// Writes zeros for the times in the object that is replaced, so that they make no difference to the bytes.
fn forget_time(bytes: &mut [u8], offset: usize) -> Option<()> {
    let object = bytes.get_mut(offset..)?;
    let end = object.windows(6).position(|window| window == b"endobj")?;
    let mut is_time = false;
    for index in 0..end {
        match object[index] {
            b'D' if object[index..end].starts_with(b"D:") => is_time = true,
            b')' => is_time = false,
            digit if is_time && digit.is_ascii_digit() => object[index] = b'0',
            _ => {}
        }
    }
    Some(())
}

/// What is appended.
struct Update {
    bytes: Vec<u8>,
    /// Where each object begins that is new or another.
    offsets: BTreeMap<usize, usize>,
    /// The next number that is free.
    next: usize,
}

impl Update {
    fn object(&mut self, number: usize, object: &str) {
        self.offsets.insert(number, self.bytes.len());
        self.bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }

    /// Adds the outline; gives its number, and none where there are no entries.
    fn outline(&mut self, entries: &[Entry], pages: &[usize]) -> Option<Option<usize>> {
        if entries.is_empty() {
            return Some(None);
        }
        let top = self.next;
        self.next += 1 + entries.len();
        let tree = Tree { entries, first: top + 1 };
        for (index, entry) in entries.iter().enumerate() {
            let page = pages.get(entry.page)?;
            let mut object = format!("<</Title {}\n/Dest [{page} 0 R /Fit]", string(&entry.title));
            let parent = tree.parent(index).map_or(top, |parent| tree.number(parent));
            let _ = write!(object, "\n/Parent {parent} 0 R");
            if let Some(previous) = tree.previous(index) {
                let _ = write!(object, "\n/Prev {} 0 R", tree.number(previous));
            }
            if let Some(next) = tree.next(index) {
                let _ = write!(object, "\n/Next {} 0 R", tree.number(next));
            }
            object.push_str(&tree.children_of(Some(index)));
            object.push_str(">>");
            self.object(tree.number(index), &object);
        }
        self.object(top, &format!("<</Type /Outlines{}>>", tree.children_of(None)));
        Some(Some(top))
    }

    /// Writes the table of what is new, and where the old one is.
    fn finish(&mut self, root: usize, info: usize, previous: usize) {
        let start = self.bytes.len();
        let mut table = "xref\n".to_owned();
        for (number, offset) in &self.offsets {
            let _ = writeln!(table, "{number} 1\n{offset:010} 00000 n ");
        }
        let _ = write!(
            table,
            "trailer\n<</Size {}\n/Root {root} 0 R\n/Info {info} 0 R\n/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n",
            self.next
        );
        self.bytes.extend(table.bytes());
    }
}

/// Entries in their order as a tree: each lies below the last before it that is less deep.
struct Tree<'a> {
    entries: &'a [Entry],
    /// The number of the first entry's object.
    first: usize,
}

impl Tree<'_> {
    fn number(&self, index: usize) -> usize {
        self.first + index
    }

    fn depth(&self, index: usize) -> usize {
        self.entries[index].depth
    }

    fn parent(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&other| self.depth(other) < self.depth(index))
    }

    fn previous(&self, index: usize) -> Option<usize> {
        let before = (0..index).rev().find(|&other| self.depth(other) <= self.depth(index))?;
        (self.depth(before) == self.depth(index)).then_some(before)
    }

    fn next(&self, index: usize) -> Option<usize> {
        let after = (index + 1..self.entries.len()).find(|&other| self.depth(other) <= self.depth(index))?;
        (self.depth(after) == self.depth(index)).then_some(after)
    }

    /// The keys for what lies right below an entry, or at the top. What is deeper than the top is closed.
    fn children_of(&self, index: Option<usize>) -> String {
        let (from, depth) = index.map_or((0, 0), |index| (index + 1, self.depth(index) + 1));
        let children: Vec<usize> = (from..self.entries.len())
            .take_while(|&other| self.depth(other) >= depth)
            .filter(|&other| self.depth(other) == depth)
            .collect();
        let (Some(first), Some(last)) = (children.first(), children.last()) else { return String::new() };
        let sign = if index.is_some() { "-" } else { "" };
        format!(
            "\n/First {} 0 R\n/Last {} 0 R\n/Count {sign}{}",
            self.number(*first),
            self.number(*last),
            children.len()
        )
    }
}

/// The labels of the pages, each a prefix without a number after it.
fn labels(labels: &[String]) -> String {
    let mut text = "\n/PageLabels <</Nums [".to_owned();
    for (page, label) in labels.iter().enumerate() {
        let _ = write!(text, "{page} <</P {}>> ", string(label));
    }
    text.push_str("]>>");
    text
}

/// Title, authors, subject and program.
fn facts(additions: &Additions<'_>) -> String {
    let mut object = "<<".to_owned();
    let facts = [
        ("Title", additions.title),
        ("Author", additions.author),
        ("Subject", additions.subject),
        ("Creator", additions.creator),
    ];
    for (key, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(object, "/{key} {}", string(value));
    }
    object.push_str(">>");
    object
}

/// A text: plain where it is ASCII, else UTF-16 after a byte order mark.
fn string(text: &str) -> String {
    let is_plain = |letter: char| letter == ' ' || letter.is_ascii_graphic();
    if text.chars().all(is_plain) {
        return format!("({})", text.replace('\\', r"\\").replace('(', r"\(").replace(')', r"\)"));
    }
    let units: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of two pages, as Skia writes one.
    fn printed() -> Vec<u8> {
        let objects = [
            "<</Title (A)\n/CreationDate (D:20261129184249+00'00')>>",
            "<</Type /Page\n/Parent 4 0 R>>",
            "<</Type /Page\n/Parent 4 0 R>>",
            "<</Type /Pages\n/Count 2\n/Kids [2 0 R 3 0 R]>>",
            "<</Type /Catalog\n/Pages 4 0 R\n/Outlines 9 0 R\n/Lang (en)>>",
        ];
        let mut bytes = b"%PDF-1.4\n%\xd3\xeb\xe9\xe1\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (index, object) in objects.iter().enumerate() {
            let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
            bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
        }
        let start = bytes.len();
        bytes.extend(
            format!("{table}trailer\n<</Size 6\n/Root 5 0 R\n/Info 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        bytes
    }

    fn additions() -> Additions<'static> {
        let entry = |depth, title: &str, page| Entry { depth, title: title.into(), page };
        Additions {
            title: "Ä (1)",
            author: "B",
            subject: "",
            creator: "orate",
            outline: vec![entry(0, "one", 0), entry(1, "two", 1), entry(0, "three", 1)],
            labels: vec!["1".into(), "1.1".into()],
        }
    }

    #[test]
    fn an_update_says_what_the_browser_does_not_know() {
        let bytes = append(&printed(), &additions()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for expected in [
            "1 0 obj\n<</Title <FEFF00C40020002800310029>\n/Author (B)\n/Creator (orate)\n>>",
            "6 0 obj\n<</Type /Outlines\n/First 7 0 R\n/Last 9 0 R\n/Count 2>>",
            "7 0 obj\n<</Title (one)\n/Dest [2 0 R /Fit]\n/Parent 6 0 R\n/Next 9 0 R\n/First 8 0 R\n/Last 8 0 R\n/Count -1>>",
            "8 0 obj\n<</Title (two)\n/Dest [3 0 R /Fit]\n/Parent 7 0 R>>",
            "/Lang (en)\n/Outlines 6 0 R\n/PageMode /UseOutlines\n/PageLabels <</Nums [0 <</P (1)>> 1 <</P (1.1)>> ]>>>>",
            "D:00000000000000+00'00'",
            "<</Size 10\n/Root 5 0 R\n/Info 1 0 R\n/Prev ",
        ] {
            assert!(text.contains(expected), "{expected}\n\nis not in\n\n{text}");
        }
        let last: usize =
            text.rsplit("startxref\n").next().unwrap().split('\n').next().unwrap().parse().unwrap();
        assert!(text.len() > last && bytes[last..].starts_with(b"xref\n1 1\n"));
    }

    #[test]
    fn what_is_written_in_another_way_is_left_alone() {
        assert!(append(b"", &additions()).is_none());
        assert!(append(b"%PDF-1.7\nstartxref\n99\n%%EOF", &additions()).is_none());
        let torn = printed();
        for end in 0..torn.len() {
            // Whatever is missing, nothing panics.
            let _ = append(&torn[..end], &additions());
        }
    }

    #[test]
    fn a_backslash_and_brackets_are_kept() {
        assert_eq!(string(r"a\(b)"), r"(a\\\(b\))");
        assert_eq!(string("😀"), "<FEFFD83DDE00>");
    }
}
