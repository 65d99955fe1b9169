#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`. Printed parts and the plywood frame are those of the source, and not drawn here."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, disk

sheets = Drawings(__file__)

for bar in ("rod-m10", "rod-m8-long", "rod-m8-short"):
    sheets.bar(bar, tolerance=None, notes=["Threaded over its length."])
for bar in ("smooth-rod-400", "smooth-rod-370", "smooth-rod-320"):
    sheets.bar(bar, notes=["Cut with an abrasive disk, ends chamfered 0.5 × 45°, no burr."])
