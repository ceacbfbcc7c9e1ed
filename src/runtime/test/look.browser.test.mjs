// What a look at slides finds: each kind of fault with its element and its figures, and nothing where nothing is wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { open, PICTURE, talks } from "./talk.mjs";
import { launch } from "./views.page.mjs";

const script = readFileSync(new URL("../dist/look.js", import.meta.url), "utf8");
const picture = `![a picture](${PICTURE})`;
const words = (count) => Array.from({ length: count }, (_, i) => `word${i}`).join(" ");
const points = (count) => Array.from({ length: count }, (_, i) => `- Point ${i}`).join("\n");
const placed = (style, text) => `<div style="position:absolute;${style}">${text}</div>`;

const made = talks();
let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  made.remove();
});

/** Everything that is found in a talk. */
async function findings(slides, { settings = "", media, act = "walk()", ...options } = {}) {
  const page = await open(browser, made.build(slides, settings), options);
  if (media) await page.emulateMedia({ media });
  await page.evaluate(script);
  const found = await page.evaluate((act) => eval(`orateLook.${act}`), act);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  return found;
}

/** Finds exactly one thing on a slide, and compares what of it is given. */
async function check(slide, expected, options) {
  const found = await findings([slide], options);
  assert.equal(found.length, 1, JSON.stringify(found, null, 1));
  const [finding] = found;
  for (const [key, value] of Object.entries(expected)) {
    if (value instanceof Array)
      assert.ok(finding[key] >= value[0] && finding[key] <= value[1], `${key} is ${finding[key]}: ${finding.text}`);
    else assert.equal(finding[key], value, finding.text);
  }
  assert.ok(finding.text.startsWith(finding.element), finding.text);
}

