/** Long words in tables, which break where their table has no room at any size: a figure or a short word never does. */

/** What the style sheet breaks a cell's words by. */
const BREAK = "--orate-break";

/** A word that nobody minds to see in two lines. */
const LONG = /[^\s\u200b-]{12}/;

/** Lets the long words of tables break; whether there are any. */
export function breakWords(slide: HTMLElement): boolean {
  const cells = [...slide.querySelectorAll<HTMLElement>("th,td")].filter(({ textContent }) => LONG.test(textContent));
  for (const { style } of cells) style.setProperty(BREAK, "1");
  return cells.length > 0;
}

/** Undoes what `breakWords` has done. */
export function joinWords(slide: HTMLElement): void {
  for (const { style } of slide.querySelectorAll<HTMLElement>(`[style*="${BREAK}"]`)) style.removeProperty(BREAK);
}
