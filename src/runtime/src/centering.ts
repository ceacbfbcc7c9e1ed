/**
 * Centres a slide by all that is on it, as reveal.js does: what an author places below the rest belongs to its height.
 *
 * A bundle of its own, which comes before the deck's in talks for reveal.js whose slides are centred. The style does the
 * rest: it leaves the height that is said here under the slide.
 */

const SLIDES = ".reveal .slides section:not(:has(>section))";

/** Says how far what is on a slide reaches below it, in pixels of the canvas. */
function markBelow({ target }: Event): void {
  const slide = (target as Node).parentElement && (target as Element).closest<HTMLElement>(SLIDES);
  if (!slide?.closest(".orate-slides")) return;
  const below = slide.scrollHeight - slide.clientHeight;
  if (below > 0) slide.style.setProperty("--orate-below", `${below}px`);
  else slide.style.removeProperty("--orate-below");
}

// A slide that comes on, and a picture that comes late.
for (const type of ["orate-fit", "load"]) document.addEventListener(type, markBelow, true);
