//! Objects become a PDF: streams as they are, all others packed together.
//!
//! Source: ISO 32000-1:2008, sections 7.4.4.4 (predictors), 7.5.7 (object streams) and 7.5.8 (cross-reference streams).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// What a file begins with: the version that has packed objects, and bytes that say it is not text.
const HEADER: &[u8] = b"%PDF-1.5\n%\xd3\xeb\xe9\xe1\n";

/// How many objects lie together: a reader unpacks all of them to see one.
const TOGETHER: usize = 200;

/// How many bytes a row of the table has: a kind, a place of four bytes, and an index of two.
const ROW: usize = 7;

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// Nowhere: there is none of this number.
    Free,
    /// So many bytes from the start.
    At(usize),
    /// In a stream with others, as its how manieth, from 0.
    Within { stream: usize, index: usize },
}

/// Writes objects as a file. `root` and `info` are the numbers of its catalogue and of its information dictionary.
pub(super) fn write(objects: &BTreeMap<usize, Cow<'_, [u8]>>, root: usize, info: usize) -> Vec<u8> {
    let size = objects.keys().last().map_or(1, |last| last + 1);
    let mut file = Writer { bytes: HEADER.to_vec(), places: vec![Place::Free; size] };
    let (streams, others): (Vec<_>, Vec<_>) =
        objects.iter().partition(|(_, object)| object.ends_with(b"endstream"));
    for (&number, object) in streams {
        file.object(number, object);
    }
    for objects in others.chunks(TOGETHER) {
        file.together(objects);
    }
    file.finish(root, info)
}

struct Writer {
    bytes: Vec<u8>,
    /// By the number of an object.
    places: Vec<Place>,
}

impl Writer {
    fn object(&mut self, number: usize, object: &[u8]) {
        self.places[number] = Place::At(self.bytes.len());
        self.bytes.extend(format!("{number} 0 obj\n").bytes());
        self.bytes.extend(object);
        self.bytes.extend(b"\nendobj\n");
    }

    /// Writes objects as one stream, which begins with a table of their numbers and of where each begins.
    fn together(&mut self, objects: &[(&usize, &Cow<'_, [u8]>)]) {
        let stream = self.places.len();
        let (mut table, mut content) = (String::new(), Vec::new());
        for (index, &(&number, object)) in objects.iter().enumerate() {
            table.push_str(&format!("{number} {} ", content.len()));
            content.extend_from_slice(object);
            content.push(b'\n');
            self.places[number] = Place::Within { stream, index };
        }
        let keys = format!("/Type /ObjStm\n/N {}\n/First {}", objects.len(), table.len());
        self.places.push(Place::Free);
        self.object(stream, &packed(&keys, &[table.as_bytes(), &content].concat()));
    }

    /// Ends the file with a table of all objects, its own among them.
    fn finish(mut self, root: usize, info: usize) -> Vec<u8> {
        let (number, start) = (self.places.len(), self.bytes.len());
        self.places.push(Place::At(start));
        let mut rows = Vec::new();
        for place in &self.places {
            let (kind, first, second) = match *place {
                Place::Free => (0, 0, u16::MAX),
                Place::At(offset) => (1, offset, 0),
                Place::Within { stream, index } => (2, stream, index as u16),
            };
            rows.push(kind);
            rows.extend((first as u32).to_be_bytes());
            rows.extend(second.to_be_bytes());
        }
        let size = self.places.len();
        let keys = format!(
            "/Type /XRef\n/Size {size}\n/W [1 4 2]\n/Root {root} 0 R\n/Info {info} 0 R\n\
             /DecodeParms <</Predictor 12 /Columns {ROW}>>"
        );
        self.object(number, &packed(&keys, &differences(&rows)));
        self.bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        self.bytes
    }
}

/// Each row less the one above it, after a byte that says so, since neighbours are alike: the predictor `Up` of PNG.
fn differences(rows: &[u8]) -> Vec<u8> {
    let mut above = [0; ROW];
    let mut written = Vec::with_capacity(rows.len() / ROW * (ROW + 1));
    for row in rows.chunks_exact(ROW) {
        written.push(2);
        written.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above.copy_from_slice(row);
    }
    written
}

/// A stream with these keys in its dictionary, packed.
pub(super) fn packed(keys: &str, content: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    // What is written to memory does not fail.
    let content = packer.write_all(content).and_then(|()| packer.finish()).unwrap_or_default();
    let dictionary = format!("<<{keys}\n/Filter /FlateDecode\n/Length {}>>\nstream\n", content.len());
    [dictionary.as_bytes(), &content, b"\nendstream"].concat()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;

    use super::*;

    /// The unpacked streams of a file.
    fn streams(file: &[u8]) -> Vec<Vec<u8>> {
        let starts = (0..file.len()).filter(|&at| file[at..].starts_with(b"FlateDecode"));
        let unpack = |at: usize| {
            let from = file[at..].windows(8).position(|window| window == b"\nstream\n").unwrap();
            let mut content = Vec::new();
            ZlibDecoder::new(&file[at + from + 8..]).read_to_end(&mut content).unwrap();
            content
        };
        starts.map(unpack).collect()
    }

    #[test]
    fn streams_stay_and_all_else_is_packed() {
        let objects: [(usize, &[u8]); 3] =
            [(1, b"<</Title (A)>>"), (2, b"<</Length 2>> stream\nhi\nendstream"), (4, b"<</Type /Catalog>>")];
        let objects = objects.map(|(number, object)| (number, Cow::Borrowed(object))).into();
        let file = write(&objects, 4, 1);
        let text = String::from_utf8_lossy(&file).into_owned();
        assert!(text.contains("2 0 obj\n<</Length 2>> stream\nhi\nendstream\nendobj\n"), "{text}");
        let [together, table] = streams(&file).try_into().unwrap();
        assert_eq!(together, b"1 0 4 15 <</Title (A)>>\n<</Type /Catalog>>\n");
        let mut above = [0_u8; ROW];
        let rows: Vec<(u8, u32, u16)> = table
            .chunks(ROW + 1)
            .map(|row| {
                above = std::array::from_fn(|at| above[at].wrapping_add(row[at + 1]));
                let row = above;
                let first = u32::from_be_bytes(row[1..5].try_into().unwrap());
                (row[0], first, u16::from_be_bytes(row[5..].try_into().unwrap()))
            })
            .collect();
        let at = |part: &str| text.find(part).unwrap() as u32;
        let start: u32 = text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        // Bytes that are no text take three of the lossy one's: only what lies before them can be looked up in it.
        let second = HEADER.len() as u32;
        assert!(at("2 0 obj") >= second);
        let stream = rows[5];
        let free = (0, 0, u16::MAX);
        assert_eq!(rows, [free, (2, 5, 0), (1, second, 0), free, (2, 5, 1), stream, (1, start, 0)]);
        assert!(file[stream.1 as usize..].starts_with(b"5 0 obj\n<</Type /ObjStm\n/N 2\n/First 9\n"));
        assert!(file[start as usize..].starts_with(b"6 0 obj\n<</Type /XRef\n"));
    }
}
