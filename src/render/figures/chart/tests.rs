//! What becomes of numbers.

use proptest::prelude::*;

use super::data::Data;
use super::numbers::Numbers;
use super::scale::Scale;
use crate::render::tests::{codes, extended_html as html};

fn chart(attributes: &str, values: &str) -> String {
    format!("```chart {attributes}\n{values}\n```")
}

#[track_caller]
fn check_chart(attributes: &str, values: &str, expected: &[&str]) {
    let html = html(&chart(attributes, values));
    expected.iter().for_each(|part| assert!(html.contains(part), "no {part:?} in {html}"));
}

#[test]
fn every_kind_is_drawn_and_has_its_table() {
    let values = "Year,Rust,Go\n2023,12,30\n2024,70,";
    let table = "<thead><tr><th scope=\"col\">Year</th><th scope=\"col\">Rust</th><th scope=\"col\">Go</th></tr></thead>\
                 <tbody><tr><th scope=\"row\">2023</th><td>12</td><td>30</td></tr>\
                 <tr><th scope=\"row\">2024</th><td>70</td><td></td></tr></tbody></table>";
    check_chart(
        "title=\"A < B\"",
        values,
        &["<figcaption>A &lt; B</figcaption>", "aria-label=\"Bar chart: A &lt; B. ", table],
    );
    for kind in ["bar stacked", "bar horizontal", "line", "area", "area stacked", "scatter"] {
        check_chart(&format!("type={kind}"), values, &["class=\"series-2", table]);
    }
    check_chart("type=pie", "Code,3\nText,1", &["Code 75\u{A0}%</text>", "Text 25\u{A0}%</text>"]);
}

#[test]
fn a_chart_that_shares_its_slide_with_text_is_low_and_wide() {
    let of = |before: &str, attributes: &str| {
        let html = html(&format!("{before}\n\n{}", chart(attributes, "x,A,B\n1,2,3\n2,3,4")));
        let (_, rest) = html.split_once("viewBox=\"0 0 960 ").expect("a chart has a view box");
        rest.split('"').next().map(str::to_owned)
    };
    assert_eq!(of("## Heading", "").as_deref(), Some("400"));
    assert_eq!(of("## Heading\n\nText.", "").as_deref(), Some("240"));
    assert_eq!(of("- one\n- two", "type=line").as_deref(), Some("240"));
    assert_eq!(of("Text.", "horizontal").as_deref(), Some("400"), "rows need the height");
}

#[test]
fn a_chart_in_a_column_is_as_narrow_as_that_and_keeps_its_letters_large() {
    let of = |before: &str, after: &str| {
        let html = html(&format!("{before}\n\n{}\n\n{after}", chart("", "x,A,B\n1,2,3\n2,3,4")));
        let (_, rest) = html.split_once("viewBox=\"0 0 ").expect("a chart has a view box");
        rest.split('"').next().map(str::to_owned)
    };
    assert_eq!(of("## A\n\n::: columns", "+++\n\n- one\n:::").as_deref(), Some("452 400"));
    assert_eq!(of("::: columns\n\nText.", "+++\n\n- one\n:::").as_deref(), Some("452 240"));
    assert_eq!(of("::: columns", "+++\n\na\n\n+++\n\nb\n:::").as_deref(), Some("283 400"));
    assert_eq!(
        of(
            ":::: {.columns}\n\n::: {.column width=\"75%\"}",
            ":::\n\n::: {.column width=\"25%\"}\nText\n:::\n::::"
        )
        .as_deref(),
        Some("706 400")
    );
}

#[test]
fn a_pie_in_a_column_has_room_for_its_names() {
    let html =
        html(&format!("::: columns\n\n{}\n\n+++\n\na\n:::", chart("type=pie", "Code,3\nA longer name,1")));
    assert!(html.contains("A longer name 25\u{A0}%</text>"), "{html}");
}

#[test]
fn one_row_or_series_may_be_meant() {
    check_chart("highlight=b", "a,1\nb,2", &["<rect class=\"series-2\"", "<rect class=\"series-1\""]);
    assert_eq!(codes(&chart("highlight=c", "a,1\nb,2")), ["broken-chart"]);
}

#[test]
fn series_keep_the_colours_of_their_names_where_one_row_or_series_is_meant() {
    let values = "x,A,B\na,1,2\nb,3,4";
    let colours = |attributes: &str| {
        let html = html(&chart(attributes, values));
        let classes = html.split("<rect class=\"").skip(1).filter_map(|rest| rest.split('"').next());
        classes.map(str::to_owned).collect::<Vec<_>>()
    };
    let pale = "tint series-2 series-2-line";
    let of_row = ["series-1", "series-2", "tint series-1 series-1-line", "series-1", pale, "series-2"];
    assert_eq!(colours("highlight=b"), of_row);
    assert_eq!(colours("highlight=B"), [pale, "series-1", pale, pale, "series-1", "series-1"]);
    check_chart("type=line highlight=b", values, &["hollow series-1-line", "hollow series-2-line"]);
    check_chart("type=line highlight=B", values, &["hollow series-2-line", "hollow series-1-line"]);
}

#[test]
fn names_of_many_series_take_more_lines_than_one() {
    let values =
        "x,First name,Second name,Third name,Fourth name,Fifth name,Sixth name\na,1,2,3,4,5,6\nb,1,2,3,4,5,6";
    check_chart("", values, &["y=\"19\" font-size=\"24\">First", "y=\"50\" font-size=\"24\">Sixth"]);
}

