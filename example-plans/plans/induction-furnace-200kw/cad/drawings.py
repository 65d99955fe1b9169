#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, holes, rect

sheets = Drawings(__file__)

for bar in ("body-channel", "platform-beam"):
    sheets.bar(bar, tolerance=0.07)
for bar in ("cabinet-post", "filter-post"):
    sheets.bar(bar, notes=["Holes for M12 are drilled through panel and post together, every 250."])
drilled = ["Holes for bolts are drilled together with what it lies on, every 250."]
for plate, length, width in (
    ("body-plate", 1200, 1000),
    ("platform-plate", 1280, 1000),
    ("cabinet-panel", 2000, 800),
    ("hood-panel", 2000, 1000),
    ("filter-panel", 2000, 1000),
):
    sheets.plate(plate, rect(length, width), notes=drilled)
sheets.plate(
    "tilt-lug",
    rect(200, 200),
    [holes(32, (100, 140), note="drilled, pin of the cylinder")],
    notes=["Welded along y 0."],
)
