#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`. Sizes were chosen here."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, rect

sheets = Drawings(__file__)

sheets.plate(
    "blank",
    rect(300, 200),
    thickness=51,
    density=2.7,
    tolerance=0.02,
    notes=["All edges bevelled 3 × 45°. One face sawn within 0.5, to be lapped; the other as it comes."],
)
