//! What a text must hold for an expression to be found in it, read from the expression.

use fancy_regex::{Assertion, Expr, LookAround};

use super::starts::class;

/// How many lists are kept for one expression: the rest would seldom say more.
const LISTS: usize = 3;

/// How many letters a class may have that is taken for a list.
const LETTERS: u32 = 6;

/// How many texts a list may have.
const TEXTS: usize = 2000;

/// Texts of which a line holds one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Need {
    /// In small letters where case does not count.
    pub texts: Vec<String>,
    pub ignores_case: bool,
    /// Whether no letter, digit or `_` may be beside the text.
    pub is_word: bool,
    /// Whether the text may be before the match, since the expression looks back at it.
    pub is_behind: bool,
}

/// What is found holds one text of each list.
///
/// `None` for an expression that fancy-regex, whose syntax is nearly Oniguruma's, does not read.
pub(super) fn needs(expression: &str) -> Vec<Need> {
    let Ok(tree) = Expr::parse_tree(expression) else { return Vec::new() };
    let mut needs = lists(&tree.expr);
    needs.sort_by_key(Need::rank);
    needs.dedup();
    needs.truncate(LISTS);
    needs
}

impl Need {
    /// The smaller, the seldomer a line holds one of the texts.
    fn rank(&self) -> (bool, std::cmp::Reverse<usize>, usize) {
        let shortest = self.texts.iter().map(String::len).min().unwrap_or(0);
        (!self.is_word, std::cmp::Reverse(shortest.min(3)), self.texts.len())
    }
}

impl Need {
    /// Adds the words that an expression may be. False for an expression that may be something else.
    fn add_words(&mut self, expression: &Expr) -> bool {
        match expression {
            Expr::Group(child) => self.add_words(child),
            Expr::Alt(branches) => branches.iter().all(|branch| self.add_words(branch)),
            Expr::Concat(letters) => self.add_word(letters),
            letter => self.add_word(std::slice::from_ref(letter)),
        }
    }

    fn add_word(&mut self, letters: &[Expr]) -> bool {
        let mut word = String::new();
        for letter in letters {
            let Expr::Literal { val, casei } = letter else { return false };
            word.push_str(val);
            self.ignores_case |= casei;
        }
        let is_word =
            word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !word.is_empty();
        self.texts.push(word);
        is_word
    }
}

fn lists(expression: &Expr) -> Vec<Need> {
    match expression {
        Expr::Literal { val, casei } => literal(val, *casei),
        Expr::Delegate { inner, casei } => letters(class(inner, *casei)).into_iter().collect(),
        Expr::Concat(parts) => sequence(parts),
        Expr::Alt(branches) => alternatives(branches).into_iter().collect(),
        Expr::Group(child) => lists(child),
        Expr::AtomicGroup(child) | Expr::LookAround(child, LookAround::LookAhead) => lists(child),
        Expr::LookAround(child, LookAround::LookBehind) => {
            lists(child).into_iter().map(|need| Need { is_behind: true, ..need }).collect()
        }
        Expr::Repeat { child, lo, .. } if *lo > 0 => lists(child),
        _ => Vec::new(),
    }
}

fn literal(text: &str, ignores_case: bool) -> Vec<Need> {
    if text.is_empty() || !text.is_ascii() {
        return Vec::new();
    }
    let text = if ignores_case { text.to_ascii_lowercase() } else { text.to_owned() };
    vec![Need { texts: vec![text], ignores_case, is_word: false, is_behind: false }]
}

/// One letter of a class, if it has few; all that count are those of ASCII, since so does the line.
fn letters(class: u128) -> Option<Need> {
    // Every line ends, so that nothing needs its end.
    let is_short = class.count_ones() <= LETTERS && class >> b'\n' & 1 == 0;
    let texts = (1..128_u8).filter(|byte| class >> byte & 1 == 1).map(|byte| char::from(byte).to_string());
    is_short.then(|| Need { texts: texts.collect(), ignores_case: false, is_word: false, is_behind: false })
}

