#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints the slowest translation units of a Ninja build. Usage: scripts/slowest_units.sh BUILD_FOLDER
set -euo pipefail
log="$1/.ninja_log"
echo "softknee: the slowest translation units, in seconds"
awk -F '\t' '$4 ~ /\.(cu|cpp|cxx)\.o$/ { printf "%8.1f %s\n", ($2 - $1) / 1000, $4 }' "$log" | sort -rn |
  awk '/\.cu\.o/ && cuda++ < 3 || !/\.cu\.o/ && host++ < 3'
