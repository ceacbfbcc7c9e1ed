/** The life of one deck: from an element and options to a deck at work, and back to plain markup. */

import { type Api, createApi } from "./api";
import { DEFAULTS, merge, query } from "./config";
import { createDeck, type Deck, type Talk, type View } from "./deck";
import { readHash } from "../state/location";
import { reduce } from "../state/navigate";
import { sections } from "../state/outline";
import { removeParts } from "../dom/part";
import { loadScripts, plugins } from "./plugins";
import { keyboard } from "../input/keyboard";
import { message } from "./message";
import { pointing } from "../input/pointing";

/** Views that only listen, mounted last: `removeEventListeners` unmounts these alone. */
const INPUTS: readonly View[] = [keyboard, pointing, message];

/** Puts a deck on `root`, which stays as it is until `initialize` is called on what this gives. */
export function createInstance(
  root: HTMLElement,
  views: readonly View[],
  options: Record<string, unknown> = {},
  talk: Talk = {},
): Api {
  let given = merge(DEFAULTS, options);
  let phase: "new" | "starting" | "ready" | "gone" = "new";
  let mounted: (() => void)[] = [];
  let inputs: (() => void)[] = [];
  let started: Promise<unknown> | undefined;
  const address = query(window.location.search);
  const deck = createDeck(root, given, talk);
  const added = plugins();

  const mount = (views: readonly View[]) => views.flatMap((view) => view(root, deck) ?? []);
  const unmount = (undo: (() => void)[]) =>
    undo
      .splice(0)
      .reverse()
      .forEach((step) => step());
  const listen = (on = true) => {
    unmount(inputs);
    if (on) inputs = mount(INPUTS);
  };

  deck.remount = (place) => {
    unmount(inputs);
    unmount(mounted);
    deck.sync();
    // Slides may have gone: the place the talk is at is kept inside what is left.
    deck.go(place ?? deck.state);
    mounted = mount(views);
    inputs = mount(INPUTS);
  };

  const start = () => {
    if (phase !== "starting") return;
    removeHiddenSlides(deck);
    deck.sync();
    markViewport(deck.viewport, deck.config.embedded);
    if (deck.config.shuffle) shuffle(deck.slides);
    const place = readHash(window.location.hash, deck.outline, root, deck.config);
    deck.state = { ...deck.state, scroll: deck.config.view === "scroll" };
    if (place) deck.state = reduce(deck.state, { type: "slide", ...place }, deck.outline, deck.config);
    mounted = mount(views);
    inputs = mount(INPUTS);
    phase = "ready";
    document.documentElement.classList.remove("orate-starting", "orate-elsewhere");
    root.classList.add("ready");
    deck.arrive(true);
  };

  const life = {
    isReady: () => phase === "ready",
    initialize(more: Record<string, unknown> = {}): Promise<unknown> {
      if (phase !== "new") return started ?? Promise.resolve();
      phase = "starting";
      given = deck.config = merge(merge(given, more), address);
      const { embedded, view } = deck.config;
      deck.viewport = embedded ? root : document.body;
      deck.isPrint = view === "print" || view === "pdf" || "print-pdf" in address;
      started = added
        .load(deck.config, api)
        .then(start)
        .then(() => {
          if (phase !== "ready") return;
          const { h, v } = deck.state;
          deck.emit("ready", { indexh: h, indexv: v, currentSlide: deck.current });
          void loadScripts(deck.config.dependencies, true);
        });
      if (added.areAtOnce()) start();
      return started;
    },
    configure(more: Record<string, unknown> = {}) {
      deck.config = merge(deck.config, more);
      if ("autoSlide" in more) deck.state = { ...deck.state, autoPaused: false };
      if (phase === "ready") deck.remount();
      else given = deck.config;
      return api;
    },
    destroy() {
      if (phase === "gone") return;
      phase = "gone";
      unmount(inputs);
      unmount(mounted);
      added.destroy();
      root.classList.remove("ready");
      removeParts(root);
      unmarkViewport(deck.viewport);
    },
    listen,
    removeHiddenSlides: () => removeHiddenSlides(deck),
    shuffle() {
      shuffle(deck.slides);
      deck.remount();
    },
    plugins: added,
  };
  const api = createApi(deck, life);
  deck.api = api;
  return api;
}

/** Takes out slides meant for another audience, and stacks that hold nothing else. */
function removeHiddenSlides({ slides, config }: Deck): void {
  if (config.showHiddenSlides) return;
  for (const slide of slides.querySelectorAll('section[data-visibility="hidden"]')) {
    const stack = slide.parentElement!;
    slide.remove();
    if (stack.localName === "section" && !stack.querySelector("section")) stack.remove();
  }
}

function shuffle(parent: HTMLElement): void {
  const lots = [...sections(parent)].map((slide) => [Math.random(), slide] as const);
  parent.append(...lots.sort(([a], [b]) => a - b).map(([, slide]) => slide));
}

function markViewport(viewport: HTMLElement, isEmbedded: boolean): void {
  viewport.classList.add("reveal-viewport");
  if (!isEmbedded) document.documentElement.classList.add("reveal-full-page");
}

function unmarkViewport(viewport: HTMLElement): void {
  viewport.classList.remove("reveal-viewport");
  document.documentElement.classList.remove("reveal-full-page");
}
