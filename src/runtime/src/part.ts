/** Parts of the deck's own furniture under the root element, which live until the deck is destroyed. */

import { make } from "./element";

/** The child of `root` with this class, made where there is none: a page, a theme or a script may hold on to it. */
export function part<T extends keyof HTMLElementTagNameMap>(root: HTMLElement, tag: T, className: string): HTMLElementTagNameMap[T] {
  const found = [...root.children].find((child) => child.classList.contains(className));
  if (found) return found as HTMLElementTagNameMap[T];
  const made = root.appendChild(make(tag, className));
  made.dataset.oratePart = "";
  return made;
}

export function removeParts(root: HTMLElement): void {
  for (const child of [...root.children]) if ((child as HTMLElement).dataset.oratePart !== undefined) child.remove();
}
