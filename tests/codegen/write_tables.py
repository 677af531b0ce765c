# SPDX-License-Identifier: Apache-2.0
"""Writes the tables of figures and their summary for the documentation. Called by regenerate.sh.

Usage: write_tables.py OBJECT...
Refuses, with exit status 1, to write tables for code that breaks a rule.
"""

import sys
from pathlib import Path

from comparison import find_violations
from measured_build import measure_objects
from summary import write_summary
from table import table_file, write_table


def main(object_files: list[Path]) -> int:
    builds = measure_objects(object_files)
    violations = [line for architecture, kernels in builds.items() for line in find_violations(architecture, kernels)]
    for violation in violations:
        print(violation)
    if violations:
        return 1
    for architecture, kernels in builds.items():
        write_table(table_file(architecture), kernels)
    write_summary(builds)
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
