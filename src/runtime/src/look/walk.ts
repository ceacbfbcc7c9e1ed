/** Walks through a deck and gathers what is found, each finding once. */

import { type Fault, type Finding, nameOf, type Side } from "./finding";
import { collision } from "./collision";
import { lowContrast } from "./low-contrast";
import { arrival, bePatient } from "./late";
import { isOnPaper, lostInPrint } from "./lost-in-print";
import { overflow } from "./overflow";
import { scan, type Scan } from "./scan";
import { typeSize } from "./type-size";

/** Of reveal.js's API, what is asked here. */
interface Deck {
  slide(h: number, v: number, f?: number): void;
  getSlides(): HTMLElement[];
  getIndices(slide?: HTMLElement): { h: number; v: number; f?: number };
  getCurrentSlide(): HTMLElement | undefined;
  getSlidesElement(): HTMLElement;
  getSlideBackground(slide: HTMLElement): HTMLElement | undefined;
  getRevealElement(): HTMLElement;
  isScrollView(): boolean;
}

const deck = () => (window as unknown as { Reveal: Deck }).Reveal;

type Check = (scan: Scan) => Fault[] | Promise<Fault[]>;

const CHECKS: readonly Check[] = [overflow, collision, typeSize, lowContrast];

/** A finding that may grow while the steps of a slide are walked through. */
type Growing = { -readonly [key in keyof Finding]: Finding[key] };

class Gathered {
  private readonly list: Growing[] = [];
  private readonly known = new Map<Element, Map<string, Growing>>();

  add(fault: Fault, slide: HTMLElement, step: number | null): void {
    const key = `${fault.code} ${fault.side ?? ""}`;
    const ofElement = this.known.get(fault.element) ?? new Map<string, Growing>();
    const before = ofElement.get(key);
    if (before && (before.pixels ?? 0) >= (fault.pixels ?? 0)) return;
    const finding = describe(fault, slide, before ? before.step : step);
    if (before) Object.assign(before, finding);
    else {
      ofElement.set(key, finding);
      this.known.set(fault.element, ofElement);
      this.list.push(finding);
    }
  }

  get findings(): Finding[] {
    return this.list;
  }
}

function describe(
  { code, element, text, pixels = null as never, side, ratio }: Fault,
  slide: HTMLElement,
  step: number | null,
): Growing {
  const [h, v] = placeOf(slide);
  const name = nameOf(element);
  return {
    code,
    slide: slide.id || (v === undefined ? `${h}` : `${h}/${v}`),
    h,
    v: v ?? 0,
    step,
    element: name,
    at: element.closest("[data-at]")?.getAttribute("data-at") ?? null,
    pixels: pixels ?? null,
    side: (side as Side | undefined) ?? null,
    text: `${name} ${text}`,
    ratio: ratio ?? null,
  };
}

/** Column and row of a slide, from 0; no row outside a stack. */
function placeOf(slide: HTMLElement): [h: number, v: number | undefined] {
  const { h, v } = deck().getIndices(slide);
  if (v !== undefined) return [h, v];
  // On paper a slide lies outside its stack, and only its background knows of it.
  const background = deck().getSlideBackground(slide);
  const stack = background?.parentElement?.closest(".slide-background.stack");
  return [h, stack ? [...stack.querySelectorAll(":scope>.slide-background")].indexOf(background!) : undefined];
}

function see(slide: HTMLElement, ahead = false): Scan {
  const scrolls = deck().isScrollView();
  return scan(slide, scrolls ? slide : deck().getSlidesElement(), scrolls, ahead);
}

/** Looks at one slide as it is, once all that it needs is there. */
async function look(slide: HTMLElement, step: number | null, gathered: Gathered): Promise<void> {
  await arrival(slide);
  const seen = see(slide);
  for (const check of CHECKS) {
    const faults = check(seen);
    for (const fault of faults instanceof Promise ? await faults : faults) gathered.add(fault, slide, step);
  }
}

const stepOf = (f: number | undefined) => (f === undefined || f < 0 ? null : f + 1);

/** Looks at every page of a deck that is laid out for paper. */
function lookAtPages(gathered: Gathered): void {
  // Whoever prints lends the page what is only for paper.
  const isPlain = !document.documentElement.matches(".reveal-print");
  if (isPlain) dispatchEvent(new Event("beforeprint"));
  for (const slide of deck().getSlides()) for (const fault of lostInPrint(slide)) gathered.add(fault, slide, null);
  if (isPlain) dispatchEvent(new Event("afterprint"));
}

/**
 * Measures the slide and the state that are on screen. With `ahead`, what runs over an edge or is too small is found before
 * its step has come.
 */
export async function measure({ ahead = false } = {}): Promise<Finding[]> {
  const gathered = new Gathered();
  const slide = deck().getCurrentSlide();
  if (!slide) return [];
  const step = stepOf(deck().getIndices().f);
  bePatient();
  await arrival(slide);
  if (ahead && slide.querySelector(".fragment"))
    for (const fault of [overflow, typeSize].flatMap((check) => check(see(slide, true))))
      gathered.add(fault, slide, null);
  await look(slide, step, gathered);
  return gathered.findings;
}

/**
 * Goes through every slide, and every step of it unless told not to, and back to where the talk stood.
 *
 * Where the page is laid out for paper (`?print-pdf`, or with the medium `print`), it looks for what is lost there, and
 * for nothing else.
 */
export async function walk({ steps = true }: { steps?: boolean } = {}): Promise<Finding[]> {
  const gathered = new Gathered();
  if (isOnPaper()) {
    await quietly(async () => lookAtPages(gathered));
    return gathered.findings;
  }
  bePatient();
  const { h, v, f } = deck().getIndices();
  const isFlat = deck().isScrollView();
  await quietly(async () => {
    for (const slide of deck().getSlides()) {
      if (isFlat) {
        await look(slide, null, gathered);
        continue;
      }
      const place = deck().getIndices(slide);
      deck().slide(place.h, place.v, -1);
      const last = stepsOf(slide);
      for (let step = -1; step < last; step++) {
        if (step >= 0) deck().slide(place.h, place.v, step);
        // What fits slides does so as soon as all views have drawn.
        await null;
        if (steps || step === last - 1) await look(slide, stepOf(step), gathered);
      }
    }
    if (isFlat) return;
    deck().slide(h, v, f);
    // It is laid out there before anything may move again.
    deck().getCurrentSlide()?.getBoundingClientRect();
  });
  return gathered.findings;
}

/** How many fragment steps a slide has. */
function stepsOf(slide: HTMLElement): number {
  const indices = [...slide.querySelectorAll<HTMLElement>(".fragment[data-fragment-index]")].map(
    (fragment) => Number(fragment.dataset.fragmentIndex) || 0,
  );
  return Math.max(-1, ...indices) + 1;
}

const still = new CSSStyleSheet();
still.replaceSync(
  ".reveal.reveal *,.reveal.reveal *::before,.reveal.reveal *::after{transition:none!important;animation-delay:0s!important;animation-duration:0s!important}" +
    // Of a page to scroll every slide is laid out, once for all that is measured.
    ".reveal.orate-scroll .slides section{content-visibility:visible!important;contain:layout style paint}",
);

/** Does something while nothing on the page moves. */
async function quietly(act: () => Promise<void>): Promise<void> {
  document.adoptedStyleSheets.push(still);
  try {
    await act();
  } finally {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
  }
}
