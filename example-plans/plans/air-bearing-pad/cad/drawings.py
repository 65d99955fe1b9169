#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

After the Open Air Bearings pad; hole positions in the jig are that project's.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, slot

sheets = Drawings(__file__)

sheets.turned(
    "pad",
    [(25.4, 8, "")],
    [(8, 0, 3, "cone of 90° for the ball, 8 wide at the face"), (0.2, 5.5, 8, "drilled last, in a pin vice")],
    crosses=[(4.5, 4.2, "radial, 12.7 deep, tapped M5: the air inlet")],
    tolerance=0.06,
    notes=[
        "Right face: turned hollow by 0.3 out to ⌀ 21.4, which leaves a rim of 2. Epoxy fills it against the flat.",
        "In the finished face a ring of ⌀ 15, 0.05 deep, is scored by the jig; the 0.2 hole must lie in its middle.",
    ],
)
sheets.turned(
    "ball-screw",
    [(8, 8, "ball R 4, polished"), (6, 30, "M6")],
    tolerance=0.06,
    notes=["A slot 1 wide in the far end for a screwdriver."],
)