#[test]
fn series_come_step_by_step() {
    let html = html(&chart("type=line steps", "x,A,B\n1,2,3\n2,3,4"));
    assert_eq!(html.matches("<g class=\"fragment\">").count(), 2);
}

#[track_caller]
fn check_broken(values: &str, expected: &str) {
    let error = Data::read(values).expect_err("these are no values");
    assert_eq!(&values[error.at.clone()], expected, "{error:?}");
    assert_eq!(codes(&chart("", values)), ["broken-chart"]);
}

#[test]
fn what_is_no_number_is_told_at_its_place() {
    check_broken("a,1\nb,two", "two");
    check_broken("a,1\nb,2,3", "b,2,3");
    check_broken("a,1\nb,inf", "inf");
    check_broken("a,1\n\"b,2", "\"");
    check_broken("only", "only");
    check_broken("", "");
    check_broken("a,1,2,3,4,5,6,7", "7");
}

#[test]
fn values_are_read_as_people_and_spreadsheets_write_them() {
    let values = |text: &str| Data::read(text).unwrap().values().collect::<Vec<_>>();
    assert_eq!(values("a;1.234,5\nb;−2"), [1234.5, -2.0]);
    assert_eq!(values("a\t1 000\n# remark\n\n\"b \"\"c\"\"\"\t2e3"), [1000.0, 2000.0]);
    assert_eq!(values("Name,n\na,1%"), [1.0]);
    assert_eq!(Data::read("a,1%\nb,2%").unwrap().unit, "%");
}

#[test]
fn too_much_is_refused() {
    let rows = |count: usize| (0..count).map(|row| format!("r{row},{row}\n")).collect::<String>();
    assert_eq!(codes(&chart("", &rows(41))), ["broken-chart"]);
    assert_eq!(codes(&chart("type=line", &rows(1000))), [] as [&str; 0]);
    assert_eq!(codes(&chart("type=line", &rows(1001))), ["broken-chart"]);
    assert_eq!(codes(&chart("type=pie", &rows(9))), ["broken-chart"]);
    assert_eq!(codes(&chart("type=pie", "a,1\nb,-1")), ["broken-chart"]);
    assert_eq!(codes(&chart("type=scatter", "a,1")), ["broken-chart"]);
}

#[test]
fn a_chart_takes_an_id_and_classes_as_every_fence_does() {
    for attributes in ["{#sales .wide}", "#sales .wide", "id=sales class=\"wide\""] {
        check_chart(attributes, "a,1", &["<figure id=\"sales\" class=\"wide orate-chart\">"]);
    }
}

#[test]
fn a_slip_in_the_fence_is_reported() {
    assert_eq!(codes(&chart("type=bars", "a,1")), ["broken-chart"]);
    assert_eq!(codes(&chart("tilte=A", "a,1")), ["broken-chart"]);
    assert_eq!(codes(&chart("file=nowhere.csv", "")), ["broken-chart"]);
    assert_eq!(codes(&chart("file=../../up.csv", "")), ["broken-chart"]);
}

#[test]
fn ticks_are_round() {
    let ticks = |values: &[f64], zero| Scale::of(values.iter().copied(), zero, 5, (0.0, 1.0)).ticks;
    assert_eq!(ticks(&[12.0, 70.0], true), [0.0, 20.0, 40.0, 60.0, 80.0]);
    assert_eq!(ticks(&[-5.0, 5.0], true), [-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0]);
    assert_eq!(ticks(&[0.0], true), [0.0, 0.2, 0.4, 0.600_000_000_000_000_1, 0.8, 1.0]);
    assert!(ticks(&[1e14, 1e14], false).len() < 12);
}

#[test]
fn numbers_are_written_as_the_language_has_them() {
    let written = |language: &str| Numbers::of(language).written(-1_234_567.5, None);
    assert_eq!(written("en"), "−1,234,567.5");
    assert_eq!(written("de"), "−1.234.567,5");
    assert_eq!(written("de-CH"), "−1’234’567.5");
    assert_eq!(written("fr"), "−1\u{A0}234\u{A0}567,5");
    assert_eq!(Numbers::of("en").written(1234.0, None), "1234");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_values_make_it_panic(
        kind in prop::sample::select(vec!["bar", "bar stacked", "bar horizontal", "line steps", "area stacked", "scatter", "pie"]),
        values in "[a-c0-9.,;\t\n\"%é -]{0,60}",
    ) {
        let html = html(&chart(&format!("type={kind}"), &values));
        prop_assert!(!html.contains("NaN") && !html.contains("inf\""), "{html}");
    }
}

#[test]
fn the_names_of_many_series_take_several_rows() {
    let names =
        ["Northern harbour", "Southern harbour", "Eastern harbour", "Western harbour", "Other harbours"];
    let html = html(&chart("", &format!("Year,{}\n2024,1,2,3,4,5\n2025,5,4,3,2,1", names.join(","))));
    for (name, y) in names.into_iter().zip(["19", "19", "19", "50", "50"]) {
        let label = html.split("<text").find(|label| label.contains(&format!(">{name}</text>")));
        assert!(label.is_some_and(|label| label.contains(&format!("y=\"{y}\""))), "{name}: {label:?}");
    }
}
