#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Where the source's holes are not known here the sheet says so.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, BRONZE, holes, rect

sheets = Drawings(__file__)

for plate, length, width in (
    ("side-plate", 1200, 500),
    ("lever-plate", 900, 250),
    ("bolster", 400, 300),
    ("stripper", 300, 150),
):
    sheets.plate(plate, rect(length, width), tolerance=None, plain=True)
sheets.bar("base-long", tolerance=0.07)
sheets.bar("base-cross", tolerance=0.07)
sheets.turned(
    "pivot-pin",
    [(75, 178, "h7")],
    crosses=[(89, 6, "grease, radial to the middle, and 6 along the axis from one end")],
)
sheets.turned(
    "cylinder-pin",
    [(50, 152, "to suit the clevis of the cylinder")],
    crosses=[(10, 8, "split pin"), (142, 8, "split pin")],
)
sheets.turned(
    "bushing",
    [(95, 50, "press fit in the plates")],
    [(75.1, 0, 50, "0.1 wider than the pin")],
    density=BRONZE,
    tolerance=0.2,
)
sheets.plate(
    "shear-blade",
    rect(220, 100),
    [holes(26, (50, 50), (170, 50), note="through, M24")],
    thickness=25,
    tolerance=0.05,
    notes=["The upper one: its edge falls by 18 over 220, a rake of 1 in 12. Faces ground after hardening."],
)
sheets.turned(
    "punch-and-die",
    [(60, 30, "die; the punch is turned of the same bar")],
    [(27, 0, 30, "8 to 27: the punch and a tenth of the plate's thickness more")],
    tolerance=None,
    notes=["The bore widens by 1° downwards. Punch: shank 40 × 40, tip to size, 30 long."],
)
