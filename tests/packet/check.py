#!/usr/bin/env python3
"""Opens the files of an unpacked packet with other people's programs: every DXF with ezdxf, every CSV with LibreOffice.

    python3 -m pip install --require-hashes -r tests/packet/requirements.txt
    groundup packet PLAN REPO --at FACILITY -o packet.zip && unzip packet.zip -d packet
    python3 tests/packet/check.py packet

A table opens as UTF-8 with commas, which LibreOffice asks for when it opens one; here the same is said on the command line.
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

import ezdxf
import openpyxl
from ezdxf import bbox

packet = pathlib.Path(sys.argv[1])
faults = []


def box(polyline):
    points = [point for edge in polyline.virtual_entities() for point in edge_points(edge)]
    return (min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points))


def edge_points(edge):
    """Of a straight edge its ends, of an arc what encloses it."""
    if edge.dxftype() == "LINE":
        return [edge.dxf.start, edge.dxf.end]
    found = bbox.extents([edge], fast=False)
    return [found.extmin, found.extmax]


def apart(a, b):
    return a[2] <= b[0] + 1e-6 or b[2] <= a[0] + 1e-6 or a[3] <= b[1] + 1e-6 or b[3] <= a[1] + 1e-6


def inside(inner, outer, slack):
    return all(a >= b - slack for a, b in zip(inner[:2], outer[:2])) and all(
        a <= b + slack for a, b in zip(inner[2:], outer[2:])
    )


drawings = sorted(packet.glob("cut/**/*.dxf"))
outlines = 0
for path in drawings:
    drawing = ezdxf.readfile(path)
    faults += [f"{path}: {error}" for error in drawing.audit().errors]
    polylines = drawing.modelspace().query("POLYLINE")
    faults += [f"{path}: an open outline" for line in polylines if line.dxf.layer == "CUT" and not line.is_closed]
    boxes = {layer: [box(line) for line in polylines if line.dxf.layer == layer] for layer in ("STOCK", "BLANK", "CUT")}
    for circle in drawing.modelspace().query("CIRCLE"):
        (x, y, _), r = circle.dxf.center, circle.dxf.radius
        boxes.setdefault(circle.dxf.layer, []).append((x - r, y - r, x + r, y + r))
    # A piece is the room of an outline, or a rectangle that is cut itself: what lies in no such room.
    outlined = [cut for cut in boxes["CUT"] if any(inside(cut, blank, 0.6) for blank in boxes["BLANK"])]
    pieces = boxes["BLANK"] + [cut for cut in boxes["CUT"] if cut not in outlined]
    outlines += len(outlined)
    for index, piece in enumerate(pieces):
        faults += [f"{path}: pieces overlap" for other in pieces[:index] if not apart(piece, other)]
        faults += [f"{path}: a piece leaves the sheet" for stock in boxes["STOCK"] if not inside(piece, stock, 1e-6)]

tables = sorted(packet.glob("*.csv"))
cells = 0
with tempfile.TemporaryDirectory() as folder:
    command = ["soffice", "--headless", "--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", folder]
    subprocess.run(command + [str(table) for table in tables], check=True, capture_output=True)
    for table in tables:
        sheet = openpyxl.load_workbook(f"{folder}/{table.stem}.xlsx").active
        for r, row in enumerate(csv.reader(open(table, newline="", encoding="utf-8")), 1):
            for c, text in enumerate(row, 1):
                cell = sheet.cell(r, c)
                shown = "" if cell.value is None else cell.value
                cells += 1
                if cell.data_type == "f":
                    faults.append(f"{table}: row {r}, column {c} became a formula")
                elif isinstance(shown, (int, float)) and abs(float(text) - shown) > 1e-9 * abs(shown):
                    faults.append(f"{table}: row {r}, column {c} is {text}, and opens as {shown}")
                elif isinstance(shown, str) and shown != text:
                    faults.append(f"{table}: row {r}, column {c} is {text!r}, and opens as {shown!r}")

print(f"{len(drawings)} drawings with {outlines} closed curves of outlines, {len(tables)} tables with {cells} cells: {len(faults)} faults")
print("\n".join(faults))
sys.exit(bool(faults))
