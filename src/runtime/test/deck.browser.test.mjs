// The deck in Chromium: from disk and over HTTP, under the strict policy of a built talk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deckPage, launch, publish } from "./views.page.mjs";

const SLIDES = `
<section id="start"><h1>Start</h1></section>
<section data-state="inside"><section><h2>Top</h2></section>
<section id="steps"><h2>Steps</h2><p class="fragment" data-fragment-index="5">b</p><p class="fragment">c</p><p class="fragment" data-fragment-index="1">a</p></section>
<section data-background-color="#102030"><h2>Dark</h2><p id="deep">deep</p></section></section>
<section data-autoslide="0"><h2>Link</h2><a href="#/steps/1">to the steps</a><iframe title="frame" data-src="data:text/html,hello"></iframe></section>
<section data-auto-animate><h2 data-id="a">Move</h2></section><section data-auto-animate><p>new</p><h2 data-id="a">Move</h2></section>
<section data-background-image="var(--orate-image-1)" data-visibility="uncounted"><h2>End</h2><img class="r-stretch" alt="" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='400' height='300'/%3E"></section>
<section data-visibility="hidden"><h2>Gone</h2></section>`;
const LISTING = `<section><pre><code class="js has-highlights" data-line-numbers="1|2-3|"><span class="orate-line highlight-line">a</span>
<span class="orate-line">b</span>
<span class="orate-line">c</span></code></pre></section>`;
const CHANGE = `<section><pre><code><del class="orate-line"><span class="orate-sign">-</span>old</del>
<ins class="orate-line"><span class="orate-sign">+</span>new</ins>
<span class="orate-line"><span hidden> </span><span class="orate-sign"> </span>same</span></code></pre><aside class="notes"><pre><code>said</code></pre></aside></section>`;
const MOVES = `<section><h2>Before</h2></section>${["", "<p>new</p>", "<p>last</p>"].map((more) => `<section data-auto-animate><h2>Move</h2>${more}</section>`).join("")}<section><h2>After</h2></section>`;
const PAPER = `<section><h2>Long</h2><ol>${"<li>item</li>".repeat(60)}</ol></section>
<section><h2>Code</h2><pre><code>${"line\n".repeat(120)}</code></pre></section>
<section><h2>Stack</h2><div class="r-stack"><p class="fragment fade-out">Before it</p><p class="fragment current-visible">Between</p><p class="fragment">After it</p></div><p><a href="notes.txt">a file</a> <a href="#/0">a slide</a></p></section>`;
const SIZE = { width: 1280, height: 720, transition: "none" };
const plain = (count) =>
  Array.from(
    { length: count },
    (_, i) => `<section><h2>Slide ${i}</h2><ul><li>one</li><li>two</li></ul></section>`,
  ).join("");

let browser;
let site;
before(async () => {
  browser = await launch();
  const deck = (config = {}, slides = SLIDES) => deckPage({ slides, config: { ...SIZE, ...config }, edition: "orate" });
  const bare = deck().replace(/<script type="application\/json"[^]*?<\/script>/, "");
  site = await publish({
    deck: deck(),
    hash: deck({ hash: true }),
    loop: deck({ loop: true, rtl: true }),
    message: deck({ postMessage: true }),
    auto: deck({ autoSlide: 60 }),
    numbers: deck({ slideNumber: "c/t" }),
    column: deck({ slideNumber: true }, `<section>${plain(3)}</section>`),
    paper: deck({ slideNumber: "c/t", pdfSeparateFragments: false }, PAPER),
    empty: deck({}, ""),
    odd: deck({ width: [], viewDistance: "far", transition: 7, keyboard: { 13: "next" } }),
    bare,
    broken: deck().replace('{"title"', "{broken"),
    short: deck({}, plain(50)),
    listing: deck({}, LISTING),
    copies: deck({}, CHANGE),
    long: deck({}, plain(1000)),
    wide: deck(
      {},
      [["a".repeat(60)], ["b".repeat(80)], ["c".repeat(110)], Array(15).fill("d")]
        .map((lines) => `<section><h2>Code</h2><pre><code>${lines.join("\n")}\n</code></pre></section>`)
        .join(""),
    ),
    slow: deck({ transition: "slide" }),
    scroll: deck({ view: "scroll" }, MOVES),
    open: bare.replace(/<meta http-equiv.*?>/, ""),
  });
});
after(async () => {
  await browser?.close();
  site?.end();
});

