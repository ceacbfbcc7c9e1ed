/** Waits for what a slide is the first to need: a text has other measures without its font, a picture none before it is there. */

/** Milliseconds that are waited in vain at most, in one look. */
const PATIENCE = 3000;

let left = 0;

/** Begins to look: what did not come in time for another look may come for this one. */
export const bePatient = () => void (left = PATIENCE);

/** Waits for the fonts and the pictures of a slide that is laid out. Whether there was anything to wait for. */
export async function hasWaited(slide: HTMLElement): Promise<boolean> {
  const arrivals: Promise<unknown>[] = [...slide.querySelectorAll("img")]
    .filter(({ complete }) => !complete)
    .map((picture) => picture.decode());
  if (document.fonts.status === "loading") arrivals.push(document.fonts.ready);
  if (!arrivals.length || left <= 0) return false;
  const start = performance.now();
  const isLate = await Promise.race([
    Promise.allSettled(arrivals).then(() => false),
    new Promise((done) => setTimeout(() => done(true), left)),
  ]);
  if (isLate) left -= performance.now() - start;
  return true;
}
