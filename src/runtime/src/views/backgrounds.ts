/** Draws the background of each slide behind the slides, in a tree of its own that mirrors theirs. */

import type { Deck, View } from "../deck";
import type { Slide } from "../outline";
import { trackStandings } from "../standing";

/** Which attribute becomes which property of the background. */
const PROPERTIES = [
  ["backgroundSize", "background-size"],
  ["backgroundPosition", "background-position"],
  ["backgroundRepeat", "background-repeat"],
  ["backgroundOpacity", "opacity"],
] as const;

export const backgrounds: View = (root, deck) => {
  const layer = Object.assign(document.createElement("div"), { className: "backgrounds" });
  const coloured: Slide[] = [];
  const make = (slide: Slide, parent: Element) => {
    const background = TEMPLATE.cloneNode(true) as HTMLElement;
    parent.append(background);
    deck.backgrounds.set(slide, background);
    if (paint(slide, background)) coloured.push(slide);
    return background;
  };
  for (const { element, slides, isStack } of deck.outline.list) {
    const background = make(element, layer);
    if (!isStack) continue;
    background.classList.add("stack");
    for (const slide of slides) make(slide, background);
  }
  root.prepend(layer);
  for (const slide of coloured) markContrast(slide, deck.backgrounds.get(slide)!);

  const track = trackStandings(deck.outline, ({ h, v }, standing) => {
    const column = deck.outline.list[h]!;
    const { classList } = deck.backgrounds.get(v === undefined ? column.element : column.slides[v]!)!;
    classList.remove("past", "present", "future");
    classList.add(standing);
  });
  const undo = deck.subscribe((state, previous) => {
    const from = deck.outline.slide(previous.h, previous.v);
    keepStill(layer, deck.current, from);
    track(state);
    showContrast(root, deck);
    moveParallax(root, deck);
  });
  const undoParallax = paintParallax(root, deck);
  return () => {
    undo();
    undoParallax();
    layer.remove();
    for (const { element, slides } of deck.outline.list) {
      for (const slide of [element, ...slides]) {
        deck.backgrounds.delete(slide);
        if (coloured.includes(slide)) slide.classList.remove(...CONTRASTS);
      }
    }
    root.classList.remove(...CONTRASTS);
  };
};

const TEMPLATE = document.createElement("div");
TEMPLATE.className = "slide-background";
TEMPLATE.append(Object.assign(document.createElement("div"), { className: "slide-background-content" }));

const CONTRASTS = ["has-light-background", "has-dark-background"];

/**
 * Paints what the slide asks for; true where it is a colour, whose brightness is worth knowing.
 *
 * Pictures are not fetched here: the media view does that when the slide comes near.
 */
function paint(slide: Slide, background: HTMLElement): boolean {
  let isColoured = false;
  const { dataset } = slide;
  const content = background.firstElementChild as HTMLElement;
  let identity = "";
  for (const { name, value } of slide.attributes) {
    if (!name.startsWith("data-background") || name === "data-background-hash") continue;
    identity += name + value;
  }
  if (!identity) return false;
  background.dataset.backgroundHash = identity;
  const plain = dataset.background ?? "";
  if (isPicture(plain)) {
    slide.dataset.backgroundImage ??= plain;
  } else if (plain) {
    background.style.background = plain;
    isColoured = true;
  }
  if (dataset.backgroundColor) {
    background.style.backgroundColor = dataset.backgroundColor;
    isColoured = true;
  }
  if (dataset.backgroundGradient) content.style.backgroundImage = dataset.backgroundGradient;
  for (const [key, property] of PROPERTIES) if (dataset[key]) content.style.setProperty(property, dataset[key]);
  if (dataset.backgroundTransition) background.dataset.backgroundTransition = dataset.backgroundTransition;
  if (dataset.backgroundInteractive !== undefined) background.classList.add("orate-interactive");
  return isColoured;
}

/** Whether a `data-background` names a picture rather than a colour. */
function isPicture(text: string): boolean {
  return /^(https?|file|data|blob):|\/\/|var\(--orate-image|\.(svg|png|jpe?g|gif|bmp|webp|avif)([?#\s]|$)/i.test(text);
}

/** Marks a slide as dark or light by the colour behind it, unless the build or the author already has. */
function markContrast(slide: Slide, background: HTMLElement): void {
  const [r = 0, g = 0, b = 0, a = 1] = (getComputedStyle(background).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
  if (a === 0 || CONTRASTS.some((name) => slide.classList.contains(name))) return;
  slide.classList.add((r * 299 + g * 587 + b * 114) / 1000 < 128 ? CONTRASTS[1]! : CONTRASTS[0]!);
}

/** Lets the theme know, on the root, whether it is dark or light behind the current slide. */
function showContrast(root: HTMLElement, deck: Deck): void {
  const stack = deck.outline.list[deck.state.h]?.element;
  for (const name of CONTRASTS) {
    root.classList.toggle(name, [deck.current, stack].some((slide) => slide?.classList.contains(name)));
  }
}

/** Neighbours with the very same background change without a transition, and a playing video goes on. */
function keepStill(layer: HTMLElement, to: Slide | undefined, from: Slide | undefined): void {
  const [old, next] = [from, to].map((slide) => slide && slide.dataset);
  const same = (key: string) => old?.[key] === next?.[key];
  const isSame = !!old?.backgroundVideo || !!old?.backgroundImage || !!old?.background || !!old?.backgroundColor;
  const still = from !== to && isSame && ["background", "backgroundColor", "backgroundImage", "backgroundVideo", "backgroundGradient", "backgroundSize"].every(same);
  layer.classList.toggle("no-transition", still);
}

function paintParallax(root: HTMLElement, { config }: Deck): () => void {
  const picture = config.parallaxBackgroundImage;
  if (!picture) return () => {};
  const { style } = root;
  style.backgroundImage = /^(var|url|\w+-gradient)\(/.test(picture) ? picture : `url("${CSS.escape(picture)}")`;
  style.backgroundSize = config.parallaxBackgroundSize;
  style.backgroundRepeat = config.parallaxBackgroundRepeat;
  style.backgroundPosition = config.parallaxBackgroundPosition;
  root.classList.add("has-parallax-background");
  return () => {
    for (const name of ["image", "size", "repeat", "position"]) style.removeProperty(`background-${name}`);
    root.classList.remove("has-parallax-background");
  };
}

/** Moves the parallax picture with the talk: by the pixels configured, or evenly from edge to edge. */
function moveParallax(root: HTMLElement, { config, outline, state }: Deck): void {
  if (!config.parallaxBackgroundImage) return;
  const share = (index: number, count: number) => (count > 1 ? index / (count - 1) : 0);
  const offset = (step: number | null, index: number, count: number) =>
    typeof step === "number" ? `${-step * index}px` : `${share(index, count) * 100}%`;
  root.style.backgroundPosition =
    `${offset(config.parallaxBackgroundHorizontal, state.h, outline.columns)} ` +
    offset(config.parallaxBackgroundVertical, state.v, outline.rows(state.h));
}