/** Opens a page, fails on whatever goes wrong in it, and gives `at()`: the deck's place as `h/v/f`. */
async function open(name, { from = "file", tail = "", viewport = { width: 1280, height: 720 }, ...context } = {}) {
  const page = await (await browser.newContext({ viewport, ...context })).newPage();
  page.trouble = [];
  page.on("pageerror", (error) => page.trouble.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.trouble.push(message.text()));
  page.on("request", (request) => /^https?:(?!\/\/127)/.test(request.url()) && page.trouble.push(request.url()));
  await page.goto(site[from](name) + tail);
  if (context.javaScriptEnabled !== false)
    await page.waitForFunction(() => window.Reveal?.isReady() || !document.getElementById("orate-deck"));
  page.at = () =>
    page.evaluate(() =>
      Object.values(Reveal.getIndices())
        .map((index) => index ?? "-")
        .join("/"),
    );
  return page;
}
const close = async (page) => {
  assert.deepEqual(page.trouble, []);
  await page.context().close();
};

for (const from of ["file", "http"]) {
  test(`a talk is walked by keys (${from})`, async () => {
    const page = await open("deck", { from });
    const walk = [
      ["ArrowRight", "1/0/-"],
      ["ArrowDown", "1/1/-1"],
      ["Space", "1/1/0"],
      ["n", "1/1/1"],
      ["PageDown", "1/1/2"],
      ["ArrowDown", "1/2/-"],
      ["p", "1/1/2"],
      ["Shift+Space", "1/1/1"],
      ["Alt+ArrowRight", "2/0/-"],
      ["ArrowLeft", "1/1/2"],
      ["Shift+ArrowUp", "1/0/-"],
      ["Shift+ArrowRight", "5/0/-"],
      ["Home", "0/0/-"],
      ["End", "5/0/-"],
      ["h", "4/0/-"],
      ["Control+ArrowLeft", "4/0/-"],
    ];
    for (const [key, place] of walk) {
      await page.keyboard.press(key);
      assert.equal(await page.at(), place, key);
    }
    await close(page);
  });
}

test("slides off screen are inert, hidden and out of the layout when far", async () => {
  const page = await open("short");
  const states = await page.evaluate(() =>
    [0, 1, 30].map((i) => {
      const s = Reveal.getSlide(i);
      return [s.className, s.inert, s.hidden, s.ariaHidden, getComputedStyle(s).display];
    }),
  );
  assert.deepEqual(states, [
    ["present", false, false, null, "block"],
    ["future", true, true, "true", "block"],
    ["future", true, true, "true", "none"],
  ]);
  assert.equal(await page.getByRole("application").count(), 0);
  await close(page);
});

test("fragments are sorted, grouped and told of", async () => {
  const page = await open("deck", { tail: "#/steps" });
  const seen = await page.evaluate(() => {
    const told = [];
    for (const type of ["fragmentshown", "fragmenthidden"])
      Reveal.on(type, (event) => told.push(type[8] + event.fragment.textContent));
    for (let i = 0; i < 3; i++) Reveal.next();
    Reveal.prev();
    const slide = Reveal.getCurrentSlide();
    return [
      told.join(),
      slide.dataset.fragment,
      slide.querySelectorAll(".visible").length,
      slide.querySelector(".current-fragment").textContent,
    ];
  });
  assert.deepEqual(seen, ["sa,sb,sc,hc", "1", 2, "b"]);
  await close(page);
});

test("a listener that navigates finds the deck whole, and one that refuses is heeded", async () => {
  const page = await open("deck");
  const place = await page.evaluate(() => {
    Reveal.on("slidechanged", (event) => event.indexh === 2 && Reveal.slide(3));
    Reveal.slide(2);
    const there = Reveal.getCurrentSlide().className;
    Reveal.on("beforeslidechange", (event) => event.preventDefault());
    Reveal.slide(0);
    return [there, Reveal.getIndices().h, document.querySelectorAll(".slides > .present").length];
  });
  assert.deepEqual(place, ["present", 3, 1]);
  await close(page);
});

test("a listing is copied as it is to be used", async () => {
  const page = await open("copies", { tail: "#/0" });
  const button = page.getByRole("button", { name: "Copy", exact: true });
  assert.equal(await button.count(), 1, "not in notes, and once for all steps");
  assert.equal(
    await page.evaluate(() => document.querySelector("pre").textContent),
    "-old\n+new\n  same",
    "a listing's text is its code",
  );
  await page.evaluate(() =>
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } }),
  );
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => window.copied), "new\nsame");
  assert.equal(await page.at(), "0/0/-", "the key that presses the button moves nothing");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".orate-copy").isVisible(), false);
});

