/**
 * Moves what two slides share from its place on the one to its place on the other.
 *
 * A bundle of its own, which is before the deck's where a talk has such slides.
 * The slides' own markup is not touched beyond two attributes; the motion is a style sheet of the
 * deck's own, made for one step and emptied at the next.
 */

import type { AutoAnimatePair } from "./deck/config";
import type { Deck } from "./deck/deck";
import type { Animation } from "./dom/animation";
import { makeSheet } from "./dom/element";
import type { Slide } from "./state/outline";

/** Lines of code, as highlighters mark them. They move one by one. */
const LINES = "pre :is(.hljs-ln-code,.line,.orate-line)";
const AIMED = "[data-auto-animate-target]";
const HOLDERS = ".r-stack,.r-hstack,.r-vstack";

function autoAnimate(deck: Deck): Animation {
  const [sheet, remove] = makeSheet();
  let slides: Slide[] = [];

  const clean = () => {
    for (const slide of slides.splice(0)) {
      slide.dataset.autoAnimate = "";
      for (const target of slide.querySelectorAll(AIMED)) target.removeAttribute("data-auto-animate-target");
    }
    sheet.replaceSync("");
  };
  const aim = (element: HTMLElement, name: string) => (element.dataset.autoAnimateTarget = name);

  return {
    prepare(from, to, isSeen) {
      clean();
      if (
        !deck.config.autoAnimate ||
        !isMeant(from, to) ||
        !isSeen() ||
        matchMedia("(prefers-reduced-motion:reduce)").matches
      )
        return undefined;
      const pairs = pairUp(from, to, deck);
      const before = pairs.map((pair) => measure(pair, "from", deck));
      return () => {
        slides = [from, to];
        for (const slide of slides) slide.dataset.autoAnimate = "pending";
        const rules = pairs.map((pair, i) =>
          rulesOf(String(i + 1), before[i]!, measure(pair, "to", deck), pair, timing(pair.to, to, deck)),
        );
        pairs.forEach((pair, i) => {
          aim(pair.from, "");
          aim(pair.to, String(i + 1));
        });
        for (const element of unmatched(to, deck)) aim(element, "unmatched");
        const fade = Number(to.dataset.autoAnimateDuration ?? deck.config.autoAnimateDuration);
        rules.push(rule("unmatched", "opacity:0", `opacity ${fade * 0.8}s ${fade * 0.2}s`, ""));
        sheet.replaceSync(rules.join(""));
        to.getBoundingClientRect();
        to.dataset.autoAnimate = "running";
        deck.afterDrawing(() => deck.emit("autoanimate", { fromSlide: from, toSlide: to, sheet }));
      };
    },
    end() {
      clean();
      remove();
    },
  };
}

function isMeant(from: Slide, to: Slide): boolean {
  const later = from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING ? to : from;
  const [a, b] = [from.dataset, to.dataset];
  return (
    "autoAnimate" in a &&
    "autoAnimate" in b &&
    a.autoAnimateId === b.autoAnimateId &&
    !("autoAnimateRestart" in later.dataset)
  );
}

/** What is the same on both slides: by `data-id`, then by text, source and code. */
function pairUp(from: Slide, to: Slide, { config }: Deck): AutoAnimatePair[] {
  const given = config.autoAnimateMatcher?.(from, to);
  if (given) return given;
  const pairs: AutoAnimatePair[] = [];
  const match = (
    selector: string,
    key: (element: HTMLElement) => string | null | undefined,
    options: AutoAnimatePair["options"] = {},
  ) => {
    const waiting = [...from.querySelectorAll<HTMLElement>(selector)].filter(
      (element) => !pairs.some((pair) => pair.from === element),
    );
    for (const element of to.querySelectorAll<HTMLElement>(selector)) {
      const index = waiting.findIndex(
        (one) => key(one) && one.localName === element.localName && key(one) === key(element),
      );
      if (index >= 0 && !pairs.some((pair) => pair.to === element))
        pairs.push({ from: waiting.splice(index, 1)[0]!, to: element, options });
    }
  };
  const text = (element: HTMLElement) => element.textContent!.trim();
  const flow = { scale: false };
  match("pre[data-id]", (element) => element.dataset.id, { scale: false, styles: ["width", "height"] });
  match("[data-id]", (element) => element.dataset.id);
  match("h1,h2,h3,h4,h5,h6,p,li", text, flow);
  match("img,video,iframe", (element) => element.getAttribute("src") ?? element.dataset.src);
  match("pre", text, flow);
  match(LINES, text, { scale: false, styles: [] });
  // What lies inside something that already moves would move twice, save the lines of changing code.
  return pairs.filter(
    ({ from }) =>
      !pairs.some(
        (outer) =>
          outer.from !== from &&
          outer.from.contains(from) &&
          !(outer.from.localName === "pre" && outer.options?.styles),
      ),
  );
}

