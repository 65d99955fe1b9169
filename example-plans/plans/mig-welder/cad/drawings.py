#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`. Sizes and positions were chosen here."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, circle, grid, holes, polygon, rect, slot

sheets = Drawings(__file__)

sheets.plate(
    "core",
    rect(260, 165),
    windows=[(rect(140, 45, 60, 60), "window 140 × 45 from x 60 y 60")],
    marks=[
        (polygon((60, 0), (60, 60)), ""),
        (polygon((260, 60), (200, 60)), ""),
        (polygon((200, 165), (200, 105)), ""),
        (polygon((0, 105), (60, 105)), "joints of one layer; the next is turned over"),
    ],
    thickness=0.5,
    density=7.65,
    pieces=152,
    tolerance=0.04,
    rule="rectangle; a layer is laid of two strips 60 × 200 and two of 60 × 105.",
    notes=[
        "152 layers of 0.5 make a stack of 80, clamped by angle outside the coils. Both coils stand on one long limb,",
        "the secondary inside.",
    ],
)
sheets.plate(
    "choke",
    rect(180, 130),
    windows=[(rect(80, 30, 50, 50), "window 80 × 30 from x 50 y 50")],
    marks=[(polygon((130, 0), (130, 50)), ""), (polygon((130, 80), (130, 130)), "gaps of 2, fibre between")],
    thickness=0.5,
    density=7.65,
    pieces=95,
    tolerance=None,
    rule="rectangle; a layer is a U of three strips and a straight one.",
    notes=["95 layers of 0.5 make a stack of 50. 20 turns on the long limb."],
)
sheets.plate(
    "heat-sink",
    rect(200, 160),
    [
        holes(12.5, (55, 80), (145, 80), note="through, studs of the diodes"),
        grid(8.5, [12, 188], [12, 148], note="through, on fibre"),
    ],
    thickness=5,
    density=8.96,
)
sheets.plate(
    "feed-plate",
    rect(200, 140),
    [
        holes(25, (80, 70), note="through, shaft of the motor"),
        circle(6.5, 4, 60, 80, 70, 45, note="through, motor"),
        holes(8.5, (40, 115), note="through, hinge of the arm"),
        holes(6.5, (150, 70), note="through, torch bracket"),
        grid(9, [12, 188], [12, 128], note="through, on fibre"),
    ],
)
sheets.turned(
    "drive-roll",
    [(60, 14, "two grooves, 4 and 10 from the face, 60° and 0.8 and 0.9 deep")],
    [(16, 0, 14, "to the shaft of the motor, grub screw M5")],
)
sheets.bar("pressure-arm", [holes(8.5, (12, 10), (70, 10), (128, 10), note="drilled: hinge, roll, springs")])
sheets.bar(
    "spool-spindle",
    notes=["A washer of 60 welded 60 from one end; 12 mm at the other end threaded M12 by hand for the brake nut."],
)
sheets.bar("case-frame")
sheets.plate(
    "case-panel",
    rect(500, 500),
    windows=[(slot(130, 5, x, y), "") for x in (110, 390) for y in range(170, 335, 15)],
    tolerance=0.04,
    rule="square, with 22 louvres.",
    notes=["Louvres in four of the five: slots 130 × 5, middles at x 110 and 390, y from 170 each 15 to 320."],
)