test("a listing that would not fit is set smaller, and never under 1/36 of the canvas", async () => {
  const page = await open("wide");
  const seen = [];
  for (let h = 0; h < 4; h++) {
    seen.push(
      await page.evaluate((h) => {
        Reveal.slide(h);
        const code = Reveal.getCurrentSlide().querySelector("code");
        return [
          Math.round(parseFloat(getComputedStyle(code).fontSize)),
          code.scrollWidth <= code.clientWidth,
          code.scrollHeight <= code.clientHeight,
        ];
      }, h),
    );
  }
  assert.deepEqual(seen, [
    [24, true, true],
    [23, true, true],
    [20, false, true],
    [22, true, true],
  ]);
  await close(page);
});

test("each step of a listing is a fragment that means its lines", async () => {
  const page = await open("listing", { tail: "#/0" });
  const codes = () =>
    page.$$eval("pre code", (all) =>
      all.map((code) => [
        code.className,
        code.dataset.lineNumbers,
        [...code.querySelectorAll(".highlight-line")].map((line) => line.textContent).join(""),
      ]),
    );
  assert.deepEqual(await codes(), [
    ["js has-highlights", "1", "a"],
    ["js has-highlights fragment", "2-3", "bc"],
    ["js fragment", "", ""],
  ]);
  for (const place of ["0/0/0", "0/0/1"]) {
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.at(), place);
  }
  await page.evaluate(() => Reveal.sync());
  assert.equal((await codes()).length, 3, "steps are made once");
  await close(page);
});

test("addresses are read, written and followed", async () => {
  for (const [tail, place] of [
    ["#/1/1/1", "1/1/1"],
    ["#/steps", "1/1/-1"],
    ["#/deep", "1/2/-"],
    ["#deep", "1/2/-"],
    ["#/none", "0/0/-"],
    ["#/99/99/99", "5/0/-"],
    ["#/%", "0/0/-"],
  ]) {
    const page = await open("hash", { tail });
    assert.equal(await page.at(), place, tail);
    await close(page);
  }
  const page = await open("hash", { tail: "#/2" });
  await page.click("text=to the steps");
  assert.equal(await page.at(), "1/1/1");
  await page.waitForFunction(() => location.hash === "#/steps/1");
  await page.evaluate(() => (location.hash = "#/3"));
  await page.waitForFunction(() => Reveal.getIndices().h === 3);
  await close(page);
});

test("the address sets any setting", async () => {
  const page = await open("deck", { tail: "?rtl=true&slideNumber=c&loop=true" });
  assert.deepEqual(
    await page.evaluate(() => [
      Reveal.getConfig().rtl,
      Reveal.getConfig().loop,
      document.querySelector(".slide-number").textContent,
    ]),
    [true, true, "1"],
  );
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.at(), "1/0/-");
  await close(page);
});

test("a stack that was left has no present slide, and every fragment of the deck its group from the start", async () => {
  const page = await open("deck");
  const seen = await page.evaluate(() => {
    const groups = [...document.querySelectorAll("#steps .fragment")].map((one) => one.dataset.fragmentIndex).join();
    Reveal.slide(1, 1);
    Reveal.slide(2);
    const present = document.querySelectorAll(".slides section.present").length;
    const { fragment } = Reveal.getSlide(2).dataset;
    Reveal.slide(1);
    return [
      groups,
      present,
      fragment,
      Reveal.getIndices().v,
      document.querySelectorAll(".slides section.present").length,
    ];
  });
  assert.deepEqual(seen, ["1,2,0", 1, undefined, 1, 2]);
  await close(page);
});

test("the API answers as reveal.js's does where a slide stands alone", async () => {
  const page = await open("deck");
  const seen = await page.evaluate(() => {
    const first = [
      Reveal.getPreviousSlide(),
      Reveal.isLastVerticalSlide(),
      Reveal.getSlideNotes(),
      document.querySelector(".reveal").classList.contains("focused"),
    ];
    const { h, v, f } = Reveal.getIndices(Reveal.getSlide(3));
    Reveal.setState({ indexh: 2, paused: true });
    Reveal.setState({ indexh: 0 });
    const paused = Reveal.isPaused();
    Reveal.configure({ fragments: false });
    Reveal.configure({ fragments: true });
    return [
      ...first,
      h,
      v ?? "-",
      f ?? "-",
      paused,
      Reveal.getSlidesAttributes().length,
      document.querySelectorAll(".fragment.visible").length,
    ];
  });
  assert.deepEqual(seen, [null, false, "", true, 3, "-", "-", true, 7, 0]);
  await close(page);
});

