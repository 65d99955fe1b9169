#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the outline of every plate of the CEB press beside this script: `python3 drawings.py`.

Only the blank is drawn, over all. Bevels, notches and holes are counted, not placed: cut from the source drawings, which
have them (see SOURCE).
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import INCH, Drawings, rect

SOURCE = "OpenSourceEcology/CEB-Press @cfef8017, v2509P/svgs"

# plate, two sides in inches, holes and cut-outs, metres of cut
PLATES = [
    ("a1", 4, 78, 10, 5.22),
    ("a2", 6, 78, 0, 4.68),
    ("a3", 4, 72, 0, 4.10),
    ("a4", 6, 72, 0, 4.20),
    ("a5", 6, 72, 0, 4.20),
    ("a6", 6, 4, 0, 0.41),
    ("d1", 25, 22, 4, 3.07),
    ("d2", 18.5, 6, 1, 1.87),
    ("d3", 25, 5.5, 3, 2.14),
    ("d4", 7, 5.5, 0, 0.72),
    ("d5", 25, 6, 3, 1.97),
    ("d6", 25, 6, 2, 1.85),
    ("d7", 3, 4, 1, 0.48),
    ("d8", 25, 5, 2, 1.82),
    ("d9", 3.5, 3.5, 1, 0.46),
    ("d10", 18, 3, 5, 1.50),
    ("d11", 4.75, 4, 4, 0.72),
    ("d12", 25, 5, 4, 1.84),
    ("f1", 34.2, 6, 6, 2.66),
    ("f2", 31.4, 3.5, 0, 1.81),
    ("f3", 34.2, 3.5, 2, 2.16),
    ("f4", 41, 11, 8, 3.36),
    ("f5", 42.2, 3.5, 2, 2.57),
    ("f6", 34.2, 8, 5, 2.70),
    ("f8", 49, 6, 2, 3.19),
    ("f9", 49, 4.5, 7, 3.45),
    ("f11", 1.25, 6, 0, 0.38),
    ("f12", 34.2, 13, 5, 4.34),
    ("f13", 8, 4.5, 2, 0.76),
    ("f14", 26.3, 3.5, 0, 1.55),
    ("h1", 56, 37, 0, 4.01),
    ("h2", 56, 34, 0, 3.94),
    ("h7", 41.2, 16, 0, 3.27),
    ("h8", 41.2, 14.5, 0, 3.28),
]

sheets = Drawings(__file__)
for plate, one, other, cut_outs, cut in PLATES:
    long, short = max(one, other), min(one, other)
    sheets.plate(f"plate-{plate}", rect(long * INCH, short * INCH), tolerance=None, notes=[
        f"{long:g} × {short:g} in over all, {cut:g} m of cut.",
        f"{cut_outs or 'No'} cut-outs{', counted and not drawn' if cut_outs else ''}. This is the blank: bevels, notches and holes are in {SOURCE}/{plate}p.svg.",
    ])

sheets.turned("slide-shaft", [(25.4, 36 * INCH, "polished, straight within 0.25")], notes=["1 × 36 in. Chamfer both ends 1 × 45°."])
sheets.turned("cylinder-pin", [(38.1, 6 * INCH, "as rolled, ends as sawn")], crosses=[(12.7, 6.35, "cotter, place chosen here"), (139.7, 6.35, "cotter, place chosen here")], notes=["1-1/2 × 6 in."])
sheets.turned("bushing", [(31.75, 31.75, "")], [(25.4, 0, 31.75, "sliding fit on the shaft, 0.05 wider")], density=8.8, tolerance=0.08, notes=["1-1/4 in outside, 1 in inside, 1-1/4 in long. Bronze."])
for bar, inches in (("grate-bar-short", 23), ("grate-bar-long", 56)):
    sheets.bar(bar, section=("round", 9.525), length=inches * INCH, notes=[f"{inches} in, sheared."])
