/** Talk with the page around the deck, off unless the settings ask for it, and then with one origin only. */

import type { Store, View } from "./deck";
import { listen } from "./events";

/** What another page may not call: these would let it run what it likes here. */
const REFUSED = /^(register|add|showPreview|previewIframe)/;

export const message: View = (_root, deck) => {
  const { postMessage, postMessageEvents } = deck.config;
  const origin = typeof postMessage === "string" ? postMessage : window.location.origin;
  const tell = (data: Record<string, unknown>) => {
    if (!postMessageEvents || parent === window) return;
    // A page from disk has no origin that could be named.
    parent.postMessage(
      JSON.stringify({ namespace: "reveal", ...data, "state": deck.api.getState!() }),
      origin === "null" ? "*" : origin,
    );
  };
  (deck as Store).tell = (eventName) => tell({ eventName });
  if (!postMessage) return;
  const ear = listen<MessageEvent>(window, "message", (event) => {
    if (event.origin !== origin || typeof event.data !== "string" || !event.data.startsWith("{")) return;
    let call: { method: string; args?: unknown[] };
    try {
      call = JSON.parse(event.data);
    } catch {
      return;
    }
    const { method, args } = call;
    if (!Object.hasOwn(deck.api, method) || REFUSED.test(method)) return;
    const result: unknown = deck.api[method]!(...(Array.isArray(args) ? args : []));
    tell({ eventName: "callback", method, result: result instanceof Node ? undefined : result });
  });
  return [ear];
};
