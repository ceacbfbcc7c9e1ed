/**
 * The speaker's own page: the deck itself as the current slide, the step that comes next, notes, time and pace.
 *
 * It is the same page as the audience's, opened with `?speaker`, and plays nothing.
 */

import type { Deck, View } from "../deck";
import { make, undoAll } from "../element";
import { listen } from "../events";
import { fitText } from "../fit-text";
import { showFragments, sortFragments } from "../fragments";
import { keep, openWindow, recall, send } from "../link";
import { reduce } from "../navigate";
import { notesOf } from "../notes";
import { clock, elapsed, pace, plan, run, type Stopwatch } from "../pacing";
import { titleOf } from "../search";

const LAYOUTS = ["default", "wide", "tall", "notes-only"];
/** Milliseconds between two looks at the clock. */
const TICK = 500;
/** Ticks without an answer after which the audience's window counts as gone. */
const PATIENCE = 8;
const SIGNS = { ahead: "▲", "on time": "●", behind: "▼" };

const figure = (name: string, label: string) => `<p class="orate-${name}"><b></b>${label}</p>`;
const button = (does: string, label: string, key: string) => `<button type="button" data-does="${does}" title="${key}">${label}</button>`;
const PAGE =
  '<section class="orate-now" aria-label="Current slide"><p role="status"></p></section>' +
  '<section class="orate-next" aria-label="Next"><h2></h2><div inert></div></section>' +
  '<section class="orate-notes" aria-label="Notes" tabindex="0"></section>' +
  `<section class="orate-time" aria-label="Time"><div>${figure("elapsed", "Elapsed")}${figure("left", "Left")}${figure("clock", "Clock")}${figure("asked", "Questions")}</div><ul></ul></section>` +
  `<footer><h1></h1><p role="alert"></p><div>${button("stop", "Pause", "T")}${button("ask", "Questions", "Q")}${button("reset", "Reset", "Shift+T")}</div>` +
  `<div>${button("arrange", "Layout", "Y")}${button("smaller", "A−", "−")}${button("larger", "A+", "+")}</div>` +
  `<div class="orate-steps">${button("prev", "Back", "P")}${button("next", "Next", "N")}</div></footer>`;

/** How long the talk has taken, and the questions in it; it outlives views that are mounted anew. */
let watches: { talk: Stopwatch; asked: Stopwatch } | undefined;

