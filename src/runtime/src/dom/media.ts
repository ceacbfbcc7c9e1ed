/** Pictures, sounds, films and frames: fetched when their slide comes near, at work only while it is shown. */

import type { Deck } from "../deck/deck";
import { make } from "./element";
import { listen } from "../deck/events";
import type { Slide } from "../state/outline";

const PLAYING = "video,audio,iframe";
const PLAYERS = /(youtube(-nocookie)?\.com\/embed\/|player\.vimeo\.com\/)/;

/** A list of pictures as CSS; a value like `var(--orate-image-3)` or a gradient is taken as it is. */
export function cssImages(list: string): string {
  return split(list)
    .map((one) => (isCss(one) ? one : `url("${one.replace(/["\\\n]/g, encodeURIComponent)}")`))
    .join(",");
}

/** Parts a list at its commas, save those inside a `data:` address or a function. */
export function split(list: string): string[] {
  return (
    list
      .match(/(?:data:[^,]*,(?:\([^)]*\)|[^,]|,(?=\S))*|\((?:[^()]|\([^()]*\))*\)|[^,])+/g)
      ?.map((one) => one.trim()) ?? []
  );
}

/** A text without what is in brackets. */
const bare = (text: string): string => {
  const less = text.replace(/\([^()]*\)/g, "");
  return less === text ? text : bare(less);
};

/** Whether a part of a list is a function, to its end: `paren(1).png` is none. */
const isCss = (part: string) => part === "none" || (/^[a-z-]+\(/i.test(part) && /^[a-z-]+$/i.test(bare(part)));

/** Whether a `data-background` names pictures rather than a colour or other CSS: as the build reads it (`html::backgrounds`). */
export function isPicture(text: string): boolean {
  return (
    /^[a-z]+:|^\/\/|\.[a-z]\w{2,3}([?#\s,]|$)/i.test(bare(text)) ||
    (text.includes("var(--orate-image") && split(text).every(isCss))
  );
}

/** Fetches what a slide holds back in `data-src` or by `loading`, and the pictures, film or page behind it. */
export function loadSlide(slide: Slide, deck: Deck, { excludeIframes = false } = {}): void {
  fillBackground(slide, deck);
  for (const image of inside<HTMLImageElement>(slide, deck, "[loading=lazy]")) image.loading = "eager";
  for (const element of inside(slide, deck, "[data-src]")) {
    if (isFrame(element) && (excludeIframes || !keepsFrame(element, slide, deck))) continue;
    fetchSource(element);
    if (element.localName === "source") (element.parentElement as HTMLMediaElement).load?.();
  }
}

/** Lets go of frames, films and sounds that `loadSlide` fetched. */
export function unloadSlide(slide: Slide, deck: Deck): void {
  for (const element of inside(slide, deck, "[data-lazy-loaded]")) if (element.localName !== "img") letGo(element);
}

/** Starts what plays by itself on the slide that is shown, and behind it. */
export function startMedia(slide: Slide, deck: Deck): void {
  for (const element of inside<HTMLMediaElement | HTMLIFrameElement>(slide, deck, PLAYING)) {
    if (element.closest(".fragment:not(.visible)")) continue;
    const isOnSlide = slide.contains(element);
    const plays =
      !deck.isSpeaker &&
      !deck.state.paused &&
      (deck.config.autoPlayMedia ?? (!isOnSlide || element.hasAttribute("data-autoplay")));
    if (isFrame(element)) {
      fetchSource(element);
      startFrame(element, deck, plays);
      // A refusal means that the page may not play sound yet; the film then shows its controls.
    } else if (plays) void element.play()?.catch(() => (element.controls = isOnSlide));
  }
}

/** Stops what plays on a slide that is left, and lets its frames go where they are not kept. */
export function stopMedia(slide: Slide, deck: Deck, unload = true): void {
  for (const element of inside<HTMLMediaElement | HTMLIFrameElement>(slide, deck, PLAYING)) {
    if (element.hasAttribute("data-ignore")) continue;
    if (isFrame(element)) {
      tell(element, "slide:stop", "pauseVideo", "pause");
      if (unload && !keepsFrame(element, slide, deck) && element.dataset.lazyLoaded !== undefined) letGo(element);
    } else element.pause();
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
  else if (player.startsWith("you"))
    youtube && page?.postMessage(JSON.stringify({ event: "command", func: youtube, args: "" }), "*");
  else vimeo && page?.postMessage(JSON.stringify({ method: vimeo }), "*");
}

/** Starts and stops media inside fragments as they appear and go. */
export function mediaOfFragments(deck: Deck): (() => void)[] {
  type Told = Event & { fragments?: HTMLElement[] };
  return [
    listen<Told>(deck.root, "fragmentshown", ({ fragments }) => fragments?.forEach((one) => startMedia(one, deck))),
    listen<Told>(deck.root, "fragmenthidden", ({ fragments }) => fragments?.forEach((one) => stopMedia(one, deck))),
  ];
}

function isFrame(element: Element): element is HTMLIFrameElement {
  return element.localName === "iframe";
}

/** Elements on the slide, and in what is painted behind it. */
function inside<T extends HTMLElement>(slide: Slide, deck: Deck, selector: string): T[] {
  return [slide, deck.backgrounds.get(slide)].flatMap((place) => [...(place?.querySelectorAll<T>(selector) ?? [])]);
}

function keepsFrame(frame: Element, slide: Slide, { config }: Deck): boolean {
  return (
    config.preloadIframes ??
    [frame, ...(slide.contains(frame) ? [] : [slide])].some((one) => one.hasAttribute("data-preload"))
  );
}

function fetchSource(element: HTMLElement): void {
  const { src } = element.dataset;
  if (src === undefined) return;
  element.setAttribute("src", src);
  element.dataset.lazyLoaded = "";
  delete element.dataset.src;
}

function letGo(element: HTMLElement): void {
  element.dataset.src = element.getAttribute("src") ?? "";
  element.removeAttribute("src");
  delete element.dataset.lazyLoaded;
}

/** Gives the background its pictures, and its film or page to be fetched like any on a slide. */
function fillBackground(slide: Slide, deck: Deck): void {
  const content = deck.backgrounds.get(slide)?.firstElementChild as HTMLElement | null | undefined;
  const { dataset } = slide;
  const { backgroundImage, backgroundVideo, backgroundIframe } = dataset;
  if (!content) return;
  if (backgroundImage) content.style.backgroundImage = cssImages(backgroundImage);
  if (content.firstChild) return;
  if (backgroundVideo && !deck.isSpeaker) {
    const loop = "backgroundVideoLoop" in dataset;
    const muted = "backgroundVideoMuted" in dataset;
    const sources = split(backgroundVideo).map((src) => make("source", "", { src }));
    content.append(make("video", "", { loop, muted, playsInline: true, ariaHidden: "true" }, ...sources));
  } else if (backgroundIframe) {
    // What only decorates is not for the keyboard or a screen reader.
    const frame = make("iframe", "", {
      allow: "autoplay",
      title: backgroundIframe,
      inert: !("backgroundInteractive" in dataset),
    });
    frame.dataset.src = backgroundIframe;
    content.append(frame);
  }
}