interface Measured {
  readonly box: DOMRect;
  readonly styles: Record<string, string>;
}

/** Place of one end of a pair, and the styles that move along. */
function measure(pair: AutoAnimatePair, end: "from" | "to", deck: Deck): Measured {
  const computed = getComputedStyle(pair[end]);
  const styles: Record<string, string> = {};
  for (const style of pair.options?.styles ?? deck.config.autoAnimateStyles) {
    if (typeof style === "string") styles[style] = computed.getPropertyValue(style);
    else styles[style.property] = style[end] ?? computed.getPropertyValue(style.property);
  }
  return { box: pair[end].getBoundingClientRect(), styles };
}

function rulesOf(
  name: string,
  before: Measured,
  after: Measured,
  { to, options = {} }: AutoAnimatePair,
  time: string,
): string {
  const { translate = true, scale = true } = options;
  // Lengths on screen become the slide's own by the factor that it is drawn at.
  const factor = to.offsetWidth ? after.box.width / to.offsetWidth : 1;
  const moves: string[] = [];
  if (translate)
    moves.push(`translate(${(before.box.x - after.box.x) / factor}px,${(before.box.y - after.box.y) / factor}px)`);
  if (scale && after.box.width && after.box.height)
    moves.push(`scale(${before.box.width / after.box.width},${before.box.height / after.box.height})`);
  const changed = Object.keys(after.styles).filter((key) => before.styles[key] !== after.styles[key]);
  const declare = ({ styles }: Measured) => changed.map((key) => `;${key}:${styles[key]}!important`).join("");
  return rule(
    name,
    `transform:${moves.join(" ")}!important${declare(before)}`,
    time,
    `transform-origin:0 0${declare(after)}`,
  );
}

function rule(name: string, from: string, time: string, to: string): string {
  const target = `[data-auto-animate-target="${name}"]`;
  return (
    `[data-auto-animate=pending] ${target}{transition:none!important;transform-origin:0 0;${from}}` +
    `[data-auto-animate=running] ${target}{transition:${time}!important;${to}}`
  );
}

/** How long, how and when an element moves: its own word, then its slide's, then the deck's. */
function timing({ dataset: own }: HTMLElement, { dataset }: Slide, { config }: Deck): string {
  const duration = own.autoAnimateDuration ?? dataset.autoAnimateDuration ?? config.autoAnimateDuration;
  const easing = own.autoAnimateEasing ?? dataset.autoAnimateEasing ?? config.autoAnimateEasing;
  return `all ${Number(duration) || 0}s ${easing} ${Number(own.autoAnimateDelay) || 0}s`;
}

/** What only the new slide has, which fades in once the rest is on its way. */
function unmatched(slide: Slide, { config }: Deck): HTMLElement[] {
  const { autoAnimateUnmatched = String(config.autoAnimateUnmatched) } = slide.dataset;
  if (autoAnimateUnmatched === "false") return [];
  return [...slide.querySelectorAll<HTMLElement>(`:scope>:not(aside,${HOLDERS}),:is(${HOLDERS})>*`)].filter(
    (element) => !element.closest(AIMED) && !element.querySelector(AIMED),
  );
}

window.orateAutoAnimate = { start: autoAnimate, isMeant };
