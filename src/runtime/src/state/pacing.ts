/** The time a talk has and the time it takes. Pure: whoever calls says what time it is. */

/** Milliseconds that the talk and the questions in it have taken until `since`, and which of the two goes on. */
export interface Watch {
  readonly talk: number;
  readonly asked: number;
  readonly runs: "talk" | "asked" | "";
  readonly since: number;
}

/** The watch brought up to now. A clock that is set back takes no time away. */
export const at = (watch: Watch, now: number): Watch => ({
  ...watch,
  since: now,
  ...(watch.runs && { [watch.runs]: watch[watch.runs] + Math.max(now - watch.since, 0) }),
});

export interface TimedColumn {
  /** Seconds for the column as a whole; nothing where its author gives none. */
  readonly timing: number | undefined;
  readonly slides: readonly { readonly timing: number | undefined; readonly counts: boolean }[];
}

export interface Budget {
  /** Seconds for a slide that has none of its own. */
  readonly each: number | undefined;
  /** Seconds for the talk: what no slide claims is shared evenly. Comes before `each`. */
  readonly total: number | undefined;
  /** Seconds that every counted slide gets at the least. */
  readonly minimum: number;
}

/**
 * When each slide is meant to end, in seconds from the start, column by column; nothing where no time is given.
 *
 * A column's own time is shared by its slides. Slides that do not count get none unless they ask.
 */
export function plan(columns: readonly TimedColumn[], { each, total, minimum }: Budget): number[][] | undefined {
  const own = columns.map(({ timing, slides }) =>
    timing === undefined ? slides.map((slide) => slide.timing) : share(slides, timing, minimum),
  );
  if (each === undefined && !total && own.flat().every((time) => time === undefined)) return undefined;
  const all = columns.flatMap(({ slides }, h) => slides.map(({ counts }, v) => ({ timing: own[h]![v], counts })));
  const times = share(all, total ?? 0, minimum, total ? undefined : each);
  let end = 0;
  let i = 0;
  return own.map((rows) => rows.map(() => (end += times[i++]!)));
}

/** Times of slides, the open ones given `each`, or an even part of what is left of `total`. */
function share(slides: TimedColumn["slides"], total: number, minimum: number, each?: number): number[] {
  const open = slides.filter(({ timing, counts }) => timing === undefined && counts).length;
  const left = total - slides.reduce((sum, { timing = 0 }) => sum + timing, 0);
  const part = each ?? Math.max(left / open || 0, 0);
  return slides.map(({ timing, counts }) => timing ?? (counts ? Math.max(part, minimum) : 0));
}

/**
 * The same for seconds that are given for every slide, in the order of the talk, as `orate timing` has them; nothing where
 * they are those of other slides.
 */
export function ends(
  columns: readonly { readonly slides: readonly unknown[] }[],
  seconds: readonly number[] | undefined,
): number[][] | undefined {
  if (seconds?.length !== columns.flatMap(({ slides }) => slides).length) return undefined;
  let end = 0;
  let i = 0;
  return columns.map(({ slides }) => slides.map(() => (end += seconds![i++]!)));
}

export type Standing = "ahead" | "on time" | "behind";

export interface Pace {
  readonly standing: Standing;
  /** Seconds ahead of the start, left until the end, or behind it. */
  readonly by: number;
}

/** How the talk is against the stretch it is in: before its start is ahead, past its end is behind. */
export function pace(seconds: number, start: number, end: number): Pace {
  if (seconds < start) return { standing: "ahead", by: start - seconds };
  return seconds <= end ? { standing: "on time", by: end - seconds } : { standing: "behind", by: seconds - end };
}

/** Seconds as `4:05`, `1:02:30` or `−0:12`. */
export function clock(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return `${seconds < 0 && whole ? "−" : ""}${h ? `${h}:${two(m)}` : m}:${two(s)}`;
}
