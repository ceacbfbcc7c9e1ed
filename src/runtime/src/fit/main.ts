/**
 * Fits slides as they come on: before they are seen, and again when a font or a picture arrives or what is on them
 * changes. A slide that stays as it is, is fitted once.
 *
 * A bundle of its own, which comes before the deck's where a talk lets its slides be fitted: the style says how far, in
 * `--slide-fit`, and a slide's `data-fit` says otherwise.
 */

import { fit, unfit } from "./fit";

/** The canvas for which each slide was fitted. */
const fitted = new WeakMap<Element, string>();

/** What of the page a fit depends on. */
function canvasOf(slide: HTMLElement): string {
  const { style } = slide.closest<HTMLElement>(".reveal-viewport") ?? document.documentElement;
  const scrolls = slide.closest(".orate-scroll") ? `${innerWidth} ${innerHeight}` : "";
  return `${style.getPropertyValue("--slide-width")} ${style.getPropertyValue("--slide-height")} ${scrolls}`;
}

/** How small a slide may be set, as a factor; nothing where it stays as it is. */
function leastOf(slide: HTMLElement): number | undefined {
  const usual = getComputedStyle(slide).getPropertyValue("--slide-fit").trim();
  // The page says so where slides are laid out anew, as on a phone.
  if (usual === "none") return undefined;
  const wish = slide.dataset.fit ?? usual;
  const number = parseFloat(wish) / (wish.includes("%") ? 100 : 1);
  return number > 0 ? Math.min(number, 1) : undefined;
}

/** Whether the slide is laid out: others have no size to measure. */
const isLaidOut = (slide: HTMLElement) =>
  "orateNear" in slide.dataset || !slide.closest(".orate-slides:not(.overview)");

function consider(slide: HTMLElement | null): void {
  if (!slide || !isLaidOut(slide)) return;
  const canvas = canvasOf(slide);
  if (fitted.get(slide) === canvas) return;
  const least = leastOf(slide);
  // A page that is about to be laid out for paper has no room yet.
  if (least && !slide.clientHeight) return;
  fitted.set(slide, canvas);
  if (least) fit(slide, least);
  else unfit(slide);
  changes.observe(slide, { childList: true, characterData: true, subtree: true });
}

/** Fits a slide anew, if it was fitted before: at once where it is laid out, else when it comes on. */
function reconsider(slide: HTMLElement | null): void {
  if (slide && fitted.delete(slide)) consider(slide);
}

const SLIDES = ".reveal .slides section:not(:has(>section))";
const slideOf = (node: Node | null) =>
  (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>(SLIDES) ?? null;
const slides = () => document.querySelectorAll<HTMLElement>(SLIDES);

/** An author's script, or a preview, has changed what is on a slide. */
const changes = new MutationObserver((records) =>
  new Set(records.map(({ target }) => slideOf(target))).forEach(reconsider),
);

/** While a long page is still being read, its first slide is painted: so it is fitted before that, as soon as it is whole. */
function fitFirst(): void {
  const page = document.documentElement;
  if (document.readyState !== "loading" || page.matches(".orate-elsewhere")) return;
  const slide = document.querySelector<HTMLElement>(SLIDES);
  const isWhole = slide?.nextElementSibling || slide?.closest(".slides>section")!.nextElementSibling;
  if (isWhole) consider(slide);
  else requestAnimationFrame(fitFirst);
}

/** Fits a slide that comes on once every view has drawn, so that the page is laid out once; what moves is measured at once. */
function fitInTime(slide: HTMLElement | null): void {
  if (!slide || "autoAnimate" in slide.dataset || slide.closest(".orate-print")) consider(slide);
  else queueMicrotask(() => consider(slide));
}

/** Slides far off have no layout until they are printed. */
function fitAll(): void {
  for (const slide of slides()) {
    if (fitted.has(slide) || isLaidOut(slide)) continue;
    // One at a time, so that each is laid out alone.
    slide.dataset.orateNear = "";
    consider(slide);
    delete slide.dataset.orateNear;
  }
}

const listen = (target: EventTarget, type: string, act: (event: Event) => void) =>
  target.addEventListener(type, act, true);
const targetOf = ({ target }: Event) => slideOf(target as Node);

if (CSS.supports("zoom", "1")) {
  listen(document, "orate-fit", (event) => fitInTime(targetOf(event)));
  listen(document, "contentvisibilityautostatechange", (event) => {
    if (!(event as ContentVisibilityAutoStateChangeEvent).skipped) consider(targetOf(event));
  });
  // Pictures and fonts that come late.
  listen(document, "load", (event) => reconsider(targetOf(event)));
  listen(document.fonts, "loadingdone", () => slides().forEach(reconsider));
  listen(window, "beforeprint", fitAll);
  requestAnimationFrame(fitFirst);
}
