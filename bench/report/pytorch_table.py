#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pytorch_table.py FILE...: what bench/peers/pytorch/pytorch_speed.py measured, a file for each size, as Markdown."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from comparison import PASS_TEXTS
from cpu_speed import count_text

OURS = "softknee"


def speedups(file: Path) -> tuple[str, dict[tuple[str, str], dict[str, float]]]:
    """The size, and how many times as fast as each program softknee is, by pass and dtype."""
    rows = json.loads(file.read_text())["rows"]
    seconds: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        key = (f"{row['activation']} {PASS_TEXTS[row['direction']]}", row["dtype"])
        seconds.setdefault(key, {})[row["program"]] = row["median_s"]
    ratios = {
        key: {program: s / of_pass[OURS] for program, s in of_pass.items() if program != OURS}
        for key, of_pass in seconds.items()
    }
    return count_text(rows[0]["count"]), ratios


def table(files: list[Path]) -> Iterator[str]:
    measured = dict(map(speedups, files))
    columns = [
        (size, program)
        for size, ratios in measured.items()
        for program in dict.fromkeys(p for of_pass in ratios.values() for p in of_pass)
    ]
    yield f"| pass | dtype | {' | '.join(f'{program}, {size} elements' for size, program in columns)} |"
    yield "|---|---|" + "---|" * len(columns)

    def cell(key: tuple[str, str], size: str, program: str) -> str:
        ratio = measured[size].get(key, {}).get(program)
        if ratio is None:
            return ""
        return f"**{ratio:.2f}**" if ratio < 1 else f"{ratio:.2f}"

    medians = [median(p[program] for p in measured[size].values() if program in p) for size, program in columns]
    yield f"| median | | {' | '.join(f'{m:.2f}' for m in medians)} |"
    for key in dict.fromkeys(key for ratios in measured.values() for key in ratios):
        yield f"| {' | '.join(key)} | {' | '.join(cell(key, *column) for column in columns)} |"


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print("\n".join(table([Path(name) for name in sys.argv[1:]])))


if __name__ == "__main__":
    main()
