/** The menu of slides leads to the slides as PDF. A bundle of its own, which stands before the deck's where there is one. */

import { make } from "./dom/element";
import { translate } from "./dom/translate";

/** The PDF, as the page's head names it. */
const PDF = 'head > link[rel=alternate][type="application/pdf"]';

function addTo(menu: Element): void {
  const address = document.querySelector(PDF)?.getAttribute("href");
  if (address)
    menu.querySelector("h2")!.after(make("p", "", {}, make("a", "", { href: address }, translate("Slides as PDF"))));
}

/** A dialog is a child of the page, and the menu is made anew each time that it opens. */
const dialogs = new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) if (node instanceof Element && node.matches(".orate-menu")) addTo(node);
});

addEventListener("DOMContentLoaded", () => dialogs.observe(document.body, { childList: true }));
