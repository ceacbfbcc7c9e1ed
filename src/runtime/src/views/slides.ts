/** Draws where the talk is on the slides themselves: classes, attributes and fragments, touching only what a step changes. */

import { startAnimation } from "../dom/animation";
import type { Deck, View } from "../deck/deck";
import { setClasses } from "../dom/element";
import { fitText } from "../dom/fit-text";
import { listen } from "../deck/events";
import { type Shown, showFragments } from "../state/fragments";
import { near } from "../state/near";
import type { Slide } from "../state/outline";
import { type Standing, standing as standingOf, trackStandings } from "../state/standing";
import { isSameSlide, type State } from "../state/state";

export const slides: View = (root, deck) => {
  const { config, outline } = deck;
  const undoClasses = markRoot(root, deck);
  const animation = startAnimation(deck);
  let ready = new Set<Slide>();
  let isFirst = true;
  let isMoving = false;
  // Where every slide is on view, none is hidden from the keyboard or from a screen reader.
  const isFlat = deck.isPrint || deck.state.scroll;

  for (const { element, isStack } of outline.list) if (isStack) element.classList.add("stack");

  const track = trackStandings(outline, ({ h, v }, standing) => {
    const column = outline.list[h]!;
    const element = v === undefined ? column.element : column.slides[v]!;
    mark(element, standing, isFlat);
    const background = deck.backgrounds.get(element);
    if (background) stand(background, standing ?? "present");
    // At the start no fragment is shown yet, so there is nothing to hide and no need to look.
    if (!standing || !config.fragments || deck.isPrint || (isFirst && standing === "future")) return;
    const settle = (slide: Slide, as: Standing) => {
      if (as === "past") showFragments(outline.fragments(slide), Infinity, false);
      else if (as === "future") showFragments(outline.fragments(slide), -1);
    };
    if (v === undefined)
      column.slides.forEach((slide, row) =>
        settle(slide, standing === "present" ? standingOf(row, deck.state.v) : standing),
      );
    else if (h === deck.state.h) settle(element, standing);
  });

  const draw = (state: State, previous: State) => {
    const slide = deck.current;
    const moved = isFirst || !isSameSlide(state, previous);
    if (moved) {
      const from = isFirst ? undefined : outline.slide(previous.h, previous.v);
      // On a page to scroll, slides that move into one another lie in one place.
      const isSeen = () => !state.overview && (!state.scroll || top(from!) === top(slide!));
      const animate = from && slide && animation?.prepare(from, slide, isSeen);
      if (!isFlat) ready = keepReady(ready, near(outline, state, config.viewDistance), slide, from);
      isMoving = !!from;
      track(state);
      root.classList.toggle("is-vertical-slide", !!outline.list[state.h]?.isStack);
      // Before what moves is measured.
      if (slide) fitText(slide);
      animate?.();
    }
    if (slide && !deck.isPrint) {
      const groups = outline.fragments(slide);
      const changed = showFragments(groups, state.f);
      if (groups[0]) slide.dataset.fragment = String(state.f);
      const isNew = state.h !== previous.h;
      if (!isFirst) {
        deck.afterDrawing(() => {
          if (moved) deck.arrive(isNew);
          tell(changed);
        });
      }
    }
    isFirst = false;
  };

  const tell = ({ shown, hidden }: Shown) => {
    for (const fragment of shown) deck.emit("visible", {}, fragment, false);
    for (const fragment of hidden) deck.emit("hidden", {}, fragment, false);
    if (hidden[0]) deck.emit("fragmenthidden", { fragment: hidden[0], fragments: hidden });
    if (shown[0]) deck.emit("fragmentshown", { fragment: shown[0], fragments: shown });
  };

  const showAll = (isOn: boolean) => {
    if (config.fragments && !deck.isPrint) return;
    for (const { classList } of deck.slides.getElementsByClassName("fragment")) classList.toggle("visible", isOn);
  };
  showAll(true);
  return [
    () => showAll(false),
    () => {
      for (const { element, slides } of outline.list) for (const slide of [element, ...slides]) unmark(slide);
    },
    () => animation?.end(),
    undoClasses,
    deck.subscribe(draw),
    listen<TransitionEvent>(deck.slides, "transitionend", ({ target }) => {
      const { current: currentSlide, previous: previousSlide, state } = deck;
      // The first end that is seen on either slide is the end: an author's own transition may move what it likes.
      if (!isMoving || (target !== currentSlide && target !== previousSlide)) return;
      isMoving = false;
      deck.emit("slidetransitionend", { indexh: state.h, indexv: state.v, previousSlide, currentSlide });
    }),
  ];
};

/** Sets which slides are laid out. One that arrives from afar is laid out first, so that it too comes in with a transition. */
function keepReady(old: Set<Slide>, wanted: Set<Slide>, slide: Slide | undefined, from: Slide | undefined): Set<Slide> {
  if (from) wanted.add(from);
  for (const one of [...wanted]) if (one.parentElement!.localName === "section") wanted.add(one.parentElement!);
  for (const one of old) if (!wanted.has(one)) delete one.dataset.orateNear;
  for (const one of wanted) if (!old.has(one)) one.dataset.orateNear = "";
  if (from && slide && !old.has(slide)) slide.getBoundingClientRect();
  return wanted;
}

const top = (slide: Slide) => slide.getBoundingClientRect().y;

function mark(slide: Slide, standing: Standing | undefined, isFlat: boolean): void {
  stand(slide, standing ?? "");
  hide(slide, standing !== "present" && !isFlat);
}

/** One look and one write: at the start this is done for every slide of the deck, and token lists would be felt. */
function stand(element: Element, standing: Standing | ""): void {
  const { className } = element;
  if (standing && className.endsWith(standing)) return;
  element.className = className ? `${className.replace(STANDING, "")} ${standing}`.trim() : standing;
}

const STANDING = /(^|\s)(past|present|future)(?!\S)/g;

function unmark(slide: Slide): void {
  stand(slide, "");
  slide.classList.remove("stack");
  hide(slide, false);
  delete slide.dataset.orateNear;
}

function hide(slide: Slide, away: boolean): void {
  slide.hidden = slide.inert = away;
  slide.ariaHidden = away ? "true" : null;
}

/** What the root element says of the whole deck. */
function markRoot(root: HTMLElement, { config, outline }: Deck): () => void {
  const { transition, transitionSpeed, backgroundTransition, navigationMode, display } = config;
  const classes = {
    [transition.trim().replace(/\s+/g, "-") || "none"]: true,
    center: config.center,
    rtl: config.rtl,
    embedded: config.embedded,
    "has-horizontal-slides": outline.columns > 1,
    "has-vertical-slides": outline.hasStacks,
  };
  setClasses(root, classes);
  Object.assign(
    root.dataset,
    { transitionSpeed, backgroundTransition },
    navigationMode !== "default" && { navigationMode },
  );
  root.style.setProperty("--orate-display", display);
  return () => {
    root.classList.remove(...Object.keys(classes));
    delete root.dataset.navigationMode;
  };
}
