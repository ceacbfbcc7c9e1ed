/** The sections and slides of the talk as a list with a search. */

import type { Deck, View } from "../deck";
import { closeButton, closeOverlay, dialogView } from "../dialog";
import { make, undoAll } from "../element";
import { listen } from "../events";
import type { Slide } from "../outline";
import { fold, matches, textOf, titleOf } from "../search";

const dialog = dialogView(["menu"], (_overlay, deck) => {
  const field = make("input", "", { type: "search", ariaLabel: "Search the slides", placeholder: "Search" });
  const status = make("output", "");
  const items: { row: HTMLElement; button: HTMLButtonElement; group: HTMLElement; text?: string; slide: Slide }[] = [];
  const list = make("ol", "", { lang: document.documentElement.lang });
  deck.outline.list.forEach(({ element, slides, isStack }, h) => {
    const rows = slides.map((slide, v) => {
      const button = make("button", "", { type: "button" }, make("span", "", { textContent: isStack ? `${h + 1}.${v + 1}` : `${h + 1}` }), titleOf(slide) || "Untitled");
      button.onclick = () => {
        deck.dispatch({ type: "slide", h, v });
        closeOverlay(deck);
      };
      if (slide === deck.current) {
        button.ariaCurrent = "true";
        // The dialog gives the focus to the field; this only brings the row into view.
        requestAnimationFrame(() => button.scrollIntoView({ block: "center" }));
      }
      return { row: make("li", "", {}, button), button, slide };
    });
    const name = element.dataset.menuTitle;
    const group = isStack
      ? list.appendChild(make("li", "", {}, name ? make("h3", "", { textContent: name }) : "", make("ol", "", {}, ...rows.map(({ row }) => row))))
      : list.appendChild(rows[0]!.row);
    for (const row of rows) items.push({ ...row, group });
  });
  field.oninput = () => {
    let count = 0;
    const open = new Set<Element>();
    for (const item of items) {
      const isFound = matches((item.text ??= fold(`${titleOf(item.slide)} ${textOf(item.slide)}`)), field.value);
      item.row.hidden = !isFound;
      if (isFound && open.add(item.group)) count++;
    }
    for (const { group } of items) group.hidden = !open.has(group);
    status.textContent = field.value ? (count ? `${count} of ${items.length}` : "Nothing found") : "";
  };
  const content = make("div", "orate-list", {}, list);
  const rows = () => items.filter(({ row }) => !row.hidden).map(({ button }) => button);
  listen<KeyboardEvent>(field, "keydown", ({ key }) => key === "Enter" && rows()[0]?.click());
  const box = make("div", "", {}, make("h2", "", { textContent: "Slides" }), closeButton(deck), field, status, content);
  listen<KeyboardEvent>(box, "keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const [all, at] = [rows(), document.activeElement];
    const index = all.indexOf(at as HTMLButtonElement);
    (all[index < 0 && by < 0 ? -1 : index + by] ?? field).focus();
  });
  field.autofocus = true;
  return { label: "Slides", children: [box] };
});

const toggle = (deck: Deck) => deck.dispatch({ type: "show", change: { overlay: { kind: "menu" } } });

export const menu: View = (root, deck) => undoAll([dialog(root, deck) as () => void, deck.bind({ codes: [77], keys: "M", help: "Menu of slides, with search", run: () => toggle(deck) })]);
