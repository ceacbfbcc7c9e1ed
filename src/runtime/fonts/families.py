"""Makes what the fonts of the themes have beside Latin, and all of their `family.css`: `python3 families.py SOURCES`.

SOURCES is a folder in which `npm install` has put the packages of `themes/fonts/README.md`, and which has the whole fonts
of Google Fonts that it names. The cutting is fonttools' (`pip install fonttools brotli`). The Latin files are older than
this and are only read.

Each range in a style sheet is what its file has, letter by letter, so a build knows without opening it who has a letter.
"""

import pathlib
import sys
import unicodedata

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = pathlib.Path(__file__).parent.parent / "themes" / "fonts"
NODE = "node_modules"
VARIABLE = NODE + "/@fontsource-variable/{0}/files/{0}-{1}-wght-{2}.woff2"
STATIC = NODE + "/@fontsource/{0}/files/{0}-{1}-{3}-{2}.woff2"

# The scripts of each family beside Latin, the weights of its files, and whether it has italics.
EUROPE = ["cyrillic", "cyrillic-ext", "greek", "vietnamese"]
BEYOND_LATIN = ["cyrillic", "cyrillic-ext", "greek"]
FAMILIES = {
    "inter": ("Inter", EUROPE, [(400, 900)], True),
    "jetbrains-mono": ("JetBrains Mono", EUROPE, [(400, 800)], True),
    "newsreader": ("Newsreader", ["vietnamese"], [(400, 700)], True),
    "literata": ("Literata", ["cyrillic", "cyrillic-ext", "greek"], [(400, 700)], True),
    "space-grotesk": ("Space Grotesk", ["vietnamese"], [(400, 700)], False),
    "archivo": ("Archivo", ["vietnamese"], [(400, 900)], True),
    "atkinson-hyperlegible-next": ("Atkinson Hyperlegible Next", [], [(400, 800)], True),
    "ibm-plex-sans": ("IBM Plex Sans", EUROPE, [400, 600], True),
    "ibm-plex-serif": ("IBM Plex Serif", ["cyrillic", "cyrillic-ext", "vietnamese"], [400, 600], True),
    "ibm-plex-mono": ("IBM Plex Mono", ["cyrillic", "cyrillic-ext", "vietnamese"], [400, 600], True),
}

# The whole fonts that have signs which the packages leave out.
WHOLE = {
    "jetbrains-mono": "google/JetBrainsMono[wght].ttf",
    "newsreader": "google/Newsreader[opsz,wght].ttf",
    "space-grotesk": "google/SpaceGrotesk[wght].ttf",
    "archivo": "google/Archivo[wdth,wght].ttf",
}
ARROWS = ["inter", "jetbrains-mono", "space-grotesk", "archivo"]
PINNED = {"opsz": 14, "wdth": 100}

# The family for signs that a theme's own fonts lack: the first of these that has one. Whoever follows has the rest.
INTER = NODE + "/inter-ui/variable/InterVariable.woff2"
SYMBOLS = {
    "inter": INTER,
    "math": NODE + "/@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2",
    "signs": NODE + "/@fontsource/noto-sans-symbols-2/files/noto-sans-symbols-2-symbols-400-normal.woff2",
    "letters": NODE + "/@fontsource/noto-sans-symbols/files/noto-sans-symbols-symbols-400-normal.woff2",
}
# Lines do not grow with them: every family reaches as high and as low.
SYMBOL_METRICS = "ascent-override: 75%;\n  descent-override: 20%;\n  line-gap-override: 0%;\n  "


def span(first, last):
    return set(range(first, last + 1))


# Punctuation, letters that stand for something, numbers, arrows, mathematics, technology, shapes, dingbats.
SIGNS = span(0x2010, 0x205E) | span(0x2070, 0x209C) | span(0x2100, 0x23FF) | span(0x2460, 0x27BF) | span(0x27C0, 0x27FF)
SIGNS |= span(0x2900, 0x297F) | span(0x29C0, 0x2AFF) | span(0x2B00, 0x2BFF) | {0xB5, 0xD7, 0xF7, 0x2E3A, 0x2E3B}
# What every system shows as pictures, in colours (`Emoji_Presentation` of UTS 51).
PICTURES = set(map(ord, "⌚⌛⏰⏳◽◾☔☕♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❗➰➿⬛⬜⭐⭕")) | span(0x23E9, 0x23EC)
PICTURES |= span(0x2648, 0x2653) | span(0x2753, 0x2755) | span(0x2795, 0x2797)
LINES = span(0x2500, 0x259F)


def letters(font):
    return set(TTFont(font).getBestCmap())