test("the first slide alone is laid out while a long deck is being read", async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    document.addEventListener("readystatechange", () => {
      if (document.readyState === "interactive")
        window.laidOut = [...document.querySelectorAll(".slides section")].filter(
          (slide) => slide.offsetHeight > 0,
        ).length;
    });
  });
  await page.goto(site.file("long"));
  assert.equal(await page.evaluate(() => window.laidOut), 1);
  await page.close();
});

test("state words reach the viewport, backgrounds their contrast", async () => {
  const page = await open("deck");
  const seen = await page.evaluate(() => {
    let told = 0;
    Reveal.on("inside", () => told++);
    Reveal.slide(1, 0);
    Reveal.slide(1, 2);
    const classes = document.querySelector(".reveal").classList.contains("has-dark-background");
    const inside = document.body.classList.contains("inside");
    Reveal.slide(2);
    return [
      told,
      inside,
      classes,
      document.body.classList.contains("inside"),
      Reveal.getSlideBackground(5).firstElementChild.style.backgroundImage,
    ];
  });
  assert.deepEqual(seen, [1, true, true, false, ""]);
  await page.evaluate(() => Reveal.slide(5));
  assert.match(
    await page.evaluate(() => Reveal.getSlideBackground(5).firstElementChild.style.backgroundImage),
    /orate-image-1/,
  );
  assert.ok(
    await page.evaluate(() => document.querySelector(".r-stretch").offsetHeight > 300),
    "what stretches has the room that is left",
  );
  await close(page);
});

test("numbers, progress and controls follow", async () => {
  const page = await open("numbers");
  assert.equal(await page.textContent(".slide-number"), "1 / 7");
  await page.click(".controls .navigate-right");
  assert.equal(await page.textContent(".slide-number"), "2 / 7");
  assert.deepEqual(
    await page.evaluate(() =>
      ["left", "right", "up", "down"].map((way) =>
        document.querySelector(`.controls .navigate-${way}`).matches(".enabled:not(:disabled)"),
      ),
    ),
    [true, true, false, true],
  );
  await page.evaluate(() => Reveal.slide(5));
  assert.equal(await page.evaluate(() => Reveal.getProgress()), 1);
  await close(page);
});

test("frames are fetched with their slide and let go with it", async () => {
  const page = await open("deck");
  const sources = await page.evaluate(() =>
    [1, 2, 3].map((h) => (Reveal.slide(h), document.querySelector("section iframe").hasAttribute("src"))),
  );
  assert.deepEqual(sources, [false, true, false]);
  await close(page);
});

test("what two slides share moves, unless motion is not wanted", async () => {
  const page = await open("deck");
  await page.evaluate(() => (Reveal.slide(3), Reveal.next()));
  assert.equal(await page.evaluate(() => Reveal.getCurrentSlide().dataset.autoAnimate), "running");
  assert.ok(
    await page.evaluate(() => document.getAnimations().some((motion) => motion.effect.target.dataset.id === "a")),
  );
  await close(page);
  const calm = await open("deck", { reducedMotion: "reduce" });
  await calm.evaluate(() => (Reveal.slide(3), Reveal.next()));
  assert.equal(await calm.evaluate(() => Reveal.getCurrentSlide().dataset.autoAnimate), "");
  await close(calm);
});

test("a slide comes in with a transition, and says when it is there", async () => {
  const page = await open("slow");
  await page.evaluate(() => {
    window.ended = new Promise((done) =>
      Reveal.on("slidetransitionend", (event) => done(event.currentSlide.textContent)),
    );
    Reveal.slide(5);
  });
  assert.match(await page.evaluate("ended"), /End/);
  await close(page);
});

test("a slide and its stack learn that they are shown, from the first one on", async () => {
  const page = await open("bare");
  const seen = await page.evaluate(async () => {
    const told = [];
    for (const slide of document.querySelectorAll(".slides section"))
      slide.addEventListener("visible", () =>
        told.push(
          [...slide.parentElement.children].indexOf(slide) + (slide.parentElement.localName === "section" ? "v" : "h"),
        ),
      );
    await Reveal.initialize();
    for (const [h, v] of [
      [1, 0],
      [1, 1],
      [1, 1],
      [2, 0],
    ])
      Reveal.slide(h, v);
    return told.join(" ");
  });
  assert.equal(seen, "0h 1h 0v 1v 2h");
  await close(page);
});