export const speaker: View = (root, deck) => {
  if (!deck.isSpeaker) return;
  const { config, outline } = deck;
  const { parentNode, nextSibling } = root;
  const main = make("main", "orate-speaker", { lang: "en", innerHTML: PAGE });
  const find = (selector: string) => main.querySelector<HTMLElement>(selector)!;
  const [now, notes, gone, paces] = [find(".orate-now"), find(".orate-notes"), find("footer p"), find(".orate-time ul")];
  notes.lang = document.documentElement.lang;
  const [place, status] = [find("h1"), find("p")];
  now.prepend(root);
  document.body.append(main);
  document.body.classList.add("orate-speaking");
  root.classList.add("reveal-viewport");

  const seconds = (element: HTMLElement) => {
    const number = parseFloat(element.dataset.timing ?? "");
    return Number.isNaN(number) ? undefined : number;
  };
  const total = config.totalTime || (config.defaultTiming === null ? deck.talk.duration : 0);
  const ends = plan(
    outline.list.map(({ element, isStack, slides }) => ({
      timing: isStack ? seconds(element) : undefined,
      slides: slides.map((slide) => ({ timing: seconds(slide), counts: slide.dataset.visibility !== "uncounted" })),
    })),
    { each: config.defaultTiming ?? undefined, total, minimum: config.minimumTimePerSlide },
  );
  const sum = ends?.at(-1)?.at(-1) ?? 0;
  const budget = config.totalTime || deck.talk.duration || sum;

  const drawPaces = (spent: number) => {
    const { h, v } = deck.state;
    if (!ends?.[h]) return;
    const column = ends[h].at(-1)!;
    const before = ends[h - 1]?.at(-1) ?? 0;
    const [start, end] = [ends[h][v - 1] ?? before, ends[h][v]!];
    // The talk as a whole is judged by when it would end.
    const late = Math.round(spent + sum - Math.min(Math.max(spent, start), end)) - budget;
    const rows = [["Slide", pace(spent, start, end)], ["Section", pace(spent, before, column)], ["Talk", pace(late, 0, 0)]] as const;
    paces.replaceChildren(
      ...rows
        .filter(([name]) => name !== "Section" || outline.list[h]!.isStack)
        .map(([name, { standing, by }]) => {
          const text = standing !== "on time" ? `${clock(by)} ${standing}` : by ? `on time, ${clock(by)} left` : standing;
          const row = make("li", "", {}, name, make("b", "", { textContent: `${SIGNS[standing]} ${text}` }));
          row.dataset.pace = standing;
          return row;
        }),
    );
  };

  let silence = 0;
  const tick = () => {
    const time = Date.now();
    const { talk, asked } = watches!;
    const spent = Math.floor(elapsed(talk, time) / 1000);
    const say = (name: string, text: string, isShown = true) => {
      find(`.orate-${name} b`).textContent = text;
      find(`.orate-${name}`).hidden = !isShown;
    };
    say("clock", new Date(time).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }));
    say("elapsed", clock(spent));
    say("left", clock(budget - spent), budget > 0);
    say("asked", clock(elapsed(asked, time) / 1000), asked.since !== null || asked.spent > 0);
    main.dataset.time = talk.since !== null ? (budget && spent > budget ? "over" : "") : "stopped";
    find("[data-does=stop]").textContent = talk.since === null ? "Go on" : "Pause";
    find("[data-does=ask]").ariaPressed = String(asked.since !== null);
    drawPaces(spent);
    if (++silence % 2) send({ asks: true });
    if (silence === PATIENCE) gone.innerHTML = `There is no window for the audience. ${button("open", "Open it", "")}`;
  };
  const set = (talk: Stopwatch, asked: Stopwatch) => {
    watches = { talk, asked };
    keep("time", JSON.stringify(watches));
    tick();
  };
  let size = Number(recall("notes-size", true)) || 1;
  const resize = (by: number) => {
    size = Math.min(Math.max(size * by, 0.5), 3);
    notes.style.setProperty("--orate-notes-size", String(size));
    keep("notes-size", String(size), true);
  };
  const arrange = (by: number) => {
    const layout = LAYOUTS[(LAYOUTS.indexOf(main.dataset.layout ?? recall("layout", true)) + by) % LAYOUTS.length] ?? "default";
    main.dataset.layout = layout;
    keep("layout", layout, true);
  };
  const move = (to: "prev" | "next") => deck.dispatch({ type: "move", to });
  const does: Record<string, () => unknown> = {
    stop: () => set(run(watches!.talk, Date.now(), watches!.talk.since === null), run(watches!.asked, Date.now(), false)),
    ask: () => set(run(watches!.talk, Date.now(), watches!.asked.since !== null), run(watches!.asked, Date.now(), watches!.asked.since === null)),
    reset: () => set({ spent: 0, since: Date.now() }, { spent: 0, since: null }),
    arrange: () => arrange(1),
    smaller: () => resize(1 / 1.15),
    larger: () => resize(1.15),
    prev: () => move("prev"),
    next: () => move("next"),
    open: () => openWindow(deck, false),
  };
  const bind = (codes: number[], keys: string, help: string, name: string, shift?: boolean) => deck.bind({ codes, keys, help, shift, always: true, run: does[name]! });

  try {
    watches ??= JSON.parse(recall("time"));
  } catch {}
  if (watches) set(watches.talk, watches.asked);
  else does.reset!();
  resize(1);
  arrange(0);
  const timer = setInterval(tick, TICK);
  return undoAll([
    deck.subscribe((state) => {
      const slide = deck.current;
      const groups = slide ? outline.fragments(slide) : [];
      main.style.setProperty("--orate-ratio", String(deck.size.width / deck.size.height));
      drawNext(find(".orate-next"), deck);
      notes.replaceChildren(make("div", "", {}, ...(slide ? notesOf(slide, groups[state.f]) : [])));
      notes.scrollTop = 0;
      place.textContent = `Slide ${outline.past(state) + 1} of ${outline.total}${groups.length ? `, step ${state.f + 1} of ${groups.length}` : ""}`;
      const open = state.overlay?.source ? "Something is open over the slide; Esc closes it" : "";
      status.textContent = state.paused ? "Paused: the audience sees black" : state.overview ? "The overview is open" : open;
      tick();
    }),
    // A click leaves the focus alone, so that Space still means the next step.
    listen(main, "mousedown", (event) => (event.target as Element).localName === "button" && event.preventDefault()),
    listen(main, "click", ({ target }) => does[(target as HTMLElement).dataset.does ?? ""]?.()),
    listen<KeyboardEvent>(notes, "keydown", (event) => {
      if (/^Arrow(Up|Down)$/.test(event.key) && notes.scrollHeight > notes.clientHeight) event.stopPropagation();
    }),
    listen(root, "orate-heard", () => {
      silence = 0;
      gone.replaceChildren();
    }),
    bind([84], "T", "Stop the time, and go on", "stop", false),
    bind([84], "Shift+T", "Begin the time anew", "reset", true),
    bind([81], "Q", "Stop the time for questions", "ask"),
    bind([89], "Y", "Another layout", "arrange"),
    bind([107, 187, 61, 171], "+", "Larger notes", "larger"),
    bind([109, 189, 173], "−", "Smaller notes", "smaller"),
    () => {
      clearInterval(timer);
      parentNode?.insertBefore(root, nextSibling);
      root.classList.remove("reveal-viewport");
      main.remove();
      document.body.classList.remove("orate-speaking");
    },
  ]);
};

