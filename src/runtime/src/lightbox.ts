/**
 * Pictures, films and pages opened large from a slide.
 *
 * A bundle of its own, which is before the deck's where a talk has something to open.
 */

import type { Deck } from "./deck/deck";
import { make } from "./dom/element";
import type { DialogContent } from "./dom/dialog";
import { isPlain, listen } from "./deck/events";
import { isSameSlide, type Overlay, PREVIEWS } from "./state/state";
import { translate } from "./dom/translate";

const LARGE = "[data-preview-image],[data-preview-video],[data-preview-link]";

function contentOf(_deck: Deck, { kind, source = "", fit = "" }: Overlay): DialogContent {
  // A script's address would run with the deck's own rights.
  const src = /^\s*javascript:/i.test(source) ? "about:blank" : source;
  const shown =
    kind === "image"
      ? make("img", "", { src, alt: "" })
      : kind === "video"
        ? make("video", "", { src, controls: true, autoplay: true })
        : make("iframe", "", { src, title: translate("Page") });
  shown.style.objectFit = fit;
  const link = make("a", "", { href: src, target: "_blank" }, translate("Open in a new window"));
  shown.onerror = () => shown.replaceWith(make("p", "", { role: "alert" }, translate("This cannot be shown here.")));
  return { children: [link, shown] };
}

window.orateLightbox = (root, deck, dialogView) => [
  // The speaker's own page plays nothing; Escape there closes what the audience sees.
  ...((!deck.isSpeaker && dialogView(PREVIEWS, "Preview", contentOf)(root, deck)) || []),
  listen<MouseEvent>(root, "click", (event) => {
    if (isPlain(event) && openPreview(event.target as Element, deck)) event.preventDefault();
  }),
  listen<KeyboardEvent>(root, "keydown", (event) => {
    const target = event.target as HTMLElement;
    if (!/^(Enter| )$/.test(event.key) || target.role !== "button" || !target.matches(LARGE)) return;
    event.preventDefault();
    target.click();
  }),
  deck.subscribe((state, previous) => {
    if (!isSameSlide(state, previous) && state.overlay?.source && state.overlay === previous.overlay)
      deck.afterDrawing(() => deck.show({ overlay: null }));
    // What is neither link nor button by nature is reached by the keyboard, too.
    for (const one of deck.current?.querySelectorAll<HTMLElement>(LARGE) ?? [])
      if (!one.matches("a[href],button")) Object.assign(one, { tabIndex: 0, role: "button" });
  }),
];

/** Opens what an element, or one around it, asks for. */
function openPreview(target: Element, deck: Deck): boolean {
  const one = target.closest<HTMLElement>(deck.config.previewLinks ? `${LARGE},a[href]:not([href^="#"])` : LARGE);
  const { previewImage, previewVideo, previewLink, previewFit } = one?.dataset ?? {};
  if (!one || previewLink === "false") return false;
  const own = one.getAttribute("href") ?? one.getAttribute("src") ?? one.querySelector("[src]")?.getAttribute("src");
  if (previewImage !== undefined) deck.api.previewImage!(previewImage || own, previewFit);
  else if (previewVideo !== undefined) deck.api.previewVideo!(previewVideo || own, previewFit);
  else deck.api.previewIframe!(!previewLink || previewLink === "true" ? own : previewLink);
  return true;
}
