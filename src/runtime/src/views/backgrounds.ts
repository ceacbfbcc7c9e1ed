/**
 * Makes the background of each slide behind the slides, in a tree of its own that mirrors theirs.
 *
 * Which of them is present is marked together with the slides.
 */

import type { Deck, View } from "../deck/deck";
import { make } from "../dom/element";
import { cssImages, isPicture } from "../dom/media";
import type { Slide } from "../state/outline";

const CONTRASTS = ["has-light-background", "has-dark-background"] as const;

export const backgrounds: View = (root, deck) => {
  const { outline } = deck;
  const layer = make("div", "backgrounds");
  const coloured: Slide[] = [];
  // All at once, as one text: to make them one by one is felt in a long deck.
  layer.innerHTML = outline.list
    .map(({ slides, isStack }) => (isStack ? markup(" stack", markup().repeat(slides.length)) : markup()))
    .join("");
  const own = (slide: Slide, background: Element | null | undefined) => {
    deck.backgrounds.set(slide, background as HTMLElement);
    if (paint(slide, background as HTMLElement)) coloured.push(slide);
  };
  let next = layer.firstElementChild;
  for (const { element, slides, isStack } of outline.list) {
    own(element, next);
    if (isStack) slides.forEach((slide, v) => own(slide, next!.children[v + 1]));
    next = next!.nextElementSibling;
  }
  root.prepend(layer);
  const marked = coloured.filter((slide) => markContrast(slide, deck.backgrounds.get(slide)!));

  const draw = deck.subscribe((state, previous) => {
    const [from, to] = [previous, state].map(
      ({ h, v }) => deck.backgrounds.get(outline.slide(h, v)!)?.dataset.backgroundHash,
    );
    // The same background twice is not a change: it stays as it is, and a film goes on.
    layer.classList.toggle("no-transition", !!from && from === to);
    // A slide's own background lies over that of its stack.
    const stack = outline.list[state.h]?.element;
    const contrast = [deck.current, stack]
      .map((slide) => CONTRASTS.find((name) => slide?.classList.contains(name)))
      .find(Boolean);
    for (const name of CONTRASTS) root.classList.toggle(name, name === contrast);
    root.classList.toggle("orate-interactive", "backgroundInteractive" in (deck.current?.dataset ?? {}));
    moveParallax(root, deck);
  });
  return [
    () => {
      layer.remove();
      for (const element of [root, ...marked]) element.classList.remove(...CONTRASTS, "orate-interactive");
      deck.backgrounds.clear();
    },
    paintParallax(root, deck),
    draw,
  ];
};

const markup = (stack = "", inside = "") =>
  `<div class="slide-background${stack} future"><div class="slide-background-content"></div>${inside}</div>`;

/**
 * Paints what the slide asks for; true where it is a colour, whose brightness is worth knowing.
 *
 * Pictures are not fetched here: the media view does that when the slide comes near.
 */
function paint(slide: Slide, background: HTMLElement): boolean {
  const said = slide.getAttributeNames().filter((name) => name.startsWith("data-background"));
  if (!said[0]) return false;
  const { dataset } = slide;
  const { style } = background.firstElementChild as HTMLElement;
  const plain = dataset.background ?? "";
  background.dataset.backgroundHash = said.map((name) => name + slide.getAttribute(name)).join();
  if (isPicture(plain)) dataset.backgroundImage ??= plain;
  else background.style.background = plain;
  if (dataset.backgroundColor) background.style.backgroundColor = dataset.backgroundColor;
  style.backgroundImage = dataset.backgroundGradient ?? "";
  for (const name of ["backgroundSize", "backgroundPosition", "backgroundRepeat"] as const)
    style[name] = dataset[name] ?? "";
  style.opacity = dataset.backgroundOpacity ?? "";
  if (dataset.backgroundTransition) background.dataset.backgroundTransition = dataset.backgroundTransition;
  return background.style.backgroundColor !== "";
}

/** Marks a slide as dark or light by the colour behind it, unless the build or the author already has. */
export function markContrast({ classList }: Slide, background: HTMLElement): boolean {
  const [r = 0, g = 0, b = 0, a = 1] = (getComputedStyle(background).backgroundColor.match(/[\d.]+/g) ?? []).map(
    Number,
  );
  if (a === 0 || CONTRASTS.some((name) => classList.contains(name))) return false;
  classList.add(CONTRASTS[r * 299 + g * 587 + b * 114 < 128e3 ? 1 : 0]);
  return true;
}

function paintParallax({ style, classList }: HTMLElement, { config }: Deck): () => void {
  const picture = config.parallaxBackgroundImage;
  const paint = (image: string, size: string, repeat: string) => {
    Object.assign(style, { backgroundImage: image, backgroundSize: size, backgroundRepeat: repeat });
    classList.toggle("has-parallax-background", image !== "");
  };
  if (picture) paint(cssImages(picture), config.parallaxBackgroundSize, config.parallaxBackgroundRepeat);
  return () => paint("", "", "");
}

/** Moves the parallax picture with the talk: by the pixels configured, or evenly from edge to edge. */
function moveParallax({ style }: HTMLElement, { config, outline, state }: Deck): void {
  if (!config.parallaxBackgroundImage) return;
  const offset = (step: number | null, index: number, count: number) =>
    typeof step === "number" ? `${-step * index}px ` : `${count > 1 ? (index / (count - 1)) * 100 : 0}% `;
  style.backgroundPosition =
    offset(config.parallaxBackgroundHorizontal, state.h, outline.columns) +
    offset(config.parallaxBackgroundVertical, state.v, outline.rows(state.h));
}
