//! A PDF, as a browser writes it, with more said about it, and packed.
//!
//! A tagged PDF consists of many small objects, one for each element of the page. They are packed together, which makes it
//! half as large.
//! Source: ISO 32000-1:2008, sections 7.5 (file structure), 12.3.3 (outline) and 12.4.2 (page labels).

mod contents;
mod read;
mod write;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use self::contents::shorten;
use self::read::{File, reference, without};
use self::write::write;
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
    /// A label for each page; empty if they are called by their numbers.
    pub(crate) labels: Vec<String>,
}

/// Where the sheets of a printed deck begin.
pub(crate) struct Starts {
    /// The page of each sheet that has a name in the file (`src/runtime/src/paper/main.ts`), both counted from 0.
    pub(crate) by_sheet: BTreeMap<usize, usize>,
    /// How many pages there are.
    pub(crate) pages: usize,
}

/// Reads where sheets begin. None for a file that is written in another way.
pub(crate) fn starts(printed: &[u8]) -> Option<Starts> {
    let file = File::read(printed)?;
    let pages = file.pages()?;
    let numbers: BTreeMap<usize, usize> = pages.iter().copied().zip(0..).collect();
    let names =
        reference(file.object(file.root)?, "/Dests").and_then(|names| file.object(names)).unwrap_or_default();
    let start = |name: &str| {
        let (sheet, place) = name.split_once('[')?;
        let page = place.split_whitespace().next()?.parse().ok()?;
        Some((sheet.trim().parse().ok()?, *numbers.get(&page)?))
    };
    let by_sheet = names.split("/orate-sheet-").filter_map(start).collect();
    Some(Starts { by_sheet, pages: pages.len() })
}

/// Adds title, authors, outline and page labels to a PDF, and packs it. None for a file that is written in another way.
pub(crate) fn finish(printed: &[u8], additions: &Additions<'_>) -> Option<Vec<u8>> {
    let file = File::read(printed)?;
    Some(write(&add(&file, additions)?.by_number, file.root, file.info))
}

/// The objects of a PDF with the additions among them. What the browser says of the file itself, such as the time, goes.
fn add<'a>(file: &File<'a>, additions: &Additions<'_>) -> Option<Objects<'a>> {
    let by_number = file.objects()?.into_iter().map(|(number, object)| (number, Cow::Borrowed(object)));
    let mut objects = Objects { by_number: by_number.collect(), next: file.size };
    let pages = file.pages()?;
    let outline = objects.outline(&additions.outline, &pages)?;
    let catalog = file.object(file.root)?;
    let mut catalog =
        without(&without(catalog, "/Outlines"), "/PageLabels").trim_end().strip_suffix(">>")?.to_owned();
    if let Some(outline) = outline {
        let _ = write!(catalog, "\n/Outlines {outline} 0 R\n/PageMode /UseOutlines");
    }
    if !additions.labels.is_empty() {
        catalog.push_str(&labels(&additions.labels));
    }
    catalog.push_str(">>");
    objects.put(file.root, catalog);
    objects.put(file.info, facts(additions));
    shorten(&mut objects, &pages);
    Some(objects)
}

/// The objects of a PDF that is to be written.
struct Objects<'a> {
    /// Each without its number and `endobj`.
    by_number: BTreeMap<usize, Cow<'a, [u8]>>,
    /// The next number that is free.
    next: usize,
}

impl Objects<'_> {
    /// An object that is not a stream.
    fn text(&self, number: usize) -> Option<&str> {
        std::str::from_utf8(self.by_number.get(&number)?).ok()
    }

    fn put(&mut self, number: usize, object: String) {
        self.by_number.insert(number, Cow::Owned(object.into_bytes()));
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
            self.put(tree.number(index), object);
        }
        self.put(top, format!("<</Type /Outlines{}>>", tree.children_of(None)));
        Some(Some(top))
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
    fn what_the_browser_does_not_know_is_added() {
        let printed = printed();
        let objects = add(&File::read(&printed).unwrap(), &additions()).unwrap().by_number;
        let expected = [
            "<</Title <FEFF00C40020002800310029>\n/Author (B)\n/Creator (orate)\n>>",
            "<</Type /Page\n/Parent 4 0 R>>",
            "<</Type /Page\n/Parent 4 0 R>>",
            "<</Type /Pages\n/Count 2\n/Kids [2 0 R 3 0 R]>>",
            "<</Type /Catalog\n/Pages 4 0 R\n\n/Lang (en)\n/Outlines 6 0 R\n/PageMode /UseOutlines\n/PageLabels <</Nums [0 <</P (1)>> 1 <</P (1.1)>> ]>>>>",
            "<</Type /Outlines\n/First 7 0 R\n/Last 9 0 R\n/Count 2>>",
            "<</Title (one)\n/Dest [2 0 R /Fit]\n/Parent 6 0 R\n/Next 9 0 R\n/First 8 0 R\n/Last 8 0 R\n/Count -1>>",
            "<</Title (two)\n/Dest [3 0 R /Fit]\n/Parent 7 0 R>>",
            "<</Title (three)\n/Dest [3 0 R /Fit]\n/Parent 6 0 R\n/Prev 7 0 R>>",
        ];
        for ((number, object), expected) in objects.iter().zip(expected) {
            assert_eq!(String::from_utf8_lossy(object), expected, "{number}");
        }
        assert_eq!(objects.len(), expected.len());
    }

    #[test]
    fn what_is_written_in_another_way_is_left_alone() {
        assert!(finish(b"", &additions()).is_none());
        assert!(finish(b"%PDF-1.7\nstartxref\n99\n%%EOF", &additions()).is_none());
        let torn = printed();
        for end in 0..torn.len() {
            // Whatever is missing, nothing panics.
            let _ = finish(&torn[..end], &additions());
        }
    }

    #[test]
    fn a_backslash_and_brackets_are_kept() {
        assert_eq!(string(r"a\(b)"), r"(a\\\(b\))");
        assert_eq!(string("😀"), "<FEFFD83DDE00>");
    }
}
