/**
 * The menu and the help of a deck that is part of a site lead to the pages around it. A bundle of its own, which stands
 * before the deck's where there is a site.
 */

import { make } from "../src/dom/element";

/** A dialog is a child of the page, and is made anew each time that it opens. */
const dialogs = new MutationObserver((changes) => {
  const links = document.querySelectorAll<HTMLAnchorElement>("body > .orate-home a");
  for (const { addedNodes } of changes)
    for (const node of addedNodes) {
      if (!(node instanceof Element && node.matches(".orate-menu, .orate-help"))) continue;
      const copies = [...links].flatMap((link) => [link.cloneNode(true), " "]);
      node.querySelector("h2")?.after(make("p", "", {}, ...(copies as (Node | string)[])));
    }
});

addEventListener("DOMContentLoaded", () => dialogs.observe(document.body, { childList: true }));
