#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the outline of every plate of the CEB press as a dimensioned SVG beside this script.

Run it after a change of the table: `python3 plates.py`. Equal tables give equal bytes. Only the blank
is drawn, with its dimensions over all. Bevels, notches and holes are counted, not placed: cut from the source drawings,
which have them (see SOURCE).
"""
from pathlib import Path

SOURCE = "OpenSourceEcology/CEB-Press @cfef8017, v2509P/svgs"

# plate, name, pieces, two sides and thickness in inches, holes and cut-outs, metres of cut, kg of one
PLATES = [
    ("a1", "Arm, flat leg", 2, "4", "78", "0.5", 10, "5.22", "18.103"),
    ("a2", "Arm, upright leg", 2, "6", "78", "0.5", 0, "4.68", "28.459"),
    ("a3", "Cross beam, upright leg", 2, "4", "72", "0.5", 0, "4.10", "17.111"),
    ("a4", "Rear cross beam, flat leg", 1, "6", "72", "0.5", 0, "4.20", "26.373"),
    ("a5", "Front cross beam, flat leg", 1, "6", "72", "0.5", 0, "4.20", "26.373"),
    ("a6", "Arm gusset", 1, "6", "4", "0.5", 0, "0.41", "0.477"),
    ("d1", "Drawer slide plate", 1, "25", "22", "0.5", 4, "3.07", "27.794"),
    ("d2", "Drawer side", 2, "18.5", "6", "0.5", 1, "1.87", "6.234"),
    ("d3", "Shutter wall", 2, "25", "5.5", "0.5", 3, "2.14", "8.291"),
    ("d4", "Shutter rib", 3, "7", "5.5", "0.5", 0, "0.72", "2.036"),
    ("d5", "Shutter floor", 1, "25", "6", "0.5", 3, "1.97", "8.81"),
    ("d6", "Box, rear wall", 1, "25", "6", "0.5", 2, "1.85", "9.234"),
    ("d7", "Cylinder lug on the rear cross beam", 2, "3", "4", "0.5", 1, "0.48", "0.645"),
    ("d8", "Drawer tail floor", 1, "25", "5", "0.5", 2, "1.82", "7.529"),
    ("d9", "Drawer clevis lug", 2, "3.5", "3.5", "0.5", 1, "0.46", "0.557"),
    ("d10", "Drawer link strap", 2, "18", "3", "0.5", 5, "1.50", "3.173"),
    ("d11", "Bushing block cap", 2, "4.75", "4", "0.5", 4, "0.72", "1.065"),
    ("d12", "Drawer tail plate", 1, "25", "5", "0.5", 4, "1.84", "7.839"),
    ("f1", "Upper cross plate", 2, "34.2", "6", "0.5", 6, "2.66", "12.664"),
    ("f2", "Stiffener of upper and lower cross plates", 4, "31.4", "3.5", "0.5", 0, "1.81", "6.119"),
    ("f3", "Upper flange strip", 2, "34.2", "3.5", "0.5", 2, "2.16", "6.414"),
    ("f4", "Middle cross plate", 2, "41", "11", "0.5", 8, "3.36", "24.753"),
    ("f5", "Table flange", 2, "42.2", "3.5", "0.5", 2, "2.57", "8.135"),
    ("f6", "Lower cross plate", 2, "34.2", "8", "0.5", 5, "2.70", "17.036"),
    ("f8", "Column side", 2, "49", "6", "0.5", 2, "3.19", "16.868"),
    ("f9", "Column flange", 4, "49", "4.5", "0.5", 7, "3.45", "12.32"),
    ("f11", "Column spacer", 6, "1.25", "6", "0.5", 0, "0.38", "0.432"),
    ("f12", "Hopper ring", 1, "34.2", "13", "0.5", 5, "4.34", "17.725"),
    ("f13", "Bolt backing plate", 1, "8", "4.5", "0.5", 2, "0.76", "2.257"),
    ("f14", "Stiffener of the middle cross plate", 2, "26.3", "3.5", "0.5", 0, "1.55", "5.139"),
    ("h1", "Hopper, back", 1, "56", "37", "0.125", 0, "4.01", "22.463"),
    ("h2", "Hopper, front", 1, "56", "34", "0.125", 0, "3.94", "21.897"),
    ("h7", "Table guard, rear", 1, "41.2", "16", "0.125", 0, "3.27", "10.475"),
    ("h8", "Table guard, front", 1, "41.2", "14.5", "0.125", 0, "3.28", "9.451"),
]

WIDTH, HEIGHT = 400, 240   # of the sheet
BOX_W, BOX_H = 300, 110    # that the outline must fit into
LEFT, TOP = 60, 60


def mm(inches):
    return f"{float(inches) * 25.4:.1f}"


def draw(plate, name, pieces, a, b, thickness, cut_outs, cut, mass):
    long, short = sorted((a, b), key=float, reverse=True)
    scale = min(BOX_W / float(long), BOX_H / float(short))
    w, h = float(long) * scale, float(short) * scale
    x, y = LEFT + (BOX_W - w) / 2, TOP + (BOX_H - h) / 2
    bottom, left = y + h + 18, x - 18
    holes = {0: "No cut-outs", 1: "1 cut-out, not drawn"}.get(cut_outs, f"{cut_outs} cut-outs, not drawn")
    # Dimension lines: an extension line from either corner, and a line between them with ticks.
    lines = (
        f"M{x:.1f} {y + h + 4:.1f}v18M{x + w:.1f} {y + h + 4:.1f}v18M{x:.1f} {bottom:.1f}h{w:.1f}"
        f"M{x - 4:.1f} {y:.1f}h-18M{x - 4:.1f} {y + h:.1f}h-18M{left:.1f} {y:.1f}v{h:.1f}"
        f"M{x - 3:.1f} {bottom + 3:.1f}l6 -6M{x + w - 3:.1f} {bottom + 3:.1f}l6 -6"
        f"M{left - 3:.1f} {y + 3:.1f}l6 -6M{left - 3:.1f} {y + h + 3:.1f}l6 -6"
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" \
font-family="sans-serif" font-size="11">
<title>Plate {plate.upper()}: {name}, {long} × {short} × {thickness} in</title>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>
<text x="12" y="22" font-size="15" font-weight="bold">{plate.upper()}  {name}</text>
<text x="12" y="40">{pieces} off · {thickness} in ({mm(thickness)} mm) steel · {mass} kg each · {cut} m of cut</text>
<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="none" stroke="#000" stroke-width="1.5"/>
<path d="{lines}" fill="none" stroke="#000" stroke-width=".6"/>
<text x="{x + w / 2:.1f}" y="{bottom + 14:.1f}" text-anchor="middle">{long} in ({mm(long)} mm)</text>
<text transform="translate({left - 6:.1f} {y + h / 2:.1f}) rotate(-90)" text-anchor="middle">{short} in</text>
<text x="12" y="216">{holes}. Blank over all; notches and holes as in the source:</text>
<text x="12" y="231">{SOURCE}/{plate}p.svg</text>
</svg>
"""


if __name__ == "__main__":
    for row in PLATES:
        Path(__file__).with_name(f"plate-{row[0]}.svg").write_text(draw(*row), encoding="utf-8", newline="\n")
