"""Cuts New Computer Modern Math (Book) into the pieces that pages with formulas hold: `python3 cut.py NewCMMath-Book.otf`.

The font is the one in the crate typst-assets 0.15.1 (`files/fonts`); the cutting is fonttools' (`pip install fonttools
brotli`), which knows how the MATH table refers to glyphs. A page holds the pieces of which it uses a letter, each for a
range of its own. All that stretches is in the piece `core`, since browsers take it from the face that has the space.

Writes `letters/math-NAME.woff2` or `signs/math-NAME.woff2` for each piece, and `pieces.txt`: a line a piece, its name and its `unicode-range`.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont


def span(first, last):
    return set(range(first, last + 1))


def signs(text):
    return set(map(ord, text))


# What stretches in most formulas, with digits and the signs of a keyboard.
CORE = (
    span(0x20, 0x40) | signs("[\\]^_`{|}~\u00a0±×·…′″‴−∞∂∣∥‖⟨⟩⌈⌉⌊⌋√∑∏∫⋂⋃∗⋯⋮⋱")
    | signs("ˆ˜¯˙¨‾⏞⏟") | signs("\u0302\u0303\u0304\u0305\u0307\u0308\u0332\u20d7") | signs("←→↔⇐⇒⇔↦⟶⟹⟺")
)
# All that stretches.
WIDE = CORE | (
    signs("÷¬°´ˇ˘˚⁄⏜⏝⎴⎵∐∬∭∮∯∰⋀⋁⨀⨁⨂⨃⨄⨅⨆⨌∛∜⟦⟧⟮⟯⎰⎱⌜⌝⌞⌟⟪⟫⦃⦄⏠⏡")
    | signs("\u0300\u0301\u030c\u0306\u030a\u20d6\u20db\u20dc\u0338")
    | signs("↑↓↕⇑⇓⇕↩↪↼⇀↽⇁⇌⇋↠↞⟵⟷⟸⟼⇄⇆⇇⇉⇚⇛⇒⤌⤍")
)

# The alphabets of mathematics, and the letters of their kinds that stood in Unicode before them; the rest by how often
# a talk needs it. What stands in a piece is in none that follows, but for `core`, which is a part of `wide`.
PIECES = {
    "core": CORE,
    "wide": WIDE,
    "italic": span(0x1D44E, 0x1D467) | {0x210E},
    "italic-capital": span(0x1D434, 0x1D44D),
    "upright": span(0x61, 0x7A),
    "upright-capital": span(0x41, 0x5A),
    "greek": span(0x1D6FC, 0x1D71B),
    "greek-capital": span(0x391, 0x3A9),
    "relations": signs("≤≥≠≈≡∼≃≅∝∈∉⊂⊆∪∩∅∀∃∇∧∨¬⊕⊗∘≪≫⊥∖ℏℓ∴÷°⊙≔⟂"),
    "double-capital": signs("ℂℍℕℙℚℝℤ") | signs("𝔸𝔹𝔻𝔼𝔽𝕀𝕂𝕃𝕊𝟙"),
    "double": span(0x1D538, 0x1D56B) | span(0x1D7D8, 0x1D7E1) | span(0x213C, 0x2149),
    "bold": span(0x1D400, 0x1D433),
    "bold-greek": span(0x1D6A8, 0x1D6E1) | span(0x1D7CA, 0x1D7D7),
    "bold-italic": span(0x1D468, 0x1D49B),
    "bold-italic-greek": span(0x1D71C, 0x1D755),
    "script": span(0x1D49C, 0x1D4B5) | signs("ℬℰℱℋℐℒℳℛ"),
    "script-small": span(0x1D4B6, 0x1D4CF) | signs("ℯℊℴ"),
    "script-bold": span(0x1D4D0, 0x1D503),
    "fraktur": span(0x1D504, 0x1D537) | signs("ℭℌℨℜℑ"),
    "fraktur-bold": span(0x1D56C, 0x1D59F),
    "sans": span(0x1D5A0, 0x1D66F) | span(0x1D756, 0x1D7C9) | span(0x1D7E2, 0x1D7F5),
    "mono": span(0x1D670, 0x1D6A3) | span(0x1D7F6, 0x1D7FF),
    "greek-other": span(0x370, 0x3FF) | span(0x1D6E2, 0x1D6FB),
    "latin": span(0xA1, 0x17F),
    "relations-other": span(0x2200, 0x22FF) | signs("⩽⩾⪯⪰⌢⌣"),
    "arrows": span(0x2190, 0x21FF) | span(0x27F0, 0x27FF),
    "arrows-other": span(0x2900, 0x297F) | span(0x2B00, 0x2BFF),
    "operators": span(0x2A00, 0x2AFF) | span(0x2980, 0x29FF) | span(0x27C0, 0x27EF),
    "marks": span(0x2000, 0x218F) | {0x1D6A4, 0x1D6A5},
    "shapes": span(0x2300, 0x23FF) | span(0x2500, 0x26FF),
}

# The pieces that lie in `signs/`; the others are alphabets, and lie in `letters/`.
SIGNS = {"core", "wide", "relations", "relations-other", "arrows", "arrows-other", "operators", "marks", "shapes"}


def options(is_core):
    chosen = subset.Options()
    chosen.flavor = "woff2"
    chosen.layout_features = []
    chosen.name_IDs = [0] if is_core else []
    # MATH stays in every piece: browsers measure the ink of letters only where a face has it.
    chosen.drop_tables += ["FFTM", "PfEd", "GPOS", "GSUB", "GDEF"]
    return chosen


def ranges(letters):
    """`U+20-7E,U+A0` for a set of letters."""
    parts, letters = [], sorted(letters)
    for letter in letters:
        if parts and parts[-1][1] == letter - 1:
            parts[-1][1] = letter
        else:
            parts.append([letter, letter])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in parts)


def main(path):
    folder = pathlib.Path(__file__).parent
    known = set(TTFont(path).getBestCmap())
    taken, lines = set(), []
    for name, wanted in PIECES.items():
        letters = (wanted & known) - (set() if name == "wide" else taken)
        taken |= letters
        font = subset.load_font(path, options(name in ("core", "wide")))
        # The primes that `ssty` has for other: a formula has no others, and no browser asks for them.
        best = font.getBestCmap()
        other = {prime: f"{best[prime]}.st" for prime in (0x2032, 0x2033, 0x2034)}
        # Browsers stretch this tilde, and the font the one that combines with letters.
        other[0x2DC] = best[0x303]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap = {**table.cmap, **other}
        if name not in ("core", "wide"):
            # Nothing in it stretches.
            font["MATH"].table.MathVariants = None
        cutter = subset.Subsetter(options(name in ("core", "wide")))
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        file = folder / ("signs" if name in SIGNS else "letters") / f"math-{name}.woff2"
        subset.save_font(font, file, options(name in ("core", "wide")))
        lines.append(f"{name} {ranges(letters)}\n")
        print(f"{name}: {len(letters)} letters, {len(font.getGlyphOrder())} glyphs, {file.stat().st_size} bytes")
    (folder / "pieces.txt").write_text("".join(lines))


main(sys.argv[1])
