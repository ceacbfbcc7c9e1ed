//! Days, as people read them.

/// A day of the calendar, as far as a date tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    /// Of the common era.
    pub year: u16,
    /// From 1; 0 where only the year is known.
    pub month: u8,
    /// From 1; 0 where only the month is known.
    pub day: u8,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Reads `2026-02-01`, `2026-02` or `2026`, whatever follows; none where a date begins in another way.
    pub(crate) fn parse(date: &str) -> Option<Date> {
        let mut parts = date.trim().split(['-', 'T', ' ']);
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let mut number = |most: u8| {
            parts.next().and_then(|part| part.parse().ok()).filter(|number| (1..=most).contains(number))
        };
        let month = number(12).unwrap_or(0);
        let day = if month == 0 { 0 } else { number(31).unwrap_or(0) };
        Some(Date { year, month, day })
    }

    /// `1 February 2026` in English, ISO 8601 in every other language.
    pub(crate) fn shown(self, language: &str) -> String {
        let Date { year, month, day } = self;
        let name = MONTHS.get(usize::from(month).wrapping_sub(1));
        match (name, day) {
            (None, _) => year.to_string(),
            (Some(_), 0) if !is_english(language) => format!("{year}-{month:02}"),
            (Some(_), _) if !is_english(language) => format!("{year}-{month:02}-{day:02}"),
            (Some(name), 0) => format!("{name} {year}"),
            (Some(name), day) => format!("{day} {name} {year}"),
        }
    }

    /// The start of that day as RFC 3339 has it, which a feed wants.
    pub(crate) fn instant(self) -> String {
        format!("{}-{:02}-{:02}T00:00:00Z", self.year, self.month.max(1), self.day.max(1))
    }
}

fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_far_as_it_goes() {
        let shown = |date| Date::parse(date).map(|day| day.shown("en-GB"));
        assert_eq!(shown("2026-02-01").as_deref(), Some("1 February 2026"));
        assert_eq!(shown("2026-02").as_deref(), Some("February 2026"));
        assert_eq!(shown("2026").as_deref(), Some("2026"));
        assert_eq!(shown("next spring"), None);
        assert_eq!(Date::parse("2026-02-01").map(|day| day.shown("de")).as_deref(), Some("2026-02-01"));
    }
}
