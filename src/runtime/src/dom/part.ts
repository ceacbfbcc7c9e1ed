/** Parts of the deck's own furniture under the root element, which live until the deck is destroyed. */

import { make } from "./element";

/** The child of `root` with this class, made where there is none: a page, a theme or a script may hold on to it. */
export function part<T extends keyof HTMLElementTagNameMap>(
  root: HTMLElement,
  tag: T,
  className: string,
): HTMLElementTagNameMap[T] {
  const found = root.querySelector<HTMLElementTagNameMap[T]>(`:scope>.${className}`);
  if (found) return found;
  const made = root.appendChild(make(tag, className));
  made.dataset.oratePart = "";
  return made;
}

export function removeParts(root: HTMLElement): void {
  for (const child of root.querySelectorAll(":scope>[data-orate-part]")) child.remove();
}
