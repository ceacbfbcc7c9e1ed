// The way through a deck, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

// The one thing of a browser that reading an address asks for.
globalThis.CSS = { escape: (text) => text };

const { reduce, routes } = await load("state/navigate");
const { groupNumbers } = await load("state/fragments");
const { merge, query, DEFAULTS } = await load("deck/config");
const { pathOf, readHash } = await load("state/location");
const { computeSize } = await load("views/layout");
const { split, cssImages } = await load("dom/media");

/** A deck as the fragment counts of its slides, column by column. */
const grid = (columns, entries = {}) => ({
  columns: columns.length,
  rows: (h) => columns[h]?.length ?? 0,
  steps: (h, v) => columns[h]?.[v] ?? 0,
  entry: (h) => entries[h] ?? 0,
});
const RULES = { loop: false, rtl: false, navigationMode: "default" };
const state = (h, v = 0, f = -1) => ({ h, v, f, overview: false });
const DECK = grid([[0], [0, 2, 0], [1], [0]]);

function checkMove(from, to, expected, rules = {}, deck = DECK) {
  const { h, v, f } = reduce(state(...from), { type: "move", to }, deck, { ...RULES, ...rules });
  assert.deepEqual([h, v, f], expected, `${from} ${to}`);
}

test("next walks fragments, then down, then right", () => {
  checkMove([0], "next", [1, 0, -1]);
  checkMove([1, 0], "next", [1, 1, -1]);
  checkMove([1, 1], "next", [1, 1, 0]);
  checkMove([1, 1, 1], "next", [1, 2, -1]);
  checkMove([1, 2], "next", [2, 0, -1]);
  checkMove([3], "next", [3, 0, -1]);
});

test("prev finds what next left: the last slide of a stack, with all its fragments", () => {
  checkMove([2], "prev", [1, 2, -1]);
  checkMove([1, 2], "prev", [1, 1, 1]);
  checkMove([3], "prev", [2, 0, 0]);
  checkMove([0], "prev", [0, 0, -1]);
});

test("arrows keep to their axis", () => {
  checkMove([1, 0], "right", [2, 0, -1]);
  checkMove([1, 0], "up", [1, 0, -1]);
  checkMove([2, 0, 0], "left", [2, 0, -1]);
  checkMove([2], "down", [2, 0, 0]);
});

test("a stack is entered where it was left", () => {
  checkMove([0], "right", [1, 2, -1], {}, grid([[0], [0, 2, 0]], { 1: 2 }));
});

test("a grid keeps the row", () => {
  checkMove(
    [0, 2],
    "right",
    [1, 2, -1],
    { navigationMode: "grid" },
    grid([
      [0, 0, 0],
      [0, 0, 0],
    ]),
  );
});

test("left and right lead from column to column, even where the deck is meant to be linear", () => {
  checkMove([1, 0], "right", [2, 0, -1], { navigationMode: "linear" });
});

test("a looping deck has no end", () => {
  checkMove([3], "next", [0, 0, -1], { loop: true });
  checkMove([0], "prev", [3, 0, -1], { loop: true });
  checkMove([1, 2], "next", [2, 0, -1], { loop: true });
  checkMove([1, 2], "down", [1, 0, -1], { loop: true });
});

test("right to left turns the arrows, not the talk", () => {
  checkMove([0], "left", [1, 0, -1], { rtl: true });
  checkMove([0], "next", [1, 0, -1], { rtl: true });
  assert.deepEqual(routes(state(0), DECK, { ...RULES, rtl: true }), {
    left: true,
    right: false,
    up: false,
    down: false,
  });
});

test("a jump stays inside the deck and shows fragments as if one had walked there", () => {
  const slide = (from, h, v, f) => {
    const to = reduce(state(...from), { type: "slide", h, v, f }, DECK, RULES);
    return [to.h, to.v, to.f];
  };
  assert.deepEqual(slide([0], 99, 99), [3, 0, -1]);
  assert.deepEqual(slide([0], -5), [0, 0, -1]);
  assert.deepEqual(slide([3], 1, 1), [1, 1, 1]);
  assert.deepEqual(slide([0], 1, 1), [1, 1, -1]);
  assert.deepEqual(slide([0], 1, 1, 99), [1, 1, 1]);
  assert.deepEqual(slide([0], NaN, undefined, NaN), [0, 0, -1]);
});

