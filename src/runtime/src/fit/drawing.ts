/** How high a drawing must be for its words to be read. */

/** The height of a drawing for a pixel of its smallest type, in pixels. */
const HEIGHT = "--orate-height-of-type";

/**
 * Says on each drawing how its height goes with its type. `type` is the size of type that can be read: one whose width
 * has no room for it is as high as it is with all of the width.
 */
export function outlineDrawings(slide: HTMLElement, type: number): void {
  for (const svg of slide.querySelectorAll<SVGSVGElement>(":is(.orate-diagram,.orate-chart)>svg[viewBox]")) {
    const { width, height } = svg.viewBox.baseVal;
    const sizes = [...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize));
    const size = Math.min(...sizes);
    const room = svg.parentElement!.clientWidth / type;
    if (width && size < Infinity)
      svg.style.setProperty(HEIGHT, `${Math.min(height / size, (room * height) / width).toFixed(2)}`);
  }
}
