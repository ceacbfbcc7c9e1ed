/** The page's style, replaced as a whole: the policy lets a script build a style sheet, but not write a `style` element. */

let sheets: [CSSStyleSheet, CSSStyleSheet] | undefined;
let shown = ["", ""];

/** False where the style holds something that only a page can load. */
export function restyle(style: string, images: string): boolean {
  if (/@import\b/i.test(style)) return false;
  if (!sheets) {
    const own = document.querySelector<HTMLStyleElement>("head > style");
    if (!own) return false;
    sheets = [new CSSStyleSheet(), new CSSStyleSheet()];
    document.adoptedStyleSheets = [...sheets, ...document.adoptedStyleSheets];
    own.disabled = true;
  }
  const [one, other] = sheets;
  if (shown[0] !== style) one.replaceSync(style);
  if (shown[1] !== images) other.replaceSync(images);
  shown = [style, images];
  return true;
}
