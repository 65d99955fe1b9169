#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, HDPE, circle, disk, holes, rect

sheets = Drawings(__file__)

sheets.plate(
    "wheel-disk",
    disk(420),
    [holes(20, (0, 0), note="through, axle"), circle(6, 6, 380, note="through, joins the two")],
    density=HDPE,
    notes=["Rim cut to a slope of 30°: ⌀ 420 outside, ⌀ 406 on the face where the two meet."],
)
sheets.plate(
    "rope-washer",
    disk(42.5),
    [holes(8, (0, 0), note="drilled")],
    density=HDPE,
    tolerance=0.06,
    notes=["⌀ 42.5 within 0.3: 1.5 less than the pipe's bore."],
)
sheets.bar("frame-leg", [holes(13, (30, 28), (1070, 28), note="one leg")])
sheets.bar("frame-cross")
sheets.turned(
    "axle",
    [(20, 600, "turned to suit the bearings")],
    keys=[(10, 40, 6, "3.5 deep, motor"), (330, 30, 6, "3.5 deep, wheel")],
)
sheets.bar("panel-post", tolerance=0.02, notes=["600 of it stand in concrete."])
sheets.bar(
    "panel-rail",
    [holes(9, (60, 28), (460, 28), (540, 28), (940, 28), note="one leg; frame of the panel and U-bolts of the post")],
)
sheets.plate(
    "wheel-guard",
    rect(900, 450),
    bends=[("x", 300, "bend 60° inwards"), ("x", 600, "bend 60° inwards")],
    formed=([(0, 0, 0), (150, 259.8, 0), (450, 259.8, 0), (600, 0, 0)], []),
    notes=["One over each side of the wheel; the rims bolted to the legs."],
)
sheets.plate(
    "well-cover",
    disk(1200),
    [
        holes(65, (-210, 0), note="rising main"),
        holes(90, (210, 0), note="rope going down"),
        circle(14, 4, 500, 0, 0, 45, note="legs of the frame, bolts cast in"),
    ],
    thickness=70,
    density=2.4,
    tolerance=None,
    solid=True,
    notes=["Nine metres of 12 mm bar: a ring of ⌀ 1100 and seven crossing bars of 800, 25 above the underside."],
)
sheets.plate(
    "guide-block",
    rect(200, 200),
    [holes(50, (55, 160), note="foot of the rising main, half its depth")],
    thickness=100,
    density=2.4,
    tolerance=None,
    solid=True,
    notes=[
        "A groove of R 30 turned in from the two upper corners and round the foot, for the rope, lined with a strip of HDPE pipe and greased."
    ],
)
