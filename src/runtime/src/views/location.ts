/** Keeps the page's address and the deck at the same place, where the settings ask for it. */

import type { View } from "../deck/deck";
import { isPlain, listen } from "../deck/events";
import { pathOf, readHash } from "../state/location";
import { isSameSlide } from "../state/state";

/** Browsers refuse a page that writes its address too often, so it is written at most this often (milliseconds). */
const PAUSE = 1000;

export const location: View = (root, deck) => {
  const { config } = deck;
  const page = window.location;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = 0;

  const go = (hash: string) => {
    const place = readHash(hash, deck.outline, root, config);
    return !!place && (deck.go(place), true);
  };
  const write = () => {
    const hash = `#${pathOf(deck.current, deck.state, config)}`;
    timer = undefined;
    written = Date.now();
    try {
      if (page.hash === hash || (hash === "#/" && !page.hash)) return;
      if (config.history) page.hash = hash;
      else if (config.hash)
        history.replaceState(history["state"], "", page.pathname + page.search + (hash === "#/" ? "" : hash));
    } catch {
      // A sandboxed page has no address to write.
    }
  };
  return [
    deck.subscribe((state, previous) => {
      // At the start the address is made the one that the deck would write.
      if (state === previous ? !page.hash || config.history : isSameSlide(state, previous) && state.f === previous.f)
        return;
      clearTimeout(timer);
      timer = undefined;
      const wait = config.history ? 0 : written + PAUSE - Date.now();
      if (wait <= 0) write();
      else timer = setTimeout(write, wait);
    }),
    listen(window, "hashchange", () => config.respondToHashChanges && go(page.hash)),
    listen<MouseEvent>(root, "click", (event) => {
      const link = (event.target as Element).closest?.<HTMLAnchorElement>('a[href^="#"]');
      if (link && !event.defaultPrevented && isPlain(event) && go(link.getAttribute("href")!)) event.preventDefault();
    }),
    () => clearTimeout(timer),
  ];
};
