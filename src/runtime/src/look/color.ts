/** Colours as they are painted, and how two of them differ. */

/** Red, green, blue from 0 to 255, and opacity from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

const known = new Map<string, Color>();
let brush: CanvasRenderingContext2D | undefined;

/** A colour as CSS writes it, in whatever space. */
export function colorOf(css: string): Color {
  let color = known.get(css);
  if (!color) known.set(css, (color = read(css)));
  return color;
}

function read(css: string): Color {
  const [, r, g, b, a = "1"] = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(css) ?? [];
  if (b) return [Number(r), Number(g), Number(b), Number(a)];
  brush ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  })!;
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = css;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

/** One colour painted over another, which is opaque. */
export function over([r, g, b, a]: Color, [R, G, B]: Color): Color {
  return [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
}

/** The same colour seen through so much. */
export const faded = ([r, g, b, a]: Color, opacity: number): Color => [r, g, b, a * opacity];

/** Contrast of two opaque colours, from 1 to 21: WCAG 2.2, "contrast ratio". */
export function contrast(one: Color, other: Color): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Color): number {
  const [r, g, b] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