const SET = 'fit = "none"';
const OVERFLOW = {
  "a paragraph": [`## T\n\n${words(300)}`, { element: /^p "word0/, side: "bottom", pixels: [50, 3000] }],
  "the first item that has no room": [
    `## T\n\n<div style="height:450px"></div>\n\n- Point 0\n- Point 1\n- Point 2\n- Point 3`,
    { element: 'li "Point 1"', side: "bottom", pixels: [50, 250] },
  ],
  "a table": [
    `## T\n\n| a |\n|---|\n${Array.from({ length: 30 }, (_, i) => `| cell ${i} |`).join("\n")}`,
    { element: /^td "cell \d+"$/, side: "bottom", pixels: [50, 1500] },
  ],
  "a listing that scrolls": [
    `## T\n\n\`\`\`\n${Array.from({ length: 60 }, (_, i) => `line ${i}`).join("\n")}\n\`\`\``,
    { element: /^pre "line 0/, side: "bottom", pixels: [300, 2000] },
  ],
  "a listing that is too wide": [
    `## T\n\n\`\`\`\n${"x".repeat(220)}\n\`\`\``,
    { element: /^pre "xxx/, side: "right", pixels: [300, 3000] },
  ],
  "a picture": [
    `## T\n\n<img src="${PICTURE}" alt="wide" style="width:900px;height:900px;max-height:none">`,
    { element: 'img "wide"', side: "bottom", pixels: [100, 500] },
  ],
  "a formula": [
    `## T\n\n$$${Array.from({ length: 50 }, (_, i) => `x_{${i}}`).join("+")}$$`,
    { side: "right", pixels: [100, 7000] },
  ],
  "columns": [
    `## T\n\n:::: columns\n::: column\n${points(20).replaceAll("\n", "\n\n")}\n:::\n::: column\nshort\n:::\n::::`,
    { side: "bottom", pixels: [50, 2000] },
  ],
  "what is placed by hand": [
    `## T\n\n${placed("left:1200px;top:300px;width:200px", "aside")}`,
    { element: /aside/, side: "right", pixels: [1, 200] },
  ],
  "what comes with the last step": [
    `## T\n\n- one <!-- .element: class="fragment" -->\n- two <!-- .element: class="fragment" -->\n\n<p class="fragment" style="position:absolute;top:705px;left:100px;margin:0">late</p>`,
    { element: 'p "late"', side: "bottom", step: 3, pixels: [5, 60] },
  ],
};

for (const [name, [slide, { element, ...expected }]] of Object.entries(OVERFLOW)) {
  test(`overflow: ${name}`, async () => {
    const found = await findings([slide], { settings: SET });
    assert.deepEqual(
      found.map(({ code }) => code).filter((code) => code !== "too-small"),
      ["overflow"],
      JSON.stringify(found, null, 1),
    );
    const finding = found.find(({ code }) => code === "overflow");
    if (element) assert.match(finding.element, element instanceof RegExp ? element : new RegExp(`^${element}$`));
    for (const [key, value] of Object.entries(expected)) {
      if (value instanceof Array)
        assert.ok(finding[key] >= value[0] && finding[key] <= value[1], `${key} is ${finding[key]}: ${finding.text}`);
      else assert.equal(finding[key], value, finding.text);
    }
  });
}

test("the pixels of an overflow are those of the canvas, whatever the window", async () => {
  const slide = `## T\n\n${placed("left:1170px;top:300px;width:160px;height:90px", `<img src="${PICTURE}" alt="x" style="width:160px;height:90px">`)}`;
  for (const viewport of [
    { width: 1280, height: 720 },
    { width: 640, height: 480 },
  ])
    await check(slide, { code: "overflow", side: "right", pixels: [49.5, 50.5], h: 0, v: 0, step: null }, { viewport });
});

test("what lies over something else is found, and what is meant to is not", async () => {
  const text = "Some words that one wants to read here";
  await check(
    `## T\n\n${text}\n\n${placed("left:40px;top:180px;margin:0;width:900px", "Other words in the same place, which cover them")}`,
    { code: "collision", pixels: [10, 60] },
  );
  await check(
    `## T\n\n${text}\n\n<img src="${PICTURE}" alt="over" style="position:absolute;left:200px;top:195px;width:600px;height:250px;max-height:none;object-fit:fill">`,
    { code: "collision", element: `p "${text}"` },
  );
  await check(
    `## T\n\n${text}\n\n${placed("left:90px;top:178px;width:900px", "Other words, whose letters reach into them")}`,
    { code: "collision", pixels: [5, 20] },
  );
  // A picture that is on several slides is painted in another way.
  const over = `<img src="${PICTURE}" alt="over" style="position:absolute;left:200px;top:195px;width:600px;height:250px;max-height:none;object-fit:fill">`;
  const covered = await findings([`## One\n\n${text}\n\n${over}`, `## Two\n\n${text}\n\n${over}`]);
  assert.deepEqual(
    covered.map(({ code, h }) => [code, h]),
    [
      ["collision", 0],
      ["collision", 1],
    ],
  );
  await check(
    `## T\n\n${placed("left:64px;bottom:4px", "down here")}`,
    { code: "collision", element: 'div "down here"' },
    { settings: 'footer = "the footer of all"' },
  );
  const meant = [
    `## T\n\n<div class="r-stack">\n<p>one thing</p>\n<p>another thing</p>\n</div>`,
    `## T\n\n${text}\n\n<img class="fragment" src="${PICTURE}" alt="next" style="position:absolute;left:200px;top:150px;width:600px;height:250px">`,
    `## T\n\n${text}\n\n${placed("left:300px;top:180px;background:#fff", "a plate")}`,
    `<!-- .slide: template="picture" -->\n\n## On a picture\n\n${picture}`,
    "## T\n\n```js [1|2]\none();\ntwo();\n```",
  ];
  assert.deepEqual(await findings(meant), []);
});

test("type that cannot be read from the last row is found", async () => {
  await check('## T\n\n<p style="font-size:15px">small print</p>', {
    code: "too-small",
    element: 'p "small print"',
    pixels: [15, 15],
  });
  await check(
    '## T\n\n<p style="font-size:15px">small print</p>',
    { code: "too-small", pixels: [15, 15] },
    { viewport: { width: 640, height: 360 } },
  );
  for (const style of ["transform:scale(.4)", "scale:.4", "zoom:.4"])
    await check(`## T\n\n<div style="${style}">small as a whole</div>`, { code: "too-small", pixels: [10, 18] });
  assert.deepEqual(
    await findings([
      '## T\n\n<p class="fragment" style="transform:scale(.1)">grows with its step</p><style>.visible { transform: none !important }</style>',
      "## T\n\nH~2~O and x^2^",
      '## T\n\n<p style="font-size:20px">just so</p>',
      "## T\n\n`code` and **more**[^1]\n\n[^1]: a note",
    ]),
    [],
  );
  assert.deepEqual(
    await findings(['## T\n\n<p style="font-size:15px">small print</p>'], { viewport: { width: 390, height: 844 } }),
    [],
  );
});

test("text that is hardly seen is found, on colours and on pictures", async () => {
  await check('## T\n\n<p style="color:#aaa">grey</p>', {
    code: "low-contrast",
    element: 'p "grey"',
    ratio: [2.32, 2.33],
  });
  await check('## T\n\n<p style="color:rgb(0 0 0 / .3)">faint</p>', { code: "low-contrast", ratio: [2, 2.3] });
  await check(`<!-- .slide: data-background-color="#123456" -->\n\n## T\n\n<p style="color:#224466">dark</p>`, {
    code: "low-contrast",
    ratio: [1, 1.5],
  });
  await check(
    `## T\n\n<div style="position:relative"><img src="${PICTURE}" alt="dark" style="width:800px;height:450px"><p style="position:absolute;left:400px;top:100px;color:#222">on it</p></div>`,
    { code: "low-contrast", element: 'p "on it"', ratio: [1, 2] },
  );
  const drawing = (inside) => `## T\n\n<svg viewBox="0 0 400 100" width="800" role="img">${inside}</svg>`;
  const ground = '<rect width="400" height="100" fill="#fff"/>';
  await check(drawing(`${ground}<text x="10" y="50" font-size="40" fill="#ddd">pale</text>`), {
    code: "low-contrast",
    element: 'text "pale"',
    ratio: [1.3, 1.4],
  });
  await check(drawing('<text x="10" y="50" font-size="40" fill="#ddd">on the slide</text>'), {
    code: "low-contrast",
    ratio: [1.3, 1.4],
  });
  await check(drawing(`${ground}<g opacity=".2"><text x="10" y="50" font-size="40">faint</text></g>`), {
    code: "low-contrast",
    ratio: [1.3, 1.8],
  });
  const both = `<div style="position:relative"><img src="${PICTURE}" alt="dark" style="width:800px;height:450px"><p style="position:absolute;left:400px;top:100px;color:#222">on it</p></div>`;
  assert.deepEqual(
    (await findings([`## One\n\n${both}`, `## Two\n\n${both}`])).map(({ code, h }) => [code, h]),
    [
      ["low-contrast", 0],
      ["low-contrast", 1],
    ],
  );
  const fine = [
    drawing(
      '<rect width="400" height="100" fill="#123"/><text x="10" y="50" font-size="40" fill="#fff">on a plate</text>',
    ),
    drawing(
      `${ground}<circle cx="40" cy="40" r="400" fill="#111"/><text x="10" y="50" font-size="40" fill="#fff">on it</text>`,
    ),
    drawing('<text x="10" y="50" font-size="40" fill="#ddd" stroke="#000">with an outline</text>'),
    '## T\n\n<p style="color:#666">grey enough</p>',
    `<!-- .slide: data-background-image="${PICTURE}" -->\n\n## On a plate`,
    '## T\n\n<p style="color:#fff;background:#123">on a plate</p>',
    '## T\n\n<p style="color:#fff;text-shadow:0 0 8px #000">with a shadow</p>',
    '## T\n\n<p class="fragment semi-fade-out">steps back</p>',
    "## T\n\n```js [1|2]\none();\ntwo();\n```",
  ];
  assert.deepEqual(await findings(fine), []);
});

test("text that no page of paper shows is found", async () => {
  const wide = `## T\n\n<p style="white-space:nowrap">${words(12)} <b>${words(40)}</b></p>`;
  await check(
    wide,
    { code: "lost-in-print", h: 0, v: 0, step: null, pixels: [500, 9000] },
    { settings: SET, media: "print" },
  );
  await check(
    wide,
    { code: "lost-in-print", h: 0, v: 0, step: null, pixels: [500, 9000] },
    { settings: SET, tail: "?print-pdf" },
  );
  assert.deepEqual(
    await findings([`## T\n\n${words(600)}`, '## T\n\n- one <!-- .element: class="fragment fade-out" -->\n- two'], {
      tail: "?print-pdf",
    }),
    [],
  );
  assert.deepEqual(
    await findings(['## T\n\n- one <!-- .element: class="fragment fade-out" -->\n- two'], { media: "print" }),
    [],
  );
});

test("a look finds each thing once, says where, and leaves the talk where it was", async () => {
  const long = `## T\n\n- one <!-- .element: class="fragment" -->\n- two <!-- .element: class="fragment" -->\n\n${words(400)}`;
  const page = await open(browser, made.build([`<!-- .slide: id="first" -->\n\n${long}`, "## Middle", long], SET), {
    tail: "#/1",
  });
  await page.evaluate(script);
  const found = await page.evaluate(() => orateLook.walk());
  assert.deepEqual(
    found.map(({ code, slide, h, v, step }) => [code, slide, h, v, step]),
    [
      ["overflow", "first", 0, 0, null],
      ["overflow", "t", 2, 0, null],
    ],
  );
  assert.deepEqual(await page.evaluate(() => orateLook.measure()), []);
  assert.equal(await page.evaluate(() => Reveal.getIndices().h), 1);
  assert.equal(
    await page.evaluate(() =>
      document.adoptedStyleSheets.some((sheet) =>
        [...sheet.cssRules].some(({ cssText }) => cssText.includes("animation-delay")),
      ),
    ),
    false,
  );
  await page.context().close();
});

test("a phone held upright has the room of its screen", async () => {
  assert.deepEqual(
    await findings(
      [`## T\n\n${words(300)}`, `## T\n\n${picture}`, `## T\n\n| a | b |\n|---|---|\n| ${words(20)} | ${words(20)} |`],
      { viewport: { width: 390, height: 844 } },
    ),
    [],
  );
  await check(
    `## T\n\n<div style="width:600px;max-width:none">${words(30)}</div>`,
    { code: "overflow", side: "right", pixels: [100, 400] },
    { viewport: { width: 390, height: 844 } },
  );
});
