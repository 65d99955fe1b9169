#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of ironworker as dimensioned SVG sheets beside this script.

Run it after a change of the table: `python3 parts.py`. Equal tables give equal bytes. A sheet shows the blank over
all, with its two leading dimensions; holes are in the operations of the plan.
"""
from fractions import Fraction
from pathlib import Path

# part, name, pieces, kind, length, width or diameter, thickness or stock, kg of one
PARTS = [
    ("side-plate", "Side plate, 500 × 1200 × 12.7 mm", 4, "plate", "1200 mm", "500 mm", "1/2 in", "45"),
    ("lever-plate", "Lever plate, 250 × 900 × 12.7 mm", 4, "plate", "900 mm", "250 mm", "1/2 in", "20"),
    ("bolster", "Bolster plate, 300 × 400 × 12.7 mm", 2, "plate", "400 mm", "300 mm", "1/2 in", "11.5"),
    ("stripper", "Stripper and hold-down plate, 150 × 300 × 12.7 mm", 2, "plate", "300 mm", "150 mm", "1/2 in", "4.1"),
    ("base-long", "Base channel, 1200 mm", 2, "bar", "1200 mm", "6 in", "steel-channel-6in", "14.64"),
    ("base-cross", "Base channel, 800 mm", 2, "bar", "800 mm", "6 in", "steel-channel-6in", "9.76"),
    ("pivot-pin", "Pivot pin, 3 × 7 in", 1, "round", "178 mm", "75 mm", "steel-bar-3in", "6"),
    ("cylinder-pin", "Cylinder pin, 2 × 6 in", 2, "round", "152 mm", "50 mm", "steel-bar-2in", "2.35"),
    ("bushing", "Pivot bushing, bronze", 2, "round", "50 mm", "95 mm", "bronze-casting", "1.4"),
    ("shear-blade", "Shear blade", 2, "plate", "220 mm", "100 mm", "tool steel, 25 mm", "4"),
    ("punch-and-die", "Die, blank", 6, "round", "30 mm", "60 mm", "tool steel", "0.9"),
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