def write(source, target, kept, limits):
    """Writes the letters that are kept of a font, of its axes what is within limits, and gives what it has."""
    font = TTFont(source, recalcTimestamp=False)
    if kept is not None:
        options = subset.Options(hinting=False, layout_features=["mark", "mkmk", "ccmp"])
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=kept & set(font.getBestCmap()))
        cutter.subset(font)
    if "fvar" in font:
        axes = {axis.axisTag for axis in font["fvar"].axes}
        font = instancer.instantiateVariableFont(font, {axis: limits[axis] for axis in limits if axis in axes})
    font.flavor = "woff2"
    font.save(target)
    return set(font.getBestCmap())


def ranges(letters):
    runs = []
    for letter in sorted(letters):
        if runs and runs[-1][1] + 1 == letter:
            runs[-1][1] = letter
        else:
            runs.append([letter, letter])
    return ", ".join(f"U+{first:04X}" if first == last else f"U+{first:04X}-{last:04X}" for first, last in runs)


def rule(family, weight, style, file, letters, more=""):
    weight = weight if isinstance(weight, int) else "{} {}".format(*weight)
    name = f'"{family}"' if " " in family else family
    return (
        f"@font-face {{\n  font-family: {name};\n  font-weight: {weight};\n  font-style: {style};\n  font-display: block;\n"
        f'  {more}src: url("{file}") format("woff2");\n  unicode-range: {ranges(letters)};\n}}\n'
    )


def marks(letters):
    return {letter for letter in letters if unicodedata.combining(chr(letter))}


class Family:
    """A family, and what its style sheet has so far."""

    def __init__(self, folder, sources):
        self.folder, self.sources = folder, sources
        self.name, self.scripts, self.weights, self.has_italic = FAMILIES[folder]
        self.rules = []

    def faces(self):
        for weight in self.weights:
            yield weight, "normal"
        if self.has_italic:
            # Bold and slanted at once is text, which `paper` sets in this family; headings and code have it seldom.
            for weight in self.weights if self.folder == "ibm-plex-serif" else self.weights[:1]:
                yield weight, "italic"

    def file(self, script, weight, style):
        number = f"-{weight}" if isinstance(weight, int) else ""
        return f"{script}{number}{'-italic' if style == 'italic' else ''}.woff2"

    def make(self):
        for weight, style in self.faces():
            self.face(self.name, weight, style, self.file, VARIABLE)
        if self.folder == "newsreader":
            self.face("Newsreader Display", (400, 700), "normal", lambda script, *_: f"{script}-display.woff2", None)
        (HERE / self.folder / "family.css").write_text("\n".join(self.rules))

    def face(self, name, weight, style, file, package):
        """The rules of one face. What a script has of what another one has had is left to that, but for marks, which have
        to be where their letters are."""
        had = set()
        (HERE / self.folder).mkdir(exist_ok=True)
        # Arrows of one deck are of one hand: who has no others leaves these two to the family for signs.
        lone = {0x2191, 0x2193} if self.folder not in ARROWS else set()
        for script in ["latin", "latin-ext", *self.scripts, *(["signs"] if self.folder in WHOLE else [])]:
            path = HERE / self.folder / file(script, weight, style)
            if not path.exists() and script.startswith("latin"):
                continue
            if not script.startswith("latin"):
                self.cut(script, weight, style, path, package, had)
            has = letters(path)
            has = {letter for letter in has if letter >= 0x300} if script in BEYOND_LATIN else has
            self.rules.append(rule(name, weight, style, path.name, (has - had - lone) | marks(has)))
            had |= has

    def cut(self, script, weight, style, path, package, had):
        limits = PINNED if isinstance(weight, int) else PINNED | {"wght": weight}
        limits = limits | {"opsz": 72} if package is None else limits
        if script == "signs":
            source = self.sources / WHOLE[self.folder]
            source = source if style == "normal" else source.with_stem(source.stem.replace("[", "-Italic["))
            write(source, path, SIGNS - PICTURES - had, limits)
        elif package is None:
            source = NODE + f"/@fontsource-variable/{self.folder}/files/{self.folder}-{script}-opsz-normal.woff2"
            write(self.sources / source, path, None, limits)
        else:
            package = STATIC if isinstance(weight, int) else VARIABLE
            write(self.sources / package.format(self.folder, script, style, weight), path, None, limits)


def symbols(sources):
    rules, had = [], set()
    (HERE / "symbols").mkdir(exist_ok=True)
    for name, source in SYMBOLS.items():
        kept = SIGNS - PICTURES - LINES - had
        has = write(sources / source, HERE / "symbols" / f"{name}.woff2", kept, PINNED | {"wght": (400, 900)})
        rules.append(rule("Orate Symbols", (400, 900), "normal", f"{name}.woff2", has & SIGNS, SYMBOL_METRICS))
        had |= has
    (HERE / "symbols" / "family.css").write_text("\n".join(rules))


if __name__ == "__main__":
    sources = pathlib.Path(sys.argv[1])
    for folder in FAMILIES:
        Family(folder, sources).make()
    symbols(sources)
