/**
 * Tells whoever looks at the page what its policy blocks and which of its elements do not load, with where they are
 * written. Runs in a world of its own, so that no script of the talk sees it; no page holds it.
 */

/** What the browser offers for telling: a text comes out at the other end of the protocol. */
declare function orateObserved(text: string): void;

/** Where an element and its slide are written. */
function placesOf(target: EventTarget | null): string[] {
  const element = target instanceof Element ? target : null;
  const slide = element?.closest('section[data-at^="#"]');
  return [element?.closest("[data-at]"), slide].flatMap((place) => place?.getAttribute("data-at") ?? []);
}

const tell = (seen: object) => orateObserved(JSON.stringify(seen));

document.addEventListener("securitypolicyviolation", (event) => {
  // `about:invalid` stands for a file that is not there, which the build has reported.
  if (event.blockedURI === "about") return;
  tell({
    kind: "blocked",
    directive: event.effectiveDirective,
    address: event.blockedURI,
    file: event.sourceFile ?? "",
    line: event.lineNumber,
    column: event.columnNumber,
    places: placesOf(event.target),
  });
});

addEventListener(
  "error",
  ({ target }) => {
    if (!(target instanceof Element)) return;
    const { currentSrc, src, href, data } = target as HTMLImageElement & HTMLLinkElement & HTMLObjectElement;
    tell({
      kind: "element",
      addresses: [currentSrc, src, href, data].filter((address) => typeof address === "string"),
      places: placesOf(target),
    });
  },
  true,
);
