//! What orate writes itself in the language of a talk: its quotes, and the names of alerts.
//!
//! Source of the quotes: CLDR 47, `delimiters`; of the spaces within the French ones, the rules of the Imprimerie nationale.

/// The words of a language.
#[derive(Debug)]
pub(crate) struct Words {
    /// A language, perhaps with a region or a script, in small letters.
    tag: &'static str,
    /// Double ones and single ones, each opening and closing.
    pub quotes: [&'static str; 4],
    /// Note, tip, important, warning, caution.
    pub alerts: [&'static str; 5],
}

const ENGLISH: [&str; 5] = ["Note", "Tip", "Important", "Warning", "Caution"];
const GERMAN: [&str; 5] = ["Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"];
const FRENCH: [&str; 5] = ["Remarque", "Astuce", "Important", "Avertissement", "Attention"];
const PORTUGUESE: [&str; 5] = ["Nota", "Dica", "Importante", "Aviso", "Cuidado"];
const NORWEGIAN: [&str; 5] = ["Merk", "Tips", "Viktig", "Advarsel", "Forsiktig"];
const CHINESE: [&str; 5] = ["说明", "提示", "重要", "警告", "小心"];
const TRADITIONAL: [&str; 5] = ["說明", "提示", "重要", "警告", "小心"];

const CURLY: [&str; 4] = ["“", "”", "‘", "’"];
const LOW: [&str; 4] = ["„", "“", "‚", "‘"];
const GUILLEMETS: [&str; 4] = ["«", "»", "“", "”"];
const SWISS: [&str; 4] = ["«", "»", "‹", "›"];
const CORNERS: [&str; 4] = ["「", "」", "『", "』"];
const SAME: [&str; 4] = ["”", "”", "’", "’"];

macro_rules! words {
    ($($tag:literal $quotes:expr, $alerts:expr;)*) => { &[$(Words { tag: $tag, quotes: $quotes, alerts: $alerts }),*] };
}

/// The first is that of all other languages; what is longer comes before what it begins with.
const ALL: &[Words] = words! {
    "en" CURLY, ENGLISH;
    "ar" ["”", "“", "’", "‘"], ["ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه"];
    "bg" ["„", "“", "‘", "’"], ["Бележка", "Съвет", "Важно", "Предупреждение", "Внимание"];
    "ca" GUILLEMETS, ["Nota", "Consell", "Important", "Advertència", "Precaució"];
    "cs" LOW, ["Poznámka", "Tip", "Důležité", "Varování", "Pozor"];
    "da" CURLY, ["Bemærk", "Tip", "Vigtigt", "Advarsel", "Forsigtig"];
    "de-ch" SWISS, GERMAN;
    "de-li" SWISS, GERMAN;
    "de" LOW, GERMAN;
    "el" GUILLEMETS, ["Σημείωση", "Συμβουλή", "Σημαντικό", "Προειδοποίηση", "Προσοχή"];
    "es" GUILLEMETS, ["Nota", "Consejo", "Importante", "Advertencia", "Precaución"];
    "et" ["„", "“", "‚", "‘"], ["Märkus", "Nõuanne", "Oluline", "Hoiatus", "Ettevaatust"];
    "fa" SWISS, ["نکته", "ترفند", "مهم", "هشدار", "احتیاط"];
    "fi" SAME, ["Huomautus", "Vinkki", "Tärkeää", "Varoitus", "Varo"];
    "fr-ch" SWISS, FRENCH;
    "fr" ["«\u{202f}", "\u{202f}»", "“", "”"], FRENCH;
    "he" SAME, ["הערה", "טיפ", "חשוב", "אזהרה", "זהירות"];
    "hr" ["„", "”", "‚", "’"], ["Napomena", "Savjet", "Važno", "Upozorenje", "Oprez"];
    "hu" ["„", "”", "»", "«"], ["Megjegyzés", "Tipp", "Fontos", "Figyelmeztetés", "Vigyázat"];
    "is" LOW, ["Athugið", "Ábending", "Mikilvægt", "Viðvörun", "Varúð"];
    "it-ch" SWISS, ["Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione"];
    "it" GUILLEMETS, ["Nota", "Suggerimento", "Importante", "Avvertenza", "Attenzione"];
    "ja" CORNERS, ["注記", "ヒント", "重要", "警告", "注意"];
    "ko" CURLY, ["참고", "팁", "중요", "경고", "주의"];
    "lt" LOW, ["Pastaba", "Patarimas", "Svarbu", "Įspėjimas", "Atsargiai"];
    "lv" CURLY, ["Piezīme", "Padoms", "Svarīgi", "Brīdinājums", "Uzmanību"];
    "nb" ["«", "»", "‘", "’"], NORWEGIAN;
    "nl" CURLY, ["Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"];
    "nn" ["«", "»", "‘", "’"], ["Merk", "Tips", "Viktig", "Åtvaring", "Forsiktig"];
    "no" ["«", "»", "‘", "’"], NORWEGIAN;
    "pl" ["„", "”", "«", "»"], ["Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Ostrożnie"];
    "pt-pt" GUILLEMETS, PORTUGUESE;
    "pt" CURLY, PORTUGUESE;
    "ro" ["„", "”", "«", "»"], ["Notă", "Sfat", "Important", "Avertisment", "Atenție"];
    "ru" ["«", "»", "„", "“"], ["Примечание", "Совет", "Важно", "Предупреждение", "Осторожно"];
    "sk" LOW, ["Poznámka", "Tip", "Dôležité", "Varovanie", "Pozor"];
    "sl" LOW, ["Opomba", "Namig", "Pomembno", "Opozorilo", "Pozor"];
    "sr" ["„", "”", "’", "’"], ["Напомена", "Савет", "Важно", "Упозорење", "Опрез"];
    "sv" SAME, ["Obs", "Tips", "Viktigt", "Varning", "Försiktigt"];
    "tr" CURLY, ["Not", "İpucu", "Önemli", "Uyarı", "Dikkat"];
    "uk" ["«", "»", "„", "“"], ["Примітка", "Порада", "Важливо", "Попередження", "Обережно"];
    "zh-hant" CORNERS, TRADITIONAL;
    "zh-tw" CORNERS, TRADITIONAL;
    "zh-hk" CORNERS, TRADITIONAL;
    "zh-mo" CORNERS, TRADITIONAL;
    "zh" CURLY, CHINESE;
};

/// The number of a language's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct WordsOf(u8);

impl WordsOf {
    /// Those of English, and of languages that orate has no words of.
    #[cfg(test)]
    pub(crate) const ENGLISH: WordsOf = WordsOf(0);

    /// Those of the language of a tag, such as `de-AT`.
    pub(crate) fn language(tag: &str) -> WordsOf {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let is_of = |words: &Words| {
            tag.strip_prefix(words.tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        WordsOf(ALL.iter().position(is_of).unwrap_or_default() as u8)
    }

    /// The words themselves.
    pub(crate) fn words(self) -> &'static Words {
        ALL.get(usize::from(self.0)).unwrap_or(&ALL[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_comes_before_a_language_and_english_for_others() {
        let first = |tag: &str| WordsOf::language(tag).words().quotes[0];
        assert_eq!(
            [first("de-AT"), first("de-CH"), first("fr"), first("fr-CH")],
            ["„", "«", "«\u{202f}", "«"]
        );
        assert_eq!(
            [first("ja"), first("zh-TW"), first("zh-CN"), first("tlh"), first("den")],
            ["「", "「", "“", "“", "“"]
        );
        assert_eq!(WordsOf::language("pt_BR").words().alerts[1], "Dica");
    }
}
