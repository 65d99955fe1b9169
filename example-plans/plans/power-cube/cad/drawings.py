#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

The source names these parts and gives no sizes; what is drawn was chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, circle, grid, holes, polygon, rect

sheets = Drawings(__file__)

for bar, words in (
    ("frame-angle-29in", "Ends square, not coped."),
    ("frame-angle-27in", "Cope both ends: one leg shortened by 6.35, to lie inside the angles of 29 in."),
    ("frame-angle-24in", "Cope both ends: one leg shortened by 6.35, to lie inside the angles of 29 in."),
):
    sheets.bar(bar, notes=[words])
sheets.bar("battery-tray-rail", [holes(10, (20, 14), (297, 14), note="one leg")])
sheets.bar(
    "oil-tank-body",
    [
        holes(60.5, (70, 70), note="this side: flange of the strainer"),
        holes(38.5, (640, 150), note="this side: flange of the return"),
    ],
    notes=[
        "Upper side: 38.5 at x 640 in the middle for the filler and breather. Cut all openings before an end is on."
    ],
)
sheets.bar(
    "fuel-tank-body",
    [holes(28.5, (40, 30), note="this side: flange of the fuel line")],
    notes=["Upper side: 57 at x 400 in the middle for the filler's neck. No opening elsewhere."],
)
sheets.plate("oil-tank-end", rect(203.2, 203.2), notes=["Welded on flush, two passes."])
sheets.plate("fuel-tank-end", rect(152.4, 152.4), notes=["Welded on flush."])
sheets.plate(
    "engine-mount",
    rect(342.9, 304.8),
    [holes(176, (171.45, 152.4), note="through, shaft and boss of the engine")],
    notes=["The engine's bolt circle is drilled from the engine itself, 0.5 over size."],
)
sheets.plate(
    "pump-mount",
    rect(254, 228.6),
    [
        holes(82.7, (127, 114.3), note="through, pilot SAE A"),
        holes(11.5, (73.8, 114.3), (180.2, 114.3), note="through, two bolts SAE A, 106.4 apart"),
    ],
    notes=["For a pump with flange SAE A; hold yours against it first."],
)
sheets.plate(
    "quick-attach-plate",
    rect(304.8, 228.6),
    [grid(26, [40, 264.8], [40, 188.6], note="through")],
    tolerance=0.04,
    notes=["Welded on all round from both faces. The machines that take this cube must have the same four holes."],
)
sheets.plate(
    "cooler-mount",
    rect(254, 203.2),
    [grid(9, [15, 239], [15, 188.2], note="through")],
    [(rect(110, 105, 72, 49.1), "110 × 105 from x 72 y 49.1, air")],
    tolerance=0.04,
)
sheets.plate(
    "switch-bracket",
    polygon((61, 0), (142.2, 0), (203.2, 61), (203.2, 101.6), (0, 101.6), (0, 61)),
    [holes(30, (70, 35), note="through, key switch"), holes(12, (135, 35), note="through, choke")],
    bends=[("y", 76, "bend 90° back, inside radius 4")],
    tolerance=0.05,
)
sheets.turned(
    "shaft-coupling",
    [(50.8, 76.2, "")],
    [(28.575, 0, 50, "engine, 1-1/8 in, H7"), (15.875, 50, 76.2, "pump, 5/8 in, H7")],
    keys=[(0, 50, 6.35, "engine, 1/4 in"), (50, 26.2, 3.97, "pump, 5/32 in")],
    notes=["Both bores in one setting, true within 0.05. Grub screw over each key, 5/16 in."],
    tolerance=0.06,
)
sheets.turned(
    "tank-flange-1-1-2in",
    [(75, 14, "against the tank, outside"), (60, 8, "step into the hole")],
    [(44, 0, 22, "drill and tap 1-1/2 NPT")],
)
sheets.turned(
    "tank-flange-3-4in",
    [(50, 14, "against the tank, outside"), (38, 6, "step into the hole")],
    [(24, 0, 20, "drill and tap 3/4 NPT")],
)
sheets.turned(
    "tank-flange-1-4in",
    [(31.75, 12, "against the tank, outside"), (28, 6, "step into the hole")],
    [(11.1, 0, 18, "drill and tap 1/4 NPT")],
    tolerance=0.12,
)
sheets.turned(
    "fuel-barb",
    [(8, 20, "three barbs, 6.8 between them"), (17, 8, "two flats 14 apart"), (13.7, 14, "thread 1/4 NPT")],
    [(5, 0, 42, "")],
    tolerance=0.25,
)
sheets.turned(
    "suction-barb",
    [(25.4, 32, "four barbs, 24 between them"), (38, 13, "two flats 32 apart"), (27, 23, "thread 1-1/16-12 UN")],
    [(19, 0, 68, "")],
)
