#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, circle, disk, grid, holes, rect, sector, slot

sheets = Drawings(__file__)

sheets.plate(
    "pan-floor",
    disk(1200),
    [
        circle(13, 10, 1080, start=306, step=32, note="through, liners, outer row"),
        circle(13, 10, 880, start=306, step=32, note="through, liners, inner row"),
    ],
    [(rect(260, 180, -130, -575), "door, 260 × 180 from x -130 y -575")],
    notes=["The ten liners leave the door free."],
)
sheets.plate(
    "pan-wall",
    rect(1885, 400),
    formed=([(-600, 0, 1), (600, 0, 0)], [(0, -300, "R 600 inside, half a circle")]),
    notes=["Roll along 1885. Two make the wall; weld outside all round."],
)
sheets.plate(
    "liner",
    sector(590, 390, 32),
    [holes(13, (0, 540), (0, 440), note="through, countersunk for the bolt")],
    notes=[
        "Origin: the middle of the pan. Ten make a ring of 1180 outside with a gap at the door; the paddles keep the middle free."
    ],
)
sheets.plate(
    "door",
    rect(350, 250),
    [grid(13, [15, 335], [25, 75], note="through, hinges and lever")],
    notes=["Overlaps its opening of 260 × 180 by 45 and 35; rubber between."],
)
sheets.plate(
    "star-arm",
    rect(560, 80),
    windows=[
        (slot(45, 17, 500, 40), "slot 45 × 17 round x 500 y 40"),
        (slot(45, 17, 400, 40), "slot 45 × 17 round x 400 y 40"),
    ],
    tolerance=0.04,
    notes=["x 0 to 80 lies between the hub plates and is welded to both."],
)
sheets.plate(
    "paddle",
    rect(200, 120),
    [holes(17, (70, 85), (130, 85), note="drilled")],
    notes=["The edge at y 0 runs 3 above the liners, turned by 45° to the arm."],
)
sheets.plate(
    "star-hub",
    rect(250, 250),
    [
        circle(17, 8, 180, 125, 125, 22.5, note="drilled"),
        holes(60, (125, 125), note="through, shaft of the gear motor"),
    ],
    notes=["The circle of A is that of the motor's hub flange: hold yours against it before drilling."],
)
sheets.bar("leg")
sheets.bar(
    "ring-beam",
    cuts=(45, 45),
    notes=[
        "Four make a square of 850 outside, eight two squares, one turned by 45° on the other: all eight corners lie under the rim of the pan."
    ],
)
sheets.bar(
    "gear-beam",
    [holes(17, (500, 28), (700, 28), note="one leg, motor flange")],
    notes=["Move A to the flange of your motor."],
)
sheets.bar("guard-bar", notes=["Seven to a leaf, 60 apart, welded to a rim of offcuts."])
sheets.plate(
    "belt-guard",
    rect(600, 500),
    bends=[("x", 150, "bend 90° up, inside radius 2"), ("x", 450, "bend 90° up, inside radius 2")],
    formed=([(0, 150, 0), (0, 0, 0), (300, 0, 0), (300, 150, 0)], []),
    notes=["A hood of 300 × 150, 500 long, over motor and terminals."],
)
