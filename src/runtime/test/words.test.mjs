// Words as the search of a site looks for them, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { distance, meant, partOf, placesOf, termsOf } = await load("../site/words");

test("what is typed is folded, and scripts without spaces are cut into pairs", () => {
  const check = (query, expected) =>
    assert.deepEqual(
      termsOf(query).flatMap(({ tokens }) => tokens),
      expected,
    );
  check("Straße, naïve; CAFÉ", ["STRASSE", "NAIVE", "CAFE"]);
  check("don't e-mail 3.5", ["DON", "T", "E", "MAIL", "3", "5"]);
  check("Rustの型", ["RUST", "の型"]);
  check("型", ["型"]);
  check("ﬁle ①", ["FILE", "1"]);
  check("Йод", ["ИОД"]);
  check(" … ", []);
});

test("a word is in the part that is named by most of its letters", () => {
  const check = (word, parts, expected) => assert.equal(partOf(word, parts), expected, word);
  check("STRASSE", ["st"], "st");
  check("STRASSE", ["st_", "sta", "stra"], "stra");
  check("ST", ["st_", "sta", "stra"], "st_");
  check("C", ["c_", "ca"], "c_");
  check("AÆ", ["a_"], "a_");
  check("ИОД", ["b10"], "b10");
  check("ИОД", ["u418-41e"], "u418-41e");
  check("型", ["b15e"], "b15e");
  check("Q", ["c_"], undefined);
});

test("words and runs are found in a text as it is written", () => {
  const check = (text, words, run, expected) =>
    assert.deepEqual(
      placesOf(text, words, run).map(([start, end]) => text.slice(start, end)),
      expected,
      text,
    );
  check("Die Straße, STRASSE; Straßen", ["STRASSE"], undefined, ["Straße", "STRASSE"]);
  check("RustのがRust", ["RUST"], undefined, ["Rust", "Rust"]);
  check("型がある。かが", [], termsOf("が")[0].text, ["が", "が"]);
  check("高可用性", [], "可用", ["可用"]);
  check(
    "한국어 발표",
    termsOf("발표").map(({ text }) => text),
    undefined,
    ["발표"],
  );
  check("cafés", ["CAFE"], undefined, []);
});

test("a beginning means its words, and a slip the nearest ones", () => {
  const index = ["CLUSTER", "CLUSTERS", "CLUE", "CLAUSE", "C"];
  const check = (word, expected) => assert.deepEqual(meant(word, index), expected, word);
  check("CLUST", ["CLUSTER", "CLUSTERS"]);
  check("CLUTSER", ["CLUSTER"]);
  check("CLUSTRES", ["CLUSTERS"]);
  check("C", ["C"]);
  check("CLX", []);
  check("KUBERNETES", []);
  assert.equal(distance("ABCD", "ABDC", 1), 1);
  assert.equal(distance("ABCD", "DCBA", 2), Infinity);
});
