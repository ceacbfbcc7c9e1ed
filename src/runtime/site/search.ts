/**
 * The search of a site of talks: over every word of every slide, with no service behind it.
 *
 * The page of a small site holds the index (`#index`). That of a large one names its parts, which are loaded as scripts
 * when they are needed: that works from disk, too.
 */

import { meant, partOf, placesOf, type Term, termsOf } from "./words";

/** What a result shows. In quotes, as these names are in the index: the bundler shortens those without. */
interface Talk {
  "title": string;
  "page": string;
  "read": string;
  "when": string[];
  "year": number | null;
  "by": string[];
  "language": string;
  "look": string;
  "picture": string | null;
  "frame": string | null;
  "about": string;
  /** Title, id and words of each. */
  "slides": [string, string, string][];
}

/** Of each word the talks that have it: the distance from the one before, and how much it counts; 1 for half of all talks. */
type Words = Record<string, number[] | 1>;

/** A term, and the words of the index that it means. */
interface Wanted extends Term {
  words: string[];
}

/** How many talks are shown at first and more each time that the reader asks for more, and how many slides of each. */
const STEP = 10;
const MOST_SLIDES = 3;
/** How far from the window a cover is loaded. */
const NEAR = "200px";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const make = <T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Partial<HTMLElementTagNameMap[T]> = {},
  ...children: (Node | string)[]
) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

/** What the page holds: all of a small index, or which parts a large one has of words. */
let inline: { "talks": Talk[]; "words": Words; "parts"?: string[] };

/** Parts of a large index, by their names; one that cannot be loaded is empty. */
const parts = new Map<string, Promise<unknown>>();
const waiting = new Map<string, (part: unknown) => void>();
Object.assign(window, { orateSearch: (name: string, part: unknown) => waiting.get(name)?.(part) });

function load(name: string): Promise<unknown> {
  const part =
    parts.get(name) ??
    new Promise((resolve) => {
      waiting.set(name, resolve);
      const script = make("script", { src: `${name}.js` });
      script.onerror = () => resolve({});
      document.head.append(script);
    });
  parts.set(name, part);
  return part;
}

async function wordsLike(word: string): Promise<Words> {
  const names = inline["parts"];
  if (!names) return inline["words"];
  const name = partOf(word, names);
  return name ? ((await load(`words/${name}`)) as Words) : {};
}

const talkOf = async (number: number) =>
  (inline["parts"] ? await load(`talks/${number}`) : inline["talks"][number]) as Talk;

/** How much each talk has of a token: nothing for one that all have. */
async function ratesOf(token: string, isRun: boolean): Promise<[Map<number, number> | null, string[]]> {
  const index = await wordsLike(token);
  const words = isRun ? [token].filter((word) => word in index) : meant(token, Object.keys(index));
  const rates = new Map<number, number>();
  for (const word of words) {
    const places = index[word]!;
    if (places === 1) return [null, words];
    for (let i = 0, number = 0; i < places.length; i += 2) {
      number += places[i]!;
      // A whole word is better than one that begins like it.
      const rate = places[i + 1]! * (word === token ? 2 : 1);
      rates.set(number, Math.max(rates.get(number) ?? 0, rate));
    }
  }
  return [rates, words];
}

/** The numbers of the talks that have all terms, the best first; without any such talk, those that have most. */
async function search(terms: Term[]): Promise<[numbers: number[], wanted: Wanted[]]> {
  const scores = new Map<number, [terms: number, rate: number]>();
  const wanted: Wanted[] = [];
  let asked = 0;
  for (const term of terms) {
    const found = await Promise.all(term.tokens.map((token) => ratesOf(token, term.isRun)));
    wanted.push({ ...term, words: term.isRun ? [] : found.flatMap(([, words]) => words) });
    const rates = found.map(([rates]) => rates).filter((rates) => rates !== null);
    if (!rates.length) continue;
    asked++;
    const [first, ...others] = rates;
    for (const [number, rate] of first!) {
      if (!others.every((other) => other.has(number))) continue;
      const [count, sum] = scores.get(number) ?? [0, 0];
      scores.set(number, [count + 1, sum + rate]);
    }
  }
  const most = Math.min(asked, Math.max(0, ...[...scores.values()].map(([count]) => count)));
  const best = [...scores].filter(([, [count]]) => count === most);
  return [best.sort(([one, [, a]], [other, [, b]]) => b - a || one - other).map(([number]) => number), wanted];
}

/** The places of a text that were looked for, each its start and end: whole words, and runs of scripts without spaces. */
function placesIn(text: string, wanted: Wanted[]): (readonly [number, number, Wanted])[] {
  const places = wanted.flatMap((term) => {
    const { words, isRun, text: run } = term;
    return placesOf(text, words, isRun ? run : undefined).map(([start, end]) => [start, end, term] as const);
  });
  return places.sort(([one], [other]) => one - other);
}

