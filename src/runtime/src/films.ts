/**
 * Films and sounds, started and stopped from the speaker's window: they play in the audience's, where their sound is, and
 * that window says how far they are.
 *
 * A bundle of its own, which is before the deck's where a talk to speak from has such media.
 */

import type { Deck } from "./deck/deck";
import { listen } from "./deck/events";
import type { Send } from "./dom/films";
import { make } from "./dom/element";
import { clock } from "./state/pacing";
import { isSameSlide } from "./state/state";
import { translate } from "./dom/translate";

/** To the audience's window, what to do; from there, what is done. */
interface FilmSign {
  readonly kind: "film";
  /** Which one on the slide, counted from 0, with the one behind the slide as the last. */
  readonly index: number;
  readonly plays: boolean;
  /** Seconds. */
  readonly time?: number;
  /** Seconds; nothing where there is no end. */
  readonly duration?: number | null;
  /** The browser does not let the page play sound before somebody has clicked in it. */
  readonly isRefused?: boolean;
}
type SignEvent = Event & { sign: FilmSign };
type Film = HTMLElement | null | undefined;

const FILMS = "video,audio,a.orate-player";

window.orateFilms = (root, deck, send) => (deck.isSpeaker ? remote(root, deck, send) : player(root, deck, send));

/** What plays on the current slide, and behind it. */
function filmsOf({ current, backgrounds }: Deck): Film[] {
  if (!current) return [];
  const onSlide: Film[] = [...current.querySelectorAll<HTMLElement>(FILMS)];
  if (current.dataset.backgroundVideo) onSlide.push(backgrounds.get(current)?.querySelector("video"));
  return onSlide;
}

/** The audience's side: does what the speaker's asks for, and says what happens. */
function player(root: HTMLElement, deck: Deck, send: Send): (() => void)[] {
  let reported = "";
  const report = (film: HTMLMediaElement, isRefused?: boolean) => {
    const index = filmsOf(deck).indexOf(film);
    const { paused, currentTime, duration } = film;
    const sign = { kind: "film", index, plays: !paused, time: Math.floor(currentTime), duration, isRefused };
    const text = JSON.stringify(sign);
    if (index < 0 || text === reported) return;
    reported = text;
    send({ sign: JSON.parse(text) });
  };
  return [
    listen<SignEvent>(root, "orate-sign", ({ sign: { kind, index, plays } }) => {
      const film = kind === "film" && filmsOf(deck)[index];
      if (!film) return;
      if (!(film instanceof HTMLMediaElement)) {
        turnPlate(film, plays);
        send({ sign: { kind, index, plays: film.hidden } });
      } else if (plays) film.play().catch(() => report(film, true));
      else film.pause();
    }),
    listen(root, "play pause ended timeupdate", ({ target }) => report(target as HTMLMediaElement), true),
  ];
}

/** Starts a player of others in the place of its plate, or puts the plate back. */
function turnPlate(plate: HTMLElement, plays: boolean): void {
  if (plays === !plate.hidden) {
    if (plays) plate.click();
    else {
      plate.nextElementSibling!.remove();
      plate.hidden = false;
    }
  }
}

/** The speaker's side: a button for each film of the slide, and a click on the film itself. */
function remote(root: HTMLElement, deck: Deck, send: Send): (() => void)[] {
  const bar = make("div", "orate-films");
  let known: FilmSign[] = [];
  root.after(bar);

  const isShown = (film: Film) => !film?.closest(".fragment:not(.visible),aside");
  const turn = (index: number) => send({ sign: { kind: "film", index, plays: !known[index]?.plays } });
  const draw = () =>
    bar.replaceChildren(
      ...filmsOf(deck).flatMap((film, index) => {
        if (!isShown(film)) return [];
        const { plays = false, time, duration, isRefused } = known[index] ?? {};
        const hint = isRefused ? `: ${translate("click once in the audience's window")}` : "";
        const times = time === undefined ? "" : ` ${clock(time)}${duration ? ` / ${clock(duration)}` : ""}`;
        const label = `${plays ? "❚❚" : "▶"} ${nameOf(film)}${times}${hint}`;
        return make("button", "", { type: "button", ariaPressed: String(plays), onclick: () => turn(index) }, label);
      }),
    );
  return [
    deck.subscribe((state, previous) => {
      if (state !== previous && isSameSlide(state, previous) && state.f === previous.f) return;
      if (!isSameSlide(state, previous)) known = [];
      draw();
    }),
    listen<SignEvent>(root, "orate-sign", ({ sign }) => {
      if (sign.kind !== "film") return;
      const film = filmsOf(deck)[sign.index];
      known[sign.index] = sign;
      // What the audience sees is seen here, too.
      if (film instanceof HTMLVideoElement && film.readyState && sign.time !== undefined) film.currentTime = sign.time;
      draw();
    }),
    listen<MouseEvent>(root, "click", ({ clientX: x, clientY: y }) => {
      if (root.dataset.orateTool) return;
      const index = filmsOf(deck).findIndex((film) => {
        const box = isShown(film) && film?.getBoundingClientRect();
        return box && x > box.left && x < box.right && y > box.top && y < box.bottom;
      });
      if (index >= 0) turn(index);
    }),
    // A click leaves the focus alone, so that Space still means the next step.
    listen(bar, "mousedown", (event) => event.preventDefault()),
    deck.bind({
      codes: [82],
      keys: "R",
      help: "Run or stop the film",
      run: () => {
        const shown = filmsOf(deck).findIndex(isShown);
        const playing = known.findIndex((sign) => sign?.plays);
        if (shown >= 0) turn(playing < 0 ? shown : playing);
      },
    }),
    () => bar.remove(),
  ];
}

/** What a film is called: by its author, by its file, or by its kind. */
function nameOf(film: Film): string {
  if (!film) return translate("Film behind the slide");
  const { ariaLabel, title, localName } = film;
  const caption = film.closest("figure")?.querySelector("figcaption")?.textContent;
  const source =
    film.getAttribute("src") ?? film.dataset.src ?? film.querySelector("source")?.getAttribute("src") ?? "";
  const file = /^(data|blob):/.test(source) ? "" : source.replace(/.*\/|[?#].*/g, "");
  const kind = translate(localName === "audio" ? "Sound" : "Film");
  return (ariaLabel || title || caption || (localName === "a" ? film.textContent : file) || kind).trim();
}
