#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, holes, rect, slot

sheets = Drawings(__file__)

sheets.turned("tool-post", [(76.2, 155, "")], tolerance=None, plain=True)
sheets.turned("chuck-adapter", [(76.2, 105, "")], tolerance=None, plain=True)
sheets.plate(
    "table-plate",
    rect(1219.2, 1219.2),
    windows=[(slot(150, 16, x, y), "") for x in (300, 610, 920) for y in (250, 610, 970)]
    + [(slot(150, 16, 610, 1120), "")],
    rule="square, with ten slots.",
    notes=["Slots 150 × 16 for clamps: middles at x 300, 610 and 920, y 250, 610 and 970, and one at x 610 y 1120."],
)
sheets.plate(
    "motor-plate",
    rect(300, 300),
    [holes(75, (150, 150), note="through, shaft")],
    [(slot(60, 13, x, y), f"slot 60 × 13 round x {x} y {y}") for x in (60, 240) for y in (60, 240)],
)
sheets.bar("table-leg", tolerance=0.07)
sheets.bar("table-rail", tolerance=0.11)
