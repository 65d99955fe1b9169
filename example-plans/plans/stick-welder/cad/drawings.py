#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, holes, polygon, rect, slot

sheets = Drawings(__file__)

sheets.plate(
    "core",
    rect(300, 210),
    windows=[(rect(160, 70, 70, 70), "window 160 × 70 from x 70 y 70")],
    marks=[
        (polygon((70, 0), (70, 70)), ""),
        (polygon((300, 70), (230, 70)), ""),
        (polygon((230, 210), (230, 140)), ""),
        (polygon((0, 140), (70, 140)), "joints of one layer; the next is turned over"),
    ],
    thickness=0.5,
    density=7.65,
    pieces=152,
    rule="rectangle; a layer is laid of two strips 70 × 230 and two of 70 × 140.",
    notes=[
        "152 layers of 0.5 make a stack of 80, clamped by angle and M8 outside the coils.",
        "Coils on both long limbs: primaries left, secondaries right, 60 long each, and the shunt between them in the middle of the window.",
    ],
)
sheets.plate(
    "shunt",
    rect(69, 40),
    thickness=0.5,
    density=7.65,
    pieces=152,
    tolerance=None,
    notes=[
        "The stack slides through the window with 0.5 on either side, across the sheet of the core. Riveted between two plates of fibre; the nut of the screw sits in its end."
    ],
)
sheets.bar("shunt-screw", tolerance=None, notes=["M12 over 180; a square 8 over the last 20 for the crank."])
sheets.bar("case-frame")
sheets.plate(
    "case-panel",
    rect(500, 400),
    windows=[(slot(130, 5, x, y), "") for x in (110, 390) for y in range(125, 290, 15)],
    tolerance=0.04,
    rule="rectangle, with 22 louvres.",
    notes=[
        "Louvres: slots 130 × 5, middles at x 110 and 390, y from 125 each 15 to 275, the lower edge pressed out by 5.",
        "Four holes ⌀ 5 at the corners, 12 from both edges, drilled with the frame.",
    ],
)
