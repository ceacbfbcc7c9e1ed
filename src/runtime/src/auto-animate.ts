/**
 * Moves what two neighbouring slides share from its place on the one to its place on the other.
 *
 * The slides' own markup is not touched beyond two attributes; the motion is a style sheet of the
 * deck's own, made for one step and emptied at the next.
 */

import type { AutoAnimatePair } from "./config";
import type { Deck } from "./deck";
import type { Slide } from "./outline";

export function autoAnimate(deck: Deck) {
  const sheet = new CSSStyleSheet();
  let touched: HTMLElement[] = [];

  const clean = () => {
    for (const element of touched) {
      if (element.localName === "section") element.dataset.autoAnimate = "";
      else delete element.dataset.autoAnimateTarget;
    }
    touched = [];
    sheet.replaceSync("");
  };

  return {
    /** Measures before the step; call what it gives when the classes of both slides have changed. */
    prepare(from: Slide, to: Slide): (() => void) | undefined {
      if (!deck.config.autoAnimate || !shouldAnimate(from, to) || matchMedia("(prefers-reduced-motion:reduce)").matches) {
        if (touched.length) clean();
        return undefined;
      }
      clean();
      const pairs = pairUp(from, to, deck);
      const scale = deck.size.scale || 1;
      const before = pairs.map(({ from, options }) => measure(from, deck, scale, options));
      return () => {
        if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
        deck.root.classList.add("orate-animating");
        from.dataset.autoAnimate = to.dataset.autoAnimate = "pending";
        touched = [from, to];
        const rules = pairs.map((pair, i) => rulesOf(pair, before[i]!, measure(pair.to, deck, scale, pair.options), String(i), deck, to));
        pairs.forEach((pair, i) => {
          pair.from.dataset.autoAnimateTarget = "";
          pair.to.dataset.autoAnimateTarget = String(i + 1);
          touched.push(pair.from, pair.to);
        });
        rules.push(...fadeUnmatched(pairs, to, deck, touched));
        sheet.replaceSync(rules.join(""));
        void to.offsetWidth;
        to.dataset.autoAnimate = "running";
        deck.afterDrawing(() => deck.emit("autoanimate", { fromSlide: from, toSlide: to, sheet }));
      };
    },
    end() {
      clean();
      deck.root.classList.remove("orate-animating");
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

/** Whether two slides belong to one motion: both flagged, of one id, the later one not a restart. */
export function shouldAnimate(from: Slide, to: Slide): boolean {
  const flagged = [from, to].every((slide) => slide.dataset.autoAnimate !== undefined);
  if (!flagged || from.dataset.autoAnimateId !== to.dataset.autoAnimateId) return false;
  const later = from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING ? to : from;
  return later.dataset.autoAnimateRestart === undefined && areNeighbours(from, to);
}

function areNeighbours(from: Slide, to: Slide): boolean {
  const beside = (a: Element, b: Element) => {
    let next = a.nextElementSibling;
    while (next && next.localName !== "section") next = next.nextElementSibling;
    return next === b;
  };
  if (beside(from, to) || beside(to, from)) return true;
  const [a, b] = [from, to].map((slide) => (slide.parentElement!.localName === "section" ? slide.parentElement! : slide));
  return a === b || beside(a!, b!) || beside(b!, a!);
}

/** What is the same on both slides: by `data-id`, then by text, source and code. */
function pairUp(from: Slide, to: Slide, { config }: Deck): AutoAnimatePair[] {
  const given = config.autoAnimateMatcher?.(from, to);
  if (given) return given;
  const pairs: AutoAnimatePair[] = [];
  const used = new Set<Element>();
  const match = (selector: string, key: (element: HTMLElement) => string | undefined, options?: AutoAnimatePair["options"]) => {
    const waiting = new Map<string, HTMLElement[]>();
    for (const element of from.querySelectorAll<HTMLElement>(selector)) {
      const name = key(element);
      if (name && !used.has(element)) waiting.set(name, [...(waiting.get(name) ?? []), element]);
    }
    for (const element of to.querySelectorAll<HTMLElement>(selector)) {
      const found = used.has(element) ? undefined : waiting.get(key(element) ?? "")?.shift();
      if (!found) continue;
      used.add(found).add(element);
      pairs.push({ from: found, to: element, ...(options ? { options } : {}) });
    }
  };
  const text = (element: HTMLElement) => element.localName + element.textContent!.trim();
  match("[data-id]", (element) => `${element.localName}#${element.dataset.id}`);
  match("h1,h2,h3,h4,h5,h6,p,li", text);
  match("img,video,iframe", (element) => element.getAttribute("src") ?? element.dataset.src);
  match("pre", text);
  const lines = "pre .hljs-ln-code, pre .line, pre .orate-line";
  if (from.querySelector(lines)) {
    match(lines, (element) => element.textContent!.trim(), { scale: false, styles: [] });
    for (const pre of to.querySelectorAll("pre")) {
      // The block around moving lines keeps its letters unstretched.
      const pair = pairs.find((one) => one.to === pre);
      if (pair) pair.options = { scale: false, styles: ["width", "height"] };
    }
  }
  // What lies inside something that already moves would move twice.
  return pairs.filter(({ from: inner }) => !pairs.some(({ from: outer }) => outer !== inner && outer.contains(inner) && !outer.querySelector(lines) && !inner.dataset.id));
}

interface Measured {
  x: number;
  y: number;
  width: number;
  height: number;
  styles: Record<string, string>;
}

/** Place of an element in the slide's own pixels, and the styles that move along. */
function measure(element: HTMLElement, deck: Deck, scale: number, options: AutoAnimatePair["options"] = {}): Measured {
  const box = element.getBoundingClientRect();
  const origin = deck.slides.getBoundingClientRect();
  const computed = getComputedStyle(element);
  const styles: Record<string, string> = {};
  for (const style of options.styles ?? deck.config.autoAnimateStyles) {
    const name = typeof style === "string" ? style : style.property;
    styles[name] = computed.getPropertyValue(name);
  }
  return { x: (box.x - origin.x) / scale, y: (box.y - origin.y) / scale, width: box.width / scale, height: box.height / scale, styles };
}

function rulesOf(pair: AutoAnimatePair, before: Measured, after: Measured, index: string, deck: Deck, slide: Slide): string {
  const { translate = true, scale = true, styles = [] } = pair.options ?? {};
  const name = `[data-auto-animate-target="${Number(index) + 1}"]`;
  const moves: string[] = [];
  if (translate && (before.x !== after.x || before.y !== after.y)) {
    moves.push(`translate(${before.x - after.x}px,${before.y - after.y}px)`);
  }
  const grows = scale && !("font-size" in before.styles && before.styles["font-size"] !== after.styles["font-size"]);
  if (grows && after.width && after.height && (before.width !== after.width || before.height !== after.height)) {
    moves.push(`scale(${before.width / after.width},${before.height / after.height})`);
  }
  const changed = Object.keys(after.styles).filter((key) => before.styles[key] !== after.styles[key]);
  const given = new Map(styles.flatMap((style) => (typeof style === "string" ? [] : [[style.property, style]])));
  const value = (key: string, end: "from" | "to") => given.get(key)?.[end] ?? (end === "from" ? before : after).styles[key];
  const declare = (end: "from" | "to") => changed.map((key) => `${key}:${value(key, end)}!important;`).join("");
  const from = (moves.length ? `transform:${moves.join(" ")}!important;transform-origin:top left;` : "") + declare("from");
  if (!from) return "";
  return (
    `[data-auto-animate=pending] ${name}{transition:none!important;${from}}` +
    `[data-auto-animate=running] ${name}{transition:${timing(pair.to, slide, deck)}!important;transform-origin:top left;${declare("to")}}`
  );
}

/** How long, how and when an element moves: its own word, then its slide's, then the deck's. */
function timing(element: HTMLElement, slide: Slide, { config }: Deck): string {
  const own = element.dataset;
  const duration = own.autoAnimateDuration ?? slide.dataset.autoAnimateDuration ?? config.autoAnimateDuration;
  const easing = own.autoAnimateEasing ?? slide.dataset.autoAnimateEasing ?? config.autoAnimateEasing;
  return `all ${parseFloat(String(duration)) || 0}s ${easing} ${parseFloat(own.autoAnimateDelay ?? "") || 0}s`;
}

/** Lets what only the new slide has fade in once the rest is on its way. */
function fadeUnmatched(pairs: AutoAnimatePair[], slide: Slide, deck: Deck, touched: HTMLElement[]): string[] {
  const wanted = slide.dataset.autoAnimateUnmatched;
  if (wanted === undefined ? !deck.config.autoAnimateUnmatched : wanted === "false") return [];
  const moved = new Set(pairs.map((pair) => pair.to));
  const alone = [...slide.querySelectorAll<HTMLElement>(":scope>:not(aside,.notes,.r-stack,.r-hstack,.r-vstack,.r-frame),.r-stack>*,.r-hstack>*,.r-vstack>*")].filter(
    (element) => !moved.has(element) && ![...moved].some((one) => element.contains(one) || one.contains(element)),
  );
  for (const element of alone) {
    element.dataset.autoAnimateTarget = "unmatched";
    touched.push(element);
  }
  const own = `[data-auto-animate-target=unmatched]`;
  const seconds = parseFloat(slide.dataset.autoAnimateDuration ?? "") || deck.config.autoAnimateDuration;
  return [
    `[data-auto-animate=pending] ${own}{opacity:0!important}`,
    `[data-auto-animate=running] ${own}{transition:opacity ${seconds * 0.8}s ease ${seconds * 0.2}s}`,
  ];
}
