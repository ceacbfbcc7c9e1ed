/**
 * The settings of a deck: reveal.js's names and defaults, and the few that we read differently.
 *
 * Settings come, later ones first, from the page's address, from `initialize` or the page's
 * configuration block, and from the defaults. A value that makes no sense gives way to the default.
 */

import type { Slide } from "../state/outline";

/** A function that an author's script may put in place of a value. */
// biome-ignore lint: scripts of authors pass what they like
export type Callback = (...values: any[]) => any;

/** A script to be loaded before the deck starts, or after it where `async`. */
export interface Dependency {
  src: string;
  async?: boolean;
  /** Loads it only where this gives something true. */
  condition?: () => unknown;
  /** Called once the script has run, or has failed to load. */
  callback?: () => void;
}

export interface Plugin {
  id?: string;
  init?: (deck: unknown) => unknown;
  destroy?: () => void;
}

export interface Config {
  /** Canvas of a slide, in CSS pixels, or a percentage of the room there is. */
  width: number | string;
  height: number | string;
  /** Share of the room kept free around a slide. */
  margin: number;
  minScale: number;
  maxScale: number;
  controls: boolean | "speaker";
  controlsTutorial: boolean;
  controlsLayout: string;
  controlsBackArrows: string;
  progress: boolean;
  slideNumber: boolean | string | Callback;
  showSlideNumber: string;
  hashOneBasedIndex: boolean;
  hash: boolean;
  respondToHashChanges: boolean;
  jumpToSlide: boolean;
  history: boolean;
  keyboard: boolean | Record<string, string | Callback | null>;
  keyboardCondition: null | string | Callback;
  disableLayout: boolean;
  overview: boolean;
  center: boolean;
  touch: boolean;
  loop: boolean;
  rtl: boolean;
  navigationMode: string;
  shuffle: boolean;
  fragments: boolean;
  fragmentInURL: boolean;
  embedded: boolean;
  help: boolean;
  pause: boolean;
  showNotes: boolean | string;
  showHiddenSlides: boolean;
  autoPlayMedia: boolean | null;
  preloadIframes: boolean | null;
  mouseWheel: boolean;
  previewLinks: boolean;
  viewDistance: number;
  mobileViewDistance: number;
  display: string;
  hideInactiveCursor: boolean;
  /** Milliseconds without a move after which the pointer hides. */
  hideCursorTime: number;
  sortFragmentsOnSync: boolean;
  autoAnimate: boolean;
  autoAnimateMatcher: null | ((from: Slide, to: Slide) => AutoAnimatePair[]);
  autoAnimateEasing: string;
  /** Seconds. */
  autoAnimateDuration: number;
  autoAnimateUnmatched: boolean;
  autoAnimateStyles: string[];
  /** Milliseconds until the next step; 0 never steps by itself. */
  autoSlide: number | false;
  autoSlideStoppable: boolean;
  autoSlideMethod: null | Callback;
  /** Seconds meant for a slide that gives no `data-timing`. */
  defaultTiming: number | null;
  /** Seconds meant for the whole talk. Like the next and the three below, it has no default of its own. */
  totalTime?: number;
  minimumTimePerSlide?: number;
  /** Off by default; `true` hears only the page's own origin, a text names the origin that is heard. */
  postMessage: boolean | string;
  postMessageEvents: boolean;
  focusBodyOnPageVisibilityChange: boolean;
  transition: string;
  transitionSpeed: string;
  backgroundTransition: string;
  parallaxBackgroundImage: string;
  parallaxBackgroundSize: string;
  parallaxBackgroundRepeat: string;
  parallaxBackgroundPosition: string;
  parallaxBackgroundHorizontal: number | null;
  parallaxBackgroundVertical: number | null;
  view: string | null;
  scrollLayout: string;
  scrollSnap: string | false;
  scrollProgress: boolean | string;
  /** Width of the window, in pixels, under which the deck becomes a scrolling page; 0 never. */
  scrollActivationWidth: number;
  pdfMaxPagesPerSlide: number;
  pdfSeparateFragments: boolean;
  pdfPageHeightOffset: number;
  preventIframeAutoFocus?: boolean;
  zoomKey?: string;
  zoomLevel?: number;
  dependencies: Dependency[];
  plugins: unknown[];
  [other: string]: unknown;
}

