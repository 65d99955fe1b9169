#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, grid, holes, polygon, rect

sheets = Drawings(__file__)

for bar in ("leg", "long-rail", "cross-rail"):
    sheets.bar(bar)
sheets.bar("rail-x", notes=["The corner upwards. Bolted through tabs of scrap, welded below every 225."])
sheets.bar("rail-y", notes=["The corner upwards, on the gantry beam, on tabs every 250."])
sheets.bar(
    "gantry-beam",
    [holes(9, (20, 20), (60, 20), (1690, 20), (1730, 20))],
    notes=["Holes through both walls, for the end plates' angles."],
)
sheets.plate("slat", rect(1400, 100), notes=["Stands on edge in the comb of the slat holders, 160 from the next."])
sheets.plate(
    "water-tray",
    polygon(
        (100, 0),
        (2338, 0),
        (2338, 100),
        (2438, 100),
        (2438, 1119),
        (2338, 1119),
        (2338, 1219),
        (100, 1219),
        (100, 1119),
        (0, 1119),
        (0, 100),
        (100, 100),
    ),
    bends=[
        ("x", 100, "bend 90° up"),
        ("x", 2338, "bend 90° up"),
        ("y", 100, "bend 90° up"),
        ("y", 1119, "bend 90° up"),
    ],
    formed=([(0, 100, 0), (0, 0, 0), (2238, 0, 0), (2238, 100, 0)], []),
    tolerance=0.035,
    notes=[
        "Of one sheet of 8 × 4 ft. Inside radius 2; weld the four corners water-tight. Below the middle of the slats."
    ],
)
sheets.plate(
    "gantry-end",
    rect(200, 250),
    [
        grid(25, [50, 150], [50, 130], note="through, stub axles of the rollers"),
        grid(9, [40, 160], [185, 225], note="through, gantry beams"),
    ],
    notes=[
        "Rollers above the rail at y 130, below it at y 50, half of them on bushings 1 off centre. Lay rail and rollers on the plate before you drill."
    ],
)
sheets.plate(
    "carriage-plate",
    rect(150, 200),
    [
        grid(13, [30, 120], [35, 165], note="through, rollers"),
        grid(8.5, [55, 95], [75, 125], note="through, height slide"),
    ],
)
sheets.turned(
    "roller",
    [(70, 30, "groove of 90°, 12 wide and 6 deep, in its middle")],
    [(52, 0, 16, "press fit for the 6205, 0.02 under"), (30, 16, 30, "")],
    less=0.059,
    tolerance=0.09,
    notes=["All in one clamping, so that the groove runs true to the bore within 0.05."],
)
