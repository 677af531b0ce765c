# SPDX-License-Identifier: Apache-2.0
"""The committed tables of figures, expected/sm_<architecture>.csv, one row for each kernel."""

import csv
import re
from pathlib import Path

from kernel_figures import Figures
from kernel_name import KernelName
from measured_build import KernelSet
from pipes import Pipe

FOLDER = Path(__file__).resolve().parent / "expected"
NAME_COLUMNS = ("activation", "pass", "dtype", "layout")
# What may differ from kernel to kernel; empty where a kernel has no main path. Calls, local memory and special functions must be 0 in all of them.
FIGURE_COLUMNS = {
    "registers": int,
    "instructions": int,
    "instructions_per_element": float,
    "tile_loads": int,
    "loads_in_flight": int,
    "wide_loads": int,
    "wide_stores": int,
    "shared_bytes": int,
}
# What each pipe executes of the instructions per element.
PIPE_COLUMNS = tuple(pipe.value for pipe in Pipe)
COLUMNS = NAME_COLUMNS + tuple(FIGURE_COLUMNS) + PIPE_COLUMNS
FIRST_LINE = "# Written by tests/codegen/regenerate.sh from the code of ptxas {}."


def table_file(architecture: int, folder: Path = FOLDER) -> Path:
    return folder / f"sm_{architecture}.csv"


def write_table(file: Path, kernels: KernelSet) -> None:
    """Writes the rows in a fixed order, so that a difference between two commits is a difference of code."""
    with file.open("w", newline="") as stream:
        print(FIRST_LINE.format(kernels.release), file=stream)
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name in sorted(kernels.figures, key=lambda name: name.order):
            figures = kernels.figures[name]
            row = [getattr(figures, column) for column in FIGURE_COLUMNS] + [figures.pipes.get(pipe) for pipe in Pipe]
            writer.writerow([name.activation, name.direction, name.dtype, name.layout, *row])


def read_table(file: Path) -> KernelSet:
    """A table as if it had been measured. Raises ValueError for one that an earlier state of these files wrote."""
    with file.open(newline="") as stream:
        release = re.fullmatch(re.escape(FIRST_LINE).replace(r"\{\}", r"(\S+)"), stream.readline().strip())
        if not release:
            raise ValueError(f"{file}: the first line does not say which release of ptxas it is for")
        kernels = KernelSet(release[1])
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(
                f"{file}: the columns are not {', '.join(COLUMNS)}: tests/codegen/regenerate.sh writes them"
            )
        for row in rows:
            name = KernelName(*(row[column] for column in NAME_COLUMNS))
            kernels.figures[name] = Figures(
                **{column: read(row[column]) if row[column] else None for column, read in FIGURE_COLUMNS.items()},
                pipes={pipe: float(row[pipe.value]) for pipe in Pipe if row[pipe.value]},
            )
    return kernels