export interface AutoAnimatePair {
  from: HTMLElement;
  to: HTMLElement;
  options?: {
    styles?: (string | { property: string; from?: string; to?: string })[];
    translate?: boolean;
    scale?: boolean;
  };
}

export const DEFAULTS: Config = {
  width: 960,
  height: 700,
  margin: 0.04,
  minScale: 0.2,
  maxScale: 2,
  controls: true,
  controlsTutorial: true,
  controlsLayout: "bottom-right",
  controlsBackArrows: "faded",
  progress: true,
  slideNumber: false,
  showSlideNumber: "all",
  hashOneBasedIndex: false,
  hash: false,
  respondToHashChanges: true,
  jumpToSlide: true,
  history: false,
  keyboard: true,
  keyboardCondition: null,
  disableLayout: false,
  overview: true,
  center: true,
  touch: true,
  loop: false,
  rtl: false,
  navigationMode: "default",
  shuffle: false,
  fragments: true,
  fragmentInURL: true,
  embedded: false,
  help: true,
  pause: true,
  showNotes: false,
  showHiddenSlides: false,
  autoPlayMedia: null,
  preloadIframes: null,
  mouseWheel: false,
  previewLinks: false,
  viewDistance: 3,
  mobileViewDistance: 2,
  display: "block",
  hideInactiveCursor: true,
  hideCursorTime: 5000,
  sortFragmentsOnSync: true,
  autoAnimate: true,
  autoAnimateMatcher: null,
  autoAnimateEasing: "ease",
  autoAnimateDuration: 1,
  autoAnimateUnmatched: true,
  autoAnimateStyles: [
    "opacity",
    "color",
    "background-color",
    "padding",
    "font-size",
    "line-height",
    "letter-spacing",
    "border-width",
    "border-color",
    "border-radius",
    "outline",
    "outline-offset",
  ],
  autoSlide: 0,
  autoSlideStoppable: true,
  autoSlideMethod: null,
  defaultTiming: null,
  postMessage: false,
  postMessageEvents: false,
  focusBodyOnPageVisibilityChange: true,
  transition: "slide",
  transitionSpeed: "default",
  backgroundTransition: "fade",
  parallaxBackgroundImage: "",
  parallaxBackgroundSize: "",
  parallaxBackgroundRepeat: "",
  parallaxBackgroundPosition: "",
  parallaxBackgroundHorizontal: null,
  parallaxBackgroundVertical: null,
  view: null,
  scrollLayout: "full",
  scrollSnap: "mandatory",
  scrollProgress: "auto",
  scrollActivationWidth: 435,
  pdfMaxPagesPerSlide: Infinity,
  pdfSeparateFragments: true,
  pdfPageHeightOffset: -1,
  dependencies: [],
  plugins: [],
};

/** Lays `changes` over `config`; a number or a text of the wrong kind leaves what was there. */
export function merge(config: Config, changes: Record<string, unknown> = {}): Config {
  const merged: Config = { ...config };
  for (const [key, value] of Object.entries(changes ?? {})) {
    const usual = DEFAULTS[key];
    if (value === undefined || key === "__proto__") continue;
    if (typeof usual === "number" && value !== false) {
      const number = parseFloat(value as string);
      // A percentage of the room stays the text it is.
      if (!Number.isNaN(number)) merged[key] = /^(width|height)$/.test(key) ? value : number;
    } else if (Array.isArray(usual) ? Array.isArray(value) : typeof usual !== "string" || typeof value === "string") {
      merged[key] = value;
    }
  }
  return merged;
}

/** What the address asks for: `?rtl=true&width=50%25` gives `{rtl: true, width: "50%"}`. */
export function query(search: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  // An address that could name scripts would let whoever sends a link run what they like.
  for (const [key, text] of new URLSearchParams(search)) if (key !== "dependencies") found[key] = value(text);
  return found;
}

/** A text of the address or of an attribute as the value it stands for. */
function value(text: string): unknown {
  if (text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  return /^-?[\d.]+$/.test(text) ? parseFloat(text) : text;
}
