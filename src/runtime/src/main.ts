/**
 * What the page loads: defines `window.Reveal`, and starts by itself where the page holds the
 * configuration block of a deck.
 *
 * In a page made by orate this script stands in the head, before the slides: it marks the page at once, so
 * that the first slide is painted while the rest is still being read.
 */

import type { Api } from "./api";
import type { Callback } from "./config";
import type { Talk } from "./deck";
import { createInstance } from "./instance";

/** The configuration block; see the README for what it may hold. */
const BLOCK = "orate-deck";

declare global {
  interface Window {
    Reveal: unknown;
  }
}

/** `new Reveal(element, options)`, and with it the one deck of a page that has but one. */
function Reveal(element?: HTMLElement | Record<string, unknown>, options?: Record<string, unknown>): Api {
  const root = element instanceof Element ? element : document.querySelector<HTMLElement>(".reveal");
  if (!root) throw new Error("there is no element with the class `reveal`");
  return createInstance(root as HTMLElement, element instanceof Element ? options : (element as Record<string, unknown>));
}

const single = Reveal as unknown as Api;
const waiting: [string, unknown[]][] = [];
for (const name of ["configure", "on", "off", "addEventListener", "removeEventListener", "registerPlugin"]) {
  // What a script asks before the deck exists is kept until it does.
  single[name] = (...values: unknown[]) => {
    waiting.push([name, values]);
  };
}
single.isReady = () => false;
single.initialize = (options?: Record<string, unknown>) => begin(options);

let hasBegun = false;

function begin(options: Record<string, unknown> = {}, talk: Talk = {}): unknown {
  const root = document.querySelector<HTMLElement>(".reveal");
  if (!root) throw new Error("there is no element with the class `reveal`");
  hasBegun = true;
  const api = createInstance(root, options, talk);
  Object.assign(single, api);
  for (const [name, values] of waiting.splice(0)) (api[name] as Callback)(...values);
  return api.initialize!();
}

function startByItself(): void {
  const block = document.getElementById(BLOCK);
  if (!block || hasBegun) {
    document.documentElement.classList.remove("orate-starting");
    return;
  }
  let talk: Talk = {};
  try {
    talk = JSON.parse(block.textContent ?? "") ?? {};
  } catch (error) {
    console.error("the deck's configuration block is not JSON:", error);
  }
  begin(talk.config as Record<string, unknown>, talk);
}

window.Reveal = single;
if (document.readyState === "loading") {
  const script = document.currentScript as HTMLScriptElement | null;
  if (script && !script.src) {
    const { classList } = document.documentElement;
    classList.add("orate-starting");
    // The first slide is not the one to show where the address names another, or another view.
    if (location.hash.length > 2 || /[?&](view|print-pdf|speaker)/.test(location.search)) classList.add("orate-elsewhere");
  }
  document.addEventListener("DOMContentLoaded", startByItself);
} else startByItself();
