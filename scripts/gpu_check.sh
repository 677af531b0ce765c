#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything that only a machine with an NVIDIA GPU can show, in about nine minutes: the device tests on the real runtime
# with tensors of more than 2^32 elements among them, the accuracy of the device, compute-sanitizer over a part of the
# tests, the benchmark, and what each kernel computes, for bench/results.
#
# Usage: scripts/gpu_check.sh [OUT]             builds for this machine's GPU, and runs
#        scripts/gpu_check.sh --pack FOLDER [ARCHITECTURES]
#                                               builds for another machine: FOLDER gets the executables, the libraries
#                                               that they need and this script. ARCHITECTURES are CMake's, 90 or
#                                               "75;80;90;100;120" (which it is without)
#        FOLDER/gpu_check.sh [OUT]              runs them there
#
# The benchmark has cuDNN beside it if CMake finds it (CUDNN_ROOT in the environment helps), which compiles a kernel for
# each of its rows and takes minutes more. What is packed has not: cuDNN loads a gigabyte of its parts when it is called.
#
# OUT (gpu_check_results without it) gets summary.md, JSON for every figure and the logs. Exits with 0 if all passed, 1
# if something failed, 77 if there is no GPU.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
no_gpu=77

# The library that an executable of the build is linked to: it has the kernels.
library_of() { ldd "$1" | awk '$1 ~ /^libsoftknee/ { print $3 }'; }

build() (  # ARCHITECTURES CUDNN
  source scripts/setup.sh
  cmake --preset gpu -DCMAKE_CUDA_ARCHITECTURES="$1" -DSOFTKNEE_CUDNN="$2" >/dev/null
  cmake --build --preset gpu --parallel "$(nproc)" --target softknee_device_test softknee_output_hashes \
    softknee_tool -- --quiet
)

if [ "${1:-}" = --pack ]; then
  folder=${2:?--pack needs a folder}
  mkdir -p "$folder/lib" && folder=$(cd "$folder" && pwd)
  cd "$here/.."
  # With the PTX of each, since outputs are recorded by its hash.
  build "${3:-75;80;90;100;120}" OFF || exit 1
  executables=(build/gpu/tests/device/softknee_{device_test,output_hashes} build/gpu/tool/softknee)
  cp "${executables[@]}" scripts/gpu_check.sh tests/device/outputs/join.awk "$folder"
  python3 -B tests/codegen/ptx_hashes.py "$(library_of "${executables[1]}")" >"$folder/ptx_hashes.csv" || exit 1
  # All but the C library, which has to be the other machine's own.
  ldd "${executables[@]}" | awk '$2 == "=>" && $1 !~ /^(libc|libm|libdl|librt|libpthread|ld-linux.*)\.so/ { print $3 }' |
    sort -u | xargs -I {} cp -L {} "$folder/lib"
  git describe --always --dirty >"$folder/commit"
  echo "softknee: packed into $folder"
  exit 0
fi

if ! gpu=$(nvidia-smi --query-gpu=name,driver_version,compute_cap,memory.total --format=csv,noheader 2>/dev/null | head -1) ||
  [ -z "$gpu" ]; then
  echo "softknee: there is no NVIDIA GPU here (nvidia-smi finds none); nothing was run" >&2
  exit $no_gpu
fi
capability=$(cut -d , -f 3 <<<"$gpu" | tr -d ' .')
out=${1:-gpu_check_results}
mkdir -p "$out" && out=$(cd "$out" && pwd)

if [ -x "$here/softknee_device_test" ]; then
  cd "$here"
  device_test=./softknee_device_test
  output_hashes=./softknee_output_hashes
  ptx_hashes=ptx_hashes.csv
  join=join.awk
  tool=./softknee
  commit=$(cat commit)
  export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
else
  cd "$here/.."
  echo "softknee: building for sm_$capability" >&2
  build "$capability" ON || exit 1
  device_test=build/gpu/tests/device/softknee_device_test
  output_hashes=build/gpu/tests/device/softknee_output_hashes
  ptx_hashes=$out/ptx_hashes.csv
  join=tests/device/outputs/join.awk
  python3 -B tests/codegen/ptx_hashes.py "$(library_of "$output_hashes")" >"$ptx_hashes" || exit 1
  tool=build/gpu/tool/softknee
  commit=$(git describe --always --dirty)
fi

table=""
failed=0
# step NAME SECONDS COMMAND...: the command's output into NAME.log, and a row for the summary.
step() {
  local name=$1 limit=$2
  shift 2
  local started=$SECONDS result=passed
  echo "softknee: $name" >&2
  timeout "$limit" "$@" >"$out/$name.log" 2>&1
  local status=$?
  if [ $status -eq 124 ]; then
    result="stopped after $limit s"
    failed=1
  elif [ $status -ne 0 ]; then
    result="FAILED ($status), see $name.log"
    failed=1
  fi
  table+="| $name | $result | $((SECONDS - started)) s |"$'\n'
}

step device_tests 150 "$device_test" --gtest_brief=1 --gtest_output="json:$out/device_tests.json"
step outputs 60 bash -o pipefail -c \
  "'$output_hashes' --device | awk -v capability=$capability -f '$join' '$ptx_hashes' - >'$out/outputs.csv'"
step accuracy 150 bash -c "'$tool' check --device --json >'$out/accuracy.json'"
# Every pass with 2^26 elements, every shape, and two functions at every size, in the cache and out of it.
step benchmark 300 bash -c "'$tool' bench --device --seconds 0.1 --json >'$out/benchmark.json'"
step benchmark_channelwise 120 bash -c \
  "'$tool' bench-channelwise --device --seconds 0.1 --json >'$out/benchmark_channelwise.json'"
sizes=$(for power in $(seq 10 2 28); do printf ' --count %d' $((1 << power)); done)
step benchmark_sizes 270 bash -c "'$tool' bench --device --activation relu --activation gelu --dtype bfloat16 \
  --dtype float32 $sizes --cache hot --cache cold --seconds 0.05 --json >'$out/benchmark_sizes.json'"
step benchmark_lists 30 bash -c "'$tool' bench --device --activation relu --activation gelu --dtype bfloat16 \
  --dtype float32 --count 100000 --count 10000000 --members 60 --seconds 0.1 --cache hot --json >'$out/benchmark_lists.json'"
if command -v compute-sanitizer >/dev/null; then
  for check in memcheck racecheck initcheck synccheck; do
    step "sanitizer_$check" 45 compute-sanitizer --tool "$check" --error-exitcode 1 "$device_test" --gtest_brief=1 \
      --gtest_filter='*/gelu_float32:*/relu_float16:*/tanh_bfloat16:StreamDevice.CallsOn*'
  done
else
  table+="| compute-sanitizer | not installed | |"$'\n'
fi

{
  echo "# softknee on a GPU"
  echo
  echo "$gpu; $("$tool" info --json | tr -d ' \n' | grep -o '"toolkit":"[^"]*"\|"runtime":"[^"]*"' | tr '\n' ' ')"
  echo "commit $commit, $(date -u +%Y-%m-%d), $(uname -sr)"
  echo
  echo "| step | result | time |"
  echo "|---|---|---|"
  printf '%s' "$table"
  echo
  grep -E '^\[ +(PASSED|FAILED|SKIPPED) +\]|tests? ran' "$out/device_tests.log" | sed 's/^/    /' | head -20
} >"$out/summary.md"
cat "$out/summary.md"
exit $failed
