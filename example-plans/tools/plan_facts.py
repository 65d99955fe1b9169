# SPDX-License-Identifier: GPL-3.0-or-later
"""What a drawing's title block takes from plan.yaml: title, version, licence, and of each part pieces, mass and stock.

This is no YAML reader. It knows the few lines it wants, as these plans write them, so that it needs no library.
"""

import re

FIELD = re.compile(r"^(title|version|license):\s*(.*)$", re.M)


def _plain(text):
    return text.strip().strip("'\"")


def read(folder):
    """The plan's own facts, and a map from part to its facts."""
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    plan = {"id": folder.name, **{key: _plain(value) for key, value in FIELD.findall(text)}}
    licence = re.search(r"hardware:\s*([\w.+-]+)", plan.get("license", ""))
    plan["license"] = licence.group(1) if licence else plan.get("license", "")
    parts = {}
    for block in re.split(r"^  - (?=part:|\{part:|\{item:|item:)", text.split("\nbom:", 1)[1], flags=re.M)[1:]:
        name = re.match(r"part:\s*([\w.-]+)", block)
        if not name:
            continue
        field = lambda key, block=block: _plain(
            (re.search(rf"^    {key}:\s*(.*)$", block, re.M) or re.match(r"()()", block)).group(1)
        )
        stock = [
            (item, quantity.strip())
            for item, quantity in re.findall(
                r"\{item:\s*([\w.-]+),\s*quantity:\s*([^,}]+)", block.split("operations:")[0]
            )
            if item != "electricity"
        ]
        pieces, mass = field("quantity"), field("mass")
        parts[name.group(1)] = {
            "title": field("title") or name.group(1),
            "pieces": pieces.removesuffix(" ea"),
            "mass": float(mass.removesuffix(" kg")) if mass else None,
            "stock": stock[0] if stock else ("", ""),
        }
    return plan, parts
