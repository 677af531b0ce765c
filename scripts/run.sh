#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds, and shows softknee at work on the default device: the accuracy check, the digits example, a short
# benchmark. In the build that scripts/test.sh has too. Usage: scripts/run.sh
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/setup.sh

configuring=$(cmake --preset ci 2>&1) || { echo "$configuring"; exit 1; }
grep "softknee:" <<<"$configuring"
cmake --build --preset ci --parallel "$(nproc)" --target softknee_tool softknee_digits -- --quiet
tool=build/ci/tool/softknee

echo "== softknee info"
"$tool" info
echo "== softknee check"
"$tool" check
for activation in relu gelu; do
  echo "== digits with $activation"
  build/ci/examples/digits/digits --activation "$activation"
done
echo "== softknee bench"
"$tool" bench --activation relu --activation gelu --activation silu --activation tanh --count 4194304 --seconds 0.2
