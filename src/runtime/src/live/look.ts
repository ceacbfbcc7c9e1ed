/**
 * Measures the slide that the author looks at: after a save that changes it at once, after each step when the browser has
 * nothing else to do. What is wrong goes to the server, which knows where it is written, and comes back with its places.
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

/** What was sent last, and of which slide: its key says what is on it. */
interface Sent {
  readonly slide: HTMLElement;
  readonly key: string | undefined;
  readonly text: string;
}

/** `send` sends a text to the server, whose answer the caller shows; `forget` removes what it shows. */
export function lookout(send: (text: string) => void, forget: () => void) {
  let waiting = 0;
  let idle = 0;
  let last: Sent | undefined;
  const forgetAll = () => {
    last = undefined;
    forget();
  };
  const measure = async () => {
    const own = ++waiting;
    if (!look() || !isAuthors()) return forgetAll();
    const slide = reveal().getCurrentSlide!() as HTMLElement | undefined;
    if (!slide) return forgetAll();
    await still(slide);
    const findings = own === waiting ? await look()!.measure({ ahead: true }) : [];
    // Whoever went on meanwhile looks at another slide.
    if (own !== waiting || slide !== reveal().getCurrentSlide!()) return;
    last = { slide, key: slide.dataset.orateKey, text: message(slide, findings) };
    send(last.text);
  };
  const soon = () => {
    cancelIdleCallback(idle);
    const begin = () => setTimeout(() => void measure());
    // Slides of a page to scroll are fitted in the next frame. Others are fitted by now, and need not be painted.
    if (reveal().isScrollView!()) requestAnimationFrame(begin);
    else begin();
  };
  const later = () => {
    forgetAll();
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
    /**
     * After a change of the page; `isEverywhere` says that it may change every slide. A slide that stays as it is is not
     * measured again: what was found is sent again, since its lines may be others.
     */
    changed(isEverywhere: boolean) {
      const slide = reveal().getCurrentSlide!() as HTMLElement | undefined;
      const isSame = last && last.slide === slide && last.key === slide.dataset.orateKey;
      if (isSame && !isEverywhere) send(last!.text);
      else soon();
    },
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
