/**
 * What a page needs on paper: each slide is lent a copy of the header and the footer, and its number, for as long as the page is
 * printed; addresses of files on this machine go.
 *
 * A bundle of its own, which is before the deck's where a talk has a header, a footer, slide numbers or links to files.
 */

/** What is used of reveal.js's API. */
interface Api {
  getConfig(): { slideNumber: boolean | string; showSlideNumber: string };
  getIndices(slide: Element): { h: number; v?: number };
  getSlidePastCount(slide: Element): number;
  getTotalSlides(): number;
  hasHorizontalSlides(): boolean;
}

const NAMES = ["header", "footer"];

/** The words of a slide's state and of its column's. */
const isOff = (slide: HTMLElement, name: string) =>
  [slide, slide.parentElement!.closest("section")].some((one) =>
    one?.dataset.state?.split(" ").includes(`orate-no-${name}`),
  );

/** The number of a slide in the format of the settings, which is none of a function's. */
function numberOf(slide: HTMLElement, deck: Api): string {
  const { slideNumber: format, showSlideNumber } = deck.getConfig();
  if (!format || showSlideNumber === "speaker") return "";
  const counted = slide.dataset.visibility === "uncounted" ? 0 : 1;
  const flat = deck.getSlidePastCount(slide) + counted;
  if (format === "c/t") return `${flat} / ${deck.getTotalSlides()}`;
  // A deck of one column counts all slides.
  if (format === "c" || !deck.hasHorizontalSlides()) return `${flat}`;
  const { h, v } = deck.getIndices(slide);
  return `${h + counted}${v === undefined ? "" : (format === "h/v" ? " / " : ".") + (v + 1)}`;
}

/** The layer that slides get their number in on paper; pages that are laid out for good have their own. */
function numberLayer(slide: HTMLElement): HTMLElement[] {
  const deck = (window as { Reveal?: Api }).Reveal;
  const text = deck && !slide.closest(".pdf-page") ? numberOf(slide, deck) : "";
  if (!text) return [];
  const number = document.createElement("div");
  number.className = "slide-number slide-number-pdf";
  number.textContent = text;
  return [number];
}

/** Gives each slide its copies, in a layer that counts as a background: rules that ask what a slide holds pass over it. */
function lend() {
  takeBack();
  const lines = NAMES.map((name) => document.querySelector<HTMLElement>(`.reveal>.orate-${name}`));
  for (const slide of document.querySelectorAll<HTMLElement>(".slides section:not(:has(>section))")) {
    const layer = document.createElement("div");
    layer.className = "slide-background orate-lent";
    layer.append(
      ...lines.flatMap((line, i) => (line && !isOff(slide, NAMES[i]!) ? [copyOf(line)] : [])),
      ...numberLayer(slide),
    );
    slide.append(layer);
  }
}

/** A copy whose pictures are painted: what is put in at the last moment is printed before its pictures have come. */
function copyOf(line: HTMLElement) {
  const copy = line.cloneNode(true) as HTMLElement;
  const pictures = line.querySelectorAll("img");
  copy.querySelectorAll("img").forEach((picture, i) => {
    const { naturalWidth, naturalHeight, currentSrc, dataset } = pictures[i]!;
    const stand = document.createElement("span");
    stand.className = "orate-stand-in";
    stand.style.aspectRatio = `${naturalWidth}/${naturalHeight}`;
    if (dataset.orateImage) stand.dataset.orateImage = dataset.orateImage;
    else stand.style.backgroundImage = `url("${currentSrc}")`;
    picture.replaceWith(stand);
  });
  return copy;
}

function takeBack() {
  for (const layer of document.querySelectorAll(".orate-lent")) layer.remove();
  for (const link of document.querySelectorAll<HTMLElement>("a[data-orate-file]")) {
    link.setAttribute("href", link.dataset.orateFile!);
    delete link.dataset.orateFile;
  }
}

/** Hides the addresses of files beside a deck on disk, which paper would name by their place on this machine. */
function hideFiles() {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".slides a[href]")) {
    if (link.protocol !== "file:" || link.pathname === location.pathname) continue;
    link.dataset.orateFile = link.getAttribute("href")!;
    link.removeAttribute("href");
  }
}

function prepare() {
  lend();
  hideFiles();
}

addEventListener("beforeprint", prepare);
addEventListener("afterprint", () => document.querySelector(".orate-print") || takeBack());
// Pages that are laid out for good keep them.
document.addEventListener("pdf-ready", prepare);
