#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here. Have an engineer check it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, field, grid, holes, rect, sector

sheets = Drawings(__file__)

sheets.plate(
    "shell-plate",
    rect(1414, 1000),
    formed=([(-636.4, 0, -0.41421), (636.4, 0, 0)], [(0, 120, "R 900, a quarter")]),
    notes=[
        "Roll along 1414. Poke holes of 60 and sight holes of 40 are cut in the rings of the burning zone when they stand."
    ],
)
sheets.bar(
    "stiffener",
    [field(13, 88.5, 8, 176.75, 28, 1, 0, note="one leg")],
    notes=["Roll to R 900 with the drilled leg outwards and level; rings are bolted through it."],
)
sheets.bar("leg", notes=["Two and a brace of offcuts make a pair; one end is welded below the base ring."])
sheets.plate(
    "base-ring",
    sector(915, 720, 45),
    [holes(20, (-250, 800), (250, 800), note="drilled, foot bolts of the shell")],
    notes=["Eight make a ring of 1830 outside and 1440 inside, butted and welded. Origin: the middle of the kiln."],
)
sheets.plate(
    "draw-table",
    rect(900, 380),
    [grid(18, [40, 860], [40, 340], note="through, hangers")],
    notes=["Two hang side by side below the outlet of 900, 80 below its edge, and rock together."],
)
sheets.plate(
    "charge-bucket",
    rect(800, 600),
    [grid(13, [60, 740], [30, 570], note="through, hinges and corners")],
    notes=["Four sides and a drop floor on two hinges of flat."],
)
sheets.bar("hoist-rail", tolerance=None, notes=["Bolted to the legs and the shell every 1500; pairs 820 apart."])
sheets.bar("platform-bar", tolerance=None, notes=["Cut to fit as rung, hand rail or floor bar."])
