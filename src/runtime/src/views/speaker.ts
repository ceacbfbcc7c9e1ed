/**
 * The speaker's own page: the deck itself as the current slide, the step that comes next, notes, time and pace.
 *
 * It is the same page as the audience's, opened with `?speaker`, and plays nothing.
 */

import { query } from "../deck/config";
import type { Deck, Store, View } from "../deck/deck";
import { make } from "../dom/element";
import { listen } from "../deck/events";
import { fitText } from "../dom/fit-text";
import { showFragments, sortFragments } from "../state/fragments";
import { kept, openWindow, send } from "../deck/link";
import { reduce } from "../state/navigate";
import { notesOf } from "../dom/notes";
import { isCounted } from "../state/outline";
import { at, clock, ends as endsOf, pace, plan, type Watch } from "../state/pacing";
import { titleOf } from "../state/search";
import { ownLanguage, translate } from "../dom/translate";

const LAYOUTS = ["default", "wide", "tall", "notes-only"];
/** Milliseconds between two looks at the clock. */
const TICK = 500;
/** Ticks without an answer after which the audience's window counts as gone. */
const PATIENCE = 8;
const SIGNS = { ahead: "▲", "on time": "●", behind: "▼" };

const FIGURES = ["Elapsed", "Remaining", "Clock", "Questions"];
const PAGE = () =>
  `<section class="orate-now" aria-label="${translate("Current slide")}"><p role="status"></p></section>` +
  `<section class="orate-next" aria-label="${translate("Next")}"><h2></h2><div inert></div></section>` +
  `<section class="orate-notes" aria-label="${translate("Notes")}" tabindex="0"></section>` +
  `<section class="orate-time" aria-label="${translate("Time")}"><div>${FIGURES.map((name) => `<p><b></b>${translate(name)}</p>`).join("")}</div><ul></ul></section>` +
  '<footer><h1></h1><p role="alert"></p></footer>';

/** It outlives views that are mounted anew. */
let watch: Watch | undefined;

