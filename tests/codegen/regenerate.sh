#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles the kernels for every architecture that has a table, which takes minutes, and writes the tables,
# docs/machine_code.md and docs/speed_model.md. Usage: tests/codegen/regenerate.sh [folder to build in]
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/setup.sh
build="${1:-build/codegen}"
architectures="75-real;80-real;90-real;100-real;120-real"

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CUDA_ARCHITECTURES=$architectures" \
  -DSOFTKNEE_BUILD_TESTS=OFF -DSOFTKNEE_BUILD_TOOL=OFF -DSOFTKNEE_BUILD_EXAMPLES=OFF
# Objects of batches that an earlier build had otherwise would be read with the others.
ninja -C "$build" -t cleandead
cmake --build "$build" --target softknee_kernels_cuda
find "$build/kernels/cuda" -name '*.o' -print0 | sort -z | xargs -0 python3 -B tests/codegen/write_tables.py
python3 -B bench/model/predict.py --markdown docs/speed_model.md
