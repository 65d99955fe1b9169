#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, grid, holes, rect, slot

sheets = Drawings(__file__)

sheets.bar(
    "buckstay",
    [holes(14, (2420, 32), note="one leg, for the tie")],
    notes=["The foot stands 300 deep in the slab, the drilled leg along the wall."],
)
sheets.bar(
    "tie-rod",
    tolerance=None,
    notes=["M12 over its length. Four rods, joined by long nuts, make each of six ties over the vault."],
)
sheets.bar("grate-bar", notes=["Laid loose, 12 apart, 10 of room at either end."])
sheets.plate(
    "fire-door",
    rect(400, 380),
    [grid(13, [30, 90], [60, 320], note="through, hinges"), holes(30, (300, 300), note="through, peep hole")],
    [
        (slot(80, 20, 300, 60), "air slot 80 × 20 round x 300 y 60"),
        (slot(80, 20, 300, 110), "air slot 80 × 20 round x 300 y 110"),
    ],
    notes=["A slide of scrap over the slots sets the air; a loose tab covers the peep hole."],
)
sheets.plate(
    "damper",
    rect(600, 380),
    [holes(13, (25, 150), (25, 230), note="through, pull bar")],
    notes=["Slides in a slot of the stack, 400 wide; 100 stay outside when it is shut."],
)
