/** What the server says has changed becomes a changed page. */

import { keepPlaying } from "./media";
import { pairOf } from "./pair";
import { reveal } from "./reveal";
import { restyle } from "./style";

/** As `site::difference` makes it. */
export interface Change {
  readonly reload?: boolean;
  readonly style?: readonly [string, string];
  readonly title?: string;
  /** Seconds meant for each slide. */
  readonly timing?: readonly number[];
  readonly slides?: readonly SlideChange[];
  readonly columns?: Splice;
  /** The key of the slide that is being edited. */
  readonly edited?: string;
}

interface SlideChange {
  readonly was: string;
  readonly key: string;
  readonly html: string;
  /** The start tag until now. */
  readonly head: string;
  /** Whether the notes alone are other ones. */
  readonly notes?: boolean;
}

interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly { readonly stack: string; readonly slides: readonly string[] }[];
  readonly added: Readonly<Record<string, string>>;
}

/** A column as the server knows it: with the slides that the page does not show. */
interface Column {
  /** The stack, where it is one. */
  stack: HTMLElement | undefined;
  slides: HTMLElement[];
}

/** Says to the other window of a pair where this one stood when it changed. */
interface Standing {
  readonly pair: string;
  readonly revision: number;
  readonly key: string | undefined;
}

const KEY = "data-orate-key";
const CHANNEL = `orate:live:${location.pathname}`;

