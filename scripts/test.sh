#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs the whole test suite; what needs a GPU is skipped, by name, where there is none.
# Usage: scripts/test.sh [ctest options]
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/setup.sh

jobs=$(nproc)
started=$SECONDS
cmake --preset ci >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }
grep 'softknee:' build-configure.log || true
rm build-configure.log
cmake --build --preset ci --parallel "$jobs" -- --quiet
echo "softknee: built in $((SECONDS - started)) s"
scripts/slowest_units.sh build/ci
ctest --preset ci --parallel "$jobs" --quiet --output-log build/ci/tests.log "$@" || {
  ctest --preset ci --rerun-failed --output-on-failure --parallel "$jobs" || true
  tail -n 30 build/ci/tests.log
  exit 1
}
tail -n 12 build/ci/tests.log
