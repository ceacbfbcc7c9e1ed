/**
 * The deck where no person waits for it. Sent into the page by `orate export`; no page holds it.
 *
 * `oratePaper.prepare()` is for a page that was loaded with `?print-pdf`, so that each slide, or each of its steps, lies on a
 * sheet already: it waits for every picture and font, and says which sheet is which slide. `listFonts()`, `findUses()` and
 * `replaceFonts()` then give it fonts that a PDF can hold. `oratePaper.begin()` and
 * `oratePaper.show()` are for pictures of one slide after the other.
 */

import { findUses, listFonts, loadFonts, replaceFonts } from "./fonts";

/** A sheet of paper, or several where a slide is taller than one. */
export interface Sheet {
  /** The slide, counted from 0 in the order of the talk; hidden ones do not count. */
  readonly slide: number;
  /** How many fragments are shown, counted in steps; `null` where all are, and each slide has one sheet. */
  readonly step: number | null;
  /** As it is laid out; whoever prints it moves a line that would be cut to the next page, so there may be more. */
  readonly pages: number;
}

interface Api {
  isReady(): boolean;
  getConfig(): Record<string, unknown>;
  getSlides(): HTMLElement[];
  getSlide(h: number, v?: number): HTMLElement | undefined;
  getIndices(slide: HTMLElement): { h: number; v?: number };
  getComputedSlideSize(): { width: number; height: number };
  slide(h: number, v: number, f: number): void;
}

/** Milliseconds that pictures and fonts are waited for; what is not there then is left out. */
const PATIENCE = 20_000;

const reveal = () => (window as unknown as { Reveal: Api }).Reveal;

async function prepare(): Promise<Sheet[]> {
  await until(() => reveal()?.isReady?.() && document.querySelector(".pdf-page"));
  await arrived([...document.images]);
  const sheets = readSheets();
  linkSheets(sheets);
  if (sheets.some(({ pages }) => pages > 1)) nameSheets(sheets);
  keepOrder();
  return sheets.map(({ element: _, ...sheet }) => sheet);
}

type Placed = Sheet & { element: HTMLElement };

/** Which slide each sheet shows, in the order of the paper. */
function readSheets(): Placed[] {
  const slides = reveal().getSlides();
  const isStepped = reveal().getConfig()["pdfSeparateFragments"] !== false;
  const height = parseFloat(getComputedStyle(document.querySelector(".reveal")!).getPropertyValue("--page-height"));
  let [next, step] = [0, 0];
  return [...document.querySelectorAll<HTMLElement>(".pdf-page")].map((element) => {
    // The sheet of its notes comes after a slide.
    const isNotes = element.dataset["layout"] === "separate-page";
    const pages = Math.max(1, Math.round(element.offsetHeight / height));
    const sheet = { element, slide: isNotes ? next - 1 : next, step: isStepped ? step : null, pages };
    // The sheet that holds the slide itself is the last of its steps; the others hold copies.
    if (!isNotes && element.contains(slides[next] ?? null)) [next, step] = [next + 1, 0];
    else if (!isNotes) step++;
    return sheet;
  });
}

/** Links within the deck lead to the first sheet of the slide that they mean: what is printed knows ids, and no places. */
function linkSheets(sheets: readonly Placed[]): void {
  const first = new Map<number, HTMLElement>();
  for (const [index, { element, slide }] of sheets.entries()) {
    if (first.has(slide)) continue;
    element.id = nameOf(index);
    first.set(slide, element);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.pdf-page a[href^="#"]')) {
    const page = targetOf(link.getAttribute("href")!)?.closest(".pdf-page");
    const sheet = page && first.get(sheets.find(({ element }) => element === page)!.slide);
    if (sheet) link.href = `#${sheet.id}`;
  }
}

/** What a sheet is called in the printed file, where a link leads to it. */
const nameOf = (index: number) => `orate-sheet-${index}`;

