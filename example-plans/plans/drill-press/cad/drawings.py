#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, IRON, grid, holes, polygon, rect, slot

sheets = Drawings(__file__)

sheets.bar("column", notes=["Ends square within 0.2."])
sheets.plate(
    "base",
    rect(500, 400),
    [grid(14, [40, 460], [40, 360], note="through, floor bolts")],
    marks=[(rect(101.6, 101.6, 30, 149.2), "column")],
    notes=["Weld the column all round, square within 0.2 over 200."],
)
sheets.plate(
    "table",
    rect(300, 300),
    [holes(40, (150, 150), note="through, for the drill")],
    [
        (slot(160, 14, 60, 150, 90), "slot 160 × 14 upright round x 60 y 150"),
        (slot(160, 14, 240, 150, 90), "slot 160 × 14 upright round x 240 y 150"),
    ],
    notes=["Upper face ground or faced flat within 0.1."],
)
sheets.plate(
    "head-plate",
    rect(350, 250),
    [
        holes(76, (270, 125), note="bored with the other plate in one setting, slides on the quill"),
        grid(13, [30, 75], [40, 210], note="through, motor and cover"),
    ],
    marks=[(rect(50, 101.6, 0, 74.2), "welded to the column here")],
    notes=["Two lie one above the other, 130 apart. The quill's axis is 270 from the column."],
)
sheets.plate(
    "bracket-plate",
    polygon((0, 0), (200, 0), (200, 88), (138, 150), (0, 150)),
    [holes(13, (25, 30), (25, 120), note="through")],
    notes=["The edge at x 0 meets the column or its clamp."],
)
sheets.turned(
    "spindle",
    [
        (15.73, 24, "taper B16 of the chuck, last"),
        (40, 20, "collar"),
        (25, 15, "seat of 6205, k5"),
        (40, 140, ""),
        (25, 15, "seat of 6205, k5"),
        (24, 126, "drive, slides in the upper pulley"),
    ],
    keys=[(220, 100, 6, "3.5 deep")],
    notes=["Seats to 0.01 between centres. Bearings are pressed on from both ends, then all slides into the quill."],
)
sheets.turned(
    "quill",
    [(75, 180, "polished, slides in the head plates with 0.05")],
    [(52, 0, 180, "bearing seats to 0.01 at both ends, 16 deep; 0.1 wider between")],
    less=0.1,
    notes=["Mill a flat 18 wide along it and screw the rack to it with four M5."],
)
sheets.turned(
    "pulley",
    [(150, 30, "pitch 140"), (110, 30, "pitch 100"), (70, 30, "pitch 60")],
    [(114, 0, 22, "cast hollow"), (72, 22, 52, "cast hollow"), (25, 52, 90, "bore")],
    keys=[(52, 38, 6, "2.8 deep in the bore")],
    density=IRON,
    less=0.58,
    notes=[
        "Each step has a groove for belt A: 13 wide at the rim, 9 deep, 36° between its flanks.",
        "The upper one is bored 52 for its two bearings' sleeve, the other for the motor shaft.",
    ],
)
