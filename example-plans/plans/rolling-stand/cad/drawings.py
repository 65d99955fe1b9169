#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Sizes and positions were chosen here. Have the forces checked.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, BRONZE, IRON, circle, disk, field, grid, holes, rect, slot

sheets = Drawings(__file__)

sheets.plate(
    "housing-plate",
    rect(1400, 700),
    [
        field(26, 50, 8, 185.7, 45, 1, 0, note="through, M24"),
        field(26, 50, 8, 185.7, 655, 1, 0, note="through, M24"),
        grid(26, [50, 1350], [230, 350, 470], note="through, M24"),
        holes(26, (170, 350), (1230, 350), note="through, M24"),
        holes(26, (130, 110), (130, 590), (1270, 110), (1270, 590), note="through, ties and foot"),
    ],
    [(rect(900, 350, 250, 175), "window 900 × 350 from x 250 y 175, faces within 0.5 over the stack")],
    tolerance=0.03,
    notes=[
        "x is upright in the machine, the foot at x 0. Six make a housing of 76.",
        "Open: the nuts of the screws. A screw of 75 leaves nothing of a stack of 76; weld a nut block to the outside of the head, or cut the four inner plates out for it, and have it checked.",
    ],
)
sheets.plate(
    "housing-tie",
    rect(700, 300),
    [grid(26, [40, 660], [45, 115, 185, 255], note="through, M24")],
    notes=["Joins the two housings, 548 apart inside."],
)
sheets.turned(
    "roll",
    [
        (150, 240, "neck, h6, polished"),
        (250, 500, "barrel, turned with its passes last"),
        (150, 240, "neck, h6, polished"),
    ],
    density=IRON,
    notes=["Fillets of R 8 between neck and barrel. Drive end: two flats 110 apart over the last 90."],
)
sheets.plate(
    "roll-chock",
    rect(346, 212),
    [holes(182, (173, 106), note="bored for the bearing, H7")],
    thickness=100,
    density=IRON,
    notes=[
        "100 thick, cast. 346 slides in the window of 350 with liners of 2. Edges 5 × 45°. Grease hole of 8 from above."
    ],
)
sheets.turned(
    "neck-bearing",
    [(182, 150, "press fit in the chock")],
    [(150, 0, 150, "0.2 wider than the neck, with a grease groove")],
    density=BRONZE,
)
sheets.turned(
    "screw-down", [(50, 60, "square 36 for the spanner"), (75, 390, "thread Tr 75 × 10, bottom end round R 100")]
)
sheets.turned(
    "spindle",
    [(75, 900, "two flats 55 apart over 90 at both ends")],
    notes=["Boxes of pipe, bored to the flats, join it to roll and pinion with 3 of play."],
)
sheets.turned(
    "table-roller", [(45, 28, "seat of 6309, k6"), (75, 454, ""), (45, 28, "seat of 6309, k6")], tolerance=0.07
)
sheets.plate(
    "flywheel-disc",
    disk(900),
    [circle(26, 8, 260, note="drilled through the stack, M24"), holes(110, (0, 0), note="through, hub")],
    notes=["Six are bolted on one hub and balanced on knife edges."],
)
for bar in ("base-channel", "table-channel"):
    sheets.bar(bar, tolerance=0.07)
sheets.plate(
    "guide",
    rect(350, 120),
    windows=[
        (slot(50, 18, 60, 60), "slot 50 × 18 round x 60 y 60"),
        (slot(50, 18, 290, 60), "slot 50 × 18 round x 290 y 60"),
    ],
    thickness=19.05,
    notes=["Mill a trough along x to the bar that comes, 2 wider; the mouth opened by 15° over 60."],
)
