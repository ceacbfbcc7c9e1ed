/**
 * What is on every slide, on paper: a slide that wants it is lent a copy for as long as the page is printed.
 *
 * A bundle of its own, which is before the deck's where a talk has a header or a footer.
 */

const NAMES = ["header", "footer"];

/** The words of a slide's state and of its column's. */
const isOff = (slide: HTMLElement, name: string) =>
  [slide, slide.parentElement!.closest("section")].some((one) => one?.dataset.state?.split(" ").includes(`orate-no-${name}`));

/** Gives each slide its copies, in a layer that counts as a background: rules that ask what a slide holds pass over it. */
function lend() {
  takeBack();
  const lines = NAMES.map((name) => document.querySelector<HTMLElement>(`.reveal>.orate-${name}`));
  for (const slide of document.querySelectorAll<HTMLElement>(".slides section:not(:has(>section))")) {
    const layer = document.createElement("div");
    layer.className = "slide-background orate-lent";
    layer.append(...lines.flatMap((line, i) => (line && !isOff(slide, NAMES[i]!) ? [copyOf(line)] : [])));
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
}

addEventListener("beforeprint", lend);
addEventListener("afterprint", () => document.querySelector(".orate-print") || takeBack());
// Pages that are laid out for good keep them.
document.addEventListener("pdf-ready", lend);
