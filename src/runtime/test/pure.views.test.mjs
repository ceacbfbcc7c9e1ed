// The pure parts of the views: time, pace, titles, search and the place that a typed text names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { at, clock, ends, pace, plan } = await load("state/pacing");
const { fold, matches } = await load("state/search");
const { cssImages, isPicture } = await load("dom/media");

const slide = (timing, counts = true) => ({ timing, counts });
const column = (...slides) => ({ timing: undefined, slides });
const budget = { each: undefined, total: undefined, minimum: 0 };

const WATCH = { talk: 0, asked: 0, runs: "talk", since: 1000 };

test("a watch counts what runs, and keeps what was counted", () => {
  const later = at(WATCH, 4000);
  assert.deepEqual(later, { talk: 3000, asked: 0, runs: "talk", since: 4000 });
  assert.deepEqual(at({ ...later, runs: "asked" }, 9000), { talk: 3000, asked: 5000, runs: "asked", since: 9000 });
  assert.deepEqual(at({ ...later, runs: "" }, 9000), { talk: 3000, asked: 0, runs: "", since: 9000 });
});

test("a clock that is set back takes no time away", () => {
  assert.equal(at({ ...WATCH, talk: 500 }, 0).talk, 500);
});

test("without any time there is no plan", () => {
  assert.equal(plan([column(slide())], budget), undefined);
});

test("a slide without a time of its own gets the usual one", () => {
  assert.deepEqual(plan([column(slide(30)), column(slide(), slide())], { ...budget, each: 60 }), [[30], [90, 150]]);
});

test("the talk's time is shared by the slides that claim none", () => {
  assert.deepEqual(plan([column(slide(100)), column(slide(), slide())], { ...budget, total: 300 }), [
    [100],
    [200, 300],
  ]);
});

test("the talk's time comes before the usual one", () => {
  assert.deepEqual(plan([column(slide(), slide())], { each: 10, total: 300, minimum: 0 }), [[150, 300]]);
});

test("a section's own time is shared by its slides", () => {
  assert.deepEqual(plan([{ timing: 120, slides: [slide(), slide(20), slide()] }], budget), [[50, 70, 120]]);
});

test("no slide gets less than the least, and one that does not count gets none", () => {
  assert.deepEqual(
    plan([column(slide(), slide(), slide(undefined, false))], { each: undefined, total: 10, minimum: 30 }),
    [[30, 60, 60]],
  );
});

test("seconds that are given for every slide add up, column by column", () => {
  assert.deepEqual(ends([column(slide()), column(slide(), slide())], [30, 0, 60]), [[30], [30, 90]]);
});

test("seconds of other slides are none", () => {
  assert.equal(ends([column(slide())], [30, 60]), undefined);
  assert.equal(ends([column(slide())], undefined), undefined);
});

test("before a stretch is ahead, within it on time, past it behind", () => {
  assert.deepEqual(pace(50, 60, 120), { standing: "ahead", by: 10 });
  assert.deepEqual(pace(60, 60, 120), { standing: "on time", by: 60 });
  assert.deepEqual(pace(120, 60, 120), { standing: "on time", by: 0 });
  assert.deepEqual(pace(150, 60, 120), { standing: "behind", by: 30 });
});

test("seconds read as a clock", () => {
  assert.deepEqual([0, 5, 65, 3750, -12, -0.4].map(clock), ["0:00", "0:05", "1:05", "1:02:30", "−0:12", "0:00"]);
});

test("search knows neither case nor accents, and finds words by their beginning", () => {
  const text = fold("L’été à Genève: «Über uns»");
  assert.ok(matches(text, "ETE"));
  assert.ok(matches(text, "gen uber"));
  assert.ok(!matches(text, "neve"));
  assert.ok(matches(text, ""));
  assert.ok(matches(text, "neve", true));
});

test("search knows letters by what they mean, in any script", () => {
  for (const [shown, typed] of [
    ["Straße", "strasse"],
    ["STRAẞE", "Straße"],
    ["Strasse", "straße"],
    ["Größe", "gros"],
    ["ﬁnden", "find"],
    ["ΟΔΟΣ", "οδος"],
    ["Ёлка", "елка"],
    ["Ｗｉｄｅ", "wide"],
    ["第二章 負荷分散", "分散"],
    ["日本語の文章を検索する", "検索"],
    ["分散ストレージの設計", "ストレージ"],
    ["ｽﾄﾚｰｼﾞ", "ストレージ"],
    ["がっこう", "がっこう"],
    ["สวัสดีชาวโลก", "ชาวโลก"],
    ["ຍິນດີຕ້ອນຮັບ", "ຕ້ອນຮັບ"],
    ["မင်္ဂလာပါ", "ဂလာ"],
    ["한국어 검색", "검"],
    ["हिन्दी में खोज", "खोज"],
    ["שָׁלוֹם", "שלום"],
    ["السَّلَام", "السلام"],
    ["İstanbul", "istanbul"],
  ])
    assert.ok(matches(fold(shown), typed), `${typed} in ${shown}`);
  for (const [shown, typed] of [
    ["かっこう", "がっこう"],
    ["हिन्दी", "हन्द"],
    ["มา", "ม้า"],
    ["검색", "색"],
  ])
    assert.ok(!matches(fold(shown), typed), `${typed} in ${shown}`);
});

test("a list of pictures is parted where it is one, whatever its addresses are called", () => {
  for (const [list, css] of [
    ["paren(1).png", `url("paren(1).png")`],
    ["https://a.example/close)1.png, open(2.png", `url("https://a.example/close)1.png"),url("open(2.png")`],
    [`say "hi".png, it's.png`, `url("say %22hi%22.png"),url("it's.png")`],
    [
      "linear-gradient(rgba(0,0,0,.5), red), var(--orate-image-1)",
      "linear-gradient(rgba(0,0,0,.5), red),var(--orate-image-1)",
    ],
    ["data:image/png;base64,AA, none", `url("data:image/png;base64,AA"),none`],
    ["data:,M0,0 rgb(1, 2, 3)", `url("data:,M0,0 rgb(1, 2, 3)")`],
    ["blob:https://a.example/1-2", `url("blob:https://a.example/1-2")`],
  ])
    assert.equal(cssImages(list), css);
});

test("a background is pictures by how it ends or begins, and else CSS", () => {
  for (const value of [
    "a.png",
    "paren(1).png",
    "a(1.webp",
    "https://a.example/(1)",
    "data:,",
    "blob:x",
    "a.jpg?v=1, b.png",
  ])
    assert.ok(isPicture(value), value);
  for (const value of ["var(--orate-image-1)", "linear-gradient(red, rgb(0, 0, 0)), var(--orate-image-1)"])
    assert.ok(isPicture(value), value);
  for (const value of ["#123", "rgb(1, 2, 3)", "url(a.png)", `url("https://a.example/a.png") center`, "var(--mine)"])
    assert.ok(!isPicture(value), value);
  for (const value of ["var(--orate-image-1) repeat", "var(--orate-image-1), red"]) assert.ok(!isPicture(value), value);
});
