/** What is behind a text: the colours that it is read on. */

import { type Color, colorOf, faded, over } from "./color";
import { addressOf, colorsIn } from "./picture";
import { area, type Box, isAbove, meet, type Rect, type Scan } from "./scan";

/** What is painted in one place: one colour, or several where it is a picture or a gradient. */
export type Layer = readonly Color[];

/** The opaque colours behind a text; nothing where that cannot be known. */
export async function groundOf(box: Box, scan: Scan): Promise<Layer | undefined> {
  const layers: Layer[] = [];
  // From the text downwards, until nothing shines through.
  for (
    let element: Element | null = box.owner;
    element && element !== scan.slide.parentElement;
    element = element.parentElement
  ) {
    if (paints(getComputedStyle(element, "::before")) || paints(getComputedStyle(element, "::after"))) return undefined;
    const layer = await layerOf(element, box, scan);
    if (!layer) return undefined;
    layers.push(layer);
    if (isOpaque(layer)) return flatten(layers);
  }
  const picture = await pictureUnder(box, scan);
  if (!picture) return undefined;
  layers.push(picture);
  for (const element of behind(scan.slide)) {
    if (isOpaque(layers.at(-1)!)) break;
    const layer = await layerOf(element, box, scan);
    if (!layer) return undefined;
    layers.push(layer);
  }
  return flatten(layers);
}

const isOpaque = (layer: Layer) => layer.length > 0 && layer.every(([, , , alpha]) => alpha > 0.99);

/** Whether a box that is drawn beside an element could lie behind its text. */
const paints = (style: CSSStyleDeclaration) =>
  style.content !== "none" &&
  /absolute|fixed/.test(style.position) &&
  (style.backgroundImage !== "none" || colorOf(style.backgroundColor)[3] > 0);

/** The backgrounds of a slide and of its stack, and the page, from above. */
function behind(slide: HTMLElement): Element[] {
  const api = (window as unknown as { Reveal: { getSlideBackground(slide: HTMLElement): HTMLElement | undefined } })
    .Reveal;
  const list: Element[] = [];
  const stack = slide.parentElement!.localName === "section" ? slide.parentElement! : undefined;
  for (const one of [slide, stack]) {
    const background = one && api.getSlideBackground(one);
    if (background)
      list.push(
        ...[background.querySelector(":scope>.slide-background-content"), background].filter((element) => !!element),
      );
  }
  const viewport = slide.closest(".reveal-viewport");
  return [...list, ...(viewport ? [viewport] : []), document.documentElement];
}

/** What an element paints behind its content where the text is. */
async function layerOf(element: Element, box: Box, scan: Scan): Promise<Layer | undefined> {
  const style = getComputedStyle(element);
  if (style.mixBlendMode !== "normal" || style.filter !== "none" || style.backdropFilter !== "none") return undefined;
  if (element.matches(".slide-background-content") && element.querySelector(":scope>video,:scope>iframe"))
    return undefined;
  const opacity = element.contains(box.owner) ? 1 : Number(style.opacity);
  const color = colorOf(style.backgroundColor);
  const image = style.backgroundImage;
  if (image === "none") return [faded(color, opacity)];
  const painted = /^url\(/.test(image) ? await backgroundPicture(element, style, box, scan) : gradient(image);
  return painted?.map((one) => faded(one[3] < 1 && color[3] > 0 ? over(one, color) : one, opacity));
}

/** The stops of one gradient: where exactly the text lies in it does not matter if it can be read on all of them. */
function gradient(image: string): Layer | undefined {
  if (/url\(/.test(image) || (image.match(/gradient\(/g)?.length ?? 0) > 1) return undefined;
  const colors = image.match(/(?:rgba?|color|oklch|oklab|lab|lch|hsla?)\([^()]*\)/g);
  return colors?.map(colorOf);
}

async function backgroundPicture(
  element: Element,
  style: CSSStyleDeclaration,
  box: Box,
  scan: Scan,
): Promise<Layer | undefined> {
  const [, address] = /^url\("((?:[^"\\]|\\.)*)"\)$/.exec(style.backgroundImage) ?? [];
  if (!address || style.backgroundPosition !== "50% 50%" || !/^(cover|contain)$/.test(style.backgroundSize))
    return undefined;
  const image = new Image();
  image.src = address;
  await image.decode().catch(() => {});
  const { left, top, width, height } = element.getBoundingClientRect();
  const factors = [width / image.naturalWidth, height / image.naturalHeight];
  const factor = style.backgroundSize === "cover" ? Math.max(...factors) : Math.min(...factors);
  const [across, down] = [image.naturalWidth * factor, image.naturalHeight * factor];
  if (!(across > 0 && down > 0)) return undefined;
  const [x, y] = [left + (width - across) / 2, top + (height - down) / 2];
  return colorsIn(address, shares(toWindow(box, scan), { left: x, top: y, right: x + across, bottom: y + down }));
}

/** A picture on the slide itself that the text lies on; a clear layer where there is none. */
async function pictureUnder(box: Box, scan: Scan): Promise<Layer | undefined> {
  const clear: Layer = [[0, 0, 0, 0]];
  const under = scan.boxes.findLast(
    (other) =>
      other.kind === "picture" && !other.element.contains(box.owner) && area(meet(other, box)) > 0.3 * area(box),
  );
  if (!under) return clear;
  const { element } = under;
  // A text that is covered is a collision.
  if (isAbove(element, box, meet(under, box), scan)) return undefined;
  if (!(element instanceof HTMLImageElement)) return undefined;
  const colors = await colorsIn(addressOf(element), shares(box, under));
  return colors?.map((color) => faded(color, under.opacity));
}

function toWindow({ left, top, right, bottom }: Rect, { scale, origin: { x, y } }: Scan): Rect {
  return { left: left * scale + x, top: top * scale + y, right: right * scale + x, bottom: bottom * scale + y };
}

/** A rectangle as shares of another one's sides. */
function shares(part: Rect, whole: Rect): Rect {
  const [width, height] = [whole.right - whole.left, whole.bottom - whole.top];
  return {
    left: (part.left - whole.left) / width,
    right: (part.right - whole.left) / width,
    top: (part.top - whole.top) / height,
    bottom: (part.bottom - whole.top) / height,
  };
}

/** All layers as one: the colours of the one that has several, with the others over and under it. */
export function flatten(layers: readonly Layer[]): Layer {
  const paper: Color = [255, 255, 255, 1];
  return layers.reduceRight<Color[]>(
    (below, layer) =>
      layer.length === 1
        ? below.map((color) => over(layer[0]!, color))
        : layer.map((color, i) => over(color, below[i % below.length]!)),
    [paper],
  );
}
