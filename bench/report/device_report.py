# SPDX-License-Identifier: Apache-2.0
"""What `softknee bench --json` and `softknee bench-channelwise --json` measured, row by row."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from comparison import PASS_TEXTS


@dataclass(frozen=True)
class Measurement:
    """One pass at one setting."""

    activation: str
    direction: str
    dtype: str
    shape: str  # empty for a contiguous tensor without channels
    count: int
    cache: str  # cold or hot
    seconds: float  # of a call, the median
    bytes_per_second: float
    ceiling: str
    ceiling_fraction: float
    noise: float
    host_seconds: float | None  # None on the CPU, as launches
    launches: int | None
    peers: dict[str, float]  # seconds of a call of other programs that compute the same

    def speedup(self, peer: str) -> float:
        """How many times as fast as the peer."""
        return self.peers[peer] / self.seconds

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.activation, PASS_TEXTS[self.direction], self.dtype, self.shape)))


@dataclass(frozen=True)
class Ceiling:
    name: str
    dtype: str
    count: int
    cache: str
    tensors_read: int
    bytes_per_second: float


@dataclass(frozen=True)
class Report:
    measurements: list[Measurement]
    ceilings: list[Ceiling]


OURS = "softknee"


def with_pytorch(report: Report, file: Path) -> Report:
    """With what bench/peers/pytorch measured in another process on the same machine, where softknee was timed too: the
    peers' times are theirs beside softknee's there."""
    times: dict[tuple, dict[str, float]] = {}
    for row in json.loads(file.read_text())["rows"]:
        key = tuple(row[k] for k in ("activation", "direction", "dtype", "count", "cache"))
        times.setdefault(key, {})[row["program"]] = row["median_s"]

    def with_peers(m: Measurement) -> Measurement:
        there = times.get((m.activation.split("(")[0], m.direction, m.dtype, m.count, m.cache), {})
        peers = {name: m.seconds * seconds / there[OURS] for name, seconds in there.items() if name != OURS}
        return replace(m, peers={**m.peers, **peers})

    return replace(report, measurements=[with_peers(m) for m in report.measurements])


def read_report(file: Path) -> Report:
    """Raises OSError, ValueError or KeyError for a file that is no such report."""
    report = json.loads(file.read_text())
    measurements = [
        Measurement(
            row["activation"],
            row["direction"],
            row["dtype"],
            row.get("shape", ""),
            row["count"],
            row["cache"],
            row["median_s"],
            row["bytes_per_second"],
            row["ceiling"],
            row["ceiling_fraction"],
            row["noise"],
            row.get("host_s"),
            row.get("launches"),
            {peer: times["median_s"] for peer, times in row.get("peers", {}).items()},
        )
        for row in report["rows"]
    ]
    ceilings = [
        Ceiling(
            row["name"],
            row["dtype"],
            row["count"],
            row["cache"],
            row["read_bytes"] // row["written_bytes"],
            row["bytes_per_second"],
        )
        for row in report["ceilings"]
    ]
    return Report(measurements, ceilings)
