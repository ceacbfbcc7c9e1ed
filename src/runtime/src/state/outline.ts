/** The outline of a deck: its slides as the columns and rows that one walks through, read from the page once. */

import { sortFragments } from "./fragments";
import { integer } from "./integer";
import type { Grid } from "./navigate";
import type { Position } from "./state";

export type Slide = HTMLElement;

export interface Column {
  /** The top-level section: the slide itself, or the stack that holds the slides. */
  readonly element: Slide;
  readonly slides: readonly Slide[];
  readonly isStack: boolean;
}

export interface Outline extends Grid {
  readonly list: readonly Column[];
  /** Every slide in reading order; stacks are not slides. */
  readonly slides: readonly Slide[];
  readonly hasStacks: boolean;
  slide(h: number, v: number): Slide | undefined;
  /** Where a slide or a stack is; nothing for an element that is neither. */
  find(element: Element | null): { h: number; v: number } | undefined;
  /** Fragment groups of a slide, in order. */
  fragments(slide: Slide): HTMLElement[][];
  /** Counted slides before this one; slides marked `uncounted` are passed over. */
  past(position: { h: number; v: number }): number;
  /** Number of counted slides. */
  readonly total: number;
  /** Forgets the fragments of one slide. */
  forgetFragments(slide: Slide): void;
}

/** `isSorted` gives every fragment its group at once, rather than when its slide is first asked for. */
export function readOutline(root: HTMLElement, withFragments: boolean, isSorted = false): Outline {
  // One search for all stacks: looking into every slide for slides of its own would be felt in a long deck.
  const stacks = Map.groupBy(root.querySelectorAll<Slide>(":scope>section>section"), (slide) => slide.parentElement!);
  const list: Column[] = [...sections(root)].map((element) => ({
    element,
    isStack: stacks.has(element),
    slides: stacks.get(element) ?? [element],
  }));
  const places = new Map<Element, { h: number; v: number }>();
  /** Counted slides before each slide, and where the slides of each column begin. */
  const before: number[] = [];
  const begins: number[] = [];
  const slides: Slide[] = [];
  let total = 0;
  list.forEach(({ element, slides: rows }, h) => {
    begins.push(slides.length);
    places.set(element, { h, v: 0 });
    rows.forEach((slide, v) => {
      if (slide !== element) places.set(slide, { h, v });
      before.push(total);
      slides.push(slide);
      if (isCounted(slide)) total++;
    });
  });
  const groups = new WeakMap<Slide, HTMLElement[][]>();
  const fragments = (slide: Slide) => {
    let found = groups.get(slide);
    if (!found)
      groups.set(slide, (found = withFragments ? sortFragments(slide.getElementsByClassName("fragment")) : []));
    return found;
  };
  if (isSorted) {
    for (const fragment of root.getElementsByClassName("fragment")) {
      const slide = fragment.closest<Slide>("section");
      // What is in a stack beside its slides belongs to none of them.
      if (slide && !stacks.has(slide)) fragments(slide);
    }
  }
  const slide = (h: number, v: number) => list[h]?.slides[v];
  return {
    list,
    slides,
    total,
    hasStacks: list.some((column) => column.isStack),
    columns: list.length,
    slide,
    fragments,
    rows: (h) => list[h]?.slides.length ?? 0,
    steps: (h, v) => {
      const found = slide(h, v);
      return found ? fragments(found).length : 0;
    },
    entry: (h) => {
      const { startIndexv, previousIndexv } = list[h]?.element.dataset ?? {};
      return integer(startIndexv ?? previousIndexv) ?? 0;
    },
    find: (element) => (element ? places.get(element) : undefined),
    past: ({ h, v }) => before[begins[h]! + v] ?? 0,
    forgetFragments: (slide) => groups.delete(slide),
  };
}

/** The share of the talk that lies behind, 0 to 1. Fragments move it within a slide, never to the next. */
export function progress(outline: Outline, { h, v, f }: Position): number {
  const steps = outline.steps(h, v);
  const within = steps > 0 ? (0.9 * (f + 1)) / steps : 0;
  return Math.min((outline.past({ h, v }) + within) / Math.max(outline.total - 1, 1), 1);
}

/** Whether a slide has a number of its own. */
export const isCounted = (slide: Slide) => slide.getAttribute("data-visibility") !== "uncounted";

export function* sections(parent: Element): Generator<Slide> {
  for (const child of parent.children) if (child.localName === "section") yield child as Slide;
}
