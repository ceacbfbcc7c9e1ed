/** Makes a slide fit: what can be of any height shares the height that is there, and what still has no room is set smaller. */

import { type Excess, excess, roomOf } from "./room";

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
  const isElastic = !!slide.querySelector(ELASTIC);
  const apply = (zoom: number, share: number, scrolls = false) => {
    const room = `${((share * (bottom - top)) / zoom).toFixed(1)}px`;
    set(slide, { [ZOOM]: zoom < 1 && zoom.toFixed(4), [ROOM]: isElastic && room, [SCROLL]: scrolls && room });
  };
  // Whatever is measured is laid out, which takes its time.
  const known = new Map<string, Excess>();
  const measure = (zoom: number, share: number, scrolls = false) => {
    const key = `${zoom} ${share} ${scrolls}`;
    let measured = known.get(key);
    if (!measured) {
      apply(zoom, share, scrolls);
      known.set(key, (measured = excess(slide, zoom)));
    }
    return measured;
  };
  const down = (zoom: number, share: number, scrolls?: boolean) => measure(zoom, share, scrolls).down;
  const both = (zoom: number, share: number) => {
    const { down, across } = measure(zoom, share);
    return fits(across) ? down : Math.max(down, across);
  };
  if (fits(both(1, 1))) return;
  const enough = isElastic ? ENOUGH : 1;
  // What is too wide at any size does not make the rest smaller.
  const isTooWide = !fits(both(1, enough)) && fits(down(least, enough)) && !fits(both(least, enough));
  const over = isTooWide ? down : both;
  const zoom = fits(over(1, enough)) ? 1 : greatest(least, 1, (zoom) => over(zoom, enough));
  if (!isElastic) apply(zoom, 1);
  else if (fits(over(zoom, enough)))
    apply(
      zoom,
      greatest(enough, 1, (share) => over(zoom, share)),
    );
  else {
    // Now listings scroll. Where that does not help either, nothing is small in vain.
    const share = greatest(LEAST, 1, (share) => down(zoom, share, true));
    apply(zoom, share > LEAST ? share : ENOUGH, true);
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

/** Whether so many pixels too much are none. */
const fits = (pixels: number) => pixels < 1;

/**
 * The greatest number between two for which nothing is too much; the lower one where there is none. `pixels` says how much
 * is too much, which grows with the number, and mostly evenly: so what is known of two numbers leads to the next.
 */
function greatest(low: number, high: number, pixels: (number: number) => number): number {
  let [under, over] = [pixels(low), pixels(high)];
  if (!fits(under)) return low;
  if (fits(over)) return high;
  const steps = 2 ** Math.ceil(Math.log2((high - low) / PRECISION));
  const at = (step: number) => low + ((high - low) * step) / steps;
  let [first, last, turn] = [0, steps, 0];
  [under, over] = [under - 1, over - 1];
  while (last - first > 1) {
    const step = first + Math.floor((under / (under - over)) * (last - first));
    const middle = Math.min(Math.max(step, first + 1), last - 1);
    const value = pixels(at(middle)) - 1;
    // The "Illinois" rule: an end that stays counts half, so that the other one comes near too.
    if (value < 0) {
      [first, under, over, turn] = [middle, value, turn < 0 ? over / 2 : over, -1];
    } else [last, over, under, turn] = [middle, value, turn > 0 ? under / 2 : under, 1];
  }
  return at(first);
}