test("a script that asks for the slide on show is told all the same, and nothing changes", async () => {
  const page = await open("deck");
  const seen = await page.evaluate(() => {
    const told = [];
    for (const type of ["beforeslidechange", "slidechanged"])
      Reveal.on(type, (event) => told.push(`${type} ${event.indexh} ${event.origin}`));
    Reveal.slide(0, 0, undefined, "me");
    Reveal.next();
    return told;
  });
  assert.deepEqual(seen, ["beforeslidechange 0 me", "beforeslidechange 1 undefined", "slidechanged 1 undefined"]);
  await close(page);
});

test("an author's own transition ends with an event, whatever it moves", async () => {
  const page = await open("slow");
  const told = await page.evaluate(async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ".reveal .slides section { transition: filter 50ms !important } .reveal .slides section:not(.present) { filter: blur(9px); transform: none !important }",
    );
    document.adoptedStyleSheets.push(sheet);
    const seen = [];
    Reveal.on("slidetransitionend", (event) => seen.push(event.indexh));
    const end = new Promise((done) => Reveal.on("slidetransitionend", done));
    Reveal.next();
    await end;
    return seen;
  });
  assert.deepEqual(told, [1]);
  await close(page);
});

test("the arrow that nobody has taken yet is shown", async () => {
  const page = await open("deck");
  const shown = () =>
    page.$$eval(".controls .highlight", (all) => all.map((one) => one.className.match(/navigate-(\w+)/)[1]).join());
  assert.equal(await shown(), "right");
  await page.keyboard.press("ArrowRight");
  assert.equal(await shown(), "down");
  await page.keyboard.press("ArrowDown");
  assert.equal(await shown(), "");
  await close(page);
});

test("scripts that a deck depends on are loaded in order, before it or after it, where the page allows them", async () => {
  const page = await open("open", { from: "http" });
  const seen = await page.evaluate(async () => {
    window.loaded = [];
    const script = (text) => `data:text/javascript,loaded.push("${text}")`;
    const end = new Promise((done) => {
      Reveal.on("ready", () => loaded.push("ready"));
      Reveal.initialize({
        dependencies: [
          { src: script("late"), async: true, callback: done },
          { src: script("one"), callback: () => loaded.push("called") },
          { src: script("never"), condition: () => false },
          { src: "data:text/plain,nothing" },
          { src: script("two") },
        ],
      });
    });
    await end;
    return loaded.join(" ");
  });
  assert.equal(seen, "one called two ready late");
  page.trouble = [];
  await close(page);
});

test("slides of one auto-animation share a place on a page to scroll", async () => {
  const page = await open("scroll");
  const at = async (row) => {
    await page.evaluate((row) => (document.body.scrollTop = row * innerHeight), row);
    await page.waitForFunction(
      (row) => Reveal.getProgress() >= 0 && document.body.scrollTop === row * innerHeight,
      row,
    );
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return page.evaluate(() =>
      [...document.querySelectorAll(".slides section:not(.stack)")]
        .filter(
          (one) => Math.abs(one.getBoundingClientRect().y) < 9 && one.checkVisibility({ visibilityProperty: true }),
        )
        .map((one) => one.textContent + (one.dataset.autoAnimate === "running" ? " moving" : ""))
        .join(),
    );
  };
  const seen = [];
  for (const row of [0, 1, 2, 3, 4, 3, 1]) seen.push(await at(row));
  assert.deepEqual(seen, ["Before", "Move", "Movenew moving", "Movelast moving", "After", "Movelast", "Move moving"]);
  assert.equal(await page.evaluate(() => Reveal.getTotalSlides()), 5);
  await page.evaluate(() => Reveal.toggleScrollView(false));
  assert.deepEqual(
    await page.evaluate(() => [
      document.querySelectorAll(".orate-hold,.orate-stop,[style*=visibility]").length,
      Reveal.getCurrentSlide().textContent,
    ]),
    [0, "Move"],
  );
  await close(page);
});

test("a slide that a script has changed shows its new background, however far off it is", async () => {
  const page = await open("short");
  const shown = await page.evaluate(() => {
    const slide = Reveal.getSlide(40);
    slide.dataset.backgroundImage = "a.png";
    Reveal.syncSlide(slide);
    return Reveal.getSlideBackground(slide).firstElementChild.style.backgroundImage;
  });
  assert.equal(shown, 'url("a.png")');
  page.trouble = [];
  await close(page);
});

