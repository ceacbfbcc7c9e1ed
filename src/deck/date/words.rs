//! How dates are written in the languages that orate knows, as the Unicode CLDR has it (the long form of a date).

/// How a language writes days and months.
pub(super) struct DateWords {
    /// A tag of BCP 47, or the beginning of one.
    pub language: &'static str,
    /// A day: `{d}` is its number, `{m}` the name of the month, `{n}` the month's number and `{y}` the year.
    pub day: &'static str,
    /// A month without a day.
    pub month: &'static str,
    /// The names of the months within a day, parted by spaces; empty if they have numbers.
    months: &'static str,
    /// Those of months alone, where they are others.
    alone: &'static str,
}

impl DateWords {
    /// The words of a language: those of `de-AT` rather than those of `de`.
    pub(super) fn of(language: &str) -> Option<&'static DateWords> {
        let fits = |words: &&DateWords| {
            let (start, rest) = language.split_at_checked(words.language.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(words.language) && (rest.is_empty() || rest.starts_with('-'))
        };
        LANGUAGES.iter().filter(fits).max_by_key(|words| words.language.len())
    }

    /// The name of a month from 1 to 12, within a day or alone; empty if months have numbers.
    pub(super) fn name(&self, month: u8, is_alone: bool) -> &'static str {
        let names = if is_alone && !self.alone.is_empty() { self.alone } else { self.months };
        names.split(' ').nth(usize::from(month).saturating_sub(1)).unwrap_or_default()
    }

    /// The number of a day: in French the first of a month is an ordinal.
    pub(super) fn day_number(&self, day: u8) -> String {
        if day == 1 && self.language == "fr" { "1er".into() } else { day.to_string() }
    }
}

const fn words(
    language: &'static str,
    [day, month]: [&'static str; 2],
    [months, alone]: [&'static str; 2],
) -> DateWords {
    DateWords { language, day, month, months, alone }
}

#[rustfmt::skip]
pub(super) const LANGUAGES: &[DateWords] = &[
    words("en", ["{d} {m} {y}", "{m} {y}"], [
        "January February March April May June July August September October November December",
        "",
    ]),
    words("en-US", ["{m} {d}, {y}", "{m} {y}"], [
        "January February March April May June July August September October November December",
        "",
    ]),
    words("de", ["{d}. {m} {y}", "{m} {y}"], [
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "",
    ]),
    words("de-AT", ["{d}. {m} {y}", "{m} {y}"], [
        "Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
        "",
    ]),
    words("fr", ["{d} {m} {y}", "{m} {y}"], [
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "",
    ]),
    words("es", ["{d} de {m} de {y}", "{m} de {y}"], [
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "",
    ]),
    words("pt", ["{d} de {m} de {y}", "{m} de {y}"], [
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "",
    ]),
    words("it", ["{d} {m} {y}", "{m} {y}"], [
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "",
    ]),
    words("nl", ["{d} {m} {y}", "{m} {y}"], [
        "januari februari maart april mei juni juli augustus september oktober november december",
        "",
    ]),
    words("sv", ["{d} {m} {y}", "{m} {y}"], [
        "januari februari mars april maj juni juli augusti september oktober november december",
        "",
    ]),
    words("da", ["{d}. {m} {y}", "{m} {y}"], [
        "januar februar marts april maj juni juli august september oktober november december",
        "",
    ]),
    words("nb", ["{d}. {m} {y}", "{m} {y}"], [
        "januar februar mars april mai juni juli august september oktober november desember",
        "",
    ]),
    words("nn", ["{d}. {m} {y}", "{m} {y}"], [
        "januar februar mars april mai juni juli august september oktober november desember",
        "",
    ]),
    words("no", ["{d}. {m} {y}", "{m} {y}"], [
        "januar februar mars april mai juni juli august september oktober november desember",
        "",
    ]),
    words("is", ["{d}. {m} {y}", "{m} {y}"], [
        "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
        "",
    ]),
    words("fi", ["{d}. {m} {y}", "{m} {y}"], [
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    ]),
    words("et", ["{d}. {m} {y}", "{m} {y}"], [
        "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
        "",
    ]),
    words("pl", ["{d} {m} {y}", "{m} {y}"], [
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    ]),
    words("cs", ["{d}. {m} {y}", "{m} {y}"], [
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    ]),
    words("sk", ["{d}. {m} {y}", "{m} {y}"], [
        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
        "január február marec apríl máj jún júl august september október november december",
    ]),
    words("ru", ["{d} {m} {y} г.", "{m} {y} г."], [
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    ]),
    words("uk", ["{d} {m} {y} р.", "{m} {y} р."], [
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    ]),
    words("tr", ["{d} {m} {y}", "{m} {y}"], [
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "",
    ]),
    words("el", ["{d} {m} {y}", "{m} {y}"], [
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
        "Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος Δεκέμβριος",
    ]),
    words("hu", ["{y}. {m} {d}.", "{y}. {m}"], [
        "január február március április május június július augusztus szeptember október november december",
        "",
    ]),
    words("ro", ["{d} {m} {y}", "{m} {y}"], [
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
        "",
    ]),
    words("ar", ["{d} {m} {y}", "{m} {y}"], [
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "",
    ]),
    words("he", ["{d} ב{m} {y}", "{m} {y}"], [
        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        "",
    ]),
    words("id", ["{d} {m} {y}", "{m} {y}"], [
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "",
    ]),
    words("ja", ["{y}年{n}月{d}日", "{y}年{n}月"], [
        "",
        "",
    ]),
    words("zh", ["{y}年{n}月{d}日", "{y}年{n}月"], [
        "",
        "",
    ]),
    words("ko", ["{y}년 {n}월 {d}일", "{y}년 {n}월"], [
        "",
        "",
    ]),
];
