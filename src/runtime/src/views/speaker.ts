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
import { linkOf, memory } from "../link";
import { reduce } from "../navigate";
import { notesOf } from "../notes";
import type { Slide } from "../outline";
import { type Budget, clock, elapsed, type Pace, pace, plan, run, type Stopwatch } from "../pacing";
import { titleOf } from "../search";
import type { State } from "../state";

const LAYOUTS = ["default", "wide", "tall", "notes-only"];
/** Milliseconds between two looks at the clock. */
const TICK = 500;
/** Ticks without an answer after which the audience's window counts as gone. */
const PATIENCE = 8;
const SIGNS = { ahead: "▲", "on time": "●", behind: "▼" };

interface Watches {
  talk: Stopwatch;
  questions: Stopwatch;
}

let watches: Watches | undefined;

export const speaker: View = (root, deck) => {
  if (!deck.isSpeaker) return;
  const link = linkOf(deck);
  const { config, outline } = deck;
  const { lang } = document.documentElement;
  const { parentNode, nextSibling } = root;

  const button = (text: string, title: string, onclick: () => unknown) => make("button", "", { type: "button", textContent: text, title, onclick });
  const figure = (name: string) => {
    const value = make("strong");
    return [value, make("p", `orate-${name}`, {}, value)] as const;
  };
  const [now, nowBox] = figure("clock");
  const [spent, spentBox] = figure("elapsed");
  const [left, leftBox] = figure("left");
  const [asked, askedBox] = figure("asked");
  nowBox.append("Clock");
  spentBox.append("Elapsed");
  leftBox.append("Left");
  askedBox.append("Questions");
  const paces = make("ul", "orate-paces");
  const place = make("p", "orate-place");
  const shown = make("p", "orate-shown", { role: "status" });
  const gone = make("p", "orate-gone", { role: "alert" });
  const heading = make("h2");
  const title = make("span", "", { lang });
  heading.append("Next: ", title);
  const stage = make("div", "", { inert: true });
  const notes = make("div", "orate-notes-text", { lang });
  const notesBox = make("section", "orate-notes", { tabIndex: 0, ariaLabel: "Notes" }, notes);
  const pauseButton = button("Pause", "T", () => stop());
  const questionsButton = button("Questions", "Q", () => ask());
  const layouts = make("select", "", { ariaLabel: "Layout" }, ...LAYOUTS.map((value) => make("option", "", { value, textContent: value.replace("-", " ") })));
  const main = make(
    "main",
    "orate-speaker",
    { lang: "en" },
    make("h1", "aria-status", { textContent: "Speaker view" }),
    make("section", "orate-now", { ariaLabel: "Current slide" }, root, shown),
    make("section", "orate-next", {}, heading, stage),
    notesBox,
    make("section", "orate-time", { ariaLabel: "Time" }, make("div", "", {}, spentBox, leftBox, nowBox, askedBox), paces),
    make(
      "footer", "", {},
      place,
      gone,
      make("div", "", {}, pauseButton, questionsButton, button("Reset", "Shift+T", () => reset())),
      make("div", "", {}, layouts, button("A−", "Smaller notes (−)", () => resize(1 / 1.15)), button("A+", "Larger notes (+)", () => resize(1.15))),
      make("div", "orate-steps", {}, button("Back", "P", () => deck.dispatch({ type: "move", to: "prev" })), button("Next", "N", () => deck.dispatch({ type: "move", to: "next" }))),
    ),
  );
  document.body.append(main);
  root.classList.add("reveal-viewport");
  const said = document.title;
  document.title = `Speaker view: ${said}`;

  // Time.
  const budget: Budget = { each: config.defaultTiming ?? undefined, total: config.totalTime || (config.defaultTiming === null ? deck.talk.duration : undefined), minimum: config.minimumTimePerSlide };
  const timing = (element: HTMLElement) => {
    const seconds = parseFloat(element.dataset.timing ?? "");
    return Number.isNaN(seconds) ? undefined : seconds;
  };
  const ends = plan(
    outline.list.map(({ element, isStack, slides }) => ({
      timing: isStack ? timing(element) : undefined,
      slides: slides.map((slide) => ({ timing: timing(slide), counts: slide.dataset.visibility !== "uncounted" })),
    })),
    budget,
  );
  const sum = ends?.flat().at(-1) ?? 0;
  const total = config.totalTime || deck.talk.duration || sum;
  const fresh = (): Watches => ({ talk: { spent: 0, since: Date.now() }, questions: { spent: 0, since: null } });
  const keep = (next: Watches) => {
    watches = next;
    memory.set("time", JSON.stringify(next));
    tick();
  };
  const stop = () => {
    const { talk, questions } = watches!;
    keep({ talk: run(talk, Date.now(), talk.since === null), questions: run(questions, Date.now(), false) });
  };
  const ask = () => {
    const { talk, questions } = watches!;
    const isAsking = questions.since === null;
    keep({ talk: run(talk, Date.now(), !isAsking), questions: run(questions, Date.now(), isAsking) });
  };
  const reset = () => keep(fresh());

  const tellPaces = (seconds: number) => {
    if (!ends) return;
    const { h, v } = deck.state;
    const before = ends[h - 1]?.at(-1) ?? 0;
    const [start, end] = [ends[h]?.[v - 1] ?? before, ends[h]?.[v] ?? sum];
    const finish = seconds + sum - Math.min(Math.max(seconds, start), end);
    const rows: [string, Pace, string][] = [["Slide", pace(seconds, start, end), "left"]];
    if (outline.list[h]?.isStack) rows.push(["Section", pace(seconds, before, ends[h]!.at(-1)!), "left"]);
    // The talk as a whole is judged by when it would end.
    const late = Math.round(finish - total);
    rows.push(["Talk", { standing: late > 0 ? "behind" : late < 0 ? "ahead" : "on time", by: Math.abs(late) }, ""]);
    paces.replaceChildren(
      ...rows.map(([name, { standing, by }, word]) => {
        const text = standing !== "on time" ? `${clock(by)} ${standing}` : word ? `on time, ${clock(by)} ${word}` : standing;
        const row = make("li", "", {}, make("span", "", { textContent: name }), make("b", "", { textContent: `${SIGNS[standing]} ${text}` }));
        row.dataset.pace = standing;
        return row;
      }),
    );
  };
  let silence = 0;
  let wasHeard = false;
  const tick = () => {
    const time = Date.now();
    const { talk, questions } = watches!;
    const seconds = Math.floor(elapsed(talk, time) / 1000);
    now.textContent = new Date(time).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    spent.textContent = clock(seconds);
    left.textContent = clock(total - seconds);
    asked.textContent = clock(elapsed(questions, time) / 1000);
    leftBox.hidden = !total;
    askedBox.hidden = questions.since === null && !questions.spent;
    leftBox.classList.toggle("orate-over", seconds > total);
    main.dataset.time = talk.since !== null ? "" : questions.since === null ? "paused" : "questions";
    pauseButton.textContent = talk.since === null ? "Go on" : "Pause";
    questionsButton.ariaPressed = String(questions.since !== null);
    tellPaces(seconds);
    if (++silence % 2) link.send({ asks: true });
    if (silence === PATIENCE) {
      gone.replaceChildren(wasHeard ? "The audience’s window is gone. " : "There is no window for the audience. ", button("Open it", "", openAudience));
    }
  };
  const openAudience = () => {
    const url = new URL(location.href);
    url.searchParams.delete("speaker");
    link.meet(window.open(url, `orate-audience-${link.pair()}`));
  };
  link.heard = () => {
    silence = 0;
    wasHeard = true;
    if (gone.firstChild) gone.replaceChildren();
  };

  // What the speaker has chosen.
  let size = Number(recall("notes-size")) || 1;
  const resize = (by: number) => {
    size = Math.min(Math.max(size * by, 0.5), 3);
    notesBox.style.setProperty("--orate-notes-size", String(size));
    keepForGood("notes-size", String(size));
  };
  const arrange = (layout: string) => {
    main.dataset.layout = layouts.value = LAYOUTS.includes(layout) ? layout : "default";
    keepForGood("layout", layouts.value);
  };
  layouts.onchange = () => {
    arrange(layouts.value);
    layouts.blur();
  };

  const bind = (codes: number[], keys: string, help: string, run: () => void, shift?: boolean) =>
    deck.bind({ codes, keys, help, always: true, run: () => run(), ...(shift === undefined ? {} : { shift }) });
  const steps = [
    deck.subscribe((state) => {
      const slide = deck.current;
      const groups = slide ? outline.fragments(slide) : [];
      main.style.setProperty("--orate-ratio", String(deck.size.width / deck.size.height || 1.6));
      drawNext(stage, title, deck, state);
      notes.replaceChildren(...(slide ? notesOf(slide, groups[state.f]) : []));
      if (!notes.firstChild) notes.append(make("p", "orate-none", { textContent: "No notes", lang: "en" }));
      notesBox.scrollTop = 0;
      place.replaceChildren(`Slide ${outline.past(state) + 1} of ${outline.total}`, groups.length ? `, step ${state.f + 1} of ${groups.length}` : "");
      shown.textContent = state.paused
        ? "Paused: the audience sees a black screen"
        : state.overview
          ? "The overview is open"
          : state.overlay?.source
            ? `The audience sees a ${state.overlay.kind === "iframe" ? "page" : state.overlay.kind}. Escape closes it`
            : "";
      if (watches) tick();
    }),
    // A click leaves the focus alone, so that Space still means the next step.
    listen(main, "mousedown", (event) => (event.target as Element).closest("button") && event.preventDefault()),
    listen<KeyboardEvent>(notesBox, "keydown", (event) => {
      if (/^Arrow(Up|Down)$/.test(event.key) && notesBox.scrollHeight > notesBox.clientHeight) event.stopPropagation();
    }),
    bind([84], "T", "Stop the time, and go on", stop, false),
    bind([84], "Shift+T", "Begin the time anew", reset, true),
    bind([81], "Q", "Stop the time for questions", ask),
    bind([89], "Y", "Next layout of the speaker view", () => arrange(LAYOUTS[(LAYOUTS.indexOf(layouts.value) + 1) % LAYOUTS.length]!)),
    bind([107, 187, 61, 171], "+", "Larger notes", () => resize(1.15)),
    bind([109, 189, 173], "−", "Smaller notes", () => resize(1 / 1.15)),
    () => {
      clearInterval(timer);
      link.heard = () => {};
      parentNode?.insertBefore(root, nextSibling);
      root.classList.remove("reveal-viewport");
      main.remove();
      document.title = said;
    },
  ];
  try {
    watches ??= JSON.parse(memory.get("time")) as Watches;
  } catch {}
  keep(watches ?? fresh());
  const timer = setInterval(tick, TICK);
  resize(1);
  arrange(recall("layout"));
  return undoAll(steps);
};

