/** Fragments of a slide: from the marks in its markup to groups that are shown together. */

import { integer } from "./integer";

/**
 * The group of each fragment, given the indices that its author wrote (`null` for none).
 *
 * Fragments with the same index share a group; groups keep the order of their indices, without gaps.
 * Fragments without an index follow, one group each, in the order of the document.
 */
export function groupNumbers(indices: (number | null)[]): number[] {
  const written = [...new Set(indices.filter((index) => index !== null))].sort((a, b) => a - b);
  let next = written.length;
  return indices.map((index) => (index === null ? next++ : written.indexOf(index)));
}

/** The fragments among `elements` in the groups they are shown in; each learns its group as its `data-fragment-index`. */
export function sortFragments(elements: Iterable<Element>): HTMLElement[][] {
  const fragments = [...elements] as HTMLElement[];
  const groups: HTMLElement[][] = [];
  const numbers = groupNumbers(fragments.map((fragment) => integer(fragment.dataset.fragmentIndex) ?? null));
  fragments.forEach((fragment, i) => {
    const number = numbers[i]!;
    (groups[number] ??= []).push(fragment);
    const text = String(number);
    // An unchanged attribute is not written: writing one would still cost a style pass.
    if (fragment.dataset.fragmentIndex !== text) fragment.dataset.fragmentIndex = text;
  });
  return groups;
}

export interface Shown {
  shown: HTMLElement[];
  hidden: HTMLElement[];
}

/** Shows the groups up to `f` and hides the rest; gives what became visible and what ceased to be. */
export function showFragments(groups: HTMLElement[][], f: number, current = true): Shown {
  const changed: Shown = { shown: [], hidden: [] };
  groups.forEach((group, i) => {
    for (const fragment of group) {
      const { classList } = fragment;
      if (classList.contains("visible") !== i <= f) {
        classList.toggle("visible");
        (i <= f ? changed.shown : changed.hidden).push(fragment);
      }
      classList.toggle("current-fragment", current && i === f);
    }
  });
  return changed;
}
