/** A closer look at the spot one points to. */

import { cast, onSign, spotOf } from "../cast";
import type { View } from "../deck";
import { undoAll } from "../element";
import { listen } from "../events";

export const zoom: View = (root, deck) => {
  const { config } = deck;
  const key = `${config.zoomKey || (/Linux/.test(navigator.platform) ? "ctrl" : "alt")}Key` as "altKey";
  let unbind: (() => void) | undefined;
  let last: { clientX: number; clientY: number } | undefined;
  const leave = () => cast(deck, { kind: "zoom" });
  const toggle = (event: { clientX: number; clientY: number }) => cast(deck, { kind: "zoom", spot: unbind ? undefined : spotOf(deck, event) });
  const end = () => {
    unbind?.();
    unbind = undefined;
    root.style.scale = "";
    root.classList.remove("zoomed");
  };
  return undoAll([
    onSign(deck, ({ kind, spot }) => {
      if (kind !== "zoom") return;
      end();
      if (!spot) return;
      const { x, y } = root.getBoundingClientRect();
      const slides = deck.slides.getBoundingClientRect();
      root.style.transformOrigin = `${slides.x - x + spot.x * deck.size.scale}px ${slides.y - y + spot.y * deck.size.scale}px`;
      root.style.scale = String(config.zoomLevel);
      root.classList.add("zoomed");
      unbind = deck.bind({ codes: [27], keys: "Esc", help: "Leave the closer look", run: leave });
    }),
    listen<MouseEvent>(root, "click", (event) => {
      if (!event[key] || event.button || deck.state.overview) return;
      event.preventDefault();
      event.stopPropagation();
      toggle(event);
    }, true),
    listen<PointerEvent>(root, "pointermove", (event) => {
      last = event;
    }),
    deck.bind({
      codes: [90],
      keys: `Z, ${key[0]!.toUpperCase()}${key.slice(1, -3)}+click`,
      help: "Closer look at what is pointed to",
      run: () => toggle(last ?? { clientX: innerWidth / 2, clientY: innerHeight / 2 }),
    }),
    deck.subscribe((state, previous) => {
      if (unbind && (state.h !== previous.h || state.v !== previous.v || state.overview)) end();
    }),
    end,
  ]);
};