/** Takes from the speaker's page what plays or loads by itself: that is for the audience's window alone. */
export const quiet: View = (root, deck) => {
  if (!deck.isSpeaker) return;
  for (const media of root.querySelectorAll<HTMLMediaElement>("video,audio")) {
    media.autoplay = false;
    media.pause();
  }
  for (const frame of root.querySelectorAll("iframe")) for (const name of ["src", "data-src", "srcdoc"]) frame.removeAttribute(name);
  for (const slide of root.querySelectorAll("[data-background-iframe]")) slide.removeAttribute("data-background-iframe");
  return listen(document, "play", ({ target }) => (target as HTMLMediaElement).pause(), true);
};

/** Draws a copy of what one more press of "next" would show, with its background, on a stage of its own. */
function drawNext(stage: HTMLElement, title: HTMLElement, deck: Deck, state: State): void {
  const { root, outline, config, backgrounds } = deck;
  const next = reduce({ ...state, overview: false }, { type: "move", to: "next" }, outline, config);
  const isOver = next.h === state.h && next.v === state.v && next.f === state.f;
  const slide = outline.slide(next.h, next.v);
  title.textContent = isOver || !slide ? "the end" : titleOf(slide);
  stage.className = `${root.className} orate-stage`;
  stage.classList.remove("overview", "paused", "has-dark-background", "has-light-background");
  if (isOver || !slide) return stage.replaceChildren();
  const stack = outline.list[next.h]!.element;
  for (const one of [slide, stack]) stage.classList.add(...[...one.classList].filter((name) => /^has-.*-background$/.test(name)));
  const copies = (elements: (Element | undefined)[]) =>
    elements.map((element, i) => {
      const copy = element?.cloneNode(i === elements.length - 1) as HTMLElement;
      if (element === backgrounds.get(stack)) copy.append(element!.firstElementChild!.cloneNode(true));
      copy.classList.remove("past", "future");
      copy.classList.add("present");
      copy.dataset.orateNear = "";
      copy.removeAttribute("aria-hidden");
      return copy;
    });
  const nest = (tag: string, list: Slide[]) => {
    const inner = list.reduceRight((child, parent) => (parent.append(child), parent));
    return make("div", tag, {}, inner);
  };
  const chain = stack === slide ? [slide] : [stack, slide];
  const copied = copies(chain);
  const copy = copied.at(-1)!;
  if (config.fragments) showFragments(sortFragments(copy.getElementsByClassName("fragment")), next.f);
  stage.replaceChildren(nest("backgrounds", copies(chain.map((one) => backgrounds.get(one)))), nest("slides", copied));
  fitText(copy);
}

function recall(name: string): string {
  try {
    return localStorage[`orate-speaker-${name}`] ?? "";
  } catch {
    return "";
  }
}

function keepForGood(name: string, value: string): void {
  try {
    localStorage[`orate-speaker-${name}`] = value;
  } catch {}
}
