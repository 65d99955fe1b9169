#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, IRON, rect

sheets = Drawings(__file__)

sheets.turned(
    "spindle",
    [(70, 95, "nose, threaded M70 × 4 over 35"), (55, 345, "seats of both bearings k6, drive end")],
    [(20, 0, 440, "drilled from both ends")],
    keys=[(380, 50, 14, "5.5 deep, pulley")],
    notes=["Taper Morse 3 in the nose, cut last in its own bearings. Stress relieved before the last 1 mm."],
)
sheets.turned(
    "tailstock-quill",
    [(40, 180, "h6")],
    [(17.8, 0, 64, "taper Morse 2"), (20, 64, 180, "nut of the screw")],
    keys=[(30, 120, 6, "3 deep, against turning")],
)
sheets.turned(
    "cone-pulley",
    [(160, 30, "pitch 150"), (120, 30, "pitch 110"), (80, 30, "pitch 70")],
    [(120, 0, 22, "cast hollow"), (80, 22, 50, "cast hollow"), (40, 50, 90, "bore, opened to 55 for the spindle")],
    density=IRON,
    less=0.65,
    tolerance=0.06,
    notes=["Each step has a groove for belt A: 13 wide at the rim, 9 deep, 36° between its flanks."],
)
sheets.turned(
    "handwheel",
    [(120, 18, "rim"), (40, 22, "hub")],
    [(88, 0, 10, "cast hollow"), (14, 10, 40, "bore")],
    density=IRON,
    tolerance=0.12,
    crosses=[(32, 5, "in the hub, grub screw M6")],
)
sheets.turned(
    "slide-screw", [(18, 250, "thread Tr 18 × 4, left, over 190; last 40 turned to 12 for the wheel")], tolerance=0.05
)
for bar in ("stand-leg", "stand-rail", "stand-cross"):
    sheets.bar(bar)
sheets.plate(
    "chip-tray",
    rect(1100, 400),
    bends=[("y", 20, "bend 90° up"), ("y", 380, "bend 90° up"), ("x", 20, "bend 90° up"), ("x", 1080, "bend 90° up")],
    formed=([(0, 20, 0), (0, 0, 0), (1060, 0, 0), (1060, 20, 0)], []),
    notes=["Corners are folded round, not cut."],
)
