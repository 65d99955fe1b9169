#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of the CEB press beside this script: `python3 drawings.py`.

Corners and holes of the plates were measured on the source's model, in inches: see plate_outlines.py. The sheets are in
millimetres.
"""

import sys
from itertools import groupby
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[3] / "tools"), str(Path(__file__).resolve().parent)]
from drawing import INCH, Drawings, bounds, holes, polygon
from plate_outlines import PLATES

SOURCE = "OpenSourceEcology/CEB-Press @cfef8017, v2509P/svgs"


def scaled(corners):
    return polygon(*[(x * INCH, y * INCH) for x, y in corners])


def opening(corners):
    """The shape, and words for it: its size over all and its middle."""
    shape = scaled(corners)
    left, low, right, high = bounds(shape)
    words = (
        f"{right - left:.1f} × {high - low:.1f} over all round x {(left + right) / 2:.1f} y {(low + high) / 2:.1f}"
    )
    return shape, words + (", corners relieved" if len(corners) > 8 else "")


def lying(points, width):
    """An upright plate turned to lie along the sheet."""
    return [(*point[:-2], point[-1], width - point[-2]) for point in points]


sheets = Drawings(__file__)
for plate, (corners, bores, openings) in PLATES.items():
    _, _, width, height = bounds(polygon(*corners))
    if height > width:
        corners, bores, openings = lying(corners, width), lying(bores, width), [lying(one, width) for one in openings]
    groups = [
        holes(
            round(diameter * INCH, 1), *[(x * INCH, y * INCH) for _, x, y in group], note=f"through ({diameter:g} in)"
        )
        for diameter, group in groupby(sorted(bores), key=lambda bore: bore[0])
    ]
    _, _, long, short = bounds(polygon(*corners))
    sheets.plate(
        f"plate-{plate}",
        scaled(corners),
        groups,
        [opening(one) for one in openings],
        tolerance=0.01,
        notes=[
            f"{long:g} × {short:g} in over all."
            + (" Slots take tabs of the neighbours; small steps relieve a corner." if len(corners) > 8 else ""),
            f"Measured on {SOURCE}/{plate}p.svg."
            + (" Bore to the pin that you have: 1-1/2 in pins are listed." if plate in ("d7", "d9") else ""),
        ],
    )

sheets.turned(
    "slide-shaft",
    [(25.4, 36 * INCH, "polished, straight within 0.25")],
    notes=["1 × 36 in. Chamfer both ends 1 × 45°."],
)
sheets.turned(
    "cylinder-pin",
    [(38.1, 6 * INCH, "as rolled, ends as sawn")],
    crosses=[(12.7, 6.35, "cotter, place chosen here"), (139.7, 6.35, "cotter, place chosen here")],
    notes=["1-1/2 × 6 in."],
)
sheets.turned(
    "bushing",
    [(31.75, 31.75, "")],
    [(25.4, 0, 31.75, "sliding fit on the shaft, 0.05 wider")],
    density=8.8,
    tolerance=0.08,
    notes=["1-1/4 in outside, 1 in inside, 1-1/4 in long. Bronze."],
)
for bar, inches in (("grate-bar-short", 23), ("grate-bar-long", 56)):
    sheets.bar(bar, section=("round", 9.525), length=inches * INCH, notes=[f"{inches} in, sheared."])
