/**
 * Listings that are shown step by step: each step after the first is a copy of the code, a fragment over the one before.
 *
 * A bundle of its own, which stands before the deck's where a talk has such listings.
 */

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
    line.classList.toggle("highlight-line", ranges.some(([from, to]) => i + 1 >= from! && i + 1 <= (to || from!)));
  });
  code.classList.toggle("has-highlights", ranges.some(([from]) => from! > 0));
}

document.addEventListener("orate-sync", (event) => stepListings(event.target as Element), true);
