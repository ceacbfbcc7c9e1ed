/** Waits for what a slide is the first to need: a text has other measures without its font, a picture none before it is there. */

/** Milliseconds that are waited in vain at most, in one look. */
const PATIENCE = 3000;

let left = 0;

/** Begins to look: what did not come in time for another look may come for this one. */
export const bePatient = () => void (left = PATIENCE);

/** Lays a slide out, which is when its fonts are asked for, and waits for them and for its pictures. */
export async function arrival(slide: HTMLElement): Promise<void> {
  slide.getBoundingClientRect();
  const arrivals: Promise<unknown>[] = [...slide.querySelectorAll("img")]
    .filter(({ complete }) => !complete)
    .map(loaded);
  if (document.fonts.status === "loading") arrivals.push(document.fonts.ready);
  if (!arrivals.length || left <= 0) return;
  const start = performance.now();
  const isLate = await Promise.race([
    Promise.all(arrivals).then(() => false),
    new Promise((done) => setTimeout(() => done(true), left)),
  ]);
  if (isLate) left -= performance.now() - start;
}

/** Whoever fits slides hears of a picture first, on the way down. */
const loaded = (picture: HTMLImageElement) =>
  new Promise((done) => {
    for (const type of ["load", "error"]) picture.addEventListener(type, done, { once: true });
  });
