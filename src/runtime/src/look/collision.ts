/** Things that lie over one another and are not meant to. */

import { colorOf } from "./color";
import { type Fault, inWords, nameOf, rounded } from "./finding";
import { addressOf, colorsIn } from "./picture";
import { area, type Box, isAbove, meet, type Rect, type Scan } from "./scan";

/** Pixels of the canvas by which things may touch. */
const TOUCH = 3;

/** Part of the smaller type's size that two texts may share: more, and the letters of one are in the other. */
const SHARED = 0.15;

/** A picture of more than this share of the canvas is a ground, and what is on it is meant to. */
const GROUND = 0.5;

/** More boxes than these are a drawing made of text. */
const MOST_BOXES = 400;

/** What is on every slide. */
const RUNNING = [
  [".orate-footer", "the footer"],
  [".orate-header", "the header"],
  [".slide-number", "the slide number"],
] as const;

export async function collision(scan: Scan): Promise<Fault[]> {
  const faults = scan.scrolls ? [] : underRunning(scan);
  if (scan.boxes.length > MOST_BOXES) return faults;
  const texts = scan.boxes.filter(({ kind, isTurned }) => kind === "text" && !isTurned);
  for (const [i, text] of texts.entries()) {
    for (const other of texts.slice(i + 1))
      if (clash(text, other) && !isMeant(text, other, scan)) faults.push(overlap(text, other));
  }
  for (const picture of scan.boxes) {
    if (picture.kind === "text" || picture.isTurned || picture.opacity < 0.5 || isGround(picture, scan)) continue;
    for (const text of texts)
      if (clash(text, picture) && (await hides(picture, text, scan))) faults.push(overlap(text, picture));
  }
  return faults;
}

const isGround = (box: Rect, { room }: Scan) => area(meet(box, room)) > GROUND * area(room);

function overlap(text: Box, other: Box): Fault {
  const shared = meet(text, other);
  const pixels = shared.bottom - shared.top;
  const how = other.kind === "picture" ? "is covered by" : "lies on";
  return {
    code: "collision",
    element: text.element,
    pixels: rounded(pixels),
    text: `${how} ${nameOf(other.element)}, by ${inWords(pixels)}`,
  };
}

/** Whether two boxes share more than a touch, for texts a part of their height. */
function clash(one: Box, other: Box): boolean {
  if (one.element === other.element || one.element.contains(other.element) || other.element.contains(one.element))
    return false;
  const shared = meet(meet(one, one.clip), meet(other, other.clip));
  const [across, down] = [shared.right - shared.left, shared.bottom - shared.top];
  return across > TOUCH && down > TOUCH && (other.kind === "picture" || down > SHARED * Math.min(one.size, other.size));
}

/** Whether one of two things is meant to lie over the other: in a stack, as the next step, or on a plate of its own. */
function isMeant(one: Box, other: Box, scan: Scan): boolean {
  const around = (selector: string) => {
    const stack = one.element.closest(selector);
    return !!stack && stack === other.element.closest(selector);
  };
  if (around(".r-stack") || around("pre") || around("svg")) return true;
  return [one, other].some((box) => !!box.placed && (!!box.placed.closest(".fragment") || hasPlate(box, scan.slide)));
}

/** Whether a text that is placed by hand brings its own ground. */
function hasPlate({ kind, owner, placed }: Box, slide: Element): boolean {
  if (kind === "picture") return false;
  for (let element: Element | null = owner; element && element !== slide; element = element.parentElement) {
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    if (colorOf(backgroundColor)[3] > 0.5 || backgroundImage !== "none") return true;
    if (element === placed) return false;
  }
  return false;
}

/** Whether a picture lies over a text and lets nothing of it through. */
async function hides(picture: Box, text: Box, scan: Scan): Promise<boolean> {
  const { element } = picture;
  // A drawing in the page is mostly clear, and one over a text points at it.
  if (element.localName === "svg" || element.localName === "canvas" || isMeant(text, picture, scan)) return false;
  const shared = meet(text, picture);
  if (!isAbove(picture.element, text, shared, scan)) return false;
  if (!(element instanceof HTMLImageElement)) return true;
  const [width, height] = [picture.right - picture.left, picture.bottom - picture.top];
  const part = {
    left: (shared.left - picture.left) / width,
    right: (shared.right - picture.left) / width,
    top: (shared.top - picture.top) / height,
    bottom: (shared.bottom - picture.top) / height,
  };
  const colors = await colorsIn(addressOf(element), part);
  return !colors || colors.filter(([, , , alpha]) => alpha > 0.5).length > colors.length / 3;
}

/** Content that runs into what is on every slide. */
function underRunning(scan: Scan): Fault[] {
  const around = [...(scan.slide.closest(".reveal")?.children ?? [])] as HTMLElement[];
  const faults: Fault[] = [];
  for (const [selector, name] of RUNNING) {
    // A selector would look through every slide.
    const rects = around.filter((element) => element.matches(selector)).flatMap((element) => seenIn(element, scan));
    // The nearest to the middle of the slide is what one sees first.
    const hit = scan.boxes.find((box) => !isGround(box, scan) && rects.some((rect) => shares(box, rect)));
    if (!hit) continue;
    const pixels = Math.max(
      ...rects.map((rect) =>
        Math.min(meet(hit, rect).bottom - meet(hit, rect).top, meet(hit, rect).right - meet(hit, rect).left),
      ),
    );
    faults.push({
      code: "collision",
      element: hit.element,
      pixels: rounded(pixels),
      text: `lies under ${name}, by ${inWords(pixels)}`,
    });
  }
  return faults;
}

function shares(box: Box, rect: Rect): boolean {
  const { left, top, right, bottom } = meet(meet(box, box.clip), rect);
  return right - left > TOUCH && bottom - top > TOUCH;
}

/** The texts and pictures of a header, a footer or a number, as boxes of the canvas. */
function seenIn(element: HTMLElement, { scale, origin: { x, y } }: Scan): Rect[] {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()]
    .filter(({ width, height }) => width > 1 && height > 1)
    .map(({ left, top, right, bottom }) => ({
      left: (left - x) / scale,
      top: (top - y) / scale,
      right: (right - x) / scale,
      bottom: (bottom - y) / scale,
    }));
}
