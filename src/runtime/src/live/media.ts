/** Keeps what plays and what is loaded on a slide as it is, while the deck mounts its views anew. */

import { reveal } from "./reveal";

export function keepPlaying(slide: HTMLElement | undefined, act: () => void): void {
  if (!slide) return act();
  const background = () =>
    (reveal().getSlideBackground!(slide) as HTMLElement | undefined)?.querySelector<HTMLElement>(
      ":scope > .slide-background-content",
    );
  const media = [...slide.querySelectorAll<HTMLElement>("video,audio,iframe")];
  const playing = media.filter((one) => one instanceof HTMLMediaElement && !one.paused) as HTMLMediaElement[];
  // What is marked so is neither stopped nor let go.
  const marked = media.filter((one) => !one.hasAttribute("data-ignore"));
  const loaded = media.filter((one) => one.dataset.lazyLoaded !== undefined);
  for (const one of marked) one.dataset.ignore = "";
  for (const one of loaded) delete one.dataset.lazyLoaded;
  const old = background();
  const film = old?.querySelector("video,iframe");
  const asked = [slide.dataset.backgroundVideo, slide.dataset.backgroundIframe].join();
  const was = film?.getAttribute("data-orate-asked") ?? asked;
  try {
    act();
  } finally {
    for (const one of marked) delete one.dataset.ignore;
    for (const one of loaded) one.dataset.lazyLoaded = "";
    const fresh = background()?.querySelector("video,iframe");
    if (film && fresh && film.localName === fresh.localName && was === asked) {
      fresh.replaceWith(film);
      if (film instanceof HTMLVideoElement) void film.play().catch(() => {});
    }
    for (const one of playing) if (one.paused && one.isConnected) void one.play().catch(() => {});
  }
}
