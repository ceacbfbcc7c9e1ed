/** Text of a slide that is not on its page of paper. */

import { BESIDE } from "../fit/room";
import { type Fault, inWords, rounded } from "./finding";
import { area, type Box, meet, type Rect, scan, type Scan } from "./scan";
import { partOf } from "./type-size";

/** A line counts as printed if this share of it is on the page. */
const MOST = 0.6;

/** Text that no page is meant to show: what is not content, copies of a listing for its steps, and what its author has taken away. */
const UNPRINTED = `${BESIDE},.orate-figures,[hidden],noscript,pre>code.fragment,.orate-copy,.orate-plate,svg`;

/** Whether the page is laid out for paper, or as a browser that prints it would see it. */
export const isOnPaper = () => matchMedia("print").matches || document.documentElement.matches(".reveal-print");

/** The pages of one slide: one for each of its steps, the slide itself on the last. */
export function lostInPrint(slide: HTMLElement): Fault[] {
  const sheets = sheetsOf(slide);
  const printed = new Set<string>();
  for (const [copy, frame] of sheets.slice(0, -1))
    for (const line of linesOf(scan(copy, frame, false), whole(frame))) if (line.isOn) printed.add(keyOf(line.box));
  const [, frame] = sheets.at(-1)!;
  const seen = scan(slide, frame, false);
  const lines = linesOf(seen, whole(frame));
  const lost = lines.filter(({ box, isOn }) => !isOn && !printed.has(keyOf(box)));
  const shown = new Set([...lines.map(({ box }) => box.node)]);
  // One finding for each block of the slide: where it begins to be lost, and how far it goes on.
  const faults = new Map<Element, { element: Element; by: number; isCovered: boolean }>();
  const note = (element: Element, by: number, isCovered: boolean) => {
    const part = partOf(element, slide);
    const first = faults.get(part);
    if (first) first.by = Math.max(first.by, by);
    else faults.set(part, { element, by, isCovered });
  };
  for (const { box, by } of lost) note(box.element, by, by <= 0);
  for (const text of textsOf(slide)) {
    const element = text.parentElement!;
    // A formula is seen as a whole.
    const node = element.closest("math") ?? text;
    // What its author hides on paper is meant to be away; what waits for a step is not.
    if (!shown.has(node) && !printed.has(node.textContent!.trim()) && element.closest(".fragment,.r-stack"))
      note(element, 0, false);
  }
  return [...faults.values()].map(({ element, by, isCovered }) => {
    const why =
      by > 0
        ? `is not on the printed page: it ends ${inWords(by)} beyond its edge`
        : isCovered
          ? "is covered by a picture on the printed page"
          : "is on no printed page";
    return { code: "lost-in-print", element, ...(by > 0 && { pixels: rounded(by) }), text: why };
  });
}

/** The pages that show a slide, each with what bounds it. */
function sheetsOf(slide: HTMLElement): [copy: HTMLElement, frame: HTMLElement][] {
  const page = slide.closest<HTMLElement>(".pdf-page");
  if (!page) return [[slide, slide]];
  const sheets: [HTMLElement, HTMLElement][] = [[slide, page]];
  for (
    let before = page.previousElementSibling as HTMLElement | null;
    before?.matches(".pdf-page");
    before = before.previousElementSibling as HTMLElement | null
  ) {
    const copy = before.querySelector<HTMLElement>(":scope>section");
    // A copy has no id and the same text; the page of another slide ends the row.
    if (!copy || copy.id || copy.textContent !== slide.textContent) break;
    sheets.unshift([copy, before]);
  }
  return sheets;
}

const whole = (frame: HTMLElement): Rect => ({ left: 0, top: 0, right: frame.offsetWidth, bottom: frame.offsetHeight });

interface Line {
  readonly box: Box;
  readonly isOn: boolean;
  /** Pixels beyond the page. */
  readonly by: number;
}

/** Every line of text, and whether it is on its page and under nothing. */
function linesOf({ boxes }: Scan, page: Rect): Line[] {
  const pictures = boxes.filter(({ kind, element }) => kind === "picture" && element.localName === "img");
  return boxes
    .filter(({ kind }) => kind === "text")
    .map((box) => {
      const seen = meet(meet(box, box.clip), page);
      const by = Math.max(
        box.bottom - page.bottom,
        box.right - page.right,
        page.left - box.left,
        page.top - box.top,
        0,
      );
      const covers = (picture: Box) =>
        picture.element.closest(".r-stack") &&
        picture.opacity > 0.9 &&
        area(meet(picture, box)) > MOST * area(box) &&
        isAfter(picture.element, box.element);
      return { box, isOn: area(seen) >= MOST * area(box) && !pictures.some(covers), by };
    });
}

const isAfter = (one: Element, other: Element) =>
  !!(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);

/** The same text of the same place, in a copy of the slide. */
const keyOf = ({ node }: Box) => (node.textContent ?? "").trim();

function* textsOf(slide: HTMLElement): Generator<Text> {
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (/\S/.test(node.data) && !node.parentElement!.closest(UNPRINTED)) yield node;
  }
}