/** A part of a text around what was looked for, in whole words, with that marked. */
function excerpt(text: string, wanted: Wanted[]): (Node | string)[] {
  const all = placesIn(text, wanted);
  const first = all[0]?.[0] ?? 0;
  const cut = (at: number, isStart: boolean) => {
    if (at <= 0) return 0;
    if (at >= text.length) return text.length;
    const space = isStart ? text.indexOf(" ", at) + 1 : text.lastIndexOf(" ", at);
    // Where no space is near, the script has none.
    return Math.abs(space - at) < 25 && space > 0 ? space : at;
  };
  const start = Math.min(first, cut(first - 60, true));
  const end = cut(start + 180, false);
  const shown = all.filter(([from, to]) => from >= start && to <= end);
  const children: (Node | string)[] = start > 0 ? ["… "] : [];
  let at = start;
  for (const [from, to] of shown) {
    if (from < at) continue;
    children.push(text.slice(at, from), make("mark", {}, text.slice(from, to)));
    at = to;
  }
  children.push(text.slice(at, end), end < text.length ? " …" : "");
  return children;
}

/** The slides of a talk that have most of what was looked for. */
function slidesOf(talk: Talk, wanted: Wanted[]) {
  const rated = talk["slides"].map((slide) => {
    const places = placesIn(`${slide[0]} ${slide[2]}`, wanted);
    return { slide, terms: new Set(places.map(([, , term]) => term)).size, count: places.length };
  });
  const best = rated.filter(({ terms }) => terms).sort((a, b) => b.terms - a.terms || b.count - a.count);
  return best.slice(0, MOST_SLIDES).map(({ slide }) => slide);
}

/** Covers are loaded shortly before they are seen: browsers begin with lazy ones ten covers ahead. */
const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      const shown = target.firstElementChild as HTMLIFrameElement;
      shown.src = shown.dataset["src"]!;
    }
  },
  { rootMargin: NEAR },
);

function cover(talk: Talk): HTMLElement {
  const box = make("div", { className: `cover look-${talk["look"]}`, ariaHidden: "true" });
  const { picture, frame } = { picture: talk["picture"], frame: talk["frame"] };
  if (!picture && !frame) return box;
  const shown = picture
    ? make("img", { alt: "" })
    : make("iframe", { title: talk["title"], tabIndex: -1, inert: true });
  shown.dataset["src"] = `../${picture ?? frame}`;
  box.append(shown);
  seen.observe(box);
  return box;
}

function row(talk: Talk, wanted: Wanted[]): HTMLLIElement {
  const own = { lang: talk["language"], dir: "auto" };
  const slides = slidesOf(talk, wanted);
  const when = [...talk["by"], ...talk["when"]];
  const lines = slides.map(([title, id, words]) => {
    const link = make("a", { href: `../${talk["read"]}#${encodeURIComponent(id)}` });
    link.append(...(title ? excerpt(title, wanted) : [`${talk["year"] ?? "…"}`]));
    return make("li", own, link, make("p", {}, ...excerpt(words, wanted)));
  });
  return make(
    "li",
    {},
    cover(talk),
    make(
      "div",
      {},
      make("h2", own, make("a", { href: `../${talk["page"]}` }, ...excerpt(talk["title"], wanted))),
      make("p", { className: "when" }, ...when.map((one) => make("span", {}, one))),
      ...(slides.length ? [make("ol", {}, ...lines)] : [make("p", own, ...excerpt(talk["about"], wanted))]),
    ),
  );
}

addEventListener("DOMContentLoaded", () => {
  const [form, input, status, list, more, everything] = [
    element<HTMLFormElement>("search"),
    element<HTMLInputElement>("words"),
    element("status"),
    element("results"),
    element<HTMLButtonElement>("more"),
    element("everything"),
  ];
  inline = JSON.parse(element("index").textContent!);
  let asked = 0;
  const show = async () => {
    const turn = ++asked;
    const terms = termsOf(input.value);
    const [numbers, wanted] = terms.length ? await search(terms) : [[], []];
    const add = async () => {
      const talks = await Promise.all(numbers.splice(0, STEP).map(talkOf));
      // What was typed meanwhile is looked for already.
      if (turn !== asked) return;
      list.append(...talks.filter((talk) => talk["title"]).map((talk) => row(talk, wanted)));
      more.hidden = !numbers.length;
    };
    if (turn !== asked) return;
    const { one, some } = status.dataset;
    // In its own order on a page from right to left.
    const count = make("bdi", {}, (numbers.length === 1 ? one : some)!.replace("{1}", `${numbers.length}`));
    list.replaceChildren();
    seen.disconnect();
    await add();
    more.onclick = add;
    everything.hidden = terms.length > 0;
    status.replaceChildren(...(terms.length ? [count] : []));
    // A page from disk may not change its address.
    if (location.protocol !== "file:")
      history.replaceState(null, "", terms.length ? `?q=${encodeURIComponent(input.value)}` : location.pathname);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => void show());
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) void show();
  input.focus();
});
