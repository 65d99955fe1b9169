# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on a sheet: holes, lettering, dimensions, and the views of plates, turned parts and bars.

A view is (width, height, draw): its size in millimetres of the part, and a function that draws it at a scale with its
lower left corner at a place of the sheet.
"""

from html import escape
from math import cos, pi, radians, sin

from outline import bounds, disk, figure, number, path, polygon, rect

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
    return (
        diameter,
        spots,
        where + (f" · {rows} rows from y {number(y)} each {number(up_by)}" if rows > 1 else f" · y {number(y)}"),
        note,
    )


def circle(diameter, count, pitch, x=0, y=0, start=0.0, step=None, note=""):
    """Holes on a circle of `pitch` diameter, evenly or each `step` degrees; the first at `start` degrees from the x axis."""
    turns = [radians(start + i * (step or 360 / count)) for i in range(count)]
    spots = [(x + pitch / 2 * cos(turn), y + pitch / 2 * sin(turn)) for turn in turns]
    where = f"on ⌀ {number(pitch)} round x {number(x)} y {number(y)}, first at {number(start)}°"
    return diameter, spots, where + (f", then each {number(step)}°" if step else ""), note


# ---- marks ----


def scale_text(scale):
    """`1:15` for a fifteenth of full size."""
    return f"{number(scale)}:1" if scale >= 1 else f"1:{number(1 / scale)}"


def text(x, y, words, size=2.8, anchor="start", bold=False, turn=0):
    """One line of lettering."""
    place = (
        f'transform="translate({number(x)} {number(y)}) rotate({turn})"'
        if turn
        else f'x="{number(x)}" y="{number(y)}"'
    )
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
    return (
        stroke(lines, 0.18)
        + _arrow(x1, y, way, 0)
        + _arrow(x2, y, -way, 0)
        + text((x1 + x2) / 2, y - 0.9, words, 2.8, "middle")
    )


def upright(y1, y2, x_from, x, words):
    """A vertical dimension, `y1` above `y2` on the sheet."""
    outside = y2 - y1 < 7
    lines = f"M{number(x_from)} {number(y1)}H{number(x - 1.5)}M{number(x_from)} {number(y2)}H{number(x - 1.5)}"
    lines += f"M{number(x)} {number(y1 - (5 if outside else 0))}V{number(y2 + (5 if outside else 0))}"
    way = 1 if outside else -1
    return (
        stroke(lines, 0.18)
        + _arrow(x, y1, 0, way)
        + _arrow(x, y2, 0, -way)
        + text(x - 0.9, (y1 + y2) / 2, words, 2.8, "middle", turn=-90)
    )


def _centre_mark(x, y, r):
    reach = max(r + 1, 1.2)
    return stroke(
        f"M{number(x - reach)} {number(y)}h{number(2 * reach)}M{number(x)} {number(y - reach)}v{number(2 * reach)}",
        0.13,
    )


# ---- views: (width, height, draw) where draw(x, y, scale) puts the lower left corner at x, y of the sheet ----


def face(shape, groups, windows, bends, marks, number_corners, is_whole):
    """A flat part. All that is cut stands in a group of its own, which has a name if it `is_whole`: nothing is left out."""
    left, low, right, high = bounds(shape)

    def draw(x, y, scale):
        place = lambda a, b: (x + (a - left) * scale, y - (b - low) * scale)
        # What is cut, in millimetres of the part, y upwards: programs take it from this group.
        own = lambda a, b: (a, b)
        cut = [stroke(path(outline, own, 1, is_up=True), 0.5 / scale) for outline in [shape, *[w for w, _ in windows]]]
        rest = []
        for letter, (diameter, spots, _, _) in zip("ABCDEFGHJKLMNP", groups):
            r, width = number(diameter / 2), number((0.2 if len(spots) > 40 else 0.35) / scale)
            cut += [
                f'<circle cx="{number(a)}" cy="{number(b)}" r="{r}" fill="none" stroke="#000" stroke-width="{width}"/>'
                for a, b in spots
            ]
            r = diameter / 2 * scale
            for a, b in spots if len(spots) <= 40 else ():
                rest.append(_centre_mark(*place(a, b), r))
            for a, b in spots if len(spots) <= 12 else spots[:1]:
                cx, cy = place(a, b)
                rest.append(text(cx + r * 0.72 + 0.6, cy - r * 0.72 - 0.6, letter, 2.5))
        lines = []
        for i, (axis, at, words) in enumerate(bends, 1):
            a, b = ((at, low), (at, high)) if axis == "x" else ((left, at), (right, at))
            dash = " ".join(number(length / scale) for length in (4, 1, 0.6, 1))
            lines.append(stroke(path([(*a, 0), (*b, 0)], own, 1, closed=False), 0.25 / scale, dash))
            rest.append(text(place(*b)[0] + 0.8, place(*b)[1] - 0.8, f"B{i}", 2.5))
        turn = f"translate({number(x - left * scale)} {number(y + low * scale)}) scale({scale!r} {-scale!r})"
        named = lambda name: f' id="{name}" data-scale="{scale_text(scale)}"' if is_whole else ""
        out = [f'<g{named("cut")} transform="{turn}">\n' + "\n".join(cut) + "\n</g>\n"]
        if lines:
            out.append(f'<g{named("etch")} transform="{turn}">\n' + "\n".join(lines) + "\n</g>\n")
        out += rest
        for mark, words in marks:
            out.append(stroke(path(mark, place, scale, closed=len(mark) > 2 or mark[0][2] == 1), 0.2, "1.6 1"))
        if number_corners:
            every = 1 if len(shape) <= 24 else 5
            for i, (a, b, _) in list(enumerate(shape, 1))[::every]:
                cx, cy = place(a, b)
                inward = -1 if a > (left + right) / 2 else 1
                out.append(
                    text(
                        cx + inward * 1.6,
                        cy + (3 if b > (low + high) / 2 else -1),
                        str(i),
                        2.2,
                        "end" if inward < 0 else "start",
                    )
                )
        cx, cy = place(0, 0)
        out.append(
            f'<circle cx="{number(cx)}" cy="{number(cy)}" r="1.1" fill="none" stroke="#000" stroke-width=".2"/>'
        )
        out.append(f'<circle cx="{number(cx)}" cy="{number(cy)}" r=".35"/>')
        out.append(across(x, x + (right - left) * scale, y + 1.5, y + 8, figure(right - left)))
        out.append(upright(y - (high - low) * scale, y, x - 1.5, x - 7, figure(high - low)))
        return "".join(out)

    return right - left, high - low, draw


def edge(thickness, height):
    def draw(x, y, scale):
        w, h = max(thickness * scale, 0.35), height * scale
        out = f'<rect x="{number(x)}" y="{number(y - h)}" width="{number(w)}" height="{number(h)}" fill="#ddd" stroke="#000" stroke-width=".35"/>'
        return out + across(x, x + w, y + 1.5, y + 8, "") + text(x + w / 2, y + 12, number(thickness), 2.8, "middle")

    return thickness, height, draw


def formed_view(shape, thickness, labels, closed):
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


def axial(steps, bores, keys, crosses):
    length, widest = sum(step[1] for step in steps), max(step[0] for step in steps)

    def draw(x, y, scale):
        middle, at, out = y - widest / 2 * scale, x, []
        for i, (diameter, run, note) in enumerate(steps, 1):
            w, h = run * scale, diameter * scale
            out.append(
                f'<rect x="{number(at)}" y="{number(middle - h / 2)}" width="{number(w)}" height="{number(h)}" fill="none" stroke="#000" stroke-width=".5"/>'
            )
            if note.startswith(("M", "thread", "Tr")):
                inner = h * 0.43
                out.append(
                    stroke(
                        f"M{number(at)} {number(middle - inner)}h{number(w)}M{number(at)} {number(middle + inner)}h{number(w)}",
                        0.18,
                    )
                )
            out.append(text(at + w / 2, y - widest * scale - 1.6, str(i), 2.6, "middle"))
            at += w
        for diameter, start, end, _ in bores:
            a, b, r = x + start * scale, x + end * scale, diameter / 2 * scale
            edges = f"M{number(a)} {number(middle - r)}H{number(b)}M{number(a)} {number(middle + r)}H{number(b)}"
            ends = "".join(
                f"M{number(c)} {number(middle - r)}v{number(2 * r)}"
                for c, s in ((a, start), (b, end))
                if 0 < s < length
            )
            out.append(stroke(edges + ends, 0.25, "1.6 .8"))
        for start, run, width, _ in keys:
            out.append(
                f'<rect x="{number(x + start * scale)}" y="{number(middle - width / 2 * scale)}" width="{number(run * scale)}" height="{number(width * scale)}" fill="none" stroke="#000" stroke-width=".35"/>'
            )
        for start, diameter, _ in crosses:
            cx = x + start * scale
            out.append(
                f'<circle cx="{number(cx)}" cy="{number(middle)}" r="{number(diameter / 2 * scale)}" fill="none" stroke="#000" stroke-width=".35"/>'
            )
            out.append(_centre_mark(cx, middle, diameter / 2 * scale))
        out.append(stroke(f"M{number(x - 4)} {number(middle)}H{number(at + 4)}", 0.18, "5 1 .8 1"))
        out.append(across(x, at, y + 1.5, y + 8, figure(length)))
        out.append(upright(y - widest * scale, y, x - 1.5, x - 7, f"⌀ {figure(widest)}"))
        return "".join(out)

    return length, widest, draw


def end(diameters, shapes):
    widest = max(diameters)

    def draw(x, y, scale):
        cx, cy = x + widest / 2 * scale, y - widest / 2 * scale
        out = [
            f'<circle cx="{number(cx)}" cy="{number(cy)}" r="{number(d / 2 * scale)}" fill="none" stroke="#000" stroke-width=".4"/>'
            for d in sorted(set(diameters))
        ]
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
        return (
            [polygon((0, 0), (a, 0), (a, t), (t, t), (t, b), (0, b))],
            b,
            f"angle {number(a)} × {number(b)} × {number(t)}",
        )
    if kind == "channel":
        h, b, web, flange = size
        shape = polygon(
            (0, 0), (b, 0), (b, flange), (web, flange), (web, h - flange), (b, h - flange), (b, h), (0, h)
        )
        return [shape], h, f"channel {number(h)} × {number(b)}, web {number(web)}"
    if kind == "pipe":
        d, t = size
        return [disk(d, d / 2, d / 2), disk(d - 2 * t, d / 2, d / 2)], d, f"pipe ⌀ {number(d)} × {number(t)}"
    if kind == "flat":
        return [rect(*size)], size[1], f"flat {number(size[0])} × {number(size[1])}"
    return [disk(size[0], size[0] / 2, size[0] / 2)], size[0], f"round ⌀ {number(size[0])}"


def long_view(height, length, spots, room, cuts):
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
            out = [
                stroke(
                    f"M{number(bottom_left)} {number(y)}L{number(top_left)} {number(y - h)}L{number(mid - 1.5)} {number(y - h)}{zig}z",
                    0.4,
                ),
                stroke(
                    f"M{number(bottom_right)} {number(y)}L{number(top_right)} {number(y - h)}L{number(mid + 1.5)} {number(y - h)}{zag}z",
                    0.4,
                ),
            ]
        else:
            out = [
                stroke(
                    f"M{number(bottom_left)} {number(y)}L{number(top_left)} {number(y - h)}L{number(top_right)} {number(y - h)}L{number(bottom_right)} {number(y)}z",
                    0.5,
                )
            ]
        for letter, (diameter, places, _, _) in zip("ABCDEFGH", spots):
            for i, (a, b) in enumerate(places):
                at = x + a * scale if not broken or a * scale < w / 2 - 4 else x + w - (length - a) * scale
                if broken and a * scale >= w / 2 - 4 and at < x + w / 2 + 4:
                    continue
                out.append(
                    f'<circle cx="{number(at)}" cy="{number(y - b * scale)}" r="{number(max(diameter / 2 * scale, 0.25))}" fill="none" stroke="#000" stroke-width=".35"/>'
                )
                if len(places) <= 8 or i in (0, len(places) - 1):
                    out.append(
                        _centre_mark(at, y - b * scale, diameter / 2 * scale) + text(at + 0.8, y - h - 1, letter, 2.4)
                    )
        out.append(across(x, x + w, y + 1.5, y + 8, figure(length)))
        out.append(upright(y - h, y, x - 1.5, x - 7, figure(height)))
        return "".join(out)

    return min(length, 1e9), height, draw


def section_view(shapes):
    left, low, right, high = bounds(shapes[0])

    def draw(x, y, scale):
        place = lambda a, b: (x + (a - left) * scale, y - (b - low) * scale)
        d = "".join(path(shape, place, scale) for shape in shapes)
        out = f'<path d="{d}" fill="#ddd" fill-rule="evenodd" stroke="#000" stroke-width=".4"/>'
        return out + across(x, x + (right - left) * scale, y + 1.5, y + 8, figure(right - left))

    return right - left, high - low, draw
