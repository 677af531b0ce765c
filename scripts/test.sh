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
# Tests that run side by side would wait while threads of the others spin.
export OMP_WAIT_POLICY=passive
log=build/ci/tests.log
launches=build/ci/emulated_launches.json
rm -f "$launches"
if ! ctest --preset ci --parallel "$jobs" "$@" >"$log" 2>&1; then
  # The output of the tests that failed, then the summary.
  grep -vE '(Start|Passed|Skipped)' "$log" | tail -n 300
  exit 1
fi
tail -n 20 "$log"
if [ -f "$launches" ]; then
  echo "softknee: the device tests made $(grep -o '"launches": *[0-9]*' "$launches" | awk '{ n += $2 } END { print n }')" \
    "launches in the emulator"
fi
