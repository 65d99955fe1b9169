#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of power-cube as dimensioned SVG sheets beside this script.

Run it after a change of the table: `python3 parts.py`. Equal tables give equal bytes. A sheet shows the blank over
all, with its two leading dimensions; holes are in the operations of the plan.
"""
from fractions import Fraction
from pathlib import Path

# part, name, pieces, kind, length, width or diameter, thickness or stock, kg of one
PARTS = [
    ("frame-angle-29in", "Frame angle, 29 in", 4, "bar", "29 in", "2 in", "steel-angle-2x2x1-4in", "3.49885"),
    ("frame-angle-27in", "Frame angle, 27 in", 4, "bar", "27 in", "2 in", "steel-angle-2x2x1-4in", "3.25755"),
    ("frame-angle-24in", "Frame angle, 24 in", 4, "bar", "24 in", "2 in", "steel-angle-2x2x1-4in", "2.8956"),
    ("oil-tank-body", "Oil tank, body of 8 × 8 in tube, 28 in long", 1, "bar", "28 in", "8 in", "steel-tube-8x8x1-8in", "14.087328"),
    ("oil-tank-end", "Oil tank, end plate, 8 × 8 × 1/4 in", 2, "plate", "8 in", "8 in", "1/4 in", "2.058"),
    ("fuel-tank-body", "Fuel tank, body of 6 × 6 in tube, 21 in long", 1, "bar", "21 in", "6 in", "steel-tube-6x6x1-8in", "7.865992"),
    ("fuel-tank-end", "Fuel tank, end plate, 6 × 6 × 1/8 in", 2, "plate", "6 in", "6 in", "1/8 in", "0.579"),
    ("engine-mount", "Engine mount plate, 3/8 in", 1, "plate", "13.5 in", "12 in", "3/8 in", "6"),
    ("pump-mount", "Pump mount plate, 3/8 in", 1, "plate", "10 in", "9 in", "3/8 in", "4"),
    ("quick-attach-plate", "Quick-attach mount plate, 3/8 in", 2, "plate", "12 in", "9 in", "3/8 in", "5"),
    ("cooler-mount", "Fan and cooler mount, 1/8 in", 1, "plate", "10 in", "8 in", "1/8 in", "1"),
    ("switch-bracket", "Key switch and choke bracket, 1/8 in", 1, "plate", "8 in", "4 in", "1/8 in", "0.4"),
    ("battery-tray-rail", "Battery tray, rail of 1 in angle", 4, "bar", "12.5 in", "1 in", "steel-angle-1x1x1-8in", "0.377825"),
    ("shaft-coupling", "Shaft coupling, 1-1/8 to 5/8 in, keyed", 1, "round", "3 in", "2 in", "steel-bar-2in", "0.8"),
    ("tank-flange-1-1-2in", "Weld-in tank flange, 1-1/2 in NPT", 1, "round", "22 mm", "3 in", "steel-bar-3in", "0.4"),
    ("tank-flange-3-4in", "Weld-in tank flange, 3/4 in NPT", 2, "round", "20 mm", "2 in", "steel-bar-2in", "0.2"),
    ("tank-flange-1-4in", "Weld-in tank flange, 1/4 in NPT", 1, "round", "18 mm", "1-1/4 in", "steel-bar-1-1-4in", "0.1"),
    ("fuel-barb", "Hose barb, 1/4 in NPT to 1/4 in hose", 1, "round", "42 mm", "20 mm", "steel-bar-20mm", "0.03"),
    ("suction-barb", "Hose barb, 1 in to SAE 12", 1, "round", "68 mm", "1-1/2 in", "steel-bar-2in", "0.2"),
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
