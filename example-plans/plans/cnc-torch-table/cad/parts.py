#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of cnc-torch-table as dimensioned SVG sheets beside this script.

Run it after a change of the table: `python3 parts.py`. Equal tables give equal bytes. A sheet shows the blank over
all, with its two leading dimensions; holes are in the operations of the plan.
"""
from fractions import Fraction
from pathlib import Path

# part, name, pieces, kind, length, width or diameter, thickness or stock, kg of one
PARTS = [
    ("leg", "Leg, 750 mm", 6, "bar", "750 mm", "2 in", "steel-tube-2x2x1-8in", "3.405"),
    ("long-rail", "Long rail, 2750 mm", 4, "bar", "2750 mm", "2 in", "steel-tube-2x2x1-8in", "12.485"),
    ("cross-rail", "Cross rail, 1450 mm", 8, "bar", "1450 mm", "2 in", "steel-tube-2x2x1-8in", "6.583"),
    ("slat", "Slat, 100 × 1400 × 6.35 mm", 16, "plate", "1400 mm", "100 mm", "steel-flat-6.35mm", "6.98"),
    ("water-tray", "Water tray, of one sheet", 1, "plate", "2400 mm", "1400 mm", "steel-sheet-1.5mm", "34"),
    ("gantry-end", "Gantry end plate, 200 × 250 × 9.5 mm", 2, "plate", "250 mm", "200 mm", "steel-flat-9.5mm", "3.6"),
    ("carriage-plate", "Torch carriage plate, 150 × 200 × 6.35 mm", 2, "plate", "200 mm", "150 mm", "steel-flat-6.35mm", "1.45"),
    ("rail-x", "Rail along the table, 2700 mm", 2, "bar", "2700 mm", "1 in", "steel-angle-1x1x1-8in", "3.213"),
    ("rail-y", "Rail across, on the gantry, 1750 mm", 2, "bar", "1750 mm", "1 in", "steel-angle-1x1x1-8in", "2.0825"),
    ("gantry-beam", "Gantry beam, 1750 mm", 2, "bar", "1750 mm", "40 mm", "steel-tube-40x40x3", "6.0375"),
    ("roller", "Grooved roller, 70 outside, for a 6205 bearing", 16, "round", "30 mm", "3 in", "steel-bar-3in", "0.55"),
]

WIDTH, HEIGHT = 400, 220   # of the sheet
BOX_W, BOX_H = 300, 100    # that the outline must fit into
LEFT, TOP = 60, 55
TO_MM = {"mm": 1.0, "in": 25.4, "m": 1000.0, "ft": 304.8}


def millimetres(text):
    number, unit = text.split(" ")
    whole, _, fraction = number.partition("-")
    value = Fraction(whole) + (Fraction(fraction) if fraction else 0)
    return float(value) * TO_MM[unit]


def label(text):
    mm = f"{millimetres(text):.1f}".rstrip("0").rstrip(".")
    return text if text.endswith(" mm") else f"{text} ({mm} mm)"


def draw(part, name, pieces, kind, length, width, stock, mass):
    long, short = millimetres(length), millimetres(width)
    across = "⌀ " if kind == "round" else ""
    scale = min(BOX_W / long, BOX_H / short)
    w, h = long * scale, short * scale
    x, y = LEFT + (BOX_W - w) / 2, TOP + (BOX_H - h) / 2
    bottom, left = y + h + 18, x - 18
    axis = f"M{x - 8:.1f} {y + h / 2:.1f}h{w + 16:.1f}" if kind == "round" else ""
    lines = (
        f"M{x:.1f} {y + h + 4:.1f}v18M{x + w:.1f} {y + h + 4:.1f}v18M{x:.1f} {bottom:.1f}h{w:.1f}"
        f"M{x - 4:.1f} {y:.1f}h-18M{x - 4:.1f} {y + h:.1f}h-18M{left:.1f} {y:.1f}v{h:.1f}"
        f"M{x - 3:.1f} {bottom + 3:.1f}l6 -6M{x + w - 3:.1f} {bottom + 3:.1f}l6 -6"
        f"M{left - 3:.1f} {y + 3:.1f}l6 -6M{left - 3:.1f} {y + h + 3:.1f}l6 -6"
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" \
font-family="sans-serif" font-size="11">
<title>{part}: {name}</title>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
<text x="12" y="20" font-size="14" font-weight="bold">{name}</text>
<text x="12" y="37">{pieces} off · {stock} · {mass} kg each</text>
<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="none" stroke="#000" stroke-width="1.5"/>
<path d="{lines}" fill="none" stroke="#000" stroke-width=".6"/>
<path d="{axis}" fill="none" stroke="#000" stroke-width=".6" stroke-dasharray="8 3 2 3"/>
<text x="{x + w / 2:.1f}" y="{bottom + 14:.1f}" text-anchor="middle">{label(length)}</text>
<text transform="translate({left - 6:.1f} {y + h / 2:.1f}) rotate(-90)" text-anchor="middle">{across}{label(width)}</text>
<text x="12" y="210" font-size="10">Blank over all. Bores, holes and openings are not drawn: see the plan's operations and sources.</text>
</svg>
"""


if __name__ == "__main__":
    for row in PARTS:
        Path(__file__).with_name(f"{row[0]}.svg").write_text(draw(*row), encoding="utf-8", newline="\n")
