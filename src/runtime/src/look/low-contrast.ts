/** Text that is hardly seen on what is behind it. */

import { type Color, colorOf, contrast, faded, over } from "./color";
import { drawnTexts } from "./drawing";
import type { Fault } from "./finding";
import { flatten, groundOf, type Layer } from "./ground";
import type { Box, Scan } from "./scan";
import { partOf } from "./type-size";

/** WCAG 2.2, 1.4.3: for text, and for large text. */
const [USUAL, LARGE] = [4.5, 3];

/** Large is, of a slide 720 px high, 24 px, or 18.66 px in bold. */
const [LARGE_SIZE, LARGE_BOLD_SIZE] = [24 / 720, 18.66 / 720];

/** Share of the ground on which a text may be hard to read: the tip of a letter on a bright spot. */
const SPOTS = 0.1;

/** What steps back on purpose, since something else is the point just now. */
const QUIET =
  ".fragment.semi-fade-out.visible,.fragment.fade-in-then-semi-out.visible:not(.current-fragment),.has-highlights :is(.orate-line,tr):not(.highlight-line),[aria-hidden=true],:disabled";

/** A text with what it is judged by. */
interface Sign {
  readonly element: Element;
  readonly box: Pick<Box, "size">;
  readonly style: CSSStyleDeclaration;
  readonly color: Color;
  /** Finds the colours that it is read on; nothing where they cannot be known. */
  readonly ground: () => Promise<Layer | undefined>;
}

/** One finding for each colour in each block of a slide. */
export async function lowContrast(scan: Scan): Promise<Fault[]> {
  const faults = new Map<string, Fault>();
  const parts = new Map<Element, number>();
  for (const box of scan.boxes) {
    if (box.owner.closest(QUIET)) continue;
    const part = partOf(box.element, scan.slide);
    if (!parts.has(part)) parts.set(part, parts.size);
    for (const sign of box.kind === "text" ? written(box, scan) : drawn(box, scan)) {
      const key = `${parts.get(part)} ${sign.color}`;
      const fault = !faults.has(key) && (await judge(sign, scan));
      if (fault) faults.set(key, fault);
    }
  }
  return [...faults.values()];
}

async function judge({ element, box, style, color, ground }: Sign, scan: Scan): Promise<Fault | undefined> {
  const behind = await ground();
  const ratio = behind && readability(color, behind);
  const least = isLarge(box, style, scan) ? LARGE : USUAL;
  if (ratio === undefined || ratio >= least - 0.005) return undefined;
  const rounded = Math.floor(ratio * 100) / 100;
  return {
    code: "low-contrast",
    element,
    ratio: rounded,
    text: `has a contrast of ${rounded}:1 with what is behind it, and ${least}:1 can be read`,
  };
}

function* written(box: Box, scan: Scan): Generator<Sign> {
  const style = getComputedStyle(box.owner);
  // A shadow or an outline is drawn to be read by, and how far it helps is not for numbers.
  if (style.textShadow !== "none" || style.webkitTextStrokeWidth !== "0px" || style.backgroundClip === "text") return;
  const color = faded(colorOf(style.color), box.opacity);
  yield { element: box.owner, box, style, color, ground: () => groundOf(box, scan) };
}

/** The texts of a drawing in the page. */
function* drawn(box: Box, scan: Scan): Generator<Sign> {
  if (box.element.localName !== "svg") return;
  for (const text of drawnTexts(box, scan)) {
    const { left, top, right, bottom, element, shapes } = text;
    const ground = async () => {
      const below = await groundOf({ ...box, left, top, right, bottom }, scan);
      return below && flatten([...shapes.map((color) => [color]), below]);
    };
    const color = faded(text.color, box.opacity);
    yield { element, box: text, style: getComputedStyle(element), color, ground };
  }
}

/** The contrast that all but a few spots of the ground have. */
function readability(color: Color, ground: readonly Color[]): number {
  const ratios = ground.map((behind) => contrast(over(color, behind), behind)).sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length * SPOTS)]!;
}

function isLarge({ size }: Pick<Box, "size">, { fontWeight }: CSSStyleDeclaration, { room, scrolls }: Scan): boolean {
  const height = scrolls ? 720 : room.bottom - room.top;
  return size >= height * (Number(fontWeight) >= 700 ? LARGE_BOLD_SIZE : LARGE_SIZE);
}
