/** Reveal.js's API over a deck: what authors' scripts and plugins call. */

import { shouldAnimate } from "../dom/animation";
import type { Callback } from "./config";
import type { Store } from "./deck";
import { showFragments } from "../state/fragments";
import { call, press } from "../input/keyboard";
import { pathOf } from "../state/location";
import { loadSlide, startMedia, stopMedia, unloadSlide } from "../dom/media";
import { fragmentRoutes, routes, routesWithFragments } from "../state/navigate";
import { isCounted, progress, type Slide } from "../state/outline";
import type { Plugins } from "./plugins";
import { capital, type Direction, overlayOf, PREVIEWS, publicState } from "../state/state";
import { query } from "./config";

export type Api = Record<string, Callback>;

/** What the lifecycle lends to the API. */
export interface Life {
  isReady(): boolean;
  initialize(options?: Record<string, unknown>): Promise<unknown>;
  configure(options?: Record<string, unknown>): unknown;
  destroy(): void;
  listen(on?: boolean): void;
  removeHiddenSlides(): void;
  shuffle(): void;
  readonly plugins: Plugins;
}

interface MoveOptions {
  skipFragments?: boolean;
}

/** The version of reveal.js's API that this one keeps to. */
const VERSION = "6.0.2";

export function createApi(deck: Store, life: Life): Api {
  const { root, slides } = deck;
  const { show } = deck;
  const toggle = (key: "paused" | "overview" | "autoPaused" | "scroll", on: unknown, off = false) => {
    const wanted = typeof on === "boolean" ? on !== off : !deck.state[key];
    if (wanted && ((key === "overview" && !deck.config.overview) || (key === "paused" && !deck.config.pause))) return;
    show({ [key]: wanted });
  };
  const toggleOverlay = (kind: "help" | "jump" | "menu", on?: unknown) => {
    const wanted = typeof on === "boolean" ? on : deck.state.overlay?.kind !== kind;
    if (wanted) show({ overlay: { kind } });
    else if (deck.state.overlay?.kind === kind) show({ overlay: null });
    if (wanted && kind === "help") deck.emit("showhelp");
  };
  const go = (to: Direction) => (options?: MoveOptions) => deck.move(to, options?.skipFragments);
  const step = (by: number) => () => deck.dispatch({ type: "fragment", f: deck.state.f + by });
  const place = (slide?: Slide) =>
    (slide ? deck.outline.find(slide) : undefined) ?? { h: deck.state.h, v: deck.state.v };
  const slideAt = (h?: number | Slide, v?: number): Slide | undefined => {
    if (h instanceof Element) return h;
    const column = deck.outline.list[h ?? -1];
    return v === undefined || !column?.isStack ? column?.element : column.slides[v];
  };
  const counted = () => deck.outline.slides.filter(isCounted);
  const isLastRow = () => deck.state.v >= deck.outline.rows(deck.state.h) - 1;
  const hasFragments = () => deck.outline.steps(deck.state.h, deck.state.v) > 0;
  const open = (options?: { includeFragments?: boolean }) =>
    (options?.includeFragments ? routesWithFragments : routes)(deck.state, deck.outline, deck.config);
  const on = (type: string, listener: EventListener, options?: boolean) => {
    root.addEventListener(type, listener, options);
    // It comes but once, and may have come.
    if (type === "pdf-ready" && deck.pdfReady) listener.call(root, deck.pdfReady);
  };
  const off = (type: string, listener: EventListener, options?: boolean) =>
    root.removeEventListener(type, listener, options);
  const seen = { h: false, v: false };
  deck.subscribe((state, previous) => {
    seen.h ||= state.h !== previous.h;
    seen.v ||= state.v !== previous.v;
  });

  const moves: Api = {};
  for (const to of ["left", "right", "up", "down", "prev", "next"] as const) {
    moves[to] = moves[`navigate${capital(to)}`] = go(to);
  }
  for (const kind of PREVIEWS) {
    moves[`preview${capital(kind)}`] = (source: string, fit?: string) => {
      show({ overlay: { kind, source, ...(fit && { fit }) } });
      deck.emit(`preview${kind}`, { url: source });
    };
  }

  const api: Api = {
    ...moves,
    initialize: life.initialize,
    configure: life.configure,
    destroy: life.destroy,
    sync(place?: { h: number; v: number; f?: number }) {
      if (!life.isReady()) return;
      deck.remount(place);
      deck.emit("sync");
    },
    syncSlide(slide: Slide | undefined = deck.current) {
      deck.remount();
      // Who changes a slide wants to see it changed, however far off it is.
      if (slide) loadSlide(slide, deck, { excludeIframes: true });
      deck.emit("slidesync", { slide });
    },
    syncFragments(slide: Slide | undefined = deck.current) {
      if (!slide) return [];
      deck.outline.forgetFragments(slide);
      const groups = deck.outline.fragments(slide);
      if (slide === deck.current) {
        deck.dispatch({ type: "fragment", f: deck.state.f });
        showFragments(groups, deck.state.f);
      }
      return groups.flat();
    },
    slide: (h?: number, v?: number, f?: number, origin?: unknown) => deck.dispatch({ type: "slide", h, v, f, origin }),
    navigateFragment(f?: number, offset = 0) {
      return deck.dispatch({ type: "fragment", f: (f ?? deck.state.f) + offset });
    },
    prevFragment: step(-1),
    nextFragment: step(1),
    on,
    off,
    addEventListener: on,
    removeEventListener: off,
    layout: () => deck.layout(),
    shuffle: life.shuffle,
    availableRoutes: open,
    availableFragments: () => fragmentRoutes(deck.state, deck.outline),
    toggleHelp: (on?: boolean) => toggleOverlay("help", on),
    toggleOverview: (on?: boolean) => toggle("overview", on),
    toggleScrollView: (on?: boolean) => toggle("scroll", on),
    togglePause: (on?: boolean) => toggle("paused", on),
    toggleAutoSlide: (on?: boolean) => toggle("autoPaused", on, true),
    toggleJumpToSlide: (on?: boolean) => toggleOverlay("jump", on),
    toggleMenu: (on?: boolean) => toggleOverlay("menu", on),
    isFirstSlide: () => deck.state.h === 0 && deck.state.v === 0,
    isLastSlide: () => deck.state.h >= deck.outline.columns - 1 && isLastRow(),
    isLastVerticalSlide: () => !!deck.outline.list[deck.state.h]?.isStack && isLastRow(),
    isVerticalSlide: (slide: Slide | undefined = deck.current) => !!slide?.parentElement?.closest("section"),
    isVerticalStack: (slide: Slide | undefined = deck.current) => !!slide?.querySelector("section"),
    isPaused: () => deck.state.paused,
    isAutoSliding: () => !!deck.config.autoSlide && !deck.state.autoPaused,
    isSpeakerNotes: () => deck.isSpeaker,
    isOverview: () => deck.state.overview,
    isFocused: () => root.classList.contains("focused"),
    isOverlayOpen: () => deck.state.overlay !== null,
    isScrollView: () => deck.state.scroll,
    isPrintView: () => deck.isPrint,
    isReady: life.isReady,
    loadSlide: (slide: Slide, options?: { excludeIframes?: boolean }) => loadSlide(slide, deck, options),
    unloadSlide: (slide: Slide) => unloadSlide(slide, deck),
    startEmbeddedContent: (slide: Slide | undefined = deck.current) => slide && startMedia(slide, deck),
    stopEmbeddedContent: (slide: Slide | undefined = deck.current, { unloadIframes = true } = {}) =>
      slide && stopMedia(slide, deck, unloadIframes),
    showPreview: moves.previewIframe!,
    hidePreview: () => show({ overlay: null }),
    addEventListeners: () => life.listen(),
    removeEventListeners: () => life.listen(false),
    dispatchEvent: ({
      target = root,
      type,
      data,
      bubbles,
    }: {
      target?: EventTarget;
      type: string;
      data?: Record<string, unknown>;
      bubbles?: boolean;
    }) => deck.emit(type, data, target, bubbles),
    getState: () => publicState(deck.state, hasFragments()),
    setState(state: Parameters<typeof overlayOf>[0]) {
      if (typeof state !== "object" || !state) return;
      deck.go({ h: state.indexh, v: state.indexv, f: state.indexf });
      for (const key of ["paused", "overview"] as const) if (typeof state[key] === "boolean") toggle(key, state[key]);
      const overlay = overlayOf(state);
      // An overlay that this page opened by itself (help, say) is not the other page's to close.
      if (overlay || deck.state.overlay?.source) show({ overlay });
    },
    getProgress: () => progress(deck.outline, deck.state),
    getIndices(slide?: Slide) {
      const { h, v } = place(slide);
      return {
        h,
        v: slide && !api.isVerticalSlide!(slide) ? undefined : v,
        f: !slide && hasFragments() ? deck.state.f : undefined,
      };
    },
    getSlidesAttributes: () =>
      counted().map((slide) => Object.fromEntries([...slide.attributes].map(({ name, value }) => [name, value]))),
    getSlidePastCount: (slide?: Slide) => deck.outline.past(place(slide)),
    getTotalSlides: () => deck.outline.total,
    getSlide: slideAt,
    getPreviousSlide: () => deck.previous,
    getCurrentSlide: () => deck.current,
    getSlideBackground(h?: number | Slide, v?: number) {
      const slide = slideAt(h, v);
      return slide && deck.backgrounds.get(slide);
    },
    getSlideNotes(slide: Slide | undefined = deck.current) {
      if (!slide) return null;
      return (
        slide.dataset.notes ?? [...slide.querySelectorAll("aside.notes")].map((notes) => notes.innerHTML).join("\n")
      );
    },
    getSlides: counted,
    getHorizontalSlides: () => deck.outline.list.map((column) => column.element),
    getVerticalSlides: () => [...slides.querySelectorAll("section section")],
    hasHorizontalSlides: () => deck.outline.columns > 1,
    hasVerticalSlides: () => deck.outline.hasStacks,
    hasNavigatedHorizontally: () => seen.h,
    hasNavigatedVertically: () => seen.v,
    shouldAutoAnimateBetween: (from: Slide, to: Slide) => shouldAnimate(from, to),
    addKeyBinding(
      binding: number | { keyCode: number; key?: string; description?: string },
      action: string | Callback,
    ) {
      const { keyCode, key = "", description = "" } = typeof binding === "object" ? binding : { keyCode: binding };
      api.removeKeyBinding!(keyCode);
      const run = (event: KeyboardEvent) => call(action, deck, event);
      added[keyCode] = deck.bind({ codes: [Number(keyCode)], isRaw: true, keys: key, help: description, run });
    },
    removeKeyBinding(keyCode: number) {
      added[keyCode]?.();
      delete added[keyCode];
    },
    triggerKey: (keyCode: number) => press(new KeyboardEvent("keydown", { keyCode } as KeyboardEventInit), deck),
    registerKeyboardShortcut: (keys: string, help: string) => void deck.bind({ codes: [], keys, help, run() {} }),
    getComputedSlideSize: () => deck.size,
    setCurrentScrollPage(_slide: Slide, h: number, v: number) {
      deck.go({ h, v });
    },
    removeHiddenSlides: life.removeHiddenSlides,
    getScale: () => deck.size.scale,
    getConfig: () => deck.config,
    getQueryHash: () => query(window.location.search),
    getSlidePath: (slide: Slide | undefined = deck.current) => {
      const isCurrent = slide === deck.current;
      return pathOf(slide, isCurrent ? deck.state : place(slide), deck.config);
    },
    getRevealElement: () => root,
    getSlidesElement: () => slides,
    getViewportElement: () => deck.viewport,
    getBackgroundsElement: () => root.querySelector(".backgrounds"),
    registerPlugin: (plugin: unknown, named?: unknown) =>
      typeof plugin === "string" ? life.plugins.register(named, plugin) : life.plugins.register(plugin),
    hasPlugin: (id: string) => id in life.plugins.registered,
    getPlugin: (id: string) => life.plugins.registered[id],
    getPlugins: () => life.plugins.registered,
  };
  const added: Record<number, () => void> = {};
  return Object.assign(api, { VERSION });
}
