use proptest::prelude::*;

use super::*;

const USUAL: &[(&str, Option<&str>)] = &[
    (r"^\n\n\n", Some(r"^\n\n")),
    (r"\r?\n---\r?\n", Some(r"\r?\n----\r?\n")),
    (r"^\r?\n---\r?\n$", Some(r"^\r?\n--\r?\n$")),
    (r"^---$", Some(r"^--$")),
    (r"---", None),
    (r"<!-- next -->", Some(r"^<!-- down -->")),
];

#[test]
fn usual_expressions_give_the_same_by_hand_as_by_an_automaton() {
    let text = "\n\n\na\n\n\n\n\nb\n---\n---\nc\n----\n\n---\n\nd\n\n--\n\n<!-- next --><!-- down -->\n<!-- down -->\n---";
    for (horizontal, vertical) in USUAL {
        assert!(Literal::read(horizontal).is_some(), "{horizontal}");
        let by_hand = breaks(text, 0, horizontal, *vertical);
        assert_eq!(by_hand, matched_breaks(text, horizontal, *vertical), "{horizontal}");
        assert!(by_hand.is_ok_and(|breaks| !breaks.is_empty()), "{horizontal}");
    }
}

#[test]
fn adjacent_separators_share_no_line_end() {
    let all = breaks("a\n---\n---\nb", 0, r"\r?\n---\r?\n", None);
    assert_eq!(all, Ok(vec![Break { range: 1..6, parts: Parts::Columns }]));
}

#[test]
fn a_separator_that_does_not_match_alone_parts_slides() {
    let all = breaks("a\n---\nb", 0, r"(?<=\n)---", None);
    assert_eq!(all, Ok(vec![Break { range: 2..5, parts: Parts::Slides }]));
}

#[track_caller]
fn check_refused(expression: &str, is_refused: bool) {
    assert_eq!(check(expression).is_err(), is_refused, "{expression}");
}

#[test]
fn what_is_no_expression_is_too_large_or_matches_nothing_is_refused() {
    for wrong in
        ["(", "\n*", ")", "[a", "a**", "(?a)", "\\1", "[b-a]", "a{2,1}", "(a{1000}){1000}", r"\ud800"]
    {
        check_refused(wrong, true);
    }
    check_refused(&"(".repeat(100_000), true);
    check_refused(&"(?:a|".repeat(100_000), true);
    for right in ["---", r"(\r?\n){3}", r"^\n*[(]+$", r"\n[(+)]+-+\n", "(a+)+$", "a{,2}", "x]", "}"] {
        check_refused(right, false);
    }
}

/// What may take the longest, on a long text.
#[track_caller]
fn check_bounded(expression: &str, text: &str, is_found_out: bool) {
    let text = text.repeat(100_000 / text.len());
    assert_eq!(breaks(&text, 0, expression, None).is_err(), is_found_out, "{expression}");
    _ = matches(&text, expression);
}

#[test]
fn no_expression_runs_for_ever() {
    for expression in [
        "^(a|a)*b",
        "^(.|a)*b",
        "(a+)+$",
        "^(a|a){50}b",
        ".*.*.*.*=",
        "(?:a|aa)+$",
        "^(a?){50}a{50}",
        "(x+x+)+y",
        "(.*a){20}b",
        "(a|ab|abc)*d",
        "^((a+)(b+)?)+$",
    ] {
        check_bounded(expression, "a", false);
    }
    check_bounded("(?:.|\\n)*=|a", "a", true);
    check_bounded("(?=(a+)+b)a", "a", true);
    check_bounded("^(?:a*)*b", "a", true);
    check_bounded("^(a*a*)+b", "a", true);
    check_bounded(r"^(a+)\1*b", "a", true);
    check_bounded("(?<=(a|aa)+c)b", "aaab", false);
    check_bounded("(a|b)*a(a|b){12}c", "abbab", false);
}

