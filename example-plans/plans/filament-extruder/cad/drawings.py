#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, grid, holes, rect

sheets = Drawings(__file__)

sheets.turned(
    "barrel",
    [(48, 500, "")],
    [(31, 0, 500, "0.5 wider than the auger, straight within 0.1")],
    shapes=[],
    notes=[
        "Feed opening 40 across × 60 along, x 30 to 90, milled or drilled out. Thread M42 × 2, 20 deep, inside the far end for the nozzle.",
        "Four holes ⌀ 3, 5 deep, at x 140, 260, 380 and 470 for the thermocouples.",
    ],
)
sheets.turned(
    "coupler",
    [(48, 60, "")],
    [(20, 0, 60, "H7; auger and motor shaft, 30 each")],
    keys=[(0, 60, 6, "2.8 deep")],
    notes=["Two grub screws M6 at x 15 and 45, over the key."],
)
sheets.turned(
    "nozzle",
    [(48, 37, "turn 20 of it to M42 × 2"), (26, 15, "tip")],
    [(31, 0, 8, "seat of the mesh"), (1.9, 42, 52, "drilled last")],
    notes=["From the seat a cone of 60° leads to the hole."],
    tolerance=0.06,
)
sheets.plate(
    "flange",
    rect(120, 120),
    [holes(48.5, (60, 60), note="bored, barrel"), grid(9, [15, 105], [15, 105], note="drilled")],
    notes=["Welded to the barrel at x 10 and x 120, square to it."],
)
for bar in ("frame-long", "frame-leg", "frame-cross"):
    sheets.bar(bar)
sheets.plate(
    "hopper-panel",
    rect(300, 250),
    bends=[("x", 15, "bend 90° outwards"), ("x", 285, "bend 90° outwards")],
    formed=([(0, 15, 0), (0, 0, 0), (270, 0, 0), (270, 15, 0)], []),
    notes=["Four make a hopper of 270 square, flanges riveted; its foot is drawn in by hand to 40 × 60."],
)
sheets.plate(
    "water-bath",
    rect(1000, 450),
    bends=[
        ("y", 150, "bend 90° up"),
        ("y", 300, "bend 90° up"),
        ("x", 150, "bend 90° up"),
        ("x", 850, "bend 90° up"),
    ],
    formed=([(0, 150, 0), (0, 0, 0), (700, 0, 0), (700, 150, 0)], [(350, 60, "150 wide inside")]),
    notes=[
        "Corners are not cut: fold each to a pleat against the end, as a paper box. So it holds water without a weld.",
        "File a V of 5 into both ends, 40 below the rim, for the strand; the bath is filled to it.",
    ],
)
sheets.plate(
    "heat-shield",
    rect(600, 350),
    bends=[("y", 100, "bend 90° up"), ("y", 250, "bend 90° up")],
    formed=([(0, 100, 0), (0, 0, 0), (150, 0, 0), (150, 100, 0)], []),
    notes=["A hood over the barrel, 20 clear of the heater bands."],
)