export const speaker: View = (root, deck) => {
  if (!deck.isSpeaker) return;
  const { config, outline } = deck;
  const { parentNode, nextSibling } = root;
  const main = make("main", "orate-speaker", { ...ownLanguage(), innerHTML: PAGE() });
  const [status, title, stage, notes, paces, footer, place, gone] = [
    "p",
    "h2",
    "div",
    ".orate-notes",
    "ul",
    "footer",
    "h1",
    "footer p",
  ].map((selector) => main.querySelector(selector)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const figures = [...main.querySelectorAll<HTMLElement>("b")];
  notes.lang = document.documentElement.lang;
  notes.dir = document.documentElement.dir;
  status.before(root);
  document.body.append(main);
  document.body.classList.add("orate-speaking");
  root.classList.add("reveal-viewport");

  const seconds = ({ dataset }: HTMLElement) => {
    const number = parseFloat(dataset.timing ?? "");
    return Number.isNaN(number) ? undefined : number;
  };
  const budget = config.totalTime || deck.talk.duration;
  // A preview changes the block, so it is read anew.
  const block = deck.talk["config"] && !config.shuffle ? document.getElementById("orate-deck")?.textContent : "";
  const ends =
    endsOf(outline.list, block ? JSON.parse(block).timing : undefined) ??
    plan(
      outline.list.map(({ element, isStack, slides }) => ({
        timing: isStack ? seconds(element) : undefined,
        slides: slides.map((slide) => ({ timing: seconds(slide), counts: isCounted(slide) })),
      })),
      {
        each: config.defaultTiming ?? undefined,
        total: config.totalTime || (config.defaultTiming === null ? budget : 0),
        minimum: config.minimumTimePerSlide ?? 0,
      },
    );
  const sum = ends?.at(-1)?.at(-1) ?? 0;
  const total = budget || sum;

  const drawPaces = (spent: number) => {
    const { h, v } = deck.state;
    const column = ends?.[h];
    if (!column) return;
    const before = ends[h - 1]?.at(-1) ?? 0;
    const [start, end] = [column[v - 1] ?? before, column[v]!];
    // The talk as a whole is judged by when it would end.
    const late = Math.round(spent + sum - Math.min(Math.max(spent, start), end)) - total;
    const row = (name: string, from: number, to: number, now = spent) => {
      const { standing, by } = pace(now, from, to);
      const isOnTime = standing === "on time";
      const left = isOnTime && by ? `, ${translate("{1} left", clock(by))}` : "";
      return `<li data-pace="${standing}">${translate(name)} <b>${SIGNS[standing]} ${isOnTime ? "" : `${clock(by)} `}${translate(standing)}${left}</b></li>`;
    };
    paces.innerHTML =
      row("Slide", start, end) + (column[1] ? row("Section", before, column.at(-1)!) : "") + row("Talk", 0, 0, late);
  };

  let silence = 0;
  const tick = () => {
    const now = Date.now();
    const { talk, asked, runs } = at(watch!, now);
    const spent = Math.floor(talk / 1000);
    const texts = [
      clock(spent),
      total && clock(total - spent),
      new Date(now).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }),
      asked && clock(asked / 1000),
    ];
    figures.forEach((figure, i) => {
      figure.textContent = String(texts[i]);
      figure.parentElement!.hidden = !texts[i];
    });
    main.dataset.time = runs !== "talk" ? "stopped" : total && spent > total ? "over" : "";
    stop.textContent = translate(runs === "talk" ? "Pause" : "Go on");
    ask.ariaPressed = String(runs === "asked");
    drawPaces(spent);
  };
  const set = (change: Partial<Watch>) => {
    watch = { ...at(watch!, Date.now()), ...change };
    kept("time", JSON.stringify(watch));
    tick();
  };
  let size = Number(kept("size", "", true)) || 1;
  const resize = (by: number) => {
    size = Math.min(Math.max(size * by, 0.5), 3);
    notes.style.setProperty("--orate-notes-size", String(size));
    kept("size", String(size), true);
  };
  let layout = LAYOUTS.indexOf(kept("layout", "", true));
  const arrange = (by: number) => {
    layout = (Math.max(layout, 0) + by) % LAYOUTS.length;
    main.dataset.layout = LAYOUTS[layout];
    kept("layout", LAYOUTS[layout], true);
  };
  const button = (textContent: string, title: string, onclick: () => unknown) =>
    make("button", "", { type: "button", dir: "auto", textContent, title, onclick });
  /** What the speaker can do here: the button's label, the key, its codes, and what the help says. */
  const actions: [
    label: string,
    key: string,
    run: () => unknown,
    codes: (number | string)[],
    help: string,
    shift?: boolean,
  ][] = [
    ["Pause", "T", () => set({ runs: watch!.runs === "talk" ? "" : "talk" }), [84], "Stop the time, and go on", false],
    [
      "Questions",
      "Q",
      () => set({ runs: watch!.runs === "asked" ? "talk" : "asked" }),
      [81],
      "Stop the time for questions",
    ],
    ["Reset", "Shift+T", () => set({ talk: 0, asked: 0, runs: "talk" }), [84], "Begin the time anew", true],
    ["Layout", "Y", () => arrange(1), [89], "Another layout"],
    ["A−", "−", () => resize(0.87), ["-"], "Smaller notes"],
    ["A+", "+", () => resize(1.15), ["+", "="], "Larger notes"],
    // Their keys are the deck's own.
    ["Back", "P", () => deck.api.prev!(), [], ""],
    ["Next", "N", () => deck.api.next!(), [], ""],
  ];
  const buttons = actions.map(([label, key, run]) => button(translate(label), translate(key), run));
  const [stop, ask] = buttons as unknown as [HTMLElement, HTMLElement];
  footer.append(...buttons);

  try {
    watch ??= JSON.parse(kept("time"));
  } catch {}
  watch ??= { talk: 0, asked: 0, runs: "talk", since: Date.now() };
  set({});
  resize(1);
  arrange(0);
  const timer = setInterval(() => {
    tick();
    if (++silence % 2) send({ asks: true });
    if (silence === PATIENCE)
      gone.replaceChildren(
        translate("There is no window for the audience. "),
        button(translate("Open it"), "", () => openWindow(deck, false)),
      );
  }, TICK);
  return [
    deck.subscribe((state) => {
      const slide = deck.current;
      const groups = slide ? outline.fragments(slide) : [];
      main.style.setProperty("--orate-ratio", String(deck.size.width / deck.size.height));
      title.textContent = drawNext(stage, deck);
      notes.replaceChildren(make("div", "", {}, ...(slide ? notesOf(slide, groups[state.f]) : [])));
      notes.scrollTop = 0;
      place.textContent = [
        translate("Slide {1} of {2}", outline.past(state) + 1, outline.total),
        ...(groups[0] ? [translate("step {1} of {2}", state.f + 1, groups.length)] : []),
      ].join(", ");
      status.textContent = translate(
        state.paused
          ? "Paused: the audience sees black"
          : state.overview
            ? "The overview is open"
            : state.overlay?.source
              ? "Something is open over the slide; Esc closes it"
              : slide?.dataset.orateBehind === ""
                ? "Behind this slide, the audience sees a page"
                : "",
      );
      tick();
    }),
    // A click leaves the focus alone, so that Space still means the next step.
    listen(footer, "mousedown", (event) => event.preventDefault()),
    // A link must not lead the speaker away from here in the middle of a talk.
    listen(main, "click", ({ target }) =>
      (target as Element).closest('a:not([href^="#"])')?.setAttribute("target", "_blank"),
    ),
    listen<KeyboardEvent>(notes, "keydown", (event) => {
      if (/^Arrow(Up|Down)$/.test(event.key) && notes.scrollHeight > notes.clientHeight) event.stopPropagation();
    }),
    listen(root, "orate-heard", () => {
      silence = 0;
      gone.textContent = "";
    }),
    ...actions.map(([, keys, run, codes, help, shift]) =>
      deck.bind({ codes, keys, help, shift, always: true, run: () => void run() }),
    ),
    () => {
      clearInterval(timer);
      parentNode?.insertBefore(root, nextSibling);
      root.classList.remove("reveal-viewport");
      document.body.classList.remove("orate-speaking");
      main.remove();
    },
  ];
};

