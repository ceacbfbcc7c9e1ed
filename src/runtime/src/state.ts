/** What a deck remembers: one small value, made anew by each command and safe to send as JSON. */

/**
 * Where the talk stands. `h` counts columns and `v` slides down a column, both from 0;
 * `f` is the last fragment group shown, -1 before the first.
 */
export interface Position {
  readonly h: number;
  readonly v: number;
  readonly f: number;
}

/** Something that lies over the slides. `source` is the address that a preview shows. */
export interface Overlay {
  readonly kind: "help" | "menu" | "jump" | "iframe" | "image" | "video" | "html";
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

/** What an input asks of the deck. */
export type Command =
  /** Goes to a slide; parts left out are the current column, the column's remembered row, and the fragments as passed. */
  | { readonly type: "slide"; readonly h?: number | undefined; readonly v?: number | undefined; readonly f?: number | undefined; readonly origin?: unknown }
  /** Goes one step, or one slide where `skipFragments`. */
  | { readonly type: "move"; readonly to: Direction; readonly skipFragments?: boolean | undefined }
  /** Shows the fragments up to `f`, kept within what the slide has. */
  | { readonly type: "fragment"; readonly f: number }
  /** Opens or closes something. */
  | { readonly type: "show"; readonly change: Partial<Omit<State, keyof Position>> };

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
  const { overlay } = state;
  if (overlay?.source !== undefined && overlay.kind !== "html") {
    Object.assign(shown, { ["preview" + overlay.kind[0]!.toUpperCase() + overlay.kind.slice(1)]: overlay.source });
    if (overlay.fit) shown.previewFit = overlay.fit;
  }
  return shown;
}

/** The overlay that a public state asks for. */
export function overlayOf({ previewIframe, previewImage, previewVideo, previewFit }: PublicState): Overlay | null {
  const fit = previewFit ? { fit: previewFit } : {};
  if (previewIframe) return { kind: "iframe", source: previewIframe };
  if (previewImage) return { kind: "image", source: previewImage, ...fit };
  if (previewVideo) return { kind: "video", source: previewVideo, ...fit };
  return null;
}
