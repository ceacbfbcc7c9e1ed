//! What a text must hold for an expression to be found in it, read from the expression.

use fancy_regex::{Expr, LookAround};

/// How many lists are kept for one expression: the rest would seldom say more.
const LISTS: usize = 3;

/// How many texts a list may have.
const TEXTS: usize = 2000;

/// Lists of texts, in small letters: what is found holds one text of each list, whatever the case of its letters.
///
/// None for an expression that fancy-regex, whose syntax is nearly Oniguruma's, does not read.
pub(super) fn needs(expression: &str) -> Vec<Vec<String>> {
    let Ok(tree) = Expr::parse_tree(expression) else { return Vec::new() };
    let mut lists = lists(&tree.expr);
    lists.sort_by_key(|list| rank(list));
    lists.dedup();
    lists.truncate(LISTS);
    lists
}

/// The smaller, the seldomer a line holds one of the texts.
fn rank(list: &[String]) -> (std::cmp::Reverse<usize>, usize) {
    let shortest = list.iter().map(String::len).min().unwrap_or(0);
    (std::cmp::Reverse(shortest.min(3)), list.len())
}

fn lists(expression: &Expr) -> Vec<Vec<String>> {
    match expression {
        Expr::Literal { val, .. } => literal(val),
        Expr::Concat(parts) => sequence(parts),
        Expr::Alt(branches) => alternatives(branches).into_iter().collect(),
        Expr::Group(child) => lists(child),
        Expr::AtomicGroup(child)
        | Expr::LookAround(child, LookAround::LookAhead | LookAround::LookBehind) => lists(child),
        Expr::Repeat { child, lo, .. } if *lo > 0 => lists(child),
        _ => Vec::new(),
    }
}

fn literal(text: &str) -> Vec<Vec<String>> {
    if text.is_empty() || !text.is_ascii() { Vec::new() } else { vec![vec![text.to_ascii_lowercase()]] }
}

fn sequence(parts: &[Expr]) -> Vec<Vec<String>> {
    let (mut all, mut run) = (Vec::new(), String::new());
    for part in parts {
        if let Expr::Literal { val, .. } = part {
            run.push_str(val);
        } else {
            all.extend(literal(&std::mem::take(&mut run)));
            all.extend(lists(part));
        }
    }
    all.extend(literal(&run));
    all
}

/// One text for each branch; none where a branch needs nothing.
fn alternatives(branches: &[Expr]) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for branch in branches {
        all.extend(lists(branch).into_iter().min_by_key(|list| rank(list))?);
    }
    all.sort();
    all.dedup();
    // What holds a longer text holds the shorter one in it.
    let whole = all.clone();
    all.retain(|text| !whole.iter().any(|shorter| shorter != text && text.contains(shorter.as_str())));
    (all.len() <= TEXTS).then_some(all)
}

#[test]
fn what_an_expression_needs_is_read_from_it() {
    let check =
        |expression: &str, expected: &[&[&str]]| assert_eq!(needs(expression), expected, "{expression}");
    check(r"\b(Array|map|mapped)\b\s*\(", &[&["array", "map"], &["("]]);
    check(
        r"(?x) (?<!\.) \b class # a comment (with) | signs
        \b",
        &[&["class"]],
    );
    check(r"(?i:abc)d?(?!x)(?=y|z)", &[&["abc"], &["y", "z"]]);
    check(r"a|\w", &[]);
    check(r"(?>\/\*)+(x)*", &[&["/*"]]);
    check(r"[ab]c{0,2}é", &[]);
}
