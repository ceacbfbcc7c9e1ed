/**
 * The deck on paper. A plain Ctrl+P gives one slide a page, each with its background; `?view=print` lays
 * the pages out for good: one for each fragment group where the settings want it, with notes and numbers.
 */

import type { Deck, Store, View } from "../deck/deck";
import { make, makeSheet } from "../dom/element";
import { listen } from "../deck/events";
import { fitText } from "../dom/fit-text";
import { showFragments } from "../state/fragments";
import { loadSlide } from "../dom/media";
import { notesOf } from "../dom/notes";

export const print: View = (root, deck) => {
  const [sheet, remove] = makeSheet();
  const { margin, pdfPageHeightOffset } = deck.config;
  const { width, height } = deck.size;
  const [across, down] = deck.isPrint ? [width * (1 + margin), height * (1 + margin)].map(Math.floor) : [width, height];
  if (!deck.config.embedded) sheet.replaceSync(`@page{size:${across}px ${down}px;margin:0}`);
  const undo = deck.isPrint ? layOut(root, deck, across!, down! + pdfPageHeightOffset) : lendBackgrounds(deck);
  return [remove, ...undo];
};

/** For as long as the page is printed, each background lies in its slide, so that it breaks with it. */
function lendBackgrounds(deck: Deck): (() => void)[] {
  const { outline, backgrounds } = deck;
  let back: (() => void)[] = [];
  return [
    listen(window, "beforeprint", () => {
      // What fills its line is measured where it is, and slides far off are nowhere until then.
      for (const slide of deck.slides.querySelectorAll<HTMLElement>("section:has(.r-fit-text)")) {
        slide.dataset.orateNear = "";
        fitText(slide);
      }
      for (const slide of outline.slides) {
        const background = backgrounds.get(slide);
        if (!background || back.length >= outline.slides.length) continue;
        loadSlide(slide, deck);
        const place = document.createComment("");
        background.replaceWith(place);
        slide.prepend(background);
        back.push(() => place.replaceWith(background));
      }
    }),
    listen(window, "afterprint", () => {
      for (const step of back) step();
      back = [];
    }),
  ];
}

function layOut(root: HTMLElement, deck: Deck, width: number, height: number): (() => void)[] {
  const { config, outline, slides } = deck;
  const html = document.documentElement.classList;
  html.add("reveal-print", "print-pdf");
  // The page is measured before the first drawing, which ends the start.
  html.remove("orate-starting");
  root.classList.add("orate-print");
  root.style.setProperty("--page-width", `${width}px`);
  root.style.setProperty("--page-height", `${height}px`);
  const pages: HTMLElement[] = [];
  const tops = outline.list.map((column) => column.element);
  const homes = outline.slides.map((slide) => [slide, slide.parentElement!] as const);

  const sheets = outline.slides.map((slide) => {
    loadSlide(slide, deck);
    const page = make("div", "pdf-page");
    const background = deck.backgrounds.get(slide);
    slide.classList.remove("past", "future");
    slide.classList.add("present");
    page.append(...(background ? [background.cloneNode(true)] : []), slide);
    page.hidden = true;
    return page;
  });
  slides.append(...sheets);
  // Each page of its steps is a copy, which has the mark, too.
  if (sheets[0]) sheets[0].dataset["first"] = "";
  outline.slides.forEach((slide, i) => {
    const groups = outline.fragments(slide);
    const page = sheets[i]!;
    // Each is measured alone: a long deck would else be laid out again for each of its slides.
    page.hidden = false;
    fitText(slide);
    page.hidden = true;
    const isNumbered = config.slideNumber && config.showSlideNumber !== "speaker";
    const hasNotes = config.showNotes && notesOf(slide).length > 0;
    const notes = () => make("div", "speaker-notes speaker-notes-pdf", {}, ...notesOf(slide));
    const finish = (page: HTMLElement, step: number) => {
      if (isNumbered)
        page.append(make("div", "slide-number slide-number-pdf", {}, `${i + 1}${step ? `.${step}` : ""}`));
      pages.push(page);
      if (hasNotes && config.showNotes !== "separate-page") page.append(notes());
    };
    if (config.pdfSeparateFragments) {
      for (let f = -1; f < groups.length - 1; f++) {
        showFragments(groups, f);
        const copy = page.cloneNode(true) as HTMLElement;
        for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
        page.before(copy);
        finish(copy, f + 1);
      }
      showFragments(groups, groups.length - 1);
      finish(page, groups.length);
    } else {
      page.dataset["steps"] = "";
      finish(page, 0);
    }
    if (hasNotes && config.showNotes === "separate-page") {
      const sheet = make("div", "pdf-page", {}, notes());
      sheet.dataset.layout = "separate-page";
      page.after(sheet);
      pages.push(sheet);
    }
  });
  for (const page of pages) page.hidden = false;
  // Heights are read together, then written together; a pixel needs no page.
  const needed = pages.map((page) => Math.ceil(page.scrollHeight / height - 0.01));
  pages.forEach((page, i) => {
    const times = Math.min(needed[i]!, config.pdfMaxPagesPerSlide);
    if (times > 1) page.style.minBlockSize = `${(height + config.pdfPageHeightOffset) * times}px`;
  });
  // As in reveal.js, when the page has loaded, and so when whoever waits for the deck has had a turn.
  const tellReady = () => ((deck as Store).pdfReady = deck.emit("pdf-ready"));
  if (document.readyState === "complete") setTimeout(tellReady);
  else addEventListener("load", tellReady);
  return [
    () => removeEventListener("load", tellReady),
    () => {
      html.remove("reveal-print", "print-pdf");
      for (const [slide, home] of homes) home.append(slide);
      slides.append(...tops);
      for (const page of pages) page.remove();
    },
  ];
}
