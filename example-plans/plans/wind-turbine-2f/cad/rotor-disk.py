#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the magnet rotor disk as a dimensioned SVG beside this script.

Run it after a change of the figures: `python3 rotor-disk.py`. Equal figures give equal bytes.
"""
from math import cos, pi, sin
from pathlib import Path

DIAMETER, BORE, BOLT_CIRCLE, BOLT = 297, 65, 100, 12     # mm, as in the preset "T Shape 2F"
POLES, MAGNET = 12, 50                                   # square magnets, outer edge flush with the rim less 4 mm

SCALE = 200 / DIAMETER
CX, CY = 200, 150


def ring(count, radius):
    return [(radius * cos(2 * pi * i / count), radius * sin(2 * pi * i / count), 360 * i / count) for i in range(count)]


def draw():
    size = MAGNET * SCALE
    middle = DIAMETER / 2 - 4 - MAGNET / 2
    magnets = "".join(
        f'<rect x="{-size / 2:.1f}" y="{-size / 2:.1f}" width="{size:.1f}" height="{size:.1f}" '
        f'transform="translate({CX + x * SCALE:.1f} {CY + y * SCALE:.1f}) rotate({a:.0f})" '
        f'fill="none" stroke="#666" stroke-dasharray="3 2"/>'
        for x, y, a in ring(POLES, middle)
    )
    bolts = "".join(
        f'<circle cx="{CX + x * SCALE:.1f}" cy="{CY + y * SCALE:.1f}" r="{BOLT / 2 * SCALE:.1f}" fill="none" stroke="#000"/>'
        for x, y, _ in ring(4, BOLT_CIRCLE / 2)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" role="img" \
font-family="sans-serif" font-size="11">
<title>Magnet rotor disk, {DIAMETER} mm across</title>
<rect width="400" height="300" fill="#fff"/>
<text x="12" y="20" font-size="15" font-weight="bold">Magnet rotor disk</text>
<text x="12" y="36">2 off · 1/4 in (6.35 mm) steel</text>
<circle cx="{CX}" cy="{CY}" r="{DIAMETER / 2 * SCALE:.1f}" fill="none" stroke="#000" stroke-width="1.5"/>
<circle cx="{CX}" cy="{CY}" r="{BORE / 2 * SCALE:.1f}" fill="none" stroke="#000" stroke-width="1.5"/>
{magnets}{bolts}
<text x="12" y="278">Ø {DIAMETER} mm, bore {BORE} mm, 4 holes of {BOLT} mm on {BOLT_CIRCLE} mm.</text>
<text x="12" y="293">Dashed: {POLES} magnets of {MAGNET} × {MAGNET} mm, north and south in turn.</text>
</svg>
"""


if __name__ == "__main__":
    Path(__file__).with_name("rotor-disk.svg").write_text(draw(), encoding="utf-8", newline="\n")
