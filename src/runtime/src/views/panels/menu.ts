/** The sections and slides of the talk as a list with a search. */

import type { View } from "../../deck/deck";
import { closeOverlay, dialogView } from "../../dom/dialog";
import { make } from "../../dom/element";
import { listen } from "../../deck/events";
import type { Slide } from "../../state/outline";
import { fold, matches, textOf, titleOf } from "../../state/search";
import { translate } from "../../dom/translate";

const dialog = dialogView(["menu"], "Slides", (deck) => {
  const field = make("input", "", { type: "search", ariaLabel: translate("Search"), placeholder: translate("Search") });
  const status = make("output");
  const rows: { row: HTMLElement; slide: Slide; text?: string }[] = [];
  const list = make("ol", "", { lang: document.documentElement.lang });
  deck.outline.list.forEach(({ element, slides, isStack }, h) => {
    const title = element.dataset.menuTitle;
    const group = isStack
      ? list.appendChild(make("li", "", {}, title ? make("h3", "", {}, title) : "")).appendChild(make("ol"))
      : list;
    slides.forEach((slide, v) => {
      const number = !isStack ? h + 1 : deck.outline.columns > 1 ? `${h + 1}.${v + 1}` : v + 1;
      const button = make("button", "", {}, make("span", "", {}, `${number}`), titleOf(slide) || translate("Untitled"));
      const row = group.appendChild(make("li", "", {}, button));
      rows.push({ row, slide });
      listen(button, "click", () => {
        closeOverlay(deck);
        deck.go({ h, v });
      });
      if (slide !== deck.current) return;
      button.ariaCurrent = "true";
      requestAnimationFrame(() => button.scrollIntoView({ block: "center" }));
    });
  });
  const open = () => rows.filter(({ row }) => !row.hidden).map(({ row }) => row.firstChild as HTMLElement);
  listen(field, "input", () => {
    const filter = (isLoose: boolean) => {
      for (const one of rows)
        one.row.hidden = !matches(
          (one.text ??= fold(`${titleOf(one.slide)} ${textOf(one.slide)}`)),
          field.value,
          isLoose,
        );
    };
    filter(false);
    if (!open()[0]) filter(true);
    status.textContent = field.value && translate("{1} of {2}", open().length, rows.length);
  });
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = open();
    if (event.key === "Enter" && event.target === field) all[0]?.click();
    if (!by) return;
    event.preventDefault();
    (all[all.indexOf(event.target as HTMLElement) + by] ?? field).focus();
  };
  for (const element of [field, list]) listen<KeyboardEvent>(element, "keydown", walk);
  return { children: [make("h2", "", {}, translate("Slides")), field, status, list] };
});

export const menu: View = (root, deck) => [
  ...dialog(root, deck)!,
  deck.bind({ codes: [77], keys: "M", help: "Menu of slides", run: () => deck.api.toggleMenu!(true) }),
];
