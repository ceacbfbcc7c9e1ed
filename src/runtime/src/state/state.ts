/** What a deck remembers: one small value, made anew by each command and safe to send as JSON. */

/**
 * Where the talk is. `h` counts columns and `v` slides down a column, both from 0;
 * `f` is the last fragment group shown, -1 before the first.
 */
export interface Position {
  readonly h: number;
  readonly v: number;
  readonly f: number;
}

/** Whether both are on one slide, whatever is shown of it. */
export const isSameSlide = (a: Position, b: Position) => a.h === b.h && a.v === b.v;

/** Something that lies over the slides. `source` is the address that a preview shows. */
export interface Overlay {
  readonly kind: "help" | "menu" | "jump" | "iframe" | "image" | "video";
  readonly source?: string;
  readonly fit?: string;
}

export interface State extends Position {
  readonly paused: boolean;
  readonly overview: boolean;
  readonly overlay: Overlay | null;
  /** Whether the speaker has stopped the slides from stepping by themselves. */
  readonly autoPaused: boolean;
  /** Whether the deck is one scrolling page instead of a slide at a time. */
  readonly scroll: boolean;
}

export const INITIAL: State = {
  h: 0,
  v: 0,
  f: -1,
  paused: false,
  overview: false,
  overlay: null,
  autoPaused: false,
  scroll: false,
};

export type Direction = "left" | "right" | "up" | "down" | "prev" | "next";

/** Where to go. Parts left out are the current column, the column's remembered row, and the fragments as passed. */
export interface Place {
  readonly h?: number | undefined;
  readonly v?: number | undefined;
  readonly f?: number | undefined;
}

/** What is to be opened or closed. */
export type Change = Partial<Omit<State, keyof Position>>;

/** What an input asks of the deck. */
export type Command =
  /** Goes to a slide. Listeners get `origin`. */
  | ({ readonly type: "slide"; readonly origin?: unknown } & Place)
  /** Goes one step, or one slide where `skipFragments`. */
  | { readonly type: "move"; readonly to: Direction; readonly skipFragments?: boolean | undefined }
  /** Shows the fragments up to `f`, kept within what the slide has. */
  | { readonly type: "fragment"; readonly f: number }
  /** Opens or closes something. */
  | { readonly type: "show"; readonly change: Change };

/** The state as reveal.js's `getState` gives it. */
export interface PublicState {
  indexh?: number;
  indexv?: number;
  indexf?: number | undefined;
  paused?: boolean;
  overview?: boolean;
  previewIframe?: string;
  previewImage?: string;
  previewVideo?: string;
  previewFit?: string;
}

export function publicState(state: State, hasFragments: boolean): PublicState {
  const shown: PublicState = {
    indexh: state.h,
    indexv: state.v,
    indexf: hasFragments ? state.f : undefined,
    paused: state.paused,
    overview: state.overview,
  };
  const { source, kind = "", fit } = state.overlay ?? {};
  return source === undefined
    ? shown
    : { ...shown, [`preview${capital(kind)}`]: source, previewFit: fit ?? "scale-down" };
}

/** A name with a capital, as it is within another: `previewImage`, `navigateNext`. */
export const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);

/** The overlay that a public state asks for. */
export function overlayOf(state: PublicState): Overlay | null {
  for (const kind of PREVIEWS) {
    const source = state[`preview${capital(kind)}` as "previewImage"];
    if (source) return { kind, source, ...(state.previewFit && { fit: state.previewFit }) };
  }
  return null;
}

/** Kinds of overlays that show something of another address. */
export const PREVIEWS = ["iframe", "image", "video"] as const;
