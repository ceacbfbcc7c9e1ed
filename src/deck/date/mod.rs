//! Days, as people read them.

mod words;

use self::words::DateWords;

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

impl Date {
    /// Reads `2026-02-01`, `2026-02` or `2026`, whatever follows; `None` if a date begins in another way.
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

    /// `1 February 2026` in English and `2026年2月1日` in Japanese; ISO 8601 in a language that orate does not know.
    fn in_words(self, language: &str) -> String {
        let Date { year, month, day } = self;
        let Some(words) = DateWords::of(language).filter(|_| month > 0) else { return self.as_iso() };
        let (pattern, is_alone) = if day == 0 { (words.month, true) } else { (words.day, false) };
        pattern
            .replace("{y}", &year.to_string())
            .replace("{n}", &month.to_string())
            .replace("{d}", &words.day_number(day))
            .replace("{m}", words.name(month, is_alone))
    }

    /// ISO 8601, as far as it is known.
    fn as_iso(self) -> String {
        match self {
            Date { year, month: 0, .. } => format!("{year:04}"),
            Date { year, month, day: 0 } => format!("{year:04}-{month:02}"),
            Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
        }
    }

    /// The start of that day as RFC 3339 has it, which a feed wants.
    pub(crate) fn instant(self) -> String {
        format!("{}-{:02}-{:02}T00:00:00Z", self.year, self.month.max(1), self.day.max(1))
    }
}

/// A date for people, in the language of a deck. What is more than a date, or another kind of text, stays as it was written.
pub(crate) fn shown_date(date: &str, language: &str) -> String {
    let (day, time) = date.trim().split_once(['T', ' ']).unwrap_or((date.trim(), ""));
    let is_time = time.chars().all(|it| it.is_ascii_digit() || ":.Z+-".contains(it));
    match Date::parse(day).filter(|parsed| is_time && parsed.as_iso() == day) {
        Some(day) => day.in_words(language),
        None => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, date: &str, expected: &str) {
        assert_eq!(shown_date(date, language), expected, "{language}");
    }

    #[test]
    fn a_day_is_read_as_far_as_it_goes() {
        check("en-GB", "2026-02-01", "1 February 2026");
        check("en-GB", "2026-02", "February 2026");
        check("en-GB", "2026", "2026");
        check("en-GB", "2026-02-01T09:30:00Z", "1 February 2026");
    }

    #[test]
    fn what_is_no_date_alone_stays_as_it_was_written() {
        for text in [
            "next spring",
            "2026-13-01",
            "2026-02-00",
            "2026-02-32",
            "2026-02-01 to 2026-02-03",
            "2026-02-01/03",
            "1 May",
            "",
        ] {
            check("en", text, text);
        }
    }

    #[test]
    fn a_date_is_in_the_words_of_its_language() {
        for (language, day, month) in [
            ("en", "29 November 2026", "November 2026"),
            ("en-US", "November 29, 2026", "November 2026"),
            ("de", "29. November 2026", "November 2026"),
            ("fr-CA", "29 novembre 2026", "novembre 2026"),
            ("es", "29 de noviembre de 2026", "noviembre de 2026"),
            ("pt-BR", "29 de novembro de 2026", "novembro de 2026"),
            ("it", "29 novembre 2026", "novembre 2026"),
            ("nl", "29 november 2026", "november 2026"),
            ("pl", "29 listopada 2026", "listopad 2026"),
            ("ja", "2026年11月29日", "2026年11月"),
            ("zh-Hant-TW", "2026年11月29日", "2026年11月"),
            ("ar", "29 نوفمبر 2026", "نوفمبر 2026"),
            ("he", "29 בנובמבר 2026", "נובמבר 2026"),
            ("tlh", "2026-11-29", "2026-11"),
            ("DE-at", "29. November 2026", "November 2026"),
            ("", "2026-11-29", "2026-11"),
        ] {
            check(language, "2026-11-29", day);
            check(language, "2026-11", month);
        }
        check("de-AT", "2026-01-05", "5. Jänner 2026");
        check("de-CH", "2026-01-05", "5. Januar 2026");
        check("fr", "2026-04-01", "1er avril 2026");
    }

    #[test]
    fn each_language_has_twelve_months_or_none() {
        for words in words::LANGUAGES {
            let names = |is_alone| (1..=12).filter(|&month| !words.name(month, is_alone).is_empty()).count();
            let expected = if words.day.contains("{n}") { 0 } else { 12 };
            assert_eq!((names(false), names(true)), (expected, expected), "{}", words.language);
        }
    }
}
