#!/bin/sh
# Build the wheel through the source distribution and try it in an empty environment.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

"$root/.venv/bin/pip" install --quiet --disable-pip-version-check build
"$root/.venv/bin/python" -m build --outdir "$place/dist" "$root" >"$place/build.log" 2>&1 || { tail -n 30 "$place/build.log"; exit 1; }
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check "$place"/dist/*.whl
cd "$place"
export LUOSHI_HOME="$place/home" LUOSHI_ENV=test
"$place/venv/bin/luoshi" upgrade
"$place/venv/bin/luoshi" check
"$place/venv/bin/python" - <<'PYTHON'
import os
from tracker.app import create_app
from tracker.config import read_settings

answer = create_app(read_settings(os.environ)).test_client().get("/sign-in")
assert answer.status_code == 200, answer.status_code
assert "/static/dist/" in answer.text
PYTHON
echo "the wheel works"
