#!/bin/sh
# Every kind of test: format, lints, unit and end-to-end tests, the example built, its site in a real browser,
# what is written for other programs read by those, and the Markdown built by site generators.
# Needs Rust and a C compiler. Node, npm, Chromium, Python, Poppler, Jekyll and LibreOffice Calc are installed from Debian's packages
# where they are missing (as root).
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

# A program, from one of Debian's packages if it is not there.
need() {
  program=$1
  shift
  command -v "$program" >/dev/null 2>&1 && return
  step "install $*"
  if [ "$(id -u)" -ne 0 ]; then
    echo "error: \`$program\` is missing; install it (Debian: apt-get install $*) and try again" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

step 'format'
cargo fmt --check

step 'lints'
cargo clippy --all-targets --quiet -- -D warnings

step 'unit and end-to-end tests'
# One of them prints a packet, and reads what was printed.
need chromium chromium
need pdftotext poppler-utils
cargo test --quiet

step 'the example'
cargo run --release --quiet -- check example-plans
cargo run --release --quiet -- build example-plans -o target/dist

step 'the site in a browser'
need node nodejs
need npm npm
(cd tests/browser && npm ci --no-audit --no-fund --silent)
GROUNDUP="$PWD/target/release/groundup"
export GROUNDUP
SITE="$PWD/target/dist" CHROMIUM="$(command -v chromium)" node --test tests/browser/

step 'the consumers of reports and schemas'
(cd tests/consumers && npm ci --no-audit --no-fund --silent)
node --test tests/consumers/
python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv python3 python3-venv
python3 -m venv target/consumers
target/consumers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/consumers/requirements.txt
target/consumers/bin/python tests/consumers/test_reports.py
target/consumers/bin/python tests/consumers/test_exports.py
python3 -m venv target/citations
target/citations/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/consumers/citations.txt
target/citations/bin/python tests/consumers/test_citations.py

step 'site generators build the Markdown'
python3 -m venv target/generators
target/generators/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/generators/requirements.txt
(cd tests/generators && npm ci --no-audit --no-fund --silent)
need jekyll jekyll
GENERATORS="$PWD/target/generators/bin" sh tests/generators/run.sh

step 'the files of a packet in programs for drawings and tables'
need soffice libreoffice-calc
rm -rf target/packet
mkdir target/packet
"$GROUNDUP" packet ceb-press-v2509p example-plans --at tractor-works --quantity 2 -o target/packet.zip
python3 -m zipfile -e target/packet.zip target/packet
python3 -m venv target/packet-readers
target/packet-readers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/packet/requirements.txt
target/packet-readers/bin/python tests/packet/check.py target/packet
