/** Text that fills the width it has. */

import { emitOn } from "../deck/events";

/** Sets `.r-fit-text` as large as its width allows, and lets whoever fits slides do so. */
export function fitText(slide: HTMLElement): void {
  const texts = [...slide.querySelectorAll<HTMLElement>(".r-fit-text")];
  for (const text of texts) {
    text.style.fontSize = "100px";
    text.style.inlineSize = "max-content";
  }
  // All are measured before any is changed, so that the page is laid out once.
  const sizes = texts.map((text) => {
    const parent = text.parentElement!;
    const { paddingLeft, paddingRight } = getComputedStyle(parent);
    const room = parent.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    // As high as reveal.js lets it become: a slide may be lower than the canvas, what holds it is not.
    return Math.min((100 * room) / (text.offsetWidth || room), slide.parentElement!.offsetHeight * 0.8);
  });
  texts.forEach((text, i) => {
    text.style.fontSize = `${sizes[i]! - 0.05}px`;
    text.style.inlineSize = "";
  });
  emitOn(slide, "orate-fit");
}
