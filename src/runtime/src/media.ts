/** Pictures, sounds, films and frames: fetched when their slide comes near, at work only while it is shown. */

import type { Deck } from "./deck";
import { listen } from "./events";
import type { Slide } from "./outline";

const PLAYERS = /(youtube(-nocookie)?\.com\/embed\/|player\.vimeo\.com\/)/;

/** A list of pictures as CSS; a value like `var(--orate-image-3)` or a gradient is taken as it stands. */
export function cssImages(list: string): string {
  return split(list)
    .map((one) => (/^[\w-]+\(/.test(one) ? one : `url("${one.replace(/["\\\n]/g, encodeURIComponent)}")`))
    .join(",");
}

/** Parts a list at its commas, save the one inside a `data:` address or a function. */
export function split(list: string): string[] {
  return list.match(/(?:data:[^,]*,|\([^)]*\)|[^,])+/g)?.map((one) => one.trim()) ?? [];
}

/** Fetches what a slide holds back in `data-src`, and the pictures, film or page behind it. */
export function loadSlide(slide: Slide, deck: Deck, { excludeIframes = false } = {}): void {
  const preload = deck.config.preloadIframes;
  for (const element of slide.querySelectorAll<HTMLElement>("[data-src]")) {
    if (element.localName === "iframe" && (excludeIframes || !(preload ?? element.hasAttribute("data-preload")))) continue;
    reveal(element);
    if (element.localName === "source") (element.parentElement as HTMLMediaElement).load?.();
  }
  loadBackground(slide, deck, preload ?? slide.hasAttribute("data-preload"));
}

/** Lets go of frames, films and sounds that `loadSlide` fetched. */
export function unloadSlide(slide: Slide, deck: Deck): void {
  for (const element of slide.querySelectorAll<HTMLElement>("[data-orate-loaded]")) {
    if (!/^(video|audio|iframe|source)$/.test(element.localName)) continue;
    element.dataset.src = element.getAttribute("src") ?? "";
    element.removeAttribute("src");
    delete element.dataset.orateLoaded;
  }
  contentOf(slide, deck)?.replaceChildren();
}

/** Starts what plays by itself on the slide that is shown, and behind it. */
export function startMedia(slide: Slide, deck: Deck): void {
  for (const frame of slide.querySelectorAll<HTMLIFrameElement>("iframe[data-src]")) if (!isWaiting(frame, slide)) reveal(frame);
  const places = [slide, contentOf(slide, deck)];
  if (contentOf(slide, deck)) loadBackground(slide, deck, true);
  for (const place of places) {
    for (const media of place?.querySelectorAll<HTMLMediaElement>("video,audio") ?? []) {
      const plays = deck.config.autoPlayMedia ?? (media.hasAttribute("data-autoplay") || place !== slide);
      if (!plays || deck.isSpeaker || isWaiting(media, slide)) continue;
      // A refusal means that the page may not play sound yet; the film keeps its controls.
      void media.play()?.catch(() => {
        media.controls = true;
      });
    }
    for (const frame of place?.querySelectorAll("iframe") ?? []) startFrame(frame, deck, place !== slide);
  }
}

/** Stops what plays on a slide that is left, and lets its frames go where they are not kept. */
export function stopMedia(slide: Slide, deck: Deck, unload = true): void {
  for (const place of [slide, contentOf(slide, deck)]) {
    for (const media of place?.querySelectorAll<HTMLMediaElement>("video,audio") ?? []) {
      if (!media.hasAttribute("data-ignore")) media.pause();
    }
    for (const frame of place?.querySelectorAll("iframe") ?? []) {
      if (frame.hasAttribute("data-ignore")) continue;
      tell(frame, "slide:stop", "pauseVideo", "pause");
      const keeps = deck.config.preloadIframes ?? frame.hasAttribute("data-preload");
      if (!unload || keeps || frame.dataset.orateLoaded === undefined) continue;
      frame.dataset.src = frame.getAttribute("src") ?? "";
      frame.removeAttribute("src");
      delete frame.dataset.orateLoaded;
    }
  }
}

function startFrame(frame: HTMLIFrameElement, deck: Deck, isBackground: boolean): void {
  if (deck.isSpeaker) return;
  const plays = deck.config.autoPlayMedia ?? (frame.hasAttribute("data-autoplay") || isBackground);
  const start = () => {
    if (deck.config.preventIframeAutoFocus) deck.viewport.focus();
    tell(frame, "slide:start", plays ? "playVideo" : "", plays ? "play" : "");
  };
  start();
  frame.addEventListener("load", start, { once: true });
}

/** Speaks to the page in a frame, in the words of the large players where it is one of theirs. */
function tell(frame: HTMLIFrameElement, word: string, youtube: string, vimeo: string): void {
  const page = frame.contentWindow;
  const [, player] = PLAYERS.exec(frame.src) ?? [];
  if (!player) page?.postMessage(word, "*");
  else if (player.startsWith("you")) youtube && page?.postMessage(JSON.stringify({ event: "command", func: youtube, args: "" }), "*");
  else vimeo && page?.postMessage(JSON.stringify({ method: vimeo }), "*");
}

/** Starts and stops media inside fragments as they appear and go. */
export function mediaOfFragments(deck: Deck): () => void {
  const inside = (event: Event, act: (fragment: HTMLElement) => void) =>
    (event as Event & { fragments?: HTMLElement[] }).fragments?.forEach(act);
  const undo = [
    listen(deck.root, "fragmentshown", (event) => inside(event, (fragment) => startMedia(fragment, deck))),
    listen(deck.root, "fragmenthidden", (event) => inside(event, (fragment) => stopMedia(fragment, deck))),
  ];
  return () => undo.forEach((step) => step());
}

/** Whether something waits inside a fragment that is still hidden. */
function isWaiting(element: Element, slide: Element): boolean {
  const fragment = element.closest(".fragment");
  return !!fragment && slide.contains(fragment) && !fragment.classList.contains("visible");
}

function contentOf(slide: Slide, deck: Deck): Element | null | undefined {
  return deck.backgrounds.get(slide)?.firstElementChild;
}

function reveal(element: HTMLElement): void {
  const { src } = element.dataset;
  if (src === undefined) return;
  element.setAttribute("src", src);
  element.dataset.orateLoaded = "";
  delete element.dataset.src;
}

function loadBackground(slide: Slide, deck: Deck, withFrame: boolean): void {
  const content = contentOf(slide, deck) as HTMLElement | null | undefined;
  if (!content) return;
  const { backgroundImage, backgroundVideo, backgroundIframe, backgroundVideoLoop, backgroundVideoMuted } = slide.dataset;
  if (backgroundImage) content.style.backgroundImage = cssImages(backgroundImage);
  if (content.firstChild) return;
  if (backgroundVideo && !deck.isSpeaker) {
    const video = document.createElement("video");
    video.loop = backgroundVideoLoop !== undefined;
    video.muted = backgroundVideoMuted !== undefined;
    video.playsInline = true;
    video.ariaHidden = "true";
    for (const src of split(backgroundVideo)) video.append(Object.assign(document.createElement("source"), { src }));
    content.append(video);
  } else if (backgroundIframe && withFrame) {
    const frame = Object.assign(document.createElement("iframe"), { src: backgroundIframe, title: "" });
    frame.allow = "autoplay";
    // What only decorates is not for the keyboard or a screen reader.
    frame.inert = slide.dataset.backgroundInteractive === undefined;
    content.append(frame);
  }
}