/** Knows the speaker's page, and takes from it what plays or loads by itself: that is for the audience's window alone. */
export const quiet: View = (root, deck) => {
  (deck as Store).isSpeaker = "speaker" in query(location.search) && !deck.config.embedded;
  if (!deck.isSpeaker) return;
  // However narrow, the speaker's page is no page to scroll.
  deck.config.scrollActivationWidth = 0;
  for (const media of root.querySelectorAll<HTMLMediaElement>("video,audio")) {
    media.autoplay = false;
    media.pause();
  }
  for (const slide of root.querySelectorAll<HTMLElement>("[data-background-iframe]")) {
    slide.dataset.orateBehind = "";
    delete slide.dataset.backgroundIframe;
  }
  for (const frame of root.querySelectorAll("iframe")) withhold(frame);
  return [listen(document, "play", ({ target }) => (target as HTMLMediaElement).pause(), true)];
};

/** Loads no page into a frame, but says in it which one the audience sees. */
function withhold(frame: HTMLIFrameElement): void {
  const name = frame.title || (frame.dataset.src ?? frame.getAttribute("src"));
  if (frame.srcdoc.startsWith(absent())) return;
  for (const name of ["src", "data-src"]) frame.removeAttribute(name);
  const words = `${translate("Only the audience's window loads this page")}${name ? `: ${name}` : ""}`;
  frame.srcdoc = absent() + make("p", "", { align: "center" }, words).outerHTML;
}

/** The policy allows no style in there: this is what HTML had before. */
const absent = () => {
  const { lang, dir } = ownLanguage();
  return `<html lang="${lang}" dir="${dir}"><title>${translate("Frame")}</title><body bgcolor="#1d2329" text="#f1f3f5"><font face="system-ui" size="6">`;
};

/** Draws a copy of what one more press of "next" would show, on a stage of its own; gives what it is called. */
function drawNext(stage: HTMLElement, { root, outline, config, backgrounds, state }: Deck): string {
  const next = reduce({ ...state, overview: false }, { type: "move", to: "next" }, outline, config);
  const slide = outline.slide(next.h, next.v);
  stage.className = `orate-stage ${root.className.replace(/\b(overview|paused|has-\w+-background)\b/g, "")}`;
  stage.replaceChildren();
  if (!slide || (next.h === state.h && next.v === state.v && next.f === state.f))
    return translate("This is the last slide");
  const copy = slide.cloneNode(true) as HTMLElement;
  copy.classList.remove("past", "future");
  copy.classList.add("present");
  copy.dataset.orateNear = "";
  const behind = make("div", "backgrounds");
  for (const one of new Set([outline.list[next.h]!.element, slide])) {
    const background = backgrounds.get(one)!;
    const copied = behind.appendChild(background.cloneNode() as HTMLElement);
    copied.append(background.firstChild!.cloneNode(true));
    copied.className = "slide-background present";
    stage.classList.add(...(one.className.match(/has-(dark|light)-background/g) ?? []));
  }
  if (config.fragments) showFragments(sortFragments(copy.getElementsByClassName("fragment")), next.f);
  stage.append(behind, make("div", "slides", {}, copy));
  fitText(copy);
  return translate("Next: {1}", titleOf(slide));
}
