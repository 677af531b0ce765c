#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Times the CPU path beside oneDNN, libm and copies, and prints where it loses and what the speed model says of the
# GPU kernels. Best on a machine that does nothing else: a quarter of an hour. Usage: scripts/speed.sh [FOLDER]
# FOLDER gets cpu_speed.json, cpu_speed.md and, if Python has matplotlib, cpu_speed.svg (build/speed if not named).
set -euo pipefail
cd "$(dirname "$0")/.."
folder="${1:-build/speed}"
source scripts/setup.sh
mkdir -p "$folder"

configuring=$(cmake --preset ci 2>&1) || { echo "$configuring"; exit 1; }
cmake --build --preset ci --parallel "$(nproc)" --target softknee_peer_speed -- --quiet
build/ci/bench/peers/speed/softknee_peer_speed pointwise >"$folder/cpu_speed.json"
python3 -B bench/report/cpu_speed.py "$folder/cpu_speed.json" >"$folder/cpu_speed.md"
if python3 -c 'import matplotlib' 2>/dev/null; then
  python3 -B bench/report/plot_cpu_speed.py "$folder/cpu_speed.json" "$folder/cpu_speed.svg"
fi
cat "$folder/cpu_speed.md"
python3 -B bench/model/predict.py
