#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, polygon, rect

sheets = Drawings(__file__)

sheets.plate(
    "side",
    rect(500, 195),
    marks=[
        (polygon((48.65, 0), (48.65, 195)), ""),
        (polygon((55, 0), (55, 195)), "end walls, between x 48.65 and 55"),
        (polygon((445, 0), (445, 195)), ""),
        (polygon((451.35, 0), (451.35, 195)), "and between x 445 and 451.35"),
    ],
    notes=["Inner face ground smooth. Weld the ends from outside only."],
)
sheets.plate(
    "end",
    polygon((0, 0), (192, 0), (191, 195), (1, 195)),
    notes=["192 at the foot, 190 at the top: the box is wider below, so that it lifts off."],
)
sheets.plate(
    "core-wall",
    polygon((3, 0), (120, 0), (123, 185), (0, 185)),
    notes=[
        "117 at the foot, 123 at the top: the core is narrower below, so that it lifts out.",
        "Four make a tube, each overlapping the next by its thickness: 120 square outside at the foot, 126 at the top.",
    ],
)
sheets.plate("core-lid", rect(120, 120), notes=["Welded all round below the core, then ground flush."])
sheets.plate(
    "bridge",
    rect(420, 60),
    marks=[
        (rect(126, 60, 62, 0), ""),
        (rect(126, 60, 232, 0), "cores below, their middles at x 125 and 295"),
        (polygon((15, 0), (15, 60)), ""),
        (polygon((405, 0), (405, 60)), "inner faces of the end walls, x 15 and 405"),
    ],
    notes=["Lies on both end walls. Weld two stops of scrap below it against the insides of the ends."],
)
sheets.plate(
    "tamper",
    polygon(
        (0, 0),
        (386, 0),
        (386, 62),
        (342, 62),
        (342, 29),
        (214, 29),
        (214, 62),
        (172, 62),
        (172, 29),
        (44, 29),
        (44, 62),
        (0, 62),
    ),
    pieces=2,
    notes=[
        "The halves lie with their notches towards each other, 62 apart: the bridge passes between them.",
        "Two bent handles join them over the bridge, at x 22 and 364.",
    ],
)
sheets.bar(
    "handle",
    notes=["Bend cold by 90° at 200 and 400 from one end, inside radius 20: a grip of 200 between legs of 200."],
)
