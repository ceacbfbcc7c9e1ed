/**
 * A laser that follows the pointer, a pen that draws on the slide, and a closer look at a spot.
 *
 * Each is a sign at a spot of the slide, so it falls on the same spot in the speaker's window and the audience's.
 */

import type { View } from "../deck/deck";
import { make } from "../dom/element";
import { listen } from "../deck/events";
import { send } from "../deck/link";
import { codeOf } from "../input/keys";
import type { Slide } from "../state/outline";
import { isSameSlide } from "../state/state";
import { translate } from "../dom/translate";

/** `spot` is in pixels of the slide; without one, the laser or the closer look ends, and strokes are wiped away. */
interface Sign {
  readonly kind: "laser" | "pen" | "zoom";
  readonly spot?: readonly [number, number] | undefined;
  /** Whether a stroke begins here. */
  readonly begins?: boolean;
}

/** A key held longer than this (milliseconds) means: as long as I hold it. */
const HOLD = 400;

/** What is drawn on each slide, as a path: it stays while the talk goes on, and when views are mounted anew. */
const drawings = new WeakMap<Slide, string>();

export const pointer: View = (root, deck) => {
  const { config } = deck;
  const key = `${config.zoomKey || (/Linux/.test(navigator.platform) ? "ctrl" : "alt")}Key` as "altKey";
  const layer = make("div", "orate-ink", { ariaHidden: "true", innerHTML: "<svg><path></path></svg><i hidden></i>" });
  const path = layer.querySelector("path")!;
  const laser = layer.lastElementChild as HTMLElement;
  deck.slides.append(layer);
  let tool: "laser" | "pen" | undefined;
  let pressed = 0;
  let last = { clientX: innerWidth / 2, clientY: innerHeight / 2 };
  let unbind: (() => void) | undefined;

  const spotOf = ({ clientX, clientY } = last) => {
    const { left, top, width } = deck.slides.getBoundingClientRect();
    const scale = width / deck.size.width;
    return [Math.round((clientX - left) / scale), Math.round((clientY - top) / scale)] as const;
  };
  const show = (sign: Sign) => {
    draw(sign);
    send({ sign });
  };
  const draw = ({ kind, spot, begins }: Sign) => {
    const [x, y] = (spot ?? []).map(Number);
    if (kind === "laser") {
      laser.hidden = !spot;
      laser.style.translate = `${x}px ${y}px`;
    } else if (kind === "zoom") {
      unbind?.();
      unbind = undefined;
      root.style.scale = "";
      if (!spot) return;
      const { x: left, y: top } = root.getBoundingClientRect();
      const slides = deck.slides.getBoundingClientRect();
      const scale = slides.width / deck.size.width;
      root.style.transformOrigin = `${slides.x - left + x! * scale}px ${slides.y - top + y! * scale}px`;
      root.style.scale = String(config.zoomLevel ?? 2);
      unbind = deck.bind({
        codes: [27],
        keys: "Esc",
        help: "Leave the closer look",
        run: () => show({ kind: "zoom" }),
      });
    } else if (kind === "pen" && deck.current) {
      drawings.set(deck.current, spot ? `${drawings.get(deck.current) ?? ""}${begins ? "M" : "L"}${x} ${y}` : "");
      redraw();
    }
  };
  const redraw = () => path.setAttribute("d", drawings.get(deck.current!) ?? "");
  const take = (wanted: typeof tool) => {
    tool = wanted;
    root.dataset.orateTool = wanted ?? "";
    show({ kind: "laser", spot: wanted === "laser" ? spotOf() : undefined });
  };
  const toggleZoom = () => show({ kind: "zoom", spot: unbind ? undefined : spotOf() });
  const bind = (code: number, keys: string, help: string, run: () => void) =>
    deck.bind({ codes: [code], keys, help, run: ({ repeat }) => repeat || run() });

  return [
    deck.subscribe((state, previous) => {
      if (state !== previous && isSameSlide(state, previous)) return;
      redraw();
      draw({ kind: "zoom" });
    }),
    listen<Event & { sign: Sign }>(root, "orate-sign", ({ sign }) => draw(sign)),
    listen<PointerEvent>(root, "pointermove pointerdown", (event) => {
      last = event;
      if (tool === "laser" || (tool && event.buttons & 1))
        show({ kind: tool, spot: spotOf(), begins: event.type === "pointerdown" });
    }),
    // A finger draws instead of turning the page.
    listen(root, "touchstart", (event) => tool && event.stopPropagation(), true),
    listen<MouseEvent>(
      root,
      "click",
      (event) => {
        if (!event[key] || event.button || deck.state.overview) return;
        event.preventDefault();
        event.stopPropagation();
        toggleZoom();
      },
      true,
    ),
    listen<KeyboardEvent>(document, "keyup", (event) => {
      if (codeOf(event) === 88 && tool === "laser" && performance.now() - pressed > HOLD) take(undefined);
    }),
    bind(88, "X", "Laser pointer; hold it for a moment only", () => {
      pressed = performance.now();
      take(tool === "laser" ? undefined : "laser");
    }),
    bind(68, "D", "Draw on the slide", () => take(tool === "pen" ? undefined : "pen")),
    bind(69, "E", "Erase the drawing on this slide", () => show({ kind: "pen" })),
    bind(90, `Z, ${key.slice(0, -3)}+${translate("click")}`, "Closer look", toggleZoom),
    () => {
      draw({ kind: "zoom" });
      layer.remove();
      delete root.dataset.orateTool;
    },
  ];
};
