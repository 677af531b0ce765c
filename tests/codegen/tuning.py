# SPDX-License-Identifier: Apache-2.0
"""The numbers in kernels/cuda/tuning.hpp that say how much a thread handles."""

import re
from pathlib import Path

HEADER = Path(__file__).resolve().parents[2] / "kernels" / "cuda" / "tuning.hpp"


def read_tuning() -> dict[str, int]:
    """The constants of the header by name."""
    constants = re.findall(r"^inline constexpr int (\w+) = (\d+);$", HEADER.read_text(), re.MULTILINE)
    return {name: int(value) for name, value in constants}
