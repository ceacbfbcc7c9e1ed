//! The time of a talk as a table for people.

use std::borrow::Cow;

use crate::cli::report::{counted, visible};
use crate::site::Timing;
use crate::site::timing::{Part, SectionTime, SlideTime, Spent};

/// How many characters of a title are shown.
const TITLE: usize = 44;

/// The table, and what it comes to.
pub(super) fn table(timing: &Timing) -> String {
    let mut rows = Vec::new();
    collect(&timing.parts, 0, &mut rows);
    rows.push(Row::of_spent("the talk".into(), &timing.whole));
    let width = rows.iter().map(|row| row.title.chars().count()).max().unwrap_or(0).max("slide".len());
    let mut text = format!("{:width$}  {:>7}  {:>7}\n", "slide", "time", "notes");
    for (index, row) in rows.iter().enumerate() {
        // The last row is the sum of the others.
        if index + 1 == rows.len() {
            text.push_str(&format!("{}\n", "─".repeat(width + 18)));
        }
        let notes = if row.spoken == 0 { Cow::Borrowed("–") } else { Cow::Owned(clock(row.spoken)) };
        let line = format!("{:width$}  {:>7}  {notes:>7}  {}", row.title, clock(row.planned), row.verdict);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&conclusion(timing));
    text
}

/// A row for each variant.
pub(super) fn variants(timings: &[(&str, &Timing)]) -> String {
    let name = |name: &str| if name.is_empty() { "(none)".to_owned() } else { shortened(name) };
    let width =
        timings.iter().map(|(it, _)| name(it).chars().count()).max().unwrap_or(0).max("variant".len());
    let mut text = format!("{:width$}  {:>6}  {:>7}  {:>7}\n", "variant", "slides", "takes", "of");
    for (variant, timing) in timings {
        let whole = &timing.whole;
        let of = whole.budget.map_or("–".to_owned(), clock);
        let verdict = match (whole.over(), whole.under()) {
            (0, 0) => String::new(),
            (0, under) => format!("{} left", clock(under)),
            (over, _) => format!("{} over", clock(over)),
        };
        let (slides, takes) = (timing.slides().count(), clock(whole.needed));
        let line = format!("{:width$}  {slides:>6}  {takes:>7}  {of:>7}  {verdict}", name(variant));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

struct Row {
    title: String,
    planned: u32,
    spoken: u32,
    verdict: String,
}

impl Row {
    fn of_spent(title: String, spent: &Spent) -> Row {
        let verdict = match spent.budget {
            Some(budget) if spent.over() > 0 => format!("{} over its {}", clock(spent.over()), clock(budget)),
            Some(budget) if spent.under() > 0 && spent.open == 0 => {
                format!("{} of its {} left", clock(spent.under()), clock(budget))
            }
            _ => String::new(),
        };
        Row { title, planned: spent.planned, spoken: spent.spoken, verdict }
    }

    fn of_slide(slide: &SlideTime, depth: usize) -> Row {
        let title = shortened(slide.title.as_deref().unwrap_or("–"));
        let verdict = match slide.own {
            _ if slide.is_hidden => "hidden".into(),
            Some(own) if slide.over() > 0 => format!("{} over its {}", clock(slide.over()), clock(own)),
            _ => String::new(),
        };
        let title = format!("{}{:>4}  {title}", "  ".repeat(depth), slide.number);
        Row { title, planned: slide.planned, spoken: slide.spoken, verdict }
    }
}

/// A section is a row of its own where it has a time or a title, and something in it to add up.
fn collect(parts: &[Part], depth: usize, rows: &mut Vec<Row>) {
    for part in parts {
        match part {
            Part::Slide(slide) => rows.push(Row::of_slide(slide, depth)),
            Part::Section(section) if is_shown(section) => {
                let title = section.title.as_deref().or_else(|| first_title(&section.parts)).unwrap_or("–");
                let title = format!("{}{}", "  ".repeat(depth), shortened(title));
                rows.push(Row::of_spent(title, &section.spent));
                collect(&section.parts, depth + 1, rows);
            }
            Part::Section(section) => collect(&section.parts, depth, rows),
        }
    }
}

fn is_shown(section: &SectionTime) -> bool {
    section.spent.budget.is_some() || (section.title.is_some() && section.parts.len() > 1)
}

fn first_title(parts: &[Part]) -> Option<&str> {
    parts.iter().find_map(|part| match part {
        Part::Slide(slide) => slide.title.as_deref(),
        Part::Section(section) => section.title.as_deref().or_else(|| first_title(&section.parts)),
    })
}

/// Whether the talk fits, in a sentence.
fn conclusion(timing: &Timing) -> String {
    let whole = &timing.whole;
    let rate = timing.words_per_minute;
    let open = match whole.open {
        0 => String::new(),
        1 => "; 1 slide has neither notes nor a time of its own".into(),
        count => format!("; {count} slides have neither notes nor a time of their own"),
    };
    let Some(budget) = whole.budget else {
        let (time, slides) = (clock(whole.needed), counted(timing.slides().count(), "slide"));
        return format!(
            "{slides}, {time} at {rate} words a minute{open}; say with `duration` what the talk may take\n"
        );
    };
    let fit = match (whole.over(), whole.under()) {
        (0, 0) => "just what it may".to_owned(),
        (0, under) => format!("{} less than it may", clock(under)),
        (over, _) if timing.is_too_long() => format!("{} more than it may: it is too long", clock(over)),
        (over, _) => format!("{} more than it may, which is close enough", clock(over)),
    };
    let needed = clock(whole.needed);
    format!("the talk takes {needed} of {} at {rate} words a minute, {fit}{open}\n", clock(budget))
}

/// Seconds as `4:05` or `1:02:30`, as the speaker's window shows them.
pub(super) fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// The head of a title, safe for a terminal.
fn shortened(title: &str) -> String {
    let title = visible(title);
    match title.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.into_owned(),
    }
}
