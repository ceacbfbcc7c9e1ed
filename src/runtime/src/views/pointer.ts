/** A laser that follows the pointer, and a pen that draws on the slide; both are also seen in the other window. */

import { cast, onSign, spotOf } from "../cast";
import type { View } from "../deck";
import { make, undoAll } from "../element";
import { listen } from "../events";
import type { Slide } from "../outline";

/** A key held longer than this (milliseconds) means: as long as I hold it. */
const HOLD = 400;
const SVG = "http://www.w3.org/2000/svg";

/** The strokes on each slide: they stay while the talk goes on, and when views are mounted anew. */
const strokes = new WeakMap<Slide, SVGElement>();

export const pointer: View = (root, deck) => {
  const paper = document.createElementNS(SVG, "svg");
  paper.classList.add("orate-ink");
  paper.ariaHidden = "true";
  const laser = make("div", "orate-laser", { hidden: true });
  deck.slides.append(paper, laser);
  let tool = "";
  let pressed = 0;
  let last = { clientX: 0, clientY: 0 };

  const take = (wanted: string) => {
    tool = wanted;
    root.dataset.orateTool = wanted;
    cast(deck, wanted === "laser" ? { kind: "laser", spot: spotOf(deck, last) } : { kind: "laser" });
  };
  const sheet = () => {
    const slide = deck.current!;
    const found = strokes.get(slide) ?? document.createElementNS(SVG, "g");
    strokes.set(slide, found);
    paper.replaceChildren(found);
    return found;
  };
  const bind = (code: number, keys: string, help: string, run: (event: KeyboardEvent) => void) =>
    deck.bind({ codes: [code], keys, help, run: (event) => !event.repeat && run(event) });

  return undoAll([
    deck.subscribe((state, previous) => {
      if (state === previous || state.h !== previous.h || state.v !== previous.v) {
        const drawn = deck.current && strokes.get(deck.current);
        paper.replaceChildren(...(drawn ? [drawn] : []));
      }
    }),
    onSign(deck, ({ kind, spot, begins }) => {
      if (kind === "laser") {
        laser.hidden = !spot;
        if (spot) laser.style.translate = `${spot.x}px ${spot.y}px`;
      } else if (kind === "pen") {
        if (!spot) return sheet().replaceChildren();
        const line = (begins && sheet().appendChild(document.createElementNS(SVG, "polyline"))) || sheet().lastElementChild;
        line?.setAttribute("points", `${line.getAttribute("points") ?? ""} ${spot.x},${spot.y}`);
      }
    }),
    listen<PointerEvent>(root, "pointermove pointerdown", (event) => {
      last = event;
      if (tool === "laser") cast(deck, { kind: "laser", spot: spotOf(deck, event) });
      else if (tool === "pen" && event.buttons & 1) {
        cast(deck, { kind: "pen", spot: spotOf(deck, event), begins: event.type === "pointerdown" });
        event.preventDefault();
      }
    }),
    // A finger draws instead of turning the page.
    listen(root, "touchstart", (event) => tool && event.stopPropagation(), true),
    bind(88, "X", "Laser pointer; hold it for a moment only", () => {
      pressed = performance.now();
      take(tool === "laser" ? "" : "laser");
    }),
    listen<KeyboardEvent>(document, "keyup", ({ keyCode }) => {
      if (keyCode === 88 && tool === "laser" && performance.now() - pressed > HOLD) take("");
    }),
    bind(68, "D", "Pen: draw on the slide", () => take(tool === "pen" ? "" : "pen")),
    bind(69, "E", "Erase what is drawn on this slide", () => cast(deck, { kind: "pen" })),
    () => {
      paper.remove();
      laser.remove();
      delete root.dataset.orateTool;
    },
  ]);
};
