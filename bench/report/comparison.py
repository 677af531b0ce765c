# SPDX-License-Identifier: Apache-2.0
"""What `softknee_peer_speed pointwise` measured, row by row."""

import json
from dataclasses import dataclass
from pathlib import Path

COPIES = ("copy", "copy past caches")
PASS_TEXTS = {"forward": "forward", "backward_from_input": "from x", "backward_from_output": "from y"}


@dataclass(frozen=True)
class Row:
    """One pass over `count` elements, and the seconds of a call, medians, by who made it."""

    activation: str
    direction: str
    dtype: str
    count: int
    threads: int
    seconds: dict[str, float]

    def nanoseconds(self, who: str) -> float:
        """For an element."""
        return 1e9 * self.seconds[who] / self.count

    def speedup(self, peer: str) -> float | None:
        """How many times as fast as the peer; None if it has no such pass."""
        return self.seconds[peer] / self.seconds["softknee"] if peer in self.seconds else None

    @property
    def copy_share(self) -> float:
        """The rate as a share of that of the fastest copy of the same ratio of bytes read to bytes written."""
        return min(self.seconds[copy] for copy in COPIES if copy in self.seconds) / self.seconds["softknee"]

    @property
    def name(self) -> str:
        return f"{self.activation} {PASS_TEXTS[self.direction]} {self.dtype}"


@dataclass(frozen=True)
class Comparison:
    date: str
    processor: str
    cores: int
    instruction_set: str
    onednn: str
    rows: list[Row]

    def places(self) -> list[tuple[int, int]]:
        """The numbers of elements and threads that were measured, in the order of the sizes."""
        return sorted({(row.count, row.threads) for row in self.rows})

    def at(self, count: int, threads: int) -> list[Row]:
        return [row for row in self.rows if (row.count, row.threads) == (count, threads)]


def read_comparison(file: Path) -> Comparison:
    """Raises OSError, ValueError or KeyError for a file that is no such report."""
    report = json.loads(file.read_text())
    rows = [
        Row(
            row["activation"].split("(")[0],
            row["pass"],
            row["dtype"],
            row["count"],
            row["threads"],
            {who: times["median"] for who, times in row["seconds"].items()},
        )
        for row in report["rows"]
    ]
    return Comparison(
        report["date"], report["processor"], report["cores"], report["instruction_set"], report["onednn"], rows
    )
