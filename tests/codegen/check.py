# SPDX-License-Identifier: Apache-2.0
"""Compares the machine code in object files with the committed tables.

Usage: check.py OBJECT...
Exits with 1 if a kernel is worse than its row or breaks a rule, or if the objects have no machine code at all. An
architecture without a table is held to the rules that need none; so is the code of another release of ptxas, whose
figures would differ for no fault of the kernels.
"""

import sys
from pathlib import Path

from comparison import find_differences, find_violations
from measured_build import measure_objects
from table import FOLDER, read_table, table_file

ADVICE = "If this is intended: tests/codegen/regenerate.sh writes the tables anew; commit them with the change."


def main(object_files: list[Path], tables: Path = FOLDER) -> int:
    builds = measure_objects(object_files)
    if not builds:
        print("no machine code in these objects: the check looks at the wrong files")
        return 1
    findings = []
    for architecture, kernels in sorted(builds.items()):
        findings += find_violations(architecture, kernels)
        compared = "no table to compare with"
        file = table_file(architecture, tables)
        if file.exists():
            table = read_table(file)
            findings += find_differences(architecture, table, kernels)
            compared = "compared with the table"
            if table.release != kernels.release:
                compared = f"figures not compared: of ptxas {kernels.release}, the table of {table.release}"
        print(f"sm_{architecture}: {len(kernels.figures)} kernels, {compared}")
    for finding in findings:
        print(finding)
    if findings:
        print(ADVICE)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
