//! Captions without what is in them for their writers alone: comments, and what is beside the signature.
//!
//! Source: WebVTT, W3C Candidate Recommendation of 2019, sections 4.1 (the file's structure) and 6.1 (how it is read).

use super::css;

/// What every file of captions begins with.
const SIGNATURE: &str = "WEBVTT";

/// A WebVTT file without its comments (`NOTE`), those of its styles, and its header; `None` if there are none in it, or the
/// bytes are no WebVTT.
pub(crate) fn without_comments(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix(SIGNATURE)?;
    if !rest.starts_with([' ', '\t', '\n', '\r']) {
        return None;
    }
    let rest = rest.replace("\r\n", "\n").replace('\r', "\n");
    let mut bare = SIGNATURE.to_owned();
    for (index, block) in blocks(&rest).enumerate() {
        let block = if index == 0 { header(block) } else { without_comment(block) };
        if !block.is_empty() {
            bare.push_str(if index == 0 { "\n" } else { "\n\n" });
            bare.push_str(&block);
        }
    }
    bare.push('\n');
    let is_same = text.split_whitespace().eq(bare.split_whitespace());
    (!is_same).then(|| bare.into_bytes())
}

/// The stretches between blank lines; the first is what is beside and below the signature.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .enumerate()
        .map(|(index, block)| if index == 0 { block } else { block.trim_matches('\n') })
}

/// What of the header a player reads: the map of times of HTTP Live Streaming (RFC 8216, section 3.5).
fn header(block: &str) -> String {
    let lines = block.lines().skip(1).filter(|line| line.starts_with("X-TIMESTAMP-MAP"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A block without its comment. What goes on with times after a line `NOTE` is a cue all the same, of that name.
fn without_comment(block: &str) -> String {
    let first = block.lines().next().unwrap_or_default();
    if first.trim_end() == "STYLE" {
        return css::without_comments(block);
    }
    let is_comment =
        first.strip_prefix("NOTE").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    if !is_comment || first.contains("-->") {
        return block.to_owned();
    }
    let cue = block.lines().skip_while(|line| !line.contains("-->"));
    cue.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_bare(captions: &str, expected: Option<&str>) {
        let bare = without_comments(captions.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(bare.as_deref(), expected, "{captions:?}");
    }

    #[test]
    fn comments_go_and_cues_stay() {
        let cue = "a\n00:01.000 --> 00:02.000\nNOTE well";
        check_bare(
            &format!(
                "WEBVTT a secret\nKind: secret\n\nNOTE secret\n\n{cue}\n\n\nNOTE\nsecret\nsecret\n\nSTYLE\n::cue {{ /* secret */ color: red }}\n"
            ),
            Some(&format!("WEBVTT\n\n{cue}\n\nSTYLE\n::cue {{  color: red }}\n")),
        );
        check_bare(
            &format!("\u{feff}WEBVTT\r\n\r\nNOTE secret\r\n\r\n{cue}"),
            Some(&format!("WEBVTT\n\n{cue}\n")),
        );
        check_bare(
            "WEBVTT\n\nNOTE secret\n00:01.000 --> 00:02.000\nb",
            Some("WEBVTT\n\n00:01.000 --> 00:02.000\nb\n"),
        );
        check_bare(
            "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0\nsecret\n\nb",
            Some("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0\n\nb\n"),
        );
    }

    #[test]
    fn what_has_none_stays_byte_for_byte() {
        check_bare("WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nNOTED", None);
        check_bare("WEBVTTX\n\nNOTE a", None);
        check_bare("NOTE a", None);
    }
}
