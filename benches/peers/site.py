#!/usr/bin/env python3
"""`groundup site` beside site generators on the Markdown of the same repository, in one run.

    site.py GROUNDUP FOLDER [NAME=COMMAND…]

FOLDER is a synthetic repository (`cargo bench --bench generate -- FOLDER 1000`). For each peer its pages are exported with
`groundup export --format markdown --for NAME`, or, where that knows no such name, as plain Markdown. A command runs in the
folder of its export, `{out}` stands for the folder to write:

    'hugo=hugo --quiet --destination {out}'
    'mkdocs=mkdocs build --quiet --site-dir {out}'
    'eleventy=node_modules/.bin/eleventy --quiet --input=. --output={out}'

groundup reads the repository itself, checks it, resolves every plan and asks every facility about it. Each site is written into
a folder that is not there yet. Needs nothing but Python 3.9 and the peers. CPU is user + system of all threads and of all
processes that a peer starts; memory is the peak of the largest of them.
"""
import os, resource, shlex, shutil, subprocess, sys, tempfile, time
from pathlib import Path

KNOWN = ["hugo", "zola", "jekyll", "docusaurus", "mkdocs", "mdbook"]


def measure(command, folder):
    """(CPU seconds, wall seconds, peak MB, exit code) of a command; what it prints is left out."""
    program = command[0] if "/" not in command[0] else str(Path(command[0]).absolute())
    if not shutil.which(program):
        sys.exit(f"there is no program `{command[0]}`")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen([program, *command[1:]], cwd=folder, stdout=nothing, stderr=nothing)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def weigh(folder):
    """(pages, MB) of a site."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return pages, sum(path.stat().st_size for path in files) / 1e6


def search_index(folder):
    """MB of the search index, by the names that these generators give it; 0 if there is none."""
    names = ["search.js", "search_index.json", "searchindex.json", "searchindex.js", "search_index.en.js"]
    return sum(path.stat().st_size for path in folder.rglob("*") if path.name in names) / 1e6


def main():
    groundup, folder = str(Path(sys.argv[1]).absolute()), Path(sys.argv[2]).absolute()
    rows = []
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        work = Path(work)
        out = work / "out-groundup"
        rows.append(("groundup site", measure([groundup, "site", str(folder), "-o", str(out)], work), out))
        for number, argument in enumerate(sys.argv[3:]):
            name, command = argument.split("=", 1)
            markdown, out = work / f"in-{number}", work / f"out-{number}"
            export = [groundup, "export", str(folder), "--format", "markdown", "-o", str(markdown)]
            subprocess.run(export + (["--for", name] if name in KNOWN else []), stderr=subprocess.DEVNULL)
            words = [word.replace("{out}", str(out)) for word in shlex.split(command)]
            if "/" in words[0]:
                words[0] = str(Path(words[0]).absolute())
            rows.append((name, measure(words, markdown), out))
        print(f"| {len(list(folder.glob('plans/*')))} plans | CPU s | wall s | peak MB | pages | MB written | search index MB |")
        print("|---|---|---|---|---|---|---|")
        for name, (cpu, wall, memory, code), out in rows:
            pages, size = weigh(out)
            note = "" if code == 0 or name == "groundup site" else f" (exit {code})"
            index = search_index(out)
            shown = f"{index:.1f}" if index else "none"
            print(f"| {name}{note} | {cpu:.1f} | {wall:.1f} | {memory:.0f} | {pages} | {size:.0f} | {shown} |")


main()
