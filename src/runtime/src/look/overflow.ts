/** What runs over the edge of its slide. */

import { type Fault, inWords, rounded, type Side } from "./finding";
import { type Box, meet, type Scan } from "./scan";

/** Pixels of the canvas that nobody sees. */
const UNSEEN = 1;

const SIDES: readonly Side[] = ["bottom", "right", "top", "left"];

/** Flowing content runs over an edge as a whole, so its first element beyond is meant; what is placed by hand counts alone. */
export function overflow(scan: Scan): Fault[] {
  return [...SIDES.flatMap((side) => beyond(scan, side)), ...(scan.scrolls ? [] : scrolled(scan))];
}

function beyond({ boxes, room, scrolls }: Scan, side: Side): Fault[] {
  if (scrolls && (side === "bottom" || side === "top")) return [];
  const firsts = new Map<unknown, { box: Box; most: number }>();
  for (const box of boxes) {
    const seen = meet(box, box.clip);
    const by = side === "bottom" || side === "right" ? seen[side] - room[side] : room[side] - seen[side];
    if (by <= UNSEEN || (box.placed && (isDecoration(box) || bleeds(box)))) continue;
    const first = firsts.get(box.placed);
    if (first) first.most = Math.max(first.most, by);
    else firsts.set(box.placed, { box, most: by });
  }
  return [...firsts.values()].map(({ box: { element }, most }) => ({
    code: "overflow",
    element,
    side,
    pixels: rounded(most),
    text: `runs ${inWords(most)} over the ${side} edge of the slide`,
  }));
}

/** A picture that says nothing may lie over an edge. */
const isDecoration = ({ kind, element }: Box) =>
  kind === "picture" && (element.getAttribute("alt") === "" || element.ariaHidden === "true");

/** The picture of the layouts `picture-left` and `picture-right` goes on to the edges of the window. */
const bleeds = ({ element }: Box) => !!element.closest(".orate-side");

/** What of a listing is reached by scrolling, which nobody does in a talk. One that walks through its lines scrolls by itself. */
function scrolled({ slide }: Scan): Fault[] {
  const faults: Fault[] = [];
  for (const code of slide.querySelectorAll<HTMLElement>("pre>code:not(.fragment)")) {
    if (!code.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const zoom = code.currentCSSZoom / slide.currentCSSZoom || 1;
    const down = (code.scrollHeight - code.clientHeight) * zoom;
    const across = (code.scrollWidth - code.clientWidth) * zoom;
    const walks = code.matches(".has-highlights") || !!code.parentElement!.querySelector(".fragment");
    const listing = code.parentElement!;
    if (down > UNSEEN && !walks) faults.push(hidden(listing, "bottom", down));
    if (across > UNSEEN) faults.push(hidden(listing, "right", across));
  }
  return faults;
}

function hidden(element: Element, side: Side, by: number): Fault {
  return {
    code: "overflow",
    element,
    side,
    pixels: rounded(by),
    text: `hides ${inWords(by)} ${side === "bottom" ? "below" : "at the right"}, which nobody scrolls to in a talk`,
  };
}
