/** Makes a slide fit: what can be of any height shares the height that is there, and what still has no room is set smaller. */

import { excess, roomOf } from "./room";

/** What takes the height that it is given: pictures, films, drawings, QR codes, and listings. */
const ELASTIC = "img,video,iframe,svg,pre";

/** Share of the room's height under which nothing elastic goes while text can be set smaller, and the one after that. */
const [ENOUGH, LEAST] = [0.3, 0.1];

/** The factor that a slide's content is drawn at. */
const ZOOM = "--orate-zoom";

/** The greatest height of what is elastic, in CSS pixels of the content; a listing keeps type that can be read. */
const ROOM = "--orate-room";

/** The greatest height of a listing that scrolls. */
const SCROLL = "--orate-scroll";

/** How near a factor or a share comes to the greatest that is possible. */
const PRECISION = 0.005;

/**
 * Fits a slide that is laid out. `least` is the factor that it may be drawn at, from 0 to 1.
 *
 * The answer is in custom properties of the slide, which the style sheet reads.
 */
export function fit(slide: HTMLElement, least: number): void {
  const { top, bottom } = roomOf(slide);
  const height = bottom - top;
  const isElastic = !!slide.querySelector(ELASTIC);
  const measure = (zoom: number, share: number, scrolls = false) => {
    const room = (share * height) / zoom;
    set(slide, {
      [ZOOM]: zoom < 1 && zoom.toFixed(4),
      [ROOM]: isElastic && `${room.toFixed(1)}px`,
      [SCROLL]: scrolls && `${room.toFixed(1)}px`,
    });
    return excess(slide, zoom);
  };
  const hasHeight = (zoom: number, share: number, scrolls = false) => measure(zoom, share, scrolls).down < 1;
  const hasBoth = (zoom: number, share: number) => {
    const { down, across } = measure(zoom, share);
    return down < 1 && across < 1;
  };
  if (hasBoth(1, 1)) return;
  // What is too wide at any size does not make the rest smaller.
  const hasRoom = hasHeight(least, ENOUGH) && !hasBoth(least, ENOUGH) ? hasHeight : hasBoth;
  const zoom = hasRoom(1, isElastic ? ENOUGH : 1) ? 1 : greatest(least, 1, (zoom) => hasRoom(zoom, ENOUGH));
  if (!isElastic) measure(zoom, 1);
  else if (hasRoom(zoom, ENOUGH)) {
    if (hasRoom(zoom, 1)) return;
    measure(
      zoom,
      greatest(ENOUGH, 1, (share) => hasRoom(zoom, share)),
    );
  } else {
    // Now listings scroll. Where that does not help either, nothing is small in vain.
    const share = greatest(LEAST, 1, (share) => hasHeight(zoom, share, true));
    measure(zoom, share > LEAST ? share : ENOUGH, true);
  }
}

/** Undoes what `fit` has done. */
export function unfit(slide: HTMLElement): void {
  set(slide, { [ZOOM]: false, [ROOM]: false, [SCROLL]: false });
}

function set({ style }: HTMLElement, values: Record<string, string | false>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value) style.setProperty(name, value);
    else style.removeProperty(name);
  }
}

/** The greatest number between two for which something holds; the lower one where it holds for none. */
function greatest(low: number, high: number, holds: (number: number) => boolean): number {
  while (high - low > PRECISION) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
