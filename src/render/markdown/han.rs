//! Scripts without spaces: where signs of emphasis touch their punctuation, and where their lines end.
//!
//! CommonMark lets `**` open only where what follows is not punctuation, or what is before is; in Chinese, Japanese and Korean
//! there are no spaces around words, so that `は**「重要」**です` would stay as it is. Source: the amendment
//! “CommonMark CJK-friendly”, version 1.

/// Where a sign that is not punctuation lets the run of `*` or `~` beside it open or close; in ascending order.
pub(super) fn joints(text: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    if text.is_ascii() {
        return joints;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = memchr::memchr2(b'*', b'~', &bytes[at..]).map(|offset| at + offset) {
        let end = start + bytes[start..].iter().take_while(|byte| **byte == bytes[start]).count();
        at = end;
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if !(is_east_asian(before) || is_east_asian(after)) || before == '\\' {
            continue;
        }
        if before.is_alphanumeric() && is_punctuation(after) {
            joints.push(end);
        } else if is_punctuation(before) && after.is_alphanumeric() {
            joints.push(start);
        }
    }
    joints
}

/// Whether a line that ends with one and goes on with the other is set without a gap: Korean has spaces between words.
pub(super) fn is_without_gap(before: char, after: char) -> bool {
    let is_kind = |letter| is_east_asian(letter) && !is_hangul(letter);
    is_kind(before) && is_kind(after)
}

fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || !letter.is_ascii() && !letter.is_alphanumeric() && !letter.is_whitespace()
}

fn is_hangul(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Han, kana, bopomofo, Hangul, and the signs that are as wide.
fn is_east_asian(letter: char) -> bool {
    is_hangul(letter)
        || matches!(
            letter,
            '\u{2e80}'..='\u{312f}'
                | '\u{3190}'..='\u{4dbf}'
                | '\u{4e00}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{fe30}'..='\u{fe4f}'
                | '\u{ff00}'..='\u{ffef}'
                | '\u{20000}'..='\u{3ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, joined: &str) {
        let mut found = text.to_owned();
        joints(text).into_iter().rev().for_each(|at| found.insert(at, '|'));
        assert_eq!(found, joined);
    }

    #[test]
    fn emphasis_opens_and_closes_beside_punctuation_of_scripts_without_spaces() {
        check("これは**「重要」**です", "これは**|「重要」|**です");
        check("**注意：**必ず", "**注意：|**必ず");
        check("한국어는 **\"강조\"**를", "한국어는 **\"강조\"|**를");
        check("~~取り消し。~~です", "~~取り消し。|~~です");
        check("**重要**です a**\"b\"**c", "**重要**です a**\"b\"**c");
    }

    #[test]
    fn lines_of_han_and_kana_go_on_without_a_gap() {
        assert!(is_without_gap('が', '次') && is_without_gap('。', '次') && is_without_gap('里', '换'));
        assert!(!is_without_gap('는', '강') && !is_without_gap('が', 'a') && !is_without_gap('a', 'b'));
    }
}
