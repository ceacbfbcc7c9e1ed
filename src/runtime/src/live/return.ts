/** Leaves a page that is another by now, and comes back to where the talk stood. */

import { reveal } from "./reveal";

const KEY = "orate:return";

/** The next page writes `why` to its console. */
export function leave(why: string): void {
  try {
    const deck = reveal();
    if (deck.isReady!()) {
      const slide = deck.getCurrentSlide!() as HTMLElement | undefined;
      const place = {
        why,
        key: slide?.dataset.orateKey,
        id: slide?.id,
        state: deck.getState!(),
        top: [document.scrollingElement?.scrollTop, document.body.scrollTop],
      };
      sessionStorage.setItem(KEY, JSON.stringify(place));
    }
  } catch {}
  location.reload();
}

/** Goes to where the talk stood before the page was left. */
export function returnTo(): void {
  try {
    const text = sessionStorage.getItem(KEY);
    if (!text) return;
    sessionStorage.removeItem(KEY);
    const { why, key, id, state, top } = JSON.parse(text);
    console.info(`loaded anew: ${why}`);
    const deck = reveal();
    const slide =
      document.querySelector(`[data-orate-key="${CSS.escape(key ?? "")}"]`) ??
      (id ? document.getElementById(id) : null);
    const { h, v } = slide
      ? (deck.getIndices!(slide) as { h: number; v: number })
      : { h: state.indexh, v: state.indexv };
    deck.setState!({ ...state, indexh: h, indexv: v });
    document.scrollingElement?.scrollTo(0, top[0] ?? 0);
    if (top[1]) document.body.scrollTop = top[1];
  } catch {}
}
