/**
 * Measures the slide that the author looks at: after each save at once, after each step when the browser has nothing else to
 * do. What is wrong goes to the server, which knows where it is written, and comes back with its places.
 *
 * Only the author's own window does so: not the speaker's, not the one that the audience sees beside it, not a full screen.
 */

import type { Finding } from "../look/finding";
import { pairOf } from "./pair";
import { reveal } from "./reveal";

interface Look {
  measure(options: { ahead: boolean }): Promise<Finding[]>;
}

/** Findings about one slide, and characters of each of their texts. */
const [MOST, LONGEST] = [20, 300];

/** Milliseconds after which something that moves is no longer waited for. */
const PATIENCE = 1000;

const look = () => (globalThis as { orateLook?: Look }).orateLook;

/** Whether this is a window that its author alone looks at. */
function isAuthors(): boolean {
  const deck = reveal();
  const { paused, overview } = deck.getState!() as { paused?: boolean; overview?: boolean };
  return !(
    document.hidden ||
    document.fullscreenElement ||
    matchMedia("(display-mode: fullscreen)").matches ||
    pairOf() ||
    paused ||
    overview ||
    deck.isSpeakerNotes!() ||
    deck.isPrintView!() ||
    self !== top
  );
}

/** `send` sends a text to the server, whose answer the caller shows; `forget` removes what it shows. */
export function lookout(send: (text: string) => void, forget: () => void) {
  let waiting = 0;
  let idle = 0;
  const measure = async () => {
    const own = ++waiting;
    if (!look() || !isAuthors()) return forget();
    const slide = reveal().getCurrentSlide!() as HTMLElement | undefined;
    if (!slide) return forget();
    await still(slide);
    const findings = own === waiting ? await look()!.measure({ ahead: true }) : [];
    // Whoever went on meanwhile looks at another slide.
    if (own === waiting && slide === reveal().getCurrentSlide!()) send(message(slide, findings));
  };
  const later = () => {
    forget();
    cancelIdleCallback(idle);
    idle = requestIdleCallback(() => void measure(), { timeout: 500 });
  };
  for (const type of ["slidechanged", "fragmentshown", "fragmenthidden", "overviewhidden", "paused", "resumed"])
    reveal().on!(type, later);
  addEventListener("resize", later);
  document.addEventListener("fullscreenchange", later);
  document.addEventListener("visibilitychange", later);
  later();
  return {
    /** After a change of the page: as soon as it is painted. */
    soon: () => void requestAnimationFrame(() => setTimeout(() => void measure())),
  };
}

/** Waits until what moves on a slide has come to rest. */
function still(slide: HTMLElement): Promise<unknown> {
  const moving = slide
    .getAnimations({ subtree: true })
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  if (!moving.length) return Promise.resolve();
  return Promise.race([
    Promise.allSettled(moving.map(({ finished }) => finished)),
    new Promise((done) => setTimeout(done, PATIENCE)),
  ]);
}

function message(slide: HTMLElement, findings: readonly Finding[]): string {
  const { h, v } = reveal().getIndices!(slide) as { h: number; v?: number };
  const name = slide.id || (v === undefined ? `${h}` : `${h}/${v}`);
  const short = (text: string) => text.slice(0, LONGEST);
  const told = findings
    .slice(0, MOST)
    .map((finding) => ({ ...finding, element: short(finding.element), text: short(finding.text) }));
  return JSON.stringify({ look: { slide: name, findings: told } });
}
