/** Which slides are in the past, present or future, and which of them a step changes. */

import type { Outline } from "./outline";

export type Standing = "past" | "present" | "future";

export interface Cell {
  readonly h: number;
  /** The row, or nothing where the column itself is meant. */
  readonly v?: number;
}

export function standing(index: number, current: number): Standing {
  return index < current ? "past" : index > current ? "future" : "present";
}

/**
 * Keeps the standing of every slide, and tells `place` only of those that a step may change.
 *
 * Columns alone have a standing in `.slides`; the slides of a stack have one within it. In a stack that is not the current
 * one, the slide at which it will be entered has none.
 */
export function trackStandings(outline: Outline, place: (cell: Cell, standing?: Standing) => void) {
  let column = -1;
  const rows = new Map<number, number>();
  const row = (h: number, v: number, isCurrent = true) => {
    if (!outline.list[h]?.isStack) return;
    const was = rows.get(h);
    rows.set(h, v);
    const [from, to] = was === undefined ? [0, outline.rows(h) - 1] : [Math.min(was, v), Math.max(was, v)];
    for (let i = from; i <= to; i++) place({ h, v: i }, isCurrent || i !== v ? standing(i, v) : undefined);
  };
  return ({ h, v }: { h: number; v: number }) => {
    const first = column < 0;
    const [from, to] = first ? [0, outline.columns - 1] : [Math.min(column, h), Math.max(column, h)];
    if (first || column !== h) {
      if (!first) row(column, rows.get(column)!, false);
      column = h;
      for (let i = from; i <= to; i++) place({ h: i }, standing(i, h));
    }
    if (first)
      for (let i = from; i <= to; i++) if (i !== h && outline.list[i]!.isStack) row(i, outline.entry(i), false);
    row(h, v);
  };
}
