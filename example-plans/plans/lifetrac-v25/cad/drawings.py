#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of this plan beside this script: `python3 drawings.py`.

Outlines are those of the source; where its holes are not known here the sheet says so.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))
from drawing import Drawings, circle, grid, holes, polygon, rect

sheets = Drawings(__file__)

for plate, length, width in (
    ("side-panel-1", 1393, 1000),
    ("side-panel-2", 1393, 1000),
    ("bucket-bottom", 1607, 600),
    ("bucket-back", 1113, 450),
    ("deck-group", 1519, 400),
    ("arm-plate", 1792, 350),
    ("deck-bracket-plate", 300, 274),
    ("wheel-unit-plate", 203.2, 203.2),
):
    sheets.plate(plate, rect(length, width), tolerance=None, plain=True)
for plate, length, width in (
    ("bucket-side", 600, 400),
    ("control-base", 300, 200),
    ("bucket-attach", 200, 200),
    ("qa-flange", 100, 80),
):
    sheets.plate(
        plate,
        rect(length, width),
        notes=["Cut to its outline; the model has no opening in it. Holes are drilled when it is fitted."],
    )
for plate, length, width in (("tank-side-long", 600, 450), ("tank-side-front", 600, 420), ("tank-end", 450, 420)):
    sheets.plate(
        plate,
        rect(length, width),
        notes=["Welded at the edges, oil-tight. Openings are cut for your own fittings before it is closed."],
    )
sheets.plate(
    "cylinder-lug",
    polygon((0, 0), (100, 0), (100, 120), (50, 149), (0, 120)),
    [holes(27.4, (50, 110), note="drilled, pin"), grid(14.7, [20, 80], [20, 50], note="through, 1/2 in bolts")],
    notes=["Corners rounded R 8."],
)
sheets.plate(
    "motor-mount",
    rect(250, 250, radius=10),
    [
        holes(80, (125, 125), note="through, shaft of the motor"),
        circle(21, 8, 180, 125, 125, note="through, 3/4 in bolts of the motor"),
        grid(14.7, [30, 220], [30, 220], note="through, 1/2 in bolts"),
    ],
    rule="square of 250, corners R 10.",
    notes=["Hold your motor's flange against B before you cut."],
)
# Places in the two legs, along x, and their distance from the corner of the angle.
LEGS = {
    "angle-a1": ((50, 200, 350, 500), (100, 250, 400, 550), 30.5),
    "angle-a2": ((50, 200, 350, 500), (100, 250, 400, 550), 30.5),
    "angle-a3": ((22.2, 98.4), (22.2, 98.4), 25.4),
    "angle-a4": ((22.2, 123.8), (47.6, 98.4), 25.4),
    "angle-a6": ((50, 200, 350), (75, 225, 375), 30.5),
    "angle-a5": ((22.2, 123.8), (47.6, 98.4), 25.4),
    "angle-a9": ((22.2, 123.8), (22.2, 123.8), 25.4),
    "angle-a10": ((22.2, 98.4), (22.2, 98.4), 25.4),
}
for bar, (seen, other, high) in LEGS.items():
    sheets.bar(
        bar,
        [grid(13.5, seen, [high], note="the leg that is seen")],
        notes=[
            f"Other leg: {len(other)} × ⌀ 13.5 at x {', '.join(f'{x:g}' for x in other)}, {high:g} from the corner.",
            "y from the corner of the angle. Places are those of the source; where it has 3/8 in bolts, this plan has 1/2 in throughout.",
        ],
    )
sheets.bar("angle-a8", [grid(13.5, [50.8, 350, 649.2], [25.4], note="one leg, deck")])
sheets.bar(
    "angle-a7",
    notes=[
        "Four holes of ⌀ 13.5 are drilled from deck and pivot bracket: their places depend on where the platform hangs."
    ],
)
for bar in ("tube-t1", "tube-t3", "tube-t4", "tube-t5", "deck-bracket", "deck-support", "deck-brace"):
    sheets.bar(bar, tolerance=None)
for bar, hole, at in (("u-lug-frame", 27, (50, 65)), ("u-lug-arm", 27, (40, 48)), ("u-lug-bucket", 21, (40, 48))):
    sheets.bar(
        bar,
        [holes(hole, at, note="through both sides, position chosen here")],
        tolerance=None,
        notes=["The upper side of the tube comes off and leaves a U."],
    )
sheets.turned("pivot-ring-b", [(106, 19.05, "")], [(40, 0, 19.05, "")])
sheets.turned("pivot-ring-c", [(70, 25.4, "")], [(40, 0, 25.4, "")])
sheets.turned("arm-pin", [(38.1, 160, "")], crosses=[(12, 8, "position chosen here"), (148, 8, "")])
sheets.turned("bucket-pin", [(38.1, 1000, "")], crosses=[(12, 8, "position chosen here"), (988, 8, "")])
sheets.turned("qa-bar", [(38.1, 1018, "ends square")])
sheets.turned(
    "wheel-shaft", [(31.75, 254, "")], keys=[(0, 50.8, 7.9, "5/16 in, 4 deep"), (203.2, 50.8, 7.9, "5/16 in, 4 deep")]
)
sheets.turned(
    "wheel-coupling",
    [(50.8, 50.8, "")],
    [(31.75, 0, 50.8, "1-1/4 in, sliding on the shaft")],
    keys=[(0, 50.8, 7.9, "4 deep")],
    tolerance=0.12,
)
sheets.turned(
    "shaft-collar",
    [(50.8, 19.05, "")],
    [(31.75, 0, 19.05, "1-1/4 in")],
    crosses=[(9.5, 8, "one side, tapped for a grub screw M10")],
)
