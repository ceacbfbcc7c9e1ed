/** What is seen of a slide: its texts and pictures as boxes, in CSS pixels of the canvas. */

import { BESIDE } from "../fit/room";

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One line of a text, a formula, or a picture. */
export interface Box extends Rect {
  readonly kind: "text" | "picture";
  /** The block that a text is in, or the picture itself. */
  readonly element: HTMLElement;
  /** The element that gives a text its colour and size. */
  readonly owner: HTMLElement;
  /** The node of a text. */
  readonly node: Node;
  /** Height of type, for texts. */
  readonly size: number;
  /** Product of the opacities around it. */
  readonly opacity: number;
  /** The nearest element around it that its author placed by hand. */
  readonly placed: HTMLElement | undefined;
  /** The part that no scrolling box around it hides. */
  readonly clip: Rect;
  /** Whether it is turned, so that its box is larger than what is seen of it. */
  readonly isTurned: boolean;
}

/** A slide, seen. */
export interface Scan {
  readonly slide: HTMLElement;
  readonly boxes: readonly Box[];
  /** The canvas, or the screen of a page to scroll, with its upper left corner at 0. */
  readonly room: Rect;
  /** Pixels of the window for one of the canvas, and where the room begins in the window. */
  readonly scale: number;
  readonly origin: { readonly x: number; readonly y: number };
  /** Whether what is taller than the room is reached by scrolling. */
  readonly scrolls: boolean;
}

interface Around {
  readonly block: HTMLElement;
  readonly clip: Rect;
  readonly opacity: number;
  readonly zoom: number;
  readonly placed: HTMLElement | undefined;
  readonly isTurned: boolean;
  /** Whether it waits for its step, and is looked at all the same. */
  readonly waits: boolean;
}

const REPLACED = "img,video,iframe,canvas,object,embed,svg,math";
const EVERYWHERE: Rect = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

/** Elements that only programs see, or that are seen by pointing alone. */
const UNSEEN = `${BESIDE},.orate-copy,.orate-figures,[hidden],noscript`;

/**
 * Looks at a slide that is laid out. `frame` is what bounds it: the canvas, a page, or the slide itself. With `ahead`, what
 * waits for its step counts as seen.
 */
