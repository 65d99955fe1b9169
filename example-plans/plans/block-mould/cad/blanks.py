#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the blank of every plate of this plan as a dimensioned SVG beside this script.

Run it after a change of the table: `python3 blanks.py`. Equal tables give equal bytes. The blank is drawn with its
dimensions over all; holes are counted, and placed with the mating part clamped on.
"""
from pathlib import Path

# file, name, pieces, length, width and thickness in mm, shape, holes, kg of one.
# Shapes: rect, a plain blank; disk; cut, a blank whose outline takes away more than its corners.
PLATES = [
    ("side", "Long wall", 2, "500", "195", "6.35", "rect", "", "4.86"),
    ("end", "End wall", 2, "195", "191", "6.35", "rect", "", "1.857"),
    ("core-wall", "Core wall", 8, "185", "120", "3.175", "rect", "", "0.553"),
    ("core-lid", "Core lid", 2, "120", "120", "3.175", "rect", "", "0.359"),
    ("bridge", "Bridge that carries the cores", 1, "420", "60", "6.35", "rect", "", "1.256"),
    ("tamper", "Tamper plate with two windows", 1, "386", "186", "6.35", "cut", "", "1.968"),
]

WIDTH, HEIGHT = 400, 240   # of the sheet
BOX_W, BOX_H = 300, 110    # that the outline must fit into
LEFT, TOP = 60, 60


def draw(name, pieces, length, width, thickness, shape, holes, mass):
    scale = min(BOX_W / float(length), BOX_H / float(width))
    w, h = float(length) * scale, float(width) * scale
    x, y = LEFT + (BOX_W - w) / 2, TOP + (BOX_H - h) / 2
    bottom, left = y + h + 18, x - 18
    lines = (
        f"M{x:.1f} {y + h + 4:.1f}v18M{x + w:.1f} {y + h + 4:.1f}v18M{x:.1f} {bottom:.1f}h{w:.1f}"
        f"M{x - 4:.1f} {y:.1f}h-18M{x - 4:.1f} {y + h:.1f}h-18M{left:.1f} {y:.1f}v{h:.1f}"
        f"M{x - 3:.1f} {bottom + 3:.1f}l6 -6M{x + w - 3:.1f} {bottom + 3:.1f}l6 -6"
        f"M{left - 3:.1f} {y + 3:.1f}l6 -6M{left - 3:.1f} {y + h + 3:.1f}l6 -6"
    )
    if shape == "disk":
        outline = f'<circle cx="{x + w / 2:.1f}" cy="{y + h / 2:.1f}" r="{w / 2:.1f}"'
    else:
        outline = f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"'
    notes = [text for text in (holes, "Outline inside the blank: see the build page" if shape == "cut" else "") if text]
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" \
font-family="sans-serif" font-size="11">
<title>{name}, {length} × {width} × {thickness} mm</title>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
<text x="12" y="22" font-size="15" font-weight="bold">{name}</text>
<text x="12" y="40">{pieces} off · {thickness} mm steel · {mass} kg each</text>
{outline} fill="none" stroke="#000" stroke-width="1.5"/>
<path d="{lines}" fill="none" stroke="#000" stroke-width=".6"/>
<text x="{x + w / 2:.1f}" y="{bottom + 14:.1f}" text-anchor="middle">{length} mm</text>
<text transform="translate({left - 6:.1f} {y + h / 2:.1f}) rotate(-90)" text-anchor="middle">{width} mm</text>
<text x="12" y="226">{". ".join(notes) or "No holes"}.</text>
</svg>
"""


if __name__ == "__main__":
    for file, *rest in PLATES:
        Path(__file__).with_name(f"{file}.svg").write_text(draw(*rest), encoding="utf-8", newline="\n")
