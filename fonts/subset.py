#!/usr/bin/env python3
"""Makes the two fonts of pictures from Liberation Sans 2 (Regular and Bold).

usage: subset.py LiberationSans-Regular.ttf LiberationSans-Bold.ttf

Needs fonttools 4.68.0. Keeps letters of Latin, Greek and Cyrillic, punctuation and a few signs;
drops hints, kerning and everything else that our own drawing does not use. The licence reserves the
name Liberation for unmodified fonts, so that the result is called Actant Sans.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [(0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF),
          (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2116, 0x2122), (0x2190, 0x2195), (0x2212, 0x2212),
          (0xFFFD, 0xFFFD)]

for path, name in zip(sys.argv[1:3], ["regular.ttf", "bold.ttf"]):
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=True,
                             glyph_names=False, legacy_kern=False, recalc_timestamp=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "FFTM", "meta", "DSIG"]
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    style = "Bold" if name == "bold.ttf" else "Regular"
    names = {1: "Actant Sans", 2: style, 4: f"Actant Sans {style}", 6: f"ActantSans-{style}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    font.save(name)
