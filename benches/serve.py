#!/usr/bin/env python3
"""From a save to the new page, as `groundup serve` does it.

    serve.py GROUNDUP REPOSITORY PLAN [SAVES]

Serves a copy of the repository, waits until its home page is there, then saves PLAN (an id) a few times with another title, and as
often with another title and another time of one of its steps: then it is made in another way, too. After each save it asks, again
and again, for the page of the plan until the new title stands in it, and then for the home page, a facility's and the index of the
search, and tells the milliseconds from the save on. Between saves it waits until the whole was looked at again. Needs nothing but
Python 3.9; on Linux it tells the peak memory of the server too.
"""
import http.client, re, shutil, subprocess, sys, tempfile, time
from pathlib import Path

groundup, repository, plan = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
saves = int(sys.argv[4]) if len(sys.argv) > 4 else 5
pause = 3.0 if len(list((repository / "plans").iterdir())) < 1000 else 15.0


def page(address, path):
    connection = http.client.HTTPConnection(address, timeout=300)
    connection.request("GET", "/" + path)
    return connection.getresponse().read()


with tempfile.TemporaryDirectory(dir=repository.resolve().parent) as folder:
    copy = Path(folder) / "repository"
    shutil.copytree(repository, copy)
    start = time.monotonic()
    server = subprocess.Popen([groundup, "serve", str(copy), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = server.stdout.readline().strip().removeprefix("http://").rstrip("/")
        print(f"listens after {time.monotonic() - start:.1f} s")
        name = plan.replace("/", "--")
        page(address, f"plans/{name}.html")
        print(f"page of the plan after {time.monotonic() - start:.1f} s")
        page(address, "index.html")
        print(f"home page after {time.monotonic() - start:.1f} s")
        facilities = sorted((copy / "facilities").glob("*.yaml"))
        facility = next(line.split()[1] for line in facilities[0].read_text().splitlines() if line.startswith("id:"))
        places = ["index.html", f"facilities/{facility}.html", "search.js"]
        file = copy / "plans" / plan / "plan.yaml"
        text = file.read_text()
        old = next(line for line in text.splitlines() if line.startswith("title:"))
        for number in range(2 * saves):
            time.sleep(pause)
            title = f"Saved {number} times"
            saved = text.replace(old, f"title: {title}", 1)
            is_remade = number >= saves
            if is_remade:
                saved, changed = re.subn(r"\btime: [\d.]+", f"time: {number + 1}", saved, count=1)
                assert changed == 1, "the plan states no time of a step"
            start = time.monotonic()
            file.write_text(saved)
            while title.encode() not in page(address, f"plans/{name}.html"):
                time.sleep(0.002)
            told = [f"plan {1000 * (time.monotonic() - start):.0f}"]
            for path in places:
                found = title.encode() in page(address, path)
                told.append(f"{path} {1000 * (time.monotonic() - start):.0f}" + (" (old)" if path == "index.html" and not found else ""))
            print(f"ms from the save of {'figures' if is_remade else 'words'}: " + ", ".join(told), flush=True)
        status = Path(f"/proc/{server.pid}/status")
        if status.exists():
            print(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")))
    finally:
        server.kill()
