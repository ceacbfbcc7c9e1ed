/** The screen the talk is given on: filled, kept awake, and without a pointer that nobody moves. */

import type { View } from "../deck/deck";
import { listen } from "../deck/events";

export const screen: View = (root, deck) => {
  const { config, viewport } = deck;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lock: WakeLockSentinel | undefined;

  const fill = () => {
    const target = viewport === document.body ? document.documentElement : viewport;
    // A browser that refuses leaves the deck as it is.
    void (document.fullscreenElement ? document.exitFullscreen() : target.requestFullscreen?.())?.catch(() => {});
  };
  const keepAwake = () => {
    if (lock?.released === false || document.hidden || config.embedded || deck.isSpeaker || deck.isPrint) return;
    navigator.wakeLock?.request("screen").then(
      (sentinel) => (lock = sentinel),
      () => {},
    );
  };
  return [
    deck.bind({ codes: [70], keys: "F", help: "Full screen", always: true, run: fill }),
    listen(root, "click", ({ target }) => (target as Element).closest(".enter-fullscreen") && fill()),
    listen(root, "slidechanged", keepAwake),
    listen(document, "visibilitychange", () => {
      if (document.hidden) return;
      if (lock) keepAwake();
      // A frame that kept the focus would keep the keys, too.
      if (config.focusBodyOnPageVisibilityChange && document.activeElement?.localName === "iframe")
        (document.activeElement as HTMLElement).blur();
    }),
    listen(document, "pointermove pointerdown", () => {
      clearTimeout(timer);
      viewport.classList.remove("orate-idle");
      if (config.hideInactiveCursor)
        timer = setTimeout(() => viewport.classList.add("orate-idle"), config.hideCursorTime);
    }),
    () => {
      clearTimeout(timer);
      viewport.classList.remove("orate-idle");
      void lock?.release();
    },
  ];
};
