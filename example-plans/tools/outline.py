# SPDX-License-Identifier: GPL-3.0-or-later
"""Outlines of plates: shapes in millimetres, their area, and their SVG path.

An outline is a list of points `(x, y, bulge)`, counter-clockwise, y upwards. The bulge of a point belongs to the edge
that leaves it: 0 is straight, otherwise the tangent of a quarter of the arc's angle, as in DXF; negative bends inwards.
"""

from math import atan, cos, hypot, pi, radians, sin, sqrt, tan


def rect(width, height, x=0.0, y=0.0, radius=0.0, chamfer=0.0):
    """A rectangle from its lower left corner, its corners rounded or cut off."""
    cut = radius or chamfer
    if not cut:
        return [(x, y, 0), (x + width, y, 0), (x + width, y + height, 0), (x, y + height, 0)]
    bend = tan(pi / 8) if radius else 0
    return [
        (x + cut, y, 0),
        (x + width - cut, y, bend),
        (x + width, y + cut, 0),
        (x + width, y + height - cut, bend),
        (x + width - cut, y + height, 0),
        (x + cut, y + height, bend),
        (x, y + height - cut, 0),
        (x, y + cut, bend),
    ]


def polygon(*points):
    """Straight edges through `(x, y)` points, or `(x, y, bulge)` where an edge is an arc."""
    return [(point[0], point[1], point[2] if len(point) > 2 else 0) for point in points]


def disk(diameter, x=0.0, y=0.0):
    """A full circle round `(x, y)`."""
    r = diameter / 2
    return [(x + r, y, 1), (x - r, y, 1)]


def slot(length, width, x, y, angle=0.0):
    """A slot with round ends, `length` over all, round its middle `(x, y)`, turned by `angle` degrees."""
    half, r, turn = length / 2 - width / 2, width / 2, radians(angle)
    corners = [(-half, -r, 0), (half, -r, 1), (half, r, 0), (-half, r, 1)]
    return [(x + a * cos(turn) - b * sin(turn), y + a * sin(turn) + b * cos(turn), bulge) for a, b, bulge in corners]


def sector(outer, inner, angle):
    """A segment of a ring of two radii, symmetrical about the y axis, its chord at the bottom."""
    half = radians(angle / 2)
    left, right, bulge = pi / 2 + half, pi / 2 - half, tan(radians(angle) / 4)
    return [
        (inner * cos(left), inner * sin(left), -bulge),
        (inner * cos(right), inner * sin(right), 0),
        (outer * cos(right), outer * sin(right), bulge),
        (outer * cos(left), outer * sin(left), 0),
    ]


def moved(shape, dx, dy):
    """The shape, pushed by `(dx, dy)`."""
    return [(x + dx, y + dy, bulge) for x, y, bulge in shape]


def _edges(shape, closed=True):
    return list(zip(shape, shape[1:] + shape[:1]))[: None if closed else -1]


def area(shape):
    """Square millimetres inside, whichever way round it is written."""
    total = 0.0
    for (x1, y1, bulge), (x2, y2, _) in _edges(shape):
        total += (x1 * y2 - x2 * y1) / 2
        if bulge:
            angle = 4 * atan(bulge)
            radius = hypot(x2 - x1, y2 - y1) / (2 * sin(abs(angle) / 2))
            total += (1 if bulge > 0 else -1) * radius**2 * (abs(angle) - sin(abs(angle))) / 2
    return abs(total)


def arc_radius(start, end):
    """The radius of the arc between two points of an outline."""
    angle = 4 * atan(abs(start[2]))
    return hypot(end[0] - start[0], end[1] - start[1]) / (2 * sin(angle / 2))


def bounds(shape, closed=True):
    """Left, bottom, right and top, arcs included."""
    xs, ys = [], []
    for (x1, y1, bulge), (x2, y2, _) in _edges(shape, closed):
        xs += [x1, x2]
        ys += [y1, y2]
        if bulge:  # sixteen points of the arc; enough for a sheet
            cx, cy = _centre(x1, y1, x2, y2, bulge)
            steps, whole = 16, 4 * atan(bulge)
            for i in range(1, steps):
                turn = whole * i / steps
                xs.append(cx + (x1 - cx) * cos(turn) - (y1 - cy) * sin(turn))
                ys.append(cy + (x1 - cx) * sin(turn) + (y1 - cy) * cos(turn))
    return min(xs), min(ys), max(xs), max(ys)


def _centre(x1, y1, x2, y2, bulge):
    offset = (1 - bulge**2) / (4 * bulge)
    return (x1 + x2) / 2 - (y2 - y1) * offset, (y1 + y2) / 2 + (x2 - x1) * offset


def path(shape, place, scale, closed=True, is_up=False):
    """The SVG path; `place` turns a point of the part into one of the sheet, on which y goes down unless it `is_up`."""
    x, y = place(shape[0][0], shape[0][1])
    steps = [f"M{number(x)} {number(y)}"]
    for start, end in _edges(shape, closed):
        x, y = place(end[0], end[1])
        if start[2]:
            r = number(arc_radius(start, end) * scale)
            large, sweep = int(abs(start[2]) > 1), int((start[2] > 0) == is_up)
            steps.append(f"A{r} {r} 0 {large} {sweep} {number(x)} {number(y)}")
        else:
            steps.append(f"L{number(x)} {number(y)}")
    return "".join(steps) + ("z" if closed else "")


def number(value):
    """A figure with three decimals at most, no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def figure(value):
    """A dimension as a drawing shows it: what was meant exactly in full, what was computed to a tenth."""
    return (
        number(value) if abs(value) < 10 or abs(value * 100 - round(value * 100)) < 1e-6 else number(round(value, 1))
    )
