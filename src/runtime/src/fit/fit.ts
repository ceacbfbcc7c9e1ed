/** Makes a slide fit: what can be of any height shares the height that is there, and what still has no room is set smaller. */

import { breakWords, joinWords } from "./break";
import { outlineDrawings } from "./drawing";
import { type Excess, excess, roomOf } from "./room";

/** What takes the height that it is given: pictures, films, drawings, QR codes, and listings. */
const ELASTIC = "img,video,iframe,svg,pre";

/** Share of the room's height under which nothing elastic goes while text can be set smaller, and the one after that. */
const [ENOUGH, LEAST] = [0.3, 0.1];

/** Part of the slide's height that type keeps as long as anything else can be set smaller: less cannot be read from the last row. */
const READABLE = 1 / 36;

/** By how much of the readable size type must grow for the rest of the slide to be set smaller. */
const WORTH = 0.1;

/** The factor that a slide's content is drawn at. */
const ZOOM = "--orate-zoom";

/** The greatest height of what is elastic, in CSS pixels of the content; a listing keeps type that can be read. */
const ROOM = "--orate-room";

/** The greatest height of a listing that scrolls. */
const SCROLL = "--orate-scroll";

/** The least size of type in listings and drawings, in CSS pixels of the content. */
const TYPE = "--orate-type";

/** How near a factor or a share comes to the greatest that is possible. */
const PRECISION = 0.005;

/** How the content of a slide is set. */
interface Setting {
  /** The factor of all content. */
  readonly zoom: number;
  /** Share of the room that each elastic thing may have. */
  readonly share: number;
  /** Part of the readable size that type keeps in listings and drawings; 0 where it keeps none. */
  readonly type?: number;
  readonly scrolls?: boolean;
}

/** How many pixels of room a setting lacks. */
type Lack = (setting: Setting) => number;

/**
 * Fits a slide that is laid out. `least` is the factor that it may be drawn at, from 0 to 1.
 *
 * The answer is in custom properties of the slide, which the style sheet reads.
 */
export function fit(slide: HTMLElement, least: number): void {
  joinWords(slide);
  const isElastic = !!slide.querySelector(ELASTIC);
  if (isElastic) outlineDrawings(slide, roomOf(slide).height * READABLE);
  let lack = measures(slide, isElastic);
  if (fits(lack.both({ zoom: 1, share: 1, type: 1 }))) return;
  const enough = isElastic ? ENOUGH : 1;
  const [usual, small] = [
    { zoom: 1, share: enough, type: 1 },
    { zoom: least, share: enough, type: least },
  ];
  const isTooWide = () => !fits(lack.both(usual)) && !fits(lack.across(small));
  // Long words in tables break only where nothing else helps.
  if (isTooWide() && breakWords(slide)) lack = measures(slide, isElastic);
  // What is too wide at any size does not make the rest smaller.
  choose(isTooWide() ? lack.down : lack.both, lack.down, least, enough);
}

/** Finds the greatest setting that has room, and leaves it applied. */
function choose(over: Lack, down: Lack, least: number, enough: number): void {
  /** Gives what is elastic all the height that is left, if the setting has room. */
  const take = (setting: Setting) => {
    if (!fits(over(setting))) return false;
    over({ ...setting, share: greatest(setting.share, 1, (share) => over({ ...setting, share })) });
    return true;
  };
  const zoomFor = (setting: Omit<Setting, "zoom">) => greatest(least, 1, (zoom) => over({ ...setting, zoom }));
  // All type can be read, and nothing is smaller than it must be for that.
  const readable = { share: enough, type: 1 };
  if (take({ ...readable, zoom: zoomFor(readable) })) return;
  // Pictures are smaller.
  const share = enough < 1 ? greatest(LEAST, enough, (share) => over({ zoom: least, share, type: 1 })) : 1;
  if (take({ zoom: least, share, type: 1 })) return;
  // Type is as large as it can be; where the rest does not help it much, the rest stays as it is.
  const typeAt = (zoom: number) => greatest(least, 1, (type) => over({ zoom, share: enough, type }));
  const [usual, small] = [1, least].map((zoom) => ({ zoom, share: enough, type: typeAt(zoom) }));
  if (small!.type - usual!.type < WORTH && take(usual!)) return;
  if (take(small!)) return;
  const free = zoomFor({ share: enough });
  if (take({ zoom: free, share: enough })) return;
  // Now listings scroll. Where that does not help either, nothing is small in vain.
  const part = enough < 1 ? greatest(LEAST, 1, (share) => down({ zoom: free, share, scrolls: true })) : 1;
  down({ zoom: free, share: part > LEAST ? part : ENOUGH, scrolls: enough < 1 });
}

/** Measures what settings lack, and leaves the last one applied. Whatever is measured is laid out, which takes its time. */
function measures(slide: HTMLElement, isElastic: boolean): Record<"down" | "across" | "both", Lack> {
  const { top, bottom, height } = roomOf(slide);
  const readable = height * READABLE;
  const known = new Map<string, Excess>();
  const apply = ({ zoom, share, type = 0, scrolls = false }: Setting) => {
    const room = `${((share * (bottom - top)) / zoom).toFixed(1)}px`;
    set(slide, {
      [ZOOM]: zoom < 1 && zoom.toFixed(4),
      [ROOM]: isElastic && room,
      [TYPE]: isElastic && type > 0 && `${((type * readable) / zoom).toFixed(2)}px`,
      [SCROLL]: scrolls && room,
    });
  };
  const measure = (setting: Setting) => {
    const key = Object.values(setting).join(" ");
    apply(setting);
    const measured = known.get(key) ?? excess(slide, setting.zoom);
    known.set(key, measured);
    return measured;
  };
  return {
    down: (setting) => measure(setting).down,
    across: (setting) => measure(setting).across,
    both: (setting) => {
      const { down, across } = measure(setting);
      return fits(across) ? down : Math.max(down, across);
    },
  };
}

/** Undoes what `fit` has done. */
export function unfit(slide: HTMLElement): void {
  set(slide, { [ZOOM]: false, [ROOM]: false, [TYPE]: false, [SCROLL]: false });
  joinWords(slide);
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
  let over = pixels(high);
  if (fits(over)) return high;
  let under = pixels(low);
  if (!fits(under)) return low;
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
