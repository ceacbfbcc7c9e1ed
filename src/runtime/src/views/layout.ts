/** Fits the canvas into the room there is. Everything on a slide is sized from the canvas, nothing from the window. */

import type { Config } from "../config";
import type { View } from "../deck";
import { listen } from "../events";
import { fitText } from "../fit-text";

export const layout: View = (root, deck) => {
  const { style } = deck.viewport;
  const store = deck as { -readonly [key in "layout" | "size"]: (typeof deck)[key] };
  store.layout = () => {
    const { offsetWidth: width, offsetHeight: height } = root;
    const size = computeSize(deck.config, width, height);
    const old = deck.size;
    store.size = size;
    if (!deck.config.disableLayout) {
      style.setProperty("--slide-width", `${size.width}px`);
      style.setProperty("--slide-height", `${size.height}px`);
      style.setProperty("--slide-scale", String(size.scale));
    }
    style.setProperty("--viewport-width", `${width}px`);
    style.setProperty("--viewport-height", `${height}px`);
    if (deck.current) fitText(deck.current);
    if (old.scale !== size.scale && old.width) deck.emit("resize", { oldScale: old.scale, scale: size.scale, size });
  };
  // Measured first of all, before the other views change what would have to be laid out for it.
  deck.layout();
  const undoDraw = deck.subscribe((state, previous) => {
    if (deck.current && (state.h !== previous.h || state.v !== previous.v)) fitText(deck.current);
  });
  const observer = new ResizeObserver(() => deck.layout());
  observer.observe(root);
  // Fonts and pictures that arrive late change what fits.
  const undoLoad = listen(window, "load", () => deck.layout());
  return () => {
    undoDraw();
    undoLoad();
    observer.disconnect();
    for (const name of ["slide-width", "slide-height", "slide-scale", "viewport-width", "viewport-height"]) style.removeProperty(`--${name}`);
  };
};

/** Canvas and factor for a room of so many pixels. A room without size (a hidden deck) counts as the canvas itself. */
export function computeSize(config: Pick<Config, "width" | "height" | "margin" | "minScale" | "maxScale">, roomWidth: number, roomHeight: number) {
  const presentationWidth = roomWidth - roomWidth * config.margin;
  const presentationHeight = roomHeight - roomHeight * config.margin;
  const length = (value: number | string, room: number) => {
    const number = parseFloat(String(value));
    return String(value).trim().endsWith("%") ? (number / 100) * room : number;
  };
  const width = length(config.width, presentationWidth) || 960;
  const height = length(config.height, presentationHeight) || 700;
  const fit = Math.min(presentationWidth / width, presentationHeight / height) || 1;
  const scale = Math.min(Math.max(fit, config.minScale), config.maxScale);
  return { width, height, scale, presentationWidth, presentationHeight };
}
