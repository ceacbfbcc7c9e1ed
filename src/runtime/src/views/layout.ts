/** Fits the canvas into the room there is. Everything on a slide is sized from the canvas, nothing from the window. */

import type { Config } from "../deck/config";
import type { View } from "../deck/deck";
import { listen } from "../deck/events";
import { fitText } from "../dom/fit-text";
import { takeRoom } from "../dom/window-size";

const PROPERTIES = ["--viewport-width", "--viewport-height", "--slide-width", "--slide-height", "--slide-scale"];

export const layout: View = (root, deck) => {
  const { style } = deck.viewport;
  const store = deck as { -readonly [key in "layout" | "size"]: (typeof deck)[key] };
  const fit = (width: number, height: number) => {
    const { disableLayout } = deck.config;
    const size = { ...computeSize(deck.config, width, height), ...(disableLayout && { width, height, scale: 1 }) };
    const old = deck.size;
    store.size = size;
    [`${width}px`, `${height}px`, `${size.width}px`, `${size.height}px`, `${size.scale}`].forEach((length, i) =>
      style.setProperty(PROPERTIES[i]!, length),
    );
    if (deck.current) fitText(deck.current);
    if (old.scale !== size.scale && old.width) deck.emit("resize", { oldScale: old.scale, scale: size.scale, size });
  };
  // The page that scrolls is higher than what is seen of it.
  store.layout = () => fit(root.offsetWidth, Math.min(root.offsetHeight, deck.viewport.clientHeight || Infinity));
  // Where notes or a theme leave less than the window, the observer says so before anything is painted.
  const room = takeRoom();
  if (room) fit(...room);
  else deck.layout();
  const observer = new ResizeObserver(deck.layout);
  observer.observe(root);
  return [
    // Fonts and pictures that arrive late change what fits.
    listen(window, "load", deck.layout),
    () => {
      observer.disconnect();
      for (const name of PROPERTIES) style.removeProperty(name);
    },
  ];
};

/** Canvas and factor for a room of so many pixels. A room without size (a hidden deck) counts as the canvas itself. */
export function computeSize(
  config: Pick<Config, "width" | "height" | "margin" | "minScale" | "maxScale">,
  roomWidth: number,
  roomHeight: number,
) {
  const presentationWidth = roomWidth - roomWidth * config.margin;
  const presentationHeight = roomHeight - roomHeight * config.margin;
  const length = (value: number | string, room: number) => {
    const number = parseFloat(value as string);
    return /%/.test(value as string) ? (number / 100) * room : number;
  };
  const width = length(config.width, presentationWidth) || 960;
  const height = length(config.height, presentationHeight) || 700;
  const fit = Math.min(presentationWidth / width, presentationHeight / height) || 1;
  const scale = Math.min(Math.max(fit, config.minScale), config.maxScale);
  return { width, height, scale, presentationWidth, presentationHeight };
}
