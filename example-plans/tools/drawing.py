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
from math import cos, pi, radians, sin
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import plan_facts  # noqa: E402
from outline import area, arc_radius, bounds, disk, figure, moved, number, path, polygon, rect, sector, slot  # noqa: E402,F401

SCALES = [5, 2, 1, 1 / 2, 1 / 2.5, 1 / 3, 1 / 4, 1 / 5, 1 / 8, 1 / 10, 1 / 15, 1 / 20, 1 / 25, 1 / 50]
# name, width, height, width of the column of notes, text height, line height; all mm
SHEETS = [("A5", 210, 148, 64, 2.8, 3.9), ("A4", 297, 210, 92, 3.1, 4.4)]
EDGE, STRIP = 6, 22                      # margin of the sheet, height of the title block
PAD_LEFT, PAD_BOTTOM, PAD_TOP, GAP = 15, 13, 8, 16   # round a view, for its dimensions
INCH = 25.4
# The section of each stock that these plans saw, and the thickness of each that they cut, by item.
SECTIONS = {
    "steel-angle-50x50x5": ("angle", 50, 50, 5), "steel-angle-1x1x1-8in": ("angle", 25.4, 25.4, 3.175),
    "steel-angle-2x2x1-4in": ("angle", 50.8, 50.8, 6.35), "steel-channel-6in": ("channel", 152.4, 48.8, 5.1, 8.7),
    "steel-tube-40x40x3": ("tube", 40, 40, 3), "steel-tube-2x2x1-8in": ("tube", 50.8, 50.8, 3.175),
    "steel-tube-2x2x1-4in": ("tube", 50.8, 50.8, 6.35), "steel-tube-3x3x1-4in": ("tube", 76.2, 76.2, 6.35),
    "steel-tube-4x4x1-4in": ("tube", 101.6, 101.6, 6.35), "steel-tube-2x6x1-4in": ("tube", 50.8, 152.4, 6.35),
    "steel-tube-6x6x1-8in": ("tube", 152.4, 152.4, 3.175), "steel-tube-8x8x1-8in": ("tube", 203.2, 203.2, 3.175),
    "steel-pipe-48x3": ("pipe", 48.3, 3), "steel-pipe-60x5": ("pipe", 60.3, 5), "steel-pipe-76x3": ("pipe", 76.1, 3.2),
    "steel-bar-12mm": ("round", 12), "steel-bar-20mm": ("round", 20), "threaded-rod-m12": ("round", 12),
    "steel-bar-1-1-2in": ("round", 38.1), "threaded-rod-m10": ("round", 10), "threaded-rod-m8": ("round", 8),
    "smooth-rod-8mm": ("round", 8),
}
THICKNESS = {
    "steel-sheet-1.5mm": 1.52, "steel-sheet-3.2mm": 3.175, "steel-flat-6.35mm": 6.35, "steel-plate-6.35mm": 6.35,
    "steel-flat-9.5mm": 9.525, "steel-flat-12.7mm": 12.7, "steel-plate-12.7mm": 12.7, "wear-plate-6mm": 6,
    "hdpe-sheet-12mm": 12,
}
STEEL, IRON, BRONZE, ALUMINIUM, HDPE, PLYWOOD = 7.85, 7.2, 8.8, 2.7, 0.95, 0.6   # kg/dm3


# ---- holes: a group is (diameter, positions, where in words, what in words) ----

def holes(diameter, *positions, note=""):
    """Holes at single places."""
    where = "; ".join(f"x {figure(x)} y {figure(y)}" for x, y in positions)
    return diameter, list(positions), where, note


def grid(diameter, xs, ys, note=""):
    """Holes at every crossing of the columns and rows."""
    where = f"x {', '.join(map(number, xs))} · y {', '.join(map(number, ys))}"
    return diameter, [(x, y) for x in xs for y in ys], where, note


def field(diameter, x, columns, across_by, y, rows, up_by, note=""):
    """Many holes in rows and columns of even spacing, from the first one at `(x, y)`."""
    spots = [(x + i * across_by, y + j * up_by) for i in range(columns) for j in range(rows)]
    where = f"{columns} columns from x {number(x)} each {number(across_by)}" if columns > 1 else f"x {number(x)}"
    return diameter, spots, where + (f" · {rows} rows from y {number(y)} each {number(up_by)}" if rows > 1 else f" · y {number(y)}"), note


