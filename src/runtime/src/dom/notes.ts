/** The notes of a slide, as copies of what is in the page. */

import { make } from "./element";
import type { Slide } from "../state/outline";

/** The notes of the fragments just shown, marked as such, then those of the slide. */
export function notesOf(slide: Slide, fragments: HTMLElement[] = []): Node[] {
  const found: Node[] = [];
  const add = (className: string, notes: Iterable<Element>, text?: string) => {
    for (const one of notes) found.push(make("div", className, {}, ...[...one.cloneNode(true).childNodes]));
    if (text) found.push(make("div", `${className} orate-plain`, {}, text));
  };
  for (const fragment of fragments)
    add("orate-step-notes", fragment.querySelectorAll("aside.notes"), fragment.dataset.notes);
  add("", slide.querySelectorAll("aside.notes:not(.fragment *)"), slide.dataset.notes);
  return found;
}
