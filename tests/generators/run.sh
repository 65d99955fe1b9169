#!/bin/sh
# The example as Markdown, built by each site generator that is here: none may complain, and no link may lead nowhere.
# GROUNDUP: the program. GENERATORS: the folder of hugo, mdbook and mkdocs (from requirements.txt). Jekyll is tried where it is.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pages() {
  "$GROUNDUP" export "$here/../../example-plans" --format markdown --for "$1" -o "$work/$1"
  cd "$work/$1"
}
links() { python3 "$here/links.py" "$@"; }

(pages hugo && "$GENERATORS/hugo" --quiet --panicOnWarning && links public)
(pages mdbook && "$GENERATORS/mdbook" build 2>"$work/log" && ! grep -E 'ERROR|link' "$work/log" && links book)
# Every page of MkDocs lists all others; its own check follows the links.
(pages mkdocs && "$GENERATORS/mkdocs" build --strict --quiet)
if command -v jekyll >/dev/null 2>&1; then
  (pages jekyll && jekyll build --quiet && links _site)
fi
