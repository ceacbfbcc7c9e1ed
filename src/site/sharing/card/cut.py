"""Makes the fonts of cards: `python3 cut.py NEW OLD`.

NEW is the folder of the npm package @expo-google-fonts/noto-sans 0.4.2, which holds Noto Sans 2.015 as Google Fonts gives
it. OLD is the folder `fonts` of the crate notosans 0.1.0, which holds Noto Sans 1.04: titles of talks have arrows, signs of
mathematics and shapes, which newer versions leave to other fonts. The result has the characters of 1.04, drawn as in 2.015
where that has them. The cutting is fonttools' (`pip install fonttools`).

Writes `regular.ttf` and `bold.ttf` beside this file.
"""

import pathlib
import sys
import tempfile

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FACES = {
    "regular": ("400Regular/NotoSans_400Regular.ttf", "NotoSans-Regular.ttf"),
    "bold": ("700Bold/NotoSans_700Bold.ttf", "NotoSans-Bold.ttf"),
}

# Money that has come since 1.04. What else 2.015 has more of is for linguists, and as large again.
SINCE = set(range(0x20A0, 0x20D0)) | {0x1E9E}


def cut(path, letters, features):
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 5, 13, 14]
    options.drop_tables += ["MATH", "STAT", "DSIG"]
    font = subset.load_font(path, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    return font


def main(new, old):
    folder = pathlib.Path(__file__).parent
    for name, (letters, signs) in FACES.items():
        letters, signs = pathlib.Path(new, letters), pathlib.Path(old, signs)
        has, had = set(TTFont(letters).getBestCmap()), set(TTFont(signs).getBestCmap())
        text = cut(letters, has & (had | SINCE), ["ccmp", "locl", "mark", "mkmk", "kern", "liga"])
        more = cut(signs, had - has, [])
        scale_upem(more, text["head"].unitsPerEm)
        with tempfile.TemporaryDirectory() as temporary:
            parts = [f"{temporary}/letters.ttf", f"{temporary}/signs.ttf"]
            text.save(parts[0])
            more.save(parts[1])
            font = merge.Merger().merge(parts)
        font["head"].created = font["head"].modified = text["head"].modified
        font.recalcTimestamp = False
        file = folder / f"{name}.ttf"
        font.save(file)
        kept = len(font.getBestCmap())
        print(f"{name}: {kept} characters, {len(font.getGlyphOrder())} glyphs, {file.stat().st_size} bytes")
        assert had <= set(font.getBestCmap())


main(*sys.argv[1:])
