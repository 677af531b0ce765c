# SPDX-License-Identifier: Apache-2.0
"""The numbers in kernels/cuda/tuning.hpp that say how much a thread handles, and those of other headers like it."""

import re
from pathlib import Path

HEADER = Path(__file__).resolve().parents[2] / "kernels" / "cuda" / "tuning.hpp"


def read_tuning(header: Path = HEADER) -> dict[str, int]:
    """The constants of a header by name."""
    constants = re.findall(r"^inline constexpr int (\w+) = (\d+);$", header.read_text(), re.MULTILINE)
    return {name: int(value) for name, value in constants}


CHANNEL_THREADS = read_tuning(HEADER.parents[1] / "channel_partition.hpp")["channel_threads"]


def ring_bytes(architecture: int, lone_block: bool) -> int:
    """The choice of tuning.hpp: shared memory of a block of the kernels with parameters."""
    if lone_block and architecture >= 80:
        return read_tuning()["channel_ring_bytes_of_lone_block"]
    size = "large" if architecture in (80, 90) or 100 <= architecture < 120 else "small"
    return read_tuning()[f"channel_ring_bytes_of_{size}_shared_memory"]
