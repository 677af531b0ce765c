# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of figures and their summary for the documentation. Called by regenerate.sh.

Usage: write_tables.py [--folder FOLDER] OBJECT...
With a folder the tables alone are written, and there: of a build of a few kernels, for bench/model/predict.py --tables.
Refuses, with exit status 1, to write tables for code that breaks a rule.
"""

import argparse
import sys
from pathlib import Path

from comparison import find_violations
from measured_build import measure_objects
from summary import write_summary
from table import FOLDER, table_file, write_table


def main(object_files: list[Path], folder: Path | None) -> int:
    builds = measure_objects(object_files)
    violations = [line for architecture, kernels in builds.items() for line in find_violations(architecture, kernels)]
    for violation in violations:
        print(violation)
    if violations:
        return 1
    for architecture, kernels in builds.items():
        write_table(table_file(architecture, folder or FOLDER), kernels)
    if folder is None:
        write_summary(builds)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("objects", type=Path, nargs="*")
    arguments = parser.parse_args()
    sys.exit(main(arguments.objects, arguments.folder))