#[test]
fn expressions_mean_what_they_do_in_javascript() {
    let all = |expression: &str, text: &str| {
        let flags = Flags { is_multiline: true, ignores_case: true };
        let ranges = all_matches(text, expression, flags).expect("a few steps are enough");
        ranges.into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(all(r"\w+", "é_ab1ſ"), "_ab1");
    assert_eq!(all(r"s|k", "sSſkK\u{212a}"), "s|S|k|K");
    assert_eq!(all("é", "éÉ"), "é|É");
    assert_eq!(all(r"^.+$", "a\u{2028}b\nc"), "a|b|c");
    assert_eq!(all(r"(?<n>a|b)\k<n>", "abbAaa"), "bb|Aa");
    assert_eq!(all(r"\s", "a\u{a0}\u{feff}\u{200b}"), "\u{a0}|\u{feff}");
    assert_eq!(all(r"[^\S\n]+", "a \t\nb"), " \t");
    assert_eq!(all(r"(?<!-)---(?!-)", "---- --- ----"), "---");
    assert_eq!(all(r"[]|[^]", "a\n"), "a|\n");
    assert_eq!(all(r"a{,2}|\x41\u0042|b{1}", "a{,2}ABb"), "a{,2}|AB|b");
    // The lazy part of an option cannot stay empty.
    assert_eq!(all("(.*?)?", "ab"), "a|b");
}

/// A small expression.
fn an_expression() -> impl Strategy<Value = String> {
    let leaves = [
        "a", "b", "A", r"\n", "^", "$", ".", "[ab]", "[^a]", r"\w", r"\b", r"\B", r"\s", r"\W", "é", "[a-é]",
    ];
    let leaf = proptest::sample::select(leaves.to_vec()).prop_map(str::to_owned);
    let parts = leaf.prop_recursive(4, 12, 3, |inner| {
        let many = proptest::collection::vec(inner.clone(), 1..4);
        let counts = ["*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??", "{0,2}?"];
        prop_oneof![
            many.clone().prop_map(|parts| parts.concat()),
            many.prop_map(|parts| format!("(?:{})", parts.join("|"))),
            (inner.clone(), proptest::sample::select(counts.to_vec()))
                .prop_map(|(part, count)| format!("({part}){count}")),
            (inner, proptest::sample::select(vec!["?=", "?!", "?<=", "?<!"]))
                .prop_map(|(part, look)| format!("({look}{part})")),
        ]
    });
    // What a group matched is asked for outside of it.
    (parts.clone(), parts, any::<bool>()).prop_map(|(one, other, refers)| match refers {
        true => format!(r"({one}){other}\1"),
        false => one,
    })
}

proptest! {
    // The same cases on every machine, so that a run fails for what was changed.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2026),
        ..ProptestConfig::with_cases(3_000)
    })]

    /// `regress` is an engine of JavaScript's expressions that is not ours.
    #[test]
    fn expressions_match_what_another_engine_matches(expression in an_expression(), text in "[abAé \n\u{2028}_]{0,8}", ignores_case: bool) {
        // A group that is in a repetition may have another number than meant, which both take alike.
        let flags = Flags { is_multiline: true, ignores_case };
        let Ok(regress) = regress::Regex::with_flags(&expression, if ignores_case { "mi" } else { "m" }) else { return Ok(()) };
        let expected: Vec<_> = regress.find_iter(&text).map(|place| place.range()).filter(|range| !range.is_empty()).collect();
        // An expression may cost more than it is given; then it matches nothing, and the author learns why.
        let Ok(matches) = all_matches(&text, &expression, flags) else { return Ok(()) };
        prop_assert_eq!(matches, expected, "{}", expression);
    }
}

#[test]
fn an_expression_is_written_in_twenty_thousand_bytes() {
    assert_eq!(check(&"a".repeat(4_000)), Ok(()));
    assert_eq!(check(&"\\frac{".repeat(4_000)), Err("it is longer than 20000 bytes".into()));
}