test("what changes nothing is the same state", () => {
  const at = state(3);
  assert.equal(reduce(at, { type: "move", to: "next" }, DECK, RULES), at);
  assert.equal(reduce(at, { type: "show", change: { overview: false } }, DECK, RULES), at);
});

test("an empty deck stays where it is", () => {
  for (const to of ["left", "right", "up", "down", "prev", "next"]) {
    checkMove([0], to, [0, 0, -1], {}, grid([]));
    checkMove([0], to, [0, 0, -1], { loop: true }, grid([]));
  }
});

test("fragments with an index come first, in its order; the rest follow in theirs", () => {
  assert.deepEqual(groupNumbers([null, 4, 1, 4, null]), [2, 1, 0, 1, 3]);
  assert.deepEqual(groupNumbers([]), []);
});

test("a setting that makes no sense gives way to what was there", () => {
  const config = merge(DEFAULTS, {
    width: "wide",
    viewDistance: "x",
    margin: "0.1",
    transition: 3,
    loop: true,
    height: "50%",
    mine: 1,
    plugins: "x",
  });
  assert.deepEqual(
    [
      config.width,
      config.viewDistance,
      config.margin,
      config.transition,
      config.loop,
      config.height,
      config.mine,
      config.plugins.length,
    ],
    [960, 3, 0.1, "slide", true, "50%", 1, 0],
  );
  assert.deepEqual(query("?rtl=true&width=50%25&margin=.2&view=null&foo=bar"), {
    rtl: true,
    width: "50%",
    margin: 0.2,
    view: null,
    foo: "bar",
  });
  assert.deepEqual(query("?dependencies=evil.js&loop=true"), { loop: true }, "no address names scripts");
});

test("addresses name places", () => {
  const config = { hashOneBasedIndex: false, fragmentInURL: true };
  const read = (hash, more) => readHash(hash, { find() {} }, { querySelector: () => null }, { ...config, ...more });
  assert.deepEqual(read("#/2/1/0"), { h: 2, v: 1, f: 0 });
  assert.deepEqual(read("#/"), { h: 0, v: 0, f: undefined });
  assert.deepEqual(read("#/3", { hashOneBasedIndex: true }), { h: 2, v: 0, f: undefined });
  assert.equal(read(""), undefined);
  assert.equal(read("#/nobody"), undefined);
  assert.equal(read("#/%E0%A4%A"), undefined);
  assert.equal(pathOf({ id: "" }, { h: 2, v: 0, f: 1 }, config), "/2/0/1");
  assert.equal(pathOf({ id: "" }, { h: 0, v: 0, f: -1 }, config), "/");
  assert.equal(pathOf({ id: "näher" }, { h: 2, v: 0, f: 1 }, config), "/n%C3%A4her/1");
});

test("the canvas fits the room between its bounds", () => {
  const config = { width: 1000, height: 500, margin: 0, minScale: 0.2, maxScale: 2 };
  assert.equal(computeSize(config, 500, 500).scale, 0.5);
  assert.equal(computeSize(config, 9000, 9000).scale, 2);
  assert.equal(computeSize(config, 0, 0).scale, 1);
  assert.equal(computeSize({ ...config, width: "50%" }, 800, 500).width, 400);
});

test("a list of pictures is parted at its commas, save those inside an address", () => {
  assert.deepEqual(split("a.png, data:image/png;base64,AA==, b (1).png"), [
    "a.png",
    "data:image/png;base64,AA==",
    "b (1).png",
  ]);
  assert.equal(cssImages('a "b".png'), 'url("a %22b%22.png")');
  assert.equal(cssImages("var(--orate-image-3)"), "var(--orate-image-3)");
});
