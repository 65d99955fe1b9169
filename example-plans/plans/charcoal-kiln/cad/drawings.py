#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, circle, disk, field, grid, holes, rect, slot

sheets = Drawings(__file__)

sheets.plate(
    "drum-wall",
    rect(1257, 800),
    formed=([(-400, 0, 1), (400, 0, 0)], [(0, -180, "R 400 inside")]),
    notes=[
        "Roll along 1257 to a half circle. Two halves make a ring 800 wide, two rings a drum 1600 long; seams of the two rings a quarter apart."
    ],
)
sheets.plate(
    "drum-end",
    disk(800),
    [holes(61, (-150, -280), (150, -280), note="through, for the gas pipes")],
    notes=["Welded on from both sides."],
)
sheets.plate(
    "drum-lid",
    disk(860),
    [circle(16, 8, 822, note="through, over the studs of the drum")],
    marks=[(disk(806), "drum below")],
    notes=[
        "Studs M12 × 60 are welded along the outside of the drum, 8 on a circle of 822. Grind the ring over the drum's rim flat."
    ],
)
sheets.plate(
    "lid-clamp",
    rect(160, 50),
    [holes(13, (25, 25), note="drilled")],
    notes=["Lies on the lid, pointing to the middle; the stud goes through A, the far end rests on a piece of flat."],
)
sheets.bar(
    "gas-pipe",
    [field(8, 330, 20, 60, 30.15, 1, 0, note="one wall only")],
    notes=["The first 300 go into the drum's end. The holes look upwards. Weld the far end shut."],
)
sheets.bar("rail", notes=["Corner upwards under the drum, the ends built 100 into the wall."])
sheets.bar("grate-bar", notes=["Laid loose, 12 apart, 10 of room at either end."])
sheets.plate(
    "door",
    rect(500, 400),
    [grid(13, [30, 90], [60, 340], note="through, hinges")],
    [(slot(80, 20, 400, 80), "air slot 80 × 20 round its middle x 400 y 80; a slide of scrap covers it")],
    notes=["Bolted to two strap hinges of flat; a latch of scrap on the right."],
)
sheets.plate(
    "front-door",
    rect(1000, 500),
    [grid(13, [60, 940], [30, 90], note="through, hinges")],
    [(slot(100, 70, 500, 465), "slot 100 × 70 round x 500 y 465: the gas pipe passes")],
    notes=["The two halves meet at y 500, the upper one turned over."],
)
sheets.plate(
    "chimney",
    rect(1000, 640),
    [field(4, 25, 20, 50, 6, 1, 0, note="rivets"), field(4, 25, 20, 50, 634, 1, 0, note="rivets")],
    formed=([(-100, 0, 1), (100, 0, 1)], [(0, -2, "⌀ 200")], True),
    notes=[
        "Roll along 640 to a tube of 200 with a lap of 12. One end is drawn in by hand to enter the next section."
    ],
)
