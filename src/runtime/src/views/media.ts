/** Loads the media of slides that come near, and lets them work only on the slide that is shown. */

import type { View } from "../deck/deck";
import { loadSlide, mediaOfFragments, startMedia, stopMedia, unloadSlide } from "../dom/media";
import { isMobile, near } from "../state/near";
import type { Slide } from "../state/outline";

export const media: View = (_root, deck) => {
  const { config, outline } = deck;
  let loaded = new Set<Slide>();
  let shown: Slide | undefined;
  /** Whether a step was taken while the audience sees black: what plays by itself begins when it is back. */
  let isHeld = false;
  const draw = deck.subscribe((state, previous) => {
    const slide = deck.current;
    const wasHeld = isHeld;
    isHeld = state.paused && (isHeld || slide !== shown || state.f !== previous.f);
    if (slide === shown) {
      if (slide && wasHeld && !isHeld) startMedia(slide, deck);
      return;
    }
    const wanted = near(outline, state, isMobile() ? config.mobileViewDistance : config.viewDistance);
    if (shown) stopMedia(shown, deck);
    for (const one of loaded) if (!wanted.has(one)) unloadSlide(one, deck);
    for (const one of wanted) if (!loaded.has(one) || one === slide) loadSlide(one, deck);
    loaded = wanted;
    shown = slide;
    if (!slide) return;
    const stack = outline.list[state.h]!.element;
    if (stack !== slide) loadSlide(stack, deck, { excludeIframes: true });
    startMedia(slide, deck);
  });
  return [
    () => {
      if (shown) stopMedia(shown, deck);
      for (const slide of loaded) unloadSlide(slide, deck);
    },
    draw,
    ...mediaOfFragments(deck),
  ];
};
