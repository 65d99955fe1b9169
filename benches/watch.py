#!/usr/bin/env python3
"""How long `groundup check --watch` takes from a save to its answer.

    watch.py GROUNDUP FOLDER [ROUNDS]

FOLDER is a synthetic repository (`cargo bench --bench generate -- FOLDER 10000`); each file is put back as it was. A slip is
saved, and taken back, in turn: in a plan, in build instructions, and in the material that most plans name. The clock runs from
before the write to the first line of output. Then it waits until the whole has been looked at again, as between two saves of
a person. Needs nothing but Python 3.9.
"""
import re, subprocess, sys, threading, time
from collections import Counter
from pathlib import Path

QUIET = 4.0  # So many seconds without output: the whole has been looked at.


def main(groundup, folder, rounds=6):
    folder = Path(folder)
    plans = sorted(folder.glob("plans/*/plan.yaml"))
    users = Counter(item for plan in plans for item in set(re.findall(r"item: ([\w-]+)", plan.read_text())))
    item, count = users.most_common(1)[0]
    catalog = next(path for path in folder.glob("materials/*.yaml") if f"\nid: {item}\n" in path.read_text())
    middle = plans[len(plans) // 2]
    edits = {
        "a plan": (middle, "\ntitle: ", "\ntitel: "),
        "build instructions": (middle.with_name("build.md"), "](part:", "](part:no-"),
        f"a material that {count} plans name": (catalog, f"\nid: {item}\ntitle: ", f"\nid: {item}\ntitel: "),
        "the same, in another unit": (catalog, *unit_of(catalog.read_text(), item)),
    }
    process = subprocess.Popen([groundup, "check", "--watch", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    heard = []

    def listen():
        for line in process.stdout:
            heard.append((time.monotonic(), line.decode("utf-8", "replace")))

    threading.Thread(target=listen, daemon=True).start()
    try:
        until(lambda: heard, 600)
        quiet(heard)
        print(f"{len(plans)} plans: {heard[-1][1].strip()}")
        for name, (path, old, new) in edits.items():
            text = path.read_text()
            assert text.count(old) >= 1, (path, old)
            took = []
            try:
                for turn in range(rounds):
                    heard.clear()
                    start = time.monotonic()
                    path.write_text(text.replace(old, new, 1) if turn % 2 == 0 else text)
                    until(lambda: heard, 60)
                    took.append(1000 * (heard[0][0] - start))
                    quiet(heard)
            finally:
                path.write_text(text)
                quiet(heard)
            took.sort()
            print(f"{name}: {took[len(took) // 2]:.0f} ms in the middle, {took[0]:.0f} to {took[-1]:.0f}")
    finally:
        process.kill()


def unit_of(text, item):
    """The lines of a material to its unit, and the same with another unit."""
    lines = re.search(rf"\nid: {item}\n.*?\nunit: (\w+)\n", text, re.S)
    other = "kg" if lines[1] != "kg" else "m"
    return lines[0], lines[0][: -len(lines[1]) - 1] + other + "\n"


def until(happened, seconds):
    limit = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > limit:
            sys.exit("no answer")
        time.sleep(0.0005)


def quiet(heard):
    """Waits until nothing has been said for a while."""
    start = time.monotonic()
    while time.monotonic() - max([start, *(at for at, _ in heard[-1:])]) < QUIET:
        time.sleep(0.05)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:4]))
