/**
 * What the deck itself writes, in the language of the talk.
 *
 * The English text is the key. The page's configuration holds the texts of other languages (`src/deck/translations`);
 * each script of the page reads them by itself, when it first writes something.
 */

let texts: Record<string, string> | undefined;

/** A text in the language of the talk, with values in the place of `{1}`, `{2}` …; English where it was not translated. */
export function translate(text: string, ...values: unknown[]): string {
  try {
    texts ??= JSON.parse(document.getElementById("orate-deck")!.textContent!).translations ?? {};
  } catch {
    // The deck starts without its configuration, and says so.
  }
  return values.reduce<string>(
    (filled, value, i) => filled.replace(`{${i + 1}}`, () => `${value}`),
    texts?.[text] ?? text,
  );
}

/** The language and direction of what `translate` gives. */
export const ownLanguage = () => {
  const { lang, dir } = document.documentElement;
  return translate("Close") === "Close" ? { lang: "en", dir: "ltr" } : { lang, dir };
};