export function createPatcher(first: number) {
  let revision = first;
  let columns: Column[] = [];
  const slides = new Map<string, HTMLElement>();
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(CHANNEL) : undefined;
  let standing: Standing | undefined;
  channel?.addEventListener("message", ({ data }) => {
    standing = data as Standing;
  });

  const begin = () => {
    const keyed = (parent: Element) => [...parent.querySelectorAll<HTMLElement>(`:scope > [${KEY}]`)];
    columns = [...document.querySelectorAll<HTMLElement>(".reveal > .slides > section")].map((element) =>
      element.hasAttribute(KEY) ? { stack: undefined, slides: [element] } : { stack: element, slides: keyed(element) },
    );
    for (const column of columns) for (const slide of column.slides) slides.set(slide.getAttribute(KEY)!, slide);
  };

  /** Changes the page; false where it cannot be changed in place. */
  const apply = (change: Change, next: number, follows: boolean): boolean => {
    const deck = reveal();
    if (deck.isPrintView!() && (change.slides || change.columns || change.style)) return false;
    const changed = (change.slides ?? []).map((one) => ({ one, element: slides.get(one.was), fresh: parse(one.html) }));
    if (!changed.every(({ element, fresh }) => element && fresh?.hasAttribute(KEY))) return false;
    const current = deck.getCurrentSlide!() as HTMLElement | undefined;
    const { indexf } = deck.getState!() as { indexf?: number };
    let isOther = false;
    for (const { one } of changed) slides.delete(one.was);
    for (const { one, element, fresh } of changed) {
      slides.set(one.key, element!);
      // Attributes say to the views how a slide is to be shown; its key and id say nothing.
      if (renew(element!, fresh!, one)) isOther = true;
    }
    if (change.style && !restyle(...change.style)) return false;
    if (change.title !== undefined) document.title = change.title;
    if (change.timing) retime(change.timing);
    if (change.columns || isOther || change.style) {
      if (!rearrange(change.columns, current, indexf, next)) return false;
    } else for (const { element } of changed) settle(element!, current);
    const isNarrated = deck.isSpeakerNotes!() || (deck.getConfig!() as { showNotes?: unknown }).showNotes === true;
    if (
      (changed.length || change.timing) &&
      !change.columns &&
      !isOther &&
      (isNarrated || (deck.isScrollView!() && changed.some(({ one }) => !one.notes)))
    )
      later(() => reveal().sync!());
    const edited = follows && change.edited ? slides.get(change.edited) : undefined;
    if (edited?.isConnected && edited !== deck.getCurrentSlide!() && !deck.isSpeakerNotes!()) {
      const { h, v } = deck.getIndices!(edited) as { h: number; v: number };
      // Its author wants to see it, and not how it comes.
      quietly(() => deck.slide!(h, v));
    }
    revision = next;
    return true;
  };

  /** Puts columns in the place of others, and keeps the talk where it stood. */
  const rearrange = (
    splice: Splice | undefined,
    current: HTMLElement | undefined,
    f: number | undefined,
    next: number,
  ): boolean => {
    const deck = reveal();
    const root = deck.getSlidesElement!() as HTMLElement;
    const pair = pairOf();
    // The window that changes first may already have told the other where it is, in numbers that mean another slide there.
    if (pair && standing?.pair === pair && standing.revision === next && standing.key)
      current = slides.get(standing.key) ?? current;
    const wasScrolling = deck.isScrollView!() as boolean;
    if (wasScrolling && splice) deck.toggleScrollView!(false);
    const before = order(columns);
    if (splice && !put(splice, root)) return false;
    if (pair) channel?.postMessage({ pair, revision: next, key: current?.getAttribute(KEY) } as Standing);
    const stays = current?.isConnected ? current : nearest(before, current);
    const place = stays && placeOf(root, stays);
    const isSame = stays === current;
    quietly(() =>
      keepPlaying(isSame ? current : undefined, () => deck.sync!(place && { ...place, f: isSame ? f : undefined })),
    );
    if (wasScrolling && splice) deck.toggleScrollView!(true);
    tellAddress();
    return true;
  };

  const put = ({ at, remove, insert, added }: Splice, root: HTMLElement): boolean => {
    const gone = columns.slice(at, at + remove);
    for (const [key, html] of Object.entries(added)) {
      const fresh = parse(html);
      if (!fresh?.hasAttribute(KEY)) return false;
      slides.set(key, fresh);
    }
    const come: Column[] = [];
    const free = gone.flatMap(({ stack }) => stack ?? []);
    for (const { stack, slides: keys } of insert) {
      const found = keys.map((key) => slides.get(key));
      if (!found.every((slide) => slide !== undefined)) return false;
      // A stack that goes on with some of its slides stays the element that it is.
      const old = stack
        ? gone.find(
            (column) =>
              column.stack && free.includes(column.stack) && column.slides.some((slide) => found.includes(slide)),
          )
        : undefined;
      const fresh = stack ? parse(stack) : undefined;
      if (stack && !fresh) return false;
      if (old?.stack && fresh) {
        free.splice(free.indexOf(old.stack), 1);
        copyAttributes(old.stack, fresh);
      }
      come.push({ stack: old?.stack ?? fresh, slides: found });
    }
    columns.splice(at, remove, ...come);
    const kept = new Set(come.flatMap((column) => column.slides));
    for (const column of gone) {
      for (const slide of column.slides) {
        if (kept.has(slide)) continue;
        slide.remove();
        slides.forEach((one, key) => one === slide && slides.delete(key));
      }
    }
    const showsAll = !!(reveal().getConfig!() as { showHiddenSlides?: unknown }).showHiddenSlides;
    const isShown = (slide: HTMLElement) => showsAll || slide.dataset.visibility !== "hidden";
    const elements: HTMLElement[] = [];
    for (const { stack, slides } of come) {
      const shown = slides.filter(isShown);
      for (const slide of slides) if (!isShown(slide)) slide.remove();
      if (!stack) elements.push(...shown);
      else if (isShown(stack)) {
        arrange(stack, shown, null);
        // A stack of hidden slides alone is none.
        if (shown.length) elements.push(stack);
      }
    }
    for (const stack of free) stack.remove();
    const shown = (column: Column | undefined) => (column ? (column.stack ?? column.slides[0]) : undefined);
    const after = columns
      .slice(at + come.length)
      .map(shown)
      .find((element) => element?.parentElement === root);
    const previous = columns
      .slice(0, at)
      .map(shown)
      .findLast((element) => element?.parentElement === root);
    arrange(root, elements, after ?? null, previous);
    return true;
  };

  return { begin, apply, revision: () => revision };
}

/** Writes where the talk now is into the address, as each step does: for a window that is loaded again by hand. */
/** Puts other times into the configuration block, where the speaker's window reads them. */
function retime(timing: readonly number[]): void {
  const block = document.getElementById("orate-deck");
  if (block) block.textContent = JSON.stringify({ ...JSON.parse(block.textContent ?? "{}"), timing });
}

