/**
 * Listings: how large they are, their steps, each a copy of the code as a fragment over the one before, and a button that
 * copies the code.
 *
 * A bundle of its own, which is before the deck's where a talk shows code.
 */

import { translate } from "./dom/translate";

/** What takes the room of two characters: the letters of East Asia, and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Emoji_Presentation}/gu;

/** Says how many characters and lines each listing has, so that the style can set one that would not fit smaller. */
function measure(root: Element) {
  for (const code of root.querySelectorAll<HTMLElement>("pre>code:first-of-type")) {
    const shown = code.cloneNode(true) as HTMLElement;
    for (const unseen of shown.querySelectorAll("[hidden]")) unseen.remove();
    const lines = shown.textContent!.replace(/\n$/, "").split("\n");
    const numbers = code.dataset.lineNumbers === undefined ? 0 : 4;
    const columns = lines.map((line) => line.replace(WIDE, "  ").replace(/\t/g, "    ").length + numbers);
    const { style } = code.parentElement!;
    style.setProperty("--orate-columns", String(Math.max(...columns)));
    style.setProperty("--orate-lines", String(lines.length));
  }
}

/** Makes the steps of every listing that names some and has none yet. */
function stepListings(root: Element) {
  for (const code of root.querySelectorAll<HTMLElement>("pre>code[data-line-numbers*='|']")) {
    const [first = "", ...steps] = code.dataset.lineNumbers!.split("|");
    const index = parseInt(code.dataset.fragmentIndex ?? "", 10);
    code.dataset.lineNumbers = first;
    delete code.dataset.fragmentIndex;
    let last = code;
    steps.forEach((lines, i) => {
      const copy = code.cloneNode(true) as HTMLElement;
      copy.classList.add("fragment");
      copy.removeAttribute("id");
      // The same lines are read aloud once.
      copy.ariaHidden = "true";
      copy.dataset.lineNumbers = lines;
      if (index >= 0) copy.dataset.fragmentIndex = String(index + i);
      mark(copy, lines);
      // What a step means is brought to the middle of a listing that is longer than its slide.
      copy.addEventListener("visible", () => {
        const meant = copy.querySelector<HTMLElement>(".highlight-line");
        if (meant) copy.scrollTop = meant.offsetTop - copy.clientHeight / 2;
      });
      last.after(copy);
      last = copy;
    });
  }
}

/** Marks the lines that `lines` names: `4`, `1-2`, or several of these between commas; none means all. */
function mark(code: HTMLElement, lines: string) {
  const ranges = lines.split(",").map((range) => range.split("-").map((line) => parseInt(line, 10)));
  code.querySelectorAll(".orate-line").forEach((line, i) => {
    line.classList.toggle(
      "highlight-line",
      ranges.some(([from, to]) => i + 1 >= from! && i + 1 <= (to || from!)),
    );
  });
  code.classList.toggle(
    "has-highlights",
    ranges.some(([from]) => from! > 0),
  );
}

/** Gives every listing its button. What the button says is drawn, so that the text of a listing is its code alone. */
function offerCopies(root: Element) {
  for (const code of root.querySelectorAll<HTMLElement>("pre:not(.notes *,:has(>button))>code:first-of-type")) {
    // A script of the author may fill it later; a button would be taller than it.
    if (!code.textContent) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "orate-copy";
    button.ariaLabel = translate("Copy");
    button.ariaLive = "polite";
    button.onclick = async () => {
      await copy(textOf(code)).then(
        () => (button.ariaLabel = translate("Copied")),
        () => (button.ariaLabel = translate("Not copied")),
      );
      setTimeout(() => (button.ariaLabel = translate("Copy")), 2000);
    };
    code.parentElement!.append(button);
  }
}

/** The code as it is to be used: without signs, deleted lines, and what is trimmed. */
function textOf(code: HTMLElement): string {
  const copy = code.cloneNode(true) as HTMLElement;
  for (const line of copy.querySelectorAll("del.orate-line")) {
    const end = line.nextSibling as Text | null;
    end?.deleteData?.(0, 1);
    line.remove();
  }
  for (const unseen of copy.querySelectorAll(".orate-sign,[hidden]")) unseen.remove();
  return copy.textContent!;
}

async function copy(text: string) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A page that came over plain HTTP has no clipboard of that kind.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (!isDone) throw Error();
}

document.addEventListener(
  "orate-sync",
  ({ target }) => {
    measure(target as Element);
    stepListings(target as Element);
    offerCopies(target as Element);
  },
  true,
);