test("slides step on by themselves until somebody steps in", async () => {
  const page = await open("auto");
  await page.waitForFunction(() => Reveal.getIndices().h > 0);
  await page.evaluate(() => Reveal.slide(0));
  await page.evaluate(() => document.dispatchEvent(new KeyboardEvent("keydown", { keyCode: 39 })));
  assert.equal(await page.evaluate(() => Reveal.isAutoSliding()), false);
  await close(page);
});

test("other pages are heard only from the allowed origin, and not on everything", async () => {
  const page = await open("message", { from: "http" });
  const send = (data) =>
    page.evaluate(
      (data) =>
        new Promise((done) => {
          addEventListener("message", () => setTimeout(done), { once: true });
          postMessage(JSON.stringify(data), "*");
        }),
      data,
    );
  await send({ method: "slide", args: [2] });
  assert.equal(await page.at(), "2/0/-");
  await send({ method: "configure", args: [{ loop: true }] });
  assert.equal(await page.evaluate(() => Reveal.getConfig().loop), true);
  await send({ method: "addKeyBinding", args: [90, "next"] });
  await page.keyboard.press("z");
  assert.equal(await page.at(), "2/0/-");
  await close(page);
  const deaf = await open("deck", { from: "http" });
  await deaf.evaluate(
    () =>
      new Promise((done) => {
        addEventListener("message", () => setTimeout(done));
        postMessage('{"method":"slide","args":[2]}', "*");
      }),
  );
  assert.equal(await deaf.at(), "0/0/-");
  await close(deaf);
});

test("a swipe is a step", async () => {
  const page = await open("deck", { hasTouch: true });
  await page.evaluate(() => {
    const root = document.querySelector(".reveal");
    const touch = (x) => [new Touch({ identifier: 1, target: root, clientX: x, clientY: 300 })];
    root.dispatchEvent(new TouchEvent("touchstart", { touches: touch(600), bubbles: true }));
    root.dispatchEvent(new TouchEvent("touchmove", { touches: touch(540), bubbles: true, cancelable: true }));
  });
  assert.equal(await page.at(), "1/0/-");
  await close(page);
});

test("an arrow is offered along the fragments of a slide, never across them", async () => {
  const page = await open("deck");
  const arrows = () =>
    page.$$eval(".controls .enabled", (all) =>
      all.map((one) => /navigate-(\w+)/.exec(one.className)[1] + (one.classList.contains("fragmented") ? "*" : "")),
    );
  const seen = await page.evaluate(() =>
    Reveal.getSlides().map((slide) => [
      Reveal.getIndices(slide),
      slide.querySelectorAll(".fragment").length > 0,
      slide.parentElement.localName === "section",
    ]),
  );
  let count = 0;
  for (const [{ h, v }, hasFragments, isVertical] of seen) {
    if (!hasFragments) continue;
    await page.evaluate(([h, v]) => Reveal.slide(h, v, -1), [h, v]);
    const open = await arrows();
    assert.ok(open.includes(isVertical ? "down*" : "right*"), open.join(" "));
    assert.ok(!open.some((way) => (isVertical ? /left\*|right\*/ : /up|down/).test(way)), open.join(" "));
    count++;
  }
  assert.ok(count > 0);
  await close(page);
});

test("backgrounds change at once where the deck or the slide says so", async () => {
  const page = await open("deck");
  const transitions = () =>
    page.$$eval(".backgrounds > *, .backgrounds > * > .slide-background", (all) =>
      all.map((one) => getComputedStyle(one).transitionDuration !== "0s"),
    );
  assert.ok((await transitions()).every(Boolean));
  await page.evaluate(() => Reveal.configure({ backgroundTransition: "none" }));
  assert.ok(!(await transitions()).some(Boolean));
  await page.evaluate(() => {
    Reveal.configure({ backgroundTransition: "fade" });
    Reveal.getSlides()[0].dataset.backgroundTransition = "none";
    Reveal.sync();
    Reveal.slide(1);
  });
  assert.deepEqual((await transitions()).slice(0, 2), [false, true]);
  await close(page);
});

