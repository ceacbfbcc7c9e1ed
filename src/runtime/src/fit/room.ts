/** The room of a slide, and how far what is on it goes beyond that. */

/** What is laid out beside the content of a slide: the speaker's notes, a background, a header and footer on paper. */
export const BESIDE = "aside.notes,.slide-background,.orate-lent,script,style,link,template";

/** The room for content, in CSS pixels of the slide: from its upper start corner, without the margin round it. */
export interface Room {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  /** The height of the canvas, with its margins. */
  readonly height: number;
}

/** Where a slide's content may be. A page of paper is as high as its first sheet. */
export function roomOf(slide: HTMLElement): Room {
  const style = getComputedStyle(slide);
  // A page of paper grows with its slide: the first sheet is the room.
  const page = slide.closest(".pdf-page");
  // One by one, a slide of reveal.js is as high as what is on it; what holds it is as high as the canvas.
  const canvas = slide.closest(".orate-slides:not(.overview)") ? slide.parentElement! : slide;
  const height = page ? parseFloat(getComputedStyle(page).minBlockSize) : canvas.clientHeight;
  const length = (side: string) => parseFloat(style.getPropertyValue(`padding-${side}`)) || 0;
  return {
    top: length("top"),
    left: length("left"),
    bottom: height - length("bottom"),
    right: slide.clientWidth - length("right"),
    height,
  };
}

/** The elements that a slide's flow is made of, without those that are placed by hand. */
export function* flow(parent: Element): Generator<HTMLElement> {
  for (const child of parent.children as HTMLCollectionOf<HTMLElement>) {
    if (child.matches(BESIDE)) continue;
    const { position, display } = getComputedStyle(child);
    if (display === "contents") yield* flow(child);
    else if (display !== "none" && !/absolute|fixed/.test(position) && child.offsetHeight !== undefined) yield child;
  }
}

/** CSS pixels beyond the room, below and at the side; at most 0 where everything has room. */
export interface Excess {
  readonly down: number;
  readonly across: number;
}

/**
 * How far the content goes beyond the room, at the side with what of its listings is seen by scrolling alone.
 *
 * It is read from the layout, which no transition changes. `zoom` is the factor that the content is drawn at.
 */
export function excess(slide: HTMLElement, zoom: number): Excess {
  const room = roomOf(slide);
  let [bottom, width] = [0, 0];
  for (const child of flow(slide)) {
    // A chart gives way to what is beside it, and its drawing may not.
    const height = Math.max(child.offsetHeight, child.matches(".orate-chart") ? child.scrollHeight : 0);
    bottom = Math.max(bottom, zoom * (child.offsetTop + height));
    // A fragment that waits aside is not where it will be.
    const isStill = getComputedStyle(child).overflowX === "visible" && !child.querySelector(".fragment");
    width = Math.max(width, zoom * Math.max(child.offsetWidth, isStill ? child.scrollWidth : 0));
  }
  let across = width - (room.right - room.left);
  for (const code of slide.querySelectorAll<HTMLElement>("pre>code:not(.fragment)")) {
    const hidden = code.scrollWidth - code.clientWidth;
    if (hidden > 1) across = Math.max(across, 0) + zoom * hidden;
  }
  return { down: Math.max(bottom - room.bottom, onPaper(slide)), across };
}

/** How far a page of paper has grown: one that is a hair too long takes another sheet, so that a hair counts as a pixel. */
function onPaper(slide: HTMLElement): number {
  const page = slide.closest(".pdf-page");
  const grown = page ? slide.getBoundingClientRect().height - parseFloat(getComputedStyle(page).minBlockSize) : 0;
  return grown > 0.02 ? grown + 1 : -Infinity;
}
