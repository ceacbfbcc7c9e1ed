/** Steps on by itself after a while: as long as the fragment, the slide, the stack or the settings say. */

import type { View } from "../deck/deck";
import { make } from "../dom/element";
import { listen } from "../deck/events";
import { codeOf } from "../input/keys";
import { integer } from "../state/integer";
import { routesWithFragments } from "../state/navigate";
import { translate } from "../dom/translate";

export const autoSlide: View = (root, deck) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const button = make("button", "playback", { ariaLabel: translate("auto-slide") });
  const toggle = (autoPaused = !deck.state.autoPaused) => deck.show({ autoPaused });

  /** Milliseconds until the next step; 0 where there is none. */
  const wait = (): number => {
    const { state, outline, config } = deck;
    const slide = deck.current;
    if (
      !slide ||
      state.paused ||
      state.overview ||
      state.autoPaused ||
      state.overlay ||
      state.scroll ||
      deck.isPrint ||
      deck.isSpeaker
    )
      return 0;
    const said = [
      outline.fragments(slide)[state.f]?.find((one) => one.dataset.autoslide),
      slide,
      outline.list[state.h]!.element,
    ]
      .map((element) => integer(element?.dataset.autoslide))
      .find((time) => time !== undefined);
    const time = said ?? (Number(config.autoSlide) || 0);
    const open = routesWithFragments(state, outline, config);
    if (time <= 0 || !(open.down || (config.rtl ? open.left : open.right))) return 0;
    // A film that plays by itself is shown to its end.
    const films = [...slide.querySelectorAll<HTMLMediaElement>(":is(video,audio)[data-autoplay]")];
    return Math.max(
      time,
      ...films.map((film) => (film.duration ? (film.duration * 1000) / film.playbackRate + 1000 : 0)),
    );
  };
  /** Whoever steps in has the talk in hand from then on. */
  const stop = () => {
    if (deck.config.autoSlideStoppable && timer && wait()) toggle(true);
  };
  return [
    deck.subscribe((state) => {
      clearTimeout(timer);
      const time = wait();
      if (time > 0 || (deck.config.autoSlide && state.autoPaused)) root.append(button);
      else button.remove();
      button.ariaPressed = String(!state.autoPaused);
      if (time > 0) timer = setTimeout(() => (deck.config.autoSlideMethod ?? (() => deck.move("next")))(), time);
    }),
    listen(button, "click", () => toggle()),
    listen(root, "pointerdown", ({ target }) => button.contains(target as Node) || stop()),
    listen<KeyboardEvent>(document, "keydown", (event) => codeOf(event) === 65 || stop()),
    deck.bind({ codes: [65], keys: "A", help: "Start or stop auto-slide", run: () => toggle() }),
    () => clearTimeout(timer),
    () => button.remove(),
  ];
};
