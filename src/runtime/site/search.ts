/**
 * The search of a site of talks: over every word of every slide, in the page itself, with no service behind it.
 *
 * The page holds what can be found (`#index`): by talk its title and page, by slide its title, id and words.
 */

interface Talk {
  title: string;
  page: string;
  day: string | null;
  about: string;
  /** Title, id and words of each slide. In quotes, as its name is in the page: the bundler shortens those without. */
  "slides": [string, string, string][];
}

interface Found {
  talk: Talk;
  slide: [string, string, string] | null;
  score: number;
}

/** How many are shown at most. */
const MOST = 50;

/**
 * Letters alone, as they are typed in a hurry: small, in plain forms and without accents, so that `strasse` finds `Straße`. In scripts after the
 * Arabic one, a mark makes another letter.
 */
const plain = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/([A-\u06ff])\p{M}+/gu, "$1")
    .toLowerCase()
    .toUpperCase();

/** What holds every word, the best first: a word in a title counts for more than one in a text. */
function search(talks: Talk[], words: string[]): Found[] {
  const found: Found[] = [];
  const rate = (title: string, text: string) => {
    const [inTitle, inText] = [plain(title), plain(text)];
    if (!words.every((word) => inTitle.includes(word) || inText.includes(word))) return 0;
    return words.reduce(
      (sum, word) => sum + (inTitle.includes(word) ? 5 : 0) + Math.min(3, inText.split(word).length - 1),
      1,
    );
  };
  for (const talk of talks) {
    const score = rate(talk.title, talk.about);
    if (score) found.push({ talk, slide: null, score: score * 2 });
    for (const slide of talk["slides"]) {
      const score = rate(slide[0], slide[2]);
      if (score) found.push({ talk, slide, score });
    }
  }
  return found.sort((one, other) => other.score - one.score);
}

/** The words around the first one that was looked for. */
function excerpt(text: string, words: string[]): string {
  const at = Math.max(0, Math.min(...words.map((word) => plain(text).indexOf(word)).filter((at) => at >= 0)));
  const start = Number.isFinite(at) ? Math.max(0, text.lastIndexOf(" ", Math.max(0, at - 60))) : 0;
  const part = text.slice(start, start + 200).trim();
  return `${start > 0 ? "… " : ""}${part}${start + 200 < text.length ? " …" : ""}`;
}

/** Text with every word that was looked for marked. */
function marked(text: string, words: string[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let rest = text;
  while (rest) {
    const low = plain(rest);
    // Where taking accents off changed the length, places are not to be trusted.
    const places =
      low.length === rest.length
        ? words.map((word) => [low.indexOf(word), word.length] as const).filter(([at]) => at >= 0)
        : [];
    const first = places.sort((one, other) => one[0] - other[0])[0];
    if (!first) break;
    const [at, length] = first;
    fragment.append(
      rest.slice(0, at),
      Object.assign(document.createElement("mark"), { textContent: rest.slice(at, at + length) }),
    );
    rest = rest.slice(at + length);
  }
  fragment.append(rest);
  return fragment;
}

function row({ talk, slide }: Found, words: string[]): HTMLLIElement {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), {
    href: `../${talk.page}${slide ? `#${encodeURIComponent(slide[1])}` : ""}`,
  });
  link.append(marked(slide && slide[0] ? `${slide[0]} – ${talk.title}` : talk.title, words));
  const text = document.createElement("p");
  text.append(marked(excerpt(slide ? slide[2] : talk.about, words), words));
  item.append(link, text);
  return item;
}

addEventListener("DOMContentLoaded", () => {
  const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
  const [form, input, told, list, everything] = [
    element<HTMLFormElement>("search"),
    element<HTMLInputElement>("words"),
    element("told"),
    element("found"),
    element("everything"),
  ];
  const talks: Talk[] = JSON.parse(element("index").textContent || "[]");
  const show = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    const found = words.length ? search(talks, words) : [];
    list.replaceChildren(...found.slice(0, MOST).map((one) => row(one, words)));
    everything.hidden = words.length > 0;
    const count = found.length > MOST ? `The best ${MOST} of ${found.length}` : `${found.length} found`;
    // In its own order on a page from right to left.
    told.replaceChildren(
      ...(words.length ? [Object.assign(document.createElement("bdi"), { textContent: count })] : []),
    );
    // A page from disk may not change its address.
    if (location.protocol !== "file:")
      history.replaceState(null, "", words.length ? `?q=${encodeURIComponent(input.value)}` : location.pathname);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) show();
  input.focus();
});