/** Has the browser write down on which page each sheet begins: it does so for whatever a link leads to, seen or not. */
function nameSheets(sheets: readonly Placed[]): void {
  const links = document.createElement("nav");
  links.hidden = true;
  for (const [index, { element }] of sheets.entries()) {
    const link = document.createElement("a");
    link.href = `#${(element.id = nameOf(index))}`;
    links.append(link);
  }
  document.body.append(links);
}

/**
 * What is positioned but stays where it is (a listing, say) is painted after all text of its slide, and so read after it by
 * whoever reads a PDF as it is painted. Where nothing hangs on it, it is painted in its place.
 */
function keepOrder(): void {
  for (const element of document.querySelectorAll<HTMLElement>(".pdf-page section *")) {
    const { position, inset, zIndex } = getComputedStyle(element);
    if (position !== "relative" || zIndex !== "auto" || !/^(auto|0px)( (auto|0px))*$/.test(inset)) continue;
    const hangsOn = (child: Element) =>
      !child.matches(".orate-copy") && getComputedStyle(child).position === "absolute" && child.checkVisibility();
    if (![...element.querySelectorAll("*")].some(hangsOn)) element.style.position = "static";
  }
}

/** What a link leads to: a slide by its place (`#/2/1`) or name (`#/name`), or anything on one by its id. */
function targetOf(href: string): Element | undefined {
  const [, slash, path = ""] = /^#(\/?)(.*)/.exec(href)!;
  const [first = "", second = ""] = path.split("/");
  if (slash && /^\d*$/.test(first)) {
    const base = reveal().getConfig()["hashOneBasedIndex"] ? 1 : 0;
    const index = (text: string) => Math.max(0, Number(text || base) - base);
    return reveal().getSlide(index(first), index(second));
  }
  const name = CSS.escape(decode(slash ? first : path));
  return document.querySelector(`.pdf-page [id="${name}"], .pdf-page [data-id="${name}"]`) ?? undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Waits until fonts and pictures are there. */
async function arrived(images: HTMLImageElement[]): Promise<void> {
  await Promise.race([Promise.all([document.fonts.ready, ...images.map(arrive)]), pause(PATIENCE)]);
}

async function arrive(image: HTMLImageElement): Promise<void> {
  image.loading = "eager";
  // One that cannot be shown is reported by whoever listens to the page.
  await image.decode().catch(() => {});
}

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

async function until(holds: () => unknown): Promise<void> {
  while (!holds()) await pause(5);
}

/** Before any script of the page runs, and so before anything is laid out. */
const start = new MutationObserver(() => {
  if (!document.body) return;
  start.disconnect();
  loadFonts();
});
if (new URLSearchParams(location.search).has("print-pdf")) start.observe(document, { childList: true, subtree: true });

/** Has nothing fade or move: a picture that is taken too early would lack what has only begun to come. */
function still(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ".reveal.reveal *,.reveal.reveal *::before,.reveal.reveal *::after{transition:none!important;animation-delay:0s!important;animation-duration:0s!important}",
  );
  return sheet;
}

/** How many slides there are, and how large they are in CSS pixels. */
async function begin(): Promise<{ slides: number; width: number; height: number }> {
  await until(() => reveal()?.isReady?.());
  document.adoptedStyleSheets.push(still());
  const { width, height } = reveal().getComputedSlideSize();
  return { slides: reveal().getSlides().length, width, height };
}

/** Shows a slide with all its steps, and waits until it is painted. */
async function show(index: number): Promise<void> {
  const slide = reveal().getSlides()[index];
  if (!slide) return;
  const { h, v = 0 } = reveal().getIndices(slide);
  reveal().slide(h, v, Number.MAX_SAFE_INTEGER);
  await arrived([...slide.querySelectorAll("img")]);
  for (const animation of document.getAnimations())
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

Object.assign(globalThis, { oratePaper: { prepare, listFonts, findUses, replaceFonts, begin, show } });
