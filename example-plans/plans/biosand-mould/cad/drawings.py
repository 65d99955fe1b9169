#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, field, holes, polygon, rect

sheets = Drawings(__file__)

sheets.plate(
    "outer-wall",
    rect(940, 318),
    notes=[
        "Two walls and two corner angles make a half of the shell; the inner face is ground smooth.",
        "In one of the four, drill 13 for the outlet tube at x 220 y 159, x from the end at the base: the box is cast upside down.",
    ],
)
sheets.plate(
    "inner-wall",
    polygon((5, 0), (240, 0), (245, 880), (0, 880)),
    notes=["235 wide at the end plate, 245 at the base: the core is narrower where it leaves last."],
)
sheets.plate(
    "core-plate",
    rect(240, 240),
    [holes(13, (120, 120), note="through, long nut M12 welded over it")],
    notes=["Fits over the narrow end of the core; weld all round, grind flush."],
)
sheets.plate(
    "base",
    rect(400, 400),
    [holes(14, (200, 200), note="through, for the puller")],
    marks=[
        (rect(245, 245, 77.5, 77.5), "core, 245 square"),
        (rect(321, 321, 39.5, 39.5), "shell, 321 square outside"),
    ],
    notes=["Weld four stops of scrap against the inside of the core and eight against the outside of the shell."],
)
sheets.bar(
    "stiffener",
    [field(13, 70, 6, 160, 28, 1, 0)],
    notes=["Holes in one leg only, y from the outer corner of the angle. Drill facing pairs clamped together."],
)
sheets.bar("puller", tolerance=None, notes=["M12 over its length; a cross handle of 200 welded to one end."])