test("a narrow window scrolls the same slides, and a step scrolls to its place", async () => {
  const page = await open("deck", { viewport: { width: 390, height: 844 } });
  await page.waitForFunction(() => Reveal.isScrollView());
  assert.equal(await page.evaluate(() => document.querySelectorAll(".slides section[inert]").length), 0);
  assert.equal(await page.evaluate(() => Reveal.getTotalSlides()), 7);
  // A slide that is held while one scrolls through its steps is of its column all the same.
  assert.deepEqual(
    await page.evaluate(() => [
      Reveal.getIndices(document.getElementById("steps")).v,
      Reveal.getVerticalSlides().length,
    ]),
    [1, 3],
  );
  await page.evaluate(() => (document.body.scrollTop = 2 * 844));
  await page.waitForFunction(() => Reveal.getIndices().v === 1);
  await page.evaluate(() => Reveal.next());
  assert.equal(await page.evaluate(() => document.body.scrollTop), 3 * 844);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.waitForFunction(() => !Reveal.isScrollView());
  assert.equal(await page.evaluate(() => document.querySelectorAll(".slides > section").length), 6);
  assert.equal(await page.at(), "1/1/0");
  await close(page);
});

test("paper has a slide a page, or one for each step", async () => {
  const pages = async (name, tail) => {
    const page = await open(name, { from: "http", tail });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    await close(page);
    return pdf.match(/\/Type \/Page\b/g).length;
  };
  assert.equal(await pages("deck", ""), 8);
  assert.equal(await pages("deck", "?view=print"), 11);
  assert.equal(await pages("deck", "?print-pdf&pdfSeparateFragments=false"), 8);
});

test("whoever asks after the start hears that the pages for paper are there", async () => {
  for (const name of ["deck", "bare"]) {
    const page = await open(name, { tail: "?view=print" });
    const heard = await page.evaluate(async () => {
      await Reveal.initialize({ view: "print" });
      const first = await new Promise((done) => Reveal.on("pdf-ready", done));
      const second = await new Promise((done) => Reveal.addEventListener("pdf-ready", done));
      return [first.type, second.type, document.querySelectorAll(".pdf-page").length > 0];
    });
    assert.deepEqual(heard, ["pdf-ready", "pdf-ready", true]);
    await close(page);
  }
});

test("a deck of one column numbers all its slides, as in reveal.js", async () => {
  const page = await open("column");
  const shown = () => page.textContent(".slide-number");
  assert.equal(await shown(), "1");
  await page.evaluate(() => Reveal.slide(0, 2));
  assert.equal(await shown(), "3");
  await page.evaluate(() => Reveal.configure({ slideNumber: "h.v" }));
  assert.equal(await shown(), "3");
  await page.evaluate(() => Reveal.configure({ slideNumber: "c/t" }));
  assert.equal(await shown(), "3 / 3");
  await page.keyboard.press("g");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  assert.equal(await page.at(), "0/1/-");
  await page.keyboard.press("m");
  assert.deepEqual(await page.locator(".orate-menu li button span").allTextContents(), ["1", "2", "3"]);
  await close(page);
});

test("nothing is lost on paper, and nothing lies over another", async () => {
  for (const tail of ["", "?print-pdf"]) {
    const page = await open("paper", { tail });
    if (!tail) {
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    }
    const seen = await page.evaluate(() => {
      const stack = [...document.querySelectorAll(".r-stack > *")];
      const boxes = stack.map((one) => one.getBoundingClientRect());
      return {
        visible: stack.map((one) => [getComputedStyle(one).opacity, getComputedStyle(one).visibility].join()),
        apart: boxes.every((box, i) => i === 0 || box.left >= boxes[i - 1].right),
        whole: ["ol", "pre code"].map((name) => {
          const one = document.querySelector(name);
          return (
            one.getBoundingClientRect().bottom <= one.closest("section").getBoundingClientRect().bottom &&
            one.scrollHeight <= one.clientHeight + 1
          );
        }),
        links: [...document.querySelectorAll(".slides a")].map((link) => link.getAttribute("href")),
      };
    });
    assert.deepEqual(
      seen,
      { visible: Array(3).fill("1,visible"), apart: true, whole: [true, true], links: [null, "#/0"] },
      tail,
    );
    const numbers = await page.locator(".slide-number-pdf").allTextContents();
    assert.deepEqual(numbers, tail ? ["1", "2", "3"] : ["1 / 3", "2 / 3", "3 / 3"]);
    const side = (dir) =>
      page.evaluate((dir) => {
        document.querySelector(".reveal").dir = dir;
        const number = document.querySelector(".slide-number-pdf");
        const [one, all] = [number, number.closest("section, .pdf-page")].map((it) => it.getBoundingClientRect());
        return one.left - all.left > all.right - one.right ? "right" : "left";
      }, dir);
    assert.deepEqual([await side("rtl"), await side("ltr")], ["left", "right"], "away from the footer's words");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.locator("a[href='notes.txt']").count(), tail ? 0 : 1, "the link is back");
    await page.emulateMedia({ media: null });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.ok(pdf.match(/\/Type \/Page\b/g).length >= 6, "long slides go on on the next page");
    await close(page);
  }
});

