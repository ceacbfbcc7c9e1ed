/** What a picture shows at a place, where the page may read it. */

import type { Color } from "./color";
import type { Rect } from "./scan";

/** Pixels a side of the copy that is read. */
const MOST = 160;

/** Samples a side of the place that is asked for. */
const SAMPLES = 8;

interface Copy {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const copies = new Map<string, Promise<Copy | undefined>>();

/** The address of a picture on a slide; one that is on several slides is its element's background. */
export function addressOf(picture: HTMLImageElement): string {
  const [, shared] = picture.hasAttribute("data-orate-image")
    ? (/^url\("((?:[^"\\]|\\.)*)"\)$/.exec(getComputedStyle(picture).backgroundImage) ?? [])
    : [];
  return shared ?? (picture.currentSrc || picture.src);
}

/** The colours in a part of a picture, which is given as shares of its sides; nothing where it cannot be read. */
export async function colorsIn(address: string, part: Rect): Promise<Color[] | undefined> {
  let copy = copies.get(address);
  if (!copy) copies.set(address, (copy = load(address)));
  const picture = await copy;
  if (!picture) return undefined;
  const colors: Color[] = [];
  for (let row = 0; row < SAMPLES; row++) {
    for (let column = 0; column < SAMPLES; column++) {
      const x = at(part.left, part.right, column, picture.width);
      const y = at(part.top, part.bottom, row, picture.height);
      const [red = 0, green = 0, blue = 0, alpha = 0] = picture.data.subarray((y * picture.width + x) * 4);
      colors.push([red, green, blue, alpha / 255]);
    }
  }
  return colors;
}

function at(from: number, to: number, index: number, size: number): number {
  const share = from + ((to - from) * (index + 0.5)) / SAMPLES;
  return Math.min(Math.max(Math.floor(share * size), 0), size - 1);
}

async function load(address: string): Promise<Copy | undefined> {
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const factor = Math.min(MOST / Math.max(image.naturalWidth, image.naturalHeight, 1), 1);
    const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) =>
      Math.max(Math.round(side * factor), 1),
    ) as [number, number];
    const brush = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", {
      willReadFrequently: true,
    })!;
    brush.drawImage(image, 0, 0, width, height);
    // A picture from elsewhere must not be read, and a broken one has nothing to be read.
    return { width, height, data: brush.getImageData(0, 0, width, height).data };
  } catch {
    return undefined;
  }
}