fn sequence(parts: &[Expr]) -> Vec<Need> {
    let (mut all, mut run, mut run_ignores_case) = (Vec::new(), String::new(), false);
    for (index, part) in parts.iter().enumerate() {
        match part {
            Expr::Literal { val, casei } if *casei == run_ignores_case => run.push_str(val),
            Expr::Literal { val, casei } => {
                all.extend(literal(&std::mem::replace(&mut run, val.clone()), run_ignores_case));
                run_ignores_case = *casei;
            }
            _ => {
                all.extend(literal(&std::mem::take(&mut run), run_ignores_case));
                let around = index.checked_sub(1).and_then(|before| parts.get(before..before + 3));
                match around.and_then(words) {
                    Some(words) => all.push(words),
                    None => all.extend(lists(part)),
                }
            }
        }
    }
    all.extend(literal(&run, run_ignores_case));
    all
}

/// The words that are between two borders of words, if nothing else may be there.
fn words(parts: &[Expr]) -> Option<Need> {
    let border = Expr::Assertion(Assertion::WordBoundary);
    let [before, between, after] = parts else { return None };
    let mut need = Need { texts: Vec::new(), ignores_case: false, is_word: true, is_behind: false };
    let is_words = *before == border && *after == border && need.add_words(between);
    if need.ignores_case {
        need.texts.iter_mut().for_each(|text| text.make_ascii_lowercase());
    }
    (is_words && need.texts.len() <= TEXTS).then_some(need)
}

/// One text for each branch; `None` if a branch needs nothing.
fn alternatives(branches: &[Expr]) -> Option<Need> {
    let (mut texts, mut ignores_case, mut is_behind) = (Vec::new(), false, false);
    for branch in branches {
        let need = lists(branch).into_iter().min_by_key(Need::rank)?;
        texts.extend(need.texts);
        ignores_case |= need.ignores_case;
        is_behind |= need.is_behind;
    }
    if ignores_case {
        texts.iter_mut().for_each(|text| text.make_ascii_lowercase());
    }
    texts.sort();
    texts.dedup();
    // What holds a longer text holds the shorter one in it.
    let whole = texts.clone();
    texts.retain(|text| !whole.iter().any(|shorter| shorter != text && text.contains(shorter.as_str())));
    (texts.len() <= TEXTS).then_some(Need { texts, ignores_case, is_word: false, is_behind })
}

#[test]
fn what_an_expression_needs_is_read_from_it() {
    let check = |expression: &str, expected: &[&str]| {
        let needs = needs(expression).into_iter().map(|need| {
            let border = if need.is_word { "|" } else { "" };
            let mark = if need.ignores_case { "i" } else { "" };
            let behind = if need.is_behind { "<" } else { "" };
            format!("{behind}{border}{}{border}{mark}", need.texts.join(" "))
        });
        assert_eq!(needs.collect::<Vec<_>>(), expected, "{expression}");
    };
    check(r"\b(Array|map|mapped)\b\s*\(", &["|Array map mapped|", "("]);
    check(r"\b(Array|map|mapped)\s*\(", &["Array map", "("]);
    check(
        r"(?x) (?<!\.) \b class # a comment (with) | signs
        \b",
        &["class"],
    );
    check(r"\b(?:(a|B)|(?i:C))\b", &["|a b c|i"]);
    check(r"(?i:aBc)d?(?!x)(?=y|z)", &["abci", "y z"]);
    check(r"(?<=ab|c)d", &["d", "<ab c"]);
    check(r"Ab(?i:CD)", &["Ab", "cdi"]);
    check(r"Ab|(?i:CD)", &["ab cdi"]);
    check(r"[(<]\w", &["( <"]);
    check(r"a|[bc]", &["a b c"]);
    check(r"a|\w", &[]);
    check(r"(?>\/\*)+(x)*", &["/*"]);
    check(r"\b(?:a|b-c|\w)\b[ab]c{0,2}é\s", &["a b"]);
}
