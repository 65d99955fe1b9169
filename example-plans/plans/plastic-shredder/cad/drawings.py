#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here. Shafts are 114 apart, as the gears of 18 and 20 teeth ask.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, circle, disk, field, grid, holes, polygon, rect

sheets = Drawings(__file__)

from math import cos, pi, sin


def knife(teeth, root=60.8, tip=72, bore=45.3):
    """A saw-toothed disk: the radius grows evenly from root to tip, then falls back at once."""
    steps = max(1, round(120 / teeth / 9))
    points = []
    for i in range(teeth):
        for k in range(steps + 1):
            turn = 2 * pi * (i + k / steps) / teeth
            radius = root + (tip - root) * k / steps
            points.append((radius * cos(turn), radius * sin(turn)))
    return polygon(*points)


def hexagon(flats):
    return polygon(*[(flats / 3**0.5 * cos(pi / 3 * i), flats / 3**0.5 * sin(pi / 3 * i)) for i in range(6)])


bore = [(hexagon(45.3), "hexagon 45.3 across flats, a corner on the x axis")]
sheets.turned(
    "shaft",
    [
        (45, 60, "seat of the gear and the coupling"),
        (45, 50, "bearing"),
        (51.96, 480, "hexagon, 45 across flats"),
        (45, 50, "bearing"),
        (45, 110, "seat of the gear"),
    ],
    tolerance=0.09,
    keys=[(5, 50, 14, "5.5 deep"), (690, 50, 14, "5.5 deep")],
    notes=[
        "Mill the hexagon first, straight within 0.1; the hexagon weighs less than the circle round it.",
        "Thread M45 × 1.5 over the first 30 of the hexagon's two ends for the nuts.",
    ],
)
sheets.turned("shaft-nut", [(65, 30, "two flats 60 apart")], [(38, 0, 30, "thread to suit the shaft, cut in place")])
sheets.plate(
    "blade-13",
    knife(13),
    windows=bore,
    rule="13 teeth; the radius grows evenly with the angle from 60.8 to 72, then falls back. Middle at 0, 0.",
    tolerance=0.05,
    notes=["Faces ground flat. The first tip at 0°; a corner of the hexagon at 0°."],
)
sheets.plate(
    "blade-6",
    knife(6),
    windows=bore,
    rule="6 teeth; the radius grows evenly with the angle from 60.8 to 72, then falls back. Middle at 0, 0.",
    tolerance=0.05,
    notes=["Faces ground flat. The first tip at 0°; a corner of the hexagon at 0°."],
)
sheets.plate(
    "fixed-blade",
    polygon((0, 0), (147, 0), (147, 70), (116.5, 70, -1), (30.5, 70), (0, 70)),
    notes=[
        "The half circle of R 43 stands round a spacer of R 41. Welded by its lower edge to the box, 1 below the axis."
    ],
)
sheets.plate("spacer", disk(82), windows=bore, notes=["0.3 to 0.5 thicker than a blade: leave the plate as rolled."])
sheets.plate(
    "side-plate",
    rect(400, 240),
    [
        holes(58, (143, 120), (257, 120), note="through, shafts"),
        holes(19, (143, 46), (143, 194), (257, 46), (257, 194), note="drilled, bearing of two bolts, 148 apart"),
        grid(17, [15, 385], [30, 210], note="through, box"),
    ],
    tolerance=0.04,
    notes=["Two as drawn for the ends. The two long sides get C alone, until the box is fitted."],
)
sheets.plate(
    "sieve",
    rect(500, 380),
    [field(10, 15, 34, 14.2, 8, 26, 14.5, note="through")],
    formed=([(-136, 0, 0.6745), (0, -54.9, 0.6745), (136, 0, 0)], [(-57, -30, "R 79"), (57, -30, "R 79")]),
    notes=["Roll along 500 to two troughs of R 79, their middles 114 apart."],
)
sheets.plate(
    "hopper-panel",
    rect(700, 550),
    bends=[("x", 20, "bend 90° outwards"), ("x", 680, "bend 90° outwards")],
    formed=([(0, 20, 0), (0, 0, 0), (660, 0, 0), (660, 20, 0)], []),
    notes=["Four make the hopper, flanges riveted; the fifth is its lid, with a flap of rubber."],
)
for bar in ("frame-long", "frame-post", "frame-cross"):
    sheets.bar(bar)
