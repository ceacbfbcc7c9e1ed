/**
 * The fonts of a page that is printed. A browser writes a variable font into a PDF as drawings of its letters: large, slow to
 * print, and without words for many readers. So the page lists its fonts (`listFonts`), says at which places on their axes it
 * uses them (`findUses`), and takes a font for each of these places instead (`replaceFonts`).
 *
 * Fonts that are part of the page are there before it is laid out (`loadFonts`), so that it is laid out once.
 */

/** An axis of a variable font and its range, as the file has it. */
export interface Axis {
  readonly tag: string;
  readonly least: number;
  readonly most: number;
}

/** Values of axes by their tags; those that are not named are as in the file. */
type Place = Readonly<Record<string, number>>;

/** A font at one place. */
export interface Use {
  /** Its index in the list. */
  readonly font: number;
  readonly place: Place;
}

type Range = readonly [least: number, most: number];

/** An `@font-face` rule. */
interface Face {
  readonly address: string;
  /** In lower case, without quotes. */
  readonly family: string;
  readonly weights: Range;
  readonly widths: Range;
  readonly descriptors: FontFaceDescriptors;
  remove(): void;
}

/** A way in which text is set, and the elements that have it. */
interface Setting {
  readonly families: readonly string[];
  readonly weight: number;
  /** In percent. */
  readonly width: number;
  /** In CSS pixels; 0 where the author turned optical sizes off. */
  readonly size: number;
  /** What the author has set by tags. */
  readonly axes: Place;
  readonly elements: HTMLElement[];
}

/** A use, and how text finds the font. */
interface PlacedUse extends Use {
  readonly family: string;
  readonly weight: number;
  readonly width: number;
}

const faces: Face[] = [];
let uses: readonly PlacedUse[] = [];

/** What `FontFace` takes of a rule besides its family and source, by its name in CSS. */
const DESCRIPTORS: Record<string, keyof FontFaceDescriptors> = {
  "font-weight": "weight",
  "font-style": "style",
  "font-stretch": "stretch",
  "unicode-range": "unicodeRange",
  "font-feature-settings": "featureSettings",
  "ascent-override": "ascentOverride",
  "descent-override": "descentOverride",
  "line-gap-override": "lineGapOverride",
};

/** Loads the fonts that are part of the page. Those of a rule are loaded once text needs them, and the page laid out again. */
export function loadFonts(): void {
  takeRules((address) => /^data:[^,]*;base64,/.test(address));
  for (const face of faces) {
    const loaded = fontOf(face.family, face.address.slice(face.address.indexOf(",") + 1), face.descriptors);
    face.remove();
    document.fonts.add(loaded);
    face.remove = () => document.fonts.delete(loaded);
  }
}

/** A font from bytes in base64, which is there at once. */
const fontOf = (family: string, bytes: string, descriptors: FontFaceDescriptors) =>
  new FontFace(
    family,
    Uint8Array.from(atob(bytes), (byte) => byte.charCodeAt(0)),
    descriptors,
  );

/** The addresses of all fonts that the page has. */
export function listFonts(): string[] {
  takeRules(() => true);
  return faces.map(({ address }) => address);
}

function takeRules(isWanted: (address: string) => boolean): void {
  for (const sheet of document.styleSheets) {
    try {
      takeFrom(sheet, isWanted);
    } catch {
      // A sheet from elsewhere keeps its rules to itself.
    }
  }
}

function takeFrom(owner: CSSStyleSheet | CSSGroupingRule, isWanted: (address: string) => boolean): void {
  for (const rule of owner.cssRules) {
    if (rule instanceof CSSGroupingRule) takeFrom(rule, isWanted);
    if (!(rule instanceof CSSFontFaceRule)) continue;
    const url = /url\("((?:[^"\\]|\\.)*)"\)/.exec(rule.style.getPropertyValue("src"))?.[1];
    if (!url) continue;
    const address = new URL(url, rule.parentStyleSheet?.href ?? document.baseURI).href;
    const remove = () => owner.deleteRule([...owner.cssRules].indexOf(rule));
    if (isWanted(address)) faces.push(faceOf(rule.style, address, remove));
  }
}

function faceOf(style: CSSStyleDeclaration, address: string, remove: () => void): Face {
  const entries = Object.entries(DESCRIPTORS).map(([css, name]) => [name, style.getPropertyValue(css)]);
  const descriptors: FontFaceDescriptors = Object.fromEntries(entries.filter(([, value]) => value));
  return {
    address,
    family: plain(style.getPropertyValue("font-family")),
    weights: rangeOf(descriptors.weight, { normal: 400, bold: 700 }),
    widths: rangeOf(descriptors.stretch, { normal: 100 }),
    descriptors,
    remove,
  };
}

