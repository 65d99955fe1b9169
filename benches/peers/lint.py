#!/usr/bin/env python3
"""`groundup check` beside validators of YAML, on the same plans with the same errors planted, in one run.

    lint.py GROUNDUP FOLDER [NAME=COMMAND…]

FOLDER is a synthetic repository (`cargo bench --bench generate -- FOLDER 1000`); it is copied, not changed. Each further
argument is a peer: its command with `{schema}` where the JSON Schema goes and, if the files do not go last, `{files}`:

    'ajv-cli=ajv validate --spec=draft2020 --strict=false --all-errors -s {schema} {files:-d}'
    'check-jsonschema=check-jsonschema --schemafile {schema}'
    'jsonschema-cli=npx jsonschema validate {schema}'
    yamllint='yamllint -f parsable -d relaxed'

`{files:-d}` puts `-d` before each file. Needs nothing but Python 3.9 and the peers. CPU is user + system of all threads;
memory is the peak of the largest process.
"""
import json, os, re, shlex, shutil, subprocess, sys, tempfile, time
from pathlib import Path

# What is planted: a text of the plan, what takes its place, and which of the new words must be told (`^` before it): of a map
# or list that is wrong as a whole, its first word.
FAULTS = {
    "wrong type": (r"title: (Machine number \d+)\n", r"title: [^\1]\n"),
    "unknown key": (r"(summary: .*\n)", r"\1^colour: red\n"),
    "missing required": (r"- \{(item: material-\d+), quantity: [\d.]+ m\}", r"- {^\1}"),
    "bad pattern": (r"url: 'https:.*?'", r"url: ^nowhere"),
    "out of range": (r"skill: operator, ", r"skill: operator, people: ^0, "),
}


def plant(folder):
    """Breaks every twentieth plan in one way: {(file, line, column): fault}."""
    planted = {}
    for index, path in enumerate(sorted(folder.glob("plans/*/plan.yaml"))[7::20]):
        fault = list(FAULTS)[index % len(FAULTS)]
        old, new = FAULTS[fault]
        text, count = re.subn(old, new, path.read_text(), count=1)
        assert count == 1 and text.count("^") == 1, (path, fault)
        before, after = text.split("^")
        path.write_text(before + after)
        line = before.count("\n") + 1
        planted[(str(path.relative_to(folder)), line, len(before) - before.rfind("\n"))] = fault
    return planted


def measure(command, folder):
    """(CPU seconds, wall seconds, peak MB, output) of a command."""
    if not shutil.which(command[0]):
        sys.exit(f"there is no program `{command[0]}`")
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, _, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        output.seek(0)
        return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, output.read().decode("utf-8", "replace")


def peer_command(template, schema, files):
    words = []
    program, *rest = shlex.split(template)
    for word in [os.path.abspath(program) if "/" in program else program, *rest]:
        option = re.fullmatch(r"\{files(?::(.*))?\}", word)
        if option:
            words += [part for file in files for part in ([option[1]] if option[1] else []) + [file]]
        else:
            words.append(word.replace("{schema}", schema))
    return words if "{files" in template else words + files


def told(output, planted):
    """How many planted errors are named by file, and how many by file, line and column."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", output)
    # Of peers that list each file, the ones that fail are told by other words than `ok` or `valid`.
    lines = [line for line in text.splitlines() if not re.search(r"( valid|: ok|^ok:.*)$", line)]
    named = set(re.findall(r"plans/[\w-]+/plan\.yaml", "\n".join(lines)))
    places = set(re.findall(r"(plans/[\w-]+/plan\.yaml):(\d+):(\d+)", "\n".join(lines)))
    exact = sum((file, str(line), str(column)) in places for file, line, column in planted)
    return sum(file in named for file, _, _ in planted), exact


def main():
    groundup, source, peers = os.path.abspath(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "repository"
        shutil.copytree(source, folder)
        planted = plant(folder)
        files = sorted(str(path.relative_to(folder)) for path in folder.glob("plans/*/plan.yaml"))
        schema = Path(temporary) / "plan.schema.json"
        schema.write_bytes(subprocess.check_output([groundup, "schema", "plan", "--format", "json"]))
        print(f"{len(files)} plans, {len(planted)} planted errors")
        print("| | CPU s | wall s | peak MB | files named | exact line and column |\n|---|---|---|---|---|---|")

        # First as a report for programs, which says what is told of each place, and warms the disk's cache; it scores the
        # documentation of each plan too, which no peer does. Then as people run it, for the figures.
        cpu, wall, peak, output = measure([groundup, "check", "--format", "json"], folder)
        found = {}
        for one in json.loads(output[output.index("{"):])["diagnostics"]:
            found[(one["file"], one["start"]["line"], one["start"]["column"])] = one["rule"]
        others = sum(place not in planted for place in found)
        if others:
            print(f"groundup tells {others} other findings", file=sys.stderr)
        cpu, wall, peak, output = measure([groundup, "check"], folder)
        named, exact = told(output, planted)
        print(f"| groundup check | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {named} | {exact} |")
        for place, fault in planted.items():
            if place not in found:
                elsewhere = [(at, rule) for at, rule in found.items() if at[0] == place[0]]
                print(f"missed: {fault} at {place}; told there: {elsewhere}", file=sys.stderr)

        for name, template in (peer.split("=", 1) for peer in peers):
            cpu, wall, peak, output = measure(peer_command(template, str(schema), files), folder)
            named, exact = told(output, planted)
            print(f"| {name} | {cpu:.2f} | {wall:.2f} | {peak:.0f} | {named} | {exact} |", flush=True)


main()
