/** From keys to commands. What the keys mean is bound here and by the views; this listens. */

import type { Callback } from "../deck/config";
import type { Deck, View } from "../deck/deck";
import { listen } from "../deck/events";
import type { Direction } from "../state/state";

/** Key bindings of the deck itself, and the listener for all bindings. */
export const keyboard: View = (root, deck) => {
  const listener = listen<KeyboardEvent>(document, "keydown", (event) => {
    if (isForDeck(event, root, deck)) press(event, deck);
  });
  return [...bindNavigation(deck), listener];
};

/** Runs what a key is bound to: the author's `keyboard` map first, then the bindings. */
export function press(event: KeyboardEvent, deck: Deck): void {
  const { keyboard } = deck.config;
  if (!keyboard) return;
  // While the audience sees black, its speaker goes on to what comes next.
  const isPaused = deck.state.paused && !deck.isSpeaker;
  const mapped = typeof keyboard === "object" ? keyboard[event.keyCode] : undefined;
  if (mapped !== undefined && !isPaused) {
    if (mapped === null) return;
    event.preventDefault();
    call(mapped, deck, event);
    return;
  }
  const binding = deck.keys.find(event, isPaused);
  if (binding && binding.run(event) !== false) event.preventDefault();
}

/** Calls a function, or the method of reveal.js's API that a text names. */
export function call(action: string | Callback, deck: Deck, event: KeyboardEvent): void {
  if (typeof action === "string") deck.api[action]?.();
  else action(event);
}

function isForDeck(event: KeyboardEvent, root: HTMLElement, deck: Deck): boolean {
  const { keyboardCondition } = deck.config;
  if (keyboardCondition === "focused" && !root.classList.contains("focused")) return false;
  if (typeof keyboardCondition === "function" && keyboardCondition(event) === false) return false;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return false;
  // With Alt, letters are the browser's: Alt+D is its address line.
  if (event.altKey && /^[^np ]$/i.test(event.key)) return false;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable || target.closest("input,textarea,select,.speaker-notes")) return false;
  // What scrolls and has the focus takes the keys that scroll.
  if (target.matches(":is(section,code,table,figure,p)[tabindex]") && /^(Arrow|Page|Home|End| )/.test(event.key))
    return false;
  // A focused control or link takes the key that presses it; an open dialog takes all but Escape.
  if (target.closest("a[href],button,summary,audio,video") && /^(Enter| )$/.test(event.key)) return false;
  return !target.closest("dialog") || event.key === "Escape";
}

function bindNavigation(deck: Deck): (() => void)[] {
  const move = (to: Direction) => (event: KeyboardEvent) => deck.move(to, event.altKey);
  const slide = (h?: number, v?: number) => deck.go({ h, v });
  // A deck without a second dimension, or meant to be linear, is walked by every arrow.
  const arrow = (to: Direction) => (event: KeyboardEvent) => {
    const { config, outline, state } = deck;
    const isLine = !state.overview && (config.navigationMode === "linear" || !outline.hasStacks || outline.columns < 2);
    deck.turn(to, isLine, event.altKey);
  };
  const edge = (isEnd: boolean) => slide(isEnd === deck.config.rtl ? 0 : Infinity);
  const bind = (codes: number[], keys: string, help: string, run: (event: KeyboardEvent) => unknown, shift?: boolean) =>
    deck.bind({ codes, keys, help, shift, run: (event) => void run(event) });
  return [
    bind([78, 34], "N, Page Down", "Next", move("next")),
    bind([80, 33], "P, Page Up", "Previous", move("prev")),
    bind([32], "Space, Shift+Space", "Next, previous", (event) => move(event.shiftKey ? "prev" : "next")(event)),
    bind([37, 72], "←, H", "Left", arrow("left"), false),
    bind([39, 76], "→, L", "Right", arrow("right"), false),
    bind([38, 75], "↑, K", "Up", arrow("up"), false),
    bind([40, 74], "↓, J", "Down", arrow("down"), false),
    bind([], "Alt+arrow", "Skip fragments", () => {}),
    bind([37, 72], "Shift+←, Shift+→", "First, last column", () => edge(false), true),
    bind([39, 76], "", "", () => edge(true), true),
    bind([38, 75], "Shift+↑, Shift+↓", "Top, bottom of the stack", () => slide(undefined, 0), true),
    bind([40, 74], "", "", () => slide(undefined, Infinity), true),
    bind([36], "Home", "First slide", () => slide(0, 0)),
    bind([35], "End", "Last slide", () => slide(Infinity, Infinity)),
  ];
}
