/** Words as the index of a site's search has them; `src/site/collection/search.rs` makes the same ones. */

import { fold as foldWords } from "../src/state/search";

/** Text as the deck's own search folds it, without the space before it. */
const fold = (text: string) => foldWords(text).slice(1);

/** Characters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese; Hangul has spaces. */
const SPACELESS = String.raw`\u0e00-\u109f\u1780-\u17ff\u2e80-\uabff\uf900-\u{10ffff}`;
const RUN = new RegExp(`[${SPACELESS}]+`, "gu");
/** Words of a text as it is written, and runs of such scripts. */
const PIECES = new RegExp(String.raw`[${SPACELESS}]+|(?:(?![${SPACELESS}])[\p{L}\p{N}\p{M}])+`, "gu");

/** Where a text has one of the words, or a run: each place its start and end. */
export function placesOf(text: string, words: readonly string[], run?: string): [start: number, end: number][] {
  const places: [number, number][] = [];
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    if (words.includes(fold(piece))) places.push([index, index + piece.length]);
    if (!run) continue;
    // Folding makes several letters of one: of each the place it is from.
    const from: number[] = [];
    let folded = "";
    let at = index;
    for (const letter of piece) {
      const one = fold(letter);
      folded += one;
      for (let i = 0; i < one.length; i++) from.push(at);
      at += letter.length;
    }
    from.push(at);
    for (let found = folded.indexOf(run); found >= 0; found = folded.indexOf(run, found + run.length))
      places.push([from[found]!, from[found + run.length]!]);
  }
  return places;
}

/** What is looked for: a word, or a run of a script without spaces. */
export interface Term {
  text: string;
  /** What the index has of it: the word itself; of a run its pairs, all of which a talk must have. */
  tokens: string[];
  isRun: boolean;
}

export function termsOf(query: string): Term[] {
  const terms: Term[] = [];
  for (const word of fold(query).split(" ").filter(Boolean)) {
    for (const part of word.replace(RUN, " $& ").split(" ").filter(Boolean)) {
      const letters = [...part];
      const isRun = part.search(RUN) === 0;
      const pairs = letters.slice(1).map((letter, i) => letters[i] + letter);
      terms.push({ text: part, tokens: isRun && pairs.length ? pairs : [part], isRun });
    }
  }
  return terms;
}

/** How many more letters a part of the index may be named by. */
const DEEPEST = 6;

/** The part of the index that a word is in, of those that there are: the one that is named by most of its letters. */
export function partOf(word: string, parts: readonly string[]): string | undefined {
  const letters = [...word];
  const isPlain = (letter = "") => /^[A-Z0-9]$/.test(letter);
  const code = (letter: string) => letter.codePointAt(0)!.toString(16);
  const name = (level: number) => {
    if (isPlain(letters[0])) {
      const others = Array.from({ length: level + 1 }, (_, i) => (isPlain(letters[i + 1]) ? letters[i + 1] : "_"));
      return [letters[0], ...others].join("").toLowerCase();
    }
    if (!level) return `b${Math.floor(letters[0]!.codePointAt(0)! / 64).toString(16)}`;
    return `u${letters.slice(0, level).map(code).join("-")}`;
  };
  for (let level = DEEPEST; level >= 0; level--) {
    const one = name(level);
    if (parts.includes(one)) return one;
  }
  return undefined;
}

/** How many typing mistakes a word may have. */
const mistakesIn = (word: string) => (word.length > 7 ? 2 : word.length > 3 ? 1 : 0);

/**
 * How many letters were left out, added, exchanged for others or typed in the wrong order, or `Infinity` where that is
 * more than `most`: the optimal string alignment distance, one row after the other.
 */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length]! <= most ? last[other.length]! : Infinity;
}

/** The words of the index that are meant by one: those that begin like it, else those that it may be a slip of. */
export function meant(word: string, index: string[]): string[] {
  const whole = index.filter((one) => (word.length > 1 ? one.startsWith(word) : one === word));
  if (whole.length) return whole;
  const most = mistakesIn(word);
  const near = most ? index.map((one) => [one, distance(word, one, most)] as const) : [];
  const least = Math.min(...near.map(([, by]) => by));
  return least === Infinity ? [] : near.filter(([, by]) => by === least).map(([one]) => one);
}
