/** Pictures, sounds, films and frames: fetched when their slide comes near, at work only while it is shown. */

import type { Deck } from "./deck";
import { make } from "./element";
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
  fillBackground(slide, deck);
  for (const place of places(slide, deck)) {
    for (const element of place.querySelectorAll<HTMLElement>("[data-src]")) {
      const isFrame = element.localName === "iframe";
      if (isFrame && (excludeIframes || !keepsFrame(element, slide, deck))) continue;
      fetchSource(element);
      if (element.localName === "source") (element.parentElement as HTMLMediaElement).load?.();
    }
  }
}

/** Lets go of frames, films and sounds that `loadSlide` fetched. */
export function unloadSlide(slide: Slide, deck: Deck): void {
  for (const place of places(slide, deck)) {
    for (const element of place.querySelectorAll<HTMLElement>("[data-orate-loaded]")) if (element.localName !== "img") letGo(element);
  }
}

/** Starts what plays by itself on the slide that is shown, and behind it. */
export function startMedia(slide: Slide, deck: Deck): void {
  for (const place of places(slide, deck)) {
    const isBehind = place !== slide;
    const plays = (element: Element) =>
      !deck.isSpeaker && !isWaiting(element) && (deck.config.autoPlayMedia ?? (isBehind || element.hasAttribute("data-autoplay")));
    for (const media of place.querySelectorAll<HTMLMediaElement>("video,audio")) {
      // A refusal means that the page may not play sound yet; the film then shows its controls.
      if (plays(media)) void media.play()?.catch(() => (media.controls = !isBehind));
    }
    for (const frame of place.querySelectorAll("iframe")) {
      if (isWaiting(frame)) continue;
      fetchSource(frame);
      startFrame(frame, deck, plays(frame));
    }
  }
}

/** Stops what plays on a slide that is left, and lets its frames go where they are not kept. */
export function stopMedia(slide: Slide, deck: Deck, unload = true): void {
  for (const place of places(slide, deck)) {
    for (const media of place.querySelectorAll<HTMLMediaElement>("video,audio")) {
      if (!media.hasAttribute("data-ignore")) media.pause();
    }
    for (const frame of place.querySelectorAll("iframe")) {
      if (frame.hasAttribute("data-ignore")) continue;
      tell(frame, "slide:stop", "pauseVideo", "pause");
      if (unload && !keepsFrame(frame, slide, deck) && frame.dataset.orateLoaded !== undefined) letGo(frame);
    }
  }
}

function startFrame(frame: HTMLIFrameElement, deck: Deck, plays: boolean): void {
  if (deck.isSpeaker) return;
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
function isWaiting(element: Element): boolean {
  return !!element.closest(".fragment:not(.visible)");
}

/** The slide, and what is painted behind it. */
function places(slide: Slide, deck: Deck): HTMLElement[] {
  const background = deck.backgrounds.get(slide)?.firstElementChild as HTMLElement | null | undefined;
  return background ? [slide, background] : [slide];
}

function keepsFrame(frame: Element, slide: Slide, { config }: Deck): boolean {
  return config.preloadIframes ?? [frame, ...(slide.contains(frame) ? [] : [slide])].some((one) => one.hasAttribute("data-preload"));
}

function fetchSource(element: HTMLElement): void {
  const { src } = element.dataset;
  if (src === undefined) return;
  element.setAttribute("src", src);
  element.dataset.orateLoaded = "";
  delete element.dataset.src;
}

function letGo(element: HTMLElement): void {
  element.dataset.src = element.getAttribute("src") ?? "";
  element.removeAttribute("src");
  delete element.dataset.orateLoaded;
}

/** Gives the background its pictures, and its film or page to be fetched like any on a slide. */
function fillBackground(slide: Slide, deck: Deck): void {
  const content = places(slide, deck)[1];
  const { backgroundImage, backgroundVideo, backgroundIframe, backgroundVideoLoop, backgroundVideoMuted, backgroundInteractive } = slide.dataset;
  if (!content) return;
  if (backgroundImage) content.style.backgroundImage = cssImages(backgroundImage);
  if (content.firstChild) return;
  if (backgroundVideo && !deck.isSpeaker) {
    const loop = backgroundVideoLoop !== undefined;
    const muted = backgroundVideoMuted !== undefined;
    const sources = split(backgroundVideo).map((src) => make("source", "", { src }));
    content.append(make("video", "", { loop, muted, playsInline: true, ariaHidden: "true" }, ...sources));
  } else if (backgroundIframe) {
    // What only decorates is not for the keyboard or a screen reader.
    const frame = make("iframe", "", { allow: "autoplay", title: backgroundIframe, inert: backgroundInteractive === undefined });
    frame.dataset.src = backgroundIframe;
    content.append(frame);
  }
}
