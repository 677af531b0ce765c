# SPDX-License-Identifier: Apache-2.0
"""Prints a hash of the PTX of every kernel as CSV, one row for each kernel and architecture.

Usage: ptx_hashes.py FILE..., object files, libraries or executables
Exits with 1 if there is no PTX in them.
"""

import csv
import sys
from pathlib import Path

from ptx import hash_kernels

COLUMNS = ("activation", "pass", "dtype", "layout", "architecture", "ptx_hash")


def main(files: list[Path]) -> int:
    hashes = hash_kernels(files)
    if not hashes:
        print("no PTX in these files", file=sys.stderr)
        return 1
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, architecture in sorted(hashes, key=lambda key: (key[1], key[0].order)):
        kernel = (name.activation, name.direction, name.dtype, name.layout)
        writer.writerow([*kernel, architecture, hashes[name, architecture]])
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
