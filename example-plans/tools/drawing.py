#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws made parts as SVG sheets, to scale in millimetres, black on white: plates, bars and turned parts.

A plan's own script, `plans/<id>/cad/drawings.py`, says shapes, holes and bends; title, pieces, mass and stock come from
its plan.yaml. The mass of what is drawn must agree with the plan's, or the script stops. Equal input gives equal bytes.
It needs python3 and nothing else. Run one script, or all of them: `python3 tools/drawing.py`.
"""

import runpy
import sys
import textwrap
from html import escape
from math import pi
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import plan_facts  # noqa: E402
from outline import (
    area,
    arc_radius,
    bounds,
    disk,
    figure,
    moved,
    number,
    polygon,
    rect,
    sector,
    slot,
)  # noqa: E402,F401
from views import (  # noqa: E402,F401
    axial,
    circle,
    edge,
    end,
    face,
    field,
    formed_view,
    grid,
    holes,
    long_view,
    profile,
    section_view,
    stroke,
    text,
)

SCALES = [5, 2, 1, 1 / 2, 1 / 2.5, 1 / 3, 1 / 4, 1 / 5, 1 / 8, 1 / 10, 1 / 15, 1 / 20, 1 / 25, 1 / 50]
# name, width, height, width of the column of notes, text height, line height; all mm
SHEETS = [("A5", 210, 148, 64, 2.8, 3.9), ("A4", 297, 210, 92, 3.1, 4.4)]
EDGE, STRIP = 6, 22  # margin of the sheet, height of the title block
PAD_LEFT, PAD_BOTTOM, PAD_TOP, GAP = 15, 13, 8, 16  # round a view, for its dimensions
INCH = 25.4
# The section of each stock that these plans saw, and the thickness of each that they cut, by item.
SECTIONS = {
    "steel-angle-50x50x5": ("angle", 50, 50, 5),
    "steel-angle-1x1x1-8in": ("angle", 25.4, 25.4, 3.175),
    "steel-angle-2x2x1-4in": ("angle", 50.8, 50.8, 6.35),
    "steel-channel-6in": ("channel", 152.4, 48.8, 5.1, 8.7),
    "steel-tube-40x40x3": ("tube", 40, 40, 3),
    "steel-tube-2x2x1-8in": ("tube", 50.8, 50.8, 3.175),
    "steel-tube-2x2x1-4in": ("tube", 50.8, 50.8, 6.35),
    "steel-tube-3x3x1-4in": ("tube", 76.2, 76.2, 6.35),
    "steel-tube-4x4x1-4in": ("tube", 101.6, 101.6, 6.35),
    "steel-tube-2x6x1-4in": ("tube", 50.8, 152.4, 6.35),
    "steel-tube-6x6x1-8in": ("tube", 152.4, 152.4, 3.175),
    "steel-tube-8x8x1-8in": ("tube", 203.2, 203.2, 3.175),
    "steel-pipe-48x3": ("pipe", 48.3, 3),
    "steel-pipe-60x5": ("pipe", 60.3, 5),
    "steel-pipe-76x3": ("pipe", 76.1, 3.2),
    "steel-bar-12mm": ("round", 12),
    "steel-bar-20mm": ("round", 20),
    "threaded-rod-m12": ("round", 12),
    "steel-bar-1-1-2in": ("round", 38.1),
    "threaded-rod-m10": ("round", 10),
    "threaded-rod-m8": ("round", 8),
    "smooth-rod-8mm": ("round", 8),
}
THICKNESS = {
    "steel-sheet-1.5mm": 1.52,
    "steel-sheet-3.2mm": 3.175,
    "steel-flat-6.35mm": 6.35,
    "steel-plate-6.35mm": 6.35,
    "steel-flat-9.5mm": 9.525,
    "steel-flat-12.7mm": 12.7,
    "steel-plate-12.7mm": 12.7,
    "wear-plate-6mm": 6,
    "hdpe-sheet-12mm": 12,
}
STEEL, IRON, BRONZE, ALUMINIUM, HDPE, PLYWOOD = 7.85, 7.2, 8.8, 2.7, 0.95, 0.6  # kg/dm3


# ---- the sheet ----


def _wrapped(notes, width):
    lines = []
    for note in notes:
        lines += textwrap.wrap(note, width, subsequent_indent="  ") if note else [""]
    return lines


def _millimetres(quantity):
    value, unit = quantity.split()
    return round(float(value) * {"mm": 1, "m": 1000, "in": INCH, "ft": 12 * INCH}[unit], 2)


def _scale_text(scale):
    return f"{number(scale)} : 1" if scale >= 1 else f"1 : {number(1 / scale)}"


class Drawings:
    """The sheets of one plan: `Drawings(__file__)` in a script of its `cad` folder."""

    def __init__(self, script):
        self.folder = Path(script).resolve().parent
        self.plan, self.parts = plan_facts.read(self.folder.parent)

    def plate(
        self,
        part,
        shape,
        groups=(),
        windows=(),
        bends=(),
        formed=None,
        notes=(),
        marks=(),
        thickness=None,
        density=STEEL,
        tolerance=0.03,
        plain=False,
        pieces=1,
        rule=None,
        solid=False,
    ):
        """A flat blank. `windows` are (outline, words), `bends` (axis, place, words), `marks` dashed (outline, words);
        `formed` is (points, labels) or (points, labels, True) for a closed line, seen from the edge after bending; `pieces`
        of the shape make one part; `rule` tells an outline of many corners in words;
        a `solid` is cast: its thickness is no stock's. The thickness is that of the stock, if none is said."""
        thickness = thickness or THICKNESS[self.parts[part]["stock"][0]]
        net = area(shape) - sum(area(window) for window, _ in windows)
        net -= sum(pi / 4 * diameter**2 * len(spots) for diameter, spots, _, _ in groups)
        self._weigh(part, net * thickness * density * pieces / 1e6, tolerance)
        left, low, right, high = bounds(shape)
        is_disk, is_box = len(shape) == 2, len(shape) == 4 and area(shape) > 0.999 * (right - left) * (high - low)
        rows = [f"{pieces} of this shape make one part."] if pieces > 1 else []
        if rule:
            rows.append(f"Outline: {rule}")
        elif is_disk:
            rows.append(f"Outline: disk ⌀ {figure(right - left)}. x, y from its middle.")
        elif is_box:
            rows.append("Outline: rectangle. x, y from the small circle.")
        else:
            rows.append(
                "Outline, x, y from the small circle"
                + ("; each fifth corner is numbered:" if len(shape) > 24 else ":")
            )
            pairs = list(zip(shape, shape[1:] + shape[:1]))
            rows.append(
                "; ".join(
                    f"{i} ({figure(a[0])}, {figure(a[1])})"
                    + (f" arc R {figure(arc_radius(a, b))} to" if a[2] else "")
                    for i, (a, b) in enumerate(pairs, 1)
                )
            )
        rows += [f"Opening: {words}" for _, words in windows if words]
        for letter, (diameter, spots, where, note) in zip("ABCDEFGHJKLMNP", groups):
            rows.append(f"{letter}: {len(spots)} × ⌀ {number(diameter)} {note or 'through'}: {where}")
        rows += [f"B{i}: {words}, at {axis} {number(at)}" for i, (axis, at, words) in enumerate(bends, 1)]
        rows += [f"Dashed: {words}" for _, words in marks if words]
        views = [face(shape, groups, windows, bends, marks, not (is_disk or is_box or rule), not (plain or solid))]
        views.append(
            formed_view(formed[0], thickness, formed[1], len(formed) > 2) if formed else edge(thickness, high - low)
        )
        self._sheet(part, views, rows, notes, "" if solid else f"{number(thickness)} thick", plain)

    def bar(
        self,
        part,
        groups=(),
        notes=(),
        cuts=(90, 90),
        section=None,
        length=None,
        density=STEEL,
        tolerance=0.06,
        plain=False,
    ):
        """A length of stock. Holes: x from the left end, y from the lower edge of the face that is seen. A cut of 45 or
        -45 degrees leans the end inwards at the top or at the bottom. Section and length are those of the stock, if none
        are said."""
        item, quantity = self.parts[part]["stock"]
        length = length or _millimetres(quantity)
        shapes, height, words = profile(*(section or SECTIONS[item]))
        net = area(shapes[0]) - sum(area(shape) for shape in shapes[1:])
        self._weigh(part, net * length * density / 1e6, tolerance)
        rows = [
            f"Stock: {words}",
            "Ends square, deburred." if cuts == (90, 90) else f"Ends cut at {abs(cuts[0])}° and {abs(cuts[1])}°.",
        ]
        for letter, (diameter, spots, where, note) in zip("ABCDEFGH", groups):
            rows.append(f"{letter}: {len(spots)} × ⌀ {number(diameter)} {note or 'through'}: {where}")
        self._sheet(part, [("long", length, height, groups, cuts), section_view(shapes)], rows, notes, "", plain)

    def turned(
        self,
        part,
        steps,
        bores=(),
        keys=(),
        crosses=(),
        shapes=(),
        notes=(),
        density=STEEL,
        tolerance=0.05,
        plain=False,
        less=0.0,
    ):
        """A round part. `steps` are (diameter, length, words) from the left, `bores` (diameter, from, to, words), `keys`
        (from, length, width, words), `crosses` (x, diameter, words); `less` is what else is cut off, in kg."""
        volume = sum(pi / 4 * d**2 * run for d, run, _ in steps) - sum(
            pi / 4 * d**2 * (b - a) for d, a, b, _ in bores
        )
        self._weigh(part, volume * density / 1e6 - less, tolerance)
        rows = ["Steps from the left:"]
        rows += [
            f"{i}: ⌀ {number(d)} × {number(run)}{', ' + words if words else ''}"
            for i, (d, run, words) in enumerate(steps, 1)
        ]
        rows += [
            f"Bore ⌀ {number(d)}, x {number(a)} to {number(b)}{', ' + words if words else ''}"
            for d, a, b, words in bores
        ]
        rows += [
            f"Keyway {number(w)} wide, x {number(a)} to {number(a + run)}{', ' + words if words else ''}"
            for a, run, w, words in keys
        ]
        rows += [
            f"Cross hole ⌀ {number(d)} at x {number(x)}{', ' + words if words else ''}" for x, d, words in crosses
        ]
        ends = [step[0] for step in steps] + [bore[0] for bore in bores]
        self._sheet(part, [axial(steps, bores, keys, crosses), end(ends, shapes)], rows, notes, "", plain)

    def _weigh(self, part, drawn, tolerance):
        planned = self.parts[part]["mass"]
        if tolerance is not None and abs(drawn - planned) > tolerance * planned:
            sys.exit(f"{self.plan['id']}/{part}: the drawing weighs {drawn:.3f} kg, the plan says {planned} kg")

    def _sheet(self, part, views, rows, notes, thick, plain):
        facts = self.parts[part]
        all_rows = rows + list(notes)
        if plain:
            all_rows.append(
                "Blank over all: bores, holes and openings are not known here. Take them from the mating part or the source."
            )
        for name, width, height, column, size, line in SHEETS:
            room, tall = width - 2 * EDGE - column - 4, height - 2 * EDGE - STRIP
            lines = _wrapped(all_rows, int((column - 2) / (size * 0.5)))
            is_long = views[0][0] == "long"
            scale, section_scale = self._fit(views, room, tall, is_long)
            if len(lines) * line <= tall - 4 and (scale >= 0.1 or is_long) or name == "A4":
                break
        while len(lines) * line > tall - 4 and size > 2:  # a long table of corners: smaller letters
            size, line = size * 0.95, line * 0.95
            lines = _wrapped(all_rows, int((column - 2) / (size * 0.5)))
        out = [f'<rect width="{width}" height="{height}" fill="#fff"/>']
        x, y = EDGE + PAD_LEFT, EDGE + PAD_TOP
        first, second = views[0], views[1]
        if is_long:
            _, length, bar_height, groups, cuts = first
            run = room - PAD_LEFT - 4
            first = long_view(bar_height, length, groups, run, cuts)
            base = EDGE + PAD_TOP + 6 + bar_height * scale
            out.append(first[2](x, base, scale))
            low = base + PAD_BOTTOM + 10 + second[1] * section_scale
            out.append(second[2](x, low, section_scale))
            out.append(
                text(x + second[0] * section_scale + 8, low - 2, f"Section, {_scale_text(section_scale)}", 2.8)
            )
        else:
            over = max(tall - max(first[1], second[1]) * scale - PAD_BOTTOM - PAD_TOP, 0) / 2
            base = y + over + max(first[1], second[1]) * scale
            right = room - PAD_LEFT - (first[0] + second[0]) * scale - GAP - 4
            if right >= 0:
                x += right / 3
                out.append(first[2](x, base, scale))
                out.append(second[2](x + first[0] * scale + GAP + min(right / 3, 14), base, scale))
            else:  # one above the other
                free = max(tall - (first[1] + second[1]) * scale - 2 * PAD_BOTTOM - 2 * PAD_TOP, 0) / 3
                base = y + free + first[1] * scale
                out.append(first[2](x, base, scale))
                out.append(second[2](x, base + PAD_BOTTOM + PAD_TOP + free + second[1] * scale, scale))
        left = width - EDGE - column
        out.append(stroke(f"M{number(left - 2)} {EDGE}V{height - EDGE - STRIP}", 0.25))
        out += [text(left, EDGE + 4 + i * line, words, size) for i, words in enumerate(lines)]
        out.append(self._title(facts, part, name, width, height, scale, thick))
        broken = is_long and views[0][1] * scale > room - PAD_LEFT - 4
        what = f"{facts['title']}. {'Shown broken. ' if broken else ''}" + " ".join(all_rows)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
            f'role="img" font-family="sans-serif">\n<title>{escape(part)}: {escape(facts["title"])}</title>\n<desc>{escape(what)}</desc>\n'
            + "\n".join(out)
            + "\n</svg>\n"
        )
        (self.folder / f"{part}.svg").write_text(svg, encoding="utf-8", newline="\n")

    def _fit(self, views, room, tall, is_long):
        first, second = views
        if is_long:
            _, length, bar_height, _, _ = first
            across_it = next(scale for scale in SCALES if second[1] * scale <= 34 and second[0] * scale <= 60)
            whole = [
                scale for scale in SCALES if length * scale <= room - PAD_LEFT - 4 and 5 <= bar_height * scale <= 26
            ]
            return (whole or [scale for scale in SCALES if bar_height * scale <= 16])[0], across_it
        for scale in SCALES:
            beside = (first[0] + second[0]) * scale + PAD_LEFT + GAP + 4 <= room and max(
                first[1], second[1]
            ) * scale + PAD_BOTTOM + PAD_TOP <= tall
            above = (
                max(first[0], second[0]) * scale + PAD_LEFT + 4 <= room
                and (first[1] + second[1]) * scale + 2 * (PAD_BOTTOM + PAD_TOP) <= tall
            )
            if beside or above:
                return scale, scale
        return SCALES[-1], SCALES[-1]

    def _title(self, facts, part, sheet, width, height, scale, thick):
        left, top, right = EDGE, height - EDGE - STRIP, width - EDGE
        lines = f"M{left} {EDGE}H{right}V{height - EDGE}H{left}zM{left} {top}H{right}M{left} {top + 8.5}H{right}M{left} {top + 15.5}H{right}"
        item, quantity = facts["stock"]
        mass = f"{facts['mass']:g} kg each" if facts["mass"] is not None else ""
        second = " · ".join(
            w
            for w in (
                f"{facts['pieces']} off",
                mass,
                f"{item}{', ' + thick if thick else ''}",
                f"{quantity} of it each",
            )
            if w
        )
        third = f"{self.plan['title']} ({self.plan['id']} {self.plan.get('version', '')}) · {self.plan['license']}"
        fit = lambda words, most, room: min(most, room / max(len(words), 1) / 0.52)
        scale_words = f"Scale {_scale_text(scale)} on {sheet} · dimensions in mm"
        return "".join(
            [
                stroke(lines, 0.35),
                text(left + 2, top + 6, facts["title"], fit(facts["title"], 4.4, width * 0.7), bold=True),
                text(right - 2, top + 6, part, 3.2, "end"),
                text(left + 2, top + 13.2, second, fit(second, 3, width - 85)),
                text(right - 2, top + 13.2, scale_words, 2.8, "end"),
                text(left + 2, top + 20, third, fit(third, 2.7, width - 95)),
                text(right - 2, top + 20, "Unless said: cut edges ± 1, holes ± 0.5, turned ± 0.2", 2.5, "end"),
            ]
        )


def draw_all():
    """Runs every drawing script of the repository that this folder belongs to."""
    for script in sorted(Path(__file__).resolve().parent.parent.glob("plans/*/cad/drawings.py")):
        runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    draw_all()
