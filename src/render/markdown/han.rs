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
        if !(is_spaceless(before) || is_spaceless(after)) || before == '\\' {
            continue;
        }
        if is_letter(before) && is_punctuation(after) {
            joints.push(end);
        } else if is_punctuation(before) && is_letter(after) {
            joints.push(start);
        }
    }
    joints
}

/// Whether a text that ends a line and one that goes on in the next are set without a gap, whatever marks are at their ends.
///
/// Korean has spaces between words; signs that Chinese shares with other scripts, as `—` and `“`, are what is beside them.
pub(super) fn is_without_gap(before: Option<&str>, after: Option<&str>) -> bool {
    let Some((before, after)) = before.and_then(last_letter).zip(after.and_then(first_letter)) else {
        return false;
    };
    let is_kind = |letter| is_east_asian(letter) && !is_hangul(letter);
    let is_shared = |letter| matches!(letter, '—' | '…' | '·' | '“' | '”' | '‘' | '’');
    is_kind(before) && (is_kind(after) || is_shared(after)) || is_shared(before) && is_kind(after)
}

/// Signs of Markdown that stand beside a word without being part of it.
const SIGNS: [char; 5] = ['*', '_', '~', '=', '`'];

/// The last letter of a line, without the ends of emphasis, code, links, braces and tags.
fn last_letter(text: &str) -> Option<char> {
    let line = &text[text.rfind('\n').map_or(0, |newline| newline + 1)..];
    let mut line = line.trim_end_matches([' ', '\t']);
    loop {
        line = line.trim_end_matches(SIGNS);
        let opening = match line.chars().next_back()? {
            '>' => line.rfind('<').filter(|at| line[at + 1..].starts_with(begins_tag)),
            '}' => line.rfind('{').filter(|&at| line[..at].ends_with([')', ']', '`'])),
            ')' => line.rfind("]("),
            ']' => line.rfind("][").or(Some(line.len() - 1)),
            _ => None,
        };
        match opening {
            Some(at) => line = &line[..at],
            None => return line.chars().next_back(),
        }
    }
}

/// The first letter of a line, without the signs of a quote and the starts of emphasis, code, links and tags.
fn first_letter(text: &str) -> Option<char> {
    let mut line = text.lines().next()?.trim_start_matches([' ', '\t', '>']);
    loop {
        line = line.trim_start_matches(SIGNS).trim_start_matches('[');
        let tag = line.strip_prefix('<').filter(|tag| tag.starts_with(begins_tag));
        match tag.and_then(|tag| tag.split_once('>')) {
            Some((_, after)) => line = after,
            None if line.starts_with(SIGNS) => {}
            None => return line.chars().next(),
        }
    }
}

fn begins_tag(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, '/' | '!')
}

/// Whether it is punctuation for CommonMark: neither a letter, nor a mark on one, nor white space.
fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation() || !letter.is_ascii() && !is_letter(letter) && !letter.is_whitespace()
}

/// Whether it is a letter or number, or belongs to the one before it: the sound marks of kana that stand alone, tone marks and
/// the like of South-East Asia, and selectors of a letter's shape.
fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(
            letter,
            '\u{300}'..='\u{36f}'
                | '\u{e47}'..='\u{e4e}'
                | '\u{ec8}'..='\u{ece}'
                | '\u{f39}'
                | '\u{f84}'
                | '\u{1037}'..='\u{103a}'
                | '\u{17c9}'..='\u{17d3}'
                | '\u{3099}'..='\u{309a}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{e0100}'..='\u{e01ef}'
        )
}

/// Whether it is punctuation of Chinese, Japanese or Korean that ends a clause or is around one.
pub(super) fn is_wide_punctuation(letter: char) -> bool {
    matches!(letter, '“' | '”' | '‘' | '’' | '…' | '、' | '。' | '〈'..='】' | '〔'..='〟')
        || matches!(letter, '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？' | '［' | '］' | '｛'..='･')
}

/// Whether it is of a script whose words touch the punctuation and the words beside them.
pub(super) fn is_spaceless(letter: char) -> bool {
    is_east_asian(letter)
        || matches!(letter, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}')
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
                | '\u{e0100}'..='\u{e01ef}'
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
        check("か\u{3099}**「か\u{309a}」**か", "か\u{3099}**|「か\u{309a}」|**か");
        check("葛\u{e0100}**（注）**城", "葛\u{e0100}**|（注）|**城");
        check("ที่**“ไทย”**ครับ", "ที่**|“ไทย”|**ครับ");
    }

    #[test]
    fn lines_of_han_and_kana_go_on_without_a_gap() {
        let is_joined = |before, after| is_without_gap(Some(before), Some(after));
        for (before, after) in [
            ("a\nが", "次"),
            ("。", "> 次"),
            ("**里**", "**换**"),
            ("[参照](#a){.b}", "[続き](#b)"),
            ("<b>日</b>", "<!-- x --><i>本</i>"),
            ("==記号==", "`変数`"),
            ("[漢][a]", "字"),
            ("[漢]", "字"),
            ("省略，", "“引号”"),
            ("“引号”", "继续"),
            ("破折号", "——继续"),
        ] {
            assert!(is_joined(before, after), "{before} {after}");
        }
        for (before, after) in
            [("는", "강"), ("が", "a"), ("a", "b"), ("“a”", "—b"), ("次 <", "a"), ("次", "`a`")]
        {
            assert!(!is_joined(before, after), "{before} {after}");
        }
    }
}
