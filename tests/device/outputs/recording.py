# SPDX-License-Identifier: Apache-2.0
"""What GPUs computed, as scripts/gpu_check.sh recorded it: bench/results/<machine>/outputs.csv."""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "codegen"))

from kernel_name import DTYPES, LAYOUTS, PASSES, KernelName

NAME_COLUMNS = ["activation", "pass", "dtype", "layout"]
CALL_COLUMNS = [*NAME_COLUMNS, "input_hash", "output_hash"]
RECORDING_COLUMNS = [*NAME_COLUMNS, "architecture", "ptx_hash", "input_hash", "output_hash"]
HASH = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Call:
    """One call of a kernel: hashes of what went in, with the parameters, and of what came out."""

    input_hash: str
    output_hash: str


@dataclass(frozen=True)
class RecordedCall:
    machine: str
    kernel: KernelName
    architecture: int
    ptx_hash: str
    call: Call


def read_recordings(folder: Path) -> list[RecordedCall]:
    """Of all machines. Raises ValueError, with file and line, for a file that gpu_check.sh would not have written."""
    calls = []
    for file in sorted(folder.glob("*/outputs.csv")):
        with file.open(newline="") as lines:
            rows = list(_read_rows(lines, RECORDING_COLUMNS, str(file)))
        calls += [
            RecordedCall(file.parent.name, kernel, int(row["architecture"]), row["ptx_hash"], _call(row))
            for kernel, row in rows
        ]
    return calls


def read_calls(lines: Iterable[str], source: str) -> dict[KernelName, Call]:
    """What softknee_output_hashes printed. Raises ValueError if it is malformed."""
    return {kernel: _call(row) for kernel, row in _read_rows(lines, CALL_COLUMNS, source)}


def _call(row: dict[str, str]) -> Call:
    return Call(row["input_hash"], row["output_hash"])


def _read_rows(lines: Iterable[str], columns: list[str], source: str) -> Iterator[tuple[KernelName, dict[str, str]]]:
    reader = csv.reader(lines)
    header = next(reader, None)
    if header != columns:
        raise ValueError(f"{source}: expected the columns {','.join(columns)}, got {header}")
    kernels = set()
    for cells in reader:
        row = dict(zip(columns, cells))
        if len(cells) != len(columns) or not all(_is_valid(column, cell) for column, cell in row.items()):
            raise ValueError(f"{source}, line {reader.line_num}: not a row of {','.join(columns)}: {','.join(cells)}")
        kernel = KernelName(*(row[column] for column in NAME_COLUMNS))
        if kernel in kernels:
            raise ValueError(f"{source}, line {reader.line_num}: a second row of {kernel}")
        kernels.add(kernel)
        yield kernel, row
    if not kernels:
        raise ValueError(f"{source}: no rows")


def _is_valid(column: str, cell: str) -> bool:
    choices = {"pass": PASSES, "dtype": DTYPES, "layout": LAYOUTS}
    if column in choices:
        return cell in choices[column]
    if column == "architecture":
        return cell.isdecimal()
    if column == "activation":
        return cell.isidentifier()
    return HASH.fullmatch(cell) is not None