const plain = (family: string) =>
  family
    .trim()
    .replace(/^["']|["']$/g, "")
    .toLowerCase();

/** The range that a descriptor says; where it says none, that of text which has no weight or width of its own. */
function rangeOf(text: string | undefined, words: Record<string, number>): Range {
  const [least = NaN, most = least] = (text ?? "").split(" ").map((word) => words[word] ?? parseFloat(word));
  const usual = words["normal"]!;
  return least >= 0 ? [least, most] : [usual, usual];
}

const clamp = (number: number, [least, most]: Range) => Math.min(Math.max(number, least), most);

/** Where the page uses its fonts, of which each has these axes, in the order of the list. */
export function findUses(axes: readonly (readonly Axis[])[]): Use[] {
  const all = new Map<string, PlacedUse>();
  const names = new Map<string, string>();
  for (const setting of settings()) {
    const own = setting.families.flatMap((family) => {
      const fonts = [...faces.keys()].filter((font) => faces[font]!.family === family && axes[font]!.length);
      const special = specialPlace(
        setting,
        fonts.flatMap((font) => axes[font]!),
      );
      const key = JSON.stringify([family, special]);
      if (Object.keys(special).length && !names.has(key)) names.set(key, `orate-font-${names.size}`);
      for (const font of fonts) {
        const use = useOf(font, setting, axes[font]!, special, names.get(key) ?? family);
        all.set(JSON.stringify(use), use);
      }
      return names.get(key) ?? [];
    });
    const families = [...own, ...setting.families].map(quoted).join();
    if (own.length) for (const { style } of setting.elements) style.fontFamily = families;
  }
  uses = [...all.values()];
  return uses.map(({ font, place }) => ({ font, place }));
}

function useOf(font: number, setting: Setting, axes: readonly Axis[], special: Place, family: string): PlacedUse {
  const weight = clamp(setting.weight, faces[font]!.weights);
  const width = clamp(setting.width, faces[font]!.widths);
  const values: Place = { wght: weight, wdth: width, ...special };
  const place = axes.flatMap(({ tag, least, most }) =>
    values[tag] === undefined ? [] : [[tag, clamp(values[tag], [least, most])]],
  );
  return { font, place: Object.fromEntries(place), family, weight, width };
}

/** Where text is on the axes by which no rule is found: it needs a family of its own. */
function specialPlace({ size, axes }: Setting, available: readonly Axis[]): Place {
  const place: Record<string, number> = {};
  for (const { tag, least, most } of available) {
    if (axes[tag] !== undefined) place[tag] = axes[tag];
    else if (tag === "opsz" && size) place[tag] = Math.round(clamp(size, [least, most]));
  }
  return place;
}

/** The ways in which the text of the page is set. */
function settings(): Iterable<Setting> {
  const all = new Map<string, Setting>();
  for (const element of document.querySelectorAll<HTMLElement>(".pdf-page, .pdf-page *")) {
    for (const part of element.matches("li, summary")
      ? ["", "::before", "::after", "::marker"]
      : ["", "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (part && style.content === "none") continue;
      const { fontFamily, fontWeight, fontStretch, fontSize, fontOpticalSizing, fontVariationSettings } = style;
      const key = [fontFamily, fontWeight, fontStretch, fontSize, fontOpticalSizing, fontVariationSettings].join("|");
      if (!all.has(key)) {
        all.set(key, {
          families: fontFamily.split(",").map(plain),
          weight: parseFloat(fontWeight),
          width: parseFloat(fontStretch),
          size: fontOpticalSizing === "auto" ? parseFloat(fontSize) : 0,
          axes: axesOf(fontVariationSettings),
          elements: [],
        });
      }
      if (!part) all.get(key)!.elements.push(element);
    }
  }
  return all.values();
}

/** `"wght" 350, "opsz" 20` as values. */
const axesOf = (text: string): Place =>
  Object.fromEntries([...text.matchAll(/"(.{4})" ([-.\d]+)/g)].map(([, tag, value]) => [tag!, Number(value)]));

const GENERIC = /^(-webkit-body|(ui-)?(serif|sans-serif|monospace|rounded)|cursive|fantasy|system-ui|math|emoji)$/;
const quoted = (family: string) => (GENERIC.test(family) ? family : JSON.stringify(family));

/**
 * Puts fonts in the place of those that the page has: one for each use, in base64, or none where there is none. A font of
 * which one is missing stays as it is.
 */
export async function replaceFonts(fonts: readonly (string | null)[]): Promise<void> {
  const loaded = await Promise.all(uses.map((use, i) => fonts[i] && load(use, fonts[i])));
  const lacking = new Set(uses.filter((_, i) => !loaded[i]).map(({ font }) => font));
  uses.forEach(({ font }, i) => lacking.has(font) || document.fonts.add(loaded[i] as FontFace));
  for (const font of new Set(uses.map(({ font }) => font))) if (!lacking.has(font)) faces[font]!.remove();
}

/** Nothing where the browser does not take the font. */
function load({ font, family, weight, width }: PlacedUse, bytes: string): Promise<FontFace | undefined> {
  const descriptors = { ...faces[font]!.descriptors, weight: `${weight}`, stretch: `${width}%` };
  return fontOf(family, bytes, descriptors)
    .load()
    .catch(() => undefined);
}
