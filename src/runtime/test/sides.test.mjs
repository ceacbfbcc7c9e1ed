// Styles turn with the writing: no left and no right in them without a reason, which a comment `physical: …` says on its
// line, or before its line or its block.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";

const FOLDERS = ["css", "themes", "themes/slide", "site"];
const PHYSICAL = [
  /(^|[\s{;])(left|right)\s*:/,
  /(margin|padding|border)-(left|right)\b/,
  /border-(top|bottom)-(left|right)-radius/,
  /(text-align|float|clear)\s*:\s*(left|right)\b/,
  /translateX\(|scaleX\(/,
  /(translate|transform-origin|background-position)\s*:\s*(?!0 |50%|none|center|-50%;|inherit)\S/,
  /\bto (left|right)\b/,
  /box-shadow\s*:\s*inset -?[1-9.]/,
];
const SHORTHAND =
  /(?:^|[\s{;])(margin|padding|inset|border-width|border-radius|scroll-margin|scroll-padding)\s*:\s*([^;}]+)/g;

/** The parts of a value, parted by the blanks outside its parentheses. */
const parts = (value) => value.match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];

/** Whether a declaration gives two sides of a line other values. */
function isUneven(line) {
  return [...line.matchAll(SHORTHAND)].some(([, name, value]) => {
    const [first, second = first, third = first, fourth = second] = parts(value.replace("!important", ""));
    return name === "border-radius" ? first !== second || third !== fourth : second !== fourth;
  });
}

/** The lines of a style sheet that know left from right, and say no reason. */
function unexplained(text) {
  const found = [];
  let depth = 0;
  let free = -1;
  let isNext = false;
  text.split("\n").forEach((line, i) => {
    const code = line.replace(/\/\*.*?\*\//g, "");
    const isReason = /physical: /.test(line);
    if (!isReason && !isNext && free < 0 && (PHYSICAL.some((side) => side.test(code)) || isUneven(code)))
      found.push(`${i + 1}: ${line.trim()}`);
    if (isNext && code.includes("{") && free < 0) free = depth;
    if (isNext && code.trim()) isNext = /[,]$/.test(code.trim());
    if (isReason && !code.trim()) isNext = true;
    depth += code.split("{").length - code.split("}").length;
    if (free >= 0 && depth <= free) free = -1;
  });
  return found;
}

test("a style that knows left from right is seen", () => {
  for (const line of [
    "a { left: 0; }",
    "margin-left: 1em;",
    "float: right;",
    "padding: 1px 2px 3px 4px;",
    "inset: auto auto 1px calc(1px + (2px));",
    "a { transform: translateX(1em); }",
    "border-radius: 1px 2px 2px 1px;",
  ])
    assert.equal(unexplained(line).length, 1, line);
  for (const line of [
    "inset-inline-start: 0;",
    "padding: 1px 2px 3px;",
    "inset: auto 0 1px;",
    "border-radius: 8px 8px 0 0;",
    "left: 50%; /* physical: it is centred */",
    "/* physical: arrows are */\n.a,\n.b {\n left: 0;\n right: 0;\n}",
  ])
    assert.deepEqual(unexplained(line), [], line);
  assert.equal(unexplained("/* physical: this one */\nleft: 0;\nright: 0;").length, 1);
});

test("no side in the styles is physical without a reason", () => {
  const found = FOLDERS.flatMap((folder) => {
    const place = new URL(`../${folder}/`, import.meta.url);
    const names = readdirSync(place).filter((name) => name.endsWith(".css"));
    return names.flatMap((name) =>
      unexplained(readFileSync(new URL(name, place), "utf8")).map((line) => `${folder}/${name}:${line}`),
    );
  });
  assert.deepEqual(found, []);
});
