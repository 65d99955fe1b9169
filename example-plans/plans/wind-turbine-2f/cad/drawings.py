#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Magnets, bore and bolt circle as in the preset of the source; the rest was chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, PLYWOOD, circle, disk, grid, holes, polygon, rect

sheets = Drawings(__file__)

from math import cos, pi, sin


def magnet(i, size=50, middle=119.5):
    turn, half = 2 * pi * i / 12, size / 2
    corners = [(middle + a, b) for a, b in ((-half, -half), (half, -half), (half, half), (-half, half))]
    return polygon(*[(x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)) for x, y in corners])


sheets.plate(
    "rotor-disk",
    disk(297),
    [holes(65, (0, 0), note="through, hub"), circle(12, 4, 100, note="drilled, studs")],
    marks=[
        (magnet(i), "" if i else "twelve magnets of 50 × 50, 4 within the rim, north and south in turn")
        for i in range(12)
    ],
    tolerance=0.06,
    notes=["A punch mark on the rim of both disks shows the first magnet."],
)
sheets.plate("frame-flat", rect(350, 50), [holes(13, (25, 25), (325, 25), note="through")], tolerance=0.03)
sheets.plate("vane-bracket", rect(300, 30), [holes(8.5, (20, 15), (150, 15), (280, 15), note="through")])
sheets.plate(
    "mast-base",
    rect(300, 300),
    [grid(20, [40, 260], [40, 260], note="drilled, anchor bolts")],
    marks=[(disk(76.1, 150, 150), "mast, on two hinge lugs of offcut")],
)
sheets.bar(
    "frame-angle",
    [holes(13, (30, 28), (470, 28), note="one leg, hub and stator brackets")],
    notes=["Hold the hub against it before you drill."],
)
sheets.bar("yaw-pipe")
sheets.bar("tower-stub")
sheets.bar(
    "hinge-outer", notes=["Slot the lower edge by 20 over a third of its round: the notch is the stop of the tail."]
)
sheets.bar("hinge-inner")
sheets.bar("tail-boom", [holes(8.5, (720, 24.15), (850, 24.15), (980, 24.15), note="through, vane brackets")])
sheets.bar(
    "mast-section", tolerance=0.03, notes=["Weld guy eyes of 12 mm bar on two sides, at 6 and 11 m above the foot."]
)
sheets.bar("guy-anchor", notes=["Bend an eye of 40 at one end, point the other."])
sheets.plate(
    "hub-disk",
    disk(250),
    [circle(12, 4, 100, note="drilled, studs")],
    thickness=12,
    density=PLYWOOD,
    tolerance=0.05,
    marks=[(disk(65), "hub below")],
)
sheets.plate(
    "tail-vane",
    rect(1000, 500),
    [holes(8.5, (40, 235), (170, 235), (300, 235), (40, 265), (170, 265), (300, 265), note="through, brackets")],
    thickness=6,
    density=PLYWOOD,
)
sheets.plate(
    "coil",
    rect(94, 69),
    windows=[(rect(50, 25, 22, 22), "former 50 × 25 from x 22 y 22, its corners rounded to R 4")],
    thickness=12,
    tolerance=None,
    solid=True,
    notes=[
        "82 turns of 1.5 wire between two cheeks 12 apart; legs come out 20 to 22 wide. All nine in the same sense."
    ],
)
sheets.plate(
    "blade",
    polygon(
        (0, 0),
        (200, 0),
        (400, 0),
        (600, 10),
        (800, 20),
        (1000, 28),
        (1000, 84),
        (800, 90),
        (600, 100),
        (400, 120),
        (200, 125),
        (0, 125),
    ),
    thickness=38,
    tolerance=None,
    solid=True,
    notes=[
        "x is the radius. Carved from 125 × 38; y 0 is the leading edge's side of the blank.",
        "Station 200: 125 wide, trailing edge 36 lower, 25 thick. 400: 120, 21, 17. 600: 90, 9, 12. 800: 70, 4, 9. 1000: 56, 1, 7.",
        "Flat face first, from leading edge to the drop of the trailing edge; then the back, thickest a third behind the leading edge.",
        "Reckoned for a tip-speed ratio of 6 and an angle of attack of 5°; the root is as deep as the blank allows. The tables of the 2F manual have been flown: prefer them.",
    ],
)
sheets.turned("rotor-stud", [(12, 150, "M12 over its length")], tolerance=None)
