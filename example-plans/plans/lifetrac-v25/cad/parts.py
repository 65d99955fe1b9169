#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the made parts of lifetrac-v25 as dimensioned SVG sheets beside this script.

Run it after a change of the table: `python3 parts.py`. Equal tables give equal bytes. A sheet shows the blank over
all, with its two leading dimensions; holes are in the operations of the plan.
"""
from fractions import Fraction
from pathlib import Path

# part, name, pieces, kind, length, width or diameter, thickness or stock, kg of one
PARTS = [
    ("side-panel-1", "Side panel, type 1, 1000 × 1393 × 12.7 mm", 2, "plate", "1393 mm", "1000 mm", "1/2 in", "84.365"),
    ("side-panel-2", "Side panel, type 2, 1000 × 1393 × 12.7 mm", 2, "plate", "1393 mm", "1000 mm", "1/2 in", "81.74"),
    ("bucket-bottom", "Bucket, bottom and side in one, 1607 × 600 × 6.35 mm", 1, "plate", "1607 mm", "600 mm", "1/4 in", "41.036"),
    ("bucket-back", "Bucket, back, 1113 × 450 × 6.35 mm", 1, "plate", "1113 mm", "450 mm", "1/4 in", "24.659"),
    ("bucket-side", "Bucket, second side, 600 × 400 × 6.35 mm", 1, "plate", "600 mm", "400 mm", "1/4 in", "11.963"),
    ("deck-group", "Standing deck with stiffeners, 1519 × 400 × 6.35 mm", 1, "plate", "1519 mm", "400 mm", "1/4 in", "21.012"),
    ("arm-plate", "Loader arm, profile plate, 1792 × 350 × 6.35 mm", 4, "plate", "1792 mm", "350 mm", "1/4 in", "13.417"),
    ("deck-bracket-plate", "Deck bracket plate, 300 × 274 × 6.35 mm", 1, "plate", "300 mm", "274 mm", "1/4 in", "3.043"),
    ("control-base", "Control housing, base, 300 × 200 × 6.35 mm", 1, "plate", "300 mm", "200 mm", "1/4 in", "2.991"),
    ("motor-mount", "Wheel motor mount, 250 × 250 × 12.7 mm", 2, "plate", "250 mm", "250 mm", "1/2 in", "5.379"),
    ("cylinder-lug", "Cylinder and bucket lug, 100 × 149 × 12.7 mm", 6, "plate", "149 mm", "100 mm", "1/2 in", "1.235"),
    ("bucket-attach", "Bucket attach plate, 200 × 200 × 12.7 mm", 2, "plate", "200 mm", "200 mm", "1/2 in", "3.988"),
    ("qa-flange", "Quick-attach flange, 80 × 100 × 12.7 mm", 2, "plate", "100 mm", "80 mm", "1/2 in", "0.798"),
    ("wheel-unit-plate", "Wheel unit plate, 8 × 8 × 1/4 in", 12, "plate", "8 in", "8 in", "1/4 in", "1.749"),
    ("angle-a1", "A1, back stiffener, outer, 600 mm", 2, "bar", "600 mm", "2 in", "steel-angle-2x2x1-4in", "2.821"),
    ("angle-a2", "A2, back stiffener, inner, 600 mm", 4, "bar", "600 mm", "2 in", "steel-angle-2x2x1-4in", "2.821"),
    ("angle-a3", "A3, front stiffener, outer, 121 mm", 6, "bar", "121 mm", "2 in", "steel-angle-2x2x1-4in", "0.56075"),
    ("angle-a4", "A4, frame tube mount, 146 mm", 16, "bar", "146 mm", "2 in", "steel-angle-2x2x1-4in", "0.6795"),
    ("angle-a5", "A5, arm cross beam mount, 146 mm", 4, "bar", "146 mm", "2 in", "steel-angle-2x2x1-4in", "0.6795"),
    ("angle-a6", "A6, bottom stiffener, 470 mm", 24, "bar", "470 mm", "2 in", "steel-angle-2x2x1-4in", "2.2185"),
    ("angle-a7", "A7, platform, side, 400 mm", 2, "bar", "400 mm", "2 in", "steel-angle-2x2x1-4in", "1.871"),
    ("angle-a8", "A8, platform, across, 700 mm", 2, "bar", "700 mm", "2 in", "steel-angle-2x2x1-4in", "3.296"),
    ("angle-a9", "A9, front stiffener, centre, 146 mm", 2, "bar", "146 mm", "2 in", "steel-angle-2x2x1-4in", "0.6795"),
    ("angle-a10", "A10, front stiffener at the motor plate, 121 mm", 8, "bar", "121 mm", "2 in", "steel-angle-2x2x1-4in", "0.56075"),
    ("tube-t1", "T1 and T2, cross frame tube, 1133 mm", 2, "bar", "1133 mm", "6 in", "steel-tube-2x6x1-4in", "20.58661"),
    ("tube-t3", "T3, arm cross beam, 849 mm", 1, "bar", "849 mm", "6 in", "steel-tube-2x6x1-4in", "15.42633"),
    ("tube-t4", "T4, main tube of the arm, 1400 mm", 2, "bar", "1400 mm", "6 in", "steel-tube-2x6x1-4in", "25.438"),
    ("tube-t5", "T5, arm leg spacer, 150 mm", 2, "bar", "150 mm", "6 in", "steel-tube-2x6x1-4in", "2.7255"),
    ("u-lug-frame", "U-lug on the frame, of 4 × 4 in tube, 100 mm", 2, "bar", "100 mm", "4 in", "steel-tube-4x4x1-4in", "1.092"),
    ("u-lug-arm", "U-lug on the arm, of 3 × 3 in tube, 80 mm", 2, "bar", "80 mm", "3 in", "steel-tube-3x3x1-4in", "0.63"),
    ("u-lug-bucket", "U-lug of the bucket cylinder, of 3 × 3 in tube, 80 mm", 4, "bar", "80 mm", "3 in", "steel-tube-3x3x1-4in", "0.64"),
    ("deck-bracket", "Deck bracket, of 3 × 3 in tube, 100 mm", 2, "bar", "100 mm", "3 in", "steel-tube-3x3x1-4in", "1.311"),
    ("deck-support", "Deck support, of 2 × 2 in tube, 244 mm", 2, "bar", "244 mm", "2 in", "steel-tube-2x2x1-4in", "1.9642"),
    ("deck-brace", "Deck cross brace, of 2 × 2 in tube, 600 mm", 1, "bar", "600 mm", "2 in", "steel-tube-2x2x1-4in", "4.83"),
    ("pivot-ring-b", "Pivot ring, type B, 106 outside, 40 inside, 19 mm thick", 4, "round", "19 mm", "106 mm", "steel-flat-19mm", "1.132"),
    ("pivot-ring-c", "Pivot ring, type C, 70 outside, 40 inside, 25.4 mm thick", 2, "round", "25.4 mm", "70 mm", "steel-flat-25.4mm", "0.517"),
    ("arm-pin", "Arm pivot pin, 1-1/2 in × 160 mm", 2, "bar", "160 mm", "1-1/2 in", "steel-bar-1-1-2in", "1.402"),
    ("bucket-pin", "Bucket pivot pin, 1-1/2 in × 1000 mm", 1, "bar", "1000 mm", "1-1/2 in", "steel-bar-1-1-2in", "8.92"),
    ("qa-bar", "Quick-attach hook bar, 1-1/2 in × 1018 mm", 1, "bar", "1018 mm", "1-1/2 in", "steel-bar-1-1-2in", "9.1111"),
    ("wheel-shaft", "Wheel unit shaft, 1-1/4 × 10 in", 4, "round", "10 in", "1-1/4 in", "steel-bar-1-1-4in", "1.56"),
    ("wheel-coupling", "Wheel unit coupling, 2 in outside, 2 in long", 4, "round", "2 in", "2 in", "steel-bar-2in", "0.55"),
    ("shaft-collar", "Shaft collar, 2 in outside, 3/4 in long", 8, "round", "3/4 in", "2 in", "steel-bar-2in", "0.18"),
    ("tank-side-long", "Tank, long side, 600 × 450 × 3.2 mm", 2, "plate", "600 mm", "450 mm", "1/8 in", "6.729"),
    ("tank-side-front", "Tank, front and back, 600 × 420 × 3.2 mm", 2, "plate", "600 mm", "420 mm", "1/8 in", "6.281"),
    ("tank-end", "Tank, end, 450 × 420 × 3.2 mm", 2, "plate", "450 mm", "420 mm", "1/8 in", "4.711"),
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