export function scan(slide: HTMLElement, frame: HTMLElement, scrolls: boolean, ahead = false): Scan {
  const outer = frame.getBoundingClientRect();
  const scale = outer.width / (frame.offsetWidth || 1) || 1;
  const origin = { x: outer.left, y: outer.top };
  const boxes: Box[] = [];
  const toCanvas = ({ left, top, right, bottom }: Rect): Rect => ({
    left: (left - origin.x) / scale,
    top: (top - origin.y) / scale,
    right: (right - origin.x) / scale,
    bottom: (bottom - origin.y) / scale,
  });
  const lines = document.createRange();

  const addText = (node: Text, owner: HTMLElement, style: CSSStyleDeclaration, around: Around) => {
    if (!/\S/.test(node.data)) return;
    lines.selectNodeContents(node);
    const size = parseFloat(style.fontSize) * around.zoom;
    for (const rect of lines.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const whole = toCanvas(rect);
      // A line's box is higher than its letters.
      const spare = Math.max(whole.bottom - whole.top - size * 0.9, 0) / 2;
      boxes.push({
        ...whole,
        top: whole.top + spare,
        bottom: whole.bottom - spare,
        kind: "text",
        element: around.block,
        owner,
        node,
        size,
        ...kept(around),
      });
    }
  };

  const addReplaced = (element: HTMLElement, style: CSSStyleDeclaration, around: Around) => {
    const rect = element.getBoundingClientRect();
    if (rect.width < 1 || rect.height < 1) return;
    const kind = element.localName === "math" ? "text" : "picture";
    const size = parseFloat(style.fontSize) * around.zoom;
    const whole =
      element.localName === "img"
        ? painted(element as HTMLImageElement, rect, style)
        : kind === "text"
          ? formula(element, rect)
          : rect;
    boxes.push({ ...toCanvas(whole), kind, element, owner: element, node: element, size, ...kept(around) });
  };

  const visit = (element: HTMLElement, outside: Around) => {
    if (element !== slide && element.matches(UNSEEN)) return;
    const style = getComputedStyle(element);
    if (style.display === "none" || /inset\(50%|inset\(100%/.test(style.clipPath)) return;
    const isInline = /^(inline|contents|ruby)/.test(style.display);
    const waits = outside.waits || (ahead && element.matches(".fragment"));
    const around: Around = {
      block: isInline ? outside.block : element,
      clip:
        style.overflowX === "visible" || /^(inline|contents)$/.test(style.display) || element === slide
          ? outside.clip
          : meet(outside.clip, toCanvas(element.getBoundingClientRect())),
      waits,
      opacity: outside.opacity * (ahead && element.matches(".fragment") ? 1 : Number(style.opacity)),
      zoom: outside.zoom * (Number(style.zoom) || 1) * (waits || element === slide ? 1 : scaleOf(style)),
      isTurned: outside.isTurned || isTurned(style),
      placed: /absolute|fixed/.test(style.position) && element !== slide ? element : outside.placed,
    };
    if (around.opacity < 0.05) return;
    const isSeen = style.visibility === "visible" || around.waits;
    if (element.matches(REPLACED)) {
      if (isSeen) addReplaced(element, style, around);
      return;
    }
    for (const node of element.childNodes) {
      if (node instanceof HTMLElement || (node instanceof Element && node.matches("svg,math")))
        visit(node as HTMLElement, around);
      else if (node instanceof Text && isSeen) addText(node, element, style, around);
    }
  };
  visit(slide, {
    block: slide,
    clip: EVERYWHERE,
    opacity: 1,
    zoom: 1 / (Number(getComputedStyle(slide).zoom) || 1),
    placed: undefined,
    isTurned: false,
    waits: false,
  });
  const seen = boxes.filter(({ clip, ...box }) => area(meet(clip, box)) > 2);
  return { slide, boxes: seen, room: toCanvas(outer), scale, origin, scrolls };
}

const kept = ({ opacity, placed, clip, isTurned }: Around) => ({ opacity, placed, clip, isTurned });

function isTurned({ transform, rotate }: CSSStyleDeclaration): boolean {
  if (rotate !== "none" || transform.startsWith("matrix3d")) return true;
  const [, , turn = "0"] = /^matrix\(([^,]+), ([^,]+)/.exec(transform) ?? [];
  return Math.abs(Number(turn)) > 0.01;
}

/** By how much a transform makes type higher. */
function scaleOf({ transform, scale }: CSSStyleDeclaration): number {
  const [, a = "1", b = "0", c = "0", d = "1"] = /^matrix\(([^,]+), ([^,]+), ([^,]+), ([^,]+)/.exec(transform) ?? [];
  const [across = 1, down = across] = scale === "none" ? [] : scale.split(" ").map(Number);
  return Math.sqrt(Math.abs((Number(a) * Number(d) - Number(b) * Number(c)) * across * down)) || 1;
}

/** A formula on a line of its own is as wide as its line, and its signs may be wider. */
function formula(element: HTMLElement, rect: DOMRect): Rect {
  const signs = [...element.querySelectorAll(":scope>*,:scope>semantics>*")]
    .map((sign) => sign.getBoundingClientRect())
    .filter(({ width }) => width > 0);
  if (!signs[0]) return rect;
  return {
    left: Math.min(...signs.map(({ left }) => left)),
    top: Math.min(...signs.map(({ top }) => top)),
    right: Math.max(...signs.map(({ right }) => right)),
    bottom: Math.max(...signs.map(({ bottom }) => bottom)),
  };
}

/** Where the picture itself is painted in its box. */
function painted(
  { naturalWidth, naturalHeight }: HTMLImageElement,
  rect: DOMRect,
  { objectFit }: CSSStyleDeclaration,
): Rect {
  if (objectFit !== "contain" || !naturalWidth || !naturalHeight) return rect;
  const factor = Math.min(rect.width / naturalWidth, rect.height / naturalHeight);
  const [x, y] = [(rect.width - naturalWidth * factor) / 2, (rect.height - naturalHeight * factor) / 2];
  return { left: rect.left + x, top: rect.top + y, right: rect.right - x, bottom: rect.bottom - y };
}

/** What two rectangles share; with a side under nothing where they share none. */
export function meet(one: Rect, other: Rect): Rect {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}

export const area = ({ left, top, right, bottom }: Rect) => Math.max(right - left, 0) * Math.max(bottom - top, 0);

/** Whether a picture is painted over a text in the middle of what they share. */
export function isAbove(picture: Element, text: Box, shared: Rect, { scale, origin }: Scan): boolean {
  const x = ((shared.left + shared.right) / 2) * scale + origin.x;
  const y = ((shared.top + shared.bottom) / 2) * scale + origin.y;
  const pile = document.elementsFromPoint(x, y);
  const [at, under] = [
    pile.indexOf(picture),
    pile.findIndex((element) => element === text.owner || element.contains(text.owner)),
  ];
  return at >= 0 && (under < 0 || at < under);
}
