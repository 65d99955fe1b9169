#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, field, rect

sheets = Drawings(__file__)

sheets.plate("diffuser", rect(350, 350), [field(3, 50, 11, 25, 50, 11, 25, note="through")], bends=[("x", 25, "bend 90° up"), ("x", 325, "bend 90° up"), ("y", 25, "bend 90° up"), ("y", 325, "bend 90° up")],
             formed=([(0, 25, 0), (0, 0, 0), (300, 0, 0), (300, 25, 0)], []), tolerance=0.06, notes=["Corners snipped at 45° to the crossing of the bends, and folded over. The rim hangs on the ledge of the box."])
