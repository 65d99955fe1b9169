#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import PLYWOOD, Drawings, field, holes, polygon, rect

sheets = Drawings(__file__)

sheets.plate(
    "diffuser",
    rect(350, 350),
    [field(3, 50, 11, 25, 50, 11, 25, note="through")],
    bends=[("x", 25, "bend 90° up"), ("x", 325, "bend 90° up"), ("y", 25, "bend 90° up"), ("y", 325, "bend 90° up")],
    formed=([(0, 25, 0), (0, 0, 0), (300, 0, 0), (300, 25, 0)], []),
    tolerance=0.06,
    notes=[
        "Corners snipped at 45° to the crossing of the bends, and folded over. The rim hangs on the ledge of the box."
    ],
)
sheets.plate(
    "filter-box",
    rect(315, 940),
    [holes(9, (18, 720), note="spout: the tube leaves the wall here, and runs up inside it from the floor")],
    [
        (
            polygon((40, 60), (275, 60), (280, 940), (35, 940)),
            "core of the mould: 235 square at the floor, 245 at the rim",
        )
    ],
    thickness=315,
    tolerance=None,
    solid=True,
    rule="upright section through the middle; the box is 315 square outside.",
    notes=[
        "Floor 60, walls 35 to 40. Water stands at y 720, the mouth of the spout.",
        "Fill: drainage gravel y 60 to 110, separation gravel to 160, filtration sand to 670.",
    ],
)
sheets.plate(
    "lid",
    rect(350, 350),
    thickness=20,
    density=0.5,
    tolerance=0.1,
    notes=["Two battens below, 320 apart, keep it on the rim. A handle on top."],
)