function tellAddress(): void {
  const { hash, history: keeps } = reveal().getConfig!() as { hash?: unknown; history?: unknown };
  if (hash && !keeps)
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${reveal().getSlidePath!()}`);
}

/** Every slide, in order. */
const order = (columns: Column[]) => columns.flatMap(({ slides }) => slides);

/** The next slide that is still there after one that went, else the one before. */
function nearest(before: HTMLElement[], slide: HTMLElement | undefined): HTMLElement | undefined {
  const at = slide ? before.indexOf(slide) : -1;
  return (
    before.slice(at + 1).find((one) => one.isConnected) ??
    before.slice(0, Math.max(at, 0)).findLast((one) => one.isConnected)
  );
}

/** Where a slide is in the page, in the deck's own count. */
function placeOf(root: HTMLElement, slide: HTMLElement): { h: number; v: number } {
  const isSection = (element: Element) => element.localName === "section";
  const index = (element: Element) => [...element.parentElement!.children].filter(isSection).indexOf(element);
  const parent = slide.parentElement!;
  return parent === root ? { h: index(slide), v: 0 } : { h: index(parent), v: index(slide) };
}

/** Puts elements one after the other before `end`, moving as few as can be: one that is moved loses what it was loading. */
function arrange(parent: HTMLElement, elements: HTMLElement[], end: Element | null, previous?: Element): void {
  let next: Element | null = previous
    ? previous.nextElementSibling
    : parent === end?.parentElement || !end
      ? firstSection(parent)
      : end;
  for (const element of elements) {
    while (next && next !== end && !elements.includes(next as HTMLElement) && next.localName !== "section")
      next = next.nextElementSibling;
    if (element === next) next = next.nextElementSibling;
    else parent.insertBefore(element, next?.parentElement === parent ? next : end);
  }
}

const firstSection = (parent: Element) => [...parent.children].find(({ localName }) => localName === "section") ?? null;

/** The first element of a piece of HTML. */
function parse(html: string): HTMLElement | undefined {
  const template = document.createElement("template");
  template.innerHTML = html;
  return (template.content.firstElementChild as HTMLElement | null) ?? undefined;
}

/** Gives a slide the content of another; true where it is now to be shown in another way. */
function renew(element: HTMLElement, fresh: HTMLElement, { head, notes }: SlideChange): boolean {
  const isOther = copyAttributes(element, fresh, parse(`${head}</section>`));
  const asides = (parent: Element) => [...parent.children].filter((child) => child.matches("aside.notes"));
  const [old, spoken] = [asides(element), asides(fresh)];
  if (notes && old.length <= 1 && spoken.length <= 1) {
    old[0]?.remove();
    element.append(...spoken);
    return isOther;
  }
  for (const media of fresh.querySelectorAll<HTMLMediaElement>("video,audio")) {
    // What plays goes on, where it is still there.
    const same = [...element.querySelectorAll<HTMLMediaElement>("video,audio")].find(
      (one) => sourcesOf(one) === sourcesOf(media) && one.localName === media.localName,
    );
    if (same) media.replaceWith(same);
  }
  element.replaceChildren(...fresh.childNodes);
  return isOther;
}

const sourcesOf = (media: Element) =>
  [media, ...media.querySelectorAll("source")]
    .map((one) => one.getAttribute("src") ?? one.getAttribute("data-src") ?? "")
    .join();

/** Gives an element the attributes of another, but for those that the deck itself has set; true where one matters to the deck. */
function copyAttributes(element: HTMLElement, fresh: HTMLElement, was?: HTMLElement): boolean {
  let matters = false;
  const names = new Set([...fresh.getAttributeNames(), ...(was?.getAttributeNames() ?? [])]);
  for (const name of names) {
    const [old, value] = [was?.getAttribute(name), fresh.getAttribute(name)];
    if (was && old === value) continue;
    if (name === "class") {
      element.classList.remove(...(was ? was.classList : []));
      element.classList.add(...fresh.classList);
    } else if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
    matters ||= name !== KEY && name !== "id";
  }
  return matters;
}

/** Lets the deck know of what is new on a slide that stays where it is. */
function settle(slide: HTMLElement, current: HTMLElement | undefined): void {
  if (!slide.isConnected) return;
  const deck = reveal();
  const isPast = !!current && !!(slide.compareDocumentPosition(current) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (isPast) for (const fragment of slide.querySelectorAll(".fragment")) fragment.classList.add("visible");
  deck.syncFragments!(slide);
  if ("orateNear" in slide.dataset || slide === current) deck.loadSlide!(slide);
  if (slide !== current) return;
  deck.layout!();
  deck.startEmbeddedContent!(slide);
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Does something when the changes of the moment are on screen. */
function later(act: () => void): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => keepPlaying(reveal().getCurrentSlide!() as HTMLElement | undefined, act), 30);
}

const still = new CSSStyleSheet();
still.replaceSync(".orate-changing,.orate-changing *{transition:none!important}");
let stillness = 0;

/** Does something without any transition. */
function quietly(act: () => void): void {
  const { classList } = document.documentElement;
  if (!document.adoptedStyleSheets.includes(still)) document.adoptedStyleSheets.push(still);
  classList.add("orate-changing");
  const own = ++stillness;
  act();
  requestAnimationFrame(() => requestAnimationFrame(() => own === stillness && classList.remove("orate-changing")));
}
