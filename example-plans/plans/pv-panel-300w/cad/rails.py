#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the two frame rails of the panel as dimensioned SVGs beside this script.

Run it after a change of the table: `python3 rails.py`. Equal tables give equal bytes.
"""
from pathlib import Path

# file, name, pieces, length in mm, holes: (mm from the left end, what)
RAILS = [
    ("rail-long", "Frame rail, long", 2, 1640, [(50, "drain"), (410, "earth"), (1230, "earth"), (1590, "drain")]),
    ("rail-short", "Frame rail, short", 2, 992, [(50, "drain"), (942, "drain")]),
]
HEIGHT = 35     # of the profile, mm
LEFT, TOP, WIDTH = 40, 70, 320


def draw(name, pieces, length, holes):
    scale = WIDTH / length
    mitre = 35 * scale
    y = TOP + 24
    marks = "".join(
        f'<circle cx="{LEFT + at * scale:.1f}" cy="{TOP + 12}" r="2.5" fill="none" stroke="#000"/>'
        f'<text x="{LEFT + at * scale:.1f}" y="{TOP - 8}" text-anchor="middle" font-size="9">{at} {kind}</text>'
        for at, kind in holes
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 180" role="img" \
font-family="sans-serif" font-size="11">
<title>{name}, {length} mm</title>
<rect width="400" height="180" fill="#fff"/>
<text x="12" y="22" font-size="15" font-weight="bold">{name}</text>
<text x="12" y="40">{pieces} off · aluminium frame profile, {HEIGHT} mm high · both ends mitred at 45°</text>
<path d="M{LEFT} {y}h{WIDTH}l-{mitre:.1f} -24H{LEFT + mitre:.1f}z" fill="none" stroke="#000" stroke-width="1.5"/>
{marks}
<path d="M{LEFT} {y + 4}v18M{LEFT + WIDTH} {y + 4}v18M{LEFT} {y + 18}h{WIDTH}" fill="none" stroke="#000" stroke-width=".6"/>
<text x="{LEFT + WIDTH / 2:.0f}" y="{y + 33}" text-anchor="middle">{length} mm over the long side</text>
<text x="12" y="165">Holes: mm from the left end; drain 4 mm, earth 5 mm. Seen from above, glass side down.</text>
</svg>
"""


if __name__ == "__main__":
    for file, name, pieces, length, holes in RAILS:
        Path(__file__).with_name(f"{file}.svg").write_text(draw(name, pieces, length, holes), encoding="utf-8", newline="\n")
