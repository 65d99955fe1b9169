#!/usr/bin/env python3
"""Opens the files of an unpacked packet with other people's programs: every DXF with ezdxf, every CSV with LibreOffice.

    python3 -m pip install ezdxf openpyxl
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

packet = pathlib.Path(sys.argv[1])
faults = []


def box(polyline):
    points = [vertex.dxf.location for vertex in polyline.vertices]
    return (min(p.x for p in points), min(p.y for p in points), max(p.x for p in points), max(p.y for p in points))


def apart(a, b):
    return a[2] <= b[0] + 1e-6 or b[2] <= a[0] + 1e-6 or a[3] <= b[1] + 1e-6 or b[3] <= a[1] + 1e-6


drawings = sorted(packet.glob("cut/**/*.dxf"))
for path in drawings:
    drawing = ezdxf.readfile(path)
    faults += [f"{path}: {error}" for error in drawing.audit().errors]
    polylines = drawing.modelspace().query("POLYLINE")
    faults += [f"{path}: an open outline" for polyline in polylines if not polyline.is_closed]
    cuts = [box(polyline) for polyline in polylines if polyline.dxf.layer == "CUT"]
    stock = [box(polyline) for polyline in polylines if polyline.dxf.layer == "STOCK"]
    for index, cut in enumerate(cuts):
        faults += [f"{path}: pieces overlap" for other in cuts[:index] if not apart(cut, other)]
        for x0, y0, x1, y1 in stock:
            if cut[0] < x0 - 1e-6 or cut[1] < y0 - 1e-6 or cut[2] > x1 + 1e-6 or cut[3] > y1 + 1e-6:
                faults.append(f"{path}: a piece leaves the sheet")

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

print(f"{len(drawings)} drawings, {len(tables)} tables with {cells} cells: {len(faults)} faults")
print("\n".join(faults))
sys.exit(bool(faults))
