/** The texts of a drawing in the page: their colours, and the shapes under them. */

import { type Color, colorOf, faded } from "./color";
import type { Box, Rect, Scan } from "./scan";

/** A text of a drawing that can be judged. */
export interface DrawnText extends Rect {
  readonly element: SVGTextElement;
  /** Height of type, in CSS pixels of the canvas. */
  readonly size: number;
  readonly color: Color;
  /** The colours of the shapes under it, from above, down to the first that nothing shines through. */
  readonly shapes: readonly Color[];
}

/** What has one colour. Anything else under a text makes it one that cannot be judged. */
const SHAPES = "rect,circle,ellipse,path,polygon,polyline,line,g,svg";

/** Height of the type of a drawing, in pixels of the window. */
export function sizeOf(text: SVGTextElement): number {
  const matrix = text.getScreenCTM();
  return matrix
    ? parseFloat(getComputedStyle(text).fontSize) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c))
    : 0;
}

/** The texts of a drawing whose colour and ground are known. */
export function* drawnTexts({ element }: Box, { scale, origin }: Scan): Generator<DrawnText> {
  for (const text of element.querySelectorAll<SVGTextElement>("text")) {
    const style = getComputedStyle(text);
    // A stroke of a light colour is drawn round letters to be read by.
    if (!text.textContent?.trim() || !isColor(style.fill) || style.stroke !== "none" || style.visibility !== "visible")
      continue;
    const rect = text.getBoundingClientRect();
    const shapes = rect.width > 1 && shapesUnder(text, rect, element);
    if (!shapes) continue;
    yield {
      element: text,
      size: sizeOf(text) / scale,
      color: faded(colorOf(style.fill), Number(style.fillOpacity) * opacityOf(text, element)),
      shapes,
      left: (rect.left - origin.x) / scale,
      top: (rect.top - origin.y) / scale,
      right: (rect.right - origin.x) / scale,
      bottom: (rect.bottom - origin.y) / scale,
    };
  }
}

const isColor = (fill: string) => fill !== "none" && !fill.startsWith("url(");

/** Product of the opacities of a part of a drawing and of what is around it, without the drawing's own. */
function opacityOf(part: Element, drawing: Element): number {
  let opacity = 1;
  for (let element = part; element !== drawing; element = element.parentElement!)
    opacity *= Number(getComputedStyle(element).opacity);
  return opacity;
}

/** The colours under the middle of a text; nothing where something covers it, or is there that has more than one. */
function shapesUnder(text: Element, { left, top, width, height }: DOMRect, drawing: Element): Color[] | undefined {
  const pile = document.elementsFromPoint(left + width / 2, top + height / 2);
  const own = pile.findIndex((element) => text.contains(element));
  const ground = pile.indexOf(drawing);
  if (ground < 0) return undefined;
  const colors: Color[] = [];
  // Between two words, a text is not there itself.
  for (const element of pile.slice(own + 1, ground)) {
    if (!drawing.contains(element) || element.matches("text,tspan")) continue;
    const style = getComputedStyle(element);
    if (!element.matches(SHAPES) || style.fill.startsWith("url(") || style.filter !== "none") return undefined;
    if (!isColor(style.fill)) continue;
    const color = faded(colorOf(style.fill), Number(style.fillOpacity) * opacityOf(element, drawing));
    colors.push(color);
    if (color[3] > 0.99) break;
  }
  return colors;
}
