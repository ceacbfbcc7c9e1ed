/** The way through a deck: pure functions from a state and a command to the next state. */

import type { Command, Direction, Position, State } from "./state";

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
      return Object.keys(command.change).some((key) => next[key as keyof State] !== state[key as keyof State]) ? next : state;
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
  const open = routes(from, grid, rules);
  const forward = to === "next" || to === "down" || to === (rules.rtl ? "left" : "right");
  if (!skipFragments) {
    const shown = f + (forward ? 1 : -1);
    if (shown >= -1 && shown < grid.steps(h, v)) return { h, v, f: shown };
  }
  if (to === "next") {
    // A looping stack never ends by itself, so its last slide leads on to the next column.
    const stackEnds = rules.loop && v === grid.rows(h) - 1 && grid.columns > 1;
    return move(from, open.down && !stackEnds ? "down" : rules.rtl ? "left" : "right", grid, rules, true);
  }
  if (to === "prev") {
    if (open.up && !(rules.loop && v === 0)) return move(from, "up", grid, rules, true);
    const column = wrap(h - 1, grid.columns, rules.loop);
    return column === undefined ? from : place(from, grid, column, grid.rows(column) - 1);
  }
  if (!open[to]) return from;
  if (to === "up" || to === "down") {
    const row = wrap(v + (to === "down" ? 1 : -1), grid.rows(h), rules.loop);
    return row === undefined ? from : place(from, grid, h, row);
  }
  const column = wrap(h + (forward ? 1 : -1), grid.columns, rules.loop);
  if (column === undefined) return linearStep(from, forward, grid);
  return place(from, grid, column, rules.navigationMode === "grid" ? v : undefined);
}

/** At the first or last column of a linear deck, left and right still walk the stack. */
function linearStep(from: Position, forward: boolean, grid: Grid): Position {
  const row = from.v + (forward ? 1 : -1);
  return row < 0 || row >= grid.rows(from.h) ? from : place(from, grid, from.h, row);
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

function at(state: State, { h, v, f }: Position): State {
  return h === state.h && v === state.v && f === state.f ? state : { ...state, h, v, f };
}

function wrap(index: number, length: number, loop: boolean): number | undefined {
  if (index >= 0 && index < length) return index;
  return loop && length > 0 ? (index + length) % length : undefined;
}

/** `value` between two bounds, the lower one where they cross or where it is no number. */
function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(Math.trunc(value) || 0, high));
}