def circle(diameter, count, pitch, x=0, y=0, start=0.0, step=None, note=""):
    """Holes on a circle of `pitch` diameter, evenly or each `step` degrees; the first at `start` degrees from the x axis."""
    turns = [radians(start + i * (step or 360 / count)) for i in range(count)]
    spots = [(x + pitch / 2 * cos(turn), y + pitch / 2 * sin(turn)) for turn in turns]
    where = f"on ⌀ {number(pitch)} round x {number(x)} y {number(y)}, first at {number(start)}°"
    return diameter, spots, where + (f", then each {number(step)}°" if step else ""), note


# ---- marks ----

def text(x, y, words, size=2.8, anchor="start", bold=False, turn=0):
    """One line of lettering."""
    place = f'transform="translate({number(x)} {number(y)}) rotate({turn})"' if turn else f'x="{number(x)}" y="{number(y)}"'
    weight = ' font-weight="bold"' if bold else ""
    middle = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text {place} font-size="{number(size)}"{middle}{weight}>{escape(words)}</text>'


def stroke(d, width=0.25, dash=""):
    """A path without fill."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="none" stroke="#000" stroke-width="{number(width)}"{dashes}/>'


def _arrow(x, y, dx, dy):
    px, py = -dy, dx
    tip = f"M{number(x)} {number(y)}L{number(x - 2.4 * dx + 0.5 * px)} {number(y - 2.4 * dy + 0.5 * py)}"
    return f'<path d="{tip}L{number(x - 2.4 * dx - 0.5 * px)} {number(y - 2.4 * dy - 0.5 * py)}z"/>'


def across(x1, x2, y_from, y, words):
    """A horizontal dimension: extension lines from `y_from`, arrows at both ends, the figure above the line."""
    outside = x2 - x1 < 7
    lines = f"M{number(x1)} {number(y_from)}V{number(y + 1.5)}M{number(x2)} {number(y_from)}V{number(y + 1.5)}"
    lines += f"M{number(x1 - (5 if outside else 0))} {number(y)}H{number(x2 + (5 if outside else 0))}"
    way = 1 if outside else -1
    return stroke(lines, 0.18) + _arrow(x1, y, way, 0) + _arrow(x2, y, -way, 0) + text((x1 + x2) / 2, y - 0.9, words, 2.8, "middle")


def upright(y1, y2, x_from, x, words):
    """A vertical dimension, `y1` above `y2` on the sheet."""
    outside = y2 - y1 < 7
    lines = f"M{number(x_from)} {number(y1)}H{number(x - 1.5)}M{number(x_from)} {number(y2)}H{number(x - 1.5)}"
    lines += f"M{number(x)} {number(y1 - (5 if outside else 0))}V{number(y2 + (5 if outside else 0))}"
    way = 1 if outside else -1
    return stroke(lines, 0.18) + _arrow(x, y1, 0, way) + _arrow(x, y2, 0, -way) + text(x - 0.9, (y1 + y2) / 2, words, 2.8, "middle", turn=-90)


def _centre_mark(x, y, r):
    reach = max(r + 1, 1.2)
    return stroke(f"M{number(x - reach)} {number(y)}h{number(2 * reach)}M{number(x)} {number(y - reach)}v{number(2 * reach)}", 0.13)


# ---- views: (width, height, draw) where draw(x, y, scale) puts the lower left corner at x, y of the sheet ----

def _face(shape, groups, windows, bends, marks, number_corners):
    left, low, right, high = bounds(shape)

    def draw(x, y, scale):
        place = lambda a, b: (x + (a - left) * scale, y - (b - low) * scale)
        out = [stroke(path(shape, place, scale), 0.5)]
        out += [stroke(path(window, place, scale), 0.5) for window, _ in windows]
        for letter, (diameter, spots, _, _) in zip("ABCDEFGHJKLMNP", groups):
            r = diameter / 2 * scale
            if len(spots) > 40:
                rings = "".join(
                    f"M{number(place(a, b)[0] - r)} {number(place(a, b)[1])}a{number(r)} {number(r)} 0 1 0 {number(2 * r)} 0"
                    f"a{number(r)} {number(r)} 0 1 0 -{number(2 * r)} 0" for a, b in spots)
                out.append(stroke(rings, 0.2))
            for a, b in spots if len(spots) <= 40 else ():
                cx, cy = place(a, b)
                out.append(f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(max(r, 0.25))}" fill="none" stroke="#000" stroke-width=".35"/>')
                out.append(_centre_mark(cx, cy, r))
            for a, b in spots if len(spots) <= 12 else spots[:1]:
                cx, cy = place(a, b)
                out.append(text(cx + r * 0.72 + 0.6, cy - r * 0.72 - 0.6, letter, 2.5))
        for i, (axis, at, words) in enumerate(bends, 1):
            a, b = (place(at, low), place(at, high)) if axis == "x" else (place(left, at), place(right, at))
            out.append(stroke(f"M{number(a[0])} {number(a[1])}L{number(b[0])} {number(b[1])}", 0.25, "4 1 .6 1"))
            out.append(text(b[0] + 0.8, b[1] - 0.8, f"B{i}", 2.5))
        for mark, words in marks:
            out.append(stroke(path(mark, place, scale, closed=len(mark) > 2 or mark[0][2] == 1), 0.2, "1.6 1"))
        if number_corners:
            every = 1 if len(shape) <= 24 else 5
            for i, (a, b, _) in list(enumerate(shape, 1))[::every]:
                cx, cy = place(a, b)
                inward = -1 if a > (left + right) / 2 else 1
                out.append(text(cx + inward * 1.6, cy + (3 if b > (low + high) / 2 else -1), str(i), 2.2, "end" if inward < 0 else "start"))
        cx, cy = place(0, 0)
        out.append(f'<circle cx="{number(cx)}" cy="{number(cy)}" r="1.1" fill="none" stroke="#000" stroke-width=".2"/>')
        out.append(f'<circle cx="{number(cx)}" cy="{number(cy)}" r=".35"/>')
        out.append(across(x, x + (right - left) * scale, y + 1.5, y + 8, figure(right - left)))
        out.append(upright(y - (high - low) * scale, y, x - 1.5, x - 7, figure(high - low)))
        return "".join(out)

    return right - left, high - low, draw


def _edge(thickness, height):
    def draw(x, y, scale):
        w, h = max(thickness * scale, 0.35), height * scale
        out = f'<rect x="{number(x)}" y="{number(y - h)}" width="{number(w)}" height="{number(h)}" fill="#ddd" stroke="#000" stroke-width=".35"/>'
        return out + across(x, x + w, y + 1.5, y + 8, "") + text(x + w / 2, y + 12, number(thickness), 2.8, "middle")

    return thickness, height, draw


def _formed(shape, thickness, labels, closed):
    left, low, right, high = bounds(shape, closed)

    def draw(x, y, scale):
        place = lambda a, b: (x + (a - left) * scale, y - (b - low) * scale)
        width = max(thickness * scale, 0.5)
        out = [stroke(path(shape, place, scale, closed), width).replace("<path", '<path stroke-linejoin="round"')]
        out += [text(*place(a, b), words, 2.6, "middle") for a, b, words in labels]
        out.append(across(x, x + (right - left) * scale, y + 1.5, y + 8, figure(right - left)))
        out.append(upright(y - (high - low) * scale, y, x - 1.5, x - 6, figure(high - low)))
        return "".join(out)

    return right - left, high - low, draw


def _axial(steps, bores, keys, crosses):
    length, widest = sum(step[1] for step in steps), max(step[0] for step in steps)

    def draw(x, y, scale):
        middle, at, out = y - widest / 2 * scale, x, []
        for i, (diameter, run, note) in enumerate(steps, 1):
            w, h = run * scale, diameter * scale
            out.append(f'<rect x="{number(at)}" y="{number(middle - h / 2)}" width="{number(w)}" height="{number(h)}" fill="none" stroke="#000" stroke-width=".5"/>')
            if note.startswith(("M", "thread", "Tr")):
                inner = h * 0.43
                out.append(stroke(f"M{number(at)} {number(middle - inner)}h{number(w)}M{number(at)} {number(middle + inner)}h{number(w)}", 0.18))
            out.append(text(at + w / 2, y - widest * scale - 1.6, str(i), 2.6, "middle"))
            at += w
        for diameter, start, end, _ in bores:
            a, b, r = x + start * scale, x + end * scale, diameter / 2 * scale
            edges = f"M{number(a)} {number(middle - r)}H{number(b)}M{number(a)} {number(middle + r)}H{number(b)}"
            ends = "".join(f"M{number(c)} {number(middle - r)}v{number(2 * r)}" for c, s in ((a, start), (b, end)) if 0 < s < length)
            out.append(stroke(edges + ends, 0.25, "1.6 .8"))
        for start, run, width, _ in keys:
            out.append(f'<rect x="{number(x + start * scale)}" y="{number(middle - width / 2 * scale)}" width="{number(run * scale)}" height="{number(width * scale)}" fill="none" stroke="#000" stroke-width=".35"/>')
        for start, diameter, _ in crosses:
            cx = x + start * scale
            out.append(f'<circle cx="{number(cx)}" cy="{number(middle)}" r="{number(diameter / 2 * scale)}" fill="none" stroke="#000" stroke-width=".35"/>')
            out.append(_centre_mark(cx, middle, diameter / 2 * scale))
        out.append(stroke(f"M{number(x - 4)} {number(middle)}H{number(at + 4)}", 0.18, "5 1 .8 1"))
        out.append(across(x, at, y + 1.5, y + 8, figure(length)))
        out.append(upright(y - widest * scale, y, x - 1.5, x - 7, f"⌀ {figure(widest)}"))
        return "".join(out)

    return length, widest, draw


def _end(diameters, shapes):
    widest = max(diameters)

    def draw(x, y, scale):
        cx, cy = x + widest / 2 * scale, y - widest / 2 * scale
        out = [f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(d / 2 * scale)}" fill="none" stroke="#000" stroke-width=".4"/>' for d in sorted(set(diameters))]
        out += [stroke(path(shape, lambda a, b: (cx + a * scale, cy - b * scale), scale), 0.4) for shape in shapes]
        return "".join(out) + _centre_mark(cx, cy, widest / 2 * scale + 1)

    return widest, widest, draw


def profile(kind, *size):
    """The section of a bar: outlines (the second one hollow), height as seen along the bar, and words for it."""
    if kind == "tube":
        a, b, t = size
        return [rect(a, b), rect(a - 2 * t, b - 2 * t, t, t)], b, f"tube {number(a)} × {number(b)} × {number(t)}"
    if kind == "angle":
        a, b, t = size
        return [polygon((0, 0), (a, 0), (a, t), (t, t), (t, b), (0, b))], b, f"angle {number(a)} × {number(b)} × {number(t)}"
    if kind == "channel":
        h, b, web, flange = size
        shape = polygon((0, 0), (b, 0), (b, flange), (web, flange), (web, h - flange), (b, h - flange), (b, h), (0, h))
        return [shape], h, f"channel {number(h)} × {number(b)}, web {number(web)}"
    if kind == "pipe":
        d, t = size
        return [disk(d, d / 2, d / 2), disk(d - 2 * t, d / 2, d / 2)], d, f"pipe ⌀ {number(d)} × {number(t)}"
    if kind == "flat":
        return [rect(*size)], size[1], f"flat {number(size[0])} × {number(size[1])}"
    return [disk(size[0], size[0] / 2, size[0] / 2)], size[0], f"round ⌀ {number(size[0])}"


def _long(height, length, spots, room, cuts):
    """A bar from the side. Where it is too long for the sheet its middle is left out, and a break shows it."""
    def draw(x, y, scale):
        h, whole = height * scale, length * scale
        broken = whole > room
        w = room if broken else whole
        left_cut, right_cut = (0 if angle == 90 else h * (1 if angle > 0 else -1) for angle in cuts)
        top_left, bottom_left = x + max(left_cut, 0), x + max(-left_cut, 0)
        top_right, bottom_right = x + w - max(right_cut, 0), x + w - max(-right_cut, 0)
        if broken:
            mid = x + w / 2
            zig = f"L{number(mid - 2.5)} {number(y - h * 0.62)}L{number(mid - 0.5)} {number(y - h * 0.38)}L{number(mid - 1.5)} {number(y)}"
            zag = f"L{number(mid + 0.5)} {number(y - h * 0.62)}L{number(mid + 2.5)} {number(y - h * 0.38)}L{number(mid + 1.5)} {number(y)}"
            out = [stroke(f"M{number(bottom_left)} {number(y)}L{number(top_left)} {number(y - h)}L{number(mid - 1.5)} {number(y - h)}{zig}z", 0.4),
                   stroke(f"M{number(bottom_right)} {number(y)}L{number(top_right)} {number(y - h)}L{number(mid + 1.5)} {number(y - h)}{zag}z", 0.4)]
        else:
            out = [stroke(f"M{number(bottom_left)} {number(y)}L{number(top_left)} {number(y - h)}L{number(top_right)} {number(y - h)}L{number(bottom_right)} {number(y)}z", 0.5)]
        for letter, (diameter, places, _, _) in zip("ABCDEFGH", spots):
            for i, (a, b) in enumerate(places):
                at = x + a * scale if not broken or a * scale < w / 2 - 4 else x + w - (length - a) * scale
                if broken and a * scale >= w / 2 - 4 and at < x + w / 2 + 4:
                    continue
                out.append(f'<circle cx="{number(at)}" cy="{number(y - b * scale)}" r="{number(max(diameter / 2 * scale, 0.25))}" fill="none" stroke="#000" stroke-width=".35"/>')
                if len(places) <= 8 or i in (0, len(places) - 1):
                    out.append(_centre_mark(at, y - b * scale, diameter / 2 * scale) + text(at + 0.8, y - h - 1, letter, 2.4))
        out.append(across(x, x + w, y + 1.5, y + 8, figure(length)))
        out.append(upright(y - h, y, x - 1.5, x - 7, figure(height)))
        return "".join(out)

    return min(length, 1e9), height, draw


def _section(shapes):
    left, low, right, high = bounds(shapes[0])

    def draw(x, y, scale):
        place = lambda a, b: (x + (a - left) * scale, y - (b - low) * scale)
        d = "".join(path(shape, place, scale) for shape in shapes)
        out = f'<path d="{d}" fill="#ddd" fill-rule="evenodd" stroke="#000" stroke-width=".4"/>'
        return out + across(x, x + (right - left) * scale, y + 1.5, y + 8, figure(right - left))

    return right - left, high - low, draw


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

    def plate(self, part, shape, groups=(), windows=(), bends=(), formed=None, notes=(), marks=(),
              thickness=None,
              density=STEEL, tolerance=0.03, plain=False, pieces=1, rule=None, solid=False):
        """A flat blank. `windows` are (outline, words), `bends` (axis, place, words), `marks` dashed (outline, words);
        `formed` is (points, labels) or (points, labels, True) for a closed line, seen from the edge after bending; `pieces`
        of the shape make one part; `rule` tells an outline of many corners in words;
        a `solid` is cast: its thickness is no stock's. The thickness is that of the stock, if none is said."""
        thickness = thickness or THICKNESS[self.parts[part]["stock"][0]]
        net = area(shape) - sum(area(window) for window, _ in windows)
        net -= sum(pi / 4 * diameter ** 2 * len(spots) for diameter, spots, _, _ in groups)
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
            rows.append("Outline, x, y from the small circle" + ("; each fifth corner is numbered:" if len(shape) > 24 else ":"))
            pairs = list(zip(shape, shape[1:] + shape[:1]))
            rows.append("; ".join(
                f"{i} ({figure(a[0])}, {figure(a[1])})" + (f" arc R {figure(arc_radius(a, b))} to" if a[2] else "")
                for i, (a, b) in enumerate(pairs, 1)))
        rows += [f"Opening: {words}" for _, words in windows if words]
        for letter, (diameter, spots, where, note) in zip("ABCDEFGHJKLMNP", groups):
            rows.append(f"{letter}: {len(spots)} × ⌀ {number(diameter)} {note or 'through'}: {where}")
        rows += [f"B{i}: {words}, at {axis} {number(at)}" for i, (axis, at, words) in enumerate(bends, 1)]
        rows += [f"Dashed: {words}" for _, words in marks if words]
        views = [_face(shape, groups, windows, bends, marks, not (is_disk or is_box or rule))]
        views.append(_formed(formed[0], thickness, formed[1], len(formed) > 2) if formed else _edge(thickness, high - low))
        self._sheet(part, views, rows, notes, "" if solid else f"{number(thickness)} thick", plain)

    def bar(self, part, groups=(), notes=(), cuts=(90, 90), section=None, length=None,
            density=STEEL, tolerance=0.06, plain=False):
        """A length of stock. Holes: x from the left end, y from the lower edge of the face that is seen. A cut of 45 or
        -45 degrees leans the end inwards at the top or at the bottom. Section and length are those of the stock, if none
        are said."""
        item, quantity = self.parts[part]["stock"]
        length = length or _millimetres(quantity)
        shapes, height, words = profile(*(section or SECTIONS[item]))
        net = area(shapes[0]) - sum(area(shape) for shape in shapes[1:])
        self._weigh(part, net * length * density / 1e6, tolerance)
        rows = [f"Stock: {words}", "Ends square, deburred." if cuts == (90, 90) else f"Ends cut at {abs(cuts[0])}° and {abs(cuts[1])}°."]
        for letter, (diameter, spots, where, note) in zip("ABCDEFGH", groups):
            rows.append(f"{letter}: {len(spots)} × ⌀ {number(diameter)} {note or 'through'}: {where}")
        self._sheet(part, [("long", length, height, groups, cuts), _section(shapes)], rows, notes, "", plain)

    def turned(self, part, steps, bores=(), keys=(), crosses=(), shapes=(), notes=(), density=STEEL, tolerance=0.05, plain=False, less=0.0):
        """A round part. `steps` are (diameter, length, words) from the left, `bores` (diameter, from, to, words), `keys`
        (from, length, width, words), `crosses` (x, diameter, words); `less` is what else is cut off, in kg."""
        volume = sum(pi / 4 * d ** 2 * run for d, run, _ in steps) - sum(pi / 4 * d ** 2 * (b - a) for d, a, b, _ in bores)
        self._weigh(part, volume * density / 1e6 - less, tolerance)
        rows = ["Steps from the left:"]
        rows += [f"{i}: ⌀ {number(d)} × {number(run)}{', ' + words if words else ''}" for i, (d, run, words) in enumerate(steps, 1)]
        rows += [f"Bore ⌀ {number(d)}, x {number(a)} to {number(b)}{', ' + words if words else ''}" for d, a, b, words in bores]
        rows += [f"Keyway {number(w)} wide, x {number(a)} to {number(a + run)}{', ' + words if words else ''}" for a, run, w, words in keys]
        rows += [f"Cross hole ⌀ {number(d)} at x {number(x)}{', ' + words if words else ''}" for x, d, words in crosses]
        ends = [step[0] for step in steps] + [bore[0] for bore in bores]
        self._sheet(part, [_axial(steps, bores, keys, crosses), _end(ends, shapes)], rows, notes, "", plain)

    def _weigh(self, part, drawn, tolerance):
        planned = self.parts[part]["mass"]
        if tolerance is not None and abs(drawn - planned) > tolerance * planned:
            sys.exit(f"{self.plan['id']}/{part}: the drawing weighs {drawn:.3f} kg, the plan says {planned} kg")

    def _sheet(self, part, views, rows, notes, thick, plain):
        facts = self.parts[part]
        all_rows = rows + list(notes)
        if plain:
            all_rows.append("Blank over all: bores, holes and openings are not known here. Take them from the mating part or the source.")
        for name, width, height, column, size, line in SHEETS:
            room, tall = width - 2 * EDGE - column - 4, height - 2 * EDGE - STRIP
            lines = _wrapped(all_rows, int((column - 2) / (size * 0.5)))
            is_long = views[0][0] == "long"
            scale, section_scale = self._fit(views, room, tall, is_long)
            if len(lines) * line <= tall - 4 and (scale >= 0.1 or is_long) or name == "A4":
                break
        while len(lines) * line > tall - 4 and size > 2:   # a long table of corners: smaller letters
            size, line = size * 0.95, line * 0.95
            lines = _wrapped(all_rows, int((column - 2) / (size * 0.5)))
        out = [f'<rect width="{width}" height="{height}" fill="#fff"/>']
        x, y = EDGE + PAD_LEFT, EDGE + PAD_TOP
        first, second = views[0], views[1]
        if is_long:
            _, length, bar_height, groups, cuts = first
            run = room - PAD_LEFT - 4
            first = _long(bar_height, length, groups, run, cuts)
            base = EDGE + PAD_TOP + 6 + bar_height * scale
            out.append(first[2](x, base, scale))
            low = base + PAD_BOTTOM + 10 + second[1] * section_scale
            out.append(second[2](x, low, section_scale))
            out.append(text(x + second[0] * section_scale + 8, low - 2, f"Section, {_scale_text(section_scale)}", 2.8))
        else:
            over = max(tall - max(first[1], second[1]) * scale - PAD_BOTTOM - PAD_TOP, 0) / 2
            base = y + over + max(first[1], second[1]) * scale
            right = room - PAD_LEFT - (first[0] + second[0]) * scale - GAP - 4
            if right >= 0:
                x += right / 3
                out.append(first[2](x, base, scale))
                out.append(second[2](x + first[0] * scale + GAP + min(right / 3, 14), base, scale))
            else:                                     # one above the other
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
            + "\n".join(out) + "\n</svg>\n")
        (self.folder / f"{part}.svg").write_text(svg, encoding="utf-8", newline="\n")

    def _fit(self, views, room, tall, is_long):
        first, second = views
        if is_long:
            _, length, bar_height, _, _ = first
            across_it = next(scale for scale in SCALES if second[1] * scale <= 34 and second[0] * scale <= 60)
            whole = [scale for scale in SCALES if length * scale <= room - PAD_LEFT - 4 and 5 <= bar_height * scale <= 26]
            return (whole or [scale for scale in SCALES if bar_height * scale <= 16])[0], across_it
        for scale in SCALES:
            beside = (first[0] + second[0]) * scale + PAD_LEFT + GAP + 4 <= room and max(first[1], second[1]) * scale + PAD_BOTTOM + PAD_TOP <= tall
            above = max(first[0], second[0]) * scale + PAD_LEFT + 4 <= room and (first[1] + second[1]) * scale + 2 * (PAD_BOTTOM + PAD_TOP) <= tall
            if beside or above:
                return scale, scale
        return SCALES[-1], SCALES[-1]

    def _title(self, facts, part, sheet, width, height, scale, thick):
        left, top, right = EDGE, height - EDGE - STRIP, width - EDGE
        lines = f"M{left} {EDGE}H{right}V{height - EDGE}H{left}zM{left} {top}H{right}M{left} {top + 8.5}H{right}M{left} {top + 15.5}H{right}"
        item, quantity = facts["stock"]
        mass = f"{facts['mass']:g} kg each" if facts["mass"] is not None else ""
        second = " · ".join(w for w in (f"{facts['pieces']} off", mass, f"{item}{', ' + thick if thick else ''}", f"{quantity} of it each") if w)
        third = f"{self.plan['title']} ({self.plan['id']} {self.plan.get('version', '')}) · {self.plan['license']}"
        fit = lambda words, most, room: min(most, room / max(len(words), 1) / 0.52)
        scale_words = f"Scale {_scale_text(scale)} on {sheet} · dimensions in mm"
        return "".join([
            stroke(lines, 0.35),
            text(left + 2, top + 6, facts["title"], fit(facts["title"], 4.4, width * 0.7), bold=True),
            text(right - 2, top + 6, part, 3.2, "end"),
            text(left + 2, top + 13.2, second, fit(second, 3, width - 85)),
            text(right - 2, top + 13.2, scale_words, 2.8, "end"),
            text(left + 2, top + 20, third, fit(third, 2.7, width - 95)),
            text(right - 2, top + 20, "Unless said: cut edges ± 1, holes ± 0.5, turned ± 0.2", 2.5, "end"),
        ])


def draw_all():
    """Runs every drawing script of the repository that this folder belongs to."""
    for script in sorted(Path(__file__).resolve().parent.parent.glob("plans/*/cad/drawings.py")):
        runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    draw_all()
