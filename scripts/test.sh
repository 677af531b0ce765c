#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs the whole test suite; what needs a GPU is skipped, by name, where there is none.
# Usage: scripts/test.sh [ctest options]
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/setup.sh

jobs=$(nproc)
configuring=$(cmake --preset ci 2>&1) || { echo "$configuring"; exit 1; }
grep 'softknee:' <<<"$configuring"
started=$SECONDS
cmake --build --preset ci --parallel "$jobs" -- --quiet
echo "softknee: built in $((SECONDS - started)) s"
scripts/slowest_units.sh build/ci

echo "softknee: running the tests"
log=build/ci/tests.log
ctest --preset ci --parallel "$jobs" --quiet --output-log "$log" "$@" || {
  grep -E '^ *[0-9]+ - ' "$log" || tail -n 30 "$log"
  ctest --preset ci --rerun-failed --output-on-failure || true
  exit 1
}
tail -n 20 "$log"
