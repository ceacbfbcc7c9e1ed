/**
 * Players of others: a plate becomes the player when somebody asks for it, and is a plate again when its slide is left.
 * Films of the page's own: on paper, what they show.
 *
 * A bundle of its own, which is before the deck's where a talk shows such players. Nothing is loaded before.
 */

import { isPlain } from "./deck/events";

const PLAYING = "orate-playing";

function start(plate: HTMLAnchorElement) {
  const frame = document.createElement("iframe");
  frame.className = PLAYING;
  frame.src = plate.dataset.player!;
  frame.title = plate.textContent!.trim();
  frame.allow = "autoplay;encrypted-media;fullscreen;picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  const { width, height } = getComputedStyle(plate);
  Object.assign(frame.style, { width, height });
  plate.hidden = true;
  plate.after(frame);
  frame.onload = () => frame.focus();
}

function stop(frame: Element) {
  (frame.previousElementSibling as HTMLElement).hidden = false;
  frame.remove();
}

document.addEventListener(
  "click",
  (event) => {
    const plate = (event.target as Element).closest<HTMLAnchorElement>("a.orate-player");
    if (!plate || !isPlain(event)) return;
    event.preventDefault();
    // The speaker's window plays nothing.
    if (document.querySelector(".orate-speaker")) return;
    // YouTube plays in no page that it cannot be told the address of.
    if (location.protocol === "file:" && /youtube/.test(plate.dataset.player!)) open(plate.href);
    else start(plate);
  },
  true,
);
document.addEventListener("slidechanged", (event) => {
  const { currentSlide } = event as Event & { currentSlide?: Element };
  for (const frame of document.querySelectorAll(`.${PLAYING}`)) if (!currentSlide?.contains(frame)) stop(frame);
});

let stills: HTMLElement[] = [];

/**
 * What a film shows, or what it is called: one that was never on screen is printed black, and a sound as a part of its
 * controls.
 */
function stillOf(medium: HTMLVideoElement | HTMLAudioElement) {
  const still = document.createElement("span");
  still.className = "orate-still";
  if (medium instanceof HTMLVideoElement) {
    const { videoWidth: width, videoHeight: height } = medium;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    still.style.aspectRatio = width ? `${width}/${height}` : "16/9";
    try {
      canvas.getContext("2d")!.drawImage(medium, 0, 0);
      // Until it has played there may be no picture of it.
      if (medium.played.length) still.style.backgroundImage = `url(${canvas.toDataURL("image/jpeg")})`;
    } catch {
      // What another host sends is not for us to read.
    }
  }
  if (!still.style.backgroundImage)
    still.textContent = `${medium.localName === "audio" ? "♪" : "▶"} ${medium.ariaLabel ?? ""}`;
  return still;
}

addEventListener("beforeprint", () => {
  for (const medium of document.querySelectorAll<HTMLVideoElement>(
    ".slides :is(audio,video:not([poster]))[controls]",
  )) {
    const still = stillOf(medium);
    medium.before(still);
    stills.push(still);
  }
});
addEventListener("afterprint", () => {
  for (const still of stills) still.remove();
  stills = [];
});
