"""Every link, picture and anchor of a built site that leads inside it, followed; prints those that lead nowhere.

    python3 links.py FOLDER [PATH_OF_THE_SITE_ON_ITS_HOST]
"""

import html.parser
import pathlib
import sys
import urllib.parse

# What generators put in by themselves, and is not ours to mend.
OWN = ("javascript:", "data:", "mailto:", "http:", "https:", "//")


class Page(html.parser.HTMLParser):
    """The anchors of a page, and where it leads."""

    def __init__(self):
        super().__init__()
        self.anchors, self.links = {"", "top"}, []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if value is None:
                continue
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)
            elif (tag, name) in {("a", "href"), ("img", "src")}:
                self.links.append(value)


def main(folder, prefix="/"):
    root = pathlib.Path(folder).resolve()
    pages = {}
    for path in root.rglob("*.html"):
        pages[path] = Page()
        pages[path].feed(path.read_text(encoding="utf-8"))
    broken, followed = [], 0
    for path, page in sorted(pages.items()):
        for link in page.links:
            if link.lower().startswith(OWN):
                continue
            followed += 1
            address, _, anchor = link.partition("#")
            address = urllib.parse.unquote(address.partition("?")[0])
            if not address:
                target = path
            elif address.startswith("/"):
                target = root / address.removeprefix(prefix).lstrip("/")
            else:
                target = path.parent / address
            target = target.resolve()
            if target.is_dir():
                target = target / "index.html"
            elif not target.exists() and target.with_name(target.name + ".html").exists():
                target = target.with_name(target.name + ".html")
            known = target in pages and (urllib.parse.unquote(anchor) in pages[target].anchors or anchor in pages[target].anchors)
            if not target.is_file():
                broken.append(f"{path.relative_to(root)}: {link}: no such file")
            elif anchor and target in pages and not known:
                broken.append(f"{path.relative_to(root)}: {link}: no such anchor")
    print(f"{len(pages)} pages, {followed} links, {len(broken)} broken")
    print("\n".join(broken[:20]))
    return 1 if broken or not followed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