/** Takes from the speaker's page what plays or loads by itself: that is for the audience's window alone. */
export const quiet: View = (root, deck) => {
  if (!deck.isSpeaker) return;
  // However narrow, the speaker's page is no page to scroll.
  deck.config.scrollActivationWidth = 0;
  for (const media of root.querySelectorAll<HTMLMediaElement>("video,audio")) {
    media.autoplay = false;
    media.pause();
  }
  for (const frame of root.querySelectorAll("iframe,[data-background-iframe]")) for (const name of ["src", "data-src", "srcdoc", "data-background-iframe"]) frame.removeAttribute(name);
  return listen(document, "play", ({ target }) => (target as HTMLMediaElement).pause(), true);
};

/** Draws a copy of what one more press of "next" would show, with its background, on a stage of its own. */
function drawNext(place: HTMLElement, { root, outline, config, backgrounds, state }: Deck): void {
  const [title, stage] = place.children as unknown as [HTMLElement, HTMLElement];
  const next = reduce({ ...state, overview: false }, { type: "move", to: "next" }, outline, config);
  const slide = outline.slide(next.h, next.v);
  stage.className = `${root.className} orate-stage`;
  stage.classList.remove("overview", "paused", "has-dark-background", "has-light-background");
  if (!slide || (next.h === state.h && next.v === state.v && next.f === state.f)) {
    title.textContent = "This is the last slide";
    return stage.replaceChildren();
  }
  title.textContent = `Next: ${titleOf(slide)}`;
  const { element, isStack } = outline.list[next.h]!;
  const copy = (original: Element, deep: boolean) => {
    const copied = original.cloneNode(deep) as HTMLElement;
    copied.classList.remove("past", "future");
    copied.classList.add("present");
    copied.dataset.orateNear = "";
    copied.removeAttribute("aria-hidden");
    for (const name of ["has-dark-background", "has-light-background"]) if (original.classList.contains(name)) stage.classList.add(name);
    return copied;
  };
  const [shown, behind] = [copy(slide, true), copy(backgrounds.get(slide)!, true)];
  let [front, back] = [shown, behind];
  if (isStack) {
    (front = copy(element, false)).append(shown);
    (back = copy(backgrounds.get(element)!, false)).append(backgrounds.get(element)!.firstChild!.cloneNode(true), behind);
  }
  if (config.fragments) showFragments(sortFragments(shown.getElementsByClassName("fragment")), next.f);
  stage.replaceChildren(make("div", "backgrounds", {}, back), make("div", "slides", {}, front));
  fitText(shown);
}
