/** Pictures, films and pages opened large from a slide. */

import type { Deck, View } from "../deck";
import { closeButton, closeOverlay, dialogView } from "../dialog";
import { make, undoAll } from "../element";
import { listen } from "../events";

const LARGE = "[data-preview-image],[data-preview-video],[data-preview-link]";

const dialog = dialogView(["iframe", "image", "video"], ({ kind, source = "", fit = "scale-down" }, deck) => {
  // A script's address would run with the deck's own rights.
  const address = /^\s*javascript:/i.test(source) ? "about:blank" : source;
  const what = { image: "Picture", video: "Film", iframe: "Page" }[kind as "image"];
  const shown =
    kind === "image"
      ? make("img", "", { src: address, alt: "" })
      : kind === "video"
        ? make("video", "", { src: address, controls: true, autoplay: true })
        : make("iframe", "", { src: address, title: what });
  shown.style.objectFit = fit;
  const link = make("a", "", { href: address, target: "_blank", rel: "noopener", textContent: "Open in a new window" });
  const failed = make("p", "", { hidden: true, role: "alert", textContent: `This ${what.toLowerCase()} cannot be shown here.` });
  shown.onerror = () => {
    failed.hidden = false;
    shown.hidden = true;
  };
  return { label: what, children: [make("header", "", {}, link, closeButton(deck)), failed, shown] };
});

export const lightbox: View = (root, deck) => {
  // The speaker's own page plays nothing; Escape there closes what the audience sees.
  const steps: (() => void)[] = [];
  if (!deck.isSpeaker) steps.push(dialog(root, deck) as () => void);
  steps.push(
    listen<MouseEvent>(root, "click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (openPreview(event.target as Element, deck)) event.preventDefault();
    }),
    listen<KeyboardEvent>(root, "keydown", (event) => {
      if (/^(Enter| )$/.test(event.key) && (event.target as Element).matches(LARGE) && openPreview(event.target as Element, deck)) event.preventDefault();
    }),
    deck.subscribe((state, previous) => {
      const moved = state.h !== previous.h || state.v !== previous.v;
      if (moved && state.overlay?.source && state.overlay === previous.overlay) deck.afterDrawing(() => closeOverlay(deck));
      // What is not a link or a button by nature is reached by the keyboard, too.
      for (const one of deck.current?.querySelectorAll<HTMLElement>(LARGE) ?? []) {
        if (!one.matches("a[href],button")) Object.assign(one, { tabIndex: 0, role: "button" });
      }
    }),
  );
  return undoAll(steps);
};

/** Opens what an element, or one around it, asks for. */
function openPreview(target: Element, deck: Deck): boolean {
  const one = target.closest<HTMLElement>(deck.config.previewLinks ? `${LARGE},a[href]:not([href^="#"])` : LARGE);
  if (!one) return false;
  const { previewImage, previewVideo, previewLink, previewFit } = one.dataset;
  const own = one.getAttribute("href") ?? one.querySelector("img,video")?.getAttribute("src") ?? one.getAttribute("src") ?? "";
  const { api } = deck;
  if (previewImage !== undefined) api.previewImage!(previewImage || own, previewFit);
  else if (previewVideo !== undefined) api.previewVideo!(previewVideo || own, previewFit);
  else if (previewLink === "false") return false;
  else api.previewIframe!(/^(true)?$/.test(previewLink ?? "") ? own : previewLink);
  return true;
}
