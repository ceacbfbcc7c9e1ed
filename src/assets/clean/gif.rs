//! GIF: its pictures, how long each is shown, and how often all of them (`GIF89a`, sections 17 to 27).

use super::kept::Kept;

/// The applications whose extension says how often an animation is shown: a block of three bytes.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// What is kept of a GIF; `None` if it is damaged.
pub(super) fn gif(bytes: &[u8]) -> Option<Kept<'_>> {
    let mut kept = Kept::of(bytes);
    let mut at = 13 + table(*bytes.get(10)?);
    bytes.get(..at)?;
    kept.keep(0..at);
    loop {
        match *bytes.get(at)? {
            b';' => {
                kept.keep(at..at + 1);
                return Some(kept);
            }
            b',' => {
                // The head, the table of colours, and the size of the codes.
                let data = at + 10 + table(*bytes.get(at + 9)?) + 1;
                let end = blocks_end(bytes, data)?;
                kept.keep(at..end);
                at = end;
            }
            b'!' => {
                let end = blocks_end(bytes, at + 2)?;
                if let Some(extension) = extension(&bytes[at..end]) {
                    kept.replace(at..end, extension);
                }
                at = end;
            }
            // Decoders end here, or look for the next block.
            _ => return None,
        }
    }
}

/// The length in bytes of the table of colours that follows a head with these flags.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a row of blocks ends, each with its length before it, with an empty one at the end.
fn blocks_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        match usize::from(*bytes.get(at)?) {
            0 => return Some(at + 1),
            length => at += 1 + length,
        }
    }
}

/// What is kept of an extension.
fn extension(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes {
        // How the next picture is shown.
        [b'!', 0xF9, 4..=255, a, b, c, d, ..] => Some(vec![b'!', 0xF9, 4, *a, *b, *c, *d, 0]),
        [b'!', 0xFF, 11, rest @ ..] => {
            let (name, blocks) = rest.split_at_checked(11)?;
            let [3..=255, 1, low, high, ..] = blocks else { return None };
            let is_loop = LOOPS.contains(&name);
            is_loop.then(|| [b"!\xFF\x0B", name, &[3, 1, *low, *high, 0]].concat())
        }
        _ => None,
    }
}