test("the number lies over no picture that goes on to the edges", async () => {
  const page = await open("numbers");
  const seen = (rtl, template) =>
    page.evaluate(
      ([rtl, template]) => {
        Reveal.configure({ rtl });
        Reveal.slide(0);
        Reveal.getSlides()[1].dataset.template = template;
        Reveal.slide(1);
        const isSeen = () => document.querySelector(".slide-number").checkVisibility({ visibilityProperty: true });
        const there = isSeen();
        Reveal.slide(2);
        return [there, isSeen()];
      },
      [rtl, template],
    );
  assert.deepEqual(await seen(false, "picture-right"), [false, true]);
  assert.deepEqual(await seen(false, "picture-left"), [true, true]);
  assert.deepEqual(await seen(true, "picture-right"), [true, true]);
  assert.deepEqual(await seen(true, "picture-left"), [false, true]);
  await close(page);
});

test("without scripts the talk is a document", async () => {
  const page = await open("deck", { javaScriptEnabled: false });
  assert.equal(await page.locator("section:not(:has(section)):visible").count(), 9);
  assert.equal(await page.locator(".fragment:visible").count(), 3);
  await close(page);
});

test("without a configuration block nothing starts and nothing hides", async () => {
  const page = await open("bare");
  assert.equal(await page.locator(".slides > section:visible").count(), 7);
  assert.equal(await page.evaluate(() => Reveal.isReady()), false);
  await page.evaluate(() => Reveal.initialize({ hash: true }));
  assert.equal(await page.at(), "0/0/-");
  await page.evaluate(() => Reveal.destroy());
  assert.equal(await page.locator(".slides > section:visible").count(), 6);
  await close(page);
});

test("odd settings, no slides and a broken block are no reason to fail", async () => {
  for (const name of ["odd", "empty"]) {
    const page = await open(name);
    await page.evaluate(() => {
      for (const call of [
        "next",
        "prev",
        "left",
        "right",
        "up",
        "down",
        "layout",
        "sync",
        "toggleOverview",
        "togglePause",
        "getProgress",
        "getState",
        "getSlideNotes",
        "shuffle",
      ])
        Reveal[call]();
      Reveal.setState({ indexh: 9, indexv: "x" });
      Reveal.slide("a", null, {});
    });
    await close(page);
  }
  const page = await open("broken");
  assert.equal(page.trouble.length, 1, "says what is wrong");
  assert.equal(await page.at(), "0/0/-");
});

test("plugins are set up in turn, and one that fails does not take the talk with it", async () => {
  const page = await open("bare");
  const log = await page.evaluate(async () => {
    const log = [];
    const error = console.error;
    console.error = () => log.push("said");
    await Reveal.initialize({
      plugins: [
        { id: "a", init: async () => void log.push("a") },
        { id: "b", init: () => Promise.reject(new Error("b")) },
        () => ({ id: "c", init: () => log.push("c"), destroy: () => log.push("gone") }),
      ],
    });
    console.error = error;
    log.push(Reveal.isReady(), Reveal.hasPlugin("c"));
    Reveal.destroy();
    return log;
  });
  assert.deepEqual(log, ["a", "said", "c", true, true, "gone"]);
  await close(page);
});

test("a step looks at as many elements in a long deck as in a short one", async () => {
  const counts = [];
  for (const name of ["short", "long"]) {
    const page = await open(name);
    await browser.startTracing(page, { categories: ["devtools.timeline"] });
    await page.evaluate(async () => {
      for (let i = 0; i < 12; i++) {
        Reveal.next();
        document.body.getBoundingClientRect();
        await new Promise((done) => requestAnimationFrame(done));
      }
    });
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
    const seen = traceEvents
      .filter((event) => event.name === "UpdateLayoutTree")
      .map((event) => event.args.elementCount ?? 0);
    counts.push(Math.max(...seen));
    await close(page);
  }
  console.log(`elements a step restyles: ${counts[0]} of 50 slides, ${counts[1]} of 1,000`);
  assert.ok(counts[1] <= counts[0] * 2, counts.join());
});
