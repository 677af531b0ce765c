#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what a fresh Debian 12 machine lacks for building and testing softknee, if that is allowed; else prints how.
# Sourced by run.sh and test.sh.
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config                # building
  libcli11-dev nlohmann-json3-dev                 # the tool
  libgmp-dev libmpfr-dev                          # the reference
  libgtest-dev                                    # the tests
  libonnx-dev libonnx-testdata libprotobuf-dev    # conformance
  python3                                         # reading machine code
  libopenblas-dev zlib1g-dev                      # the digits example
  libdnnl-dev ocl-icd-opencl-dev                  # what is compared with; its CMake package asks for OpenCL
)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ]; then
    echo "softknee: installing ${missing[*]}" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "softknee: missing packages. Install them with:" >&2
    echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
fi

# A toolkit that was installed without being put on the PATH.
if ! command -v nvcc >/dev/null && [ -x /usr/local/cuda/bin/nvcc ]; then
  export PATH="/usr/local/cuda/bin:$PATH"
fi
