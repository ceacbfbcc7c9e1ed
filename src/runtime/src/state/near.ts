/** The slides around the current one: those worth laying out and loading before they are asked for. */

import type { Outline, Slide } from "./outline";

/**
 * Slides fewer than `distance` steps away, the current one always among them.
 *
 * A column beside the current one counts from the row it would be entered at.
 */
export function near(outline: Outline, { h, v }: { h: number; v: number }, distance: number): Set<Slide> {
  const found = new Set<Slide>();
  const reach = Math.max(distance, 1) - 1;
  for (let x = Math.max(h - reach, 0); x <= Math.min(h + reach, outline.columns - 1); x++) {
    const away = Math.abs(x - h);
    const row = x === h ? v : outline.entry(x);
    const slides = outline.list[x]!.slides;
    for (let y = Math.max(row - reach + away, 0); y <= Math.min(row + reach - away, slides.length - 1); y++)
      found.add(slides[y]!);
  }
  return found;
}

/** Whether this is a small touch screen, where less is kept ready. */
export const isMobile = () => matchMedia("(pointer: coarse) and (max-width: 900px)").matches;
