/** The way through a deck: pure functions from a state and a command to the next state. */

import { type Command, type Direction, isSameSlide, type Position, type State } from "./state";

/** The shape of a deck. Slides outside it count as 0 rows and 0 steps. */
export interface Grid {
  readonly columns: number;
  /** Slides down column `h`; at least 1 for a column that exists. */
  rows(h: number): number;
  /** Fragment groups on a slide. */
  steps(h: number, v: number): number;
  /** The row at which column `h` is entered: where the talk last was in it, or where its author says. */
  entry(h: number): number;
}

export interface Rules {
  readonly loop: boolean;
  readonly rtl: boolean;
  readonly navigationMode: string;
}

export interface Routes {
  left: boolean;
  right: boolean;
  up: boolean;
  down: boolean;
}

/** The state after a command; `state` itself where nothing changes, so callers can compare by identity. */
export function reduce(state: State, command: Command, grid: Grid, rules: Rules): State {
  switch (command.type) {
    case "slide":
      return at(state, place(state, grid, command.h, command.v, command.f));
    case "move":
      return at(state, move(state, command.to, grid, rules, state.overview || !!command.skipFragments));
    case "fragment":
      return at(state, { ...state, f: clamp(command.f, -1, grid.steps(state.h, state.v) - 1) });
    case "show": {
      const next = { ...state, ...command.change };
      return JSON.stringify(next) === JSON.stringify(state) ? state : next;
    }
  }
}

/**
 * The position that a jump ends at, kept inside the deck.
 *
 * Without `f`, a slide that lies before the current one shows all its fragments and one that lies after none,
 * as if the talk had walked there.
 */
export function place(from: Position, grid: Grid, h = from.h, v?: number, f?: number): Position {
  const column = clamp(h, 0, grid.columns - 1);
  const row = clamp(v ?? (h === from.h && column === from.h ? from.v : grid.entry(column)), 0, grid.rows(column) - 1);
  const last = grid.steps(column, row) - 1;
  const order = column - from.h || row - from.v;
  const step = f ?? (order === 0 ? from.f : order < 0 ? last : -1);
  return { h: column, v: row, f: clamp(step, -1, last) };
}

/** One press of a key away. */
function move(from: Position, to: Direction, grid: Grid, rules: Rules, skipFragments: boolean): Position {
  const { h, v, f } = from;
  const forward = to === "next" || to === "down" || to === (rules.rtl ? "left" : "right");
  const by = forward ? 1 : -1;
  if (!skipFragments && f + by >= -1 && f + by < grid.steps(h, v)) return { h, v, f: f + by };

  const row = wrap(v + by, grid.rows(h), rules.loop && grid.rows(h) > 1);
  const column = wrap(h + by, grid.columns, rules.loop && grid.columns > 1);
  const inStack = () => (row < 0 ? from : place(from, grid, h, row));
  if (to === "up" || to === "down") return inStack();
  const isStep = to === "next" || to === "prev";
  // A step walks the stack to its end, and where stacks loop still leads on from there.
  if (isStep && row >= 0 && (row === v + by || column < 0)) return inStack();
  if (column < 0) return from;
  if (isStep && !forward) return place(from, grid, column, grid.rows(column) - 1);
  return place(from, grid, column, rules.navigationMode === "grid" ? v : undefined);
}

/** The ways that lead on from a slide, fragments aside. */
export function routes({ h, v }: Position, grid: Grid, { loop, rtl, navigationMode }: Rules): Routes {
  const rows = grid.rows(h);
  const open = { left: h > 0, right: h < grid.columns - 1, up: v > 0, down: v < rows - 1 };
  if (loop && grid.columns > 1) open.left = open.right = true;
  if (loop && rows > 1) open.up = open.down = true;
  if (grid.columns > 1 && navigationMode === "linear") {
    open.right ||= open.down;
    open.left ||= open.up;
  }
  return rtl ? { ...open, left: open.right, right: open.left } : open;
}

/** The same, counting hidden fragments as a way on and shown ones as a way back. */
export function routesWithFragments(from: Position, grid: Grid, rules: Rules): Routes {
  const open = routes(from, grid, rules);
  const { prev, next } = fragmentRoutes(from, grid);
  const [back, on] = rules.rtl ? [next, prev] : [prev, next];
  return { left: open.left || back, right: open.right || on, up: open.up || prev, down: open.down || next };
}

export function fragmentRoutes({ h, v, f }: Position, grid: Grid): { prev: boolean; next: boolean } {
  return { prev: f >= 0, next: f < grid.steps(h, v) - 1 };
}

function at(state: State, to: Position): State {
  return isSameSlide(state, to) && to.f === state.f ? state : { ...state, h: to.h, v: to.v, f: to.f };
}

/** `index` inside a row of so many, from end to end where it loops; -1 where there is no such place. */
function wrap(index: number, length: number, loop: boolean): number {
  if (loop) return (index + length) % length;
  return index < length ? Math.max(index, -1) : -1;
}

/** `value` between two bounds, the lower one where they cross or where it is no number. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.trunc(value) || 0, high));
}
