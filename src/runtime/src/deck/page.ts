/**
 * The page's side of the runtime: defines `window.Reveal`, and starts by itself where the page holds the
 * configuration block of a deck. Which views there are, the edition says.
 *
 * In a page made by orate this script is in the head, before the slides: it marks the page at once, so
 * that the first slide is painted while the rest is still being read.
 */

import type { Api } from "./api";
import type { Callback } from "./config";
import type { Talk, View } from "./deck";
import { createInstance } from "./instance";
import { keepRoom } from "../dom/window-size";

/** The configuration block; see the README for what it may hold. */
const BLOCK = "orate-deck";

declare global {
  interface Window {
    Reveal: unknown;
  }
}

/** Makes the page one that decks run in, drawn by `views`. */
export function definePage(views: readonly View[]): void {
  /** `new Reveal(element, options)`, and with it the one deck of a page that has but one. */
  function Reveal(element?: HTMLElement | Record<string, unknown>, options?: Record<string, unknown>): Api {
    const isElement = element instanceof Element;
    return createInstance(isElement ? element : theRoot(), views, isElement ? options : element);
  }

  const single = Reveal as unknown as Api;
  const waiting: [string, unknown[]][] = [];
  for (const name of ["configure", "on", "off", "addEventListener", "removeEventListener", "registerPlugin"]) {
    // What a script asks before the deck exists is kept until it does.
    single[name] = (...values: unknown[]) => {
      waiting.push([name, values]);
    };
  }
  let hasBegun = false;
  const begin = (options: Record<string, unknown> = {}, talk: Talk = {}): unknown => {
    const api = createInstance(theRoot(), views, options, talk);
    hasBegun = true;
    Object.assign(single, api);
    for (const [name, values] of waiting.splice(0)) (api[name] as Callback)(...values);
    return api.initialize!();
  };
  single.isReady = () => false;
  single.initialize = (options?: Record<string, unknown>) => begin(options);
  window.Reveal = single;

  const startByItself = () => {
    const block = document.getElementById(BLOCK);
    if (!block || hasBegun) {
      document.documentElement.classList.remove("orate-starting");
      return;
    }
    let talk: Talk = {};
    try {
      talk = JSON.parse(block.textContent!) ?? {};
    } catch (error) {
      console.error(BLOCK, error);
    }
    begin(talk["config"] as Record<string, unknown>, talk);
  };
  if (document.readyState === "loading") {
    markPage();
    document.addEventListener("DOMContentLoaded", startByItself);
  } else startByItself();
}

function theRoot(): HTMLElement {
  const root = document.querySelector<HTMLElement>(".reveal");
  if (!root) throw new Error("no element with the class `reveal`");
  return root;
}

/** Marks a page that is still being read, where this script is in its head. */
function markPage(): void {
  const script = document.currentScript as HTMLScriptElement | null;
  if (!script || (script.src && !("orate" in script.dataset))) return;
  const { classList } = document.documentElement;
  classList.add("orate-starting");
  keepRoom();
  // The first slide is not the one to show where the address names another, or another view.
  if (location.hash.length > 2 || /[?&](view|print-pdf|speaker)/.test(location.search))
    classList.add("orate-elsewhere");
}
