//! Colour profiles: what colours are reckoned by, and none of what says whose screen they are of (ICC.1:2022, section 7).

use std::collections::HashMap;

/// The tags that colours are reckoned by.
#[rustfmt::skip] // A name a line would hide the table.
const TAGS: &[&[u8; 4]] = &[
    b"A2B0", b"A2B1", b"A2B2", b"A2B3", b"B2A0", b"B2A1", b"B2A2", b"B2A3", b"D2B0", b"D2B1", b"D2B2",
    b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3", b"bTRC", b"bXYZ", b"bkpt", b"chad", b"cicp", b"gTRC",
    b"gXYZ", b"gamt", b"kTRC", b"lumi", b"meas", b"rTRC", b"rXYZ", b"view", b"wtpt",
];

const HEAD: usize = 128;

/// Real profiles have some twenty tags.
const TAG_LIMIT: usize = 200;

/// A profile of the same colours that names nobody; the same bytes where it is one already. None where it is not a profile,
/// so that no browser goes by it.
pub(super) fn clean(profile: &[u8]) -> Option<Vec<u8>> {
    let head: [u8; HEAD] = *profile.first_chunk()?;
    if &head[36..40] != b"acsp" {
        return None;
    }
    let count = u32::from_be_bytes(*profile.get(HEAD..)?.first_chunk()?) as usize;
    let table = profile.get(HEAD + 4..)?.as_chunks::<12>().0.get(..count).filter(|_| count <= TAG_LIMIT)?;
    let texts = texts(head[8]);
    let mut tags: Vec<([u8; 4], &[u8])> =
        texts.iter().map(|(name, text)| (**name, text.as_slice())).collect();
    for entry in table {
        let [name, start, length] =
            [0, 4, 8].map(|at| [entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]);
        let [start, length] = [start, length].map(|number| u32::from_be_bytes(number) as usize);
        let content = profile.get(start..start.checked_add(length)?)?;
        if TAGS.contains(&&name) && tags.iter().all(|(tag, _)| *tag != name) {
            tags.push((name, content));
        }
    }
    let written = written(head, &tags);
    // Tags may share their data, and those that overlap otherwise are somebody's trick.
    (written.len() <= profile.len() + 512).then_some(written)
}

fn written(mut head: [u8; HEAD], tags: &[([u8; 4], &[u8])]) -> Vec<u8> {
    // The program, the day, the maker and the model, who made it, and the hash of what was there.
    for stretch in [4..8, 24..36, 48..56, 80..HEAD] {
        head[stretch].fill(0);
    }
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let start = HEAD + 4 + 12 * tags.len();
    for (name, content) in tags {
        let place = *places.entry(content).or_insert_with(|| {
            let place = start + data.len();
            data.extend_from_slice(content);
            data.resize(data.len().next_multiple_of(4), 0);
            place
        });
        table.extend_from_slice(name);
        table.extend((place as u32).to_be_bytes());
        table.extend((content.len() as u32).to_be_bytes());
    }
    head[..4].copy_from_slice(&((start + data.len()) as u32).to_be_bytes());
    [&head[..], &(tags.len() as u32).to_be_bytes(), &table, &data].concat()
}

/// The description and the copyright, which every profile has to have, in the form of its version.
fn texts(version: u8) -> [(&'static [u8; 4], Vec<u8>); 2] {
    let text = |letters: &[u8]| match version {
        // One text in English: `mluc`, section 10.15.
        4.. => {
            let wide = letters.iter().flat_map(|letter| [0, *letter]);
            let head = [
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                12,
                b'e',
                b'n',
                b'U',
                b'S',
                0,
                0,
                0,
                2 * letters.len() as u8,
                0,
                0,
                0,
                28,
            ];
            b"mluc\0\0\0\0".iter().copied().chain(head).chain(wide).collect()
        }
        _ => [b"text\0\0\0\0", letters, &[0]].concat(),
    };
    let description = match version {
        4.. => text(b"ICC"),
        // ASCII, then no Unicode and no letters of a Macintosh: ICC.1:1998, section 6.5.16.
        _ => [&b"desc\0\0\0\0\0\0\0\x04ICC\0"[..], &[0; 78]].concat(),
    };
    [(b"desc", description), (b"cprt", text(b"-"))]
}
