/** The arrows in the corner, and every element an author made into one by its class. */

import type { View } from "../deck/deck";
import { make, setClasses } from "../dom/element";
import { listen } from "../deck/events";
import { fragmentRoutes, routes } from "../state/navigate";
import { part } from "../dom/part";
import type { Direction } from "../state/state";
import { translate } from "../dom/translate";

const LABELS = { left: "previous slide", right: "next slide", up: "above slide", down: "below slide" };
const WAYS: Direction[] = ["left", "right", "up", "down", "prev", "next"];

export const controls: View = (root, deck) => {
  const { config } = deck;
  const aside = part(root, "aside", "controls");
  if (!aside.firstChild) {
    for (const [way, label] of Object.entries(LABELS)) {
      aside.append(make("button", `navigate-${way}`, { ariaLabel: translate(label) }, make("span", "controls-arrow")));
    }
  }
  aside.ariaLabel = translate("Slides");
  const isOn = config.controls === "speaker" ? deck.isSpeaker : config.controls;
  aside.style.display = isOn && !deck.isPrint ? "block" : "none";
  aside.dataset.controlsLayout = config.controlsLayout;
  aside.dataset.controlsBackArrows = config.controlsBackArrows;

  const found = WAYS.map((way) => [way, [...root.querySelectorAll<HTMLElement>(`.navigate-${way}`)]] as const);
  const isBack = (way: Direction) => way === "prev" || way === "up" || way === (config.rtl ? "right" : "left");
  return [
    deck.subscribe((state) => {
      // As for the slide number: a style that looked for the present slide would be matched again for every slide.
      aside.dataset["template"] = deck.current?.dataset["template"] ?? "";
      const open = routes(state, deck.outline, config);
      const fragments = fragmentRoutes(state, deck.outline);
      // Fragments are stepped through in the direction in which the slides lie.
      const across = deck.outline.list[state.h]?.isStack ? /left|right/ : /up|down/;
      const ways = { ...open, prev: open.left || open.up, next: open.right || open.down };
      // Who has never gone that way is shown that it exists.
      const { hasNavigatedVertically, hasNavigatedHorizontally } = deck.api;
      const onward = config.rtl ? "left" : "right";
      const shown =
        open.down && !hasNavigatedVertically!()
          ? "down"
          : open[onward] && !state.v && !hasNavigatedHorizontally!()
            ? onward
            : "";
      for (const [way, elements] of found) {
        const steps = !across.test(way) && (isBack(way) ? fragments.prev : fragments.next);
        const classes = {
          "orate-back": isBack(way),
          enabled: ways[way] || steps,
          fragmented: steps,
          highlight: config.controlsTutorial && way === shown,
        };
        for (const element of elements) {
          setClasses(element, classes);
          if (element.localName === "button") (element as HTMLButtonElement).disabled = !classes.enabled;
        }
      }
    }),
    listen<MouseEvent>(root, "click", (event) => {
      const target = (event.target as Element).closest("[class*=navigate-]");
      const way = WAYS.find((way) => target?.classList.contains(`navigate-${way}`));
      if (!way) return;
      event.preventDefault();
      deck.turn(way);
    }),
  ];
};
